"""`width`: the certified width of a blockade peak, beside the estimate (12) and the leading-order Lorentzian."""

from __future__ import annotations

from typing import Any

import click

from .model_input import answer_options, chosen_parameters, described, model_options
from .output import print_json, print_numbers

__all__ = ["width"]


@click.command()
@click.option("--n", "order", required=True, metavar="INTEGER", help="Number of the resonance, 0 to N - 1.")
@click.option(
    "--definition",
    metavar="NAME",
    help="half-peak: half of the density at epsilon = 0; half-baseline: half-way to the plateau.  [default: half-peak]",
)
@model_options
@answer_options
def width(
    order: str, definition: str | None, parameters: dict[str, Any], digits: int | None, as_json: bool, quiet: bool
) -> None:
    """The certified width of the blockade peak at the resonance n.

    At gamma, Gamma to 0+ and h^z = (n + epsilon) J: the detunings epsilon nearest to 0, left and right, where the
    density of up spins is half of its value at epsilon = 0. Beside it the estimate w_n of (12) and the full width
    of the leading-order Lorentzian. Takes --N --J --hx --hy.

    \b
    Example:
      dtim-exact width --N 22 --J 1 --hx 4 --n 1 --digits 40
    """
    from ..blockade import certified_width

    asked = chosen_parameters(parameters, "N", "J", "hx", "hy")
    chosen: dict[str, Any] = {} if definition is None else {"definition": definition}
    if digits is not None:
        chosen["digits"] = digits
    found = certified_width(**asked, n=order, **chosen)
    if as_json:
        print_json(found.to_json())
        return
    names = ("left", "right", "fwhm", "estimate", "lorentzian")
    heading = f"{described(asked)}, n={found.n}, {found.definition}, gamma and Gamma to 0+"
    print_numbers([(name, "", getattr(found, name)) for name in names], digits, title="" if quiet else heading)
