"""Clusters that are no clusters, digits that are not reached, what an exact answer costs, balls and their types."""

from __future__ import annotations

from typing import Any

import pytest
from flint import acb, arb
from refusals import exact_costs, refused_digits

from dtim_exact import InputError, Model
from dtim_exact.correlators import (
    _element,
    all_sites_cost,
    correlator,
    correlator_literal,
    densities,
    densities_literal,
    density,
)
from dtim_exact.cost import Cost, exact_cost
from dtim_exact.rings import BALL, EXACT, Gaussian

UNIFORM = Model(N=5, J=1, hx=2, hz="1/3", gamma="1/5")
UNEQUAL = Model(N=5, J=1, hx=[1, 2, 3, 4, 5], hz="1/3", gamma="1/5")
ONCE = "each site once: sigma^+ and sigma^- square to 0"


@pytest.mark.parametrize("name", ["raised", "lowered"])
@pytest.mark.parametrize(
    ("sites", "says"),
    [
        ("12", ("{} = '12'", "a set of site numbers", "write {}={{1, 2}}")),
        (b"12", ("{} = b'12'", "a set of site numbers", "write {}={{1, 2}}")),
        (3, ("{} = 3", "a set of site numbers", "write {}={{1, 2}}")),
        ([0], ("site of {} = 0", "a positive integer site of {}", "write it as an int, such as 3")),
        ([6], ("site 6 in {}", "a site from 1 to N = 5", "")),
        ([2, 2], ("{} = [2, 2]", ONCE, "")),
    ],
)
def test_a_refusal_names_the_cluster_and_what_is_wrong_with_it(name: str, sites: Any, says: tuple[str, ...]) -> None:
    clusters: dict[str, Any] = {"raised": [], "lowered": [], name: sites}
    with pytest.raises(InputError) as caught:
        correlator(UNIFORM, **clusters)
    assert caught.value.args == tuple(part.format(name) for part in says)


def test_the_first_and_the_last_site_are_sites() -> None:
    assert correlator(UNIFORM, {1}, {5}).exact == correlator(UNIFORM, {5}, {1}).exact
    assert correlator(UNIFORM, [], []).exact == 1


@pytest.mark.parametrize("model", [UNIFORM, UNEQUAL])
def test_undecided_digits_are_named(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    refused_digits(monkeypatch, lambda: correlator(model, {1}, {2}, digits=21), "<correlator>", 21)
    refused_digits(monkeypatch, lambda: density(model, digits=22), "density", 22)
    refused_digits(monkeypatch, lambda: densities(model, 23), "density" if model is UNIFORM else "densities", 23)


def test_with_digits_an_enclosure_and_without_the_number() -> None:
    for model in (UNIFORM, UNEQUAL):
        assert correlator(model, {1}, {1}).is_exact
        assert density(model).is_exact
        assert not correlator(model, {1}, {1}, 20).is_exact
        assert not density(model, 20).is_exact
        assert all(value.is_exact for value in densities(model))
        assert not any(value.is_exact for value in densities(model, 20))


def test_what_an_exact_answer_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    """All densities take about log2 N products as long as one sum, two more at the root; N = 5 has 3 bits."""
    nine = Model(N=9, J=1, hx=list(range(1, 10)), hz="1/3", gamma="1/5")
    assert all_sites_cost(nine) == Cost(exact_cost(nine).bits, exact_cost(nine).times * 6)
    one = exact_cost(UNEQUAL)
    assert all_sites_cost(UNEQUAL) == Cost(one.bits, one.times * 5)
    assert exact_costs(monkeypatch, lambda: densities(UNEQUAL)) == [("densities", Cost(one.bits, one.times * 5))]
    assert exact_costs(monkeypatch, lambda: density(UNEQUAL)) == [("density", one)]
    assert exact_costs(monkeypatch, lambda: density(UNIFORM)) == [("density", exact_cost(UNIFORM))]


def test_all_spins_down_have_no_density() -> None:
    down = Model(N=3, J=1, hx=0, hz="1/3", gamma=1)
    assert density(down).exact == 0
    assert density(down, 20).is_zero()


def test_elements_of_the_ball_ring_are_complex() -> None:
    assert isinstance(_element(BALL, arb(2)), acb)
    assert _element(BALL, arb(2)) == acb(2)
    assert _element(EXACT, Gaussian(2)) == Gaussian(2)


@pytest.mark.parametrize("model", [UNIFORM, UNEQUAL])
@pytest.mark.parametrize(("raised", "lowered"), [({1}, set()), (set(), {1}), ({1, 2}, {2}), ({2}, {1, 2}), ({3}, {3})])
def test_clusters_against_the_literal_sum(model: Model, raised: set[int], lowered: set[int]) -> None:
    assert correlator(model, raised, lowered).gaussian == correlator_literal(model, EXACT, raised, lowered)


def test_densities_against_the_literal_sum() -> None:
    assert [v.gaussian for v in densities(UNEQUAL)] == densities_literal(UNEQUAL, EXACT)
    assert density(UNEQUAL).exact == sum(v.exact for v in densities(UNEQUAL)) / 5
    assert density(UNIFORM).gaussian == densities_literal(UNIFORM, EXACT)[2]
