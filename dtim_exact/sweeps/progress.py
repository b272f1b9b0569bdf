"""The progress of a sweep on a terminal: points, rate, time left; on standard error, and nothing where that is no
terminal.

Key result: `progress_bar`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Task
    from rich.text import Text

__all__ = ["Report", "progress_bar", "unseen"]

Report = Callable[[int, int], None]  # points that have come back, and how many of them failed


def unseen(_new: int, _new_failed: int) -> None:
    """No report."""


@contextmanager
def progress_bar(total: int, done: int, failed: int, *, wanted: bool = True) -> Iterator[Report]:
    """A bar for `total` points of which `done` were there before; the rate is that of this run."""
    if not wanted or not sys.stderr.isatty():
        yield unseen
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        """Points a second."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:,.0f}/s" if speed else "")

    columns = (BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True), transient=True, speed_estimate_period=30.0) as bar:
        count = failed
        task = bar.add_task(_told(count), total=total, completed=done)

        def report(new: int, new_failed: int) -> None:
            nonlocal count
            count += new_failed
            bar.update(task, advance=new, description=_told(count))

        yield report


def _told(failed: int) -> str:
    return f"{failed} failed" if failed else ""
