"""The potential at its edges: balls that reach 0, what each refusal says, defaults, and the small corrections alone."""

from __future__ import annotations

import mpmath
import pytest
from flint import arb, fmpq
from refusals import refused_digits

from dtim_exact import potential as module
from dtim_exact.coexistence import first_order_field
from dtim_exact.errors import HypothesisError, InputError
from dtim_exact.limit import Limit
from dtim_exact.potential import correction, extrema, f_ball, f_centred, potential, potential_slope, transition
from dtim_exact.precision import working_precision

HERE = {"J": 1, "hx": "1/5", "hz": "3/10", "gamma": "1/100"}
LOSSLESS = {"J": 1, "hx": 1, "gamma": 0}  # rbar = hz
POLARIZATION = "a polarization 0 <= m <= 1"
FINITE_SLOPE = "0 < m < 1 and m other than rbar, where f' is finite"
CORRECTED = "0 < m < 1 and rbar other than 0 and m"


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: potential("-1/7", **HERE), ("m = -1/7", POLARIZATION, "")),
        (lambda: potential("8/7", **HERE), ("m = 8/7", POLARIZATION, "")),
        (lambda: potential_slope(0, **HERE), ("m = 0", FINITE_SLOPE, "")),
        (lambda: potential_slope(1, **HERE), ("m = 1", FINITE_SLOPE, "")),
        (lambda: potential_slope("1/3", hz="1/3", **LOSSLESS), ("m = 1/3", FINITE_SLOPE, "")),
        (lambda: correction(0, 9, **HERE), ("m = 0", CORRECTED, "")),
        (lambda: correction(1, 9, **HERE), ("m = 1", CORRECTED, "")),
        (lambda: correction("1/3", 9, hz="1/3", **LOSSLESS), ("m = 1/3", CORRECTED, "")),
        (lambda: correction("1/3", 9, hz=0, **LOSSLESS), ("m = 1/3", CORRECTED, "")),
        (lambda: correction("1/3", 0, **HERE), ("N = 0", "a positive integer N", "write it as an int, such as N=3")),
        (lambda: potential("1/3", **HERE, N=0), ("N = 0", "a positive integer N", "write it as an int, such as N=3")),
        (lambda: potential(0, **HERE, N=9), ("m = 0", "0 < m < 1 at finite N", "")),
        (lambda: potential(1, **HERE, N=9), ("m = 1", "0 < m < 1 at finite N", "")),
        (lambda: potential("1/3", **HERE, order=2), ("order = 2 without N", "the number of spins N", "")),
    ],
)
def test_a_refusal_says_what_was_given_and_what_is_needed(ask, says):
    with pytest.raises(InputError) as caught:
        ask()
    assert caught.value.args == says


def test_undecided_digits_are_named(monkeypatch):
    for ask, what in (
        (lambda **more: potential("1/3", **HERE, **more), "f(m)"),
        (lambda **more: potential_slope("1/3", **HERE, **more), "f'(m)"),
        (lambda **more: correction("1/3", 9, **HERE, **more), "the 1/N correction"),
        (lambda **more: extrema(**HERE, **more), "the extrema of f"),
    ):
        refused_digits(monkeypatch, ask, what, 20)
        refused_digits(monkeypatch, lambda ask=ask: ask(digits=17), what, 17)


def test_what_is_not_given_is_zero():
    zero = {"Gamma": 0, "hy": 0}
    assert potential("1/3", **HERE).overlaps(potential("1/3", **HERE, **zero))
    assert potential_slope("1/3", **HERE).overlaps(potential_slope("1/3", **HERE, **zero))
    assert correction("1/3", 9, **HERE).overlaps(correction("1/3", 9, **HERE, **zero))
    assert [e.m.mid for e in extrema(**HERE).extrema] == [e.m.mid for e in extrema(**HERE, **zero).extrema]
    for name, value in (("Gamma", "1/10"), ("hy", "1/10")):
        assert not potential("1/3", **HERE).overlaps(potential("1/3", **HERE, **{name: value}))
        assert not potential_slope("1/3", **HERE).overlaps(potential_slope("1/3", **HERE, **{name: value}))


def test_the_correction_does_not_depend_on_the_transverse_field():
    """lambda_bar is in f alone; the sizes of N = 1 and 2 differ by the factor and by log N."""
    assert correction("1/3", 9, **HERE).overlaps(correction("1/3", 9, **HERE, hy="1/7"))
    first, second = (correction("1/3", N, **HERE).to_arb() for N in (1, 2))
    assert (2 * second - first - arb(2).log() / 2).contains(0)
    with mpmath.workdps(30):
        r = mpmath.mpc("0.3", "-0.005")
        m = mpmath.mpf(1) / 3
        expected = mpmath.log(2 * mpmath.pi * m * (1 - m) * abs(m - r) ** 2 / abs(r) ** 2) / 2
    assert abs(first - arb(str(expected))) < 1e-13


def test_the_ends_of_the_range_have_a_potential():
    """f(0) = -2 Re[-rbar log(-rbar)], f(1) = -2 Re[(1 - rbar) log(1 - rbar)] + 2 - log lambda_bar."""
    with mpmath.workdps(30):
        r, lam = mpmath.mpc("0.3", "-0.005"), mpmath.mpf(50)
        ends = -2 * (-r * mpmath.log(-r)).real, -2 * ((1 - r) * mpmath.log(1 - r)).real + 2 - mpmath.log(lam)
    for m, expected in zip((0, 1), ends, strict=True):
        assert abs(potential(m, **HERE).to_arb() - arb(str(expected))) < 1e-13


def test_json_of_the_extrema():
    found = extrema(**HERE, digits=6)
    rows = [{"m": e.m.to_json(), "kind": e.kind, "f": e.f.to_json()} for e in found.extrema]
    assert [row["kind"] for row in rows] == ["min", "max", "min"]
    assert found.to_json() == {"extrema": rows}


def test_the_transition_has_the_digits_asked_for():
    ours, direct = transition(1, "1/5", "1/100", digits=30), first_order_field("1/5", "1/100", 1, digits=30)
    assert ours.hz.rad <= abs(ours.hz.mid) / 10**30
    assert ours.hz.overlaps(direct.hz)


# --- balls

LOWEST = -arb(-1).exp()  # of x log x, at 1/e


@pytest.mark.parametrize("interval", [(0, 0.25), (0, 1), (-0.125, 0.125), (-0.5, 0.5), (-0.5, 0.25), (0, 0.5)])
def test_x_log_x_over_a_ball_that_reaches_zero(interval):
    low, high = (arb(x) for x in interval)
    ball = module._x_log_x(low.union(high))
    for k in range(1, 33):
        x = high * k / 32
        assert ball.contains((x * x.log()).mid())
    assert ball.contains(0)
    bottom = high * high.log() if high < 0.3 else LOWEST
    assert ball.lower() > bottom - 1e-6
    assert ball.upper() < 1e-6


def test_x_log_x_of_numbers():
    assert module._x_log_x(arb(0)).is_zero()
    assert (module._x_log_x(arb(0.5)) + arb(2).log() / 2).contains(0)
    assert module._x_log_x(arb(1)).contains(0)


def test_half_log_of_numbers_and_balls():
    assert module._half_log(arb(0), arb(0)).is_zero()
    assert (module._half_log(arb(2), arb(4)) - 2 * arb(2).log()).contains(0)
    assert not module._half_log(arb(2), arb.nan()).is_finite()


@pytest.mark.parametrize("x_radius", [2.0**-30, 0.125, 0.25, 0.5, 2.0, 8.0])
@pytest.mark.parametrize("y_radius", [0.0, 2.0**-20, 0.125, 3.0])
def test_half_log_over_balls_around_zero(x_radius, y_radius):
    """Every value lies inside, and the ball is not much larger than the largest."""
    x = arb(0, x_radius)
    ball = module._half_log(x, arb(0).union(arb(x_radius) ** 2 + arb(y_radius) ** 2))
    largest = arb(0)
    for s in range(1, 33):
        for t in range(33):
            point, height = arb(x_radius) * s / 32, arb(y_radius) * t / 32
            value = point * (point**2 + height**2).log() / 2
            assert ball.contains(value.mid())
            assert ball.contains(-value.mid())
            largest = largest.max(abs(value))
    reach = abs(arb(x_radius) * arb(x_radius).log())
    bound = (reach if x_radius < 0.3 else reach.max(arb(1))).max(largest)
    assert ball.upper() <= bound.upper() * 1.01


def test_f_over_a_ball_of_polarizations():
    """At an extremum f' = 0, so the centred form is tight where the plain one is as wide as the ball."""
    limit = Limit.read(**HERE)
    for centre in ("0.2241502", "0.4203194", "0.6"):
        m = arb(centre, 2.0**-12)
        ball, plain = f_centred(limit, m), f_ball(limit, m)
        for k in range(-4, 5):
            assert ball.contains(f_ball(limit, (m.mid() + arb(2) ** -12 * k / 4).mid()).mid())
        assert ball.rad() < plain.rad() / 4
    edge = arb(0).union(arb(2) ** -10)
    assert f_centred(limit, edge).is_finite()
    assert f_centred(limit, edge).contains(f_ball(limit, arb(2) ** -11).mid())


def test_what_collective_loss_adds_is_the_logarithm():
    """2 Re[delta log(m - rbar)] with delta = -i Gamma/(2 (J + i Gamma/2)); nothing without collective loss."""
    assert module.collective_log(Limit.read(**HERE), arb(0.5)).is_zero()
    with mpmath.workdps(30):
        J, Gamma, hz, gamma, m = (mpmath.mpf(x) for x in ("2", "0.5", "0.25", "0.125", "0.75"))
        J_eff = mpmath.mpc(J, Gamma / 2)
        delta, r = -0.5j * Gamma / J_eff, mpmath.mpc(hz, -gamma / 2) / J_eff
        expected = 2 * (delta * mpmath.log(m - r)).real
    limit = Limit.read(J=2, hx=1, hz="1/4", gamma="1/8", Gamma="1/2")
    assert abs(module.collective_log(limit, arb(0.75)) - arb(str(expected))) < 1e-14


def test_no_longitudinal_depth_and_no_turn():
    """gamma = Gamma = 0: the term is -2 x log|x|."""
    limit = Limit.read(hz="1/4", **LOSSLESS)
    for m in (fmpq(1, 2), fmpq(1, 8)):
        x = arb(m - fmpq(1, 4))
        assert (module.distance_term(limit, arb(m)) + 2 * x * abs(x).log()).contains(0)
    assert module.distance_term(limit, arb(0.25)).is_zero()


def test_the_correction_needs_a_transverse_field_on_one_axis():
    rest = {"J": 1, "hz": "3/10", "gamma": "1/100"}
    with pytest.raises(HypothesisError, match="hx = hy = 0"):
        correction("1/3", 9, hx=0, **rest)
    assert correction("1/3", 9, hx=0, hy=1, **rest).overlaps(correction("1/3", 9, hx=1, **rest))


def literal_finite_potential(N, M, J, hx, hz, gamma):
    """-N^-1 log(p_M/p_0) + f(0) from the product of (14), with r = N rbar, in mpmath."""
    r, lam = N * mpmath.mpc(hz, -gamma / 2) / J, 2 * (J / N / hx) ** 2
    weight = mpmath.mpf(1)
    for m in range(M):
        weight *= abs(m - r) ** 2 * lam * (N - m) / (m + 1)
    return -mpmath.log(weight) / N - 2 * (-r / N * mpmath.log(-r / N)).real


def test_the_potential_at_finite_n():
    given = {"J": 1, "hx": "1/5", "hz": "3/10", "gamma": "1/5"}
    with mpmath.workdps(30):
        exact = literal_finite_potential(900, 300, *(mpmath.mpf(x) for x in ("1", "0.2", "0.3", "0.2")))
        for more in ({"order": 1}, {"order": 3}, {"digits": 8}, {"digits": 14}):
            found = potential("1/3", **given, N=900, **more)
            assert abs(mpmath.mpf(found.mid.numerator) / found.mid.denominator - exact) <= float(found.rad) + 1e-25
            assert found.rad < 1e-7
    first, third = (potential("1/3", **given, N=900, order=order) for order in (1, 3))
    assert third.rad < first.rad / 100
    few, many = (potential("1/3", **given, N=900, digits=digits) for digits in (8, 14))
    assert many.rad <= abs(many.mid) / 10**14
    assert many.rad < few.rad / 100
    short = potential("1/3", **given, N=900, order=3, digits=6)
    assert short.rad <= abs(short.mid) / 10**6


def test_the_slope_is_the_logarithm_of_a_quotient():
    """(S49): log(m/(lambda_bar (1 - m)|m - rbar|^2)), here with lambda_bar = 2 and rbar = 1/8."""
    slope = potential_slope("1/4", J=1, hx=1, hz="1/8", gamma=0).to_arb()
    assert (slope - (arb(1) / 4 / (2 * arb(3) / 4 / 64)).log()).contains(0)


def test_curvature_and_distance_where_the_coupling_is_not_one():
    """J = 2, Gamma = 1/2: f'' as the derivative of (S49), and -2 Re[(m - rbar) log(m - rbar)], in mpmath."""
    limit = Limit.read(J=2, hx=1, hz="1/4", gamma="1/8", Gamma="1/2")
    with mpmath.workdps(30):
        r = mpmath.mpc("0.25", "-0.0625") / mpmath.mpc("2", "0.25")
        bend = mpmath.diff(lambda m: mpmath.log(m / ((1 - m) * abs(m - r) ** 2)), mpmath.mpf("0.75"))
        distance = -2 * ((mpmath.mpf("0.75") - r) * mpmath.log(mpmath.mpf("0.75") - r)).real
    assert abs(module.curvature_ball(limit, arb(0.75)) - arb(str(bend))) < 1e-12
    assert abs(module.distance_term(limit, arb(0.75)) - arb(str(distance))) < 1e-13


def test_x_log_x_over_balls_that_end_at_zero():
    for ball in (arb(0.5, 0.5), arb(-0.5, 0.5)):
        assert module._x_log_x(ball).is_finite()
        assert module._x_log_x(ball).contains(0)


def test_a_transition_to_many_digits():
    found = transition(1, "1/5", "1/100", digits=60)
    assert found.hz.rad <= abs(found.hz.mid) / 10**60


@pytest.mark.parametrize("prec", [10, 16, 24])
def test_half_log_encloses_at_few_bits_too(prec):
    for k in range(1, 40):
        with working_precision(prec):
            x = arb(0, k / 32.0)
            ball = module._half_log(x, arb(0).union(arb(k) ** 2 / 64))
        reach, high = arb(k) / 32, arb(k) ** 2 / 64
        assert ball.contains((reach * high.log() / 2).mid())
        assert ball.contains((reach * reach.log()).mid())
