"""I.B  Uniform fields: the effective Hamiltonian, the recursion for Phi and the binomial series.

(S13)-(S22), and (13) of the main text.
"""

from derivations.s1_model import INVOLUTION
from dtim_exact.proof.conventions import OPERATORS
from dtim_exact.proof.language import *
from dtim_exact.proof.operator_rules import (
    UP,
    commutant,
    highest_power,
    passes_lowering,
    products,
    resummed,
    substitute,
    symmetric,
    vanishing,
)
from dtim_exact.proof.terms import replace

X, P, D, any_O = op("X"), op("P"), op("D"), op("O")
c0, factor = sym("c0"), sym("a")
lowering, raising = sigma("-", j), sigma("+", j)
COLLECTIVE = Worlds(uniform=True)
ANY_K = Worlds(uniform=True, integers={"k": lambda N: range(1, N + 2)})
uniform = partial(sites, uniform=True)
POLYNOMIAL = {"X": over(everything, 1 + at("f", j) * lowering)}
"""The product operators with free f_j span all polynomials in the sigma_j^-."""
EVERY_X = Worlds(
    uniform=True,
    sizes=(1, 2),
    definitions={"X": over(everything, 1 + at("d", j) * raising + at("f", j) * lowering)},
    site_free=("d", "f"),
)
EVERY_POLYNOMIAL = Worlds(uniform=True, sizes=(1, 2, 3), definitions=POLYNOMIAL, site_free=("f",))

transverse = half * (h * S_plus + h.conj * S_minus)
ising = J_eff * S_z**2 + h_eff * S_z + transverse
mirrored_ising = J_eff * S_z**2 - h_eff * S_z + transverse
deformed = H_eff + I * gamma * N / 4 + I * Gamma * Casimir / 2
corrected_G = deformed + J * N / 4

# How the letters of (S15)-(S17) pass each other, each proved by one-site facts.
ADJOINTS = (eq(S_z.dag, S_z), eq(S_plus.dag, S_minus), eq(S_minus.dag, S_plus))
THROUGH_K = (eq(K * S_z, -S_z * K), eq(K * S_plus, S_minus * K), eq(K * S_minus, S_plus * K))
G_IS_ISING = eq(G_eff, ising - J * N / 4)
COMMUTES = eq(S_minus * X, X * S_minus)


def B(index):
    """B_k := (2 S_z + k) S_-^k, defined above (S19)."""
    return Term("B", lift(index))


def c(index):
    """The coefficients of (S18)."""
    return Term("coefficient", "c", lift(index))


def balance(operator):
    """G_eff Phi - Phi (K^dagger G_eff K)^dagger."""
    return G_eff * operator - operator * conjugated(G_eff)


def three_terms(operator, ising_part, field_part, transverse_part):
    """J_eff [S_z, {S_z, Phi}] + h_eff {S_z, Phi} + the transverse term."""
    return ising_part * comm(S_z, anti(S_z, operator)) + field_part * anti(S_z, operator) + transverse_part


def over_J(operator):
    """The right side of (S17)."""
    return three_terms(operator, lift(1), r, h / (2 * J_eff) * comm(S_plus, operator))


def about_G(statement, *more):
    """Statements about G_eff and any operator."""
    relations = (*ADJOINTS, *INVOLUTION, *THROUGH_K, G_IS_ISING, *more)
    theorem = words(statement, relations=relations, free=("J_eff", "h_eff"))
    return discharge(theorem, *map(sites, (*ADJOINTS, *INVOLUTION, *THROUGH_K)), uniform(G_IS_ISING))


SERIES = {"X": total(k, 0, N, c(k) * S_minus**k)}
recursion = h / (2 * J_eff) * (k + 1) * c(k + 1) - (k - r) * c(k)


def about_series(statement):
    """(S17) for the series (S18), which commutes with S_-, and then coefficient by coefficient."""
    left = discharge(about_G(eq(statement.args[0], over_J(X)), COMMUTES), resummed(COMMUTES, definitions=SERIES))
    return chain(left, resummed(eq(over_J(X), statement.args[1]), free=("r", "J_eff"), definitions=SERIES))


# --- uniqueness: the equation (S5) for an operator D, applied to the configuration with all spins up -----------------------------------------------
def solves(operator):
    """(S5) for H_eff and the sigma_j^-."""
    return passes_lowering(operator), eq(H_eff * operator, operator * conjugated(H_eff))


def commutators():
    """[sigma_j^-, H_eff] and [sigma_j^-, (K^dagger H_eff K)^dagger], with b = h^z - i gamma/2."""
    ladder, b = J * (2 * S_z + 1) * lowering, (hz - I * gamma / 2) * lowering
    field = -h / 2 * sigma("z", j)
    plain = ladder + b + field + I * Gamma / 2 * sigma("z", j) * S_minus
    mirrored = ladder - b + field + I * Gamma / 2 * S_minus * sigma("z", j)
    return tuple(
        uniform(eq(comm(lowering, one), value), open_sites=("j",))
        for one, value in ((H_eff, plain), (conjugated(H_eff), mirrored))
    )


def one_column():
    """h (sigma_j^z - 1) D |up> = Y D |up>, Y lowering, for every D that satisfies (S5)."""
    commutes, balanced = solves(D)
    back = eq(D * lowering, lowering * D)
    both_sides = words(
        eq(comm(lowering, H_eff) * D * UP, D * comm(lowering, conjugated(H_eff)) * UP), relations=(balanced, commutes)
    )
    explicit = both_sides
    for one in commutators():
        explicit = substitute(explicit, one)
    F_D, D_F = explicit.statement.args
    Y = (
        2 * J * (2 * S_z + 2 - N) * lowering
        + 4 * (hz - I * gamma / 2) * lowering
        + I * Gamma * (sigma("z", j) - 1) * S_minus
    )
    gathered = h * (sigma("z", j) - 1) * D * UP - Y * D * UP
    spin_up, all_up = eq(sigma("z", j) * UP, UP), eq(S_z * UP, N / 2 * UP)
    one_down, step = eq(S_z * lowering * UP, (N / 2 - 1) * lowering * UP), eq(S_z * lowering, lowering * S_z - lowering)
    moved = words(
        eq(gathered, -2 * (F_D - D_F)), relations=(spin_up, one_down, back), definitions={"S-": OPERATORS["S-"]}
    )
    gone = substitute(moved, explicit)
    column = chain(gone, words(eq(gone.statement.args[1], 0)))
    facts = (
        words(back, relations=(commutes,)),
        words(one_down, relations=(step, all_up)),
        words(all_up, relations=(spin_up,), definitions={"Sz": OPERATORS["Sz"]}),
        sites(step, open_sites=("j",)),
        products(spin_up),
    )
    return discharge_all(column, facts)


def discharge_all(theorem, facts):
    """Facts may rest on later ones."""
    for one in facts:
        theorem = discharge(theorem, one)
    return theorem


def unique_up_to_a_factor(statement):
    """P - c_0 Phi solves (S5) and vanishes on |up>."""
    difference = P - c0 * Phi
    commutes, balanced = solves(P)
    zero = specialize(vanishing(one_column()), {"D": difference})
    start, phi = eq(UP * P * UP, c0 * UP), eq(UP * Phi * UP, UP)
    phi_commutes, phi_balanced = solves(Phi)
    facts = [
        *(
            words(one, relations=(mine, its))
            for one, mine, its in zip(
                solves(difference), (commutes, balanced), (phi_commutes, phi_balanced), strict=True
            )
        ),
        words(eq(UP * difference * UP, 0), relations=(start, phi)),
        uniform(phi_commutes, open_sites=("j",)),
        uniform(phi_balanced),
        products(phi),
    ]
    zero = discharge_all(zero, facts)
    sides = substitute(words(eq(P, lift(-1) * -difference + c0 * Phi)), zero)
    solution = chain(sides, words(eq(sides.statement.args[1], c0 * Phi)))
    return discharge(words(statement, relations=(solution.statement,)), solution)


# --- the powers of S_- on the configuration with all spins up, and the Casimir element ---------------------------------------------------------------
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


def about_casimir(statement):
    """Statements about powers of the Casimir element, from how the Casimir element itself passes K and Phi."""
    commuting = (eq(Casimir * K, K * Casimir), eq(Casimir * Phi, Phi * Casimir))
    powers = tuple(eq(Casimir**n * x, x * Casimir**n) for x in (K, Phi))
    at_n = lambda one, value: replace(one, lambda t: value if t == n else None)  # noqa: E731
    inductions = [
        induction(one, "n", base=words(at_n(one, lift(0))), step=words(at_n(one, n + 1), relations=(one, first)))
        for one, first in zip(powers, commuting, strict=True)
    ]
    self_adjoint = eq(Casimir.dag, Casimir)
    adjoints = eq((Casimir**n).dag, Casimir**n)
    adjoint = induction(
        adjoints,
        "n",
        base=words(at_n(adjoints, lift(0))),
        step=words(at_n(adjoints, n + 1), relations=(self_adjoint, adjoints)),
    )
    theorem = words(statement, relations=(adjoints, *INVOLUTION, *powers))
    return discharge_all(
        theorem, (*inductions, adjoint, *map(sites, INVOLUTION), *map(uniform, (*commuting, self_adjoint)))
    )


EVERY_SERIES = Worlds(uniform=True, sequences=("c",), definitions=SERIES)
SETS = Term("cluster", "X")
TOP = Worlds(uniform=True, integers={"k": lambda N: range(N + 1)})


def subsets_of_size(size, body=1):
    """The sum over the sets of sites of that size of the product of sigma_j^-."""
    return subsets(SETS, everything, size, body * over(SETS, lowering))


CLAIMS = [
    claim(
        "qdb-unique",
        "The condition (S4) has at most one solution.",
        Says(eq(P, Phi), given=solves(P), worlds=Worlds(uniform=True, definitions={"P": -Phi})),
        corrected=(
            Says(
                eq(P, c0 * Phi),
                by=unique_up_to_a_factor,
                given=(*solves(P), eq(UP * P * UP, c0 * UP), ne(h, 0)),
                worlds=Worlds(uniform=True, free=("c0",), definitions={"P": c0 * Phi}),
            ),
        ),
        given="corrected: gamma > 0, h not zero; P = Psi K is any solution of (S5), c_0 = <up|P|up> with all spins up",
        latex=r"\hat O\hat P = \hat P(\hat K^\dagger\hat O\hat K)^\dagger \ \forall \hat O \ \Rightarrow\ \hat P = \hat\Phi",
        corrected_latex=r"\hat O\hat P = \hat P(\hat K^\dagger\hat O\hat K)^\dagger \ \forall \hat O \ \Rightarrow\ \hat P = c_0\hat\Phi",
        uses=("S5", "6"),
        note="With Psi every multiple of Psi solves (S4); of unit norm are those by a phase, and all of them give one and the same steady state, so that the steady state's "
        "uniqueness cannot tell them apart. There are no others if gamma > 0 (at gamma = 0 the conditions for the single sigma_j^- are empty, and there are others). A "
        "permutation changes Psi by a factor then, which is 1 because Psi K does not vanish on the configuration with all spins up: the symmetry that the text needs is right.",
    ),
    claim(
        "S13",
        "The Casimir element.",
        kind="definition",
        latex=r"\hat{\mathfrak C} = (\hat S^x)^2 + (\hat S^y)^2 + (\hat S^z)^2",
    ),
    claim(
        "casimir",
        "Polynomials in the Casimir element may be added to O without changing the condition (S5).",
        Says(
            eq(
                (any_O + factor * Casimir**n) * Phi - Phi * conjugated(any_O + factor * Casimir**n),
                any_O * Phi - Phi * conjugated(any_O),
            ),
            by=about_casimir,
            worlds=Worlds(
                uniform=True,
                sizes=(1, 2),
                free=("a",),
                integers={"n": lambda _: range(3)},
                site_free=("d", "f"),
                definitions={"O": over(everything, 1 + at("d", j) * raising + at("f", j) * lowering)},
            ),
        ),
        given="uniform fields; any O; a complex; a polynomial is a sum of such terms",
        latex=r"\left(\hat O + a\hat{\mathfrak C}^n\right)\hat\Phi - \hat\Phi\left(\hat K^\dagger(\hat O + a\hat{\mathfrak C}^n)\hat K\right)^\dagger "
        r"= \hat O\hat\Phi - \hat\Phi(\hat K^\dagger\hat O\hat K)^\dagger",
        uses=("S13", "S5"),
        note="It rests on [C, K] = 0 and on [C, Phi] = 0; the latter holds for every Phi that is symmetric under permutations.",
    ),
    claim(
        "S14",
        "H_eff plus a number and a multiple of the Casimir element is a non-Hermitian Ising model.",
        Says(eq(deformed, ising), by=uniform, worlds=COLLECTIVE),
        given="uniform fields",
        corrected=(Says(eq(corrected_G, ising), by=uniform, worlds=COLLECTIVE),),
        uses=("1", "S13"),
        note="The constant J N/4 is missing: the sum over i != j in (1) leaves S_z^2 - N/4. It is real, so it drops out of (S16) and of all that follows.",
    ),
    claim(
        "S15",
        "The transformed non-Hermitian Ising model.",
        Says(eq(conjugated(deformed), mirrored_ising), by=uniform, worlds=COLLECTIVE),
        given="uniform fields",
        corrected=(Says(eq(conjugated(corrected_G), mirrored_ising), by=uniform, worlds=COLLECTIVE),),
        latex=r"(\hat K^\dagger\hat G_{\rm eff}\hat K)^\dagger = J_{\rm eff}\hat S_z^2 - h^z_{\rm eff}\hat S_z + \tfrac{1}{2}(h\hat S_+ + h.c.)",
        uses=("S14",),
        note="Inherits the missing constant J N/4 of (S14): with G_eff := H_eff + i gamma N/4 + i Gamma C/2 both have it; with the right side of (S14) for G_eff, (S15) holds.",
    ),
    claim(
        "S16",
        "The condition (S5) for G_eff as an equation for Phi.",
        Says(
            eq(balance(X), three_terms(X, J_eff, h_eff, half * comm(h * S_plus + h.conj * S_minus, X))),
            by=about_G,
            worlds=EVERY_X,
        ),
        Says(
            eq(three_terms(Phi, J_eff, h_eff, half * comm(h * S_plus + h.conj * S_minus, Phi)), 0),
            by=uniform,
            worlds=COLLECTIVE,
        ),
        given="uniform fields; the first equation for every Phi, the second for the Phi of (6)",
        latex=r"\hat G_{\rm eff}\hat\Phi - \hat\Phi(\hat K^\dagger\hat G_{\rm eff}\hat K)^\dagger = J_{\rm eff}[\hat S_z, \{\hat S_z, \hat\Phi\}] "
        r"+ h^z_{\rm eff}\{\hat S_z, \hat\Phi\} + \tfrac{1}{2}[(h\hat S_+ + h.c.), \hat\Phi] = 0",
        uses=("S14", "S15"),
    ),
    claim(
        "S17",
        "The same, divided by J_eff, for a Phi that commutes with S_-.",
        Says(
            eq(balance(X) / J_eff, over_J(X)),
            by=lambda statement: about_G(statement, COMMUTES),
            given=(COMMUTES,),
            worlds=EVERY_POLYNOMIAL,
        ),
        Says(eq(over_J(Phi), 0), by=uniform, worlds=COLLECTIVE),
        given="uniform fields, J_eff not zero, [S_-, Phi] = 0; the second equation for the Phi of (6)",
        latex=r"\frac{\hat G_{\rm eff}\hat\Phi - \hat\Phi(\hat K^\dagger\hat G_{\rm eff}\hat K)^\dagger}{J_{\rm eff}} = [\hat S_z, \{\hat S_z, \hat\Phi\}] "
        r"+ r\{\hat S_z, \hat\Phi\} + \frac{h}{2J_{\rm eff}}[\hat S_+, \hat\Phi] = 0",
        uses=("S16",),
    ),
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
