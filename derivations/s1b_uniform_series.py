"""I.B  Uniform fields: the binomial series, coefficient by coefficient.

(S18)-(S22), (13) of the main text, and the sentences around them.
"""

from derivations._uniqueness import discharge_all
from derivations.s1b_uniform import COLLECTIVE, COMMUTES, X, about_G, balance, lowering, over_J, raising, uniform
from dtim_exact.proof.conventions import OPERATORS
from dtim_exact.proof.language import *
from dtim_exact.proof.operator_rules import (
    UP,
    commutant,
    highest_power,
    passes_lowering,
    products,
    resummed,
    symmetric,
)
from dtim_exact.proof.terms import replace

P, SETS = op("P"), Term("cluster", "X")


def B(index):
    """B_k := (2 S_z + k) S_-^k, defined above (S19)."""
    return Term("B", lift(index))


def c(index):
    """The coefficients of (S18)."""
    return Term("coefficient", "c", lift(index))


SERIES = {"X": total(k, 0, N, c(k) * S_minus**k)}
recursion = h / (2 * J_eff) * (k + 1) * c(k + 1) - (k - r) * c(k)


def about_series(statement):
    """(S17) for the series (S18), which commutes with S_-, and then coefficient by coefficient."""
    left = discharge(about_G(eq(statement.args[0], over_J(X)), COMMUTES), resummed(COMMUTES, definitions=SERIES))
    return chain(left, resummed(eq(over_J(X), statement.args[1]), free=("r", "J_eff"), definitions=SERIES))


def climbing(statement):
    """Statements about S_+^k S_-^k |up>, by induction on k."""
    all_up, none_up = eq(S_z * UP, N / 2 * UP), eq(S_plus * UP, 0)
    local = (eq(sigma("z", j) * UP, UP), eq(raising * UP, 0))
    passes = eq(S_plus * S_minus ** (k + 1), S_minus ** (k + 1) * S_plus + (k + 1) * ((2 * S_z + k) * S_minus**k))
    weight = eq(S_z * S_minus**k, S_minus**k * S_z - k * S_minus**k)
    one_step = eq(S_plus * S_minus ** (k + 1) * UP, (k + 1) * (N - k) * S_minus**k * UP)
    top = lambda m: eq(S_plus**m * S_minus**m * UP, fn("fact", m) * fn("fact", N) / fn("fact", N - m) * UP)  # noqa: E731
    facts = (
        words(one_step, relations=(passes, none_up, weight, all_up)),
        collective(passes),
        collective(weight),
        words(all_up, relations=local, definitions={"Sz": OPERATORS["Sz"]}),
        words(none_up, relations=local, definitions={"S+": OPERATORS["S+"]}),
        *map(products, local),
    )
    step = discharge_all(words(top(k + 1), relations=(one_step, top(k))), facts)
    whole = induction(top(k), "k", base=words(top(lift(0))), step=step)
    return discharge_all(words(statement, relations=(top(k), weight, all_up)), (whole, *facts))


def about_highest(statement):
    """Statements about S_-^N."""
    beyond, weight = highest_power()
    return discharge(words(statement, relations=(beyond.statement, weight.statement)), beyond, weight)


EVERY_SERIES = Worlds(uniform=True, sequences=("c",), definitions=SERIES)
ANY_K = Worlds(uniform=True, integers={"k": lambda N: range(1, N + 2)})
TOP = Worlds(uniform=True, integers={"k": lambda N: range(N + 1)})


def subsets_of_size(size, body=1):
    """The sum over the sets of sites of that size of the product of sigma_j^-."""
    return subsets(SETS, everything, size, body * over(SETS, lowering))


CLAIMS = [
    claim(
        "symmetric-poly",
        "An operator that commutes with all sigma_j^- is a polynomial in them, and the elementary symmetric ones are multiples of the powers of S_-.",
        Says(
            eq(P, subsets(SETS, everything, -1, fn("tr", UP * over(SETS, raising) * P) * over(SETS, lowering))),
            by=commutant,
            given=(passes_lowering(P),),
            worlds=Worlds(
                sizes=(1, 2), site_free=("f",), definitions={"P": over(everything, 2 + at("f", j) * lowering)}
            ),
        ),
        Says(
            eq(subsets_of_size(k), S_minus**k / fn("fact", k)),
            by=symmetric,
            worlds=Worlds(sizes=(1, 2, 3), integers={"k": lambda N: range(N + 2)}),
        ),
        quote=r"The only solution to the set of constraints $[\hat{\sigma}_j^-, \hat{\Phi}] = 0$ is a polynomial in the lowering operators with complex coefficients "
        r"... the elementary symmetric polynomials are each proportional to some power of $\hat{S}_-$",
        latex=r"[\hat\sigma_j^-, \hat P] = 0\ \forall j \Rightarrow \hat P = \sum_X \langle X|\hat P|{\uparrow}\rangle\, \hat\sigma_X^-, \qquad "
        r"\sum_{|X| = k}\hat\sigma_X^- = \frac{\hat S_-^k}{k!}",
        given="any operator P with [sigma_j^-, P] = 0 for all j; |X> = sigma_X^- |up>",
        uses=("S17",),
    ),
    claim(
        "S18",
        "A symmetric polynomial in the sigma_j^- is a polynomial in S_-.",
        Says(
            eq(subsets_of_size(-1, fn("fact", card(SETS)) * c(card(SETS))), total(k, 0, N, c(k) * S_minus**k)),
            by=symmetric,
            worlds=Worlds(sequences=("c",)),
        ),
        given="the coefficients of sigma_X^- depend on |X| only; they are named |X|! c_|X|",
        latex=r"\hat\Phi = \sum_k c_k\hat S_-^k",
        uses=("symmetric-poly", "qdb-unique"),
    ),
    claim(
        "S19",
        "The commutation relations of S_z and S_+ with powers of S_-.",
        Says(eq(anti(S_z, S_minus**k), B(k)), by=collective, worlds=ANY_K),
        Says(eq(comm(S_plus, S_minus**k), k * B(k - 1)), by=collective, worlds=ANY_K),
        Says(eq(comm(S_z, B(k)), -k * B(k)), by=collective, worlds=ANY_K),
        given="k >= 1",
    ),
    claim(
        "S20",
        "The condition (S5) for the series (S18), coefficient by coefficient.",
        Says(
            eq(balance(X) / J_eff, total(k, 0, N - 1, recursion * (c(k) * S_minus**k))),
            by=about_series,
            worlds=EVERY_SERIES,
        ),
        corrected=(
            Says(eq(balance(X) / J_eff, total(k, 0, N - 1, recursion * B(k))), by=about_series, worlds=EVERY_SERIES),
        ),
        given="uniform fields, J_eff not zero; any coefficients c_k",
        latex=r"\frac{\hat G_{\rm eff}\hat\Phi - \hat\Phi(\hat K^\dagger\hat G_{\rm eff}\hat K)^\dagger}{J_{\rm eff}} = "
        r"\sum_{k=0}^{N-1}\left(\frac{h}{2J_{\rm eff}}(k+1)c_{k+1} - (k-r)c_k\right)\Phi_k = 0",
        corrected_latex=r"\frac{\hat G_{\rm eff}\hat\Phi - \hat\Phi(\hat K^\dagger\hat G_{\rm eff}\hat K)^\dagger}{J_{\rm eff}} = "
        r"\sum_{k=0}^{N-1}\left(\frac{h}{2J_{\rm eff}}(k+1)c_{k+1} - (k-r)c_k\right)\hat B_k",
        uses=("S17", "S18", "S19"),
        note="Phi_k is printed for B_k (perhaps the scan). Read as the k-th term of (S18) it is wrong already at N = 1. The coefficients are right, so (S21) does not inherit it.",
    ),
    claim(
        "b-independent",
        "B_N vanishes, and B_0, ..., B_{N-1} are linearly independent.",
        Says(eq(B(N), 0), by=about_highest, worlds=COLLECTIVE),
        Says(
            eq(S_plus**k * B(k) * UP, fn("fact", k) * fn("fact", N) / fn("fact", N - k) * (N - k) * UP),
            by=climbing,
            worlds=TOP,
        ),
        Says(eq(comm(S_z, B(k)), -k * B(k)), by=collective, worlds=TOP),
        quote=r"noting that $\hat{B}_N = 0$ ... the operators $\hat{B}_k$ are linearly independent",
        given="0 <= k <= N; UP projects on the configuration with all spins up",
        latex=r"\hat B_N = 0, \qquad \hat S_+^k\hat B_k|{\uparrow}\rangle = \frac{k!\,N!}{(N-k)!}(N-k)\,|{\uparrow}\rangle, \qquad [\hat S_z, \hat B_k] = -k\hat B_k",
        uses=("S19",),
        note="The B_k with k < N do not vanish, by the second equation, and belong to different eigenvalues of the commutator with S_z, by the third.",
    ),
    claim(
        "S21",
        "The solution: the coefficients of the binomial series satisfy the recursion, and the series ends at N.",
        Says(
            eq(
                replace(
                    recursion,
                    lambda t: (
                        fn("binom", r, t.args[1]) * (-2 * J_eff / h) ** t.args[1] if t.head == "coefficient" else None
                    ),
                ),
                0,
            ),
            by=partial(scalar, free=("r", "J_eff")),
            worlds=Worlds(uniform=True, sizes=(1,), integers={"k": lambda _: range(5)}),
        ),
        Says(
            eq(Phi, total(k, 0, N, fn("binom", r, k) * (-2 * J_eff / h) ** k * S_minus**k)),
            by=partial(symmetric, uniform=True, free=("r", "J_eff")),
            worlds=COLLECTIVE,
        ),
        Says(
            eq(Phi, total(k, 0, N + n, fn("binom", r, k) * (-bbS_minus) ** k)),
            by=partial(symmetric, free=("r",)),
            worlds=Worlds(integers={"n": lambda _: range(3)}),
        ),
        given="uniform fields; c_0 = 1",
        latex=r"\hat\Phi = \sum_{k=0}^\infty \binom{r}{k}(-\hat{\mathbb S}_-)^k",
        uses=("S20", "b-independent", "S22"),
        evaluated="dtim_exact.weights:weights",
    ),
    claim(
        "S22",
        "The lowering operator of (7) for uniform fields.",
        Says(eq(bbS_minus, 2 * J_eff / h * S_minus), by=uniform, worlds=COLLECTIVE),
        given="uniform fields",
        uses=("7",),
    ),
    claim(
        "13",
        "The binomial expansion of Phi.",
        Says(
            eq(Phi, 1 - r * total(k, 1, N, product(p, 1, k - 1, p - r) * (bbS_minus**k / fn("fact", k)))),
            by=partial(symmetric, free=("r",)),
            worlds=Worlds(),
        ),
        given="uniform or unequal fields",
        latex=r"\hat\Phi = 1 - r\sum_{k=1}^N (1 - r)\cdots(k-1-r)\frac{\hat{\mathbb S}_-^k}{k!}",
        uses=("S21",),
        evaluated="dtim_exact.weights:weights",
    ),
]
