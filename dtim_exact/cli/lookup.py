"""`where`: from the number of an equation to its code."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from ..places import place_of_function
from .output import print_json

__all__ = ["where"]


@click.command()
@click.argument("name", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--quiet", is_flag=True, help="Only the places; nothing is judged.")
def where(name: str, as_json: bool, quiet: bool) -> None:
    """Where an equation is evaluated and where it is verified: file and line, with its verdict and its proof.

    The claim is put before the judge once more, which takes a moment. The JSON has the places only: `verify ID --json`
    has the verdict, `verify ID --proof FILE` the proof.

    \b
    Example:
      dtim-exact where 17
    """
    from ..claims import judge
    from ..ledger import find_claim
    from .where import print_claim

    one = find_claim(name)
    evaluated = [place_of_function(part.strip()) for part in one.evaluated.split(",") if part.strip()]
    verified: dict[str, Any] = {"name": one.id, "file": one.file, "line": one.line}
    if as_json:
        print_json({"id": one.id, "evaluated": evaluated, "verified": verified})
        return
    places = [f"{_at(place)}  {place['name'].rpartition(':')[2]}" for place in evaluated]
    if quiet:
        click.echo("\n".join([*places, _at(verified)]))
        return
    print_claim(judge(one), places, f"{_at(verified)}  claim {one.id}")


def _at(place: dict[str, Any]) -> str:
    """file:line, relative where the file lies below the working directory."""
    file = Path(place["file"])
    inside = file.is_relative_to(Path.cwd())
    return f"{os.path.relpath(file) if inside else file}:{place['line']}"
