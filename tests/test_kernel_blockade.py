"""The kernel's rules behind the blockade and the correlators: each proves what is true and refuses its false
neighbours.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial

import pytest

from dtim_exact.gaussian import Gaussian
from dtim_exact.proof import kernel, rules
from dtim_exact.proof.germs import Germ
from dtim_exact.proof.kernel import NotProved
from dtim_exact.proof.language import (
    C1,
    C2,
    R1,
    R2,
    H,
    I,
    J,
    J_eff,
    K,
    M_z,
    N,
    Phi,
    R12c,
    Term,
    at,
    bbS_minus,
    bbS_plus,
    card,
    epsilon,
    eq,
    everything,
    fn,
    form_factor,
    hz,
    k,
    l,
    lam,
    le,
    lift,
    lt,
    n,
    over,
    over_sites,
    p,
    q,
    r,
    sigma,
    subsets,
    total,
)

i, j = Term("site_index", "i"), Term("site_index", "j")
A, B, A1, X = (Term("cluster", name) for name in ("A", "B", "A1", "X"))
norm2, norm, log = (partial(fn, head) for head in ("norm2", "norm", "log"))
state_norm = fn("tr", Phi * Phi.dag)
FEWER = {"all": n + 1 + q}


def refuses(rule, statement):
    with pytest.raises(NotProved):
        rule(statement)


def decides(rule, lhs, true, *false):
    rule(eq(lhs, true))
    for wrong in false:
        refuses(rule, eq(lhs, wrong))


def mean(*operators):
    return fn("tr", Term("mul", *operators, Phi, Phi.dag)) / state_norm


def test_pauli_strings_on_open_sites():
    rule = partial(rules.states, free=("r",), open_sites=("i", "j"))
    pair = lambda mu: mean(sigma(mu, i), sigma(mu, j))  # noqa: E731
    real_part = fn("re", pair("+"))
    decides(
        rule,
        real_part,
        (pair("x") - pair("y")) / 4,
        pair("x") - pair("y"),
        (pair("x") + pair("y")) / 4,
        (pair("y") - pair("x")) / 4,
    )
    decides(
        rule,
        mean(sigma("x", i)),
        2 * fn("re", mean(sigma("+", i))),
        fn("re", mean(sigma("+", i))),
        2 * fn("im", mean(sigma("+", i))),
    )
    refuses(rule, eq(at("h", i) * mean(sigma("+", i)), at("h", j) * mean(sigma("+", j))))  # only in the blockade n = 1


def test_coherences_at_a_resonance_need_their_hypotheses():
    coherence = mean(over(C1, sigma("+", j)))
    beyond = partial(rules.states, where={"r": n}, sizes={"C1": n + 1 + q})
    theorem = beyond(eq(coherence, 0))
    assert set(theorem.given) == {eq(r, n), eq(card(C1), n + 1 + q)}
    refuses(partial(rules.states, where={"r": n}), eq(coherence, 0))
    refuses(partial(rules.states, where={"r": n}, sizes={"C1": n}), eq(coherence, 0))
    refuses(partial(rules.states, where={"r": n}, sizes={"C1": q}), eq(coherence, 0))
    refuses(partial(rules.states, where={"r": n + 1}, sizes={"C1": n + 1}), eq(coherence, 0))
    same = partial(rules.states, where={"r": card(C1)}, sizes={"C2": card(C1)})
    scaled = lambda cluster: over(cluster, at("h", j)) * mean(over(cluster, sigma("+", j)))  # noqa: E731
    same(eq(scaled(C1), scaled(C2)))
    refuses(same, eq(scaled(C1), mean(over(C2, sigma("+", j)))))
    refuses(partial(rules.states, where={"r": card(C1)}), eq(scaled(C1), scaled(C2)))
    refuses(partial(rules.states, where={"r": card(C1) + 1}, sizes={"C2": card(C1)}), eq(scaled(C1), scaled(C2)))


def test_a_size_cannot_fix_itself():
    refuses(partial(rules.states, sizes={"C1": card(C1)}), eq(card(C1), 0))
    refuses(partial(rules.states, sizes={"C2": card(C1), "C1": card(C2)}), eq(card(C1), 0))


def test_norms_of_powers():
    power = bbS_minus**n
    decides(
        rules.states,
        norm2(power),
        fn("fact", n) ** 2 * lift(2) ** N * form_factor(n),
        fn("fact", n) * lift(2) ** N * form_factor(n),
        fn("fact", n) ** 2 * lift(2) ** n * form_factor(n),
        fn("fact", n) ** 2 * lift(2) ** N * form_factor(N),
    )
    product = lambda factor: norm2(over(X, factor * sigma("-", j)))  # noqa: E731
    decides(
        rules.states,
        norm2(power),
        fn("fact", n) ** 2 * subsets(X, everything, n, product(at("alpha", j))),
        fn("fact", n) ** 2 * subsets(X, everything, n, product(lift(1) / at("h", j))),
    )
    decides(rules.states, norm2(2 * I * power), 4 * norm2(power), 2 * norm2(power), -4 * norm2(power))
    decides(rules.states, norm2((-bbS_minus) ** n), norm2(power), -norm2(power))
    decides(
        rules.states,
        norm2(bbS_minus),
        lift(2) ** (N - 1) * over_sites(j, fn("abs2", at("alpha", j))),
        lift(2) ** N * over_sites(j, fn("abs2", at("alpha", j))),
    )


def test_a_sum_over_sets_is_linear_in_its_product():
    squared = subsets(X, everything, n, over(X, at("lam", j)) ** 2)
    refuses(rules.states, eq(squared, form_factor(n) ** 2))
    refuses(kernel.traces, eq(squared, form_factor(n) ** 2))
    refuses(rules.states, eq(subsets(X, everything, n, 1 / over(X, at("lam", j))), 1 / form_factor(n)))
    refuses(
        rules.states,
        eq(subsets(X, everything, n, over(X, at("lam", j)) + over(X, at("lam", j)) ** 2), 2 * form_factor(n)),
    )
    decides(
        rules.states,
        subsets(X, everything, n, 1 + over(X, at("lam", j))),
        fn("binom", N, n) + form_factor(n),
        1 + form_factor(n),
    )


def test_nested_sums_over_sets():
    products = over(A, at("lam", j))
    inner = subsets(B, everything, k, subsets(A, B, n, products))
    decides(
        rules.states,
        inner,
        fn("binom", N - n, k - n) * form_factor(n),
        fn("binom", N, k) * form_factor(n),
        fn("binom", N - n, k) * form_factor(n),
    )
    decides(
        rules.states,
        inner,
        subsets(A, everything, n, products * Term("supersets", B, A, k, lift(1))),
        subsets(A, everything, n, products * Term("supersets", B, A, n, lift(1))),
    )
    inside = over(A, Term("mul", at("lam", j), Term("inside", j, C1)))
    decides(rules.states, subsets(A, everything, n, inside), form_factor(n, C1), form_factor(n), form_factor(n, C2))
    refuses(rules.states, eq(subsets(A, everything, n, 1 + inside), fn("binom", N, n) + form_factor(n, C1)))
    refuses(
        rules.states,
        eq(
            subsets(B, everything, k, subsets(B, B, n, over(B, at("lam", j)))),
            fn("binom", N - n, k - n) * form_factor(n),
        ),
    )


def test_form_factors_lose_a_site():
    rule = partial(rules.states, open_sites=("j",))
    with_j, single = Term("union", C1, Term("single", j)), Term("single", j)
    without = Term("minus", with_j, single)
    decides(
        rule,
        form_factor(k, with_j),
        form_factor(k, without) + at("lam", j) * form_factor(k - 1, without),
        form_factor(k, without),
        form_factor(k, without) + at("lam", j) * form_factor(k, without),
        form_factor(k, without) + at("lam", j).conj ** 2 * form_factor(k - 1, without),
    )
    refuses(rules.states, eq(form_factor(k, with_j), form_factor(k, with_j) + single))


def test_spin_configurations():
    up, down = Term("minus", everything, C1), C1
    projector = over(down, sigma("d", j)) * over(up, sigma("n", j))
    weight = fn("tr", projector * Phi * Phi.dag)
    decides(
        partial(rules.states, free=("r",)),
        weight,
        norm2(Phi.dag * projector),
        norm2(Phi * projector),
        norm2(Phi.dag * over(down, sigma("d", j))),
    )
    energy = fn("tr", projector * H)
    levels = (N - 2 * card(C1)) * hz / 2 + J * ((N - 2 * card(C1)) ** 2 - N) / 4
    decides(rules.states, energy, levels, levels + J * N / 4, -levels)
    split = fn("tr", over(down, sigma("d", j)) * H * over(up, sigma("n", j)) * H)
    refuses(rules.states, eq(split, fn("tr", projector * H * H)))  # the projectors do not commute with H
    refuses(rules.states, eq(fn("tr", projector * K * (I * lift(1)) * K), fn("tr", projector * (I * K) * K)))
    refuses(rules.states, eq(fn("tr", over(down, sigma("d", j)) * H), energy))


def test_the_law_of_the_magnetization():
    law = lambda value: fn("prob", value, bbS_minus**n)  # noqa: E731
    decides(
        rules.states,
        law(N - 2 * k) * lift(2) ** (N - n),
        fn("binom", N - n, k - n),
        fn("binom", N, k),
        fn("binom", N - n, k),
    )
    refuses(rules.states, eq(law(N - k) * lift(2) ** (N - n), fn("binom", N - n, k - n)))
    refuses(rules.states, eq(fn("prob", N - 2 * k, bbS_plus**n), law(N - 2 * k)))


def test_limits():
    detuned = partial(rules.states, where={"r": n + epsilon}, sizes=FEWER)
    weight = lambda M: norm2(fn("binom", r, M) * bbS_minus**M)  # noqa: E731
    limit = lambda body: fn("limit", epsilon, 0, body)  # noqa: E731
    right = fn("fact", N - n - 1) ** 2 * form_factor(N) / form_factor(n)
    decides(
        detuned,
        limit(weight(N) / weight(n) / fn("abs2", epsilon)),
        right,
        1 / right,
        fn("fact", N - n) ** 2 * form_factor(N) / form_factor(n),
    )
    refuses(detuned, eq(limit(weight(N) / weight(n)), right))
    refuses(
        partial(rules.states, where={"r": n + epsilon}), eq(limit(weight(N) / weight(n) / fn("abs2", epsilon)), right)
    )  # n < N is needed
    decides(rules.states, limit((1 + epsilon) ** 2), 1, 2)
    refuses(rules.states, eq(limit(epsilon / epsilon.conj), 1))
    refuses(rules.states, eq(limit(1 / epsilon), 0))
    refuses(rules.states, eq(limit(epsilon * n / (epsilon + q)), 0))  # not for q = 0
    refuses(rules.states, eq(fn("limit", N, 0, N), 0))


def test_the_germs_with_which_a_limit_is_taken_literally():
    t = Germ([Gaussian(0), Gaussian(2, 1)])
    assert ((t * t + t) / t).limit() == 1
    assert (t / t.conj()).limit() == Gaussian(2, 1) / Gaussian(2, -1)
    assert (t * t / t).limit() == 0
    assert (1 / t).limit() is None


def test_sets_site_by_site():
    meet, none = partial(Term, "meet"), Term("cluster", "none")
    apart = eq(meet(A1, C1), none)
    statement = eq(A1, Term("union", meet(A1, R12c), meet(A1, R1)))
    assert rules.pointwise(statement, given=(apart,)).given == (apart,)
    refuses(rules.pointwise, statement)
    refuses(partial(rules.pointwise, given=(apart,)), eq(A1, Term("union", meet(A1, R12c), meet(A1, R2))))
    refuses(rules.pointwise, le(A1, C1))
    refuses(rules.pointwise, eq(card(A1), card(A1)))


def test_power_series():
    rule = partial(rules.series, where={"r": n + epsilon})
    exponential = lambda x: total(k, 0, N, x**k / fn("fact", k))  # noqa: E731
    one_minus = 1 - bbS_minus
    right = one_minus**n * exponential(epsilon * log(one_minus))
    decides(
        rule,
        Phi,
        right,
        one_minus**n * exponential(log(one_minus)),
        one_minus * exponential(epsilon * log(one_minus)),
        (1 + bbS_minus) ** n * exponential(epsilon * log(one_minus)),
        -right,
        2 * right,
        right * Phi,
        one_minus**n * total(k, 1, N, (epsilon * log(one_minus)) ** k / fn("fact", k)),
        one_minus**n * total(k, 0, N - 1, (epsilon * log(one_minus)) ** k / fn("fact", k)),
        one_minus**n * total(k, 0, N, (epsilon * log(one_minus)) ** k),
    )
    decides(partial(rules.series, where={"r": lift(0)}), Phi, lift(1), lift(2), one_minus)
    decides(
        partial(rules.series, free=("r",)),
        total(k, 0, N, fn("binom", r, k) * (-bbS_minus) ** k),
        one_minus**r,
        (1 + bbS_minus) ** r,
        one_minus ** (r + 1),
        one_minus ** (-r),
    )
    refuses(rules.series, eq(log(one_minus), -bbS_minus))
    refuses(rules.series, eq((bbS_minus + bbS_plus) ** n, (bbS_plus + bbS_minus) ** n))


def test_the_majorant_of_a_logarithm():
    bound = -log(1 - norm(bbS_minus))
    rules.majorant(le(norm(log(1 - bbS_minus)), bound))
    rules.majorant(le(norm(log(1 + bbS_minus)), 2 * bound))
    for wrong in (
        le(norm(log(1 - bbS_minus)), -bound),
        le(bound, norm(log(1 - bbS_minus))),
        le(norm(log(1 - 2 * bbS_minus)), bound),
        le(2 * norm(log(1 - bbS_minus)), bound),
        le(norm(log(1 - bbS_plus)), bound),
        le(norm(log(1 - bbS_minus)), Fraction(1, 2) * bound),
        le(norm(log(1 - bbS_minus)), -log(1 + norm(bbS_minus))),
        lt(norm(log(1 - bbS_minus)), bound),
    ):
        refuses(rules.majorant, wrong)


def test_norms_in_a_range():
    rule = partial(rules.bounded_norm, at_most=Fraction(1, 2))
    assert rule(lt(-log(1 - norm(bbS_minus)), 1)).given == (le(norm(bbS_minus), Fraction(1, 2)),)
    refuses(rule, lt(-log(1 - norm(bbS_minus)), Fraction(1, 2)))
    refuses(rule, lt(-log(1 - norm(2 * bbS_minus)), 1))
    refuses(rule, lt(norm(bbS_plus), 1))
    refuses(partial(rules.bounded_norm, at_most=Fraction(9, 10)), lt(-log(1 - norm(bbS_minus)), 1))


def test_cases_of_two_integers():
    trace = lambda *middle: fn("tr", Term("mul", (bbS_minus**k).dag, *middle, bbS_minus**l))  # noqa: E731
    rule = partial(rules.cases, rule=rules.states)
    assert [premise.rule for premise in rule(eq(trace(M_z), -k * trace())).premises] == ["states"] * 3
    rule(eq(trace(M_z), -l * trace()))
    refuses(rule, eq(trace(M_z), k * trace()))
    refuses(rule, eq(trace(), fn("fact", k) ** 2 * lift(2) ** N * form_factor(k)))
    refuses(rule, eq(q * trace(M_z), -q * k * trace()))
    refuses(partial(rules.cases, rule=rules.states, second="p"), eq(total(p, 0, N, p), total(p, 0, N, p)))


def test_sums_end_where_their_terms_vanish():
    rising = lambda x, m: fn("rising", x, m)  # noqa: E731
    decides(kernel.scalar, rising(-n, n + 1 + q), lift(0), lift(1))
    refuses(kernel.scalar, eq(rising(-n, n + q), 0))
    decides(partial(kernel.scalar, free=("lam",)), total(k, 0, N, rising(lift(0), k) * lam**k), lift(1), lift(0), lam)
    decides(partial(kernel.scalar, free=("J_eff",)), total(k, n, n, J_eff**k), J_eff**n, J_eff ** (n + 1))
