"""The door: what comes in is exact, what is not exact stays out, and nothing takes long."""

from __future__ import annotations

import contextlib
import copy
import pickle
import time
from decimal import Decimal
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import pytest
import sympy
from flint import acb, arb, fmpq, fmpz
from hypothesis import given
from hypothesis import strategies as st

from dtim_exact.errors import CostError, DtimError, HypothesisError, InputError, shown
from dtim_exact.gaussian import Gaussian
from dtim_exact.numbers import convert, parse_complex, parse_count, parse_real

THIRD = fmpq(1, 3)

ACCEPTED: list[tuple[Any, Gaussian]] = [
    (7, Gaussian(7)),
    (fmpz(-7), Gaussian(-7)),
    (fmpq(1, 3), Gaussian(THIRD)),
    (Gaussian(1, 2), Gaussian(1, 2)),
    (Fraction(1, 3), Gaussian(THIRD)),
    (Decimal("0.10"), Gaussian(fmpq(1, 10))),
    (Decimal("-1.5E+3"), Gaussian(-1500)),
    (np.int64(3), Gaussian(3)),
    (np.uint8(4), Gaussian(4)),
    (sympy.Integer(5), Gaussian(5)),
    (sympy.Rational(1, 3), Gaussian(THIRD)),
    (1 + sympy.I, Gaussian(1, 1)),
    ((1 + sympy.I) ** 2 / 3, Gaussian(0, fmpq(2, 3))),
    ("22", Gaussian(22)),
    ("+007", Gaussian(7)),
    ("-2/6", Gaussian(-THIRD)),
    ("0.1", Gaussian(fmpq(1, 10))),
    (".5", Gaussian(fmpq(1, 2))),
    ("5.", Gaussian(5)),
    ("1e-110", Gaussian(fmpq(1, fmpz(10) ** 110))),
    ("1.25E+2", Gaussian(125)),
    (" 1/3 ", Gaussian(THIRD)),
    ("\N{MINUS SIGN}1/2", Gaussian(fmpq(-1, 2))),
    ("1/3-2/5i", Gaussian(THIRD, fmpq(-2, 5))),
    ("1/3 - 2/5 i", Gaussian(THIRD, fmpq(-2, 5))),
    ("1e-3+1e-4i", Gaussian(fmpq(1, 1000), fmpq(1, 10000))),
    ("2i", Gaussian(0, 2)),
    ("2*I", Gaussian(0, 2)),
    ("-j", Gaussian(0, -1)),
    ("1+i", Gaussian(1, 1)),
    ("0e0", Gaussian(0)),
]

REFUSED: list[Any] = [
    *("", " ", "x", "1/0", "0/0", "1//2", "1/2/3", "0.1.2", "1e", "e5", "1e5e5", "--1", "1+", "i*2", "1 2"),
    *("0x10", "1_000", "1,5", "[1]", "(1)", "²", "½", "٣", "nan", "NaN", "inf", "-Infinity", "oo", "2**3", "pi"),
    *("sqrt(2)", "True"),
    *("__import__('os').getcwd()", "().__class__", "lambda: 1", "\x00", "1\n2", "1e9999999", "1e-99999999999999999999"),
    *(True, False, np.True_, None, [1], {}, (1, 2), b"1", object(), float("nan"), float("inf"), -float("inf"), 1j, 0.5),
    *(np.float64(0.5), np.float32(0.5), np.complex128(1), np.longdouble(1), np.array([1, 2])),
    *(mpmath.mpf("0.1"), mpmath.mpc(1)),
    *(Decimal("nan"), Decimal("sNaN"), Decimal("-inf"), Decimal("1e99999999")),
    *(sympy.Float("0.1"), sympy.nan, sympy.oo, sympy.zoo, sympy.true, sympy.Symbol("x") * 0.5, sympy.Matrix([1])),
    *(arb("nan"), acb("inf"), "9" * 20_000_000, "1" + " " * 300_000 + "2", "1" * 300_000 + "x"),
]


@pytest.mark.parametrize(("given_", "number"), ACCEPTED, ids=lambda x: shown(x))
def test_accepted(given_: Any, number: Gaussian) -> None:
    assert parse_complex(given_) == number
    if number.is_real():
        assert parse_real(given_) == number.re


@pytest.mark.parametrize("given_", REFUSED, ids=lambda x: f"{type(x).__name__} {shown(x)[:20]!r}")
def test_refused_in_one_short_line_and_at_once(given_: Any) -> None:
    start = time.process_time()
    with pytest.raises(InputError) as caught:
        parse_complex(given_)
    assert time.process_time() - start < 1
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 400


@pytest.mark.parametrize("value", [0.1, np.float64(0.1)])
def test_float_is_refused_with_both_ways_out(value: float) -> None:
    with pytest.raises(InputError, match=r'write "0\.1" .* or Fraction\(0\.1\)'):
        parse_real(value)
    assert parse_real("0.1") == fmpq(1, 10)
    assert parse_real(Fraction(0.1)) != fmpq(1, 10)


def test_imaginary_part_is_refused_where_a_real_number_is_needed() -> None:
    with pytest.raises(InputError, match="real number"):
        parse_real("1+i")


def test_numbers_beyond_the_limit_of_python() -> None:
    text = "7" * 20_000
    assert str(parse_real(text)) == text
    assert str(parse_real(f"{text}/3").q) == "3"
    tiny = parse_real("1e-20000")
    assert tiny.p == 1
    assert len(str(tiny.q)) == 20_001
    assert "very long" in shown(10**5000)
    with pytest.raises(InputError):
        parse_count(-(10**5000), "N", least=1)


def test_kinds() -> None:
    x = sympy.Symbol("x", real=True)
    assert convert(x * 2) == ("symbol", 2 * x)
    assert convert(sympy.sqrt(2))[0] == "symbol"
    assert convert(arb(1))[0] == convert(acb(1))[0] == "ball"
    assert convert("1/2") == ("exact", Gaussian(fmpq(1, 2)))
    for other in (x, arb(1)):
        with pytest.raises(InputError, match="parameters of a Model only"):
            parse_complex(other)


@pytest.mark.parametrize("n", [0, -1, "1/2", "x", 2.0, True, None, "", 1.5])
def test_count_refused(n: Any) -> None:
    with pytest.raises(InputError, match="needed a positive integer N"):
        parse_count(n, "N", least=1)


@pytest.mark.parametrize("n", [22, "22", "22.0", fmpz(22), np.int32(22), Fraction(22), "2.2e1"])
def test_count_accepted(n: Any) -> None:
    assert parse_count(n, "N", least=1) == 22


rationals = st.fractions(max_denominator=10**12)


@given(rationals, rationals)
def test_text_round_trip(a: Fraction, b: Fraction) -> None:
    z = Gaussian(a, b)
    assert parse_complex(str(z)) == z
    assert parse_complex(f" {a} + {b} * I " if b >= 0 else f"{a} - {-b} j") == z


@given(st.decimals(allow_nan=False, allow_infinity=False, places=20))
def test_decimals_mean_what_they_say(x: Decimal) -> None:
    assert parse_real(x) == parse_real(str(x)) == parse_real(Fraction(x))


@given(st.text(max_size=12) | st.text(alphabet="0123456789+-./eiIj* ", max_size=12))
def test_any_text_is_a_number_or_an_input_error(text: str) -> None:
    with contextlib.suppress(InputError):
        assert isinstance(parse_complex(text), Gaussian)


@given(rationals, rationals, rationals, rationals)
def test_gaussian_arithmetic(a: Fraction, b: Fraction, c: Fraction, d: Fraction) -> None:
    z, w = Gaussian(a, b), Gaussian(c, d)
    assert z * w == Gaussian(a * c - b * d, a * d + b * c)
    assert (z + w) - w == z
    assert z - a == Gaussian(0, b)
    assert a - z == Gaussian(0, -b)
    assert z * z.conj() == z.abs2()
    if w:
        assert (z / w) * w == z
        assert w**-3 * w**3 == 1
    assert hash(Gaussian(a)) == hash(a)
    assert Gaussian(a) == a
    assert pickle.loads(pickle.dumps(z)) == copy.deepcopy(z) == copy.copy(z) == z


def test_gaussian_is_immutable_and_closed() -> None:
    z = Gaussian(1, 2)
    with pytest.raises(AttributeError):
        z.re = fmpq(3)
    with pytest.raises(ZeroDivisionError):
        z / Gaussian(0)
    with pytest.raises(TypeError):
        z + 0.5  # type: ignore[operator]
    with pytest.raises(TypeError):
        Gaussian(0.5)
    assert [str(x) for x in (Gaussian(0), Gaussian(0, 1), Gaussian(1, -1))] == ["0", "i", "1-i"]
    assert complex(z) == 1 + 2j


@pytest.mark.parametrize("error", [InputError, HypothesisError, CostError, DtimError])
def test_errors_pickle_and_are_one_line(error: type[DtimError]) -> None:
    original = error(given="N =\n 0", needed="N > 0", do="give N")
    again = pickle.loads(pickle.dumps(original))
    assert str(again) == str(original) == "N = 0: needed N > 0; give N"
    assert (again.given, again.needed, again.do) == (original.given, original.needed, original.do)
