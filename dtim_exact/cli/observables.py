"""`expect`: equal-time observables of the steady state, exact or enclosed, by (17), (18), (S58)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ..errors import CostError
from .model_input import answer_options, build_model, described, model_options
from .output import print_json, print_numbers

if TYPE_CHECKING:
    from ..model import Model
    from ..values import Value

__all__ = ["expect"]


# `-1 +2` is an observable, not an option: what click does not know is passed on and looked at below
@click.command(context_settings={"ignore_unknown_options": True}, no_args_is_help=False)
@click.argument("observables", nargs=-1, required=True, metavar="OBSERVABLE...")
@model_options
@answer_options
def expect(
    observables: tuple[str, ...], parameters: dict[str, Any], digits: int | None, as_json: bool, quiet: bool
) -> None:
    """Expectation values in the steady state.

    An OBSERVABLE is a string of letters X Y Z + - with the site behind each, or the word density (of up spins) or
    polarization (minus the mean of sigma^z). Sites are numbered 1 to N.

    \b
    Example, exactly at four unequal fields:
      dtim-exact expect --N 4 --J 1 --hz 1/3 --gamma 1/5 --hx 1,2,3,4 "X1 Y2 Z3"
    and at the resonance n = 1, with 50 proven digits:
      dtim-exact expect --N 22 --J 1 --hx 4 --resonance 1 --digits 50 "X1 X2"
    """
    _refuse_options(observables)
    model = build_model(parameters)
    values = [_value(model, observable, digits) for observable in observables]
    if as_json:
        _print_as_json(model, digits, observables, values)
    elif quiet:
        for value in values:
            click.echo(value.to_str(digits))
    else:
        rows = [(word, "", value) for word, value in zip(observables, values, strict=True)]
        print_numbers(rows, digits, title=described(parameters))


def _refuse_options(observables: tuple[str, ...]) -> None:
    for word in observables:
        if word.startswith("-") and not word[1:2].isdigit():
            raise click.NoSuchOption(word.partition("=")[0], ctx=click.get_current_context())


def _value(model: Model, observable: str, digits: int | None) -> Value:
    try:
        return model.expect(observable, digits=digits)
    except CostError as error:
        if digits is not None:
            raise
        raise CostError(error.given, error.needed, "add --digits D for an enclosure with D proven digits") from error


def _print_as_json(model: Model, digits: int | None, observables: tuple[str, ...], values: list[Value]) -> None:
    rows = [{"observable": word, "value": value.to_json()} for word, value in zip(observables, values, strict=True)]
    print_json({"model": model.to_dict(), "digits": digits, "values": rows})
