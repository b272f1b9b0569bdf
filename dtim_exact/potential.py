"""The potential f of the thermodynamic limit (16), its extrema and its 1/N correction.

p_M ~ exp(-N f(m)) with m = M/N, the polarization m = -<sigma^z>. As f'(m) = log(m/(lambda_bar (1-m)|m-rbar|^2)) (S49),
the extrema are the roots in [0, 1] of the cubic of `limit`; f' has the sign of the cubic, so an extremum is a minimum
or a maximum by the multiplicities of the roots alone, exactly.

The correction is derived here, since (S45) has the sign of (1/2N) log m the wrong way round, and (S48) with it.
By Stirling's log M! = M log M - M + (1/2) log(2 pi M) + O(1/M) and the Riemann sum (S47), at fixed 0 < m < 1 and
Gamma = 0,

    -N^-1 log(p_M/p_0) = f(m) - f(0) + (1/2N) log(2 pi N m (1-m) |m-rbar|^2/|rbar|^2) + O(N^-2).

With Gamma > 0 finite N has r = N rbar - i Gammabar/(2 Jbar_eff), and this shift adds a term of order 1/N:
`collective_log`. At an extremum (1-m)|m-rbar|^2 = m/lambda_bar, so a minimum has the total weight
exp(-N f)/(m sqrt(f'')), see `coexistence`.

All further orders are in `potential_corrections`.

Key results: `potential`, `potential_slope`, `extrema`, `correction`; `critical_points` and `transition` from their own
modules.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flint import arb, fmpq

from .critical import critical_points
from .errors import InputError
from .limit import DIGITS, Limit, Number, angle
from .numbers import parse_count, parse_real
from .real_roots import certified_reals, polynomial_roots
from .values import Real

if TYPE_CHECKING:
    from .coexistence import Transition

__all__ = [
    "Extrema", "Extremum", "correction", "critical_points", "extrema", "potential", "potential_slope", "transition",
]


def f_ball(limit: Limit, m: Number) -> Number:
    """f(m) of (16): m log m + (1-m) log(1-m) - 2 Re[(m-rbar) log(m-rbar)] + (2 - log lambda_bar) m, 0 <= m <= 1."""
    m = arb(m)
    return _x_log_x(m) + _x_log_x(1 - m) + distance_term(limit, m) + (2 - arb(limit.lam).log()) * m


def distance_term(limit: Limit, m: arb) -> Number:
    """-2 Re[(m-rbar) log(m-rbar)], which is all of f that depends on the longitudinal field."""
    x, y = m - limit.r_re, limit.depth
    turned = arb(0) if arb(y).is_zero() else 2 * y * angle(x, y)
    return turned - 2 * _half_log(x, limit.distance2(m) / limit.J2)


def _x_log_x(x: arb) -> arb:
    """x log x for 0 <= x <= 1, which falls on [0, 1/e] and rises from there: tight at 0 too."""
    if x.is_zero():
        return arb(0)
    if x > 0:
        return x * x.log()
    top = x.upper()
    low = top * top.log() if top > 0 and top < arb("0.3") else -(arb(-1).exp())
    return low.union(arb(0))


def _half_log(x: arb, size2: arb) -> arb:
    """x log|x + i y| with size2 = x^2 + y^2; 0 where both vanish."""
    if size2.is_zero():
        return arb(0)
    if size2 > 0 or not size2.is_finite():
        return x * size2.log() / 2
    reach, high = abs(x).upper(), size2.upper()  # |x log|x + i y|| <= max(|x log|x||, |x log high|/2), |x| <= reach
    inner = -reach * reach.log() if 0 < reach < arb("0.3") else arb(1).max(abs(reach * reach.log()))
    return arb(0, inner.max(abs(reach * high.log()) / 2).upper())


def f_centred(limit: Limit, m: arb) -> Number:
    """f over a ball of m, tight where f is flat: f at the midpoint plus f' times the distance from it."""
    value = f_ball(limit, m.mid()) + slope_ball(limit, m) * (m - m.mid())
    return value if value.is_finite() else f_ball(limit, m)


def slope_ball(limit: Limit, m: Number) -> Number:
    """f'(m) of (S49), as log(m |h|^2/(2 (1-m) D(m)))."""
    return (m * arb(limit.h2) / (2 * (1 - m) * limit.distance2(m))).log()


def curvature_ball(limit: Limit, m: Number) -> Number:
    """f''(m) = 1/m + 1/(1-m) - D'(m)/D(m)."""
    m = arb(m)
    return 1 / m + 1 / (1 - m) - limit.distance2_slope(m) / limit.distance2(m)


def potential(m: object, J: object, hx: object, hz: object, gamma: object, Gamma: object = 0, hy: object = 0,
              digits: int = DIGITS, *, N: object = None, order: int | None = None) -> Real:
    """f(m) of (16), 0 <= m <= 1, in terms of the barred J and Gamma. (S44) is the same less its value at m = 0.

    With N it is -N^-1 log(p_M/p_0) + f(0) at M = N m, by the expansion in 1/N (`potential_corrections`, D8) up to
    N^(-2 order), whose proven remainder the radius holds; without an order the first one that gives the digits.

    >>> print(potential("1/2", J=1, hx="1/5", hz="3/10", gamma="1/100").to_str(7))
    [-1.00525853 +/- 1.32e-9]
    >>> print(potential("1/2", J=1, hx="1/5", hz="3/10", gamma="1/5", N=1000, order=1).to_str(12))
    [-0.95395052802787 +/- 7.87e-13]

    Raises InputError for m outside [0, 1], HypothesisError where f does not exist (J = Gamma = 0, no transverse field).
    """
    limit, point = Limit.read(J, hx, hz, gamma, Gamma, hy).needs_potential(), _polarization(m)
    if N is not None:
        from .potential_corrections import finite_potential

        return finite_potential(limit, _inside(point), parse_count(N, "N", 1), order, digits)
    if order is not None:
        raise InputError(f"order = {order} without N", "the number of spins N")
    return certified_reals(lambda _: [f_ball(limit, point)], digits, "f(m)")[0]


def _inside(point: fmpq) -> fmpq:
    if point in (0, 1):
        raise InputError(f"m = {point}", "0 < m < 1 at finite N")
    return point


def potential_slope(m: object, J: object, hx: object, hz: object, gamma: object, Gamma: object = 0, hy: object = 0,
                    digits: int = DIGITS) -> Real:
    """f'(m) of (S49), 0 < m < 1; exactly 0 at an extremum.

    >>> print(potential_slope("1/4", J=1, hx=1, hz="1/8", gamma=0).to_str(7))
    [2.36712361 +/- 4.14e-9]
    """
    limit, point = Limit.read(J, hx, hz, gamma, Gamma, hy).needs_potential(), _polarization(m)
    if not limit.distance2(point) or point in (0, 1):
        raise InputError(f"m = {point}", "0 < m < 1 and m other than rbar, where f' is finite")
    if not limit.cubic_at(point):
        return Real(0)
    return certified_reals(lambda _: [slope_ball(limit, point)], digits, "f'(m)")[0]


def _polarization(m: object) -> fmpq:
    point = parse_real(m)
    if point < 0 or point > 1:
        raise InputError(f"m = {point}", "a polarization 0 <= m <= 1")
    return point


@dataclass(frozen=True)
class Extremum:
    """One extremum of f: the polarization m, the kind `min`, `max` or `inflection` (a double root), and f there."""

    m: Real
    kind: str
    f: Real

    def to_json(self) -> dict[str, Any]:
        """The form of the command `potential`."""
        return {"m": self.m.to_json(), "kind": self.kind, "f": self.f.to_json()}


@dataclass(frozen=True)
class Extrema:
    """All extrema of f in increasing m; `to_json` as the command `potential` prints it."""

    extrema: tuple[Extremum, ...]

    def to_json(self) -> dict[str, Any]:
        """{"extrema": [{"m", "kind", "f"}]}."""
        return {"extrema": [e.to_json() for e in self.extrema]}


def extrema(J: object, hx: object, hz: object, gamma: object, Gamma: object = 0, hy: object = 0,
            digits: int = DIGITS) -> Extrema:
    """All extrema of f, none missed: the real roots of the exact cubic, with f of (16) at each.

    J and Gamma are the barred values; m is the polarization. A root of odd multiplicity where the cubic rises is a
    minimum, where it falls a maximum, a double root an inflection with f' = 0 (a spinodal).

    >>> for e in extrema(J=1, hx="1/5", hz="3/10", gamma="1/100").extrema:
    ...     print(e.m.to_str(5), e.kind, e.f.to_str(5))
    [0.2241502 +/- 3.65e-8] min [-1.320838 +/- 1.60e-7]
    [0.4203194 +/- 2.02e-9] max [-0.9742695 +/- 2.89e-9]
    [0.9555304 +/- 3.85e-8] min [-1.455181 +/- 4.50e-7]
    """
    limit = Limit.read(J, hx, hz, gamma, Gamma, hy).needs_potential()
    cubic = limit.cubic()
    kinds = _kinds([times for _, times, _ in polynomial_roots(cubic)])

    def compute(_: int) -> list[Number]:
        points = [ball if m is None else m for ball, _, m in polynomial_roots(cubic)]
        return points + [f_ball(limit, m) for m in points]

    found = certified_reals(compute, digits, "the extrema of f")
    return Extrema(tuple(map(Extremum, found, kinds, found[len(kinds) :])))


def _kinds(multiplicities: list[int]) -> list[str]:
    """Kinds of the roots in order: the cubic is negative on the left of all its roots."""
    rising, kinds = True, []
    for times in multiplicities:
        kinds.append("inflection" if times % 2 == 0 else "min" if rising else "max")
        rising = rising if times % 2 == 0 else not rising
    return kinds


def correction(m: object, N: object, J: object, hx: object, hz: object, gamma: object, Gamma: object = 0,
               hy: object = 0, digits: int = DIGITS) -> Real:
    """The whole 1/N term: -N^-1 log(p_M/p_0) - [f(m) - f(0)] up to O(N^-2), at fixed 0 < m = M/N < 1 and p_M of (14).

    At Gamma = 0 it is (1/2N) log(2 pi N m (1-m) |m-rbar|^2/|rbar|^2). (S48) prints m below the line; the factor
    1/M! of (S39) puts it above.

    >>> print(correction("1/2", N=1000, J=1, hx="1/5", hz="3/10", gamma="1/100").to_str(7))
    [0.00327437742 +/- 3.20e-12]
    """
    limit = Limit.read(J, hx, hz, gamma, Gamma, hy).needs_potential()
    point, count = _polarization(m), parse_count(N, "N", 1)
    if point in (0, 1) or not limit.distance2(point) or not limit.distance2(fmpq(0)):
        raise InputError(f"m = {point}", "0 < m < 1 and rbar other than 0 and m")
    return certified_reals(lambda _: [correction_ball(limit, point, count)], digits, "the 1/N correction")[0]


def correction_ball(limit: Limit, m: Number, N: int) -> Number:
    """`correction` as a ball."""
    m = arb(m)
    ratio = limit.distance2(m) / arb(limit.distance2(fmpq(0)))
    collective = collective_log(limit, m) - collective_log(limit, arb(0))
    return ((2 * arb.pi() * N * m * (1 - m) * ratio).log() / 2 + collective) / N


def collective_log(limit: Limit, m: arb) -> Number:
    """2 Re[delta log(m - rbar)], where r = N rbar + delta and delta = -i Gamma/(2 J_eff): what Gamma/N in h_eff leaves.

    A hump of p_M has the factor exp(-collective_log), of order 1 in the limit.
    """
    if not limit.Gamma:
        return arb(0)
    x, y = m - limit.r_re, limit.depth
    half = (limit.distance2(m) / limit.J2).log() / 2  # log(m - rbar) = half + i angle
    return -limit.Gamma * (limit.Gamma / 2 * half - limit.J * angle(x, y)) / limit.J2


def transition(J: object, hx: object, gamma: object, Gamma: object = 0, hy: object = 0,
               digits: int = DIGITS) -> Transition:
    """The first-order transition, as the command `transition` prints it: see `coexistence.first_order_field`."""
    from .coexistence import first_order_field

    return first_order_field(hx, gamma, J, Gamma, hy, digits)
