"""II  Spin blockade: the resonances, and the coherences at r = n.

The main text from (8) to (10).  Means are tr(O Phi Phi^dagger) / tr(Phi Phi^dagger); h_j stands for h_j^x - i h_j^y, which is the printed h_j^x where
h_j^y = 0.  At a resonance r = n, the limit gamma, Gamma -> 0+ at h^z = n J.
"""

from dtim_exact.proof.language import *

NO_GAMMA_FIRST = {"Gamma": ("0", "3/2", "1/3")}
RESONANT = {"r": n}
ANY_N = {"n": lambda N: range(N + 1)}


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

two_sites = partial(states, free=("r", "J_eff"), open_sites=("i", "j"))
first = partial(states, free=("J_eff",), where={"r": lift(1)}, open_sites=("i", "j"))
down_spins = partial(states, sizes={"C1": n})
same_size = partial(states, free=("J_eff",), where={"r": card(C1)}, sizes={"C2": card(C1)})
too_large = partial(states, where=RESONANT, sizes={"C1": n + 1 + q})
non_empty = partial(states, where={"r": lift(0)}, sizes={"C1": 1 + q})


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
        quote="The condition on the longitudinal field can be understood as a resonance between all spins down and a configuration where all but n spins are excited.",
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
        given="uniform fields or Gamma = 0, where the steady state is that of (6); r = n = |C_1| = |C_2|: the n sites are different (a site that occurs twice gives 0)",
        latex=r"h_{i_1} \cdots h_{i_n} \langle \hat\sigma_{i_1}^+ \cdots \hat\sigma_{i_n}^+ \rangle_{\rm SS} \ \text{ is independent of } i_1, \ldots, i_n",
        uses=("18",),
        evaluated="dtim_exact.correlators:correlator",
    ),
    claim(
        "blockade-vanish",
        "In the blockade n the coherences of more than n spins vanish.",
        Says(eq(mean(raised(C1)), 0), by=too_large, worlds=TOO_LARGE, given=(eq(card(C1), n + 1 + q),)),
        quote="Furthermore, the kth-order coherence for k > n vanishes.",
        given="uniform fields or Gamma = 0, where the steady state is that of (6); r = n; C_1 has more than n sites",
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
        quote="In the simplest case n = 0, the steady state is a completely depolarized state, and all coherences vanish.",
        given="uniform fields or Gamma = 0, where the steady state is that of (6); r = 0; C_1 is not empty",
        latex=r"\hat\rho_{\rm SS} = \hat 1/2^N, \qquad \langle \hat\sigma_{i_1}^+ \cdots \hat\sigma_{i_k}^+ \rangle_{\rm SS} = 0",
        uses=("8",),
    ),
    claim(
        "blockade-n1",
        "For n = 1 the rescaled transverse magnetization is the same for all spins.",
        Says(eq(at("h", i) * mean(sigma("+", i)), at("h", j) * mean(sigma("+", j))), by=first, worlds=FIRST_BLOCKADE),
        quote=r"In this situation, the rescaled transverse magnetization $h_j^x \langle \hat{\sigma}_j^+ \rangle_{\rm SS}$ is independent of j.",
        given="uniform fields or Gamma = 0, where the steady state is that of (6); r = 1",
        uses=("9",),
    ),
    claim(
        "10",
        "The real part of <sigma_i^+ sigma_j^+> is the difference of the transverse correlation functions.",
        Says(eq(fn("re", pair("+")), pair("x") - pair("y")), by=two_sites, worlds=TWO_SITES),
        given="i and j different; corrected: uniform fields or Gamma = 0, where the steady state is that of (6)",
        corrected=(Says(eq(fn("re", pair("+")), (pair("x") - pair("y")) / 4), by=two_sites, worlds=TWO_SITES),),
        note="The factor 1/4 is missing, for sigma^+ = (sigma^x + i sigma^y)/2. That the two functions coincide where <sigma_i^+ sigma_j^+> = 0 does not inherit it.",
        evaluated="dtim_exact.observables:expect",
    ),
    claim(
        "cxx-cyy",
        "In the blockade n = 1 the transverse correlation functions coincide.",
        Says(eq(pair("x"), pair("y")), by=first, worlds=FIRST_BLOCKADE),
        quote="the transverse correlation functions coincide in this limit",
        given="uniform fields or Gamma = 0, where the steady state is that of (6); r = 1; i and j different",
        latex=r"C^{xx} = C^{yy}",
        uses=("10", "blockade-vanish"),
        evaluated="dtim_exact.observables:expect",
    ),
]
