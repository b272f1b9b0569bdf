"""The PDF: LaTeX is run until references settle; a log that shows a fault is an error, not a page with a hole.

Key results: `check`, `write`, `faults` (what a log complains about).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from ..errors import DtimError, InputError, shown
from .content import Book
from .tex import document

__all__ = ["check", "compile_tex", "faults", "find_latex", "write"]

ENGINES = ("pdflatex", "lualatex")
WIDEST = 5.0
"""Points by which a line may stick out."""
_RUNS, _SECONDS = 4, 240


def write(book: Book, file: Path) -> Path:
    """Writes the PDF; the folder of `file` must exist."""
    engine = check(file)
    with tempfile.TemporaryDirectory() as scratch:
        pdf, log = compile_tex(document(book), Path(scratch), engine)
        found = faults(log)
        if found:
            raise DtimError(f"a book with {len(found)} faults, the first: {found[0]}", "pages without any", "report it")
        try:
            shutil.copyfile(pdf, file)
        except OSError as error:
            given = f"the file {shown(str(file))} ({error.strerror})"
            raise InputError(given, "a file that can be written", "name another one") from error
    return file


def check(file: Path) -> str:
    """The LaTeX to use; DtimError if there is none, or if `file` is not one to write to."""
    if file.is_dir() or not file.parent.is_dir() or not os.access(file if file.exists() else file.parent, os.W_OK):
        raise InputError(f"the file {shown(str(file))}", "a file to write in a folder that exists", "name another one")
    return find_latex()


def find_latex() -> str:
    """The first LaTeX on the PATH."""
    found = next((path for path in map(shutil.which, ENGINES) if path), None)
    if found is None:
        needed = f"{' or '.join(ENGINES)} with amsmath, microtype, enumitem and hyperref"
        do = "install TeX Live (on Debian: texlive-latex-recommended, texlive-latex-extra, lmodern), or take --html"
        raise DtimError("no LaTeX on the PATH", needed, do)
    return found


def compile_tex(source: str, folder: Path, engine: str) -> tuple[Path, str]:
    """Runs LaTeX in `folder` until nothing changes; the PDF and the last log."""
    (folder / "book.tex").write_text(source, encoding="utf-8")
    options = ["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "book.tex"]
    before = ""
    for _ in range(_RUNS):
        try:
            subprocess.run(
                [engine, *options],
                cwd=folder,
                capture_output=True,
                timeout=_SECONDS,
                check=True,
                stdin=subprocess.DEVNULL,
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise DtimError(f"{engine} failed: {_reason(folder)}", "a LaTeX that runs", "see what it lacks") from error
        after = _references(folder)
        if after == before:
            break
        before = after
    return folder / "book.pdf", (folder / "book.log").read_text(encoding="utf-8", errors="replace")


def _references(folder: Path) -> str:
    return "".join((folder / name).read_text("utf-8", "replace") for name in ("book.aux", "book.toc"))


def _reason(folder: Path) -> str:
    """The first line of the log that names an error."""
    log = folder / "book.log"
    lines = log.read_text("utf-8", "replace").splitlines() if log.is_file() else []
    return next((line for line in lines if line.startswith("!")), "it says nothing")


def faults(log: str) -> list[str]:
    r"""Undefined references, multiply defined labels, missing letters, and lines that stick out by more than WIDEST.

    >>> faults("Overfull \\hbox (7.2pt too wide) in paragraph at lines 3--4\nOverfull \\hbox (1.0pt too wide) in x")
    ['Overfull \\hbox (7.2pt too wide) in paragraph at lines 3--4']
    """
    joined = re.sub(r"(?<=[^\n]{79})\n", "", log)
    found = [line for line in joined.splitlines() if re.search(r"undefined|multiply defined|Missing character", line)]
    wide = re.finditer(r"Overfull \\hbox \(([\d.]+)pt too wide\).*", joined)
    return found + [match.group() for match in wide if float(match.group(1)) > WIDEST]
