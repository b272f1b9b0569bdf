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
from typing import Any

from flint import arb

from .errors import HypothesisError
from .form_factors import form_factors, form_factors_uniform
from .model import Model
from .real_roots import Jet
from .rings import BALL

__all__ = ["Profile"]


@dataclass(frozen=True)
class Profile:
    """The factors of p_M as balls at the working precision in force: rho_M, k_M and loss_M^2 for M = 0..N-1."""

    N: int
    rho: Sequence[arb]
    centre: Sequence[Any]
    loss2: Sequence[arb]

    @classmethod
    def at_resonance(cls, model: Model, n: int) -> Profile:
        """In terms of the detuning epsilon, h^z = (n + epsilon) J, with gamma, Gamma -> 0+."""
        p, N = model.in_ring(BALL), model.N
        scale = (p.J * p.J).real
        return cls(N, _ratios(model, scale), [M - n for M in range(N)], [arb(0)] * N)

    @classmethod
    def of_field(cls, model: Model) -> Profile:
        """In terms of h^z, with the model's own rates."""
        p, N = model.in_ring(BALL), model.N
        J, local, collective = p.J.real, p.gamma.real, p.Gamma.real
        loss = [(local + (M + 1) * collective) / 2 for M in range(N)]
        return cls(N, _ratios(model, arb(1)), [M * J for M in range(N)], [x * x for x in loss])

    def fractions(self) -> list[arb]:
        """1 - M/N for M = 0..N."""
        return [arb(self.N - M) / self.N for M in range(self.N + 1)]

    def series(self, weights: Sequence[Any], x: arb, order: int) -> tuple[arb, ...]:
        """Taylor coefficients (0, 1, .. order <= 2) of sum_M w_M p_M at every point of the ball x."""
        total, half, second = arb(weights[self.N]), arb(0), arb(0)  # half: half of the first coefficient, less a sign
        for weight, rho, centre, lossy in zip(reversed(weights[: self.N]), *self._rows, strict=True):
            y = centre - x
            turn = rho * y
            q = turn * y + lossy  # rho_M q_M; at x + t it is q - 2 turn t + rho t^2
            if order == 2:
                second = q * second + 4 * turn * half + rho * total
            half = q * half + turn * total
            total = weight + q * total
        return (total, -2 * half, second)[: order + 1]

    @cached_property
    def _rows(self) -> tuple[list[Any], list[Any], list[arb]]:
        """rho_M, k_M and rho_M loss_M^2, for M = N-1 .. 0."""
        rho = list(self.rho)[::-1]
        return rho, list(self.centre)[::-1], [x * y for x, y in zip(rho, reversed(self.loss2), strict=True)]

    def excess(self, level: arb) -> Jet:
        """The function 2 Z (nbar - level), with its derivative: it has the sign of nbar - level."""
        weights = [fraction - 2 * level for fraction in self.fractions()]

        def jet(x: arb) -> tuple[arb, arb]:
            value, slope = self.series(weights, x, 1)
            return value, slope

        return jet

    def density(self, x: arb) -> arb:
        """nbar at x."""
        return self.series(self.fractions(), x, 0)[0] / (2 * self.series([1] * (self.N + 1), x, 0)[0])

    def density_slope(self, x: arb) -> tuple[arb, arb]:
        """2 Z^2 dnbar/dx and its derivative over the ball x: the zeros of the first are the peaks and dips of nbar."""
        n0, n1, n2 = self.series(self.fractions(), x, 2)
        z0, z1, z2 = self.series([1] * (self.N + 1), x, 2)
        return n1 * z0 - n0 * z1, 2 * (n2 * z0 - n0 * z2)


def _ratios(model: Model, scale: arb) -> list[arb]:
    """rho_M = I_{M+1}/I_M for lambda_j = 2 scale/|h_j|^2."""
    steady = model.in_ring(BALL).steady
    if steady.down:
        raise HypothesisError("hx = hy = 0 on some site", "a transverse field on every site", "leave such sites out")
    if steady.uniform:
        factors = form_factors_uniform(BALL, model.N, steady.mu(1) * scale)
    else:
        factors = form_factors(BALL, [steady.mu(j) * scale for j in steady.sites])
    return [(upper / lower).real for lower, upper in pairwise(factors)]
