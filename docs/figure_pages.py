"""Writes the pictures in docs/figures and the numbers that docs/figures.md quotes (docs/generate.py --figures).

The prose of docs/figures.md is written by hand. Between `<!-- numbers NAME -->` and `<!-- end -->` stands what `table`
makes of the figure's data.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from dtim_exact.figures import NAMES, FigureData, figure_data, save_picture
from dtim_exact.figures.facts import facts
from dtim_exact.prose import pieces

DOCS = Path(__file__).resolve().parent
PAGE = DOCS / "figures.md"
BLOCK = r"(<!-- numbers {} -->\n).*?(<!-- end -->)"


def write_figures(names: Sequence[str]) -> None:
    """The pictures and blocks of these figures, or of all that the page shows."""
    text = PAGE.read_text(encoding="utf-8")
    for name in names or [name for name in NAMES if f"<!-- numbers {name} -->" in text]:
        sys.stderr.write(f"figure {name}\n")
        data = figure_data(name)
        save_picture(data, DOCS / "figures" / f"{name}.svg")
        text = with_numbers(text, data)
        PAGE.write_text(text, encoding="utf-8")


def with_numbers(text: str, data: FigureData) -> str:
    """The page with the block of this figure made anew."""
    block = re.compile(BLOCK.format(data.name), re.DOTALL)
    return block.sub(lambda found: found[1] + table(data) + found[2], text)


def _set(text: str) -> str:
    """Formulas in plain letters as mathematics of the page."""
    return "".join(f"${piece}$" if kind == "math" else piece for kind, piece in pieces(text))


def table(data: FigureData) -> str:
    """The facts and verdicts of a figure as a table."""
    rows = [(_set(what), value) for what, value in facts(data)]
    rows += [(f"ledger: [`{note.id}`](ledger.md)", note.verdict) for note in data.notes]
    return "\n".join(["", "| | |", "|---|---|", *(f"| {what} | {value} |" for what, value in rows), "", ""])
