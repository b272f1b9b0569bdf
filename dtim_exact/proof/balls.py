"""Numbers known up to an enclosure, as scalars of a system at explicit parameters.

A `Ball` carries an enclosure of a number and one of its complex conjugate.  Under an integral sign the two are
continued analytically apart from each other, so
that |z|^2 = z z^* stays analytic in a real variable; under a derivative both are power series.  Two balls are never
equal for certain: `==` tells whether
they overlap, so a statement can be refuted by balls, never confirmed.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from flint import acb, acb_series, arb, fmpq

from ..gaussian import Gaussian

__all__ = ["Ball"]


def _enclosed(x: Any) -> Any:
    """An exact number as an acb."""
    if isinstance(x, (acb, acb_series)):
        return x
    if isinstance(x, Gaussian):
        return acb(arb(x.re), arb(x.im)) if x.im != 0 else acb(arb(x.re))
    return acb(arb(fmpq(x.numerator, x.denominator) if isinstance(x, Fraction) else x))


class Ball:
    """z and its conjugate c."""

    __slots__ = ("c", "z")

    def __init__(self, z: Any, c: Any = None) -> None:
        self.z = z
        self.c = z if c is None else c

    @classmethod
    def of(cls, x: Any) -> Ball:
        """A ball around an exact number; a ball as it is."""
        if isinstance(x, Ball):
            return x
        z = _enclosed(x)
        return cls(z, _enclosed(x.conj()) if isinstance(x, Gaussian) else z)

    def _paired(self, other: Any, operation: Callable[[Any, Any], Any]) -> Ball:
        if not isinstance(other, (Ball, Gaussian, int, Fraction, fmpq)):
            return NotImplemented  # type: ignore[no-any-return]
        o = Ball.of(other)
        return Ball(operation(self.z, o.z), operation(self.c, o.c))

    def __add__(self, other: Any) -> Ball:
        return self._paired(other, lambda a, b: a + b)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Ball:
        return self._paired(other, lambda a, b: a - b)

    def __rsub__(self, other: Any) -> Ball:
        return self._paired(other, lambda a, b: b - a)

    def __mul__(self, other: Any) -> Ball:
        return self._paired(other, lambda a, b: a * b)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Ball:
        return self._paired(other, lambda a, b: a / b)

    def __rtruediv__(self, other: Any) -> Ball:
        return self._paired(other, lambda a, b: b / a)

    def __neg__(self) -> Ball:
        return Ball(-self.z, -self.c)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (Ball, Gaussian, int, Fraction, fmpq)):
            return NotImplemented
        difference = (self - other).z
        return bool((difference[0] if isinstance(difference, acb_series) else difference).contains(0))

    __hash__ = None  # type: ignore[assignment]

    def conj(self) -> Ball:
        """The complex conjugate."""
        return Ball(self.c, self.z)

    def mapped(self, function: Callable[[Any], Any]) -> Ball:
        """A function that commutes with conjugation, such as exp."""
        return Ball(function(self.z), function(self.c))

    def real(self) -> arb:
        """The real part of a number that may be real."""
        if not isinstance(self.z, acb) or not self.z.imag.contains(0):
            raise ArithmeticError("not a real number")
        return self.z.real

    def __str__(self) -> str:
        return str(self.z.real.str(12)) if isinstance(self.z, acb) and self.z.imag.contains(0) else str(self.z)
