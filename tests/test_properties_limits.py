"""Widths, peaks, the limit of many spins and correlations in time: enclosures that exact signs decide, and laws.

A width is right if the exact density at the two ends of each enclosure lies on both sides of its level; an extremum if
the exact slope changes its sign there; a transition if the order of the two minima changes. Laws: one unit of
frequency, rotations about z, the sign of J and h^z, digits that agree.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

from draws import LOSSES, NONZERO, RATES, SIGNED, equal_fields, models, unequal_fields, words
from flint import arb
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dtim_exact import HypothesisError, InputError, Model, PrecisionError, Real
from dtim_exact.blockade import certified_width, width_estimate
from dtim_exact.critical import critical_points
from dtim_exact.limit import Limit
from dtim_exact.mean_field import motion, solutions, spinodals
from dtim_exact.peaks import resonance_scan
from dtim_exact.potential import Extremum, extrema, potential, potential_slope, transition
from dtim_exact.precision import working_precision
from dtim_exact.time_correlations import two_time
from dtim_exact.values import Value
from dtim_exact.width_bounds import width_bounds

FEW = settings(max_examples=25)
FEWER = settings(max_examples=12)
DIGITS = st.integers(1, 60)
DEFINITIONS = st.sampled_from(["half-peak", "half-baseline"])


def ends(x: Real, times: int = 1) -> tuple[Fraction, Fraction]:
    return x.mid - times * x.rad, x.mid + times * x.rad


def sharp(x: Real, digits: int) -> bool:
    """The promise of the digits."""
    return x.rad * 10**digits <= abs(x.mid) + x.rad


def excess(x: Fraction, level: Fraction, parameters: dict[str, Any], n: int) -> Fraction:
    return Model.at_resonance(n=n, epsilon=x, **parameters).density().exact - level


@st.composite
def blockades(draw: st.DrawFn) -> tuple[dict[str, Any], int]:
    """N, J and fields, with a resonance n < N."""
    N = draw(st.integers(2, 6))
    h = draw(equal_fields() | unequal_fields(N))
    return {"N": N, "J": draw(NONZERO), **h}, draw(st.integers(0, N - 1))


@given(blockades(), DIGITS)
@FEW
def test_half_of_the_peak(blockade: tuple[dict[str, Any], int], digits: int) -> None:
    parameters, n = blockade
    try:
        found = certified_width(**parameters, n=n, digits=digits)
    except HypothesisError:  # a peak without half-maximum points
        assume(False)
    level = Model.at_resonance(n=n, epsilon=0, **parameters).density().exact / 2
    for point, sign in ((found.left, -1), (found.right, 1)):
        low, high = ends(point)
        assert low * sign > 0 < high * sign
        assert excess(low, level, parameters, n) * sign >= 0 >= excess(high, level, parameters, n) * sign
        assert sharp(point, digits)
        assert Real.from_json(point.to_json()).contains(point)
    assert found.fwhm.overlaps(Real.from_ball(found.right.to_arb() - found.left.to_arb()))
    assert width_estimate(**parameters, n=n, digits=digits + 5).overlaps(found.estimate)


@given(blockades(), DIGITS, LOSSES, DEFINITIONS)
@FEWER
def test_widths_know_no_unit_and_no_sign(
    blockade: tuple[dict[str, Any], int], digits: int, unit: str, definition: str
) -> None:
    """epsilon is a ratio: (J, h) -> (c J, c h) and (J, h) -> (-J, h^*) leave it; so do more digits."""
    parameters, n = blockade
    c = Fraction(unit)

    def scaled(x: Any) -> Any:
        return [c * Fraction(y) for y in x] if isinstance(x, list) else c * Fraction(x)

    try:
        found = certified_width(**parameters, n=n, definition=definition, digits=digits)
    except (HypothesisError, InputError):
        assume(False)
    others = [
        {key: x if key == "N" else scaled(x) for key, x in parameters.items()},
        {**parameters, "J": -Fraction(parameters["J"])},
    ]
    for other in others:
        again = certified_width(**other, n=n, definition=definition, digits=digits + 7)
        assert all(getattr(found, x).overlaps(getattr(again, x)) for x in ("left", "right", "fwhm", "estimate"))
    try:
        bounds = width_bounds(**parameters, n=n, definition=definition, digits=digits)
    except (HypothesisError, InputError):
        return
    for x in (-found.left.to_arb(), found.right.to_arb()):
        assert not bounds.lower.to_arb() > x
        assert not x > bounds.upper.to_arb()


@given(models(most=4, gamma=LOSSES), st.integers(10, 30))
@FEWER
def test_peaks_of_the_density(m: Model, digits: int) -> None:
    """The exact density rises up to the peak and falls behind it; at both sides it crosses half of the height."""
    assume(m.J)

    def density(hz: Fraction) -> Fraction:
        return Model.from_dict({**m.to_dict(), "hz": hz}).density().exact

    try:
        found = resonance_scan(m, -9, 9, digits)
    except (HypothesisError, PrecisionError):
        assume(False)
    for peak in found:
        step = 1000 * peak.hz.rad or Fraction(1, 10**6)
        assert density(peak.hz.mid - step) < density(peak.hz.mid) > density(peak.hz.mid + step)
        half = peak.density.mid / 2
        slack = peak.density.rad
        for point, sign in ((peak.left, 1), (peak.right, -1)):
            a, b = ends(point)
            assert (density(a) - half) * sign <= slack
            assert (density(b) - half) * sign >= -slack


@st.composite
def limits(draw: st.DrawFn, gamma: Any = LOSSES) -> dict[str, Any]:
    """Barred parameters, bistable ones among them: J, hx, hz, gamma, Gamma, hy."""
    if draw(st.booleans()):
        hz, hx = draw(st.integers(20, 60)), draw(st.integers(10, 40))
        return {"J": "1", "hx": f"{hx}/100", "hz": f"{hz}/100", "gamma": f"1/{draw(st.integers(10, 500))}"}
    Gamma = draw(st.just("0") | LOSSES)
    return {"J": draw(NONZERO), "hz": draw(SIGNED), "gamma": draw(gamma), "Gamma": Gamma, **draw(equal_fields())}


def changed(p: dict[str, Any], factor: Fraction, *names: str) -> dict[str, Any]:
    return {key: factor * Fraction(x) if key in names else x for key, x in p.items()}


RATES_OF_LIMIT = ("J", "hx", "hy", "hz", "gamma", "Gamma")


@given(limits(), DIGITS)
@FEW
def test_extrema_of_the_potential(p: dict[str, Any], digits: int) -> None:
    """The slope of (S49), at exact points, changes its sign at each; minima and maxima take turns, and so does f."""
    found = extrema(**p, digits=digits).extrema
    assert [e.kind for e in found] == (["min", "max"] * 2)[: len(found)]
    assert len(found) in (1, 3)
    assert all(sharp(e.m, digits) and sharp(e.f, digits) for e in found)
    for e in found:
        low, high = ends(e.m)
        if 0 < low < high < 1:
            before, behind = (potential_slope(m, **p, digits=5).to_arb() for m in (low, high))
            assert (before < 0 < behind) if e.kind == "min" else (before > 0 > behind)
    for a, b in pairwise(found):
        assert not (a.f.to_arb() > b.f.to_arb() if a.kind == "min" else a.f.to_arb() < b.f.to_arb())


@given(limits(), DIGITS, LOSSES, st.fractions(-3, 3, max_denominator=9))
@FEWER
def test_laws_of_the_potential(p: dict[str, Any], digits: int, unit: str, t: Fraction) -> None:
    """One unit of frequency; (J, h^z) -> (-J, -h^z); only |h| counts; two numbers of digits agree."""
    c, hx, hy = Fraction(unit), Fraction(p["hx"]), Fraction(p.get("hy", 0))
    cos, sin = (1 - t * t) / (1 + t * t), 2 * t / (1 + t * t)
    others = [
        changed(p, c, *RATES_OF_LIMIT),
        changed(p, Fraction(-1), "J", "hz"),
        {**p, "hx": cos * hx - sin * hy, "hy": sin * hx + cos * hy},
    ]
    found = extrema(**p, digits=digits).extrema
    roots = solutions(**p, digits=digits).roots
    for k, other in enumerate(others):
        again = extrema(**other, digits=digits + 9).extrema
        assert len(again) == len(found)
        assert all(agree(a, b, same_f=k > 0) for a, b in zip(found, again, strict=True))
        moved = solutions(**other, digits=digits + 9).roots
        assert [root.stable for root in moved] == [root.stable for root in roots]
        assert all(a.m.overlaps(b.m) for a, b in zip(roots, moved, strict=True))
    x = potential("1/3", **p, digits=digits + 20)
    assert potential("1/3", **p, digits=digits).overlaps(x)
    assert potential("1/3", **others[1], digits=digits).overlaps(x)


def agree(a: Extremum, b: Extremum, same_f: bool) -> bool:
    return a.kind == b.kind and a.m.overlaps(b.m) and (not same_f or a.f.overlaps(b.f))


@given(limits(RATES), st.integers(20, 60))
@FEW
def test_mean_field_solutions_rest(p: dict[str, Any], digits: int) -> None:
    """At each of them the equations of motion contain 0, the Bloch vector is no longer than 1, one is stable."""
    found = solutions(**p, digits=digits).roots
    limit = Limit.read(**p)
    with working_precision(digits * 4):
        for root in found:
            m, x, y = (value.to_arb() for value in (root.m, root.mx, root.my))
            assert not m * m + x * x + y * y > 1
            assert all(arb(rate).contains(0) for rate in motion(limit, (x, y, -m)))
            assert all(sharp(value, digits) or value.is_zero() for value in (root.m, root.mx, root.my))
    assert len(found) in (1, 2, 3)


@given(st.integers(10, 60), st.integers(30, 300), st.integers(3, 12), st.just("0") | st.sampled_from(["1/50", "1/200"]))
@settings(max_examples=5)
def test_transitions(hx: int, loss: int, digits: int, Gamma: str) -> None:
    """At both ends of the enclosure of hz the two minima are in opposite order; -J and one unit of frequency."""
    p = {"J": "1", "hx": Fraction(hx, 200), "gamma": Fraction(1, loss), "Gamma": Gamma}
    try:
        found = transition(**p, digits=digits)
    except HypothesisError:  # no first-order transition there
        assume(False)

    def order(hz: Fraction) -> bool:
        first, _, third = extrema(**p, hz=hz, digits=3 * digits).extrema
        return bool(third.f.to_arb() > first.f.to_arb())

    low, high = ends(found.hz)
    assert order(low) != order(high)
    mirror = transition(**changed(p, Fraction(-1), "J"), digits=digits + 5)
    assert Real.from_ball(-mirror.hz.to_arb()).overlaps(found.hz)
    scaled = transition(**changed(p, Fraction(7, 3), *RATES_OF_LIMIT), digits=digits + 5)
    assert Real.from_ball(scaled.hz.to_arb() * 3 / 7).overlaps(found.hz)
    assert all(a.overlaps(b) for a, b in zip(found.minima, scaled.minima, strict=True))


@given(st.integers(3, 60), st.sampled_from(["0", "1/7", "1/2", "2"]), LOSSES, st.integers(1, 60))
@FEWER
def test_critical_points_are_where_spinodals_begin(loss: int, Gamma: str, unit: str, digits: int) -> None:
    """Two spinodals on one side of each in hx, none on the other; one unit of frequency."""
    p = {"J": "1", "gamma": Fraction(1, loss), "Gamma": Gamma}
    points, c = critical_points(**p, digits=digits).points, Fraction(unit)
    again = critical_points(**changed(p, c, *RATES_OF_LIMIT), digits=digits + 5).points
    assert len(points) == len(again)
    for point, other in zip(points, again, strict=True):
        assert point.m.overlaps(other.m)
        for name in ("hx", "hz"):
            there = Real.from_ball(getattr(other, name).to_arb() * c.denominator / c.numerator)
            assert getattr(point, name).overlaps(there)
    fine = critical_points(**p, digits=40).points
    for point in fine:
        counts = [len(spinodals(hx=point.hx.mid * (1 + Fraction(s, 10**14)), **p, digits=5)) for s in (-1, 1)]
        assert abs(counts[0] - counts[1]) == 2


@given(st.data(), limits(), st.integers(8, 30), st.integers(3, 12))
@FEWER
def test_the_potential_of_finitely_many_spins(data: st.DataObject, p: dict[str, Any], N: int, digits: int) -> None:
    """-log(p_M/p_0)/N of exact weights, J = Jbar/N and Gamma = Gammabar/N, against the expansion in 1/N."""
    M = data.draw(st.integers(1, N - 1))
    try:
        found = potential(Fraction(M, N), **p, N=N, order=data.draw(st.integers(0, 4)), digits=digits)
    except (HypothesisError, InputError, PrecisionError):
        assume(False)
    weights = Model(N=N, **changed(p, Fraction(1, N), "J", "Gamma")).weights()
    with working_precision(400):
        log = -arb((weights[M].gaussian / weights[0].gaussian).re).log() / N
    start = potential(0, **p, digits=40).to_arb()
    assert found.overlaps(Real.from_ball(log + start))


def turned(word: str) -> int:
    """The sign of a word under K and a turn by pi about z: X, + and - change theirs."""
    return (-1) ** sum(letter in "X+-" for letter in (token[0] for token in word.split()))


TENTHS = st.fractions(-2, 2, max_denominator=10)


@st.composite
def small(draw: st.DrawFn) -> Model:
    """A model of 1 to 3 spins, none of its rates above 2, with local decay."""
    N, gamma = draw(st.integers(1, 3)), draw(st.fractions("1/10", 2, max_denominator=10))
    h = {"hx": [draw(TENTHS) for _ in range(N)], "hy": draw(TENTHS)}
    Gamma = draw(TENTHS.map(abs)) if len(set(h["hx"])) == 1 else 0
    return Model(N=N, J=draw(TENTHS), hz=draw(TENTHS), gamma=gamma, Gamma=Gamma, **h)


@given(st.data(), small(), st.integers(3, 30))
@FEWER
def test_correlations_in_time(data: st.DataObject, m: Model, digits: int) -> None:
    """At t = 0 a product; bounded by Cauchy and Schwarz; conjugate for (-J, -h^z, h^*); digits agree."""
    a, b = data.draw(words(m.N, most=2)), data.draw(words(m.N, most=2))
    start, later = two_time(m, a, b, [0, "1/3"], digits)
    assert start.contains(m.expect(f"{a} {b}"))
    fine = two_time(m, a, b, ["1/3"], digits + 9)[0]
    assert later.overlaps(fine)
    mirror = Model.from_dict({
        **m.to_dict(), "J": str(-m.J.re), "hz": str(-m.hz.re),
        "hy": [str(m.h_at(j).im) for j in range(1, m.N + 1)], "hx": [str(m.h_at(j).re) for j in range(1, m.N + 1)],
    })  # fmt: skip
    there = two_time(mirror, a, b, ["1/3"], digits)[0].to_acb() * turned(a) * turned(b)
    assert Value.from_ball(there.conjugate()).overlaps(fine)
    bounds = [m.expect(word).gaussian.re for word in (f"{a} {adjoint(a)}", f"{adjoint(b)} {b}")]
    assert not abs(fine.to_acb()) ** 2 > arb(bounds[0] * bounds[1])


def adjoint(word: str) -> str:
    return " ".join(reversed(word.split())).translate(str.maketrans("+-", "-+"))
