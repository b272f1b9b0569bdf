"""The paper's claims: complete, quoted, each wrong statement refused; `test_ledger` has the verdicts."""

from __future__ import annotations

import json
import re
from itertools import islice
from pathlib import Path

import pytest

from dtim_exact.claims import Says, decide
from dtim_exact.ledger import as_record, derivations_folder, load, recorded, statement_digest
from dtim_exact.proof.mutants import mutants

UNNUMBERED = [
    "wlog-hy",
    "jump-list",
    "qdb-steady",
    "su2-rep",
    "su2-nonunitary",
    "dicke",
    "unique",
    "resonance",
    "blockade-n0",
    "blockade-n1",
    "blockade-vanish",
    "cxx-cyy",
    "fwhm",
    "rbar",
    "f-analytic",
    "minima-limit",
    "coexistence",
    "critical",
    "maxwell",
    "norm-uniform",
    "recursion-I",
    "qdb-unique",
    "casimir",
    "symmetric-poly",
    "b-independent",
    "similarity",
    "s1-symmetry",
    "hs-scaling",
    "s2-norm",
    "s2-threshold",
    "one-to-one",
    "s3-shift",
    "s3-g2",
]
NUMBERED = [str(a) for a in range(1, 19)] + [f"S{a}" for a in range(1, 62)]
CLAIMS = load()


def test_every_id_of_the_paper_stands_in_the_ledger_once():
    ids = [one.id for one in CLAIMS]
    assert len(ids) == len(set(ids))
    assert {*UNNUMBERED, *NUMBERED} <= set(ids)
    assert len({*UNNUMBERED, *NUMBERED}) == 112


def test_every_statement_without_a_number_is_quoted():
    """Where the paper prints words, a formula is a reading of them, and the words stand beside it."""
    quotes = {one.id: one.quote for one in CLAIMS}
    assert [name for name in UNNUMBERED if len(quotes[name].split()) < 3] == []
    assert [name for name in NUMBERED if quotes[name]] == []
    assert all(quote.count("$") % 2 == 0 for quote in quotes.values())


def test_no_mutant_survived_and_what_was_tried_is_what_stands():
    """docs/mutants.json, the last run of `python docs/generate.py --mutants`, is about the claims as they are."""
    mutants = json.loads((Path(__file__).resolve().parents[1] / "docs" / "mutants.json").read_text())
    assert {name: row["digest"] for name, row in mutants.items()} == {one.id: statement_digest(one) for one in CLAIMS}
    assert [name for name, row in mutants.items() if row["survived"]] == []
    untried = [one.id for one in CLAIMS if one.kind == "statement" and not mutants[one.id]["killed"]]
    assert untried == []


@pytest.mark.parametrize("one", CLAIMS, ids=lambda one: one.id)
def test_the_rules_prove_no_mutant_that_an_explicit_system_refutes(one):
    """Soundness of the kernel: the rule alone, without the search for counterexamples, on wrong statements."""
    for says in (*one.printed, *one.corrected):
        if says.worlds is None or says.by is None:
            continue
        for what, term in islice(mutants(says.term), 1, 60, 29):
            if decide(Says(term, None, says.worlds)).refutation is not None:
                alone = Says(term, says.by, None, given=tuple(says.declared()))
                assert decide(alone).theorem is None, f"{one.id}: {what}"


def test_changing_a_sign_in_a_derivation_is_noticed():
    """A claim with one sign changed no longer agrees with the record, whatever its verdict."""
    from dataclasses import replace

    from dtim_exact.claims import judge

    one = next(c for c in CLAIMS if c.id == "S19")
    _, wrong = next(mutants(one.printed[0].term))
    changed = replace(one, printed=(replace(one.printed[0], term=wrong), *one.printed[1:]))
    verdict = judge(changed)
    assert verdict.verdict == "undecided"
    assert as_record(verdict) != recorded()["S19"]


def test_derivations_use_the_language_and_leave_verdicts_to_the_judge():
    for file in derivations_folder().glob("*.py"):
        text = file.read_text()
        assert not re.search(r"\bTheorem\s*\(|\bestablish\b|Verdict\(|Ruling\(|object\.__", text), file.name
