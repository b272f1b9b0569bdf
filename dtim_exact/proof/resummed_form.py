"""Finite series of collective operators, sum_k c_k f_k(S_z) S_-^{k+s} S_+^b, compared coefficient by coefficient,
for all N.

Every series is shifted so that its k-th term carries S_-^k.  Where all the ranges overlap, the sum of the
coefficients has to vanish for symbolic k; the
few terms at the ends, where they do not, are written out and have to cancel.  There S_-^p = 0 for p > N, and S_z
S_-^N = -(N/2) S_-^N.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from . import conventions
from .collective_form import CollectiveForm, Element
from .fields import Quotient
from .scalar_form import NotDecidable, ScalarForm
from .terms import Term, walk

INDEX = "#m"
Range = tuple[Term, Term]


class Series(NamedTuple):
    """The terms of one range whose powers of S_- exceed the index by `shift`; after the shift, the index runs over
    low ... N + over.

    If it is `open`, it may go on beyond N + over.
    """

    range: Range
    shift: int
    low: int
    over: int
    open: bool


class ResummedForm(CollectiveForm):
    """Reads a statement term by term of its series."""

    def __init__(self, scalars: ScalarForm, definitions: Mapping[str, Term] | None = None) -> None:
        super().__init__(scalars, definitions)
        self.range: Range | None = None
        self.index = scalars.field.zero

    def _sum(self, index: Term, low: Term, high: Term, body: Term) -> Element:
        """The term of a series at the index that is being looked at, if it is a series of that range."""
        if not has_operators(body):
            return self.scalar(self.scalars.read(Term("sum", index, low, high, body)))
        if (low, high) != self.range:
            return {}
        before = dict(self.scalars.values)
        self.scalars.values[index.args[0]] = self.index
        try:
            return self.read(body)
        finally:
            self.scalars.values = before

    def at(self, statement: Term, series: Range | None, index: Quotient) -> Element:
        """The terms of the series of one range at one index; without a range what stands outside all series."""
        self.range, self.index = series, index
        result = self.read(statement)
        if series is None:
            return result
        self.range = None
        return self.plus(result, self.scaled(self.read(statement), self.scalars.field.constant(-1)))

    def equal(self, lhs: Term, rhs: Term) -> bool:
        difference = lhs + (-rhs)
        linear(difference)
        ranges = {(t.args[1], t.args[2]) for t in walk(difference) if t.head == "sum" and has_operators(t.args[3])}
        pieces = [one for r in ranges for one in self._series(difference, r)]
        field, N = self.scalars.field, self.scalars.read(conventions.N)
        start, over = max((p.low for p in pieces), default=0), min((p.over for p in pieces), default=0)
        if over + 2 < start:
            raise NotDecidable("the series do not overlap at N = 1")
        beyond = [(p, N + a) for p in pieces if p.open for a in range(p.over + 1, 1)]
        if any(self._reduced(self._gathered(difference, [place])) for place in beyond):
            raise NotDecidable("a series that may end at different powers")
        k = field.generator(INDEX) + start
        if self._gathered(difference, [(p, k) for p in pieces]):
            return False
        ends = [(p, field.constant(a)) for p in pieces for a in range(p.low, start)]
        ends += [(p, N + a) for p in pieces for a in range(over + 1, p.over + 1)]
        left = self.plus(self._gathered(difference, ends), self.at(difference, None, field.zero))
        return not self._reduced(left)

    def _series(self, difference: Term, series: Range) -> list[Series]:
        field = self.scalars.field
        low = self.scalars.integer(self.scalars.read(series[0]))
        over = self.scalars.integer(self.scalars.read(series[1]) - self.scalars.read(conventions.N))
        if (
            low is None
            or over is None
            or low[0]
            or low[1] < 0
            or any(name != "N" or c < 0 for name, c in over[0].items())
        ):
            raise NotDecidable("a series that does not run from a number to N plus a number, or beyond")
        least = over[1] + sum(over[0].values())  # N is at least 1
        k = field.generator(INDEX) + low[1]
        shifts = set()
        for p, _ in self.at(difference, series, k).values():
            parts = self.scalars.integer(p - k)
            if parts is None or parts[0]:
                raise NotDecidable("a series that is not one in S_-^k")
            shifts.add(parts[1])
        return [Series(series, s, low[1] + s, least + s, bool(over[0])) for s in sorted(shifts)]

    def _gathered(self, difference: Term, places: list[tuple[Series, Quotient]]) -> Element:
        """The terms with S_-^power of each series, added up."""
        result: Element = {}
        for series, power in places:
            element = self.at(difference, series.range, power - series.shift)
            result = self.plus(result, {word: (p, f) for word, (p, f) in element.items() if p == power})
        return result

    def _reduced(self, element: Element) -> Element:
        """The element with what is known of the highest powers of S_-."""
        N, result = self.scalars.read(conventions.N), {}
        for word, (p, f) in element.items():
            beyond = self.scalars.integer(p - N)
            if beyond is not None and not beyond[0] and beyond[1] > 0:
                continue
            if p == N:
                f = f.substitute("S_z operator", -N / 2)
            if not f.is_zero():
                result[word] = (p, f)
        return result


def has_operators(term: Term) -> bool:
    return any(t.head in ("op", "B", "sigma", "spin") for t in walk(term))


def has_series(term: Term) -> bool:
    return any(t.head == "sum" and has_operators(t.args[3]) for t in walk(term))


def linear(term: Term) -> None:
    """Refuses products of series."""
    if term.head in ("mul", "comm", "anti") and sum(has_series(a) for a in term.args) > 1:
        raise NotDecidable("a product of two series")
    if (term.head in ("pow", "dag", "conj", "tr") and has_series(term)) or (
        term.head == "div" and has_series(term.args[1])
    ):
        raise NotDecidable("a power or an adjoint of a series")
    if term.head == "sum" and has_series(term.args[3]):
        raise NotDecidable("a series of series")
    for a in term.args:
        if isinstance(a, Term):
            linear(a)
