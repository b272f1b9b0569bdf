"""The normal form of scalars: terms read into rational functions of symbols and hypergeometric atoms (`atoms`)."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from . import conventions
from .atoms import SEQUENCE, Atoms, NotDecidable
from .fields import Quotient
from .limits import put
from .sum_range import never_negative
from .terms import Term, replace, walk

__all__ = ["NotDecidable", "ScalarForm", "depends_on"]


class ScalarForm(Atoms):
    """Reads scalar terms into elements.

    `unfold` names the derived symbols (r, J_eff, ...) that are replaced by their definition; the others stay free
    symbols, which proves more.
    `real` names further symbols that the hypotheses make real.
    """

    def __init__(
        self,
        unfold: frozenset[str] = frozenset(),
        real: frozenset[str] = frozenset(),
        definitions: Mapping[str, Term] | None = None,
    ) -> None:
        super().__init__(real)
        self.unfold = unfold
        self.definitions = {**conventions.SCALARS, **(definitions or {})}
        self.values: dict[str, Quotient] = {}

    def read(self, term: Term) -> Quotient:
        """The element that the term denotes."""
        reader = getattr(self, f"_{term.head}", None)
        if reader is None:
            raise NotDecidable(f"no scalar normal form for {term.head}")
        result: Quotient = reader(*term.args)
        return result

    def _num(self, value: Fraction) -> Quotient:
        return self.field.constant(value)

    def _sym(self, name: str) -> Quotient:
        if name in self.values:
            return self.values[name]
        if name == "I":
            return self.field.imaginary
        return (
            self.read(self.definitions[name])
            if name in self.unfold and name in self.definitions
            else self.field.generator(name)
        )

    def value_at(self, term: Term, index: str, value: Quotient) -> Quotient:
        """The term read with an integer symbol standing for an expression."""
        self.values[index] = value
        result = self.read(term)
        del self.values[index]
        return result

    def _at(self, name: str, site: Term) -> Quotient:
        if name in self.unfold and name in conventions.SITE_SCALARS:
            return self.read(replace(conventions.SITE_SCALARS[name], lambda t: site if t == conventions.j else None))
        return self.field.generator(("at", name, str(site.args[0]), False))

    def _add(self, *args: Term) -> Quotient:
        return sum((self.read(a) for a in args[1:]), self.read(args[0]))

    def _neg(self, arg: Term) -> Quotient:
        return -self.read(arg)

    def _mul(self, *args: Term) -> Quotient:
        result = self.read(args[0])
        for a in args[1:]:
            result = result * self.read(a)
        return result

    def _div(self, top: Term, bottom: Term) -> Quotient:
        return self.read(top) / self.read(bottom)

    def _conj(self, arg: Term) -> Quotient:
        return self.read(arg).conj()

    def _abs2(self, arg: Term) -> Quotient:
        z = self.read(arg)
        return z * z.conj()

    def _re(self, arg: Term) -> Quotient:
        z = self.read(arg)
        return (z + z.conj()) / 2

    def _im(self, arg: Term) -> Quotient:
        z = self.read(arg)
        return (z.conj() - z) * self.field.imaginary / 2

    # --- hypergeometric terms ---------------------------------------------------------------------------------------

    def _coefficient(self, name: str, k: Term) -> Quotient:
        """A member of a sequence of free complex numbers."""
        return self._atom(SEQUENCE + name, self.read(k)).value

    def _fact(self, arg: Term) -> Quotient:
        return self.factorial(self.read(arg))

    def _rising(self, x: Term, m: Term) -> Quotient:
        return self.rising(self.read(x), self.read(m))

    def _binom(self, top: Term, bottom: Term) -> Quotient:
        x, m = self.read(top), self.read(bottom)
        if self.integer(x) is not None and not never_negative(self, -x - 1):  # a negative x is like any other number
            if never_negative(self, -m - 1) or (never_negative(self, x) and never_negative(self, m - x - 1)):
                return self.field.zero  # certainly outside 0..x, the integer symbols being non-negative
            return self.factorial(x) / self.factorial(m) / self.factorial(x - m)
        return self.sign(m) * self.rising(-x, m) / self.factorial(m)

    def _pow(self, base: Term, exponent: Term) -> Quotient:
        return self.power(self.read(base), self.read(exponent))

    def _sum(self, index: Term, low: Term, high: Term, body: Term) -> Quotient:
        name = index.args[0]
        self._free_index(name)
        return self.summed(name, self.read(low), self.read(high), self.read(body))

    def _prod(self, index: Term, low: Term, high: Term, body: Term) -> Quotient:
        """A product of factors a index + b is a^count times a Pochhammer symbol."""
        self._free_index(index.args[0])
        first, last, factor = self.read(low), self.read(high), self.read(body)
        start = put(self, factor, {index.args[0]: self.field.zero})
        step = put(self, factor, {index.args[0]: self.field.one}) - start
        if factor != step * self.field.generator(index.args[0]) + start or index.args[0] not in conventions.INTEGER:
            raise NotDecidable("only products of factors that are affine in the index")
        count = last - first + 1
        if not never_negative(self, count):
            raise NotDecidable("a product whose range may end more than one before it begins")
        return (
            self.power(start, count)
            if step.is_zero()
            else self.power(step, count) * self.rising(start / step + first, count)
        )

    def _free_index(self, name: str) -> None:
        if name not in conventions.INTEGER or name == "N" or name in self.values or (name in self.unfold and name in self.definitions):
            raise NotDecidable(
                f"the index {name} of a sum or product has to be an integer symbol that nothing else fixes"
            )


def depends_on(term: Term, variable: Term, unfold: frozenset[str] = frozenset()) -> bool:
    """Whether a symbol with a definition through the variable stands in a term (and is not unfolded)."""
    for t in walk(term):
        table = {"sym": conventions.SCALARS, "at": conventions.SITE_SCALARS}.get(t.head, {})
        definition = table.get(t.args[0]) if table else None
        if definition is None:
            continue
        known = unfold if t.args[0] in unfold else frozenset()
        if (not known and variable in walk(definition)) or depends_on(definition, variable, known):
            return True
    return False
