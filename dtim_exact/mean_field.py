"""Mean field: the equations of motion for N to infinity, their stationary points, stability and spinodals.

From (1) and (2) with s_mu = <sigma^mu>, J and Gamma the barred values (the ordered double sum in (1) gives each spin
the field hz + J s_z; the collective decay acts through <S_-> = N s_-):

    ds_x/dt = h^y s_z - (h^z + J s_z) s_y - gamma s_x/2 + Gamma s_x s_z/2
    ds_y/dt = (h^z + J s_z) s_x - h^x s_z - gamma s_y/2 + Gamma s_y s_z/2
    ds_z/dt = h^x s_y - h^y s_x - gamma (1 + s_z) - Gamma (s_x^2 + s_y^2)/2

(the printed (S50)-(S52) differ, see the ledger). With w = s_x - i s_y the first two are dw/dt = i h s_z - i (h_eff +
J_eff s_z) w, so at rest w = -h m/(h_eff - m J_eff), m = -s_z, and the third is gamma times the cubic (S53), `limit`.

Stability. The characteristic polynomial of the Jacobian at a root m is x^3 + a1 x^2 + a2 x + a3 with

    a1 = 2 gamma + Gamma m,   a2 = c'(m)/2 + R,   a3 = gamma c'(m)/2,   R = |h|^2/2 + gamma^2 + gamma Gamma (2m - 1),

so a1 a2 - a3 = (Gamma m + gamma) c'(m)/2 + a1 R. And R > 0: at a root |h|^2 >= (1-m)(gamma + m Gamma)^2/(2m) >=
2 (1-m) gamma Gamma, so R >= gamma^2 + m gamma Gamma. By Routh and Hurwitz a root is stable exactly where c'(m) > 0: the
minima of f are stable, the maxima are not, and no other instability exists, for all parameters with gamma > 0.
gamma = 0 means the limit from above.

Key results: `solutions`, `spinodals`, `motion` (the right-hand sides above, for any numbers).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flint import arb, fmpq

from .errors import HypothesisError
from .limit import DIGITS, Limit, Number, discriminant_in_field, double_root
from .real_roots import certified_reals, polynomial_roots, sign
from .values import Real

__all__ = ["MeanFieldRoot", "MeanFieldSolutions", "Spinodal", "motion", "solutions", "spinodals"]


@dataclass(frozen=True)
class MeanFieldRoot:
    """A stationary point: polarization m = -<sigma^z>, mx = <sigma^x>, my = <sigma^y>; `stable` if every eigenvalue of
    the Jacobian has a negative real part (at a spinodal one of them is 0, so False)."""

    m: Real
    stable: bool
    mx: Real
    my: Real

    def to_json(self) -> dict[str, Any]:
        """{"m", "stable", "mx", "my"}."""
        return {"m": self.m.to_json(), "stable": self.stable, "mx": self.mx.to_json(), "my": self.my.to_json()}


@dataclass(frozen=True)
class MeanFieldSolutions:
    """All stationary points in increasing m; `bistable` if two of them are stable."""

    roots: tuple[MeanFieldRoot, ...]

    @property
    def bistable(self) -> bool:
        """True if two stationary points are stable."""
        return sum(root.stable for root in self.roots) > 1

    def to_json(self) -> dict[str, Any]:
        """{"roots": [{"m", "stable", "mx", "my"}], "bistable"}, as the command `meanfield` prints it."""
        return {"roots": [root.to_json() for root in self.roots], "bistable": self.bistable}


def motion(limit: Limit, s: tuple[Any, Any, Any]) -> tuple[Any, Any, Any]:
    """(ds_x/dt, ds_y/dt, ds_z/dt) at s = (s_x, s_y, s_z), in whatever numbers s has."""
    x, y, z = s
    along, loss, pull = limit.hz + limit.J * z, limit.gamma / 2, limit.Gamma / 2
    return (
        limit.hy * z - along * y - loss * x + pull * x * z,
        along * x - limit.hx * z - loss * y + pull * y * z,
        limit.hx * y - limit.hy * x - limit.gamma * (1 + z) - pull * (x * x + y * y),
    )


def solutions(J: object, hx: object, hz: object, gamma: object, Gamma: object = 0, hy: object = 0,
              digits: int = DIGITS) -> MeanFieldSolutions:
    """All mean-field solutions, none missed, with their stability; J and Gamma are the barred values.

    m = -<sigma^z> is the polarization, mx = <sigma^x>, my = <sigma^y>. gamma = 0 means the limit from above.

    >>> for root in solutions(J=1, hx="1/5", hz="3/10", gamma="1/100").roots:
    ...     print(root.m.to_str(5), root.mx.to_str(5), root.stable)
    [0.2241502 +/- 3.65e-8] [-0.5884802 +/- 1.11e-8] True
    [0.4203194 +/- 2.02e-9] [0.6974682 +/- 2.92e-8] False
    [0.9555304 +/- 3.85e-8] [0.2915120 +/- 1.81e-8] True

    Raises InputError for bad numbers, HypothesisError without transverse field and decay (every state then rests).
    """
    limit = Limit.read(J, hx, hz, gamma, Gamma, hy)
    if not limit.h2 and not limit.gamma:
        raise HypothesisError("hx = hy = gamma = 0", "a transverse field or local decay", "give hx or gamma")
    cubic = limit.cubic()
    rows = polynomial_roots(cubic)

    def compute(_: int) -> list[Number]:
        points = [ball if m is None else m for ball, _, m in polynomial_roots(cubic)]
        return [number for m in points for number in (m, *transverse(limit, m))]

    found = certified_reals(compute, digits, "the mean-field solutions")
    stable = [times == 1 and _stable(limit, ball if m is None else m) for ball, times, m in rows]
    return MeanFieldSolutions(tuple(
        MeanFieldRoot(found[3 * i], stable[i], found[3 * i + 1], found[3 * i + 2]) for i in range(len(rows))))


def transverse(limit: Limit, m: Number) -> tuple[Number, Number]:
    """(<sigma^x>, <sigma^y>) at a root m: real part and minus the imaginary part of w = -h m/(h_eff - m J_eff)."""
    if isinstance(m, fmpq) and m == 0:
        return m, m  # m = 0 solves (S53) only with h_eff = 0, where w vanishes in the limit gamma -> 0+
    re, im = limit.hz - m * limit.J, (limit.gamma + m * limit.Gamma) / 2  # h_eff - m J_eff = re - i im
    scale = -m / limit.distance2(m)
    return scale * (limit.hx * re + limit.hy * im), -scale * (limit.hx * im - limit.hy * re)


def routh_hurwitz(limit: Limit, m: Number) -> tuple[Number, Number, Number]:
    """(a1, a2, a3) of the characteristic polynomial x^3 + a1 x^2 + a2 x + a3 of the Jacobian at a root m."""
    slope = limit.cubic_slope(m) / 2
    rest = limit.h2 / 2 + limit.gamma**2 + limit.gamma * limit.Gamma * (2 * m - 1)
    return 2 * limit.gamma + limit.Gamma * m, slope + rest, limit.gamma * slope


def _stable(limit: Limit, m: Number) -> bool:
    """Stability of a simple root, by Routh and Hurwitz; the sign of c'(m) there is never 0."""
    slope = sign(arb(limit.cubic_slope(m)))
    assert slope, "a simple root of the cubic, enclosed too widely"
    return slope > 0


@dataclass(frozen=True)
class Spinodal:
    """A field hz where two mean-field solutions merge, and the polarization m where they do."""

    hz: Real
    m: Real


def spinodals(J: object, hx: object, gamma: object, Gamma: object = 0, hy: object = 0,
              digits: int = DIGITS) -> list[Spinodal]:
    """Every longitudinal field where two mean-field solutions merge, in increasing order: the real zeros of the exact
    discriminant of the cubic as a polynomial in hz. Between the first and the second there are three solutions.

    >>> for spinodal in spinodals(J=1, hx="1/5", gamma="1/100"):
    ...     print(spinodal.hz.to_str(5), spinodal.m.to_str(5))
    [-0.003789612 +/- 2.30e-10] [0.006338371 +/- 3.01e-10]
    [0.5182282 +/- 2.82e-8] [0.8170734 +/- 1.53e-8]
    """
    limit = Limit.read(J, hx, 0, gamma, Gamma, hy)
    if not limit.J2 or not limit.h2:
        return []
    discriminant = discriminant_in_field(limit)

    def compute(_: int) -> list[Number]:
        fields = [ball if hz is None else hz for ball, _, hz in polynomial_roots(discriminant)]
        return [number for hz in fields for number in (hz, double_root(limit, hz))]

    found = certified_reals(compute, digits, "the spinodals")
    return [Spinodal(found[i], found[i + 1]) for i in range(0, len(found), 2)]
