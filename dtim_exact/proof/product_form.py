"""Identities between products over all sites, decided one site at a time.

The factors of a side are products prod_i w_i over all sites, operators of the one site j that the statement names,
and numbers; one of them may be Phi or
another binomial series (1 - sum_i w_i sigma_i^-)^r = L_y[prod_i (1 + y w_i sigma_i^-)] with L_y[y^k] = (-r)_k.  Both
sides are then products over sites, and
they are equal if their factors are equal at the site j and at every other site.
"""

from __future__ import annotations

from . import conventions
from .conventions import at, everything, sigma
from .letters import free_sites
from .scalar_form import NotDecidable
from .sites_form import SitesForm, rename_site
from .terms import Term, fn, lift, sym, total, walk

ANY = Term("site_index", "any site")
Y = sym("the variable of L")
SUMS = frozenset(["sites", "sum", "prod", "subsets", "supersets", "over_set"])
GLOBAL = SUMS | {"op", "B", "tr", "flow", "dual", "motion", "comm", "anti"}


def binomial_series(lowering: Term) -> Term:
    """(1 - X)^r as its series, which ends at N."""
    k, N, r = conventions.k, conventions.N, conventions.r
    return total(k, 0, N, fn("binom", r, k) * (-lowering) ** k)


WEIGHTS = {
    binomial_series(conventions.S_minus): lift(1),
    binomial_series(conventions.bbS_minus): at("alpha", ANY),
    conventions.Phi: at("alpha", ANY),
}
"""The superpositions of product operators, with the weights of their sites."""


class ProductForm:
    """Compares two products over all sites."""

    def __init__(self, sites: SitesForm, statement: Term) -> None:
        names = free_sites(statement)
        if len(names) > 1 or Y in walk(statement) or ANY in walk(statement):
            raise NotDecidable("a statement about more than one site")
        self.sites = sites
        self.site = Term("site_index", names.pop()) if names else Term("site_index", "one site")

    def equal(self, lhs: Term, rhs: Term) -> bool:
        left = self._factors(lhs)
        if rhs == lift(0):
            return self._same([term for _, term in left], [lift(0)], self.site)
        right = self._factors(rhs)
        here = self._same([term for _, term in left], [term for _, term in right], self.site)
        elsewhere = [[term for everywhere, term in side if everywhere] for side in (left, right)]
        return here and self._same(elsewhere[0], elsewhere[1], ANY)

    def _same(self, left: list[Term], right: list[Term], site: Term) -> bool:
        a, b = (rename_site(Term("mul", lift(1), *side), ANY, site) for side in (left, right))
        return self.sites.equal(a, b, (site.args[0],))

    def _factors(self, side: Term) -> list[tuple[bool, Term]]:
        """The factors, each with a flag that tells whether it stands at every site; products over all sites are
        given by their factor at ANY.
        """
        found = self._read(side)
        if sum(Y in walk(term) for _, term in found) > 1:
            raise NotDecidable("more than one binomial series on a side")
        return found

    def _read(self, term: Term) -> list[tuple[bool, Term]]:
        if term in WEIGHTS:
            return [(True, 1 + Y * WEIGHTS[term] * sigma("-", ANY))]
        match term.head:
            case "mul":
                return [pair for a in term.args for pair in self._read(a)]
            case "neg":
                return [(False, lift(-1)), *self._read(term.args[0])]
            case "div":
                if any(t.head in GLOBAL for t in walk(term.args[1])):
                    raise NotDecidable("a division by something that is not a number")
                return [*self._read(term.args[0]), (False, lift(1) / term.args[1])]
            case "dag" if term.args[0].head in ("mul", "over_set"):
                return [(everywhere, factor.dag) for everywhere, factor in reversed(self._read(term.args[0]))]
            case "pow" if term.args[0].head == "over_set" and term.args[1].head == "num" and term.args[1].args[0] >= 0:
                return self._read(term.args[0]) * int(term.args[1].args[0])
            case "over_set" if term.args[1] == everything:
                index, body = term.args[0], term.args[2]
                if free_sites(body) - {index.args[0]} or any(t.head in GLOBAL for t in walk(body)):
                    raise NotDecidable("a factor that is not one site's operator")
                return [(True, rename_site(body, index, ANY))]
        if any(t.head in GLOBAL for t in walk(term)):
            raise NotDecidable("a factor that is neither a product over all sites nor one site's operator")
        return [(False, term)]
