"""The rules of logic: induction, the start of a range, hypotheses proved elsewhere, chains and conjunctions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise

from . import conventions
from .identities import equation
from .substitution import bound_names, instance, is_free, names_in, substituted
from .terms import Term, eq, le, sym, to_data
from .theorem import NotProved, Theorem, conjuncts, establish, scope_of

__all__ = ["both", "chain", "discharge", "induction", "starting_at"]


def induction(
    statement: Term,
    index: str,
    *,
    base: Theorem,
    step: Theorem,
    start: int = 0,
    instances: tuple[Mapping[str, Term], ...] = (),
) -> Theorem:
    """From the statement at `start` and from 'if at index then at index + 1', the statement for every index >= start.

    The step may use the statement at index for other values (`instances`) of its free symbols and letters: what is
    proved by induction is the
    statement for all of them.  Other hypotheses of base and step, which must not contain the index or what the
    instances change, are kept.
    """
    at_start = instance(statement, index, Term("num", Fraction(start)))
    at_next = instance(statement, index, Term("add", sym(index), Term("num", Fraction(1))))
    changed = {index}.union(*instances)
    if start != 0 or not _is_index(index) or index in bound_names(statement):
        raise NotProved("induction: over an integer that is not bound, from 0 on")
    if not all(is_free(theorem, name) for theorem in (base, step) for values in instances for name in values):
        raise NotProved("induction: an instance of a name that has a meaning")
    supposed = {statement, *(substituted(statement, values, ()) for values in instances)}
    side = dict.fromkeys((*base.given, *(g for g in step.given if g not in supposed)))
    if base.statement != at_start or supposed & {*base.given}:
        raise NotProved("induction: the base is not the statement at the start")
    if (
        step.statement != at_next
        or any(changed & names_in(g) for g in side)
        or any(index in values for values in instances)
    ):
        raise NotProved("induction: the step does not lead from the statement to the next one")
    return establish(
        statement,
        scope=scope_of(base, step),
        rule="induction",
        premises=(base, step),
        given=tuple(side),
        certificate={
            "index": index,
            "start": start,
            "instances": [{name: to_data(v) for name, v in values.items()} for values in instances],
        },
    )


def starting_at(statement: Term, index: str, start: int, rule: Callable[[Term], Theorem]) -> Theorem:
    """The statement for every index >= start, which becomes a hypothesis, from the one about index + start for
    every index >= 0.
    """
    shifted = instance(statement, index, sym(index) + start)
    if not _is_index(index) or index in bound_names(statement) or start < 1:
        raise NotProved("starting at: over an integer that is not bound, from 1 or later on")
    premise = rule(shifted)
    if premise.statement != shifted or any(index in names_in(g) for g in premise.given):
        raise NotProved("starting at: the rule proved another statement")
    return establish(
        statement,
        scope=premise.scope,
        rule="starting at",
        given=(le(start, sym(index)), *premise.given),
        premises=(premise,),
        certificate={"index": index, "start": start},
    )


def _is_index(name: str) -> bool:
    """Whether the name is that of an integer that stands only where it is written; every operator depends on N."""
    return name in conventions.INTEGER and name != "N"


def discharge(theorem: Theorem, *proofs: Theorem) -> Theorem:
    """The theorem without those hypotheses that the other theorems prove; their own hypotheses remain."""
    if any(proof.scope == "a named point" for proof in proofs):
        raise NotProved("discharge: what holds at a named point does not hold in general")
    proved = {statement for proof in proofs for statement in conjuncts(proof.statement)}
    rest = tuple(g for g in theorem.given if g not in proved)
    inherited = tuple(g for proof in proofs for g in proof.given if g not in rest)
    return establish(
        theorem.statement,
        scope=scope_of(theorem, *proofs),
        rule="discharge",
        given=(*rest, *dict.fromkeys(inherited)),
        premises=(theorem, *proofs),
    )


def chain(*theorems: Theorem) -> Theorem:
    """From a = b, b = c, ... the equation of the first and the last side."""
    sides = [equation(theorem.statement) for theorem in theorems]
    for before, after in pairwise(sides):
        if before[1] != after[0]:
            raise NotProved("chain: the equations do not join")
    given = tuple(dict.fromkeys(g for t in theorems for g in t.given))
    statement = eq(sides[0][0], sides[-1][1])
    return establish(statement, scope=scope_of(*theorems), rule="chain", given=given, premises=theorems)


def both(*theorems: Theorem) -> Theorem:
    """The conjunction."""
    given = tuple(dict.fromkeys(g for t in theorems for g in t.given))
    return establish(
        Term("and", *(t.statement for t in theorems)),
        scope=scope_of(*theorems),
        rule="both",
        given=given,
        premises=theorems,
    )
