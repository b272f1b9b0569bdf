"""Correlators, densities and pairs: each fast way against its slow twin, and against the explicit state."""

from __future__ import annotations

import pickle
import random
from fractions import Fraction

import pytest
from explicit_state import mean, steady_state
from flint import arb, fmpq

from dtim_exact import InputError, Model, one_body
from dtim_exact.correlators import correlator, correlator_literal, densities, densities_literal, density
from dtim_exact.cost import Cost
from dtim_exact.functional import Functional
from dtim_exact.observables import expect
from dtim_exact.one_body import removed_sums, removed_sums_literal
from dtim_exact.pairs import density_correlations
from dtim_exact.rings import BALL, EXACT, SYMBOL, Gaussian, working_precision

UNIFORM = Model(N=5, J=1, hx=2, hy=1, hz="1/3", gamma="1/5", Gamma="2/7")
UNEQUAL = Model(N=5, J=-2, hx=[1, 2, 3, "1/2", "7/3"], hy=[0, 1, 0, "1/5", 1], hz="1/3", gamma="1/5")
TIES = Model(N=6, J=1, hx=[1, 2, 1, 3, -1, 0], hy=[0, 0, 0, 0, 0, 2], hz="1/3", gamma="1/5")
CLUSTERS = [
    ({1}, {1}),
    ({1}, set()),
    (set(), {2}),
    ({1, 2}, {2}),
    ({1, 2}, {2, 3}),
    ({3, 4}, {3, 4}),
    ({1, 5}, {2, 3, 4}),
]


def random_model(rng: random.Random, N: int) -> Model:
    fields = [f"{rng.choice([-1, 1]) * rng.randint(1, 30)}/{rng.randint(1, 9)}" for _ in range(N)]
    return Model(
        N=N, J=rng.choice([1, -1, "2/3"]), hx=fields, hz=f"{rng.randint(-20, 20)}/3", gamma=rng.choice([0, "1/5"])
    )


@pytest.mark.parametrize("model", [UNIFORM, UNEQUAL, TIES])
@pytest.mark.parametrize(("raised", "lowered"), CLUSTERS)
def test_literal_twin(model: Model, raised: set[int], lowered: set[int]) -> None:
    exact = correlator(model, raised, lowered)
    assert exact.gaussian == correlator_literal(model, EXACT, raised, lowered)
    text = " ".join([f"+{j}" for j in sorted(raised)] + [f"-{j}" for j in sorted(lowered)])
    assert exact == expect(model, text)
    assert correlator(model, raised, lowered, digits=40).contains(exact)
    with working_precision(200):
        assert exact.to_acb().overlaps(correlator_literal(model, BALL, raised, lowered))


def test_symbolic_twin() -> None:
    import sympy

    hz = sympy.Symbol("hz", real=True)
    model = Model(N=3, J=1, hx=[1, 2, 3], hz=hz, gamma="1/5")
    difference = correlator(model, {1, 2}, {2}).symbol - correlator_literal(model, SYMBOL, {1, 2}, {2})
    assert sympy.cancel(sympy.together(sympy.expand_complex(difference))) == 0


@pytest.mark.parametrize("model", [UNIFORM, UNEQUAL, TIES])
def test_densities(model: Model) -> None:
    values = densities(model)
    assert [v.gaussian for v in values] == densities_literal(model, EXACT)
    assert sum((v.exact for v in values), Fraction(0)) / model.N == density(model).exact
    for value, enclosed in zip(values, densities(model, digits=30), strict=True):
        assert enclosed.contains(value)


@pytest.mark.parametrize("model", [UNIFORM, UNEQUAL, TIES])
@pytest.mark.parametrize("digits", [None, 30])
@pytest.mark.parametrize("by_balls", [False, True])
def test_pairs(model: Model, digits: int | None, by_balls: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if by_balls:
        monkeypatch.setattr(Cost, "is_small", lambda *_: False)
    table = density_correlations(model, digits)
    for i in range(1, model.N + 1):
        for j, value in enumerate(table.row(i), start=1):
            exact = correlator(model, {i, j}, {i, j})
            assert value.contains(exact), (i, j)
            assert value.is_exact or digits is not None
    assert str(pickle.loads(pickle.dumps(table))[1, 2]) == str(table[1, 2])


def test_transposed_tree_against_its_twin() -> None:
    rng = random.Random(3)
    for count in (1, 2, 3, 5, 8, 13):
        groups = [(Gaussian(rng.randint(1, 99)) / rng.randint(1, 9) + k, rng.randint(1, 3)) for k in range(count)]
        weights = [Gaussian(rng.randint(1, 50)) for _ in range(sum(mu for _, mu in groups) + 1)]
        fast, slow = (f(EXACT, weights, groups) for f in (removed_sums, removed_sums_literal))
        assert fast == slow
        with working_precision(100):
            balls = [[BALL.convert(w) for w in weights], [(BALL.convert(lam), mu) for lam, mu in groups]]
            for ball, exact, twin in zip(
                removed_sums(BALL, *balls), slow, removed_sums_literal(BALL, *balls), strict=True
            ):
                assert BALL.convert(ball.one).contains(BALL.convert(exact.one).mid())
                assert BALL.convert(ball.two).overlaps(BALL.convert(exact.two))
                assert BALL.convert(ball.one).overlaps(twin.one)


def _long_chain(r: str) -> tuple[list[Gaussian], list[tuple[Gaussian, int]]]:
    """|(-r)_m|^2 and lambda of 120 sites, all different."""
    z, scale = (-Gaussian(fmpq(1, 3)), fmpq(1)) if r == "1/3" else (Gaussian(-40, fmpq(1, 2)), fmpq(1, 900))
    weights = [Gaussian(1)]
    for m in range(120):
        weights.append(weights[-1] * (z + m).abs2())
    return weights, [(Gaussian(scale * (1 + fmpq(k, 120))), 1) for k in range(120)]


@pytest.mark.parametrize("r", ["1/3", "40-1/2i"])
@pytest.mark.parametrize("prec", [30, 200])
def test_windows_of_one_body_sums(r: str, prec: int) -> None:
    """120 sites, the hump of p_M at the end and in the middle: what is cut off is inside the enclosures, and small."""
    weights, groups = _long_chain(r)
    exact = removed_sums(EXACT, weights, groups)
    with working_precision(prec):
        balls = removed_sums(BALL, [BALL.convert(w) for w in weights], [(BALL.convert(mu), n) for mu, n in groups])
        for ball, e in zip(balls, exact, strict=True):
            assert ball.none.contains(e.none.re)
            assert ball.one.contains(e.one.re)
            assert ball.one.rel_accuracy_bits() > prec - 22


@pytest.mark.parametrize("bounded", [True, False])
def test_what_windows_cut_off_is_bounded(bounded: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Coarse windows give wide enclosures, not wrong ones; without the bound of the rest they are wrong."""
    weights, groups = _long_chain("1/3")
    trimmed = one_body._trimmed
    monkeypatch.setattr(one_body, "_MARGIN", -215)  # cut off about 2^-10 of the sum
    if not bounded:
        monkeypatch.setattr(one_body, "_trimmed", lambda *given: trimmed(*given)._replace(slack=arb(0)))
    exact = removed_sums(EXACT, weights, groups)
    with working_precision(200):
        balls = removed_sums(BALL, [BALL.convert(w) for w in weights], [(BALL.convert(mu), n) for mu, n in groups])
        pairs = list(zip(balls, exact, strict=True))
        assert all(ball.none.contains(e.none.re) and ball.one.contains(e.one.re) for ball, e in pairs) == bounded
        if bounded:
            assert min(ball.none.rel_accuracy_bits() for ball in balls) < 20


def test_near_ties_keep_the_digits() -> None:
    """lambda_1 and lambda_2 differ by a part in 10^300: the identity for pairs loses 300 digits on the way."""
    close = Fraction(1) + Fraction(1, 10**300)
    fields = [1, close, *range(2, 40)]
    model = Model(N=len(fields), J=1, hx=fields, hz="41/3", gamma="1/5")
    table = density_correlations(model, digits=40)
    for i, j in [(1, 2), (2, 1), (1, 5), (2, 5), (7, 7)]:
        assert table[i, j].contains(correlator(model, {i, j}, {i, j})), (i, j)
        assert table[i, j].rad * 10**40 <= table[i, j].mid


def test_random_models_against_the_explicit_state() -> None:
    rng = random.Random(11)
    for _ in range(6):
        model = random_model(rng, 3)
        rho = steady_state(model)
        for raised, lowered in [({1}, {2}), ({1, 2}, {3}), ({2, 3}, {2, 3}), ({1, 2, 3}, set())]:
            text = " ".join([f"+{j}" for j in sorted(raised)] + [f"-{j}" for j in sorted(lowered)])
            assert correlator(model, raised, lowered).gaussian == mean(rho, text, 3)


def test_larger_chains_balls_and_exact_agree() -> None:
    rng = random.Random(7)
    model = random_model(rng, 70)
    exact = density_correlations(model)
    table = density_correlations(model, digits=60)
    for i, j in [(1, 2), (3, 3), (10, 60), (69, 70)]:
        assert table[i, j].contains(exact[i, j])
    for a, b in zip(densities(model), densities(model, digits=45), strict=True):
        assert b.contains(a)


def test_sites_without_a_field() -> None:
    model = Model(N=4, J=1, hx=[1, 0, 2, 3], hz="1/3", gamma="1/5")
    table = density_correlations(model, digits=20)
    assert densities(model)[1].exact == 0
    assert table[1, 2].exact == 0
    assert table[2, 3].exact == 0
    assert table[2, 2].exact == 0
    assert table[1, 3].contains(correlator(model, {1, 3}, {1, 3}))
    down = Model(N=4, J=1, hx=0, hz="1/3", gamma="1/5")
    assert [v.exact for v in densities(down)] == [0] * 4
    assert density_correlations(down)[1, 2].exact == 0


def test_coherences_at_and_beyond_a_blockade() -> None:
    """(9): h_i h_j <sigma_i^+ sigma_j^+> is the same for all pairs at n = 2; order 3 vanishes there."""
    model = Model.at_resonance(n=2, epsilon=0, N=5, J=1, hx=[1, 2, 3, 4, 5])
    rescaled = {correlator(model, {i, j}, []).exact * i * j for i in range(1, 6) for j in range(i + 1, 6)}
    assert len(rescaled) == 1
    assert correlator(model, {1, 2, 3}, []).exact == 0
    assert Functional(model, EXACT).amplitude(3).is_zero()


def test_refusals() -> None:
    for raised in ([0], [6], [1, 1], "12", 3, [1.5]):
        with pytest.raises(InputError):
            correlator(UNIFORM, raised, [])  # type: ignore[arg-type]
    for pair in [(0, 1), (1, 6), 3, (1, 2, 3), ("1", "2")]:
        with pytest.raises(InputError):
            density_correlations(UNEQUAL, 20)[pair]
