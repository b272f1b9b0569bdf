"""A proven enclosure of the null vector of a Liouvillian that is too large for exact solving (N = 6: 4096 unknowns).

With c_0 = 1 the null vector solves a square system A y = b. Take any matrix R. If beta = ||I - R A|| < 1 in the maximum
norm, then A is invertible, and an approximate solution x misses the true one by at most ||R|| ||b - A x|| / (1 - beta).
R is an approximate inverse in doubles, which nobody needs to trust: with R and A rounded to multiples of powers of 1/2,
the product R A is computed exactly, in 64-bit integers, after a check that nothing can overflow. The residual b - A x
is exact in Python integers, and x is refined until rounding stops the refinement.

Key result: `enclosed_null_vector`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, frexp
from typing import Any

from .errors import DtimError, PrecisionError
from .lindblad_pauli import Generator

__all__ = ["enclosed_null_vector"]

A_BITS = 20  # A is rounded to multiples of 2^-20 for the check of R; the residual uses A itself
HEADROOM = 62  # every product and every sum stays below 2^62 in 64-bit integers
SHIFT = 12  # row sums are taken of |E| / 2^12, rounded up: 2^12 of them stay below 2^HEADROOM


@dataclass(frozen=True)
class _Inverse:
    """R with proven ||I - R A|| <= beta and ||R|| <= norm; columns[k] is column k of R in doubles."""

    columns: Any
    beta: Fraction
    norm: Fraction


def enclosed_null_vector(generator: Generator, bits: int) -> tuple[list[int], int]:
    """Integers x and a bound e with |c - x / 2^bits| <= e / 2^bits for each entry of the null vector c, c_0 = 1.

    Proves on the way that the null space has dimension one. Raises PrecisionError if the matrix is too close to a
    singular one for doubles (very close to a blockade, or for tiny rates).
    """
    numpy = _numpy()
    R, den = _approximate_inverse(numpy, generator), generator.den
    b = [-row.get(0, 0) << bits for row in generator.rows[1:]]
    x, best = [0] * len(b), None
    while True:
        r = [bi - ai for bi, ai in zip(b, generator.apply([0, *x])[1:], strict=True)]  # den times b - A x
        size = max(map(abs, r))
        error = ceil(R.norm * size / (den * (1 - R.beta)))
        if size == 0 or (best is not None and 2 * error > best):
            return [1 << bits, *x], error
        best = error
        step = numpy.array([ri / size for ri in r]) @ R.columns
        x = [xi + round(Fraction(float(s)) * size / den) for xi, s in zip(x, step, strict=True)]


def _numpy() -> Any:
    try:
        import numpy
    except ImportError:
        raise DtimError(given="numpy is not installed", needed="numpy for an approximate inverse at N = 6",
                        do='install it, for example with the extra "plot"') from None  # fmt: skip
    return numpy


def _approximate_inverse(numpy: Any, generator: Generator) -> _Inverse:
    """R and the proof that it is nearly an inverse; A is `rows` / den without row and column 0."""
    n, den = len(generator.rows) - 1, generator.den
    if n > 1 << SHIFT:
        raise AssertionError(f"{n} unknowns could overflow the row sums")
    transposed = numpy.zeros((n, n))
    coarse: list[list[tuple[int, int]]] = [[] for _ in range(n)]  # the columns of 2^20 A, rounded
    for r, row in enumerate(generator.rows[1:]):
        for c, v in row.items():
            if c:
                transposed[c - 1, r] = v / den
                coarse[c - 1].append((r, round(Fraction(v << A_BITS, den))))
    try:
        inverse = numpy.linalg.inv(transposed)  # row k of the inverse of A^T is column k of R
    except numpy.linalg.LinAlgError:
        raise _refused("a matrix that is singular in double precision") from None
    largest = float(abs(inverse).max())
    column_sum = max(sum(abs(v) for _, v in column) for column in coarse)
    bits = HEADROOM - 1 - column_sum.bit_length() - frexp(largest)[1]  # 2^bits |R| column_sum < 2^(HEADROOM - 1)
    if not bits > A_BITS:
        raise _refused(f"an approximate inverse with entries up to {largest:.1e}")
    columns = numpy.rint(inverse * 2.0**bits).astype(numpy.int64)
    norm = Fraction(int(abs(columns).sum(axis=0).max()), 2**bits)
    longest = max(len(row) for row in generator.rows[1:])
    beta = _defect(numpy, columns, coarse, bits) + norm * Fraction(longest, 2 ** (A_BITS + 1))
    if beta > Fraction(1, 2):
        raise _refused(f"an approximate inverse with ||I - R A|| <= {float(beta):.1e}")
    return _Inverse(inverse, beta, norm)


def _defect(numpy: Any, columns: Any, coarse: list[list[tuple[int, int]]], bits: int) -> Fraction:
    """||I - R A|| in the maximum norm for R = columns^T / 2^bits and the rounded A, in exact 64-bit integers."""
    sums = numpy.zeros(len(coarse), dtype=numpy.int64)
    for j, column in enumerate(coarse):
        product = numpy.zeros(len(coarse), dtype=numpy.int64)
        for k, v in column:
            product += v * columns[k]
        product[j] -= 1 << (bits + A_BITS)
        sums += (abs(product) >> SHIFT) + 1
    return Fraction(int(sums.max()) << SHIFT, 1 << (bits + A_BITS))


def _refused(given: str) -> PrecisionError:
    return PrecisionError(given=given, needed="a Liouvillian that doubles can invert roughly",
                          do="move away from the resonance, take larger rates, or N <= 5")  # fmt: skip
