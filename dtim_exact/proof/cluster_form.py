"""Scalars that may contain clusters of sites, products over them, form factors and hypergeometric polynomials.

A site belongs to C1 only, C2 only, both or neither: these are the classes of sites.  Form factors I_m of (18) are atoms
for unequal fields and binomials (S59) for uniform ones.
"""

from __future__ import annotations

from collections.abc import Mapping

from . import conventions
from .fields import Quotient
from .letters import free_sites
from .scalar_form import NotDecidable, ScalarForm
from .terms import Term, replace

__all__ = ["CLASSES", "ClusterForm"]

CLASSES = {
    "neither": frozenset(),
    "first": frozenset({"C1"}),
    "second": frozenset({"C2"}),
    "both": frozenset({"C1", "C2"}),
}


class ClusterForm(ScalarForm):
    """Scalars that may contain clusters, form factors and hypergeometric polynomials."""

    def __init__(
        self,
        unfold: frozenset[str],
        real: frozenset[str],
        definitions: Mapping[str, Term] | None = None,
        *,
        uniform: bool,
        open_sites: tuple[str, ...] = (),
    ) -> None:
        super().__init__(unfold, real, definitions)
        self.uniform, self.open_sites = uniform, open_sites
        self.classes = CLASSES | {f"site {name}": frozenset[str]() for name in open_sites}
        """Besides the classes of sites every open site of the statement is a class of its own; it belongs to no
        cluster.
        """
        self._bound: dict[str, tuple[frozenset[str], Quotient]] = {}

    def rebuilt(self, kind: str, contents: tuple[Quotient, ...]) -> Quotient:
        return (
            self._over(contents[0], frozenset({kind[5:]}))
            if kind.startswith("over ")
            else super().rebuilt(kind, contents)
        )

    def members(self, term: Term) -> frozenset[str]:
        """The classes of sites that make up a cluster."""
        match term.head:
            case "cluster" if term.args[0] in ("C1", "C2"):
                return frozenset(name for name, inside in CLASSES.items() if term.args[0] in inside)
            case "cluster" if term.args[0] == "all":
                return frozenset(self.classes)
            case "cluster" if term.args[0] in conventions.CLUSTERS:
                return self.members(conventions.CLUSTERS[term.args[0]])
            case "union":
                return self.members(term.args[0]) | self.members(term.args[1])
            case "minus":
                return self.members(term.args[0]) - self.members(term.args[1])
            case "meet":
                return self.members(term.args[0]) & self.members(term.args[1])
        raise NotDecidable(f"an unknown cluster {term!r}")

    def size(self, classes: frozenset[str]) -> Quotient:
        single = [name for name in classes if name.startswith("site ")]
        return sum(
            (self.field.generator("#" + name) for name in sorted(classes - set(single))),
            self.field.constant(len(single)),
        )

    def _sym(self, name: str) -> Quotient:
        return self.size(frozenset(self.classes)) if name == "N" and name not in self.values else super()._sym(name)

    def _at(self, name: str, site: Term) -> Quotient:
        return super()._sym(name) if self.uniform and name in conventions.OF_THE_FIELD else super()._at(name, site)

    def _card(self, cluster: Term) -> Quotient:
        if cluster.head == "cluster" and cluster.args[0] in self._bound:
            return self._bound[cluster.args[0]][1]
        return self.size(self.members(cluster))

    def generic(self, index: Term, body: Term) -> Quotient:
        """What a product or sum over sites has at a site."""
        if "@" in free_sites(body):
            raise NotDecidable("a product or sum over sites inside of another one")
        return self.read(replace(body, lambda t: Term("site_index", "@") if t == index else None))

    def _over_set(self, index: Term, cluster: Term, body: Term) -> Quotient:
        value = self.generic(index, body)
        if cluster.head == "cluster" and cluster.args[0] in self._bound:
            raise NotDecidable("a product over a set of which only the size is known")
        return self._over(value, self.members(cluster))

    def _over(self, value: Quotient, classes: frozenset[str]) -> Quotient:
        """The product of a site-dependent value over classes of sites."""
        if not classes or value == self.field.one:
            return self.field.one
        result = self.field.one
        for factor, times in self.factors(value):
            if self._of_site(factor):
                for name in sorted(classes):
                    result = result * self._atom("over " + name, factor).value ** times
            else:
                result = result * self.power(factor**times, self.size(classes))
        return result

    def _of_site(self, value: Quotient) -> bool:
        return any(isinstance(name, tuple) and name[0] == "at" for name in self.used(value))

    def _lam(self) -> Quotient:
        return self.read(conventions.at("lam", Term("site_index", "@")))

    def fresh_index(self) -> Quotient:
        """The index of an internal sum, which no size of a summed set may contain."""
        if any("#m" in self.used(count) for _, count in self._bound.values()):
            raise NotDecidable("a sum over all subsets around another sum of the same kind")
        return self.field.generator("#m")

    def _form(self, m: Term, cluster: Term) -> Quotient:
        return self.form(self.read(m), self.members(cluster))

    def form(self, m: Quotient, classes: frozenset[str]) -> Quotient:
        """I_m of (18); for uniform fields (S59)."""
        if m.is_zero():
            return self.field.one
        if self.uniform:
            n = self.size(classes)
            return self.factorial(n) / self.factorial(m) / self.factorial(n - m) * self.power(self._lam(), m)
        return self._atom("form " + "+".join(sorted(classes)), m).value

    def size_of_form(self, name: tuple[object, ...]) -> Quotient:
        """The number of sites of a form factor's cluster, beyond which it vanishes."""
        return self.size(frozenset(str(name[0])[5:].split("+")))

    def _hyper30(self, a: Term, b: Term, c: Term, z: Term) -> Quotient:
        """3F0(a, b, c; z) with c a non-positive integer, by (S60)."""
        m = self.fresh_index()
        x, y, w = self.read(a), self.read(b), self.read(c)
        value = (
            self.rising(x, m) * self.rising(y, m) * self.rising(w, m) * self.power(self.read(z), m) / self.factorial(m)
        )
        return self.summed("#m", self.field.zero, -w, value)
