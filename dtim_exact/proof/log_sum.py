"""Linear combinations of logarithms: coefficients that are rational functions, atoms that are logarithms of
irreducible factors.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from .fields import Quotient

__all__ = ["Atom", "LogSum"]


class Atom(NamedTuple):
    """log of a real factor, turn of a complex one; the sum or integral from low to high of such an atom times a
    coefficient; or a named remainder.
    """

    kind: str
    contents: tuple[Quotient, ...]
    inner: Any = None
    """For a sum or an integral: the kind of the atom inside."""

    def key(self) -> tuple[Any, ...]:
        return (self.kind, self.inner, *(c.key() for c in self.contents))


class LogSum:
    """sum of coefficients times atoms, plus a rest without logarithms."""

    def __init__(self, rest: Quotient, parts: Iterable[tuple[Atom, Quotient]] = ()) -> None:
        self.rest = rest
        self.parts: dict[tuple[Any, ...], tuple[Atom, Quotient]] = {}
        for atom, c in parts:
            before = self.parts.pop(atom.key(), None)
            c = c + before[1] if before else c
            if not c.is_zero():
                self.parts[atom.key()] = (atom, c)

    def __add__(self, other: LogSum) -> LogSum:
        return LogSum(self.rest + other.rest, (*self.parts.values(), *other.parts.values()))

    def __mul__(self, factor: Quotient) -> LogSum:
        return LogSum(self.rest * factor, ((a, c * factor) for a, c in self.parts.values()))

    def __sub__(self, other: LogSum) -> LogSum:
        return self + other * other.rest.field.constant(-1)

    def is_zero(self) -> bool:
        return self.rest.is_zero() and not self.parts

    def conj(self) -> LogSum:
        """The complex conjugate: logarithms of real factors are real, turns are imaginary."""
        parts = []
        for atom, c in self.parts.values():
            turned = "turn" in (atom.kind, atom.inner)
            parts.append((atom, c.conj() * (-1 if turned else 1)))
        return LogSum(self.rest.conj(), parts)

    def is_real(self) -> bool:
        return (self - self.conj()).is_zero()
