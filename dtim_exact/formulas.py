r"""The formulas of a claim in LaTeX: as printed, corrected, the hypotheses, the counterexample.

`claim_formulas(claim)` (or of a verdict, which knows the counterexample) is what the command `latex`, the book and
the notebook show. Every string is for math mode, one formula a line, with no environment around it: it compiles
inside \[...\], and needs amsmath and amssymb only. Upright words are \mathrm and \text
(no old {\rm ...}). Sentences are set by `prose`: `prose.in_math` for a display, `prose.in_text` for running text,
`prose.pieces` for other formats than LaTeX.

Key results: `claim_formulas`, `ClaimFormulas`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .claims import Claim, Says, Verdict
from .prose import in_math, modern_roman
from .typeset import latex

__all__ = ["ClaimFormulas", "claim_formulas"]

_APART = re.compile(r"[,;]\s*\\qquad\s*")


@dataclass(frozen=True)
class ClaimFormulas:
    """LaTeX of one claim, for math mode, a formula a line; `corrected` is empty where the print stands."""

    printed: tuple[str, ...]
    corrected: tuple[str, ...]
    hypotheses: tuple[str, ...]
    counterexample: str


def claim_formulas(one: Claim | Verdict) -> ClaimFormulas:
    r"""The formulas of a claim; the counterexample is known to its verdict only.

    >>> from dtim_exact.ledger import load
    >>> found = claim_formulas(next(one for one in load() if one.id == "S22"))
    >>> print(found.printed[0], found.hypotheses[0])
    \hat{\mathbb S}_- = \frac{2 J_{\mathrm{eff}}}{h}\,\hat S_- \text{uniform fields}
    """
    claim = one.claim if isinstance(one, Verdict) else one
    told = one.counterexample if isinstance(one, Verdict) else ""
    return ClaimFormulas(
        printed=tuple(_written(claim.latex, claim.printed)),
        corrected=tuple(_written(claim.corrected_latex, claim.corrected)),
        hypotheses=tuple(in_math(part) for part in _parts(claim.given)),
        counterexample=in_math(told),
    )


def _written(by_hand: str, statements: Iterable[Says]) -> Iterator[str]:
    """What was written by hand where the statement is prose, else the statements themselves, each once."""
    if by_hand:
        yield from (part for part in _APART.split(modern_roman(by_hand)) if part)
    else:
        yield from dict.fromkeys(latex(one.term) for one in statements)


def _parts(given: str) -> Iterator[str]:
    """The hypotheses one by one: semicolons separate them, outside of brackets."""
    depth, start = 0, 0
    for at, letter in enumerate(given):
        depth += (letter in "([{") - (letter in ")]}")
        if letter == ";" and not depth:
            yield given[start:at].strip()
            start = at + 1
    if given[start:].strip():
        yield given[start:].strip()
