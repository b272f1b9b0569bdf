"""The closed-form bounds against certified widths, against the sums that they bound, and in their limit."""

from __future__ import annotations

import math
import random
from fractions import Fraction

import pytest
from flint import arb

from dtim_exact.blockade import LeadingOrder, certified_width, width_estimate
from dtim_exact.errors import HypothesisError, InputError
from dtim_exact.model import Model
from dtim_exact.profile import Profile
from dtim_exact.rings import working_precision
from dtim_exact.width_bounds import _spectators, width_bounds

DEFINITIONS = ("half-peak", "half-baseline")


def drawn(seed):
    """A short chain: equal or unequal fields, strong and weak, any n."""
    rng = random.Random(seed)
    N = rng.choice([1, 2, 3, 5, 8, 12, 22, 40])
    hx = [Fraction(rng.randint(1, 9), 8) for _ in range(N)] if rng.random() < 0.5 else rng.choice([1, "1/2", 3, "1/10"])
    return {"N": N, "J": rng.choice([1, -1, "3/2", 4]), "hx": hx, "n": rng.randint(0, min(N - 1, rng.choice([2, 40])))}


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_certified_widths_lie_inside(definition):
    inside = 0
    for seed in range(120):
        case = drawn(seed)
        try:
            bounds = width_bounds(**case, definition=definition, digits=45)
        except HypothesisError:
            continue
        width = certified_width(**case, definition=definition, digits=45)
        with working_precision(400):
            low, high = bounds.lower.to_arb(), bounds.upper.to_arb()
            for distance in (-width.left.to_arb(), width.right.to_arb()):
                if case["N"] == 1:  # then the leading order is all there is
                    assert low.overlaps(distance)
                    assert high.overlaps(distance)
                else:
                    assert low < distance < high, case
        inside += 1
    assert inside > 40


@pytest.mark.parametrize("definition", DEFINITIONS)
@pytest.mark.parametrize(("N", "n", "hx"), [(100, 0, 4), (400, 2, 4), (400, 0, "7/2"), (100, 30, "1/2"), (1000, 3, 4)])
def test_tighter_than_the_estimate(N, n, hx, definition):
    bounds = width_bounds(N, 1, hx, n, definition=definition)
    half = certified_width(N, 1, hx, n, definition=definition).fwhm.to_arb() / 2
    low, high, w = (x.to_arb() for x in (bounds.lower, bounds.upper, bounds.estimate))
    assert low < half < high
    assert high - low < abs(half - w) / 2


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_the_stated_domain_is_served(definition):
    served = 0
    for seed in range(120):
        case = drawn(seed)
        model, n, K = Model(case["N"], case["J"], case["hx"]), case["n"], case["N"] - case["n"] - 1
        inverse = sum(float((1 / model.lam(j)).re) for j in range(1, model.N + 1)) / model.N
        harmonic = sum(1 / k for k in range(1, n + 1)) + sum(1 / k for k in range(1, K + 1))
        w = float(width_estimate(**case))
        if K and inverse * (n + 2) / K <= 0.125 and w * (1 + harmonic) < 0.01:
            bounds = width_bounds(**case, definition=definition)
            assert 0.84 * w < float(bounds.lower) < float(bounds.upper) < 1.27 * w
            assert math.isclose(float(bounds.estimate), w)
            served += 1
    assert served > 10


@pytest.mark.parametrize("seed", range(30))
def test_spectators_bound_their_sums(seed):
    case = drawn(seed)
    model, n = Model(case["N"], case["J"], case["hx"]), case["n"]
    with working_precision(200):
        try:
            ranges = _spectators(model, n)
        except HypothesisError:
            return
        profile = Profile.at_resonance(model, n)
        leading = LeadingOrder.of(profile, n)
        p_n = c_N = arb(1)
        for M, rho in enumerate(profile.rho):
            factor = rho * ((M - n) ** 2 or 1)
            p_n, c_N = (p_n * factor if n > M else p_n), c_N * factor
        sigma, rho = leading.P0 / p_n - 1, leading.C / c_N - 1
        theta = leading.A1 / c_N / (leading.A0 / leading.P0)
        slack = arb(2) ** -150
        for value, (low, high) in zip((sigma, rho, theta), ranges, strict=True):
            assert low < value + slack
            assert value - slack < high


def test_limit_with_its_first_correction():
    for n in (0, 1, 4):
        for N in (10**4, 10**9, 10**15):
            bounds = width_bounds(N, 1, 4, n)
            with working_precision(300):
                low, high = ((x.to_arb() / bounds.estimate.to_arb() - 1) * N for x in (bounds.lower, bounds.upper))
                for scaled in (low, high):  # (n - 1)/(2 lambda), lambda = 1/8
                    assert abs(scaled - 4 * (n - 1)) < arb(500) / N + arb(10) ** -4


def test_estimate_is_that_of_the_product():
    assert width_bounds(400, 1, 4, 2).estimate.overlaps(width_estimate(400, 1, 4, 2))


@pytest.mark.parametrize(
    ("kwargs", "error"),
    [
        ({"N": 22, "J": 1, "hx": 40, "n": 0}, HypothesisError),
        ({"N": 22, "J": 1, "hx": 1, "n": 22}, InputError),
        ({"N": 22, "J": 0, "hx": 1, "n": 0}, HypothesisError),
        ({"N": 1, "J": 1, "hx": 4, "n": 0}, HypothesisError),
        ({"N": 22, "J": 1, "hx": 1, "n": 0, "definition": "other"}, InputError),
    ],
)
def test_bad_input(kwargs, error):
    with pytest.raises(error) as caught:
        width_bounds(**kwargs)
    assert "\n" not in str(caught.value)
