"""What a statement of real analysis means at explicit parameters: logarithms, exponentials, absolute values,
integrals and derivatives, by balls.

Like `semantics`, it shares nothing with the rules that prove: integrals are enclosed by quadrature, derivatives come
from power series.  A statement fails at a
point only if the balls exclude it, so what is refuted here is false; what is not refuted still has to be proved.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import factorial
from typing import Any, ClassVar

from flint import acb, acb_series, arb, ctx

from ..precision import working_precision
from ..rings import Gaussian
from . import conventions
from .balls import Ball
from .half_line import HalfLine
from .semantics import Matrix, Undefined, World
from .terms import Term
from .worlds import Worlds

__all__ = ["AnalyticWorld", "AnalyticWorlds", "Cases"]

BITS = 100
_integral: Callable[..., Any] = acb.integral  # proven error bounds; its stub knows fewer kinds of limits


class AnalyticWorld(HalfLine):
    """A system in which scalars may be balls; sums and integrals are remembered, for the many statements that are
    put to the test here.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._known: dict[Term, Any] = {}

    analytic = False
    """Whether an integral is being taken, so that branch cuts must not be crossed."""

    def _sym(self, bound: Any, name: str) -> Any:
        return Ball(acb.pi()) if name == "pi" else super()._sym(bound, name)

    def _product_of(self, values: list[Any]) -> Any:
        if any(isinstance(v, Matrix) for v in values) and any(isinstance(v, Ball) for v in values):
            raise Undefined("an operator with coefficients that are only enclosed")
        return super()._product_of(values)

    def matrix(self, value: Any) -> Matrix:
        if isinstance(value, Ball):
            raise Undefined("an operator with coefficients that are only enclosed")
        return super().matrix(value)

    def _log(self, bound: Any, arg: Term) -> Any:
        """The principal logarithm; a negative real number has none here."""
        x = self.value(arg, bound)
        if isinstance(x, Matrix):
            return super()._log(bound, arg)
        z = Ball.of(x).z
        constant = z[0] if isinstance(z, acb_series) else z
        if constant.contains(0) or (not self.analytic and constant.imag.contains(0) and not constant.real > 0):
            raise Undefined("the logarithm of zero or of a negative number")
        if isinstance(z, acb_series):
            return Ball.of(x).mapped(lambda w: w.log())
        return Ball.of(x).mapped(lambda w: w.log(analytic=self.analytic))

    def _exp(self, bound: Any, arg: Term) -> Ball:
        return Ball.of(self.value(arg, bound)).mapped(lambda w: w.exp())

    def _sqrt(self, bound: Any, arg: Term) -> Ball:
        x = Ball.of(self.value(arg, bound))
        if not x.real() >= 0:
            raise Undefined("the square root of a number that may be negative")
        return Ball(acb(x.real().sqrt()))

    def _abs(self, bound: Any, arg: Term) -> Any:
        x = self.value(arg, bound)
        if isinstance(x, Gaussian) and x.is_real():
            return Gaussian(abs(x.re))
        return abs(x) if isinstance(x, int) else Ball(acb(abs(Ball.of(x).z)))

    def _pow(self, bound: Any, base: Term, exponent: Term) -> Any:
        e = self.value(exponent, bound)
        if isinstance(e, int):
            return super()._pow(bound, base, exponent)
        if isinstance(e, Gaussian) and e.is_real() and e.re.q == 1:
            return super()._pow(bound, base, Term("num", Fraction(int(e.re.p))))
        return (Ball.of(e) * self._log(bound, base)).mapped(lambda w: w.exp())

    def _integral(self, bound: Any, variable: Term, low: Term, high: Term, body: Term) -> Ball:
        """The integral over a real interval, by quadrature with a proven error."""
        ends = [Ball.of(self.value(end, bound)).z for end in (low, high)]
        if any(isinstance(end, acb_series) for end in ends):
            raise Undefined("the derivative of an integral with respect to an end")
        for share in (Fraction(1, 7), Fraction(1, 2), Fraction(6, 7)):  # is there a real integrand at all?
            self.value(body, {**bound, variable.args[0]: Ball(ends[0]) + (Ball(ends[1]) - Ball(ends[0])) * share})

        def integrand(x: acb, analytic: bool) -> acb:
            before, self.analytic = self.analytic, analytic
            try:
                return acb(Ball.of(self.value(body, {**bound, variable.args[0]: Ball(x)})).z)
            except Undefined:
                return acb(arb.nan(), arb.nan())
            finally:
                self.analytic = before

        return Ball(acb(_integral(integrand, *ends, rel_tol=arb(2) ** -60, eval_limit=2000).real))

    def _diff(self, bound: Any, variable: Term, order: Term, body: Term) -> Ball:
        """The derivative at the present value of the variable, from a power series."""
        n, cap = self._count(order, bound), ctx.cap
        start = Ball.of(self.value(variable, bound)).z
        ctx.cap = n + 1
        try:
            series = Ball.of(self.value(body, {**bound, variable.args[0]: Ball(acb_series([start, 1]))}))
            z, c = (w if isinstance(w, acb_series) else acb_series([w]) for w in (series.z, series.c))
            return Ball(z[n] * factorial(n), c[n] * factorial(n))
        finally:
            ctx.cap = cap

    def value(self, term: Term, bound: Mapping[str, Any] | None = None) -> Any:
        if ctx.prec < BITS:
            with working_precision(BITS):
                return self.value(term, bound)
        if bound or term.head not in ("sum", "integral"):
            return super().value(term, bound)
        if term not in self._known:
            self._known[term] = super().value(term, bound)
        return self._known[term]

    def holds(self, statement: Term, bound: Mapping[str, Any] | None = None) -> bool:
        """False only if the balls exclude the statement."""
        if statement.head == "and":
            return all(self.holds(part, bound) for part in statement.args)
        if statement.head == "near":  # |a - b| <= c
            a, b, c = statement.args
            return self.holds(Term("le", Term("abs", a - b), c), bound)
        with working_precision(BITS):
            left, right = self.sides(statement, bound)
            if not isinstance(left, Ball) and not isinstance(right, Ball):
                return super().holds(statement, bound)
            difference = Ball.of(right) - Ball.of(left)
            if not difference.z.is_finite():
                raise Undefined("the value is not enclosed")
            if statement.head == "eq":
                return bool(difference == 0)
            if statement.head == "ne":
                return True
            try:
                return not difference.real() < 0
            except ArithmeticError as reason:
                raise Undefined(str(reason)) from reason


@dataclass(frozen=True)
class AnalyticWorlds(Worlds):
    """The systems of `Worlds`, with logarithms and exponentials of their scalars as balls."""

    world_type: ClassVar[type[World]] = AnalyticWorld


@dataclass(frozen=True)
class Cases(Worlds):
    """Explicit parameters, one row a test point: N, M, ... are integers, all others exact numbers; `where` defines
    further symbols.
    """

    rows: tuple[Mapping[str, Any], ...] = ()
    made: list[tuple[World, dict[str, Any], str]] = field(default_factory=list, compare=False, repr=False)

    def points(self) -> Iterator[tuple[World, dict[str, Any], str]]:
        if not self.made:
            self.made.extend(self._systems())
        return iter(self.made)

    def _systems(self) -> Iterator[tuple[World, dict[str, Any], str]]:
        from ..numbers import parse_complex

        for row in self.rows:
            values: dict[str, Any] = {
                name: x if name in conventions.INTEGER else parse_complex(x) for name, x in row.items()
            }
            number = values.pop("N", 1)
            sites = {"h": [values["h"]] * number} if "h" in values else {}
            world = AnalyticWorld(
                number,
                values,
                sites,
                constant=Gaussian,
                imaginary=Gaussian(0, 1),
                definitions={**self.definitions, **self.where},
            )
            yield world, {}, ", ".join(f"{name} = {x}" for name, x in row.items())
