"""Gaussian rationals: the complex numbers a + b i with rational a, b, over `flint.fmpq`.

With rational parameters every weight, normalization and correlator of the paper is a finite sum of these, so they are
the exact numbers of the whole package. The class is immutable, hashable, and pickles and copies.
"""

from __future__ import annotations

from numbers import Rational
from typing import Any

from flint import fmpq, fmpz

__all__ = ["Gaussian"]

_ZERO = fmpq(0)
_SLOTS: dict[str, Any] = {}  # the two slot setters, past the lock on assignment


def _rational(x: object) -> fmpq:
    """An exact rational of any type as fmpq; anything else is a programming error (user input comes by `numbers`)."""
    if type(x) is fmpq:
        return x
    if isinstance(x, (int, fmpz)):
        return fmpq(x)
    if isinstance(x, Rational):
        return fmpq(int(x.numerator), int(x.denominator))
    raise TypeError(f"Gaussian takes int, fmpz, fmpq or Fraction, not {type(x).__name__}; use parse_complex for others")


def _make(re: fmpq, im: fmpq) -> Gaussian:
    z = object.__new__(Gaussian)
    _SLOTS["re"](z, re)
    _SLOTS["im"](z, im)
    return z


def _operand(x: object) -> Gaussian | None:
    if isinstance(x, Gaussian):
        return x
    if isinstance(x, (int, fmpz, fmpq, Rational)):
        return _make(_rational(x), _ZERO)
    return None


class Gaussian:
    """The exact complex number re + i im.

    >>> z = Gaussian(fmpq(1, 3), fmpq(2, 5))
    >>> print(z, z.conj(), z.abs2(), 1 / z, z**2)
    1/3+2/5i 1/3-2/5i 61/225 75/61-90/61i -11/225+4/15i
    """

    __slots__ = ("im", "re")
    re: fmpq
    im: fmpq

    def __new__(cls, re: object = 0, im: object = 0) -> Gaussian:
        return _make(_rational(re), _rational(im))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Gaussian is immutable")

    def __delattr__(self, name: str) -> None:
        raise AttributeError("a Gaussian is immutable")

    def __reduce__(self) -> tuple[type[Gaussian], tuple[fmpq, fmpq]]:
        return Gaussian, (self.re, self.im)

    def __copy__(self) -> Gaussian:
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> Gaussian:
        return self

    def conj(self) -> Gaussian:
        """The complex conjugate."""
        return _make(self.re, -self.im)

    def abs2(self) -> fmpq:
        """The squared modulus, a rational."""
        return self.re * self.re + self.im * self.im

    def is_zero(self) -> bool:
        """True if this is 0."""
        return bool(self.re == 0 and self.im == 0)

    def is_real(self) -> bool:
        """True if the imaginary part is 0."""
        return bool(self.im == 0)

    def __bool__(self) -> bool:
        return not self.is_zero()

    def __eq__(self, other: object) -> bool:
        z = _operand(other)
        return NotImplemented if z is None else bool(self.re == z.re and self.im == z.im)

    def __hash__(self) -> int:
        return hash(self.re) if self.im == 0 else hash((self.re, self.im))

    def __neg__(self) -> Gaussian:
        return _make(-self.re, -self.im)

    def __pos__(self) -> Gaussian:
        return self

    def __add__(self, other: object) -> Gaussian:
        z = _operand(other)
        return NotImplemented if z is None else _make(self.re + z.re, self.im + z.im)

    __radd__ = __add__

    def __sub__(self, other: object) -> Gaussian:
        z = _operand(other)
        return NotImplemented if z is None else _make(self.re - z.re, self.im - z.im)

    def __rsub__(self, other: object) -> Gaussian:
        z = _operand(other)
        return NotImplemented if z is None else z - self

    def __mul__(self, other: object) -> Gaussian:
        z = _operand(other)
        if z is None:
            return NotImplemented
        if z.im == 0:
            return _make(self.re * z.re, self.im * z.re)
        return _make(self.re * z.re - self.im * z.im, self.re * z.im + self.im * z.re)

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> Gaussian:
        z = _operand(other)
        if z is None:
            return NotImplemented
        if z.im == 0:
            return _make(self.re / z.re, self.im / z.re)  # ZeroDivisionError from fmpq
        size = z.abs2()
        w = self * z.conj()
        return _make(w.re / size, w.im / size)

    def __rtruediv__(self, other: object) -> Gaussian:
        z = _operand(other)
        return NotImplemented if z is None else z / self

    def __pow__(self, n: int) -> Gaussian:
        base, n = (self, n) if n >= 0 else (1 / self, -n)
        power = _make(fmpq(1), _ZERO)
        while n:
            power = power * base if n & 1 else power
            n >>= 1
            base = base * base if n else base
        return power

    def __complex__(self) -> complex:
        return complex(_double(self.re), _double(self.im))

    def __str__(self) -> str:
        if self.im == 0:
            return str(self.re)
        unit = {"1": "", "-1": "-"}.get(str(self.im), str(self.im))
        if self.re == 0:
            return f"{unit}i"
        return f"{self.re}{'' if self.im < 0 else '+'}{unit}i"

    def __repr__(self) -> str:
        return f"Gaussian({self.re}, {self.im})"


def _double(q: fmpq) -> float:
    """The double nearest to q (Python's division of ints rounds correctly at any length)."""
    return int(q.p) / int(q.q)


_SLOTS.update(re=Gaussian.__dict__["re"].__set__, im=Gaussian.__dict__["im"].__set__)
