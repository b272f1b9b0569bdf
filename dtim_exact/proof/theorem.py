"""The door: every `Theorem` is made here, at the request of a rule, and nowhere else.

A `Theorem` says: under the hypotheses `given`, `statement` holds, for the `scope`.  It carries its proof as data (rule,
premises, certificate), so that another checker can replay it.

What a theorem says is kept inside the door and not in the object, so a copy, an object made without the door, or one
that was written to says nothing.  The door opens to the modules of `RULES` only, and only for premises that are
theorems themselves.  docs/kernel.md says what is trusted, and why.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, NoReturn
from weakref import WeakKeyDictionary

from .terms import Term, eq, sym

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
