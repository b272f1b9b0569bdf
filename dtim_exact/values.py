"""Value: a complex result whose real and imaginary parts are each exact, enclosed, or symbolic.

Every number that the package returns is one of these. An exact 0 stays an exact 0. The rules of comparison are those of
`Real`. In JSON a real number is {"exact": "p/q"} or {"mid": ..., "rad": ...}, a complex one {"re": REAL, "im": REAL}.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Any

from flint import acb

from .display import ArrayElement, Displayed
from .errors import ComparisonError, InputError, shown
from .gaussian import Gaussian
from .numbers import BALL, EXACT, convert
from .real import Real, comparable
from .real_text import cut_below

__all__ = ["Real", "Value"]


class Value(ArrayElement, Displayed):
    """A complex number with parts `re` and `im`.

    >>> v = Value.from_exact("1/3+2i")
    >>> print(v, v.re, v.is_exact, v.to_json())
    1/3+2i 1/3 True {'re': {'exact': '1/3'}, 'im': {'exact': '2'}}
    >>> Value.from_text(v.to_text()) == v
    True
    """

    __slots__ = ("_expr", "_parts")
    _parts: tuple[Real, Real] | None  # None until the parts of an expression are asked for
    _expr: Any

    def __init__(self, re: object = 0, im: object = 0) -> None:
        self._set((Real(re), Real(im)), None)

    def _set(self, parts: tuple[Real, Real] | None, expr: Any) -> None:
        object.__setattr__(self, "_parts", parts)
        object.__setattr__(self, "_expr", expr)

    @property
    def re(self) -> Real:
        """The real part."""
        return self._both_parts()[0]

    @property
    def im(self) -> Real:
        """The imaginary part."""
        return self._both_parts()[1]

    def _both_parts(self) -> tuple[Real, Real]:
        if self._parts is None:
            from sympy import im, re

            self._set((Real.from_symbol(re(self._expr)), Real.from_symbol(im(self._expr))), self._expr)
        assert self._parts is not None
        return self._parts

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Value is immutable")

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return (Value.from_symbol, (self._expr,)) if self.is_symbolic else (Value, (self.re, self.im))

    @classmethod
    def from_exact(cls, z: object) -> Value:
        """An exact value: a Gaussian, or anything that `parse_complex` takes."""
        kind, element = convert(z)
        if kind != EXACT:
            raise InputError(shown(z), "an exact number")
        return cls(element.re, element.im)

    @classmethod
    def from_ball(cls, z: Any) -> Value:
        """The complex ball z, bit for bit. PrecisionError if it is not finite."""
        z = acb(z)
        return cls(Real.from_ball(z.real), Real.from_ball(z.imag))

    @classmethod
    def from_symbol(cls, expr: Any) -> Value:
        """A symbolic result; its parts are sympy's re(expr) and im(expr)."""
        value = object.__new__(cls)
        value._set(None, expr)
        return value

    @classmethod
    def of(cls, x: object) -> Value:
        """x as a Value: a Value itself, or any number that `convert` takes."""
        if isinstance(x, Value):
            return x
        if isinstance(x, Real):
            return cls.from_symbol(x.symbol) if x.is_symbolic else cls(x)
        kind, element = convert(x)
        return {EXACT: cls.from_exact, BALL: cls.from_ball}.get(kind, cls.from_symbol)(element)

    # --- what is known

    @property
    def is_exact(self) -> bool:
        """True if both parts are exact rationals."""
        return self.re.is_exact and self.im.is_exact

    @property
    def is_symbolic(self) -> bool:
        """True if this is an expression in symbols."""
        return self._expr is not None

    @property
    def is_real(self) -> bool:
        """True if the imaginary part is certainly 0."""
        return self.im.is_zero()

    def is_zero(self) -> bool:
        """True if this is certainly 0."""
        return self.re.is_zero() and self.im.is_zero()

    @property
    def symbol(self) -> Any:
        """The sympy expression of a symbolic result."""
        if not self.is_symbolic:
            raise InputError(shown(self), "a symbolic result", "read .exact, .mid and .rad")
        return self._expr

    @property
    def gaussian(self) -> Gaussian:
        """The exact value as a Gaussian rational; InputError if this is not exact."""
        return Gaussian(self.re.fmpq, self.im.fmpq)

    @property
    def exact(self) -> Fraction | Gaussian:
        """The exact value, a Fraction if it is real and a Gaussian if not; InputError if this is not exact."""
        z = self.gaussian
        return self.re.exact if z.is_real() else z

    @property
    def mid(self) -> Fraction | Gaussian:
        """The midpoint, exactly: a Fraction if the value is certainly real, a Gaussian if not."""
        return self.re.mid if self.is_real else Gaussian(self.re.mid, self.im.mid)

    @property
    def rad(self) -> Fraction:
        """A radius: the true value lies within `rad` of `mid` in the complex plane."""
        a, b = self.re.rad, self.im.rad
        return a + b if not a or not b else _root_above(a * a + b * b)

    def to_acb(self) -> acb:
        """A complex ball at the working precision in force that contains this."""
        return acb(self.re.to_arb(), self.im.to_arb())

    def __complex__(self) -> complex:
        """The doubles nearest to the midpoints, whether or not the enclosure determines them."""
        return complex(self._expr) if self.is_symbolic else complex(float(self.re), float(self.im))

    def __float__(self) -> float:
        """The double nearest to the midpoint of a real value; InputError if the imaginary part is not exactly 0."""
        return float(self._real_part())

    def _real_part(self) -> Real:
        if not self.is_real:
            raise InputError(shown(self), "a real value (imaginary part exactly 0)", "use .re, .im or complex()")
        return self.re

    # --- comparison

    def overlaps(self, other: object) -> bool:
        """True if the two enclosures have a point in common."""
        y = Value.of(other)
        return self.re.overlaps(y.re) and self.im.overlaps(y.im)

    def contains(self, other: object) -> bool:
        """True if this enclosure contains the number or the whole enclosure `other`."""
        y = Value.of(other)
        return self.re.contains(y.re) and self.im.contains(y.im)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, (Value, Gaussian, complex, acb)) or hasattr(other, "free_symbols"):
            y = Value.of(other)
        elif (real := comparable(other)) is not None:
            y = Value.of(real)
        else:
            return NotImplemented
        if self.is_symbolic and y.is_symbolic:
            return bool(self._expr == y._expr)
        return _both(self.re, y.re, self.im, y.im)

    def __hash__(self) -> int:
        if self.is_symbolic:
            return hash(self._expr)
        return hash(self.gaussian) if self.is_exact else hash(self.re) if self.is_real else hash((self.re, self.im))

    def __lt__(self, other: object) -> Any:
        return self._real_part() < _real(other)

    def __le__(self, other: object) -> Any:
        return self._real_part() <= _real(other)

    def __gt__(self, other: object) -> Any:
        return self._real_part() > _real(other)

    def __ge__(self, other: object) -> Any:
        return self._real_part() >= _real(other)

    def __bool__(self) -> bool:
        return self != 0

    # --- text

    def _last(self, digits: int | None) -> int | None:
        """Both parts are cut at one decimal, set by the larger: `digits` are those of the modulus."""
        leading = [x for x in (self.re.leading(), self.im.leading()) if x is not None]
        return cut_below(max(leading, default=None), digits)

    def to_str(self, digits: int | None = None) -> str:
        """`a+bi` if exact, `[mid +/- rad]` for each part that is not; about `digits` digits if that is given."""
        if self.is_symbolic:
            return str(self._expr)
        if self.is_exact:
            return str(self.gaussian)
        re, im = (_part(x, self._last(digits)) for x in (self.re, self.im))
        if self.im.is_zero():
            return re
        tail = f"{im}i" if self.im.is_ball or not im.startswith("-") else f"({im})i"
        return tail if self.re.is_zero() else f"{re} + {tail}"

    def __str__(self) -> str:
        return self.to_str()

    def __repr__(self) -> str:
        return f"Value({str(self)!r})"

    def latex(self) -> str:
        """LaTeX of the value."""
        if self.is_symbolic:
            return Real.from_symbol(self._expr).latex()
        re, im = self.re.latex(), self.im.latex()
        if self.im.is_zero():
            return re
        tail = rf"{'' if im == '1' else '-' if im == '-1' else im}\mathrm{{i}}"
        return tail if self.re.is_zero() else f"{re}{'' if im.startswith('-') else '+'}{tail}"

    def to_text(self) -> str:
        """Text that `from_text` reads back without any loss: `(RE, IM)`."""
        return str(self._expr) if self.is_symbolic else f"({self.re.to_text()}, {self.im.to_text()})"

    @classmethod
    def from_text(cls, text: str) -> Value:
        """Reads what `to_text` wrote, and any exact number such as `1/3+2i`; text is never evaluated."""
        plain = text.strip()
        if not (plain.startswith("(") and plain.endswith(")") and plain.count(", ") == 1):
            return cls.of(Real.from_text(plain)) if plain.startswith("[") else cls.from_exact(plain)
        re, im = plain[1:-1].split(", ")
        return cls(Real.from_text(re), Real.from_text(im))

    def to_json(self, digits: int | None = None) -> dict[str, dict[str, str]]:
        """`{"re": REAL, "im": REAL}`; with `digits`, midpoints are cut to about that many digits of the modulus."""
        return {"re": _json(self.re, self._last(digits)), "im": _json(self.im, self._last(digits))}

    @classmethod
    def from_json(cls, data: object) -> Value:
        """Reads what `to_json` wrote."""
        if not isinstance(data, dict) or set(data) != {"re", "im"}:
            raise InputError(shown(data), 'a complex number as {"re": ..., "im": ...}')
        return cls(Real.from_json(data["re"]), Real.from_json(data["im"]))


def _part(x: Real, last: int | None) -> str:
    return "[{} +/- {}]".format(*x.decimal(last)) if x.is_ball else str(x)


def _json(x: Real, last: int | None) -> dict[str, str]:
    return dict(zip(("mid", "rad"), x.decimal(last), strict=True)) if x.is_ball else x.to_json()


def _real(x: object) -> Real:
    return x._real_part() if isinstance(x, Value) else Real(x)


def _both(a: Real, b: Real, c: Real, d: Real) -> bool:
    """a == b and c == d, where one decided difference is enough although the other pair is undecided."""
    try:
        first = a == b
    except ComparisonError:
        if c == d:
            raise
        return False
    return first and c == d


def _root_above(x: Fraction) -> Fraction:
    """A rational a little above the square root of x > 0, by less than one part in 2^60."""
    shift = 2 * (64 + max(0, x.denominator.bit_length() - x.numerator.bit_length()))
    return Fraction(isqrt((x.numerator << shift) // x.denominator + 1) + 1, 1 << shift // 2)
