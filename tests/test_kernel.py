"""The kernel: every rule proves what is true and refuses what is false, and nothing else can make a theorem."""

from __future__ import annotations

from functools import partial

import pytest

from dtim_exact.proof import kernel
from dtim_exact.proof.kernel import NotProved
from dtim_exact.proof.language import *  # noqa: F403
from dtim_exact.proof.language import (
    C1,
    C2,
    R1,
    R2,
    R12,
    H_eff,
    I,
    J,
    K,
    M,
    M_z,
    N,
    Phi,
    Psi,
    R12c,
    S_minus,
    S_plus,
    S_z,
    at,
    bbS_minus,
    bbS_plus,
    card,
    comm,
    eq,
    fn,
    form_factor,
    gamma,
    h_eff,
    k,
    lam,
    lift,
    n,
    op,
    over,
    p,
    r,
    s,
    sigma,
    total,
)
from dtim_exact.proof.terms import Term

raised, lowered = over(C1, sigma("+", Term("site_index", "j"))), over(C2, sigma("-", Term("site_index", "j")))
norm = fn("tr", Phi * Phi.dag)


def refuses(rule, statement):
    with pytest.raises(NotProved):
        rule(statement)


@pytest.mark.parametrize(
    ("lhs", "true", "false"),
    [
        (fn("binom", r, k) * lift(-1) ** k, fn("rising", -r, k) / fn("fact", k), fn("rising", r, k) / fn("fact", k)),
        (
            fn("binom", N, k) * fn("binom", k, n),
            fn("binom", N, n) * fn("binom", N - n, k - n),
            fn("binom", N, n) * fn("binom", N, k - n),
        ),
        (
            fn("rising", -r, k + 2),
            fn("rising", -r, k) * (k - r) * (k + 1 - r),
            fn("rising", -r, k) * (k - r) * (k + 2 - r),
        ),
        (
            fn("rising", -N, k) * (-lam) ** k,
            fn("fact", N) / fn("fact", N - k) * lam**k,
            fn("fact", N) / fn("fact", N - k) * (-lam) ** k,
        ),
        (fn("abs2", fn("rising", -r, k)), fn("rising", -r, k) * fn("rising", -r.conj, k), fn("rising", -r, k) ** 2),
        (lift(-1) ** (2 * k + 1), lift(-1), lift(1)),
        (I * I, lift(-1), lift(1)),
        (h_eff - h_eff.conj, -I * (gamma + Term("sym", "Gamma")), I * (gamma + Term("sym", "Gamma"))),
    ],
)
def test_scalar_identities(lhs, true, false):
    rule = partial(kernel.scalar, free=("r", "lam"))
    assert rule(eq(lhs, true)).scope == "all N"
    refuses(rule, eq(lhs, false))


def test_scalar_refuses_a_division_by_what_is_identically_zero():
    refuses(kernel.scalar, eq(1 / (k - k), 1 / (k - k)))
    refuses(kernel.scalar, eq(1 / (1 + lift(-1) ** k), 1 / (1 + lift(-1) ** k)))


@pytest.mark.parametrize(
    ("lhs", "true", "false"),
    [
        (comm(S_plus, S_minus**k), k * Term("B", k - 1), k * Term("B", k)),
        (S_z * S_minus**k, S_minus**k * (S_z - k), S_minus**k * (S_z + k)),
        (
            S_plus**2 * S_minus,
            S_minus * S_plus**2 + 2 * (2 * S_z - 1) * S_plus,
            S_minus * S_plus**2 + 2 * (2 * S_z + 1) * S_plus,
        ),
    ],
)
def test_collective_identities(lhs, true, false):
    assert kernel.collective(eq(lhs, true)).scope == "all N"
    refuses(kernel.collective, eq(lhs, false))


def test_the_commutation_lemma_is_proved_by_induction():
    theorem = kernel.commutation_lemma()
    assert theorem.given == ()
    assert [premise.rule for premise in theorem.premises] == ["induction", "sites", "sites"]


def test_sites_prove_detailed_balance_exactly_where_it_holds():
    statement = eq(H_eff * Psi, Psi * H_eff.dag)
    assert kernel.sites(statement, uniform=True).given == (kernel.UNIFORM,)
    assert kernel.sites(statement, where={"Gamma": lift(0)}).scope == "all N"
    refuses(kernel.sites, statement)  # unequal fields with collective loss
    refuses(partial(kernel.sites, uniform=True), eq(H_eff * Psi, Psi * H_eff))
    refuses(partial(kernel.sites, uniform=True), eq(H_eff * Phi, Phi * H_eff.dag))


@pytest.mark.parametrize(
    ("lhs", "true", "false"),
    [
        (comm(bbS_plus, bbS_minus), 2 * S_z, 2 * S_plus),
        (S_plus * S_minus, (op("Casimir") - S_z**2) + S_z, (op("Casimir") - S_z**2) - S_z),
        (K * S_plus * K.dag, S_minus, S_plus),
        (K * (I * S_z) * K, I * S_z, -I * S_z),
        (
            sigma("x", Term("site_index", "i")) * sigma("x", Term("site_index", "j")),
            sigma("x", Term("site_index", "j")) * sigma("x", Term("site_index", "i")),
            sigma("y", Term("site_index", "j")) * sigma("x", Term("site_index", "i")),
        ),
    ],
)
def test_sites_identities(lhs, true, false):
    rule = partial(kernel.sites, open_sites=("i", "j"))
    rule(eq(lhs, true))
    refuses(rule, eq(lhs, false))


def test_traces_prove_the_general_correlator_and_refuse_its_neighbours():
    def coherence(cluster):
        return fn("rising", -r, card(cluster)) * over(cluster, at("alpha", Term("site_index", "j")))

    def right(first, second):
        terms = fn("rising", card(first) - r.conj, s) * fn("rising", card(second) - r, s) * form_factor(s, R12c)
        return lift(2) ** card(R12c) * coherence(R1).conj * coherence(R2) * total(s, 0, card(R12c), terms) / norm

    rule = partial(kernel.traces, free=("r",))
    left = fn("tr", Phi.dag * raised * lowered * Phi) / norm
    rule(eq(left, right(R1, R2)))
    refuses(rule, eq(left, right(R2, R1)))
    refuses(rule, eq(left, right(R1, R2).conj))
    refuses(rule, eq(left, right(R1, R12)))
    refuses(rule, eq(fn("tr", Phi.dag * lowered * raised * Phi) / norm, right(R1, R2)))


def test_traces_of_powers():
    rule = partial(kernel.traces, free=("J_eff",))
    both = fn("tr", (bbS_minus**M).dag * bbS_minus**M)
    rule(eq(fn("tr", (bbS_minus**M).dag * M_z * bbS_minus**M), -M * both))
    rule(eq(both, fn("fact", M) ** 2 * lift(2) ** N * form_factor(M)))
    refuses(rule, eq(fn("tr", (bbS_minus**M).dag * M_z * bbS_minus**M), M * both))
    refuses(rule, eq(both, fn("fact", M) * lift(2) ** N * form_factor(M)))
    refuses(rule, eq(fn("tr", (bbS_minus**M).dag * bbS_minus ** (M + 1)), both))


def test_words_use_their_relations_and_name_them():
    X, Y = op("X"), op("Y")
    relation = eq(X * Y, Y * X)
    theorem = kernel.words(eq(X * X * Y, Y * X * X), relations=(relation,))
    assert theorem.given == (relation,)
    refuses(kernel.words, eq(X * X * Y, Y * X * X))
    refuses(partial(kernel.words, relations=(relation,)), eq(X * X * Y, Y * X))


def test_a_scalar_passing_an_antilinear_letter_is_conjugated():
    A = op("A")
    kernel.words(eq(A * (I * A), -I * A * A), antilinear=("A",))
    refuses(partial(kernel.words, antilinear=("A",)), eq(A * (I * A), I * A * A))
    kernel.words(eq((I * A).dag, A.dag * lift(1) * (-I) * lift(1)))
    kernel.words(eq((I * A).dag, I * A.dag), antilinear=("A",))


def test_induction_needs_the_right_base_and_step():
    X, Y = op("X"), op("Y")
    statement = eq(k * X, k * Y)
    next_one = eq((k + 1) * X, (k + 1) * Y)
    base = kernel.words(eq(lift(0) * X, lift(0) * Y))
    step = kernel.words(eq(lift(1) * X, lift(1) * X))
    with pytest.raises(NotProved):
        kernel.induction(statement, "k", base=base, step=step)
    with pytest.raises(NotProved):
        kernel.induction(next_one, "k", base=base, step=step)


def test_discharge_removes_only_what_is_proved():
    X, Y, Z = op("X"), op("Y"), op("Z")
    used, other = eq(X * Y, Z), eq(Y * X, Z)
    theorem = kernel.words(eq(X * X * Y, X * Z), relations=(used,))
    proof_of_other = kernel.words(other, relations=(other,))
    assert kernel.discharge(theorem, proof_of_other).given == (used, other)


def test_chain_needs_a_common_side():
    a, b = kernel.scalar(eq(k + 1, 1 + k)), kernel.scalar(eq(1 + k, k + 1))
    assert kernel.chain(a, b).statement == eq(k + 1, k + 1)
    with pytest.raises(NotProved):
        kernel.chain(a, a)


def test_specialize_keeps_the_sorts():
    theorem = kernel.scalar(eq(J.conj, J))
    with pytest.raises(NotProved):
        kernel.specialize(theorem, {"J": I})
    counted = kernel.scalar(eq(lift(-1) ** (2 * p), lift(1)))
    with pytest.raises(NotProved):
        kernel.specialize(counted, {"p": r})


def test_matrix_says_its_scope():
    theorem = kernel.matrix(eq(H_eff * Psi, Psi * H_eff.dag), sizes=(1, 2), uniform=True)
    assert theorem.scope == "N<=2"
    with pytest.raises(NotProved):
        kernel.matrix(eq(H_eff * Psi, Psi * H_eff.dag), sizes=(2,), uniform=False)


def test_counterexample_must_differ():
    from dtim_exact.proof.worlds import Worlds

    world, bound, _ = next(Worlds(uniform=True).points())
    with pytest.raises(NotProved):
        kernel.counterexample(eq(S_z, S_z), world, bound)
    assert kernel.counterexample(eq(S_z, S_plus), world, bound).statement.head == "not"


def test_enclosure_decides_only_what_the_balls_separate():
    from flint import arb

    x = Term("sym", "x")
    balls = {"x": lambda prec: arb(2).sqrt()}
    kernel.enclosure(Term("lt", x, lift(2)), balls)
    kernel.excluded(Term("lt", lift(2), x), balls)
    for rule in (kernel.enclosure, kernel.excluded):
        with pytest.raises(NotProved):
            rule(Term("lt", x**2, lift(2)), balls)


def test_nested_sums_do_not_capture_each_other():
    f = lambda a, b: a * (b + 1) + b**2  # noqa: E731
    inner = lambda g: total(k, 0, N, total(n, 0, N, g))  # noqa: E731
    rule = partial(kernel.scalar)
    rule(eq(inner(f(k, n)), total(n, 0, N, total(k, 0, N, f(n, k)))))
    refuses(rule, eq(inner(f(k, n)), inner(f(n, n))))
    refuses(rule, eq(inner(f(k, n)), inner(f(k, k))))


def test_a_linear_operator_does_not_stand_for_an_antilinear_letter():
    A, L = op("A"), op("L")
    theorem = kernel.words(eq(-I * (A * Psi), Psi * (I * A.dag)), relations=(eq(A * Psi, Psi * A.dag),))
    assert kernel.specialize(theorem, {"Psi": Phi * K}).statement.args[0] == -I * (A * (Phi * K))
    for wrong in (Phi, L, K * K):
        with pytest.raises(NotProved):
            kernel.specialize(theorem, {"Psi": wrong})
