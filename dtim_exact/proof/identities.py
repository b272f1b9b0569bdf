"""Rules for identities: both sides are brought to a normal form, which decides.

scalar, collective, sites, traces, product states, words: for all N, by the normal form that each is named after.
matrix: for explicit N and free parameters, by 2^N x 2^N matrices of rational functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from . import conventions
from .collective_form import CollectiveForm
from .double_sums import DoubleSumForm
from .evolution_form import EvolutionForm
from .fields import Field
from .letters import free_sites
from .linear_sums import LinearSums
from .mean_form import MeanForm
from .scalar_form import NotDecidable, ScalarForm
from .semantics import World
from .sites_form import SitesForm
from .terms import Term, eq, sym, walk
from .theorem import NotProved, Theorem, conjuncts, establish, hypotheses

__all__ = [
    "DERIVED",
    "collective",
    "decided",
    "matrix",
    "product_states",
    "reader",
    "scalar",
    "sites",
    "traces",
    "words",
]


DERIVED = frozenset(conventions.SCALARS) | {"alpha", "lam", "hx", "hy"}
"""The symbols that have a definition; rules unfold them unless told otherwise."""


def equation(statement: Term) -> tuple[Term, Term]:
    if statement.head != "eq":
        raise NotProved(f"the rule proves equations, not {statement.head}")
    return statement.args[0], statement.args[1]


def decided(
    statement: Term,
    rule: str,
    equal: Callable[[Term, Term], bool],
    *,
    scope: str,
    given: tuple[Term, ...],
    certificate: Mapping[str, Any],
) -> Theorem:
    lhs, rhs = equation(statement)
    try:
        if not equal(lhs, rhs):
            raise NotProved(f"{rule}: the two sides have different normal forms")
    except (NotDecidable, ZeroDivisionError, OverflowError) as reason:
        raise NotProved(f"{rule}: {reason}") from reason
    return establish(statement, scope=scope, rule=rule, given=given, certificate=certificate)


def declared(statement: Term, open_sites: Iterable[str], rule: str) -> None:
    """Free sites of a statement are distinct sites that the rule tells apart; one that is not declared would be
    overlooked.
    """
    unknown = free_sites(statement) - set(open_sites)
    if unknown:
        raise NotProved(f"{rule}: the site {', '.join(sorted(unknown))} is not among the open sites")


def reader(where: Mapping[str, Term], free: Iterable[str], real: Iterable[str]) -> ScalarForm:
    """The scalar form with derived symbols unfolded (but for `free` ones) and the assignments `where` imposed."""
    return ScalarForm((DERIVED | set(where)) - set(free), frozenset(real), where)


def scalar(
    statement: Term, *, where: Mapping[str, Term] | None = None, free: Iterable[str] = (), real: Iterable[str] = ()
) -> Theorem:
    """An identity of rational functions or of hypergeometric terms, decided as a polynomial identity."""
    form = reader(where or {}, free, real)
    return decided(
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
    form = CollectiveForm(reader(where or {}, free, ()), definitions)
    return decided(
        statement,
        "collective",
        form.equal,
        scope="all N",
        given=(*hypotheses(where or {}), *abbreviations(definitions or {})),
        certificate={"free": sorted(free)},
    )


def abbreviations(definitions: Mapping[str, Term]) -> tuple[Term, ...]:
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
    """An identity of operators made of one-site operators, decided by 2 x 2 facts, for in a product two sites
    coincide or do not. The fields are unequal unless `uniform`; `open_sites` are distinct.
    """
    declared(statement, open_sites, "sites")
    form = SitesForm(reader(where or {}, free, real), uniform=uniform)
    return decided(
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
    linear: bool = False,
) -> Theorem:
    """An identity between traces tr(Phi^dagger O Phi), tr(bbS_-^dagger^k O bbS_-^l) and sums of form factors, which
    factor over the sites, so that the 2 x 2 traces of each class of sites decide; if `linear`, sums are taken apart.
    """
    declared(statement, open_sites, "traces")
    form = (LinearSums if linear else DoubleSumForm)(
        (DERIVED | set(where or {})) - set(free), frozenset(), where or {}, uniform=uniform, open_sites=open_sites
    )
    return decided(
        statement,
        "traces",
        lambda a, b: form.read(a) == form.read(b),
        scope="all N",
        given=hypotheses(where or {}, uniform=uniform, apart=bool(open_sites) and in_clusters(statement)),
        certificate={"uniform": uniform, "free": sorted(free), "open sites": list(open_sites), "linear": linear},
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
    declared(statement, open_sites, "product states")
    form = MeanForm((DERIVED | set(where or {})) - set(free), frozenset(), where)
    form.open_sites = open_sites
    return decided(
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
        reader(where, free, real), antilinear=conventions.ANTILINEAR | set(antilinear), definitions=definitions
    )
    try:
        for equation in relations:
            form.relation(equation)
    except NotDecidable as reason:
        raise NotProved(f"words: {reason}") from reason
    own = {name: value for name, value in definitions.items() if conventions.OPERATORS.get(name) != value}
    return decided(
        statement,
        "words",
        form.equal,
        scope="all N",
        given=(*relations, *assumed, *abbreviations(own), *hypotheses(where, real=real)),
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
    if any(part.head != "eq" for part in conjuncts(statement)) or any(
        name not in conventions.INTEGER for name in bound
    ):
        raise NotProved("matrix: the rule proves equations, at explicit values of integers")
    for N in sizes:
        if not _free_world(N, uniform, where or {}).holds(statement, bound):
            raise NotProved(f"matrix: the two sides differ at N = {N}")
    return establish(
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
