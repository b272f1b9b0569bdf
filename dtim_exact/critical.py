"""Critical points of the limit N to infinity, in closed form up to one exact cubic.

At a critical point the first three derivatives of f vanish, so the cubic of `limit` is 2 |J_eff|^2 (m - m0)^3.
Comparing coefficients:

    lambda_bar (1 - m0)^3 = 1,    Re rbar = (3 m0 - 1)/2,    (Im rbar)^2 = (4 m0 - 1)(1 - m0)^2/4.

Re rbar gives hz = (|J_eff|^2 (3 m0 - 1)/2 + gamma Gamma/4)/J, and with it Im rbar gives

    J^2 (4 m0 - 1)(1 - m0)^2 = (gamma + Gamma (3 m0 - 1)/2)^2,

a cubic for m0 with rational coefficients. At J = 0 it is linear, gamma + Gamma (3 m0 - 1)/2 = 0, and hz^2 comes from
Im rbar: two points, mirror images, while gamma <= Gamma/8. At Gamma = 0 the left side has its largest value J^2/4 at
m0 = 1/2, so there are two points for 0 < gamma < |J|/2, one at |J|/2, none beyond.

Key results: `critical_points`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flint import arb, fmpq, fmpq_poly

from .limit import DIGITS, Limit, Number
from .real_roots import certified_reals, polynomial_roots
from .values import Real

__all__ = ["CriticalPoint", "CriticalPoints", "critical_points"]


@dataclass(frozen=True)
class CriticalPoint:
    """One critical point: polarization m, transverse field hx (it stands for |h|) and longitudinal field hz."""

    m: Real
    hx: Real
    hz: Real

    def to_json(self) -> dict[str, Any]:
        """{"m", "hx", "hz"}."""
        return {"m": self.m.to_json(), "hx": self.hx.to_json(), "hz": self.hz.to_json()}


@dataclass(frozen=True)
class CriticalPoints:
    """All critical points in increasing m; empty where there is none."""

    points: tuple[CriticalPoint, ...]

    def to_json(self) -> dict[str, Any]:
        """{"points": [{"m", "hx", "hz"}]}, as the command `critical` prints it."""
        return {"points": [point.to_json() for point in self.points]}


def critical_points(J: object, gamma: object, Gamma: object = 0, digits: int = DIGITS) -> CriticalPoints:
    """Every (m, hx, hz) where the first three derivatives of f vanish, in increasing m.

    J and Gamma are the barred values. Where there is none (gamma beyond the last critical point; no interaction) the
    list is empty.

    >>> for point in critical_points(J=1, gamma="1/10").points:
    ...     print(point.m.to_str(5), point.hx.to_str(5), point.hz.to_str(5))
    [0.2544982 +/- 4.05e-8] [0.9103073 +/- 3.86e-8] [-0.1182526 +/- 3.94e-8]
    [0.9397983 +/- 2.75e-8] [0.02088952 +/- 1.61e-9] [0.9096974 +/- 8.86e-9]
    >>> critical_points(J=1, gamma=1).to_json()
    {'points': []}
    """
    limit = Limit.read(J, 0, 0, gamma, Gamma)
    equation = _equation(limit)

    def compute(_: int) -> list[Number]:
        return [number for m in _roots(limit, equation) for place in _places(limit, m) for number in place]

    numbers = certified_reals(compute, digits, "the critical points")
    return CriticalPoints(tuple(CriticalPoint(*numbers[i : i + 3]) for i in range(0, len(numbers), 3)))


def _equation(limit: Limit) -> fmpq_poly:
    """The polynomial whose roots below 1 are the m0."""
    m = fmpq_poly([0, 1])
    line = limit.gamma + limit.Gamma * (3 * m - 1) / 2
    poly: fmpq_poly = limit.J**2 * (4 * m - 1) * (1 - m) ** 2 - line**2 if limit.J else line
    return poly


def _roots(limit: Limit, equation: fmpq_poly) -> list[Number]:
    """The m0 in increasing order, exact where rational; at J = 0 those with 4 m0 >= 1 (else Im rbar is not real)."""
    points = [m if exact is None else exact for m, _, exact in polynomial_roots(equation)]
    return [m for m in points if m < 1 and (limit.J or 4 * m >= 1)]


def _places(limit: Limit, m: Number) -> list[tuple[Number, Number, Number]]:
    """(m0, |h|, hz) at a root m0: one place, or at J = 0 the two mirror images."""
    transverse = (2 * arb(limit.J2) * (1 - arb(m)) ** 3).sqrt()  # lambda_bar = 2 |J_eff|^2/|h|^2 = (1 - m0)^-3
    if limit.J:
        return [(m, transverse, (limit.J2 * (3 * m - 1) / 2 + limit.gamma * limit.Gamma / 4) / limit.J)]
    if 4 * m == 1:
        return [(m, transverse, fmpq(0))]
    field = arb(limit.Gamma) / 4 * (1 - arb(m)) * (4 * arb(m) - 1).sqrt()
    return [(m, transverse, -field), (m, transverse, field)]
