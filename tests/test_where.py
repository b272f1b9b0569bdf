"""`where ID`: the verdict, the proof and how to run it again, in one step."""

from __future__ import annotations

import pytest

from dtim_exact.claims import judge
from dtim_exact.cli.app import main
from dtim_exact.ledger import load
from dtim_exact.proof.language import eq, k, scalar
from dtim_exact.proof.steps import rule_means, steps

ASKED = {
    "1": ["definition", "lindblad.py:"],
    "S19": ["proved, for all N", "collective", "normal ordering", "s1b_uniform_series.py:"],
    "17": ["proved, for all N", "uniform fields", "2 x 2", "s4_correlations.py:", "correlators.py:"],
    "S53": ["proved, for all N", "gamma > 0", "scalar", "s3b_critical.py:", "limit.py:"],
    "14": ["proved, for all N", "cases [from 1, 2, 3]", "s2a_magnetization.py:", "weights.py:"],
    "unique": ["refuted as printed", "N = 2", "literature", "one steady state [from 1, 2, 3, 4, 5]", "s1_model.py:"],
}


@pytest.mark.parametrize("name", ASKED)
def test_where_alone_tells_verdict_and_proof(name, capsys):
    assert main(["where", name]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert ("--proof proof.json" in told) == (name != "1")  # a definition has no proof
    for part in (*ASKED[name], "as on record", f"dtim-exact verify {name}"):
        assert part in told, part


def test_the_premises_of_a_step_come_before_it():
    one = next(claim for claim in load() if claim.id == "qdb-unique")
    told = steps([r.theorem for r in judge(one).corrected])
    assert [step.number for step in told] == list(range(1, len(told) + 1))
    assert all(p < step.number for step in told for p in step.premises)
    assert len(told) > 5


def test_every_rule_of_the_ledger_says_what_it_does():
    theorem = scalar(eq(k + 1, 1 + k))
    assert steps([theorem, theorem])[0].means == rule_means("scalar")
    with pytest.raises(LookupError):
        rule_means("intuition")
