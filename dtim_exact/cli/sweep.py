"""`sweep`: a grid of parameters to a file, resumable, on any number of workers."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError, shown
from .model_input import AtLeast, answer_options, model_options, read_parameters
from .output import print_json, print_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from concurrent.futures import Executor

    from ..sweeps import Sweep

__all__ = ["sweep"]

_SHOWN_FAILURES = 5


@click.command()
@click.argument("file", metavar="FILE")
@click.option("--grid", "grid", multiple=True, metavar="NAME=VALUES", help="An axis; several make their product.")
@click.option("--zip", "zipped", is_flag=True, help="Walk the axes side by side instead.")
@click.option(
    "-O",
    "--observable",
    "observables",
    multiple=True,
    metavar="OBSERVABLE",
    help="What to compute; may be repeated.  [default: density]",
)
@click.option("--set", "settings", multiple=True, metavar="NAME=VALUE", help="The same as --NAME VALUE.")
@model_options
@click.option("--workers", type=AtLeast(min=0), metavar="K", help="Processes; 0: none.  [default: one a core]")
@click.option("--dask", metavar="ADDRESS", help="Use the workers of the dask scheduler there.")
@click.option("--resume", is_flag=True, help="Go on where FILE ends (or start it).")
@click.option("--extend", is_flag=True, help="Go on with a larger grid than FILE was begun with.")
@click.option("--retry-failed", is_flag=True, help="Try the points again that failed.")
@click.option("--export", "exports", multiple=True, metavar="OUT", help="Write .nc, .parquet, .csv or .jsonl too.")
@answer_options
def sweep(
    file: str,
    grid: tuple[str, ...],
    zipped: bool,
    observables: tuple[str, ...],
    settings: tuple[str, ...],
    parameters: dict[str, Any],
    workers: int | None,
    dask: str | None,
    resume: bool,
    extend: bool,
    retry_failed: bool,
    exports: tuple[str, ...],
    digits: int | None,
    as_json: bool,
    quiet: bool,
) -> int:
    """Observables over a grid of parameters, into a result file that survives.

    VALUES are numbers with commas between, START:STOP:STEP, lin:START:STOP:COUNT, log:START:STOP:K (K a decade), all
    exact. An OBSERVABLE is one of `expect` (density, "X1 X2", ...), moment:K, purity:SITES, entropy:SITES, width:n (and
    left:n, right:n, estimate:n, lorentzian:n), or of the limit of large N, limit:m, limit:solutions, limit:bistable,
    limit:transition, limit:maxwell. What is in FILE is never computed again; without --grid the sweep is the one that
    FILE holds. A point that fails is recorded and does not stop the others; the exit status is then 1.

    \b
    Example:
      dtim-exact sweep peak.sweep --N 22 --J 1 --hx 4 --gamma 1/1000 \\
          --grid hz=0:4:1/100 -O density --digits 30 --workers 2 \\
          --resume --export peak.nc
      dtim-exact sweep peak.sweep --export peak.csv
    """
    from ..sweeps.export import check_exports

    check_exports([(Path(out), Path(out).suffix) for out in exports])
    with _executor(dask) as executor:
        how = {"resume": resume, "extend": extend, "retry_failed": retry_failed, "workers": workers,
               "executor": executor, "progress": not (quiet or as_json)}  # fmt: skip
        if grid:
            given = read_parameters({**parameters, **_pairs("--set", settings)}, None)
            found = _run(file, _pairs("--grid", grid), zipped, observables, digits, given, how)
        else:
            given = {**parameters, **_pairs("--set", settings), **dict.fromkeys(observables, "")}
            found = _again(file, given or zipped or digits or extend, how)
    for out in exports:
        found.export(out)
    _print(found, as_json, quiet)
    return 1 if found.counts()[1] else 0


def _pairs(option: str, texts: tuple[str, ...]) -> dict[str, str]:
    """NAME=TEXT, each name once."""
    pairs: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        name = name.strip()
        if not equals or name in pairs:
            given = f"{option} {shown(text)}" + (", a second time" if name in pairs else "")
            raise InputError(given, f"{option} NAME=..., each name once")
        pairs[name] = value
    return pairs


@contextmanager
def _executor(dask: str | None) -> Iterator[Executor | None]:
    if dask is None:
        yield None
        return
    from ..sweeps.dataset import needed

    distributed = needed("distributed")
    try:
        # not the default client of the process, through which xarray would take its locks
        client = distributed.Client(dask, timeout="10s", set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise InputError(
            f"--dask {shown(dask)} ({shown(error)})", "the address of a running scheduler", "such as tcp://host:8786"
        ) from error
    with client:
        yield client.get_executor()


def _run(
    file: str, axes: Mapping[str, object], zipped: bool, observables: tuple[str, ...], digits: int | None,
    parameters: dict[str, Any], how: dict[str, Any],
) -> Sweep:  # fmt: skip
    from ..sweeps import sweep as run

    return run(axes, observables or ("density",), digits=digits, zipped=zipped, file=file, **how, **parameters)


def _again(file: str, anything: object, how: dict[str, Any]) -> Sweep:
    """The sweep that the file holds, gone on with if that was asked for."""
    from ..sweeps import open_sweep

    if anything:
        do = "add --grid NAME=VALUES, or give FILE alone to resume or export it"
        raise InputError("a sweep without --grid", "an axis", do)
    found = open_sweep(file)
    if how["resume"] or how["retry_failed"]:
        grid = found.grid
        found = _run(file, {**dict(grid.axes)}, grid.zipped, tuple(o.text for o in found.observables), found.digits,
                     {**dict(grid.fixed)}, {**how, "resume": True})  # fmt: skip
    return found


def _print(found: Sweep, as_json: bool, quiet: bool) -> None:
    summary = found.to_json()
    if as_json:
        print_json(summary)
        return
    done, failed, missing = summary["done"], summary["failed"], summary["missing"]
    told = f"{done} of {len(found)} points" + (f", {failed} failed" if failed else "")
    click.echo(told + (f", {missing} to do: add --resume" if missing else ""))
    if failed and not quiet:
        some = [
            (found.grid.key_of(tuple(point.place.values())), str(point.error))
            for point, _ in zip(found.failures(), range(_SHOWN_FAILURES), strict=False)
        ]
        print_table(["point", "error"], some)
