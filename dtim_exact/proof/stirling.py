"""Stirling's series to any order: what the logarithm of a weight p_M becomes, and the remainder that is left.

For z off the negative real axis, with the Bernoulli numbers B_{2k},

    log Gamma(z) = (z - 1/2) log z - z + log(2 pi)/2 + sum_{k=1}^{p} B_{2k} / (2k (2k-1) z^(2k-1)) + R_p(z),

    |R_p(z)| <= |B_{2n+2}| / ((2n+1)(2n+2) |z|^(2n+1)) (2|z| / (|z| + Re z))^(n+1)        for p = n and p = n + 1.

In the normal form of logarithms these replace the logarithms of factorials and of |(z)_M|^2 = |Gamma(z + M)/Gamma(z)|^2.

Key result: the rule `stirling_series`, for expansions of log p_M in 1/N to every order.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from .analysis import Setting, _proved
from .fields import Quotient
from .identities import DERIVED
from .log_form import LogForm
from .log_sum import Atom, LogSum
from .order_form import Slacks
from .scalar_form import NotDecidable, ScalarForm
from .terms import Term, walk
from .theorem import NotProved, Theorem

__all__ = ["StirlingForm", "StirlingScalars", "stirling_series"]

INDEX = "#m"
"""The index of the series, which no expression may contain."""


class StirlingScalars(ScalarForm):
    """Scalars with Bernoulli numbers and absolute values."""

    def _bernoulli(self, arg: Term) -> Quotient:
        return self.opaque("bernoulli", self.read(arg))

    def _abs(self, arg: Term) -> Quotient:
        return self.size(self.read(arg))

    def size(self, z: Quotient) -> Quotient:
        """|z|, factor by factor: a symbol that is never negative, or an atom."""
        result = self.field.one
        for factor, times in self.factors(z):
            result = result * self._size(factor) ** times
        return result

    def _size(self, factor: Quotient) -> Quotient:
        if factor == -1 or factor == 1:
            return self.field.one
        if self.integer(factor) is not None and factor.top.leading_coefficient() > 0 and len(factor.top.coeffs()) == 1:
            return factor  # a natural number, or an integer symbol
        return self.opaque("size", factor * factor.conj())


class StirlingForm:
    """Expands logarithms of factorials and of the |(z)_M|^2 with the given z, to an order that may be a symbol."""

    def __init__(self, form: LogForm, slacks: Slacks, *, bases: Iterable[Quotient], order: Quotient) -> None:
        self.form, self.slacks, self.bases, self.order = form, slacks, tuple(bases), order
        self.summand = form.zero
        """What stands under the sum over k."""

    def expanded(self, value: LogSum) -> LogSum:
        """The same with factorials and Pochhammer symbols replaced; what is left over are atoms R_p(z)."""
        self.summand = self.form.zero
        result = LogSum(value.rest)
        for atom, c in value.parts.values():
            piece = LogSum(self.form.zero, ((atom, self.form.one),))
            if atom.kind == "log":
                names = self.form.scalars.generators(atom.contents[0])
                if len(names) == 1 and isinstance(names[0], tuple) and names[0][0] == "fact":
                    piece = self._factorial(self.form.scalars.contents(names[0])[0], c)
            elif atom.kind == "sum" and atom.inner == "log":
                low, high, inside = atom.contents
                piece = self._pochhammer(low, high, inside, c)
            result = result + piece * c
        one = self.form.one
        return result + self.form.plain(self.form.scalars.summed(INDEX, one, self.order, self.summand))

    def _factorial(self, b: Quotient, weight: Quotient) -> LogSum:
        """log b! = log Gamma(b) + log b."""
        if not self.slacks.shows(b - 1):
            raise NotDecidable("Stirling's series needs the factorial of a positive integer")
        return self._gamma(b, weight) + self.form.exponent_of(b)

    def _pochhammer(self, low: Quotient, high: Quotient, inside: Quotient, weight: Quotient) -> LogSum:
        """sum_{k=0}^{M-1} log|z + k|^2 = 2 Re[log Gamma(z + M) - log Gamma(z)]."""
        index = self.form.field.generator("summation index 1")
        z = next((z for z in self.bases if inside == (z + index) * (z + index).conj()), None)
        if z is None or not low.is_zero() or not self.slacks.shows(high):
            raise NotDecidable("a sum of logarithms that is not that of a Pochhammer symbol of the certificate")
        for end in (z, z + high + 1):
            self.form._needs_off_cut(end)
        half = self._gamma(z + high + 1, weight) - self._gamma(z, -weight)
        return half + half.conj()

    def _gamma(self, z: Quotient, weight: Quotient) -> LogSum:
        """log Gamma(z) but for its series, which goes under the sum with this weight; for complex z it is twice its real part."""
        form, k = self.form, self.form.field.generator(INDEX)
        if INDEX in form.scalars.used(z) | form.scalars.used(weight) | form.scalars.used(self.order):
            raise NotDecidable("the index of Stirling's series is in use")
        half = form.one / 2
        power = form.scalars.power(form.one / z, k * 2 - 1)
        term = form.scalars.opaque("bernoulli", k * 2) / (k * 2 * (k * 2 - 1)) * power
        self.summand = self.summand + weight * (term if z == z.conj() else term + term.conj())
        constant = form.exponent_of(form.field.generator("pi") * 2) * half
        return (
            form.exponent_of(z) * (z - half)
            - form.plain(z)
            + constant
            + LogSum(form.zero, ((Atom("rest", (z,)), form.one),))
        )

    # --- bounds -----------------------------------------------------------------------------------------------------
    def bound(self, value: LogSum, n: Quotient) -> Quotient:
        """The sum of the bounds of what is left, the remainders R_p(z) alone."""
        if not value.rest.is_zero() or any(atom.kind != "rest" for atom, _ in value.parts.values()):
            raise NotDecidable("the expansion is another one")
        total = self.form.zero
        for atom, c in value.parts.values():
            size = c if self.slacks.shows(c) else -c
            if not self.slacks.shows(size):
                raise NotDecidable("a remainder with a coefficient of unknown sign")
            total = total + size * self._of_rest(atom.contents[0], n)
        return total

    def _of_rest(self, z: Quotient, n: Quotient) -> Quotient:
        """|B_{2n+2}|/((2n+1)(2n+2)) times 2^(n+1)/((|z| + Re z)^(n+1) |z|^n)."""
        scalars = self.form.scalars
        assert isinstance(scalars, StirlingScalars)
        first = scalars.size(scalars.opaque("bernoulli", n * 2 + 2)) / ((n * 2 + 1) * (n * 2 + 2))
        if z == z.conj():
            return first * scalars.power(self.form.one / z, n * 2 + 1)
        size, real = scalars.size(z), (z + z.conj()) / 2
        ratio = self.form.field.constant(2) / (size + real)
        return first * scalars.power(ratio, n + 1) * scalars.power(self.form.one / size, n)


def stirling_series(statement: Term, setting: Setting, *, bases: tuple[Term, ...], order: Term) -> Theorem:
    """|E| <= R, E being linear in logarithms of factorials and of |(z)_M|^2 for z of the bases, and in a series up to the order n or
    n + 1: expanded, E consists of remainders R_p(z) alone, and R is at least the sum of their bounds.
    """
    error = statement.args[0]
    error = error.args[0] if error.head == "neg" else error  # -|E| <= R if |E| <= R
    if statement.head != "le" or error.head != "abs":
        raise NotProved("stirling_series: the rule proves |E| <= R")

    def check() -> str | None:
        scalars = StirlingScalars((DERIVED | set(setting.where)) - set(setting.free), frozenset(), dict(setting.where))
        slacks = setting.variables(scalars)
        form = LogForm(scalars, setting.positive, setting.off_cut, slacks)
        n = scalars.read(order)
        last = next((scalars.read(t.args[2]) for t in walk(error) if t.head == "sum"), n)
        if (last - n) not in (form.zero, form.one) or scalars.integer(n) is None:
            return "the series does not end at the order of the remainder"
        stirling = StirlingForm(form, slacks, bases=map(scalars.read, bases), order=last)
        needed = stirling.bound(stirling.expanded(form.read(error.args[0])), n)
        given = form.scalar(statement.args[1])
        times = given.top.leading_coefficient() / needed.top.leading_coefficient()
        multiple = form.field.constant(Fraction(int(times.p), int(times.q)))
        return None if times >= 1 and given == needed * multiple else "the remainder is not within the bound"

    return _proved(statement, "stirling series", setting, check, lemmas=("Stirling",), bases=bases, order=order)
