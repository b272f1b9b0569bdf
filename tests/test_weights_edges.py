"""The weights at their edges: the longest list, digits that are not reached, what an exact answer costs, no field."""

from __future__ import annotations

import pytest
from refusals import exact_costs, refused_digits

from dtim_exact import CostError, Model
from dtim_exact.cost import Cost, exact_cost
from dtim_exact.weights import check_length, list_cost, mean_lowered, partition_function, weights

UNIFORM = Model(N=5, J=1, hx=2, hz="1/3", gamma="1/5")
UNEQUAL = Model(N=5, J=1, hx=[1, 2, 3, 4, 5], hz="1/3", gamma="1/5")


@pytest.mark.parametrize("model", [UNIFORM, UNEQUAL])
def test_undecided_digits_are_named(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    refused_digits(monkeypatch, lambda: weights(model, 21), "weights p_M", 21)
    refused_digits(monkeypatch, lambda: weights(model, 21, normalized=True), "weights p_M", 21)
    refused_digits(monkeypatch, lambda: partition_function(model, 22), "normalization", 22)
    refused_digits(monkeypatch, lambda: mean_lowered(model, 23), "polarization", 23)


def test_what_an_exact_answer_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = exact_cost(UNIFORM), exact_cost(UNEQUAL)
    lists = {UNIFORM: Cost(one.bits, 6 * one.times), UNEQUAL: Cost(other.bits, 8 * other.times)}
    for model, cost in lists.items():
        assert list_cost(model) == cost
        assert exact_costs(monkeypatch, lambda model=model: weights(model)) == [("weights p_M", cost)]
        sums = exact_cost(model)
        longer = Cost(sums.bits + 10, sums.times)  # the factor 2^N has N bits, above and below the line
        assert exact_costs(monkeypatch, lambda model=model: partition_function(model)) == [("normalization", longer)]
        assert exact_costs(monkeypatch, lambda model=model: mean_lowered(model)) == [("polarization", sums)]


def test_the_longest_list() -> None:
    check_length(Model(N=1_999_999, J=1, hx=2))
    with pytest.raises(CostError) as caught:
        check_length(Model(N=2_000_000, J=1, hx=2))
    assert caught.value.args == (
        "a list of N + 1 = 2,000,001 values",
        "at most 2,000,000 values in a list",
        "ask for moments, or for a smaller N",
    )


@pytest.mark.parametrize("field", [0, [0, 0, 0]])
def test_all_spins_down(field: object) -> None:
    down = Model(N=3, J=1, hx=field, hz="1/3", gamma=1)
    assert [w.exact for w in weights(down)] == [0, 0, 0, 1]
    assert mean_lowered(down).exact == 1
    assert partition_function(down).exact == 1
    partly = Model(N=3, J=1, hx=[1, 0, 2], hz="1/3", gamma=1)
    p = [w.exact for w in weights(partly)]
    assert p[:2] == [0, 1]
    assert mean_lowered(partly).exact == sum(M * w for M, w in enumerate(p)) / sum(p) / 3


@pytest.mark.parametrize("model", [UNIFORM, UNEQUAL])
def test_with_digits_an_enclosure_and_without_the_number(model: Model) -> None:
    for ask in (lambda d: partition_function(model, d), lambda d: mean_lowered(model, d)):
        assert ask(None).is_exact
        assert not ask(20).is_exact
        assert ask(20).contains(ask(None))
    assert [w.is_exact for w in weights(model, 20, normalized=True)] == [False] * 6
    total = sum(w.exact for w in weights(model))
    assert [w.exact * total for w in weights(model, normalized=True)] == [w.exact for w in weights(model)]


@pytest.mark.parametrize("model", [UNIFORM, UNEQUAL])
def test_the_polarization_is_the_first_moment(model: Model) -> None:
    p = [w.exact for w in weights(model)]
    assert mean_lowered(model).exact == sum(M * w for M, w in enumerate(p)) / sum(p) / 5
    assert partition_function(model).exact == 32 * sum(p)
