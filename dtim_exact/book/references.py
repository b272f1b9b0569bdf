"""Numbers and names of claims in a sentence: where they stand, so that pages can make links of them.

A number counts in brackets, or with its letter: (4), (S14), S14; a name counts where it cannot be a mere word: with a
hyphen in it, or behind `see`.

Key result: `split`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

__all__ = ["split"]

_REFERENCE = re.compile(r"(?<![\w.])(?P<opening>\(?)(?P<name>[A-Za-z]*\d*[\w-]*\w|\d+)(?P<closing>\)?)(?!\w)")


def split(text: str, known: Container[str]) -> Iterator[tuple[str, str]]:
    """Pieces of the text, each with the claim that it names, or with the empty string.

    >>> list(split("inherits (S26), see unique; 4 spins", {"S26", "unique", "4"}))
    [('inherits ', ''), ('(S26)', 'S26'), (', see ', ''), ('unique', 'unique'), ('; 4 spins', '')]
    """
    at = 0
    for match in _REFERENCE.finditer(text):
        name = match["name"]
        if name not in known or not _is_meant(match, text):
            continue
        start, end = match.span("name") if not re.search(r"\d$", name) or "-" in name else match.span()
        if at < start:
            yield text[at:start], ""
        yield text[start:end], name
        at = end
    if text[at:]:
        yield text[at:], ""


def _is_meant(match: re.Match[str], text: str) -> bool:
    name, before = match["name"], text[: match.start()]
    if before.endswith(("Fig. ", "Figs. ", "[")):  # a figure, a reference of the paper
        return False
    if name.isdigit():
        return bool(match["opening"] and match["closing"])
    return bool(re.search(r"-|^[SD]\d+$", name)) or text[: match.start("name")].lower().endswith("see ")
