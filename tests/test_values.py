"""Result objects: what they print contains the value, they survive pickling, and they refuse to guess."""

from __future__ import annotations

import copy
import json
import pickle
from fractions import Fraction
from typing import Any

import pytest
import sympy
from flint import acb, arb, fmpq, fmpz
from hypothesis import given
from hypothesis import strategies as st

from dtim_exact.dyadic import Ball, ball_from_rationals, decimal_ball, scaled_compare
from dtim_exact.errors import ComparisonError, CostError, InputError, PrecisionError
from dtim_exact.gaussian import Gaussian
from dtim_exact.precision import working_precision
from dtim_exact.values import Real, Value

exponents = st.integers(-300, 300)
balls = st.builds(
    Ball, st.integers(-(2**200), 2**200).map(fmpz), exponents, st.integers(0, 2**30).map(fmpz), exponents
)
rationals = st.fractions(max_denominator=10**6)


def ends(ball: Ball) -> tuple[Fraction, Fraction]:
    mid = Fraction(int(ball.m)) * Fraction(2) ** ball.e
    rad = Fraction(int(ball.r)) * Fraction(2) ** ball.f
    return mid - rad, mid + rad


def real(mid: str, rad: str = "0") -> Real:
    with working_precision(200):
        return Real.from_ball(arb(mid, rad))


@given(balls, st.none() | st.integers(-60, 60))
def test_decimals_contain_the_ball(ball: Ball, last: int | None) -> None:
    mid, rad = map(Fraction, decimal_ball(ball, last))
    low, high = ends(ball)
    assert mid - rad <= low
    assert high <= mid + rad
    if last is None and ball.r:
        assert rad <= (high - low) / 2 * Fraction(103, 100)


@given(balls)
def test_stored_bit_for_bit(ball: Ball) -> None:
    x = Real.from_ball(ball.arb())
    assert pickle.loads(pickle.dumps(x)) == copy.deepcopy(x) == copy.copy(x) == x
    assert Real.from_text(x.to_text()) == x
    assert hash(Real.from_text(x.to_text())) == hash(x)
    low, high = ends(ball)
    assert x.mid - x.rad <= low
    assert high <= x.mid + x.rad
    with working_precision(20):
        assert x.to_arb().contains(ball.arb().mid())


@given(balls)
def test_json_contains_the_ball(ball: Ball) -> None:
    x = Real.from_ball(ball.arb())
    data = json.loads(json.dumps(x.to_json()))
    assert Real.from_json(data).contains(x)
    if not x.is_exact:
        assert set(data) == {"mid", "rad"}


@given(balls, balls)
def test_comparison_is_the_one_of_the_ends(a: Ball, b: Ball) -> None:
    x, y = Real.from_ball(a.arb()), Real.from_ball(b.arb())
    (al, ah), (bl, bh) = ((v.mid - v.rad, v.mid + v.rad) for v in (x, y))
    assert x.overlaps(y) == (al <= bh and bl <= ah)
    assert x.contains(y) == (al <= bl and bh <= ah)
    if ah < bl:
        assert x < y
        assert y > x
        assert x != y
    elif not (al >= bh):
        with pytest.raises(ComparisonError):
            _ = x < y


@given(rationals, rationals)
def test_exact_values_compare_as_numbers(a: Fraction, b: Fraction) -> None:
    x, y = Real(a), Real(b)
    assert (x < y, x <= y, x > y, x >= y, x == y) == (a < b, a <= b, a > b, a >= b, a == b)
    assert (x < b, x == b, hash(x) == hash(a), bool(x)) == (a < b, a == b, True, bool(a))
    assert x.exact == x.mid == a
    assert x.rad == 0
    assert Real.from_json(x.to_json()) == Real.from_text(x.to_text()) == x
    assert float(x) == float(a)


@given(rationals, st.fractions(min_value=0, max_denominator=10**6))
def test_ball_from_rationals_contains(mid: Fraction, rad: Fraction) -> None:
    ball = ball_from_rationals(fmpq(mid.numerator, mid.denominator), fmpq(rad.numerator, rad.denominator))
    low, high = ends(ball)
    assert low <= mid - rad
    assert mid + rad <= high


def test_overlap_is_never_silently_decided() -> None:
    x, y = real("0.1", "1e-3"), real("0.1001", "1e-3")
    for question in (lambda: x < y, lambda: x > y, lambda: x <= y, lambda: x >= y, lambda: x == y, lambda: x != y):
        with pytest.raises(ComparisonError, match="needed enclosures that do not overlap"):
            question()
    assert x == real("0.1", "1e-3")
    assert x != real("0.2", "1e-3")
    assert x < 1
    assert x.overlaps(y)
    assert not x.contains(y)
    assert x.contains("0.1005")
    assert not x.contains("0.102")
    with pytest.raises(ComparisonError):
        bool(real("0", "1e-9"))
    with pytest.raises(ComparisonError):
        _ = x == Fraction(1, 10)
    assert bool(x)


def test_text_and_none_are_different_from_any_number_and_floats_are_refused() -> None:
    x = Real(1)
    assert x != "1"
    assert x != None  # noqa: E711
    with pytest.raises(TypeError):
        _ = x < "2"
    with pytest.raises(InputError, match="binary float"):
        _ = x < 0.5
    with pytest.raises(InputError, match="binary float"):
        _ = Value(1) == 0.5


def test_what_is_exact_stays_exact() -> None:
    assert Real.from_ball(arb(3) / 4).exact == Fraction(3, 4)
    v = Value.from_ball(acb(arb(1) / 3))
    assert not v.is_exact
    assert v.im.is_exact
    assert v.is_real
    assert v.im.is_zero()
    with pytest.raises(InputError, match="needed an exact value"):
        _ = v.exact
    with pytest.raises(PrecisionError):
        Value.from_ball(acb("nan"))


def test_printing() -> None:
    assert str(Real("1/3")) == "1/3"
    assert str(real("0.1", "1e-10")) == "[0.100000000000 +/- 1.01e-10]"
    assert str(real("0", "1e-10")) == "[0 +/- 1.01e-10]"
    assert str(Value.from_exact("1/3-2i")) == "1/3-2i"
    v = Value(real("1.5", "1e-9"), real("-2", "1e-9"))
    assert str(v) == "[1.50000000000 +/- 1.01e-9] + [-2.00000000000 +/- 1.01e-9]i"
    assert str(Value(0, real("2", "1e-3"))) == "[2.00000 +/- 1.01e-3]i"
    assert str(Value(real("2", "1e-3"), "-1/3")) == "[2.00000 +/- 1.01e-3] + (-1/3)i"
    assert v._repr_latex_().startswith("$")
    assert Real("-1/3").latex() == r"-\frac{1}{3}"
    assert Value.from_exact("1/3-i").latex() == r"\frac{1}{3}-\mathrm{i}"
    assert r"\times 10^{-30}" in real("1e-30", "1e-40").latex()


def test_longer_than_python_prints() -> None:
    x = Real(fmpq(fmpz(10) ** 6000 + 1, 3))
    assert len(str(x)) > 6000
    assert Real.from_text(x.to_text()) == x
    assert Real.from_json(x.to_json()) == x
    assert len(str(Value(x, x))) > 12000
    with working_precision(25_000):
        y = Real.from_ball(arb(2).sqrt())
    mid, _ = y.decimal()
    assert len(mid) > 7000
    assert Real.from_text(y.to_text()) == y


def test_exponents_beyond_memory() -> None:
    with working_precision(200):
        x = Real.from_ball(arb(10) ** 10**18)
    mid, rad = x.decimal()
    assert mid.endswith(("e1000000000000000000", "e999999999999999999"))
    assert int(rad.partition("e")[2]) < 10**18 - 50
    assert x > 5
    assert x.overlaps(x)
    assert pickle.loads(pickle.dumps(x)) == x
    assert Real.from_text(x.to_text()) == x
    with pytest.raises(OverflowError):
        float(x)
    with pytest.raises(CostError):
        _ = x.mid
    with working_precision(100):
        tiny = Real.from_ball(1 / x.to_arb())
    assert float(tiny) == 0.0
    assert 0 < tiny < 1


def test_compare_at_any_size() -> None:
    huge, larger = (Real.from_ball(arb((fmpz(m), fmpz(10**18)))) for m in (3, 5))
    assert huge < larger
    assert scaled_compare(huge._end(1), huge._end(-1)) == 0


@given(rationals, rationals)
def test_value_round_trips(a: Fraction, b: Fraction) -> None:
    v = Value.from_exact(Gaussian(a, b))
    texts = Value.from_text(v.to_text()), Value.from_json(v.to_json())
    for again in (*texts, pickle.loads(pickle.dumps(v)), copy.deepcopy(v)):
        assert again == v
        assert hash(again) == hash(v)
    assert v == Gaussian(a, b)
    assert hash(v) == hash(Gaussian(a, b))
    assert complex(v) == complex(float(a), float(b))
    assert v.exact == (a if b == 0 else Gaussian(a, b))


@given(balls, balls)
def test_complex_ball_round_trips(a: Ball, b: Ball) -> None:
    v = Value.from_ball(acb(a.arb(), b.arb()))
    assert Value.from_text(v.to_text()) == v
    assert pickle.loads(pickle.dumps(v)) == v
    assert Value.from_json(v.to_json()).contains(v)
    assert v.rad**2 >= v.re.rad**2 + v.im.rad**2
    assert v.rad**2 <= (v.re.rad**2 + v.im.rad**2) * Fraction(1001, 1000)


def test_complex_comparison() -> None:
    x, near = real("0.1", "1e-3"), real("0.1001", "1e-3")
    assert Value(x, 0) != Value(near, 1)  # decided by the imaginary part
    with pytest.raises(ComparisonError):
        _ = Value(x, 1) == Value(near, 1)
    with pytest.raises(InputError, match="real value"):
        _ = Value(1, 1) < Value(2)
    with pytest.raises(InputError, match="real value"):
        float(Value(1, 1))
    assert Value(1) < Value(2) <= 2
    assert Value(1) > real("0.1", "1e-3")
    assert float(Value("1/2")) == 0.5
    assert Value(1, 1) == Gaussian(1, 1) != Value(1)
    assert Value(1) == 1
    assert Value(1).overlaps(Real(1))


HOSTILE = "[1*2^3 +/- __import__('os')*2^1]"


@pytest.mark.parametrize("text", ["", "[1 +/- 2]", "(1, 2", "(1; 2)", "(1, 2, 3)", "x", HOSTILE])
def test_from_text_refuses_what_is_not_its_own(text: str) -> None:
    with pytest.raises(InputError):
        Value.from_text(text)


@pytest.mark.parametrize(
    "data", [{}, {"mid": "1"}, {"exact": "x"}, {"exact": "1", "rad": "1"}, {"mid": "1", "rad": "-1"}]
)
def test_from_json_refuses(data: Any) -> None:
    with pytest.raises(InputError):
        Real.from_json(data)


def test_symbolic_results() -> None:
    x, y = sympy.symbols("x y", real=True)
    v = Value.from_symbol(x + sympy.I * y)
    assert v.is_symbolic
    assert not v.is_exact
    assert (v.re.symbol, v.im.symbol) == (x, y)
    assert str(v) == "x + I*y"
    assert v == Value.from_symbol(x + sympy.I * y)
    assert v != Value.from_symbol(x)
    assert pickle.loads(pickle.dumps(v)) == v
    assert v._repr_latex_() == "$x + i y$"
    assert Value.from_symbol(sympy.Integer(2)) == 2
    with pytest.raises(InputError, match="exact value"):
        _ = v.exact
    with pytest.raises(InputError):
        Value.from_text(v.to_text())
    with pytest.raises(ComparisonError):
        _ = v.re < 1


def test_immutable() -> None:
    for thing in (Real(1), Value(1)):
        with pytest.raises(AttributeError):
            thing.re = 2  # type: ignore[union-attr, misc, assignment]
