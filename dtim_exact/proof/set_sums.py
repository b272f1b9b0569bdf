"""Sums over nested sets of sites.

A sum over the subsets Y of a set X is linear in what it sums: a product over Y of a multiple of lam_j gives a form
factor, a function of |Y| alone gives the
number of subsets, and a form factor I_m(Y) gives binom(|X| - m, |Y| - m) I_m(X), because that many sets Y contain a
given set of m sites.  A marker
generator makes sure that such a product occurs exactly once and linearly.
"""

from __future__ import annotations

from fractions import Fraction

from . import conventions
from .double_sums import DoubleSumForm
from .fields import Quotient
from .scalar_form import NotDecidable
from .terms import Term

__all__ = ["SetSumForm"]


class SetSumForm(DoubleSumForm):
    """Reads what `DoubleSumForm` reads, and sums over the subsets or supersets of a set, and over all sites."""

    def _marker(self, variable: str) -> Quotient:
        name = "product over " + variable
        self.real |= {name}
        return self.field.generator(name)

    def _over_set(self, index: Term, cluster: Term, body: Term) -> Quotient:
        """Over a summed set Y the product of c lam_j is c^|Y| times what becomes the form factor by the sum."""
        if cluster.head != "cluster" or cluster.args[0] not in self._bound:
            return super()._over_set(index, cluster, body)
        classes, count = self._bound[cluster.args[0]]
        ratio = self.generic(index, body) / self._lam()
        if not classes or self._of_site(ratio):
            raise NotDecidable("only products of multiples of lam_j over a set whose elements are summed over")
        return self.power(ratio, count) * self.form(count, classes) * self._marker(cluster.args[0])

    def _subsets(self, variable: Term, of: Term, size: Term, body: Term) -> Quotient:
        pair = self._double_expansion(variable, of, size, body)
        if pair is not None:
            return pair
        of, body = self._restricted(variable, of, body)
        every = size == Term("num", Fraction(-1))
        outer = self._bound.get(of.args[0]) if of.head == "cluster" else None
        if every and outer is not None:
            raise NotDecidable("all subsets of a set that is summed over")
        classes, available = outer or (self.members(of), self.size(self.members(of)))
        count = self.fresh_index() if every else self.read(size)
        plain, marked = self._parts(variable.args[0], self._with(variable, classes, count, body))
        if outer is not None:  # I_count(of), summed over the sets `of` of that size later
            within = self.size(classes)
            marked = marked * self._choose(within - count, available - count) * self._marker(of.args[0])
        value = plain * self._choose(available, count) + marked
        return self.summed("#m", self.field.zero, available, value) if every else value

    def _supersets(self, variable: Term, of: Term, size: Term, body: Term) -> Quotient:
        """sum over the sets Y of `size` sites that contain `of`, of a function of |Y|."""
        count = self.read(size)
        plain, marked = self._parts(variable.args[0], self._with(variable, frozenset(), count, body))
        if not marked.is_zero():
            raise NotDecidable("a product over a superset")
        inner = self._card(of)
        return plain * self._choose(self.size(frozenset(self.classes)) - inner, count - inner)

    def _sites(self, index: Term, body: Term, *other_than: Term) -> Quotient:
        """sum over all sites of a number or of a multiple of lam_j."""
        value = self.generic(index, body)
        if other_than or self.open_sites:
            raise NotDecidable("a sum that leaves sites out, or beside open sites")
        everywhere = frozenset(self.classes)
        ratio, one = value / self._lam(), self.field.one
        if not self._of_site(value):
            return value * self.size(everywhere)
        if self._of_site(ratio):
            raise NotDecidable("a sum over sites of something that is not proportional to lam_j")
        return ratio * self.form(one, everywhere)

    def _with(self, variable: Term, classes: frozenset[str], count: Quotient, body: Term) -> Quotient:
        if variable.args[0] in self._bound:
            raise NotDecidable("a set variable that is bound twice")
        self._bound[variable.args[0]] = (classes, count)
        try:
            return self.read(body)
        finally:
            del self._bound[variable.args[0]]

    def _parts(self, variable: str, value: Quotient) -> tuple[Quotient, Quotient]:
        """The part free of the product over the variable, and the one linear in it (the marker set to one)."""
        marker = self._marker(variable)
        plain = value.substitute("product over " + variable, self.field.zero)
        linear = (value - plain) / marker
        if {"product over " + variable} & (self.used(linear) | self.used(plain)):
            raise NotDecidable("a summand that is not linear in the product over the summed set")
        return plain, linear

    def _choose(self, n: Quotient, m: Quotient) -> Quotient:
        return self.factorial(n) / self.factorial(m) / self.factorial(n - m)

    def _restricted(self, variable: Term, of: Term, body: Term) -> tuple[Term, Term]:
        """A factor prod_{j in A} f_j [j in X] confines the sum over A to the subsets of X."""
        factors = list(body.args) if body.head == "mul" else [body]
        for at, factor in enumerate(factors):
            if factor.head != "over_set" or factor.args[1] != variable or factor.args[2].head != "mul":
                continue
            tests = [t for t in factor.args[2].args if t.head == "inside" and t.args[0] == factor.args[0]]
            if not tests:
                continue
            rest = [t for t in factor.args[2].args if t not in tests]
            factors[at] = Term("over_set", factor.args[0], variable, Term("mul", *rest) if len(rest) > 1 else rest[0])
            for test in tests:
                of = test.args[1] if of == conventions.everything else Term("meet", of, test.args[1])
            return of, Term("mul", *factors) if len(factors) > 1 else factors[0]
        return of, body
