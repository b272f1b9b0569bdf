"""The linear functional L that carries every trace of the paper: L[x^k y^l] = (-r*)_k (-r)_l.

Phi of (6) is L_y[prod_j (1 + y alpha_j sigma_j^-)], a superposition of product operators, so a trace with
Phi Phi^dagger is L of a product over sites. Removing the factors of the sites of an observable leaves

    L[x^p y^q prod_{j in X} (1 + lambda_j x y)] = (-r*)_p (-r)_q sum_m (p - r*)_m (q - r)_m I_m(X),

the sum of (18), for equal fields the 3F0 of (17). Everything is written with (-r)_m J_eff^m and lambda_j/|J_eff|^2
(`Steady`), so that J_eff = 0 and h_j = 0 are no special cases.

Key results: `Functional`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from flint import acb, arb

from .errors import CostError
from .form_factors import form_factors, iter_form_factors_uniform
from .humps import Humps
from .hypergeometric import terminating_sum
from .nested_sum import nested_sum
from .rings import BALL, EXACT, SYMBOL, Ring, product
from .windows import FEWEST, window_pays, window_sum

if TYPE_CHECKING:
    from .model import Model

__all__ = ["Functional"]

_NEAR = 2.0**-40  # closer than this to a resonance, r is not formed as a ball: i - r would cancel
_MOST_TERMS = 5_000_000  # of a sum that is made term by term
_MOST_UNEQUAL = 40_000  # sites with unequal fields: the form factors then take about a minute


class Functional:
    """L for one model in one ring; in BALL, at the precision in force when this was made.

    >>> from dtim_exact import Model
    >>> L = Functional(Model.at_resonance(1, 0, N=22, J=1, hx=4), EXACT)
    >>> print(L.moment(0, 0), L.moment(1, 1), L.moment(2, 2))
    15/4 1 0
    """

    def __init__(self, model: Model, ring: Ring) -> None:
        self.model, self.ring = model, ring
        self.steady = model.in_ring(ring).steady
        self.origin = model.steady if model.ring is EXACT else self.steady  # exact, where the parameters are
        self._sums: dict[tuple[int, int, Any], Any] = {}
        self._factors: dict[frozenset[int], list[Any]] = {}

    @property
    def N(self) -> int:
        """The number of sites with a field."""
        return self.steady.N

    def step(self, i: int) -> Any:
        """(i - r) J_eff; from exact parameters formed exactly, so that it keeps its digits beside a resonance r = i."""
        return self.ring.convert(self.origin.step(i))

    def square(self, i: int) -> Any:
        """|i - r|^2 |J_eff|^2; of symbols as the sum of the squares of its parts."""
        step = self.step(i)
        if self.ring is not SYMBOL:
            return self.ring.abs2(step)
        re, im = step.expand().as_real_imag()
        return re**2 + im**2

    def amplitude(self, m: int) -> Any:
        """L[y^m] = (-r)_m J_eff^m."""
        value = self.ring.one
        for i in range(m):
            value = value * self.step(i)
        return value

    def moment(self, p: int, q: int, removed: Collection[int] = ()) -> Any:
        """L[x^p y^q prod_j (1 + lambda_j x y)] over the sites j with a field that are not in `removed`."""
        both = min(p, q)
        prefactor = self.ring.one
        for i in range(max(p, q)):
            step = self.step(i)
            if self.ring.is_zero(step):
                return self.ring.zero
            prefactor = prefactor * (self.square(i) if i < both else self.ring.conj(step) if p > q else step)
        return prefactor * self.sum(p, q, removed)

    def sum(self, p: int, q: int, removed: Collection[int] = ()) -> Any:
        """sum_m (p - r*)_m (q - r)_m I_m(X), X the sites with a field that are not in `removed`: (17), (18)."""
        key = (p, q, len(removed) if self.steady.uniform else frozenset(removed))
        if key not in self._sums:
            value = self._uniform_sum(p, q, len(removed)) if self.steady.uniform else self._unequal_sum(p, q, removed)
            self._sums[key] = acb(value.real) if self.ring is BALL and p == q else value
        return self._sums[key]

    def weights(self) -> list[Any]:
        """p_M of (S39), M = 0..N (sites with a field): |(-r)_M|^2 I_M."""
        return list(self.iter_weights())

    def iter_weights(self) -> Iterator[Any]:
        """The same, one after the other."""
        size = self.ring.one
        for m, factor in enumerate(self.form_factors()):
            yield size * factor
            size = size * self.square(m)

    def squared_amplitudes(self, count: int) -> list[Any]:
        """L[(x y)^m] = |(-r)_m J_eff^m|^2 for m < count."""
        self._require_length(count)
        sizes, size = [], self.ring.one
        for m in range(count):
            sizes.append(size)
            size = size * self.square(m)
        return sizes

    def form_factors(self, removed: Collection[int] = ()) -> Iterable[Any]:
        """I_m(X)/|J_eff|^(2m), m = 0..|X|, for the sites with a field that are not in `removed`."""
        self._require_length(self.N - len(removed))
        if self.steady.uniform:
            mu = self.steady.mu(1) if self.N else self.ring.zero
            return iter_form_factors_uniform(self.ring, self.N - len(removed), mu)
        if self.N > _MOST_UNEQUAL and self.ring is BALL:
            given, needed = f"N = {self.N} unequal fields", f"at most {_MOST_UNEQUAL} (about a minute)"
            raise CostError(given, needed, "choose a smaller N, or equal fields")
        key = frozenset(removed)
        if key not in self._factors:
            self._factors[key] = form_factors(self.ring, [self.steady.mu(j) for j in self.steady.sites if j not in key])
        return self._factors[key]

    def _unequal_sum(self, p: int, q: int, removed: Collection[int]) -> Any:
        """(18), term by term; exact terms are summed over common denominators."""
        if self.ring is EXACT:
            factors = list(self.form_factors(removed))
            return nested_sum([self._ratio(p, q, m) for m in range(len(factors) - 1)], factors)
        total, term = self.ring.zero, self.ring.one
        for m, factor in enumerate(self.form_factors(removed)):
            total = total + term * factor
            ratio = self._ratio(p, q, m)
            if self.ring.is_zero(ratio):
                break
            term = term * ratio
        return total

    def _ratio(self, p: int, q: int, m: int) -> Any:
        """(p - r* + m)(q - r + m) |J_eff|^2."""
        return self.square(q + m) if p == q else self.ring.conj(self.step(p + m)) * self.step(q + m)

    def _uniform_sum(self, p: int, q: int, k: int) -> Any:
        """The 3F0 of (17)."""
        n, ring, steady = self.N - k, self.ring, self.steady
        if not n:
            return ring.one
        if ring.is_zero(steady.J_eff):
            return terminating_sum(ring, ring.conj(-steady.h_eff), -steady.h_eff, n, steady.mu(1), step=0)
        if ring is BALL and self.origin.ring is EXACT and (humps := self._humps(min(p, q), n)):
            return self._window(p, q, humps)
        if ring is SYMBOL or (ring is BALL and self._is_delicate()):
            return self._unequal_sum(p, q, range(k))
        self._require_length(n if ring is BALL else 0)
        r = ring.div(steady.h_eff, steady.J_eff)
        return terminating_sum(ring, p - ring.conj(r), q - r, n, steady.mu(1) * ring.abs2(steady.J_eff))

    def _humps(self, q: int, n: int) -> Humps | None:
        """The humps of the weights of (17), where a sum around them is faster than a full one."""
        if n < FEWEST:
            return None
        r, square = self.origin.h_eff / self.origin.J_eff, self.origin.J_eff.abs2()
        humps = Humps(q - r, n, self.origin.mu(1).re * square)
        return humps if window_pays(humps) else None

    def _window(self, p: int, q: int, humps: Humps) -> Any:
        """The same from a window: (p - r*)_m = (q - r*)_m (q + m - r*)_d/(q - r*)_d with d = p - q >= 0."""
        if p < q:
            return self._window(q, p, humps).conjugate()
        z = humps.z.conj()  # q - r*
        return window_sum(humps, p - q) / product(BALL, [BALL.convert(z + i) for i in range(p - q)])

    def _require_length(self, n: int) -> None:
        if n > _MOST_TERMS:
            given, needed = f"a sum over {n:.1e} terms, one by one", f"at most {_MOST_TERMS:.0e}"
            raise CostError(given, needed, "ask for a correlator, density or moment of equal fields with digits")

    def _is_delicate(self) -> bool:
        """True where the ball of r is no good start: J_eff may be 0, or i - r nearly is for an i that occurs."""
        steady = self.steady
        if steady.J_eff.contains(0):
            return True
        r = steady.h_eff / steady.J_eff
        nearest = r.real.mid() + arb(0.5)
        return bool(abs(r - acb(nearest.floor().mid())).upper() < _NEAR)
