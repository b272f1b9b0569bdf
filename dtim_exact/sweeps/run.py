"""`dtim_exact.sweep`: observables over a grid of parameters, on any executor, into a file that survives.

Key result: `sweep`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

from ..certify import check_digits
from ..errors import InputError, shown
from .batch import Task
from .grid import Grid
from .observables import Observable, read_observables
from .pool import InProcess, Workers, available_cores
from .progress import Report, progress_bar
from .result import Sweep
from .runner import Named, Runner
from .store import Store
from .versions import versions

__all__ = ["sweep"]

_UNKNOWN_WORKERS = 64  # assumed of an executor that does not say how many it has


def sweep(
    grid: Mapping[str, object],
    observables: str | Iterable[str] = "density",
    *,
    digits: int | None = None,
    zipped: bool = False,
    file: object = None,
    resume: bool = False,
    extend: bool = False,
    retry_failed: bool = False,
    executor: Executor | None = None,
    workers: int | None = None,
    progress: bool = True,
    **parameters: object,
) -> Sweep:
    """The observables at every point of a grid, each exact or (with `digits`) enclosed.

    `grid` names the axes: exact numbers, or text such as "0:4:1/100" (see `sweeps.axes`); points are the product of the
    axes or, `zipped`, their values side by side. All other parameters of the model are given as to `Model` (or as to
    `Model.at_resonance`: resonance, epsilon). For the `observables` see `sweeps.observables`.

    With `file` each batch of points is kept as soon as it is computed; `resume` goes on where a file ends, `extend`
    also takes a larger grid, `retry_failed` also tries failed points again. `executor` is any
    `concurrent.futures.Executor`; by default there is a process for each core, or `workers` of them, 0 to compute in
    this process.

    >>> result = sweep({"hz": "0:1:1/2"}, ["density", "X1 X2"], N=3, J=1, hx=2, workers=0)
    >>> print(*(point["density"] for point in result), result.at(hz="0.5")["X1 X2"])
    1/2 324/737 2/5 32/737

    Raises InputError before any work for a grid, an observable or a file that does not fit. A point that fails does not
    stop the others: it is recorded with its error.
    """
    asked = Grid.read(grid, parameters, zipped)
    found = read_observables(observables, [*parameters, *asked.names])
    wanted = None if digits is None else check_digits(digits)
    _check_required(asked, found)
    count = _worker_count(executor, workers)
    store = Store(None if file is None else Path(str(file)))
    try:
        _agree(store, asked, found, wanted, resume=resume or retry_failed, extend=extend)
        task = Task(asked.fixed, asked.names, tuple(one.text for one in found), wanted)
        _compute(store, asked, task, executor, count, retry_failed, progress)
    finally:
        if file is not None:
            store.close()
    return Sweep(asked, found, wanted, store if file is None else Path(str(file)))


def _check_required(grid: Grid, observables: tuple[Observable, ...]) -> None:
    """The parameters without a default must be there."""
    given = {*dict(grid.fixed), *grid.names}
    if "epsilon" in given and "resonance" not in given:
        raise InputError("epsilon without resonance", "both or neither", "add resonance, or give hz and gamma")
    if "resonance" in given and given & {"hz", "gamma"}:
        raise InputError("resonance beside hz or gamma", "one of the two ways to give them")
    used = frozenset[str]().union(*(one.uses for one in observables))
    for name in ("N", "J", "hx"):
        if name in used and name not in given:
            raise InputError(f"no {name}", "a value, there is no default", f"give {name}, or make it an axis")


def _worker_count(executor: object, workers: object) -> int:
    if workers is not None and (isinstance(workers, bool) or not isinstance(workers, int) or workers < 0):
        raise InputError(f"workers = {shown(workers)}", "a whole number of at least 0")
    if executor is None:
        return available_cores() if workers is None else workers
    if not isinstance(executor, Executor):
        raise InputError(f"{shown(executor)} as executor", "a concurrent.futures.Executor",
                         "of a dask client take client.get_executor()")
    known = getattr(executor, "_max_workers", None)
    return workers or (known if isinstance(known, int) else _UNKNOWN_WORKERS)


def _agree(
    store: Store, grid: Grid, observables: tuple[Observable, ...], digits: int | None, *, resume: bool, extend: bool
) -> None:
    """The file is new, or holds this sweep (resume), or a part of it (extend)."""
    header: dict[str, Any] = {
        "grid": grid.to_json(), "observables": [one.text for one in observables], "digits": digits
    }  # fmt: skip
    if store.is_new:
        store.create(header)
        return
    name = f"the result file {shown(str(store.path))}"
    if not (resume or extend):
        raise InputError(f"{name}, which exists", "to resume, or a file of its own", "add resume, or give another name")
    before = store.header
    for what in ("observables", "digits"):
        if before[what] != header[what]:
            raise InputError(f"{name} with {what} {shown(before[what])}", f"the same {what}, not {shown(header[what])}",
                             "give a file of its own")
    if before["grid"] == header["grid"]:
        return
    if not grid.contains(Grid.from_json(before["grid"])):
        raise InputError(f"{name} with {_difference(before['grid'], header['grid'])}",
                         "the same grid, or with extend a larger one", "give a file of its own")
    if not extend:
        raise InputError(f"{name} with a smaller grid", "the same grid to resume", "add extend for a larger one")
    store.extend(header)


def _difference(before: dict[str, Any], now: dict[str, Any]) -> str:
    """Where two grids part, in words."""
    if before["fixed"] != now["fixed"]:
        either = {**before["fixed"], **now["fixed"]}
        names = [name for name in either if before["fixed"].get(name) != now["fixed"].get(name)]
        return f"another {', '.join(names)}"
    same_axes = [name for name, _ in before["axes"]] == [name for name, _ in now["axes"]]
    return "points that this one lacks" if same_axes else "other axes"


def _compute(
    store: Store, grid: Grid, task: Task, executor: Executor | None, workers: int, retry_failed: bool, progress: bool
) -> None:
    done, failed = store.counts()
    left = len(grid) - done - (0 if retry_failed else failed)
    if left <= 0:
        return
    named = ((grid.key_of(place), place) for place in grid.points())
    points = store.missing(named, retry_failed)
    store.start_run(versions())
    start = done if retry_failed else done + failed
    with progress_bar(len(grid), start, 0 if retry_failed else failed, wanted=progress) as report:
        if executor is not None:
            Runner(store, task, executor, workers, report=report).run(points, left)
        elif not workers:
            Runner(store, task, InProcess(), 1, report=report).run(points, left)
        else:
            _with_processes(store, task, workers, report, points, left)


def _with_processes(store: Store, task: Task, workers: int, report: Report, points: Iterator[Named], left: int) -> None:
    pools: list[Workers] = []

    def start() -> Executor:
        pools.append(Workers(workers))
        return pools[-1]

    try:
        Runner(store, task, start(), workers, restart=start, report=report).run(points, left)
    finally:
        for pool in pools:
            pool.abandon()
