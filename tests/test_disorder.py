"""The limit for unequal fields: against quadrature, the equal-field module, and exact weights of finite samples."""

from __future__ import annotations

import random
from fractions import Fraction
from statistics import NormalDist

import mpmath
import numpy as np
import pytest
from flint import arb, ctx

from dtim_exact import disorder, potential
from dtim_exact.coexistence import first_order_field
from dtim_exact.errors import HypothesisError, InputError
from dtim_exact.field_distribution import NormalFields, Samples, UniformFields
from dtim_exact.form_factors import form_factors
from dtim_exact.model import Model
from dtim_exact.precision import working_precision
from dtim_exact.rings import BALL
from dtim_exact.self_averaging import compare_sample


def density_of(fields):
    """The probability density of the field and its support, as mpmath reads them."""
    if isinstance(fields, UniformFields):
        low, high = (mpmath.mpf(int(x.p)) / int(x.q) for x in (fields.low, fields.high))
        return (lambda _: 1 / (high - low)), [low, high]
    mean, deviation = (mpmath.mpf(int(x.p)) / int(x.q) for x in (fields.mean, fields.deviation))
    reach = [mean + k * deviation for k in range(-14, 15, 2)]
    return (lambda h: mpmath.npdf(h, mean, deviation)), sorted([*reach, mpmath.mpf(0)])


LAWS = [UniformFields("1/10", "3/10"), NormalFields("1/5", "1/10"), NormalFields("-1/3", 1)]


@pytest.mark.parametrize("fields", LAWS)
@pytest.mark.parametrize("q", ["0.0001", "0.05", "2"])
def test_means_are_the_integrals(fields, q):
    with mpmath.workdps(25):
        density, points = density_of(fields)
        x = mpmath.mpf(q)
        means = [
            mpmath.quad(lambda h: density(h) * x / (h * h + x), points),
            mpmath.quad(lambda h: density(h) * h * h / (h * h + x) ** 2, points),
            mpmath.quad(lambda h: density(h) * mpmath.log(1 + x / h**2), points),
        ]
    with working_precision(120):
        ours = [*fields.polarization(arb(q)), fields.logarithm(arb(q))]
        for number, mean in zip(ours, means, strict=True):
            assert number.rad() < 1e-15
            assert abs(float(number.mid()) - float(mean)) < 1e-9 * abs(float(mean))


def test_equal_fields_are_the_potential():
    for same in (Samples(["1/5"]), Samples(["1/5", 0, "3/25"], ["0", "1/5", "4/25"])):
        ours, theirs = (
            disorder.extrema(1, same, "3/10", "1/100").extrema,
            potential.extrema(1, "1/5", "3/10", "1/100").extrema,
        )
        for a, b in zip(ours, theirs, strict=True):
            assert a.m.overlaps(b.m)
            assert a.f.overlaps(b.f)
            assert a.kind == b.kind
        a, b = disorder.transition(-1, same, "1/100"), first_order_field("1/5", "1/100", -1)
        assert a.hz.overlaps(b.hz)
        assert all(x.overlaps(y) for x, y in zip(a.minima, b.minima, strict=True))


def polarization(fields, hz, gamma):
    """sum (M/N) p_M/sum p_M for N spins with these very fields, J = 1/N: exact weights in balls."""
    N = len(fields)
    model = Model(N=N, J=Fraction(1, N), hx=fields, hz=hz, gamma=gamma)
    with working_precision(2000):
        steady = model.in_ring(BALL).steady
        factors = form_factors(BALL, [steady.mu(j) for j in range(1, N + 1)])
        weight, total, mean = arb(1), arb(0), arb(0)
        for M in range(N + 1):
            total += weight * factors[M].real
            mean += weight * factors[M].real * M / N
            step = steady.step(M)
            weight *= step.real**2 + step.imag**2
        return float((mean / total).mid())


@pytest.mark.parametrize("hz", ["1/5", "9/20"])
def test_finite_samples_tend_to_the_limit(hz):
    """Fields at the quantiles of a normal distribution; the error falls like 1/N, and a single minimum rules."""
    limit = disorder.extrema(1, NormalFields("1/5", "1/20"), hz, "1/100").extrema
    deepest = min((e for e in limit if e.kind == "min"), key=lambda e: float(e.f))
    errors = []
    for N in (128, 512):
        law = NormalDist(0.2, 0.05)
        fields = [Fraction(round(law.inv_cdf((k + 0.5) / N) * 10**6), 10**6) for k in range(N)]
        errors.append(abs(polarization(fields, hz, "1/100") - float(deepest.m)))
        own = disorder.extrema(1, Samples(fields), hz, "1/100").extrema
        assert np.allclose([float(e.m) for e in own], [float(e.m) for e in limit], atol=2.0 / N)
    assert errors[1] < errors[0] / 3
    assert errors[1] < 0.002


def test_disorder_shifts_the_transition():
    plain = first_order_field("1/5", "1/100", 1).hz
    wide = disorder.transition(1, NormalFields("1/5", "1/10"), "1/100", digits=5)
    assert plain < wide.hz
    assert 0.0172 < float(wide.hz) - float(plain) < 0.0174
    two_points = disorder.transition(1, Samples(["1/10", "3/10"]), "1/100", digits=12)
    gap = []
    for side in (-1, 1):  # the deeper minimum changes there; finite samples of 400 spins agree
        hz = two_points.hz.mid + side * Fraction(1, 100)
        e = disorder.extrema(1, Samples(["1/10", "3/10"]), hz, "1/100").extrema
        gap.append(float(e[2].f) - float(e[0].f))
        deeper = e[2] if gap[-1] < 0 else e[0]
        assert abs(polarization(["1/10", "3/10"] * 200, hz, "1/100") - float(deeper.m)) < 0.02
    assert gap[0] < 0 < gap[1]
    assert two_points.to_json().keys() == {"hz", "minima", "limit_polarization", "shift"}


def test_polarization_at_coexistence_with_disorder():
    """Equal fields give that of `coexistence`; two kinds of spins come to their limit like 1/N, not to the average."""
    same = disorder.transition(1, Samples(["1/5"]), "1/100")
    equal = first_order_field("1/5", "1/100", 1)
    assert same.limit_polarization.overlaps(equal.limit_polarization)
    assert same.shift.overlaps(equal.shift)
    found = disorder.transition(1, Samples(["1/10", "3/10"]), "1/100", digits=15)
    limit = float(found.limit_polarization)
    errors = [abs(polarization(["1/10", "3/10"] * (N // 2), found.hz.mid, "1/100") - limit) for N in (200, 400, 800)]
    assert errors[1] < 0.65 * errors[0]
    assert errors[2] < 0.65 * errors[1] < 0.01
    assert abs(sum(map(float, found.minima)) / 2 - limit) > 10 * errors[2]


def test_both_humps_weigh_the_same_at_the_shifted_field():
    """Of all M below and above the maximum of f between the minima, by exact finite chains; the rest is O(1/N)."""
    fields = ["1/10", "3/10"]
    found = disorder.transition(1, Samples(fields), "1/100", digits=15)
    middle = (float(found.minima[0]) + float(found.minima[1])) / 2
    logs = []
    for N in (200, 400, 800):
        hz = found.hz.mid + Fraction(found.shift.mid) / N
        p = [float(x.re) for x in Model(N=N, J=Fraction(1, N), hx=fields * (N // 2), hz=hz, gamma="1/100").weights(
            digits=15, normalized=True)]
        left = sum(x for M, x in enumerate(p) if middle * N > M)
        logs.append(abs(np.log(left / (sum(p) - left))))
    assert logs[1] < 0.65 * logs[0]
    assert logs[2] < 0.65 * logs[1] < 0.05


def test_random_samples_are_self_averaging():
    """N = 128 and 1024 draws: the chain follows its own sample to 1/N, the sample the distribution to N^(-1/2)."""
    rng, law = random.Random(7), UniformFields("1/10", "3/10")
    for N in (128, 1024):
        draws = [Fraction(rng.randint(100_000, 300_000), 10**6) for _ in range(N)]
        found = compare_sample(1, draws, law, "1/5", "1/10", digits=8)
        finite, own, limit = map(float, (found.finite, found.sample_limit, found.distribution_limit))
        assert abs(finite - own) < 2 / N
        assert abs(own - limit) < 1 / N**0.5
        assert abs(finite - polarization(draws, "1/5", "1/10")) < 1e-7
        assert found.to_json()["N"] == N


def test_each_spin_has_its_own_polarization():
    hz, gamma, fields = "1/5", "1/100", ["1/10", "3/10"]
    lowest = [e for e in disorder.extrema(1, Samples(fields), hz, gamma).extrema if e.kind == "min"][-1]
    sites = [disorder.site_polarization(1, hx, hz, gamma, lowest.m) for hx in fields]
    mean = (sites[0].to_arb() + sites[1].to_arb()) / 2
    assert mean.overlaps(lowest.m.to_arb())
    assert sites[0] > sites[1]


def test_precision_is_left_alone_and_bad_input_is_refused():
    before = ctx.prec
    disorder.extrema(1, UniformFields("1/10", "3/10"), "3/10", "1/100")
    assert ctx.prec == before
    with pytest.raises(HypothesisError, match="gamma = 0"):
        disorder.extrema(1, Samples([1]), 0, 0)
    with pytest.raises(HypothesisError, match="no first-order transition"):
        disorder.transition(1, Samples([2]), 1)
    with pytest.raises(HypothesisError, match="h_j = 0"):
        Samples([1, 0])
    with pytest.raises(InputError, match="above 0"):
        Samples([1, 2], weights=[1, 0])
    with pytest.raises(InputError, match="low < high"):
        UniformFields(2, 1)
    with pytest.raises(InputError, match="standard deviation"):
        NormalFields(1, 0)
