"""The Maxwell construction on the mean-field curve, which the paper compares with the first-order line (Fig. 3a).

The mean-field solutions lie on the curve c(m) = 0 of `limit`, (hz - m J)^2 = P(m)/(4 (1-m)) with
P(m) = 2 |h|^2 m - (1-m)(gamma + m Gamma)^2. Where P has one zero m_g in [0, 1) the curve is one line: with
m = m_g + u^2 and P = (m - m_g) Q,

    hz(u) = m J - u sqrt(Q(m)/(4 (1-m))),      u real,

smooth through its lowest point u = 0. The Maxwell field X between two spinodals is where the areas between the curve
and the vertical line hz = X are equal: A(X) = int (hz(u) - X) 2u du = 0, from the lowest to the highest of the three
points hz(u) = X. With u = sqrt(1 - m_g) sin(theta) the curve is hz = m J - tan(theta) sqrt(Q)/2, and the integrand is
smooth up to m = 1; at Gamma = 0, where Q is a constant, the area is elementary. Since dA/dX = -(m3 - m1) < 0 the field
is unique. Where P has three zeros the curve is in two pieces (possible with Gamma > 0 only) and there is no such
construction.

Key results: `maxwell_field`, `area`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import acb, arb, fmpq, fmpq_poly

from .errors import PrecisionError
from .limit import Limit, Number, outer_roots
from .precision import current_precision, working_precision
from .real_roots import bracketed, certified_reals, polynomial_roots, sign
from .values import Real

__all__ = ["area", "maxwell_field"]

_integral: Callable[..., Any] = acb.integral  # proven error bounds; its stub knows fewer kinds of limits


def maxwell_field(limit: Limit, low: arb, high: arb, digits: int, bits: int) -> Real | None:
    """The field of the Maxwell construction between two neighbouring spinodals; None where the curve is in two pieces.

    The area is positive at the lower spinodal, negative at the upper one and falls in between. `bits` are enough to
    tell what happens between the two spinodals apart.
    """
    if len(polynomial_roots(_edge(limit))) != 1:
        return None
    for more in (1, 4, 16):
        with working_precision(more * bits):
            guess = _bisected(limit, low, high)
        if guess.is_finite():
            break
    else:
        raise PrecisionError("the Maxwell construction", "an area between spinodals that are further apart",
                             "the parameters are too near a critical point, or too small: move hx or gamma")
    most = 8 * (more * bits + 4 * digits)
    return certified_reals(lambda prec: [_enclosed(limit, guess, prec)], digits, "the Maxwell field", most)[0]


def _edge(limit: Limit) -> fmpq_poly:
    """P(m) = 2 |h|^2 m - (1-m)(gamma + m Gamma)^2; its real zeros all lie in [0, 1)."""
    m = fmpq_poly([0, 1])
    poly: fmpq_poly = 2 * limit.h2 * m - (1 - m) * (limit.gamma + m * limit.Gamma) ** 2
    return poly


def area(limit: Limit, field: arb) -> Number:
    """A(X) at the point X = field between two neighbouring spinodals.

    In terms of m and of the angle, A = [J m^2/2 - X m] - (1 - m_g) int sin^2(theta) sqrt(Q) d theta between its ends.
    """
    lowest, = (ball if m is None else arb(m) for ball, _, m in polynomial_roots(_edge(limit)))
    quotient = _divided(_edge(limit), lowest)
    low, high = ends = outer_roots(limit, field)
    tangents = [2 * (m * limit.J - field) / quotient(acb(m)).real.sqrt() for m in ends]
    first, last = (t.atan() for t in tangents)
    if limit.Gamma:

        def integrand(angle: acb, analytic: bool) -> acb:
            square = angle.sin() ** 2
            return square * quotient(lowest + (1 - lowest) * square).sqrt(analytic=analytic)

        bent = _integral(integrand, first, last).real
    else:  # Q = 2 |h|^2 + gamma^2
        t, v = tangents
        bent = arb(2 * limit.h2 + limit.gamma**2).sqrt() * (last - first - v / (1 + v * v) + t / (1 + t * t)) / 2
    return (high - low) * (limit.J * (high + low) / 2 - field) - (1 - lowest) * bent


def _divided(poly: fmpq_poly, root: arb) -> Callable[[acb], acb]:
    """The quotient of a cubic by (m - root), which leaves no remainder."""
    _, p1, p2, p3 = poly.coeffs() + [fmpq(0)] * (4 - poly.length())
    q1 = p2 + root * p3
    q0 = p1 + root * q1
    return lambda m: q0 + m * (q1 + m * p3)


def _bisected(limit: Limit, low: arb, high: arb) -> arb:
    """The Maxwell field to about half of the working precision: A(X) > 0 near the lower spinodal, and it falls.

    Halves until an interval Newton step leads inside; nan if the working precision does not suffice.
    """
    low, high = bracketed(lambda field: sign(area(limit, field)), low, high)
    for _ in range(current_precision()):
        around, middle = low.union(high), ((low + high) / 2).mid()
        value, (m1, m3) = area(limit, middle), outer_roots(limit, around)
        there = middle + value / (m3 - m1)
        if around.contains_interior(there):
            return _improved(limit, _improved(limit, there.mid()))
        if not sign(value):
            break
        low, high = (middle, high) if value > 0 else (low, middle)
    return arb.nan()


def _improved(limit: Limit, field: arb) -> arb:
    """A step of Newton's method: dA/dX = -(m3 - m1)."""
    m1, m3 = outer_roots(limit, field)
    better: arb = (field + area(limit, field) / (m3 - m1)).mid()
    return better


def _enclosed(limit: Limit, guess: arb, prec: int) -> arb:
    """The Maxwell field by Newton's method, then one interval Newton step that proves it; nan if that fails.

    Each step of Newton's method doubles the digits, so it is made at twice the precision of the one before; the last
    one, at `prec`, is the one that proves.
    """
    field = guess
    for halvings in reversed(range(1, (prec // 32).bit_length())):
        with working_precision((prec >> halvings) + 16):
            better = _improved(limit, field)
            field = better if better.is_finite() else field  # too few bits to tell the roots apart
    around = arb(field, arb(2) ** (-2 * prec // 5))
    m1, m3 = outer_roots(limit, around)
    there = field + area(limit, field) / (m3 - m1)
    return there if around.contains_interior(there) else arb.nan()
