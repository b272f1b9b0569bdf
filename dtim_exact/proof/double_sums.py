"""Double sums around a trace: over the powers of bbS_- on its two sides, or over the sets of sites of two products.

sum_{k,l} c(k, l) tr(bbS_-^dagger^k O bbS_-^l) is read like a trace with Phi, whose two sides expand with c instead of
the Pochhammer symbols; likewise sum_{A1,A2} c(|A1|, |A2|) w1^{A1} w2^{A2} tr(sigma^+_{A1} O sigma^-_{A2}), the expansion
of two products over sites.
"""

from __future__ import annotations

from fractions import Fraction

from . import conventions
from .fields import Quotient
from .scalar_form import NotDecidable
from .sites_form import rename_site
from .sum_range import never_negative
from .terms import Term, walk
from .trace_form import TraceForm

__all__ = ["DoubleSumForm"]


class DoubleSumForm(TraceForm):
    """Reads what `TraceForm` reads, and double sums around a trace."""

    def _subsets(self, variable: Term, of: Term, size: Term, body: Term) -> Quotient:
        """The double sum of two expansions; `StateForm` knows more."""
        pair = self._double_expansion(variable, of, size, body)
        if pair is None:
            raise NotDecidable("a sum over sets that is not a double expansion")
        return pair

    def _sum(self, index: Term, low: Term, high: Term, body: Term) -> Quotient:
        inner = body
        trace = next((t for t in walk(inner) if t.head == "tr"), None)
        if inner.head == "sum" and trace is not None and self._has_powers(trace, index, inner.args[0]):
            beyond = [self.read(end) - self.read(conventions.N) for end in (high, inner.args[2])]
            if not all(self.read(start).is_zero() for start in (low, inner.args[1])) or not all(
                never_negative(self, more) for more in beyond
            ):
                raise NotDecidable(
                    "a double sum over powers that does not run over 0..N, beyond which bbS_-^k vanishes"
                )
            return self._over_powers(index, inner, trace)
        return super()._sum(index, low, high, body)

    def _has_powers(self, trace: Term, k: Term, l: Term) -> bool:
        text = [t.args[1] for t in walk(trace) if t.head == "pow"]
        return k in text and l in text

    def _over_powers(self, k: Term, inner: Term, trace: Term) -> Quotient:
        """sum_{k,l} c(k, l) tr(bbS_-^dagger^k O bbS_-^l): only k = a + m, l = b + m contribute; both indices run
        over 0..N.
        """
        l, factors = inner.args[0], list(inner.args[3].args)
        if factors.count(trace) != 1 or inner.args[3].head != "mul":
            raise NotDecidable("the summand is not a coefficient times a trace")
        factors.remove(trace)
        coefficient = Term("mul", *factors)

        def value(a: Quotient, b: Quotient) -> Quotient:
            self.values |= {k.args[0]: a, l.args[0]: b}
            c = self.read(coefficient)
            del self.values[k.args[0]], self.values[l.args[0]]
            return c * self.factorial(a) * self.factorial(b)

        sides = trace.args[0].args if trace.args[0].head == "mul" else ()
        power = conventions.bbS_minus
        if not sides or sides[0] not in ((power**k).dag, power.dag**k) or sides[-1] != power**l:
            raise NotDecidable("a double sum whose trace is not that of bbS_-^dagger^k ... bbS_-^l")
        return self.expanded(list(trace.args[0].args[1:-1]), value)

    def _double_expansion(self, first: Term, of: Term, size: Term, body: Term) -> Quotient | None:
        """sum over A1, A2 of f(|A1|, |A2|) w1^{A1} w2^{A2} tr(sigma^+_{A1} O sigma^-_{A2}): the expansion of two
        products over sites.
        """
        if (
            body.head != "subsets"
            or {size, body.args[2]} != {Term("num", Fraction(-1))}
            or of != Term("cluster", "all")
            or body.args[1] != of
        ):
            return None
        second, inner = body.args[0], body.args[3]
        factors = list(inner.args) if inner.head == "mul" else [inner]
        trace = next((t for t in factors if t.head == "tr"), None)
        if trace is None or trace.args[0].head != "mul":
            return None
        sides = [trace.args[0].args[0], trace.args[0].args[-1]]
        expected = [
            Term("over_set", conventions.j, cluster, conventions.sigma(mu, conventions.j))
            for cluster, mu in ((first, "+"), (second, "-"))
        ]
        if sides != expected:
            raise NotDecidable("the trace is not that of sigma^+_{A1} ... sigma^-_{A2}")
        weights = dict.fromkeys((first, second), self.field.one)
        rest: list[Term] = []
        for term in factors:
            if term.head == "over_set" and term.args[1] in weights:
                generic = rename_site(term.args[2], term.args[0], Term("site_index", "@"))
                weights[term.args[1]] = weights[term.args[1]] * self.read(generic)
            elif term != trace:
                rest.append(term)

        def value(a: Quotient, b: Quotient) -> Quotient:
            self._bound.update({first.args[0]: (frozenset(), a), second.args[0]: (frozenset(), b)})
            result = self.read(Term("mul", *rest)) if rest else self.field.one
            del self._bound[first.args[0]], self._bound[second.args[0]]
            return result

        return self.expanded(list(trace.args[0].args[1:-1]), value, weights[first], weights[second])
