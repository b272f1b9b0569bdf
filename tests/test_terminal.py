"""Terminal manners: 80 columns, colour only where it is wanted, numbers below each other, help that fits."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from dtim_exact.cli import main
from dtim_exact.cli.app import app

UNEQUAL = ["--N", "4", "--J", "1", "--hz", "1/3", "--gamma", "1/5", "--hx", "1,2,3,4"]
LIMIT = ["--J", "1", "--hx", "1/5", "--hz", "3/10", "--gamma", "1/100"]
COMMANDS = [
    ["expect", *UNEQUAL, "X1 Y2 Z3", "density", "+1"],
    ["expect", *UNEQUAL, "X1 Y2 Z3", "density", "+1", "--digits", "70"],
    ["expect", "--N", "30", "--J", "1", "--hx", "4", "--hz", "1/3", "--gamma", "1/7", "density"],
    ["width", "--N", "22", "--J", "1", "--hx", "4", "--n", "1", "--digits", "70"],
    ["meanfield", *LIMIT],
    ["meanfield", *LIMIT, "--digits", "90"],
    ["potential", *LIMIT],
    ["transition", "--J", "1", "--hx", "1/5", "--gamma", "1/100", "--digits", "70"],
    ["critical", "--J", "1", "--gamma", "1/10"],
    ["verify", "S14", "S22", "unique"],
    ["verify", "--list"],
    ["where", "S14"],
    ["where", "S19"],
]
Capture = pytest.CaptureFixture[str]


def told(capsys: Capture, *arguments: str) -> str:
    assert main(arguments) == 0, capsys.readouterr().err
    out, err = capsys.readouterr()
    assert err == ""
    return out


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_tables_fit_the_terminal(arguments: list[str], capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parent.parent)
    monkeypatch.setenv("COLUMNS", "80")
    out = told(capsys, *arguments)
    assert max(map(len, out.splitlines())) <= 80
    assert "\x1b" not in out  # no terminal, no colour
    monkeypatch.setenv("COLUMNS", "200")
    folded = re.sub(r"\s", "", out)
    assert re.sub(r"\s", "", told(capsys, *arguments))[:60] == folded[:60]  # what is folded is not cut


@pytest.mark.parametrize("name", [None, *sorted(app.commands)])
def test_help_fits_and_shows_an_example(name: str | None, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    out = told(capsys, *([] if name is None else [name]), "--help")
    assert max(map(len, out.splitlines())) <= 80
    if name is None:
        assert "..." not in out.partition("Commands:")[2]
    else:
        assert f"dtim-exact {name}" in out.partition("Example")[2]
        assert "--json" in out
        assert "--quiet" in out


@pytest.mark.parametrize("arguments", [COMMANDS[1], COMMANDS[4], COMMANDS[8]], ids=lambda a: a[0])
def test_numbers_stand_below_each_other(arguments: list[str], capsys: Capture) -> None:
    lines = [line for line in told(capsys, *arguments).splitlines() if "[" in line]
    assert len(lines) > 3
    assert any("[-" in line for line in lines)
    assert len({re.search(r"\[-?(?=\d)", line).end() for line in lines}) == 1  # type: ignore[union-attr]


def test_a_real_value_is_one_line(capsys: Capture) -> None:
    out = told(capsys, "expect", *UNEQUAL, "density", "--digits", "10", "--quiet")
    assert out.count("\n") == 1
    assert " im " not in told(capsys, "expect", *UNEQUAL, "density", "--digits", "10")


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """Standard output and error of the command on a terminal of 80 columns."""
    pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
    reader, terminal = pty.openpty()
    base = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "CI")}
    process = subprocess.Popen(
        [sys.executable, "-m", "dtim_exact", *arguments],
        stdout=terminal,
        stderr=terminal,
        env={**base, "TERM": "xterm-256color", "COLUMNS": "80", **environment},
        cwd=Path(__file__).parent.parent,
    )
    os.close(terminal)
    shown = b""
    try:
        while block := os.read(reader, 65536):
            shown += block
    except OSError:  # the terminal is closed: the command has ended
        pass
    os.close(reader)
    assert process.wait(60) == 0
    return shown.decode()


COLOUR = re.compile(r"\x1b\[[\d;]*3[0-7][\d;]*m")


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals here")
def test_colour_on_a_terminal_that_wants_it() -> None:
    assert COLOUR.search(on_a_terminal("verify", "S14"))
    assert not COLOUR.search(on_a_terminal("verify", "S14", NO_COLOR="1"))


def test_no_progress_bar_in_a_pipe() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dtim_exact", "verify", "S14", "S22"], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
