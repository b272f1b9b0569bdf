"""Sums over M = 0..N for huge N: only the neighbourhood of the humps is summed, and the rest is proven to be small.

A window around each maximum of the weights w_m (`humps`) is summed, term by term where it is short, by `smooth_sums`
where it is wide. In a gap between or beside the windows w has no local maximum, so there it first falls and then rises:

    sum over a gap of w_m |g(m)|  <=  (number of its terms) * max(w at its two neighbours) * max |g|.

This costs log2(n) bits more than a geometric tail and needs no more than the sign of w_{m+1} - w_m. Where to end the
windows is guessed in floats; a bad guess makes the radius larger, never wrong.

Key results: `window_sum`, `window_pays`; the literal sum beside it is `hypergeometric.terminating_sum_literal`.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import log, sqrt
from typing import Any

from flint import acb, arb

from .errors import CostError
from .gaussian import Gaussian
from .humps import Humps, Window
from .rings import BALL, current_precision, working_precision
from .smooth_sums import smooth_sum, widened

__all__ = ["FEWEST", "window_pays", "window_sum"]

_SMOOTH_FROM = 0.09  # times the square of the bits: terms, from which on a smooth sum is faster, as measured
_MOST_TERMS = 30_000_000  # of a sum term by term: about a minute
_SETUP, _TERM, _LONG = 900.0, 2.2, 2.0  # in terms of a full sum at r with few digits, as measured: what it takes to
# find the windows, a term of theirs, and a term of a full sum at r with many digits
FEWEST = 400  # terms, fewer than which are all summed


def window_pays(humps: Humps) -> bool:
    """Whether a sum over windows is likely to be faster than one over all terms (by flint): an estimate, no proof."""
    prec, n = current_precision(), humps.n
    reach = 2 * sqrt(2 * (prec + n.bit_length()) * log(2))
    wide = sum(min(humps.spread(m) * reach, _SMOOTH_FROM * prec**2) for m in humps.maxima)
    return _SETUP + _TERM * wide < n * (1.0 if humps.is_short else _LONG)


def window_sum(humps: Humps, d: int = 0) -> acb:
    """sum_m |(z)_m|^2 C(n, m) lam^m (z^* + m)_d, m = 0..n, as a ball at the precision in force.

    >>> from flint import fmpq
    >>> with working_precision(100):
    ...     print(window_sum(Humps(Gaussian(-2, 1), 3, fmpq(1, 8))).real.overlaps(arb(fmpq(861, 256))))
    True

    Raises CostError if a window is too wide to be summed.
    """
    z, n, prec = humps.z, humps.n, current_precision()
    factor = (abs(BALL.convert(z)).upper() + n + d) ** d  # bounds |(z^* + m)_d|
    depth = (prec + n.bit_length() + float(factor.log() / arb(2).log()) + 16) * log(2)
    parts = [_summed(humps, w, d) for w in _joined(humps, humps.windows(depth))]
    total = sum((value for value, _ in parts), acb(0))
    with working_precision(64 + 2 * n.bit_length()):
        error = (_outside(humps, [w for _, w in parts]) * factor).upper()
    return widened(total, error, d == 0 or z.is_real())


def _joined(humps: Humps, windows: list[Window]) -> Iterator[Window]:
    """Windows that meet in a valley as one: there w is not small, and no place to end a smooth sum."""
    current = windows[0]
    for w in windows[1:]:
        if w.first > current.last + 1:
            yield current
            current = w
        else:
            with working_precision(64 + 2 * humps.n.bit_length()):
                lower = bool(humps.log_weight(w.peak) < humps.log_weight(current.peak))
            current = Window(current.first, current.peak if lower else w.peak, w.last)
    yield current


def _summed(humps: Humps, w: Window, d: int) -> tuple[Any, Window]:
    """The sum of w_m (z^* + m)_d over a window or most of it, and over which part."""
    terms = w.last - w.first + 1
    if terms >= _SMOOTH_FROM * current_precision() ** 2 and (smooth := smooth_sum(humps, w, d)):
        return smooth
    if terms > _MOST_TERMS:
        needed = f"at most {_MOST_TERMS:.0e} terms (about a minute)"
        raise CostError(f"N = {humps.n}: {terms:.1e} terms around a maximum of p_M", needed, "choose a smaller N")
    with working_precision(current_precision() + 2 * humps.n.bit_length() + 16):
        return humps.log_weight(w.peak).exp() * _term_by_term(humps, w, d), w


def _outside(humps: Humps, windows: list[Window]) -> arb:
    """An upper bound of the sum of w over all gaps."""
    bound, before = arb(0), None
    for w in windows:
        count = w.first - (before.last + 1 if before else 0)
        if count:
            edges = [humps.log_weight(m).exp().upper() for m in ([before.last] if before else []) + [w.first]]
            bound += count * max(edges)
        before = w
    count = humps.top - windows[-1].last
    return bound + count * humps.log_weight(windows[-1].last).exp().upper() if count else bound


def _term_by_term(humps: Humps, w: Window, d: int) -> Any:
    """The sum of w_m (z^* + m)_d over a window, divided by w at its peak: nested from both ends towards the peak.

    w_{m+1}/w_m is a quotient of integers, a cubic and a linear function of m, which are stepped by their differences.
    """
    g = _Factor(humps.z, d)
    total: Any = arb(0) + g(w.last)
    for m, up, down in humps.ratios(w.last - 1, w.peak - 1, -1):
        total = total * up / down + g(m)
    left: Any = arb(0)
    for m, up, down in humps.ratios(w.first, w.peak, 1):
        left = (left + g(m)) * down / up
    return total + left


class _Factor:
    """(z^* + m)_d, exactly 1 for d = 0."""

    def __init__(self, z: Gaussian, d: int) -> None:
        self.z, self.d = z.conj(), d

    def __call__(self, m: int) -> Any:
        if not self.d:
            return 1
        product = acb(1)
        for i in range(self.d):
            product = product * BALL.convert(self.z + (m + i))
        return product
