"""Wrong statements on trial: every one-place change of a statement that stands goes before the same judge.

A mutant is killed by a test point at which it fails or has no value, or it is proved to hold as well.  A changed
equation that holds has the same value on the changed side, so it says the same.  A changed inequality may hold with
other bounds than the printed one (weaker ones, or stronger ones that are true too): these are counted by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from .claims import Claim, Says, decide
from .proof.mutants import mutants
from .proof.named_points import balls_of
from .proof.semantics import Undefined
from .proof.terms import Term
from .proof.theorem import conjuncts

__all__ = ["Mutants", "says_the_same", "try_mutants"]

POINTS = 12
"""At so many test points the sides of two inequalities are compared."""


@dataclass(frozen=True)
class Mutants:
    """How many wrong statements were refused, how many hold as well, and which ones were neither refuted nor proved."""

    killed: int
    equivalent: int
    survived: tuple[str, ...]
    other_bounds: int = 0
    """How many of those that hold as well are inequalities with other bounds."""


def try_mutants(one: Claim) -> Mutants:
    """Every one-place change of the statements that stand: printed ones that hold, corrected ones."""
    killed, equivalent, other_bounds, survived = 0, 0, 0, []
    for says in (*one.printed, *one.corrected):
        if decide(says).theorem is None:
            continue
        for what, term in mutants(says.term):
            ruling = decide(replace(says, term=term))
            if ruling.refutation is not None or _meaningless(says, term):
                killed += 1
            elif ruling.theorem is not None:
                equivalent += 1
                other_bounds += not says_the_same(says, term)
            else:
                survived.append(f"{one.id}: {what}: {term!r}")
    return Mutants(killed, equivalent, tuple(survived), other_bounds)


def says_the_same(says: Says, term: Term) -> bool:
    """Whether a changed statement that holds differs from the printed one in form only, as far as test points tell."""
    parts = zip(conjuncts(says.term), conjuncts(term), strict=True)
    return all(a == b or a.head == b.head == "eq" or _same_sides(says, a, b) for a, b in parts)


def _same_sides(says: Says, printed: Term, changed: Term) -> bool:
    if says.balls is not None:
        pairs = zip(balls_of(printed, says.balls), balls_of(changed, says.balls), strict=True)
        return all(_equal(a, b) for a, b in pairs)
    for world, bound, _ in islice(says.worlds.points() if says.worlds else (), POINTS):
        try:
            values = [(world.value(a, bound), world.value(b, bound)) for a, b in _sides(printed, changed)]
        except Undefined:
            continue
        if not all(_equal(a, b) for a, b in values):
            return False
    return True


def _sides(printed: Term, changed: Term) -> list[tuple[Term, Term]]:
    return [(a, b) for a, b in zip(printed.args, changed.args, strict=True) if isinstance(a, Term)]


def _equal(a: Any, b: Any) -> bool:
    """Whether two values may be equal: enclosures are if they overlap."""
    return bool(a.overlaps(b) if hasattr(a, "overlaps") else a == b)


def _meaningless(says: Says, term: Term) -> bool:
    """Whether the changed statement has no value at a point at which the statement has one."""
    if says.worlds is None:
        return False
    for world, bound, _ in says.worlds.points():
        try:
            world.holds(says.term, bound)
        except Undefined:
            continue
        try:
            world.holds(term, bound)
        except Undefined:
            return True
    return False
