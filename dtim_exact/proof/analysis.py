"""The kernel's rules of real analysis: logarithms, derivatives, inequalities, and estimates with explicit remainders.

They are trusted like `kernel`, and rest on `log_form`, `order_form`, `remainders`. All that a `Setting` assumes becomes
a hypothesis of the theorem. 'A = B + O(N^-p)' is put as |A - B| <= C N^-p with an explicit C, for all N.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from . import conventions
from .fields import Quotient
from .identities import DERIVED, equation
from .limits import put
from .literature import literature
from .log_form import LogForm
from .log_sum import Atom, LogSum
from .order_form import Slacks
from .remainders import Remainders
from .scalar_form import NotDecidable, ScalarForm, depends_on
from .substitution import instance
from .terms import Term, eq, fn, free_symbols, lt, ne, replace, sym, walk
from .theorem import NotProved, Theorem, establish, hypotheses

__all__ = ["Setting", "by_derivative", "estimate", "exponentials", "inequality", "logarithms"]


@dataclass(frozen=True)
class Setting:
    """Hypotheses.  where: symbols that are defined.  positive: real expressions > 0.  off_cut: complex ones that
    are not real.

    at, slacks: the change of variables in which inequalities are read off from coefficients; every slack is >= 0, or
    > 0 (strict), or only real (real).
    """

    where: Mapping[str, Term] = field(default_factory=dict)
    free: tuple[str, ...] = ()
    positive: tuple[Term, ...] = ()
    off_cut: tuple[Term, ...] = ()
    at: Mapping[str, Term] = field(default_factory=dict)
    slacks: Mapping[str, Term] = field(default_factory=dict)
    real: tuple[str, ...] = ()
    strict: tuple[str, ...] = ()
    falling: tuple[Term, Term] | None = None
    """(N, M): (N - M)! is read through the product of the M factors N, N - 1, ..."""

    def form(self) -> LogForm:
        scalars = ScalarForm((DERIVED | set(self.where)) - set(self.free), frozenset(), dict(self.where))
        return LogForm(scalars, self.positive, self.off_cut, self.variables(scalars), self.falling)

    def variables(self, scalars: ScalarForm) -> Slacks:
        return Slacks(scalars, self.at, self.slacks, real=self.real, strict=self.strict)

    def given(self, inside: Setting | None = None) -> tuple[Term, ...]:
        """All hypotheses as terms; of the variables for a point x inside a range those that are not about x."""
        counts = () if self.falling is None else (Term("count", *self.falling),)
        scalars = self.form().scalars
        more = () if inside is None else inside.variables(scalars).hypotheses()
        slacks = (*self.variables(scalars).hypotheses(), *(g for g in more if "x" not in free_symbols(g)))
        return tuple(
            dict.fromkeys(
                (
                    *hypotheses(self.where),
                    *(lt(0, p) for p in self.positive),
                    *(ne(fn("im", u), 0) for u in self.off_cut),
                    *slacks,
                    *counts,
                )
            )
        )


def _proved(
    statement: Term,
    rule: str,
    setting: Setting,
    check: Callable[[], str | None],
    *,
    lemmas: Iterable[str] = (),
    inside: Setting | None = None,
    **certificate: Any,
) -> Theorem:
    """The theorem, unless the check finds something against it; `lemmas` are read after the check."""
    try:
        against = check()
        given = setting.given(inside)
    except (NotDecidable, ZeroDivisionError, OverflowError) as reason:
        raise NotProved(f"{rule}: {reason}") from reason
    if against is not None:
        raise NotProved(f"{rule}: {against}")
    return establish(
        statement,
        scope="all N",
        rule=rule,
        given=given,
        premises=tuple(map(literature, lemmas)),
        certificate={k: str(v) for k, v in certificate.items()},
    )


def logarithms(statement: Term, setting: Setting = Setting()) -> Theorem:
    """An identity between expressions that are linear in logarithms (their sums, integrals, derivatives)."""
    lhs, rhs = equation(statement)

    def check() -> str | None:
        form = setting.form()
        return None if (form.read(lhs) - form.read(rhs)).is_zero() else "the two sides have different normal forms"

    return _proved(statement, "logarithms", setting, check)


def by_derivative(statement: Term, variable: str, point: Term, setting: Setting = Setting()) -> Theorem:
    """An identity of functions of one real variable: they agree at a point of an interval, and their derivatives
    agree in it.
    """
    lhs, rhs = equation(statement)

    def check() -> str | None:
        if variable in setting.where or variable not in conventions.REAL:
            return f"{variable} has to be a free real variable"
        form = setting.form()
        against = hidden(setting, variable, statement, point)
        if against is not None:
            return against
        place = form.scalar(point)
        if place != place.conj():
            return "the point has to be real"
        if not (form.read(instance(lhs, variable, point)) - form.read(instance(rhs, variable, point))).is_zero():
            return "the two sides differ at the point"
        difference = form.read(lhs) - form.read(rhs)
        if any(_turns_over(form, atom, variable) for atom, _ in difference.parts.values()):
            return "a complex factor may cross the real axis where the variable runs"
        return None if form.derivative(difference, variable).is_zero() else "the two sides have different derivatives"

    return _proved(statement, "by derivative", setting, check, variable=variable, point=point)


def hidden(setting: Setting, variable: str, *terms: Term) -> str | None:
    """Why a function of the variable cannot be told from its terms: something else is defined through the variable,
    or a name is bound.
    """
    if any(sym(variable) in walk(value) for value in setting.where.values()) or any(
        depends_on(term, sym(variable)) for term in (*terms, *setting.where.values())
    ):
        return f"another symbol is defined through {variable}"
    bound = {t.args[0] for t in walk(terms[0]) if t.head in ("sum", "prod", "integral", "half_line")}
    names = {sym(variable)}.union(*(set(walk(term)) for term in terms[1:]))
    return "a bound index stands in the way" if bound & names else None


def _turns_over(form: LogForm, atom: Atom, variable: str) -> bool:
    """Whether the logarithm of a complex factor may jump: its imaginary part is not the same for every value."""
    factor = atom.contents[-1]
    return "turn" in (atom.kind, atom.inner) and variable in form.scalars.used(factor - factor.conj())


def inequality(statement: Term, setting: Setting = Setting()) -> Theorem:
    """An inequality between rational functions (of logarithms none), by the signs of coefficients in the slacks."""
    if statement.head not in ("lt", "le"):
        raise NotProved("inequality: the rule proves < and <=")

    def check() -> str | None:
        form = setting.form()
        difference = form.scalar(statement.args[1]) - form.scalar(statement.args[0])
        assert form.slacks is not None
        return (
            None if form.slacks.shows(difference, strict=statement.head == "lt") else "the coefficients do not show it"
        )

    return _proved(statement, "inequality", setting, check)


def estimate(
    statement: Term,
    setting: Setting,
    *,
    scale: Term | None = None,
    curvatures: tuple[tuple[Term, Term], ...] = (),
    inside: Setting | None = None,
) -> Theorem:
    """|E| <= R or A <= B: factorials by Robbins' bounds, sums of logarithms by the trapezoidal rule, what is left
    by coefficients.

    R may contain absolute values, which absorb a part of E (triangle inequality).  curvatures: bounds of the second
    derivative of a summand.
    """
    if statement.head != "le":
        raise NotProved("estimate: the rule proves <=")
    lemmas: list[str] = []

    def check() -> str | None:
        form = setting.form()
        assert form.slacks is not None
        bounds = {str(a): (form.scalars.read(low), form.scalars.read(high)) for a, (low, high) in enumerate(curvatures)}
        rule = Remainders(
            form,
            form.slacks,
            scale=None if scale is None else form.scalars.read(scale),
            curvatures=bounds,
            inside=None if inside is None else inside.variables(form.scalars),
            lemmas=lemmas,
        )
        left, right = statement.args[0], _unfolded(statement.args[1], setting)
        if left.head == "neg" and left.args[0].head == "abs":  # -|E| <= R if R >= 0
            nothing, room = _absorbed(form, rule, form.plain(form.zero), right)
            return None if rule.at_most(nothing, room) else "the right side is not shown to be positive"
        if left.head != "abs":
            return (
                None
                if rule.at_most(rule.expanded(form.read(left) - form.read(right)), form.zero)
                else "the bound is not shown"
            )
        error, room = _absorbed(form, rule, rule.expanded(form.read(left.args[0])), right)
        minus = error * form.field.constant(-1)
        return None if rule.at_most(error, room) and rule.at_most(minus, room) else "the bound is not shown"

    return _proved(
        statement, "estimate", setting, check, lemmas=lemmas, inside=inside, scale=scale, curvatures=curvatures
    )


def _unfolded(term: Term, setting: Setting) -> Term:
    return replace(
        term,
        lambda t: (
            _unfolded(setting.where[t.args[0]], setting) if t.head == "sym" and t.args[0] in setting.where else None
        ),
    )


def _absorbed(form: LogForm, rule: Remainders, error: LogSum, right: Term) -> tuple[LogSum, Quotient]:
    """The part of the error that the absolute values on the right do not absorb, and what is left on the right."""
    sizes = list(dict.fromkeys(t for t in walk(right) if t.head == "abs"))
    marks = {size: sym(f"absolute value {a}") for a, size in enumerate(sizes)}
    room = form.scalar(replace(right, lambda t: marks.get(t)))
    assert form.slacks is not None
    for size, mark in marks.items():
        name = mark.args[0]
        without = put(form.scalars, room, {name: form.zero, name + "*": form.zero})
        weight = put(form.scalars, room, {name: form.one, name + "*": form.one}) - without
        if room != without + weight * form.field.generator(name) or not form.slacks.shows(weight):
            raise NotDecidable("absolute values may only be added, with weights that are not negative")
        room, content = without, rule.expanded(form.read(size.args[0]))
        shared = [key for key in content.parts if key in error.parts]
        if shared:
            share = error.parts[shared[0]][1] / content.parts[shared[0]][1]
            if form.slacks.shows(weight - share) and form.slacks.shows(weight + share):
                error = error - content * share
    return error, room


def _holds(rule: Callable[[Term], Theorem], statement: Term) -> bool:
    try:
        theorem = rule(statement)
        return theorem.statement == statement and not theorem.given
    except NotProved:
        return False


def exponentials(statement: Term, rule: Callable[[Term], Theorem], positive: tuple[Term, ...]) -> Theorem:
    """exp(c log P) is P^c for P > 0 and an integer c: the statement, if the rule proves it with these powers."""
    logs = list(dict.fromkeys(t for t in walk(statement) if t.head == "log"))
    marks = {t: sym(f"logarithm {a}") for a, t in enumerate(logs)}
    for t in logs:  # P' > 0 if P' = P > 0
        if t.args[0] not in positive and not any(_holds(rule, eq(t.args[0], known)) for known in positive):
            raise NotProved("exponentials: the logarithm of something that is not known to be positive")

    def power(t: Term) -> Term | None:
        if t.head != "exp":
            return None
        form = ScalarForm(real=frozenset(mark.args[0] for mark in marks.values()))
        value = form.read(replace(t.args[0], lambda u: marks.get(u)))
        for log, mark in marks.items():
            count = form.integer(
                put(form, value, {mark.args[0]: form.field.one}) - put(form, value, {mark.args[0]: form.field.zero})
            )
            if count is None or count[0]:
                raise NotDecidable("an exponent that is not an integer multiple of a logarithm")
            if (value - form.field.generator(mark.args[0]) * count[1]).is_zero():  # exp(c log a) = a^c
                base: Term = log.args[0]
                return base ** count[1] if count[1] != 1 else base
        raise NotDecidable("an exponent that is not a multiple of one logarithm")

    try:
        goal = replace(statement, power)
        inner = rule(goal)
    except NotDecidable as reason:
        raise NotProved(f"exponentials: {reason}") from reason
    if inner.statement != goal:
        raise NotProved("exponentials: the rule proved another statement")
    return establish(
        statement,
        scope=inner.scope,
        rule="exponentials",
        premises=(inner,),
        given=(*inner.given, *(lt(0, p) for p in positive)),
    )
