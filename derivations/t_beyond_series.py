"""Beyond the paper: the potential at finite N, to every order in 1/N.

The weight p_M is a quotient of Gamma functions; Stirling's series gives all corrections to f of (16) at once, with a remainder (D8).
(S45)-(S48) are its first term.
"""

from dtim_exact.proof.language import *
from dtim_exact.proof.large_n import *
from dtim_exact.proof.stirling import stirling_series

t, u1, R = sym("t"), sym("u1"), sym("R")
f_0 = -log((-rbar) ** (-rbar) * (-rbar.conj) ** (-rbar.conj))
"""f(0)."""
trapezoid = log(2 * pi * N * m * (1 - m) * (distance2(m) / size2(rbar))) / (2 * N)
bernoulli = partial(fn, "bernoulli")


def coefficient(order):
    """c_k(m): -log(p_M/p_0)/N has the correction -c_k/N^(2k)."""
    odd = 2 * order - 1
    ends = 1 - (1 / m) ** odd - (1 / (1 - m)) ** odd
    return bernoulli(2 * order) / (2 * order * odd) * (ends + 2 * re((1 / (m - rbar)) ** odd + (1 / rbar) ** odd))


def wide(z):
    """2 sec^(2n+2)(arg z/2)/|z|^(2n+1)."""
    return 2 * ((2 / (absolute(z) + re(z))) ** (n + 1) * (1 / absolute(z)) ** n)


ends = 1 + (1 / m) ** (2 * n + 1) + (1 / (1 - m)) ** (2 * n + 1)
REMAINDER = (
    absolute(bernoulli(2 * n + 2))
    / ((2 * n + 1) * (2 * n + 2))
    * (ends + wide(m - rbar) + wide(-rbar))
    * (1 / N) ** (2 * n + 2)
)
"""Beside N^-(2n+2) it depends on m and rbar only, and is continuous for 0 < m < 1."""
EXPANDED = Setting(
    where={"m": M / N, "R": REMAINDER},
    positive=(M, N, lambar, pi),
    off_cut=(M - N * rbar, -N * rbar, m - rbar, -rbar),
    at={"M": 1 + t, "N": 2 + t + u1},
    slacks={"t": M - 1, "u1": N - M - 1},
)
ROWS = [
    {"N": N_, "M": M_, "rbar": r_, "lambar": "3", "n": n_}
    for N_, M_, r_, n_ in (
        (2, 1, "1/5-1/7i", 1),
        (4, 1, "1/2-2i", 0),
        (4, 3, "1/2-5i", 2),
        (12, 5, "-1/3-1i", 3),
        (40, 1, "1/3-2i", 1),
        (40, 20, "1/4-1/2i", 1),
        (2, 1, "-1-1/2i", 5),
    )
]
series = total(k, 1, n, coefficient(k) / N ** (2 * k))
expansion = le(absolute(-log(weight) / N - (f - f_0 + trapezoid - series)), R)

CLAIMS = [
    claim(
        "D8",
        "All corrections to the potential in 1/N, with a bound of the remainder.",
        analysed(expansion, rule=stirling_series, setting=EXPANDED, rows=ROWS, bases=(-N * rbar,), order=n),
        given="1 <= M < N, m = M/N, rbar not real, for every order n >= 0",
        uses=("16", "S39", "S48"),
        latex=r"-\frac1N \log\frac{p_M}{p_0} = f(m) - f(0) + \frac{1}{2N} \log\frac{2\pi N m(1-m)|m-\bar r|^2}{|\bar r|^2} "
        r"- \sum_{k=1}^n \frac{c_k(m)}{N^{2k}} + R,\qquad "
        r"c_k(m) = \frac{B_{2k}}{2k(2k-1)} \left[1 - \frac{1}{m^{2k-1}} - \frac{1}{(1-m)^{2k-1}} "
        r"+ 2\operatorname{Re}\left(\frac{1}{(m-\bar r)^{2k-1}} + \frac{1}{\bar r^{2k-1}}\right)\right],\qquad "
        r"|R| \leq \frac{|B_{2n+2}|}{(2n+1)(2n+2) N^{2n+2}} \left[1 + \frac{1}{m^{2n+1}} + \frac{1}{(1-m)^{2n+1}} + 2 q(m-\bar r) + 2 q(-\bar r)\right],\qquad "
        r"q(z) = \frac{2^{n+1}}{(|z| + \operatorname{Re} z)^{n+1} |z|^n}",
        evaluated="dtim_exact.potential_corrections:expansion_ball",
        note="Beside N^-(2n+2) the bound depends on m and rbar only and is continuous in m, so it is uniform on every compact subset of 0 < m < 1. Beyond the first order "
        "only even powers of 1/N occur. With Gamma > 0 the statement holds with rbar replaced by r/N, for each N. The first orders are the corrected (S48), with its constant.",
    ),
]
