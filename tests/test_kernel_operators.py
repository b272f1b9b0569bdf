"""The rules for operators prove what is true and refuse what is false: words at sites, evolution, products over
sites, series, uniqueness.
"""

from __future__ import annotations

from functools import partial

import pytest

from dtim_exact.proof import conventions, kernel
from dtim_exact.proof.conventions import flow_by_H_eff, lindbladian, motion
from dtim_exact.proof.kernel import NotProved
from dtim_exact.proof.language import (
    C1,
    H,
    H_eff,
    I,
    K,
    N,
    Phi,
    Psi,
    S_minus,
    S_plus,
    S_z,
    Worlds,
    alpha,
    at,
    bbS_minus,
    card,
    comm,
    eq,
    everything,
    fn,
    gamma,
    h,
    i,
    j,
    k,
    l,
    lift,
    lt,
    n,
    op,
    over,
    over_sites,
    r,
    sigma,
    subsets,
    total,
)
from dtim_exact.proof.operator_rules import (
    UP,
    assumed,
    commutant,
    highest_power,
    one_steady_state,
    passes_lowering,
    products,
    resummed,
    substitute,
    swapped,
    symmetric,
    vanishing,
)
from dtim_exact.proof.product_form import binomial_series
from dtim_exact.proof.terms import Term

A, B, D, X, Y, rho = (op(name) for name in ("A", "B", "D", "X", "Y", "rho"))
minus_j, plus_j, z_j = sigma("-", j), sigma("+", j), sigma("z", j)
SPINS = {name: conventions.OPERATORS[name] for name in ("S-", "S+", "Sz")}


def refuses(rule, *statements):
    for statement in statements:
        with pytest.raises(NotProved):
            rule(statement)


def flow(steps, operator):
    return Term("flow", lift(steps), operator)


def dual(steps, operator):
    return Term("dual", lift(steps), operator)


# --- words at sites -------------------------------------------------------------------------------------------------
def test_a_sum_over_sites_counts_what_does_not_depend_on_the_site():
    kernel.words(eq(over_sites(j, X), N * X))
    refuses(
        kernel.words,
        eq(over_sites(j, X), X),
        eq(over_sites(j, minus_j), N * minus_j),
        eq(over_sites(j, at("h", j) * X), N * at("h", j) * X),
    )
    local = eq(z_j * X, -X)
    kernel.words(eq(over_sites(j, z_j) * X, -N * X), relations=(local,))
    refuses(
        partial(kernel.words, relations=(local,)),
        eq(over_sites(j, z_j) * X, -X),
        eq(over_sites(j, at("h", j) * z_j) * X, -N * X),
    )


def test_two_sums_over_sites_are_not_one():
    pairs = over_sites(i, over_sites(j, sigma("-", i) * plus_j))
    kernel.words(eq(pairs, S_minus * S_plus), definitions=SPINS)
    refuses(
        partial(kernel.words, definitions=SPINS),
        eq(over_sites(j, minus_j * plus_j), S_minus * S_plus),
        eq(pairs, S_plus * S_minus),
    )
    apart = over_sites(i, over_sites(j, sigma("-", i) * plus_j, other_than=(i,)))
    kernel.words(eq(apart, S_minus * S_plus - over_sites(j, minus_j * plus_j)), definitions=SPINS)


def test_a_rule_keeps_the_site_at_which_it_fits():
    local = eq(minus_j * X, at("h", j) * X * plus_j)
    proves = partial(kernel.words, relations=(local,))
    proves(eq(over_sites(j, minus_j * X * plus_j), over_sites(j, at("h", j) * X * plus_j * plus_j)))
    refuses(
        proves,
        eq(over_sites(j, minus_j * X * plus_j), over_sites(j, at("h", j) * X * plus_j) * over_sites(j, plus_j)),
        eq(sigma("-", i) * X, at("h", j) * X * sigma("+", i)),
    )


def test_a_relation_about_two_sites_is_refused():
    refuses(
        lambda relation: kernel.words(eq(X, X), relations=(relation,)),
        eq(sigma("-", i) * minus_j, minus_j * sigma("-", i)),
        eq(minus_j * flow(n, sigma("-", j) * X), X),
    )


def test_what_is_inside_a_letter_is_not_summed_over():
    refuses(
        kernel.words,
        eq(over_sites(j, flow(n, minus_j)), N * flow(n, minus_j)),
        eq(over_sites(j, fn("tr", minus_j * X)), N * fn("tr", minus_j * X)),
    )


def test_the_adjoint_of_a_relation_holds_too():
    balance = eq(A * Psi, Psi * A.dag)
    kernel.words(eq(Psi.dag * A.dag, A * Psi.dag), relations=(balance,))
    refuses(
        partial(kernel.words, relations=(balance,)),
        eq(Psi.dag * A, A.dag * Psi.dag),
        eq(A * Psi.dag, Psi.dag * A.dag * 2),
    )


def test_powers_of_one_letter():
    kernel.words(eq(X ** (k + 2), X * X**k * X))
    refuses(kernel.words, eq(X ** (k + 2), X**k * X), eq(X**k * Y, Y * X**k), eq(Psi ** (k + 1), Psi**k * Psi))


# --- traces and evolution -------------------------------------------------------------------------------------------
def test_traces_turn_and_antilinear_letters_conjugate():
    kernel.words(eq(fn("tr", A * B), fn("tr", B * A)))
    kernel.words(eq(fn("tr", Psi * A * Psi.dag), fn("tr", Psi.dag.dag * A * Psi.dag)))
    kernel.words(eq(fn("tr", Psi * A * Psi.dag), fn("tr", A.dag * Psi.dag * Psi)))
    refuses(
        kernel.words,
        eq(fn("tr", A * B * X), fn("tr", B * A * X)),
        eq(fn("tr", Psi * A * Psi.dag), fn("tr", A * Psi.dag * Psi)),
        eq(fn("tr", A), fn("tr", A.dag)),
    )


def test_the_generator_in_terms_of_h_eff_is_that_of_the_master_equation():
    system = Worlds(
        sizes=(1, 2),
        site_free=("d", "e"),
        definitions={"rho": over(everything, at("d", j) * plus_j + at("e", j) * minus_j + sigma("n", j))},
    )
    for world, bound, _ in system.points():
        assert world.holds(eq(flow(1, rho), lindbladian(rho)), bound)
        assert world.holds(eq(flow(1, rho), flow_by_H_eff(rho)), bound)
        assert world.holds(eq(dual(2, rho), motion(motion(rho))), bound)
    unfold = SPINS | {"H_eff": conventions.OPERATORS["H_eff"]}
    proves = partial(kernel.words, relations=(eq(H.dag, H),), definitions=unfold)
    proves(eq(flow(1, rho), lindbladian(rho)))
    proves(eq(dual(1, rho), motion(rho)))
    refuses(
        proves,
        eq(flow(1, rho), motion(rho)),
        eq(flow(2, rho), lindbladian(rho)),
        eq(flow(n, rho), rho),
        eq(flow(n + 1, rho), flow(n, rho)),
    )


def test_an_induction_may_use_other_values_of_what_is_free():
    statement = eq(fn("tr", dual(l + n, A) * B), fn("tr", dual(l, A) * flow(n, B)))
    instance = eq(fn("tr", dual(l + 1 + n, A) * B), fn("tr", dual(l + 1, A) * flow(n, B)))
    at_next = eq(fn("tr", dual(l + (n + 1), A) * B), fn("tr", dual(l, A) * flow(n + 1, B)))
    base = kernel.words(eq(fn("tr", dual(l + 0, A) * B), fn("tr", dual(l, A) * flow(0, B))))
    step = kernel.chain(
        kernel.words(eq(at_next.args[0], instance.args[0]), definitions=SPINS),
        assumed(instance),
        kernel.words(eq(instance.args[1], at_next.args[1]), definitions=SPINS),
    )
    assert kernel.induction(statement, "n", base=base, step=step, instances=({"l": l + 1},)).given == ()
    for wrong in ({"step": step}, {"step": assumed(at_next)}, {"step": step, "instances": ({"n": n + 1},)}):
        with pytest.raises(NotProved):
            kernel.induction(statement, "n", base=base, **wrong)


def test_an_induction_keeps_no_hypothesis_about_its_index():
    statement = eq(X**k * Y, Y * X**k)
    base = kernel.words(eq(X ** lift(0) * Y, Y * X ** lift(0)))
    about_k = eq(X**k * X * Y, Y * X**k * X)
    with pytest.raises(NotProved):
        kernel.induction(
            statement, "k", base=base, step=kernel.words(eq(X ** (k + 1) * Y, Y * X ** (k + 1)), relations=(about_k,))
        )


def test_what_has_a_meaning_is_not_specialized():
    theorem = kernel.sites(
        eq(H_eff.dag - H_eff, I * (gamma * over_sites(j, plus_j * minus_j) + Term("sym", "Gamma") * S_plus * S_minus))
    )
    for values in ({"gamma": lift(0)}, {"H_eff": Phi}, {"S-": X}):
        with pytest.raises(NotProved):
            kernel.specialize(theorem, values)
    evolved = kernel.words(eq(flow(1, X), flow(0, flow(1, X))))
    with pytest.raises(NotProved):
        kernel.specialize(evolved, {"H_eff": X})
    assert kernel.specialize(evolved, {"X": A * B}).statement == eq(flow(1, A * B), flow(0, flow(1, A * B)))


# --- products over all sites ----------------------------------------------------------------------------------------
def test_products_over_all_sites():
    stretch = over(everything, at("alpha", j) * sigma("n", j) + sigma("d", j))
    back = over(everything, sigma("n", j) / at("alpha", j) + sigma("d", j))
    for statement in (
        eq(stretch * back, 1),
        eq(stretch * minus_j, minus_j * stretch / at("alpha", j)),
        eq(stretch * Phi * back, binomial_series(S_minus)),
        eq(UP * UP, UP),
        eq(plus_j * UP, 0),
        eq(UP * Phi * UP, UP),
        eq(minus_j * Phi, Phi * minus_j),
    ):
        assert products(statement).scope == "all N"
    refuses(
        products,
        eq(stretch * stretch, 1),
        eq(stretch * minus_j, at("alpha", j) * minus_j * stretch),
        eq(back * Phi * stretch, binomial_series(S_minus)),
        eq(UP * UP, 2 * UP),
        eq(minus_j * UP, 0),
        eq(Phi * UP, UP),
        eq(plus_j * Phi, Phi * plus_j),
        eq(Phi * Phi, Phi),
        eq(UP, 0),
        eq(over(C1, sigma("n", j)) * UP, UP),
        eq(over(everything, sigma("n", j) * S_z), UP),
        eq(Phi, over(everything, 1 + Term("sym", "y") * at("alpha", j) * minus_j)),
        eq(Phi, over(everything, 1 + Term("sym", "the variable of L") * at("alpha", j) * minus_j)),
    )


# --- symmetric polynomials and series -------------------------------------------------------------------------------
SETS = Term("cluster", "X")


def elementary(size, body=1):
    return subsets(SETS, everything, size, body * over(SETS, minus_j))


def test_symmetric_polynomials():
    proves = partial(symmetric, free=("r",))
    for statement in (
        eq(elementary(k), S_minus**k / fn("fact", k)),
        eq(S_minus ** (N + 1), 0),
        eq((1 - bbS_minus) * total(k, 0, N, bbS_minus**k), 1),
        eq(Phi, subsets(SETS, everything, -1, fn("rising", -r, card(SETS)) * over(SETS, at("alpha", j) * minus_j))),
    ):
        assert proves(statement).scope == "all N"
    refuses(
        proves,
        eq(elementary(k), S_minus**k),
        eq(S_minus**N, 0),
        eq((1 + bbS_minus) * total(k, 0, N, bbS_minus**k), 1),
        eq((1 - bbS_minus) * total(k, 0, N - 1, bbS_minus**k), 1),
        eq(Phi, subsets(SETS, everything, -1, fn("rising", r, card(SETS)) * over(SETS, at("alpha", j) * minus_j))),
        eq(S_minus**k * S_plus, S_plus * S_minus**k),
        eq(bbS_minus, alpha * S_minus),
        eq(elementary(-1, over(SETS, lift(2)) * over(SETS, lift(3))), elementary(-1)),
        eq(elementary(k - 1), S_minus ** (k - 1) / fn("fact", k - 1)),
        eq(subsets(SETS, everything, -1, over(SETS, sigma("-", i))), elementary(-1)),
        eq(subsets(SETS, everything, 1, Term("over_set", i, SETS, at("alpha", j) * sigma("-", i))), bbS_minus),
    )
    refuses(partial(symmetric, where={"r": n}), eq(Phi, (1 - bbS_minus) ** (n + 1)), eq(Phi, (1 + bbS_minus) ** n))


def c(index):
    return Term("coefficient", "c", lift(index))


def test_series_coefficient_by_coefficient():
    series = total(k, 0, N, c(k) * S_minus**k)
    B_k = Term("B", k)
    for statement in (
        eq(comm(S_plus, series), total(k, 0, N - 1, (k + 1) * c(k + 1) * B_k)),
        eq(S_minus * series, total(k, 1, N, c(k - 1) * S_minus**k)),
        eq((1 - S_minus) * total(k, 0, N - 1, S_minus**k), 1 - S_minus**N),
    ):
        assert resummed(statement).scope == "all N"
    refuses(
        resummed,
        eq(comm(S_plus, series), total(k, 0, N - 2, (k + 1) * c(k + 1) * B_k)),
        eq(comm(S_plus, series), total(k, 0, N - 1, k * c(k + 1) * B_k)),
        eq(S_minus * series, total(k, 0, N, c(k) * S_minus**k)),
        eq(S_minus * series, total(k, 1, N - 1, c(k - 1) * S_minus**k)),
        eq((1 - S_minus) * total(k, 0, N - 1, S_minus**k), lift(1)),
        eq(series * series, series),
        eq(series, total(k, 0, N, c(k).conj * S_minus**k)),
    )


def test_the_highest_power_of_the_lowering_operator():
    assert [theorem.given for theorem in highest_power()] == [(), ()]


# --- uniqueness -----------------------------------------------------------------------------------------------------
def test_the_number_of_steady_states():
    theorem = one_steady_state(eq(Term("steady_states"), 1))
    assert theorem.given == (lt(0, gamma),)
    assert {premise.rule for premise in theorem.premises} == {"words", "literature", "sites"}
    refuses(one_steady_state, eq(Term("steady_states"), 2), eq(lift(1), Term("steady_states")))


def test_an_operator_that_commutes_with_all_lowering_operators():
    element = fn("tr", UP * over(SETS, plus_j) * D)
    good = eq(D, subsets(SETS, everything, -1, element * over(SETS, minus_j)))
    assert commutant(good).given == (passes_lowering(D),)
    refuses(
        commutant,
        eq(D, subsets(SETS, everything, -1, element * over(SETS, plus_j))),
        eq(D, subsets(SETS, everything, k, element * over(SETS, minus_j))),
        eq(Psi, subsets(SETS, everything, -1, fn("tr", UP * over(SETS, plus_j) * Psi) * over(SETS, minus_j))),
        eq(D, X),
    )


ONE, COMMUTES = lift(1), passes_lowering(D)


def column(Y, factor=ONE, hypothesis=COMMUTES):
    """c (sigma_j^z - 1) D |up><up| = Y D |up><up| as a hypothesis, beside [sigma_j^-, D] = 0."""
    equation = assumed(eq(factor * (z_j - 1) * D * UP - Y * D * UP, 0))
    nothing = kernel.words(eq(lift(0), lift(0)), relations=(hypothesis,))
    return kernel.chain(equation, nothing)


def test_an_operator_that_lowers_itself_vanishes():
    theorem = vanishing(column(minus_j * S_z + I * S_minus * minus_j))
    assert theorem.statement == eq(D, 0)
    assert {passes_lowering(D), eq(UP * D * UP, 0)} <= set(theorem.given)
    assert Term("ne", h, lift(0)) in vanishing(column(minus_j, factor=h)).given
    for wrong in (
        column(S_z),
        column(plus_j * minus_j),
        column(minus_j, factor=h - 1),
        column(minus_j * X),
        column(minus_j, hypothesis=eq(X, X * X)),
        assumed(eq((z_j + 1) * D * UP - minus_j * D * UP, 0)),
        assumed(eq((z_j - 1) * D * UP, minus_j * D * UP)),
    ):
        with pytest.raises(NotProved):
            vanishing(wrong)


def test_substitute_replaces_equals_and_captures_nothing():
    equation = assumed(eq(minus_j * X, Y))
    theorem = kernel.words(eq(Term("mul", minus_j * X, A), minus_j * X * A))
    assert substitute(theorem, equation).statement.args[0] == Y * A
    assert substitute(theorem, equation).given == equation.given
    inside = kernel.words(eq(over_sites(j, Term("mul", minus_j * X, A)), over_sites(j, minus_j * X * A)))
    with pytest.raises(NotProved):
        substitute(inside, equation)
    assert swapped(equation).statement == eq(Y, minus_j * X)


def test_psi_is_its_own_adjoint():
    kernel.sites(eq(Psi.dag, Psi))
    kernel.sites(eq((z_j * Psi).dag, Psi * z_j), open_sites=("j",))
    refuses(
        partial(kernel.sites, open_sites=("j",)),
        eq(Psi.dag, -Psi),
        eq((z_j * Psi).dag, -Psi * z_j),
        eq((I * z_j * Psi).dag, I * z_j * Psi),
        eq(Phi.dag, K * Phi * K * 2),
    )
