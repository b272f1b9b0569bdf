"""The throughput of a sweep on one core and on two, and what a point costs.

    python -m benchmarks.sweep_speed                 one core against two, by turns
    python -m benchmarks.sweep_speed --costs         cost and size of a point at named parameters

Each run is a process of its own that may use only the cores it is given, with a worker for each; the two kinds of runs
take turns, so that what else the machine does meets both alike, and the load is printed beside the result. The share of
the coordinating process, the part that workers cannot take off it, is CPU time and does not depend on the load.

Key results: `compare_cores`, `costs`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from dtim_exact import sweep

MODEL: dict[str, Any] = {"N": 22, "J": 1, "hx": 4, "gamma": "1/1000"}


class Speed(NamedTuple):
    """Wall seconds and the CPU seconds of the coordinating process, for all points."""

    wall: float
    coordinator: float


def run_here(points: int, workers: int, file: Path) -> Speed:
    """A sweep in this process with so many workers."""
    start, cpu = time.perf_counter(), time.process_time()
    sweep({"hz": f"lin:0:4:{points}"}, digits=30, workers=workers, progress=False, file=file, **MODEL)
    return Speed(time.perf_counter() - start, time.process_time() - cpu)


def run_apart(points: int, cores: Sequence[int]) -> Speed:
    """The same in a new process that may use only these cores, a worker for each."""
    with tempfile.TemporaryDirectory() as folder:
        call = [sys.executable, "-m", "benchmarks.sweep_speed", "--points", str(points), "--file", f"{folder}/a.sweep",
                "--cores", *map(str, cores)]  # fmt: skip
        out = subprocess.run(call, check=True, capture_output=True, text=True).stdout
    return Speed(*json.loads(out))


def compare_cores(points: int, rounds: int) -> Iterator[str]:
    """One core against two."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) < 2:
        yield "one core only: nothing to compare"
        return
    one: list[Speed] = []
    two: list[Speed] = []
    for _ in range(rounds):
        one.append(run_apart(points, cores[:1]))
        two.append(run_apart(points, cores[:2]))
        yield f"1 core {one[-1].wall:.2f} s, 2 cores {two[-1].wall:.2f} s, load {os.getloadavg()[0]:.1f}"
    walls = [median(speed.wall for speed in speeds) for speeds in (one, two)]
    rates = " and ".join(f"{points / wall:.0f}" for wall in walls)
    yield f"{rates} points/s on 1 core and on 2: {walls[0] / walls[1]:.2f} times (medians of {rounds} turns)"
    yield f"coordinating process: {median(s.coordinator for s in two) / points * 1e6:.0f} us of CPU a point"


COSTS: dict[str, tuple[dict[str, object], list[str], dict[str, Any]]] = {
    "density, N = 22, 30 digits": ({"hz": "lin:0:4:200"}, ["density"], {**MODEL, "digits": 30}),
    "density, N = 128, 30 digits": ({"hz": "lin:0:4:200"}, ["density"], {**MODEL, "N": 128, "digits": 30}),
    "density, N = 1e6, 30 digits": (
        {"hz": "lin:0:4:20"}, ["density"],
        {"N": 10**6, "J": "1e-6", "hx": "1/5", "gamma": "1/100", "digits": 30},
    ),
    "density, X1 X2, N = 22, 30 digits": ({"hz": "lin:0:4:200"}, ["density", "X1 X2"], {**MODEL, "digits": 30}),
    "width of n = 1, N = 22, 30 digits": ({"hx": "lin:1:4:20"}, ["width:1"], {"N": 22, "J": 1, "digits": 30}),
    "limit:m, 20 digits": ({"hz": "lin:0:1:20"}, ["limit:m"], {"J": 1, "hx": "1/5", "gamma": "1/100", "digits": 20}),
}  # fmt: skip


def costs() -> Iterator[str]:
    """A row for each kind of point: CPU time, bytes in the result file, in Parquet, in NetCDF."""
    yield "| a point | CPU time | result file | Parquet | NetCDF |"
    yield "| --- | --- | --- | --- | --- |"
    for name, (grid, observables, parameters) in COSTS.items():
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "a.sweep"
            start = time.process_time()
            result = sweep(grid, observables, workers=0, progress=False, file=file, **parameters)
            spent = time.process_time() - start
            sizes = [file.stat().st_size]
            for ending in (".parquet", ".nc"):
                result.export(file.with_suffix(ending))
                sizes.append(file.with_suffix(ending).stat().st_size)
        each = " | ".join(f"{size / len(result):.0f} B" for size in sizes)
        yield f"| {name} | {spent / len(result) * 1e3:.2f} ms | {each} |"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.sweep_speed",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--points", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--costs", action="store_true")
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--cores", type=int, nargs="+", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    if chosen.file:  # one run, in the process that `run_apart` has started
        os.sched_setaffinity(0, chosen.cores)
        print(json.dumps(run_here(chosen.points, len(chosen.cores), chosen.file)))
        return 0
    for line in costs() if chosen.costs else compare_cores(chosen.points, chosen.rounds):
        print(line, flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
