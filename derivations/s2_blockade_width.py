"""II  The width of the blockade.

(12) of the main text with the caption of Fig. 2, and (S28)-(S32).  The Hilbert-Schmidt norm is that of the trace without a factor 2^{-N}.
"""

from functools import cache

from dtim_exact.proof.language import *

NO_GAMMA_FIRST = {"Gamma": ("0", "3/2", "1/3")}
DETUNED = {"r": n + epsilon}
ANY_N, BELOW_N = {"n": lambda N: range(N + 1)}, {"n": lambda N: range(N)}
NEAR = Worlds(where=DETUNED, free=("epsilon",), integers=BELOW_N, values=NO_GAMMA_FIRST)
NEAR_UNIFORM = Worlds(uniform=True, where=DETUNED, free=("epsilon",), integers=BELOW_N, values=NO_GAMMA_FIRST)

fewer = partial(states, where=DETUNED, sizes={"all": n + 1 + q})
fewer_uniform = partial(fewer, uniform=True)
FEWER = (eq(card(everything), n + 1 + q),)  # n < N


def weight(index):
    """p_M: the squared Hilbert-Schmidt norm of binom(r, M) bbS_-^M."""
    return fn("norm2", fn("binom", r, index) * bbS_minus**index)


def factors(each):
    """n!^2/N!^2 |prod_{k=0}^{N-n-1} each(k)|^2."""
    return fn("fact", n) ** 2 / fn("fact", N) ** 2 * fn("abs2", product(k, 0, N - n - 1, each))


@cache
def width(order):
    """The certified half-maximum points of the blockade n at N = 22, h^x = 4 J."""
    from dtim_exact.blockade import certified_width

    return certified_width(N=22, J=1, hx=4, n=order)


@cache
def estimate(order):
    """w_n of (12) at N = 22, h^x = 4 J."""
    from dtim_exact.blockade import width_estimate

    return width_estimate(N=22, J=1, hx=4, n=order)


norm2_of = partial(fn, "norm2")
ratio = weight(N) / weight(n)
leading = fn("limit", epsilon, 0, ratio / fn("abs2", epsilon))
X = Term("cluster", "X")
w_n_squared = lam ** (n - N) * fn("binom", N, n) / fn("fact", N - n - 1) ** 2
WIDTHS = {
    f"{name}_{order}": (lambda prec, of=of, order=order: of(order))
    for order in (0, 1, 2)
    for name, of in (("F", lambda a: width(a).fwhm.to_arb()), ("w", lambda a: estimate(a).to_arb()))
}
each_order = lambda part: Term("and", *(part(sym(f"w_{a}"), sym(f"F_{a}")) for a in (0, 1, 2)))  # noqa: E731

CLAIMS = [
    claim(
        "12",
        "The width w_n: the weights p_n and p_N are equal at |epsilon| = w_n, to leading order.",
        Says(eq(leading * w_n_squared, 1), by=fewer_uniform, worlds=NEAR_UNIFORM, given=FEWER),
        given="uniform fields; n < N",
        latex=r"w_n = \frac{1}{(N - n - 1)!} \sqrt{\lambda^{n - N} \binom{N}{n}}",
        note="Squares are compared, so that no root occurs. The bound is that of the leading order in epsilon, good where w_n is far below 1.",
        uses=("S31", "S32"),
        evaluated="dtim_exact.blockade:width_estimate",
    ),
    claim(
        "fwhm",
        "The width w_n is a very accurate estimate of the full width at half maximum (N = 22, h^x = 4 J, n = 0, 1, 2).",
        Says(each_order(lambda w, F: le(fn("abs", F - w), F / 10)), balls=WIDTHS),
        quote="The above bound yields extremely accurate estimates for the full-width at half maximum (FWHM) of each blockade feature",
        given="epsilon real: Gamma = 0, gamma to 0 from above; half maximum: the density is half of its value at epsilon = 0; very accurate: to ten per cent",
        corrected=(Says(each_order(lambda w, F: le(fn("abs", F / 2 - w), w * lift(1) / 5)), balls=WIDTHS),),
        latex=r"|w_n - {\rm FWHM}_n| \leq {\rm FWHM}_n / 10, \qquad n = 0, 1, 2",
        corrected_latex=r"|w_n - {\rm FWHM}_n / 2| \leq w_n / 5, \qquad n = 0, 1, 2",
        note="w_n is near to half of the full width: the density has fallen to one half at |epsilon| = 0.83, 0.96 and 1.08 w_n. Where p_N has grown to p_n, "
        "the peak has lost about half of its height, on either side of its centre.",
        uses=("12",),
        evaluated="dtim_exact.blockade:certified_width",
    ),
    claim(
        "S28",
        "The weights of the powers n and N of bbS_- in Phi.",
        kind="definition",
        latex=r"p_n = \Big\| \binom{r}{n} \hat{\mathbb S}_-^n \Big\|_{\rm HS}^2, \qquad p_N = \Big\| \binom{r}{N} \hat{\mathbb S}_-^N \Big\|_{\rm HS}^2",
        evaluated="dtim_exact.weights:weights",
    ),
    claim(
        "S29",
        "The ratio of the two weights.",
        Says(
            eq(ratio, factors(-epsilon - k) * (norm2_of(bbS_minus**n) / norm2_of(bbS_minus**n))),
            by=fewer,
            worlds=NEAR,
            given=FEWER,
        ),
        given="r = n + epsilon, n < N",
        corrected=(
            Says(
                eq(ratio, factors(-epsilon + k) * (norm2_of(bbS_minus**N) / norm2_of(bbS_minus**n))),
                by=fewer,
                worlds=NEAR,
                given=FEWER,
            ),
        ),
        latex=r"\frac{p_N}{p_n} = \frac{n!^2}{N!^2} |(-\epsilon)(-\epsilon - 1) \cdots (-\epsilon - N + n + 1)|^2 \frac{\|\hat{\mathbb S}_-^n\|^2}{\|\hat{\mathbb S}_-^n\|^2}",
        corrected_latex=r"\frac{p_N}{p_n} = \frac{n!^2}{N!^2} |(-\epsilon)(1 - \epsilon) \cdots (N - n - 1 - \epsilon)|^2 "
        r"\frac{\|\hat{\mathbb S}_-^N\|^2}{\|\hat{\mathbb S}_-^n\|^2}",
        note="Two slips: the signs of 1, ..., N - n - 1, and the upper norm, which is that of bbS_-^N. To leading order in epsilon the signs do not matter, so (S31) "
        "inherits neither.",
        uses=("S28",),
    ),
    claim(
        "S30",
        "The norm of a power of bbS_-.",
        Says(
            eq(
                norm2_of(bbS_minus**n),
                fn("fact", n) ** 2
                * subsets(X, everything, n, norm2_of(over(X, 2 * J_eff / at("h", j) * sigma("-", j)))),
            ),
            by=states,
            worlds=Worlds(integers=ANY_N),
        ),
        Says(
            eq(norm2_of(bbS_minus**n), fn("fact", n) ** 2 * lift(2) ** N * form_factor(n)),
            by=states,
            worlds=Worlds(integers=ANY_N),
        ),
        note="The norm is that of the trace without a factor 2^{-N}.",
        evaluated="dtim_exact.weights:weights",
    ),
    claim(
        "S31",
        "The ratio of the weights as epsilon goes to 0.",
        Says(
            eq(leading, fn("fact", N - n - 1) ** 2 * (form_factor(n) / form_factor(N))),
            by=fewer,
            worlds=NEAR,
            given=FEWER,
        ),
        given="r = n + epsilon, n < N",
        corrected=(
            Says(
                eq(leading, fn("fact", N - n - 1) ** 2 * (form_factor(N) / form_factor(n))),
                by=fewer,
                worlds=NEAR,
                given=FEWER,
            ),
        ),
        latex=r"\frac{p_N}{p_n} \sim |\epsilon|^2 \times (N - n - 1)!^2\, \frac{\mathcal I_n}{\mathcal I_N} \qquad (\epsilon \to 0)",
        corrected_latex=r"\frac{p_N}{p_n} \sim |\epsilon|^2 \times (N - n - 1)!^2\, \frac{\mathcal I_N}{\mathcal I_n} \qquad (\epsilon \to 0)",
        note="The ratio of the form factors is inverted. (Both sides are taken in the limit epsilon to 0: the number that the counterexample lists for epsilon, as for (S29), plays no part.) The sentence below it, |epsilon| < sqrt(I_n/I_N)/(N - n - 1)!, (S32) and (12) have it right.",
        uses=("S29", "S30"),
    ),
    claim(
        "S32",
        "The bound on |epsilon| for uniform fields.",
        Says(
            eq(form_factor(n), lam**n * fn("binom", N, n)),
            by=partial(states, uniform=True),
            worlds=Worlds(uniform=True, integers=ANY_N),
        ),
        Says(
            eq(form_factor(n) / form_factor(N) / fn("fact", N - n - 1) ** 2, w_n_squared),
            by=partial(states, uniform=True, sizes={"all": n + 1 + q}),
            worlds=Worlds(uniform=True, integers=BELOW_N),
            given=FEWER,
        ),
        given="uniform fields; n < N",
        latex=r"|\epsilon| < \frac{1}{(N - n - 1)!} \sqrt{\lambda^{n - N} \binom{N}{n}}",
        uses=("S31", "S59"),
        evaluated="dtim_exact.blockade:width_estimate",
    ),
]
