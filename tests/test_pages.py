"""What README, the tour and the how-to pages show is what happens: commands are run, Python runs as doctests.

`python tests/test_pages.py` writes the outputs anew, for a change that is meant.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

from dtim_exact.cli import main

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
PAGES = [README, ROOT / "docs" / "tour.md", *sorted((ROOT / "docs" / "howto").glob("*.md"))]
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"^```pycon\n(.*?)^```", re.MULTILINE | re.DOTALL)
FLAGS = doctest.ELLIPSIS
SECONDS = re.compile(r"\b\d+\.\d(?= s\b|$)", re.MULTILINE)


class Shown(NamedTuple):
    """A command of a page and the output that the page shows."""

    page: str
    command: str
    told: str


def commands(page: Path) -> list[Shown]:
    """All commands of the console blocks of a page."""
    return [
        Shown(page.name, line[2:], told)
        for block in CONSOLE.findall(page.read_text(encoding="utf-8"))
        for line, told in re.findall(r"^(\$ .*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
    ]


def without_times(text: str) -> str:
    """The text with every running time as `_`, and without the space that a longer or shorter time takes."""
    return re.sub(r" +", " ", SECONDS.sub("_", text))


def test_the_two_commands_come_first() -> None:
    first = [shown.command for shown in commands(README)][:3]
    assert first[0].startswith("python3 -m venv")
    assert first[1:] == ["pip install . && dtim-exact verify", 'pip install -e ".[test]" && pytest']


RUN = [shown for page in PAGES for shown in commands(page) if shown.command.startswith("dtim-exact ")]


@pytest.mark.parametrize("shown", RUN, ids=lambda shown: f"{shown.page}:{shown.command}")
def test_commands(shown: Shown, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("COLUMNS", raising=False)
    assert main(shlex.split(shown.command)[1:]) == 0
    assert without_times(capsys.readouterr().out) == without_times(shown.told)


@pytest.mark.parametrize("page", [page for page in PAGES if "```pycon" in page.read_text()], ids=lambda page: page.name)
def test_python(page: Path) -> None:
    text = "\n".join(PYTHON.findall(page.read_text(encoding="utf-8")))
    test = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), None)
    assert len(test.examples) > 2
    assert doctest.DocTestRunner(optionflags=FLAGS).run(test).failed == 0


def rewrite(page: Path) -> None:
    """Put the outputs that the commands and the Python have now into a page."""
    names: dict[str, object] = {}

    def with_outputs(block: re.Match[str]) -> str:
        lines = []
        for command in re.findall(r"^\$ .*$", block[0], re.MULTILINE):
            out = io.StringIO()
            if command.startswith("$ dtim-exact "):
                with contextlib.redirect_stdout(out):
                    main(shlex.split(command)[2:])
            lines.append(f"{command}\n{out.getvalue()}")
        return f"```console\n{''.join(lines)}```"

    def with_values(block: re.Match[str]) -> str:
        test = doctest.DocTestParser().get_doctest(block[1], names, page.name, str(page), None)
        found: list[str] = []

        class Recorder(doctest.DocTestRunner):
            def report_start(self, out, test, example):
                found.append(example.want if example.exc_msg else "")

            def report_failure(self, out, test, example, got):
                found[-1] = got

            def report_success(self, out, test, example, got):
                found[-1] = example.want

            def report_unexpected_exception(self, out, test, example, exc_info):
                raise exc_info[1]

        Recorder(optionflags=FLAGS).run(test, clear_globs=False)
        names.update(test.globs)
        sources = ["... ".join((">>> " + e.source).splitlines(True)) for e in test.examples]
        return "```pycon\n" + "".join(s + f for s, f in zip(sources, found, strict=True)) + "```"

    text = CONSOLE.sub(with_outputs, page.read_text(encoding="utf-8"))
    page.write_text(PYTHON.sub(with_values, text), encoding="utf-8")


if __name__ == "__main__":
    for each in PAGES:
        rewrite(each)
