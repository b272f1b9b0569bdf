"""II.A  Distribution of the magnetization at a blockade.

(11) and (14) of the main text, (S35)-(S38).  C_1 is the set of the down spins, q_j = 1 for j in C_1, and P(q) projects on this spin configuration.
"""

from dtim_exact.proof.language import *

LAW = Worlds(integers={"n": lambda N: range(N + 1), "k": lambda N: range(N + 1), "l": lambda N: range(N + 1)}, values={"Gamma": ("0", "3/2", "1/3")})


def prob(value):
    """The probability of M^z = value in the state bbS_-^n (bbS_-^n)^dagger, the limit |J_eff/h_j| -> infinity of the blockade n."""
    return fn("prob", value, bbS_minus**n)


def law(value):
    """Prob(M^z = value(k)) is proportional to binom(N, k) binom(k, n): the same ratio for any two numbers k, l."""
    return eq(prob(value(k)) * (fn("binom", N, l) * fn("binom", l, n)), prob(value(l)) * (fn("binom", N, k) * fn("binom", k, n)))


CLAIMS = [
    claim(
        "11", "In the blockade n, for |J_eff/h_j| >> 1, the magnetization has a binomial distribution.",
        Says(law(lambda count: N - count), by=states, worlds=LAW),
        given="Phi = bbS_-^n; 0 <= n <= k, l <= N",
        corrected=(Says(law(lambda count: N - 2 * count), by=states, worlds=LAW),),
        note="k counts the down spins, so M^z = N - 2k. The argument of Prob is a misprint: (S38) has k right, and nothing inherits it.",
        uses=("S38",),
        latex=r"\operatorname{Prob}(M^z = N - k) \sim \binom{N}{k} \binom{k}{n}",
        corrected_latex=r"\operatorname{Prob}(M^z = N - 2k) = \binom{N}{k} \binom{k}{n} \Big/ \Big[2^{N - n} \binom{N}{n}\Big]",
        evaluated="dtim_exact.magnetization:down_spin_distribution",
    ),
]
