"""The potential, its extrema, the transition and the critical points, against quadrature, mpmath and finite N."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import numpy as np
import pytest
from flint import arb, fmpq

from dtim_exact.coexistence import first_order_field, transitions
from dtim_exact.critical import critical_points
from dtim_exact.errors import HypothesisError, InputError
from dtim_exact.limit import Limit
from dtim_exact.mean_field import solutions, spinodals
from dtim_exact.potential import correction, extrema, potential, potential_slope, transition

POINTS = [  # J, hx, hz, gamma, Gamma, hy
    ("1", "1/5", "3/10", "1/100", "0", "0"),
    ("1", "1/5", "3/10", "1/100", "1/10", "1/7"),
    ("-1", "2/5", "-1/4", "1/10", "0", "-1/3"),
    ("1/2", "1/3", "1/8", "1/20", "2", "1/9"),
    ("0", "2/5", "1/10", "1/3", "3/2", "0"),
    ("1", "1", "-1/3", "0", "0", "0"),
    ("1", "1/2", "1/3", "0", "0", "0"),
]


def mp(x):
    """A Real or a fraction as mpf."""
    q = Fraction(x.mid if hasattr(x, "mid") else x)
    return mpmath.mpf(q.numerator) / q.denominator


def literal(point):
    """(J_eff, rbar, lambda_bar) as mpmath numbers, from the conventions."""
    J, hx, hz, gamma, Gamma, hy = (mp(Fraction(p)) for p in point)
    J_eff = mpmath.mpc(J, Gamma / 2)
    return J_eff, mpmath.mpc(hz, -gamma / 2) / J_eff, 2 * abs(J_eff) ** 2 / (hx**2 + hy**2)


def f_by_quadrature(point, m):
    """(S44) as printed: an integral."""
    _, r, lam = literal(point)
    breaks = sorted({mpmath.mpf(0), min(max(r.real, mpmath.mpf(0)), m), m})
    area = mpmath.quad(lambda x: mpmath.log((1 - x) * abs(r - x) ** 2), breaks)
    return -area - m * (1 + mpmath.log(lam / m))


def f_16(point, m):
    """(16) as printed."""
    _, r, lam = literal(point)
    power = (m - r) * mpmath.log(m - r)
    return m * mpmath.log(m) + (1 - m) * mpmath.log(1 - m) - 2 * power.real - (mpmath.log(lam) - 2) * m


@pytest.mark.parametrize("point", POINTS)
def test_f_is_16_and_S44_up_to_a_constant(point):
    with mpmath.workdps(40):
        at_zero = potential(0, *point, digits=30) if point[2] != "0" else None
        for m in ("1/10", "2/5", "7/10", "99/100"):
            ours = potential(m, *point, digits=30)
            assert abs(mp(ours) - f_16(point, mp(Fraction(m)))) < mpmath.mpf(10) ** -28
            assert abs(mp(ours) - mp(at_zero) - f_by_quadrature(point, mp(Fraction(m)))) < mpmath.mpf(10) ** -12
            slope = mpmath.diff(lambda x: f_16(point, x), mp(Fraction(m)))
            assert abs(mp(potential_slope(m, *point)) - slope) < mpmath.mpf(10) ** -15


@pytest.mark.parametrize("point", POINTS)
def test_extrema_are_where_f_turns(point):
    found = extrema(*point, digits=20).extrema
    grid = np.linspace(0.0005, 0.9995, 4001)
    r, lam = complex(literal(point)[1]), float(literal(point)[2])
    power = ((grid - r) * np.log(grid - r + 0j)).real
    heights = grid * np.log(grid) + (1 - grid) * np.log(1 - grid) - 2 * power - (np.log(lam) - 2) * grid
    turns = [k for k in range(1, 4000) if (heights[k] - heights[k - 1]) * (heights[k + 1] - heights[k]) < 0]
    kinds = ["min" if heights[k] < heights[k - 1] else "max" for k in turns]
    assert [e.kind for e in found] == kinds
    assert np.allclose([float(e.m) for e in found], grid[turns], atol=5e-4)
    for e in found:
        with mpmath.workdps(40):
            assert abs(mp(e.f) - f_16(point, mp(e.m))) < mpmath.mpf(10) ** -18
    roots = solutions(*point).roots
    assert [e.m for e in found] == [root.m for root in roots] or all(
        e.m.overlaps(root.m) for e, root in zip(found, roots, strict=True)
    )
    assert [e.kind == "min" for e in found] == [root.stable for root in roots]


def test_degenerate_extrema_are_decided_exactly():
    triple = extrema(J=1, hx="1/2", hz="1/4", gamma="1/2")
    assert [(str(e.m), e.kind) for e in triple.extrema] == [("1/2", "min")]
    double = {"J": 1, "hx": "5/6", "gamma": "1/6"}  # at hz = -1/12 the cubic is 2 (m - 1/6)^2 (m - 1/2)
    at_spinodal = extrema(**double, hz="-1/12")
    assert [(str(e.m), e.kind) for e in at_spinodal.extrema] == [("1/6", "inflection"), ("1/2", "min")]
    assert [root.stable for root in solutions(**double, hz="-1/12").roots] == [False, True]
    lower = spinodals(**double)[0]
    assert (str(lower.hz), str(lower.m)) == ("-1/12", "1/6")
    beside = [len(extrema(**double, hz=Fraction(-1, 12) + side * Fraction(1, 10**9)).extrema) for side in (1, -1)]
    assert beside == [3, 1]


def test_values_that_are_exactly_zero():
    assert potential(0, J=1, hx=1, hz=0, gamma=0).is_zero()  # rbar = 0
    assert potential(0, J=1, hx=1, hz=-1, gamma=0).is_zero()  # rbar = -1, log 1
    first = extrema(J=1, hx=1, hz=0, gamma=0).extrema[0]
    assert (str(first.m), first.kind, str(first.f)) == ("0", "min", "0")
    assert potential_slope("1/2", J=1, hx="1/2", hz="1/4", gamma="1/2").is_zero()


# --- 1/N


def log_weights(N, point):
    """log p_M/p_0 of the literal model at N, J = Jbar/N, Gamma = Gammabar/N, in doubles."""
    J, hx, hz, gamma, Gamma, hy = (float(Fraction(p)) for p in point)
    J_eff, h_eff = (J + 1j * Gamma / 2) / N, hz - 0.5j * (gamma + Gamma / N)
    r, lam = h_eff / J_eff, 2 * abs(J_eff) ** 2 / (hx**2 + hy**2)
    M = np.arange(N + 1)
    rising = np.concatenate([[0], np.cumsum(2 * np.log(np.abs(M[:-1] - r)))])
    choices = np.concatenate([[0], np.cumsum(np.log((N - M[:-1]) / M[1:]))])
    return rising + choices + M * np.log(lam)


@pytest.mark.parametrize("point", [p for p in POINTS if p[3] != "0"])
def test_correction_leaves_an_error_of_order_one_over_N_squared(point):
    errors = []
    for N in (400, 800):
        weight = log_weights(N, point)[N * 2 // 5]
        rest = float(potential("2/5", *point)) - float(potential(0, *point)) + float(correction("2/5", N, *point))
        errors.append(-weight / N - rest)
    assert abs(errors[0]) < 40 / 400**2
    assert 3.5 < errors[0] / errors[1] < 4.5


def test_the_printed_correction_is_wrong():
    point, shift = POINTS[0], []
    for m in ("1/5", "2/5"):  # up to a constant (S48) has log of |m-rbar|^2 (1-m)/m
        _, r, _ = literal(point)
        x = mp(Fraction(m))
        printed = mpmath.log(abs(x - r) ** 2 * (1 - x) / x) / 2000
        weight = -log_weights(1000, point)[int(1000 * x)] / 1000 - float(potential(m, *point))
        shift.append((weight - float(printed), weight - float(correction(m, 1000, *point))))
    assert abs(shift[0][0] - shift[1][0]) > 5e-4  # log(2)/1000
    assert abs(shift[0][1] - shift[1][1]) < 1e-5


# --- the transition

CROSSINGS = [  # hx, gamma, J, Gamma, hy
    ("1/5", "1/100", "1", "0", "0"),
    ("2/5", "1/10", "-1", "0", "1/10"),
    ("1/5", "1/100", "1", "1/10", "0"),
    ("1/5", "1/100", "1", "1/2", "1/20"),
    ("2/5", "1/100", "1/10", "1", "0"),
]


@pytest.mark.parametrize("case", CROSSINGS)
def test_both_minima_are_equally_deep(case):
    hx, gamma, J, Gamma, hy = case
    found = first_order_field(*case, digits=30)
    with mpmath.workdps(50):
        point = (J, hx, Fraction(found.hz.mid), gamma, Gamma, hy)
        low, high = (mp(m) for m in found.minima)
        assert abs(f_16(point, low) - f_16(point, high)) < mpmath.mpf(10) ** -28
        for m in (low, high):
            assert abs(mpmath.diff(lambda x: f_16(point, x), m)) < mpmath.mpf(10) ** -18
            assert mpmath.diff(lambda x: f_16(point, x), m, 2) > 0
    for side, deeper in ((-1, 0), (1, 1)):  # for J > 0 the polarized minimum is the deeper one below the transition
        at = [e.f for e in extrema(J, hx, found.hz.mid + side * Fraction(1, 10**6), gamma, Gamma, hy).extrema]
        sign = 1 if Fraction(J) > 0 else -1
        assert (at[0] < at[2]) == ((deeper == 1) == (sign == 1))


@pytest.mark.parametrize("case", CROSSINGS)
def test_limit_polarization_and_shift_by_finite_N(case):
    hx, gamma, J, Gamma, hy = case
    found = first_order_field(*case)

    def at(N, hz):
        weights = log_weights(N, (J, hx, hz, gamma, Gamma, hy))
        weights = np.exp(weights - weights.max())
        split = int(N * float(solutions(J, hx, found.hz.mid, gamma, Gamma, hy).roots[1].m))
        m = np.arange(N + 1) / N
        return (m * weights).sum() / weights.sum(), np.log(weights[split:].sum() / weights[:split].sum())

    polarizations = [at(N, found.hz.mid)[0] for N in (16000, 32000)]
    assert abs(2 * polarizations[1] - polarizations[0] - float(found.limit_polarization)) < 2e-5
    plain = sum(float(m) for m in found.minima) / 2
    assert abs(plain - float(found.limit_polarization)) > 0.01
    balance = [at(N, found.hz.mid + found.shift.mid / N)[1] for N in (16000, 32000)]
    assert abs(balance[1]) < 0.02
    assert 1.8 < balance[0] / balance[1] < 2.2


def maxwell_residual(case, found):
    """int (hz(m) - X) dm along the curve c(m) = 0 by mpmath, as a sum over its two branches hz = J m -+ root."""
    hx, gamma, J, Gamma, hy = (mp(Fraction(p)) for p in case)
    X = mp(found.maxwell)
    h2 = hx**2 + hy**2

    def root(m):
        return mpmath.sqrt(mpmath.re(h2 * m / (2 * (1 - m)) - (gamma + m * Gamma) ** 2 / 4) + 0j).real

    ends = [mp(s.m) for s in solutions(case[2], case[0], found.maxwell.mid, case[1], case[3], case[4], digits=35).roots]
    lowest = mpmath.findroot(lambda m: h2 * m / (2 * (1 - m)) - (gamma + m * Gamma) ** 2 / 4, gamma**2 / (2 * h2))
    side = 1 if J > 0 else -1
    top = mpmath.quad(lambda m: J * m - side * root(m) - X, [lowest, (lowest + ends[2]) / 2, ends[2]])
    branch = 1 if (J * ends[0] - X) * side > 0 else -1
    return top - mpmath.quad(lambda m: J * m - side * branch * root(m) - X, [lowest, (lowest + ends[0]) / 2, ends[0]])


@pytest.mark.parametrize("case", CROSSINGS)
def test_maxwell_areas_are_equal_and_the_field_is_not_the_transition(case):
    found = first_order_field(*case, digits=25)
    with mpmath.workdps(30):
        assert abs(maxwell_residual(case, found)) < mpmath.mpf(10) ** -10
    assert not found.maxwell.overlaps(found.hz)
    low, high = (place.hz for place in spinodals(case[2], *case[:2], *case[3:]))
    assert low < found.maxwell < high
    assert low < found.hz < high


def test_transition_keys_symmetry_and_limits():
    a, b = (transition(J=J, hx="1/5", gamma="1/100", digits=20) for J in (1, -1))
    assert (a.hz.to_arb() + b.hz.to_arb()).contains(0)
    assert a.limit_polarization.overlaps(b.limit_polarization)
    assert a.to_json().keys() == {"hz", "minima", "limit_polarization", "maxwell"}
    assert a.hz.rad <= a.hz.mid * Fraction(1, 10**20)
    lossless = transition(J=1, hx="1/5", gamma=0)  # rbar = hz/J in (0, 1): p_M has zeros, the limit depends on N
    assert lossless.to_json()["limit_polarization"] is None
    near = transition(J=1, hx="9102/10000", gamma="1/10")  # beside a critical point the two minima are near each other
    assert abs(float(near.minima[1]) - float(near.minima[0])) < 0.02
    assert transitions(hx="1/10", gamma=0, J=0, Gamma=1) == []  # bistable, but one minimum stays the deeper one
    with pytest.raises(HypothesisError, match="no first-order transition"):
        transition(J=1, hx=1, gamma=1)
    with pytest.raises(HypothesisError, match="J = Gamma = 0"):
        transition(J=0, hx=1, gamma=1)


# --- critical points


@pytest.mark.parametrize(
    ("J", "gamma", "Gamma", "count"),
    [
        ("1", "1/10", "0", 2), ("-2", "1/10", "0", 2), ("1", "1/2", "0", 1), ("1", "501/1000", "0", 0),
        ("1", "0", "0", 1), ("1", "1/10", "1/2", 2), ("1", "1/10", "5", 2), ("0", "1/10", "1", 2),
        ("0", "1/8", "1", 1), ("0", "1", "1", 0), ("0", "1", "0", 0),
    ],
)
def test_three_derivatives_vanish_at_critical_points(J, gamma, Gamma, count):
    found = critical_points(J, gamma, Gamma, digits=40)
    assert len(found.points) == count
    assert found.to_json().keys() == {"points"}
    polarizations = [float(point.m) for point in found.points]
    assert polarizations == sorted(polarizations)
    for point in found.points:
        m, hx, hz = (x.to_arb() for x in (point.m, point.hx, point.hz))
        limit = Limit(J=fmpq(Fraction(J).numerator, Fraction(J).denominator), h2=hx * hx, hx=hx, hy=fmpq(0), hz=hz,
                      gamma=fmpq(Fraction(gamma).numerator, Fraction(gamma).denominator),
                      Gamma=fmpq(Fraction(Gamma).numerator, Fraction(Gamma).denominator))
        c0, c1, c2, c3 = limit.coefficients()
        for derivative in (c0 + m * (c1 + m * (c2 + m * c3)), c1 + m * (2 * c2 + 3 * m * c3), 2 * c2 + 6 * m * c3):
            assert arb(derivative).contains(0)
            assert abs(arb(derivative)) < 1e-12


def test_beyond_the_critical_field_there_is_no_bistability():
    outer = critical_points(1, "1/10").points
    little = Fraction(1, 10**6)
    upper, lower = (Fraction(point.hx.mid) for point in outer)
    counts = [len(spinodals(1, hx, "1/10")) for hx in (upper + little, upper - little, lower + little, lower - little)]
    assert counts == [0, 2, 2, 0]


def test_bad_input():
    with pytest.raises(InputError, match="0 <= m <= 1"):
        potential(2, J=1, hx=1, hz=1, gamma=1)
    with pytest.raises(HypothesisError, match="hx = hy = 0"):
        extrema(J=1, hx=0, hz=1, gamma=1)
    with pytest.raises(InputError, match="Gamma = -1"):
        critical_points(1, 1, -1)


def test_the_potential_where_m_is_the_real_part_of_rbar() -> None:
    """h^z - m J is a ball around 0 there."""
    here = potential("3/10", J=1, hx="1/5", hz="3/10", gamma="1/5")
    beside = potential("0.3000000000000000000001", J=1, hx="1/5", hz="3/10", gamma="1/5")
    assert abs(here.mid - beside.mid) < Fraction(1, 10**19)
