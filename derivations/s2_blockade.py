"""II  Spin blockade: the resonances, the coherences at r = n, and the width of the blockade.

The main text from (8) to (12) with the caption of Fig. 2, and (S28)-(S34) with the caption of Fig. S2.  Phi^dagger acts to the right in every mean, and h_j
stands for h_j^x - i h_j^y, which is the printed h_j^x where h_j^y = 0.
"""

from functools import cache

from flint import arb

from dtim_exact.proof.language import *

TWO_SITES = Worlds(sizes=(2, 3), open_sites=("i", "j"), values={"Gamma": ("0", "3/2", "1/3")})
FIRST_BLOCKADE = Worlds(sizes=(2, 3), open_sites=("i", "j"), where={"r": lift(1)})
at_one = partial(states, where={"r": lift(1)}, open_sites=("i", "j"))

DETUNED = {"r": n + epsilon}
SIMPLE_FIRST = {"Gamma": ("0", "3/2", "1/3")}
BELOW_N = {"n": lambda N: range(N)}
NEAR = Worlds(where=DETUNED, free=("epsilon",), integers=BELOW_N, values=SIMPLE_FIRST)
fewer = {"all": n + 1 + q}
FEWER = (eq(card(everything), n + 1 + q),)
near = partial(states, where=DETUNED, sizes=fewer)


def mean(*operators):
    """<O> = tr(O Phi Phi^dagger) / tr(Phi Phi^dagger)."""
    return fn("tr", Term("mul", *operators, Phi, Phi.dag)) / fn("tr", Phi * Phi.dag)


def pair(mu):
    """<sigma_i^mu sigma_j^mu>."""
    return mean(sigma(mu, i), sigma(mu, j))


def weight(index):
    """p_M of (14): the squared Hilbert-Schmidt norm of binom(r, M) bbS_-^M."""
    return fn("norm2", fn("binom", r, index) * bbS_minus**index)


ratio = weight(N) / weight(n)

CLAIMS = [
    claim(
        "10", "The real part of <sigma_i^+ sigma_j^+> is the difference of the transverse correlation functions.",
        Says(eq(fn("re", pair("+")), pair("x") - pair("y")), by=partial(states, free=("r",), open_sites=("i", "j")), worlds=TWO_SITES),
        given="i and j different",
        corrected=(Says(eq(fn("re", pair("+")), (pair("x") - pair("y")) / 4), by=partial(states, free=("r",), open_sites=("i", "j")), worlds=TWO_SITES),),
        note="The factor 1/4 is missing, for sigma^+ = (sigma^x + i sigma^y)/2. That C^xx = C^yy where <sigma_i^+ sigma_j^+> = 0 does not inherit it.",
        evaluated="dtim_exact.observables:expect",
    ),
    claim(
        "S31", "The ratio of the weights as epsilon goes to 0.",
        Says(eq(fn("limit", epsilon, 0, ratio / fn("abs2", epsilon)), fn("fact", N - n - 1) ** 2 * form_factor(n) / form_factor(N)), by=near, worlds=NEAR, given=FEWER),
        given="n < N",
        corrected=(Says(eq(fn("limit", epsilon, 0, ratio / fn("abs2", epsilon)), fn("fact", N - n - 1) ** 2 * form_factor(N) / form_factor(n)), by=near,
                        worlds=NEAR, given=FEWER),),
        note="The ratio of the form factors is inverted. The sentence below it, |epsilon| < sqrt(I_n/I_N)/(N - n - 1)!, (S32) and (12) have it right.",
        latex=r"\frac{p_N}{p_n} \sim |\epsilon|^2 \times (N - n - 1)!^2\, \frac{\mathcal I_n}{\mathcal I_N} \qquad (\epsilon \to 0)",
        corrected_latex=r"\frac{p_N}{p_n} \sim |\epsilon|^2 \times (N - n - 1)!^2\, \frac{\mathcal I_N}{\mathcal I_n} \qquad (\epsilon \to 0)",
    ),
]
