"""The ledger, judged now: decided as on record, its pages fresh, each theorem held against explicit systems."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

from dtim_exact.ledger import recorded
from dtim_exact.ledger_pages import errata_markdown, ledger_markdown
from dtim_exact.proof.semantics import Undefined


def test_nothing_is_undecided_and_nothing_changed(judged):
    assert [row.claim.id for row in judged.rows if row.verdict.verdict == "undecided"] == []
    assert [row.claim.id for row in judged.rows if row.changed] == []
    assert set(recorded()) == {row.claim.id for row in judged.rows}


def test_the_generated_pages_are_fresh(judged):
    """docs/ledger.md and docs/errata.md are what `python docs/generate.py` writes."""
    docs = Path(__file__).resolve().parents[1] / "docs"
    assert (docs / "ledger.md").read_text() == ledger_markdown(judged, json.loads((docs / "mutants.json").read_text()))
    assert (docs / "errata.md").read_text() == errata_markdown(judged)


def test_a_refuted_claim_has_a_counterexample_and_a_proved_correction(judged):
    for row in judged.rows:
        if row.verdict.verdict == "refuted":
            assert row.verdict.counterexample, row.claim.id
            assert all(ruling.theorem is not None for ruling in row.verdict.corrected), row.claim.id
            assert row.claim.corrected, row.claim.id


def test_a_theorem_for_all_n_holds_in_explicit_systems(judged):
    """The second opinion: literal evaluation, which shares no code with the proofs, at a dozen points a statement."""
    for row in judged.rows:
        says = (*row.claim.printed, *row.claim.corrected)
        for one, ruling in zip(says, (*row.verdict.printed, *row.verdict.corrected), strict=True):
            if one.worlds is None or ruling.theorem is None:
                continue
            tried = 0
            for world, bound, _ in islice(one.worlds.points(), 12):
                try:
                    assert world.holds(one.term, bound), row.claim.id
                    tried += 1
                except Undefined:
                    continue
            assert tried, f"{row.claim.id} was never evaluated"
