"""Every malformed input is one line on standard error and exit status 2: no traceback, no answer, no hang."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dtim_exact.cli import main

MODEL = ["--N", "4", "--J", "1", "--hx", "4", "--hz", "1/3", "--gamma", "1/5"]
EXPECT = ["expect", *MODEL]


def changed(option: str, value: str, *more: str) -> list[str]:
    """`expect X1` with one option set to another value."""
    arguments = [*EXPECT, "X1", *more]
    if option in arguments:
        arguments[arguments.index(option) + 1] = value
        return arguments
    return [*arguments, option, value]


NUMBERS = [
    *(changed("--J", text) for text in ("", " ", "x", "1/0", "1//2", "0.1.2", "1e", "--", "1+", "nan", "inf", "-inf")),
    *(
        changed("--J", text)
        for text in ("0x10", "1_000", "1,5", "1e9999999", "1e-99999999999", "1/2/3", "²", "1e1.5", "½")
    ),
    *(changed("--hz", text) for text in ("i", "1+i", "2j", "J", "pi", "sqrt(2)", "1**2", "(1)", "[1]", "True", "None")),
    *(changed("--gamma", text) for text in ("-1", "-1/1000", "-1e-300", "1+1i")),
    *(changed("--Gamma", text) for text in ("-1", "", "NaN", "1 2")),
]
COUNTS = [
    *(changed("--N", text) for text in ("0", "-3", "2.5", "1/2", "four", "", "1e400", "9" * 5000, "inf")),
    *(changed("--digits", text) for text in ("0", "-5", "many", "1.5", "", "1e3")),
]
FIELDS = [
    *(
        changed("--hx", text)
        for text in ("1,2,3", "1,2,3,4,5", "1,,2,3", ",", "1,2,3,", "1;2;3;4", "1,2,3,x", "@", "@nowhere")
    ),
    *(changed("--hy", text) for text in ("1,2", "@/dev/null", "@.", "i,i,i,i", "")),
    changed("--hx", "1,2,3,4", "--Gamma", "1"),  # outside the solvable class
]
RESONANCE = [
    changed("--resonance", "1"),  # together with hz and gamma
    ["expect", "--N", "4", "--J", "1", "--hx", "4", "--epsilon", "1e-3", "X1"],
    ["expect", "--N", "4", "--J", "1", "--hx", "4", "--resonance", "1/2", "X1"],
    ["expect", "--N", "4", "--J", "1", "--hx", "4", "--resonance", "1", "--epsilon", "1e-3+1i", "X1"],  # gamma < 0
    ["expect", "--N", "4", "--J", "1", "--hx", "4", "--resonance", "x", "X1"],
]
OBSERVABLES = [
    [*EXPECT, word]
    for word in (
        "",
        " ",
        "X",
        "X0",
        "X5",
        "X-1",
        "1X",
        "Q1",
        "X1Y",
        "X1 +",
        "x1;y2",
        "X1.5",
        "X99999999999999999999",
        "densit",
        "++1",
    )
]
USAGE = [
    [],
    ["expct"],
    ["expect"],
    EXPECT,
    [*EXPECT, "X1", "--Hx", "4"],
    [*EXPECT, "X1", "--digit=4"],
    [*EXPECT, "X1", "--digits"],
    [*EXPECT, "X1", "-q"],
    ["expect", "X1"],
    ["expect", "--N", "4", "--J", "1", "X1"],
    ["width", "--N", "22", "--J", "1", "--hx", "4"],
    ["width", "--N", "22", "--J", "1", "--hx", "4", "--n", "-1"],
    ["width", "--N", "22", "--J", "1", "--hx", "4", "--n", "x"],
    ["width", "--N", "22", "--J", "1", "--hx", "0", "--n", "1"],
    ["width", "--N", "22", "--J", "1", "--hx", "4", "--n", "1", "--definition", "third"],
    ["meanfield", "--J", "1"],
    ["meanfield", "--J", "1", "--hx", "1,2"],
    ["potential", "--N", "5", "--J", "1", "--hx", "1"],
    ["potential", "--J", "0", "--Gamma", "0", "--hx", "1", "--gamma", "1/10"],
    ["transition", "--hx", "1/5", "--J", "zero", "--gamma", "1/100"],
    ["critical", "--J", "1", "--gamma", "-1/10"],
    ["where", "nothing-of-that-name"],
    ["where"],
    ["latex", "99"],
    ["latex", "17", "X1"],
    ["latex", "17", "--N", "1000000000", "X1"],
    ["latex", "18", "--N", "1000000000", "X1"],
    ["verify", "99"],
    ["verify", "no/such/file.py"],
    ["--completion", "cmd.exe"],
    ["--no-such-option"],
]
ALL = [*NUMBERS, *COUNTS, *FIELDS, *RESONANCE, *OBSERVABLES, *USAGE]

FILES = {
    "empty.json": "{",
    "list.json": "[1, 2]",
    "deep.json": '{"N": ' + "[" * 100_000,
    "nan.json": '{"N": 4, "J": NaN, "hx": 4}',
    "twice.json": '{"N": 4, "N": 5, "J": 1, "hx": 4}',
    "unknown.json": '{"N": 4, "J": 1, "hx": 4, "kappa": 1}',
    "bool.json": '{"N": true, "J": 1, "hx": 4}',
    "nested.json": '{"N": 4, "J": {"re": 1}, "hx": 4}',
    "fields.json": '{"N": 4, "J": 1, "hx": [1, [2], 3, 4]}',
    "string.json": '{"N": 4, "J": "1; import os", "hx": 4}',
    "broken.toml": "N = = 4",
    "inf.toml": "N = 4\nJ = inf\nhx = 4",
    "date.toml": "N = 4\nJ = 1979-05-27\nhx = 4",
    "twice.toml": "N = 4\nN = 5\nJ = 1\nhx = 4",
    "missing.toml": "N = 4\nhx = 4",
    "table.toml": "N = 4\nJ = 1\n[hx]\na = 1",
    "long.toml": "N = 4\nJ = " + "9" * 10_000 + "e\nhx = 4",
    "both.toml": "N = 4\nJ = 1\nhx = 4\nhz = 1\nresonance = 1",
}


@pytest.fixture(autouse=True)
def no_hang() -> Iterator[None]:
    """Nothing here may take longer than 20 s."""
    previous = signal.signal(signal.SIGALRM, lambda *_: pytest.fail("took longer than 20 s"))
    signal.alarm(20)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, previous)


def assert_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    status = main(arguments)
    out, err = capsys.readouterr()
    assert status == 2, f"exit status {status}: {out!r}"
    assert out == ""
    assert err.count("\n") == 1
    assert err.endswith("\n")
    assert 15 < len(err) < 800
    assert "Traceback" not in err


def test_in_a_process_of_its_own() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "dtim_exact", *changed("--J", "nan")], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1)


def test_there_are_at_least_sixty() -> None:
    assert len({tuple(arguments) for arguments in ALL}) >= 60


@pytest.mark.parametrize("arguments", ALL, ids=lambda arguments: " ".join(arguments)[-40:] or "nothing")
def test_malformed_arguments(
    arguments: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert_refused(arguments, capsys)


@pytest.mark.parametrize("name", FILES)
def test_malformed_model_files(name: str, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(FILES[name])
    assert_refused(["expect", "--model", str(file), "X1"], capsys)


def test_a_file_that_is_not_text(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "binary.toml"
    file.write_bytes(b"\xff\xfe\x00N = 4")
    assert_refused(["expect", "--model", str(file), "X1"], capsys)


def test_no_message_obeys_the_input(capsys: pytest.CaptureFixture[str]) -> None:
    assert_refused(changed("--J", "\x1b[2J\n\nsecond line \u202e"), capsys)
    assert main(changed("--J", "\x1b[2J")) == 2
    assert "\x1b" not in capsys.readouterr().err
