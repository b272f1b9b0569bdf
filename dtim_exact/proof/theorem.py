"""The door: every `Theorem` is made here, at the request of a rule, and nowhere else.

A `Theorem` says: under the hypotheses `given`, `statement` holds, for the `scope`.  It carries its proof as data (rule,
premises, certificate), so that another checker can replay it.

What a theorem says is kept inside the door and not in the object, so a copy, an object made without the door, or one
that was written to says nothing.  The door opens to the modules of `RULES` only, and only for premises that are
theorems themselves.  docs/kernel.md says what is trusted, and why.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn
from weakref import WeakKeyDictionary

from .terms import Term, eq, sym, walk

__all__ = [
    "APART",
    "RULES",
    "UNIFORM",
    "NotProved",
    "Theorem",
    "conjuncts",
    "establish",
    "hypotheses",
    "is_theorem",
    "scope_of",
]

RULES = (
    "identities",
    "telescoping",
    "substitution",
    "logic",
    "named_points",
    "literature",
    "rules",
    "operator_rules",
    "analysis",
    "integrals",
)
"""The modules of this package that may make theorems: the rules of the kernel."""


class NotProved(Exception):
    """The rule does not prove the statement: it may be false, or beyond the rule."""


class _Said(NamedTuple):
    """What a theorem says and how it was proved."""

    statement: Term
    given: tuple[Term, ...]
    scope: str
    rule: str
    premises: tuple[Theorem, ...]
    certificate: Mapping[str, Any]


class Theorem:
    """A proved statement; only a rule of the kernel can make one."""

    __slots__ = ("__weakref__",)

    def __new__(cls, *_: object, **__: object) -> Theorem:
        raise TypeError("a Theorem comes out of the kernel's rules only")

    def __init_subclass__(cls) -> NoReturn:
        raise TypeError("there is one kind of Theorem")

    @property
    def statement(self) -> Term:
        """What holds."""
        return _said(self).statement

    @property
    def given(self) -> tuple[Term, ...]:
        """The hypotheses under which it holds."""
        return _said(self).given

    @property
    def scope(self) -> str:
        """The systems for which it holds: all N, explicit N, or a named point."""
        return _said(self).scope

    @property
    def rule(self) -> str:
        """The rule that proved it."""
        return _said(self).rule

    @property
    def premises(self) -> tuple[Theorem, ...]:
        """The theorems that the rule used."""
        return _said(self).premises

    @property
    def certificate(self) -> Mapping[str, Any]:
        """What else the rule was given, as plain data: `replay` reads it from a file."""
        return _said(self).certificate

    def __copy__(self) -> Theorem:
        return self

    def __deepcopy__(self, memo: object) -> Theorem:
        return self

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a Theorem is not pickled: export its proof, which can be replayed")

    def __repr__(self) -> str:
        return f"<Theorem by {self.rule}, {self.scope}: {self.statement!r}>"


def _door() -> tuple[Callable[..., Theorem], Callable[[object], _Said], Callable[[object], bool]]:
    """The one table of theorems, and the three functions that see it."""
    table: WeakKeyDictionary[Theorem, _Said] = WeakKeyDictionary()

    def establish(
        statement: Term,
        *,
        scope: str,
        rule: str,
        given: tuple[Term, ...] = (),
        premises: tuple[Theorem, ...] = (),
        certificate: Mapping[str, Any] | None = None,
    ) -> Theorem:
        """A new theorem, for a rule of the kernel that has proved the statement."""
        if not _is_a_rule(sys._getframe(1).f_globals):
            raise TypeError("a Theorem comes out of the kernel's rules only")
        if not all(map(is_theorem, premises)):
            raise TypeError("the premises of a Theorem are Theorems")
        if not all(isinstance(term, Term) for term in (statement, *given)):
            raise TypeError("a Theorem is about Terms")
        for term in (statement, *given):
            _plain_names(term)
        if rule not in LOGIC:
            _no_capture(statement, given)
        made = object.__new__(Theorem)
        table[made] = _Said(statement, given, scope, rule, premises, MappingProxyType(dict(certificate or {})))
        return made

    def said(theorem: object) -> _Said:
        if not is_theorem(theorem):
            raise TypeError("this object did not come out of the kernel's rules")
        return table[theorem]  # type: ignore[index]

    def is_theorem(thing: object) -> bool:
        """Whether the object is a theorem that a rule of the kernel made."""
        return type(thing) is Theorem and thing in table

    return establish, said, is_theorem


PLAIN = {
    "sym": re.compile(r"[A-Za-z]\w*"),
    "op": re.compile(r"(?!sigma)[A-Za-z(][^@#<>|\[\] ]*(?<!\^dag)"),
    "cluster": re.compile(r"[A-Za-z]\w*"),
    "site_index": re.compile(r"[A-Za-z]\w*"),
    "at": re.compile(r"[A-Za-z]\w*"),
    "coefficient": re.compile(r"[A-Za-z]\w*"),
}
"""What names look like in a theorem. Others are those that the normal forms make: c* is the conjugate of c, A^dag the
adjoint of A, #m and the names with a space are indices and marks of theirs.
"""


def _plain_names(term: Term) -> None:
    """Refuses a statement with a name that a normal form could take for one of its own."""
    for t in walk(term):
        if t.head == "site_number" or (t.head in PLAIN and not PLAIN[t.head].fullmatch(str(t.args[0]))):
            raise NotProved(f"a theorem cannot be about something that is called {t.args[0]!r}")


LOGIC = frozenset(
    ["assumed", "both", "cases", "chain", "discharge", "induction", "specialize", "starting at", "substitute", "swapped", "exponentials"]
)
"""Rules that put theorems together; a name may be free in one of them and bound in another."""
COVERS = ("sum", "prod", "integral", "half_line", "subsets", "supersets")
OWN = frozenset({sym("N"), *(Term("cluster", name) for name in ("C1", "C2", "all", "R1", "R2", "R12", "R12c", "none"))})
"""What other names are defined through: every operator depends on N, the regions on C1 and C2."""


def _no_capture(statement: Term, given: Iterable[Term]) -> None:
    """Refuses a hypothesis about a number or set that the statement sums over: it would be about another one."""
    bound = {t.args[0] for t in walk(statement) if t.head in COVERS}
    if OWN & {*bound, *(t.args[0] for t in walk(statement) if t.head == "limit")}:
        raise NotProved("a sum over N or over a cluster that other names are defined through")
    for hypothesis in given:
        if bound & _free_names(hypothesis):
            raise NotProved("a hypothesis names what the statement sums or integrates over")


def _free_names(term: Term) -> set[Term]:
    """The symbols and sets that occur in a term and are not bound in it."""
    if term.head in ("sym", "cluster"):
        return {term}
    found = set().union(*(_free_names(a) for a in term.args if isinstance(a, Term)))
    return found - {term.args[0]} if term.head in COVERS else found


def _is_a_rule(names: Mapping[str, Any]) -> bool:
    """Whether these are the names of one of the modules of `RULES`."""
    package, _, module = str(names.get("__name__")).rpartition(".")
    found = sys.modules.get(f"{package}.{module}")
    return package == __package__ and module in RULES and found is not None and vars(found) is names


establish, _said, is_theorem = _door()

UNIFORM = Term("uniform")
"""The hypothesis that all h_j are one h."""
APART = Term("apart")
"""The hypothesis that the free sites of a statement lie outside of its clusters."""


def hypotheses(
    where: Mapping[str, Term], *, uniform: bool = False, real: Iterable[str] = (), apart: bool = False
) -> tuple[Term, ...]:
    """What a theorem rests on, as terms: assignments, uniform fields, symbols that are real, sites outside clusters."""
    return (
        *(eq(sym(name), value) for name, value in where.items()),
        *((UNIFORM,) if uniform else ()),
        *((APART,) if apart else ()),
        *(Term("real", name) for name in sorted(real)),
    )


def conjuncts(statement: Term) -> tuple[Term, ...]:
    """The parts of a conjunction, or the statement itself."""
    return statement.args if statement.head == "and" else (statement,)


def scope_of(*theorems: Theorem) -> str:
    """What the scopes of the theorems have in common."""
    narrow = dict.fromkeys(t.scope for t in theorems if t.scope != "all N")
    return " and ".join(narrow) or "all N"
