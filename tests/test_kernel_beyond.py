"""The rules behind D5-D8: half line, Stirling's series, sums taken apart, the law of M^z: each refuses what is false.

The two lemmas from the literature are checked by rigorous integration and by flint's own log Gamma.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from flint import acb, arb, fmpq

from derivations import t_beyond, t_beyond_integral, t_beyond_series
from dtim_exact.claims import decide
from dtim_exact.precision import working_precision
from dtim_exact.proof.analytic import AnalyticWorlds
from dtim_exact.proof.half_line import HalfLine
from dtim_exact.proof.integrals import half_lines
from dtim_exact.proof.language import (
    M,
    N,
    NotProved,
    Phi,
    Theorem,
    eq,
    fn,
    form_factor,
    half,
    k,
    lam,
    le,
    lift,
    lt,
    n,
    ne,
    s,
    specialize,
    states,
    sym,
    total,
    traces,
)
from dtim_exact.proof.large_n import Setting, absolute, fact, log, m, pi, rbar, weight, x
from dtim_exact.proof.semantics import Undefined
from dtim_exact.proof.stirling import stirling_series
from dtim_exact.proof.terms import Term

a, b, t = sym("a"), sym("b"), sym("t")
SIDES = {a: lift(0), b: lift(0)}
gamma_of, bessel_K = partial(fn, "gamma_of"), partial(fn, "bessel_K")
half_line, kernel = t_beyond_integral.half_line, t_beyond_integral.kernel


def prove(lhs: Term, rhs: Term, **options: object) -> Theorem:
    return half_lines(eq(lhs, rhs), **{"domain": SIDES, **options})


def moment(power: Term) -> Term:
    return half_line(x, x**power * kernel())


def test_moments_of_the_kernel() -> None:
    theorem = prove(2 * moment(k), gamma_of(a + k) * gamma_of(b + k))
    assert set(theorem.given) == {lt(0, fn("re", a)), lt(0, fn("re", b))}
    assert {p.certificate["says"][:5] for p in theorem.premises} >= {"int_0"}
    prove(half_line(x, x ** (a + 1) * fn("exp", -x)), a * (a + 1) * gamma_of(a))


@pytest.mark.parametrize(
    ("lhs", "rhs"),
    [
        (moment(k), gamma_of(a + k) * gamma_of(b + k)),
        (2 * moment(k), gamma_of(a + k) * gamma_of(a + k)),
        (2 * moment(k + 1), gamma_of(a + k) * gamma_of(b + k)),
        (2 * half_line(x, x**k * kernel() * (1 - x)), gamma_of(a + k) * gamma_of(b + k)),
        (half_line(x, x ** (a - 1) * fn("exp", -2 * x)), gamma_of(a)),
        (half_line(x, x ** (a - 1) * fn("exp", x)), gamma_of(a)),
        (half_line(x, x ** (a - 1)), gamma_of(a)),
        (half_line(x, x ** (a - 1) * fn("exp", -x) * fn("exp", -x)), gamma_of(a)),
        (half_line(x, x ** ((a + b) * half - 1) * bessel_K(a - b, x**half)), gamma_of(a) * gamma_of(b) / 2),
        (half_line(x, x ** ((a + b) * half - 1) * bessel_K(a + b, 2 * x**half)), gamma_of(a) * gamma_of(b) / 2),
        (gamma_of(a + 1), gamma_of(a)),
        (gamma_of(a).conj, gamma_of(a)),
        (half_line(x, x * x ** (a - 1) * fn("exp", -x)), x * gamma_of(a)),
        (half_line(x, x ** (a - 1) * fn("exp", -x) * (1 + lam * x) ** n), (1 + lam * x) ** n * gamma_of(a)),
        (
            half_line(x, x ** (a - 1) * fn("exp", -x) * s * total(s, 0, n, x**s)),
            total(s, 0, n, s * gamma_of(a + s)),
        ),
    ],
)
def test_false_identities_of_integrals_are_refused(lhs: Term, rhs: Term) -> None:
    with pytest.raises(NotProved):
        prove(lhs, rhs)


@pytest.mark.parametrize("power", [-k, -lift(1), a - b, k * a, k / 2])
def test_moments_that_may_not_exist_are_refused(power: Term) -> None:
    with pytest.raises(NotProved):
        prove(moment(power), moment(power))


def test_the_domain_is_a_hypothesis_and_a_shift_takes_out_the_first_terms() -> None:
    body = x ** ((a + b) * half - 1) * bessel_K(a - b, 2 * x**half)
    series = total(s, n, n + k, lam**s * x**s)
    value = total(s, n, n + k, lam**s * fn("rising", a, s) * fn("rising", b, s))
    statement = 2 / (gamma_of(a) * gamma_of(b)) * half_line(x, body * series)
    shifted = {"domain": {a: n, b: n}, "free": ("lam",)}
    given = prove(statement, value, **shifted).given
    assert {lt(0, fn("re", a + n)), ne(fn("rising", a, n), 0)} <= set(given)
    early = total(s, n - 1, n + k, lam**s * x**s)
    for wrong in (half_line(x, body * early), half_line(x, body)):
        with pytest.raises(NotProved):
            prove(wrong, wrong, **shifted)
    other = half_line(x, body * total(s, n, k, x**s))
    with pytest.raises(NotProved, match="more than one before"):
        prove(other, other, **shifted)
    prove(other, other, at_most={n: k + 1}, **shifted)


def test_the_variable_of_an_integral_is_not_captured() -> None:
    theorem = prove(half_line(x, sym("c") * x ** (a - 1) * fn("exp", -x)), sym("c") * gamma_of(a))
    assert specialize(theorem, {"c": t}).statement.args[1] == t * gamma_of(a)
    with pytest.raises(NotProved, match="bound"):
        specialize(theorem, {"c": x})
    for other in (sym("J"), N):
        with pytest.raises(NotProved, match="free real variable"):
            prove(half_line(other, other ** (a - 1) * fn("exp", -other)), gamma_of(a))


def test_a_claim_has_to_declare_where_its_integrals_converge() -> None:
    says = t_beyond_integral.CLAIMS[0].printed[0]
    assert "does not declare" in decide(replace(says, given=())).reason


def test_moments_by_rigorous_integration() -> None:
    """DLMF 10.43.19 at 2 sqrt x, at points of its domain up to its edge."""
    points = AnalyticWorlds(sizes=(1,), values={"a": ("1/4", "2+3i", "5/4-1/2i"), "b": ("1/4", "1/3-i", "7/2+2i")})
    for world, _, _ in points.points():
        integral, closed = world.value(moment(lift(0))).z, world.value(gamma_of(a) * gamma_of(b) * half).z
        assert integral.overlaps(closed), (integral, closed)
        assert not integral.overlaps(closed * arb("1.0001"))


@pytest.mark.parametrize(
    "body",
    [
        x ** (-lift(1)) * fn("exp", -x),
        x**2,
        fn("exp", x),
        x ** (-lift(1)) * bessel_K(lift(1), 2 * x**half),
        bessel_K(lift(1), -2 * x**half),
        bessel_K(lift(1), 2 / x),
    ],
)
def test_integrals_that_diverge_have_no_value(body: Term) -> None:
    world: HalfLine = next(AnalyticWorlds(sizes=(1,)).points())[0]
    with pytest.raises(Undefined):
        world.value(half_line(x, body))


POINTS = [("1", "0"), ("3/10", "0"), ("2", "5"), ("0", "3/2"), ("-1", "1/3"), ("-4", "2"), ("20", "-7")]


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("order", [0, 1, 2, 5])
def test_the_remainder_of_stirlings_series(point: tuple[str, str], order: int) -> None:
    with working_precision(300):
        z = acb(*(arb(fmpq(*map(int, c.split("/")))) for c in point))
        bound = abs(arb(fmpq.bernoulli(2 * order + 2))) / ((2 * order + 1) * (2 * order + 2))
        bound = bound * (2 / (abs(z) + z.real)) ** (order + 1) / abs(z) ** order
        partial_sum = (z - acb(1) / 2) * z.log() - z + (2 * arb.pi()).log() / 2
        errors = []
        for j_ in range(order + 2):
            errors.append(abs(z.lgamma() - partial_sum))
            term = fmpq.bernoulli(2 * j_ + 2) / ((2 * j_ + 1) * (2 * j_ + 2))
            partial_sum = partial_sum + arb(term) / z ** (2 * j_ + 1)
        assert errors[order] < bound
        assert errors[order + 1] < bound


EXPANDED = t_beyond_series.EXPANDED
prove_series = partial(stirling_series, setting=EXPANDED, bases=(-N * rbar,), order=n)


def test_expansions_that_are_not_stirlings_are_refused() -> None:
    true = t_beyond_series.expansion
    error, bound = true.args
    prove_series(true)
    inside, coefficient = error.args[0], t_beyond_series.coefficient
    for wrong in (
        le(error, bound / 2),
        le(error, -bound),
        le(absolute(inside + log(m) / N), bound),
        le(absolute(inside + coefficient(n + 1) / N ** (2 * n)), bound),
        le(absolute(inside - 2 * total(k, 1, n, coefficient(k) / N ** (2 * k))), bound),
        lt(error, bound),
        eq(error, bound),
    ):
        with pytest.raises(NotProved):
            prove_series(wrong)


def test_the_series_needs_its_hypotheses() -> None:
    for weaker in (
        replace(EXPANDED, off_cut=()),
        replace(EXPANDED, positive=(M, N, pi)),
        replace(EXPANDED, at={"M": t, "N": 1 + t + sym("u1")}, slacks={"t": M, "u1": N - M - 1}),
    ):
        with pytest.raises(NotProved):
            stirling_series(t_beyond_series.expansion, weaker, bases=(-N * rbar,), order=n)
    with pytest.raises(NotProved):
        stirling_series(t_beyond_series.expansion, EXPANDED, bases=(N * rbar,), order=n)
    with pytest.raises(NotProved):
        stirling_series(t_beyond_series.expansion, EXPANDED, bases=(-N * rbar,), order=n + 1)
    with pytest.raises(NotProved):
        stirling_series(le(absolute(log(fact(M))), weight), Setting(), bases=(), order=n)


def test_sums_taken_apart_keep_their_ranges() -> None:
    def series(factor: Term, first: int = 0) -> Term:
        return total(s, first, N, factor * fn("rising", a, s) * form_factor(s))

    apart = partial(traces, free=("lam",), linear=True)
    apart(eq(series(s + a) - series(s), a * series(lift(1))))
    for wrong in (
        eq(series(s + a) - series(s), series(lift(1))),
        eq(series(s + a) - series(s, 1), a * series(lift(1), 1)),
        eq(series(s**2), s * series(s)),
    ):
        with pytest.raises(NotProved):
            apart(wrong)


def test_the_law_of_the_down_spins() -> None:
    rule = partial(states, free=("r",))
    rule(t_beyond.down_spins)
    left, right = t_beyond.down_spins.args
    for wrong in (
        eq(left, 2 * right),
        eq(fn("prob", N - 2 * k - 2, Phi), right),
        eq(fn("prob", N - k, Phi), right),
        eq(fn("prob", N - 2 * k, Phi.dag), right),
        eq(fn("prob", N - 2 * k, 0 * Phi), right),
    ):
        with pytest.raises(NotProved):
            rule(wrong)
