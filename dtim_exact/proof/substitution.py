"""The rule `specialize`: what may be put for a free symbol or letter of a theorem, so that nothing is captured and
every value is of the right kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from . import conventions
from .identities import DERIVED
from .letters import free_sites
from .terms import Term, replace, to_data, walk
from .theorem import LOGIC, NotProved, Theorem, establish

__all__ = ["BINDERS", "bound_names", "instance", "is_free", "names_in", "specialize", "substituted"]


def names_in(term: Term) -> set[str]:
    """The symbols, operators and literal names that occur in a hypothesis."""
    return {str(t.args[0]) for t in walk(term) if t.args and isinstance(t.args[0], str)}


def bound_names(term: Term) -> set[str]:
    """The names of the indices, sites and sets that sums and products bind."""
    return {t.args[0].args[0] for t in walk(term) if t.head in BINDERS}


def instance(term: Term, name: str, value: Term) -> Term:
    return replace(term, lambda t: value if t.head == "sym" and t.args[0] == name else None)


def specialize(theorem: Theorem, values: Mapping[str, Term]) -> Theorem:
    """The theorem with free scalar symbols or operator letters replaced everywhere; a real or integer symbol only
    by one of its kind.

    What has a definition, or stands in one, can only be replaced where the theorem never looked at definitions.
    """
    fixed = {name for name in values if not is_free(theorem, name)}
    if fixed:
        raise NotProved(f"specialize: {', '.join(sorted(fixed))} is not free in this theorem")
    if any(map(free_sites, values.values())) and any(map(free_sites, theorem.given)):
        raise NotProved(
            "specialize: a hypothesis about every site would no longer be about the sites of the new values"
        )
    antilinear = tuple(g.args[0] for g in theorem.given if g.head == "antilinear")
    return establish(
        substituted(theorem.statement, values, antilinear),
        scope=theorem.scope,
        rule="specialize",
        given=tuple(substituted(g, values, antilinear) for g in theorem.given),
        premises=(theorem,),
        certificate={"values": {name: to_data(value) for name, value in values.items()}},
    )


BINDERS = ("sum", "prod", "sites", "over_set", "subsets", "supersets", "integral", "half_line", "limit", "diff")


OPERATOR_HEADS = ("op", "sigma", "spin", "B", "motion", "flow", "dual")


DEFINED = (
    {"J", "Gamma", "gamma", "hz", "h", "N", "I", "K", "m_x", "m_y", "m_z"}
    | {"pi"}
    | set(conventions.SCALARS)
    | set(conventions.OPERATORS)
)
"""The names whose meaning a rule may have used."""


def is_free(theorem: Theorem, name: str) -> bool:
    """Whether no rule behind the theorem has used a meaning of the name."""
    if any(g.head in ("real", "antilinear") and g.args[0] == name for g in theorem.given):
        return False
    if theorem.scope == "a named point" or any(not is_free(premise, name) for premise in theorem.premises):
        return False
    if name not in DEFINED:
        return True
    if theorem.rule in LOGIC:
        return all(is_free(premise, name) for premise in theorem.premises)
    looked = {"B", "flow", "dual", "motion"} & {
        t.head for term in (theorem.statement, *theorem.given) for t in walk(term)
    }
    folded = (
        theorem.rule == "words" and not theorem.certificate["unfolded"] and set(theorem.certificate["free"]) >= DERIVED
    )
    return folded and not looked and name not in ("N", "I")


def substituted(statement: Term, values: Mapping[str, Term], antilinear: Iterable[str]) -> Term:
    """The statement with symbols or letters replaced, each by one of its kind, and nothing captured by a sum or
    product.
    """
    antilinear = {*conventions.ANTILINEAR, *antilinear}
    for name, value in values.items():
        scalar = Term("sym", name) in set(walk(statement))
        if scalar and any(t.head in OPERATOR_HEADS for t in walk(value)):
            raise NotProved(f"specialize: {name} is a number")
        if scalar and name in conventions.INTEGER and not _is_count(value):
            raise NotProved(f"specialize: {name} is a non-negative integer")
        if scalar and name in conventions.REAL and not _is_real(value):
            raise NotProved(f"specialize: {name} is real")
        if any(t == Term("op", name) for t in walk(statement)) and _is_antilinear(value, antilinear) != (
            name in antilinear
        ):
            raise NotProved(f"specialize: {name} and what replaces it must both be linear or both antilinear")
    bound = bound_names(statement)
    inside = {
        str(t.args[0]) for value in values.values() for t in walk(value) if t.head in ("sym", "site_index", "cluster")
    }
    if bound & (inside | set(values)):
        raise NotProved("specialize: a bound index stands in the way")
    return replace(statement, lambda t: values.get(t.args[0]) if t.head in ("sym", "op") else None)


def _is_count(value: Term) -> bool:
    """Whether the term is a non-negative integer by its form."""
    if value.head == "num":
        return bool(value.args[0].denominator == 1 and value.args[0] >= 0)
    if value.head == "sym":
        return value.args[0] in conventions.INTEGER
    return value.head == "card" or (value.head in ("add", "mul") and all(_is_count(a) for a in value.args))


def _is_real(value: Term) -> bool:
    """Whether the term is a real number by its form."""
    match value.head:
        case "num" | "card" | "abs2" | "re" | "im" | "abs":
            return True
        case "sym":
            return value.args[0] in conventions.REAL | conventions.INTEGER
        case "pow":
            return _is_real(value.args[0]) and _is_count(value.args[1])
    return value.head in ("add", "mul", "neg", "div") and all(_is_real(a) for a in value.args)


def _is_antilinear(operator: Term, antilinear: Iterable[str]) -> bool:
    """Whether an operator conjugates scalars; sums must agree."""
    match operator.head:
        case "op":
            return operator.args[0] in antilinear
        case "mul":
            return sum(_is_antilinear(a, antilinear) for a in operator.args) % 2 == 1
        case "dag" | "neg":
            return _is_antilinear(operator.args[0], antilinear)
        case "add":
            kinds = {_is_antilinear(a, antilinear) for a in operator.args}
            if len(kinds) > 1:
                raise NotProved("specialize: a sum of a linear and an antilinear operator")
            return kinds.pop()
    return False
