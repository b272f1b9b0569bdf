"""The Maxwell construction on the mean-field curve, which the paper compares with the first-order line (Fig. 3a).

The mean-field solutions lie on the curve c(m) = 0 of `limit`, (hz - m J)^2 = P(m)/(4 (1-m)) with
P(m) = 2 |h|^2 m - (1-m)(gamma + m Gamma)^2. Where P has one zero m_g in [0, 1) the curve is one line: with
m = m_g + u^2 and P = (m - m_g) Q,

    hz(u) = m J - u sqrt(Q(m)/(4 (1-m))),      u real,

smooth through its lowest point u = 0. The Maxwell field X between two spinodals is where the areas between the curve
and the vertical line hz = X are equal: A(X) = int (hz(u) - X) 2u du = 0, from the lowest to the highest of the three
points hz(u) = X. Since dA/dX = -(m3 - m1) < 0 it is unique. Where P has three zeros the curve is in two pieces
(possible with Gamma > 0 only) and there is no such construction.

Key results: `maxwell_field`, `area`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import acb, arb, fmpq, fmpq_poly

from .limit import Limit, Number, outer_roots
from .precision import working_precision
from .real_roots import certified_reals, polynomial_roots
from .values import Real

__all__ = ["area", "maxwell_field"]

_integral: Callable[..., Any] = acb.integral  # proven error bounds; its stub knows fewer kinds of limits


def maxwell_field(limit: Limit, low: arb, high: arb, digits: int) -> Real | None:
    """The field of the Maxwell construction between two neighbouring spinodals; None where the curve is in two pieces.

    The area is positive at the lower spinodal, negative at the upper one and falls in between.
    """
    if len(polynomial_roots(_edge(limit))) != 1:
        return None
    with working_precision(64):
        guess = _bisected(limit, low, high)
    return certified_reals(lambda prec: [_enclosed(limit, guess, prec)], digits, "the Maxwell field")[0]


def _edge(limit: Limit) -> fmpq_poly:
    """P(m) = 2 |h|^2 m - (1-m)(gamma + m Gamma)^2; its real zeros all lie in [0, 1)."""
    m = fmpq_poly([0, 1])
    poly: fmpq_poly = 2 * limit.h2 * m - (1 - m) * (limit.gamma + m * limit.Gamma) ** 2
    return poly


def area(limit: Limit, field: arb) -> Number:
    """A(X) at the point X = field between two neighbouring spinodals."""
    lowest, = (ball if m is None else arb(m) for ball, _, m in polynomial_roots(_edge(limit)))
    quotient = _divided(_edge(limit), lowest)

    def height(m: acb, analytic: bool) -> acb:
        return (quotient(m) / (4 * (1 - m))).sqrt(analytic=analytic)

    def integrand(u: acb, analytic: bool) -> Number:
        m = lowest + u * u
        return (m * limit.J - field - u * height(m, analytic)) * 2 * u

    low, high = ((m * limit.J - field) / height(acb(m), False).real for m in outer_roots(limit, field))
    return _integral(integrand, low, high).real


def _divided(poly: fmpq_poly, root: arb) -> Callable[[acb], acb]:
    """The quotient of a cubic by (m - root), which leaves no remainder."""
    _, p1, p2, p3 = poly.coeffs() + [fmpq(0)] * (4 - poly.length())
    q1 = p2 + root * p3
    q0 = p1 + root * q1
    return lambda m: q0 + m * (q1 + m * p3)


def _bisected(limit: Limit, low: arb, high: arb) -> arb:
    """The Maxwell field to a few digits: A(X) > 0 near the lower spinodal, and it falls."""
    for _ in range(12):
        middle = ((low + high) / 2).mid()
        low, high = (middle, high) if area(limit, middle) > 0 else (low, middle)
    return ((low + high) / 2).mid()


def _enclosed(limit: Limit, guess: arb, prec: int) -> arb:
    """The Maxwell field by Newton's method, then one interval Newton step that proves it; nan if that fails."""
    field, reach = guess, arb(2) ** (-prec // 2)
    for _ in range(prec.bit_length() + 2):
        m1, m3 = outer_roots(limit, field)
        step = (area(limit, field) / (m3 - m1)).mid()
        field = (field + step).mid()
        if abs(step) < reach / 16:
            break
    around = arb(field, reach)
    m1, m3 = outer_roots(limit, around)
    there = field + area(limit, field) / (m3 - m1)
    return there if around.contains_interior(there) else arb.nan()
