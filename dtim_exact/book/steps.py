"""Proofs as a reader wants them: the steps of `proof.steps` in LaTeX, with their hypotheses, as plain data.

Key results: `steps_of`, `rule_in_words`.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..proof.kernel import Theorem
from ..proof.steps import rule_means, steps
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
    """What a reader wants to know beside the rule: a cited theorem, enclosures, the point of a counterexample."""
    concludes: bool
    """Whether it is what was to be shown."""


def steps_of(*theorems: Theorem) -> tuple[Step, ...]:
    """The steps of one or several theorems, premises before what rests on them."""
    told, last = steps(theorems), set(map(_key, theorems))
    return tuple(
        Step(
            number=step.number,
            statement=latex(step.statement),
            rule=step.rule,
            scope=step.theorem.scope,
            given=tuple(latex(hypothesis) for hypothesis in step.theorem.given),
            premises=tuple(dict.fromkeys(step.premises)),
            remark=_remark(step.theorem),
            concludes=_key(step.theorem) in last,
        )
        for step in told
    )


def _key(theorem: Theorem) -> tuple[object, ...]:
    return theorem.rule, theorem.statement, theorem.given


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


def rule_in_words(rule: str) -> str:
    """What a rule of the kernel does, in its own words.

    >>> rule_in_words("chain")
    'From a = b, b = c, ... the equation of the first and the last side.'
    """
    return rule_means(rule).replace("`", "")
