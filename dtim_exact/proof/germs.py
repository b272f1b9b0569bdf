"""Functions of a real variable t near 0, exactly: quotients of polynomials with Gaussian rational coefficients.

They are the scalars with which a limit is taken literally: the symbol that goes to zero becomes t times a direction.
"""

from __future__ import annotations

from typing import Any

from ..gaussian import Gaussian

__all__ = ["Germ"]


class Germ:
    """num(t)/den(t); coefficients from the constant term upwards."""

    def __init__(self, num: list[Any], den: list[Any] | None = None) -> None:
        self.num, self.den = _trimmed(num), _trimmed(den or [Gaussian(1)])

    def _with(self, other: Any) -> Germ:
        return other if isinstance(other, Germ) else Germ([Gaussian(0) + other])

    def __add__(self, other: Any) -> Germ:
        o = self._with(other)
        if self.den == o.den:
            return Germ(_sum(self.num, o.num), self.den)
        return Germ(_sum(_product(self.num, o.den), _product(o.num, self.den)), _product(self.den, o.den))

    __radd__ = __add__

    def __neg__(self) -> Germ:
        return Germ([-c for c in self.num], self.den)

    def __sub__(self, other: Any) -> Germ:
        return self + (-self._with(other))

    def __rsub__(self, other: Any) -> Germ:
        return self._with(other) - self

    def __mul__(self, other: Any) -> Germ:
        o = self._with(other)
        return Germ(_product(self.num, o.num), _product(self.den, o.den))

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Germ:
        o = self._with(other)
        if not o.num:
            raise ZeroDivisionError("division by zero")
        return Germ(_product(self.num, o.den), _product(self.den, o.num))

    def __rtruediv__(self, other: Any) -> Germ:
        return self._with(other) / self

    def __eq__(self, other: object) -> bool:
        return not (self - other).num

    __hash__ = None  # type: ignore[assignment]

    def conj(self) -> Germ:
        return Germ([c.conj() for c in self.num], [c.conj() for c in self.den])

    def limit(self) -> Gaussian | None:
        """The value for t -> 0, or None if there is none."""
        if not self.num:
            return Gaussian(0)
        top, bottom = (next(a for a, c in enumerate(part) if c != 0) for part in (self.num, self.den))
        return None if top < bottom else Gaussian(0) if top > bottom else self.num[top] / self.den[bottom]


def _trimmed(coefficients: list[Any]) -> list[Any]:
    while coefficients and coefficients[-1] == 0:
        coefficients = coefficients[:-1]
    return coefficients


def _sum(a: list[Any], b: list[Any]) -> list[Any]:
    size = max(len(a), len(b))
    return [(a[k] if k < len(a) else Gaussian(0)) + (b[k] if k < len(b) else Gaussian(0)) for k in range(size)]


def _product(a: list[Any], b: list[Any]) -> list[Any]:
    result = [Gaussian(0)] * (len(a) + len(b) - 1) if a and b else []
    for k, x in enumerate(a):
        for m, y in enumerate(b):
            result[k + m] = result[k + m] + x * y
    return result
