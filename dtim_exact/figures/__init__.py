"""The paper's figures: certified numbers, files that keep them without loss, and pictures.

    from dtim_exact.figures import draw, figure_data, save_data, save_picture
    data = figure_data("2c")
    save_data(data, "2c.json")
    save_picture(data, "2c.pdf")

Numbers come from `fig_*.py`, one file a figure, which know nothing of drawing; pictures need the extra `plot`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_HOME = {
    "NAMES": "catalogue",
    "figure_data": "catalogue",
    "FigureData": "data",
    "Series": "data",
    "read_data": "files",
    "save_data": "files",
    "draw": "picture",
    "save_picture": "picture",
}

__all__ = [  # noqa: F822, RUF100 - resolved by __getattr__
    "NAMES",
    "FigureData",
    "Series",
    "draw",
    "figure_data",
    "read_data",
    "save_data",
    "save_picture",
]

if TYPE_CHECKING:
    from .catalogue import NAMES, figure_data
    from .data import FigureData, Series
    from .files import read_data, save_data
    from .picture import draw, save_picture


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f".{_HOME[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME})
