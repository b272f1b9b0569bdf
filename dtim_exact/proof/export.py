"""Proofs as data: the theorems behind the ledger as JSON, with the definitions that they are about; see docs/proofs.md.

`replay` reads such a file back without the kernel, so everything that a proof rests on has to be in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from . import conventions
from .conventions import at, card, everything, op, sigma
from .literature import LITERATURE
from .terms import Term, fn, product, subsets, sym, to_data, total
from .theorem import Theorem

if TYPE_CHECKING:
    from ..claims import Ruling, Says, Verdict

__all__ = ["FORMAT", "Proofs", "conventions_data"]

FORMAT = "dtim-exact proofs, version 2"


def _argument(number: int) -> Term:
    return Term("argument", str(number))


A, B, C, D = map(_argument, range(4))
everyone = Term("members", everything)
# names that no statement uses, so that an argument is never taken for what a definition binds
a, order, Y, j = sym("#index"), sym("#order"), Term("cluster", "#Y"), Term("site_index", "#j")


def _fold(operation: str, index: Term, domain: Term, body: Term) -> Term:
    """The sum ("add") or product ("mul") of the body over the elements of a domain, in their order."""
    return Term("fold", operation, index, domain, body)


def _over(cluster: Term, body: Term) -> Term:
    return Term("over_set", j, cluster, body)


_hyper_term = product(a, 0, order - 1, (A + a) * (B + a) * (C + a) * D / (a + 1))
_spins = (1 + sum((sym(f"m_{mu}") * sigma(mu, j) for mu in "yz"), sym("m_x") * sigma("x", j))) / 2
_configuration = _over(Y, sigma("d", j)) * _over(Term("minus", everything, Y), sigma("n", j))
_law = Term("same", conventions.N - 2 * card(Y), A) * fn("tr", _configuration * B * B.dag)
FUNCTIONS: dict[str, Term] = {
    "neg/1": -1 * A,
    "div/2": A * B**-1,
    "sum/4": _fold("add", A, Term("range", B, C), D),
    "prod/4": _fold("mul", A, Term("range", B, C), D),
    "sites/2": _fold("add", A, everyone, B),
    "sites/3": _fold("add", A, Term("members", Term("minus", everything, Term("single", C))), B),
    "over_set/3": _fold("mul", A, Term("members", B), C),
    "subsets/4": _fold("add", A, Term("subsets of", B, C), D),
    "supersets/4": _fold("add", A, Term("supersets of", B, C, everything), D),
    "spin/2": Term("sigma", A, B) / 2,
    "comm/2": A * B - B * A,
    "anti/2": A * B + B * A,
    "abs2/1": A * A.conj,
    "re/1": (A + A.conj) / 2,
    "im/1": (A.conj - A) * conventions.I / 2,
    "rising/2": product(a, 0, B - 1, A + a),
    "fact/1": product(a, 1, A, a),
    "binom/2": product(a, 0, B - 1, (A - a) / (a + 1)),
    "hyper30/4": total(order, 0, -C, _hyper_term),
    "form/2": subsets(Y, B, -1, Term("same", card(Y), A) * _over(Y, at("lam", j))),
    "inside/2": card(Term("meet", Term("single", A), B)),
    "norm2/1": fn("tr", A.dag * A),
    "B/1": (2 * conventions.S_z + A) * conventions.S_minus**A,
    "motion/1": conventions.motion(A),
    "mean/1": fn("tr", A * _over(everything, _spins)),
    "prob/2": subsets(Y, everything, -1, _law) / fn("tr", B * B.dag),
}
"""What the functions of the language mean, by name and number of arguments, in terms of sums and products over ranges,
sets and sites.
"""

_site, _half, _I = conventions.j, conventions.half, conventions.I
_up, _down, _z, _n, _d = (sigma(mu, _site) for mu in "+-znd")
_phase = (1 + _I * at("u", _site)) / (1 - _I * at("u", _site))
_same_phase = (1 + _I * sym("u")) / (1 - _I * sym("u"))
_inverse = total(a, 0, conventions.N, fn("binom", -conventions.r, a) * (-conventions.bbS_minus) ** a)
_all = partial(conventions.over, everything)
SIGMA: dict[str, Term] = {
    "x": _up + _down,
    "y": _I * _down - _I * _up,
    "n": _half + _half * _z,
    "d": _half - _half * _z,
}
"""The operators of one site in terms of sigma^+, sigma^- and sigma^z."""
Psi = conventions.Psi
EXAMPLES: dict[str, tuple[Term, ...]] = {
    "rho": (Psi * Psi.dag,),
    "Psi^-1": (conventions.K.dag * _inverse,),
    "X": (_all(1 + at("x", _site) * _down),),
    "Y": (_all(at("y", _site) + _down),),
    "O": (_all(1 + at("x", _site) * _down),),
    "P": (sym("c0") * conventions.Phi,),
    "D": (0 * conventions.Phi,),
    "T": (conventions.K,),
    "rho^1/2": (_all(2 * _n + _d),),
    "rho^-1/2": (_all(_n / 2 + _d),),
    "V": (Psi * op("A").dag * op("Psi^-1"),),
    "E": (Psi * op("A").dag * op("Psi^-1") - op("A"),),
    "R": (_all(_n + _phase * _d), _all(_n + _same_phase * _d)),
    "calG": (_all(at("alpha", _site) * _n + _d),),
    "calG^-1": (_all(_n / at("alpha", _site) + _d),),
}
"""Operators that satisfy hypotheses on letters without a definition: what `replay` tries such statements on."""


def conventions_data() -> dict[str, Any]:
    """The definitions (1), (2), (6), (7), ... and the kinds of all symbols."""
    moved = op("moved")
    return {
        "definitions": {
            "sym": _table(conventions.SCALARS),
            "op": _table(conventions.OPERATORS),
            "cluster": _table(conventions.CLUSTERS),
            "at": _table(conventions.SITE_SCALARS),
            "sigma": _table(SIGMA),
        },
        "functions": _table(FUNCTIONS),
        "generators": {"flow": to_data(conventions.lindbladian(moved)), "dual": to_data(conventions.motion(moved))},
        "examples": {name: [to_data(term) for term in terms] for name, terms in EXAMPLES.items()},
        "real": sorted(conventions.REAL),
        "integer": sorted(conventions.INTEGER),
        "antilinear": sorted(conventions.ANTILINEAR),
        "of the field": sorted(conventions.OF_THE_FIELD),
        "literature": dict(LITERATURE),
    }


def _table(definitions: dict[str, Term]) -> dict[str, Any]:
    return {name: to_data(term) for name, term in definitions.items()}


class Proofs:
    """All theorems behind some verdicts, each once and after its premises."""

    def __init__(self) -> None:
        self.theorems: list[dict[str, Any]] = []
        self._places: dict[str, int] = {}

    def add(self, theorem: Theorem, meant_for: Sequence[Any] = ()) -> int:
        """The place of the theorem in the list, into which it is put with all its premises; a counterexample to a
        statement satisfies the hypotheses under which that statement is meant.
        """
        data = {
            "rule": theorem.rule,
            "statement": to_data(theorem.statement),
            "given": [to_data(g) for g in theorem.given],
            "scope": theorem.scope,
            "certificate": _certificate(theorem) | ({"meant for": meant_for} if theorem.rule == "counterexample" else {}),
            "premises": [self.add(premise) for premise in theorem.premises],
        }
        key = repr(data)
        if key not in self._places:
            self._places[key] = len(self.theorems)
            self.theorems.append(data)
        return self._places[key]

    def claim(self, verdict: Verdict) -> dict[str, Any]:
        """A claim's verdict with what it says, the hypotheses that it declares, and the places of its theorems."""
        one = verdict.claim
        return {
            "verdict": verdict.verdict,
            "scope": verdict.scope,
            "printed": self._decided(one.printed, verdict.printed),
            "corrected": self._decided(one.corrected, verdict.corrected),
        }

    def _decided(self, said: Sequence[Says], rulings: Sequence[Ruling]) -> list[dict[str, Any]]:
        pairs = zip(said, rulings, strict=True) if rulings else ()
        found = [(says, ruling.theorem or ruling.refutation) for says, ruling in pairs]
        rows = []
        for says, theorem in found:
            declared = sorted((to_data(g) for g in says.declared()), key=str)
            proof = None if theorem is None else self.add(theorem, declared)
            rows.append({"says": to_data(says.term), "declared": declared, "proof": proof})
        return rows


def _certificate(theorem: Theorem) -> dict[str, Any]:
    """The certificate as it is, or the system of a counterexample as definitions."""
    data = dict(theorem.certificate)
    if theorem.rule != "counterexample":
        return data
    world, names = data["world"], ("sym", "op")
    sequences = {name: row for name, row in world["values"].items() if name.startswith("sequence ")}
    return {
        "point": data["point"],
        "sizes": [world["N"]],
        "definitions": [
            *([[kind, name], term] for name, term in world["definitions"].items() for kind in names),
            *([["sym", name], _number(z)] for name, z in world["values"].items() if name not in sequences),
            *(
                [["coefficient", name.split()[1], k], _number(z)]
                for name, row in sequences.items()
                for k, z in enumerate(row)
            ),
            *([["at", name, site], _number(z)] for name, row in world["sites"].items() for site, z in enumerate(row, 1)),
            *([["cluster", name], _cluster(members)] for name, members in world["sets"].items()),
            *([["site_index", name.removeprefix("site ")], _number(place)] for name, place in data["bound"].items()),
        ],
    }


def _number(z: int | list[str]) -> list[Any]:
    """An integer, or a Gaussian rational given by the texts of its two parts, as a term."""
    real, imaginary = ([str(z), "0"]) if isinstance(z, int) else z
    rational = ["num", real]
    return rational if imaginary == "0" else ["add", rational, ["mul", ["num", imaginary], ["sym", "I"]]]


def _cluster(members: Sequence[int]) -> list[Any]:
    """A set of sites as a term."""
    found: list[Any] = to_data(conventions.CLUSTERS["none"])
    for site in members:
        found = ["union", found, ["single", _number(site)]]
    return found
