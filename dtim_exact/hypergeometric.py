"""The terminating sum behind every uniform formula: 3F0(a, b, -n; ; -lam), see (17) and (S60).

Written out it is sum_m (a)_m (b)_m C(n, m) lam^m, m = 0..n. Here it runs in three arithmetics: on Gaussian rationals by
binary splitting over (Gaussian) integers, on balls by flint's pFq with the number of terms given (without it flint
answers nan, because the untruncated series diverges), on symbols term by term. The literal loop is the twin of all.

Key results: `terminating_sum`, its twin `terminating_sum_literal`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from flint import acb, fmpq, fmpz

from .gaussian import Gaussian
from .nested_sum import GaussianInteger, common_denominator, scaled
from .rings import BALL, EXACT, Ring

__all__ = ["terminating_sum", "terminating_sum_literal"]

_LEAF = 16  # terms that are summed in a plain loop at the leaves of the splitting


def terminating_sum(ring: Ring, a: Any, b: Any, n: int, lam: Any, step: int = 1) -> Any:
    """sum_m (a)_m (b)_m C(n, m) lam^m = 3F0(a, b, -n; ; -lam) in any ring, the sum of (17).

    With step = 0 the rising factorials (x)_m become powers x^m, as J_eff = 0 has it, and the sum is (1 + a b lam)^n.

    >>> print(terminating_sum(EXACT, Gaussian(-2, 1), Gaussian(-2, -1), 3, Gaussian(fmpq(1, 8))))
    861/256
    """
    if step == 0:
        return (ring.one + a * b * lam) ** n
    if ring is EXACT:
        return _by_splitting(a, b, n, lam.re)
    if ring is BALL:
        return acb(-lam).hypgeom([acb(a), acb(b), acb(-n)], [], n=n + 1)
    return terminating_sum_literal(ring, a, b, n, lam)


def terminating_sum_literal(ring: Ring, a: Any, b: Any, n: int, lam: Any, step: int = 1) -> Any:
    """The same sum, term by term: the slow twin of `terminating_sum`, and the way of symbols.

    >>> print(terminating_sum_literal(EXACT, Gaussian(-2, 1), Gaussian(-2, -1), 3, Gaussian(fmpq(1, 8))))
    861/256
    """
    term = total = ring.one
    for m in range(n):
        term = term * (a + m * step) * (b + m * step) * lam * ring.convert(fmpq(n - m, m + 1))
        total = total + term
    return total


class _Ratio(NamedTuple):
    """The quotient of neighbouring terms, t_{m+1}/t_m = (c0 + c1 m + c2 m^2) (n - m) / (scale (m + 1))."""

    c0: Any
    c1: Any
    c2: Any
    n: int
    scale: fmpz


def _by_splitting(a: Gaussian, b: Gaussian, n: int, lam: fmpq) -> Gaussian:
    """The exact sum by binary splitting: integers only, one reduction to lowest terms at the end.

    At a resonance, where a or b is 0, -1, -2, .., only the first few terms are not 0.
    """
    terms = min([n, *(-int(x.re.p) for x in (a, b) if x.is_real() and x.re.q == 1 and x.re <= 0)])
    if not terms:
        return Gaussian(1)
    d = common_denominator(a, b)
    top, scale = lam.p, d * d * lam.q
    x, y = scaled(a, d), scaled(b, d)
    if b == a.conj():  # |(a)_m|^2: all terms are real, and so are the products
        c0: Any = (x.re * x.re + x.im * x.im) * top
        c1: Any = 2 * x.re * d * top
        c2: Any = d * d * top
        _, q, t = _split(_Ratio(c0, c1, c2, n, scale), 0, terms)
        return Gaussian(1 + fmpq(t, q))
    c0, c1, c2 = x * y * top, (x + y) * (d * top), GaussianInteger(d * d * top, fmpz(0))
    _, q, t = _split(_Ratio(c0, c1, c2, n, scale), 0, terms)
    return Gaussian(1 + fmpq(t.re, q), fmpq(t.im, q))


def _split(ratio: _Ratio, lo: int, hi: int) -> tuple[Any, fmpz, Any]:
    """(P, Q, T): P/Q is the product of the ratios over lo <= m < hi, T/Q the sum of its partial products."""
    if hi - lo <= _LEAF:
        return _leaf(ratio, lo, hi)
    mid = (lo + hi) // 2
    p1, q1, t1 = _split(ratio, lo, mid)
    p2, q2, t2 = _split(ratio, mid, hi)
    return p1 * p2, q1 * q2, t1 * q2 + p1 * t2


def _leaf(ratio: _Ratio, lo: int, hi: int) -> tuple[Any, fmpz, Any]:
    c0, c1, c2, n, scale = ratio
    p = t = (c0 + (c1 + c2 * fmpz(lo)) * fmpz(lo)) * fmpz(n - lo)
    q = scale * (lo + 1)
    for m in range(lo + 1, hi):
        p = p * ((c0 + (c1 + c2 * fmpz(m)) * fmpz(m)) * fmpz(n - m))
        down = scale * (m + 1)
        t = t * down + p
        q = q * down
    return p, q, t
