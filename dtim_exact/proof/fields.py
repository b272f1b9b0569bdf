"""Rational functions over Q(i) in any number of named generators, decided by flint.

An element is a quotient of two polynomials of flint's `fmpq_mpoly`, one generator being i with i^2 = -1.  Two
elements are equal if and only
if their cross difference reduces to the zero polynomial: this is the one decision on which every algebraic proof rests.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from fractions import Fraction

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx

SLOTS = 95


class Field:
    """The field of rational functions; generators get a slot when they are first named.

    `conjugate` tells the complex conjugate of a generator, a polynomial.
    """

    def __init__(self, conjugate: Callable[[Hashable], Quotient]) -> None:
        self.context = fmpq_mpoly_ctx.get(["I", *(f"x{a}" for a in range(SLOTS))], Ordering.lex)
        self.generators = self.context.gens()
        self.names: list[Hashable] = ["I"]
        self.conjugate = conjugate
        self.unit = self.generators[0] ** 2 + 1
        self.signs: set[int] = set()
        self.one, self.zero = self.constant(Fraction(1)), self.constant(Fraction(0))
        self.imaginary = Quotient(self, self.generators[0], self.context.constant(1))

    def constant(self, value: Fraction | int) -> Quotient:
        f = Fraction(value)
        return Quotient(self, self.context.constant(fmpq(f.numerator, f.denominator)), self.context.constant(1))

    def generator(self, name: Hashable) -> Quotient:
        """The generator of that name."""
        return Quotient(self, self.generators[self.slot(name)], self.context.constant(1))

    def slot(self, name: Hashable) -> int:
        if name not in self.names:
            if len(self.names) > SLOTS:
                raise OverflowError("too many generators in one identity")
            self.names.append(name)
        return self.names.index(name)

    def reduced(self, polynomial: fmpq_mpoly) -> fmpq_mpoly:
        """The polynomial modulo i^2 + 1, and modulo s^2 - 1 for every generator s that stands for a sign (-1)^k."""
        degrees = polynomial.degrees()
        if degrees[0] > 1:
            polynomial = divmod(polynomial, self.unit)[1]
        for a in self.signs:
            if degrees[a] > 1:
                polynomial = divmod(polynomial, self.generators[a] ** 2 - 1)[1]
        return polynomial

    def sign(self, name: Hashable) -> Quotient:
        """The generator of that name, which squares to 1."""
        self.signs.add(self.slot(name))
        return self.generator(name)


class Quotient:
    """An element of a `Field`; immutable."""

    __slots__ = ("bottom", "field", "top")

    def __init__(self, field: Field, top: fmpq_mpoly, bottom: fmpq_mpoly) -> None:
        self.field, self.top, self.bottom = field, top, bottom

    def _make(self, top: fmpq_mpoly, bottom: fmpq_mpoly) -> Quotient:
        field = self.field
        top, bottom = field.reduced(top), field.reduced(bottom)
        if bottom.degrees()[0] > 0:  # make the denominator free of i
            mirror = _without_sign(field, bottom)
            top, bottom = field.reduced(top * mirror), field.reduced(bottom * mirror)
        for a in field.signs:
            if bottom.degrees()[a] > 0:  # 1/s = s
                top, bottom = field.reduced(top * field.generators[a]), field.reduced(bottom * field.generators[a])
                if bottom.degrees()[a] > 0:
                    raise ZeroDivisionError("a denominator that mixes a sign (-1)^k with other terms may vanish")
        if not bottom.is_constant():
            common = top.gcd(bottom)
            if not common.is_constant():
                top, bottom = divmod(top, common)[0], divmod(bottom, common)[0]
        lead = bottom.leading_coefficient()
        return Quotient(field, top / lead, bottom / lead) if lead != 1 else Quotient(field, top, bottom)

    def _lift(self, other: Quotient | int | Fraction) -> Quotient:
        return other if isinstance(other, Quotient) else self.field.constant(other)

    def __add__(self, other: Quotient | int | Fraction) -> Quotient:
        o = self._lift(other)
        if self.bottom == o.bottom:
            return self._make(self.top + o.top, self.bottom)
        return self._make(self.top * o.bottom + o.top * self.bottom, self.bottom * o.bottom)

    __radd__ = __add__

    def __neg__(self) -> Quotient:
        return Quotient(self.field, -self.top, self.bottom)

    def __sub__(self, other: Quotient | int | Fraction) -> Quotient:
        return self + (-self._lift(other))

    def __rsub__(self, other: Quotient | int | Fraction) -> Quotient:
        return self._lift(other) - self

    def __mul__(self, other: Quotient | int | Fraction) -> Quotient:
        o = self._lift(other)
        return self._make(self.top * o.top, self.bottom * o.bottom)

    __rmul__ = __mul__

    def __truediv__(self, other: Quotient | int | Fraction) -> Quotient:
        o = self._lift(other)
        if o.is_zero():
            raise ZeroDivisionError("division by an expression that is identically zero")
        return self._make(self.top * o.bottom, self.bottom * o.top)

    def __rtruediv__(self, other: int | Fraction) -> Quotient:
        return self._lift(other) / self

    def __pow__(self, exponent: int) -> Quotient:
        if exponent < 0:
            return self.field.one / self**-exponent
        return self._make(self.top**exponent, self.bottom**exponent)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (Quotient, int, Fraction)):
            return NotImplemented
        o = self._lift(other)
        return bool(self.field.reduced(self.top * o.bottom - o.top * self.bottom).is_zero())

    __hash__ = None  # type: ignore[assignment]

    def is_zero(self) -> bool:
        return bool(self.top.is_zero())

    def conj(self) -> Quotient:
        """Complex conjugate: i -> -i and every generator to its conjugate one."""
        field = self.field
        used = {a for polynomial in (self.top, self.bottom) for a, d in enumerate(polynomial.degrees()) if d > 0}
        images = list(field.generators)
        for a in used:
            image = -field.imaginary if a == 0 else field.conjugate(field.names[a])
            if not image.bottom.is_constant():
                raise ZeroDivisionError("a conjugate that is a quotient")
            images[a] = image.top
        return self._make(self.top.compose(*images, ctx=field.context), self.bottom.compose(*images, ctx=field.context))

    def substitute(self, name: Hashable, value: Quotient) -> Quotient:
        """The element with a generator replaced; the value must be a polynomial."""
        images = list(self.field.generators)
        images[self.field.slot(name)] = value.top / value.bottom.leading_coefficient()
        if not value.bottom.is_constant():
            raise ValueError("only a polynomial can be substituted")
        return self._make(
            self.top.compose(*images, ctx=self.field.context), self.bottom.compose(*images, ctx=self.field.context)
        )

    def key(self) -> tuple[str, str]:
        """A canonical name of the element within its field."""
        return (str(self.top), str(self.bottom))


def _without_sign(field: Field, polynomial: fmpq_mpoly) -> fmpq_mpoly:
    """The polynomial with i -> -i, generators untouched."""
    images = [-field.generators[0], *field.generators[1:]]
    return polynomial.compose(*images, ctx=field.context)
