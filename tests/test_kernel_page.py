"""docs/kernel.md tells of every rule and of every theorem that is taken from the literature."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

from dtim_exact.proof.literature import LITERATURE
from dtim_exact.proof.steps import rule_means
from dtim_exact.proof.theorem import RULES

DOCS = Path(__file__).resolve().parent.parent / "docs"
TEXT = (DOCS / "kernel.md").read_text(encoding="utf-8")
BOLD = {name.strip(".,: ") for part in re.findall(r"\*\*(.+?)\*\*", TEXT) for name in part.split(", ")}


def rules_of(module):
    """The names under which theorems of a module say how they were proved."""
    text = Path(importlib.import_module(f"dtim_exact.proof.{module}").__file__).read_text(encoding="utf-8")
    return set(re.findall(r"""rule="([^"]+)"|(?:decided|_proved)\(\s*statement,\s*"([^"]+)\"""", text))


def test_every_rule_has_a_paragraph():
    modules = (*RULES, "expansions", "moments", "stirling")
    named = {name for module in modules for pair in rules_of(module) for name in pair}
    named -= {"", "literature", "counterexample", "enclosure"}
    assert len(named) > 25
    assert named <= BOLD, named - BOLD


def test_every_rule_says_what_it_does():
    for rule in {name for module in (*RULES, "expansions") for pair in rules_of(module) for name in pair} - {""}:
        assert rule_means(rule).endswith("."), rule


def test_every_theorem_of_the_literature_is_stated():
    assert set(LITERATURE) <= BOLD, set(LITERATURE) - BOLD


def test_the_files_that_it_names_exist():
    package = DOCS.parent / "dtim_exact" / "proof"
    for name in re.findall(r"`(\w+_form|\w+_sums|\w+_points|sites_algebra|atoms|sum_range|theorem|logic)`", TEXT):
        assert (package / f"{name}.py").is_file(), name
    for name in re.findall(r"`(test_\w+\.py)`", TEXT):
        assert (DOCS.parent / "tests" / name).is_file(), name
