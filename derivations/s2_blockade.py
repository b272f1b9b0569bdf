"""II  Spin blockade: the resonances, the coherences at r = n, and the width of the blockade.

The main text from (8) to (12) with the caption of Fig. 2, and (S28)-(S32).  Means are tr(O Phi Phi^dagger) / tr(Phi Phi^dagger); h_j stands for h_j^x - i h_j^y,
which is the printed h_j^x where h_j^y = 0.  At a resonance r = n, the limit gamma, Gamma -> 0+ at h^z = n J.
"""

from functools import cache

from dtim_exact.proof.language import *

NO_GAMMA_FIRST = {"Gamma": ("0", "3/2", "1/3")}
RESONANT, DETUNED = {"r": n}, {"r": n + epsilon}
ANY_N, BELOW_N = {"n": lambda N: range(N + 1)}, {"n": lambda N: range(N)}


def sets(condition, **details):
    """Systems with clusters C_1, C_2 that meet a condition on them and on n."""
    return Worlds(
        clusters=True,
        condition=lambda world: condition(world.sets["C1"], world.sets["C2"], world.values.get("n", 0)),
        values=NO_GAMMA_FIRST,
        **details,
    )


CONFIGURATIONS = sets(lambda down, other, order: not other and len(down) == order, integers=ANY_N)
SAME_SIZE = sets(lambda a, b, order: len(a) == len(b) > 0, where={"r": card(C1)})
TOO_LARGE = sets(lambda a, b, order: len(a) > order and not b, where=RESONANT, integers=ANY_N)
NON_EMPTY = sets(lambda a, b, order: a and not b, where={"r": lift(0)})
TWO_SITES = Worlds(sizes=(2, 3), open_sites=("i", "j"), values=NO_GAMMA_FIRST)
FIRST_BLOCKADE = Worlds(sizes=(2, 3), open_sites=("i", "j"), where={"r": lift(1)}, values=NO_GAMMA_FIRST)
NEAR = Worlds(where=DETUNED, free=("epsilon",), integers=BELOW_N, values=NO_GAMMA_FIRST)
NEAR_UNIFORM = Worlds(uniform=True, where=DETUNED, free=("epsilon",), integers=BELOW_N, values=NO_GAMMA_FIRST)

two_sites = partial(states, free=("r", "J_eff"), open_sites=("i", "j"))
first = partial(states, free=("J_eff",), where={"r": lift(1)}, open_sites=("i", "j"))
down_spins = partial(states, sizes={"C1": n})
same_size = partial(states, free=("J_eff",), where={"r": card(C1)}, sizes={"C2": card(C1)})
too_large = partial(states, where=RESONANT, sizes={"C1": n + 1 + q})
non_empty = partial(states, where={"r": lift(0)}, sizes={"C1": 1 + q})
fewer = partial(states, where=DETUNED, sizes={"all": n + 1 + q})
fewer_uniform = partial(fewer, uniform=True)
FEWER = (eq(card(everything), n + 1 + q),)  # n < N


def mean(*operators):
    """<O> = tr(O Phi Phi^dagger) / tr(Phi Phi^dagger)."""
    return fn("tr", Term("mul", *operators, Phi, Phi.dag)) / fn("tr", Phi * Phi.dag)


def pair(mu):
    """<sigma_i^mu sigma_j^mu>."""
    return mean(sigma(mu, i), sigma(mu, j))


def raised(cluster):
    """prod_{j in C} sigma_j^+."""
    return over(cluster, sigma("+", j))


def energy(down):
    """<q|H|q> of the configuration with these spins down."""
    return fn("tr", over(down, sigma("d", j)) * over(Term("minus", everything, down), sigma("n", j)) * H)


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
        "resonance",
        "At h^z = n J a configuration with n spins down has the energy of the one with all spins down, and r = n for gamma, Gamma -> 0.",
        Says(
            eq(energy(C1) - energy(everything), (N - n) * (hz - n * J)),
            by=down_spins,
            worlds=CONFIGURATIONS,
            given=(eq(card(C1), n),),
        ),
        Says(
            eq(r, n),
            by=partial(scalar, where={"gamma": lift(0), "Gamma": lift(0), "hz": n * J}),
            worlds=Worlds(where={"gamma": lift(0), "Gamma": lift(0), "hz": n * J}, integers=ANY_N),
        ),
        given="C_1, the down spins, has n sites; J different from 0",
        latex=r"E(\text{all but } n \text{ spins up}) - E(\text{all spins down}) = (N - n)(h^z - n J)",
        note="The transverse field does not enter: a configuration has no mean of sigma^x and sigma^y.",
        evaluated="dtim_exact.blockade:resonances",
    ),
    claim(
        "9",
        "In the blockade n the rescaled coherence of n spins is the same for all sets of n spins.",
        Says(
            eq(over(C1, at("h", j)) * mean(raised(C1)), over(C2, at("h", j)) * mean(raised(C2))),
            by=same_size,
            worlds=SAME_SIZE,
            given=(eq(card(C2), card(C1)),),
        ),
        given="r = n = |C_1| = |C_2|: the n sites are different (a site that occurs twice gives 0)",
        latex=r"h_{i_1} \cdots h_{i_n} \langle \hat\sigma_{i_1}^+ \cdots \hat\sigma_{i_n}^+ \rangle_{\rm SS} \ \text{ is independent of } i_1, \ldots, i_n",
        uses=("18",),
        evaluated="dtim_exact.correlators:correlator",
    ),
    claim(
        "blockade-vanish",
        "In the blockade n the coherences of more than n spins vanish.",
        Says(eq(mean(raised(C1)), 0), by=too_large, worlds=TOO_LARGE, given=(eq(card(C1), n + 1 + q),)),
        given="r = n; C_1 has more than n sites",
        latex=r"\langle \hat\sigma_{i_1}^+ \cdots \hat\sigma_{i_k}^+ \rangle_{\rm SS} = 0 \qquad (k > n)",
        uses=("18",),
    ),
    claim(
        "blockade-n0",
        "For n = 0 the steady state is completely depolarized and all coherences vanish.",
        Says(
            eq(Phi, 1),
            by=partial(series, where={"r": lift(0)}),
            worlds=Worlds(where={"r": lift(0)}, values=NO_GAMMA_FIRST),
        ),
        Says(eq(mean(raised(C1)), 0), by=non_empty, worlds=NON_EMPTY, given=(eq(card(C1), 1 + q),)),
        given="r = 0; C_1 is not empty",
        latex=r"\hat\rho_{\rm SS} = \hat 1/2^N, \qquad \langle \hat\sigma_{i_1}^+ \cdots \hat\sigma_{i_k}^+ \rangle_{\rm SS} = 0",
        uses=("8",),
    ),
    claim(
        "blockade-n1",
        "For n = 1 the rescaled transverse magnetization is the same for all spins.",
        Says(eq(at("h", i) * mean(sigma("+", i)), at("h", j) * mean(sigma("+", j))), by=first, worlds=FIRST_BLOCKADE),
        given="r = 1",
        uses=("9",),
    ),
    claim(
        "10",
        "The real part of <sigma_i^+ sigma_j^+> is the difference of the transverse correlation functions.",
        Says(eq(fn("re", pair("+")), pair("x") - pair("y")), by=two_sites, worlds=TWO_SITES),
        given="i and j different",
        corrected=(Says(eq(fn("re", pair("+")), (pair("x") - pair("y")) / 4), by=two_sites, worlds=TWO_SITES),),
        note="The factor 1/4 is missing, for sigma^+ = (sigma^x + i sigma^y)/2. That the two functions coincide where <sigma_i^+ sigma_j^+> = 0 does not inherit it.",
        evaluated="dtim_exact.observables:expect",
    ),
    claim(
        "cxx-cyy",
        "In the blockade n = 1 the transverse correlation functions coincide.",
        Says(eq(pair("x"), pair("y")), by=first, worlds=FIRST_BLOCKADE),
        given="r = 1; i and j different",
        latex=r"C^{xx} = C^{yy}",
        uses=("10", "blockade-vanish"),
        evaluated="dtim_exact.observables:expect",
    ),
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
        given="half maximum: the density is half of its value at epsilon = 0; very accurate: to ten per cent",
        corrected=(Says(each_order(lambda w, F: le(fn("abs", F / 2 - w), w * lift(1) / 5)), balls=WIDTHS),),
        latex=r"|w_n - {\rm FWHM}_n| \leq {\rm FWHM}_n / 10, \qquad n = 0, 1, 2",
        corrected_latex=r"|w_n - {\rm FWHM}_n / 2| \leq w_n / 5, \qquad n = 0, 1, 2",
        note="w_n is near to half of the full width: the density has fallen to one half at |epsilon| = 0.83, 0.96 and 1.08 w_n. The weights p_n and p_N are equal at "
        "w_n, so that is where the Lorentzian has lost half of its height, on either side of its centre.",
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
        note="The ratio of the form factors is inverted. The sentence below it, |epsilon| < sqrt(I_n/I_N)/(N - n - 1)!, (S32) and (12) have it right.",
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
