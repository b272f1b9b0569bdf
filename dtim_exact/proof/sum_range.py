"""Where a sum ends by itself: binomials and form factors vanish beyond a point, so the printed upper limit may be
any larger number.

Integer symbols are non-negative throughout.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from .fields import Quotient

if TYPE_CHECKING:
    from .atoms import Atoms


def natural_end(form: Atoms, summand: Quotient, index: str, high: Quotient) -> Quotient | None:
    """The last index at which the summand can be different from zero, if that is certain and not beyond `high`.

    A summand that vanishes beyond L does so only for L >= 0: binom(L, s) and (-L)_s are polynomials in L without a
    zero at L < 0.
    """
    earliest = None
    for end in _candidates(form, summand, index):
        if never_negative(form, (high if earliest is None else earliest) - end):
            earliest = end
    return earliest


def _candidates(form: Atoms, summand: Quotient, index: str) -> list[Quotient]:
    variable = form.field.generator(index)
    found: list[tuple[Quotient, Quotient]] = []
    denominators: list[Quotient] = []
    numerators: list[Quotient] = []
    for factor, times in form.factors(summand):
        name = _atom(form, factor)
        content = form.contents(name)
        if name is not None and str(name[0]) == "fact" and index in form.used(content[0]):
            last = content[0] + variable
            if index in form.used(last):
                if times > 0:
                    continue  # (s + ...)! in the numerator grows
                if form.integer(content[0] - variable) is None:
                    return []
                continue
            if times > 0:
                return []  # (L - s)! in the numerator is not defined beyond L
            found.append((factor, last))
        elif name is not None and str(name[0]).startswith("form ") and times > 0 and index in form.used(content[0]):
            offset = content[0] - variable
            if index not in form.used(offset):
                found.append((factor, form.size_of_form(name) - offset))  # type: ignore[attr-defined]
        elif name is not None and name[0] == "pow":
            continue  # a power in a denominator is not zero where the summand is defined, one in a numerator has no pole
        elif index in form.used(factor):
            (denominators if times < 0 else numerators).append(factor)
    ends = (
        _after_poles(form, denominators, numerators, index, last) for _, last in found if never_negative(form, last)
    )
    return [end for end in ends if end is not None and never_negative(form, end)]


def _atom(form: Atoms, factor: Quotient) -> tuple[Hashable, ...] | None:
    """The name of the atom that the factor is, or None."""
    names = form.generators(factor)
    if len(names) == 1 and isinstance(names[0], tuple) and factor == form.field.generator(names[0]):
        return names[0]
    return None


def _after_poles(
    form: Atoms, denominators: list[Quotient], numerators: list[Quotient], index: str, last: Quotient
) -> Quotient | None:
    """1/(L - s)! vanishes for s > L; a denominator L + c - s keeps the terms up to L + c, a numerator L + c - s
    removes the term at L + c.
    """
    furthest = 0
    for q in denominators:
        if any(isinstance(name, tuple) for name in form.generators(q)):
            return None
        root = _root(form, q, index, last)
        if root is not None:
            furthest = max(furthest, root)
        elif not _keeps_its_sign(form, q, index, last):
            return None
    zeros = {_root(form, q, index, last) for q in numerators}
    while furthest in zeros:
        furthest -= 1
    return last + furthest


def _root(form: Atoms, q: Quotient, index: str, last: Quotient) -> int | None:
    """The integer c for which q is a multiple of L + c - s by a sign."""
    for sign in (1, -1):
        parts = form.integer(q * sign + form.field.generator(index) - last)
        if parts is not None and not parts[0]:
            return parts[1]
    return None


def _keeps_its_sign(form: Atoms, q: Quotient, index: str, last: Quotient) -> bool:
    """Whether q has no zero at s = L + 1, L + 2, ..."""
    beyond = q.substitute(index, last + 1 + form.field.generator("#beyond"))
    return never_negative(form, beyond - 1) or never_negative(form, -beyond - 1)


def never_negative(form: Atoms, value: Quotient) -> bool:
    """Whether an integer combination of non-negative integer symbols is certainly >= 0."""
    parts = form.integer(value)
    return parts is not None and parts[1] >= 0 and all(c >= 0 for c in parts[0].values())
