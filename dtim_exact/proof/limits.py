"""Values of a normal form: with symbols replaced by elements, and in the limit where one complex symbol goes to zero.

In a limit Pochhammer symbols whose base goes to zero are opened first, (x)_k = x (x + 1)_k / (x + k), so that every
factor that vanishes is in plain sight and cancels;
what remains is a quotient of polynomials in quantities that are continuous at zero, and its denominator must not
vanish there.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING

from . import conventions
from .fields import Quotient
from .sum_range import never_negative

if TYPE_CHECKING:
    from .atoms import Atoms
    from .scalar_form import ScalarForm


def limit_at_zero(form: ScalarForm, value: Quotient, name: str) -> Quotient:
    """The limit for name -> 0, along any path, or NotDecidable."""
    from .atoms import NotDecidable

    if name in conventions.INTEGER or name in form.unfold:
        raise NotDecidable("only a free symbol that is not an integer can go to zero")
    gone = {name: form.field.zero, name + "*": form.field.zero}
    opened: dict[Hashable, Quotient] = {}
    for generator in form.generators(value):
        if isinstance(generator, tuple) and generator[0] == "rising":
            base, run = form.contents(generator)
            if put(form, base, gone).is_zero():
                opened[generator] = base * form.opaque("rising", base + 1, run) / (base + run)
    poles = [factor for factor, times in form.factors(value) if times < 0]  # where the statement itself has no value
    value = evaluated(form, value, opened)
    one = form.field.context.constant(1)
    top, bottom = (put(form, Quotient(form.field, part, one), gone) for part in (value.top, value.bottom))
    if bottom.is_zero() or not all(
        _nowhere_zero(form, factor) or any(factor == pole for pole in poles) for factor, _ in form.factors(bottom)
    ):
        raise NotDecidable("the denominator may vanish in the limit")
    return top / bottom


def _nowhere_zero(form: Atoms, factor: Quotient) -> bool:
    """Whether a factor is certainly positive or negative for all values of its integer symbols."""
    return never_negative(form, factor - 1) or never_negative(form, -factor - 1)


def put(form: Atoms, value: Quotient, new: Mapping[str, Quotient]) -> Quotient:
    """The element with symbols replaced, inside atoms too."""
    images: dict[Hashable, Quotient] = {}
    for generator in form.generators(value):
        if isinstance(generator, str):
            if generator in new:
                images[generator] = new[generator]
        elif isinstance(generator, tuple) and generator[0] == "sign":
            if generator[1] in new:
                images[generator] = form.sign(new[generator[1]])
        elif new.keys() & form.used(form.field.generator(generator)):
            assert isinstance(generator, tuple)
            images[generator] = form.rebuilt(
                str(generator[0]), tuple(put(form, part, new) for part in form.contents(generator))
            )
    return evaluated(form, value, images)


def evaluated(form: Atoms, value: Quotient, images: Mapping[Hashable, Quotient]) -> Quotient:
    """The element with generators replaced by elements, which may be quotients."""
    if not images:
        return value
    slots = {form.field.slot(name): image for name, image in images.items()}
    one = form.field.context.constant(1)
    parts = []
    for polynomial in (value.top, value.bottom):
        total = form.field.zero
        for exponents, coefficient in zip(polynomial.monoms(), polynomial.coeffs(), strict=True):
            rest = [0 if a in slots else int(e) for a, e in enumerate(exponents)]
            term = Quotient(form.field, form.field.context.from_dict({tuple(rest): coefficient}), one)
            for a, image in slots.items():
                term = term * image ** int(exponents[a])
            total = total + term
        parts.append(total)
    return parts[0] / parts[1]
