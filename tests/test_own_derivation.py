"""docs/own-derivation.md: its files are written out and verified, and what it shows is what happens.

`python tests/test_own_derivation.py` writes the outputs of the commands anew, for a change that is meant.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from pathlib import Path

import pytest

from dtim_exact.cli import main

PAGE = Path(__file__).parent.parent / "docs" / "own-derivation.md"
TEXT = PAGE.read_text(encoding="utf-8")
FILES = {block.split()[1]: block for block in re.findall(r"^```python\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)}
SHOWN = re.findall(r"^```console\n\$ (.*)\n((?:.*\n)*?)```", TEXT, re.MULTILINE)
STATUS = {"wrong.py": 1}


def without_times(text: str) -> str:
    """The text without running times, and without the space that a longer or shorter time takes."""
    return re.sub(r" +", " ", re.sub(r"\b\d+\.\d(?= s\b|$)", "_", text, flags=re.MULTILINE))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    yield tmp_path
    sys.modules.pop("oscillator", None)


def test_the_files_are_short():
    assert list(FILES) == ["exchange.py", "pumped.py", "oscillator.py", "wrong.py"]
    assert all(len(text.splitlines()) <= 27 for text in FILES.values())
    assert {name for command, _ in SHOWN for name in FILES if name in command} == set(FILES)


@pytest.mark.parametrize(("command", "told"), SHOWN)
def test_what_the_page_shows(command, told, folder, capsys):
    words = shlex.split(command)
    assert main(words[1:]) == STATUS.get(words[2], 0)
    assert without_times(capsys.readouterr().out) == without_times(told)


def test_a_sign_changed_in_the_file_is_noticed(folder, capsys):
    for name, old, new in (
        ("pumped.py", "(g - c)", "(g + c)"),
        ("exchange.py", 'at("h", i) * here', '-at("h", i) * here'),
        ("oscillator.py", "+ c / 2", "- c / 2"),
    ):
        (folder / name).write_text(FILES[name].replace(old, new, 1), encoding="utf-8")
        assert main(["verify", name, "--quiet"]) == 1
        assert "1 undecided" in capsys.readouterr().out


def rewrite() -> None:
    """Put the outputs that the commands have now into the page."""

    def with_output(block: re.Match[str]) -> str:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            main(shlex.split(block[1])[1:])
        return f"```console\n$ {block[1]}\n{out.getvalue()}```"

    with tempfile.TemporaryDirectory() as place:
        for name, text in FILES.items():
            Path(place, name).write_text(text, encoding="utf-8")
        os.chdir(place)
        pattern = r"^```console\n\$ (.*)\n(?:.*\n)*?```"
        PAGE.write_text(re.sub(pattern, with_output, TEXT, flags=re.MULTILINE), encoding="utf-8")


if __name__ == "__main__":
    rewrite()
