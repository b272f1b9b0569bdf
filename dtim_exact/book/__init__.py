"""The formula book: every claim of the ledger on pages that people like to read, as HTML and as PDF.

`content` is the one source of both: plain data made from the ledger's rows, the proofs behind them and numbers at
sample parameters; `cache` keeps it between runs. `site` writes the HTML, `pdf` the PDF.

Key results: `check_targets`, `read_book`, `write_html`, `write_pdf`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..ledger import Progress
    from .content import Book

__all__ = ["check_targets", "read_book", "write_html", "write_pdf"]


def read_book(*, use_cache: bool = True, progress: Progress | None = None) -> Book:
    """The content of the book: every claim judged now, or on the last run with the same sources."""
    from . import cache
    from .content import collect

    if not use_cache:
        return collect(progress)
    key = cache.key_of_sources()
    found = cache.load(key)
    if found is None:
        found = collect(progress)
        cache.save(key, found)
    return found


def check_targets(folder: Path | None, file: Path | None) -> None:
    """Refuses, before any claim is judged, what `write_html` and `write_pdf` would refuse after that."""
    if folder is not None:
        from . import site

        site.check(folder)
    if file is not None:
        from . import pdf

        pdf.check(file)


def write_html(book: Book, folder: Path) -> Path:
    """Writes the pages below `folder` and answers the first one; DtimError names a library that is not there."""
    from .site import write

    return write(book, folder)


def write_pdf(book: Book, file: Path) -> Path:
    """Writes the same as one PDF, by the LaTeX on this machine; DtimError says what to install."""
    from .pdf import write

    return write(book, file)
