"""How a real result is kept and how it is written: plain, in LaTeX, as lossless text, in JSON.

Whatever is printed as `[mid +/- rad]` contains the enclosure: the rounding of the midpoint is added to the radius.
"""

from __future__ import annotations

from typing import Any

from flint import fmpq

from .display import ArrayElement, Displayed
from .dyadic import Ball, decimal_ball, leading_decimal
from .errors import InputError, shown

__all__ = ["RealText", "cut_below"]


class RealText(ArrayElement, Displayed):
    """The kind of a real result and its text; `Real` adds the numbers and the comparisons."""

    __slots__ = ("_data",)
    _data: Any  # fmpq (exact), Ball, or a sympy expression

    @property
    def is_exact(self) -> bool:
        """True if this is an exact rational number."""
        return isinstance(self._data, fmpq)

    @property
    def is_ball(self) -> bool:
        """True if this is an enclosure."""
        return isinstance(self._data, Ball)

    @property
    def is_symbolic(self) -> bool:
        """True if this is an expression in symbols."""
        return not isinstance(self._data, (fmpq, Ball))

    @property
    def _ball(self) -> Ball:
        assert isinstance(self._data, Ball)
        return self._data

    def decimal(self, last: int | None = None) -> tuple[str, str]:
        """Midpoint and radius of a ball in decimals; [mid +/- rad] as printed contains it. See `decimal_ball`."""
        if not self.is_ball:
            raise InputError(shown(self), "an enclosure", "an exact value is printed as it is")
        return decimal_ball(self._ball, last)

    def leading(self) -> int | None:
        """The decimal exponent of the midpoint (one less at worst), None for 0 or an expression."""
        if self.is_ball:
            return leading_decimal(self._ball.m, self._ball.e) if self._ball.m != 0 else None
        if self.is_symbolic or self._data == 0:
            return None
        p, q = self._data.p, self._data.q
        return leading_decimal(p, 0) - leading_decimal(q, 0) - 1

    def to_str(self, digits: int | None = None) -> str:
        """`p/q` if exact, else `[mid +/- rad]`, with about `digits` digits if that is given (the radius then grows)."""
        if not self.is_ball:
            return str(self._data)
        mid, rad = self.decimal(cut_below(self.leading(), digits))
        return f"[{mid} +/- {rad}]"

    def __str__(self) -> str:
        return self.to_str()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def latex(self) -> str:
        """LaTeX of the value."""
        if self.is_symbolic:
            from sympy import latex

            return str(latex(self._data))
        if self.is_ball:
            mid, rad = map(_latex_decimal, self.decimal())
            return rf"\left[{mid} \pm {rad}\right]"
        p, q = self._data.p, self._data.q
        return str(p) if q == 1 else rf"{'-' if p < 0 else ''}\frac{{{abs(p)}}}{{{q}}}"

    def to_text(self) -> str:
        """Text that `from_text` reads back without any loss."""
        if self.is_ball:
            b = self._ball
            return f"[{b.m}*2^{b.e} +/- {b.r}*2^{b.f}]"
        return str(self._data)

    def to_json(self, digits: int | None = None) -> dict[str, str]:
        """`{"exact": "p/q"}`, or `{"mid": ..., "rad": ...}` such that mid +/- rad as printed contains the value."""
        if self.is_ball:
            mid, rad = self.decimal(cut_below(self.leading(), digits))
            return {"mid": mid, "rad": rad}
        return {"symbol" if self.is_symbolic else "exact": str(self._data)}


def cut_below(leading: int | None, digits: int | None) -> int | None:
    """Where to cut a midpoint so that `digits` digits survive with an error below 10^-(digits + 1) of it."""
    return None if leading is None or digits is None else leading - digits - 1


def _latex_decimal(text: str) -> str:
    mantissa, _, exponent = text.partition("e")
    return rf"{mantissa} \times 10^{{{exponent}}}" if exponent else mantissa
