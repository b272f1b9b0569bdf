"""Reduced density matrices against partial traces of the explicit state; entropies against closed forms."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product

import pytest
from explicit_state import steady_state
from flint import arb

from dtim_exact import CostError, Gaussian, InputError, Model
from dtim_exact.cost import Cost
from dtim_exact.reduced import entropy, purity, reduced_density_matrix
from dtim_exact.rings import working_precision

UNIFORM = Model(N=3, J=1, hx=2, hy=1, hz="1/3", gamma="1/5", Gamma="2/7")
UNEQUAL = Model(N=4, J=-2, hx=[1, 2, 3, "1/2"], hy=[0, 1, 0, "1/5"], hz="1/3", gamma="1/5")


def partial_trace(model: Model, sites: list[int]) -> list[list[Gaussian]]:
    """The reduced matrix, traced by hand over the other sites."""
    N, rho = model.N, steady_state(model)
    states = list(product(range(2), repeat=N))
    kept = list(product(range(2), repeat=len(sites)))
    rest = [j for j in range(1, N + 1) if j not in sites]
    result = [[Gaussian(0)] * len(kept) for _ in kept]
    for i, s in enumerate(states):
        for k, t in enumerate(states):
            if all(s[j - 1] == t[j - 1] for j in rest):
                a, b = (kept.index(tuple(u[j - 1] for j in sites)) for u in (s, t))
                result[a][b] = result[a][b] + rho[i][k]
    return result


@pytest.mark.parametrize("model", [UNIFORM, UNEQUAL])
@pytest.mark.parametrize("sites", [[1], [3], [1, 2], [3, 1], [2, 3, 1]])
def test_partial_trace(model: Model, sites: list[int]) -> None:
    expected = partial_trace(model, sites)
    exact = reduced_density_matrix(model, sites)
    assert [[z.gaussian for z in row] for row in exact] == expected
    enclosed = reduced_density_matrix(model, sites, digits=30)
    assert all(x.contains(y) for r, s in zip(enclosed, exact, strict=True) for x, y in zip(r, s, strict=True))
    assert purity(model, sites).gaussian == sum((z * z.conj() for row in expected for z in row), Gaussian(0))


@pytest.mark.parametrize("by_balls", [False, True])
@pytest.mark.parametrize("model", [UNIFORM, UNEQUAL, Model(N=150, J=1, hx=50, hz=50, gamma=1)])
def test_one_site_entropy(model: Model, by_balls: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if by_balls:
        monkeypatch.setattr(Cost, "is_small", lambda *_: False)
    rho = [[z.gaussian for z in row] for row in reduced_density_matrix(model, [2])]
    determinant = (rho[0][0] * rho[1][1] - rho[0][1] * rho[1][0]).re
    value, renyi = entropy(model, [2], digits=25), entropy(model, [2], digits=25, order=2)
    with working_precision(400):
        root = arb(1 - 4 * determinant).sqrt()
        expected = -sum((x * x.log() for x in ((1 + root) / 2, (1 - root) / 2)), arb(0))
        assert value.re.to_arb().overlaps(expected)
        assert renyi.re.to_arb().overlaps(-arb(1 - 2 * determinant).log())
    assert value.rad * 10**25 <= value.mid


def test_known_entropies() -> None:
    depolarized = Model(N=6, J=1, hx=2)  # r = 0
    with working_precision(200):
        for k in (1, 2, 3):
            for order in (0, "1/2", 1, 2, 3):
                value = entropy(depolarized, range(1, k + 1), digits=30, order=order)
                assert value.re.to_arb().overlaps(k * arb(2).log()), (k, order)
    down = Model(N=3, J=1, hx=[0, 2, 0], hz="1/3", gamma="1/5")
    assert entropy(down, [1, 3]).exact == 0
    assert purity(down, [1, 3]).exact == 1
    assert entropy(down, [1, 2, 3]).overlaps(entropy(down, [2]))


def test_product_state_entropies_add() -> None:
    model = Model(N=3, J=0, hx=[1, 2, 3], hz="1/3", gamma="1/5")
    parts = [entropy(model, [j], digits=20).re.to_arb() for j in (1, 2, 3)]
    assert entropy(model, [1, 2, 3], digits=20).re.to_arb().overlaps(sum(parts, arb(0)))


def test_equal_eigenvalues_are_no_obstacle() -> None:
    """Equal fields make degenerate multiplets for three sites and more."""
    model = Model(N=6, J=1, hx=2, hz="1/2", gamma="1/5")
    values = [float(entropy(model, range(1, k + 1), digits=20)) for k in (1, 2, 3, 4)]
    assert all(0 < b - a < a for a, b in pairwise(values))


def test_nearly_pure() -> None:
    model = Model(N=4, J=1, hx="1e-60", hz="1/3", gamma=1)
    value = entropy(model, [1, 2], digits=15)
    assert 0 < value.mid < Fraction(1, 10**100)
    assert value.rad * 10**15 <= value.mid


def test_refusals() -> None:
    for sites in ([], [0], [4], [1, 1], "12", 3):
        with pytest.raises(InputError):
            reduced_density_matrix(UNIFORM, sites)  # type: ignore[arg-type]
    with pytest.raises(InputError):
        entropy(UNIFORM, [1], order=-1)
    with pytest.raises(CostError):
        reduced_density_matrix(Model(N=20, J=1, hx=2), range(1, 12))
