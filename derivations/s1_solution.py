"""The exact steady state: its closed form, the representation of SU(2) it is written in, the driven Dicke limit, and the resonances.

(6)-(8) of the main text.
"""

from derivations.s1_model import BALANCE, INVOLUTION, L, balanced, unequal, uniform
from dtim_exact.proof.language import *

AS_PSI = eq(Phi, Psi * K)
NO_LOSS = {"gamma": lift(0), "Gamma": lift(0)}
DICKE = {"J": lift(0), "gamma": lift(0)}
RESONANT = Worlds(where={"r": n}, integers={"n": lambda N: range(N + 3)})
bbS_x, bbS_y = (bbS_plus + bbS_minus) / 2, (bbS_plus - bbS_minus) / (2 * I)
difference = bbS_minus.dag - bbS_plus
steady = eq(L(Phi * Phi.dag), 0)


def excess(site):
    """(|alpha|^2 - 1)/alpha, which vanishes where |h| = 2 |J_eff|."""
    return (fn("abs2", at("alpha", site)) - 1) / at("alpha", site)


def by_detailed_balance(rule, **details):
    """(4) makes Psi Psi^dagger = Phi Phi^dagger a steady state."""

    def prove(statement):
        return discharge(balanced(statement, AS_PSI, *INVOLUTION), *(rule(one, **details) for one in BALANCE))

    return prove


CLAIMS = [
    claim(
        "6",
        "The exact steady state, for uniform fields and for unequal fields without collective loss.",
        Says(steady, by=by_detailed_balance(uniform), worlds=Worlds(uniform=True, sizes=(1, 2))),
        Says(steady, by=by_detailed_balance(unequal), worlds=Worlds(sizes=(1, 2), where={"Gamma": lift(0)})),
        given="uniform fields, or Gamma = 0; h_j and J_eff not zero",
        latex=r"\hat\rho_{\rm SS} = \hat\Phi\hat\Phi^\dagger/\mathcal N, \qquad \hat\Phi = (1 - \hat{\mathbb S}_-)^{h^z_{\rm eff}/J_{\rm eff}}",
        uses=("4", "qdb-steady", "7"),
        note="It is the steady state where there is one only, that is for gamma > 0 (see unique); at gamma = 0 it is a steady state, the limit of gamma to 0 from above.",
        evaluated="dtim_exact.observables:expect",
    ),
    claim(
        "7",
        "The lowering and raising operators of the non-unitary representation.",
        kind="definition",
        latex=r"\hat{\mathbb S}_- := \sum_j \frac{2J_{\rm eff}\hat\sigma_j^-}{h_j^x}, \quad \hat{\mathbb S}_+ := \sum_j \frac{h_j^x\hat\sigma_j^+}{2J_{\rm eff}}",
        evaluated="dtim_exact.model:Model",
    ),
    claim(
        "su2-rep",
        "The operators satisfy the commutation relations of SU(2).",
        Says(eq(comm(bbS_x, bbS_y), I * S_z), by=sites, worlds=Worlds(sizes=(1, 2))),
        Says(eq(comm(bbS_y, S_z), I * bbS_x), by=sites, worlds=Worlds(sizes=(1, 2))),
        Says(eq(comm(S_z, bbS_x), I * bbS_y), by=sites, worlds=Worlds(sizes=(1, 2))),
        quote=r"along with $\hat{\mathbb{S}}^z := \hat{S}^z$ satisfy the commutation relations of the SU(2) algebra",
        latex=r"[\hat{\mathbb S}^x, \hat{\mathbb S}^y] = i\hat{\mathbb S}^z,\quad [\hat{\mathbb S}^y, \hat{\mathbb S}^z] = i\hat{\mathbb S}^x,\quad [\hat{\mathbb S}^z, \hat{\mathbb S}^x] = i\hat{\mathbb S}^y",
        uses=("7",),
    ),
    claim(
        "su2-nonunitary",
        "The raising operator is not the adjoint of the lowering one.",
        Says(ne(bbS_minus.dag, bbS_plus), worlds=Worlds(sizes=(1, 2), values={"Gamma": ("0", "3/2", "1/3")})),
        quote=r"However, since $\hat{\mathbb{S}}_-^{\dagger} \neq \hat{\mathbb{S}}_+$, $\hat{\rho}_{SS}$ does not in general preserve the decomposition of the "
        "Hilbert space into irreducible representations",
        corrected=(
            Says(
                eq(difference, over_sites(j, excess(j) * sigma("+", j))),
                by=sites,
                worlds=Worlds(sizes=(1, 2)),
            ),
            Says(
                eq(comm(spin("z", i), difference), excess(i) * sigma("+", i)),
                by=partial(sites, open_sites=("i",)),
                worlds=Worlds(sizes=(1, 2), open_sites=("i",)),
            ),
        ),
        corrected_latex=r"\hat{\mathbb S}_-^\dagger - \hat{\mathbb S}_+ = \sum_j \frac{|\alpha_j|^2 - 1}{\alpha_j}\,\hat\sigma_j^+, \qquad "
        r"\hat{\mathbb S}_-^\dagger = \hat{\mathbb S}_+ \Leftrightarrow |h_j| = 2|J_{\rm eff}| \text{ for all } j",
        given="corrected: any fields; alpha_j = 2 J_eff/h_j",
        uses=("7",),
        note="True but for one case: where |h_j| = 2 |J_eff| at every site the representation is unitary. It is so nowhere else, because "
        "the commutator with S^z_i picks the term of the site i out of the difference. Nothing that follows rests on it.",
    ),
    claim(
        "dicke",
        "The fully collective limit is the driven Dicke model: its steady state, with the inverse of 1 - bbS_- on resonance.",
        Says(
            steady,
            by=by_detailed_balance(partial(sites, uniform=True, open_sites=("j",), where=DICKE)),
            worlds=Worlds(uniform=True, sizes=(1, 2), where=DICKE),
        ),
        Says(
            eq(r, -1 - 2 * I * hz / Gamma),
            by=partial(scalar, where=DICKE),
            worlds=Worlds(uniform=True, sizes=(1,), where=DICKE),
        ),
        Says(
            eq((1 - bbS_minus) * Phi, 1),
            by=partial(series, where={"r": lift(-1)}),
            worlds=Worlds(uniform=True, where={"r": lift(-1)}),
        ),
        quote=r"In the fully collective limit $\gamma \equiv 0$ with no Ising interaction or inhomogeneity, we recover the solution of the driven Dicke model",
        given="uniform fields, gamma = 0, J = 0; on resonance h^z = 0, so r = -1",
        latex=r"J = \gamma = 0:\quad \hat\Phi = (1 - \hat{\mathbb S}_-)^{-1 - 2ih^z/\Gamma}, \qquad h^z = 0:\quad \hat\Phi = (1 - \hat{\mathbb S}_-)^{-1}",
        uses=("6",),
        note="Without local decay the collective spin is conserved, so each of its values has a steady state of its own; Phi Phi^dagger restricted to one of them is the known "
        "solution, and their mixture is the limit of gamma to 0 from above.",
    ),
    claim(
        "8",
        "At r = 0, 1, 2, ... the state is a polynomial; h^z = n J realizes it as the rates vanish.",
        Says(eq(Phi, (1 - bbS_minus) ** n), by=partial(series, where={"r": n}), worlds=RESONANT),
        Says(
            eq(r, n),
            by=partial(scalar, where=NO_LOSS | {"hz": n * J}),
            worlds=Worlds(uniform=True, sizes=(1,), where=NO_LOSS | {"hz": n * J}, integers={"n": lambda _: range(4)}),
        ),
        given="n = 0, 1, 2, ...",
        latex=r"\hat\Phi = (1 - \hat{\mathbb S}_-)^n, \qquad h^z = nJ,\ \gamma, \Gamma \to 0^+",
        uses=("6",),
        evaluated="dtim_exact.model:Model.at_resonance",
    ),
]
