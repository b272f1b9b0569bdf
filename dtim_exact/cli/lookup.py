"""`where` and `latex`: from the number of an equation to its code, and to its LaTeX."""

from __future__ import annotations

import importlib
import inspect
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError, shown
from .model_input import model_options
from .output import print_json

if TYPE_CHECKING:
    from ..claims import Claim

__all__ = ["latex", "place_of_function", "where"]


@click.command()
@click.argument("name", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def where(name: str, as_json: bool) -> None:
    """Where an equation is evaluated and where it is verified: file and line, with its verdict and its proof.

    The claim is put before the judge once more, which takes a moment. The JSON has the places only: `verify ID --json`
    has the verdict, `verify ID --proof FILE` the proof.

    \b
    Example:
      dtim-exact where 17
    """
    from ..claims import judge
    from .where import print_claim

    one = _find_claim(name)
    evaluated = [place_of_function(part.strip()) for part in one.evaluated.split(",") if part.strip()]
    verified: dict[str, Any] = {"name": one.id, "file": one.file, "line": one.line}
    if as_json:
        print_json({"id": one.id, "evaluated": evaluated, "verified": verified})
        return
    places = [f"{_at(place)}  {place['name'].rpartition(':')[2]}" for place in evaluated]
    print_claim(judge(one), places, f"{_at(verified)}  claim {one.id}")


def _find_claim(name: str) -> Claim:
    from ..ledger import load

    for one in load():
        if one.id == name:
            return one
    raise InputError(f"the claim {shown(name)}", "an id of the ledger", "see `dtim-exact verify --list`")


def place_of_function(name: str) -> dict[str, Any]:
    """File and line of `package.module:function` or `package.module:Class.method`."""
    module_name, _, path = name.partition(":")
    try:
        found: Any = importlib.import_module(module_name)
        for part in path.split("."):
            found = inspect.getattr_static(found, part)
    except (ImportError, AttributeError) as error:
        raise InputError(
            f"{shown(name)}, which the claim names", "package.module:function", "mend the claim"
        ) from error
    found = inspect.unwrap(getattr(found, "fget", None) or getattr(found, "__func__", None) or found)
    return {
        "name": name,
        "file": inspect.getsourcefile(found),
        "line": inspect.getsourcelines(found)[1],
    }


def _at(place: dict[str, Any]) -> str:
    """file:line, relative where the file lies below the working directory."""
    file = Path(place["file"])
    inside = file.is_relative_to(Path.cwd())
    return f"{os.path.relpath(file) if inside else file}:{place['line']}"


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("name", metavar="ID")
@click.argument("observable", required=False, metavar="[OBSERVABLE]")
@model_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--quiet", is_flag=True, help="Only the formula, without comment lines.")
def latex(name: str, observable: str | None, parameters: dict[str, Any], as_json: bool, quiet: bool) -> None:
    """An equation in LaTeX, as printed and, where print and derivation part, corrected.

    With an OBSERVABLE and --N: the explicit instance of (17) for equal fields, or of (18) for unequal ones, in closed
    form. Parameters that are not given stay symbols.

    \b
    Examples:
      dtim-exact latex S14
      dtim-exact latex 17 --N 3 "+1 -2"
      dtim-exact latex 18 --N 2 --J 1 --gamma 1/10 "Z1 Z2"
    """
    formulas = _statement(name, parameters) if observable is None else _instance(name, observable, parameters)
    if as_json:
        print_json({"id": name, **({} if observable is None else {"observable": observable}), **dict(formulas)})
        return
    for what, text in formulas:
        if text and what == "given":
            click.echo(f"% ({name}) given: {text}")
        elif text:
            click.echo(text if quiet else f"% ({name}) {what}:\n{text}")


def _statement(name: str, parameters: dict[str, Any]) -> Sequence[tuple[str, str]]:
    from ..ledger import corrected_latex, printed_latex

    one = _find_claim(name)

    if parameters:
        given = f"{', '.join(parameters)} without an observable"
        raise InputError(given, "parameters only together with an observable", 'add one, such as "+1 -2"')
    return [("printed", printed_latex(one)), ("given", one.given), ("corrected", corrected_latex(one))]


def _instance(name: str, observable: str, parameters: dict[str, Any]) -> Sequence[tuple[str, str]]:
    from ..latex import explicit_formula

    return [("instance", explicit_formula(name, observable, **parameters))]
