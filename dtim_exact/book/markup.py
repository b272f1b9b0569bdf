"""Sentences as HTML: formulas in them become MathML, numbers of equations become links.

What is mathematics is found by `prose.pieces`; everything else is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from ..prose import pieces, quoted
from .breaking import length
from .mathml import mathml
from .references import split

__all__ = ["formula", "quotation", "sentence"]

LONG = 28
"""Letters from which a formula in a sentence may be wider than a phone and scrolls in a box of its own."""
_WRAPPED = Markup('<span class="{}">{}{}</span>')
_STOP = re.compile(r"[,.;:)]+")
"""Signs that must not begin a line behind a formula."""


def formula(latex: str, display: str = "block") -> Markup:
    """The formula as MathML."""
    return Markup(mathml(latex, display))


def sentence(text: str, address: Mapping[str, str]) -> Markup:
    """The text with its formulas, and with links to the claims that it names and that have an address.

    >>> print(sentence("as J grows, see (S14)", {"S14": "#S14"}))
    as <math display="inline"><mi>J</mi></math> grows, see <a href="#S14">(S14)</a>
    """
    return _set(list(pieces(text)), address)


def quotation(text: str) -> Markup:
    """The paper's own words, with its formulas.

    >>> print(quotation("we set $h = 0$ [S1]"))
    we set <math display="inline"><mrow><mi>h</mi><mo>=</mo><mn>0</mn></mrow></math> [S1]
    """
    return _set(list(quoted(text)), {})


def _set(found: list[tuple[str, str]], address: Mapping[str, str]) -> Markup:
    parts: list[Markup] = []
    for at, (kind, piece) in enumerate(found):
        if kind == "text":
            stop = _STOP.match(piece) if at and found[at - 1][0] == "math" else None
            parts.append(_linked(piece[stop.end() :] if stop else piece, address))
            continue
        stop = _STOP.match(found[at + 1][1]) if found[at + 1 : at + 2] else None
        shown = formula(piece, "inline")
        kind = "long" if length(piece) > LONG else "whole"
        wrapped = stop or kind == "long"
        parts.append(_WRAPPED.format(kind, shown, stop.group() if stop else "") if wrapped else shown)
    return Markup("").join(parts)


def _linked(text: str, address: Mapping[str, str]) -> Markup:
    return Markup("").join(
        Markup('<a href="{}">{}</a>').format(address[name], piece) if name else escape(piece)
        for piece, name in split(text, address)
    )
