"""Medians of CPU time, and the rows of the table.

CPU time, not wall time: on a machine that is shared it is what a ratio can be made of. A goal in seconds is held
against the run as it is, and also in units of one peer, because a busy machine is slower for all alike.

Key results: `timed`, `Row`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any, NamedTuple


class Timed(NamedTuple):
    """Median seconds of a call, and what it returned."""

    seconds: float
    value: Any


def timed(call: Callable[[], Any], budget: float = 0.5, most: int = 15) -> Timed:
    """The median of up to `most` calls that take `budget` seconds in all; at least one, three if they are short."""
    spans: list[float] = []
    while len(spans) < most and (sum(spans) < budget or (len(spans) < 3 and sum(spans) < 2 * budget)):
        start = time.process_time()
        value = call()
        spans.append(time.process_time() - start)
    return Timed(median(spans), value)


@dataclass(frozen=True)
class Row:
    """One figure: our seconds (None if it could not be measured), a peer's, and what was asked for.

    A goal is a limit in seconds, or a ratio to the peer, `least`; `proven` says whether the digits are there too.
    """

    figure: str
    ours: float | None
    peer: str = ""
    theirs: float | None = None
    limit: float | None = None
    least: float | None = None
    proven: bool = True
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """How many times longer the peer takes."""
        return None if self.theirs is None or not self.ours else self.theirs / self.ours

    @property
    def goal(self) -> str:
        if self.limit is not None:
            return f"under {in_words(self.limit)}"
        return "" if self.least is None else f"ratio at least {self.least:.3g}"

    def verdict(self, pace: float = 1.0) -> str:
        """'yes', 'no', or 'at pace': within the limit once that is multiplied by `pace`; empty without a goal."""
        if not self.goal or self.ours is None or (self.least is not None and self.ratio is None):
            return ""
        if not self.proven:
            return "no"
        if self.limit is not None:
            return "yes" if self.ours <= self.limit else "at pace" if self.ours <= self.limit * pace else "no"
        return "yes" if (self.ratio or 0.0) >= (self.least or 0.0) else "no"


def in_words(seconds: float | None) -> str:
    """0.0012 as '1.2 ms'."""
    if seconds is None:
        return ""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e6:.3g} us"
