"""Further rules of the kernel for operators, each a few lines over its normal form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from . import conventions
from .conventions import sigma
from .evolution_form import EvolutionForm
from .fields import Quotient
from .identities import abbreviations, decided, reader, sites, words
from .letters import at_site, site_of
from .literature import literature
from .logic import discharge
from .product_form import ProductForm
from .resummed_form import ResummedForm
from .scalar_form import NotDecidable
from .sites_form import SitesForm
from .substitution import BINDERS, names_in
from .symmetric_form import SymmetricForm
from .terms import Term, eq, fn, lift, lt, replace, subsets, walk
from .theorem import NotProved, Theorem, establish, hypotheses, scope_of

__all__ = [
    "UP",
    "assumed",
    "commutant",
    "highest_power",
    "one_steady_state",
    "passes_lowering",
    "products",
    "resummed",
    "substitute",
    "swapped",
    "symmetric",
    "vanishing",
]


def products(
    statement: Term,
    *,
    uniform: bool = False,
    where: Mapping[str, Term] | None = None,
    free: Iterable[str] = (),
    real: Iterable[str] = (),
    definitions: Mapping[str, Term] | None = None,
) -> Theorem:
    """An identity between products over all sites (and operators of one open site), decided one site at a time."""
    definitions = definitions or {}
    unfolded = replace(statement, lambda t: definitions.get(t.args[0]) if t.head == "op" else None)
    try:
        form = ProductForm(SitesForm(reader(where or {}, free, real), uniform=uniform), unfolded)
        read = [
            replace(side, lambda t: definitions.get(t.args[0]) if t.head == "op" else None) for side in statement.args
        ]
    except NotDecidable as reason:
        raise NotProved(f"products: {reason}") from reason
    given = (*hypotheses(where or {}, uniform=uniform, real=real), *abbreviations(definitions))
    return decided(
        statement,
        "products",
        lambda *_: form.equal(*read),
        scope="all N",
        given=given,
        certificate={"uniform": uniform, "free": sorted(free), "real": sorted(real)},
    )


def one_steady_state(statement: Term) -> Theorem:
    """`steady_states = 1` for gamma > 0, whatever the fields: every support reaches the state with all spins down.

    There is a steady state because no image of L has a trace, so that L is not onto.  If the null space had two
    dimensions, there would be two steady
    states with orthogonal supports, and each support is invariant under every sigma_j^- (literature).  But let v be a
    vector of such a support, and A
    the up spins of a configuration of v with the most up spins.  Every other configuration of v has a spin of A down,
    so the product of the sigma_j^-
    over A removes it (sigma_j^- d_j = 0) and leaves v_A times the configuration with all spins down (sigma_j^- n_j
    sigma_j^+ = d_j).  So both supports
    contain that configuration, and are not orthogonal.
    """
    if statement != eq(Term("steady_states"), 1):
        raise NotProved("one steady state: the rule proves that the number of steady states is one")
    j, rho = conventions.j, conventions.op("rho")
    removed = sites(eq(sigma("-", j) * sigma("d", j), 0), open_sites=("j",))
    reached = sites(eq(sigma("-", j) * sigma("n", j) * sigma("+", j), sigma("d", j)), open_sites=("j",))
    traceless = words(
        eq(fn("tr", conventions.lindbladian(rho)), 0),
        definitions={name: conventions.OPERATORS[name] for name in ("S-", "S+")},
    )
    premises = (traceless, literature("two steady states"), literature("support"), removed, reached)
    return establish(
        statement, scope="all N", rule="one steady state", given=(lt(0, conventions.gamma),), premises=premises
    )


def symmetric(
    statement: Term, *, uniform: bool = False, where: Mapping[str, Term] | None = None, free: Iterable[str] = ()
) -> Theorem:
    """An identity between symmetric polynomials in the lowering operators: powers and series of S_- or bbS_-, and
    sums over sets.
    """

    def equal(lhs: Term, rhs: Term) -> bool:
        for weight in (lift(1), conventions.at("alpha", conventions.j)):
            try:
                return SymmetricForm(reader(where or {}, free, ()), weight, uniform=uniform).equal(lhs, rhs)
            except NotDecidable as reason:
                open_end = reason
        raise open_end

    return decided(
        statement,
        "symmetric",
        equal,
        scope="all N",
        given=hypotheses(where or {}, uniform=uniform),
        certificate={"uniform": uniform, "free": sorted(free)},
    )


def highest_power() -> tuple[Theorem, Theorem]:
    """S_-^{N+1} = 0 and S_z S_-^N = -(N/2) S_-^N, for S_-^N is N! times the product of all sigma_j^-."""
    j, N, S_minus, S_z = conventions.j, conventions.N, conventions.S_minus, conventions.S_z
    everywhere = conventions.over(conventions.everything, sigma("-", j))
    product, local = eq(S_minus**N, fn("fact", N) * everywhere), eq(sigma("z", j) * everywhere, -everywhere)
    weight = words(
        eq(S_z * S_minus**N, -N / 2 * S_minus**N),
        relations=(product, local),
        definitions={"Sz": conventions.OPERATORS["Sz"]},
    )
    return symmetric(eq(S_minus ** (N + 1), 0)), discharge(weight, symmetric(product), products(local))


def resummed(
    statement: Term,
    *,
    where: Mapping[str, Term] | None = None,
    free: Iterable[str] = (),
    definitions: Mapping[str, Term] | None = None,
) -> Theorem:
    """An identity between finite series of collective operators, coefficient by coefficient, with the terms at the
    ends written out.
    """
    definitions = definitions or {}
    form = ResummedForm(reader(where or {}, free, ()))
    sides = [
        replace(side, lambda t: definitions.get(t.args[0]) if t.head == "op" else None) for side in statement.args[:2]
    ]
    given = (*hypotheses(where or {}), *abbreviations(definitions))
    theorem = decided(
        statement,
        "resummed",
        lambda *_: form.equal(*sides),
        scope="all N",
        given=given,
        certificate={"free": sorted(free)},
    )
    return establish(
        statement,
        scope="all N",
        rule="resummed",
        given=given,
        premises=highest_power(),
        certificate=theorem.certificate,
    )


def substitute(theorem: Theorem, equation: Theorem) -> Theorem:
    """The theorem with the left side of an equation replaced by its right side wherever it stands."""
    if equation.statement.head != "eq" or theorem.scope == "a named point":
        raise NotProved("substitute: not an equation, or not in a theorem about more than a point")
    old, new = equation.statement.args
    names = names_in(old) | names_in(new)

    def put(term: Term) -> Term | None:
        if term == old:
            replacement: Term = new
            return replacement
        if term.head in BINDERS and str(term.args[0].args[0]) in names:
            if old in walk(term):
                raise NotProved("substitute: a bound index stands in the way")
            return term
        return None

    given = tuple(dict.fromkeys((*theorem.given, *equation.given)))
    return establish(
        replace(theorem.statement, put),
        scope=scope_of(theorem, equation),
        rule="substitute",
        given=given,
        premises=(theorem, equation),
    )


UP = conventions.over(conventions.everything, sigma("n", conventions.j))
"""The projector on the configuration with all spins up."""


def passes_lowering(operator: Term) -> Term:
    """The hypothesis that an operator commutes with every sigma_j^-."""
    lowering = sigma("-", conventions.j)
    return eq(lowering * operator, operator * lowering)


def commutant(statement: Term) -> Theorem:
    """An operator P that commutes with every sigma_j^- is sum_X <X|P|up> sigma_X^-, with |X> = sigma_X^- |up> and
    |up> all spins up.

    Both sides commute with every sigma_j^-, and agree on |up>, for the |X> are an orthonormal basis.  So they agree
    on every sigma_X^- |up>.
    """
    X, j = Term("cluster", "X"), conventions.j
    P = statement.args[0] if statement.head == "eq" else statement
    element = fn("tr", UP * conventions.over(X, sigma("+", j)) * P)
    expected = eq(P, subsets(X, conventions.everything, -1, element * conventions.over(X, sigma("-", j))))
    if P.head != "op" or statement != expected:
        raise NotProved("commutant: the rule proves how an operator that commutes with every sigma_j^- is expanded")
    if P.args[0] in conventions.ANTILINEAR:
        raise NotProved("commutant: only for linear operators")
    return establish(statement, scope="all N", rule="commutant", given=(passes_lowering(P),))


def vanishing(theorem: Theorem) -> Theorem:
    """D = 0, from c (sigma_l^z - 1) D |up><up| = Y D |up><up| for every site l, if D commutes with every sigma_j^-
    and <up|D|up> = 0.

    Every term of Y has more lowering than raising operators.  Let v = D |up>.  Its component without down spins is
    zero.  If those with m down spins
    and fewer are, then so is (Y v) at m + 1 down spins, and for a configuration B of m + 1 down spins that has l
    down, -2 c v_B = 0.  So v = 0, and
    D sigma_X^- |up> = sigma_X^- v = 0.
    """
    lhs, rhs = theorem.statement.args if theorem.statement.head == "eq" else (None, None)
    form = EvolutionForm(reader({}, tuple(conventions.SCALARS), ()), antilinear=conventions.ANTILINEAR)
    up = next(iter(form.read(UP)))[0]
    words_left = form.read(lhs) if lhs is not None and rhs == lift(0) else {}
    D = next((word[-2] for word in words_left if len(word) >= 2 and word[-1] == up), "")
    site = next((site_of(word[0]) for word in words_left if len(word) == 3 and word[0].startswith("sigmaz@")), "")
    factor = words_left.pop((f"sigmaz@{site}", D, up), form.scalars.field.zero)
    if not D or site.startswith("#") or factor.is_zero() or words_left.pop((D, up), form.scalars.field.zero) != -factor:
        raise NotProved("vanishing: not an equation c (sigma_l^z - 1) D |up> = Y D |up>")
    if any(word[-2:] != (D, up) or level(word[:-2]) >= 0 for word in words_left):
        raise NotProved("vanishing: Y has a term that does not lower")
    operator = conventions.op(D)
    c = h_alone(factor, form)
    if passes_lowering(operator) not in theorem.given:
        raise NotProved("vanishing: the operator is not assumed to commute with every sigma_j^-")
    given = (*theorem.given, eq(UP * operator * UP, 0), *c)
    return establish(eq(operator, 0), scope=theorem.scope, rule="vanishing", given=given, premises=(theorem,))


def level(word: tuple[str, ...]) -> int:
    """By how much a word raises the number of up spins."""
    steps = {"sigma+": 1, "sigma-": -1, "sigmaz": 0, "S+": 1, "S-": -1, "Sz": 0}
    names = [at_site(letter, "") for letter in word]
    if any(name not in steps for name in names):
        raise NotProved("vanishing: an operator of unknown level")
    return sum(steps[name] for name in names)


def h_alone(factor: Quotient, form: EvolutionForm) -> tuple[Term, ...]:
    """The hypothesis that the factor is not zero: it is a number, or a number times h."""
    if not form.scalars.generators(factor):
        return ()
    if form.scalars.generators(factor / form.scalars.field.generator("h")):
        raise NotProved("vanishing: a factor that may vanish")
    return (Term("ne", conventions.h, lift(0)),)


def swapped(theorem: Theorem) -> Theorem:
    """b = a from a = b."""
    if theorem.statement.head != "eq":
        raise NotProved("swapped: not an equation")
    statement = eq(theorem.statement.args[1], theorem.statement.args[0])
    return establish(statement, scope=theorem.scope, rule="swapped", given=theorem.given, premises=(theorem,))


def assumed(statement: Term) -> Theorem:
    """A statement under the hypothesis of itself, for use in the step of an induction."""
    return establish(statement, scope="all N", rule="assumed", given=(statement,))
