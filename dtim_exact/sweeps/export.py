"""A sweep as a file that other programs read: NetCDF, Parquet, CSV, JSON lines.

The same sweep gives the same bytes, however often it was interrupted. A file is written beside its place and moved
there when it is whole. NetCDF holds the Dataset of `dataset`; the tables have a row for each point and the same
columns, and are written in portions, at any size.

Key result: `export`.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import InputError, shown
from .batch import read_answer
from .cells import cells, columns, coordinate, has_coordinate
from .dataset import attributes, needed, to_xarray

if TYPE_CHECKING:
    from .result import Sweep

__all__ = ["check_exports", "export"]

_ROWS = 20_000  # of a table, held at once


def export(sweep: Sweep, path: object, ending: str | None = None) -> None:
    """Write the sweep to `path` in the format of its ending, or of another one. InputError if it cannot be."""
    file = Path(str(path))
    form = ending or file.suffix
    check_exports([(file, form)])
    if sweep.file is not None and file.exists() and file.samefile(sweep.file):
        raise InputError(f"the export {shown(str(file))}, which is the result file", "another name")
    part = file.with_name(f".{file.name}.part")
    try:
        _WRITERS[form](sweep, part)
        os.replace(part, file)
    except (OSError, UnicodeError) as error:
        raise InputError(f"the export {shown(str(file))} ({error})", "a file that can be written") from error
    finally:
        part.unlink(missing_ok=True)


def check_exports(files: list[tuple[Path, str]]) -> None:
    """InputError now, not after hours of work, for an unknown format or a missing library or folder."""
    for file, form in files:
        if form not in _WRITERS:
            raise InputError(f"the export {shown(str(file))}", f"a name that ends in {', '.join(_WRITERS)}")
        if not file.absolute().parent.is_dir():
            raise InputError(f"the export {shown(str(file))}", "a folder that exists")
        for module in _LIBRARIES.get(form, ()):
            needed(module)


def _write_netcdf(sweep: Sweep, file: Path) -> None:
    to_xarray(sweep).to_netcdf(file, engine="h5netcdf")


def _header(sweep: Sweep) -> list[tuple[str, type]]:
    """Names and types of the columns of a table."""
    named: list[tuple[str, type]] = []
    for name, values in sweep.grid.axes:
        named += [(name, float)] if has_coordinate(values) else []
        named.append((f"{name}_text", str))
    for column in columns(sweep.observables):
        named += [(column.name, float), (f"{column.name}_radius", float), (f"{column.name}_text", str)]
    return [*named, ("error", str)]


def _rows(sweep: Sweep) -> Iterator[list[Any]]:
    with_double = [has_coordinate(values) for _, values in sweep.grid.axes]
    for place, answer in sweep.answers():
        row: list[Any] = []
        for value, is_real in zip(place, with_double, strict=True):
            row += [coordinate(value), value] if is_real else [value]
        for cell in cells(sweep, answer):
            row += cell
        yield [*row, answer.error or ""]


def _write_parquet(sweep: Sweep, file: Path) -> None:
    pa, parquet = needed("pyarrow"), needed("pyarrow.parquet")
    kinds = {float: pa.float64(), str: pa.string()}
    named = [(name, kinds[kind]) for name, kind in _header(sweep)]
    schema = pa.schema(named, metadata=attributes(sweep))
    rows = _rows(sweep)
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while some := list(islice(rows, _ROWS)):
            arrays = [pa.array(values, kind) for values, (_, kind) in zip(zip(*some, strict=True), named, strict=True)]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))


def _write_csv(sweep: Sweep, file: Path) -> None:
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow([name for name, _ in _header(sweep)])
        writer.writerows(_rows(sweep))


def _write_jsonl(sweep: Sweep, file: Path) -> None:
    """A line for each point: its exact place, values in decimals that enclose, values as text, error."""
    names = [one.text for one in sweep.observables]
    with file.open("w", encoding="utf-8") as out:
        for place, answer in sweep.answers():
            line: dict[str, Any] = {"point": dict(zip(sweep.grid.names, place, strict=True))}
            if answer.values is not None:
                values = read_answer(answer.values)
                line["values"] = {name: value.to_json() for name, value in zip(names, values, strict=True)}
                line["text"] = {name: value.to_text() for name, value in zip(names, values, strict=True)}
            else:
                line["error"] = answer.error
            out.write(json.dumps(line) + "\n")


_WRITERS: dict[str, Callable[[Sweep, Path], None]] = {
    ".nc": _write_netcdf,
    ".parquet": _write_parquet,
    ".csv": _write_csv,
    ".jsonl": _write_jsonl,
}
_LIBRARIES = {".nc": ("xarray", "h5netcdf", "h5py"), ".parquet": ("pyarrow",)}
