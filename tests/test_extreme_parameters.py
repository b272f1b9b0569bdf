"""The limit N to infinity at parameters of very different sizes: an answer with its digits, or one clear error."""

from __future__ import annotations

import time
from fractions import Fraction

import mpmath
import pytest
from flint import arb, fmpq, fmpq_poly

from dtim_exact.coexistence import first_order_field, transitions
from dtim_exact.critical import critical_points
from dtim_exact.errors import CostError, HypothesisError
from dtim_exact.isolation import isolated, narrowed, sturm_chain
from dtim_exact.limit import Limit, outer_roots
from dtim_exact.maxwell import area
from dtim_exact.potential import extrema
from dtim_exact.precision import working_precision
from dtim_exact.real_roots import bracketed, polynomial_roots, sign


@pytest.mark.parametrize("power", [3, 5, 10, 30, 50])
def test_a_transition_at_small_fields_and_rates(power):
    """The two minima are equally deep, by mpmath's own potential at the certified field."""
    tiny = f"1e-{power}"
    found = first_order_field(hx=tiny, gamma=tiny, J=1)
    with mpmath.workdps(6 * power + 40):
        hz, m1, m3 = (mpmath.mpf(x.mid.numerator) / x.mid.denominator for x in (found.hz, *found.minima))
        h, r = mpmath.mpf(10) ** -power, hz - mpmath.mpc(0, mpmath.mpf(10) ** -power / 2)
        roots = mpmath.polyroots(
            [2, -2 - 4 * hz, 4 * hz + 2 * abs(r) ** 2 + h**2, -2 * abs(r) ** 2], maxsteps=2000, extraprec=40 * power
        )
        real = sorted(mpmath.re(x) for x in roots)

        def f(m):
            return (m * mpmath.log(m) + (1 - m) * mpmath.log(1 - m) + (2 - mpmath.log(2 / h**2)) * m
                    - 2 * mpmath.re((m - r) * mpmath.log(m - r)))

        assert abs(m1 - real[0]) < 1e-18
        assert abs(m3 - real[2]) < 1e-18
        # f(m3) - f(m1) changes its sign within the radius of the certified field: its slope is log(D3/D1)
        slope = mpmath.log(abs(real[2] - r) ** 2 / abs(real[0] - r) ** 2)
        error = mpmath.mpf(found.hz.rad.numerator) / found.hz.rad.denominator
        assert abs((f(real[2]) - f(real[0])) / slope) <= 2 * error


@pytest.mark.parametrize(("hx", "gamma"), [("1e-500", "1"), ("1", "1e-500"), ("1e-50", "1/100"), ("1e300", "1")])
def test_no_transition_is_said_at_once(hx, gamma):
    start = time.process_time()
    assert transitions(hx, gamma, 1) == []
    with pytest.raises(HypothesisError, match="no first-order transition"):
        first_order_field(hx, gamma, 1)
    assert time.process_time() - start < 10


def test_roots_that_all_but_coincide_are_told_apart():
    """Four roots, two of them 1e-300 apart, and sizes from 1e-200 to 1e200."""
    x, near = fmpq_poly([0, 1]), fmpq(1) / fmpq(10) ** 300
    roots = [fmpq(1, 3), fmpq(1, 3) + near, -fmpq(1) / fmpq(10) ** 200, fmpq(10) ** 200]
    poly = (x - roots[0]) * (x - roots[1]) * (x - roots[2]) * (x - roots[3])
    with working_precision(400):
        found = [narrowed(poly, low, high) for low, high in isolated(poly)]
        assert len(found) == 4
        for ball, root in zip(found, sorted(roots), strict=True):
            assert ball.contains(root)
            assert ball.rel_accuracy_bits() > 390
    assert len(sturm_chain(poly)) == 5
    assert isolated(fmpq_poly([1, 0, 1])) == []


def test_isolation_agrees_with_flint_where_both_run():
    for gamma in ("1/100", "1/7"):
        cubic = Limit.read(1, "1/5", "33/100", gamma).cubic()
        with working_precision(200):
            ours = [narrowed(cubic, low, high) for low, high in isolated(cubic)]
            theirs = [ball for ball, _, _ in polynomial_roots(cubic)]
        assert len(ours) == len(theirs)
        assert all(a.overlaps(b) for a, b in zip(ours, theirs, strict=True))


def test_a_change_of_sign_far_off_the_middle_is_bracketed():
    with working_precision(200):
        for target in (arb("0.3"), arb("1e-40"), 1 - arb("1e-40")):
            low, high = bracketed(lambda x, t=target: sign(t - x), arb(0), arb(1))
            assert low < target < high
            assert high - low < 3 * arb.min(target, 1 - target)


@pytest.mark.parametrize("Gamma", ["0", "1/10"])
def test_the_maxwell_area_is_the_area_between_the_curve_and_the_line(Gamma):
    """By the definition: the integral of hz(m) - X along the curve, its two branches as roots of a quadratic in hz."""
    limit, X = Limit.read(1, "1/5", 0, "1/100", Gamma), Fraction(7, 20)
    with working_precision(100):
        ours = area(limit, arb(7) / 20)
        m1, m3 = outer_roots(limit, arb(7) / 20)
    with mpmath.workdps(25):
        G, g, h2 = mpmath.mpf(0 if Gamma == "0" else 1) / 10, mpmath.mpf(1) / 100, 1 / mpmath.mpf(25)

        def half(m):
            return mpmath.sqrt(max(h2 * m / (2 * (1 - m)) - (g + m * G) ** 2 / 4, 0))

        turn = mpmath.findroot(lambda m: h2 * m / (2 * (1 - m)) - (g + m * G) ** 2 / 4, (g**2 / (2 * h2), g**2 / h2))
        low, high = (mpmath.mpf(x.mid().str(25, radius=False)) for x in (m1, m3))
        line = mpmath.mpf(X.numerator) / X.denominator
        # from m1 on the upper branch down to the turning point, then up along the lower branch to m3
        upper = mpmath.quad(lambda m: m + half(m) - line, [low, (low + turn) / 2, turn])
        lower = mpmath.quad(lambda m: m - half(m) - line, [turn, (turn + high) / 2, high])
        assert abs(upper + lower - mpmath.mpf(ours.mid().str(25, radius=False))) < 1e-10


@pytest.mark.parametrize("digits", [1, 15, 200, 2000])
def test_digits_from_few_to_very_many(digits):
    found = first_order_field(hx="1/5", gamma="1/100", J=1, digits=digits)
    numbers = [found.hz, *found.minima, found.limit_polarization, found.maxwell]
    numbers += [x for e in extrema(1, "1/5", "33/100", "1/100", digits=digits).extrema for x in (e.m, e.f)]
    numbers += [x for p in critical_points(1, "1/10", digits=digits).points for x in (p.m, p.hx, p.hz)]
    for x in numbers:
        assert x.rad * 10**digits <= abs(x.mid)
    coarse = first_order_field(hx="1/5", gamma="1/100", J=1)
    assert coarse.hz.overlaps(found.hz)
    assert coarse.maxwell.overlaps(found.maxwell)


def test_what_cannot_be_told_apart_is_one_clear_error():
    """Refused for its cost, before anything is computed that would take minutes."""
    start = time.process_time()
    for tiny in ("1e-500", "1e-5000"):
        with pytest.raises(CostError, match="very small"):
            first_order_field(hx=tiny, gamma=tiny, J=1)
    assert time.process_time() - start < 10
