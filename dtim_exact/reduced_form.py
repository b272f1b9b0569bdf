r"""Explicit instances in the paper's own variables r, alpha_j and lambda_j = |alpha_j|^2/2: the shortest closed form.

The sums of (17) and (18) are run over symbols that stand for k - r, |k - r|^2, alpha_j and lambda_j.

Key result: `reduced_instance`.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from .functional import Functional
from .model import Model
from .observables import mean
from .parameters import Steady
from .pauli import parse_pauli_string
from .proof.terms import Term, lift, sym
from .rings import SYMBOL

__all__ = ["reduced_instance"]


class _Reduced(Steady):
    """Parameters of which only r, alpha_j and lambda_j are known."""

    def _name(self, letter: str, j: int) -> str:
        return letter if self.uniform else f"{letter}_{j}"

    def beta(self, j: int) -> Any:
        from sympy import Symbol

        return Symbol(self._name("alpha", j))

    def mu(self, j: int) -> Any:
        from sympy import Symbol

        return Symbol(self._name("lambda", j), positive=True)


class _Sums(Functional):
    """The functional L with a symbol for every factor k - r."""

    def __init__(self, N: int, uniform: bool) -> None:
        from sympy import Symbol

        fields = 1 if uniform else N
        model = Model(N=N, J=1, hx=1 if uniform else list(range(1, N + 1)), gamma=1)
        super().__init__(model, SYMBOL)
        zero = SYMBOL.zero
        self.steady = _Reduced(SYMBOL, N, SYMBOL.one, zero, (SYMBOL.one,) * fields, uniform, range(1, N + 1), ())
        self.origin = self.steady
        self.steps = [Symbol(f"s_{k}") for k in range(N + 1)]  # the last ratio of a sum is formed, and not used
        self.squares = [Symbol(f"q_{k}", positive=True) for k in range(N + 1)]

    def step(self, i: int) -> Any:
        return self.steps[i]

    def square(self, i: int) -> Any:
        return self.squares[i]

    def sum(self, p: int, q: int, removed: Collection[int] = ()) -> Any:
        return self._unequal_sum(p, q, range(len(removed)) if self.steady.uniform else removed)


def reduced_instance(N: int, observable: str, uniform: bool) -> Term:
    """<observable> as a ratio of polynomials in k - r, |k - r|^2, alpha_j and lambda_j.

    Raises InputError for what is no observable.
    """
    from sympy import Symbol, conjugate, factor_terms, fraction, together

    from .from_sympy import as_term

    L = _Sums(N, uniform)
    found = _mean(L, N, observable)
    starred = {conjugate(symbol): Symbol(f"{symbol.name}*") for symbol in found.free_symbols if not symbol.is_real}
    found = _paired(found.xreplace(starred)) if uniform else found.xreplace(starred)
    meaning = {star: as_term(form.args[0]).conj for form, star in starred.items()}
    for k in range(N + 1):
        step = k - sym("r") if k else -sym("r")
        meaning |= {L.steps[k]: step, Symbol(f"s_{k}*"): k - sym("r").conj if k else -sym("r").conj}
        meaning[L.squares[k]] = Term("abs2", step if k else sym("r"))
    top, bottom = (as_term(factor_terms(part), meaning, ascending=True) for part in fraction(together(found)))
    return top if bottom == lift(1) else top / bottom


def _paired(found: Any) -> Any:
    """alpha alpha^* = 2 lambda."""
    from sympy import Add, Poly, Symbol, fraction, together

    alpha, star, lam = Symbol("alpha"), Symbol("alpha*"), Symbol("lambda", positive=True)
    top, bottom = fraction(together(found))
    terms = []
    for (up, down), c in Poly(top, alpha, star).terms():
        pairs = min(up, down)
        terms.append(c * (2 * lam) ** pairs * alpha ** (up - pairs) * star ** (down - pairs))
    return Add(*terms) / bottom


def _mean(L: _Sums, N: int, observable: str) -> Any:
    """The mean; density and polarization as averages over the sites."""
    word = {"density": "+{0} -{0}", "polarization": "Z{0}"}.get(observable)
    if word is None:
        return mean(L, parse_pauli_string(observable, N))
    sites = (1,) if L.steady.uniform else range(1, N + 1)
    average = sum(mean(L, parse_pauli_string(word.format(j), N)) for j in sites) / len(sites)
    return average if observable == "density" else -average
