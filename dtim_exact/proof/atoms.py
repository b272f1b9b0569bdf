"""The field in which scalars are compared: rational functions of symbols and of hypergeometric atoms.

Pochhammer symbols, factorials and powers with symbolic integer exponents are written through one atom each, so that two
hypergeometric terms are equal as soon as their ratio is rational: (x + d)_{s + c} = (x)_s (x + s)_{c + d} / (x)_d for
integers c, d, and likewise for the others.  Factorials are those of non-negative integers (1/(-1)! counts as 0), as in
every sum of the paper.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from . import conventions
from .fields import Field, Quotient
from .limits import put
from .sum_range import natural_end, never_negative

__all__ = ["Atoms", "NotDecidable"]

SUMMED = "summation index "
"""Bound indices are named by the depth of their sum."""


SEQUENCE = "coefficient "
"""The atoms c_k of a free sequence."""


class NotDecidable(Exception):
    """The term lies outside what this normal form can decide."""


class Atoms:
    """Elements made of symbols and atoms.  `real` names further symbols that the hypotheses make real."""

    def __init__(self, real: frozenset[str]) -> None:
        self.field = Field(self._conjugate)
        self.real = conventions.REAL | conventions.INTEGER | real
        self._contents: dict[Hashable, tuple[Quotient, ...]] = {}

    def _conjugate(self, name: Hashable) -> Quotient:
        """The complex conjugate of a generator."""
        if name in self._contents and str(name[0]).startswith(SEQUENCE):  # type: ignore[index]
            kind = str(name[0])  # type: ignore[index]
            starred = kind[:-1] if kind.endswith("*") else kind + "*"
            return self._atom(starred, *(part.conj() for part in self._contents[name])).value
        if name in self._contents:
            return self.rebuilt(str(name[0]), tuple(part.conj() for part in self._contents[name]))  # type: ignore[index]
        if isinstance(name, tuple):
            return self.field.generator(
                name if name[0] == "sign" or name[1] in self.real else (*name[:-1], not name[-1])
            )
        text = str(name)
        return self.field.generator(text if text in self.real else text[:-1] if text.endswith("*") else text + "*")

    def rebuilt(self, kind: str, contents: tuple[Quotient, ...]) -> Quotient:
        """An atom of that kind from other contents."""
        match kind:
            case "rising":
                return self.rising(*contents)
            case "fact":
                return self.factorial(*contents)
            case "pow":
                return self.power(*contents)
            case "sum":
                return self._oriented_sum(*contents)
        return self._atom(kind, *contents).value

    def _atom(self, kind: str, *contents: Quotient) -> _Atom:
        name = (kind, *(c.key() for c in contents))
        self._contents[name] = contents
        return _Atom(self.field.generator(name), name)

    def _oriented_sum(self, low: Quotient, high: Quotient, inside: Quotient) -> Quotient:
        """A sum atom, with the number in front of its summand taken out: factors are canonical up to a number."""
        if inside.is_zero():
            return inside
        number, rest = self.field.one, self.field.one
        for factor, times in self.factors(inside):
            if self.generators(factor):
                rest = rest * factor**times
            else:
                number = number * factor**times
        return number * self._atom("sum", low, high, rest).value

    def opaque(self, kind: str, *contents: Quotient) -> Quotient:
        """An atom from contents that are taken as they are."""
        return self._atom(kind, *contents).value

    def integer(self, x: Quotient) -> tuple[dict[str, int], int] | None:
        """x as an integer combination of integer symbols plus an integer, or None."""
        if not x.bottom.is_constant():
            return None
        rest, symbols, shift = self.split(x)
        return (symbols, shift) if rest.is_zero() else None

    def split(self, x: Quotient) -> tuple[Quotient, dict[str, int], int]:
        """x = rest + integer symbols + integer, the rest free of both."""
        symbols: dict[str, int] = {}
        shift, rest = 0, x
        if not x.bottom.is_constant():
            return x, symbols, shift
        for exponents, coefficient in zip(x.top.monoms(), x.top.coeffs(), strict=True):
            whole = coefficient.denominator == 1
            used = [a for a, e in enumerate(exponents) if e]
            if whole and not used:
                shift = int(coefficient.numerator)
            elif (
                whole
                and len(used) == 1
                and exponents[used[0]] == 1
                and self.field.names[used[0]] in conventions.INTEGER
            ):
                symbols[str(self.field.names[used[0]])] = int(coefficient.numerator)
        rest = x - shift - self._linear(symbols)
        return rest, symbols, shift

    def _linear(self, symbols: Mapping[str, int]) -> Quotient:
        return sum((self.field.generator(name) * c for name, c in symbols.items()), self.field.zero)

    def factorial(self, x: Quotient) -> Quotient:
        parts = self.integer(x)
        if parts is None:
            raise NotDecidable("the factorial of something that is not an integer expression")
        symbols, shift = parts
        base = self._linear(symbols)
        start = self._atom("fact", base).value if symbols else self.field.one
        if not symbols and shift < 0:
            raise NotDecidable("the factorial of a negative integer")
        return start * self._steps(base + 1, shift)

    def _steps(self, x: Quotient, count: int) -> Quotient:
        """(x)_count for an explicit integer count of either sign."""
        result = self.field.one
        for a in range(abs(count)):
            result = result * (x + a) if count > 0 else result / (x - 1 - a)
        return result

    def rising(self, x: Quotient, m: Quotient) -> Quotient:
        """(x)_m through the atom (base)_s."""
        count = self.integer(m)
        if count is None:
            raise NotDecidable("a Pochhammer symbol whose length is not an integer expression")
        rest, symbols, shift = self.split(x)
        if not count[0]:
            return self._steps(x, count[1])
        if rest.is_zero():
            if never_negative(self, -x):  # (-n)_m = (-1)^m n!/(n - m)!, which vanishes for m > n
                return (
                    self.field.zero
                    if never_negative(self, x + m - 1)
                    else self.sign(m) * self.factorial(-x) / self.factorial(-x - m)
                )
            if symbols and all(c < 0 for c in symbols.values()):
                return self.sign(m) * self.factorial(-x) / self.factorial(-x - m)
            return self.factorial(x + m - 1) / self.factorial(x - 1)
        begin = self._linear(symbols) + shift
        return self._from_base(rest, begin + m) / self._from_base(rest, begin)

    def _from_base(self, base: Quotient, length: Quotient) -> Quotient:
        """(base)_{s + c} with s made of integer symbols, c an integer."""
        parts = self.integer(length)
        assert parts is not None
        run = self._linear(parts[0])
        start = self._atom("rising", base, run).value if parts[0] else self.field.one
        return start * self._steps(base + run, parts[1])

    def sign(self, m: Quotient) -> Quotient:
        """(-1)^m."""
        return self.power(self.field.constant(-1), m)

    def power(self, base: Quotient, exponent: Quotient) -> Quotient:
        parts = self.integer(exponent)
        if parts is None:
            raise NotDecidable("a power whose exponent is not an integer expression")
        result = base ** parts[1] if parts[1] else self.field.one
        for name, multiple in parts[0].items():
            for factor, times in self.factors(base):
                if factor == -1:
                    result = result * self.field.sign(("sign", name)) ** (multiple % 2)
                else:
                    result = result * self._atom("pow", factor, self.field.generator(name)).value ** (times * multiple)
        return result

    def factors(self, base: Quotient) -> list[tuple[Quotient, int]]:
        """base as a product of powers of canonical factors."""
        if base.is_zero():
            raise NotDecidable("a symbolic power of zero")
        found: list[tuple[Quotient, int]] = []
        for polynomial, orientation in ((base.top, 1), (base.bottom, -1)):
            constant, factors = polynomial.factor()
            if constant < 0:
                found.append((self.field.constant(-1), 1))
            for number, side in ((abs(constant).numerator, orientation), (abs(constant).denominator, -orientation)):
                found += [(self.field.constant(int(prime)), int(times) * side) for prime, times in number.factor()]
            found += [
                (Quotient(self.field, f, self.field.context.constant(1)), int(e) * orientation) for f, e in factors
            ]
        return found

    def summed(self, index: str, low: Quotient, high: Quotient, value: Quotient) -> Quotient:
        """A sum that is not evaluated: equal to another one if range and summand are; factors free of the index
        stand before it.
        """
        if value.is_zero():
            return value
        high = natural_end(self, value, index, high) or high
        if high == low:
            return put(self, value, {index: low})
        before, inside = self.field.one, self.field.one
        for factor, times in self.factors(value):
            if index in self.used(factor):
                inside = inside * factor**times
            else:
                before = before * factor**times
        depth = max(
            (
                int(str(name).removeprefix(SUMMED))
                for name in self.used(inside)
                if str(name).startswith(SUMMED) and name != index
            ),
            default=0,
        )
        renamed = self._renamed(
            inside, index, f"{SUMMED}{depth + 1}"
        )  # a deeper sum has a lower number, so no name is captured
        return before * self._oriented_sum(low, high, renamed)

    def _renamed(self, value: Quotient, old: str, new: str) -> Quotient:
        """The element with an index renamed, inside atoms too."""
        result = value
        for name in self.generators(value):
            if name == old:
                result = result.substitute(old, self.field.generator(new))
            elif name in self._contents and old in self.used(self.field.generator(name)):
                inner = tuple(self._renamed(c, old, new) for c in self._contents[name])
                result = result.substitute(name, self._atom(str(name[0]), *inner).value)  # type: ignore[index]
            elif name == ("sign", old):
                result = result.substitute(name, self.field.sign(("sign", new)))
        return result

    def contents(self, name: Hashable) -> tuple[Quotient, ...]:
        """What an atom is made of."""
        return self._contents.get(name, ())

    def generators(self, value: Quotient) -> list[Hashable]:
        """The generators that occur in the element."""
        return [
            self.field.names[a]
            for a in range(len(self.field.names))
            if value.top.degrees()[a] > 0 or value.bottom.degrees()[a] > 0
        ]

    def used(self, value: Quotient) -> set[Hashable]:
        """The generators that occur, inside atoms too."""
        found: set[Hashable] = set()
        for name in self.generators(value):
            found.add(name)
            for part in self._contents.get(name, ()):
                found |= self.used(part)
            if isinstance(name, tuple) and name[0] == "sign":
                found.add(name[1])
        return found


class _Atom:
    """A generator of the field that stands for a hypergeometric atom."""

    def __init__(self, value: Quotient, name: tuple[Any, ...]) -> None:
        self.value, self.name = value, name
