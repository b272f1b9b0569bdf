"""The density as a function of the longitudinal field, over balls of fields, with its derivatives.

nbar = A(x)/(2 Z(x)) with Z = sum_M p_M and A = sum_M (1 - M/N) p_M (for unequal fields too: the sum over j of I_M
without site j is (N - M) I_M). As a function of the field

    p_M = I_M prod_{i<M} q_i(x),      q_i(x) = (k_i - x)^2 + loss_i^2,

with x = epsilon, k_i = i - n, no loss and I_M of lambda_j (the blockade, gamma, Gamma -> 0+), or x = hz, k_i = i J,
loss_i = (gamma + Gamma + i Gamma)/2 and I_M of 2/|h_j|^2 (finite rates). A sum of w_M p_M is nested,
w_0 + rho_0 q_0 (w_1 + rho_1 q_1 (w_2 + ...)) with rho_M = I_{M+1}/I_M, so a width of 1e-30000 costs what a width of 1
does: the exponents of balls have no limit that matters.

Key results: `Profile`, `Profile.at_resonance`, `Profile.of_field`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import log
from typing import Any

from flint import arb, fmpq

from .errors import HypothesisError
from .form_factors import form_factors, form_factors_uniform
from .gaussian import Gaussian
from .model import Model
from .real_roots import Jet, Number
from .rings import BALL, Ring

__all__ = ["Profile"]


@dataclass(frozen=True)
class Profile:
    """The factors of p_M, that is rho_M, k_M, loss_M^2 for M = 0..N-1: balls at the working precision, or rationals.

    With rationals (ring EXACT) and a rational point every result is exact.
    """

    N: int
    rho: Sequence[Number]
    centre: Sequence[Number]
    loss2: Sequence[Number]

    @classmethod
    def at_resonance(cls, model: Model, n: int, ring: Ring = BALL) -> Profile:
        """In terms of the detuning epsilon, h^z = (n + epsilon) J, with gamma, Gamma -> 0+."""
        J, N = model.in_ring(ring).J, model.N
        return cls(N, _ratios(model, ring, J * J), [M - n for M in range(N)], [0] * N)

    @classmethod
    def of_field(cls, model: Model, ring: Ring = BALL) -> Profile:
        """In terms of h^z, with the model's own rates."""
        p, N = model.in_ring(ring), model.N
        J, local, collective = (_real(x) for x in (p.J, p.gamma, p.Gamma))
        loss = [(local + (M + 1) * collective) / 2 for M in range(N)]
        return cls(N, _ratios(model, ring, ring.one), [M * J for M in range(N)], [x * x for x in loss])

    def fractions(self) -> list[fmpq]:
        """1 - M/N for M = 0..N."""
        return [fmpq(self.N - M, self.N) for M in range(self.N + 1)]

    def weighted(self, weights: Sequence[Number], x: Number) -> tuple[Number, Number]:
        """sum_M w_M p_M and its derivative, at every point of the ball x."""
        half = 0 * x  # half of the derivative, less its sign
        total = half + weights[self.N]
        for weight, rho, centre, lossy in zip(reversed(weights[: self.N]), *self._rows, strict=True):
            y = centre - x
            turn = rho * y
            q = turn * y + lossy  # rho_M q_M, with the derivative -2 turn
            half = q * half + turn * total
            total = weight + q * total
        return total, -2 * half

    @cached_property
    def _rows(self) -> tuple[list[Number], list[Number], list[Number]]:
        """rho_M, k_M and rho_M loss_M^2, for M = N-1 .. 0."""
        rho = list(self.rho)[::-1]
        return rho, list(self.centre)[::-1], [x * y for x, y in zip(rho, reversed(self.loss2), strict=True)]

    def excess(self, level: arb) -> Jet:
        """The function 2 Z (nbar - level), with its derivative: it has the sign of nbar - level."""
        weights = [fraction - 2 * level for fraction in self.fractions()]
        return lambda x: self.weighted(weights, x)

    def density(self, x: Number) -> Number:
        """nbar at x."""
        return self.weighted(self.fractions(), x)[0] / (2 * self.weighted([1] * (self.N + 1), x)[0])

    def density_slope(self, x: Number) -> tuple[Number, Number]:
        """2 Z^2 dnbar/dx and its derivative over the ball x: the zeros of the first are the peaks and dips of nbar.

        All p_M are divided by the largest of them at the midpoint, p_R: its growth, which is common to A and Z, would
        else hide the small difference of their growths from a ball.
        """
        place = self._largest(x)
        (a0, a1, a2), (z0, z1, z2) = (self._scaled(w, x, place) for w in (self.fractions(), [1] * (self.N + 1)))
        return a1 * z0 - a0 * z1, 2 * (a2 * z0 - a0 * z2)

    def density_bend(self, x: Number) -> Number:
        """d^2 nbar/dx^2 at a maximum or minimum of nbar."""
        place = self._largest(x)
        return self.density_slope(x)[1] / (2 * self._scaled([1] * (self.N + 1), x, place)[0] ** 2)

    def _scaled(self, weights: Sequence[Number], x: Number, place: int) -> _Series:
        """Taylor coefficients of sum_M w_M p_M/p_R with R = place: products above R, quotients below."""
        zero = 0 * x
        above = below = (zero, zero, zero)
        for M in range(self.N - 1, place - 1, -1):
            above = _times(self._step(M, x), (above[0] + weights[M + 1], above[1], above[2]))
        for M in range(place):
            below = _times(_inverse(self._step(M, x)), (below[0] + weights[M], below[1], below[2]))
        return above[0] + below[0] + weights[place], above[1] + below[1], above[2] + below[2]

    def _step(self, M: int, x: Number) -> _Series:
        """rho_M q_M = p_{M+1}/p_M as a series."""
        y = self.centre[M] - x
        turn = self.rho[M] * y
        return turn * y + self.rho[M] * self.loss2[M], -2 * turn, self.rho[M]

    def _largest(self, x: Number) -> int:
        """The M with the largest p_M at the midpoint of x, by doubles: it only steers."""
        point = x.mid() if isinstance(x, arb) else x
        best, height, here, rough = 0, 0.0, 0.0, _double(point)
        for M, (log_rho, centre, loss2) in enumerate(self._doubles):
            apart = centre - rough
            near = abs(apart) < 1e-3  # then doubles do not see how near the resonance is
            here += log_rho + (self._log_step(M, point) if near else log(apart * apart + loss2))
            if here > height:
                best, height = M + 1, here
        return best

    def _log_step(self, M: int, point: Number) -> float:
        step = arb((self.centre[M] - point) ** 2 + self.loss2[M]).mid()
        return _double(step.log()) if step > 0 else -1e9

    @cached_property
    def _doubles(self) -> list[tuple[float, float, float]]:
        rows = zip(self.rho, self.centre, self.loss2, strict=True)
        return [(_double(arb(rho).log()), _double(centre), _double(loss2)) for rho, centre, loss2 in rows]


_Series = tuple[Number, Number, Number]


def _double(x: Number) -> float:
    return float(arb(x).mid())


def _times(a: _Series, b: _Series) -> _Series:
    return a[0] * b[0], a[0] * b[1] + a[1] * b[0], a[0] * b[2] + a[1] * b[1] + a[2] * b[0]


def _inverse(a: _Series) -> _Series:
    inverse = 1 / a[0]
    first = a[1] * inverse
    return inverse, -first * inverse, (first * first - a[2] * inverse) * inverse


def _ratios(model: Model, ring: Ring, scale: Any) -> list[Number]:
    """rho_M = I_{M+1}/I_M for lambda_j = 2 scale/|h_j|^2."""
    steady = model.in_ring(ring).steady
    if steady.down:
        raise HypothesisError("hx = hy = 0 on some site", "a transverse field on every site", "leave such sites out")
    if steady.uniform:
        factors = form_factors_uniform(ring, model.N, steady.mu(1) * scale)
    else:
        factors = form_factors(ring, [steady.mu(j) * scale for j in steady.sites])
    return [_real(upper / lower) for lower, upper in pairwise(factors)]


def _real(x: Any) -> Number:
    return x.re if isinstance(x, Gaussian) else x.real
