"""The figures on coarse grids, computed once for all tests of a process."""

from __future__ import annotations

from functools import cache

from dtim_exact.figures import FigureData, figure_data


@cache
def coarse(name: str) -> FigureData:
    return figure_data(name, coarse=True)
