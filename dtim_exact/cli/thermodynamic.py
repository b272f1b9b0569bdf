"""The limit N to infinity: `meanfield` (S50)-(S53), `potential` (16), `transition` and `critical`.

J and Gamma are the barred values N J and N Gamma throughout.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from .model_input import answer_options, described, limit_parameters, model_options
from .output import print_json, print_numbers

__all__ = ["critical", "meanfield", "potential", "transition"]


@click.command()
@model_options
@answer_options
def meanfield(parameters: dict[str, Any], digits: int | None, as_json: bool, quiet: bool) -> None:
    """All mean-field solutions and their stability.

    The table has the polarization m = -<sigma^z>, mx = <sigma^x> and my = <sigma^y>. Takes --J --hx --hy --hz --gamma
    --Gamma, of which --J and --Gamma are the barred values N J and N Gamma.

    \b
    Example:
      dtim-exact meanfield --J 1 --hx 1/5 --hz 3/10 --gamma 1/100
    """
    from ..mean_field import solutions

    limit = limit_parameters(parameters, "J", "hx", "hy", "hz", "gamma", "Gamma")
    found = solutions(**limit, **_digits(digits))
    names = [f"root {number} ({'stable' if root.stable else 'unstable'})" for number, root in enumerate(found.roots, 1)]
    rows = _rows(names, found.roots, "m", "mx", "my")
    title = f"{_heading(limit)}; bistable: {'yes' if found.bistable else 'no'}"
    _print_answer(found, rows, digits, as_json, "" if quiet else title)


@click.command()
@model_options
@answer_options
def potential(parameters: dict[str, Any], digits: int | None, as_json: bool, quiet: bool) -> None:
    """Extrema of the potential f(m) of (16), none missed.

    Takes --J --hx --hy --hz --gamma --Gamma, of which --J and --Gamma are the barred values N J and N Gamma; m is the
    polarization.

    \b
    Example:
      dtim-exact potential --J 1 --hx 1/5 --hz 3/10 --gamma 1/100
    """
    from ..potential import extrema

    limit = limit_parameters(parameters, "J", "hx", "hy", "hz", "gamma", "Gamma")
    found = extrema(**limit, **_digits(digits))
    names = [f"extremum {number} ({point.kind})" for number, point in enumerate(found.extrema, 1)]
    _print_answer(found, _rows(names, found.extrema, "m", "f"), digits, as_json, "" if quiet else _heading(limit))


@click.command()
@model_options
@answer_options
def transition(parameters: dict[str, Any], digits: int | None, as_json: bool, quiet: bool) -> None:
    """The longitudinal field of the first-order transition.

    There both minima of the potential are equally deep. Beside it stand the polarizations at the minima, the limit of
    the polarization at this field, and the field of the Maxwell construction, which differs. Takes --J --hx --hy
    --gamma --Gamma, of which --J and --Gamma are the barred values N J and N Gamma.

    \b
    Example:
      dtim-exact transition --J 1 --hx 1/5 --gamma 1/100 --digits 40
    """
    from ..potential import transition as first_order

    limit = limit_parameters(parameters, "J", "hx", "hy", "gamma", "Gamma")
    found = first_order(**limit, **_digits(digits))
    rows: list[tuple[str, str, Any]] = [("first-order transition", "hz", found.hz)]
    rows += [("minima", "m", m) for m in found.minima]
    rows.append(("limit of the polarization", "m", found.limit_polarization))
    rows.append(("Maxwell construction", "hz", found.maxwell))
    _print_answer(found, rows, digits, as_json, "" if quiet else _heading(limit))


@click.command()
@model_options
@answer_options
def critical(parameters: dict[str, Any], digits: int | None, as_json: bool, quiet: bool) -> None:
    """Critical points of the potential.

    Where its first three derivatives vanish, in order of the polarization m; none is an answer too.
    Takes --J --gamma --Gamma, of which --J and --Gamma are the barred values N J and N Gamma.

    \b
    Example:
      dtim-exact critical --J 1 --gamma 1/10 --digits 40
    """
    from ..critical import critical_points

    limit = limit_parameters(parameters, "J", "gamma", "Gamma")
    found = critical_points(**limit, **_digits(digits))
    names = [f"critical point {number}" for number in range(1, len(found.points) + 1)]
    rows = _rows(names, found.points, "m", "hx", "hz")
    title = _heading(limit) if rows else f"{_heading(limit)}; no critical point"
    _print_answer(found, rows, digits, as_json, "" if quiet and rows else title)


def _digits(digits: int | None) -> dict[str, int]:
    """The library's own number of digits unless one was asked for."""
    return {} if digits is None else {"digits": digits}


def _heading(limit: dict[str, Any]) -> str:
    return f"N to infinity, {described(limit)}"


def _rows(names: Sequence[str], objects: Sequence[Any], *parts: str) -> list[tuple[str, str, Any]]:
    """A row for each part of each object."""
    return [(name, part, getattr(one, part)) for name, one in zip(names, objects, strict=True) for part in parts]


def _print_answer(
    found: Any, rows: Sequence[tuple[str, str, Any]], digits: int | None, as_json: bool, title: str
) -> None:
    if as_json:
        print_json(found.to_json())
    else:
        print_numbers(rows, digits, title=title)
