"""Beyond the paper: the normalization as an integral.

L sends x^k y^l to (-r^*)_k (-r)_l. Where Re r < 0 this is a mean over two Gamma distributions, by Euler's integral, so on powers of xy
it is the moment functional of a Bessel-K kernel (D7).
"""

from dtim_exact.proof.integrals import convergence, half_lines
from dtim_exact.proof.language import *
from dtim_exact.proof.large_n import AnalyticWorlds, x

a, b, t = sym("a"), sym("b"), sym("t")
gamma_of, bessel_K = partial(fn, "gamma_of"), partial(fn, "bessel_K")


def half_line(variable, body):
    """The integral over 0 < variable < infinity."""
    return Term("half_line", variable, lift(body))


def kernel(first=a, second=b):
    """The kernel whose moments are Gamma(first + k) Gamma(second + k)/2."""
    return x ** ((first + second) * half - 1) * bessel_K(first - second, 2 * x**half)


def normalized(factor, first=a, second=b):
    """factor/(Gamma(a) Gamma(b))."""
    return lift(factor) / (gamma_of(first) * gamma_of(second))


A, B = -r.conj, -r
SIDES, AROUND = {a: lift(0), b: lift(0)}, {A: lift(0), B: lift(0)}
SHIFTED = {A: n, B: n}
POINTS = {"a": ("1/2", "2/3+i", "5/4-1/2i"), "b": ("3/2", "1/3-i", "1/2+2i"), "lam": ("2", "1/3", "5/2")}
RIGHT = {"hz": ("1/2", "7/4", "3/2"), "J": ("1", "2", "1"), "Gamma": ("2", "1/3", "1/4")}
LEFT = {"hz": ("-1", "-3/2", "-2/5"), "J": ("1", "2", "1/2"), "Gamma": ("2", "1/3", "1/4")}


def numbers(statement, **integers):
    """A statement about a and b with positive real parts."""
    return Says(
        statement,
        by=partial(half_lines, domain=SIDES, free=("lam",)),
        worlds=AnalyticWorlds(sizes=(2,), values=POINTS, integers=integers),
        given=convergence(SIDES),
    )


def systems(statement, bases=AROUND, *, at_most=None, values=LEFT, **worlds):
    """A statement about systems with unequal fields."""
    return Says(
        statement,
        by=partial(half_lines, domain=bases, at_most=at_most, free=("r",)),
        worlds=AnalyticWorlds(values=values, **worlds),
        given=(*convergence(bases), *(le(low, high) for low, high in (at_most or {}).items())),
    )


def product_over(cluster):
    """The product of 1 + lam_j x over a cluster."""
    return over(cluster, 1 + at("lam", j) * x)


euler = eq(
    fn("rising", a, k) * fn("rising", b, l),
    normalized(1) * half_line(t, t ** (a + k - 1) * fn("exp", -t) * half_line(x, x ** (b + l - 1) * fn("exp", -x))),
)
moments = eq(fn("rising", a, k) * fn("rising", b, k), normalized(2) * half_line(x, x**k * kernel()))
normalization = eq(
    fn("tr", Phi.dag * Phi),
    normalized(lift(2) ** (N + 1), A, B) * half_line(x, kernel(A, B) * product_over(everything)),
)
correlator = eq(
    fn("tr", Phi.dag * over(C1, sigma("+", j)) * over(C2, sigma("-", j)) * Phi),
    over(R2, at("alpha", j))
    * over(R1, at("alpha", j).conj)
    * normalized(lift(2) ** (card(R12c) + 1), A, B)
    * half_line(x, kernel(A + card(R1), B + card(R2)) * product_over(R12c)),
)
uniform_sum = eq(
    total(s, 0, n, fn("rising", a, s) * fn("rising", b, s) * fn("binom", n, s) * lam**s),
    normalized(2) * half_line(x, kernel() * (1 + lam * x) ** n),
)
continued = eq(
    fn("tr", Phi.dag * Phi),
    lift(2) ** N * total(s, 0, n - 1, fn("abs2", fn("rising", -r, s)) * form_factor(s))
    + normalized(lift(2) ** (N + 1), A, B) * half_line(x, kernel(A, B) * total(s, n, N, form_factor(s) * x**s)),
)

CLAIMS = [
    claim(
        "D7",
        "The normalization as an integral: L is a mean over two Gamma distributions, on powers of xy the moment functional of a Bessel-K kernel.",
        numbers(euler, k=lambda N: range(2), l=lambda N: range(3)),
        numbers(moments, k=lambda N: range(3)),
        numbers(uniform_sum, n=lambda N: range(4)),
        systems(normalization, sizes=(1, 2)),
        systems(correlator, sizes=(2,), clusters=True, condition=lambda world: world.sets["C1"] == {1}),
        systems(
            continued,
            SHIFTED,
            values=RIGHT,
            sizes=(1, 2),
            integers={"n": lambda N: range(1, N + 1)},
            at_most={n: N + 1},
        ),
        given="Re a > 0 and Re b > 0, that is Re r < 0 for a = -r^*, b = -r; in the last statement Re r < n <= N + 1 and r not one of 0, 1, ..., n - 1",
        uses=("17", "D3"),
        note="With a = -r^*, b = -r, statement by statement: Euler's integral for both Gammas; the moments of the kernel; F_n for uniform fields; the normalization for "
        "unequal fields; the trace of (17); and what holds further right. Where Re r >= 0 the integral over the first terms diverges: they are taken out, "
        "n > Re r of them, and the integral over the others converges. At r = 0, 1, ... 1/Gamma(-r) vanishes and the sum ends by itself. The recurrence D3 holds for every r. "
        "For local decay alone Re r = h^z/J, so the representation is that of one side of h^z = 0.",
    ),
]
