"""Wrong statements, one change away from a given one: what the judge has to refuse.

Every place of a statement is changed in every one-place way: a sign, a factor 2, an index or a length by one, a
conjugate or an adjoint dropped, two symbols
exchanged, a ratio inverted, a raised operator lowered.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from .conventions import INTEGER
from .terms import Term

SWAPS = {
    "J": "hz",
    "hz": "gamma",
    "gamma": "Gamma",
    "Gamma": "gamma",
    "n": "N",
    "N": "n",
    "k": "N",
    "M": "N",
    "J_eff": "h_eff",
    "h_eff": "J_eff",
    "l": "k",
}
SWAPPED_OPERATORS = {"S-": "S+", "S+": "S-", "Sz": "Sx", "Sx": "Sy", "Sy": "Sx", "bbS-": "bbS+", "bbS+": "bbS-"}
SWAPPED_CLUSTERS = {"C1": "C2", "C2": "C1", "R1": "R2", "R2": "R1", "R12c": "R12", "A1": "A2", "A2": "A1"}
SETS = ("cluster", "union", "minus", "meet", "single")
RELATIONS = ("and", "eq", "ne", "lt", "le")
ONE, TWO = Term("num", Fraction(1)), Term("num", Fraction(2))


def mutants(statement: Term) -> Iterator[tuple[str, Term]]:
    """(what was changed, the changed statement), each different from the statement and from the others."""
    seen = {statement}
    for what, changed in _changes(statement, root=True):
        if changed not in seen:
            seen.add(changed)
            yield what, changed


def _changes(term: Term, *, root: bool = False, skip: bool = False) -> Iterator[tuple[str, Term]]:
    if not root and not skip:
        yield from _here(term)
    for at, arg in enumerate(term.args):
        if isinstance(arg, Term) and not _is_binder(term, at):
            inside_chain = term.head == "mul"  # a sign or factor of one factor is one of the whole product
            for what, new in _changes(arg, skip=False):
                if inside_chain and what in ("sign", "factor 2") and at > 0:
                    continue
                yield what, Term(term.head, *term.args[:at], new, *term.args[at + 1 :])


def _is_binder(term: Term, at: int) -> bool:
    """Summation variables, sites and clusters are names, not quantities."""
    return (
        (at == 0 and term.head in ("sum", "prod", "sites", "over_set", "subsets", "integral", "half_line", "diff"))
        or term.head in ("at", "sigma", "spin")
        or (term.head == "sites" and at >= 2)
    )


def _here(term: Term) -> Iterator[tuple[str, Term]]:
    if term.head == "num" and term.args[0] == 0:
        return
    if _countable(term):
        yield "index + 1", term + 1
        yield "index - 1", term - 1
    elif term.head not in (*SETS, *RELATIONS, "site_index", "num") or term.head == "num":
        yield "sign", -term
        yield "factor 2", 2 * term
    match term.head:
        case "add":
            for at in range(len(term.args)):
                yield "sign of a term", Term("add", *term.args[:at], -term.args[at], *term.args[at + 1 :])
        case "conj" | "dag":
            yield f"{term.head} dropped", term.args[0]
        case "div":
            yield "ratio inverted", Term("div", term.args[1], term.args[0])
        case "sym" if term.args[0] in SWAPS:
            yield "symbol exchanged", Term("sym", SWAPS[term.args[0]])
        case "sym" if term.args[0] == "r":
            yield "conjugate taken", term.conj
        case "at":
            yield "conjugate taken", term.conj
        case "op" if term.args[0] in SWAPPED_OPERATORS:
            yield "operator exchanged", Term("op", SWAPPED_OPERATORS[term.args[0]])
        case "sigma" if term.args[0] in ("+", "-"):
            yield "operator exchanged", Term("sigma", "-" if term.args[0] == "+" else "+", term.args[1])
        case "sigma" | "spin" if term.args[0] in ("x", "y", "z"):
            yield "operator exchanged", Term(term.head, {"x": "y", "y": "z", "z": "x"}[term.args[0]], term.args[1])
        case "cluster" if term.args[0] in SWAPPED_CLUSTERS:
            yield "set exchanged", Term("cluster", SWAPPED_CLUSTERS[term.args[0]])
        case "union" | "meet":
            yield "union or intersection", Term("meet" if term.head == "union" else "union", *term.args)
        case "comm":
            yield "anticommutator", Term("anti", *term.args)
        case "anti":
            yield "commutator", Term("comm", *term.args)


def _countable(term: Term) -> bool:
    """Whether the term counts something: a change by one is a change of index."""
    if term.head == "num":
        return False
    return term.head == "card" or (term.head == "sym" and term.args[0] in INTEGER)
