"""What a sweep returns: its points in the order of the grid, each value as exact or as proven as it was computed.

Nothing is read before it is asked for, so a result of any size can be walked through. A file is opened only while it
is read: the same sweep can be resumed although an older result of it is still at hand.

Key results: `Sweep`, `SweepPoint`, `open_sweep`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ..errors import InputError, shown
from ..values import Value
from .axes import canonical
from .batch import Answer, read_answer
from .grid import Grid
from .observables import Observable, read_observables
from .store import Store

if TYPE_CHECKING:
    import xarray

__all__ = ["Sweep", "SweepPoint", "open_sweep"]

NOT_COMPUTED = "not computed"
_CHUNK = 500  # points that are read at once


class SweepPoint(NamedTuple):
    """One point: its exact place on the axes, the value of each observable, and the error if there are no values."""

    place: dict[str, str]
    values: dict[str, Value]
    error: str | None

    def __getitem__(self, name: Any) -> Any:
        """The value of an observable, or the text of a parameter."""
        if not isinstance(name, str):
            return tuple.__getitem__(self, name)
        if name in self.place:
            return self.place[name]
        if name not in self.values:
            raise InputError(shown(name), self.error or f"one of {', '.join((*self.place, *self.values))}")
        return self.values[name]


class Sweep:
    """The result of a sweep; see `dtim_exact.sweep`, which makes it, and `open_sweep`, which reads it from a file.

    `grid`, `observables` and `digits` say what was asked; `len` is the number of points of the grid; iteration and
    `[number]` give a `SweepPoint`, in the order of the grid, the last axis fastest.
    """

    def __init__(self, grid: Grid, observables: tuple[Observable, ...], digits: int | None, source: Store | Path):
        self.grid, self.observables, self.digits = grid, observables, digits
        self._source = source

    @property
    def file(self) -> Path | None:
        """The result file; None if the sweep is kept in memory."""
        return self._source if isinstance(self._source, Path) else None

    @contextmanager
    def _opened(self) -> Iterator[Store]:
        if isinstance(self._source, Store):
            yield self._source
            return
        store = _existing(self._source)
        try:
            yield store
        finally:
            store.close()

    def __len__(self) -> int:
        return len(self.grid)

    def __iter__(self) -> Iterator[SweepPoint]:
        return (self._point(place, answer) for place, answer in self.answers())

    def __getitem__(self, number: int) -> SweepPoint:
        if not -len(self) <= number < len(self):
            raise IndexError(f"point {number} of a sweep of {len(self)}")
        return self._named(self.grid.point(number % len(self)))

    def at(self, **place: object) -> SweepPoint:
        """The point at the given values of all axes, `result.at(hz="1/2")`; InputError if the grid has none."""
        if set(place) != set(self.grid.names):
            raise InputError(f"a place by {shown(', '.join(place))}", f"values of {', '.join(self.grid.names)}")
        values = tuple(canonical(name, place[name]) for name in self.grid.names)
        columns = [column for _, column in self.grid.axes]
        known = values in zip(*columns, strict=True) if self.grid.zipped else all(map(_among, values, columns))
        if not known:
            raise InputError(f"the point {shown(self.grid.key_of(values))}", "a point of the grid")
        return self._named(values)

    def _named(self, place: tuple[str, ...]) -> SweepPoint:
        key = self.grid.key_of(place)
        with self._opened() as store:
            answer = store.get([key]).get(key, Answer(None, NOT_COMPUTED))
        return self._point(place, answer)

    def _point(self, place: tuple[str, ...], answer: Answer) -> SweepPoint:
        names = [one.text for one in self.observables]
        values = {} if answer.values is None else dict(zip(names, read_answer(answer.values), strict=True))
        return SweepPoint(dict(zip(self.grid.names, place, strict=True)), values, answer.error)

    def answers(self) -> Iterator[tuple[tuple[str, ...], Answer]]:
        """For each point of the grid its place on the axes and its answer, as text."""
        points = self.grid.points()
        while chunk := list(islice(points, _CHUNK)):
            keys = [self.grid.key_of(place) for place in chunk]
            with self._opened() as store:
                found = store.get(keys)
            for place, key in zip(chunk, keys, strict=True):
                yield place, found.get(key, Answer(None, NOT_COMPUTED))

    def counts(self) -> tuple[int, int]:
        """How many points have values, and how many have failed."""
        with self._opened() as store:
            return store.counts()

    def versions(self) -> list[str]:
        """The versions of the programs that computed the values."""
        with self._opened() as store:
            return store.versions()

    def failures(self) -> Iterator[SweepPoint]:
        """The points without values that were tried."""
        return (point for point in self if point.error not in (None, NOT_COMPUTED))

    def to_json(self) -> dict[str, Any]:
        """The summary that the command `sweep --json` prints."""
        done, failed = self.counts()
        return {
            "file": None if self.file is None else str(self.file),
            "points": len(self),
            "done": done,
            "failed": failed,
            "missing": len(self) - done - failed,
            "observables": [one.text for one in self.observables],
            "digits": self.digits,
            "parameters": dict(self.grid.fixed),
            "axes": {name: len(values) for name, values in self.grid.axes},
            "versions": self.versions(),
        }

    def __repr__(self) -> str:
        shape = " x ".join(str(length) for length in self.grid.shape)
        return f"Sweep({shape} points of {', '.join(self.grid.names)}; {', '.join(o.text for o in self.observables)})"

    # --- other forms, see `dataset` and `tables`

    def to_xarray(self) -> xarray.Dataset:
        """An xarray Dataset: midpoints and radii as doubles that enclose, and the lossless text; see `dataset`."""
        from .dataset import to_xarray

        return to_xarray(self)

    def to_netcdf(self, path: object) -> None:
        """Write the Dataset as NetCDF."""
        self.export(path, ".nc")

    def to_parquet(self, path: object) -> None:
        """Write a Parquet table, a row for each point."""
        self.export(path, ".parquet")

    def export(self, path: object, ending: str | None = None) -> None:
        """Write NetCDF (.nc), Parquet (.parquet), CSV (.csv) or JSON lines (.jsonl), by the ending of the name."""
        from .export import export

        export(self, path, ending)


def open_sweep(path: object) -> Sweep:
    """The sweep in a result file, finished or not. InputError if there is none, or if a process works on it."""
    file = Path(str(path))
    store = _existing(file)
    try:
        header = store.header
    finally:
        store.close()
    grid = Grid.from_json(header["grid"])
    given = [*dict(grid.fixed), *grid.names]
    return Sweep(grid, read_observables(header["observables"], given), header["digits"], file)


def _existing(file: Path) -> Store:
    if not file.is_file():
        raise InputError(f"the result file {shown(str(file))}", "a file that exists", "check its name")
    store = Store(file)
    if store.is_new:
        store.close()
        raise InputError(f"the result file {shown(str(file))} without a sweep in it", "a result file of `sweep`")
    return store


def _among(value: str, column: tuple[str, ...]) -> bool:
    return value in column
