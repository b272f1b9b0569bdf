"""The limit N to infinity for unequal transverse fields, Gamma = 0: the potential for a distribution of fields.

p_M = |(-r)_M|^2 I_M, and I_M is the coefficient of t^M in prod_j (1 + lambda_j t). With Lambda = 2 |Jbar/h|^2, z > 0,

    log I_M = N inf_z (E log(1 + Lambda z) - m log z) - 2 M log N + O(log N),      E the mean over the fields,

so f(m) = -int_0^m log|rbar - x|^2 dx - inf_z(...), up to a constant, and f'(m) = log z(m) - log|m - rbar|^2 with
m = E[Lambda z/(1 + Lambda z)]. The right side rises with z, so f' has the sign of

    F(m) = m - g(2 D(m)),      g(q) = E[q/(|h|^2 + q)],      D(m) = |h_eff - m J|^2:

the extrema are the self-consistent polarizations, each spin with m_j = 2D/(|h_j|^2 + 2D) in a field that all share. For
equal fields this is (S49). f at an extremum, in the normalization of (16), is

    f = -2 Re[(m - rbar) log(m - rbar)] + 2m + m log|m - rbar|^2 - L(2 D).

The sum of p_M over the hump at a minimum m is exp(-N f)/sqrt(D(m) F'(m)), but for what all humps share: the saddle
point gives I_M the factor 1/sqrt(2 pi N v), v = E[Lambda z/(1 + Lambda z)^2], Stirling's sum |(-r)_M|^2 the factor
|rbar/(m - rbar)|, the sum over M 1/sqrt(f''), and v f'' = F'. For equal fields this is 1/(m sqrt(f'')) (`coexistence`).

f depends on the sample only through means over sites: the limit is self-averaging. It does move with the distribution:
field disorder shifts the transition (the paper's IV.B says that it does not seem to).

Key results: `extrema`, `transition`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flint import arb, fmpq

from .errors import HypothesisError
from .field_distribution import FieldDistribution
from .limit import DIGITS, Limit, Number
from .potential import Extrema, Extremum, distance_term
from .precision import current_precision, working_precision
from .real_roots import Jet, all_zeros, centred, certified_reals, refined, sign
from .values import Real

__all__ = ["DisorderTransition", "extrema", "site_polarization", "transition"]

_SEARCH, _GRID = 96, 48
_MOST = 1100  # bits, from which on more of them are not tried (and 16 for each digit)


@dataclass(frozen=True)
class DisorderTransition:
    """The field hz where two minima of f are equally deep, their polarizations, the limit of <m> at this field, and the
    shift: at finite N both humps weigh the same at hz + shift/N + O(N^-2).

    The last two are for fields whose shares are those of the distribution to within o(1/N), such as copies of a finite
    sample; independent draws shift the field itself by order N^(-1/2).
    """

    hz: Real
    minima: tuple[Real, Real]
    limit_polarization: Real
    shift: Real

    def to_json(self) -> dict[str, Any]:
        """{"hz", "minima", "limit_polarization", "shift"}."""
        numbers = {name: getattr(self, name).to_json() for name in ("hz", "limit_polarization", "shift")}
        return {"minima": [m.to_json() for m in self.minima], **numbers}


def extrema(J: object, fields: FieldDistribution, hz: object, gamma: object, digits: int = DIGITS) -> Extrema:
    """All extrema of f for a distribution of transverse fields, none missed; J is the barred value, gamma > 0.

    >>> from .field_distribution import Samples
    >>> [(e.m.to_str(4), e.kind) for e in extrema(1, Samples(["1/5"]), "3/10", "1/100").extrema]
    [('[0.224150 +/- 2.37e-7]', 'min'), ('[0.420319 +/- 4.03e-7]', 'max'), ('[0.955530 +/- 3.62e-7]', 'min')]

    Raises HypothesisError for gamma = 0 or J = 0.
    """
    limit = _limit(J, hz, gamma)
    with working_precision(_SEARCH):
        zeros = _zeros(limit, fields)
        kinds = ["min" if sign(_balance(limit, fields)(zero)[1]) > 0 else "max" for zero in zeros]

    def compute(_: int) -> list[Number]:
        points = [refined(_balance(limit, fields), zero) for zero in zeros]
        return points + [_depth(limit, fields, m) for m in points]

    found = certified_reals(compute, digits, "the extrema of f", _MOST + 16 * digits)
    return Extrema(tuple(map(Extremum, found, kinds, found[len(kinds) :])))


def transition(J: object, fields: FieldDistribution, gamma: object, digits: int = DIGITS) -> DisorderTransition:
    """The first-order transition for a distribution of transverse fields; J is the barred value, gamma > 0.

    f(m3) - f(m1) grows with h^z J (`coexistence`: D rises from one minimum to the next for any distribution), so its
    sign at two fields proves a transition between them. They are found on a grid, which might overlook a very narrow
    range.

    >>> from .field_distribution import NormalFields
    >>> print(transition(1, NormalFields("1/5", "1/10"), "1/100").hz.to_str(6))
    [0.34944776 +/- 3.81e-9]

    Raises HypothesisError where the grid shows no range of fields with two minima.
    """
    start = _limit(J, 0, gamma)
    with working_precision(_SEARCH):
        low, high = _bracket(start, fields)

    def compute(prec: int) -> list[Number]:
        hz = _narrowed(start, fields, low, high, prec)
        if not hz.is_finite():
            return [hz]
        zeros, here = _zeros(start.at(hz.mid().fmpq()), fields), start.at(hz)
        m1, m3 = (_carried(start, fields, hz, zeros[k]) for k in (0, 2))
        w1, w3 = (_hump_weight(here, fields, m) for m in (m1, m3))
        slope = (here.distance2(m3) / here.distance2(m1)).log() / here.J
        return [hz, m1, m3, (m1 * w1 + m3 * w3) / (w1 + w3), (w3 / w1).log() / slope]

    limit = _MOST + 16 * digits
    hz, m1, m3, polarization, shift = certified_reals(compute, digits, "the first-order transition", limit)
    return DisorderTransition(hz, (m1, m3), polarization, shift)


def site_polarization(J: object, hx: object, hz: object, gamma: object, m: Real, hy: object = 0,
                      digits: int = DIGITS) -> Real:
    """m_j = 2D/(|h_j|^2 + 2D), the polarization -<sigma^z_j> of a spin with its own field where the mean one is m."""
    limit = Limit.read(J, hx, hz, gamma, 0, hy)

    def compute(_: int) -> list[Number]:
        q = 2 * limit.distance2(m.to_arb())
        return [q / (limit.h2 + q)]

    return certified_reals(compute, digits, "the polarization of a site")[0]


def _limit(J: object, hz: object, gamma: object) -> Limit:
    limit = Limit.read(J, 0, hz, gamma)
    if limit.J == 0 or limit.gamma == 0:
        raise HypothesisError(f"J = {limit.J}, gamma = {limit.gamma}", "J other than 0 and gamma > 0",
                              "without interaction each spin is on its own; for gamma -> 0+ take a small gamma")
    return limit


def _balance(limit: Limit, fields: FieldDistribution) -> Jet:
    """F(m) = m - g(2 D(m)) and its derivative."""

    def jet(m: arb) -> tuple[arb, arb]:
        value, slope = _polarization(fields, 2 * limit.distance2(m))
        return m - value, 1 - 2 * slope * limit.distance2_slope(m)

    return jet


def _polarization(fields: FieldDistribution, q: arb) -> tuple[Number, Number]:
    """g and dg/dq over a ball: g rises and dg/dq = E[|h|^2/(|h|^2 + q)^2] falls, so both ends of a wide one suffice."""
    if q.rad() < abs(q.mid()) * arb(2) ** (-current_precision() // 2):
        return fields.polarization(q)
    if not q > 0:
        return fields.polarization(q.upper())[0].union(arb(0)), arb.nan()
    low, high = (fields.polarization(end) for end in (q.lower(), q.upper()))
    return low[0].union(high[0]), low[1].union(high[1])


def _zeros(limit: Limit, fields: FieldDistribution) -> list[arb]:
    """All m with F(m) = 0: F < 0 at 0 and F > 0 at 1."""
    return all_zeros(centred(_balance(limit, fields)), arb(0), arb(1), arb(1) / 16)


def _depth(limit: Limit, fields: FieldDistribution, m: arb) -> Number:
    """f at an extremum m."""
    size2 = limit.distance2(m)
    return distance_term(limit, m) + 2 * m + m * (size2 / limit.J2).log() - fields.logarithm(2 * size2)


def _hump_weight(limit: Limit, fields: FieldDistribution, m: arb) -> Number:
    """The weight of a hump of p_M at a minimum m, but for exp(-N f) and what all humps share."""
    return 1 / (limit.distance2(m) * _balance(limit, fields)(m)[1]).sqrt()


def _bracket(start: Limit, fields: FieldDistribution) -> tuple[fmpq, fmpq]:
    """Two fields at which f(m3) - f(m1) is certainly negative and positive; the difference is monotone in between."""
    low, high = sorted((-start.J / 4, start.J))
    for _ in range(3):  # a grid, then finer ones where two minima were seen
        step = (high - low) / _GRID
        grid = [low + step * k for k in range(_GRID + 1)]
        double = [hz for hz in grid if len(_zeros(start.at(hz), fields)) == 3]
        if not double:
            break
        ends = double[0], double[-1]
        signs = [sign(_gap(start.at(hz), fields)[0]) for hz in ends]
        if signs[0] * signs[1] < 0:
            return ends if signs[0] < 0 else ends[::-1]
        low, high = ends[0] - step, ends[1] + step
    raise HypothesisError(f"J = {start.J}, gamma = {start.gamma} with these transverse fields",
                          "a range of hz with two minima of f that become equally deep",
                          "no first-order transition was found: take smaller gamma or fields")


def _gap(limit: Limit, fields: FieldDistribution) -> tuple[Number, Number]:
    """f(m3) - f(m1) at an exact field, and its slope log(D(m3)/D(m1))/J in the field."""
    m1, _, m3 = _zeros(limit, fields)
    slope = (limit.distance2(m3) / limit.distance2(m1)).log() / limit.J
    return _depth(limit, fields, m3) - _depth(limit, fields, m1), slope


def _narrowed(start: Limit, fields: FieldDistribution, low: fmpq, high: fmpq, prec: int) -> arb:
    """A ball that holds the transition: Newton's method inside the bracket, then the signs on both sides as proof."""
    hz, finest = arb((low + high) / 2).mid(), arb(2) ** (-3 * prec // 4)
    for _ in range(2 * prec):
        value, slope = _gap(start.at(hz.fmpq()), fields)
        margin = finest.max(abs(4 * value.rad() / slope).upper()).mid()
        step = (value / slope).mid()
        if not sign(value) or abs(step) < margin:
            break
        low, high = (hz.fmpq(), high) if value < 0 else (low, hz.fmpq())
        inside = min(low, high) < (hz - step).mid().fmpq() < max(low, high)
        hz = (hz - step).mid() if inside else arb((low + high) / 2).mid()
    ends = [(hz + side * margin).mid() for side in (-1, 1)]
    signs = [sign(_gap(start.at(end.fmpq()), fields)[0]) for end in ends]
    return ends[0].union(ends[1]) if signs[0] * signs[1] < 0 else arb.nan()


def _carried(start: Limit, fields: FieldDistribution, hz: arb, root: arb) -> arb:
    """The zero of F for every field in the ball hz, given that at its midpoint; nan if the proof fails."""
    wide, point = start.at(hz), root.mid()
    around = arb(point, (root.rad() + arb(2) ** (-current_precision() // 2)).upper())
    there = point - _balance(wide, fields)(point)[0] / _balance(wide, fields)(around)[1]
    return there if around.contains_interior(there) else arb.nan()
