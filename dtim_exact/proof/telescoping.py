"""The rule for sums: a telescoping certificate, and what the ends of the range leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from . import conventions
from .fields import Quotient
from .identities import equation, reader
from .scalar_form import NotDecidable, ScalarForm
from .substitution import instance
from .sum_range import natural_end, never_negative
from .terms import Term, sym, to_data, walk
from .theorem import NotProved, Theorem, establish, hypotheses

__all__ = ["telescoping"]


def telescoping(
    statement: Term,
    certificate: Term,
    *,
    index: str = "s",
    where: Mapping[str, Term] | None = None,
    free: Iterable[str] = (),
) -> Theorem:
    """An identity between sums over one range (and terms without a sum): the gathered summand is T(index + 1) -
    T(index), T being the certificate.

    Checked are that difference, and that what the ends of T leave is what the terms without a sum say.
    """
    form = reader(where or {}, free, ())
    lhs, rhs = equation(statement)
    try:
        pieces = [*_linear(lhs, form, 1), *_linear(rhs, form, -1)]
        rest = sum((c for c, term in pieces if term is None), form.field.zero)
        sums = [
            (c, form.read(term.args[3]), form.read(term.args[1]), form.read(term.args[2]))
            for c, term in pieces
            if term is not None
        ]
        if (
            not sums
            or any(term.args[0] != sym(index) for _, term in pieces if term is not None)
            or any(index in form.used(c) for c, *_ in sums)
        ):
            raise NotProved("telescoping: the sums do not share their index")
        low, end = sums[0][2], _common_end(form, sums, index)
        if any(one[2] != low for one in sums):
            raise NotProved("telescoping: the sums do not begin at the same index")
        if not never_negative(form, end + 1 - low):
            raise NotProved("telescoping: the range may end more than one before it begins")
        if not all(_is_settled(form, term) for side in (statement, certificate) for term in walk(side)):
            raise NotProved("telescoping: a binomial or Pochhammer symbol of an integer of unknown sign")
        summand = sum((c * body for c, body, *_ in sums), form.field.zero)
        T = form.read(certificate)
        if not _has_values(form, certificate):
            raise NotProved("telescoping: the certificate may have a pole at an integer")
        step = form.read(instance(certificate, index, sym(index) + 1)) - T
        ends = form.value_at(certificate, index, end + 1) - form.value_at(certificate, index, low)
        if summand != step or ends + rest != 0:
            raise NotProved("telescoping: the certificate does not fit")
    except (NotDecidable, ZeroDivisionError, OverflowError) as reason:
        raise NotProved(f"telescoping: {reason}") from reason
    return establish(
        statement,
        scope="all N",
        rule="telescoping",
        given=hypotheses(where or {}),
        certificate={"index": index, "T": to_data(certificate), "free": sorted(free)},
    )


def _is_settled(form: ScalarForm, term: Term) -> bool:
    """Whether the literal value of a binomial, factorial or Pochhammer symbol is that of its factorials: as a
    polynomial in an integer n it is, but not beside a range of summation that depends on n too.
    """
    if term.head not in ("binom", "fact", "rising"):
        return True
    x = form.read(term.args[0])
    if form.integer(x) is None:
        return True
    if term.head == "rising":
        return never_negative(form, x - 1) or never_negative(form, -x)
    return never_negative(form, x) or (term.head == "binom" and never_negative(form, -x - 1))


def _has_values(form: ScalarForm, certificate: Term) -> bool:
    """Whether no denominator of the certificate that is made of integers alone can vanish; one with a free parameter
    is not zero in general, and the sums are continuous in it.
    """
    bottoms = [t.args[1] for t in walk(certificate) if t.head == "div"]
    bottoms += [
        t.args[0] for t in walk(certificate) if t.head == "pow" and not never_negative(form, form.read(t.args[1]))
    ]
    for factor in (f for bottom in bottoms for f, _ in form.factors(form.read(bottom))):
        whole = all(name in conventions.INTEGER for name in form.generators(factor))
        if whole and not (never_negative(form, factor - 1) or never_negative(form, -factor - 1)):
            return False
    return True


def _common_end(form: ScalarForm, sums: list[tuple[Quotient, Quotient, Quotient, Quotient]], index: str) -> Quotient:
    """The largest upper limit; a sum that ends earlier must have ended by itself."""

    def reaches(a: Quotient, b: Quotient) -> bool:
        parts = form.integer(a - b)
        return parts is not None and parts[1] >= 0 and all(c >= 0 for c in parts[0].values())

    end = next((one[3] for one in sums if all(reaches(one[3], other[3]) for other in sums)), None)
    if end is None or any(one[3] != end and natural_end(form, one[1], index, one[3]) is None for one in sums):
        raise NotProved("telescoping: the sums do not share their range")
    return end


def _linear(term: Term, form: ScalarForm, sign: int) -> list[tuple[Quotient, Term | None]]:
    """The term as a list of (coefficient, sum), None standing for no sum."""
    if term.head == "add":
        return [pair for a in term.args for pair in _linear(a, form, sign)]
    if term.head == "neg":
        return _linear(term.args[0], form, -sign)
    factors = term.args if term.head == "mul" else (term,)
    sums = [f for f in factors if f.head == "sum"]
    if len(sums) == 1:
        coefficient = form.field.constant(sign)
        for f in factors:
            coefficient = coefficient * (form.read(f) if f is not sums[0] else 1)
        return [(coefficient, sums[0])]
    compound = next((f for f in factors if f.head in ("add", "neg") and any(t.head == "sum" for t in walk(f))), None)
    if compound is None:
        return [(form.read(term) * sign, None)]
    others = form.field.constant(sign)
    for f in factors:
        others = others * (form.read(f) if f is not compound else 1)
    return [(others * c, inner) for c, inner in _linear(compound, form, 1)]
