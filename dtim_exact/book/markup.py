"""Sentences as HTML: formulas in them become MathML, numbers of equations become links.

What is mathematics is found by `prose.pieces`; everything else is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from markupsafe import Markup, escape

from ..prose import pieces
from .mathml import mathml

__all__ = ["Linker", "formula", "sentence"]

Linker = Callable[[str], str | None]
"""Answers the address of a claim, None for a name that is no claim."""
_REFERENCE = re.compile(
    r"(?<![\w.])(\(?)([SD]?\d+|[a-zA-Z][\w]*(?:-\w+)+|unique|fwhm|casimir|critical|maxwell)(\)?)(?!\w)"
)
_STOP = re.compile(r"[,.;:)]+")
"""Signs that must not begin a line behind a formula."""
_WORDS = frozenset(["unique", "fwhm", "casimir", "critical", "maxwell"])


def formula(latex: str, display: str = "block") -> Markup:
    """The formula as MathML."""
    return Markup(mathml(latex, display))


def sentence(text: str, link: Linker) -> Markup:
    """The text with its formulas, and with links to the claims that it names.

    >>> print(sentence("as J grows, see (S14)", lambda name: f"#{name}"))
    as <math display="inline"><mi>J</mi></math> grows, see <a href="#S14">(S14)</a>
    """
    found = list(pieces(text))
    parts: list[Markup] = []
    for at, (kind, piece) in enumerate(found):
        if kind == "text":
            stop = _STOP.match(piece) if at and found[at - 1][0] == "math" else None
            parts.append(_linked(piece[stop.end() :] if stop else piece, link))
            continue
        stop = _STOP.match(found[at + 1][1]) if found[at + 1 : at + 2] else None
        shown = formula(piece, "inline")
        parts.append(Markup('<span class="whole">{}{}</span>').format(shown, stop.group()) if stop else shown)
    return Markup("").join(parts)


def _linked(text: str, link: Linker) -> Markup:
    return Markup("").join(_parts(text, link))


def _parts(text: str, link: Linker) -> Iterator[Markup]:
    at = 0
    for match in _REFERENCE.finditer(text):
        opening, name, closing = match.groups()
        numbered = bool(re.fullmatch(r"[SD]?\d+", name))
        bracketed = bool(opening and closing)
        after_see = name in _WORDS and text[: match.start()].endswith(("see ", "See "))
        address = link(name) if (numbered and (bracketed or not name.isdigit())) or "-" in name or after_see else None
        if address is None:
            continue
        yield escape(text[at : match.start()])
        yield Markup('<a href="{}">{}</a>').format(address, match.group())
        at = match.end()
    yield escape(text[at:])
