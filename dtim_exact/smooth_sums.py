"""Sums over a wide hump of p_M from about a hundred of its terms, with a proven remainder, at a cost free of N.

The terms w_m = |(z)_m|^2 C(n, m) lam^m of (17), (S39) continue, up to a constant, to an analytic function of complex m

    f = Gamma(z + m) Gamma(z^* + m) lam^m/(Gamma(m + 1) Gamma(n - m + 1))            right of the poles of Gamma(z + m),
    f = lam^m/(Gamma(1 - z - m) Gamma(1 - z^* - m) Gamma(m + 1) Gamma(n - m + 1))    left of them,

which is positive on the real axis. By the residue theorem a sum over all integers of a window differs from h times the
sum over every h-th of them by integrals along the edges of a rectangle around the window, where f is at most

    |f(x + i y)| <= f(x) exp(K y^2/2),     K >= -Re (log f)'' in the rectangle.

So one number K proves everything; docs/bounds.md derives it, this module carries it out. Where log f is not analytic,
or h comes out too small to be of use, `smooth_sum` declines, and the window is summed term by term.

Key results: `smooth_sum`, `remainder`.
"""

from __future__ import annotations

from math import log, pi, sqrt
from typing import NamedTuple

from flint import acb, arb

from .humps import Humps, Window
from .rings import BALL, current_precision, rising, working_precision

__all__ = ["Lattice", "SmoothHump", "remainder", "smooth_sum", "widened"]

_COLUMNS = 16  # of the rectangle, on each of which the curvature is enclosed
_MOST_NODES = 20_000
_SLACK = 2.0**20  # how much larger than aimed at the remainder may come out


class Lattice(NamedTuple):
    """Every h-th integer, h odd: `size` nodes that stand for the integers first .. first + h size - 1."""

    first: int
    h: int
    size: int

    @property
    def last(self) -> int:
        """The last integer that is stood for."""
        return self.first + self.h * self.size - 1

    @property
    def nodes(self) -> range:
        """The nodes, each in the middle of the h integers that it stands for."""
        return range(self.first + self.h // 2, self.last + 1, self.h)


class _Column(NamedTuple):
    """m + 1, n - m + 1 and w in the middle of a column, and a bound of -(log f)'' up to second order in its width."""

    arguments: list[acb]
    here: arb


class SmoothHump:
    """f on the rectangle [first - 1, last + 1] x [-c, c]; `(z^* + m)_d` is the factor beside f."""

    def __init__(self, humps: Humps, first: int, last: int, d: int = 0) -> None:
        self.humps, self.first, self.last, self.d = humps, first, last, d
        self.right = 2 * humps.z.re + first + last > 1
        self.half = (last - first + 3) // (2 * _COLUMNS) + 1
        self.columns = [self._column(first - 1 + self.half * (2 * i + 1)) for i in range(_COLUMNS)]

    def _column(self, x: int) -> _Column:
        """What is needed of the columns |Re m - x| <= half, for every c: two derivatives of log f at x.

        -(log f)'' = psi'(m + 1) + psi'(n - m + 1) -+ (psi'(w) + psi'(w^*)) with w = m + z or 1 - m - z, and
        psi'(w) = S_2(w), S_2' = -2 S_3 for the sums S_k of (w + j)^-k.
        """
        n, z, sign = self.humps.n, self.humps.z, 1 if self.right else -1
        w = BALL.convert(z + x if self.right else 1 - z - x)
        terms = [(1, 1, acb(x + 1)), (1, -1, acb(n - x + 1)), (-2 * sign, sign, w)]  # factor, dw/dm, w
        here = sum((a * _power_sum(2, w) for a, _, w in terms), arb(0))
        slope = 2 * sum((a * s * _power_sum(3, w) for a, s, w in terms), arb(0))
        return _Column([w for _, _, w in terms], (here + self.half * abs(slope)).upper())

    def curvature(self, c: int) -> arb | None:
        """K >= -Re (log f)'' on the rectangle, or None if log f is not known to be analytic there.

        Taylor's theorem in each column; the fourth derivative is at most 6 (S_4(m + 1) + S_4(n - m + 1) + 2 |S_4(w)|).
        """
        worst, square = arb(0), (arb(self.half) ** 2 + arb(c) ** 2) / 2
        for arguments, here in self.columns:
            ends_and_poles = [_power_sum_bound(4, _distance(w, self.half, c)) for w in arguments]
            bound = here + 6 * square * (ends_and_poles[0] + ends_and_poles[1] + 2 * ends_and_poles[2])
            if not bound.is_finite():
                return None
            worst = bound.upper().max(worst)
        return worst

    def factor(self, c: int) -> arb:
        """A bound of |(z^* + m)_d| on the rectangle."""
        z = self.humps.z
        sides = abs(arb(z.re + self.first)).max(abs(arb(z.re + self.last)))
        return ((sides + abs(arb(z.im)) + c + self.d + 1) ** self.d).upper()


def _distance(w: acb, half: int = 0, c: int = 0) -> arb:
    """A lower bound of rho on |Re(w' - w)| <= half, |Im(w' - w)| <= c: rho = |w'|, or |Im w'| where Re w' < 0."""
    high, wide = (abs(w.imag) - c).lower().max(arb(0)), (w.real - half).lower()
    return (high**2 + wide**2).sqrt().lower() if wide > 0 else high


def _power_sum(k: int, w: acb) -> arb:
    """Re S_k(w) = Re sum_{j >= 0} (w + j)^-k, k = 2, 3, 4: w^(1-k)/(k - 1) to within (16/5)/rho^k."""
    main: arb = (w ** (1 - k)).real / (k - 1)
    return main + arb(0, (arb(16) / 5 / _distance(w) ** k).upper())


def _power_sum_bound(k: int, rho: arb) -> arb:
    """A bound of |S_k| where rho is at least that."""
    return rho ** (1 - k) / (k - 1) + arb(16) / 5 / rho**k


class _Plan(NamedTuple):
    """The half-width c of the rectangle, the distance h of the nodes, and K >= -Re (log f)'' in the rectangle."""

    c: int
    h: int
    K: arb


def _plan(hump: SmoothHump, depth: float) -> _Plan | None:
    """The rectangle that allows the largest h for a remainder of about e^-depth.

    e^{K c^2/2}/(e^{2 pi c/h} - 1) = e^-depth gives h, which is largest where K c^2/2 = depth; K grows with c.
    """
    start = hump.curvature(0)
    if start is None or not start > 0:
        return None
    best, c = None, int(sqrt(2 * depth / float(start)))
    while c > 1:
        K = hump.curvature(c)
        h = int(2 * pi * c / (depth + float(K) * c * c / 2)) if K is not None else 0
        if best is not None and h <= best.h:
            break
        if K is not None and h >= 3:
            best = _Plan(c, h - (h % 2 == 0), K)
        c //= 2
    return best


def smooth_sum(humps: Humps, window: Window, d: int = 0) -> tuple[acb, Window] | None:
    """The sum of w_m (z^* + m)_d over nearly all of a window, and over which part of it.

    The remainder is about 2^-prec of the sum, prec the precision in force; None if that cannot be proven.
    """
    prec, guard = current_precision(), 2 * humps.n.bit_length()
    with working_precision(64 + guard):
        hump = SmoothHump(humps, window.first, window.last, d)
        depth = (prec + 8) * log(2) + _log_range(hump, window.peak)
        plan = _plan(hump, depth)
    if plan is None or window.first == 0 or window.last >= humps.top:
        return None
    count = (window.last - window.first + 1) // plan.h
    if not 0 < count <= _MOST_NODES:
        return None
    lattice = Lattice(window.first + (window.last - window.first + 1 - count * plan.h) // 2, plan.h, count)
    with working_precision(prec + guard + 16):
        total, sizes = _over_nodes(hump, lattice)
    with working_precision(64 + guard):
        error = remainder(hump, lattice, plan.c, plan.K, sizes)
        if not error < _SLACK * arb(-depth).exp() * sizes * plan.h * hump.factor(plan.c):
            return None
    value = widened(total, error, d == 0 or humps.z.is_real())
    return value, window._replace(first=lattice.first, last=lattice.last)


def widened(total: acb, error: arb, real: bool) -> acb:
    """A sum with its remainder; what is known to be real stays exactly real."""
    return acb(total.real + arb(0, error), 0 if real else total.imag + arb(0, error))


def _log_range(hump: SmoothHump, peak: int) -> float:
    """log of how much larger than at the peak the factor (z^* + m)_d may be."""
    here = abs(rising(BALL, BALL.convert(hump.humps.z.conj() + peak), hump.d)).lower().max(arb(1))
    return float((hump.factor(0) / here).log())


def _over_nodes(hump: SmoothHump, lattice: Lattice) -> tuple[acb, arb]:
    """h times the sum of w_m (z^* + m)_d over the nodes, and the sum of w_m over them."""
    z, total, sizes = hump.humps.z.conj(), acb(0), arb(0)
    for m in lattice.nodes:
        size = hump.humps.log_weight(m).exp()
        sizes += size
        if hump.d:
            total += size * rising(BALL, BALL.convert(z + m), hump.d)
    return lattice.h * (total if hump.d else acb(sizes)), sizes


def remainder(hump: SmoothHump, lattice: Lattice, c: int, K: arb, sizes: arb) -> arb:
    """A bound of |sum over the integers - h sum over the nodes|, from `sizes`, the sum of w over the nodes.

        4 G (e^{K (c^2/2 + h^2/8)} h (2 sizes + f_a + f_b)/(e^{2 pi c/h} - 1) + (f_a + f_b)/(2 pi/h - K c/2)),

    f_a and f_b the values of f at the ends, G >= |(z^* + m)_d|; infinite where the last denominator is not positive.
    """
    h, slope = lattice.h, 2 * arb.pi() / lattice.h
    ends = sum((_end(hump.humps, e, K) for e in (lattice.first, lattice.last + 1)), arb(0))
    decay = slope - K * c / 2
    if not decay > 0:
        return arb("inf")
    top = (K * (arb(c) ** 2 / 2 + arb(h) ** 2 / 8)).exp() * h * (2 * sizes + ends) / ((slope * c).exp() - 1)
    return (4 * (top + ends / decay) * hump.factor(c)).upper()


def _end(humps: Humps, m: int, K: arb) -> arb:
    """A bound of f at m - 1/2, from its neighbours."""
    return (humps.log_weight(m - 1).max(humps.log_weight(m)) + K / 8).exp().upper()
