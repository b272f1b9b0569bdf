"""Rules about a named point: a counterexample with exact values, and inequalities between numbers known by enclosures."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from flint import arb

from . import conventions
from .semantics import Undefined, World
from .terms import Term
from .theorem import NotProved, Theorem, conjuncts, establish

__all__ = ["balls_of", "compared", "counterexample", "enclosure", "excluded"]


PARAMETERS = {"J", "Gamma", "gamma", "hz", "h", "I", "pi", *conventions.SCALARS, *conventions.INTEGER}
"""The names that have a meaning already."""


def counterexample(
    statement: Term, world: World, bound: Mapping[str, int] | None = None, *, point: str = ""
) -> Theorem:
    """The negation of the statement as a universal claim: at this exact point its two sides differ."""
    kind = type(world)
    inside = kind.__module__.startswith(f"{__package__}.")
    if not inside or getattr(sys.modules.get(kind.__module__), kind.__name__, None) is not kind:
        raise NotProved("counterexample: the point is not a system of the kernel's own semantics")
    try:
        if world.holds(statement, bound or {}):
            raise NotProved("counterexample: the statement holds at this point")
    except Undefined as reason:
        raise NotProved(f"counterexample: {reason}") from reason
    return establish(
        Term("not", statement),
        scope="a named point",
        rule="counterexample",
        certificate={"point": point, "world": world.to_data(), "bound": dict(bound or {})},
    )


def enclosure(statement: Term, balls: Mapping[str, Callable[[int], arb]], *, prec: int = 256) -> Theorem:
    """An inequality between named real numbers, each given by a function that encloses it at a working precision."""
    if balls.keys() & PARAMETERS:
        raise NotProved("enclosure: a parameter of the model is no named number")
    verdict, printed = _inequalities(statement, balls, prec)
    if not all(v is True for v in verdict):
        raise NotProved("enclosure: the balls do not decide the inequality")
    return establish(statement, scope="a named point", rule="enclosure", certificate={"balls": printed, "bits": prec})


def excluded(statement: Term, balls: Mapping[str, Callable[[int], arb]], *, prec: int = 256) -> Theorem:
    """The negation of an inequality between named real numbers."""
    verdict, printed = _inequalities(statement, balls, prec)
    if not any(v is False for v in verdict):
        raise NotProved("enclosure: the balls do not refute the inequality")
    point = ", ".join(f"{name} = {value['mid']} +/- {value['rad']}" for name, value in printed.items())
    return establish(
        Term("not", statement),
        scope="a named point",
        rule="enclosure",
        certificate={"balls": printed, "bits": prec, "point": point},
    )


def _inequalities(
    statement: Term, balls: Mapping[str, Callable[[int], arb]], prec: int
) -> tuple[list[bool | None], dict[str, dict[str, str]]]:
    """For every part of the statement whether it is certainly true, certainly false, or open; and the balls as
    printed.
    """
    from ..rings import working_precision

    with working_precision(prec):
        values = {name: ball(prec) for name, ball in balls.items()}
        verdicts = [compared(part, values) for part in conjuncts(statement)]
        return verdicts, {name: _printed(value) for name, value in values.items()}


def _printed(value: arb) -> dict[str, str]:
    """A ball as decimal midpoint and radius; what is printed contains it."""
    middle, _, radius = value.str(40).strip("[]").partition("+/-")
    return {"mid": middle.strip() or "0", "rad": radius.strip() or "0"}


def balls_of(statement: Term, balls: Mapping[str, Callable[[int], arb]], prec: int = 256) -> list[arb]:
    """The two sides of an inequality between named real numbers."""
    from ..rings import working_precision

    with working_precision(prec):
        values = {name: ball(prec) for name, ball in balls.items()}
        return [_ball(side, values) for side in statement.args]


def compared(statement: Term, values: Mapping[str, arb]) -> bool | None:
    if statement.head not in ("lt", "le"):
        raise NotProved("enclosure: only inequalities can be enclosed")
    a, b = (_ball(side, values) for side in statement.args)
    return True if a < b else False if a > b else None


def _ball(term: Term, values: Mapping[str, arb]) -> arb:
    """A real ball for an expression in named reals."""
    args = [_ball(a, values) for a in term.args if isinstance(a, Term)]
    match term.head:
        case "num":
            return arb(arb(term.args[0].numerator) / term.args[0].denominator)
        case "sym" if term.args[0] in values:
            return values[term.args[0]]
        case "add":
            total = args[0]
            for a in args[1:]:
                total = total + a
            return total
        case "neg":
            return -args[0]
        case "mul":
            result = args[0]
            for a in args[1:]:
                result = result * a
            return result
        case "div":
            return args[0] / args[1]
        case "abs":
            return arb(abs(args[0]))
        case "log":
            return args[0].log()
        case "pow":
            return args[0] ** args[1]
    raise NotProved(f"enclosure: no ball for {term.args[0] if term.head == 'sym' else term.head}")
