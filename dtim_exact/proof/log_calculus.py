"""Sums, integrals and derivatives of expressions that are linear in logarithms."""

from __future__ import annotations

from collections.abc import Callable

from . import conventions
from .fields import Field, Quotient
from .limits import put
from .log_sum import Atom, LogSum
from .order_form import Slacks
from .scalar_form import NotDecidable, ScalarForm, depends_on
from .sum_range import never_negative
from .terms import Term, walk

__all__ = ["LogCalculus"]


class LogCalculus:
    """Methods of a `log_form.LogForm`; see there for `read`, `exponent_of` and the ranges."""

    scalars: ScalarForm
    field: Field
    up_to_constants: frozenset[str]
    zero: Quotient
    one: Quotient
    slacks: Slacks | None
    ranges: dict[str, tuple[str, Quotient, Quotient]]
    plain: Callable[[Quotient], LogSum]
    scalar: Callable[[Term], Quotient]
    read: Callable[[Term], LogSum]
    exponent_of: Callable[[Quotient], LogSum]
    _complex: Callable[[Quotient], LogSum]

    def _ranged(
        self, kind: str, index: Term, low: Term, high: Term, body: Term, *, reader: Callable[[Term], LogSum]
    ) -> LogSum:
        """A sum or integral, its body read in the knowledge of the range."""
        name, first, last = index.args[0], self.scalar(low), self.scalar(high)
        if name in self.ranges or (kind == "integral" and name not in conventions.REAL) or name in self.scalars.unfold:
            raise NotDecidable(f"{name} cannot be bound here")
        self.ranges[name] = (kind, first, last)
        try:
            inside = reader(body)
        finally:
            del self.ranges[name]
        return (
            self.summed(name, first, last, inside) if kind == "sum" else self.gathered(kind, name, first, last, inside)
        )

    def summed(self, index: str, low: Quotient, high: Quotient, body: LogSum) -> LogSum:
        """The sum over an integer index from low to high (an empty one has high = low - 1)."""
        if index not in conventions.INTEGER:
            raise NotDecidable("a sum needs an integer index")
        return self.gathered("sum", index, low, high, body)

    def gathered(self, kind: str, index: str, low: Quotient, high: Quotient, body: LogSum) -> LogSum:
        """The sum or integral of an expression, atom by atom; what does not depend on the index stands before it."""
        length = high - low + (1 if kind == "sum" else 0)
        if low != low.conj() or high != high.conj():
            raise NotDecidable("a range with ends that are not real")
        if length.is_zero():
            return self.plain(self.zero)
        if kind == "sum" and not (never_negative(self.scalars, length) or (self.slacks and self.slacks.shows(length))):
            raise NotDecidable("a range that may end more than one before it begins")
        if index not in self.scalars.used(body.rest):
            result = self.plain(body.rest * length)
        elif kind == "sum":
            result = self.plain(self.scalars.summed(index, low, high, body.rest))
        else:
            raise NotDecidable("only logarithms are integrated here")
        name = "summation index 1" if kind == "sum" else "integration variable"
        bound = self.field.generator(name)
        for atom, c in body.parts.values():
            if index in self.scalars.used(c) or atom.kind not in ("log", "turn"):
                raise NotDecidable("a coefficient that depends on the index of a sum or integral")
            f = atom.contents[0]
            if index not in self.scalars.used(f):
                result = result + LogSum(self.zero, ((atom, c * length),))
                continue
            if index != name and name in self.scalars.used(f):
                raise NotDecidable("a sum or an integral inside of a logarithm that is summed over")
            moved = put(self.scalars, f, {index: bound})
            result = result + LogSum(self.zero, ((Atom(kind, (low, high, moved), atom.kind), c),))
        return result

    def _diff(self, variable: Term, order: Term, body: Term) -> LogSum:
        """The derivative, taken while the variable is free, at its value."""
        name, count = variable.args[0], self.scalars.integer(self.scalars.read(order))
        if name not in self.scalars.real - conventions.INTEGER:
            raise NotDecidable("a derivative with respect to a symbol that is not real")
        if count is None or count[0] or count[1] < 0:
            raise NotDecidable("a derivative of symbolic order")
        if depends_on(body, variable, self.scalars.unfold):
            raise NotDecidable(f"a symbol that is kept free but depends on {name}")
        before, outside = self.scalars.unfold, self.up_to_constants
        defined = {d for d in before if d not in conventions.SCALARS} | {name}
        self.scalars.unfold = before - defined  # whatever is defined through the variable is kept fixed
        try:
            self.up_to_constants = outside | {name} if count[1] else outside
            result = self.read(body)
            for _ in range(count[1]):
                result = self.derivative(result, name)
        finally:
            self.scalars.unfold, self.up_to_constants = before, outside
        if not before & defined:
            return result
        values = {d: self.scalars.read(Term("sym", d)) for d in defined if d in self.scalars.definitions}
        conjugates = {d + "*": value.conj() for d, value in values.items() if d not in self.scalars.real}
        return self.put(result, values | conjugates)

    def is_moved(self, term: Term) -> bool:
        """Whether a factor beside a logarithm contains a variable of a derivative that is being taken."""
        logs = [a for a in term.args if any(t.head == "log" for t in self._within(a))]
        beside = [a for a in term.args if a not in logs] or list(term.args)
        names = {t.args[0] for a in beside for t in self._within(a) if t.head == "sym"}
        return bool(logs) and bool(self.up_to_constants & names)

    def _within(self, term: Term) -> set[Term]:
        """All parts of a term, and of the definitions of its symbols."""
        found: set[Term] = set()
        todo = [term]
        while todo:
            for part in walk(todo.pop()):
                if part not in found:
                    found.add(part)
                    if part.head == "sym" and part.args[0] in self.scalars.definitions:
                        todo.append(self.scalars.definitions[part.args[0]])
        return found

    def derivative(self, value: LogSum, name: str) -> LogSum:
        result = self.plain(self.slope(value.rest, name))
        for atom, c in value.parts.values():
            result = result + LogSum(self.zero, ((atom, self.slope(c, name)),))
            used = set().union(*(self.scalars.used(part) for part in atom.contents))
            if name not in used:
                continue
            f = atom.contents[-1]
            if atom.kind == "log":
                result = result + self.plain(c * self.slope(f, name) / f)
            elif atom.kind == "turn":
                result = result + self.plain(c * (self.slope(f, name) / f - self.slope(f.conj(), name) / f.conj()))
            elif atom.kind == "integral" and name not in self.scalars.used(atom.contents[0]) | self.scalars.used(f):
                _, high, inside = atom.contents
                at_end = put(self.scalars, inside, {"integration variable": high})
                end = (
                    self.exponent_of(at_end)
                    if atom.inner == "log"
                    else self._complex(at_end) - self._complex(at_end.conj())
                )
                result = result + end * (c * self.slope(high, name))
            else:
                raise NotDecidable("a sum whose range or summand depends on the variable of a derivative")
        return result

    def slope(self, value: Quotient, name: str) -> Quotient:
        """d(value)/d(name), the name not occurring inside atoms."""
        if any(
            name in self.scalars.used(part) for g in self.scalars.generators(value) for part in self.scalars.contents(g)
        ):
            raise NotDecidable("the derivative of a hypergeometric atom")
        slot, one = self.field.slot(name), self.field.context.constant(1)
        top, bottom = (Quotient(self.field, part, one) for part in (value.top, value.bottom))
        d_top, d_bottom = (Quotient(self.field, part.derivative(slot), one) for part in (value.top, value.bottom))
        return (d_top * bottom - top * d_bottom) / (bottom * bottom)

    def put(self, value: LogSum, new: dict[str, Quotient]) -> LogSum:
        """The expression with symbols replaced; factors are taken apart anew."""
        result = self.plain(put(self.scalars, value.rest, new))
        for atom, c in value.parts.values():
            contents = [put(self.scalars, part, new) for part in atom.contents]
            factor = put(self.scalars, c, new)
            if atom.kind == "log":
                result = result + self.exponent_of(contents[0]) * factor
            elif atom.kind == "turn":
                result = result + (self._complex(contents[0]) - self._complex(contents[0].conj())) * factor
            elif contents == list(atom.contents):
                result = result + LogSum(self.zero, ((atom, factor),))
            else:
                raise NotDecidable("a sum or integral whose parameters are replaced")
        return result
