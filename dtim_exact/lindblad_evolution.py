"""exp(L t) of an operator, by Taylor series in fixed point, with a proven error that does not grow with ||L|| t.

The error bound. Let x(s) = sum_{k=0..K} T_k (s/t)^k with T_{k+1} = t L T_k / (k+1) + e_{k+1}, where e_k is the rounding
error of term k, and let T = t L T_K / (K+1) be the exact first term that is left out. Then

    x' - L x = sum_{k=1..K} k e_k s^(k-1) / t^k - (K+1) T s^K / t^(K+1),

and exp(L s) is completely positive and keeps the trace, so it never increases the trace norm. Hence for all s in [0, t]

    || x(s) - exp(L s) x(0) ||_1  <=  integral of || x' - L x ||_1  <=  sum_{k=1..K} || e_k ||_1 + || T ||_1,

and an error of x(0) is carried on without growing. A Pauli string has trace norm 2^N, so 2^-N times the trace norm of
an operator is at most the sum of the moduli of its coefficients.

Key result: `taylor_pieces`, good for any number of times at the cost of the last one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import add

from flint import fmpq, fmpq_poly

from .lindblad_pauli import Generator

__all__ = ["STEP", "Piece", "count_pieces", "taylor_pieces"]

STEP = 64  # ||L|| t of one Taylor series: more would only make the intermediate integers longer


@dataclass(frozen=True)
class Piece:
    """exp(L t) of a Hermitian operator for start <= t <= start + length, as polynomials in (t - start) / length.

    `series` has the coefficients of some Pauli strings; `end` has all of them, rounded, at the end. `error` bounds 2^-N
    times the trace norm of what this piece adds to the error, by the argument at the head of the module.
    """

    start: fmpq
    length: fmpq
    series: dict[int, fmpq_poly]
    error: int
    end: list[int]

    def at(self, t: fmpq) -> dict[int, fmpq]:
        """The coefficients in `series` at time t."""
        x = (t - self.start) / self.length if self.length != 0 else fmpq(0)
        return {s: polynomial(x) for s, polynomial in self.series.items()}


def taylor_pieces(generator: Generator, vector: list[int], t: fmpq, strings: Sequence[int]) -> Iterator[Piece]:
    """The evolution of integer coefficients from 0 to t, following those of the given strings.

    >>> from dtim_exact.lindblad_pauli import Model, full_generator
    >>> decay = full_generator(Model(N=1, J=0, hx=0, gamma=1))
    >>> [piece] = taylor_pieces(decay, [0, 10**12, 0, 0], fmpq(2), [1])         # X decays as exp(-t/2)
    >>> piece.end, piece.error, round(piece.at(fmpq(1))[1])
    ([0, 367879441173, 0, 0], 61, 606530659713)
    """
    steps = count_pieces(generator, t)
    for n in range(steps):
        piece = _taylor(generator, vector, n * t / steps, t / steps, strings)
        yield piece
        vector = piece.end


def count_pieces(generator: Generator, t: fmpq) -> int:
    """How many Taylor series to take; a bound on ||L|| only serves to choose their lengths."""
    norm = max(sum(map(abs, row.values())) for row in generator.rows)
    return max(1, int((t * norm / (STEP * generator.den)).ceil()))


def _taylor(generator: Generator, vector: list[int], start: fmpq, t: fmpq, strings: Sequence[int]) -> Piece:
    """One Taylor series, ended where the first omitted term is no larger than the rounding error of one term."""
    D, p, q = len(vector), int(t.p), int(t.q) * generator.den
    total, term, k, error = vector, vector, 0, 0
    series = {s: [vector[s]] for s in strings}
    while True:
        k += 1
        half, whole = q * k, 2 * q * k
        term = [(2 * p * x + half) // whole for x in generator.apply(term)]  # to the nearest: off by at most 1/2
        size = sum(map(abs, term))
        error += D
        if size <= D:  # the exact omitted term is within D of the rounded one
            return Piece(start, t, {s: fmpq_poly(c) for s, c in series.items()}, error + size, total)
        total = list(map(add, total, term))
        for s, c in series.items():
            c.append(term[s])
