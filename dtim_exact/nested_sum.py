"""Exact sums of products without a reduction to lowest terms at each step: binary splitting over Gaussian integers.

The sum of (18) is f_0 + rho_0 (f_1 + rho_1 (f_2 + ...)) with f_m = I_m and rho_m = (p - r* + m)(q - r + m). Over common
denominators, rho_m = R_m/d, a stretch of the sum is T/d^(length - 1) and its product of ratios P/d^length, and two
neighbours make

    T = T_1 d^(length 2) + P_1 T_2,      P = P_1 P_2 .

Key results: `nested_sum`, its twin `nested_sum_literal`; `GaussianInteger`, which `hypergeometric` uses as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from flint import fmpq, fmpz

from .gaussian import Gaussian

__all__ = ["GaussianInteger", "common_denominator", "nested_sum", "nested_sum_literal", "scaled"]


class GaussianInteger(NamedTuple):
    """re + i im with integer parts; just what the splittings need."""

    re: fmpz
    im: fmpz

    def __mul__(self, other: Any) -> GaussianInteger:
        if isinstance(other, fmpz):
            return GaussianInteger(self.re * other, self.im * other)
        first, second = self.re * other.re, self.im * other.im  # three products of long integers instead of four
        return GaussianInteger(first - second, (self.re + self.im) * (other.re + other.im) - first - second)

    def __add__(self, other: Any) -> GaussianInteger:
        return GaussianInteger(self.re + other.re, self.im + other.im)


def common_denominator(*numbers: Gaussian) -> fmpz:
    """The least common denominator of all parts."""
    d = fmpz(1)
    for z in numbers:
        d = d.lcm(z.re.q).lcm(z.im.q)
    return d


def scaled(z: Gaussian, d: fmpz) -> GaussianInteger:
    """z d, for a common denominator d."""
    return GaussianInteger((z.re * d).p, (z.im * d).p)


def nested_sum(ratios: Sequence[Gaussian], factors: Sequence[Gaussian]) -> Gaussian:
    """f_0 + rho_0 (f_1 + rho_1 (f_2 + ...)), exactly; one ratio less than factors, which are not none.

    >>> print(nested_sum([Gaussian(2), Gaussian(0, 1)], [Gaussian(1), Gaussian(fmpq(1, 2)), Gaussian(3)]))
    2+6i
    """
    d, q = common_denominator(*ratios), common_denominator(*factors)
    tops: list[Any] = [scaled(f, q) for f in factors]
    rests: list[Any] = [scaled(rho, d) for rho in ratios]
    real = not any(z.im for z in (*tops, *rests))
    if real:
        tops, rests = [z.re for z in tops], [z.re for z in rests]
    _, top = _split(tops, [*rests, fmpz(0)], d, 0, len(tops))
    bottom = q * d ** (len(tops) - 1)
    return Gaussian(fmpq(top, bottom)) if real else Gaussian(fmpq(top.re, bottom), fmpq(top.im, bottom))


def nested_sum_literal(ratios: Sequence[Any], factors: Sequence[Any]) -> Any:
    """The same from the inside out, in any ring: the slow twin of `nested_sum`.

    >>> print(nested_sum_literal([Gaussian(2), Gaussian(0, 1)], [Gaussian(1), Gaussian(fmpq(1, 2)), Gaussian(3)]))
    2+6i
    """
    total = factors[-1]
    for rho, factor in zip(reversed(ratios), reversed(factors[:-1]), strict=True):
        total = factor + rho * total
    return total


def _split(tops: list[Any], rests: list[Any], d: fmpz, lo: int, hi: int) -> tuple[Any, Any]:
    """(P, T) of the stretch lo <= m < hi."""
    if hi - lo == 1:
        return rests[lo], tops[lo]
    mid = (lo + hi) // 2
    p1, t1 = _split(tops, rests, d, lo, mid)
    p2, t2 = _split(tops, rests, d, mid, hi)
    return p1 * p2, t1 * d ** (hi - mid) + p1 * t2
