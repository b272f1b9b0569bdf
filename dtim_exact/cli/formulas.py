"""`latex`: the formulas of a claim, or the explicit instance of (17) and (18), for pasting into a paper."""

from __future__ import annotations

from typing import Any

import click

from ..errors import InputError
from .model_input import model_options
from .output import print_json

__all__ = ["latex"]


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("name", metavar="ID")
@click.argument("observable", required=False, metavar="[OBSERVABLE]")
@model_options
@click.option("--form", metavar="NAME", help="Of an instance: parameters (default), effective or reduced.")
@click.option("--align", is_flag=True, help="In an align* environment, long formulas on several lines.")
@click.option("--plain", is_flag=True, help="Only the formulas, one a line; the same as --quiet.")
@click.option("--standalone", is_flag=True, help="A whole document that compiles.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--quiet", is_flag=True, help="Only the formulas, without comment lines.")
def latex(
    name: str,
    observable: str | None,
    parameters: dict[str, Any],
    form: str | None,
    align: bool,
    plain: bool,
    standalone: bool,
    as_json: bool,
    quiet: bool,
) -> None:
    """An equation in LaTeX, as printed and, where print and derivation part, corrected.

    With an OBSERVABLE and --N: the explicit instance of (17) for equal fields, or of (18) for unequal ones, in closed
    form. Parameters that are not given stay symbols. --form effective writes it in J_eff and h_eff, --form reduced in
    r, alpha_j and lambda_j. The formulas need amsmath and amssymb.

    \b
    Examples:
      dtim-exact latex S14
      dtim-exact latex 17 --standalone
      dtim-exact latex 17 --N 3 "+1 -2" --form reduced
      dtim-exact latex 18 --N 2 --J 1 --gamma 1/10 "Z1 Z2"
    """
    chosen = [word for word, on in (("align", align), ("standalone", standalone), ("plain", plain or quiet)) if on]
    if len(chosen) > 1:
        raise InputError(f"--{chosen[0]} and --{chosen[1]}", "one way to lay the formulas out", "drop one")
    layout = chosen[0] if chosen else "commented"
    if observable is None:
        _print_claim(name, {**parameters, **({} if form is None else {"form": form})}, layout, as_json)
    else:
        _print_instance(name, observable, parameters, form or "parameters", layout, as_json)


def _print_claim(name: str, parameters: dict[str, Any], layout: str, as_json: bool) -> None:
    from ..formulas import claim_formulas
    from ..latex_layout import laid_out
    from ..ledger import corrected_latex, find_claim, printed_latex

    one = find_claim(name)
    if parameters:
        given = f"{', '.join(parameters)} without an observable"
        raise InputError(given, "parameters only together with an observable", 'add one, such as "+1 -2"')
    found = claim_formulas(one)
    if as_json:
        lists = {"printed": found.printed, "hypotheses": found.hypotheses, "corrected": found.corrected}
        told = {"printed": printed_latex(one), "given": one.given, "corrected": corrected_latex(one)}
        print_json({"id": name, **told, "formulas": {what: list(formulas) for what, formulas in lists.items()}})
        return
    hypotheses = (one.given,) if one.given else ()
    heading = "read as" if one.quote else "printed"
    parts = [(heading, found.printed), ("given", hypotheses), ("corrected", found.corrected)]
    click.echo(laid_out(name, parts, layout, one.says))


def _print_instance(
    name: str, observable: str, parameters: dict[str, Any], form: str, layout: str, as_json: bool
) -> None:
    from ..latex import explicit_formula, explicit_lines
    from ..latex_layout import laid_out

    if as_json:
        formula = explicit_formula(name, observable, form=form, **parameters)
        print_json({"id": name, "observable": observable, "form": form, "instance": formula})
        return
    if layout in ("commented", "plain"):
        formulas: tuple[str, ...] = (explicit_formula(name, observable, form=form, **parameters),)
    else:
        formulas = explicit_lines(name, observable, form=form, **parameters)
    click.echo(laid_out(name, [("instance", formulas)], layout))
