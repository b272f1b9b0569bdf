"""Kills a sweep again and again, and shows that nothing is lost and nothing is done twice.

    python -m benchmarks.kill_sweep --kills 50

A sweep runs as its own process and is killed with SIGKILL at a random moment (seeded), then resumed, until it has been
killed often enough; a sweep that gets to its end before is begun anew in another file. A moment is a
number of writes to the file, small and random, and some random milliseconds: so the test means the same on a busy
machine. One kill in five does not wait for a write. After every kill each answer
that was in the file before must still be there, unchanged, and no worker may be left. At the end of each sweep every
export must be equal byte by byte to that of a sweep that nobody disturbed, and the points that all runs have written
must be as many as the file holds.

Key results: `kill_again_and_again`, `Outcome`.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from dtim_exact import open_sweep
from dtim_exact.sweeps.store import Store

ENDINGS = (".nc", ".parquet", ".csv", ".jsonl")
MARK = "DTIM_EXACT_KILLED_SWEEP"  # in the environment of the sweep and so of its workers
PATIENCE = 10.0  # seconds in which workers must have ended


@dataclass
class Outcome:
    """What happened: kills, how many of them found work under way, sweeps finished, and what went wrong."""

    kills: int = 0
    with_progress: int = 0
    finished: int = 0
    lost: int = 0
    duplicated: int = 0
    left_over: int = 0
    different: int = 0
    points: int = 0

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.duplicated or self.left_over or self.different)


def command(file: Path, points: int, workers: int) -> list[str]:
    """The sweep, resumable: a density beside the resonance n = 1, and a point in the middle of the axis that fails."""
    axis = f"lin:-1/{points - 1}:2:{points}"  # the first value of gamma is negative, which fails
    model = ["--N", "22", "--J", "1", "--hx", "4", "--hz", "1", "--grid", f"gamma={axis}"]
    return [sys.executable, "-m", "dtim_exact", "sweep", str(file), *model, "-O", "density", "-O", "+1 -2",
            "--digits", "20", "--workers", str(workers), "--resume", "--quiet"]  # fmt: skip


def answers(file: Path) -> dict[str, tuple[str | None, str | None]]:
    """All that a sweep's file holds, as SQLite recovers it; nothing if there is no sweep in it yet."""
    if not file.exists():
        return {}
    with closing(sqlite3.connect(file)) as connection:
        if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return {}
        return {point: (values, error) for point, values, error in connection.execute("SELECT * FROM points")}


def workers_alive(token: str) -> bool:
    """Whether any process with our mark is left (where /proc tells)."""
    wanted = f"{MARK}={token}".encode()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (entry / "environ").read_bytes().split(b"\0"):
                return True
        except OSError:
            continue
    return False


def ended(token: str) -> bool:
    """Wait until no process with our mark is left; False if that takes too long."""
    deadline = time.monotonic() + PATIENCE
    while workers_alive(token):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def exported(file: Path, endings: Sequence[str]) -> dict[str, bytes]:
    """The bytes of every export of a sweep."""
    found = {}
    for ending in endings:
        out = file.with_suffix(ending)
        open_sweep(file).export(out)
        found[ending] = out.read_bytes()
    return found


def wait_for_writes(run: subprocess.Popen[bytes], file: Path, count: int) -> None:
    """Until the log of the file has been seen to change so often, or the sweep has ended."""
    log, before = file.with_name(f"{file.name}-wal"), None
    while run.poll() is None and count > 0:
        state = log.stat() if log.exists() else None
        now = state and (state.st_mtime_ns, state.st_size)
        count -= now != before
        before = now
        time.sleep(0.001)


def kill_again_and_again(
    folder: Path, kills: int, points: int, workers: int, seed: int, longest: float, endings: Sequence[str] = ENDINGS
) -> Outcome:
    """The test of the module's head; a kill comes up to `longest` seconds after the writes that it waits for."""
    chance, outcome = random.Random(seed), Outcome(points=points)
    calm = folder / "undisturbed.sweep"
    subprocess.run(command(calm, points, workers), check=False, stdout=subprocess.DEVNULL)
    reference = exported(calm, endings)
    while outcome.kills < kills:
        file = folder / f"killed-{outcome.finished}.sweep"
        _until_finished(file, kills, workers, chance, longest, outcome)
        outcome.finished += 1
        outcome.different += sum(data != reference[ending] for ending, data in exported(file, endings).items())
        with closing(Store(file)) as store:
            held, written = store.audit()
        outcome.lost += points - held
        outcome.duplicated += written - held
    return outcome


def _until_finished(
    file: Path, kills: int, workers: int, chance: random.Random, longest: float, outcome: Outcome
) -> None:
    """Run, kill, look, resume, until the sweep is at its end; without kills once there were enough."""
    before: dict[str, tuple[str | None, str | None]] = {}
    while True:
        token = f"{os.getpid()}-{outcome.kills}"
        run = subprocess.Popen(command(file, outcome.points, workers), stdout=subprocess.DEVNULL,
                               env={**os.environ, MARK: token})  # fmt: skip
        writes, moment = chance.choice((0, 3, 5, 8, 12)), chance.uniform(0.0, longest)
        wait_for_writes(run, file, writes)
        try:
            run.wait(None if outcome.kills >= kills else moment)
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGKILL)
            run.wait()
            outcome.kills += 1
        outcome.left_over += not ended(token)
        now = answers(file)
        outcome.lost += sum(now.get(point) != answer for point, answer in before.items())
        outcome.with_progress += run.returncode < 0 and len(now) > len(before)
        if run.returncode >= 0:
            return
        before = now


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.kill_sweep",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--points", type=int, default=20_001)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=float, default=0.2, help="seconds between a write and a kill")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        outcome = kill_again_and_again(
            Path(folder), chosen.kills, chosen.points, chosen.workers, chosen.seed, chosen.longest
        )
    print(
        f"{outcome.kills} kills (seed {chosen.seed}), {outcome.with_progress} of them after new points; "
        f"{outcome.finished} sweeps of {outcome.points} points finished: {outcome.lost} points lost, "
        f"{outcome.duplicated} duplicated, {outcome.left_over} times a worker left, "
        f"{outcome.different} exports that differ from the undisturbed sweep"
    )
    return 0 if outcome.is_clean else 1


if __name__ == "__main__":
    raise SystemExit(main())
