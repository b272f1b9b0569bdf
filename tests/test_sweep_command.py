"""The command `sweep` from start to export, every bad input in one line, and the page about it."""

from __future__ import annotations

import ast
import json
import re
import runpy
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dtim_exact import InputError, sweep
from dtim_exact.cli import main

ROOT = Path(__file__).resolve().parent.parent
MODEL = {"N": 5, "J": 1, "hx": 2, "gamma": "1/10"}
CALM = {"workers": 0, "progress": False}
OPTIONS = ["--N", "5", "--J", "1", "--hx", "2", "--gamma", "1/10"]


# --- bad input


@pytest.mark.parametrize(
    "arguments",
    [
        [], ["--grid", "hz"], ["--grid", "hz=0:1"], ["--grid", "hz=0:1:0"], ["--grid", "hz=1:0:1"], ["--grid", "foo=1"],
        ["--grid", "hz=1,1.0"], ["--grid", "hz=x"], ["--grid", "hz=0.1.2"], ["--grid", "hz=0", "--grid", "hz=1"],
        ["--grid", "N=1:2:1/2"], ["--grid", "gamma=1,2"], ["--grid", "hz=0:1:1e-12"], ["--grid", "gamma=log:0:1:1"],
        ["--grid", "hz=0", "--zip", "--grid", "hy=1,2"], ["--grid", "resonance=0,1"], ["--grid", "epsilon=1"],
        ["--grid", "hz=0", "-O", "densty"], ["--grid", "hz=0", "-O", "width:x"], ["--grid", "hz=0", "-O", "width:1"],
        ["--grid", "hz=0", "-O", "limit:m"], ["--grid", "hz=0", "-O", "limit:x"], ["--grid", "hz=0", "-O", "foo:1"],
        ["--grid", "hz=0", "-O", "density", "-O", "density"], ["--grid", "hz=0", "-O", "density", "-O", "limit:m"],
        ["--grid", "hz=0", "--digits", "0"], ["--grid", "hz=0", "--workers", "-1"], ["--grid", "hz=0", "--set", "N"],
        ["--grid", "hz=0", "--set", "N=0"], ["--grid", "hz=0", "--set", "foo=1"], ["--grid", "hz=0", "--export", "a.x"],
        ["--grid", "hz=0", "--export", "nowhere/a.csv"], ["--grid", "hz=0", "--dask", "nonsense://x"], ["-O", "X1"],
        ["--grid", "hz=", "--resume"], ["--grid", "hz=0:1:1:1"], ["--grid", "hz=lin:0:1:1.5"], ["--export", "a.csv"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_bad_input_is_one_line(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    model = OPTIONS if "--grid" in arguments else []
    assert main(["sweep", "a.sweep", *model, *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1), err
    assert list(tmp_path.iterdir()) == []


def test_files_that_are_no_sweeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("text").write_text("hello " * 1000)
    Path("folder").mkdir()
    with closing(sqlite3.connect("other")) as other:
        other.execute("CREATE TABLE points (x)")
    sizes = {path.name: path.stat().st_size for path in tmp_path.iterdir()}
    for name in ("text", "folder", "other", "nowhere/a.sweep", "a\0b"):
        assert main(["sweep", name, *OPTIONS, "--grid", "hz=0", "--workers", "0", "--resume"]) == 2, name
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1), name
    assert {path.name: path.stat().st_size for path in tmp_path.iterdir()} == sizes


def test_floats_and_wrong_executors_are_refused() -> None:
    for bad in ({"grid": {"hz": [0.5]}}, {"grid": {"hz": 0.5}}, {"grid": {}}, {"grid": "hz=0"}, {"executor": object()},
                {"workers": True}, {"observables": []}, {"observables": [1]}, {"digits": 1.5}, {"hz": 0}):  # fmt: skip
        with pytest.raises(InputError):
            sweep(**{"grid": {"hz": "0:1:1/2"}, **MODEL, **CALM, **bad})  # type: ignore[arg-type]


# --- the command


def test_the_command_from_start_to_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    run = ["sweep", "a.sweep", "--set", "N=5", "--J", "1", "--hx", "2", "--grid", "gamma=-1:1:1", "-O", "density"]
    assert main([*run, "--workers", "0", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["points"], told["done"], told["failed"], told["missing"]) == (3, 2, 1, 0)
    assert main([*run, "--workers", "0"]) == 2
    assert "add resume" in capsys.readouterr().err
    assert main(["sweep", "a.sweep", "--export", "a.jsonl", "--export", "a.csv"]) == 1
    assert "gamma=-1  gamma = -1: needed a rate" in capsys.readouterr().out
    lines = [json.loads(line) for line in Path("a.jsonl").read_text().splitlines()]
    assert [line["point"]["gamma"] for line in lines] == ["-1", "0", "1"]
    assert main(["sweep", "a.sweep", "--retry-failed", "--workers", "0", "--quiet"]) == 1
    assert capsys.readouterr() == ("2 of 3 points, 1 failed\n", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a.jsonl", "a.sweep"]


# --- the page about it

PAGE = ROOT / "docs" / "sweeps.md"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.skipif(not PAGE.exists(), reason="the docs are not here")
def test_the_commands_of_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    lines = [line for block in blocks("sh") for line in block.splitlines() if line.startswith("dtim-exact")]
    assert len(lines) == 5  # the line of a cluster's job stands in a list, with a space before it
    for line in lines:
        words = shlex.split(line, comments=True)[1:]
        assert main(words if "--workers" in words else [*words, "--workers", "0"]) == 0, line
        assert capsys.readouterr().err == ""
    assert {"peak.nc", "peak.parquet", "peak.csv"} < {path.name for path in tmp_path.iterdir()}


@pytest.mark.skipif(not PAGE.exists(), reason="the docs are not here")
def test_the_python_of_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The first block runs here; the others are guarded, for a cluster, and must at least be sound."""
    first, *guarded = blocks("python")
    script = tmp_path / "first.py"
    script.write_text(first, encoding="utf-8")
    runpy.run_path(str(script))
    assert len(capsys.readouterr().out.splitlines()) == 10
    assert len(guarded) == 2
    for block in guarded:
        assert 'if __name__ == "__main__":' in block
        ast.parse(block)
