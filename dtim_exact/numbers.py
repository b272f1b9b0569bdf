"""The door: every number a user gives comes in here, once, and is exact from then on.

Accepted: int, `p/q`, decimals (`0.1` means 1/10), `1e-110`, `a+bi` as text; int, Fraction, Decimal, sympy and flint
rationals; sympy expressions in symbols (kind SYMBOL); flint balls arb and acb (kind BALL). Refused with a way out:
floats, nan, infinities, booleans. Text is read by a pattern of its own and by flint's integer parser, which has no
limit of 4300 digits; it never reaches an evaluator.

Key results: `parse_real`, `parse_complex`, `convert`.
"""

from __future__ import annotations

import re
import sys
from decimal import Decimal
from numbers import Complex, Integral, Rational, Real
from typing import Any

from flint import acb, arb, fmpq, fmpz

from .errors import InputError, shown
from .gaussian import Gaussian

__all__ = ["BALL", "EXACT", "SYMBOL", "convert", "parse_complex", "parse_count", "parse_real"]

EXACT, BALL, SYMBOL = "exact", "ball", "symbol"  # the kinds of numbers, named like the rings they live in

MAX_EXPONENT = 10**6  # decimal exponents beyond this are refused at once: nobody can store such a rational
MAX_TEXT = 10**7  # characters of one number
_KINDS = 'an exact number: an int, "p/q", a decimal such as "0.1", "1e-30", a Fraction'

_NUMBER = r"(?:[0-9]+/[0-9]+|(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
_REAL_TEXT = re.compile(rf"([+-]?)({_NUMBER})")
_IMAGINARY_TEXT = re.compile(rf"([+-]?)({_NUMBER})?[ *]?[iIj]")
_COMPLEX_TEXT = re.compile(rf"([+-]?{_NUMBER})([+-](?:{_NUMBER})?[ *]?[iIj])")


def parse_real(x: object) -> fmpq:
    """The exact rational number that x stands for.

    >>> parse_real("0.1"), parse_real("1e-3"), parse_real("-2/6")
    (1/10, 1/1000, -1/3)
    >>> parse_real(0.1)
    Traceback (most recent call last):
    ...
    dtim_exact.errors.InputError: 0.1 (a binary float): needed an exact number; write "0.1" for the decimal as printed \
or Fraction(0.1) for the exact value of the float

    Raises InputError for a float, nan, an infinity, text that is not a number, and for numbers that are not real.
    """
    z = parse_complex(x)
    if not z.is_real():
        raise InputError(shown(x), "a real number", "drop the imaginary part")
    return z.re


def parse_complex(x: object) -> Gaussian:
    """The exact Gaussian rational that x stands for; like `parse_real`, and `a+bi`, `2i`, `-i` too.

    >>> print(parse_complex("1/3-2/5i"), parse_complex("1e-3+1e-4i"), parse_complex("-i"))
    1/3-2/5i 1/1000+1/10000i -i
    """
    kind, element = convert(x)
    if kind != EXACT:
        raise InputError(shown(x), _KINDS, "balls and symbols are taken as parameters of a Model only")
    assert isinstance(element, Gaussian)
    return element


def parse_count(x: object, what: str, least: int = 0) -> int:
    """A whole number of at least `least`, such as N; any exact kind of input, never a float.

    >>> parse_count("22", "N", least=1)
    22
    """
    needed = f"{'a positive' if least == 1 else 'an'} integer {what}" + (f" of at least {least}" if least != 1 else "")
    try:
        q = parse_real(x)
    except InputError:
        q = fmpq(1, 2)
    if q.q != 1 or q < least:
        do = f"write it as an int, such as {what}=3" if what.isidentifier() else "write it as an int, such as 3"
        raise InputError(f"{what} = {shown(x)}", needed, do)
    return int(q.p)


def convert(x: object) -> tuple[str, Any]:
    """The kind of x (EXACT, BALL or SYMBOL) and the number itself: a Gaussian, an arb or acb, a sympy expression."""
    if isinstance(x, Gaussian):
        return EXACT, x
    if isinstance(x, (arb, acb)):
        if not x.is_finite():
            raise InputError(shown(x), "a finite ball", "give an arb or acb with finite midpoint and radius")
        return BALL, x
    if isinstance(x, str):
        return EXACT, _from_text(x)
    sympy = sys.modules.get("sympy")
    if sympy is not None and isinstance(x, sympy.Basic):
        return _from_sympy(sympy, x)
    return EXACT, Gaussian(_from_rational(x))


def _from_rational(x: object) -> fmpq:
    """int, fmpz, fmpq, Fraction, Decimal and their like (NumPy integers, gmpy2 rationals); all else is refused."""
    if isinstance(x, fmpq):
        return x
    if isinstance(x, bool) or type(x).__name__ in ("bool_", "bool"):
        raise InputError(shown(x), _KINDS, "a truth value is not a number: write 0 or 1")
    if isinstance(x, (int, fmpz)):
        return fmpq(x)
    if isinstance(x, Integral):
        return fmpq(int(x))
    if isinstance(x, Rational):
        return fmpq(int(x.numerator), int(x.denominator))
    if isinstance(x, Decimal):
        return _from_decimal(x)
    if isinstance(x, (Real, Complex)) or type(x).__name__ in ("mpf", "mpc", "arf"):
        raise _float_refused(x)
    if x is None:
        raise InputError("None", _KINDS, "leave the argument out to get its default")
    raise InputError(f"{shown(x)} ({type(x).__name__})", _KINDS)


def _float_refused(x: object) -> InputError:
    """The refusal of a float, with both ways out."""
    value = shown(x)
    if isinstance(x, Real) and x == x and abs(x) != float("inf"):
        value = repr(float(x))
        do = f'write "{value}" for the decimal as printed or Fraction({value}) for the exact value of the float'
        return InputError(f"{value} (a binary float)", "an exact number", do)
    if isinstance(x, Real):
        return InputError(value, _KINDS, "nan and infinities are not numbers of the model")
    do = 'write it as text, such as "0.1" or "1/3+0.5i", or as Fraction(...) from the exact parts'
    return InputError(f"{value} (binary floating point)", "an exact number", do)


def _from_decimal(x: Decimal) -> fmpq:
    if not x.is_finite():
        raise InputError(shown(x), _KINDS, "nan and infinities are not numbers of the model")
    sign, digits, exponent = x.as_tuple()
    assert isinstance(exponent, int)
    return _scaled(fmpz("".join(map(str, digits)) or "0") * (-1 if sign else 1), exponent, x)


def _scaled(mantissa: fmpz, exponent: int, given: object) -> fmpq:
    """mantissa * 10^exponent, unless the exponent is absurd."""
    if abs(exponent) > MAX_EXPONENT:
        raise InputError(shown(given), f"a decimal exponent of at most {MAX_EXPONENT} in size")
    power = fmpz(10) ** abs(exponent)
    return fmpq(mantissa * power) if exponent >= 0 else fmpq(mantissa, power)


def _from_text(text: str) -> Gaussian:
    if len(text) > MAX_TEXT:
        raise InputError(shown(text), f"a number of at most {MAX_TEXT} characters")
    plain = text.strip().replace("\N{MINUS SIGN}", "-")
    plain = re.sub(r" ?([-+*/]) ?", r"\1", re.sub(r"[ \t]+", " ", plain))
    if real := _REAL_TEXT.fullmatch(plain):
        return Gaussian(_read_number(real[1], real[2], text))
    if imaginary := _IMAGINARY_TEXT.fullmatch(plain):
        return Gaussian(0, _read_number(imaginary[1], imaginary[2] or "1", text))
    if both := _COMPLEX_TEXT.fullmatch(plain):
        first, second = _REAL_TEXT.fullmatch(both[1]), _IMAGINARY_TEXT.fullmatch(both[2])
        assert first is not None
        assert second is not None
        return Gaussian(_read_number(first[1], first[2], text), _read_number(second[1], second[2] or "1", text))
    raise InputError(shown(text), _KINDS + ', or "a+bi"', _hint(plain))


def _hint(plain: str) -> str:
    """What to do about text that is not a number."""
    if plain.lower().lstrip("+-") in ("nan", "inf", "infinity", "oo", "zoo", "infty"):
        return "nan and infinities are not numbers of the model"
    if re.fullmatch(r"[A-Za-z_]\w*", plain):
        return f'for a symbol give sympy.Symbol("{plain}", real=True) in Python'
    return "write one number without brackets, functions or products" if plain else "give a number"


def _read_number(sign: str, body: str, given: str) -> fmpq:
    """An unsigned number that matched `_NUMBER`, read exactly."""
    if "/" in body:
        p, q = map(fmpz, body.split("/"))
        if q == 0:
            raise InputError(shown(given), "a denominator other than 0")
        value = fmpq(p, q)
    else:
        mantissa, _, exponent = body.lower().partition("e")
        whole, _, fraction = mantissa.partition(".")
        digits = exponent.lstrip("+-").lstrip("0")
        if len(digits) > len(str(MAX_EXPONENT)) or len(fraction) > MAX_EXPONENT:
            raise InputError(shown(given), f"a decimal exponent of at most {MAX_EXPONENT} in size")
        power = int(digits or 0) * (-1 if exponent.startswith("-") else 1)
        if abs(power) > MAX_EXPONENT:
            raise InputError(shown(given), f"a decimal exponent of at most {MAX_EXPONENT} in size")
        value = _scaled(fmpz(whole + fraction), power - len(fraction), given)
    return -value if sign == "-" else value


def _from_sympy(sympy: Any, x: Any) -> tuple[str, Any]:
    """A sympy number becomes exact where it is a Gaussian rational; any other expression is a symbol."""
    if isinstance(x, sympy.Rational) and x.is_finite:
        return EXACT, Gaussian(fmpq(int(x.p), int(x.q)))
    if not isinstance(x, sympy.Expr):
        raise InputError(f"{shown(x)} ({type(x).__name__})", "a number or a scalar sympy expression")
    if x.has(sympy.Float):
        do = 'use sympy.Rational("0.1") for the decimal or sympy.Rational(0.1) for the exact value of the float'
        raise InputError(f"{shown(x)} (with a binary float)", "an exact sympy expression", do)
    if x.has(sympy.nan, sympy.oo, -sympy.oo, sympy.zoo):
        raise InputError(shown(x), "a finite sympy expression")
    if not x.free_symbols:
        parts = sympy.expand(x).as_real_imag()
        if all(isinstance(part, sympy.Rational) for part in parts):
            a, b = (fmpq(int(part.p), int(part.q)) for part in parts)
            return EXACT, Gaussian(a, b)
    return SYMBOL, x
