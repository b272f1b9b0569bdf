"""The rules of analysis: what they prove, and that they refuse a wrong sign, factor, bound, range or hypothesis."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from dtim_exact.proof.kernel import NotProved
from dtim_exact.proof.language import I, M, N, eq, fn, k, l, le, lift, lt, n, product, sym, total
from dtim_exact.proof.large_n import (
    COUNTS,
    FIELD,
    INSIDE,
    Cases,
    Setting,
    absolute,
    by_derivative,
    concentration,
    curvatures,
    derivative,
    distance2,
    estimate,
    every_derivative,
    exponentials,
    f,
    fact,
    im,
    inequality,
    integral,
    integrand,
    lambar,
    log,
    logarithms,
    m,
    pi,
    rbar,
    re,
    size2,
    taylor,
    weight,
    x,
)
from dtim_exact.proof.semantics import Undefined
from dtim_exact.proof.terms import Term

t, u1, u2 = (sym(name) for name in ("t", "u1", "u2"))
UNIT = Setting(positive=(m, 1 - m, lambar), off_cut=(m - rbar,))
slope = log(m / (lambar * (1 - m) * distance2(m)))
area = -integral(x, 0, m, log(integrand(x))) - m * (1 + log(lambar / m))


def refuses(rule, *statements):
    for statement in statements:
        with pytest.raises(NotProved):
            rule(statement)


def test_logarithms_of_products_and_powers():
    rule = partial(logarithms, setting=UNIT)
    theorem = rule(eq(log(m**3 * (1 - m) / lambar), 3 * log(m) + log(1 - m) - log(lambar)))
    assert lt(0, m) in theorem.given
    assert rule(eq(log(size2(m - rbar)), log(m - rbar) + log(m - rbar.conj))).given
    refuses(
        rule,
        eq(log(m * lambar), log(m) - log(lambar)),
        eq(log(m * m), log(m)),
        eq(log(2 * m), 2 + log(m)),
        eq(log(lift(6)), log(lift(2)) + log(lift(4))),
    )


def test_logarithms_need_a_positive_argument():
    refuses(
        partial(logarithms, setting=UNIT),
        eq(log(-m), log(-m)),
        eq(log(m - 2), log(m - 2)),
        eq(log(m - 1), log(m - 1)),
        eq(log(sym("x")), log(sym("x"))),
    )
    refuses(
        partial(logarithms, setting=Setting(positive=(m,))),
        eq(log(1 - m), log(1 - m)),
        eq(log(m - rbar), log(m - rbar)),
    )


def test_derivatives_and_integrals():
    rule = partial(logarithms, setting=UNIT)
    rule(eq(derivative(f), slope))
    rule(eq(derivative(area), slope))
    rule(eq(derivative(f, m, 2), 1 / m + 1 / (1 - m) - 1 / (m - rbar) - 1 / (m - rbar.conj)))
    refuses(
        rule,
        eq(derivative(f), -slope),
        eq(derivative(f, m, 2), slope),
        eq(derivative(area), slope + 1),
        eq(f, area),
        eq(derivative(f, m, 2), 1 / m - 1 / (1 - m) - 1 / (m - rbar) - 1 / (m - rbar.conj)),
    )


def test_a_function_is_fixed_by_its_derivative_and_one_value():
    start = Setting(positive=(m, 1 - m, x, 1 - x, lambar), off_cut=(m - rbar, x - rbar))
    at_x = partial(_put, x)
    inner = integral(sym("u3"), x, m, log(m * 0 + sym("u3")))
    setting = start  # the variable of the integral is positive because x and m, the ends, are
    by_derivative(eq(inner, m * log(m) - m - x * log(x) + x), variable="m", point=x, setting=setting)
    refuses(
        partial(by_derivative, variable="m", point=x, setting=setting),
        eq(inner, m * log(m) - m),
        eq(inner, m * log(m) + m - x * log(x) - x),
        eq(inner, inner * 2),
    )
    assert at_x(m + 1) == x + 1


def _put(value, term):
    from dtim_exact.proof.terms import replace as put

    return put(term, lambda node: value if node == m else None)


def test_the_logarithm_of_a_product_is_a_sum_of_logarithms():
    rule = partial(logarithms, setting=COUNTS)
    falling = fact(N) / fact(N - M)
    rule(eq(log(falling), M * log(N) + total(k, 0, M - 1, log(1 - k / N))))
    rule(eq(log(product(k, 0, M - 1, 1 - k / N)), total(k, 0, M - 1, log(1 - k / N))))
    rule(eq(log(size2(fn("rising", -N * rbar, M))), 2 * M * log(N) + total(k, 0, M - 1, log(size2(rbar - k / N)))))
    refuses(
        rule,
        eq(log(falling), total(k, 0, M - 1, log(1 - k / N))),
        eq(log(falling), M * log(N) + total(k, 0, M, log(1 - k / N))),
        eq(log(falling), M * log(N) + total(k, 1, M, log(1 - k / N))),
        eq(log(fact(N)), log(fact(M))),
    )


def test_inequalities_by_coefficients():
    setting = Setting(at={"M": 1 + t, "N": 1 + t + u1}, slacks={"t": M - 1, "u1": N - M})
    rule = partial(inequality, setting=setting)
    assert set(rule(le(M / N, 1)).given) == {le(0, M - 1), le(0, N - M)}
    rule(lt(0, N))
    refuses(rule, le(1, M / N), lt(M, N), le(2, M), lt(M, M), le(0, sym("x")))
    field = Setting(at={"rbar": sym("u3") + I * sym("u4")}, slacks={"u3": re(rbar), "u4": im(rbar)}, real=("u3", "u4"))
    inequality(le(im(rbar) ** 2, size2(rbar)), field)
    refuses(
        partial(inequality, setting=field),
        le(size2(rbar), im(rbar) ** 2),
        lt(im(rbar) ** 2, size2(rbar)),
        le(im(rbar), size2(rbar)),
    )


def test_a_change_of_variables_that_is_not_one_is_refused():
    for wrong in (
        Setting(at={"M": 2 + t}, slacks={"t": M - 1}),
        Setting(at={"M": t}, slacks={"t": 2 * M}),
        Setting(at={"rbar": t}, slacks={"t": rbar}),
    ):
        refuses(partial(inequality, setting=wrong), le(0, M), le(0, size2(rbar)))


def test_stirling_with_bounds():
    setting = Setting(positive=(M, pi), at={"M": 1 + t}, slacks={"t": M - 1})
    stirling = log(fact(M)) - M * log(M) + M - log(2 * pi * M) / 2
    rule = partial(estimate, setting=setting)
    assert [premise.certificate["says"][:9] for premise in rule(le(absolute(stirling), 1 / (12 * M))).premises] == [
        "1/(12 n +"
    ]
    rule(le(1 / (12 * M + 1), stirling))
    refuses(
        rule,
        le(absolute(stirling), 1 / (12 * M + 1)),
        le(1 / (12 * M), stirling),
        le(absolute(stirling), 1 / (13 * M)),
        le(stirling, lift(0)),
        le(absolute(stirling + log(M)), 1 / (12 * M)),
        le(absolute(log(fact(M - 1))), lift(100)),
    )
    refuses(
        partial(estimate, setting=replace(setting, at={"M": t}, slacks={"t": M})), le(absolute(stirling), 1 / (12 * M))
    )


def test_the_triangle_inequality_absorbs_no_more_than_there_is():
    setting = Setting(positive=(M, pi), at={"M": 1 + t}, slacks={"t": M - 1})
    error = log(M) / 2 + log(fact(M)) - M * log(M) + M - log(2 * pi * M) / 2
    rule = partial(estimate, setting=setting)
    rule(le(absolute(error), absolute(log(M)) / 2 + 1 / (12 * M)))
    rule(le(absolute(error), absolute(log(M)) + 1 / (12 * M)))
    refuses(
        rule,
        le(absolute(error), absolute(log(M)) / 3 + 1 / (12 * M)),
        le(absolute(error), 1 / (12 * M) - absolute(log(M))),
        le(absolute(error), absolute(log(M)) / 2),
    )


def test_the_trapezoidal_rule_needs_true_bounds_of_the_curvature():
    riemann, whole = total(k, 0, M - 1, log(integrand(k / N)) / N), integral(x, 0, m, log(integrand(x)))
    bound = m * (1 / (1 - m) ** 2 + 2 / im(rbar) ** 2) / (12 * N**2)
    ends = (log(integrand(m)) - log(size2(rbar))) / (2 * N)
    statement = le(absolute(riemann - (whole - ends)), bound)
    rule = partial(estimate, setting=FIELD, scale=N, curvatures=curvatures, inside=INSIDE)
    assert len(rule(statement).premises) == 1
    refuses(
        rule,
        le(absolute(riemann - (whole + ends)), bound),
        le(absolute(riemann - whole), bound),
        le(absolute(riemann - (whole - ends)), bound / 2),
        le(absolute(riemann - (whole - ends) + 1 / N), bound),
    )
    too_good = ((-1 / N**2, lift(0)), curvatures[1])
    refuses(partial(rule, curvatures=too_good), statement)
    shrunk = replace(INSIDE, at={**INSIDE.at, "x": t + 1}, slacks={**INSIDE.slacks, "t": x - 1})
    refuses(partial(rule, inside=shrunk), statement)


def test_expansions_to_every_order():
    depth = -im(rbar)
    family = ((-1, 1 / (1 - x), 1 / (1 - m)),)
    setting = Setting(
        where={"m": M / N}, positive=(M, N), at={"M": 1 + t, "N": 2 + t + u1}, slacks={"t": M - 1, "u1": N - M - 1}
    )
    inside = Setting(at={"x": 1 - u1 - u2, "M": (1 - u2) * N}, slacks={"u1": M / N - x, "u2": 1 - M / N})
    higher = -fact(l - 1) * (1 / (1 - k / N)) ** l
    series = total(k, 0, M - 1, log(1 - k / N) / N) + total(
        l, 1, n, (1 / N) ** l / fact(l + 1) * total(k, 0, M - 1, higher / N)
    )
    bound = m / (N ** (n + 1) * (n + 1) * (n + 2)) * (1 / (1 - m)) ** (n + 1)
    error = absolute(integral(x, 0, m, log(1 - x)) - series)
    rule = partial(taylor, setting=setting, function=log(1 - x), family=family, inside=inside)
    assert rule(le(error, bound)).premises
    wrong = total(l, 1, n, (1 / N) ** l / fact(l) * total(k, 0, M - 1, higher / N))
    refuses(
        rule,
        le(error, bound / 2),
        le(error, bound / N),
        le(absolute(integral(x, 0, m, log(1 - x)) + series), bound),
        le(absolute(integral(x, 0, m, log(1 - x)) - total(k, 0, M - 1, log(1 - k / N) / N) - wrong), bound),
    )
    refuses(partial(rule, family=((-1, 1 / (1 - x), 1 / (1 - m) / 2),)), le(error, bound))
    refuses(partial(rule, family=((1, 1 / (1 - x), 1 / (1 - m)),)), le(error, bound))
    refuses(partial(rule, function=log(rbar - x), family=((-1, 1 / (rbar - x), 1 / depth),)), le(error, bound))


def test_exponentials_of_logarithms():
    from dtim_exact.proof.kernel import scalar

    rule = partial(exponentials, rule=scalar, positive=(lambar,))
    power = Term("exp", -N * (-log(lambar) / N))
    assert lt(0, lambar) in rule(eq(power, lambar)).given
    refuses(
        rule,
        eq(power, 1 / lambar),
        eq(Term("exp", log(lambar) / 2), lambar),
        eq(Term("exp", log(m)), m),
        eq(Term("exp", 1 + log(lambar)), lambar),
    )


def test_explicit_points_refute_by_balls():
    point = Cases(rows=({"m": "1/3", "rbar": "1/5-1/7i", "lambar": "3"},))
    ((world, bound, _),) = point.points()
    assert world.holds(eq(derivative(f), slope))
    assert not world.holds(eq(derivative(f), 2 * slope))
    assert world.holds(le(slope, 2))
    assert not world.holds(le(2, slope))
    with pytest.raises(Undefined):
        world.holds(eq(derivative(area), slope), bound)
    assert not world.holds(eq(integral(x, 0, m, log(integrand(x))), lift(-1)))


def test_derivatives_of_every_order():
    family = ((-1, -1 / m), (1, 1 / (1 - m)), (1, 1 / (rbar - m)), (1, 1 / (rbar.conj - m)))
    rule = partial(every_derivative, setting=UNIT, variable="m", start=2)
    nth = fact(n - 2) * (
        -((-1 / m) ** (n - 1))
        + (1 / (1 - m)) ** (n - 1)
        + (1 / (rbar - m)) ** (n - 1)
        + (1 / (rbar.conj - m)) ** (n - 1)
    )
    left = Term("diff", m, n, f)
    assert le(0, n - 2) in rule(eq(left, nth), family=family).given
    refuses(
        partial(rule, family=family),
        eq(left, -nth),
        eq(left, 2 * nth),
        eq(left, nth / (n - 1)),
        eq(Term("diff", m, n, log(m)), nth),
        eq(Term("diff", m, n + 1, f), nth),
    )
    refuses(partial(rule, family=(*family[:1], (1, 2 / (1 - m)), *family[2:])), eq(left, nth))
    refuses(partial(rule, family=family, start=3), eq(left, nth))


def test_where_a_mean_concentrates():
    mstar, center = sym("mstar"), (1 + 2 * re(rbar) - sym("mstar")) / 2
    gap = lambar * (size2(rbar) / mstar - center**2)
    setting = Setting(
        where={"lambar": mstar / ((1 - mstar) * distance2(mstar))},
        positive=(mstar, 1 - mstar, 4 * size2(rbar) - mstar * (2 * center) ** 2, N),
    )
    mean = total(M, 0, N, M / N * weight) / total(M, 0, N, weight)
    bound = 1 / fn("sqrt", gap * N)
    squares = ((lambar, (M / N - mstar) * (M / N - center)),)
    rule = partial(concentration, setting=setting, weight=weight, point=mstar, gap=gap, squares=squares)
    assert lt(0, mstar) in rule(Term("near", mean, mstar, bound)).given
    rule(Term("near", -mean, -mstar, 2 * bound))
    for mean_, value, limit in (
        (mean, -mstar, bound),
        (mean, 2 * mstar, bound),
        (2 * mean, mstar, bound),
        (mean, mstar, bound / 2),
        (mean, mstar, -bound),
        (mean, mstar, 1 / N),
    ):
        refuses(rule, Term("near", mean_, value, limit))
    near = Term("near", mean, mstar, bound)
    refuses(partial(rule, weight=weight * lambar**M), near)
    refuses(partial(rule, weight=weight / fact(M)), near)
    refuses(partial(rule, gap=2 * gap), Term("near", mean, mstar, 1 / fn("sqrt", 2 * gap * N)))
    refuses(partial(rule, squares=((-lambar, squares[0][1]),)), near)
    refuses(partial(rule, setting=replace(setting, positive=(mstar, 1 - mstar, N))), near)


def test_a_derivative_keeps_fixed_what_is_defined_through_its_variable():
    setting = Setting(where={"rbar": m - 1 + 2 * I}, positive=(m, 1 - m), off_cut=(m - rbar,))
    rule = partial(logarithms, setting=setting)
    rule(eq(derivative(log(distance2(m))), lift(2) / 5))
    refuses(rule, eq(derivative(log(distance2(m))), 0), eq(derivative(log(distance2(m))), -lift(2) / 5))


def test_exponentials_read_the_exponential_of_one_logarithm_only():
    from dtim_exact.proof.kernel import scalar
    from dtim_exact.proof.terms import Term as Node

    def exponential(body):
        return Node("exp", body)

    rule = partial(exponentials, rule=scalar, positive=(m, lambar))
    rule(eq(exponential(2 * log(m)), m**2))
    both = exponential(log(m) + log(lambar))
    refuses(rule, eq(both, lambar), eq(both, m), eq(exponential(2 * log(m)), m**3))
