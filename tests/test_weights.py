"""Weights, the law of the number of down spins, moments and the generating function of M^z."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from explicit_state import mean, steady_state

from dtim_exact import CostError, Gaussian, InputError, Model
from dtim_exact.cost import Cost
from dtim_exact.functional import Functional
from dtim_exact.magnetization import (
    coarse_grained,
    coarse_grained_literal,
    down_spin_distribution,
    generating_function,
    magnetization_moment,
    magnetization_moments,
)
from dtim_exact.observables import expect
from dtim_exact.rings import BALL, EXACT, rising, working_precision
from dtim_exact.weights import mean_lowered, partition_function, weights

MODELS = {
    "uniform": Model(N=3, J=1, hx=2, hy=1, hz="1/3", gamma="1/5", Gamma="2/7"),
    "unequal": Model(N=4, J=-2, hx=[1, 2, 3, "1/2"], hy=[0, 1, 0, "1/5"], hz="1/3", gamma="1/5"),
    "resonance": Model(N=4, J=1, hx=[1, 2, 3, 4], hz=2),
    "no coupling": Model(N=3, J=0, hx=[1, 2, 3], hz="1/3", gamma="1/5"),
}


def diagonal(model: Model) -> list[tuple[int, Gaussian]]:
    """(number of down spins, probability) of each state of the explicit matrix."""
    rho = steady_state(model)
    return [(i.bit_count(), rho[i][i]) for i in range(2**model.N)]


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("by_balls", [False, True])
def test_distribution(name: str, by_balls: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if by_balls:
        monkeypatch.setattr(Cost, "is_small", lambda *_: False)
    model = MODELS[name]
    law = [sum((p for d, p in diagonal(model) if d == D), Gaussian(0)) for D in range(model.N + 1)]
    assert [v.gaussian for v in down_spin_distribution(model)] == law
    assert all(e.contains(x) for e, x in zip(down_spin_distribution(model, 30), law, strict=True))
    L = Functional(model, EXACT)
    assert coarse_grained(L, L.weights()) == coarse_grained_literal(L, L.weights())


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("by_balls", [False, True])
def test_moments(name: str, by_balls: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if by_balls:
        monkeypatch.setattr(Cost, "is_small", lambda *_: False)
    model = MODELS[name]
    law = diagonal(model)
    orders = range(model.N + 3)
    expected = [sum((p * (model.N - 2 * d) ** k for d, p in law), Gaussian(0)) for k in orders]
    assert [v.gaussian for v in magnetization_moments(model, orders)] == expected
    assert all(e.contains(x) for e, x in zip(magnetization_moments(model, orders, 30), expected, strict=True))
    assert magnetization_moment(model, 1).exact == -model.N * mean_lowered(model).exact
    for z in (2, "1/3", "i", "1-2i"):
        point = Gaussian(0) + {2: 2, "1/3": Gaussian(1) / 3, "i": Gaussian(0, 1), "1-2i": Gaussian(1, -2)}[z]
        by_hand = sum((p * point ** (model.N - 2 * d) for d, p in law), Gaussian(0))
        assert generating_function(model, z).gaussian == by_hand
        assert generating_function(model, z, digits=20).contains(by_hand)


@pytest.mark.parametrize("name", MODELS)
def test_weights_and_their_sum(name: str) -> None:
    model = MODELS[name]
    p = [v.exact for v in weights(model)]
    assert partition_function(model).exact == 2**model.N * sum(p)
    assert sum(v.exact for v in weights(model, normalized=True)) == 1
    assert all(e.contains(x) for e, x in zip(weights(model, digits=30), p, strict=True))
    z = sum((mean(steady_state(model), f"Z{j}", model.N) for j in range(1, model.N + 1)), Gaussian(0))
    assert z == -sum(M * x for M, x in enumerate(p)) / sum(p)  # (14)


def test_s39_as_printed() -> None:
    model = MODELS["uniform"]
    r, lam = model.r, model.lam(1)
    for M, value in enumerate(weights(model)):
        assert value.gaussian == Gaussian(rising(EXACT, -r, M).abs2()) * comb(3, M) * lam**M


def test_blockade_law() -> None:
    """(11) at r = n and small fields; the exact law is a binomial of N - n fair coins exactly, for each weight of M."""
    model = Model(N=6, J=1, hx="1e-20", hz=2)
    law = down_spin_distribution(model)
    total = sum(comb(6, k) * comb(k, 2) for k in range(7))
    for k, value in enumerate(law):
        assert abs(value.exact - Fraction(comb(6, k) * comb(k, 2), total)) < Fraction(1, 10**15)


def test_sites_without_a_field() -> None:
    model = Model(N=4, J=1, hx=[1, 0, 2, 0], hz="1/3", gamma="1/5")
    law = down_spin_distribution(model)
    assert [v.is_zero() for v in law] == [True, True, False, False, False]
    assert sum(v.exact for v in law) == 1
    assert [v.is_zero() for v in weights(model)] == [True, True, False, False, False]
    assert magnetization_moment(model, 1).exact == sum((4 - 2 * D) * v.exact for D, v in enumerate(law))
    assert magnetization_moment(model, 3).exact == sum((4 - 2 * D) ** 3 * v.exact for D, v in enumerate(law))
    assert generating_function(model, 3).exact == sum(Fraction(3) ** (4 - 2 * D) * v.exact for D, v in enumerate(law))
    down = Model(N=3, J=1, hx=0, hz="1/3", gamma=1)
    assert [v.exact for v in down_spin_distribution(down)] == [0, 0, 0, 1]
    assert magnetization_moment(down, 2).exact == 9


def test_longer_chains() -> None:
    for model in (
        Model(N=300, J=1, hx=100, hz=99, gamma=3),
        Model(N=60, J=1, hx=[20 + j for j in range(60)], hz=19, gamma="1/100"),
        Model.at_resonance(n=2, epsilon="1e-400", N=60, J=1, hx=4),
    ):
        exact, enclosed = down_spin_distribution(model), down_spin_distribution(model, digits=25)
        assert all(e.contains(x) for e, x in zip(enclosed, exact, strict=True))
        assert all(e.rad * 10**25 <= e.mid for e in enclosed)
        with working_precision(300):
            L = Functional(model, BALL)
            fast, slow = coarse_grained(L, L.weights()), coarse_grained_literal(L, L.weights())
            assert all(x.overlaps(y) for x, y in zip(fast, slow, strict=True))
        moments = magnetization_moments(model, (1, 2, 3), digits=25)
        for k, m in zip((1, 2, 3), moments, strict=True):
            assert m.contains(magnetization_moment(model, k))
        assert magnetization_moment(model, 1, digits=25).overlaps(-model.N * expect(model, "polarization").exact)


def test_symbolic_law_sums_to_one() -> None:
    import sympy

    hz = sympy.Symbol("hz", real=True)
    law = down_spin_distribution(Model(N=3, J=1, hx=2, hz=hz))
    assert sympy.cancel(sum((v.symbol for v in law), sympy.Integer(0))) == 1


def test_refusals() -> None:
    model = MODELS["uniform"]
    with pytest.raises(InputError):
        generating_function(model, 0)
    with pytest.raises(InputError):
        magnetization_moment(model, -1)
    with pytest.raises(InputError):
        magnetization_moment(model, 10**6)
    with pytest.raises(CostError):
        weights(Model(N=10**9, J=1, hx=2), digits=20)
    with pytest.raises(CostError):
        weights(Model(N=10**5, J=1, hx=2, hz="1/3"))
