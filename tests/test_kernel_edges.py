"""Refusals at the edges: kinds of symbols, capture, empty ranges, undeclared sites, names with a meaning, scopes."""

from __future__ import annotations

from functools import partial

import pytest

from dtim_exact.proof import kernel
from dtim_exact.proof.kernel import NotProved
from dtim_exact.proof.language import (
    Gamma,
    I,
    J,
    N,
    Phi,
    S_minus,
    S_plus,
    S_z,
    Term,
    at,
    card,
    comm,
    eq,
    everything,
    fn,
    gamma,
    h,
    h_eff,
    half,
    hz,
    i,
    j,
    k,
    le,
    lift,
    n,
    ne,
    op,
    over_sites,
    p,
    r,
    s,
    sigma,
    states,
    subsets,
    sym,
    total,
)

a, b, y = sym("a"), sym("b"), sym("y")
A = op("A")
Y, Z = Term("cluster", "Y"), Term("cluster", "Z")
numbers_commute = kernel.scalar(eq(a * b, b * a))
even_powers = kernel.scalar(eq(lift(-1) ** (2 * p), lift(1)))
beyond = kernel.scalar(eq(fn("binom", n, n + 1 + k), 0))
moved_out = kernel.scalar(eq(total(k, 0, N, k * n), n * total(k, 0, N, k)))
in_sites = kernel.words(eq(over_sites(j, A * sigma("+", j)), A * over_sites(j, sigma("+", j))))
everywhere = eq(A * sigma("-", j), sigma("-", j) * A)
lowering = over_sites(j, sigma("-", j))


@pytest.mark.parametrize(
    ("theorem", "values"),
    [
        (numbers_commute, {"a": S_plus, "b": S_minus}),  # operators for numbers
        (even_powers, {"p": half}),
        (beyond, {"k": lift(-1)}),
        (beyond, {"k": n - 1}),
        (kernel.scalar(eq(J.conj, J)), {"J": at("h", j)}),
        (kernel.scalar(eq(sym("x").conj, sym("x"))), {"x": at("h", j)}),
        (kernel.scalar(eq(y.conj, y), real=("y",)), {"y": I}),
        (moved_out, {"k": n}),
        (moved_out, {"n": k}),
        (in_sites, {"A": sigma("-", j)}),
        (kernel.scalar(eq(h_eff, hz - I * (gamma + Gamma) / 2)), {"hz": lift(0)}),  # h_eff is defined through hz
        (kernel.sites(eq(comm(S_plus, S_minus), 2 * S_z)), {"S-": op("X")}),
        # the hypothesis is about every site j, i included
        (kernel.words(eq(A * lowering, lowering * A), relations=(everywhere,)), {"A": sigma("x", i)}),
    ],
)
def test_specialize_refuses(theorem, values):
    with pytest.raises(NotProved):
        kernel.specialize(theorem, values)


uniform_matrix = partial(kernel.matrix, sizes=(1,), uniform=True)
pair = sigma("+", i) * sigma("-", j)


def over_pairs(body):
    return subsets(Y, everything, -1, subsets(Z, everything, -1, body))


@pytest.mark.parametrize(
    ("rule", "statement"),
    [
        (kernel.scalar, eq(total(s, 0, k, fn("binom", k - n, s) * n), total(s, 0, k - n, fn("binom", k - n, s) * n))),
        (kernel.scalar, eq(fn("binom", n - 2, n + 2), 0)),
        (kernel.scalar, eq(total(s, 0, n + 5, fn("rising", 1 - n, s)), total(s, 0, n - 1, fn("rising", 1 - n, s)))),
        (kernel.scalar, eq(r * Term("prod", p, lift(1), k - 1, r + p), fn("rising", r, k))),  # false for k = 0
        (partial(kernel.scalar, where={"n": lift(3)}), eq(total(n, 0, 2, n), 3 * total(n, 0, 2, 1))),
        (kernel.collective, eq(S_minus**a * S_minus ** (-a), 1)),
        (kernel.sites, eq(over_sites(i, pair), over_sites(i, pair, other_than=(j,)))),
        (kernel.traces, eq(fn("tr", Phi.dag * sigma("z", i) * Phi), fn("tr", Phi.dag * Phi))),
        (states, eq(fn("tr", Phi.dag * sigma("z", i) * Phi), fn("tr", Phi.dag * Phi))),
        (kernel.product_states, eq(fn("mean", over_sites(i, pair)), (N - 1) * fn("mean", pair))),
        (uniform_matrix, ne(h, J)),
        (kernel.traces, eq(over_pairs(card(Y) * card(Z)), over_pairs(card(Y) ** 2))),
        (states, eq(over_pairs(card(Y) * card(Z)), over_pairs(card(Y) ** 2))),
    ],
)
def test_rules_refuse(rule, statement):
    with pytest.raises(NotProved):
        rule(statement)


def test_matrix_keeps_the_values_of_its_integers_as_hypotheses():
    assert eq(k, 2) in uniform_matrix(eq(k * S_z, 2 * S_z), bound={"k": 2}).given


def test_the_scope_of_several_theorems_is_what_they_have_in_common():
    wide, narrow = (kernel.matrix(eq(S_z, S_z), sizes=sizes, uniform=True) for sizes in ((1, 2), (1,)))
    assert kernel.both(wide, narrow).scope == "N<=2 and N<=1"


def test_a_statement_from_a_start_on_says_so():
    product = eq(r * Term("prod", p, lift(1), k - 1, r + p), fn("rising", r, k))
    theorem = kernel.starting_at(product, "k", 1, partial(kernel.scalar, free=("r",)))
    assert theorem.given == (le(1, k),)
    with pytest.raises(NotProved):
        kernel.starting_at(product, "r", 1, partial(kernel.scalar, free=("r",)))


def test_induction_refuses_what_is_not_a_count():
    base = kernel.words(eq(lift(0) * A, lift(0) * A))
    step = kernel.words(eq((y + 1) * A, (y + 1) * A))
    with pytest.raises(NotProved):
        kernel.induction(eq(y * A, y * A), "y", base=base, step=step)


def _row(top, last):
    return total(s, 0, last, fn("binom", top, s))


@pytest.mark.parametrize(
    ("statement", "certificate"),
    [
        (eq(_row(n, n), 2 * _row(n - 1, n)), -(s / n) * fn("binom", n, s)),  # at n = 0 the sides are 1 and 2
        (eq(_row(n, n), 2 * _row(n - 1, n)), -fn("binom", n - 1, s - 1)),
        (eq(total(s, 0, n, 1 / s - 1 / (s + 1)), 1 - 1 / (n + 1)), -1 / s),
    ],
)
def test_telescoping_refuses_what_fails_at_the_first_integers(statement, certificate):
    with pytest.raises(NotProved):
        kernel.telescoping(statement, certificate)


def test_telescoping_where_no_upper_index_is_negative():
    kernel.telescoping(eq(_row(n + 1, n + 1), 2 * _row(n, n + 1)), -(s / (n + 1)) * fn("binom", n + 1, s))
