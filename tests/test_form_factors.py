"""Form factors and the terminating sum of (17): every fast way against its literal twin."""

from __future__ import annotations

import random
from math import comb

import pytest
from flint import acb, fmpq

from dtim_exact import Model
from dtim_exact.form_factors import form_factors, form_factors_recursion, form_factors_uniform, product_tree
from dtim_exact.functional import Functional
from dtim_exact.hypergeometric import terminating_sum, terminating_sum_literal
from dtim_exact.nested_sum import nested_sum, nested_sum_literal
from dtim_exact.rings import BALL, EXACT, SYMBOL, Gaussian, certify, rising, working_precision


def rationals(rng: random.Random, n: int) -> list[Gaussian]:
    return [Gaussian(fmpq(rng.randint(0, 60), rng.randint(1, 12))) for _ in range(n)]


@pytest.mark.parametrize("n", [0, 1, 2, 3, 7, 16, 33])
def test_product_tree_is_the_recursion(n: int) -> None:
    lams = rationals(random.Random(n), n)
    expected = form_factors_recursion(EXACT, lams)
    assert len(expected) == n + 1
    assert form_factors(EXACT, lams) == expected
    with working_precision(128):
        balls = [BALL.convert(lam) for lam in lams]
        for fast, slow, exact in zip(
            form_factors(BALL, balls), form_factors_recursion(BALL, balls), expected, strict=True
        ):
            assert fast.overlaps(slow)
            assert fast.overlaps(BALL.convert(exact))
            assert exact.is_zero() or fast.rel_accuracy_bits() > 100


def test_equal_fields() -> None:
    lam = Gaussian(fmpq(3, 7))
    assert form_factors_uniform(EXACT, 9, lam) == form_factors(EXACT, [lam] * 9)
    assert form_factors_uniform(EXACT, 9, lam)[4] == comb(9, 4) * lam**4


def test_symbolic_form_factors_are_elementary_symmetric() -> None:
    import sympy

    a, b, c = sympy.symbols("a b c", positive=True)
    values = form_factors(SYMBOL, [a, b, c])
    expected = [1, a + b + c, a * b + a * c + b * c, a * b * c]
    assert [sympy.expand(x - y) for x, y in zip(values, expected, strict=True)] == [0] * 4


def test_product_tree_levels() -> None:
    levels = product_tree(list(range(1, 12)))
    assert levels[-1] == [39916800]
    assert [len(level) for level in levels] == [11, 6, 3, 2, 1]


@pytest.mark.parametrize("n", [0, 1, 2, 15, 16, 17, 40, 100])
@pytest.mark.parametrize("kind", ["conjugate", "general", "integer", "resonant"])
def test_splitting_is_the_literal_sum(n: int, kind: str) -> None:
    rng = random.Random(n)
    r = Gaussian(fmpq(rng.randint(-40, 90), 7), fmpq(rng.randint(-9, 0), 5))
    lam = Gaussian(fmpq(rng.randint(1, 9), 8))
    a, b = {
        "conjugate": (-r.conj(), -r),
        "general": (2 - r.conj(), 1 - r),
        "integer": (Gaussian(3), Gaussian(-4)),
        "resonant": (Gaussian(-3), Gaussian(-5)),
    }[kind]
    exact = terminating_sum_literal(EXACT, a, b, n, lam)
    assert terminating_sum(EXACT, a, b, n, lam) == exact
    by_hand = sum((rising(EXACT, a, m) * rising(EXACT, b, m) * comb(n, m) * lam**m for m in range(n + 1)), Gaussian(0))
    assert exact == by_hand
    with working_precision(200):
        ball = terminating_sum(BALL, *(BALL.convert(x) for x in (a, b)), n, BALL.convert(lam))
        assert ball.overlaps(BALL.convert(exact))


def test_powers_instead_of_rising_factorials() -> None:
    a, b, lam = Gaussian(2, 1), Gaussian(2, -1), Gaussian(fmpq(1, 3))
    assert terminating_sum(EXACT, a, b, 6, lam, step=0) == terminating_sum_literal(EXACT, a, b, 6, lam, step=0)


def test_normalization_beside_a_resonance() -> None:
    """N = 128, h^x = 4J, n = 0: libraries that perturb near poles answer 1 here; the values are far larger."""
    model = Model.at_resonance(n=0, epsilon="1e-30", N=128, J=1, hx=4)
    value = certify(lambda _: Functional(model, BALL).sum(0, 0), 50)
    assert value.to_str(8).startswith("[2.4544911")
    assert value.to_str(8).split(" ")[0].endswith("e251")
    assert value.contains(Functional(model, EXACT).sum(0, 0))
    for epsilon, exponent in (("1e-100", "e111"), ("1e-150", "e11")):
        model = Model.at_resonance(n=0, epsilon=epsilon, N=128, J=1, hx=4)
        value = certify(lambda _, model=model: Functional(model, BALL).sum(0, 0), 20)
        assert value.contains(Functional(model, EXACT).sum(0, 0))
        assert value.to_str(8).split(" ")[0].endswith(exponent)


def test_terminating_sum_is_finite_where_the_untruncated_series_is_not() -> None:
    with working_precision(53):
        value = terminating_sum(BALL, acb("-0.3", 1), acb("-0.3", -1), 22, acb(1) / 8)
        assert value.is_finite()
        assert value.rel_accuracy_bits() > 30


@pytest.mark.parametrize("n", [1, 2, 3, 8, 31])
@pytest.mark.parametrize("real", [True, False])
def test_nested_sum_is_the_literal_one(n: int, real: bool) -> None:
    rng = random.Random(n)
    imaginary = rationals(rng, n) if not real else [Gaussian(0)] * n
    ratios = [a - 2 + Gaussian(0, 1) * b for a, b in zip(rationals(rng, n), imaginary, strict=True)][1:]
    factors = rationals(rng, n)
    assert nested_sum(ratios, factors) == nested_sum_literal(ratios, factors)
    partial, by_hand = Gaussian(1), factors[0]
    for rho, factor in zip(ratios, factors[1:], strict=True):
        partial = partial * rho
        by_hand = by_hand + partial * factor
    assert nested_sum(ratios, factors) == by_hand
