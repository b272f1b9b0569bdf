r"""The potential at finite N, to every order in 1/N, with a proven remainder.

p_M of (S39) is a quotient of Gamma functions of N m, N (1-m), -r and N m - r, so Stirling's series gives, rho = r/N,

    -N^-1 log(p_M/p_0) = f(m) - f(0) + (1/2N) log(2 pi N m (1-m) |m-rho|^2/|rho|^2) - sum_{k=1}^{n} c_k(m)/N^(2k) + R,

    c_k(m) = B_{2k}/(2k (2k-1)) [1 - m^-(2k-1) - (1-m)^-(2k-1) + 2 Re((m-rho)^-(2k-1) + rho^-(2k-1))],

which is claim D8: beyond the first order only even powers of 1/N occur. rho is rbar of (S40) where Gamma = 0; with
Gamma > 0 it is rbar - i Gammabar/(2 N Jbar_eff), exactly: rbar at gamma + Gammabar/N instead of gamma. Each Gamma
function leaves a remainder of

    |R(z)| <= |B_{2n+2}|/((2n+1)(2n+2) |z|^(2n+1)) sec^{2n+2}(arg z/2),        sec^2(arg z/2) = 2 |z|/(|z| + Re z),

or, left of the imaginary axis, that at -z and -log(1 - exp(-2 pi |Im z|)), by the reflection formula, if this is less.
docs/bounds.md derives both.

Key results: `correction_coefficient` (symbols), `expansion_ball`, `finite_potential`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flint import acb, arb, fmpq

from .certify import check_digits
from .errors import HypothesisError, PrecisionError
from .limit import Limit
from .numbers import parse_count
from .potential import f_ball
from .precision import working_precision
from .real import Real
from .rings import BALL, SYMBOL, Ring
from .values import Value

__all__ = ["correction_coefficient", "expansion_ball", "finite_potential"]


def correction_coefficient(k: object) -> Value:
    """c_k(m), exactly, for real m and complex rbar: f at finite N has the correction -c_k/N^(2k); `latex()` prints it.

    >>> sorted(map(str, correction_coefficient(2).symbol.free_symbols))
    ['m', 'rbar']

    Raises InputError unless k is a positive integer.
    """
    from sympy import Symbol

    point = Symbol("m", real=True)
    return Value.from_symbol(coefficient(SYMBOL, parse_count(k, "k", 1), point, Symbol("rbar")))


def coefficient(ring: Ring, k: int, m: Any, rho: Any) -> Any:
    """c_k(m) over any ring."""
    odd, one = 2 * k - 1, ring.one
    far = ring.div(one, m - rho) ** odd + ring.div(one, rho) ** odd
    ends = one - ring.div(one, m) ** odd - ring.div(one, one - m) ** odd
    return ring.convert(fmpq.bernoulli(2 * k) / (2 * k * odd)) * (ends + far + ring.conj(far))


def expansion_ball(limit: Limit, m: fmpq, N: int, order: int) -> arb:
    """-N^-1 log(p_M/p_0) + f(0), m = M/N: f(m) of (16), its corrections up to N^(-2 order), a ball for what is left."""
    at_N = _at_size(limit, N)
    rho, point = acb(arb(at_N.r_re), -arb(at_N.depth)), arb(m)
    ratio = at_N.distance2(m) / at_N.distance2(fmpq(0))
    value = f_ball(at_N, m) - f_ball(at_N, fmpq(0)) + f_ball(limit, fmpq(0))
    value += (2 * arb.pi() * N * point * (1 - point) * arb(ratio)).log() / (2 * N)
    for k in range(1, order + 1):
        value -= coefficient(BALL, k, acb(point), rho).real / arb(N) ** (2 * k)
    spread = (_remainder(point, rho, N, order) / N).upper()
    return arb(value + arb(0, spread))


def _at_size(limit: Limit, N: int) -> Limit:
    """The limit whose rbar is r/N: h_eff has Gamma = Gammabar/N beside gamma."""
    return replace(limit, gamma=limit.gamma + limit.Gamma / fmpq(N))


def _remainder(m: arb, rho: acb, N: int, order: int) -> arb:
    """The sum of the five remainders of Stirling's series."""
    ends = [_rest(acb(N * x), order) for x in (arb(1), m, 1 - m)]
    return sum(ends, arb(0)) + 2 * _rest(N * (m - rho), order) + 2 * _rest(-N * rho, order)


def _rest(z: acb, order: int) -> arb:
    """A bound of the real part of the remainder at z."""
    size = abs(z)
    first = abs(arb(fmpq.bernoulli(2 * order + 2))) / ((2 * order + 1) * (2 * order + 2)) / size ** (2 * order + 1)
    bound = arb(first * (2 * size / (size + z.real)) ** (order + 1))
    if z.real >= 0:
        return bound
    mirrored = first * (2 * size / (size - z.real)) ** (order + 1) - (1 - (-2 * arb.pi() * abs(z.imag)).exp()).log()
    return arb(mirrored.min(bound) if bound.is_finite() else mirrored)


def finite_potential(limit: Limit, m: fmpq, N: int, order: int | None, digits: int) -> Real:
    """`expansion_ball` as a value: of the given order with its proven radius, or of the first that gives the digits.

    Raises HypothesisError where rho lies on [0, infinity), so that weights vanish or the series does not apply, and
    PrecisionError if no order gives the digits, since the series does not converge.
    """
    digits = check_digits(digits)
    at_N = _at_size(limit, N)
    if not at_N.depth and at_N.r_re >= 0:
        raise HypothesisError(f"r/N = {at_N.r_re}", "r off the positive real axis", "give gamma > 0, or hz/J < 0")
    if order is not None:
        return _at_order(limit, m, N, parse_count(order, "order", 0), digits)
    best, n = _at_order(limit, m, N, 0, digits), 0
    while best.rad * 10**digits > abs(best.mid):
        n += 1
        found = _at_order(limit, m, N, n, digits)
        if not found.rad < best.rad:
            least = f"{digits} digits of f at N = {N}, whose radius is {float(best.rad):.1e} at best, at order {n - 1}"
            raise PrecisionError(least, "fewer digits, or a larger N", "or take the exact weights: Model.weights")
        best = found
    return best


def _at_order(limit: Limit, m: fmpq, N: int, order: int, digits: int) -> Real:
    """Enough bits for the remainder, which may be as small as N^(-2 order - 2)."""
    bits = 64 + 4 * digits + (2 * order + 2) * (N.bit_length() + 1)
    with working_precision(bits):
        return Real.from_ball(expansion_ball(limit, m, N, order))
