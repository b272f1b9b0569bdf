"""III  The limit of many spins: the potential f, and (S39)-(S44).

(15), (16) and the statements around them in the main text; the minima of f have a file of their own, the corrections to f are in s3a,
its critical points in s3b.
"""

from dataclasses import replace

from dtim_exact.proof.language import *
from dtim_exact.proof.large_n import *

Jbar_eff, m_0, B, c_N = (sym(name) for name in ("Jbar_eff", "m_0", "B", "c_N"))
norm2 = fn("tr", (bbS_minus**M).dag * bbS_minus**M)
p_M = size2(fn("binom", r, M)) * norm2
boltzmann = fn("exp", -N * (-log(p_M) / N))
magnetization = fn("tr", Phi.dag * M_z * Phi) / (N * fn("tr", Phi.dag * Phi))

BARS = {"Jbar_eff": N * J_eff}
LIMIT = {**BARS, "rbar": h_eff / Jbar_eff, "lambar": 2 * size2(Jbar_eff / h)}
EVERY_M = Worlds(uniform=True, integers={"M": lambda N: range(N + 1)})
FROM_1 = Worlds(sizes=(1, 2, 3), free=("rbar",), integers={"M": lambda N: range(1, N + 1)})
UNIFORM = partial(traces, uniform=True)


def bars(statement, **more):
    """A statement about the renormalized parameters."""
    return Says(statement, by=partial(scalar, where=LIMIT), worlds=Worlds(where=LIMIT, **more))


# --- the potential as a function of m ------------------------------------------------------------------------------------------------
def leading(at):
    """(S44) without its remainder."""
    return -integral(x, 0, at, log(integrand(x))) - at * (1 + log(lambar / at))


def jump(at):
    """f'(m) - f'(m/2), a continuous function of m down to m = 0."""
    return log(2 * (1 - at / 2) * distance2(at / 2) / ((1 - at) * distance2(at)))


INTERVAL = Setting(positive=(m, 1 - m, lambar), off_cut=(m - rbar,))
BOTH_SIDES = replace(INTERVAL, off_cut=(m - rbar, rbar - m))
TWO_POINTS = Setting(positive=(m, 1 - m, m_0, 1 - m_0, lambar), off_cut=(m - rbar, m_0 - rbar))
HALVED = replace(INTERVAL, positive=(m, 1 - m, 2 - m, lambar), off_cut=(m - rbar, m / 2 - rbar))
SINGULAR = ((-1, -1 / m), (1, 1 / (1 - m)), (1, 1 / (rbar - m)), (1, 1 / (rbar.conj - m)))
POINTS = [
    {"m": a, "m_0": "1/4", "rbar": b, "lambar": "3", "n": c}
    for a, b, c in (("1/3", "1/5-1/7i", 2), ("2/3", "-1/2-2i", 3), ("1/2", "1/2-1/3i", 5))
]


def at_m(statement, rule, setting=INTERVAL, given=(), **options):
    says = analysed(statement, rule=rule, setting=setting, rows=POINTS, **options)
    return replace(says, given=(*says.given, *given))


def moved(term):
    """The term at m_0 instead of m."""
    return put(term, m, m_0)


# --- sums and remainders -------------------------------------------------------------------------------------------------------------
COUNTED = [
    {"N": a, "M": b, "lambar": "3", "rbar": "1/3-2i"} for a, b in ((2, 1), (3, 2), (4, 1), (40, 1), (40, 30), (40, 39))
]
FIELDS = [
    {"N": a, "M": b, "rbar": c, "lambar": "3"}
    for a, b, c in (
        (2, 1, "1/5-1/7i"),
        (4, 1, "1/2-2i"),
        (4, 3, "1/2-5i"),
        (12, 1, "1/3-20i"),
        (30, 5, "1/3-20i"),
        (40, 20, "1/4-1/2i"),
    )
]
stirling = m * log(N * lambar) - log(fact(M)) / N
riemann = total(k, 0, M - 1, log(integrand(k / N)) * (1 / N))
RIEMANN_BOUND = m * (1 / (1 - m) ** 2 + 2 / im(rbar) ** 2) / (12 * N)


def within(setting, bound, constant):
    """The setting in which B = bound/N bounds the remainder and c_N is the M-independent constant that the text drops."""
    return replace(setting, where={**setting.where, "B": bound / N, "c_N": constant})


CLAIMS = [
    claim(
        "15",
        "The magnetization density as a mean over m = M/N with the weights exp(-N f).",
        Says(
            eq(magnetization, -(total(M, 0, N, M / N * boltzmann) / total(M, 0, N, boltzmann))),
            by=partial(exponentials, rule=partial(traces, free=("r",)), positive=(p_M,)),
            worlds=AnalyticWorlds(),
            given=(lt(0, p_M),),
        ),
        given="uniform fields or Gamma = 0, where the steady state is that of (6); r not one of 0, 1, ..., N-1, so that every p_M > 0",
        uses=("14",),
        latex=r"m^z = -\frac{\sum_m m e^{-Nf(m)}}{\sum_m e^{-Nf(m)}},\quad f(m) \equiv -N^{-1}\log p_{Nm}",
        evaluated="dtim_exact.observables:polarization",
        note="It holds for unequal fields too, as the text says. r is no non-negative number as soon as gamma + Gamma > 0, see f-analytic.",
    ),
    claim(
        "rbar",
        "The renormalized parameters that stay fixed: r = N rbar.",
        bars(eq(r, N * (h_eff**2 / Jbar_eff))),
        quote=r"which fixes the renormalized parameters $\bar{r} := h_{\text{eff}}^2/\bar{J}_{\text{eff}}$, and $\bar{\lambda}_j := 2|\bar{J}_{\text{eff}}/h_j^x|^2$",
        corrected=(
            bars(eq(r, N * (h_eff / Jbar_eff))),
            bars(eq(N**2 * at("lam", j), 2 * size2(Jbar_eff / at("h", j))), open_sites=("j",)),
        ),
        latex=r"\bar r := h_{\rm eff}^2/\bar J_{\rm eff}",
        corrected_latex=r"\bar r := h_{\rm eff}^z/\bar J_{\rm eff}",
        evaluated="dtim_exact.limit:Limit",
        note="The exponent has to be the superscript z, perhaps only the scan; (S40) has it right and nothing inherits it. The parameters lambdabar_j, printed beside it, are right: that is the second corrected "
        "statement. With Gamma = Gammabar/N > 0 the parameter rbar "
        "still moves by -i Gammabar/(2 N Jbar_eff).",
    ),
    claim(
        "16",
        "The potential in closed form: the integral of (S44), up to a constant.",
        at_m(eq(f - moved(f), leading(m) - leading(m_0)), by_derivative, TWO_POINTS, variable="m", point=m_0),
        given="0 < m < 1, rbar not real",
        uses=("S44",),
        latex=r"f(m) = \log\frac{m^m(1-m)^{1-m}}{(m-\bar r)^{m-\bar r}(m-\bar r^*)^{m-\bar r^*}} - (\log\bar\lambda - 2)m",
        evaluated="dtim_exact.potential:potential",
        note="That f is the leading order of -log(p_M)/N, with a remainder of order 1/N, is (S44). The constant is f(0) = 2 Re[rbar log(-rbar)]; the text drops M-independent "
        "constants.",
    ),
    claim(
        "f-analytic",
        "r is no non-negative number, so f is analytic for m between zero and one.",
        Says(eq(Gamma * re(r) + 2 * J * im(r), -(gamma + Gamma)), by=scalar, worlds=Worlds()),
        Says(eq(jump(lift(0)), 0), by=logarithms, worlds=Cases(rows=({"rbar": "-1/2i"},))),
        quote=r"Since r (and hence $\bar{r}$) cannot be a non-negative real number, f must be an analytic function of m.",
        given="gamma + Gamma > 0",
        corrected=(
            Says(eq(Gamma * re(r) + 2 * J * im(r), -(gamma + Gamma)), by=scalar, worlds=Worlds()),
            at_m(eq(derivative(f) - 2 * derivative(put(f, m, m / 2)), jump(m)), logarithms, HALVED),
            at_m(
                eq(
                    derivative(f, m, n),
                    -fact(n - 2) * (-1 / m) ** (n - 1)
                    + fact(n - 2)
                    * ((1 / (1 - m)) ** (n - 1) + (1 / (rbar - m)) ** (n - 1) + (1 / (rbar.conj - m)) ** (n - 1)),
                ),
                every_derivative,
                BOTH_SIDES,
                variable="m",
                family=SINGULAR,
                start=2,
                given=(le(0, n - 2),),
            ),
        ),
        latex=r"\Gamma \operatorname{Re} r + 2 J \operatorname{Im} r = -(\gamma + \Gamma),\qquad "
        r"\lim_{m \to 0} \left(f'(m) - f'(m/2)\right) = 0 \text{ if } f \text{ is analytic at } 0",
        corrected_latex=r"\Gamma \operatorname{Re} r + 2 J \operatorname{Im} r = -(\gamma + \Gamma),\qquad "
        r"f'(m) - f'(m/2) = \log\frac{2 (1 - m/2) |m/2 - \bar r|^2}{(1 - m) |m - \bar r|^2},\qquad f^{(n)}(m) = (n - 2)!\,"
        r"\left(\frac{1}{(1 - m)^{n - 1}} + \frac{1}{(\bar r - m)^{n - 1}} + \frac{1}{(\bar r^* - m)^{n - 1}} - \frac{(-1)^{n - 1}}{m^{n - 1}}\right) "
        r"\quad (n \geq 2)",
        evaluated="dtim_exact.potential:potential",
        note="Where Im r = 0 the identity gives Gamma Re r = -(gamma + Gamma) < 0, so r is never a non-negative number; for rbar in the limit this needs gamma > 0, since at gamma = 0 rbar tends to the number h^z/Jbar_eff, real for Gamma = 0. "
        "The text does not say on which interval f is analytic. On the open one it is, where rbar is no number between 0 and 1, as for gamma > 0. On the closed one, where m = M/N lies, it is not, whatever rbar is: that is what is refuted. It is analytic "
        "inside (0, 1) only, where its derivatives of order n are bounded by a constant times n!/d^n, d being the distance to 0, 1 and rbar. At the ends m log m and "
        "(1-m) log(1-m) are not: f'(m) - f'(m/2) tends to log 2 for m to 0, which is impossible for a function with a continuous derivative there. Nothing inherits this.",
    ),
    claim(
        "S39",
        "The weights p_M for uniform fields.",
        Says(
            eq(
                p_M,
                lift(2) ** (N - M)
                * fact(M) ** 2
                * size2(2 * J_eff / h) ** M
                * fn("binom", N, M)
                * size2(fn("binom", r, M)),
            ),
            by=UNIFORM,
            worlds=EVERY_M,
        ),
        Says(
            eq(p_M, lift(2) ** N * (size2(fn("rising", -r, M)) * (fact(N) / fact(N - M)) * (lam**M / fact(M)))),
            by=UNIFORM,
            worlds=EVERY_M,
        ),
        bars(
            eq(size2(fn("rising", -r, M)) * (fact(N) / fact(N - M)) * (lam**M / fact(M)), weight),
            uniform=True,
            integers={"M": lambda N: range(N + 1)},
        ),
        given="uniform fields",
        uses=("14", "S30"),
        evaluated="dtim_exact.weights:weights",
        note="The factor 2^N between the first line and the last two is the constant that the text drops.",
    ),
    claim(
        "S40",
        "The renormalized parameters rbar and lambar.",
        kind="definition",
        latex=r"\bar r \equiv h_{\rm eff}^z/\bar J_{\rm eff},\quad \bar\lambda = 2|\bar J_{\rm eff}/h^x|^2",
        evaluated="dtim_exact.limit:Limit",
    ),
    claim(
        "S41",
        "The Pochhammer symbol and the falling factorial as products.",
        Says(eq(fn("rising", -N * rbar, M), N**M * product(k, 0, M - 1, k / N - rbar)), by=scalar, worlds=FROM_1),
        Says(eq(fact(N) / fact(N - M), N**M * product(k, 0, M - 1, 1 - k / N)), by=scalar, worlds=FROM_1),
        given="1 <= M <= N",
    ),
    claim(
        "S42",
        "The logarithm of p_M with a Riemann sum.",
        analysed(eq(log(weight) / N, stirling + riemann), rule=logarithms, setting=COUNTS, rows=COUNTED),
        given="1 <= M < N, m = M/N, rbar not one of 0, 1/N, ..., (M-1)/N",
        uses=("S39", "S41"),
        evaluated="dtim_exact.weights:weights",
        note="M = N is left out for the sake of (S43) and (S44), where 1 - m = 0 occurs; here every logarithm is of 1 - k/N with k < M, which is positive for M = N too.",
    ),
    claim(
        "S43",
        "Stirling's approximation of the terms outside the Riemann sum.",
        analysed(
            le(absolute(stirling + c_N - m * (1 + log(lambar / m))), B),
            rule=estimate,
            rows=COUNTED,
            setting=within(COUNTS, absolute(log(m)) / 2 + 1 / (12 * m * N), log(2 * pi * N) / (2 * N)),
        ),
        given="1 <= M < N, m = M/N",
        latex=r"m\log N\bar\lambda - N^{-1}\log M! = m\left(1 + \log\frac{\bar\lambda}{m}\right) + O(N^{-1})",
        note="For fixed m; the constant c_N = log(2 pi N)/(2N) is dropped, as the text says.",
    ),
    claim(
        "S44",
        "The potential to leading order.",
        analysed(
            le(absolute(-log(weight) / N - (leading(m) + c_N)), B),
            rule=estimate,
            rows=FIELDS,
            scale=N,
            curvatures=curvatures,
            inside=INSIDE,
            setting=within(
                FIELD,
                absolute(log(m * integrand(m))) / 2 + 1 / (12 * m * N) + RIEMANN_BOUND,
                log(2 * pi * N) / (2 * N) - log(size2(rbar)) / (2 * N),
            ),
        ),
        given="1 <= M < N, m = M/N, rbar not real",
        uses=("S42", "S43"),
        latex=r"f(m) = -\int_0^m dm'\log(1-m')|\bar r-m'|^2 - m\left(1 + \log\frac{\bar\lambda}{m}\right) + O(N^{-1})",
        evaluated="dtim_exact.potential:potential",
        note="For fixed m in (0, 1), up to the M-independent constant c_N.",
    ),
]
