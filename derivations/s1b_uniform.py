"""I.B  Uniform fields: the solution is unique, and the equation for Phi.

(S13)-(S17) and the sentences around them.
"""

from derivations._uniqueness import P, c0, discharge_all, solves, unique_up_to_a_factor
from derivations.s1_model import INVOLUTION
from dtim_exact.proof.language import *
from dtim_exact.proof.operator_rules import UP
from dtim_exact.proof.terms import replace

X, any_O, factor = op("X"), op("O"), sym("a")
lowering, raising = sigma("-", j), sigma("+", j)
COLLECTIVE = Worlds(uniform=True)
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


def about_casimir(statement, solution):
    """Statements about powers of the Casimir element, from how it passes K and the solution; that it passes any but Phi is a hypothesis."""
    commuting = (eq(Casimir * K, K * Casimir), eq(Casimir * solution, solution * Casimir))
    powers = tuple(eq(Casimir**n * x, x * Casimir**n) for x in (K, solution))
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
        theorem,
        (
            *inductions,
            adjoint,
            *map(sites, INVOLUTION),
            *map(uniform, (commuting[0], self_adjoint, *(commuting[1:] if solution == Phi else ()))),
        ),
    )


def with_casimir(solution, **details):
    """O + a C^n satisfies (S5) with the solution as O does; `details` say what the solution is."""
    deformed = any_O + factor * Casimir**n
    return Says(
        eq(
            deformed * solution - solution * conjugated(deformed),
            any_O * solution - solution * conjugated(any_O),
        ),
        by=partial(about_casimir, solution=solution),
        worlds=Worlds(
            uniform=True,
            sizes=(1, 2),
            free=("a", *details.get("free", ())),
            integers={"n": lambda _: range(3)},
            site_free=("d", "f"),
            definitions={
                "O": over(everything, 1 + at("d", j) * raising + at("f", j) * lowering),
                **details.get("definitions", {}),
            },
        ),
        given=details.get("given", ()),
    )


CLAIMS = [
    claim(
        "qdb-unique",
        "The condition (S4) has at most one solution.",
        Says(eq(P, Phi), given=solves(P), worlds=Worlds(uniform=True, definitions={"P": -Phi})),
        quote="furthermore has at most one solution (otherwise the master equation would have multiple steady states, which is impossible, as was discussed in the "
        "previous section)",
        corrected=(
            Says(
                eq(P, c0 * Phi),
                by=unique_up_to_a_factor,
                given=(*solves(P), eq(UP * P * UP, c0 * UP), ne(h, 0)),
                worlds=Worlds(uniform=True, free=("c0",), definitions={"P": c0 * Phi}),
            ),
        ),
        given="uniform fields; corrected: gamma > 0, h and J_eff not zero; P = Psi K is any solution of (S5), c_0 = <up|P|up> with all spins up",
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
        with_casimir(P, given=(eq(Casimir * P, P * Casimir),), free=("c0",), definitions={"P": c0 + S_z * S_minus}),
        with_casimir(Phi),
        quote=r"we can add any polynomial in the Casimir element with complex coefficients to any of the operators $\hat{O}$ in (S5), without changing the space of "
        "solutions",
        given="first, any P that commutes with the Casimir element; second, uniform fields and the Phi of (6); any O; a complex; a polynomial is a sum of such terms",
        latex=r"[\hat{\mathfrak C}, \hat\Phi] = 0 \Rightarrow \left(\hat O + a\hat{\mathfrak C}^n\right)\hat\Phi - \hat\Phi\left(\hat K^\dagger(\hat O + a\hat{\mathfrak C}^n)\hat K\right)^\dagger "
        r"= \hat O\hat\Phi - \hat\Phi(\hat K^\dagger\hat O\hat K)^\dagger",
        uses=("S13", "S5"),
        note="It rests on [C, K] = 0 and on [C, Phi] = 0. The latter holds for every Phi that is symmetric under permutations, because C is a combination of 1 and of "
        "the exchanges of two sites; so the spaces of symmetric solutions are the same, which is what the text needs.",
    ),
    claim(
        "S14",
        "H_eff plus a number and a multiple of the Casimir element is a non-Hermitian Ising model.",
        Says(eq(deformed, ising), by=uniform, worlds=COLLECTIVE),
        given="uniform fields",
        corrected=(Says(eq(corrected_G, ising), by=uniform, worlds=COLLECTIVE),),
        uses=("1", "S13"),
        note="The constant J N/4 is missing: the sum over i != j in (1) leaves S_z^2 - N/4. A number drops out of (S16), real or not, because Phi is linear: a Phi - Phi (K^dagger a K)^dagger = 0. Nothing that follows inherits it.",
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
]
