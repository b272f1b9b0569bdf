"""Real: a real result, exact or enclosed (or symbolic), as an object that cannot lie about what is known.

It pickles, copies, prints as `[mid +/- rad]`, and refuses a comparison that its enclosure does not decide.

Equality: exact against exact is decided; the same enclosure equals itself; disjoint enclosures differ; enclosures that
overlap without being the same raise ComparisonError. Order: decided or ComparisonError. Two results with the same
enclosure compare equal although the enclosed numbers may differ: use `overlaps` where that matters.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from flint import acb, arb, fmpq, fmpz

from .dyadic import MAX_SHIFT, Ball, Scaled, ball_from_rationals, nearest_double, rational, scaled_compare
from .errors import ComparisonError, InputError, PrecisionError, shown
from .gaussian import Gaussian
from .numbers import BALL, EXACT, convert, parse_real
from .real_text import RealText

__all__ = ["Real"]

_BALL_TEXT = re.compile(r"\[(-?\d+)\*2\^(-?\d{1,19}) \+/- (\d+)\*2\^(-?\d{1,19})\]", re.ASCII)


class Real(RealText):
    """A real number: exact rational, real ball, or symbolic expression.

    >>> Real("1/3"), Real.from_ball(arb("0.1", "1e-10"))
    (Real('1/3'), Real('[0.100000000000 +/- 1.01e-10]'))
    >>> Real("1/3") < Real.from_ball(arb(2)), float(Real("1/3"))
    (True, 0.3333333333333333)
    """

    __slots__ = ()

    def __init__(self, x: object = 0) -> None:
        if isinstance(x, Real):
            data = x._data
        else:
            kind, element = convert(x)
            if kind == BALL:
                data = _stored(element)
            else:
                data = parse_real(element) if kind == EXACT else element
        object.__setattr__(self, "_data", data)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Real is immutable")

    def __reduce__(self) -> tuple[Any, tuple[Any]]:
        return _make, (tuple(self._data) if isinstance(self._data, Ball) else self._data,)

    @classmethod
    def from_ball(cls, x: arb) -> Real:
        """The real ball x, bit for bit; a ball of radius 0 is the exact dyadic number. PrecisionError if not finite."""
        if not x.is_finite():
            raise PrecisionError("an enclosure that is not finite", "a finite one", "ask for fewer digits")
        return _make(_stored(x))

    @classmethod
    def from_symbol(cls, expr: Any) -> Real:
        """A symbolic result: any sympy expression."""
        return _make(expr)

    # --- what is known

    def is_zero(self) -> bool:
        """True if this is certainly 0."""
        return bool(self._data == 0) if not self.is_ball else not self._data.m and not self._data.r

    @property
    def symbol(self) -> Any:
        """The sympy expression of a symbolic result."""
        if not self.is_symbolic:
            raise InputError(shown(self), "a symbolic result", "read .exact, .mid and .rad")
        return self._data

    @property
    def fmpq(self) -> fmpq:
        """The exact value for flint; InputError if this is not exact."""
        if not self.is_exact:
            raise InputError(shown(self), "an exact value", "read .mid and .rad, or ask without digits")
        value: fmpq = self._data
        return value

    @property
    def exact(self) -> Fraction:
        """The exact value; InputError if this is a ball or a symbolic expression."""
        return _fraction(self.fmpq)

    @property
    def mid(self) -> Fraction:
        """The midpoint, exactly (the value itself where that is exact)."""
        return _fraction(rational(self._ball.m, self._ball.e)) if self.is_ball else self.exact

    @property
    def rad(self) -> Fraction:
        """The radius, exactly: the true value is within `rad` of `mid`."""
        return _fraction(rational(self._ball.r, self._ball.f)) if self.is_ball else _fraction(0 * self.fmpq)

    def to_arb(self) -> arb:
        """A flint ball at the working precision in force that contains this."""
        return self._ball.arb() if self.is_ball else arb(self.fmpq)

    def to_acb(self) -> acb:
        """The same as a complex ball."""
        return acb(self.to_arb())

    def __float__(self) -> float:
        """The double nearest to the midpoint, whether or not the enclosure determines it: read `.rad` beside it."""
        if self.is_symbolic:
            return float(self._data)
        return nearest_double(self._ball.m, self._ball.e) if self.is_ball else float(self.exact)

    def __complex__(self) -> complex:
        return complex(float(self))

    # --- comparison

    def _end(self, sign: int) -> Scaled:
        if self.is_symbolic:
            raise ComparisonError(shown(self._data), "numbers to compare", "substitute numbers first")
        return self._ball.end(sign) if self.is_ball else Scaled(self.fmpq.p, self.fmpq.q, 0)

    def overlaps(self, other: object) -> bool:
        """True if the two enclosures have a point in common."""
        y = Real(other)
        return scaled_compare(self._end(1), y._end(-1)) >= 0 and scaled_compare(y._end(1), self._end(-1)) >= 0

    def contains(self, other: object) -> bool:
        """True if this enclosure contains the number or the whole enclosure `other`."""
        y = Real(other)
        return scaled_compare(self._end(-1), y._end(-1)) <= 0 and scaled_compare(y._end(1), self._end(1)) <= 0

    def __eq__(self, other: object) -> bool:
        y = comparable(other)
        if y is None:
            return NotImplemented
        if self.is_symbolic or y.is_symbolic:
            return bool(_as_expression(self) == _as_expression(y))
        if self._data == y._data and type(self._data) is type(y._data):
            return True
        if self.overlaps(y) and not (self.is_exact and y.is_exact):
            raise _undecided(self, y)
        return False

    def __hash__(self) -> int:
        return hash(self._data)

    def _less(self, other: object, or_equal: bool) -> Any:
        y = comparable(other)
        if y is None:
            return NotImplemented
        if scaled_compare(self._end(1), y._end(-1)) < int(or_equal):
            return True
        if scaled_compare(self._end(-1), y._end(1)) >= int(or_equal):
            return False
        raise _undecided(self, y)

    def __lt__(self, other: object) -> Any:
        return self._less(other, or_equal=False)

    def __le__(self, other: object) -> Any:
        return self._less(other, or_equal=True)

    def __gt__(self, other: object) -> Any:
        y = comparable(other)
        return NotImplemented if y is None else y._less(self, or_equal=False)

    def __ge__(self, other: object) -> Any:
        y = comparable(other)
        return NotImplemented if y is None else y._less(self, or_equal=True)

    def __bool__(self) -> bool:
        return self != 0

    # --- text

    @classmethod
    def from_text(cls, text: str) -> Real:
        """Reads what `to_text` wrote. Keep symbolic results by pickle: text is never evaluated."""
        match = _BALL_TEXT.fullmatch(text.strip())
        if match is None and text.lstrip().startswith("["):
            raise InputError(shown(text), "a ball as to_text writes it, such as [3*2^-4 +/- 1*2^-30]")
        if match is None:
            return cls(text)
        m, e, r, f = map(fmpz, match.groups())
        return _make(Ball(m, int(e), r, int(f)))

    @classmethod
    def from_json(cls, data: object) -> Real:
        """Reads what `to_json` wrote; a ball comes back as one that contains it."""
        table = data if isinstance(data, dict) else {}
        if set(table) == {"exact"}:
            return cls(table["exact"])
        if set(table) == {"mid", "rad"}:
            mid, rad = parse_real(table["mid"]), parse_real(table["rad"])
            if rad >= 0:
                return _make(ball_from_rationals(mid, rad))
        raise InputError(shown(data), 'a number as {"exact": ...} or {"mid": ..., "rad": ...}, rad >= 0')


def _make(data: Any) -> Real:
    real = object.__new__(Real)
    object.__setattr__(real, "_data", Ball(*data) if isinstance(data, tuple) else data)
    return real


def _stored(x: arb | acb) -> Any:
    if isinstance(x, acb):
        if not x.imag.is_zero():
            raise InputError(shown(x), "a real ball", "give an arb, or an acb with imaginary part 0")
        x = x.real
    ball = Ball.of(x)
    return ball if ball.r != 0 or abs(ball.e) > MAX_SHIFT else rational(ball.m, ball.e)


def comparable(x: object) -> Real | None:
    """x as a Real for a comparison; None for text and other things that are not numbers; floats are refused."""
    if isinstance(x, Real):
        return x
    if isinstance(x, str) or x is None or isinstance(x, Gaussian):
        return Real(x.re) if isinstance(x, Gaussian) and x.is_real() else None
    from numbers import Number

    return Real(x) if isinstance(x, (Number, fmpz, fmpq, arb)) or hasattr(x, "free_symbols") else None


def _as_expression(x: Real) -> Any:
    from sympy import Rational

    return Rational(int(x.fmpq.p), int(x.fmpq.q)) if x.is_exact else x._data


def _undecided(x: object, y: object) -> ComparisonError:
    do = "ask for more digits, or use overlaps() and contains()"
    return ComparisonError(f"{shown(x)} against {shown(y)}", "enclosures that do not overlap", do)


def _fraction(q: fmpq) -> Fraction:
    return Fraction(int(q.p), int(q.q))
