"""Printing: JSON for scripts, tables for people.

Tables use the width of the terminal, 80 columns where there is none, and colour only where a terminal wants it:
NO_COLOR is respected.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import RenderableType

DIGITS = 20  # of an enclosure in a table, when nobody asks for more

__all__ = ["print_json", "print_numbers", "print_rich", "print_table"]


def print_json(data: object) -> None:
    """Print `data` as JSON in ASCII, whatever the terminal can show."""
    click.echo(json.dumps(data, indent=2))


def print_rich(part: RenderableType) -> None:
    """Print through rich, in one write, so that a closed pipe is noticed in one place."""
    from rich.console import Console

    console = Console(highlight=False, markup=False, emoji=False)
    with console.capture() as capture:
        console.print(part)
    lines = (line.rstrip() for line in capture.get().splitlines())
    sys.stdout.write("\n".join(lines) + "\n")


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], *, styles: Mapping[str, str] | None = None
) -> None:
    """Print rows of text; what is too long for the terminal is folded, never cut. `styles` has the style of a cell."""
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold", show_header=any(columns))
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell, style=(styles or {}).get(cell, "")) for cell in row))
    print_rich(table)


def print_numbers(rows: Iterable[tuple[str, str, Any]], digits: int | None, *, title: str = "") -> None:
    """Print a number a line: what it belongs to, its name, and its value, `none` where there is no value."""
    from rich.text import Text

    lines: list[tuple[str, str, str]] = []
    previous = ""
    for what, name, number in rows:
        for part, text in _parts(number, digits or DIGITS):
            lines.append((what if what != previous else "", f"{name} {part}".strip(), text))
            previous = what
    if any(_negative(text) for _, _, text in lines):  # so that the digits of all numbers stand below each other
        lines = [(what, name, text if _negative(text) else f" {text}") for what, name, text in lines]
    kept = [at for at in range(3) if any(line[at] for line in lines)]
    if title:
        print_rich(Text(title, style="dim"))
    if lines:
        print_table([""] * len(kept), [[line[at] for at in kept] for line in lines])


def _negative(text: str) -> bool:
    return text.startswith(("-", "[-"))


def _parts(number: Any, digits: int) -> list[tuple[str, str]]:
    """A value in words: one line if it is real, exact or missing, else one for each of its two parts."""
    from ..values import Value

    if number is None or (isinstance(number, Value) and (number.is_exact or number.is_symbolic)):
        return [("", "none" if number is None else str(number))]
    if isinstance(number, Value) and not number.is_real:
        parts = number.to_json(digits)
        return [("re", _text(parts["re"])), ("im", _text(parts["im"]))]
    return [("", number.to_str(digits))]


def _text(real: dict[str, str]) -> str:
    return f"[{real['mid']} +/- {real['rad']}]" if "mid" in real else real["exact"]
