"""The rule for expansions to every order: the integral of a function against sums of its derivatives, with Taylor's
remainder.

The derivatives of log(a - x) are powers: b = 1/(a - x) has b' = b^2, so the l-th derivative of a sum of logarithms is
(l-1)! times a sum of s_i b_i^l with signs
s_i, for all l.  |b_i| <= B_i on the range then bounds the remainder.
"""

from __future__ import annotations

import dataclasses

from .analysis import Setting, _proved, hidden
from .conventions import M, N, k, l, n
from .fields import Quotient
from .log_form import LogForm
from .scalar_form import ScalarForm
from .terms import Term, fn, lift, replace, sym, total, walk
from .theorem import NotProved, Theorem

__all__ = ["every_derivative", "taylor"]

Family = tuple[tuple[int, Term, Term], ...]
X = sym("x")


def taylor(statement: Term, setting: Setting, *, function: Term, family: Family, inside: Setting) -> Theorem:
    """|int_0^{M/N} g - sum_k g(k/N)/N - sum_{l=1}^{n} (1/N)^l/(l+1)! sum_k g^(l)(k/N)/N| <= R for all n >= 1, k
    from 0 to M - 1.

    function: g, in x.  family: (s_i, b_i, B_i), such that g^(l) = (l-1)! sum_i s_i b_i^l.
    """
    if statement.head != "le" or "abs" not in (statement.args[0].head, statement.args[0].args[0].head):
        raise NotProved("taylor: the rule proves |E| <= R")

    def check() -> str | None:
        form = setting.form()
        if {k, l} & {t for part in (function, *(b for _, *bs in family for b in bs)) for t in walk(part)}:
            return "the indices of the sums stand in the function"
        against = hidden(setting, "x", function) or _derivatives(form, function, family) or _bounds(form.scalars, family, inside)
        if against is not None:
            return against
        last = next((t.args[2] for t in walk(statement) if t.head == "sum" and t.args[0] == l), n)
        more = form.scalars.integer(form.scalar(last - n))
        if more is None or more[0] or more[1] < 0 or (more[1] and not _within(form, family)):
            return "the expansion is not known to reach the order of the remainder"
        difference = Term("integral", X, lift(0), M / N, function) - _expansion(function, family, last)
        expected = form.read(difference)
        if statement.args[0].head == "neg":  # -|E| <= R, as R >= 0
            return _remainder(form, statement.args[1], family)
        error = form.read(statement.args[0].args[0])
        if not any((error - expected * form.field.constant(sign)).is_zero() for sign in (1, -1)):
            return "the left side is not the integral minus its expansion"
        return _remainder(form, statement.args[1], family)

    return _proved(
        statement, "taylor", setting, check, lemmas=("Taylor",), inside=inside, function=function, family=family
    )


def every_derivative(
    statement: Term, setting: Setting, *, variable: str, family: tuple[tuple[int, Term], ...], start: int
) -> Theorem:
    """d^n g/dx^n = (n - start)! sum_i s_i b_i^{n - start + 1} for all n >= start: it holds for n = start, and b_i'
    = b_i^2.
    """
    if (
        start < 1
        or statement.head != "eq"
        or statement.args[0].head != "diff"
        or statement.args[0].args[:2] != (sym(variable), n)
    ):
        raise NotProved("every_derivative: the left side has to be the n-th derivative")

    def check() -> str | None:
        form = setting.form()
        if {"t", "n"} & (setting.at.keys() | setting.slacks.keys()):
            return "t and n are the rule's own"
        against = hidden(setting, variable, statement)
        if against is not None:
            return against
        first = form.read(Term("diff", sym(variable), lift(start), statement.args[0].args[2]))
        bases = [(s, form.scalars.read(b)) for s, b in family]
        if not (first - form.plain(sum((b * s for s, b in bases), form.zero))).is_zero():
            return "the first of the derivatives is another one"
        if not all(form.slope(b, variable) == b * b for _, b in bases):
            return "a member of the family is not 1/(a - x)"
        value = form.scalars.read(fn("fact", n - start) * _sum([s * b ** (n - start + 1) for s, b in family]))
        return None if form.scalars.read(statement.args[1]) == value else "the right side is another one"

    return _proved(
        statement, "every derivative", replace_setting(setting, n, start), check, variable=variable, family=family
    )


def replace_setting(setting: Setting, index: Term, start: int) -> Setting:
    """The setting with the hypothesis index >= start."""
    return dataclasses.replace(
        setting, slacks={**setting.slacks, "t": index - start}, at={**setting.at, index.args[0]: sym("t") + start}
    )


def _within(form: LogForm, family: Family) -> bool:
    """B_i <= N, so that further terms do not make the remainder larger."""
    assert form.slacks is not None
    return all(form.slacks.shows(form.scalars.read(N - bound)) for _, _, bound in family)


def _expansion(function: Term, family: Family, last: Term) -> Term:

    def at(term: Term) -> Term:
        return replace(term, lambda t: k / N if t == X else None)

    higher = fn("fact", l - 1) * _sum([s * at(b) ** l for s, b, _ in family])
    return total(k, 0, M - 1, at(function) / N) + total(
        l, 1, last, (1 / N) ** l / fn("fact", l + 1) * total(k, 0, M - 1, higher / N)
    )


def _sum(terms: list[Term]) -> Term:
    return terms[0] if len(terms) == 1 else Term("add", *terms)


def _derivatives(form: LogForm, function: Term, family: Family) -> str | None:
    """g' = sum s_i b_i and b_i' = b_i^2, so g^(l) = (l-1)! sum s_i b_i^l for all l >= 1, by induction."""
    form.ranges["x"] = ("integral", form.zero, form.scalars.read(M / N))
    slope = form.derivative(form.read(function), "x")
    del form.ranges["x"]
    bases = [(s, form.scalars.read(b)) for s, b, _ in family]
    if not (slope - form.plain(sum((b * s for s, b in bases), form.zero))).is_zero():
        return "the first derivative is another one"
    return None if all(form.slope(b, "x") == b * b for _, b in bases) else "a member of the family is not 1/(a - x)"


def _bounds(form: ScalarForm, family: Family, inside: Setting) -> str | None:
    """|b_i| <= B_i for 0 <= x <= M/N."""
    variables = inside.variables(form)
    x, end = form.field.generator("x"), form.read(M / N)
    for name, meaning in variables.meaning.items():
        if (
            name not in variables.real
            and "x" in form.used(meaning)
            and (name in variables.strict or meaning not in (x, end - x))
        ):
            return "more is assumed of x than its range"
    for _, b, bound in family:
        value, limit = form.read(b), form.read(bound)
        if "x" in form.used(limit):
            return "a bound that depends on x"
        if not variables.shows(limit) or not variables.shows(limit * limit - value * value.conj()):
            return "a bound of the family is not shown"
    return None


def _remainder(form: LogForm, right: Term, family: Family) -> str | None:
    """R >= M N^-(n+2) n!/(n+2)! sum |s_i| B_i^(n+1)."""
    size = _sum([abs(s) * bound ** (n + 1) for s, _, bound in family])
    needed: Quotient = form.scalars.read(M / N * (1 / N) ** (n + 1) / ((n + 1) * (n + 2)) * size)
    ratio = form.scalar(right) / needed
    enough = ratio.top.is_constant() and ratio.bottom.is_constant() and ratio.top.leading_coefficient() >= 1
    return None if enough else "the remainder is not within the bound"
