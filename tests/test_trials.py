"""Wrong statements on trial: the counts on record are those of a new run; what is not decided is called a survivor."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from flint import arb

from dtim_exact.claims import Says, decide
from dtim_exact.ledger import find_claim
from dtim_exact.proof.conventions import N
from dtim_exact.proof.terms import eq, le, lt, sym
from dtim_exact.proof.worlds import Worlds
from dtim_exact.trials import Mutants, says_the_same, try_mutants

RECORD = json.loads((Path(__file__).resolve().parent.parent / "docs" / "mutants.json").read_text())


@pytest.mark.parametrize("name", ["S14", "S22", "fwhm", "s2-threshold", "s3-shift"])
def test_a_new_run_counts_what_stands_on_record(name: str) -> None:
    tried, row = try_mutants(find_claim(name)), RECORD[name]
    assert (tried.killed, tried.equivalent, tried.other_bounds) == tuple(
        row[key] for key in ("killed", "equivalent", "other_bounds")
    )
    assert tried.survived == ()


def test_what_is_neither_refuted_nor_proved_survives() -> None:
    """Without systems to evaluate a statement in, a wrong one is only left undecided."""
    one = find_claim("S22")
    blind = replace(one, printed=tuple(replace(s, worlds=None, given=tuple(s.declared())) for s in one.printed))
    tried = try_mutants(blind)
    assert tried.killed == 0
    assert len(tried.survived) == RECORD["S22"]["killed"]
    assert all(told.startswith("S22: ") for told in tried.survived)


def test_statements_that_do_not_stand_are_not_changed() -> None:
    one = find_claim("S22")
    unproved = replace(one, printed=tuple(replace(says, by=None) for says in one.printed))
    assert try_mutants(unproved) == Mutants(0, 0, ())


def test_an_inequality_with_another_bound_does_not_say_the_same() -> None:
    values = {"a": arb(1), "b": arb(2), "c": arb(2, "1e-9"), "d": arb(3)}
    balls = {name: partial(lambda value, _: value, value) for name, value in values.items()}
    a, b, c, d = map(sym, balls)
    says = Says(lt(a, b), balls=balls)
    assert decide(says).theorem is not None
    assert says_the_same(says, lt(a, c))  # as far as the enclosures tell
    assert not says_the_same(says, lt(a, d))


def test_an_inequality_in_systems_is_compared_side_by_side() -> None:
    says = Says(le(0, N), worlds=Worlds(sizes=(1, 2)))
    assert says_the_same(says, le(0, 1 * N))
    assert not says_the_same(says, le(0, N + 1))
    assert not says_the_same(says, le(-N, N))
    assert says_the_same(Says(eq(N, N)), eq(N, N + 0))  # changed equations that hold are the same
