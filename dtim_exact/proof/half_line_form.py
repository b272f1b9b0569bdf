"""The normal form of integrals over the half line against a Gamma or Bessel-K kernel: moments, term by term.

With `half_line(x, f)` for the integral of f over 0 < x < infinity, and Re c > 0, Re d > 0,

    half_line(x, x^(c-1) exp(-x)) = Gamma(c),          half_line(x, x^((c+d)/2-1) K_{c-d}(2 sqrt x)) = Gamma(c) Gamma(d)/2,

so a kernel times a polynomial integrates to a sum of moments, in which Gamma(a + k) = Gamma(a) (a)_k.  Polynomials are products over
sites prod_j (1 + lam_j x) = sum_m I_m x^m, powers (1 + lam x)^n, and sums over an index.  A base a comes with a shift n: that
Re(a + n) > 0, and that Gamma(a) exists, are the hypotheses.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import NamedTuple

from . import conventions
from .fields import Quotient
from .limits import put
from .scalar_form import NotDecidable
from .sum_range import never_negative
from .terms import Term, fn, replace, walk
from .trace_form import TraceForm

__all__ = ["HalfLineForm"]

ROOT = Term("num", conventions.half.args[0])
VARIABLES = ("x", "t")
"""Real symbols in terms of which nothing is defined."""


class _Piece(NamedTuple):
    """coefficient x^power, summed over the index from low to high where there is one."""

    coefficient: Quotient
    power: Quotient
    bound: str = ""
    low: Quotient | None = None
    high: Quotient | None = None


class HalfLineForm(TraceForm):
    """Scalars with traces, Gamma, and integrals of kernels times polynomials."""

    def __init__(
        self,
        unfold: frozenset[str],
        definitions: Mapping[str, Term] | None = None,
        *,
        uniform: bool,
        domain: Mapping[Term, Term],
        at_most: Mapping[Term, Term],
    ) -> None:
        super().__init__(unfold, frozenset(), definitions, uniform=uniform)
        self.domain = {term: (self.read(term), self.read(shift)) for term, shift in domain.items()}
        """Base a: shift n, with Re(a + n) > 0 and Gamma(a) defined by hypothesis."""
        self.at_most = [self.read(end) - self.read(start) for start, end in at_most.items()]
        """Differences that are not negative by hypothesis."""
        self.lemmas: dict[str, None] = {}
        """The theorems of the literature that were used."""
        self._inside: list[str] = []
        """The indices of the sums that are being read."""

    # --- Gamma ------------------------------------------------------------------------------------------------------
    def _gamma_of(self, arg: Term) -> Quotient:
        return self.gamma(self.read(arg))

    def gamma(self, z: Quotient) -> Quotient:
        """Gamma(a + k) = Gamma(a) (a)_k for a base a of the domain and k >= 0."""
        base, _, steps = self._based(z)
        if not never_negative(self, steps):
            raise NotDecidable("Gamma left of the domain")
        self.lemmas["Euler's integral"] = None
        return self.opaque("gamma", base) * self.rising(base, steps)

    def _based(self, z: Quotient) -> tuple[Quotient, Quotient, Quotient]:
        """(a, n, k) with z = a + k, a of the domain with shift n and k an integer expression."""
        for base, shift in self.domain.values():
            if self.integer(z - base) is not None:
                return base, shift, z - base
        raise NotDecidable("Gamma of something that is not in the domain")

    def rebuilt(self, kind: str, contents: tuple[Quotient, ...]) -> Quotient:
        return self.gamma(*contents) if kind == "gamma" else super().rebuilt(kind, contents)

    def _converges(self, z: Quotient, low: Quotient | None, index: str) -> None:
        """Re z > 0, for an index from low on."""
        _, shift, steps = self._based(z)
        if low is not None and index in self.used(steps):
            fewest = put(self, steps, {index: low})
            grows = steps - fewest - (self.field.generator(index) - low)
            if not grows.is_zero():
                raise NotDecidable("a moment that does not grow with the index by steps of one")
            steps = fewest
        if not never_negative(self, steps - shift):
            raise NotDecidable("a moment that is not known to exist")

    # --- sums -------------------------------------------------------------------------------------------------------
    def _sum(self, index: Term, low: Term, high: Term, body: Term) -> Quotient:
        """A sum from low on is the one from 0 less what comes before: all sums are compared from 0."""
        if any(t.head == "tr" for t in walk(body)):
            return super()._sum(index, low, high, body)
        self._free_index(index.args[0])
        first, last = self._range(low, high)
        return self._from(index.args[0], first, last, self._under(index, body))

    def _under(self, index: Term, body: Term) -> Quotient:
        """A summand, read in the knowledge of its index."""
        self._inside.append(index.args[0])
        try:
            return self.read(body)
        finally:
            self._inside.pop()

    def _range(self, low: Term, high: Term) -> tuple[Quotient, Quotient]:
        """The ends, of a range that is not shorter than empty; a hypothesis is not about what is bound."""
        first, last = self.read(low), self.read(high)
        if not never_negative(self, first):
            raise NotDecidable("a sum that may begin below 0")
        length = last + 1 - first
        spare = [length - known for known in self.at_most if not self.used(length) & set(self._inside)]
        if not any(never_negative(self, more) for more in (length, *spare)):
            raise NotDecidable("a range that may end more than one before it begins")
        return first, last

    def _from(self, index: str, low: Quotient, high: Quotient, value: Quotient) -> Quotient:
        if not low.is_zero() and not self._everywhere(value, index):
            raise NotDecidable("a summand that is not defined from 0 on")
        zero = self.field.zero
        whole = self.summed(index, zero, high, value)
        return whole if low.is_zero() else whole - self.summed(index, zero, low - 1, value)

    def _everywhere(self, value: Quotient, index: str) -> bool:
        """Whether the summand is defined for every index >= 0: no denominators, no factorials of differences."""
        names: list[Hashable] = [g for g in self.generators(value) if index in self.used(self.field.generator(g))]
        bottom = Quotient(self.field, value.bottom, self.field.context.constant(1))
        atoms = [name for name in names if isinstance(name, tuple)]
        lengths = [self.contents(name)[1] for name in atoms if name[0] == "rising"]
        known = {str(name[0]).split()[0] for name in atoms} <= {"rising", "form", "pow", "sign"}
        return known and index not in self.used(bottom) and all(never_negative(self, run) for run in lengths)

    # --- integrals --------------------------------------------------------------------------------------------------
    def _half_line(self, variable: Term, body: Term) -> Quotient:
        name = variable.args[0]
        if variable.head != "sym" or name not in VARIABLES or name in self.unfold or name in self.values:
            raise NotDecidable("an integral over the half line needs a free real variable, x or t")
        factors = list(body.args) if body.head == "mul" else [body]
        power, order, kernels = self.field.zero, None, 0
        pieces = [_Piece(self.field.one, self.field.zero)]
        for f in factors:
            if f.head == "pow" and f.args[0] == variable:
                power = power + self._without(f.args[1], name)
            elif f == fn("exp", -variable):
                kernels += 1
            elif f.head == "bessel_K" and f.args[1] == 2 * variable**ROOT:
                kernels, order = kernels + 1, self._without(f.args[0], name)
            else:
                pieces = [self._times(a, b) for a in pieces for b in self._polynomial(f, name)]
        if kernels != 1:
            raise NotDecidable("an integrand without exactly one kernel exp(-x) or K_nu(2 sqrt x)")
        self.lemmas["Euler's integral" if order is None else "moments of Bessel's K"] = None
        return sum((self._moment(p, power, order) for p in pieces), self.field.zero)

    def _moment(self, piece: _Piece, power: Quotient, order: Quotient | None) -> Quotient:
        """The integral of coefficient x^power times the kernel, summed."""
        half = self.field.one / 2
        if piece.bound in self.used(power) or (order is not None and piece.bound in self.used(order)):
            raise NotDecidable("the index of a sum outside of it")
        power = power + piece.power
        places = [power + 1] if order is None else [power + 1 + order * half, power + 1 - order * half]
        value = piece.coefficient if order is None else piece.coefficient * half
        for z in places:
            self._converges(z, piece.low, piece.bound)
            base, _, steps = self._based(z)
            value = value * self.opaque("gamma", base) * self.rising(base, steps)
        if piece.low is None or piece.high is None:
            return value
        return self._from(piece.bound, piece.low, piece.high, value)

    def _without(self, term: Term, name: str) -> Quotient:
        value = self.read(term)
        if name in self.used(value):
            raise NotDecidable("the variable of an integral in a place where it cannot stand")
        return value

    def _times(self, a: _Piece, b: _Piece) -> _Piece:
        if a.bound and b.bound:
            raise NotDecidable("a product of two sums under an integral")
        ranged, other = (a, b) if a.bound else (b, a)
        if ranged.bound in self.used(other.coefficient) | self.used(other.power):
            raise NotDecidable("the index of a sum outside of it")
        return _Piece(a.coefficient * b.coefficient, a.power + b.power, *ranged[2:])

    def _polynomial(self, term: Term, name: str) -> list[_Piece]:
        """A polynomial in the variable, as pieces."""
        x = Term("sym", name)
        one, zero = self.field.one, self.field.zero
        if x not in set(walk(term)):
            return [_Piece(self._without(term, name), zero)]
        match term.head:
            case "sym":
                return [_Piece(one, one)]
            case "add":
                return [p for a in term.args for p in self._polynomial(a, name)]
            case "neg":
                return [p._replace(coefficient=-p.coefficient) for p in self._polynomial(term.args[0], name)]
            case "mul":
                pieces = [_Piece(one, zero)]
                for a in term.args:
                    pieces = [self._times(p, q) for p in pieces for q in self._polynomial(a, name)]
                return pieces
            case "over_set":
                return [self._over_sites(term, name)]
            case "pow":
                return [self._binomial_series(term, name)]
            case "sum":
                return [self._inner_sum(term, name)]
        raise NotDecidable(f"{term.head} is no polynomial in the variable of an integral")

    def _over_sites(self, term: Term, name: str) -> _Piece:
        """prod_j (1 + lam_j x) over a cluster is sum_m I_m x^m."""
        index, cluster, body = term.args
        generic = self.read(replace(body, lambda t: Term("site_index", "@") if t == index else None))
        if self._slope(generic, name) != self._lam():
            raise NotDecidable("a product over sites that is not that of 1 + lam_j x")
        classes = self.members(cluster)
        m = self.fresh_index()
        return _Piece(self.form(m, classes), m, "#m", self.field.zero, self.size(classes))

    def _binomial_series(self, term: Term, name: str) -> _Piece:
        """x^k, or (1 + c x)^n as a sum over m."""
        base, exponent = term.args
        count = self._without(exponent, name)
        if self.integer(count) is None or not never_negative(self, count):
            raise NotDecidable("a power under an integral whose exponent is not a count")
        if base == Term("sym", name):
            return _Piece(self.field.one, count)
        m, slope = self.fresh_index(), self._slope(self.read(base), name)
        binomial = self.factorial(count) / self.factorial(m) / self.factorial(count - m)
        return _Piece(binomial * self.power(slope, m), m, "#m", self.field.zero, count)

    def _slope(self, value: Quotient, name: str) -> Quotient:
        """c of 1 + c x."""
        slope = put(self, value, {name: self.field.one}) - 1
        if value != self.field.one + slope * self.field.generator(name) or name in self.used(slope):
            raise NotDecidable("a factor under an integral that is not 1 + c x")
        return slope

    def _inner_sum(self, term: Term, name: str) -> _Piece:
        index, low, high, body = term.args
        self._free_index(index.args[0])
        first, last = self._range(low, high)
        self._inside.append(index.args[0])
        try:
            inner = self._polynomial(body, name)
        finally:
            self._inside.pop()
        if len(inner) != 1 or inner[0].bound:
            raise NotDecidable("a sum of sums under an integral")
        if {index.args[0], name} & (self.used(last) | self.used(first)):
            raise NotDecidable("a range that depends on its own index")
        return _Piece(inner[0].coefficient, inner[0].power, index.args[0], first, last)
