"""What the ledger says about the claims that a figure shows, read from its record.

The record holds a digest of each statement; if the derivations have changed since, the verdict reads `changed`, so that
a figure never shows a verdict on another statement.

Key results: `notes`, `set_in_mathtext` (prose with formulas in it), `mathtext`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .data import Note

__all__ = ["mathtext", "notes", "set_in_mathtext"]

_BARE = re.compile(r"\\(math\w+)\s+([A-Za-z])")


def notes(ids: Sequence[str]) -> tuple[Note, ...]:
    """A note on each of these claims.

    >>> [note] = notes(["fwhm"])
    >>> print(note.verdict, note.corrected)
    refuted |w_n - {\\mathrm{FWHM}}_n / 2| \\leq w_n / 5,\\quad n = 0, 1, 2
    """
    from ..formulas import claim_formulas
    from ..ledger import load, recorded, statement_digest

    record, claims = recorded(), {one.id: one for one in load()}
    answer = []
    for name in ids:
        one, entry = claims[name], record.get(name, {})
        verdict = entry["verdict"] if entry.get("digest") == statement_digest(one) else "changed"
        holds = r",\quad ".join(claim_formulas(one).corrected)
        answer.append(Note(name, verdict, one.says, holds))
    return tuple(answer)


def mathtext(latex: str) -> str:
    r"""LaTeX as matplotlib's own mathtext reads it, which wants braces after a change of alphabet.

    >>> mathtext(r"\hat{\mathbb S}_-")
    '\\hat{\\mathbb{S}}_-'
    """
    return _BARE.sub(r"\\\1{\2}", latex)


def set_in_mathtext(text: str) -> str:
    r"""Prose with formulas in plain letters, as matplotlib shows it.

    >>> set_in_mathtext("The width w_n of the peak")
    'The width $w_{n}$ of the peak'
    """
    from ..prose import pieces

    return "".join(f"${mathtext(piece)}$" if kind == "math" else piece for kind, piece in pieces(text))
