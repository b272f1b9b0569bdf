"""Proofs in readable form: a theorem's tree as numbered steps, each with its statement, its rule and what it rests on.

A theorem that serves twice is one step. What a rule does is said by the first sentence of its own docstring.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from dataclasses import dataclass, replace
from functools import cache

from .. import proof
from ..proof.kernel import Theorem
from ..typeset import latex

__all__ = ["Step", "rule_in_words", "steps_of"]


@dataclass(frozen=True)
class Step:
    """One theorem of a proof: `premises` are the numbers of earlier steps."""

    number: int
    statement: str
    rule: str
    scope: str
    given: tuple[str, ...]
    premises: tuple[int, ...]
    remark: str
    """What the certificate says that a reader wants to know: a cited theorem, enclosures, a variable."""
    concludes: bool = False
    """Whether it is what was to be shown."""


def steps_of(*theorems: Theorem) -> tuple[Step, ...]:
    """The steps of one or several theorems, premises before what rests on them."""
    steps: dict[str, Step] = {}

    def visit(one: Theorem) -> int:
        key = repr((one.rule, one.statement, one.given))
        if key not in steps:
            premises = tuple(dict.fromkeys(visit(premise) for premise in one.premises))
            given = tuple(latex(hypothesis) for hypothesis in one.given)
            number = len(steps) + 1
            steps[key] = Step(number, latex(one.statement), one.rule, one.scope, given, premises, _remark(one))
        return steps[key].number

    last = {visit(theorem) for theorem in theorems}
    return tuple(replace(step, concludes=step.number in last) for step in steps.values())


def _remark(theorem: Theorem) -> str:
    certificate = theorem.certificate
    if "says" in certificate:
        return str(certificate["says"])
    if "balls" in certificate:
        return ", ".join(f"{name} = {_ball(value)}" for name, value in certificate["balls"].items())
    if theorem.rule == "induction":
        return f"over {certificate['index']}, from {certificate['start']} on"
    return str(certificate.get("point", ""))


def _ball(value: object) -> str:
    return f"{value['mid']} +/- {value['rad']}" if isinstance(value, dict) and "mid" in value else str(value)


@cache
def rule_in_words(rule: str) -> str:
    """What a rule of the kernel does, in its own words; empty for a rule without a function of its name.

    >>> rule_in_words("chain")
    'From a = b, b = c, ... the equation of the first and the last side.'
    """
    for module in pkgutil.iter_modules(proof.__path__):
        found = getattr(importlib.import_module(f"{proof.__name__}.{module.name}"), rule.replace(" ", "_"), None)
        if inspect.isfunction(found) and found.__doc__ and "Theorem" in str(found.__annotations__.get("return")):
            text = " ".join(inspect.cleandoc(found.__doc__).partition("\n\n")[0].split())
            return text.replace("`", "")
    return ""
