"""III.A  1/N corrections to the potential.

(S45)-(S48).
"""

from dataclasses import replace

from dtim_exact.proof.language import *
from dtim_exact.proof.large_n import *

t, u1, u2, u3, u4 = (sym(name) for name in ("t", "u1", "u2", "u3", "u4"))
counts = partial(analysed, rule=estimate)
summed = partial(analysed, rule=estimate, scale=N, curvatures=curvatures, inside=INSIDE)

COUNTED = [
    {"N": N_, "M": M_, "lambar": "3"} for N_, M_ in ((2, 1), (3, 2), (4, 1), (40, 1), (40, 30), (40, 39), (1000, 500))
]
FIELDS = [
    {"N": N_, "M": M_, "rbar": r_, "lambar": "3"}
    for N_, M_, r_ in (
        (2, 1, "1/5-1/7i"),
        (4, 1, "1/2-2i"),
        (4, 3, "1/2-5i"),
        (12, 1, "1/3-20i"),
        (12, 11, "-1/3-20i"),
        (40, 20, "1/4-1/2i"),
        (40, 10, "2-1/9i"),
        (2, 1, "1/3-1/50i"),
        (30, 5, "1/3-20i"),
    )
]
ORDERS = [
    {"N": N_, "M": M_, "rbar": r_, "n": n_}
    for N_, M_, r_, n_ in (
        (2, 1, "1/2-3i", 1),
        (3, 2, "1/5-1/2i", 2),
        (10, 1, "1/5-20i", 1),
        (12, 11, "1/3-20i", 2),
        (40, 1, "1/3-20i", 3),
        (12, 6, "1/5-3/10i", 3),
        (2, 1, "-1/2i", 5),
    )
]

stirling = m * log(N * lambar) - log(fact(M)) / N
dropped = log(2 * pi * N) / (2 * N)
riemann = total(k, 0, M - 1, log(integrand(k / N)) / N)
area = integral(x, 0, m, log(integrand(x)))
leading = -area - m * (1 + log(lambar / m))
curved = 1 / (1 - m) ** 2 + 2 / im(rbar) ** 2
start = log(size2(rbar)) / (2 * N)

C, R, c_N = sym("C"), sym("R"), sym("c_N")
stirling_bound, riemann_bound = 1 / (12 * m), m * curved / 12


NO_CONSTANT = lift(0)


def within(setting, bound, constant=NO_CONSTANT):
    """The setting in which C is this bound, which depends on m and rbar only, and c_N the M-independent constant that the text drops."""
    return replace(setting, where={**setting.where, "C": bound, "c_N": constant})


# g^(l)(x) = (l-1)! times the sum of s b^l over these (s, b, bound of |b|)
depth = -im(rbar)
FAMILY = ((-1, 1 / (1 - x), 1 / (1 - m)), (-1, 1 / (rbar - x), 1 / depth), (-1, 1 / (rbar.conj - x), 1 / depth))
REMAINDER = m / (N ** (n + 1) * (n + 1) * (n + 2)) * ((1 / (1 - m)) ** (n + 1) + 2 * (1 / depth) ** (n + 1))
AT_ANY_ORDER = Setting(
    where={"m": M / N, "R": REMAINDER},
    positive=(M, N),
    at={"M": 1 + t, "N": 2 + t + u1, "rbar": u3 - I * (1 + u2) / (2 + t + u1)},
    slacks={"t": M - 1, "u1": N - M - 1, "u3": re(rbar), "u2": N * depth - 1},
    real=("u3",),
)
POINT = Setting(
    at={"x": 1 - u1 - u2, "M": (1 - u2) * N, "rbar": 1 - u1 - u2 + u3 - I * u4},
    slacks={"u1": M / N - x, "u2": 1 - M / N, "u3": re(rbar) - x, "u4": depth},
    real=("u3",),
    strict=("u4",),
)


def taylor_series(power):
    """(S46) to the order n: the integral less its expansion, within the remainder."""

    def higher(y):
        return -fact(l - 1) * ((1 / (1 - y)) ** l + (1 / (rbar - y)) ** l + (1 / (rbar.conj - y)) ** l)

    series = total(l, 1, n, (1 / N) ** power / fact(l + 1) * total(k, 0, M - 1, higher(k / N) / N))
    return analysed(
        le(absolute(area - (riemann + series)), R),
        rule=taylor,
        setting=AT_ANY_ORDER,
        rows=ORDERS,
        function=log(integrand(x)),
        family=FAMILY,
        inside=POINT,
    )


def improved(sign):
    """(S45) with this sign of log(m)/(2N)."""
    return counts(
        le(absolute(stirling + c_N - (m * (1 + log(lambar / m)) + sign * log(m) / (2 * N))), C / N**2),
        setting=within(COUNTS, stirling_bound, dropped),
        rows=COUNTED,
    )


def shift(value):
    """-log(p_M)/N is (S44) plus the shift, up to the constant."""
    return summed(
        le(absolute(-log(weight) / N - (leading + value + c_N)), C / N**2),
        setting=within(FIELD, stirling_bound + riemann_bound, dropped - start),
        rows=FIELDS,
    )


CLAIMS = [
    claim(
        "S45",
        "The improved Stirling estimate.",
        improved(1),
        given="1 <= M < N, m = M/N",
        corrected=(improved(-1),),
        latex=r"m\log N\bar\lambda - N^{-1}\log M! = m\left(1 + \log\frac{\bar\lambda}{m}\right) + \frac{1}{2N}\log m + O(N^{-2})",
        corrected_latex=r"m\log N\bar\lambda - N^{-1}\log M! = m\left(1 + \log\frac{\bar\lambda}{m}\right) - \frac{1}{2N}\log m + O(N^{-2})",
        evaluated="dtim_exact.potential:correction",
        note="Sign: log M! has +log(2 pi M)/2, which stands here with a minus. The constant log(2 pi N)/(2N) is dropped, as the text says; the remainder is at most 1/(12 M N). "
        "With the printed sign the two sides differ by log(m)/N to leading order, for every m < 1. (S48) inherits the error, (S43) does not.",
    ),
    claim(
        "S46",
        "The Riemann sum as an asymptotic series.",
        taylor_series(m),
        given="1 <= M < N, m = M/N, -Im rbar >= 1/N (so J > 0), to every order n",
        corrected=(taylor_series(l),),
        latex=r"\int_0^m dm'\,g(m') = \sum_{m'} g(m')\Delta m' + \sum_{k=1}^\infty \frac{(\Delta m')^m}{(k+1)!}\sum_{m'} g^{(k)}(m')\Delta m'",
        corrected_latex=r"\int_0^m dm'\,g(m') = \sum_{m'} g(m')\Delta m' + \sum_{k=1}^\infty \frac{(\Delta m')^k}{(k+1)!}\sum_{m'} g^{(k)}(m')\Delta m'",
        note="The exponent has to be k, perhaps only the scan. The second line, to the order 1/N, is right: it is (S47). Nothing inherits the misprint.",
    ),
    claim(
        "S47",
        "The improved estimate for the Riemann sum.",
        summed(
            le(absolute(riemann - (area - log(integrand(m)) / (2 * N) + c_N)), C / N**2),
            setting=within(FIELD, riemann_bound, start),
            rows=FIELDS,
        ),
        given="1 <= M < N, m = M/N, rbar not real",
        latex=r"\sum_{m'}\log(1-m')|\bar r-m'|^2\Delta m' = \int_0^m dm'\log(1-m')|\bar r-m'|^2 - \frac{1}{2N}\log(1-m)|\bar r-m|^2 + O(N^{-2})",
        evaluated="dtim_exact.potential:correction",
        note="The constant log|rbar|^2/(2N), the other end of the trapezoidal rule, is dropped as elsewhere.",
    ),
    claim(
        "S48",
        "The shift of the free energy to the order 1/N.",
        shift(log(size2(m - rbar) * (1 - m) / m) / (2 * N)),
        given="1 <= M < N, m = M/N, rbar not real",
        corrected=(shift(log(size2(m - rbar) * (1 - m) * m) / (2 * N)),),
        uses=("S44", "S45", "S47"),
        latex=r"\delta f(m) = \frac{1}{2N}\log\frac{|m-\bar r|^2(1-m)}{m} + O(N^{-2})",
        corrected_latex=r"\delta f(m) = \frac{1}{2N}\log\left(m(1-m)|m-\bar r|^2\right) + O(N^{-2})",
        evaluated="dtim_exact.potential:correction",
        note="It inherits the sign of (S45): m multiplies. So the weights of two degenerate minima, see coexistence, are 1/(m sqrt(f'')). The constant "
        "(log(2 pi N) - log|rbar|^2)/(2N) is dropped.",
    ),
]
