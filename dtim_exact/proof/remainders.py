"""Remainders with proven bounds: what Stirling's formula and the trapezoidal rule leave.

    log b! = b log b - b + log(2 pi b)/2 + theta,        1/(12 b + 1) < theta < 1/(12 b),          b >= 1   (Robbins)
    sum_{k=0}^{M-1} G(k) = int_0^M G - (G(M) - G(0))/2 + tau,     tau = (M/12) G''(xi),  0 < xi < M
    (trapezoidal rule)

In the normal form of logarithms these replace the logarithm of a factorial and a sum of logarithms; the remainders
theta and tau become atoms of their own, and
an inequality is proved by taking each at its worst.
"""

from __future__ import annotations

from collections.abc import Mapping

from .fields import Quotient
from .limits import put
from .log_form import LogForm
from .log_sum import Atom, LogSum
from .order_form import Slacks
from .scalar_form import NotDecidable

__all__ = ["Remainders"]


class Remainders:
    """Replaces factorials and sums of logarithms, and bounds what is left."""

    def __init__(
        self,
        form: LogForm,
        slacks: Slacks,
        *,
        scale: Quotient | None = None,
        curvatures: Mapping[str, tuple[Quotient, Quotient]] | None = None,
        inside: Slacks | None = None,
        lemmas: list[str] | None = None,
    ) -> None:
        """scale: sums over k become integrals over x = k/scale.  curvatures: for the summand with that key bounds
        of G'' for 0 <= k <= M, to be checked
        in the variables `inside`, in which k is called "x"."""
        self.form, self.slacks, self.scale, self.inside = form, slacks, scale, inside
        self.curvatures, self.lemmas = dict(curvatures or {}), [] if lemmas is None else lemmas
        """The theorems of the literature that were used, in order of use."""

    def expanded(self, value: LogSum) -> LogSum:
        """The same with factorials and sums replaced."""
        result = LogSum(value.rest)
        for atom, c in value.parts.values():
            piece = LogSum(value.rest * 0, ((atom, self.form.one),))
            if atom.kind == "log":
                names = self.form.scalars.generators(atom.contents[0])
                if len(names) == 1 and isinstance(names[0], tuple) and names[0][0] == "fact":
                    piece = self._stirling(self.form.scalars.contents(names[0])[0])
            elif atom.kind == "sum" and atom.inner == "log":
                piece = self._trapezoid(atom)
            result = result + piece * c
        return result

    def _stirling(self, b: Quotient) -> LogSum:
        if not self.slacks.shows(b - 1):
            raise NotDecidable("Stirling's bounds need the factorial of a positive integer")
        self._uses("Robbins")
        form = self.form
        size = form.exponent_of(b)
        half = form.one / 2
        root = (size + form.exponent_of(form.field.generator("pi") * 2)) * half
        return size * b + root + LogSum(-b, ((Atom("theta", (b,)), form.one),))

    def _trapezoid(self, atom: Atom) -> LogSum:
        form, (low, high, inside) = self.form, atom.contents
        index, x = "summation index 1", form.field.generator("integration variable")
        if not low.is_zero() or self.scale is None:
            raise NotDecidable("the trapezoidal rule is for sums from 0")
        end = high + 1
        if not self.slacks.shows(end):
            raise NotDecidable("the trapezoidal rule is for sums that are not empty")
        self._uses("trapezoidal rule")

        def at(value: Quotient) -> LogSum:
            return form.exponent_of(put(form.scalars, inside, {index: value}))

        form.ranges["integration variable"] = ("integral", form.zero, end / self.scale)
        try:
            body = at(x * self.scale)
        finally:
            del form.ranges["integration variable"]
        area = form.gathered("integral", "integration variable", form.zero, end / self.scale, body) * self.scale
        return (
            area
            - (at(end) - at(form.zero)) * (form.one / 2)
            + LogSum(form.zero, ((Atom("tau", (end, inside)), form.one),))
        )

    def _uses(self, lemma: str) -> None:
        if lemma not in self.lemmas:
            self.lemmas.append(lemma)

    # --- bounds -----------------------------------------------------------------------------------------------------
    def bounds(self, atom: Atom) -> tuple[Quotient, Quotient]:
        """Rational functions below and above a remainder."""
        one = self.form.one
        if atom.kind == "theta":
            b = atom.contents[0]
            return one / (b * 12 + 1), one / (b * 12)
        if atom.kind == "tau":
            low, high = self._curvature(*atom.contents)
            return low * atom.contents[0] / 12, high * atom.contents[0] / 12
        raise NotDecidable(f"no bound for {atom.kind}")

    def _curvature(self, end: Quotient, inside: Quotient) -> tuple[Quotient, Quotient]:
        """Bounds of (log P)'' for 0 <= x <= end, checked by coefficients."""
        form, index = self.form, "summation index 1"
        if "x" in form.scalars.used(inside) | form.scalars.used(end):
            raise NotDecidable("a summand with a parameter x")
        self._checked_range(form.field.generator("x"), end)
        slope = form.slope(inside, index) / inside
        curvature = put(form.scalars, form.slope(slope, index), {index: form.field.generator("x")})
        for low, high in self.curvatures.values():
            if "x" in form.scalars.used(low) | form.scalars.used(high):
                raise NotDecidable("a bound of a curvature that depends on x")
            assert self.inside is not None
            if self.inside.shows(curvature - low) and self.inside.shows(high - curvature):
                return low, high
        raise NotDecidable("no bound of the curvature of a summand is proved")

    def _checked_range(self, x: Quotient, end: Quotient) -> None:
        """The variables may assume of x that 0 <= x <= end, and no more."""
        if self.inside is None:
            raise NotDecidable("the curvature of a summand needs its variables")
        for name, meaning in self.inside.meaning.items():
            if (
                name not in self.inside.real
                and "x" in self.form.scalars.used(meaning)
                and (name in self.inside.strict or meaning not in (x, end - x))
            ):
                raise NotDecidable("more is assumed of x than its range")

    def at_most(self, value: LogSum, bound: Quotient) -> bool:
        """Whether value <= bound is shown, each remainder at its worst; logarithms must have cancelled."""
        worst = value.rest
        for atom, c in value.parts.values():
            low, high = self.bounds(atom)
            if self.slacks.shows(c):
                worst = worst + c * high
            elif self.slacks.shows(-c):
                worst = worst + c * low
            else:
                raise NotDecidable("a remainder with a coefficient of unknown sign")
        return self.slacks.shows(bound - worst)
