"""Logarithms of complex numbers: nothing is proved that holds only up to a multiple of 2 pi i."""

from __future__ import annotations

from functools import partial

import pytest

from dtim_exact.proof.analysis import Setting, by_derivative, logarithms
from dtim_exact.proof.kernel import NotProved
from dtim_exact.proof.language import I, eq, fn, k, lift, sym
from dtim_exact.proof.terms import Term

c, d, x, m = (sym(name) for name in ("c", "d", "x", "m"))
log = partial(fn, "log")


def slope(body):
    return Term("diff", x, lift(1), body)


@pytest.mark.parametrize(
    ("statement", "off_cut"),
    [
        (eq(log(c * d), log(c) + log(d)), (c * d, c, d)),  # c = d = exp(3 pi i/4)
        (eq(log(c**2), 2 * log(c)), (c**2, c)),
        (eq(log(c / d), log(c) - log(d)), (c / d, c, d)),
        (eq(log(-c), log(c)), (c,)),
        (eq((c * d) ** x, c**x * d**x), (c * d, c, d)),
        (eq(slope(x * log(c * d)), log(c) + log(d)), (c, d)),
        (eq(slope(x * (log(c * d) - log(c) - log(d))), 0), (c, d)),
        (eq(slope(log(c * d) / x), -(log(c) + log(d)) / x**2), (c, d)),
    ],
)
def test_no_logarithm_of_a_product_of_complex_numbers(statement, off_cut):
    with pytest.raises(NotProved):
        logarithms(statement, Setting(off_cut=off_cut))


@pytest.mark.parametrize(
    ("statement", "off_cut", "positive"),
    [
        (eq(log(1 / c), -log(c)), (c, 1 / c), ()),
        (eq(log(x * c), log(x) + log(c)), (c, x * c), (x,)),
        (eq(log(c * c.conj), log(c) + log(c.conj)), (c, c.conj), ()),
        (eq(slope(log((c - x) * (d - x))), 1 / (x - c) + 1 / (x - d)), (c, d), ()),
        (eq(slope(x**2 * log(c - x)), 2 * x * log(c - x) - x**2 / (c - x)), (c - x,), ()),
    ],
)
def test_what_is_true_of_one_complex_factor(statement, off_cut, positive):
    logarithms(statement, Setting(off_cut=off_cut, positive=positive))


def test_equal_slopes_do_not_carry_a_logarithm_across_its_cut():
    """With c = i and d = 0, log(u) - log(-u) is pi i for x > 0 and -pi i for x < 0, though its slope is 0."""

    def jump(at):
        return log(c * at + d) - log(-(c * at + d))

    off_cut = tuple(sign * (c * at + d) for at in (x, m) for sign in (1, -1))
    with pytest.raises(NotProved):
        by_derivative(eq(jump(x), jump(m)), "x", m, Setting(off_cut=off_cut))


def test_equal_slopes_suffice_where_the_imaginary_part_stays():
    def jump(at):
        return log(at - c) - log(c - at)

    off_cut = tuple(sign * (at - c) for at in (x, m) for sign in (1, -1))
    by_derivative(eq(jump(x), jump(m)), "x", m, Setting(off_cut=off_cut))
    with pytest.raises(NotProved):
        by_derivative(eq(jump(x), jump(m) + I), "x", m, Setting(off_cut=off_cut))


@pytest.mark.parametrize(
    ("statement", "variable", "point"),
    [
        (eq(x.conj, x + c.conj - c), "x", c),  # a point that is not real
        (eq(c.conj, 0), "c", lift(0)),  # a variable that is not real: c and its conjugate are not independent
        (eq(lift(-1) ** k, 1), "k", lift(0)),  # an integer
    ],
)
def test_equal_slopes_are_for_a_real_variable_at_a_real_point(statement, variable, point):
    with pytest.raises(NotProved):
        by_derivative(statement, variable, point)


@pytest.mark.parametrize(("variable", "body"), [(c, c.conj), (c, fn("abs2", c)), (k, k**2), (k, lift(-1) ** k)])
def test_no_derivative_by_a_symbol_that_is_not_real(variable, body):
    slope_of = {c.conj: lift(0), fn("abs2", c): c.conj, k**2: 2 * k, lift(-1) ** k: lift(0)}[body]
    with pytest.raises(NotProved):
        logarithms(eq(Term("diff", variable, lift(1), body), slope_of))
