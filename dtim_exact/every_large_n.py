"""The polarization m = -<M^z>/N enclosed for all N >= N0 at once, from the two humps of p_M (equal fields, Gamma = 0).

By the corrected (S48), for 1 <= M < N and m = M/N, with a constant K_N and w(m) = m (1-m) |m-rbar|^2,

    log p_M = K_N - N f(m) - log(w(m))/2 + e,    |e| <= C(m)/N,    C(m) = 1/(12 m) + (m/12)(1/(1-m)^2 + 2/(Im rbar)^2).

Around a minimum m_i of f take the window |m - m_i| <= d; there k <= f'' <= K. The sum of exp(-N (f - f_i)) over the
window lies between sums of Gaussians exp(-N K (m - m_i)^2/2) and exp(-N k (m - m_i)^2/2), and a sum over integers of a
function with one hump differs from its integral by at most its largest value 1. So over sqrt(2 pi N) it lies between

    erf(d sqrt(N K/2))/sqrt(K) - 1/sqrt(2 pi N)    and    1/sqrt(k) + 1/sqrt(2 pi N).

Outside the windows f exceeds its minimum by at least its excess t at their ends, because it has no other minimum. Up to
m = s and from m = 1 - s on, p_M itself rises and falls (the ratio of neighbours shows it), so no term there is larger
than one between. All N + 1 terms together are below (N + 1) exp(-N t) times the largest exp(C/N)/sqrt(w) for
s <= m <= 1 - s. Every bound falls with N once N0 t > 1.

Key results: `polarization_from`.
"""

from __future__ import annotations

from flint import arb, fmpq

from .errors import HypothesisError, PrecisionError
from .limit import Limit, Number, outer_roots
from .potential import curvature_ball, f_ball

__all__ = ["polarization_from"]

EDGE = arb(fmpq(1, 64))
PIECES = 32


def polarization_from(limit: Limit, N0: int, window: fmpq, *, equally_deep: bool = False) -> arb:
    """A ball that contains the polarization for every N >= N0, at a field with two minima of f.

    `equally_deep` says that the field, known as a ball, is the one where both minima have the same f.

    >>> from dtim_exact.precision import working_precision
    >>> with working_precision(100):
    ...     there = polarization_from(Limit.read(J=1, hx="1/5", hz="2/5", gamma="1/10"), 10**7, fmpq(1, 100))
    ...     print(there.str(2))
    [0.3 +/- 0.0276]
    """
    if limit.Gamma or not limit.gamma:
        raise HypothesisError(
            "Gamma > 0 or gamma = 0", "Gamma = 0 and gamma > 0", "the bounds are for local decay alone"
        )
    reach, minima = arb(window), outer_roots(limit, arb(limit.hz))
    if not all(m - reach > EDGE and m + reach < 1 - EDGE for m in minima):
        raise PrecisionError(
            "windows that reach the ends", "two minima of f away from 0 and 1", "give a narrower window"
        )
    depths = [f_ball(limit, m) for m in minima]
    if not equally_deep and depths[1] < depths[0]:
        minima, depths = minima[::-1], depths[::-1]
    gap = arb(0) if equally_deep else depths[1] - depths[0]
    _check_edges(limit, N0)
    humps = [_hump(limit, m, reach, N0) for m in minima]
    excess = [f_ball(limit, m + side * reach) - depths[0] for m in minima for side in (1, -1)]
    smallest = min((x.lower() for x in excess), key=lambda x: x)
    if not smallest * N0 > 2:
        raise PrecisionError(
            "N0 too small, or windows too narrow", "N0 times the excess of f at their ends above 2", "give a larger N0"
        )
    return _mean(humps, minima, reach, _depth_factor(gap, N0), _outside(limit, smallest, N0))


def _hump(limit: Limit, m: arb, reach: arb, N0: int) -> arb:
    """The sum over one window, over exp(K_N - N f_i) sqrt(2 pi N), for all N >= N0."""
    pieces = [m + reach * arb(fmpq(2 * a + 1 - PIECES, PIECES), fmpq(1, PIECES)) for a in range(PIECES)]
    around = (m - reach).union(m + reach)
    curvatures, sizes = [curvature_ball(limit, x) for x in pieces], [_prefactor(limit, x) for x in pieces]
    low, high = min(c.lower() for c in curvatures), max(c.upper() for c in curvatures)
    sized = min(c.lower() for c in sizes).union(max(c.upper() for c in sizes))
    if not low > 0:
        raise PrecisionError("a window in which f'' may vanish", "f'' > 0 in it", "give a narrower window")
    rest = 1 / (2 * arb.pi() * N0).sqrt()
    sums = ((reach * (high * N0 / 2).sqrt()).erf() / high.sqrt() - rest).union(1 / low.sqrt() + rest)
    slack = _remainder(limit, around) / N0
    scaled: arb = sums / sized.sqrt() * slack.exp().union((-slack).exp())
    return scaled


def _prefactor(limit: Limit, m: arb) -> Number:
    """w(m)."""
    return m * (1 - m) * limit.distance2(m) / limit.J2


def _remainder(limit: Limit, m: arb) -> arb:
    """C(m) from above."""
    return (1 / (12 * m) + m / 12 * ((1 / (1 - m)) ** 2 + 2 / arb(limit.depth) ** 2)).upper()


def _outside(limit: Limit, excess: arb, N0: int) -> arb:
    """All terms outside the windows, over exp(K_N - N f_min) sqrt(2 pi N), from 0 to their bound."""
    smallest = EDGE * (1 - EDGE) * arb(limit.depth) ** 2
    worst = (_remainder(limit, EDGE.union(1 - EDGE)) / N0).exp() / smallest.sqrt()
    bound = (N0 + 1) / (2 * arb.pi() * N0).sqrt() * (-N0 * excess).exp() * worst
    return arb(0).union(bound)


def _check_edges(limit: Limit, N0: int) -> None:
    """p_M rises for M/N <= 2s and falls from 1 - 2s on, for every N >= N0.

    p_{M+1}/p_M = lambda_bar (1-m)|m-rbar|^2/(m + 1/N).
    """

    def rise(m: arb) -> Number:
        return arb(limit.lam) * (1 - m) * limit.distance2(m) / limit.J2

    low, high = arb(0).union(2 * EDGE), (1 - 2 * EDGE).union(arb(1))
    if not (rise(low) > low + arb(1) / N0 and rise(high) < high):
        raise PrecisionError(
            "weights that do not rise at m = 0 or fall at m = 1",
            "minima of f farther from 0 and 1",
            "take other parameters",
        )


def _depth_factor(gap: arb, N0: int) -> arb:
    """exp(-N (f_3 - f_1)) for all N >= N0."""
    if gap.is_zero():
        return arb(1)
    if gap > 0:
        return arb(0).union((-N0 * gap).exp())
    raise HypothesisError(
        "two minima of nearly equal depth", "a field farther from the transition", "or say equally_deep"
    )


def _mean(humps: list[arb], minima: tuple[arb, arb], reach: arb, factor: arb, outside: arb) -> arb:
    """The mean of m: each window's within its reach of the minimum, what is outside anywhere between 0 and 1."""
    ratio = humps[1] * factor / humps[0]
    shares = [x / (1 + x) for x in (ratio.lower(), ratio.upper())]
    second = shares[0].union(shares[1])
    inside = minima[0] + (minima[1] - minima[0]) * second
    spread = outside / humps[0]
    return inside + arb(0, reach.upper()) + arb(0, spread.upper())
