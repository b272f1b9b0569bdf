"""A sweep as an xarray Dataset, with nothing lost.

For each observable O there are O (the midpoint as a double), O_radius (a bound, rounded up, on its distance from the
true value) and O_text (the value as computed, which `Value.from_text` reads back bit for bit); O_re, O_im and so on
where a value may be complex. Each axis has its doubles as the coordinate and the exact values as `<axis>_text`. `error`
says why a point has no values. Fixed parameters, digits and versions are attributes.

Key results: `to_xarray`, `attributes`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..errors import InputError
from .cells import cells, columns, coordinate, has_coordinate

if TYPE_CHECKING:
    import xarray

    from .result import Sweep

__all__ = ["attributes", "needed", "to_xarray"]

MOST_POINTS = 10**8  # of one Dataset, which is held in memory
FIELD_UNIT = "the one unit of frequency of all fields and rates"
_IN_FIELD_UNITS = ("J", "hx", "hy", "hz", "gamma", "Gamma")


def needed(module: str) -> Any:
    """The optional library `module`, or an error that says how to get it."""
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError:
        package = module.partition(".")[0]
        raise InputError(f"no library {package}", f"{package} for this format",
                         'pip install "dtim-exact[sweep]"') from None


def attributes(sweep: Sweep) -> dict[str, str]:
    """What holds for the whole sweep, as text: fixed parameters, observables, digits, versions, conventions."""
    told = {f"parameter_{name}": value for name, value in sweep.grid.fixed}
    digits = "exact" if sweep.digits is None else str(sweep.digits)
    return {
        "title": "steady state of the infinite-range dissipative transverse-field Ising model",
        **told,
        "axes": ", ".join(sweep.grid.names),
        "observables": "; ".join(one.text for one in sweep.observables),
        "digits": digits,
        "versions": "; ".join(sweep.versions()),
        "enclosure": "the true value lies within <name>_radius of <name>; <name>_text is the value without loss",
    }


def to_xarray(sweep: Sweep) -> xarray.Dataset:
    """The Dataset of the module's head; the dimensions are the axes, or `point` if the axes are side by side."""
    xr, np = needed("xarray"), needed("numpy")
    if len(sweep) > MOST_POINTS:
        raise InputError(f"a Dataset of {len(sweep)} points", f"at most {MOST_POINTS}", "export Parquet")
    shape = sweep.grid.shape
    dims = ("point",) if sweep.grid.zipped else sweep.grid.names
    named = columns(sweep.observables)
    numbers = np.full((len(named), 2, len(sweep)), np.nan)
    texts = np.full((len(named) + 1, len(sweep)), "", dtype=object)
    for number, (_, answer) in enumerate(sweep.answers()):
        texts[-1, number] = answer.error or ""
        for at, (mid, rad, text) in enumerate(cells(sweep, answer)):
            numbers[at, :, number] = mid, rad
            texts[at, number] = text
    variables: dict[str, Any] = {}
    for at, column in enumerate(named):
        about = {"units": FIELD_UNIT if column.unit == "field" else column.unit, "observable": column.observable}
        variables[column.name] = dims, numbers[at, 0].reshape(shape), about
        variables[f"{column.name}_radius"] = dims, numbers[at, 1].reshape(shape), about
        variables[f"{column.name}_text"] = dims, texts[at].reshape(shape), {"observable": column.observable}
    variables["error"] = dims, texts[-1].reshape(shape), {"long_name": "why there are no values; empty if there are"}
    dataset: xarray.Dataset = xr.Dataset(variables, coords=_coordinates(sweep, np), attrs=attributes(sweep))
    return dataset


def _coordinates(sweep: Sweep, np: Any) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, values in sweep.grid.axes:
        dim = "point" if sweep.grid.zipped else name
        about = {"units": FIELD_UNIT} if name in _IN_FIELD_UNITS else {"units": "1"}
        if has_coordinate(values):
            kind = np.int64 if name in ("N", "resonance") else np.float64
            made[name] = dim, np.array([int(v) if kind is np.int64 else coordinate(v) for v in values], kind), about
        else:  # lists of fields or complex numbers: the exact text beside their number
            made[name] = dim, np.arange(len(values)), {"units": "1", "long_name": f"number of the value of {name}"}
        made[f"{name}_text"] = dim, np.array(values, dtype=object), about
    return made
