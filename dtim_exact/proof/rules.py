"""Further rules of the kernel, each a few lines over its normal form: traces with norms and probabilities
(`states`), sets site by site (`pointwise`), power
series in bbS_- (`series`), the majorant of a logarithm (`majorant`) and inequalities for norms in a range (`bounded_norm`), cases of two integers (`cases`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from flint import arb

from . import conventions
from .identities import DERIVED, decided, declared, in_clusters, reader
from .majorant import is_majorized, with_norms_as
from .named_points import compared
from .scalar_form import NotDecidable
from .series_form import SeriesForm
from .set_form import holds_pointwise
from .state_form import StateForm
from .substitution import instance
from .terms import Term, eq, free_symbols, sym, walk
from .theorem import NotProved, Theorem, establish, hypotheses, scope_of

__all__ = ["bounded_norm", "cases", "majorant", "pointwise", "series", "states"]


def states(
    statement: Term,
    *,
    uniform: bool = False,
    where: Mapping[str, Term] | None = None,
    free: Iterable[str] = (),
    open_sites: tuple[str, ...] = (),
    sizes: Mapping[str, Term] | None = None,
) -> Theorem:
    """An identity between traces, norms, probabilities and sums over sets, which factor over the sites, so that the
    2 x 2 traces of each class of sites decide. `sizes` are hypotheses on the number of sites of C1, C2 or all.
    """
    where, sizes = where or {}, sizes or {}
    declared(statement, open_sites, "states")
    mentioned = {
        t.args[0] for term in (statement, *where.values(), *sizes.values()) for t in walk(term) if t.head == "cluster"
    }
    clusters = (
        frozenset({"C1", "C2"}) if mentioned & conventions.CLUSTERS.keys() else frozenset(mentioned & {"C1", "C2"})
    )
    given = (
        *hypotheses(where, uniform=uniform, apart=bool(open_sites) and in_clusters(statement)),
        *(eq(conventions.card(Term("cluster", name)), size) for name, size in sizes.items()),
    )
    try:
        form = StateForm(
            (DERIVED | set(where)) - set(free),
            frozenset(),
            where,
            uniform=uniform,
            open_sites=open_sites,
            clusters=clusters,
            sizes=sizes,
        )
    except NotDecidable as reason:
        raise NotProved(f"states: {reason}") from reason
    return decided(
        statement,
        "states",
        lambda a, b: form.read(a) == form.read(b),
        scope="all N",
        given=given,
        certificate={"uniform": uniform, "free": sorted(free), "open sites": list(open_sites)},
    )


def pointwise(statement: Term, *, given: tuple[Term, ...] = ()) -> Theorem:
    """An equation between sets of sites, from equations between sets: every membership pattern of one site is tried."""
    try:
        if not holds_pointwise(statement, given):
            raise NotProved("pointwise: there is a pattern for which the two sides differ")
    except (NotDecidable, KeyError) as reason:
        raise NotProved(f"pointwise: {reason}") from reason
    return establish(statement, scope="all N", rule="pointwise", given=given)


def series(statement: Term, *, where: Mapping[str, Term] | None = None, free: Iterable[str] = ()) -> Theorem:
    """An identity between power series in the nilpotent bbS_-, by the differential equation that both solve."""
    form = SeriesForm(reader(where or {}, free, ()))
    return decided(
        statement,
        "series",
        form.equal,
        scope="all N",
        given=hypotheses(where or {}),
        certificate={"free": sorted(free)},
    )


def majorant(statement: Term) -> Theorem:
    """norm(log(1 - bbS_-)) <= -log(1 - norm(bbS_-)) where the right side is defined, term by term of the power
    series.
    """
    if not is_majorized(statement):
        raise NotProved("majorant: not a logarithm bounded by the logarithm of the norm")
    return establish(statement, scope="all N", rule="majorant")


def bounded_norm(statement: Term, *, at_most: Fraction) -> Theorem:
    """An inequality in norm(bbS_-) that holds for every value from 0 to `at_most`, decided by one ball that
    contains them all.
    """
    norm = Term("norm", conventions.bbS_minus)
    if any(t.head == "sym" for t in walk(statement)):
        raise NotProved("bounded norm: an inequality between norms and numbers only")
    x = arb(at_most.numerator) / at_most.denominator / 2
    holds = compared(with_norms_as(statement, sym("x")), {"x": arb(x.mid(), x.abs_upper() + x.rad())})
    if holds is not True:
        raise NotProved("bounded norm: the ball does not decide the inequality")
    return establish(statement, scope="all N", rule="bounded norm", given=(Term("le", norm, Term("num", at_most)),))


def cases(
    statement: Term, rule: Callable[[Term], Theorem], first: str = "k", second: str = "l", beyond: str = "q"
) -> Theorem:
    """A statement about two non-negative integers from its three cases: they are equal, the second is the first + 1
    + q, or the other way round.
    """
    if (
        first not in conventions.INTEGER
        or second not in conventions.INTEGER
        or beyond in free_symbols(statement)
        or beyond not in conventions.INTEGER
    ):
        raise NotProved("cases: needs two integers and a third one that is free")
    if any(t.head in ("sum", "prod") and t.args[0].args[0] in (first, second, beyond) for t in walk(statement)):
        raise NotProved("cases: one of the integers is a summation index")
    goals = [
        instance(statement, second, sym(first)),
        instance(statement, second, sym(first) + 1 + sym(beyond)),
        instance(statement, first, sym(second) + 1 + sym(beyond)),
    ]
    premises = tuple(rule(goal) for goal in goals)
    if any(p.statement != goal for p, goal in zip(premises, goals, strict=True)):
        raise NotProved("cases: the rule proved another statement")
    if any({first, second, beyond} & free_symbols(g) for p in premises for g in p.given):
        raise NotProved("cases: a hypothesis on the two integers")
    return establish(
        statement,
        scope=scope_of(*premises),
        rule="cases",
        premises=premises,
        given=tuple(dict.fromkeys(g for p in premises for g in p.given)),
        certificate={"integers": [first, second, beyond]},
    )
