"""Sweeps: a grid of parameters to a file that survives, on any number of workers.

In the order of a value's way: `axes` and `grid` say which points there are, `observables` what is asked there, `batch`
is what a worker does, `runner` sends batches to the executor (`pool` is the default one) and commits answers to the
`store`, `run` is `dtim_exact.sweep` itself, `result` what it returns; `cells`, `dataset` and `export` carry it to
xarray, NetCDF, Parquet, CSV and JSON lines.
"""

from __future__ import annotations

from .result import Sweep, SweepPoint, open_sweep
from .run import sweep

__all__ = ["Sweep", "SweepPoint", "open_sweep", "sweep"]
