"""A proof told step by step: what every rule does, in the words of the rule itself, and what it was applied to."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Sequence
from typing import NamedTuple

from .terms import Term
from .theorem import RULES, Theorem

__all__ = ["Step", "rule_means", "steps"]


class Step(NamedTuple):
    """One theorem of a proof; `premises` are the numbers (from 1) of the steps that it uses."""

    number: int
    rule: str
    means: str
    statement: Term
    premises: tuple[int, ...]


def steps(theorems: Sequence[Theorem]) -> list[Step]:
    """All theorems behind the given ones, each once, premises first.

    >>> from .identities import scalar
    >>> from .terms import eq, sym
    >>> print(steps([scalar(eq(sym("k") + 1, 1 + sym("k")))])[0].means)
    An identity of rational functions or of hypergeometric terms, decided as a polynomial identity.
    """
    told: dict[Theorem, Step] = {}

    def tell(theorem: Theorem) -> int:
        if theorem not in told:
            premises = tuple(tell(premise) for premise in theorem.premises)
            means = rule_means(theorem.rule, theorem.statement)
            told[theorem] = Step(len(told) + 1, theorem.rule, means, theorem.statement, premises)
        return told[theorem].number

    for theorem in theorems:
        tell(theorem)
    return list(told.values())


def rule_means(rule: str, statement: Term | None = None) -> str:
    """The first sentence of the documentation of a rule; of a cited theorem what it says."""
    if statement is not None and statement.head == "literature":
        from .literature import LITERATURE

        return LITERATURE[statement.args[0]]
    for module in (*RULES, "expansions", "moments"):
        found = getattr(importlib.import_module(f".{module}", __package__), rule.replace(" ", "_"), None)
        if found is not None:
            told = " ".join((inspect.getdoc(found) or "").split("\n\n")[0].split())
            return told.partition(". ")[0].rstrip(".") + "."
    raise LookupError(f"no rule is called {rule}")
