"""`verify`: put the paper's claims, or anyone's own, before the judge and show the ledger."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..errors import InputError, shown
from .output import print_json, print_table

if TYPE_CHECKING:
    from ..ledger import Ledger, Row

__all__ = ["progress_bar", "verify"]

_STYLES = {"proved": "green", "enclosed": "green", "refuted": "yellow", "undecided": "bold red"}


@click.command()
@click.argument("names", nargs=-1, metavar="[ID...] [PATH...]")
@click.option("--list", "only_list", is_flag=True, help="Name the claims without running them.")
@click.option("--mutants", is_flag=True, help="Try every one-place change of every claim too: all must be refused.")
@click.option("--proof", metavar="FILE", help="Write the proofs to FILE as JSON.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--quiet", is_flag=True, help="Only the totals.")
def verify(
    names: tuple[str, ...], only_list: bool, mutants: bool, proof: str | None, as_json: bool, quiet: bool
) -> int:
    """Decide the paper's claims again: the ledger.

    All claims, or those with the given IDs. A PATH is a Python file (*.py) with claims of your own; it is run as a
    program. Exit status 1 if a claim is undecided, if its verdict is not the one on record, or if a mutant survives.

    \b
    Examples:
      dtim-exact verify
      dtim-exact verify 17 S14 --mutants
      dtim-exact verify my_claims.py --proof proofs.json
    """
    from .. import ledger

    paths = [name for name in names if name.endswith(".py")]
    ids = [name for name in names if not name.endswith(".py")]
    if only_list:
        _print_list(ids, paths, as_json)
        return 0
    with progress_bar(shown=not (as_json or quiet)) as progress:
        answer = ledger.run(ids, paths, mutants=mutants, progress=progress)
    if proof is not None:
        _write_proofs(Path(proof), answer)
    if as_json:
        print_json(answer.to_json())
    else:
        _print_ledger(answer, in_detail=bool(ids or paths), quiet=quiet)
    return 0 if answer.stands else 1


def _print_list(ids: Sequence[str], paths: Sequence[str], as_json: bool) -> None:
    from ..ledger import load

    claims = load(paths)
    unknown = sorted(set(ids) - {one.id for one in claims})
    if unknown:
        raise InputError(f"the claim {shown(unknown[0])}", "an id of the ledger", "see `dtim-exact verify --list`")
    listed = [one for one in claims if not ids or one.id in ids]
    if as_json:
        print_json({"claims": [{"id": one.id, "says": one.says} for one in listed]})
    else:
        print_table(["id", "says"], [(one.id, one.says) for one in listed])


@contextlib.contextmanager
def progress_bar(*, shown: bool) -> Iterator[Callable[[str, int, int], None] | None]:
    """A progress bar on standard error if that is a terminal; it leaves nothing behind."""
    if not shown or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<16}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")
        yield lambda name, done, total: bar.update(task, description=name, completed=done, total=total)


def _write_proofs(file: Path, answer: Ledger) -> None:
    try:
        file.write_text(json.dumps(answer.proofs(), indent=1) + "\n", encoding="utf-8")
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        raise InputError(f"proof file {shown(str(file))} ({reason})", "a file that can be written") from error


def _print_ledger(answer: Ledger, *, in_detail: bool, quiet: bool) -> None:
    if not quiet:
        print_table(["id", "verdict", "scope", "says", "s"], [_cells(row) for row in answer.rows], styles=_STYLES)
        for row in answer.rows if in_detail else ():
            _print_details(row)
    for row in answer.rows:
        for mutant in row.mutants.survived if row.mutants else ():
            click.echo(f"survived: {mutant}")
        if row.changed:
            click.echo(f"changed: {row.claim.id} is not as on record")
    seconds = sum(row.seconds for row in answer.rows)
    counts = ", ".join(f"{count} {verdict}" for verdict, count in answer.totals.items() if count)
    if answer.mutants is not None:
        others = f" ({answer.other_bounds} of them inequalities with other bounds)" if answer.other_bounds else ""
        m = answer.mutants
        click.echo(f"mutants: {m['killed']} killed, {m['equivalent']} equivalent{others}, {m['survived']} survived")
    click.echo(f"{len(answer.rows)} claim{'s' * (len(answer.rows) != 1)} in {seconds:.1f} s: {counts}")


def _cells(row: Row) -> tuple[str, ...]:
    verdict = row.verdict
    return row.claim.id, verdict.verdict, verdict.scope, row.claim.says, f"{row.seconds:.1f}"


def _print_details(row: Row) -> None:
    """What stands behind one verdict, where there is more to say than the row does."""
    told, quote = row.to_json(), row.claim.quote
    if quote:
        told |= {"paper says": f'"{quote}"', "read as": told.pop("printed")}
    keys: tuple[str, ...] = ("paper says", "read as") if quote else ("printed",)
    keys += ("given", "corrected", "counterexample", "method", "uses", "note")
    details = [("open", row.verdict.reason)] if row.verdict.reason else []
    details += [(key, ", ".join(told[key]) if isinstance(told[key], list) else told[key]) for key in keys if told[key]]
    click.echo()
    print_table([row.claim.id, ""], details)
