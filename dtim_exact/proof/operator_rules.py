"""Further rules of the kernel for operators, each a few lines over its normal form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from . import conventions
from .conventions import sigma
from .kernel import _KEY, NotDecidable, NotProved, Theorem, _abbreviations, _decided, _scalars, hypotheses, literature, sites, words
from .product_form import ProductForm
from .sites_form import SitesForm
from .symmetric_form import SymmetricForm
from .terms import Term, eq, fn, lift, lt, replace

__all__ = ["one_steady_state", "products", "symmetric"]


def products(statement: Term, *, uniform: bool = False, where: Mapping[str, Term] | None = None, free: Iterable[str] = (),
             real: Iterable[str] = (), definitions: Mapping[str, Term] | None = None) -> Theorem:
    """An identity between products over all sites (and operators of one open site), decided one site at a time."""
    definitions = definitions or {}
    unfolded = replace(statement, lambda t: definitions.get(t.args[0]) if t.head == "op" else None)
    try:
        form = ProductForm(SitesForm(_scalars(where or {}, free, real), uniform=uniform), unfolded)
        read = [replace(side, lambda t: definitions.get(t.args[0]) if t.head == "op" else None) for side in statement.args]
    except NotDecidable as reason:
        raise NotProved(f"products: {reason}") from reason
    given = (*hypotheses(where or {}, uniform=uniform, real=real), *_abbreviations(definitions))
    return _decided(statement, "products", lambda *_: form.equal(*read), scope="all N", given=given,
                    certificate={"uniform": uniform, "free": sorted(free), "real": sorted(real)})


def one_steady_state(statement: Term) -> Theorem:
    """`steady_states = 1` for gamma > 0, whatever the fields: every support reaches the state with all spins down.

    There is a steady state because no image of L has a trace, so that L is not onto.  If the null space had two dimensions, there would be two steady
    states with orthogonal supports, and each support is invariant under every sigma_j^- (literature).  But let v be a vector of such a support, and A
    the up spins of a configuration of v with the most up spins.  Every other configuration of v has a spin of A down, so the product of the sigma_j^-
    over A removes it (sigma_j^- d_j = 0) and leaves v_A times the configuration with all spins down (sigma_j^- n_j sigma_j^+ = d_j).  So both supports
    contain that configuration, and are not orthogonal.
    """
    if statement != eq(Term("steady_states"), 1):
        raise NotProved("one steady state: the rule proves that the number of steady states is one")
    j, rho = conventions.j, conventions.op("rho")
    removed = sites(eq(sigma("-", j) * sigma("d", j), 0), open_sites=("j",))
    reached = sites(eq(sigma("-", j) * sigma("n", j) * sigma("+", j), sigma("d", j)), open_sites=("j",))
    traceless = words(eq(fn("tr", conventions.lindbladian(rho)), 0), definitions={name: conventions.OPERATORS[name] for name in ("S-", "S+")})
    premises = (traceless, literature("two steady states"), literature("support"), removed, reached)
    return Theorem(_KEY, statement, scope="all N", rule="one steady state", given=(lt(0, conventions.gamma),), premises=premises)


def symmetric(statement: Term, *, uniform: bool = False, where: Mapping[str, Term] | None = None, free: Iterable[str] = ()) -> Theorem:
    """An identity between symmetric polynomials in the lowering operators: powers and series of S_- or bbS_-, and sums over sets."""
    def equal(lhs: Term, rhs: Term) -> bool:
        for weight in (lift(1), conventions.at("alpha", conventions.j)):
            try:
                return SymmetricForm(_scalars(where or {}, free, ()), weight, uniform=uniform).equal(lhs, rhs)
            except NotDecidable as reason:
                open_end = reason
        raise open_end

    return _decided(statement, "symmetric", equal, scope="all N", given=hypotheses(where or {}, uniform=uniform),
                    certificate={"uniform": uniform, "free": sorted(free)})
