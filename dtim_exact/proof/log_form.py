"""The normal form of expressions that are linear in logarithms: sums, integrals and derivatives of logarithms of
products, powers and factorials.

log X is written through X = exp(S), S being a sum of coefficients times logarithms of irreducible factors; if S is
real, so is X > 0, and log X = S.  A real
factor has to be positive by hypothesis (or by its coefficients); a complex factor u stands for log|u|^2 and for its
turn Log u - Log u^*, and off the cut
Log u is half their sum.  Two expressions are equal if all coefficients are.
"""

from __future__ import annotations

from collections.abc import Iterable

from .fields import Quotient
from .limits import put
from .log_calculus import LogCalculus
from .log_sum import Atom, LogSum
from .order_form import Slacks, never_negative_form
from .scalar_form import NotDecidable, ScalarForm
from .terms import Term

__all__ = ["Atom", "LogForm", "LogSum"]


class LogForm(LogCalculus):
    """Reads terms into `LogSum`.  positive: real factors that the hypotheses make positive; off_cut: complex ones
    that are never real and <= 0.
    """

    def __init__(
        self,
        scalars: ScalarForm,
        positive: Iterable[Term] = (),
        off_cut: Iterable[Term] = (),
        slacks: Slacks | None = None,
        falling: tuple[Term, Term] | None = None,
    ) -> None:
        self.scalars, self.field, self.slacks = scalars, scalars.field, slacks
        self.falling = falling and (scalars.read(falling[0]), scalars.read(falling[1]))
        """(N, M): log (N - M)! is read as log N! - sum_{k=0}^{M-1} log(N - k)."""
        self.ranges: dict[str, tuple[str, Quotient, Quotient]] = {}
        """The bound indices and variables of the sums and integrals that are being read."""
        self.one, self.zero = self.field.one, self.field.zero
        self._off_cut, self._positive = tuple(off_cut), tuple(positive)
        self._read: dict[frozenset[str], tuple[list[Quotient], list[Quotient]]] = {}

    up_to_constants: frozenset[str] = frozenset()
    """The variables of derivatives that are being taken.  There log exp S may be read as S although S is not real: they
    differ by a multiple of 2 pi i, which a derivative does not see, unless it stands beside one of these variables.
    """

    @property
    def positive(self) -> list[Quotient]:
        """The factors that the hypotheses make positive, in the symbols that are free at present."""
        return self._hypotheses()[0]

    @property
    def off_cut(self) -> list[Quotient]:
        """The complex factors that are never real."""
        return self._hypotheses()[1]

    def _hypotheses(self) -> tuple[list[Quotient], list[Quotient]]:
        state = self.scalars.unfold
        if state not in self._read:
            read = [self._oriented(self.scalars.read(t)) for t in self._positive]
            self._read[state] = [p for p in read if p is not None], [self.scalars.read(t) for t in self._off_cut]
        return self._read[state]

    def _oriented(self, value: Quotient) -> Quotient | None:
        """An irreducible factor with the sign that makes it positive, from a hypothesis about an odd power of a
        multiple
        of it; None where the hypothesis is about several factors.
        """
        factors = [(f, e) for f, e in self.scalars.factors(value) if not self._is_number(f)]
        negative = any(f == -1 for f, _ in self.scalars.factors(value))
        if len(factors) != 1 or factors[0][1] % 2 == 0:
            return None
        return -factors[0][0] if negative else factors[0][0]

    def _is_number(self, value: Quotient) -> bool:
        return bool(value.top.is_constant() and value.bottom.is_constant())

    def plain(self, value: Quotient) -> LogSum:
        return LogSum(value)

    # --- logarithms -------------------------------------------------------------------------------------------------
    def exponent(self, term: Term) -> LogSum:
        """S with term = exp(S)."""
        match term.head:
            case "mul":
                return sum((self.exponent(a) for a in term.args[1:]), self.exponent(term.args[0]))
            case "div":
                return self.exponent(term.args[0]) - self.exponent(term.args[1])
            case "pow":
                power = self.scalars.read(term.args[1])
                base = self.exponent(term.args[0])
                if self.scalars.integer(power) is None and not base.is_real():
                    self._needs_principal(term.args[0], base)
                return base * power
            case "exp":
                return self.read(term.args[0])
            case "abs2":
                inner = self.exponent(term.args[0])
                return inner + inner.conj()
            case "prod":
                return self._ranged("sum", *term.args, reader=self.exponent)
            case "hyper" | "tr":
                raise NotDecidable(f"no logarithm of {term.head}")
        return self.exponent_of(self.scalars.read(term))

    def exponent_of(self, value: Quotient) -> LogSum:
        """S with value = exp(S), from the irreducible factors of value."""
        result, sign = self.plain(self.zero), 1
        for factor, times in self.scalars.factors(value):
            if factor == -1:
                sign = -sign
                continue
            piece, flipped = self._factor(factor)
            sign = -sign if flipped and times % 2 else sign
            result = result + piece * self.field.constant(times)
        if sign < 0:
            turned = next(
                ((f, times) for f, times in self.scalars.factors(value) if times in (1, -1) and f != f.conj()), None
            )
            if turned is None:
                raise NotDecidable("the logarithm of a negative number")
            result = result + (self._complex(-turned[0]) - self._complex(turned[0])) * self.field.constant(turned[1])
        return result

    def _factor(self, f: Quotient) -> tuple[LogSum, bool]:
        """S and whether f = exp(S) or f = -exp(S)."""
        if self._is_number(f):
            return self._number(f), False
        names = self.scalars.generators(f)
        if len(names) == 1 and f == self.field.generator(names[0]) and isinstance(names[0], tuple):
            kind, contents = names[0][0], self.scalars.contents(names[0])
            if kind == "rising":
                index = "summation index 1"
                if index in self.scalars.used(contents[0]):
                    raise NotDecidable("the logarithm of a Pochhammer symbol of a sum")
                return self.summed(
                    index, self.zero, contents[1] - 1, self.exponent_of(contents[0] + self.field.generator(index))
                ), False
            if kind == "pow":
                return self.exponent_of(contents[0]) * contents[1], False
            if kind == "fact":
                return self._log_factorial(f, contents[0]), False
            raise NotDecidable(f"no logarithm of {kind}")
        if f != f.conj():
            return self._complex(f), False
        for known in self.positive:
            if f == known:
                return self._log(f), False
            if f == -known:
                return self._log(-f), True
        for oriented, flipped in ((f, False), (-f, True)):
            if self._is_positive(oriented):
                return self._log(oriented), flipped
        raise NotDecidable(f"{f.top} is not known to be positive")

    def _is_positive(self, f: Quotient) -> bool:
        """Whether f > 0 by its coefficients, in the slacks, or at both ends of the range of the one bound index in
        which it is affine.
        """
        if never_negative_form(self.scalars, f, self.positive, strict=True) or (
            self.slacks is not None and self.slacks.shows(f, strict=True)
        ):
            return True
        bound = [name for name in self.ranges if name in self.scalars.used(f)]
        if len(bound) != 1 or bound[0] in self.scalars.used(self.slope(f, bound[0])):
            return False
        kind, low, high = self.ranges[bound[0]]
        ends = [put(self.scalars, f, {bound[0]: end}) for end in (low, high)]
        if kind == "integral":  # an affine function that vanishes at one end is positive inside
            ends = [end for end in ends if not end.is_zero()]
        return bool(ends) and all(self._is_known_positive(end) for end in ends)

    def _is_known_positive(self, value: Quotient) -> bool:
        try:
            return self.exponent_of(value).is_real()
        except NotDecidable:
            return False

    def _log_factorial(self, f: Quotient, base: Quotient) -> LogSum:
        if self.falling is None or base != self.falling[0] - self.falling[1]:
            return self._log(f)
        top, count = self.falling
        factor = Atom("log", (top - self.field.generator("summation index 1"),))
        falling = self.gathered(
            "sum", "summation index 1", self.zero, count - 1, LogSum(self.zero, ((factor, self.one),))
        )
        return self.exponent_of(self.scalars.factorial(top)) - falling

    def _number(self, f: Quotient) -> LogSum:
        """log of a positive rational, by primes."""
        constant = f.top.coeffs()[0]
        result = self.plain(self.zero)
        for number, orientation in ((constant.numerator, 1), (constant.denominator, -1)):
            result = result + LogSum(
                self.zero,
                (
                    (Atom("log", (self.field.constant(int(p)),)), self.field.constant(int(e) * orientation))
                    for p, e in number.factor()
                ),
            )
        return result

    def _log(self, f: Quotient) -> LogSum:
        return LogSum(self.zero, ((Atom("log", (f,)), self.one),))

    def _complex(self, u: Quotient) -> LogSum:
        """Log u = (log|u|^2 + turn u)/2; the turn of u^* is minus that of u."""
        half, mirror = self.one / 2, u.conj()
        turn, sign = (u, 1) if u.key() <= mirror.key() else (mirror, -1)
        size = (
            self.exponent_of(u * mirror)
            if self._stays_whole(u * mirror)
            else LogSum(self.zero, ((Atom("log", (u * mirror,)), self.one),))
        )
        return size * half + LogSum(self.zero, ((Atom("turn", (turn,)), half * sign),))

    def _stays_whole(self, size: Quotient) -> bool:
        """Whether |u|^2 is known by real factors already (u carries i explicitly)."""
        return all(f == f.conj() for f, _ in self.scalars.factors(size))

    def _needs_off_cut(self, u: Quotient) -> None:
        ratios = [u / w for v in self.off_cut for w in (v, v.conj())]
        if not any(self._is_number(ratio) and ratio.top.leading_coefficient() > 0 for ratio in ratios):
            raise NotDecidable("the logarithm of a complex number that may lie on the cut")

    def log(self, term: Term) -> LogSum:
        """log of a positive number, or the principal logarithm of a single complex factor off the cut."""
        result = self.exponent(term)
        if not result.is_real() and not self.up_to_constants:
            self._needs_principal(term, result)
        return result

    def _needs_principal(self, term: Term, exponent: LogSum) -> None:
        """Log X = S for X = exp(S) if X is off the cut and has one complex factor, once: |Im S| < pi then.  With two,
        S may be 2 pi i away from the principal logarithm.
        """
        self._needs_off_cut(self.scalars.read(term))
        turns = [(atom, c) for atom, c in exponent.parts.values() if "turn" in (atom.kind, atom.inner)]
        if len(turns) != 1 or turns[0][0].kind != "turn" or turns[0][1] * 2 not in (self.one, -self.one):
            raise NotDecidable("the logarithm of a product of complex factors")

    # --- reading ----------------------------------------------------------------------------------------------------
    def read(self, term: Term) -> LogSum:
        """The normal form."""
        match term.head:
            case "sym" if term.args[0] in self.scalars.unfold and term.args[0] in self.scalars.definitions:
                return self.read(self.scalars.definitions[term.args[0]])
            case "log":
                return self.log(term.args[0])
            case "add":
                return sum((self.read(a) for a in term.args[1:]), self.read(term.args[0]))
            case "neg":
                return self.read(term.args[0]) * self.field.constant(-1)
            case "mul" | "div" if self.up_to_constants and self.is_moved(term):
                outside, self.up_to_constants = self.up_to_constants, frozenset()
                try:
                    return self.read(term)
                finally:
                    self.up_to_constants = outside
            case "mul":
                return self._product([self.read(a) for a in term.args])
            case "div":
                bottom = self.scalar(term.args[1])
                if bottom.is_zero():
                    raise ZeroDivisionError("division by zero")
                return self.read(term.args[0]) * (1 / bottom)
            case "sum" | "integral":
                return self._ranged(term.head, *term.args, reader=self.read)
            case "diff":
                return self._diff(*term.args)
        return self.plain(self.scalars.read(term))

    def scalar(self, term: Term) -> Quotient:
        """A term that must be free of logarithms."""
        value = self.read(term)
        if value.parts:
            raise NotDecidable("a logarithm where a rational expression is needed")
        return value.rest

    def _product(self, factors: list[LogSum]) -> LogSum:
        result = self.plain(self.one)
        for f in factors:
            if f.parts and result.parts:
                raise NotDecidable("a product of logarithms")
            result = f * result.rest if f.parts else result * f.rest
        return result
