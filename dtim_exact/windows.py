"""Sums over M = 0..N for huge N: only the neighbourhood of the humps is summed, and the rest is proven to be small.

The terms w_m = |(z)_m|^2 C(n, m) lam^m, z = q - r, of (17) and (S39) are positive, and w_{m+1} > w_m exactly where the
cubic phi(m) = lam |z + m|^2 (n - m) - (m + 1) is positive. phi has at most two critical points; between them it is
monotone, so bisection over integers finds every change of its sign, exactly, and with them all local maxima of w (at
most two) and the valley between them. A window around each maximum is summed. In a gap between or beside the windows w
has no local maximum, so there it first falls and then rises:

    sum over a gap of w_m |g(m)|  <=  (number of its terms) * max(w at its two neighbours) * max |g|.

This costs log2(n) bits more than a geometric tail and needs no more than the sign of phi. Where to end the windows is
guessed in floats; a bad guess makes the radius larger, never wrong. The weights at the ends of the windows and at the
maxima come from the logarithm of the gamma function; with z = -k + delta, k the nearest integer,

    |(z)_m| = |Gamma(1 - z)/Gamma(1 - z - m)|                       for m <= k,
    |(z)_m| = |Gamma(1 - z) Gamma(z + m) sin(pi delta)|/pi          for m > k,

so that a distance delta to a resonance keeps all its digits, however small it is.

Key results: `window_sum`, `Humps`; the literal sum beside it is `hypergeometric.terminating_sum_literal`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import log
from typing import Any, NamedTuple

from flint import acb, arb, fmpq, fmpz

from .errors import CostError
from .gaussian import Gaussian
from .rings import BALL, current_precision, working_precision

__all__ = ["Humps", "Window", "window_sum"]

MOST_TERMS = 30_000_000  # of a window: about a minute


class Window(NamedTuple):
    """The terms first..last, with the maximum at `peak`."""

    first: int
    peak: int
    last: int


class Humps:
    """The sequence w_m = |(z)_m|^2 C(n, m) lam^m, m = 0..n: where it grows and falls, exactly, and its size.

    >>> humps = Humps(Gaussian(-1, 0) - Gaussian(1) / 10**6, 10**9, fmpq(1, 8))
    >>> humps.maxima, humps.minima
    ([1, 1000000000], [2])
    """

    def __init__(self, z: Gaussian, n: int, lam: fmpq) -> None:
        self.z, self.n, self.lam = z, n, lam
        d = z.re.q.lcm(z.im.q)
        x, y = (z.re * d).p, (z.im * d).p
        self.square = (x * x + y * y, 2 * x * d, d * d)  # |d (z + m)|^2, coefficients of 1, m, m^2
        self.up, self.down = lam.p, d * d * lam.q
        ends = z.is_real() and z.re.q == 1 and z.re <= 0
        self.top = min(n, int(-z.re.p)) if ends else n  # w_m = 0 beyond
        self.maxima, self.minima = self._turning_points()

    def _square_at(self, m: int) -> fmpz:
        c0, c1, c2 = self.square
        return c0 + m * (c1 + m * c2)

    def grows(self, m: int) -> bool:
        """True if w_{m+1} > w_m: the sign of phi."""
        return bool(self.up * self._square_at(m) * (self.n - m) > self.down * (m + 1))

    def ratios(self, start: int, stop: int, direction: int) -> Iterator[tuple[int, fmpz, fmpz]]:
        """(m, up, down) with w_{m+1}/w_m = up/down, for m in range(start, stop, direction)."""
        if start == stop:
            return
        values = [self.up * self._square_at(m) * (self.n - m) for m in range(start, start + 4 * direction, direction)]
        first = [b - a for a, b in pairwise(values)]
        second = [b - a for a, b in pairwise(first)]
        up, step, bend, twist = values[0], first[0], second[0], second[1] - second[0]
        down, fall = self.down * (start + 1), self.down * direction
        for m in range(start, stop, direction):
            yield m, up, down
            up, step, bend, down = up + step, step + bend, bend + twist, down + fall

    def log_ratio(self, m: int) -> float:
        """log(w_{m+1}/w_m), about."""
        return log(int(self.up * self._square_at(m) * (self.n - m))) - log(int(self.down * (m + 1)))

    def _turning_points(self) -> tuple[list[int], list[int]]:
        """All local maxima and minima of w on 0..top."""
        if not self.top:
            return [0], []
        marks = self._monotone_marks()
        changes = [c for a, b in pairwise(marks) if (c := self._change(a, b)) is not None]
        maxima = [m for m in changes if not self.grows(m)] + ([self.top] if self.grows(self.top - 1) else [])
        return ([] if self.grows(0) else [0]) + maxima, [m for m in changes if self.grows(m)]

    def _monotone_marks(self) -> list[int]:
        """Integers from 0 to top - 1 between which phi is monotone (or which are neighbours).

        phi' = 3 a3 m^2 + 2 a2 m + a1; the integer root of its discriminant gives its zeros to within one.
        """
        c0, c1, c2 = self.square
        n, up = self.n, self.up
        a3, a2, a1 = -up * c2, up * (n * c2 - c1), up * (n * c1 - c0) - self.down
        last, marks = self.top - 1, {0, self.top - 1}
        discriminant = a2 * a2 - 3 * a3 * a1
        if discriminant > 0:
            root = discriminant.isqrt()
            for near in ((-a2 + root) // (3 * a3), (-a2 - root) // (3 * a3)):
                marks.update(min(max(int(near) + k, 0), last) for k in (-1, 0, 1, 2))
        return sorted(marks)

    def _change(self, a: int, b: int) -> int | None:
        """The m in a < m <= b from which on `grows` differs from that at a, if it does at b."""
        before = self.grows(a)
        if self.grows(b) == before:
            return None
        while b - a > 1:
            mid = (a + b) // 2
            a, b = (mid, b) if self.grows(mid) == before else (a, mid)
        return b

    def log_weight(self, m: int) -> arb:
        """log w_m as a ball; its magnitude of about n log n is taken from the precision in force."""
        n = self.n
        binomial = arb(n + 1).lgamma() - arb(m + 1).lgamma() - arb(n - m + 1).lgamma()
        size: arb = 2 * self._log_rising(m) + binomial + m * arb(self.lam).log()
        return size

    def _log_rising(self, m: int) -> arb:
        """log |(z)_m|: see the head of the module."""
        z = self.z
        k = int((-z.re + fmpq(1, 2)).floor())
        if k < 0:
            return _log_gamma(z + m) - _log_gamma(z)
        if m <= k:
            return _log_gamma(1 - z) - _log_gamma(1 - z - m)
        distance: arb = abs(BALL.convert(z + k).sin_pi()).log()
        return _log_gamma(1 - z) + _log_gamma(z + m) + distance - arb.pi().log()

    def windows(self, depth: float) -> list[Window]:
        """A window for each maximum, down to about e^-depth of the largest term; neighbours may meet in the valley."""
        with working_precision(64 + 2 * self.n.bit_length()):
            heights = [self.log_weight(m) for m in self.maxima]
        highest = max(float(h) for h in heights)
        found = []
        for m, height in zip(self.maxima, heights, strict=True):
            left = max([0, *(b for b in self.minima if b < m)])
            right = min([self.top, *(b for b in self.minima if b > m)])
            here = depth + float(height - highest)
            found.append(Window(self._walk(m, left, -1, here), m, self._walk(m, right, 1, here)))
        return [w._replace(first=max(w.first, before.last + 1)) for before, w in _with_predecessor(found)]

    def _walk(self, m: int, end: int, direction: int, depth: float) -> int:
        """From the maximum m towards `end` until log w has fallen by `depth`, in steps over which it falls by a few."""
        step = 1
        while depth > 0 and m != end:
            step = min(step, abs(end - m))
            middle = m + direction * (step // 2) - (direction < 0)
            fall = -direction * step * self.log_ratio(min(max(middle, 0), self.top - 1))
            if fall > 4 and step > 1:
                step = max(1, step // 4)
                continue
            m, depth = m + direction * step, depth - max(fall, 0.0)
            step = 2 * step if fall < 1 else step
        return m


def _with_predecessor(windows: list[Window]) -> list[tuple[Window, Window]]:
    return list(zip([Window(-1, -1, -1), *windows[:-1]], windows, strict=True))


def _log_gamma(z: Gaussian) -> arb:
    """log |Gamma(z)|, for z away from the poles."""
    return arb(z.re).lgamma() if z.is_real() and z.re > 0 else acb(BALL.convert(z)).lgamma().real


def window_sum(z: Gaussian, n: int, lam: fmpq, d: int = 0) -> acb:
    """sum_m |(z)_m|^2 C(n, m) lam^m (z^* + m)_d, m = 0..n, as a ball at the precision in force.

    >>> with working_precision(100):
    ...     print(window_sum(Gaussian(-2, 1), 3, fmpq(1, 8)).real.overlaps(arb(fmpq(861, 256))))
    True

    Raises CostError if a window is too wide to be summed.
    """
    humps, prec = Humps(z, n, lam), current_precision()
    factor = (abs(BALL.convert(z)).upper() + n + d) ** d  # bounds |(z^* + m)_d|
    windows = humps.windows((prec + n.bit_length() + float(factor.log() / arb(2).log()) + 16) * log(2))
    if (terms := sum(w.last - w.first + 1 for w in windows)) > MOST_TERMS:
        needed = f"at most {MOST_TERMS:.0e} terms (about a minute)"
        raise CostError(f"N = {n}: {terms:.1e} terms around the maxima of p_M", needed, "choose a smaller N")
    with working_precision(prec + 2 * n.bit_length() + 16):
        total = sum((humps.log_weight(w.peak).exp() * _summed(humps, w, d) for w in windows), acb(0))
    with working_precision(64 + 2 * n.bit_length()):
        error = (_outside(humps, windows) * factor).upper()
    return acb(total.real + arb(0, error), total.imag + arb(0, error) if d else 0)


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


def _summed(humps: Humps, w: Window, d: int) -> Any:
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
