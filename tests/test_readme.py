"""What README shows is what happens: its commands are run and their output compared, its Python runs as a doctest.

`python tests/test_readme.py` writes the outputs of the commands anew, for a change that is meant.
"""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest

from dtim_exact.cli import main

README = Path(__file__).parent.parent / "README.md"
TEXT = README.read_text(encoding="utf-8")
SHOWN = [
    (line[2:], told)
    for block in re.findall(r"^```console\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    for line, told in re.findall(r"^(\$ .*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
]
SECONDS = re.compile(r"\b\d+\.\d(?= s\b|$)", re.MULTILINE)


def without_times(text: str) -> str:
    """The text with every running time as `_`, and without the space that a longer or shorter time takes."""
    return re.sub(r" +", " ", SECONDS.sub("_", text))


def test_the_two_commands_come_first() -> None:
    first = [command for command, _ in SHOWN][:3]
    assert first[0].startswith("python3 -m venv")
    assert first[1:] == ["pip install . && dtim-exact verify", 'pip install -e ".[test]" && pytest']


@pytest.mark.parametrize(("command", "told"), [pair for pair in SHOWN if pair[0].startswith("dtim-exact ")])
def test_commands(command: str, told: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(README.parent)
    monkeypatch.delenv("COLUMNS", raising=False)
    assert main(shlex.split(command)[1:]) == 0
    assert without_times(capsys.readouterr().out) == without_times(told)


def test_python() -> None:
    (block,) = re.findall(r"^```pycon\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)
    test = doctest.DocTestParser().get_doctest(block, {}, "README.md", str(README), None)
    assert len(test.examples) > 2
    assert doctest.DocTestRunner().run(test).failed == 0


def rewrite() -> None:
    """Put the outputs that the commands have now into README."""
    import contextlib
    import io

    def with_outputs(block: re.Match[str]) -> str:
        lines = []
        for command in re.findall(r"^\$ .*$", block[0], re.MULTILINE):
            out = io.StringIO()
            if command.startswith("$ dtim-exact "):
                with contextlib.redirect_stdout(out):
                    main(shlex.split(command)[2:])
            lines.append(f"{command}\n{out.getvalue()}")
        return f"```console\n{''.join(lines)}```"

    README.write_text(re.sub(r"^```console\n(.*?)^```", with_outputs, TEXT, flags=re.MULTILINE | re.DOTALL))


if __name__ == "__main__":
    rewrite()
