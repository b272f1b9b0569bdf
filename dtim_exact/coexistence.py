"""The first-order transition: the field where the two minima of f are equally deep, and what holds there.

Between two spinodals f has minima m1 < m3. Their difference g(hz) = f(m3) - f(m1) has the slope

    dg/dhz = 2 Re[(log(m3 - rbar) - log(m1 - rbar))/J_eff],

since f' = 0 at both. At Gamma = 0 it is log(|m3-rbar|^2/|m1-rbar|^2)/J, of one sign because |m-rbar|^2 =
m/(lambda_bar (1-m)) rises with m, so there is exactly one transition in each bistable interval. With Gamma > 0 there
may be none or two: the interval is covered by balls, and where a minimum merges with the maximum between them a whole
neighbourhood of that point takes its place, so that none is missed.

Polarization in the limit at the transition. The sum of p_M over a hump is exp(-N f)/(m sqrt(f'')) times what is common
to both (`potential.correction`: at an extremum m (1-m)|m-rbar|^2 = m^2/lambda_bar), and for Gamma > 0 a factor
exp(-`collective_log`). So <m> tends to sum_i m_i w_i/sum_i w_i with w = exp(-collective_log)/(m sqrt(f'')), which is
not the plain average. At finite N both humps weigh the same at hz + shift/N, shift = log(w3/w1)/(dg/dhz).

Key results: `transitions`, `first_order_field`, `Transition`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from flint import arb, fmpq

from .errors import CostError, HypothesisError, PrecisionError
from .limit import DIGITS, Limit, Number, angle, discriminant_in_field, double_root, followed, outer_roots
from .maxwell import maxwell_field
from .potential import collective_log, curvature_ball, f_ball, f_centred
from .precision import current_precision, working_precision
from .real_roots import all_zeros, bracketed, certified_reals, polynomial_roots, refined, sign, simple_roots
from .values import Real

__all__ = ["Transition", "first_order_field", "transitions"]

SEARCH = (128, 512, 2048, 8192)  # bits for finding and separating the transitions


@dataclass(frozen=True)
class Transition:
    """One first-order transition, all in terms of the barred J and Gamma.

    hz: the field where both minima have equal f; minima: their polarizations; limit_polarization: the limit of <m> at
    this field as N grows (None at gamma = Gamma = 0 with rbar >= 0, where it depends on N); maxwell: the field of the
    equal-area construction (None where the mean-field curve is not one line, see `maxwell`); shift: at finite N the two
    humps of p_M weigh the same at hz + shift/N + O(N^-2).
    """

    hz: Real
    minima: tuple[Real, Real]
    limit_polarization: Real | None
    maxwell: Real | None
    shift: Real | None

    def to_json(self) -> dict[str, Any]:
        """{"hz", "minima", "limit_polarization", "maxwell"}, as the command `transition` prints it."""
        polarization, maxwell = self.limit_polarization, self.maxwell
        return {
            "hz": self.hz.to_json(),
            "minima": [m.to_json() for m in self.minima],
            "limit_polarization": None if polarization is None else polarization.to_json(),
            "maxwell": None if maxwell is None else maxwell.to_json(),
        }


def first_order_field(hx: object, gamma: object, J: object, Gamma: object = 0, hy: object = 0,
                      digits: int = DIGITS) -> Transition:
    """The first-order transition at given transverse field and rates; J and Gamma are the barred values.

    >>> t = first_order_field(hx="1/5", gamma="1/100", J=1)
    >>> print(*(x.to_str(6) for x in (t.hz, t.limit_polarization, t.maxwell)))
    [0.33216051 +/- 4.91e-9] [0.42794935 +/- 2.70e-9] [0.35463427 +/- 1.44e-9]

    Raises HypothesisError where there is none (mean field not bistable), or more than one (see `transitions`).
    """
    found = transitions(hx, gamma, J, Gamma, hy, digits)
    if len(found) == 1:
        return found[0]
    given = f"hx = {hx}, hy = {hy}, gamma = {gamma}, J = {J}, Gamma = {Gamma}"
    if not found:
        raise HypothesisError(given, "a range of hz with two minima of f that become equally deep",
                              "there is no first-order transition: take smaller gamma or hx, see critical_points")
    raise HypothesisError(given, "exactly one transition",
                          f"there are {len(found)}, at hz = {', '.join(str(t.hz) for t in found)}: see transitions()")


def transitions(hx: object, gamma: object, J: object, Gamma: object = 0, hy: object = 0,
                digits: int = DIGITS) -> list[Transition]:
    """Every first-order transition in increasing hz, none missed; the list is empty where there is none.

    >>> transitions(hx=1, gamma=1, J=1)
    []
    """
    limit = Limit.read(J, hx, 0, gamma, Gamma, hy).needs_potential()
    _check_scale(limit, 3000)
    for bits in SEARCH:
        with working_precision(bits):
            try:
                intervals = bistable_intervals(limit)
                _check_scale(limit, 150 if intervals else 3000)
                found = [(low, high, zero) for low, high in intervals for zero in _zeros(limit, low, high)]
                break
            except PrecisionError:
                continue
    else:
        raise _too_near()
    return [_transition(limit, low, high, zero, digits, bits) for low, high, zero in found]


def _check_scale(limit: Limit, power: int) -> None:
    """CostError for |h/J_eff|^2 < 10^-power: the roots lie that near to each other, and each takes as many halvings."""
    if limit.h2 / limit.J2 * fmpq(10) ** power < 1:
        raise CostError("a transverse field |h| that is very small beside |J_eff|", f"at least 1e-{power // 2} |J_eff|",
                        "choose a larger hx or smaller J")


def bistable_intervals(limit: Limit) -> list[tuple[arb, arb]]:
    """The open intervals of hz with three mean-field solutions: where the discriminant is positive."""
    discriminant = discriminant_in_field(limit)
    fields = [ball for ball, _, _ in polynomial_roots(discriminant)]
    return [(low, high) for low, high in pairwise(fields)
            if discriminant(((low + high) / 2).mid().fmpq()) > 0]


def _depth_difference(limit: Limit, hz: arb) -> tuple[arb, arb]:
    """g(hz) = f(m3) - f(m1) and its slope over a ball of fields: g at the midpoint plus slope times distance."""
    low, high = outer_roots(limit, hz.mid())
    m1, m3 = outer_roots(limit, hz)
    point, slope = limit.at(hz.mid()), _field_slope(limit.at(hz), m1, m3)
    value = f_ball(point, high) - f_ball(point, low) + slope * (hz - hz.mid())
    return value if value.is_finite() else f_ball(limit.at(hz), m3) - f_ball(limit.at(hz), m1), slope


def _field_slope(here: Limit, m1: arb, m3: arb) -> Number:
    """d/dhz of f(m3) - f(m1) at fixed m1 and m3."""
    turned = angle(m3 - here.r_re, here.depth) - angle(m1 - here.r_re, here.depth) if here.Gamma else arb(0)
    return (here.J * (here.distance2(m3) / here.distance2(m1)).log() + here.Gamma * turned) / here.J2


def _zeros(limit: Limit, low: arb, high: arb) -> list[arb]:
    """Every zero of g between two neighbouring spinodals, each in a ball of its own."""
    if not limit.Gamma:
        return [_only_zero(limit, low, high)]
    start, stop = _safe_end(limit, low, high), _safe_end(limit, high, low)
    return all_zeros(lambda hz: _depth_difference(limit, hz), start, stop, ((stop - start) / 16).mid())


def _only_zero(limit: Limit, low: arb, high: arb) -> arb:
    """The zero of g at Gamma = 0, where g has the sign of -J at the lower and of J at the upper spinodal."""
    rising = sign(arb(limit.J))
    low, high = bracketed(lambda hz: -rising * sign(_depth_difference(limit, hz)[0]), low, high)
    for _ in range(current_precision()):
        around, middle = low.union(high), ((low + high) / 2).mid()
        value = _depth_difference(limit, middle)[0]
        there = middle - value / _depth_difference(limit, around)[1]
        if around.contains_interior(there):
            return there
        if not sign(value):
            break
        low, high = (middle, high) if sign(value) * rising < 0 else (low, middle)
    raise _too_near()


def _safe_end(limit: Limit, end: arb, other: arb) -> arb:
    """A field beside the spinodal `end` such that g has no zero between the two."""
    for power in range(4, 60):
        inner: arb = (end + (other - end) / 2**power).mid()
        if _no_zero_between(limit, end, inner):
            return inner
    raise _too_near()


def _too_near() -> PrecisionError:
    return PrecisionError("a first-order transition", "one that lies apart from the spinodals",
                          "the parameters are too near a critical point: move hx or gamma")


def _no_zero_between(limit: Limit, end: arb, inner: arb) -> bool:
    """True if g != 0 for all fields from the spinodal `end` to `inner`.

    The two roots that merge at `end` cannot leave an interval around their meeting point at whose ends the cubic keeps
    its sign for all these fields, so the whole interval stands for the minimum among them.
    """
    fields, meeting = end.union(inner), double_root(limit, end)
    wide, roots = limit.at(fields), simple_roots(limit.at(inner.fmpq()).cubic())
    single = 2 if abs(roots[2] - meeting) > abs(roots[0] - meeting) else 0
    reach = 2 * max(abs(m - meeting).upper() for m in (roots[1], roots[2 - single]))
    around = meeting.union(meeting + reach).union(meeting - reach)
    walls = {sign(wide.cubic_at(around.lower())), sign(wide.cubic_at(around.upper()))}
    middle = simple_roots(limit.at(fields.mid().fmpq()).cubic())
    alone = followed(limit, fields, min(middle, key=lambda m: abs(m - roots[single]).mid()))
    point, half = limit.at(fields.mid()), _field_slope(wide, alone, around) * (fields - fields.mid())
    difference = f_centred(point, around) - f_centred(point, alone) + half
    if not difference.is_finite():
        difference = f_ball(wide, around) - f_ball(wide, alone)
    return len(walls) == 1 and 0 not in walls and not around.overlaps(alone) and bool(sign(difference))


def _transition(limit: Limit, low: arb, high: arb, zero: arb, digits: int, bits: int) -> Transition:
    """All numbers at one transition, to the digits asked for."""
    bounded = bool(limit.gamma or limit.Gamma or (zero / limit.J) < 0)

    def compute(_: int) -> list[arb]:
        hz = refined(lambda x: _depth_difference(limit, x), zero)
        here, (m1, m3) = limit.at(hz), outer_roots(limit, hz)
        if not bounded:
            return [hz, m1, m3]
        w1, w3 = hump_weight(here, m1), hump_weight(here, m3)
        slope = _depth_difference(limit, hz)[1]
        return [hz, m1, m3, (m1 * w1 + m3 * w3) / (w1 + w3), (w3 / w1).log() / slope]

    most = 8 * (bits + 4 * digits)
    hz, m1, m3, *more = certified_reals(compute, digits, "the first-order transition", most)
    polarization, shift = more or (None, None)
    return Transition(hz, (m1, m3), polarization, maxwell_field(limit, low, high, digits, bits), shift)


def hump_weight(limit: Limit, m: arb) -> Number:
    """The weight of a hump of p_M at a minimum m of f, but for exp(-N f) and what all humps share."""
    return (-collective_log(limit, m)).exp() / (m * curvature_ball(limit, m).sqrt())
