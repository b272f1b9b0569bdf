"""The table as Markdown and JSON.

Key result: `write`.
"""

from __future__ import annotations

import json
import platform
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from .measure import Row, in_words

HEAD = ["figure", "here", "peer", "peer takes", "ratio", "asked for", "met", "note"]
REFERENCE = 0.29e-3  # seconds of the C loop of case A at N = 1000 on the machine for which the limits were set


@dataclass(frozen=True)
class Run:
    """All rows by group, which flint the C peers were built against, and the seconds of the C loop of case A."""

    groups: dict[str, list[Row]]
    library: str
    reference: float | None

    @property
    def pace(self) -> float:
        """By how much this run is slower than the machine of the limits; 1 where that is unknown."""
        return max(1.0, self.reference / REFERENCE) if self.reference else 1.0


def write(run: Run, out: Path) -> str:
    """Writes table.md and table.json to the directory `out` and returns the Markdown."""
    out.mkdir(parents=True, exist_ok=True)
    text = markdown(run)
    (out / "table.md").write_text(text)
    groups = {
        name: [{**asdict(row), "ratio": row.ratio, "met": row.verdict(run.pace)} for row in rows]
        for name, rows in run.groups.items()
    }
    whole = {"setting": setting(run), "pace": run.pace, "groups": groups}
    (out / "table.json").write_text(json.dumps(whole, indent=1) + "\n")
    return text


def setting(run: Run) -> dict[str, str]:
    """What the figures depend on besides the machine."""
    packages = {name: version(name) for name in ("python-flint", "mpmath")}
    return {"python": platform.python_version(), **packages, "C peers": run.library}


def markdown(run: Run) -> str:
    """One table a group, and below them how many of the goals were met."""
    verdicts = [row.verdict(run.pace) for rows in run.groups.values() for row in rows]
    pace = (
        f"The C loop of case A at N = 1000 takes {in_words(run.reference) or 'an unknown time'} in this run, and "
        f"{in_words(REFERENCE)} where the limits in seconds were set. *at pace*: over the limit, but within "
        f"{run.pace:.3g} times it, by which this run is slower."
    )
    blocks = [
        "Medians of CPU time, one thread, all in one run. Ratio: how many times longer the peer takes.",
        ", ".join(f"{name}: {text}" for name, text in setting(run).items()) + ".",
        pace,
        *(_table(name, rows, run.pace) for name, rows in run.groups.items()),
        ", ".join(f"{verdicts.count(word)} {word}" for word in ("yes", "at pace", "no")) + ".",
    ]
    return "\n\n".join(blocks) + "\n"


def _table(name: str, rows: list[Row], pace: float) -> str:
    lines = [_line(_cells(row, pace)) for row in rows]
    return "\n".join([f"**{name.replace('_', ' ')}**", "", _line(HEAD), _line(["---"] * len(HEAD)), *lines])


def _cells(row: Row, pace: float) -> list[str]:
    ratio = "" if row.ratio is None else f"{row.ratio:.3g}"
    theirs = in_words(row.theirs)
    return [row.figure, in_words(row.ours), row.peer, theirs, ratio, row.goal, row.verdict(pace), row.note]


def _line(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
