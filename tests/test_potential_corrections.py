"""The potential at finite N by its expansion in 1/N: against the exact weights, and where it does not apply."""

from __future__ import annotations

import pytest
from flint import acb, arb, fmpq

from dtim_exact import HypothesisError, InputError, Model, PrecisionError, Real
from dtim_exact.limit import Limit
from dtim_exact.potential import correction, potential
from dtim_exact.potential_corrections import coefficient, correction_coefficient
from dtim_exact.precision import working_precision
from dtim_exact.rings import EXACT, Gaussian

LOCAL = {"J": 1, "hx": "1/5", "hz": "3/10", "gamma": "1/5"}
LEFT = {"J": 2, "hx": "1/3", "hy": "1/7", "hz": "-1/2", "gamma": 0}
BOTH = {"J": 1, "hx": "1/2", "hz": "1/10", "gamma": "1/3", "Gamma": "2/3"}
SHALLOW = {"J": 1, "hx": "1/5", "hz": "3/10", "gamma": "1/100"}
POINTS = [(50, 10), (50, 49), (100, 1), (1000, 400), (10000, 3000)]


def exact_weight(given: dict[str, object], N: int, M: int) -> arb:
    """-N^-1 log(p_M/p_0) + f(0) from the ratios of neighbouring weights of (S39), at r of the finite system."""
    limit = Limit.read(**given)
    J_eff = acb(arb(limit.J), arb(limit.Gamma) / 2)
    r = N * acb(arb(limit.hz), -arb(limit.gamma + limit.Gamma / fmpq(N)) / 2) / J_eff
    lam, logs = arb(limit.lam) / fmpq(N) ** 2, arb(0)
    for k in range(M):
        logs += (lam * (N - k) * ((k - r) * (k - r).conjugate()).real / (k + 1)).log()
    return Real.from_ball(-logs / N + potential(0, **given, digits=120).to_arb()).to_arb()


@pytest.mark.parametrize("given", [LOCAL, LEFT, BOTH, SHALLOW], ids=["local", "gamma = 0", "both", "near the axis"])
@pytest.mark.parametrize(("N", "M"), POINTS)
def test_the_exact_weight_is_inside(given: dict[str, object], N: int, M: int) -> None:
    with working_precision(500):
        true = exact_weight(given, N, M)
        assert true.rad() < arb("1e-100")
        for order in (0, 1, 2, 5):
            assert potential(fmpq(M, N), **given, N=N, order=order).contains(Real.from_ball(true)), order


def test_the_weights_of_a_model_are_inside() -> None:
    N, M = 60, 22
    model = Model(N=N, J=fmpq(1, N), hx="1/5", hz="3/10", gamma="1/5")
    weights = model.weights()
    with working_precision(200):
        ratio = arb(fmpq(weights[M].exact.numerator, weights[M].exact.denominator)) / arb(
            fmpq(weights[0].exact.numerator, weights[0].exact.denominator)
        )
        true = -ratio.log() / N + potential(0, **LOCAL, digits=40).to_arb()
        assert potential(fmpq(M, N), **LOCAL, N=N, order=3).contains(Real.from_ball(true))


@pytest.mark.parametrize("order", [0, 1, 2, 3])
def test_the_remainder_falls_as_claimed_and_is_no_larger_than_needed(order: int) -> None:
    """The radius goes like N^(-2 order - 2); the error is a sizable part of it."""
    radii = [potential("1/2", **LOCAL, N=N, order=order).rad for N in (100, 1000, 10000)]
    for finer, coarser in zip(radii[1:], radii, strict=False):
        assert float(coarser / finer) == pytest.approx(100.0 ** (order + 1), rel=0.05)
    with working_precision(500):
        error = abs(exact_weight(LOCAL, 100, 50) - potential("1/2", **LOCAL, N=100, order=order).to_arb().mid())
        assert error > arb(fmpq(radii[0].numerator, radii[0].denominator)) / 2000


def test_one_term_too_few_or_with_the_wrong_sign_is_seen() -> None:
    with working_precision(500):
        true, N = exact_weight(LOCAL, 1000, 500), 1000
        found = potential("1/2", **LOCAL, N=N, order=2).to_arb()
        limit = Limit.read(**LOCAL)
        rho = Gaussian(limit.r_re, -limit.depth)
        for k in (1, 2):
            term = arb(coefficient(EXACT, k, Gaussian(fmpq(1, 2)), rho).re) / arb(N) ** (2 * k)
            assert found.contains(true)
            assert not (found + term).contains(true)
            assert not (found + 2 * term).contains(true)


def test_the_first_order_is_the_correction_of_the_limit() -> None:
    for given in (LOCAL, BOTH):
        N = 10**6
        whole = potential("1/3", **given, N=N, order=1).to_arb() - potential("1/3", **given, digits=30).to_arb()
        assert abs(whole - correction("1/3", N=N, **given).to_arb()) < arb("1e-11")


def test_coefficients_in_symbols_and_numbers_are_the_same() -> None:
    import sympy

    m, r = sympy.Symbol("m", real=True), sympy.Symbol("rbar")
    for k in (1, 2, 3, 7):
        at = {m: sympy.Rational(1, 3), r: sympy.Rational(1, 4) - 2 * sympy.I / 5}
        value = correction_coefficient(k).symbol.subs(at)
        number = coefficient(EXACT, k, Gaussian(fmpq(1, 3)), Gaussian(fmpq(1, 4), fmpq(-2, 5)))
        assert sympy.expand(value) == sympy.Rational(int(number.re.p), int(number.re.q))
        assert number.is_real()
    assert r"\bar{r}" in correction_coefficient(2).latex()


def test_digits_choose_the_order() -> None:
    found = potential("1/2", **LOCAL, N=1000, digits=40)
    with working_precision(500):
        assert found.contains(Real.from_ball(exact_weight(LOCAL, 1000, 500)))
    assert found.rad * 10**40 <= abs(found.mid)


def test_where_it_does_not_apply() -> None:
    with pytest.raises(PrecisionError, match="at best, at order"):
        potential("1/2", **SHALLOW, N=50)
    with pytest.raises(HypothesisError, match="r off the positive real axis"):
        potential("1/2", J=1, hx="1/5", hz="3/10", gamma=0, N=50)
    for wrong in ({"order": 2}, {"N": 10, "order": -1}, {"N": 0}, {"N": 10, "order": "1/2"}):
        with pytest.raises(InputError):
            potential("1/2", **LOCAL, **wrong)
    for end in (0, 1):
        with pytest.raises(InputError, match="0 < m < 1"):
            potential(end, **LOCAL, N=10)
    with pytest.raises(InputError):
        correction_coefficient(0)
