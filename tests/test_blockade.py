"""Certified widths against the roots of the exact polynomial, the literal sum in mpmath, and closed forms."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from flint import ctx, fmpq, fmpq_poly

from dtim_exact.blockade import certified_width, resonances, width_estimate
from dtim_exact.errors import HypothesisError, InputError
from dtim_exact.form_factors import form_factors_recursion
from dtim_exact.gaussian import Gaussian
from dtim_exact.model import Model
from dtim_exact.peaks import resonance_peak, resonance_scan
from dtim_exact.profile import Profile
from dtim_exact.rings import EXACT

CASES = [  # N, J, hx, hy, n
    (1, 1, 2, 0, 0),
    (2, 1, 2, 0, 0),
    (2, "1/3", 1, "1/2", 1),
    (5, 1, 2, 0, 2),
    (6, -1, "3/2", 0, 1),
    (7, 2, 1, 3, 6),
    (4, 1, [1, 2, 3, 4], 0, 1),
    (5, -2, ["1/2", 1, 1, 3, 2], [0, 1, 1, "1/3", 0], 2),
    (8, 1, 40, 0, 3),
    (12, 1, 4, 0, 5),
    (22, 1, 4, 0, 2),
    (22, 1, 4, 0, 15),
]


def density_polynomials(N, J, hx, hy, n):
    """sum (1 - M/N) p_M and sum p_M as exact polynomials in epsilon, from the definition."""
    model = Model(N=N, J=J, hx=hx, hy=hy)
    factors = form_factors_recursion(EXACT, [model.lam(j) for j in range(1, N + 1)])
    eps, weight = fmpq_poly([0, 1]), fmpq_poly([1])
    above, total = fmpq_poly([0]), fmpq_poly([0])
    for M in range(N + 1):
        total += factors[M].re * weight
        above += factors[M].re * weight * fmpq(N - M, N)
        weight *= (M - n - eps) ** 2
    return above, total


@pytest.mark.parametrize("definition", ["half-peak", "half-baseline"])
@pytest.mark.parametrize("case", CASES)
def test_width_is_the_nearest_root_of_the_exact_polynomial(case, definition):
    N, J, hx, hy, n = case
    above, total = density_polynomials(*case)
    level = above(fmpq(0)) / total(fmpq(0)) / 2  # nbar = above/(2 total)
    level /= 2
    if definition == "half-baseline":
        rest, all_rest = (sum_beyond(case, w) for w in (True, False))
        level += rest / all_rest / 4
    roots = [z.real for z, _ in (above - 2 * level * total).complex_roots() if z.imag.is_zero()]
    with_prec = ctx.prec
    width = certified_width(N, J, hx, n, hy, definition=definition, digits=13)
    assert ctx.prec == with_prec
    right = min((x for x in roots if float(x) > 0), key=float)
    left = max((x for x in roots if float(x) < 0), key=float)
    assert width.right.to_arb().overlaps(right)
    assert width.left.to_arb().overlaps(left)
    assert width.fwhm.to_arb().overlaps(right - left)
    assert width.right.rad <= abs(width.right.mid) * Fraction(1, 10**13)


def sum_beyond(case, weighted):
    """C or A1: the coefficients of epsilon^2 for M > n."""
    N, J, hx, hy, n = case
    model = Model(N=N, J=J, hx=hx, hy=hy)
    factors = form_factors_recursion(EXACT, [model.lam(j) for j in range(1, N + 1)])
    answer, product = fmpq(0), fmpq(1)
    for M in range(1, N + 1):
        product *= (M - 1 - n) ** 2 or 1
        if n < M:
            answer += factors[M].re * product * (fmpq(N - M, N) if weighted else 1)
    return answer


def literal_density(N, lam, n, eps):
    """nbar by the plain sum (13), (14) in mpmath; the caller sets the precision."""
    term = total = above = mpmath.mpf(1)
    for M in range(N):
        term = term * (M - n - eps) ** 2 * lam * (N - M) / (M + 1)
        total += term
        above += term * (N - M - 1) / N
    return above / (2 * total)


@pytest.mark.parametrize(("N", "n", "digits"), [(22, 0, 40), (22, 1, 40), (22, 2, 40), (1000, 3, 40), (10000, 0, 20)])
def test_the_density_crosses_half_of_its_peak_inside_the_enclosures(N, n, digits):
    width = certified_width(N, 1, 4, n, digits=digits)
    with mpmath.workdps(digits + 25):
        lam = mpmath.mpf(1) / 8
        half = literal_density(N, lam, n, mpmath.mpf(0)) / 2
        for end, outward in ((width.left, -1), (width.right, 1))[N // 10000 :]:  # one side is enough of a wait at 10^4
            mid, rad = (mpmath.mpf(x.numerator) / x.denominator for x in (end.mid, end.rad))
            assert rad <= abs(mid) * mpmath.mpf(10) ** -digits
            assert literal_density(N, lam, n, mid - outward * rad) > half
            assert literal_density(N, lam, n, mid + outward * rad) < half
        for k in range(1, 8 if N < 10000 else 1):  # and nowhere before (proven inside; seen here)
            assert literal_density(N, lam, n, mid * k / 8) > half


def test_one_spin_in_closed_form():
    width = certified_width(1, 1, 4, 0, digits=30)  # nbar = 1/(2 (1 + eps^2/8)): half at eps^2 = 8
    assert (width.right.to_arb() ** 2).overlaps(fmpq(8).p)
    assert (width.fwhm.to_arb() / width.estimate.to_arb()).overlaps(2)
    assert width.lorentzian.overlaps(width.fwhm)


def test_estimate_is_12_and_the_truth_is_twice_as_wide_for_large_N():
    with mpmath.workdps(40):
        for N, n in ((22, 0), (22, 3), (40, 7)):
            w = mpmath.sqrt((mpmath.mpf(1) / 8) ** (n - N) * mpmath.binomial(N, n)) / mpmath.factorial(N - n - 1)
            ours = width_estimate(N, 1, 4, n, digits=30)
            assert abs(mpmath.mpf(ours.mid.numerator) / ours.mid.denominator / w - 1) < mpmath.mpf(10) ** -29
    widths = [certified_width(N, 1, 4, 0, digits=10) for N in (22, 400, 4000)]
    ratios = [w.fwhm.to_arb() / w.estimate.to_arb() for w in widths]
    assert abs(ratios[0] - 1.6658585) < 1e-6
    assert abs(ratios[0] - 2) > abs(ratios[1] - 2) > abs(ratios[2] - 2)
    assert abs(ratios[2] - 2) < 0.003


def test_half_baseline_of_a_narrow_peak_is_the_lorentzian():
    width = certified_width(22, 1, 4, 0, definition="half-baseline", digits=15)
    assert abs(width.fwhm.to_arb() / width.lorentzian.to_arb() - 1) < 1e-9
    assert width.to_json().keys() == {"n", "left", "right", "fwhm", "estimate", "lorentzian", "definition"}
    assert set(width.to_json()["left"]) == {"mid", "rad"}


def test_signs_and_phases_of_the_parameters():
    a, b = certified_width(9, 1, 2, 3, digits=20), certified_width(9, -1, 0, 3, hy=2, digits=20)
    assert a.left.overlaps(b.left)
    assert a.right.overlaps(b.right)
    equal = certified_width(9, 1, [2] * 9, 3, digits=20)
    assert a.right.overlaps(equal.right)
    assert [str(x) for x in resonances(3, -2)] == ["0", "-2", "-4"]


@pytest.mark.parametrize(
    ("kwargs", "error", "words"),
    [
        ({"N": 22, "J": 1, "hx": 4, "n": 22}, InputError, "no blockade peak"),
        ({"N": 22, "J": 1, "hx": 4, "n": -1}, InputError, "n = -1"),
        ({"N": 22, "J": 0, "hx": 4, "n": 1}, HypothesisError, "J = 0"),
        ({"N": 22, "J": 1, "hx": 0, "n": 1}, HypothesisError, "transverse field"),
        ({"N": 2, "J": 1, "hx": [1, 0], "n": 1}, HypothesisError, "transverse field"),
        ({"N": 22, "J": 1, "hx": 4, "n": 1, "definition": "other"}, InputError, "half-baseline"),
        ({"N": 22, "J": 1, "hx": 0.1, "n": 1}, InputError, "0.1"),
        ({"N": 0, "J": 1, "hx": 1, "n": 0}, InputError, "N = 0"),
    ],
)
def test_bad_input(kwargs, error, words):
    with pytest.raises(error, match=words) as caught:
        certified_width(**kwargs)
    assert "\n" not in str(caught.value)


# --- finite rates

RATES = [
    Model(N=6, J=1, hx=2, gamma="1/1000"),
    Model(N=6, J=-1, hx=2, hy=1, gamma="1/10", Gamma="1/5"),
    Model(N=5, J=1, hx=[1, 2, 3, 4, 5], gamma="1/50"),
    Model(N=4, J=1, hx=3),
    Model(N=1, J=1, hx=2, gamma=1),
]


def exact_density(model, hz):
    """nbar by the literal sum of exact rationals, from h_eff, J_eff of each field."""
    here = Model.from_dict({**model.to_dict(), "hz": Fraction(int(hz.p), int(hz.q))})
    steady = here.steady
    factors = form_factors_recursion(EXACT, [steady.mu(j) for j in steady.sites])
    weights = [(EXACT.abs2(steady.amplitude(M)) * factors[M]).re for M in range(here.N + 1)]
    return sum((w * fmpq(here.N - M, here.N) for M, w in enumerate(weights)), fmpq(0)) / (2 * sum(weights, fmpq(0)))


@pytest.mark.parametrize("model", RATES, ids=repr)
def test_profile_is_the_density(model):
    profile = Profile.of_field(model, EXACT)
    for hz in (fmpq(-3, 7), fmpq(1, 10), fmpq(5, 2)):
        assert profile.density(hz) == exact_density(model, hz)
        step = fmpq(1, 10**12)
        a, z = profile.weighted(profile.fractions(), hz), profile.weighted([1] * (model.N + 1), hz)
        slope, bend = profile.density_slope(hz)
        exact_slope = (a[1] * z[0] - a[0] * z[1]) / z[0] ** 2 / 2
        chord = (exact_density(model, hz + step) - exact_density(model, hz - step)) / (2 * step)
        assert abs(exact_slope - chord) < fmpq(1, 10**18)
        place = profile._largest(hz)
        assert slope / profile._scaled([1] * (model.N + 1), hz, place)[0] ** 2 / 2 == exact_slope
        ends = [wronskian(profile, hz + side * step, place) for side in (-1, 1)]
        assert abs((ends[1] - ends[0]) / (2 * step) - bend) < fmpq(1, 10**15)


def wronskian(profile, hz, place):
    (a0, a1, _), (z0, z1, _) = (profile._scaled(w, hz, place) for w in (profile.fractions(), [1] * (profile.N + 1)))
    return a1 * z0 - a0 * z1


@pytest.mark.parametrize("model", RATES, ids=repr)
def test_scan_finds_every_peak(model):
    low, high = fmpq(-3), fmpq(4)
    peaks = resonance_scan(model, "-3", "4", digits=12)
    grid = [low + (high - low) * fmpq(k, 1400) for k in range(1401)]
    profile = Profile.of_field(model, EXACT)  # held against the literal sum above
    heights = [profile.density(hz) for hz in grid]
    seen = [grid[k] for k in range(1, 1400) if heights[k - 1] < heights[k] >= heights[k + 1]]
    assert len(seen) == len(peaks)
    for place, peak in zip(seen, peaks, strict=True):
        assert abs(float(peak.hz) - float(place.p) / float(place.q)) < 0.01
        level = peak.density.to_arb() / 2
        for end, outward in ((peak.left, -1), (peak.right, 1)):
            middle = fmpq(end.mid.numerator, end.mid.denominator)
            reach = abs(middle) * fmpq(1, 10**9) * outward
            assert level < exact_density(model, middle - reach)
            assert level > exact_density(model, middle + reach)


def test_peak_at_small_rates_has_the_width_of_the_blockade():
    peak, width = resonance_peak(Model(N=8, J=1, hx=2, gamma="1e-30"), 1), certified_width(8, 1, 2, 1)
    assert abs(peak.fwhm.to_arb() / width.fwhm.to_arb() - 1) < 1e-3
    peak = resonance_peak(Model(N=8, J=1, hx=2, gamma="1e-30"), 1, "half-baseline")
    width = certified_width(8, 1, 2, 1, definition="half-baseline")
    assert abs(peak.fwhm.to_arb() / width.fwhm.to_arb() - 1) < 1e-3


def test_exact_zero_and_missing_peak():
    alone = resonance_scan(Model(N=1, J=1, hx=2, gamma=1), -1, 1)
    assert [peak.hz.is_zero() for peak in alone] == [True]
    assert Gaussian(resonance_scan(Model(N=4, J=1, hx=3), "-1/3", "1/3")[0].hz.fmpq) == Gaussian(0)
    with pytest.raises(HypothesisError, match="no longer exists"):
        resonance_peak(Model(N=6, J=1, hx=2, gamma=1), 3)
    with pytest.raises(InputError, match="low < high"):
        resonance_scan(Model(N=6, J=1, hx=2, gamma=1), 3, 3)
