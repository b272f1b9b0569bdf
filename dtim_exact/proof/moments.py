"""The rule for means of discrete weights: where they concentrate, from the ratio of neighbouring weights alone.

With w(M+1)/w(M) = N b(m)/(M+1), m = M/N, and b = 0 at M = N, a shift of the summation index gives, for every function
phi,

    E[m phi(m - 1/N)] = E[b(m) phi(m)],        so with phi = m - x        E[(m - x)(m - b(m))] = E[m]/N <= 1/N.

If (m - x)(m - b(m)) >= d (m - x)^2 with d > 0, then (E[m] - x)^2 <= E[(m - x)^2] <= 1/(d N), for every N.
"""

from __future__ import annotations

from .analysis import Setting, _proved, _unfolded
from .conventions import M, N
from .fields import Quotient
from .limits import put
from .log_form import LogForm
from .scalar_form import NotDecidable
from .substitution import instance
from .terms import Term, total
from .theorem import NotProved, Theorem

__all__ = ["concentration"]


def concentration(
    statement: Term, setting: Setting, *, weight: Term, point: Term, gap: Term, squares: tuple[tuple[Term, Term], ...]
) -> Theorem:
    """near(+-E[m], +-x, B), that is |E[m] - x| <= B, for B >= 1/sqrt(d N).

    squares: pairs (c, a) with c > 0 and (m - x)(m - b(m)) - d (m - x)^2 = sum c a^2, identically in M.
    """
    if statement.head != "near":
        raise NotProved("concentration: the rule proves |E[m] - x| <= B")

    def check() -> str | None:
        form = setting.form()
        mean, value, bound = (_unfolded(side, setting) for side in statement.args)
        expected = total(M, 0, N, M / N * weight) / total(M, 0, N, weight)
        x, d = form.scalars.read(point), form.scalars.read(gap)
        if x != x.conj() or "M" in form.scalars.used(x) | form.scalars.used(d) | form.scalars.used(_square(form, bound)):
            return "the point, the gap and the bound are real numbers that do not depend on M"
        sides = form.scalars.read(mean), form.scalars.read(value)
        if not any(sides[0] == form.scalars.read(expected) * sign and sides[1] == x * sign for sign in (1, -1)):
            return "the left side is not the mean, or the right side not the point"
        against = _ratio(form, weight)
        if isinstance(against, str):
            return against
        m = form.scalars.read(M / N)
        rest = (m - x) * (m - against) - d * (m - x) * (m - x)
        for c, a in squares:
            if not form.exponent(c).is_real():
                return "a square with a weight that is not positive"
            root = form.scalars.read(a)
            if root != root.conj():
                return "a square of a number that is not real"
            rest = rest - form.scalars.read(c) * root * root
        if not rest.is_zero() or not form.exponent(gap).is_real():
            return "the gap is not shown"
        return (
            None
            if _square(form, bound) * d * form.scalars.read(N) - 1 == 0
            or _more(_square(form, bound) * d * form.scalars.read(N))
            else "the bound is too small"
        )

    return _proved(statement, "concentration", setting, check, weight=weight, point=point, gap=gap)


def _ratio(form: LogForm, weight: Term) -> Quotient | str:
    """b(m) = w(M+1) (M+1)/(w(M) N), or what is wrong with the weights."""
    if not form.exponent(weight).is_real():
        return "weights that are not positive"
    here, after = form.scalars.read(weight), form.scalars.read(instance(weight, "M", M + 1))
    ratio = after / here * form.scalars.read((M + 1) / N)
    if any(form.scalars.contents(g) for g in form.scalars.generators(ratio)):
        return "the ratio of neighbouring weights is not rational"
    if "M" in form.scalars.used(Quotient(form.field, ratio.bottom, form.field.context.constant(1))):
        return "a ratio of neighbouring weights that may be infinite"
    return (
        ratio
        if put(form.scalars, ratio, {"M": form.field.generator("N")}).is_zero()
        else "the weights do not end at M = N"
    )


def _square(form: LogForm, bound: Term) -> Quotient:
    """B^2 for B a positive number times a square root."""
    match bound.head:
        case "num":
            if bound.args[0] <= 0:
                raise NotDecidable("a bound that is not positive")
            return form.field.constant(bound.args[0] ** 2)
        case "sqrt":
            return form.scalars.read(bound.args[0])
        case "mul":
            result = form.one
            for a in bound.args:
                result = result * _square(form, a)
            return result
        case "div":
            return _square(form, bound.args[0]) / _square(form, bound.args[1])
    raise NotDecidable("a bound that is no square root")


def _more(ratio: Quotient) -> bool:
    return bool(ratio.top.is_constant() and ratio.bottom.is_constant() and ratio.top.leading_coefficient() >= 1)
