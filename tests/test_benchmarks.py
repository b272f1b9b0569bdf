"""The harness of the benchmarks runs, and its peers compute what we compute; no time is asserted."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def harness(monkeypatch):
    if not (ROOT / "benchmarks" / "__main__.py").exists():
        pytest.skip("the benchmarks are not here")
    monkeypatch.syspath_prepend(str(ROOT))
    yield importlib.import_module("benchmarks.__main__")
    for name in [name for name in sys.modules if name.partition(".")[0] == "benchmarks"]:
        del sys.modules[name]


def test_a_tiny_run_writes_the_table(harness, tmp_path, capsys):
    chosen = ["full_sums", "exact_sums", "widths", "fields"]
    assert harness.main(["--tiny", "--out", str(tmp_path), "--only", *chosen]) == 0
    text = (tmp_path / "table.md").read_text()
    assert text in capsys.readouterr().out
    run = json.loads((tmp_path / "table.json").read_text())
    assert list(run["groups"]) == chosen
    rows = [row for rows in run["groups"].values() for row in rows]
    assert all(row["ours"] > 0 for row in rows)
    assert text.count("\n| ") == len(rows) + 2 * len(chosen)
    assert all(row["proven"] for row in rows)


def test_a_wrong_peer_is_noticed(harness):
    sums = importlib.import_module("benchmarks.sums")
    model = sums.case_a(30)
    right = sums.whole_sum(model)
    sums.agree(sums.normalization(model), right)
    with sums.working_precision(sums.BITS):
        wrong = right * (1 + sums.arb(10) ** -40)
    with pytest.raises(AssertionError):
        sums.agree(right, wrong)


def test_verdicts(harness):
    Row = importlib.import_module("benchmarks.measure").Row
    assert Row("f", 1.0).verdict() == ""
    assert [Row("f", s, limit=2.0).verdict(3.0) for s in (1.0, 5.0, 7.0)] == ["yes", "at pace", "no"]
    assert Row("f", 1.0, limit=2.0, proven=False).verdict() == "no"
    assert [Row("f", 1.0, "p", s, least=2.0).verdict() for s in (3.0, 1.0)] == ["yes", "no"]
    assert Row("f", 1.0, "p", None, least=2.0).verdict() == ""


def test_the_page_of_peers_has_our_values_and_a_wrong_peer_has_no_digits(harness):
    page = importlib.import_module("benchmarks.side_by_side")
    text = page.PAGE.read_text(encoding="utf-8")
    assert not page.missing(text)
    assert page.missing(text.replace("0.0774774545320", "0.0774774545321")) == [page.QUESTIONS[6].title]
    question = page.QUESTIONS[3]  # a detuning that doubles lose
    found = {row[0]: row for row in page.rows(question)}
    assert found["**dtim_exact**"][3] == "30 digits, proven"
    assert float(found["Python floats, (17)"][2]) < 1
    assert float(found["SymPy hyper.evalf(30)"][2]) < 1
    assert float(found["FLINT acb.hypgeom, 220 bits"][2]) > 30
