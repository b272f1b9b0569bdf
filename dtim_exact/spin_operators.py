"""Sparse operators on (C^2)^N, written down entry by entry: the matrices that the witness is made of.

An operator is a dict of its entries over one of the three rings (exact, ball, symbol). Site 1 is the most significant
bit of a row or column number, and spin up comes before down; sigma^- = |down><up|.

Key results: `Operator`, `pauli_string`, `partial_trace`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from .errors import InputError, shown
from .rings import EXACT, Gaussian, Ring

__all__ = ["Operator", "add_up", "at_site", "partial_trace", "pauli_string", "read_letters"]

_I = Gaussian(0, 1)
_ONE_SITE: dict[str, dict[tuple[int, int], Gaussian]] = {  # (row, column) with 0 = up, 1 = down
    "I": {(0, 0): Gaussian(1), (1, 1): Gaussian(1)},
    "X": {(0, 1): Gaussian(1), (1, 0): Gaussian(1)},
    "Y": {(0, 1): -_I, (1, 0): _I},
    "Z": {(0, 0): Gaussian(1), (1, 1): Gaussian(-1)},
    "+": {(0, 1): Gaussian(1)},
    "-": {(1, 0): Gaussian(1)},  # sigma^- = |down><up|
}


class Operator:
    """A sparse operator on N spins: `entries[row, column]` are ring elements, absent ones are zero.

    >>> raising, lowering = pauli_string(1, "+1"), pauli_string(1, "-1")
    >>> raising @ lowering - lowering @ raising == pauli_string(1, "Z1")
    True
    """

    __slots__ = ("N", "entries", "ring")

    def __init__(self, N: int, entries: dict[tuple[int, int], Any], ring: Ring = EXACT) -> None:
        self.N, self.ring = N, ring
        self.entries = {key: value for key, value in entries.items() if not ring.is_zero(value)}

    def __add__(self, other: Operator) -> Operator:
        total = dict(self.entries)
        for key, value in other.entries.items():
            total[key] = total[key] + value if key in total else value
        return Operator(self.N, total, self.ring)

    def __sub__(self, other: Operator) -> Operator:
        return self + (-1) * other

    def __rmul__(self, scalar: Any) -> Operator:
        factor = self.ring.convert(scalar)
        return Operator(self.N, {key: factor * value for key, value in self.entries.items()}, self.ring)

    def __matmul__(self, other: Operator) -> Operator:
        rows: dict[int, list[tuple[int, Any]]] = {}
        for (k, j), value in other.entries.items():
            rows.setdefault(k, []).append((j, value))
        product: dict[tuple[int, int], Any] = {}
        for (i, k), left in self.entries.items():
            for j, right in rows.get(k, ()):
                product[i, j] = product[i, j] + left * right if (i, j) in product else left * right
        return Operator(self.N, product, self.ring)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Operator):
            return NotImplemented
        return self.N == other.N and not (self - other).entries

    __hash__ = None  # type: ignore[assignment]  # equality is that of the matrices, over any ring

    def dagger(self) -> Operator:
        """The adjoint."""
        flipped = {(j, i): self.ring.conj(value) for (i, j), value in self.entries.items()}
        return Operator(self.N, flipped, self.ring)

    def trace(self) -> Any:
        """The trace, a ring element."""
        return sum((value for (i, j), value in self.entries.items() if i == j), self.ring.zero)

    def is_zero(self) -> bool:
        """True if every entry is certainly zero."""
        return not self.entries


def read_letters(N: int, text: str) -> list[tuple[str, int]]:
    """The factors of an observable such as "X1 Z3" or "+1 -2", in their order, as (letter, site).

    >>> read_letters(3, "+1 Z3")
    [('+', 1), ('Z', 3)]
    """
    factors = []
    for word in text.split():
        match = re.fullmatch(r"([IXYZ+-])([0-9]{1,9})", word)
        if match is None or not 1 <= int(match[2]) <= N:
            raise InputError(given=f"factor {shown(word)}", needed=f"a letter I X Y Z + - and a site 1..{N}",
                             do='write for example "X1 Y2"')  # fmt: skip
        factors.append((match[1], int(match[2])))
    return factors


def at_site(N: int, letter: str, j: int, ring: Ring = EXACT) -> Operator:
    """The operator `letter` at site j of N, the identity elsewhere."""
    shift = N - j
    entries = {}
    for (r, c), value in _ONE_SITE[letter].items():
        for rest in range(1 << (N - 1)):
            high, low = rest >> shift, rest & ((1 << shift) - 1)
            row, column = ((high << 1 | bit) << shift | low for bit in (r, c))
            entries[row, column] = ring.convert(value)
    return Operator(N, entries, ring)


def pauli_string(N: int, text: str, ring: Ring = EXACT) -> Operator:
    """The product of one-site operators, in the order written; the empty text is the identity.

    >>> pauli_string(2, "X1 X1") == pauli_string(2, "")
    True
    """
    product = at_site(N, "I", 1, ring)
    for letter, j in read_letters(N, text):
        product = product @ at_site(N, letter, j, ring)
    return product


def add_up(N: int, ring: Ring, terms: Iterable[Operator]) -> Operator:
    """The sum of operators on N spins, zero if there are none."""
    total = Operator(N, {}, ring)
    for term in terms:
        total = total + term
    return total


def partial_trace(rho: Operator, keep: Sequence[int]) -> Operator:
    """The reduced operator on the sites `keep`; the first of them becomes site 1.

    >>> both_down = pauli_string(2, "-1 -2 +1 +2")
    >>> partial_trace(both_down, [2]) == pauli_string(1, "-1 +1")
    True
    """
    traced = [j for j in range(1, rho.N + 1) if j not in keep]
    read = _reader(rho.N, keep), _reader(rho.N, traced)
    entries: dict[tuple[int, int], Any] = {}
    for (i, j), value in rho.entries.items():
        if read[1](i) == read[1](j):
            key = read[0](i), read[0](j)
            entries[key] = entries[key] + value if key in entries else value
    return Operator(len(keep), entries, rho.ring)


def _reader(N: int, sites: Sequence[int]) -> Callable[[int], int]:
    """The map from a basis state of N spins to the number that its bits at `sites` spell."""

    def read(state: int) -> int:
        bits = 0
        for j in sites:
            bits = bits << 1 | (state >> (N - j)) & 1
        return bits

    return read
