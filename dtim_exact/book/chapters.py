"""The table of contents: which claims share a page, in the order of the paper.

The main text's equations stand under the headings of the main text; all others stay with the file of their section of
the supplement, whose first sentence is the heading.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..claims import Claim

__all__ = ["MAIN", "Chapter", "chapters"]


@dataclass(frozen=True)
class Chapter:
    """One page."""

    slug: str
    part: str
    number: str
    """Of the supplement's section, such as II.A."""
    title: str
    ids: tuple[str, ...]


MAIN: dict[str, tuple[str, ...]] = {
    "Dissipative transverse-field Ising model": ("1", "2", "wlog-hy", "3"),
    "Exact steady-state solution": (
        *("4", "jump-list", "5", "qdb-steady", "6", "7", "su2-rep", "su2-nonunitary", "dicke"),
    ),
    "Spin blockade": (
        *("8", "resonance", "9", "blockade-vanish", "blockade-n0", "blockade-n1"),
        *("10", "cxx-cyy", "11", "12", "fwhm"),
    ),
    "Phase transitions and the large-N limit": (
        *("13", "14", "15", "rbar", "16", "f-analytic", "minima-limit", "coexistence", "critical", "maxwell"),
    ),
    "Correlation functions of any order": ("17", "norm-uniform", "18", "recursion-I"),
}
"""Headings of the main text with their claims."""


def chapters(claims: Iterable[Claim]) -> list[Chapter]:
    """The pages; every claim is on exactly one.

    >>> chapters([])
    []
    >>> from dtim_exact.ledger import load
    >>> print(chapters(load())[0].title)
    Dissipative transverse-field Ising model
    """
    known = {one.id: one for one in claims}
    found = [
        Chapter(f"main-{number}", "Main text", "", heading, tuple(name for name in names if name in known))
        for number, (heading, names) in enumerate(MAIN.items(), 1)
    ]
    in_main = {name for names in MAIN.values() for name in names}
    found += _of_files([one for one in known.values() if one.id not in in_main])
    return [chapter for chapter in found if chapter.ids]


def _of_files(claims: list[Claim]) -> Iterator[Chapter]:
    for file in dict.fromkeys(one.file for one in claims):
        names = tuple(one.id for one in claims if one.file == file)
        part = "Beyond the paper" if all(name.startswith("D") for name in names) else "Supplement"
        yield Chapter(Path(file).stem.strip("_").replace("_", "-"), part, *_heading(Path(file)), names)


def _heading(file: Path) -> tuple[str, str]:
    """The number and the first sentence of the file's docstring, without the words that the part's name says."""
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or file.stem
    first = " ".join(text.partition("\n\n")[0].split()).rstrip(".")
    first = first.removeprefix("Beyond the paper: ")
    number, _, rest = first.partition(" ")
    if not re.fullmatch(r"[IV]+(\.\w+)?", number):
        number, rest = "", first
    return number, rest[:1].upper() + rest[1:]
