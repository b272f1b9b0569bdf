"""Inequalities between rational functions by their coefficients.

In variables that are not negative (slacks of the hypotheses) or real, a polynomial is not negative if every
coefficient is and every real variable occurs with
even exponents; it is positive if one of its monomials is.  The variables are introduced by a substitution that a
certificate names and that is checked.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from . import conventions
from .fields import Quotient
from .limits import put
from .scalar_form import NotDecidable, ScalarForm
from .terms import Term, lift

__all__ = ["Slacks", "never_negative_form"]


def never_negative_form(
    form: ScalarForm,
    value: Quotient,
    positive: Iterable[Quotient] = (),
    slacks: Iterable[Hashable] = (),
    *,
    strict: bool = False,
) -> bool:
    """Whether the coefficients show value >= 0 (> 0 if strict): `positive` are quotients known to be positive,
    `slacks` generators that are not negative.
    """
    certain: set[Hashable] = set()
    for p in positive:
        names = form.generators(p)
        if len(names) == 1 and p == form.field.generator(names[0]):
            certain.add(names[0])
    allowed = certain | set(slacks) | {g for g in form.field.names if isinstance(g, tuple) and g[0] == "fact"}
    return _polynomial(form, value.bottom, allowed, certain, strict=False) and _polynomial(
        form, value.top, allowed, certain, strict=strict
    )


def _polynomial(
    form: ScalarForm, polynomial: Any, allowed: set[Hashable], certain: set[Hashable], *, strict: bool
) -> bool:
    some = not strict
    for exponents, coefficient in zip(polynomial.monoms(), polynomial.coeffs(), strict=True):
        used = [(form.field.names[a], int(e)) for a, e in enumerate(exponents) if e]
        if coefficient < 0 or any(
            name == "I" or (e % 2 and name not in allowed) or not _is_real(form, name) for name, e in used
        ):
            return False
        some = some or all(name in certain for name, _ in used)
    return some


def _is_real(form: ScalarForm, name: Hashable) -> bool:
    return form.field.conjugate(name) == form.field.generator(name)


class Slacks:
    """A change of variables: `at` writes symbols through new ones, `slacks` says what each new one is: not
    negative, or (in `real`) only real, or
    (in `strict`) positive."""

    def __init__(
        self,
        form: ScalarForm,
        at: Mapping[str, Term],
        slacks: Mapping[str, Term],
        *,
        real: Iterable[str] = (),
        strict: Iterable[str] = (),
    ) -> None:
        self.form, self.real, self.strict = form, frozenset(real), frozenset(strict)
        self.images = {name: form.read(value) for name, value in at.items()}
        self.images |= {name + "*": value.conj() for name, value in self.images.items() if not _is_real(form, name)}
        self.slacks, self.meaning = slacks, {name: form.read(value) for name, value in slacks.items()}
        for name in slacks:
            if not _is_real(form, name):
                raise NotDecidable(f"the new variable {name} has to be real")
            if self.meaning[name] != self.meaning[name].conj():
                raise NotDecidable(f"the new variable {name} stands for something that is not real")
            if name in conventions.INTEGER and (name in self.real or form.integer(self.meaning[name]) is None):
                raise NotDecidable(f"the new variable {name} has to stand for an integer that is not negative")
        certain, allowed = [form.field.generator(name) for name in self.strict], frozenset(slacks) - self.real
        for name, value in self.images.items():
            bottom = Quotient(form.field, value.bottom, form.field.context.constant(1))
            if not never_negative_form(form, bottom, certain, allowed, strict=True):
                raise NotDecidable(f"the substitution for {name} has a denominator that may vanish")
            if put(form, value, dict(self.meaning)) != form.field.generator(name):
                raise NotDecidable(f"the substitution does not give {name} back")

    def hypotheses(self) -> tuple[Term, ...]:
        """What the new variables assume: each is not negative, or positive."""
        return tuple(
            Term("lt" if name in self.strict else "le", lift(0), value)
            for name, value in self.slacks.items()
            if name not in self.real
        )

    def shows(self, value: Quotient, *, strict: bool = False) -> bool:
        """Whether value >= 0 (> 0) follows from the coefficients in the new variables."""
        form = self.form
        if form.used(value) & set(self.slacks):
            raise NotDecidable("a new variable bears the name of a symbol of the statement")
        moved = put(form, value, dict(self.images))
        certain = [form.field.generator(name) for name in self.strict]
        return never_negative_form(form, moved, certain, frozenset(self.slacks) - self.real, strict=strict)
