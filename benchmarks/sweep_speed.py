"""The throughput of a sweep on one core and on two, and what a point costs.

    python -m benchmarks.sweep_speed                 one core against two, by turns
    python -m benchmarks.sweep_speed --costs         cost and size of a point at named parameters

Each run is a process of its own that may use only the cores it is given, with a worker for each; the two kinds of runs
take turns, and the load is printed beside the result: wall times mean something only if the machine does nothing else.
Where the kernel tells (Linux), the time that each process spent waiting for a core is taken out too: what is left, its
CPU time and the time in which it had nothing to do, is the wall time on cores of its own, estimated under any load.

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
from dtim_exact.sweeps.pool import Workers

MODEL: dict[str, Any] = {"N": 22, "J": 1, "hx": 4, "gamma": "1/1000"}


class Speed(NamedTuple):
    """Wall seconds, CPU seconds of the coordinating process and of its workers, and the estimate (see the head)."""

    wall: float
    coordinator: float
    workers: float
    undisturbed: float


def waited(pid: int) -> tuple[float, float]:
    """CPU seconds of a process, and the seconds in which it was ready to run but had no core."""
    threads = [path.read_text().split() for path in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    return sum(int(t[0]) for t in threads) / 1e9, sum(int(t[1]) for t in threads) / 1e9


def run_here(points: int, workers: int, file: Path) -> Speed:
    """A sweep in this process with so many workers, which have started before the clock does."""
    pool = Workers(workers)
    try:
        for _ in range(2):  # the first, short one starts the workers
            before = {pid: waited(pid) for pid in (*pool._processes, os.getpid())}
            start = time.perf_counter()
            grid = {"hz": f"lin:0:4:{points if file.exists() else 64}"}
            target = file.with_suffix(".long") if file.exists() else file
            sweep(grid, digits=30, executor=pool, progress=False, file=target, **MODEL)
            wall = time.perf_counter() - start
        spent = {pid: [now - then for now, then in zip(waited(pid), before[pid], strict=True)] for pid in before}
    finally:
        pool.abandon()
    coordinator = spent.pop(os.getpid())[0]
    work = sum(cpu for cpu, _ in spent.values())
    alone = max(wall - queued for _, queued in spent.values())  # CPU time, and time without a batch
    return Speed(wall, coordinator, work, max(alone, (work + coordinator) / workers))


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
        told = [f"{s.wall:.2f} s (undisturbed {s.undisturbed:.2f} s)" for s in (one[-1], two[-1])]
        yield f"1 core {told[0]}, 2 cores {told[1]}, load {os.getloadavg()[0]:.1f}"
    for what in ("wall", "undisturbed"):
        times = [median(getattr(speed, what) for speed in speeds) for speeds in (one, two)]
        rates = " and ".join(f"{points / seconds:.0f}" for seconds in times)
        yield f"{what}: {rates} points/s on 1 core and on 2, {times[0] / times[1]:.2f} times ({rounds} turns)"
    for what in ("coordinator", "workers"):
        each = [median(getattr(speed, what) for speed in speeds) / points * 1e6 for speeds in (one, two)]
        yield f"CPU a point, {what}: {each[0]:.0f} us on 1 core, {each[1]:.0f} us on 2"


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
