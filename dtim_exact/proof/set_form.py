"""Identities between sets of sites, site by site: whether a site lies in either side depends only on in which of
the named sets it lies.

So all membership patterns of a single site decide the identity, for every N; a pattern that a hypothesis excludes
does not occur.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from . import conventions
from .scalar_form import NotDecidable
from .terms import Term, walk

Pattern = Mapping[str, bool]


def holds_pointwise(statement: Term, given: tuple[Term, ...]) -> bool:
    """Whether the equation of sets follows from the hypotheses, which are equations of sets too."""
    names = sorted(
        {t.args[0] for part in (statement, *given) for t in walk(_unfolded(part)) if t.head == "cluster"} - {"all"}
    )
    patterns = (dict(zip(names, choice, strict=True)) for choice in product((False, True), repeat=len(names)))
    return all(_same(statement, here) for here in patterns if all(_same(g, here) for g in given))


def _same(equation: Term, here: Pattern) -> bool:
    if equation.head == "and":
        return all(_same(part, here) for part in equation.args)
    if equation.head != "eq":
        raise NotDecidable("only equations between sets")
    return contains(equation.args[0], here) == contains(equation.args[1], here)


def contains(cluster: Term, here: Pattern) -> bool:
    """Whether a site of this pattern lies in the set."""
    match cluster.head:
        case "cluster" if cluster.args[0] == "all":
            return True
        case "cluster" if cluster.args[0] in here:
            return here[cluster.args[0]]
        case "cluster":
            return contains(conventions.CLUSTERS[cluster.args[0]], here)
        case "union":
            return any(contains(a, here) for a in cluster.args)
        case "meet":
            return all(contains(a, here) for a in cluster.args)
        case "minus":
            return contains(cluster.args[0], here) and not contains(cluster.args[1], here)
    raise NotDecidable(f"not a set of sites: {cluster!r}")


def _unfolded(term: Term) -> Term:
    if term.head == "cluster" and term.args[0] in conventions.CLUSTERS:
        return _unfolded(conventions.CLUSTERS[term.args[0]])
    return Term(term.head, *(_unfolded(a) if isinstance(a, Term) else a for a in term.args))
