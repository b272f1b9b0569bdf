"""The normal form of traces with its sums taken apart: the sum of a + b is the sum of a plus the sum of b.

A summand is a polynomial in the index and in the Pochhammer symbols, form factors and powers that depend on it; each of its monomials
is summed by itself. So relations between sums that differ by a factor linear in the index, such as contiguous ones, are seen.
"""

from __future__ import annotations

from .double_sums import DoubleSumForm
from .fields import Quotient

__all__ = ["LinearSums"]


class LinearSums(DoubleSumForm):
    """Reads what `DoubleSumForm` reads, each sum monomial by monomial."""

    def summed(self, index: str, low: Quotient, high: Quotient, value: Quotient) -> Quotient:
        """The sum of each monomial in what depends on the index."""
        names = [name for name in self.generators(value) if index in self.used(self.field.generator(name))]
        slots = [self.field.slot(name) for name in names]
        parts: dict[tuple[int, ...], Quotient] = {}
        one = self.field.context.constant(1)
        for exponents, coefficient in zip(value.top.monoms(), value.top.coeffs(), strict=True):
            powers = tuple(int(exponents[slot]) for slot in slots)
            term = self.field.context.from_dict({tuple(map(int, exponents)): coefficient})
            piece = Quotient(self.field, term, one) / Quotient(self.field, value.bottom, one)
            parts[powers] = parts.get(powers, self.field.zero) + piece
        return sum((super(LinearSums, self).summed(index, low, high, p) for p in parts.values()), self.field.zero)
