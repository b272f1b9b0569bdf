"""Identities between formal power series in the nilpotent operator X = bbS_-, such as (1 - X)^r, decided by the
first-order equation y' = w y that they solve.

A formal power series with y(0) = c is determined by its logarithmic derivative w, a rational function that is regular
at X = 0.  Read here are numbers,
(1 + g X)^a, sums of k from 0 to N or beyond of binom(a, k) (g X)^k = (1 + g X)^a and of (a log Y)^k / k! = Y^a, and
products of these.  Since X^{N+1} = 0, the sums
over k may end at N: a power series without constant term vanishes from its power N + 1 on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from . import conventions
from .fields import Quotient
from .scalar_form import NotDecidable, ScalarForm
from .sum_range import never_negative
from .terms import Term, walk

VARIABLE = "X of the series"


class Series(NamedTuple):
    """y'/y and y(0)."""

    slope: Quotient
    start: Quotient


class SeriesForm:
    """Reads products of power series in bbS_-; `definitions` tells Phi and further operators."""

    def __init__(self, scalars: ScalarForm, definitions: Mapping[str, Term] | None = None) -> None:
        self.scalars, self.definitions = scalars, {"Phi": conventions.OPERATORS["Phi"], **(definitions or {})}
        self.X, self.one, self.zero = scalars.field.generator(VARIABLE), scalars.field.one, scalars.field.zero

    def equal(self, lhs: Term, rhs: Term) -> bool:
        a, b = self.read(lhs), self.read(rhs)
        return bool(a.slope == b.slope and a.start == b.start)

    def read(self, term: Term) -> Series:
        if not any(t.head == "op" for t in walk(term)):
            return Series(self.zero, self.scalars.read(term))
        match term.head:
            case "op" if term.args[0] in self.definitions:
                return self.read(self.definitions[term.args[0]])
            case "mul":
                parts = [self.read(a) for a in term.args]
                slope, start = self.zero, self.one
                for part in parts:
                    slope, start = slope + part.slope, start * part.start
                return Series(slope, start)
            case "neg":
                inner = self.read(term.args[0])
                return Series(inner.slope, -inner.start)
            case "add":
                return self._regular(self.polynomial(term))
            case "pow":
                return self._power(self.read(term.args[0]), self.scalars.read(term.args[1]))
            case "sum":
                return self._sum(*term.args)
        raise NotDecidable(f"no power series for {term.head}")

    def polynomial(self, term: Term) -> Quotient:
        """A polynomial in bbS_- with scalar coefficients."""
        if term == conventions.bbS_minus:
            return self.X
        if not any(t.head == "op" for t in walk(term)):
            return self.scalars.read(term)
        match term.head:
            case "add":
                return sum((self.polynomial(a) for a in term.args), self.zero)
            case "neg":
                return -self.polynomial(term.args[0])
            case "mul":
                result = self.one
                for a in term.args:
                    result = result * self.polynomial(a)
                return result
        raise NotDecidable(f"not a polynomial in bbS_-: {term!r}")

    def _regular(self, y: Quotient) -> Series:
        """A first-degree polynomial with y(0) different from zero."""
        start = y.substitute(VARIABLE, self.zero)
        derivative = (y - start) / self.X
        if start.is_zero() or VARIABLE in self.scalars.used(derivative):
            raise NotDecidable("only 1 + g bbS_-")
        return Series(derivative / y, start)

    def _power(self, base: Series, exponent: Quotient) -> Series:
        """y^a has the slope a y'/y; a number other than 1 in front only for an explicit or symbolic integer a."""
        start = self.one if base.start == self.one else self.scalars.power(base.start, exponent)
        return Series(base.slope * exponent, start)

    def _sum(self, index: Term, low: Term, high: Term, body: Term) -> Series:
        k, end = self.scalars.field.generator(index.args[0]), self.scalars.read(high)
        if not self.scalars.read(low).is_zero() or not never_negative(
            self.scalars, end - self.scalars.read(conventions.N)
        ):
            raise NotDecidable("a series that does not run over 0..N")
        coefficient, base = self._split(index, body)
        first = self.scalars.value_at(coefficient, index.args[0], self.zero)
        ratio = self.scalars.value_at(coefficient, index.args[0], k + 1) / self.scalars.read(coefficient) * (k + 1)
        rest = ratio - ratio.substitute(index.args[0], self.zero)
        if first != self.one or index.args[0] in self.scalars.used(rest / k):
            raise NotDecidable("not a binomial or exponential series")
        slope, constant = rest / k, ratio.substitute(index.args[0], self.zero)
        logarithm = self._logarithm(base)
        if logarithm is not None:  # sum (a L)^k / k! = exp(a L)
            if not slope.is_zero() or constant != self.one:
                raise NotDecidable("a series in the logarithm that is not exponential")
            return Series(logarithm, self.one)
        g = (
            self.polynomial(base) / self.X
        )  # c_{k+1} (k + 1) = (slope k + constant) c_k gives (1 - slope g X) y' = constant g y
        if VARIABLE in self.scalars.used(g):
            raise NotDecidable("a series in something else than a multiple of bbS_-")
        return Series(constant * g / (1 - slope * g * self.X), self.one)

    def _split(self, index: Term, body: Term) -> tuple[Term, Term]:
        """body = coefficient(k) base^k."""
        if body.head == "div":
            coefficient, base = self._split(index, body.args[0])
            return coefficient / body.args[1], base
        factors = list(body.args) if body.head == "mul" else [body]
        powers = [f for f in factors if f.head == "pow" and f.args[1] == index and any(t.head == "op" for t in walk(f))]
        others = [f for f in factors if f not in powers]
        if len(powers) != 1 or any(t.head == "op" for f in others for t in walk(f)):
            raise NotDecidable("a summand that is not a number times a power")
        coefficient = Term("num", 1) if not others else others[0] if len(others) == 1 else Term("mul", *others)
        return coefficient, powers[0].args[0]

    def _logarithm(self, base: Term) -> Quotient | None:
        """The derivative of a log Y, with Y(0) = 1."""
        factors = list(base.args) if base.head == "mul" else [base]
        logs = [f for f in factors if f.head == "log"]
        if not logs:
            return None
        inner, factor = self.read(logs[0].args[0]), self.one
        for f in factors:
            factor = factor if f is logs[0] else factor * self.scalars.read(f)
        if inner.start != self.one:
            raise NotDecidable("only the logarithm of 1 + ...")
        return inner.slope * factor
