"""Measures the figures and writes table.md and table.json.

    python -m benchmarks                     all of them: one to two minutes
    python -m benchmarks --only widths       one group
    python -m benchmarks --tiny --out DIR    at sizes that only show that everything runs
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from .c_peers import CPeers
from .cases import BITS, case_a, series
from .measure import Row
from .states import commands, fields, whole_states, widths
from .sums import exact_sums, full_sums, humps, windows
from .table import Run, write

GROUPS = {f.__name__: f for f in (full_sums, windows, humps, exact_sums, widths, fields, whole_states, commands)}


def measure(names: Sequence[str], tiny: bool) -> Run:
    """The rows of the groups, and before each of them the C loop of case A, which gives the pace of the run."""
    found: dict[str, list[Row]] = {}
    spans: list[float] = []
    with CPeers() as peers:
        for name in names:
            print(name, file=sys.stderr, flush=True)
            spans += [x.seconds for key, x in peers.sums(*series(case_a(1000)), BITS, 25).items() if key == "loop"]
            found[name] = list(GROUPS[name](peers, tiny))
    return Run(found, peers.library or f"skipped, {peers.reason}", median(spans) if spans else None)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=sorted(GROUPS), default=list(GROUPS))
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    chosen = parser.parse_args(arguments)
    print(write(measure(chosen.only, chosen.tiny), chosen.out))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
