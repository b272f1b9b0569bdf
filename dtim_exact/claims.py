"""Claims: what the paper says, put before a judge who knows the kernel and explicit systems, and nobody else.

A `Claim` is read like the paper: its number, what it says, the formula as printed, its hypotheses, what it uses, how
it is derived, and where print and
derivation part, the corrected form.  It cannot set its own verdict: `judge` does, from theorems of the kernel.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .display import Displayed
from .errors import InputError
from .proof import kernel
from .proof.kernel import NotProved, Theorem
from .proof.semantics import Matrix, Undefined
from .proof.terms import Term
from .proof.worlds import Worlds

__all__ = ["Claim", "Ruling", "Says", "Verdict", "claim", "decide", "judge"]

Rule = Callable[[Term], Theorem]
KINDS = ("statement", "definition", "cited")


@dataclass(frozen=True)
class Says:
    """One formal statement of a claim: the term, the rule that is to prove it, and the systems for which it is meant.

    The rule is applied to mutants of the term too, so it must take any statement.  `balls` names the real numbers of
    an inequality that is
    decided by enclosure; such a statement has no `worlds`.
    """

    term: Term
    by: Rule | None = None
    worlds: Worlds | None = None
    balls: Mapping[str, Callable[[int], Any]] | None = None
    given: tuple[Term, ...] = ()
    """Hypotheses beyond those that the worlds declare (uniform fields, assignments, real symbols); a theorem with
    any other one is not accepted.
    """

    def declared(self) -> set[Term]:
        """All hypotheses under which the statement is meant."""
        if self.worlds is None:
            return set(self.given)
        fields = ("h", "hx", "hy") if self.worlds.real else ()
        named = (Term("eq", Term("op", name), value) for name, value in self.worlds.definitions.items())
        return {
            *self.given,
            *named,
            *kernel.hypotheses(
                self.worlds.where,
                uniform=self.worlds.uniform,
                apart=self.worlds.apart,
                real=(*self.worlds.free_real, *self.worlds.site_real, *fields),
            ),
        }


@dataclass(frozen=True, repr=False)
class Claim(Displayed):
    """A statement of the paper (or of a reader's own derivation)."""

    id: str
    says: str
    printed: tuple[Says, ...] = ()
    given: str = ""
    kind: str = "statement"
    """statement, definition (it introduces a symbol) or cited (it quotes another paper)."""
    corrected: tuple[Says, ...] = ()
    uses: tuple[str, ...] = ()
    note: str = ""
    latex: str = ""
    """The printed form where it is prose or not an expression of the language."""
    quote: str = ""
    """The paper's own words, verbatim, where it prints no formula with a number: the formula is how they are read."""
    corrected_latex: str = ""
    evaluated: str = ""
    """Where the package evaluates the formula, as module:function."""
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        if self.kind not in KINDS or (self.kind != "statement" and (self.printed or self.corrected)):
            raise InputError(
                f"the claim {self.id} of kind {self.kind!r}",
                "a statement, or a definition or citation without formal statements",
                "leave `kind` away, so that the judge decides",
            )


def claim(id: str, says: str, *printed: Says, **details: Any) -> Claim:  # noqa: A002  (the ledger's word)
    """A claim that remembers where it is written down."""
    frame = sys._getframe(1)
    return Claim(id, says, printed, file=str(Path(frame.f_code.co_filename)), line=frame.f_lineno, **details)


@dataclass(frozen=True, repr=False)
class Ruling(Displayed):
    """What the judge found on one statement: a theorem, the theorem of its negation, or neither."""

    statement: Term
    theorem: Theorem | None = None
    refutation: Theorem | None = None
    reason: str = ""


@dataclass(frozen=True, repr=False)
class Verdict(Displayed):
    """The judge's word on a claim."""

    claim: Claim
    verdict: str
    scope: str
    method: str
    printed: tuple[Ruling, ...]
    corrected: tuple[Ruling, ...]
    counterexample: str

    @property
    def reason(self) -> str:
        """Why the claim is undecided; empty if it is not."""
        if self.verdict != "undecided":
            return ""
        told = [f"as printed: {r.reason}" for r in self.printed if r.reason]
        told += (
            ["as printed: it is false, and no correction is given"]
            if self.counterexample and not self.corrected
            else []
        )
        for ruling in self.corrected:
            if ruling.refutation is not None:
                told.append(f"corrected: it is false too, at {ruling.refutation.certificate.get('point', '')}")
            elif ruling.reason:
                told.append(f"corrected: {ruling.reason}")
        return "; ".join(told) or "nothing is stated formally"


def decide(says: Says) -> Ruling:
    """Looks for a counterexample first, then for a proof; a statement with neither stays undecided."""
    if says.balls is not None:
        return _by_balls(says)
    if says.worlds is not None:
        refuted = _counterexample(says.term, says.worlds)
        if refuted is not None:
            return Ruling(says.term, refutation=refuted)
    if says.by is None:
        return Ruling(says.term, reason="no rule is named that could prove it")
    try:
        theorem = says.by(says.term)
    except NotProved as reason:
        return Ruling(says.term, reason=str(reason))
    if not kernel.is_theorem(theorem):
        return Ruling(says.term, reason="the rule gave something that is not a theorem of the kernel")
    if theorem.statement != says.term:
        return Ruling(says.term, reason="the rule proved another statement")
    undeclared = set(theorem.given) - says.declared()
    if undeclared:
        return Ruling(
            says.term, reason=f"the theorem rests on hypotheses that the statement does not declare: {undeclared}"
        )
    return Ruling(says.term, theorem=theorem)


def _counterexample(term: Term, worlds: Worlds) -> Theorem | None:
    """The simplest test point at which the statement fails."""
    for world, bound, described in worlds.points():
        try:
            if not world.holds(term, bound):
                return kernel.counterexample(term, world, bound, point=f"{described}: {_sides(world, term, bound)}")
        except Undefined:
            continue
    return None


def _sides(world: Any, term: Term, bound: Mapping[str, Any]) -> str:
    """The two sides in words, for the ledger."""
    if term.head == "and":
        term = next(part for part in term.args if not world.holds(part, bound))
    left, right = world.sides(term, bound)
    if left == right:
        return "the two sides are equal"
    if not isinstance(left, Matrix):
        return f"left side {left}, right side {right}"
    at = min(
        key
        for key in left.entries.keys() | right.entries.keys()
        if left.entries.get(key, 0) != right.entries.get(key, 0)
    )
    one, other = left.entries.get(at, 0), right.entries.get(at, 0)
    return f"matrix element {at[0] + 1},{at[1] + 1} is {one} on the left, {other} on the right"


def _by_balls(says: Says) -> Ruling:
    assert says.balls is not None
    try:
        return Ruling(says.term, theorem=kernel.enclosure(says.term, says.balls))
    except NotProved as reason:
        try:
            return Ruling(says.term, refutation=kernel.excluded(says.term, says.balls))
        except NotProved:
            return Ruling(says.term, reason=str(reason))


def judge(one: Claim) -> Verdict:
    """The verdict on a claim: refuted if a printed statement is, proved or enclosed if all are, and the corrected
    form goes before the same judge.
    """
    if one.kind != "statement":
        return Verdict(one, one.kind, "", "", (), (), "")
    printed = tuple(decide(s) for s in one.printed)
    corrected = tuple(decide(s) for s in one.corrected)
    refutations = [r.refutation for r in printed if r.refutation is not None]
    if refutations:
        stands = bool(corrected) and all(r.theorem is not None for r in corrected)
        theorems = [r.theorem for r in corrected if r.theorem is not None]
        return Verdict(
            one,
            "refuted" if stands else "undecided",
            _scope(theorems),
            _method([*refutations, *theorems]),
            printed,
            corrected,
            refutations[0].certificate.get("point", ""),
        )
    theorems = [r.theorem for r in printed if r.theorem is not None]
    if not printed or len(theorems) < len(printed) or any(r.theorem is None for r in corrected):
        return Verdict(one, "undecided", "", "", printed, corrected, "")
    verdict = "enclosed" if any(_rests_on(t, "enclosure") for t in theorems) else "proved"
    return Verdict(one, verdict, _scope(theorems), _method(theorems), printed, corrected, "")


def _rests_on(theorem: Theorem, rule: str) -> bool:
    return theorem.rule == rule or any(_rests_on(p, rule) for p in theorem.premises)


def _scope(theorems: list[Theorem]) -> str:
    narrow = [t.scope for t in theorems if t.scope != "all N"]
    return narrow[0] if narrow else "all N" if theorems else "a named point"


def _method(theorems: list[Theorem]) -> str:
    """The kernel's rules that the theorems rest on, in order of first use."""
    rules: dict[str, None] = {}

    def collect(theorem: Theorem) -> None:
        rules.setdefault(theorem.rule)
        for premise in theorem.premises:
            collect(premise)

    for theorem in theorems:
        collect(theorem)
    return ", ".join(rules)
