"""How a writer of LaTeX is found, and when a part needs brackets: only where it binds less tightly than its place asks.

Key results: `write`, `text`, `at_least`, `bracket`, and the table `WRITERS` that the other files of this package fill.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from ..proof.terms import Term

__all__ = [
    "ATOM",
    "POWER",
    "PRODUCT",
    "SUM",
    "WRITERS",
    "Written",
    "argument",
    "at_least",
    "bracket",
    "index",
    "is_tall",
    "scripted",
    "text",
    "write",
    "writer",
]

Written = tuple[str, int]
Writer = Callable[..., Written]
SUM, PRODUCT, POWER, ATOM = range(4)
"""How tightly an expression binds."""
WRITERS: dict[str, Writer] = {}
_TALL = re.compile(r"\\(?:frac|sum|prod|binom|int|lim|left)(?![A-Za-z])")


def writer(*heads: str) -> Callable[[Writer], Writer]:
    """Enters a function as the one that writes the terms with these heads."""

    def enter(function: Writer) -> Writer:
        WRITERS.update(dict.fromkeys(heads, function))
        return function

    return enter


def write(term: Term) -> Written:
    """The LaTeX of a term and how tightly it binds; what has no writer is written as a function with its name."""
    found = WRITERS.get(term.head)
    if found is not None:
        return found(*term.args)
    inside = ", ".join(_plain(arg) for arg in term.args)
    name = rf"\operatorname{{{term.head.replace('_', ' ')}}}"
    return (f"{name}({inside})" if inside else name), ATOM


def _plain(arg: Any) -> str:
    return text(arg) if isinstance(arg, Term) else str(arg) if isinstance(arg, Fraction) else rf"\text{{{arg}}}"


def text(term: Term) -> str:
    """The LaTeX of a term where nothing stands beside it."""
    return write(term)[0]


def at_least(term: Term, level: int) -> str:
    """The LaTeX of a term, in brackets if it binds less tightly than `level`."""
    latex, binds = write(term)
    return latex if binds >= level else bracket(latex)


def is_tall(latex: str) -> bool:
    """Whether brackets around this have to grow."""
    return _TALL.search(latex) is not None


def bracket(latex: str) -> str:
    """The same in round brackets, large ones only around what is tall."""
    return rf"\left({latex}\right)" if is_tall(latex) else f"({latex})"


def argument(term: Term) -> str:
    """The argument of a function such as log: without brackets if it is a single symbol, mean or fraction."""
    latex, binds = write(term)
    bare = binds == ATOM and (term.head in ("sym", "at") or latex.startswith((r"\langle", r"\left(")))
    return f" {latex}" if bare or (latex.startswith(r"\frac") and binds == POWER) else bracket(latex)


def index(latex: str) -> str:
    """An index or exponent: in braces unless it is one letter or digit."""
    return latex if len(latex) == 1 else f"{{{latex}}}"


def scripted(latex: str) -> bool:
    """Whether an exponent stands at the end already, so that another one would be misread or refused."""
    depth = 0
    for letter in latex:
        depth += (letter == "{") - (letter == "}")
        if letter == "^" and not depth:
            return True
    return False
