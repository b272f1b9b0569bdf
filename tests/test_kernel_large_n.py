"""What the rules for large N must not assume: names of new variables, bounds that move with x, ranges that are not
real.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from dtim_exact.proof.kernel import NotProved
from dtim_exact.proof.language import M, N, eq, fn, k, le, lift, lt, sym, total
from dtim_exact.proof.large_n import (
    FIELD,
    INSIDE,
    Setting,
    absolute,
    concentration,
    curvatures,
    estimate,
    im,
    inequality,
    integral,
    integrand,
    lambar,
    log,
    logarithms,
    m,
    rbar,
    size2,
    x,
)
from dtim_exact.proof.terms import Term

t, u1 = sym("t"), sym("u1")


def refuses(rule, *statements):
    for statement in statements:
        with pytest.raises(NotProved):
            rule(statement)


def test_a_new_variable_must_not_bear_the_name_of_a_symbol_of_the_statement():
    rule = partial(inequality, setting=Setting(at={"M": 1 + t}, slacks={"t": M - 1}))
    rule(lt(0, M))
    refuses(rule, le(0, t), lt(0, M + t))


def test_a_bound_of_the_curvature_must_not_move_with_x():
    riemann, whole = total(k, 0, M - 1, log(integrand(k / N)) / N), integral(x, 0, m, log(integrand(x)))
    ends = (log(integrand(m)) - log(size2(rbar))) / (2 * N)
    moving = ((-1 / (N - x) ** 2, lift(0)), curvatures[1])
    bound = m * (1 / (1 - m) ** 2 + 2 / im(rbar) ** 2) / (12 * N**2)
    rule = partial(estimate, setting=FIELD, scale=N, inside=INSIDE)
    refuses(partial(rule, curvatures=moving), le(absolute(riemann - (whole - ends)), bound))
    rule(le(absolute(riemann - (whole - ends)), bound), curvatures=curvatures)


def test_sums_and_integrals_have_real_ranges():
    setting = Setting(positive=(m, 1 - m, x))
    same = integral(x, m, rbar, log(lift(2)))
    refuses(partial(logarithms, setting=setting), eq(same, same))


def test_means_need_a_ratio_of_weights_that_is_a_polynomial():
    mstar = sym("mstar")
    weight = fn("fact", N) / fn("fact", N - M) * lambar**M / fn("fact", M) * (M + 2)
    setting = Setting(positive=(mstar, lambar, M, N))
    mean = total(M, 0, N, M / N * weight) / total(M, 0, N, weight)
    rule = partial(concentration, setting=setting, weight=weight, point=mstar, gap=lift(1), squares=())
    with pytest.raises(NotProved, match="infinite"):
        rule(Term("near", mean, mstar, 1 / fn("sqrt", N)))


def test_binomial_weights_concentrate():
    """p_M = C(N, M) lam^M: E[m] = lam/(1 + lam), and b(m) = lam (1 - m) is linear."""
    mstar = lambar / (1 + lambar)
    weight = fn("fact", N) / fn("fact", N - M) * lambar**M / fn("fact", M)
    setting = Setting(positive=(lambar, N))
    mean = total(M, 0, N, M / N * weight) / total(M, 0, N, weight)
    rule = partial(concentration, setting=setting, weight=weight, gap=1 + lambar, squares=())
    bound = 1 / fn("sqrt", (1 + lambar) * N)
    rule(Term("near", mean, mstar, bound), point=mstar)
    refuses(partial(rule, point=mstar), Term("near", mean, 1 / (1 + lambar), bound))
    refuses(partial(rule, point=1 / (1 + lambar)), Term("near", mean, 1 / (1 + lambar), bound))
    refuses(partial(rule, point=mstar, gap=2 + lambar), Term("near", mean, mstar, 1 / fn("sqrt", (2 + lambar) * N)))


def test_hypotheses_are_recorded():
    setting = replace(FIELD, where={"m": M / N})
    given = setting.given(INSIDE)
    assert lt(0, lambar) in given
    assert le(0, M - 1) in given
    assert not any(s.args[0] == "x" for g in given for s in (g, *g.args) if isinstance(s, Term) and s.head == "sym")
    assert Term("count", N, M) in given
