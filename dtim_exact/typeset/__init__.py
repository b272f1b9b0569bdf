r"""LaTeX of the statements: every formula of the ledger is written from the term that was decided.

The notation is the paper's: \hat\sigma_j^+, \hat{\mathbb S}_-, \mathcal K(R), {}_3F_0, (x)_m, \langle\rangle. `core`
finds the writer of a term and sets brackets, the other files write one kind of term each.

Key result: `latex`.
"""

from __future__ import annotations

from ..notation import RELATIONS
from ..proof.terms import Term
from . import algebra, analysis, operators, sums  # noqa: F401  (they enter their writers)
from .core import SUM, Written, text, writer

__all__ = ["latex"]


def latex(term: Term) -> str:
    r"""The formula in LaTeX, for math mode.

    >>> from dtim_exact.proof.language import S_minus, S_plus, Term, comm, eq, k
    >>> print(latex(eq(comm(S_plus, S_minus**k), k * Term("B", k - 1))))
    [\hat S_+, \hat S_-^k] = k \hat B_{k - 1}
    """
    return text(term)


def _relation(sign: str) -> None:
    @writer(sign)
    def write_relation(left: Term, right: Term) -> Written:
        return f"{text(left)} {RELATIONS[sign]} {text(right)}", SUM


for _sign in RELATIONS:
    _relation(_sign)


@writer("and")
def _and(*parts: Term) -> Written:
    return r",\quad ".join(map(text, parts)), SUM
