"""The normal form of operators built from one-site operators with site-dependent coefficients: identities for all N
by 2 x 2 facts.

An operator is a sum of terms, each a few special sites (named ones, such as the free i and j of a statement, and
anonymous ones that are summed over,
all distinct) that carry one of the local operators 1, -, +, z, while every other site carries the background: the
identity, or, where the term contains
Phi, the local factor p_j = 1 + y alpha_j sigma_j^- of the product form Phi = L_y[prod_j p_j], with L_y[y^k] = (-r)_k.
(The product form holds because
bbS_-^k / k! is the coefficient of y^k in prod_j exp(y alpha_j sigma_j^-) and sigma_j^- squares to zero, and (-1)^k
binom(r, k) k! = (-r)_k.)  In products two sites
coincide or do not, and coinciding ones multiply as 2 x 2 matrices.  Powers of y without a sigma^- are removed by L[y
F] = L[(theta - r) F], theta = y d/dy.
"""

from __future__ import annotations

from . import conventions
from .letters import free_sites
from .scalar_form import NotDecidable
from .sites_algebra import FLIPPED, Element, Shape, SitesAlgebra
from .terms import Term, replace


class SitesForm(SitesAlgebra):
    """Reads operators; with `uniform` all h_j are one h (then Gamma may be non-zero), else Gamma = 0 must be
    imposed by `definitions`.
    """

    # --- reading ----------------------------------------------------------------------------------------------------
    def read(self, term: Term, open_sites: tuple[str, ...] = ()) -> Element:
        reader = getattr(self, f"_{term.head}", None)
        if reader is None:
            return self.scalar(self._scalar(term))
        result: Element = reader(open_sites, *term.args)
        return result

    def _sigma(self, open_sites: tuple[str, ...], mu: str, site: Term) -> Element:
        name, I, half = site.args[0], self.scalars.field.imaginary, self.one / 2
        parts = {
            "x": {"+": self.one, "-": self.one},
            "y": {"+": -I, "-": I},
            "n": {"1": half, "z": half},
            "d": {"1": half, "z": -half},
        }.get(mu, {mu: self.one})
        return {Shape(((name, c),), (), False, False): v for c, v in parts.items()}

    def _spin(self, open_sites: tuple[str, ...], mu: str, site: Term) -> Element:
        return self.scaled(self._sigma(open_sites, mu, site), self.one / 2)

    def _op(self, open_sites: tuple[str, ...], name: str) -> Element:
        if name == "K":
            return {Shape((), (), False, True): self.one}
        if name == "Phi":
            return {Shape((), (), True, False): self.one}
        if name not in self.definitions:
            raise NotDecidable(f"no definition of the operator {name}")
        return self.read(self.definitions[name])

    def _sites(self, open_sites: tuple[str, ...], index: Term, body: Term, *other_than: Term) -> Element:
        name, excluded = index.args[0], {site.args[0] for site in other_than}
        if name in open_sites:
            fresh = Term("site_index", name + "'")
            return self._sites(open_sites, fresh, rename_site(body, index, fresh), *other_than)
        inside = self.times(self.unit((*open_sites, name)), self.read(body, (*open_sites, name)))
        result: Element = {}
        for shape, value in inside.items():
            result = self.plus(result, self._close(shape, value, name))
        for site in open_sites:
            if site not in excluded:
                result = self.plus(result, self.read(rename_site(body, index, Term("site_index", site)), open_sites))
        return result

    def _add(self, open_sites: tuple[str, ...], *args: Term) -> Element:
        result: Element = {}
        for a in args:
            result = self.plus(result, self.read(a, open_sites))
        return result

    def _neg(self, open_sites: tuple[str, ...], arg: Term) -> Element:
        return self.scaled(self.read(arg, open_sites), -self.one)

    def _mul(self, open_sites: tuple[str, ...], *args: Term) -> Element:
        result = self.scalar(self.one)
        for a in args:
            result = self.times(result, self.read(a, open_sites))
        return result

    def _div(self, open_sites: tuple[str, ...], top: Term, bottom: Term) -> Element:
        return self.scaled(self.read(top, open_sites), 1 / self._scalar(bottom))

    def _pow(self, open_sites: tuple[str, ...], base: Term, exponent: Term) -> Element:
        element = self.read(base, open_sites)
        if exponent.head != "num" or exponent.args[0] < 0:
            return self.scalar(self._scalar(Term("pow", base, exponent)))
        result = self.scalar(self.one)
        for _ in range(int(exponent.args[0])):
            result = self.times(result, element)
        return result

    def _comm(self, open_sites: tuple[str, ...], a: Term, b: Term) -> Element:
        x, y = self.read(a, open_sites), self.read(b, open_sites)
        return self.plus(self.times(x, y), self.scaled(self.times(y, x), -self.one))

    def _anti(self, open_sites: tuple[str, ...], a: Term, b: Term) -> Element:
        x, y = self.read(a, open_sites), self.read(b, open_sites)
        return self.plus(self.times(x, y), self.times(y, x))

    def _motion(self, open_sites: tuple[str, ...], arg: Term) -> Element:
        if "decay" in free_sites(arg):
            raise NotDecidable("the site named decay is bound in the generator")
        return self.read(conventions.motion(arg), open_sites)

    def _dag(self, open_sites: tuple[str, ...], arg: Term) -> Element:
        result: Element = {}
        for shape, value in self.read(arg, open_sites).items():
            if shape.phi and not shape.antilinear:
                raise NotDecidable("the adjoint of Phi is outside this normal form")
            if shape.phi:  # (X Phi K)^dagger = K (X Phi)^dagger turns p_j into p_j, sigma_j^z into -sigma_j^z
                minus = ([c for _, c in shape.named] + list(shape.anonymous)).count("z") % 2
                result = self.plus(result, self._term(*shape, -value if minus else value))
                continue
            named = tuple((name, FLIPPED[c]) for name, c in shape.named)
            term = self._term(named, tuple(FLIPPED[c] for c in shape.anonymous), False, False, value.conj())
            result = self.plus(result, self._followed_by_K(self._through_K(term)) if shape.antilinear else term)
        return result

    def equal(self, lhs: Term, rhs: Term, sites: tuple[str, ...] = ()) -> bool:
        """Whether both sides have the same normal form; `sites` are the free, distinct site indices of the
        statement.
        """
        unit = self.unit(sites)
        difference = self.plus(
            self.times(unit, self.read(lhs, sites)), self.scaled(self.times(unit, self.read(rhs, sites)), -self.one)
        )
        return not difference


def rename_site(term: Term, old: Term, new: Term) -> Term:
    """The term with the free site index `old` renamed; a bound index of the name `new` makes way, so that nothing
    is captured.
    """

    def change(t: Term) -> Term | None:
        if t == old:
            return new
        if t.head not in ("sites", "over_set") or t.args[0] not in (old, new):
            return None
        index, rest = t.args[0], [rename_site(a, old, new) for a in t.args[2:]]
        if index == old:  # shadowed: only the excluded sites (the body of a product) lie outside or inside
            return Term(t.head, index, t.args[1], *(rest if t.head == "sites" else t.args[2:]))
        fresh = Term("site_index", f"{new.args[0]}'")
        if t.head == "sites":
            return Term("sites", fresh, rename_site(rename_site(t.args[1], index, fresh), old, new), *rest)
        return Term("over_set", fresh, t.args[1], rename_site(rename_site(t.args[2], index, fresh), old, new))

    return replace(term, change)
