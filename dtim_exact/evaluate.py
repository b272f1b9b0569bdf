"""One formula, three arithmetics: decides in which ring a formula is computed, and how many bits it takes.

    exact parameters, no digits    Gaussian rationals, after a look at the cost
    exact parameters, digits       Gaussian rationals where that is as cheap, else balls until the digits are certain
    ball parameters                balls; with digits, until they are certain or the parameters stop it
    symbols                        the explicit formula

A ball never proves a zero. So what is exactly 0 is decided exactly: by prefactors (the balls of exact zeros are exact),
or, where balls cannot tell a sum from 0, by the exact sum.

Key results: `evaluate`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import acb

from .cost import Cost, exact_cost
from .errors import InputError, PrecisionError
from .functional import Functional
from .gaussian import Gaussian
from .model import Model
from .rings import BALL, EXACT, SYMBOL, certify, check_digits, working_precision
from .values import Value

__all__ = ["Formula", "evaluate", "evaluate_all", "parameter_precision", "starting_precision"]

Formula = Callable[[Functional], Any]
MOST_SYMBOLIC_SITES = 64
_PATIENCE = 8  # balls that still contain 0 at this many times the starting bits hint at a zero
_GUARD = 64  # bits beyond the digits asked for, with which a computation starts


def evaluate(model: Model, formula: Formula, digits: int | None, what: str, cost: Cost | None = None) -> Value:
    """The Value of `formula`, in the arithmetic that fits.

    `formula(functional)` is called with a `Functional` of one ring and returns an element of that ring. `cost` is that
    of the exact answer, by default of a few sums over M; `what` names the result in messages.

    >>> print(evaluate(Model(N=4, J=1, hx=4), lambda L: L.sum(0, 0), None, "sum"))
    1
    """
    value = _answer(model, formula, digits, what, cost)
    assert isinstance(value, Value)
    return value


def evaluate_all(
    model: Model, formula: Formula, digits: int | None, what: str, cost: Cost | None = None
) -> list[Value]:
    """The same for a formula that returns a list of elements."""
    return list(_answer(model, formula, digits, what, cost))


def _answer(model: Model, formula: Formula, digits: int | None, what: str, cost: Cost | None) -> Any:
    digits = None if digits is None else check_digits(digits)
    if model.ring is SYMBOL:
        return _symbolic(model, formula, digits, what)
    if model.ring is BALL:
        return _from_balls(model, formula, digits, what)
    cost = cost or exact_cost(model)
    if digits is None:
        cost.check(what)
        return _values(formula(Functional(model, EXACT)))
    if cost.is_small(starting_precision(digits)):
        return _rounded(formula(Functional(model, EXACT)), digits, what)
    return _certified(model, formula, digits, what, cost)


def starting_precision(digits: int) -> int:
    """The bits with which a computation to `digits` digits starts."""
    return int(digits * 3.33) + _GUARD


def _symbolic(model: Model, formula: Formula, digits: int | None, what: str) -> Any:
    if digits is not None:
        given = f"digits = {digits} for a model with symbols"
        raise InputError(given, "numbers for all parameters", "leave digits out")
    if model.N > MOST_SYMBOLIC_SITES:
        needed = f"at most N = {MOST_SYMBOLIC_SITES} for an explicit formula"
        raise InputError(f"symbols with N = {model.N}: the {what}", needed, "give numbers, or a smaller N")
    answer = formula(Functional(model, SYMBOL))
    return [Value.from_symbol(x) for x in answer] if isinstance(answer, list) else Value.from_symbol(answer)


def _from_balls(model: Model, formula: Formula, digits: int | None, what: str) -> Any:
    if digits is not None:
        return certify(lambda _: _decided(formula(Functional(model, BALL))), digits, what)
    with working_precision(parameter_precision(model)):
        return _values(formula(Functional(model, BALL)))


def parameter_precision(model: Model) -> int:
    """The bits with which balls as parameters are used up: twice the longest mantissa, and some more."""
    entries = [x for entry in model.raw.values() for x in (entry if isinstance(entry, tuple) else (entry,))]
    return _GUARD + max(
        [64, *(2 * int(x.re.to_arb().bits()) for x in entries if isinstance(x, Value) and x.re.is_ball)]
    )


def _certified(model: Model, formula: Formula, digits: int, what: str, cost: Cost) -> Any:
    """Balls; if they cannot tell a result from 0 with plenty of bits, the exact sum decides."""
    start = starting_precision(digits)
    limit = _PATIENCE * start
    try:
        return certify(lambda _: _decided(formula(Functional(model, BALL))), digits, what, start=start, limit=limit)
    except PrecisionError:
        if not cost.is_affordable():
            raise
    return _rounded(formula(Functional(model, EXACT)), digits, what)


def _rounded(answer: Any, digits: int, what: str) -> Any:
    """Exact results as enclosures to `digits` digits; an exact 0 stays exact."""
    return certify(lambda _: [*map(_ball, answer)] if isinstance(answer, list) else _ball(answer), digits, what)


def _ball(z: Gaussian) -> Any:
    return BALL.convert(z) if z else z


def _decided(answer: Any) -> Any:
    """Balls that are exactly 0 as the exact 0, which needs no certificate."""
    if isinstance(answer, list):
        return [_decided(x) for x in answer]
    return Gaussian(0) if acb(answer).is_zero() else acb(answer)


def _values(answer: Any) -> Any:
    if isinstance(answer, list):
        return [_values(x) for x in answer]
    return Value.from_exact(answer) if isinstance(answer, Gaussian) else Value.from_ball(acb(answer))
