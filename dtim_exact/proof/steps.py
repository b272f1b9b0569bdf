"""A proof told step by step: what every rule does, in the words of the rule itself, and what it was applied to."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from .. import proof
from .terms import Term
from .theorem import Theorem

__all__ = ["Step", "rule_means", "steps"]


class Step(NamedTuple):
    """One theorem of a proof; `premises` are the numbers (from 1) of the steps that it uses."""

    number: int
    rule: str
    means: str
    statement: Term
    premises: tuple[int, ...]
    theorem: Theorem


def steps(theorems: Sequence[Theorem]) -> list[Step]:
    """All theorems behind the given ones, each once (whether it was proved once or twice), premises first.

    >>> from .identities import scalar
    >>> from .terms import eq, sym
    >>> print(steps([scalar(eq(sym("k") + 1, 1 + sym("k")))])[0].means)
    An identity of rational functions or of hypergeometric terms, decided as a polynomial identity.
    """
    told: dict[tuple[str, Term, tuple[Term, ...]], Step] = {}

    def tell(theorem: Theorem) -> int:
        key = theorem.rule, theorem.statement, theorem.given
        if key not in told:
            premises = tuple(tell(premise) for premise in theorem.premises)
            means = rule_means(theorem.rule, theorem.statement)
            told[key] = Step(len(told) + 1, theorem.rule, means, theorem.statement, premises, theorem)
        return told[key].number

    for theorem in theorems:
        tell(theorem)
    return list(told.values())


def rule_means(rule: str, statement: Term | None = None) -> str:
    """The first sentence of the documentation of a rule; of a cited theorem what it says."""
    if statement is not None and statement.head == "literature":
        from .literature import LITERATURE

        return LITERATURE[statement.args[0]]
    told = " ".join((inspect.getdoc(_function_of(rule)) or "").split("\n\n")[0].split())
    return re.split(r"(?<!\.)\. ", told)[0].rstrip(".") + "."  # the dots of "b = c, ..." end no sentence


@cache
def _function_of(rule: str) -> Callable[..., object]:
    """The function that is called like the rule, or else the one whose theorems say that they are by it."""
    modules = [importlib.import_module(f".{found.name}", __package__) for found in pkgutil.iter_modules(proof.__path__)]
    rules = [
        function
        for module in modules
        for _, function in inspect.getmembers(module, inspect.isfunction)
        if "Theorem" in str(function.__annotations__.get("return"))
    ]
    by_name = [function for function in rules if function.__name__ == rule.replace(" ", "_")]
    by_text = (function for function in rules if f'"{rule}"' in inspect.getsource(function))
    found = by_name[0] if by_name else next(by_text, None)
    if found is None:
        raise LookupError(f"no rule is called {rule}")
    return found
