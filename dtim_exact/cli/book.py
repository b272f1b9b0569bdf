"""`book`: the formula book as HTML and as PDF."""

from __future__ import annotations

from pathlib import Path

import click

from .output import print_json

__all__ = ["book"]


@click.command()
@click.option("--html", metavar="DIR", help="Write HTML pages below DIR; open DIR/index.html. Needs the extra `book`.")
@click.option("--pdf", metavar="FILE", help="Write one PDF; needs a LaTeX (pdflatex or lualatex) on the PATH.")
@click.option("--no-cache", is_flag=True, help="Judge every claim now, whatever was kept from the last run.")
@click.option("--json", "as_json", is_flag=True, help="Print what was written as JSON.")
@click.option("--quiet", is_flag=True, help="Print nothing.")
def book(html: str | None, pdf: str | None, no_cache: bool, as_json: bool, quiet: bool) -> int:
    """The formula book: every claim with its verdict, proof, correction and numbers.

    Exit status 1 if a claim is undecided.

    \b
    Examples:
      dtim-exact book --html book
      dtim-exact book --pdf book.pdf
    """
    if html is None and pdf is None:
        raise click.UsageError("Nothing to write: give --html DIR, --pdf FILE or both.")
    from ..book import check_targets, read_book, write_html, write_pdf
    from .ledger import progress_bar

    check_targets(Path(html) if html is not None else None, Path(pdf) if pdf is not None else None)
    with progress_bar(shown=not (as_json or quiet)) as progress:
        content = read_book(use_cache=not no_cache, progress=progress)
    written: dict[str, str] = {}
    if html is not None:
        written["html"] = str(write_html(content, Path(html)))
    if pdf is not None:
        written["pdf"] = str(write_pdf(content, Path(pdf)))
    if as_json:
        print_json({**written, "claims": len(content.entries), "totals": content.totals})
    elif not quiet:
        for file in written.values():
            click.echo(file)
    return 1 if content.totals["undecided"] else 0
