"""The kernel: theorem objects come out of the rules below and from nowhere else.

A `Theorem` says: under the equations `given`, `statement` holds, for the `scope`.  Each carries its proof as data
(rule, premises, certificate), so that
another checker can replay it.  What is trusted: this file, the four normal forms it calls, `terms`, `conventions`,
and flint's polynomials.

Rules: scalar, collective, sites, words, traces (identities decided by a normal form); telescoping (sums with a
certificate); matrix (explicit N, free parameters); induction; specialize,
discharge, chain, both (logic); counterexample (exact values at a point); enclosure (balls); literature (a cited
theorem, named in the ledger).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from flint import arb

from . import conventions
from .collective_form import CollectiveForm
from .evolution_form import EvolutionForm
from .fields import Field, Quotient
from .letters import free_sites
from .mean_form import MeanForm
from .scalar_form import NotDecidable, ScalarForm
from .semantics import Undefined, World
from .sites_form import SitesForm
from .sum_range import natural_end, never_negative
from .terms import Term, eq, le, lift, replace, sym, to_data, walk
from .trace_form import TraceForm

__all__ = [
    "UNIFORM",
    "NotDecidable",
    "NotProved",
    "Theorem",
    "both",
    "chain",
    "collective",
    "commutation_lemma",
    "counterexample",
    "discharge",
    "enclosure",
    "excluded",
    "hypotheses",
    "induction",
    "literature",
    "matrix",
    "product_states",
    "scalar",
    "sites",
    "specialize",
    "starting_at",
    "telescoping",
    "traces",
    "words",
]

_KEY = object()
DERIVED = frozenset(conventions.SCALARS) | {"alpha", "lam", "hx", "hy"}
"""The symbols that have a definition; rules unfold them unless told otherwise."""


class NotProved(Exception):
    """The rule does not prove the statement: it may be false, or beyond the rule."""


class Theorem:
    """A proved statement; only the kernel can make one."""

    __slots__ = ("certificate", "given", "premises", "rule", "scope", "statement")
    statement: Term
    given: tuple[Term, ...]
    scope: str
    rule: str
    premises: tuple[Theorem, ...]
    certificate: dict[str, Any]
    """Plain data: `replay` reads it from a file."""

    def __init__(
        self,
        key: object,
        statement: Term,
        *,
        scope: str,
        rule: str,
        given: tuple[Term, ...] = (),
        premises: tuple[Theorem, ...] = (),
        certificate: Mapping[str, Any] | None = None,
    ) -> None:
        if key is not _KEY:
            raise TypeError("a Theorem comes out of the kernel's rules only")
        for name, value in (
            ("statement", statement),
            ("given", given),
            ("scope", scope),
            ("rule", rule),
            ("premises", premises),
            ("certificate", dict(certificate or {})),
        ):
            object.__setattr__(self, name, value)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError("a Theorem is immutable")

    def __repr__(self) -> str:
        return f"<Theorem by {self.rule}, {self.scope}: {self.statement!r}>"


def _equation(statement: Term) -> tuple[Term, Term]:
    if statement.head != "eq":
        raise NotProved(f"the rule proves equations, not {statement.head}")
    return statement.args[0], statement.args[1]


def _decided(
    statement: Term,
    rule: str,
    equal: Callable[[Term, Term], bool],
    *,
    scope: str,
    given: tuple[Term, ...],
    certificate: Mapping[str, Any],
) -> Theorem:
    lhs, rhs = _equation(statement)
    try:
        if not equal(lhs, rhs):
            raise NotProved(f"{rule}: the two sides have different normal forms")
    except (NotDecidable, ZeroDivisionError, OverflowError) as reason:
        raise NotProved(f"{rule}: {reason}") from reason
    return Theorem(_KEY, statement, scope=scope, rule=rule, given=given, certificate=certificate)


def _declared(statement: Term, open_sites: Iterable[str], rule: str) -> None:
    """Free sites of a statement are distinct sites that the rule tells apart; one that is not declared would be
    overlooked.
    """
    unknown = free_sites(statement) - set(open_sites)
    if unknown:
        raise NotProved(f"{rule}: the site {', '.join(sorted(unknown))} is not among the open sites")


def _scalars(where: Mapping[str, Term], free: Iterable[str], real: Iterable[str]) -> ScalarForm:
    """The scalar form with derived symbols unfolded (but for `free` ones) and the assignments `where` imposed."""
    return ScalarForm((DERIVED | set(where)) - set(free), frozenset(real), where)


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


def scalar(
    statement: Term, *, where: Mapping[str, Term] | None = None, free: Iterable[str] = (), real: Iterable[str] = ()
) -> Theorem:
    """An identity of rational functions or of hypergeometric terms, decided as a polynomial identity."""
    form = _scalars(where or {}, free, real)
    return _decided(
        statement,
        "scalar",
        lambda a, b: form.read(a) == form.read(b),
        scope="all N",
        given=hypotheses(where or {}, real=real),
        certificate={"free": sorted(free), "real": sorted(real)},
    )


def collective(
    statement: Term,
    *,
    where: Mapping[str, Term] | None = None,
    free: Iterable[str] = (),
    definitions: Mapping[str, Term] | None = None,
) -> Theorem:
    """An identity of collective operators with symbolic powers of S_-, by normal ordering."""
    form = CollectiveForm(_scalars(where or {}, free, ()), definitions)
    return _decided(
        statement,
        "collective",
        form.equal,
        scope="all N",
        given=(*hypotheses(where or {}), *_abbreviations(definitions or {})),
        certificate={"free": sorted(free)},
    )


def _abbreviations(definitions: Mapping[str, Term]) -> tuple[Term, ...]:
    """Definitions of operators that a statement brings along are hypotheses of its theorem."""
    return tuple(eq(Term("op", name), value) for name, value in definitions.items())


def sites(
    statement: Term,
    *,
    uniform: bool = False,
    where: Mapping[str, Term] | None = None,
    free: Iterable[str] = (),
    open_sites: tuple[str, ...] = (),
    real: Iterable[str] = (),
) -> Theorem:
    """An identity of operators made of one-site operators, with unequal fields unless `uniform`, by 2 x 2 facts;
    `open_sites` are distinct.
    """
    _declared(statement, open_sites, "sites")
    form = SitesForm(_scalars(where or {}, free, real), uniform=uniform)
    return _decided(
        statement,
        "sites",
        lambda a, b: form.equal(a, b, open_sites),
        scope="all N",
        given=hypotheses(where or {}, uniform=uniform, real=real),
        certificate={"uniform": uniform, "open sites": list(open_sites), "free": sorted(free), "real": sorted(real)},
    )


def traces(
    statement: Term,
    *,
    uniform: bool = False,
    where: Mapping[str, Term] | None = None,
    free: Iterable[str] = (),
    open_sites: tuple[str, ...] = (),
) -> Theorem:
    """An identity between traces tr(Phi^dagger O Phi), tr(bbS_-^dagger^k O bbS_-^l) and sums of form factors:
    traces factor over sites.
    """
    _declared(statement, open_sites, "traces")
    form = TraceForm(
        (DERIVED | set(where or {})) - set(free), frozenset(), where or {}, uniform=uniform, open_sites=open_sites
    )
    return _decided(
        statement,
        "traces",
        lambda a, b: form.read(a) == form.read(b),
        scope="all N",
        given=hypotheses(where or {}, uniform=uniform, apart=bool(open_sites) and in_clusters(statement)),
        certificate={"uniform": uniform, "free": sorted(free), "open sites": list(open_sites)},
    )


def in_clusters(statement: Term) -> bool:
    """Whether a statement speaks of clusters other than the whole system; its open sites then lie outside of them."""
    return any(t.head == "cluster" and t.args[0] != "all" for t in walk(statement))


def product_states(
    statement: Term,
    *,
    where: Mapping[str, Term] | None = None,
    free: Iterable[str] = (),
    open_sites: tuple[str, ...] = (),
) -> Theorem:
    """An identity for means of operators in a product state with the Bloch vector (m_x, m_y, m_z) on every site."""
    _declared(statement, open_sites, "product states")
    form = MeanForm((DERIVED | set(where or {})) - set(free), frozenset(), where)
    form.open_sites = open_sites
    return _decided(
        statement,
        "product states",
        lambda a, b: form.read(a) == form.read(b),
        scope="all N",
        given=hypotheses(where or {}),
        certificate={"open sites": list(open_sites), "free": sorted(free)},
    )


def words(
    statement: Term,
    *,
    relations: tuple[Term, ...] = (),
    antilinear: Iterable[str] = (),
    free: Iterable[str] = tuple(DERIVED),
    definitions: Mapping[str, Term] | None = None,
    where: Mapping[str, Term] | None = None,
    real: Iterable[str] = (),
) -> Theorem:
    """An identity of abstract operators modulo the relations, which become hypotheses of the theorem; one that
    names a site is meant for every site.

    `definitions` unfolds letters; those that are not the definitions of `conventions` become hypotheses too.
    """
    where, definitions = where or {}, definitions or {}
    assumed = tuple(Term("antilinear", name) for name in sorted(set(antilinear) - conventions.ANTILINEAR))
    form = EvolutionForm(
        _scalars(where, free, real), antilinear=conventions.ANTILINEAR | set(antilinear), definitions=definitions
    )
    try:
        for equation in relations:
            form.relation(equation)
    except NotDecidable as reason:
        raise NotProved(f"words: {reason}") from reason
    own = {name: value for name, value in definitions.items() if conventions.OPERATORS.get(name) != value}
    return _decided(
        statement,
        "words",
        form.equal,
        scope="all N",
        given=(*relations, *assumed, *_abbreviations(own), *hypotheses(where, real=real)),
        certificate={"antilinear": sorted(antilinear), "free": sorted(free), "unfolded": sorted(definitions)},
    )


def matrix(
    statement: Term,
    *,
    sizes: Iterable[int],
    uniform: bool,
    where: Mapping[str, Term] | None = None,
    bound: Mapping[str, int] | None = None,
) -> Theorem:
    """An operator identity for the explicit N of `sizes`, its parameters free: 2^N x 2^N matrices of rational
    functions.
    """
    sizes, bound = tuple(sizes), bound or {}
    if any(part.head != "eq" for part in _conjuncts(statement)) or any(
        name not in conventions.INTEGER for name in bound
    ):
        raise NotProved("matrix: the rule proves equations, at explicit values of integers")
    for N in sizes:
        if not _free_world(N, uniform, where or {}).holds(statement, bound):
            raise NotProved(f"matrix: the two sides differ at N = {N}")
    return Theorem(
        _KEY,
        statement,
        scope=f"N<={max(sizes)}" if sizes == tuple(range(1, max(sizes) + 1)) else f"N in {list(sizes)}",
        rule="matrix",
        given=hypotheses(
            {**(where or {}), **{name: Term("num", Fraction(value)) for name, value in bound.items()}}, uniform=uniform
        ),
        certificate={"sizes": list(sizes), "uniform": uniform, "bound": dict(bound)},
    )


def _free_world(N: int, uniform: bool, where: Mapping[str, Term]) -> World:
    scalars = ScalarForm(frozenset(where), frozenset(), where)
    field: Field = scalars.field
    names = ["h"] if uniform else [f"h{site}" for site in range(1, N + 1)]
    fields = [field.generator(name) for name in (names * N if uniform else names)]
    values = {name: scalars.read(sym(name)) for name in ("J", "Gamma", "gamma", "hz")}
    return World(
        N,
        {**values, **({"h": fields[0]} if uniform else {})},
        {"h": fields},
        constant=field.constant,
        imaginary=field.imaginary,
    )


def telescoping(
    statement: Term,
    certificate: Term,
    *,
    index: str = "s",
    where: Mapping[str, Term] | None = None,
    free: Iterable[str] = (),
) -> Theorem:
    """An identity between sums over one range (and terms without a sum): the gathered summand is T(index + 1) -
    T(index), T being the certificate.

    Checked are that difference, and that what the ends of T leave is what the terms without a sum say.
    """
    form = _scalars(where or {}, free, ())
    lhs, rhs = _equation(statement)
    try:
        pieces = [*_linear(lhs, form, 1), *_linear(rhs, form, -1)]
        rest = sum((c for c, term in pieces if term is None), form.field.zero)
        sums = [
            (c, form.read(term.args[3]), form.read(term.args[1]), form.read(term.args[2]))
            for c, term in pieces
            if term is not None
        ]
        if (
            not sums
            or any(term.args[0] != sym(index) for _, term in pieces if term is not None)
            or any(index in form.used(c) for c, *_ in sums)
        ):
            raise NotProved("telescoping: the sums do not share their index")
        low, end = sums[0][2], _common_end(form, sums, index)
        if any(one[2] != low for one in sums):
            raise NotProved("telescoping: the sums do not begin at the same index")
        if not never_negative(form, end + 1 - low):
            raise NotProved("telescoping: the range may end more than one before it begins")
        summand = sum((c * body for c, body, *_ in sums), form.field.zero)
        T = form.read(certificate)
        step = form.read(_at(certificate, index, sym(index) + 1)) - T
        ends = form.value_at(certificate, index, end + 1) - form.value_at(certificate, index, low)
        if summand != step or ends + rest != 0:
            raise NotProved("telescoping: the certificate does not fit")
    except (NotDecidable, ZeroDivisionError, OverflowError) as reason:
        raise NotProved(f"telescoping: {reason}") from reason
    return Theorem(
        _KEY,
        statement,
        scope="all N",
        rule="telescoping",
        given=hypotheses(where or {}),
        certificate={"index": index, "T": to_data(certificate), "free": sorted(free)},
    )


def _common_end(form: ScalarForm, sums: list[tuple[Quotient, Quotient, Quotient, Quotient]], index: str) -> Quotient:
    """The largest upper limit; a sum that ends earlier must have ended by itself."""

    def reaches(a: Quotient, b: Quotient) -> bool:
        parts = form.integer(a - b)
        return parts is not None and parts[1] >= 0 and all(c >= 0 for c in parts[0].values())

    end = next((one[3] for one in sums if all(reaches(one[3], other[3]) for other in sums)), None)
    if end is None or any(one[3] != end and natural_end(form, one[1], index, one[3]) is None for one in sums):
        raise NotProved("telescoping: the sums do not share their range")
    return end


def _linear(term: Term, form: ScalarForm, sign: int) -> list[tuple[Quotient, Term | None]]:
    """The term as a list of (coefficient, sum), None standing for no sum."""
    if term.head == "add":
        return [pair for a in term.args for pair in _linear(a, form, sign)]
    if term.head == "neg":
        return _linear(term.args[0], form, -sign)
    factors = term.args if term.head == "mul" else (term,)
    sums = [f for f in factors if f.head == "sum"]
    if len(sums) == 1:
        coefficient = form.field.constant(sign)
        for f in factors:
            coefficient = coefficient * (form.read(f) if f is not sums[0] else 1)
        return [(coefficient, sums[0])]
    compound = next((f for f in factors if f.head in ("add", "neg") and any(t.head == "sum" for t in walk(f))), None)
    if compound is None:
        return [(form.read(term) * sign, None)]
    others = form.field.constant(sign)
    for f in factors:
        others = others * (form.read(f) if f is not compound else 1)
    return [(others * c, inner) for c, inner in _linear(compound, form, 1)]


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
    at_start = _at(statement, index, Term("num", Fraction(start)))
    at_next = _at(statement, index, Term("add", sym(index), Term("num", Fraction(1))))
    changed = {index}.union(*instances)
    if start != 0 or index not in conventions.INTEGER or index in _bound(statement):
        raise NotProved("induction: over an integer that is not bound, from 0 on")
    if not all(_is_free(theorem, name) for theorem in (base, step) for values in instances for name in values):
        raise NotProved("induction: an instance of a name that has a meaning")
    side = dict.fromkeys(
        g
        for g in (*base.given, *step.given)
        if g not in {statement, *(_substituted(statement, values, ()) for values in instances)}
    )
    if base.statement != at_start or statement in base.given:
        raise NotProved("induction: the base is not the statement at the start")
    if (
        step.statement != at_next
        or any(changed & _names(g) for g in side)
        or any(index in values for values in instances)
    ):
        raise NotProved("induction: the step does not lead from the statement to the next one")
    return Theorem(
        _KEY,
        statement,
        scope=_scope(base, step),
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
    shifted = _at(statement, index, sym(index) + start)
    if index not in conventions.INTEGER or index in _bound(statement) or start < 1:
        raise NotProved("starting at: over an integer that is not bound, from 1 or later on")
    premise = rule(shifted)
    if premise.statement != shifted or any(index in _names(g) for g in premise.given):
        raise NotProved("starting at: the rule proved another statement")
    return Theorem(
        _KEY,
        statement,
        scope=premise.scope,
        rule="starting at",
        given=(le(start, sym(index)), *premise.given),
        premises=(premise,),
        certificate={"index": index, "start": start},
    )


def _names(term: Term) -> set[str]:
    """The symbols, operators and literal names that occur in a hypothesis."""
    return {str(t.args[0]) for t in walk(term) if t.args and isinstance(t.args[0], str)}


def _bound(term: Term) -> set[str]:
    """The names of the indices, sites and sets that sums and products bind."""
    return {t.args[0].args[0] for t in walk(term) if t.head in BINDERS}


def _at(term: Term, name: str, value: Term) -> Term:
    return replace(term, lambda t: value if t.head == "sym" and t.args[0] == name else None)


def specialize(theorem: Theorem, values: Mapping[str, Term]) -> Theorem:
    """The theorem with free scalar symbols or operator letters replaced everywhere; a real or integer symbol only
    by one of its kind.

    What has a definition, or stands in one, can only be replaced where the theorem never looked at definitions.
    """
    fixed = {name for name in values if not _is_free(theorem, name)}
    if fixed:
        raise NotProved(f"specialize: {', '.join(sorted(fixed))} is not free in this theorem")
    if any(map(free_sites, values.values())) and any(map(free_sites, theorem.given)):
        raise NotProved(
            "specialize: a hypothesis about every site would no longer be about the sites of the new values"
        )
    antilinear = tuple(g.args[0] for g in theorem.given if g.head == "antilinear")
    return Theorem(
        _KEY,
        _substituted(theorem.statement, values, antilinear),
        scope=theorem.scope,
        rule="specialize",
        given=tuple(_substituted(g, values, antilinear) for g in theorem.given),
        premises=(theorem,),
        certificate={"values": {name: to_data(value) for name, value in values.items()}},
    )


BINDERS = ("sum", "prod", "sites", "over_set", "subsets", "supersets", "integral", "limit", "diff")
OPERATOR_HEADS = ("op", "sigma", "spin", "B", "motion", "flow", "dual")
DEFINED = (
    {"J", "Gamma", "gamma", "hz", "h", "N", "I", "K", "m_x", "m_y", "m_z"}
    | set(conventions.SCALARS)
    | set(conventions.OPERATORS)
)
"""The names whose meaning a rule may have used."""


def _is_free(theorem: Theorem, name: str) -> bool:
    """Whether no rule behind the theorem has used a meaning of the name."""
    if any(g.head in ("real", "antilinear") and g.args[0] == name for g in theorem.given):
        return False
    if name not in DEFINED:
        return True
    if theorem.premises:
        return all(_is_free(premise, name) for premise in theorem.premises)
    looked = {"B", "flow", "dual", "motion"} & {
        t.head for term in (theorem.statement, *theorem.given) for t in walk(term)
    }
    folded = (
        theorem.rule == "words" and not theorem.certificate["unfolded"] and set(theorem.certificate["free"]) >= DERIVED
    )
    return folded and not looked and name not in ("N", "I")


def _substituted(statement: Term, values: Mapping[str, Term], antilinear: Iterable[str]) -> Term:
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
    bound = _bound(statement)
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


def discharge(theorem: Theorem, *proofs: Theorem) -> Theorem:
    """The theorem without those hypotheses that the other theorems prove; their own hypotheses remain."""
    proved = {statement for proof in proofs for statement in _conjuncts(proof.statement)}
    rest = tuple(g for g in theorem.given if g not in proved)
    inherited = tuple(g for proof in proofs for g in proof.given if g not in rest)
    return Theorem(
        _KEY,
        theorem.statement,
        scope=_scope(theorem, *proofs),
        rule="discharge",
        given=(*rest, *dict.fromkeys(inherited)),
        premises=(theorem, *proofs),
    )


def chain(*theorems: Theorem) -> Theorem:
    """From a = b, b = c, ... the equation of the first and the last side."""
    for before, after in pairwise(theorems):
        if _equation(before.statement)[1] != _equation(after.statement)[0]:
            raise NotProved("chain: the equations do not join")
    given = tuple(dict.fromkeys(g for t in theorems for g in t.given))
    statement = eq(theorems[0].statement.args[0], theorems[-1].statement.args[1])
    return Theorem(_KEY, statement, scope=_scope(*theorems), rule="chain", given=given, premises=theorems)


def both(*theorems: Theorem) -> Theorem:
    """The conjunction."""
    given = tuple(dict.fromkeys(g for t in theorems for g in t.given))
    return Theorem(
        _KEY,
        Term("and", *(t.statement for t in theorems)),
        scope=_scope(*theorems),
        rule="both",
        given=given,
        premises=theorems,
    )


def _conjuncts(statement: Term) -> tuple[Term, ...]:
    return statement.args if statement.head == "and" else (statement,)


def _scope(*theorems: Theorem) -> str:
    """What the scopes of the theorems have in common."""
    narrow = dict.fromkeys(t.scope for t in theorems if t.scope != "all N")
    return " and ".join(narrow) or "all N"


def counterexample(
    statement: Term, world: World, bound: Mapping[str, int] | None = None, *, point: str = ""
) -> Theorem:
    """The negation of the statement as a universal claim: at this exact point its two sides differ."""
    try:
        if world.holds(statement, bound or {}):
            raise NotProved("counterexample: the statement holds at this point")
    except Undefined as reason:
        raise NotProved(f"counterexample: {reason}") from reason
    return Theorem(
        _KEY,
        Term("not", statement),
        scope="a named point",
        rule="counterexample",
        certificate={"point": point, "world": world.to_data(), "bound": dict(bound or {})},
    )


def enclosure(statement: Term, balls: Mapping[str, Callable[[int], arb]], *, prec: int = 256) -> Theorem:
    """An inequality between named real numbers, each given by a function that encloses it at a working precision."""
    verdict, printed = _inequalities(statement, balls, prec)
    if not all(v is True for v in verdict):
        raise NotProved("enclosure: the balls do not decide the inequality")
    return Theorem(
        _KEY, statement, scope="a named point", rule="enclosure", certificate={"balls": printed, "bits": prec}
    )


def excluded(statement: Term, balls: Mapping[str, Callable[[int], arb]], *, prec: int = 256) -> Theorem:
    """The negation of an inequality between named real numbers."""
    verdict, printed = _inequalities(statement, balls, prec)
    if not any(v is False for v in verdict):
        raise NotProved("enclosure: the balls do not refute the inequality")
    point = ", ".join(f"{name} = {value['mid']} +/- {value['rad']}" for name, value in printed.items())
    return Theorem(
        _KEY,
        Term("not", statement),
        scope="a named point",
        rule="enclosure",
        certificate={"balls": printed, "bits": prec, "point": point},
    )


def _inequalities(
    statement: Term, balls: Mapping[str, Callable[[int], arb]], prec: int
) -> tuple[list[bool | None], dict[str, dict[str, str]]]:
    """For every part of the statement whether it is certainly true, certainly false, or open; and the balls as
    printed.
    """
    from ..rings import working_precision

    with working_precision(prec):
        values = {name: ball(prec) for name, ball in balls.items()}
        verdicts = [_compared(part, values) for part in _conjuncts(statement)]
        return verdicts, {name: _printed(value) for name, value in values.items()}


def _printed(value: arb) -> dict[str, str]:
    """A ball as decimal midpoint and radius; what is printed contains it."""
    middle, _, radius = value.str(40).strip("[]").partition("+/-")
    return {"mid": middle.strip() or "0", "rad": radius.strip() or "0"}


def _compared(statement: Term, values: Mapping[str, arb]) -> bool | None:
    if statement.head not in ("lt", "le"):
        raise NotProved("enclosure: only inequalities can be enclosed")
    a, b = (_ball(side, values) for side in statement.args)
    return True if a < b else False if a > b else None


def _ball(term: Term, values: Mapping[str, arb]) -> arb:
    """A real ball for an expression in named reals."""
    args = [_ball(a, values) for a in term.args if isinstance(a, Term)]
    match term.head:
        case "num":
            return arb(arb(term.args[0].numerator) / term.args[0].denominator)
        case "sym":
            return values[term.args[0]]
        case "add":
            total = args[0]
            for a in args[1:]:
                total = total + a
            return total
        case "neg":
            return -args[0]
        case "mul":
            result = args[0]
            for a in args[1:]:
                result = result * a
            return result
        case "div":
            return args[0] / args[1]
        case "abs":
            return arb(abs(args[0]))
        case "log":
            return args[0].log()
        case "pow":
            return args[0] ** args[1]
    raise NotProved(f"enclosure: no ball for {term.head}")


LITERATURE = {
    "two steady states": "If L X = 0 has two independent solutions in finite dimension, then two of them are states with "
    "orthogonal supports (X^dagger is a solution too, so there is a Hermitian one without trace; its positive and its "
    "negative part are solutions, because the semigroup contracts the trace norm and preserves the trace).",
    "Robbins": "1/(12 n + 1) < log n! - n log n + n - log(2 pi n)/2 < 1/(12 n) for every n >= 1 (Stirling's formula with Robbins' bounds).",
    "trapezoidal rule": "sum_{k=0}^{M-1} G(k) = int_0^M G - (G(M) - G(0))/2 + M G''(xi)/12 with 0 < xi < M, for G with a continuous second derivative.",
    "Taylor": "int_a^{a+d} g = sum_{l=0}^{n} g^{(l)}(a) d^{l+1}/(l+1)! + g^{(n+1)}(xi) d^{n+2}/(n+2)! with a < xi < a + d, for g with n + 1 continuous derivatives.",
    "support": "The support of a steady state is invariant under H_eff and under every jump operator (sandwich L rho = 0 with a vector of the kernel of rho).",
}
"""The theorems of analysis that the kernel takes from the literature; docs/kernel.md proves each in a few lines."""


def literature(name: str) -> Theorem:
    """A theorem of analysis that is not derived here; every verdict that rests on it says so."""
    return Theorem(
        _KEY, Term("literature", name), scope="all N", rule="literature", certificate={"says": LITERATURE[name]}
    )


def commutation_lemma() -> Theorem:
    """[S_+, S_-^{k+1}] = (k + 1)(2 S_z + k) S_-^k for every k >= 0, by two inductions from the su(2) relations,
    which 2 x 2 matrices give.
    """
    k, S_plus, S_minus, S_z = conventions.k, conventions.S_plus, conventions.S_minus, conventions.S_z
    raises, lowers = eq(S_plus * S_minus, S_minus * S_plus + 2 * S_z), eq(S_minus * S_z, S_z * S_minus + S_minus)
    shift = eq(S_minus**k * S_z, S_z * S_minus**k + k * S_minus**k)
    lemma = eq(S_plus * S_minus ** (k + 1), S_minus ** (k + 1) * S_plus + (k + 1) * ((2 * S_z + k) * S_minus**k))
    shifted = induction(
        shift, "k", base=words(_at(shift, "k", lift(0))), step=words(_at(shift, "k", k + 1), relations=(shift, lowers))
    )
    step = discharge(words(_at(lemma, "k", k + 1), relations=(lemma, raises, lowers, shift)), shifted)
    proved = induction(lemma, "k", base=words(_at(lemma, "k", lift(0)), relations=(raises,)), step=step)
    return discharge(proved, sites(raises), sites(lowers))
