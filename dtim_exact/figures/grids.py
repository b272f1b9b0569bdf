"""Points along an axis such that no peak is missed: certified peaks are put in, and what is steep is refined.

Key results: `refined_rows`, `peak_fields`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from ..model import Model
from ..real import Real

__all__ = ["Row", "peak_fields", "refined_rows"]

Row = tuple[Real, ...]
_FINEST = 48  # halvings of one step: enough for a peak 1e-12 of the step wide


def refined_rows(compute: Callable[[Fraction], Row], points: Iterable[Fraction], step: float,
                 height: Callable[[Row], Iterable[float]] | None = None) -> list[tuple[Fraction, Row]]:  # fmt: skip
    """(x, compute(x)) at the given points and between them, halving until no height changes by more than `step`.

    `height` says what is drawn; by default that is every number of a row.

    >>> rows = refined_rows(lambda x: (Real(x * x),), [Fraction(0), Fraction(1)], 0.5)
    >>> print(*(x for x, _ in rows))
    0 1/2 3/4 1
    """
    drawn = height or (lambda row: map(float, row))
    start = sorted(set(points))
    rows = [(x, compute(x)) for x in start]
    answer = rows[:1]
    for right in rows[1:]:
        answer += _between(compute, answer[-1], right, step, drawn, _FINEST)
        answer.append(right)
    return answer


def _between(compute: Callable[[Fraction], Row], left: tuple[Fraction, Row], right: tuple[Fraction, Row], step: float,
             drawn: Callable[[Row], Iterable[float]], depth: int) -> list[tuple[Fraction, Row]]:  # fmt: skip
    """The rows strictly between two neighbours."""
    rise = max(abs(a - b) for a, b in zip(drawn(left[1]), drawn(right[1]), strict=True))
    if rise <= step or not depth:
        return []
    x = (left[0] + right[0]) / 2
    middle = (x, compute(x))
    return [*_between(compute, left, middle, step, drawn, depth - 1), middle,
            *_between(compute, middle, right, step, drawn, depth - 1)]  # fmt: skip


def peak_fields(model: Model, low: Fraction, high: Fraction) -> list[Fraction]:
    """Fields within 1e-3 of a half width of every peak of the density between low and high, as short decimals."""
    from ..peaks import resonance_scan

    fields = []
    for peak in resonance_scan(model, low, high, digits=12):
        places = 4 + max(0, -(peak.fwhm.leading() or 0))
        fields.append(Fraction(round(peak.hz.mid * 10**places), 10**places))
    return fields
