"""I.C  Unequal fields without collective loss: the inhomogeneous Ising model and the similarity transformation that makes the fields equal.

(S23)-(S27) and the sentence below (S27).  G is prod_j exp(S_j^z log alpha_j), which acts by conjugation like prod_j diag(alpha_j, 1).
"""

from dtim_exact.proof.conventions import OPERATORS
from dtim_exact.proof.language import *
from dtim_exact.proof.operator_rules import products

X, jump, raised = op("X"), sigma("-", j), sigma("+", j)
NO_COLLECTIVE_LOSS = {"Gamma": lift(0)}
COMMUTES = eq(jump * X, X * jump)
"""[sigma_j^-, Phi] = 0, which makes Phi a polynomial in the sigma_j^-."""
POLYNOMIAL = {"X": over(everything, 1 + at("f", j) * jump)}
"""The product operators with free f_j span all polynomials in the sigma_j^-."""
THROUGH_K = (
    eq(S_z.dag, S_z),
    eq(K.dag, K),
    eq(K * K, 1),
    eq(K * jump, raised * K),
    eq(K * raised, jump * K),
    eq(K * S_z, -S_z * K),
)
EVERY_POLYNOMIAL = Worlds(sizes=(1, 2), where=NO_COLLECTIVE_LOSS, definitions=POLYNOMIAL, site_free=("f",))

conversion = {
    "calG": over(everything, at("alpha", j) * sigma("n", j) + sigma("d", j)),
    "calG^-1": over(everything, sigma("n", j) / at("alpha", j) + sigma("d", j)),
}
calG, calG_inverse = op("calG"), op("calG^-1")


def balance(operator):
    """(H_eff Phi - Phi (K^dagger H_eff K)^dagger)/J."""
    return (H_eff * operator - operator * conjugated(H_eff)) / J


def xxz(constant):
    """The right side of (S24) plus a constant."""
    ising = (
        J * S_z**2
        - I * Gamma / 2 * (S_x**2 + S_y**2)
        + h_eff * S_z
        + half * over_sites(j, at("h", j) * raised + at("h", j).conj * jump)
    )
    return ising + constant if constant is not None else ising


WITHOUT_LOSS = eq(
    H_eff,
    J * S_z**2
    + h_eff * S_z
    + half * over_sites(j, at("h", j) * raised + at("h", j).conj * jump)
    - (J + I * gamma) * N / 4,
)
"""(S24), corrected, at Gamma = 0."""


def three_terms(operator, field):
    """[S_z, {S_z, Phi}] + r {S_z, Phi} + the transverse term."""
    return comm(S_z, anti(S_z, operator)) + r * anti(S_z, operator) + field


def every_polynomial(statement):
    """Statements about every Phi that commutes with all sigma_j^-."""
    relations = (*THROUGH_K, WITHOUT_LOSS, COMMUTES)
    theorem = words(statement, relations=relations, free=("h_eff",), where={"Gamma": lift(0)})
    return discharge(
        theorem, *(sites(one, open_sites=("j",)) for one in THROUGH_K), sites(WITHOUT_LOSS, where=NO_COLLECTIVE_LOSS)
    )


INVERSE = (eq(calG * calG_inverse, 1), eq(calG_inverse * calG, 1))
PASSING = (
    eq(calG * jump, jump / at("alpha", j) * calG),
    eq(calG * raised, at("alpha", j) * raised * calG),
    eq(calG * S_z, S_z * calG),
)
BACK = (
    eq(calG_inverse * jump, at("alpha", j) * jump * calG_inverse),
    eq(calG_inverse * raised, raised / at("alpha", j) * calG_inverse),
    eq(calG_inverse * S_z, S_z * calG_inverse),
)
NO_GAMMA_FIRST = {"Gamma": ("0", "3/2", "1/3"), "h": (("1", "3"), ("3+i", "1-2i"), ("1+3i", "2/3-i"))}
"""Counterexamples are looked for at Gamma = 0 first, which is the case of the section."""
CONVERSION = Worlds(sizes=(1, 2), definitions=conversion, values=NO_GAMMA_FIRST)
CONVERTED = Worlds(sizes=(1, 2), where=NO_COLLECTIVE_LOSS, definitions=POLYNOMIAL | conversion, site_free=("f",))
inward, outward = calG_inverse * X * calG, calG * X * calG_inverse
uniform_solution, series = op("(1-S-)^r"), {"(1-S-)^r": total(k, 0, N, fn("binom", r, k) * (-S_minus) ** k)}
product_rule = partial(products, definitions=conversion | series, free=("r",))
SOLUTION = Worlds(sizes=(1, 2), definitions=conversion | series, values=NO_GAMMA_FIRST)


def conversion_facts():
    """How G passes the operators of a site, proved one site at a time."""
    return tuple(products(one, definitions=conversion) for one in (*INVERSE, *PASSING[:2], *BACK[:2]))


def transformed(statement):
    """Statements about the transformed equation, for every Phi that commutes with all sigma_j^-."""
    relations = (*THROUGH_K, WITHOUT_LOSS, COMMUTES, *INVERSE, *PASSING, *BACK)
    spins = {"S+": OPERATORS["S+"], "S-": OPERATORS["S-"]}
    theorem = words(statement, relations=relations, free=("h_eff",), where=NO_COLLECTIVE_LOSS, definitions=spins)
    proofs = [sites(one, open_sites=("j",)) for one in THROUGH_K]
    return discharge(
        theorem, *proofs, sites(WITHOUT_LOSS, where=NO_COLLECTIVE_LOSS), *conversion_facts(), *rotations_keep_S_z()
    )


def rotations_keep_S_z():
    """G and its inverse commute with S_z, for they commute with every sigma_j^z."""
    facts = []
    for one in (PASSING[2], BACK[2]):
        g = one.args[0].args[0]
        local = eq(g * sigma("z", j), sigma("z", j) * g)
        facts.append(
            discharge(
                words(one, relations=(local,), definitions={"Sz": OPERATORS["Sz"]}),
                products(local, definitions=conversion),
            )
        )
    return facts


def of_spins(statement):
    """Statements about G and sums of one-site operators."""
    spins = {name: OPERATORS[name] for name in ("S+", "S-", "Sz", "bbS+", "bbS-")}
    relations = (
        *INVERSE,
        *PASSING[:2],
        *BACK[:2],
        *(eq(g * sigma("z", j), sigma("z", j) * g) for g in (calG, calG_inverse)),
    )
    theorem = words(statement, relations=relations, definitions=spins)
    return discharge(theorem, *(products(one, definitions=conversion) for one in relations))


CLAIMS = [
    claim(
        "S23",
        "The detailed balance conditions again, with unequal fields.",
        kind="definition",
        latex=r"\hat O\hat\Phi = \hat\Phi(\hat K^\dagger\hat O\hat K)^\dagger \qquad \forall \hat O \in {\rm span}\{\hat H_{\rm eff}, \hat L_1, \ldots, \hat L_l\}",
        uses=("S5",),
        note="Here it is posed as the equation for an unknown Phi, so it defines one. Where it is said of the Phi of (6), it is (S5), and proved there, as (4) and (S4) are.",
    ),
    claim(
        "S24",
        "The effective Hamiltonian is an inhomogeneous mixed-field XXZ model.",
        Says(eq(H_eff, xxz(None)), by=sites, worlds=Worlds(sizes=(1, 2))),
        corrected=(Says(eq(H_eff, xxz(-(J + I * gamma) * N / 4)), by=sites, worlds=Worlds(sizes=(1, 2))),),
        note="The constant -(J + i gamma) N/4 is missing. It drops out of (S25), for H_eff enters there on both sides of Phi, and of all that follows.",
    ),
    claim(
        "S25",
        "The detailed balance condition for unequal fields, as an equation for Phi.",
        Says(
            eq(balance(X), three_terms(X, over_sites(j, at("h", j) / (2 * J) * comm(raised, X)))),
            by=every_polynomial,
            given=(COMMUTES,),
            worlds=EVERY_POLYNOMIAL,
        ),
        Says(
            eq(three_terms(Phi, over_sites(j, at("h", j) / (2 * J) * comm(raised, Phi))), 0),
            by=partial(sites, where=NO_COLLECTIVE_LOSS),
            worlds=Worlds(where=NO_COLLECTIVE_LOSS),
        ),
        given="Gamma = 0; [sigma_j^-, Phi] = 0 for all j",
        latex=r"\frac{\hat H_{\rm eff}\hat\Phi - \hat\Phi(\hat K^\dagger\hat H_{\rm eff}\hat K)^\dagger}{J} = [\hat S_z, \{\hat S_z, \hat\Phi\}] + r\{\hat S_z, \hat\Phi\} "
        r"+ \sum_j \frac{h_j}{2J}[\hat\sigma_j^+, \hat\Phi] = 0",
        uses=("S23", "S24"),
        note="The first equation holds for every Phi that commutes with the sigma_j^-, the second for the Phi of (6).",
    ),
    claim(
        "S26",
        "The similarity transformation makes the fields equal.",
        Says(
            eq(calG * balance(X) * calG_inverse, three_terms(inward, comm(S_plus, inward))),
            by=transformed,
            given=(COMMUTES,),
            worlds=CONVERTED,
        ),
        corrected=(
            Says(
                eq(calG * balance(X) * calG_inverse, three_terms(outward, comm(S_plus, outward))),
                by=transformed,
                given=(COMMUTES,),
                worlds=CONVERTED,
            ),
        ),
        latex=r"\hat{\mathcal G}\frac{\hat H_{\rm eff}\hat\Phi - \hat\Phi(\hat K^\dagger\hat H_{\rm eff}\hat K)^\dagger}{J}\hat{\mathcal G}^{-1} = [\hat S_z, \{\hat S_z, \hat\Phi_{\mathcal G}\}] "
        r"+ r\{\hat S_z, \hat\Phi_{\mathcal G}\} + [\hat S_+, \hat\Phi_{\mathcal G}], \qquad \hat\Phi_{\mathcal G} \equiv \hat{\mathcal G}^{-1}\hat\Phi\hat{\mathcal G}",
        corrected_latex=r"\hat\Phi_{\mathcal G} \equiv \hat{\mathcal G}\hat\Phi\hat{\mathcal G}^{-1}",
        given="Gamma = 0; [sigma_j^-, Phi] = 0 for all j; G = prod_j exp(S_j^z log(2 J_eff/h_j))",
        uses=("S25",),
        note="The transformed solution must be G Phi G^{-1}: the printed order of G and its inverse is exchanged. (S27) and the sentence below it inherit this; the solution (6) does not.",
    ),
    claim(
        "S27",
        "The transformed solution is the one of a uniform field.",
        Says(eq(calG_inverse * Phi * calG, uniform_solution), by=product_rule, worlds=SOLUTION),
        corrected=(Says(eq(calG * Phi * calG_inverse, uniform_solution), by=product_rule, worlds=SOLUTION),),
        latex=r"\hat\Phi_{\mathcal G} = (1 - \hat S_-)^r, \qquad \hat\Phi_{\mathcal G} \equiv \hat{\mathcal G}^{-1}\hat\Phi\hat{\mathcal G}",
        corrected_latex=r"\hat{\mathcal G}\hat\Phi\hat{\mathcal G}^{-1} = (1 - \hat S_-)^r",
        given="Gamma = 0 in the text; corrected: any fields and any Gamma, Phi being that of (6)",
        uses=("S26", "6"),
        note="Inherits the exchanged order of (S26): with Phi_G as it is printed there the fields would be squared instead of made equal. As the solution of the equation on the "
        "right of (S26) it is correct.",
    ),
    claim(
        "similarity",
        "The two representations of SU(2) are related by the similarity transformation.",
        Says(eq(bbS_minus, calG * S_minus * calG_inverse), by=of_spins, worlds=CONVERSION),
        Says(eq(bbS_plus, calG * S_plus * calG_inverse), by=of_spins, worlds=CONVERSION),
        quote=r"our two SU(2) representations are precisely related by this similarity transformation: $\hat{\mathbb{S}}^{\mu} = "
        r"\hat{\mathcal{G}}\hat{S}^{\mu}\hat{\mathcal{G}}^{-1}$",
        corrected=tuple(
            Says(eq(new, calG_inverse * old * calG), by=of_spins, worlds=CONVERSION)
            for new, old in ((bbS_minus, S_minus), (bbS_plus, S_plus), (S_z, S_z))
        ),
        latex=r"\hat{\mathbb S}^\mu = \hat{\mathcal G}\hat S^\mu\hat{\mathcal G}^{-1}",
        corrected_latex=r"\hat{\mathbb S}^\mu = \hat{\mathcal G}^{-1}\hat S^\mu\hat{\mathcal G}",
        given="Gamma = 0 in the text; corrected: any Gamma",
        uses=("7", "S26"),
        note="G and its inverse are exchanged: G as printed turns sigma_j^- into sigma_j^-/alpha_j.",
    ),
]
