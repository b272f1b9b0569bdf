"""Distributions of the transverse field |h|, as far as the limit N to infinity needs them.

For a field drawn from the distribution, E the mean over it, and q > 0 an energy squared:

    g(q) = E[q/(|h|^2 + q)],      L(q) = E[log(1 + q/|h|^2)],      dL/dq = g/q.

g(2 D) is the mean polarization of spins that all see the same D = |h_eff - m J_eff|^2 (`disorder`), L the logarithm of
prod_j (1 + lambda_j t) per spin, which is what form factors I_M are the coefficients of (18).

Key results: `Samples` (also the two-point and the uniform field), `UniformFields`, `NormalFields`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from flint import acb, arb, fmpq

from .errors import HypothesisError, InputError
from .numbers import parse_real
from .precision import current_precision
from .real_roots import Number

__all__ = ["FieldDistribution", "NormalFields", "Samples", "UniformFields"]

_integral: Callable[..., Any] = acb.integral  # proven error bounds; its stub knows fewer kinds of limits


class FieldDistribution(Protocol):
    """What the limit needs: g and its derivative, and L, enclosed over balls q >= 0."""

    def polarization(self, q: arb) -> tuple[Number, Number]:
        """g(q) and dg/dq."""

    def logarithm(self, q: arb) -> Number:
        """L(q)."""


class Samples:
    """Finitely many fields h_j = hx_j - i hy_j with weights (equal ones if not given): samples, or a two-point law.

    >>> Samples(["1/10", "3/10"]).polarization(arb(1))[0].str(6, radius=False)
    '0.953765'
    """

    def __init__(
        self, hx: Sequence[object], hy: Sequence[object] | None = None, weights: Sequence[object] | None = None
    ) -> None:
        xs = [parse_real(x) for x in hx]
        ys = [parse_real(y) for y in hy] if hy is not None else [fmpq(0)] * len(xs)
        shares = [parse_real(w) for w in weights] if weights is not None else [fmpq(1)] * len(xs)
        if not xs or not len(xs) == len(ys) == len(shares) or any(w <= 0 for w in shares):
            raise InputError(f"{len(xs)} hx, {len(ys)} hy, {len(shares)} weights", "as many of each, weights above 0")
        total = sum(shares, fmpq(0))
        self.rows = [(x * x + y * y, w / total) for x, y, w in zip(xs, ys, shares, strict=True)]
        if any(h2 == 0 for h2, _ in self.rows):
            raise HypothesisError("a field h_j = 0", "a transverse field on every site", "leave such sites out")

    def polarization(self, q: arb) -> tuple[Number, Number]:
        """g(q) and dg/dq."""
        value, slope = arb(0), arb(0)
        for h2, share in self.rows:
            rest = h2 / (h2 + q)
            value += share * (1 - rest)
            slope += share * rest * rest / h2
        return value, slope

    def logarithm(self, q: arb) -> Number:
        """L(q)."""
        return sum((share * (1 + q / h2).log() for h2, share in self.rows), arb(0))


class UniformFields:
    """Real fields spread evenly over low <= hx <= high.

    >>> UniformFields(0, 1).polarization(arb(1))[0].str(6, radius=False)  # arctan 1
    '0.785398'
    """

    def __init__(self, low: object, high: object):
        self.low, self.high = parse_real(low), parse_real(high)
        if not self.low < self.high:
            raise InputError(f"from {self.low} to {self.high}", "low < high")

    def polarization(self, q: arb) -> tuple[Number, Number]:
        """g(q) and dg/dq, from the antiderivative c arctan(h/c) of c^2/(h^2 + c^2), c^2 = q."""
        c = q.sqrt()
        value = c * ((self.high / c).atan() - (self.low / c).atan()) / (self.high - self.low)
        ends = self.high / (q + self.high**2) - self.low / (q + self.low**2)
        return value, (value / q - ends / (self.high - self.low)) / 2

    def logarithm(self, q: arb) -> Number:
        """L(q), from the antiderivative h log(1 + c^2/h^2) + 2 c arctan(h/c)."""
        c = q.sqrt()

        def primitive(h: fmpq) -> Number:
            return 2 * c * (h / c).atan() + (h * (1 + q / (h * h)).log() if h != 0 else 0)

        return (primitive(self.high) - primitive(self.low)) / (self.high - self.low)


class NormalFields:
    """Real fields hx with a normal distribution of the given mean and standard deviation.

    >>> NormalFields("1/5", "1/10").polarization(arb(1) / 50)[0].str(6, radius=False)
    '0.401786'
    """

    def __init__(self, mean: object, deviation: object):
        self.mean, self.deviation = parse_real(mean), parse_real(deviation)
        if self.deviation <= 0:
            raise InputError(f"deviation = {self.deviation}", "a standard deviation above 0", "or Samples([mean])")

    def _faddeeva(self, c: acb) -> tuple[acb, acb]:
        """(w(z) + w(-z*))/2 = Re w(z) for real c, z = (mean + i c)/(deviation sqrt 2), and its derivative by c.

        E[c^2/(h^2 + c^2)] = c sqrt(pi/2) Re w(z)/deviation (a Voigt profile), w(z) = exp(-z^2) erfc(-i z).
        """
        scale = acb(arb(2).sqrt() * self.deviation)
        value, slope = acb(0), acb(0)
        for mean in (self.mean, -self.mean):
            z = (mean + acb(0, 1) * c) / scale
            w = (-z * z).exp() * (acb(0, -1) * z).erfc()
            value += w / 2
            slope += (acb(0, 2) / arb.pi().sqrt() - 2 * z * w) * acb(0, 1) / (2 * scale)
        return value, slope

    def _unit(self) -> arb:
        return (arb.pi() / 2).sqrt() / self.deviation

    def polarization(self, q: arb) -> tuple[Number, Number]:
        """g(q) and dg/dq."""
        c = q.sqrt()
        value, slope = self._faddeeva(acb(c))
        return self._unit() * c * value.real, self._unit() * (value.real + c * slope.real) / (2 * c)

    def logarithm(self, q: arb) -> Number:
        """L(q) as the integral of 2 g(c^2)/c from 0 to sqrt(q)."""
        return 2 * self._unit() * _integral(lambda c, _: self._mean_faddeeva(c), 0, q.sqrt()).real

    def _mean_faddeeva(self, c: acb) -> Number:
        """The value of `_faddeeva`; over a wide ball only a bound, which is all that the proof of a quadrature needs.

        |w(z)| <= 1 for Im z >= 0, and w(z) = 2 exp(-z^2) - w(-z) gives |w(z)| <= 1 + 2 exp((Im z)^2) elsewhere.
        """
        if c.rad() < arb(2) ** (-current_precision() // 2):
            return self._faddeeva(c)[0]
        height = c.real / (arb(2).sqrt() * self.deviation)  # Im z of both terms: the mean is real
        bound = arb(1) if height >= 0 else 1 + 2 * (height.lower() ** 2).exp()
        return acb(arb(0, bound.upper()), arb(0, bound.upper()))
