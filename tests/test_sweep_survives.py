"""A sweep and its file: killed, resumed, enlarged, locked; workers that die; a dask cluster."""

from __future__ import annotations

import importlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from dtim_exact import DtimError, InputError, open_sweep, sweep
from dtim_exact.cli import main
from dtim_exact.sweeps.batch import Task, evaluate_batch
from dtim_exact.sweeps.grid import Grid
from dtim_exact.sweeps.runner import Runner
from dtim_exact.sweeps.store import Store

ROOT = Path(__file__).resolve().parent.parent
MODEL = {"N": 5, "J": 1, "hx": 2, "gamma": "1/10"}
CALM = {"workers": 0, "progress": False}
OPTIONS = ["--N", "5", "--J", "1", "--hx", "2", "--gamma", "1/10"]


# --- killed and resumed


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills are POSIX signals")
def test_killed_again_and_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not (ROOT / "benchmarks" / "kill_sweep.py").exists():
        pytest.skip("the benchmarks are not here")
    monkeypatch.syspath_prepend(str(ROOT))
    kill_sweep = importlib.import_module("benchmarks.kill_sweep")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
    outcome = kill_sweep.kill_again_and_again(tmp_path, 3, 401, 1, seed=3, longest=0.1, endings=(".parquet", ".csv"))
    assert outcome.kills == 3
    assert outcome.finished >= 1
    assert outcome.is_clean, outcome


def test_what_is_there_is_never_computed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.sweep"
    first = sweep({"hz": "0:1:1/4"}, file=file, **MODEL, **CALM)
    import dtim_exact.sweeps.runner as runner

    def refused(*_: object) -> None:
        raise AssertionError("a point was computed again")

    monkeypatch.setattr(runner, "evaluate_batch", refused)
    assert list(sweep({"hz": "0:1:1/4"}, file=file, resume=True, **MODEL, **CALM)) == list(first)
    with closing(Store(file)) as store:
        assert store.audit() == (5, 5)


def test_a_committed_value_cannot_be_replaced(tmp_path: Path) -> None:
    file = tmp_path / "a.sweep"
    first = list(sweep({"hz": "0:1:1/4"}, file=file, **MODEL, **CALM))
    with closing(Store(file)) as store:
        answer = next(iter(store.get(["hz=1/4"]).values()))
        store.start_run("another")
        with pytest.raises(sqlite3.IntegrityError):
            store.put([("hz=9", answer), ("hz=1/4", answer._replace(values="0"))])
        assert store.audit() == (5, 5)  # of the two rows neither
    assert list(open_sweep(file)) == first


def test_a_file_without_a_last_transaction_resumes(tmp_path: Path) -> None:
    """The log cut in the midst of a transaction, as a power cut may leave it: all whole ones before it stand."""
    file = tmp_path / "a.sweep"
    calm = list(sweep({"hz": "0:1:1/40"}, **MODEL, **CALM))
    grid = Grid.read({"hz": "0:1:1/40"}, MODEL)
    task = Task(grid.fixed, grid.names, ("density",), None)
    store = Store(file)
    store.create({"grid": grid.to_json(), "observables": ["density"], "digits": None})
    store.start_run("a")
    for place in grid.points():
        store.put([(grid.key_of(place), evaluate_batch(task, [place])[1][0])])
    log = (tmp_path / "a.sweep-wal").read_bytes()
    data = file.read_bytes()
    assert len(log) > 40 * 4096
    counts = []
    for cut in (0, 100, len(log) // 3, len(log) // 2 + 17, len(log) - 1):
        copy = tmp_path / f"cut-{cut}.sweep"
        copy.write_bytes(data)
        (tmp_path / f"cut-{cut}.sweep-wal").write_bytes(log[:cut])
        result = sweep({"hz": "0:1:1/40"}, file=copy, resume=True, **MODEL, **CALM)
        assert list(result) == calm
        with closing(Store(copy)) as again:
            points, written = again.audit()
            assert points == written == 41
            counts.append(again._connection.execute("SELECT count(*) FROM runs").fetchone()[0])
    store.close()
    assert counts[0] == 1
    assert counts[-1] == 2  # what the first run wrote was there, and a second run wrote the rest


def test_a_larger_grid_is_a_declared_extension(tmp_path: Path) -> None:
    file = tmp_path / "a.sweep"
    sweep({"hz": "0:1:1/2"}, file=file, **MODEL, **CALM)
    with pytest.raises(InputError, match=r"smaller grid.*add extend"):
        sweep({"hz": "0:1:1/4"}, file=file, resume=True, **MODEL, **CALM)
    larger = sweep({"hz": "0:1:1/4"}, file=file, extend=True, **MODEL, **CALM)
    assert list(larger) == list(sweep({"hz": "0:1:1/4"}, **MODEL, **CALM))
    with closing(Store(file)) as store:
        assert store.audit() == (5, 5)
    with pytest.raises(InputError, match="points that this one lacks"):
        sweep({"hz": "0:1:1/2"}, file=file, extend=True, **MODEL, **CALM)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"digits": 20}, "digits None"), ({"observables": "polarization"}, "observables"), ({"N": 6}, "another N"),
        ({"hy": 1}, "another hy"), ({"grid": {"hy": "0:1:1/2"}}, "other axes"),
        ({"grid": {"hz": "1:2:1/2"}}, "points that this one lacks"),
    ],
)  # fmt: skip
def test_another_sweep_is_refused(tmp_path: Path, change: dict[str, Any], told: str) -> None:
    file = tmp_path / "a.sweep"
    before = list(sweep({"hz": "0:1:1/2"}, file=file, **MODEL, **CALM))
    asked: dict[str, Any] = {"grid": {"hz": "0:1:1/2"}, **MODEL, **change}
    with pytest.raises(InputError, match=told):
        sweep(file=file, resume=True, **asked, **CALM)
    with pytest.raises(InputError, match="exists"):
        sweep({"hz": "0:1:1/2"}, file=file, **MODEL, **CALM)
    assert list(open_sweep(file)) == before


def test_two_processes_on_one_file(tmp_path: Path) -> None:
    file = tmp_path / "a.sweep"
    sweep({"hz": "0:1:1/2"}, file=file, **MODEL, **CALM)
    again = [sys.executable, "-m", "dtim_exact", "sweep", str(file), *OPTIONS, "--grid", "hz=0:1:1/2", "--resume"]
    with closing(Store(file)):
        run = subprocess.run(again, capture_output=True, text=True, check=False, cwd=ROOT)
        assert (run.returncode, run.stdout) == (2, "")
        assert run.stderr.count("\n") == 1
        assert "another process works on" in run.stderr
    run = subprocess.run(again, capture_output=True, text=True, check=False, cwd=ROOT)
    assert (run.returncode, run.stdout, run.stderr) == (0, "3 of 3 points\n", "")


# --- workers


class Fragile(Executor):
    """An executor whose only worker dies of certain points, and then, if `breaks`, is of no use any more."""

    def __init__(self, deadly: str, breaks: bool) -> None:
        self.deadly, self.breaks, self.broken = deadly, breaks, False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self.broken:
            raise BrokenExecutor("broken before")
        future: Future[Any] = Future()
        if any(self.deadly in point for point in args[1]):
            self.broken = self.breaks
            future.set_exception(BrokenExecutor("a worker died") if self.breaks else OSError("lost"))
        else:
            future.set_result(fn(*args, **kwargs))
        return future


@pytest.mark.parametrize("breaks", [True, False])
def test_a_point_that_kills_workers_is_found_and_the_others_go_on(breaks: bool) -> None:
    grid = Grid.read({"hz": "0:10:1/10"}, MODEL)
    store = Store(None)
    store.create({})
    store.start_run("test")
    task = Task(grid.fixed, grid.names, ("density",), None)
    runner = Runner(store, task, Fragile("27/10", breaks), 2, restart=lambda: Fragile("27/10", breaks))
    runner.size = 20
    named = ((grid.key_of(place), place) for place in grid.points())
    runner.run(named, len(grid))
    assert store.counts() == (100, 1)
    assert store.audit() == (101, 101)
    (failed,) = store.get(["hz=27/10"]).values()
    assert failed.error is not None
    assert "the worker process died at this point" in failed.error


def test_workers_that_cannot_work_are_one_error() -> None:
    with pytest.raises(DtimError, match=r"workers that cannot work.*lost"):
        sweep({"hz": "0:1:1/2"}, executor=_Dead(), **MODEL, progress=False)


class _Dead(Executor):
    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(OSError("lost"))
        return future


@pytest.mark.parametrize("how", ["file", "stdin"])
def test_a_script_that_sweeps_at_its_top_level(tmp_path: Path, how: str) -> None:
    text = "from dtim_exact import sweep\nprint(sweep({'hz': '0:1:1/2'}, N=4, J=1, hx=2, workers=2).counts())\n"
    script = tmp_path / "script.py"
    script.write_text(text)
    run = subprocess.run(
        [sys.executable, str(script) if how == "file" else "-"], input=text, capture_output=True, text=True,
        check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert (run.returncode, run.stdout, run.stderr) == (0, "(3, 0)\n", "")


@pytest.fixture
def cluster() -> Iterator[Any]:
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
        ) as local,
        distributed.Client(local) as client,
    ):
        yield client


@pytest.mark.filterwarnings("default")  # about what distributed itself leaves behind
def test_a_dask_cluster_of_two_processes(cluster: Any, tmp_path: Path) -> None:
    pids = set(cluster.run(os.getpid).values())
    assert len(pids | {os.getpid()}) == 3
    file = tmp_path / "a.sweep"
    asked: dict[str, Any] = {"grid": {"hz": "0:2:1/50", "gamma": [-1, "1/10"]}, "observables": ["density", "+1 -2"]}
    model = {"N": 22, "J": 1, "hx": 4, "digits": 20, "progress": False}
    result = sweep(**asked, **model, file=file, executor=cluster.get_executor())
    assert result.counts() == (101, 101)
    assert list(result.answers()) == list(sweep(**asked, **model, workers=0).answers())
    again = ["sweep", str(file), "--resume", "--dask", cluster.scheduler.address, "--quiet"]
    assert main(again) == 1  # nothing to do, and there are failures
