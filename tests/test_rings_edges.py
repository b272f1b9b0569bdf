"""The three arithmetics and the form factors at their edges: empty products, what an error says, kinds of elements."""

from __future__ import annotations

from itertools import pairwise
from math import comb, prod
from typing import Any

import pytest
import sympy
from flint import acb, arb, fmpq

from dtim_exact.errors import InputError
from dtim_exact.form_factors import (
    form_factors,
    form_factors_recursion,
    form_factors_uniform,
    iter_form_factors_uniform,
    product_tree,
)
from dtim_exact.rings import (
    BALL,
    EXACT,
    SYMBOL,
    Gaussian,
    Ring,
    _differs_from_zero_at_a_point,
    product,
    rising,
    working_precision,
)
from dtim_exact.values import Real, Value


@pytest.mark.parametrize(("ring", "says"), [(BALL, "division by the ball 0"), (SYMBOL, "division by the symbolic 0")])
def test_a_division_by_zero_says_so(ring: Ring, says: str) -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        ring.div(ring.one, ring.zero)
    assert str(caught.value) == says


def test_an_order_below_zero() -> None:
    with pytest.raises(InputError) as caught:
        rising(EXACT, Gaussian(1), -3)
    assert caught.value.args == ("m = -3", "an order m >= 0", "")
    assert rising(EXACT, Gaussian(5), 0) == Gaussian(1)
    assert rising(EXACT, Gaussian(5), 1) == Gaussian(5)
    assert rising(EXACT, Gaussian(5), 3) == Gaussian(5 * 6 * 7)


class Words:
    """Names of factors; a product remembers how it was bracketed."""

    one: Any = "1"


class Word(str):
    """A factor."""

    def __mul__(self, other: Any) -> Any:
        return Word(f"({self}{other})")


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, "1"), (1, "a"), (2, "(ab)"), (3, "(a(bc))"), (4, "((ab)(cd))"), (5, "((ab)(c(de)))"), (6, "((a(bc))(d(ef)))")],
)
def test_products_are_balanced_trees(count: int, expected: str) -> None:
    assert product(Words(), [Word(letter) for letter in "abcdef"[:count]]) == expected  # type: ignore[arg-type]


def test_kinds_of_numbers_in_each_ring() -> None:
    third = fmpq(1, 3)
    for given in (third, Gaussian(third), Value.from_exact(Gaussian(third)), Real(third)):
        assert EXACT.convert(given) == Gaussian(third)
        assert isinstance(EXACT.convert(given), Gaussian)
        assert SYMBOL.convert(given) == sympy.Rational(1, 3)
        ball = BALL.convert(given)
        assert isinstance(ball, acb)
        assert (ball * 3 - 1).contains(0)
        assert ball.imag.is_zero()
    complex_number = Gaussian(third, 2)
    assert EXACT.convert(complex_number) is complex_number
    assert SYMBOL.convert(complex_number) == sympy.Rational(1, 3) + 2 * sympy.I
    assert SYMBOL.convert(Value.from_exact(complex_number)) == sympy.Rational(1, 3) + 2 * sympy.I
    for given in (complex_number, Value.from_exact(complex_number)):
        ball = BALL.convert(given)
        assert (ball.imag - 2).is_zero()
        assert (ball.real * 3 - 1).contains(0)
    ball = acb(2)
    assert BALL.convert(ball) is ball
    assert BALL.convert(arb(2)) == ball
    x = sympy.Symbol("x", real=True)
    assert SYMBOL.convert(x) is x
    assert SYMBOL.convert(Value.from_symbol(x)) == x
    assert SYMBOL.convert(Value.from_symbol(x).re) == x


@pytest.mark.parametrize(("ring", "kind"), [(EXACT, Gaussian), (BALL, acb), (SYMBOL, sympy.Expr)])
def test_modulus_quotient_and_value_stay_in_the_ring(ring: Ring, kind: type) -> None:
    z = ring.convert(Gaussian(3, 4))
    assert isinstance(ring.abs2(z), kind)
    assert ring.is_zero(ring.abs2(z) - ring.convert(25))
    assert ring.is_zero(ring.div(z, ring.convert(2)) - ring.convert(Gaussian(fmpq(3, 2), 2)))
    assert ring.is_zero(ring.conj(z) - ring.convert(Gaussian(3, -4)))
    assert ring.value(ring.convert(7)) == 7
    assert ring.is_zero(ring.zero)
    assert not ring.is_zero(z)
    assert isinstance(ring.is_zero(z), bool)


def test_balls_that_only_contain_zero_are_not_zero() -> None:
    assert not BALL.is_zero(acb(arb(0, 1)))
    assert BALL.div(acb(1), acb(arb(3, 1))).contains(acb(0.5))


def test_zeros_of_symbols_are_decided_beyond_one_point() -> None:
    """The cheap look is at x = 3/7, y = 5/8, z = 7/9, in the order of the names."""
    x, y, z = sympy.symbols("x y z", real=True)
    for vanishes_there in (x - x, 7 * x - 3, 8 * y + 7 * x - 8, 9 * z + 8 * y + 7 * x - 15):
        assert _differs_from_zero_at_a_point(vanishes_there) is False
    for differs in (8 * x - 5, 7 * x - 2, 7 * y + 8 * x - 8, sympy.I * (8 * x - 5), x + sympy.I * (7 * x - 3)):
        assert _differs_from_zero_at_a_point(differs) is True
        assert not SYMBOL.is_zero(differs)
    assert _differs_from_zero_at_a_point(sympy.sqrt(x + 1)) is False
    assert not SYMBOL.is_zero(7 * x - 3)
    assert not SYMBOL.is_zero(sympy.sqrt(x + 1) - 2)
    assert SYMBOL.is_zero((x + 1) * (x - 1) - x**2 + 1)
    assert SYMBOL.is_zero(1 / (x + 1) + 1 / (x - 1) - 2 * x / (x**2 - 1))


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5])
def test_form_factors_in_every_ring(count: int) -> None:
    numbers = [Gaussian(fmpq(k + 1, 3)) for k in range(count)]
    by_hand = [Gaussian(0)] * (count + 1)
    for chosen in range(2**count):
        some = [numbers[k] for k in range(count) if chosen >> k & 1]
        by_hand[len(some)] = by_hand[len(some)] + prod(some, start=Gaussian(1))
    assert form_factors(EXACT, numbers) == form_factors_recursion(EXACT, numbers) == by_hand
    with working_precision(100):
        balls = form_factors(BALL, [BALL.convert(x) for x in numbers])
        assert len(balls) == count + 1
        assert all(isinstance(b, acb) for b in balls)
        assert all(b.overlaps(BALL.convert(e)) for b, e in zip(balls, by_hand, strict=True))
        assert all(b.rel_accuracy_bits() > 80 for b in balls)
    assert [SYMBOL.convert(e) for e in by_hand] == form_factors(SYMBOL, [SYMBOL.convert(x) for x in numbers])


def test_form_factors_of_sites_without_a_field() -> None:
    numbers = [Gaussian(2), Gaussian(0), Gaussian(3), Gaussian(0)]
    assert form_factors(EXACT, numbers) == [Gaussian(x) for x in (1, 5, 6, 0, 0)]
    assert form_factors(EXACT, [Gaussian(0)]) == [Gaussian(1), Gaussian(0)]


def test_form_factors_of_equal_fields() -> None:
    lam = Gaussian(fmpq(2, 3))
    assert form_factors_uniform(EXACT, 4, lam) == [comb(4, m) * lam**m for m in range(5)]
    assert list(iter_form_factors_uniform(EXACT, 0, lam)) == [Gaussian(1)]
    assert len(form_factors_uniform(BALL, 3, BALL.convert(lam))) == 4


@pytest.mark.parametrize("count", range(1, 10))
def test_levels_of_a_product_tree(count: int) -> None:
    leaves = [2 * k + 3 for k in range(count)]
    levels = product_tree(leaves)
    assert levels[0] == leaves
    assert levels[0] is not leaves
    assert [len(level) for level in levels][-1] == 1
    for lower, upper in pairwise(levels):
        assert upper == [prod(lower[k : k + 2]) for k in range(0, len(lower), 2)]
    assert product_tree([]) == [[]]


def test_the_imaginary_unit_as_a_ball() -> None:
    assert BALL.convert(Gaussian(3, 1)) == acb(3, 1)
    assert BALL.convert(Gaussian(0, 1)) == BALL.i
