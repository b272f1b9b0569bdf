"""The model: Hamiltonian, master equation, steady state, and quantum detailed balance.

(1)-(5) of the main text, (S1)-(S5), and why the steady state is unique.
"""

from dtim_exact.proof.conventions import OPERATORS, dissipator, flow_by_H_eff, lindbladian
from dtim_exact.proof.language import *
from dtim_exact.proof.operator_rules import one_steady_state, products

rho, any_O = op("rho"), op("O")
jump, raised = sigma("-", j), sigma("+", j)
decay = gamma * over_sites(j, raised * jump) + Gamma * (S_plus * S_minus)
"""sum_k L_k^dagger L_k, the jump operators being sqrt(gamma) sigma_j^- and sqrt(Gamma) S_-."""

SPINS = {name: OPERATORS[name] for name in ("S-", "S+", "Sz")}
EVERY_RHO = {"rho": over(everything, 1 + at("d", j) * raised + at("e", j) * jump + at("f", j) * sigma("z", j))}
STATES = Worlds(sizes=(1, 2), definitions=EVERY_RHO, site_free=("d", "e", "f"))
UNIFORM, UNEQUAL = Worlds(uniform=True, open_sites=("j",)), Worlds(where={"Gamma": lift(0)}, open_sites=("j",))
uniform = partial(sites, uniform=True, open_sites=("j",))
unequal = partial(sites, where={"Gamma": lift(0)}, open_sites=("j",))

# What the model says of H and H_eff; each is proved by one-site facts wherever it is used.
HERMITIAN = eq(H.dag, H)
ADJOINT = eq(H_eff.dag, H_eff + I * decay)
BALANCE = (eq(H_eff * Psi, Psi * H_eff.dag), eq(jump * Psi, Psi * jump.dag))
"""(4)."""
INVOLUTION = (eq(K.dag, K), eq(K * K, 1))


def L(state):
    """The right side of (2)."""
    return Term("flow", lift(1), state)


def every_rho(statement):
    """Statements about every operator rho."""
    theorem = words(statement, relations=(HERMITIAN,), definitions=SPINS | {"H_eff": OPERATORS["H_eff"]})
    return discharge(theorem, sites(HERMITIAN))


def balanced(statement, *more):
    """Statements that follow from (4) alone."""
    theorem = words(statement, relations=(*more, *BALANCE, ADJOINT), definitions=SPINS)
    return discharge(theorem, sites(ADJOINT), *map(sites, more))


def steady(statement):
    """The same, or with the Psi of (6), which is its own adjoint."""
    try:
        return balanced(statement)
    except NotProved:
        return balanced(statement, eq(Psi * Psi, Psi * Psi.dag))


# (S4) and (S5): O is a combination of H_eff and the jump operators with complex coefficients a, b_j, c.
combination = sym("a") * H_eff + over_sites(j, at("b", j) * jump) + sym("c") * S_minus
SPAN = {"free": ("a", "c"), "site_free": ("b",)}
UNIFORM_SPAN = Worlds(uniform=True, **SPAN)
UNEQUAL_SPAN = Worlds(where={"Gamma": lift(0)}, **SPAN)

# Rotations about the z axis: h_j = a_j w_j with real a_j and |w_j| = 1; R is the product over j of diag(1, w_j).
R = op("R")
size, angle = at("a", j), at("u", j)
phases, phase = (1 + I * angle) / (1 - I * angle), (1 + I * sym("u")) / (1 - I * sym("u"))


def rotation(w):
    return {"R": over(everything, sigma("n", j) + w * sigma("d", j))}


def hamiltonian(field):
    """(1) with the fields h_j."""
    ising = J * over_sites(i, over_sites(j, spin("z", i) * spin("z", j), other_than=(i,)))
    return ising + hz * S_z + half * over_sites(j, field * raised + field.conj * jump)


def rotating(w):
    """Statements about R, from the way in which it passes the operators of one site."""
    unitary = eq(R * R.dag, 1)
    passes = tuple(eq(R * o, c * o * R) for o, c in ((jump, w), (raised, w.conj), (sigma("z", j), lift(1))))

    def rule(statement):
        theorem = words(statement, relations=(unitary, *passes), definitions=SPINS, real=("a", "u"))
        return discharge(theorem, *(products(one, real=("u",), definitions=rotation(w)) for one in (unitary, *passes)))

    return rule


number = over_sites(j, sigma("n", j))
SIZES = {"a": (("1", "1"), ("1", "2"), ("2", "1"))}
TWO_SPINS = Worlds(
    sizes=(2,),
    where={"J": lift(0), "hz": lift(0), "gamma": lift(1), "Gamma": lift(1)},
    site_real=("a",),
    values=SIZES | {"h": (("1", "i"), ("i", "-2"), ("-2i", "1"))},
)
MANY_PHASES = Worlds(site_real=("a", "u"), open_sites=("j",), definitions=rotation(phases))
ONE_PHASE = Worlds(site_real=("a",), free_real=("u",), definitions=rotation(phase))

CLAIMS = [
    claim(
        "1",
        "The Hamiltonian: an infinite-range Ising model in a field; the sum over i != j counts every pair twice.",
        kind="definition",
        latex=r"\hat H_{\rm TFIM} = J \sum_{i \neq j} \hat S_i^z \hat S_j^z + \sum_{j,\mu} h_j^\mu \hat S_j^\mu",
        evaluated="dtim_exact.lindblad:hamiltonian",
    ),
    claim(
        "2",
        "The Lindblad master equation with local decay (gamma) and collective decay (Gamma).",
        kind="definition",
        latex=r"\dot{\hat\rho} = -i[\hat H_{\rm TFIM}, \hat\rho] + \gamma \sum_j \mathcal D[\hat\sigma_j^-]\hat\rho "
        r"+ \Gamma \mathcal D[\hat S_-]\hat\rho \equiv \mathcal L\hat\rho",
        evaluated="dtim_exact.lindblad:lindbladian",
    ),
    claim(
        "wlog-hy",
        "Without loss of generality the fields have no y component: the steady state has the same mean number of up spins.",
        Says(eq(fn("steady_mean", number), Term("with_fields", j, size, fn("steady_mean", number))), worlds=TWO_SPINS),
        quote="will (without loss of any generality) set $h_j^y = 0$",
        corrected=(
            Says(eq(R * hamiltonian(size * phases) * R.dag, hamiltonian(size)), by=rotating(phases), worlds=MANY_PHASES),
            Says(eq(R * jump * R.dag, phases * jump), by=rotating(phases), worlds=MANY_PHASES),
            Says(eq(R * S_minus * R.dag, phase * S_minus), by=rotating(phase), worlds=ONE_PHASE),
        ),
        latex=r"h_j^y = 0 \text{ without loss of generality}",
        corrected_latex=r"\hat R \hat H_{h_j} \hat R^\dagger = \hat H_{a_j}, \quad \hat R \hat\sigma_j^- \hat R^\dagger = w_j \hat\sigma_j^-, \quad "
        r"\hat R \hat S_- \hat R^\dagger = w \hat S_- \text{ if } w_j = w; \qquad h_j = a_j w_j, \ |w_j| = 1, \ \hat R = \prod_j {\rm diag}(1, w_j)",
        given="corrected: Gamma = 0, or the same phase w at every site (a_j may have either sign)",
        note="A rotation of each spin about its z axis makes h_j real. It leaves (2) as it is only if it multiplies every jump operator by a phase, so for Gamma > 0 "
        "all h_j must have the same phase (or the opposite one). Both classes that the paper solves satisfy this. The counterexample compares the mean number of up spins, "
        "the sum over j of <sigma_j^+ sigma_j^->, with h_j and with its length |h_j| as field.",
    ),
    claim(
        "3",
        "A steady state is a density matrix that (2) does not move.",
        kind="definition",
        latex=r"\mathcal L \hat\rho_{\rm SS} = 0",
        evaluated="dtim_exact.lindblad:residual",
    ),
    claim(
        "4",
        "Quantum detailed balance: the antilinear Psi of (6) passes the effective Hamiltonian and the jump operators, turning them into their adjoints.",
        *(
            Says(statement, by=rule, worlds=worlds)
            for rule, worlds in ((uniform, UNIFORM), (unequal, UNEQUAL))
            for statement in (*BALANCE, eq(S_minus * Psi, Psi * S_minus.dag))
        ),
        given="uniform fields, or Gamma = 0; h_j and J_eff not zero",
        latex=r"\hat H_{\rm eff}\hat\Psi = \hat\Psi \hat H_{\rm eff}^\dagger, \qquad \hat L_k \hat\Psi = \hat\Psi \hat L_k^\dagger",
        uses=("6", "7"),
        note="The jump operators are sqrt(gamma) sigma_j^- and sqrt(Gamma) S_- (see jump-list); the square roots cancel in (4), but not in H_eff. With unequal fields "
        "and Gamma > 0 the Psi of (6) does not solve (4).",
    ),
    claim(
        "jump-list",
        "With the jump operators of the list, the form (5) is the master equation (2).",
        Says(
            eq(
                lindbladian(rho),
                -I * (op("H_list") * rho - rho * op("H_list").dag)
                + over_sites(j, jump * rho * raised)
                + S_minus * rho * S_plus,
            ),
            by=every_rho,
            worlds=Worlds(
                sizes=(1, 2),
                site_free=("d", "e", "f"),
                definitions=EVERY_RHO | {"H_list": H - (I / 2) * (over_sites(j, raised * jump) + S_plus * S_minus)},
            ),
        ),
        quote=r"where $\hat{L}_k \in {\hat{\sigma}_1, \ldots, \hat{\sigma}_N, \hat{S}_-}$ ranges over the set of Lindblad operators in (2)",
        corrected=(Says(eq(lindbladian(rho), flow_by_H_eff(rho)), by=every_rho, worlds=STATES),),
        latex=r"\hat L_k \in \{\hat\sigma_1, \ldots, \hat\sigma_N, \hat S_-\}",
        corrected_latex=r"\hat L_k \in \{\sqrt\gamma\,\hat\sigma_1^-, \ldots, \sqrt\gamma\,\hat\sigma_N^-, \sqrt\Gamma\,\hat S_-\}",
        note="The superscript of sigma_j^- is missing (perhaps the scan; it is restored in the test), and so are the rates: the list gives (2) only if gamma = Gamma = 1. "
        "Everything that follows uses the right H_eff, as (S14) and (S24) show.",
    ),
    claim(
        "5",
        "The master equation in terms of the effective Hamiltonian.",
        Says(eq(lindbladian(rho), flow_by_H_eff(rho)), by=every_rho, worlds=STATES),
        given="any rho; jump operators sqrt(gamma) sigma_j^-, sqrt(Gamma) S_-",
        latex=r"\mathcal L\hat\rho = -i(\hat H_{\rm eff}\hat\rho - \hat\rho \hat H_{\rm eff}^\dagger) + \sum_k \hat L_k \hat\rho \hat L_k^\dagger",
        uses=("2", "jump-list"),
    ),
    claim(
        "qdb-steady",
        "A solution of (4) gives a steady state.",
        *(
            Says(eq(L(Psi * Psi.dag), 0), by=steady, given=BALANCE, worlds=worlds)
            for worlds in (Worlds(uniform=True, sizes=(1, 2)), Worlds(where={"Gamma": lift(0)}, sizes=(1, 2)))
        ),
        quote=r"if $\hat{\Psi}$ is a solution to the detailed balance conditions (4), then $\hat{\rho} := \hat{\Psi} \hat{\Psi}^{\dagger}$ is a valid steady state of "
        "the master equation",
        given="Psi antilinear, not zero, and (4)",
        latex=r"\mathcal L[\hat\Psi \hat\Psi^\dagger] = 0",
        uses=("4", "5"),
        note="That Psi is antilinear is essential: the factor -i changes its sign on the way through Psi.",
    ),
    claim(
        "S1",
        "The Hamiltonian, as (1).",
        kind="definition",
        latex=r"\hat H = J \sum_{i \neq j} \hat S_i^z \hat S_j^z + \sum_{j,\mu} h_j^\mu \hat S_j^\mu",
        evaluated="dtim_exact.lindblad:hamiltonian",
    ),
    claim(
        "S2",
        "The local loss, written out: it is the one of (2).",
        Says(
            eq(
                gamma / 2 * over_sites(j, 2 * jump * rho * raised - anti(raised * jump, rho)),
                gamma * over_sites(j, dissipator(jump, raised, rho)),
            ),
            by=every_rho,
            worlds=STATES,
        ),
        latex=r"\mathcal L_1[\hat\rho] = \frac{\gamma}{2} \sum_j \left(2\hat\sigma_j^- \hat\rho \hat\sigma_j^+ - \{\hat\sigma_j^+ \hat\sigma_j^-, \hat\rho\}\right)",
        uses=("2",),
    ),
    claim(
        "S3",
        "The collective loss, written out: it is the one of (2).",
        Says(
            eq(
                Gamma / 2 * over_sites(j, 2 * S_minus * rho * S_plus - anti(S_plus * S_minus, rho)),
                Gamma * dissipator(S_minus, S_plus, rho),
            ),
            by=every_rho,
            worlds=STATES,
        ),
        corrected=(
            Says(eq(Gamma / 2 * (2 * S_minus * rho * S_plus - anti(S_plus * S_minus, rho)), Gamma * dissipator(S_minus, S_plus, rho)),
                by=every_rho,
                worlds=STATES,
            ),
        ),
        latex=r"\mathcal L_2[\hat\rho] = \frac{\Gamma}{2} \sum_j \left(2\hat S_- \hat\rho \hat S_+ - \{\hat S_+ \hat S_-, \hat\rho\}\right)",
        corrected_latex=r"\mathcal L_2[\hat\rho] = \frac{\Gamma}{2} \left(2\hat S_- \hat\rho \hat S_+ - \{\hat S_+ \hat S_-, \hat\rho\}\right)",
        note="The sum over j has nothing to sum over and would multiply the rate by N. (S14) and (S24) have Gamma/2 without N, so they do not inherit it.",
        uses=("2",),
    ),
    claim(
        "unique",
        "The steady state is unique.",
        Says(eq(Term("steady_states"), 1), by=one_steady_state, worlds=Worlds(uniform=True, sizes=(1, 2), where={"gamma": lift(0)})),
        quote="Therefore, thanks to the centralizer condition in [S1], we know that the above Lindblad master equation must have a unique steady state.",
        corrected=(
            Says(eq(Term("steady_states"), 1), by=one_steady_state, given=(lt(0, gamma),), worlds=Worlds(sizes=(1, 2))),
        ),
        latex=r"\dim\ker\mathcal L = 1",
        corrected_latex=r"\dim\ker\mathcal L = 1 \quad \text{for } \gamma > 0 \text{, any fields and any } \Gamma \geq 0",
        given="corrected: gamma > 0; nothing is assumed about the fields",
        note="The inference fails: 'Therefore, thanks to the centralizer condition' needs a steady state of full rank beside the condition. The jump operators |0><2| and |1><2| generate "
        "with their adjoints the whole algebra (only multiples of 1 commute with all of it), and they have two steady states. The text does not say gamma > 0, and at gamma = 0 the statement is "
        "false too: two spins in the same field have the singlet as a second steady state. With 'local loss' read as gamma > 0 the statement itself is true, and proved here. What proves uniqueness: the support of a steady state is invariant under every sigma_j^-, so it contains the configuration with all "
        "spins down, while two steady states could be chosen with orthogonal supports.",
    ),
    claim(
        "S4",
        "The detailed balance condition for every combination of the effective Hamiltonian and the jump operators; the Psi of (6) satisfies it.",
        Says(eq(combination * Psi, Psi * combination.dag), by=partial(sites, uniform=True), worlds=UNIFORM_SPAN),
        Says(eq(combination * Psi, Psi * combination.dag), by=partial(sites, where={"Gamma": lift(0)}), worlds=UNEQUAL_SPAN),
        given="uniform fields, or Gamma = 0; O = a H_eff + sum_j b_j sigma_j^- + c S_- with complex a, b_j, c",
        latex=r"\hat O \hat\Psi = \hat\Psi \hat O^\dagger",
        uses=("4",),
        note="It is the same condition as (4), complex multiples included, because Psi is antilinear: a O Psi = a Psi O^dagger = Psi (a O)^dagger. The unit norm is a "
        "matter of a real factor.",
    ),
    claim(
        "S5",
        "The condition (S4) for Phi = Psi K.",
        Says(
            eq(any_O * (Psi * K), Psi * K * conjugated(any_O)),
            given=(eq(any_O * Psi, Psi * any_O.dag),),
            by=lambda statement: discharge(words(statement, relations=(eq(any_O * Psi, Psi * any_O.dag), *INVOLUTION)), *map(sites, INVOLUTION)),
            worlds=Worlds(uniform=True, definitions={"O": combination}, **SPAN),
        ),
        Says(eq(combination * Phi, Phi * conjugated(combination)), by=partial(sites, uniform=True), worlds=UNIFORM_SPAN),
        Says(eq(combination * Phi, Phi * conjugated(combination)), by=partial(sites, where={"Gamma": lift(0)}), worlds=UNEQUAL_SPAN),
        given="(S4); K = K_z U_x as in the main text, which is antiunitary and its own inverse (K K = 1 is used)",
        latex=r"\hat O \hat\Phi = \hat\Phi (\hat K^\dagger \hat O \hat K)^\dagger",
        uses=("S4",),
        note="K is its own inverse, so this Phi = Psi K and Psi = Phi K of the main text agree.",
    ),
]
