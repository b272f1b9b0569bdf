"""The numbers of a figure in a file, without loss: JSON, CSV, or NetCDF (extra `data`), and back.

Every number stands there three times: as lossless text that `Real.from_text` reads (`p/q`, or `[m*2^e +/- r*2^f]`), and
as a decimal midpoint and radius that contain it (in NetCDF as doubles, the radius rounded up by the rounding of the
midpoint). `read_data` uses the first and gives back exactly what was saved.

Key results: `save_data`, `read_data`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from ..arrays import float_ball
from ..errors import InputError, shown
from ..real import Real
from .data import FigureData, Note, Series

__all__ = ["DATA_SUFFIXES", "as_json", "data_suffix", "head", "read_data", "save_data"]

_HEADER = ("series", "row", "column", "number", "mid", "rad")


def save_data(data: FigureData, file: str | Path) -> None:
    """Write all numbers of a figure to a .json, .csv or .nc file.

    Raises InputError for another suffix, where the file cannot be written, and for .nc without the extra `data`.
    """
    path = Path(file)
    write = _WRITERS[data_suffix(path)]
    try:
        write(data, path)
    except OSError as error:
        raise InputError(f"data file {shown(str(path))} ({error.strerror or error})", "a file that can be written",
                         "check the folder") from error  # fmt: skip


def read_data(file: str | Path) -> FigureData:
    """The figure that `save_data` wrote, the same to the last bit.

    Raises InputError where the file is no such file.
    """
    path = Path(file)
    read = _READERS[data_suffix(path)]
    try:
        return read(path)
    except (OSError, AttributeError, KeyError, TypeError, ValueError) as error:
        raise InputError(f"data file {shown(str(path))} ({shown(str(error))})", "a file written by `--data`",
                         "make it anew") from error  # fmt: skip


def data_suffix(path: Path) -> str:
    """The suffix of a data file, checked."""
    if path.suffix not in _WRITERS:
        raise InputError(f"data file {shown(str(path))}", f"a name that ends in {', '.join(_WRITERS)}")
    return path.suffix


def head(data: FigureData) -> dict[str, Any]:
    """Everything but the numbers, for JSON."""
    return {"figure": data.name, "says": data.says, "digits": data.digits, "claims": [asdict(x) for x in data.notes],
            "parameters": {one.name: dict(one.parameters) for one in data.series}}  # fmt: skip


def _figure(top: dict[str, Any], columns: dict[str, dict[str, list[Real]]]) -> FigureData:
    """The figure from its head and its columns by series."""
    found = tuple(
        Series(name, {key: tuple(column) for key, column in columns[name].items()}, parameters)
        for name, parameters in top["parameters"].items()
    )
    return FigureData(top["figure"], top["says"], top["digits"], found, tuple(Note(**x) for x in top["claims"]))


def _decimals(x: Real) -> tuple[str, str]:
    """Midpoint and radius as text; what is exact has radius 0."""
    return x.decimal() if x.is_ball else (str(x), "0")


# --- JSON


def as_json(data: FigureData) -> dict[str, Any]:
    """A figure with all its numbers, as it stands in a .json file."""

    def entry(x: Real) -> dict[str, str]:
        return {**x.to_json(), "ball": x.to_text()} if x.is_ball else x.to_json()

    columns = {one.name: {key: [entry(x) for x in column] for key, column in one.columns.items()}
               for one in data.series}  # fmt: skip
    return {**head(data), "columns": columns}


def _write_json(data: FigureData, path: Path) -> None:
    path.write_text(json.dumps(as_json(data), indent=1) + "\n", encoding="utf-8")


def _read_json(path: Path) -> FigureData:
    loaded = json.loads(path.read_text(encoding="utf-8"))

    def number(entry: dict[str, str]) -> Real:
        return Real.from_text(entry["ball"]) if "ball" in entry else Real.from_json(entry)

    columns = {name: {key: [number(x) for x in column] for key, column in table.items()}
               for name, table in loaded["columns"].items()}  # fmt: skip
    return _figure(loaded, columns)


# --- CSV: one number a line, the head as JSON in the first line after #


def _write_csv(data: FigureData, path: Path) -> None:
    text = io.StringIO()
    text.write(f"# {json.dumps(head(data))}\n")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(_HEADER)
    rows.writerows(_lines(data))
    path.write_text(text.getvalue(), encoding="utf-8")


def _lines(data: FigureData) -> Iterator[tuple[object, ...]]:
    for one in data.series:
        for key, column in one.columns.items():
            yield from ((one.name, row, key, x.to_text(), *_decimals(x)) for row, x in enumerate(column))


def _read_csv(path: Path) -> FigureData:
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    top = json.loads(first.removeprefix("# "))
    columns: dict[str, dict[str, list[Real]]] = {name: {} for name in top["parameters"]}
    for row in csv.DictReader(io.StringIO(rest)):
        columns[row["series"]].setdefault(row["column"], []).append(Real.from_text(row["number"]))
    return _figure(top, columns)


# --- NetCDF


def _write_netcdf(data: FigureData, path: Path) -> None:
    np, xarray = _libraries()
    variables: dict[str, Any] = {}
    for number, one in enumerate(data.series):
        for key, column in one.columns.items():
            name, dimension = f"{_plain(one.name)}_{key}", f"row_{number}"
            balls = [float_ball(x) for x in column]
            about = {"series": one.name, "column": key}
            variables[name] = (dimension, np.array([x.to_text() for x in column], dtype=object), about)
            variables[f"{name}_mid"] = (dimension, [mid for mid, _ in balls], {"radius": f"{name}_rad"})
            variables[f"{name}_rad"] = (dimension, [rad for _, rad in balls])
    attributes = {"title": data.says, "figure": json.dumps(head(data))}
    xarray.Dataset(variables, attrs=attributes).to_netcdf(path, engine="h5netcdf")


def _read_netcdf(path: Path) -> FigureData:
    _, xarray = _libraries()
    with xarray.open_dataset(path, engine="h5netcdf") as loaded:
        top = json.loads(loaded.attrs["figure"])
        columns: dict[str, dict[str, list[Real]]] = {name: {} for name in top["parameters"]}
        for variable in loaded.data_vars.values():
            if "series" in variable.attrs:
                texts = [Real.from_text(str(text)) for text in variable.values]
                columns[variable.attrs["series"]][variable.attrs["column"]] = texts
    return _figure(top, columns)


def _plain(name: str) -> str:
    return "".join(c if c.isalnum() else "_" for c in name)


def _libraries() -> tuple[Any, Any]:
    try:
        import numpy
        import xarray

        import_module("h5netcdf")
    except ImportError as error:
        raise InputError(f"a NetCDF file without {error.name}", "xarray, h5netcdf and numpy",
                         "pip install 'dtim-exact[data]', or choose .json or .csv") from error  # fmt: skip
    return numpy, xarray


_WRITERS: dict[str, Callable[[FigureData, Path], None]] = {
    ".json": _write_json,
    ".csv": _write_csv,
    ".nc": _write_netcdf,
}
_READERS: dict[str, Callable[[Path], FigureData]] = {".json": _read_json, ".csv": _read_csv, ".nc": _read_netcdf}
DATA_SUFFIXES = tuple(_WRITERS)
