"""The proof of `qdb-unique`: every solution of (S5) is a multiple of Phi, for uniform fields and any Gamma.

A solution commutes with every sigma_j^-, so it is known from what it does to the configuration |up> with all spins up.  The commutator of (S5) with
sigma_j^-, applied to |up>, gives what it does there with m + 1 spins down from what it does with m.
"""

from dtim_exact.proof.conventions import OPERATORS
from dtim_exact.proof.language import *
from dtim_exact.proof.operator_rules import UP, passes_lowering, products, substitute, vanishing

P, D, c0 = op("P"), op("D"), sym("c0")
lowering = sigma("-", j)
uniform = partial(sites, uniform=True)


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
