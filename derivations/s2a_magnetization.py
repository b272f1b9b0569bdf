"""II.A  Distribution of the magnetization at a blockade.

(11) and (14) of the main text, (S35)-(S38).  A spin configuration q is given by the set of its down spins: q_j = 1 for j in that set, else 0.
"""

from dtim_exact.proof.language import *

B, A = Term("cluster", "B"), Term("cluster", "A")
WEIGHTS = {"M": lambda N: range(N + 1)}
POWERS = {"k": lambda N: range(N + 1), "l": lambda N: range(N + 1)}
LIMITING = {"n": lambda N: range(N + 1), **POWERS}
NO_GAMMA_FIRST = {"Gamma": ("0", "3/2", "1/3")}
LAW = Worlds(integers=LIMITING, values=NO_GAMMA_FIRST, most=40)
CONFIGURATION = Worlds(clusters=True, condition=lambda world: not world.sets["C2"])
AT_BLOCKADE = Worlds(
    clusters=True, condition=lambda world: not world.sets["C2"], integers={"n": lambda N: range(N + 1)}
)
COARSE = Worlds(integers={"k": lambda N: range(N + 1), "n": lambda N: range(N + 1)})

state = bbS_minus**n * (bbS_minus**n).dag


def prob(value):
    """The probability of M^z = value in the state bbS_-^n (bbS_-^n)^dagger, the limit |J_eff/h_j| -> infinity of the blockade n."""
    return fn("prob", value, bbS_minus**n)


def law(value):
    """Prob(M^z = value(k)) is proportional to binom(N, k) binom(k, n): the same ratio for any two numbers k, l."""
    return eq(
        prob(value(k)) * (fn("binom", N, l) * fn("binom", l, n)),
        prob(value(l)) * (fn("binom", N, k) * fn("binom", k, n)),
    )


def projector(down):
    """|q><q|."""
    return over(down, sigma("d", j)) * over(Term("minus", everything, down), sigma("n", j))


def element(down, operator):
    """<q|O|q>."""
    return fn("tr", projector(down) * operator)


def weight(index):
    """p_M = |binom(r, M) bbS_-^M|^2 in the Hilbert-Schmidt norm."""
    return fn("norm2", fn("binom", r, index) * bbS_minus**index)


def lam_over(cluster, *factors):
    """prod_{j in A} lam_j."""
    return over(cluster, Term("mul", at("lam", j), *factors) if factors else at("lam", j))


moment = lambda middle: fn("tr", Term("mul", (bbS_minus**k).dag, *middle, bbS_minus**l))  # noqa: E731
occupied = subsets(A, everything, n, lam_over(A, Term("inside", j, B)))
inner_sets = subsets(B, everything, k, subsets(A, B, n, lam_over(A)))
supersets = Term("supersets", B, A, k, lift(1))
outer_sets = subsets(A, everything, n, lam_over(A) * supersets)
ways = fn("binom", N - n, k - n)

CLAIMS = [
    claim(
        "11",
        "In the blockade n, for |J_eff/h_j| >> 1, the magnetization has a binomial distribution.",
        Says(law(lambda count: N - count), by=states, worlds=LAW),
        given="Phi = bbS_-^n; 0 <= n, k, l <= N (no configuration has fewer than n spins down)",
        corrected=(Says(law(lambda count: N - 2 * count), by=states, worlds=LAW),),
        note="k counts the down spins, so M^z = N - 2k. The argument of Prob is a misprint: (S38) has k right, and nothing inherits it.",
        uses=("S38",),
        latex=r"\operatorname{Prob}(M^z = N - k) \sim \binom{N}{k} \binom{k}{n}",
        corrected_latex=r"\operatorname{Prob}(M^z = N - 2k) = \binom{N}{k} \binom{k}{n} \Big/ \Big[2^{N - n} \binom{N}{n}\Big]",
        evaluated="dtim_exact.magnetization:down_spin_distribution",
    ),
    claim(
        "14",
        "The magnetization is minus the mean of M over the weights p_M of the powers of bbS_- in Phi.",
        Says(eq(moment([M_z]), -k * moment([])), by=partial(cases, rule=states), worlds=Worlds(integers=POWERS)),
        Says(
            eq(
                fn("tr", M_z * Phi * Phi.dag) / fn("tr", Phi * Phi.dag),
                -(total(M, 0, N, M * weight(M)) / total(M, 0, N, weight(M))),
            ),
            by=partial(states, free=("r",)),
            worlds=Worlds(),
        ),
        given="uniform fields or Gamma = 0, where the steady state is that of (6); the first identity, above (14), for all powers M, M' (here k, l) and any fields",
        uses=("13", "S30"),
        evaluated="dtim_exact.weights:mean_lowered",
    ),
    claim(
        "S35",
        "The weight of a spin configuration as a squared norm.",
        Says(
            eq(element(C1, Phi * Phi.dag), fn("norm2", Phi.dag * projector(C1))),
            by=partial(states, free=("r",)),
            worlds=CONFIGURATION,
        ),
        given="C_1 is the set of the down spins",
        latex=r"p(q_1, \ldots, q_N) = \langle q_1, \ldots, q_N | \hat\Phi \hat\Phi^\dagger | q_1, \ldots, q_N \rangle = \| \hat\Phi^\dagger | q_1, \ldots, q_N \rangle \|^2",
        note="The weights are not normalized: their sum is tr(Phi Phi^dagger).",
        evaluated="dtim_exact.magnetization:down_spin_distribution",
    ),
    claim(
        "S36",
        "The weight of a spin configuration in the limit |J_eff/h_j| -> infinity.",
        Says(
            eq(
                element(C1, state),
                fn("fact", n) ** 2 * lift(2) ** n * subsets(A, everything, n, lam_over(A, Term("inside", j, C1))),
            ),
            by=states,
            worlds=AT_BLOCKADE,
        ),
        given="Phi = bbS_-^n; q_j = [j in C_1]",
        latex=r"p(q_1, \ldots, q_N) \sim \sum_{A \subset \{1, \ldots, N\},\ |A| = n}\ \prod_{j \in A} \lambda_j q_j",
        note="The constant that ~ hides is n!^2 2^n.",
        uses=("S35",),
    ),
    claim(
        "S37",
        "The weight of k down spins, with the order of the two sums over sets exchanged.",
        Says(eq(subsets(B, everything, k, occupied), inner_sets), by=states, worlds=COARSE),
        Says(eq(inner_sets, outer_sets), by=states, worlds=COARSE),
        given="the constant of (S36) is dropped",
        latex=r"p_k = \sum_{\sum_j q_j = k} p(q_1, \ldots, q_N) = \sum_{|B| = k}\ \sum_{A \subset B,\ |A| = n}\ \prod_{j \in A} \lambda_j = "
        r"\sum_{|A| = n} \Big(\prod_{j \in A} \lambda_j \sum_{B \supset A,\ |B| = k} 1\Big)",
        uses=("S36",),
    ),
    claim(
        "S38",
        "The weight of k down spins is proportional to binom(N, k) binom(k, n).",
        Says(eq(outer_sets, subsets(A, everything, n, lam_over(A) * ways)), by=states, worlds=COARSE),
        Says(eq(subsets(A, everything, n, lam_over(A) * ways), ways * form_factor(n)), by=states, worlds=COARSE),
        Says(
            eq(ways * form_factor(n), form_factor(n) / fn("binom", N, n) * (fn("binom", N, k) * fn("binom", k, n))),
            by=states,
            worlds=COARSE,
        ),
        given="n <= k <= N",
        latex=r"\sum_{|A| = n} \Big(\prod_{j \in A} \lambda_j \binom{N-n}{k-n}\Big) = \binom{N-n}{k-n} \mathcal I_n \propto \binom{N}{k} \binom{k}{n}",
        note="The factor of proportionality, I_n/binom(N, n), does not depend on k.",
        uses=("S37",),
        evaluated="dtim_exact.magnetization:coarse_grained",
    ),
]
