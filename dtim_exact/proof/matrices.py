"""Sparse matrices for the literal reading of operators: 2^N x 2^N, linear or antilinear, over any scalars."""

from __future__ import annotations

from typing import Any

from .readings import Undefined

__all__ = ["LOCAL", "Matrix", "Scalar", "conj"]

Scalar = Any


def conj(value: Scalar) -> Scalar:
    return value.conj() if hasattr(value, "conj") else value


LOCAL = {
    "+": {(0, 1): 1},
    "-": {(1, 0): 1},
    "z": {(0, 0): 1, (1, 1): -1},
    "x": {(0, 1): 1, (1, 0): 1},
    "n": {(0, 0): 1},
    "d": {(1, 1): 1},
    "1": {(0, 0): 1, (1, 1): 1},
}
"""The 2 x 2 matrices of one site, up before down; n and d project on up and down, sigma^y = -i sigma^+ + i sigma^-."""


class Matrix:
    """A sparse 2^N x 2^N matrix, followed by complex conjugation in the sigma^z basis if `antilinear`."""

    def __init__(self, size: int, entries: dict[tuple[int, int], Scalar], antilinear: bool = False) -> None:
        self.size, self.antilinear = size, antilinear
        self.entries = {at: v for at, v in entries.items() if v != 0}

    def __add__(self, other: Matrix) -> Matrix:
        if self.antilinear != other.antilinear and self.entries and other.entries:
            raise Undefined("a sum of a linear and an antilinear operator")
        result = dict(self.entries)
        for at, v in other.entries.items():
            result[at] = result[at] + v if at in result else v
        return Matrix(self.size, result, self.antilinear if self.entries else other.antilinear)

    def scaled(self, factor: Scalar) -> Matrix:
        return Matrix(self.size, {at: factor * v for at, v in self.entries.items()}, self.antilinear)

    def __mul__(self, other: Matrix) -> Matrix:
        rows: dict[int, list[tuple[int, Scalar]]] = {}
        for (a, b), v in other.entries.items():
            rows.setdefault(a, []).append((b, v.conj() if self.antilinear and hasattr(v, "conj") else v))
        result: dict[tuple[int, int], Scalar] = {}
        for (a, b), v in self.entries.items():
            for c, w in rows.get(b, ()):
                result[a, c] = result[a, c] + v * w if (a, c) in result else v * w
        return Matrix(self.size, result, self.antilinear != other.antilinear)

    def dag(self) -> Matrix:
        """Adjoint: transpose conjugate, or the transpose for an antilinear operator (<A x, y> = <A^dagger y, x>)."""
        return Matrix(
            self.size,
            {(b, a): v if self.antilinear else conj(v) for (a, b), v in self.entries.items()},
            self.antilinear,
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Matrix) or (self.antilinear != other.antilinear and self.entries and other.entries):
            return False
        keys = self.entries.keys() | other.entries.keys()
        return all(self.entries.get(at, 0) == other.entries.get(at, 0) for at in keys)

    __hash__ = None  # type: ignore[assignment]
