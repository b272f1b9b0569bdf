"""The humps of p_M for equal fields: where the weights grow and fall, exactly, and how large they are, for huge N too.

The terms w_m = |(z)_m|^2 C(n, m) lam^m, z = q - r, of (17) and (S39) are positive, and w_{m+1} > w_m exactly where the
cubic phi(m) = lam |z + m|^2 (n - m) - (m + 1) is positive. phi has at most two critical points; between them it is
monotone, so bisection over integers finds every change of its sign, exactly, and with them all local maxima of w (at
most two) and the valley between them.

Single weights come from the logarithm of the gamma function; with z = -k + delta, k the nearest integer,

    |(z)_m| = |Gamma(1 - z)/Gamma(1 - z - m)|                       for m <= k,
    |(z)_m| = |Gamma(1 - z) Gamma(z + m) sin(pi delta)|/pi          for m > k,

so that a distance delta to a resonance keeps all its digits, however small it is.

Key results: `Humps`, its `windows`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import pairwise
from math import log, log1p, sqrt
from typing import NamedTuple

from flint import acb, arb, fmpq, fmpz

from .gaussian import Gaussian
from .rings import BALL, current_precision, working_precision

__all__ = ["Humps", "Window"]


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
        self.denominator = d = z.re.q.lcm(z.im.q)
        x, y = (z.re * d).p, (z.im * d).p
        self.square = (x * x + y * y, 2 * x * d, d * d)  # |d (z + m)|^2, coefficients of 1, m, m^2
        self.up, self.down = lam.p, d * d * lam.q
        ends = z.is_real() and z.re.q == 1 and z.re <= 0
        self.top = min(n, int(-z.re.p)) if ends else n  # w_m = 0 beyond
        self.maxima, self.minima = self._turning_points()
        self._sizes: dict[int, tuple[_LogWeight, dict[int, arb]]] = {}  # by precision

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
        """log(w_{m+1}/w_m), about; near a maximum, where it is small, too."""
        up, down = int(self.up * self._square_at(m) * (self.n - m)), int(self.down * (m + 1))
        return log1p((up - down) / down) if 2 * abs(up - down) < down else log(up) - log(down)

    def spread(self, m: int) -> float:
        """The standard deviation of a hump of Gaussian shape with the curvature of log w at its maximum m, about."""
        inside = min(max(m, 1), self.top - 1)
        if inside < 1:
            return 1.0
        bend = self.log_ratio(inside - 1) - self.log_ratio(inside)
        return min(1 / sqrt(bend), float(self.top)) if bend > 0 else float(self.top)

    @property
    def is_short(self) -> bool:
        """Whether z is a number of few binary digits, so that full sums by flint are twice as fast."""
        return self.denominator & (self.denominator - 1) == 0 and self.square[0].bit_length() < 128

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
        prec = current_precision()
        if prec not in self._sizes:
            self._sizes[prec] = _LogWeight(self.z, self.n, self.lam), {}
        size, known = self._sizes[prec]
        if m not in known:
            known[m] = size(m)
        return known[m]

    def windows(self, depth: float) -> list[Window]:
        """A window for each maximum, down to about e^-depth of the largest term; neighbours may meet in the valley."""
        with working_precision(64 + 2 * self.n.bit_length()):
            heights = [self.log_weight(m) for m in self.maxima]
            highest = reduce(arb.max, heights)
        found = []
        for m, height in zip(self.maxima, heights, strict=True):
            left = max([0, *(b for b in self.minima if b < m)])
            right = min([self.top, *(b for b in self.minima if b > m)])
            here = depth + float(height - highest)
            found.append(Window(self._walk(m, left, -1, here), m, self._walk(m, right, 1, here)))
        return [w._replace(first=max(w.first, before.last + 1)) for before, w in _with_predecessor(found)]

    def _walk(self, m: int, end: int, direction: int, depth: float) -> int:
        """From the maximum m towards `end` until log w has fallen by about `depth`.

        In steps over which it falls by at most an eighth of that, and not below the depth if that can be avoided.
        """
        step, most = 1, max(depth / 8, 4.0)
        while depth > 0.5 and m != end:
            step = min(step, abs(end - m))
            middle = m + direction * (step // 2) - (direction < 0)
            fall = -direction * step * self.log_ratio(min(max(middle, 0), self.top - 1))
            if step > 1 and fall > min(most, depth + 0.5):
                step = max(1, min(step - 1, int(step * min(most, depth) / fall)))
                continue
            m, depth = m + direction * step, depth - max(fall, 0.0)
            step = 4 * step if 16 * fall < most else 2 * step if 4 * fall < most else step
        return m


def _with_predecessor(windows: list[Window]) -> list[tuple[Window, Window]]:
    return list(zip([Window(-1, -1, -1), *windows[:-1]], windows, strict=True))


class _LogWeight:
    """log w_m by log-gamma functions, see the head of the module; what does not depend on m is computed once."""

    def __init__(self, z: Gaussian, n: int, lam: fmpq) -> None:
        self.z, self.mirrored, self.n, self.log_lam = z, 1 - z, n, arb(lam).log()
        self.k = int((-z.re + fmpq(1, 2)).floor())
        self.constant = arb(n + 1).lgamma() + (2 * _log_gamma(self.mirrored) if self.k >= 0 else -2 * _log_gamma(z))
        self.reflected: arb | None = None  # 2 log |sin(pi delta)/pi|, where it is needed

    def __call__(self, m: int) -> arb:
        size = self.constant - arb(m + 1).lgamma() - arb(self.n - m + 1).lgamma() + m * self.log_lam
        if 0 <= m <= self.k:
            return size - 2 * _log_gamma(self.mirrored - m)
        return size + 2 * _log_gamma(self.z + m) + (self._reflected() if self.k >= 0 else 0)

    def _reflected(self) -> arb:
        if self.reflected is None:
            delta = BALL.convert(self.z + self.k)
            self.reflected = 2 * (abs(delta.sin_pi()).log() - arb.pi().log())
        return self.reflected


def _log_gamma(z: Gaussian) -> arb:
    """log |Gamma(z)|, for z away from the poles."""
    return arb(z.re).lgamma() if z.is_real() and z.re > 0 else acb(BALL.convert(z)).lgamma().real
