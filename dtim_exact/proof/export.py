"""Proofs as data: the theorems behind the ledger as JSON, with the definitions that they are about; see docs/proofs.md.

`replay` reads such a file back without the kernel, so everything that a proof rests on has to be in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from . import conventions
from .conventions import at, card, everything, sigma
from .literature import LITERATURE
from .terms import Term, fn, product, subsets, sym, to_data, total
from .theorem import Theorem

if TYPE_CHECKING:
    from ..claims import Ruling, Says, Verdict

__all__ = ["FORMAT", "claim_data", "conventions_data", "theorem_data"]

FORMAT = "dtim-exact proofs, version 1"


def _argument(number: int) -> Term:
    return Term("argument", str(number))


def _natural(term: Term) -> Term:
    """The same number, which has no value unless it is a non-negative integer."""
    return Term("natural", term)


A, B, a, Y, j = _argument(0), _argument(1), sym("index"), Term("cluster", "Y"), conventions.j
_hyper_term = product(a, 0, sym("order") - 1, (A + a) * (B + a) * (_argument(2) + a) * _argument(3) / (a + 1))
_spins = (1 + sum((sym(f"m_{mu}") * sigma(mu, j) for mu in "yz"), sym("m_x") * sigma("x", j))) / 2
_configuration = conventions.over(Y, sigma("d", j)) * conventions.over(Term("minus", everything, Y), sigma("n", j))
_law = Term("same", conventions.N - 2 * card(Y), A) * fn("tr", _configuration * B * B.dag)
FUNCTIONS: dict[str, Term] = {
    "comm": A * B - B * A,
    "anti": A * B + B * A,
    "abs2": A * A.conj,
    "re": (A + A.conj) / 2,
    "im": (A.conj - A) * conventions.I / 2,
    "abs": fn("sqrt", A * A.conj),
    "rising": product(a, 0, _natural(B) - 1, A + a),
    "fact": product(a, 1, _natural(A), a),
    "binom": product(a, 0, _natural(B) - 1, (A - a) / (a + 1)),
    "hyper30": total(sym("order"), 0, _natural(-_argument(2)), _hyper_term),
    "form": subsets(Y, B, -1, Term("same", card(Y), A) * conventions.over(Y, at("lam", j))),
    "inside": card(Term("meet", Term("single", A), B)),
    "norm2": fn("tr", A.dag * A),
    "norm": fn("sqrt", fn("tr", A.dag * A)),
    "B": (2 * conventions.S_z + A) * conventions.S_minus**A,
    "motion": conventions.motion(A),
    "mean": fn("tr", A * conventions.over(everything, _spins)),
    "prob": subsets(Y, everything, -1, _law) / fn("tr", B * B.dag),
}
"""What the functions of the language mean, in terms of sums, products, traces and square roots."""

_up, _down, _z, _half = sigma("+", j), sigma("-", j), sigma("z", j), conventions.half
SIGMA: dict[str, Term] = {
    "x": _up + _down,
    "y": conventions.I * _down - conventions.I * _up,
    "n": _half + _half * _z,
    "d": _half - _half * _z,
}
"""The operators of one site in terms of sigma^+, sigma^- and sigma^z."""


def conventions_data() -> dict[str, Any]:
    """The definitions (1), (2), (6), (7), ... and the kinds of all symbols."""
    return {
        "definitions": {
            "sym": _table(conventions.SCALARS),
            "op": _table(conventions.OPERATORS),
            "cluster": _table(conventions.CLUSTERS),
        },
        "of a site": {
            "at": _table(conventions.SITE_SCALARS),
            "sigma": _table(SIGMA),
            "spin": _table({mu: sigma(mu, j) / 2 for mu in "xyz"}),
        },
        "functions": _table(FUNCTIONS),
        "real": sorted(conventions.REAL),
        "integer": sorted(conventions.INTEGER),
        "antilinear": sorted(conventions.ANTILINEAR),
        "of the field": sorted(conventions.OF_THE_FIELD),
        "generators": {"flow": _applied(conventions.lindbladian), "dual": _applied(conventions.motion)},
        "generators by H_eff": {name: _applied(generator) for name, generator in conventions.GENERATORS.items()},
        "literature": dict(LITERATURE),
    }


def _table(definitions: dict[str, Term]) -> dict[str, Any]:
    return {name: to_data(term) for name, term in definitions.items()}


def _applied(generator: Callable[[Term], Term]) -> list[Any]:
    return to_data(generator(A))


def theorem_data(theorem: Theorem) -> dict[str, Any]:
    """The proof tree: rule, statement, hypotheses, scope, certificate, premises."""
    return {
        "rule": theorem.rule,
        "statement": to_data(theorem.statement),
        "given": [to_data(g) for g in theorem.given],
        "scope": theorem.scope,
        "certificate": dict(theorem.certificate),
        "premises": [theorem_data(premise) for premise in theorem.premises],
    }


def claim_data(verdict: Verdict) -> dict[str, Any]:
    """A claim's verdict with what it says, the hypotheses that it declares, and the proofs."""
    one = verdict.claim
    return {
        "verdict": verdict.verdict,
        "scope": verdict.scope,
        "printed": _decided(one.printed, verdict.printed),
        "corrected": _decided(one.corrected, verdict.corrected),
    }


def _decided(said: Sequence[Says], rulings: Sequence[Ruling]) -> list[dict[str, Any]]:
    pairs = zip(said, rulings, strict=True) if rulings else ()
    found = [(says, ruling.theorem or ruling.refutation) for says, ruling in pairs]
    return [
        {
            "says": to_data(says.term),
            "declared": sorted((to_data(g) for g in says.declared()), key=str),
            "proof": None if theorem is None else theorem_data(theorem),
        }
        for says, theorem in found
    ]
