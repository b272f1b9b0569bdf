"""II.1  Blockade effect with gamma of the order of J.

The norm condition above (S33), (S33), (S34), the threshold below it, and the caption of Fig. S2.  The Hilbert-Schmidt norm is that of the trace without a
factor 2^{-N}, as in (S30).
"""

from fractions import Fraction

from flint import arb

from dtim_exact.proof.language import *

eta = sym("eta")
FIXED_RATIO = {"J": h / (eta * N), "Gamma": lift(0)}  # h = eta N J = eta Jbar
CAPTION = {"J": h / (3 * N), "Gamma": lift(0)}
AT_FIXED_RATIO = Worlds(uniform=True, real=True, sizes=(1, 2, 3, 4), where=FIXED_RATIO, free_real=("eta",))
AT_CAPTION = Worlds(uniform=True, real=True, sizes=(1, 2, 3, 4), where=CAPTION)
SMALL = {"J": ("1/4", "7/10", "1/10"), "Gamma": ("0", "0", "0")}
ANY_N, BELOW_N = {"n": lambda N: range(N + 2)}, {"n": lambda N: range(N)}
DETUNED = {"r": n + epsilon}

norm, norm2 = partial(fn, "norm"), partial(fn, "norm2")
log = partial(fn, "log")
small_norm = le(norm(bbS_minus), Fraction(1, 2))
SMALL_NORM = Worlds(values=SMALL, condition=lambda world: world.holds(le(4 * norm2(bbS_minus), 1)))
SMALL_NORM_AT_ONE = Worlds(
    values={**SMALL, "epsilon": ("1", "i", "3/5+4/5i")},
    where=DETUNED,
    integers=BELOW_N,
    condition=lambda world: world.holds(le(4 * norm2(bbS_minus), 1)),
)
DETUNING = Worlds(where=DETUNED, free=("epsilon",), integers=BELOW_N)
fixed_ratio = partial(states, uniform=True, where=FIXED_RATIO)
caption = partial(states, uniform=True, where=CAPTION)
near = partial(states, where=DETUNED)


def weight(index):
    """p_M: the squared Hilbert-Schmidt norm of binom(r, M) bbS_-^M."""
    return norm2(fn("binom", r, index) * bbS_minus**index)


def norm_of_caption(_):
    """The norm at N = 22, h^x = 3 N J, Gamma = 0, from its squared matrix elements: 2^{N-1} of |2 J/h|^2 for every site."""
    return (arb(2) ** 21 * 22 * (arb(2) / 66) ** 2).sqrt()


CLAIMS = [
    claim(
        "hs-scaling",
        "A fixed Hilbert-Schmidt norm of bbS_- means h_j/J_eff of order N, that is h_j/Jbar_eff of order one.",
        Says(eq(norm2(bbS_minus), 4 / eta**2), by=fixed_ratio, worlds=AT_FIXED_RATIO),
        quote=r"This effectively sets $h_j/J_{\mathrm{eff}} \sim O(N)$, or equivalently $h_j/\bar{J}_{\mathrm{eff}} \sim O(1)$.",
        given="uniform fields, h = eta N J with fixed eta, Gamma = 0; then the norm is claimed not to depend on N, so to be that of one spin",
        corrected=(
            Says(eq(norm2(bbS_minus), lift(2) ** (N + 1) / (N * eta**2)), by=fixed_ratio, worlds=AT_FIXED_RATIO),
            Says(
                eq(norm2(bbS_minus), lift(2) ** (N - 1) * over_sites(j, fn("abs2", at("alpha", j)))),
                by=states,
                worlds=Worlds(),
            ),
        ),
        latex=r"\|\hat{\mathbb S}_-\|_{\rm HS} < \tfrac12 \ \Leftrightarrow\ h_j/\bar J_{\rm eff} \sim O(1)",
        corrected_latex=r"\|\hat{\mathbb S}_-\|_{\rm HS}^2 = 2^{N-1} \sum_j |2 J_{\rm eff}/h_j|^2, \quad\text{so}\quad |h/J_{\rm eff}| > \sqrt{N\, 2^{N+3}}",
        note="The norm of the trace grows like 2^{N/2}: below 1/2 it needs |h/J_eff| > sqrt(N 2^{N+3}), exponentially many J_eff and not N. A norm with the trace divided by 2^N does not "
        "help: then ||bbS_-||^2 = 2/(N eta^2) for h = eta N J, which falls with N, and h/J_eff of order sqrt(N) is enough. The order N belongs to the operator norm. The caption of Fig. S2 and the threshold rest on this condition.",
        uses=("S30",),
    ),
    claim(
        "S33",
        "The norm of log(1 - bbS_-) is bounded by a logarithm that is below one.",
        Says(
            Term("and", le(norm(log(1 - bbS_minus)), log(1 - norm(bbS_minus))), lt(log(1 - norm(bbS_minus)), 1)),
            by=majorant,
            worlds=SMALL_NORM,
        ),
        given="the norm of bbS_- is at most 1/2",
        corrected=(
            Says(le(norm(log(1 - bbS_minus)), -log(1 - norm(bbS_minus))), by=majorant, worlds=SMALL_NORM),
            Says(
                lt(-log(1 - norm(bbS_minus)), 1),
                by=partial(bounded_norm, at_most=Fraction(1, 2)),
                worlds=SMALL_NORM,
                given=(small_norm,),
            ),
        ),
        latex=r"\|\log(1 - \hat{\mathbb S}_-)\|_{\rm HS} \leq \log(1 - \|\hat{\mathbb S}_-\|_{\rm HS}) < 1",
        corrected_latex=r"\|\log(1 - \hat{\mathbb S}_-)\|_{\rm HS} \leq -\log(1 - \|\hat{\mathbb S}_-\|_{\rm HS}) \leq \log 2 < 1",
        note="The sign in front of the middle term is missing: log(1 - x) is negative. A slip that (S34) does not inherit.",
    ),
    claim(
        "S34",
        "The binomial series of Phi around the blockade n as an exponential series in epsilon.",
        Says(
            eq(Phi, (1 - bbS_minus) ** n * total(k, 0, N, (epsilon * log(1 - bbS_minus)) ** k / fn("fact", k))),
            by=partial(series, where=DETUNED),
            worlds=Worlds(where=DETUNED, free=("epsilon",), integers=ANY_N),
        ),
        given="r = n + epsilon, for every epsilon",
        latex=r"\hat\Phi = (1 - \hat{\mathbb S}_-)^n \Big(1 + \epsilon \log(1 - \hat{\mathbb S}_-) + \cdots\Big)",
        note="It converges for every epsilon, not only for |epsilon| < 1, and whatever the norm: bbS_-^{N+1} = 0, so the series ends with epsilon^N.",
        uses=("S21",),
    ),
    claim(
        "s2-threshold",
        "For small norm of bbS_- the threshold of the blockade, p_n = p_N, lies at |epsilon| = 1.",
        Says(eq(weight(N), weight(n)), by=near, worlds=SMALL_NORM_AT_ONE),
        quote=r"In this case, the threshold to observe an effective blockade is $|\epsilon| < 1$",
        given="|epsilon| = 1 and the norm of bbS_- at most 1/2; n < N; the threshold is the one defined above (S28)",
        corrected=(
            Says(
                eq(weight(N) / weight(n), fn("abs2", fn("rising", -epsilon, N - n)) * form_factor(N) / form_factor(n)),
                by=near,
                worlds=DETUNING,
            ),
        ),
        latex=r"p_N = p_n \ \text{ at } |\epsilon| = 1",
        corrected_latex=r"\frac{p_N}{p_n} = |(-\epsilon)_{N-n}|^2\, \frac{\mathcal I_N}{\mathcal I_n}",
        note="Wrong as a statement on the threshold: nothing happens at |epsilon| = 1. For n = N - 1 the weights are equal at |epsilon| = sqrt(I_n/I_N), beyond 1 when "
        "the norm is small, and epsilon = 1 is the next resonance. It was read off a radius of convergence that (S34) does not have, and from the condition on the norm. Another reading is "
        "that the dips of Fig. S2 have a width of order one, as its caption says: the coherences of more than n spins have the factor |epsilon| near each resonance, so they vanish linearly there, "
        "over a distance of order one, and have no threshold at |epsilon| = 1.",
        uses=("S29", "S30", "S33", "S34"),
    ),
    claim(
        "s2-norm",
        "In Fig. S2 the norm of bbS_- is 2/3 (N = 22, h^x = 3 N J, Gamma = 0).",
        Says(le(fn("abs", sym("norm") - Fraction(2, 3)), Fraction(1, 100)), balls={"norm": norm_of_caption}),
        quote=r"Spin blockade effect with $\|\hat{\mathbb{S}}_{-}\|_{\mathrm{HS}} = 2/3$",
        corrected=(
            Says(le(fn("abs", sym("norm") - Fraction(20583, 100)), Fraction(1, 100)), balls={"norm": norm_of_caption}),
            Says(eq(norm2(bbS_minus), lift(2) ** (N + 1) / (9 * N)), by=caption, worlds=AT_CAPTION),
            Says(eq(over_sites(j, at("alpha", j)), Fraction(2, 3)), by=caption, worlds=AT_CAPTION),
        ),
        latex=r"\|\hat{\mathbb S}_-\|_{\rm HS} = 2/3",
        corrected_latex=r"\|\hat{\mathbb S}_-\|_{\rm HS} = \sqrt{2^{N+1}/(9N)} = 205.83, \qquad \sum_j \alpha_j = 2/3",
        note="2/3 is the sum of the alpha_j. Nor would it be below the 1/2 that the text asks for.",
        uses=("hs-scaling",),
    ),
]
