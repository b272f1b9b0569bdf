"""`figure`: a figure of the paper from certified numbers, as a picture, and the numbers beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError, shown
from .ledger import progress_bar
from .model_input import AtLeast
from .output import print_json, print_table

if TYPE_CHECKING:
    from ..figures import FigureData

__all__ = ["figure"]


@click.command()
@click.argument("name", metavar="NAME")
@click.option("-o", "picture", metavar="FILE", help="The picture: .svg, .pdf or .png (needs the extra `plot`).")
@click.option("--data", metavar="FILE", help="The numbers, without loss: .json, .csv or .nc (NetCDF, extra `data`).")
@click.option("--digits", type=AtLeast(min=1), metavar="D", help="Proven digits of each number.  [default: 12]")
@click.option("--coarse", is_flag=True, help="A quick look: an eighth of the points along each axis.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--quiet", is_flag=True, help="Print nothing, show no progress.")
def figure(
    name: str, picture: str | None, data: str | None, digits: int | None, coarse: bool, as_json: bool, quiet: bool
) -> None:
    """A figure of the paper, at its own parameters, from certified numbers.

    NAME is one of 2a 2b 2c 3a 3b 3c S1 S2 S3, or a panel S3a S3b S3c. Where the ledger refutes a claim about a figure,
    the picture says so. The data file has each number as an exact rational or with its radius; --json prints the
    numbers where no data file is asked for.

    \b
    Example:
      dtim-exact figure 2c -o fig2c.pdf --data fig2c.json
    """
    from ..figures import figure_data, save_data, save_picture
    from ..figures.files import as_json as as_json_data
    from ..figures.files import head

    _check(name, picture, data, as_json)
    with progress_bar(shown=not (as_json or quiet)) as progress:
        chosen: dict[str, Any] = {} if digits is None else {"digits": digits}
        found = figure_data(name, coarse=coarse, progress=progress, **chosen)
    if data is not None:
        save_data(found, data)
    if picture is not None:
        save_picture(found, picture)
    if as_json:
        told = as_json_data(found) if data is None else head(found)
        print_json({"picture": picture, "data": data, "numbers": len(found), **told})
    elif not quiet:
        _print(found, picture, data)


def _check(name: str, picture: str | None, data: str | None, as_json: bool) -> None:
    """Refuse before the work what would be refused after it."""
    from ..figures.catalogue import says
    from ..figures.files import data_suffix
    from ..figures.picture import needs_matplotlib, picture_suffix

    says(name)
    if picture is None and data is None and not as_json:
        raise InputError(f"figure {name} without a file", "-o FILE, --data FILE or --json", f"add -o fig{name}.pdf")
    if picture is not None:
        picture_suffix(Path(picture))
        needs_matplotlib()
    if data is not None:
        data_suffix(Path(data))
    for file in (picture, data):
        if file is not None and not Path(file).absolute().parent.is_dir():
            raise InputError(f"file {shown(file)}", "a folder that exists", "make the folder first")


def _print(found: FigureData, picture: str | None, data: str | None) -> None:
    """What can be read off the figure in numbers, the verdicts, the files."""
    from ..figures.facts import facts

    click.echo(f"figure {found.name}: {found.says}")
    rows = [*facts(found), *((f"claim {note.id}", note.verdict) for note in found.notes)]
    print_table(["", ""], [*rows, *((what, file) for what, file in (("picture", picture), ("data", data)) if file)])
