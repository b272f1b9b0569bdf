"""How all pictures look: column widths, type, colours that colour-blind readers can tell apart, panel labels, notes.

Widths are those of a two-column physics journal (3.375 and 7 inches); colours are Okabe and Ito's, maps are cividis and
a diverging map of blue and orange. Nothing here knows a number that is plotted.

Key results: `STYLE`, `canvas`, `panel_label`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from textwrap import wrap
from typing import Any

from .data import FigureData, Note
from .verdicts import mathtext, set_in_mathtext

__all__ = ["BLACK", "BLUE", "COLUMN", "DIVERGING", "GREEN", "GREY", "ORANGE", "PAGE", "RED", "SEQUENTIAL", "SKY",
           "STYLE", "canvas", "lines_of", "number", "panel_label"]  # fmt: skip

BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
BLUE, RED, GREY = "#0072B2", "#D55E00", "#999999"
SEQUENTIAL, DIVERGING = "cividis", "PuOr_r"
COLUMN, PAGE = 3.375, 7.0  # inches

STYLE: dict[str, Any] = {
    "font.family": "STIXGeneral",
    "mathtext.fontset": "stix",
    "font.size": 8,
    "axes.labelsize": 9,
    "axes.titlesize": 8,
    "legend.fontsize": 7,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "axes.linewidth": 0.6,
    "lines.linewidth": 1.1,
    "lines.markersize": 3.5,
    "xtick.direction": "in",
    "ytick.direction": "in",
    "xtick.top": True,
    "ytick.right": True,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "legend.frameon": False,
    "legend.handlelength": 1.8,
    "savefig.dpi": 300,
    "image.interpolation": "none",
    "svg.hashsalt": "dtim-exact",  # else identifiers in the file change from run to run
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
}
_NOTE_SIZE = 6.5  # points
_LINE, _TALL = 0.12, 0.25  # inches, of a line of words and of one with fractions, roots or sums
_LETTERS = 25  # in an inch of note
_TALL_PARTS = ("frac", "sum", "lim", "sqrt")


def canvas(width: float, height: float, data: FigureData) -> Any:
    """An empty picture whose lowest lines hold what the ledger says against the paper's figure."""
    from matplotlib.figure import Figure

    lines = [line for note in data.notes for line in lines_of(note, width)]
    foot = sum(map(_height, lines)) + 0.08 if lines else 0.0
    picture = Figure(figsize=(width, height + foot), layout="constrained")
    share = foot / (height + foot)
    engine: Any = picture.get_layout_engine()
    engine.set(rect=(0, share, 1, 1 - share))
    _write(picture, lines, width, height + foot)
    return picture


def lines_of(note: Note, width: float) -> list[str]:
    """The text of a note: nothing unless the claim was refuted (or has changed since it was judged)."""
    if note.verdict not in ("refuted", "changed"):
        return []
    head = f"Ledger, {note.id}: {note.verdict}. "
    words = wrap(head + note.says, int(width * _LETTERS))
    lines = [head + set_in_mathtext(words[0].removeprefix(head)), *map(set_in_mathtext, words[1:])]
    return [*lines, f"What holds: ${mathtext(note.corrected)}$"] if note.corrected else lines


def _height(line: str) -> float:
    return _TALL if any(part in line for part in _TALL_PARTS) else _LINE


def _write(picture: Any, lines: Sequence[str], width: float, height: float) -> None:
    """The lines at the foot of the picture, from below."""
    base = 0.04
    for line in reversed(lines):
        middle = base + _height(line) / 2
        picture.text(0.06 / width, middle / height, line, fontsize=_NOTE_SIZE, color=RED, va="center")
        base += _height(line)


def panel_label(axes: Any, text: str, *, x: float = 0.02, y: float = 0.97) -> None:
    """(a), (b), ... in the upper left corner."""
    axes.text(x, y, f"({text})", transform=axes.transAxes, va="top", fontsize=9, fontweight="bold")


def number(text: str) -> float:
    """An exact parameter, such as 9/25, as a double for a label."""
    return float(Fraction(text))
