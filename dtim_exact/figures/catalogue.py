"""The names of the figures, what each shows and which claims of the paper it bears on.

Key results: `NAMES`, `figure_data`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from ..certify import check_digits
from ..errors import InputError, shown
from .data import DIGITS, FigureData, Progress, Series, Task
from .verdicts import notes

__all__ = ["NAMES", "figure_data", "says"]


@dataclass(frozen=True)
class Entry:
    """What a figure says, the functions `module:function` that compute it, and the ids of the claims it shows."""

    says: str
    parts: tuple[str, ...]
    claims: tuple[str, ...]


CATALOGUE = {
    "2a": Entry("The density of up spins beside the blockade n = 1; inset: C^xx and C^yy", ("fig_2:blockade",),
                ("cxx-cyy",)),
    "2b": Entry("The density of up spins against the longitudinal field, every blockade peak", ("fig_2:overview",),
                ("resonance", "blockade-n0")),
    "2c": Entry("Close-ups of the blockades n = 0, 1, 2 with their certified widths", ("fig_2:close_ups",),
                ("fwhm", "12")),
    "3a": Entry("The polarization at N = 128 and the lines of the limit; inset: finite N and mean field",
                ("fig_3a:phase_diagram",), ("maxwell", "critical")),
    "3b": Entry("The potential f(m) near a second-order transition", ("fig_3bc:second_order",), ("critical", "16")),
    "3c": Entry("The potential f(m) near a first-order transition", ("fig_3bc:first_order",),
                ("coexistence", "16")),
    "S1": Entry("Two-time correlations: symmetric at zero temperature only", ("fig_s1:symmetry",),
                ("s1-symmetry", "S10")),
    "S2": Entry("Rescaled coherences for three loss rates", ("fig_s2:coherences",),
                ("s2-norm", "s2-threshold", "hs-scaling", "blockade-vanish")),
    "S3a": Entry("The density in equal and in random fields; inset: entropy of one spin", ("fig_s3:densities",),
                 ("s3-shift",)),
    "S3b": Entry("Connected density correlations of all pairs below the transition", ("fig_s3:correlations S3b",),
                 ("s3-g2", "S61")),
    "S3c": Entry("Connected density correlations of all pairs above the transition", ("fig_s3:correlations S3c",),
                 ("s3-g2", "S61")),
    "S3": Entry("The first-order transition in random transverse fields: panels S3a, S3b, S3c",
                ("fig_s3:densities", "fig_s3:correlations S3b", "fig_s3:correlations S3c"),
                ("s3-shift", "s3-g2", "S61")),
}  # fmt: skip
NAMES = tuple(CATALOGUE)


def says(name: str) -> str:
    """What a figure shows, in one line."""
    return _entry(name).says


def figure_data(name: str, *, digits: int = DIGITS, coarse: bool = False,
                progress: Progress | None = None) -> FigureData:  # fmt: skip
    """All numbers of a figure, each with a radius of at most 10^-digits of the largest in its column.

    `coarse` takes an eighth of the points along each axis (and 32 spins for S3b, S3c), for a quick look.

    >>> from fractions import Fraction
    >>> data = figure_data("3c", coarse=True)
    >>> print(data.name, [one.name for one in data.series], len(data), data.worst_radius() < Fraction(1, 10**12))
    3c ['below', 'transition', 'above', 'polarization'] 160 True

    Raises InputError for an unknown name.
    """
    entry = _entry(name)
    task = Task(check_digits(digits), coarse, progress)
    found: dict[str, Series] = {}
    for part in entry.parts:
        found.update({one.name: one for one in _function(part)(task)})
    return FigureData(name, entry.says, task.digits, tuple(found.values()), notes(entry.claims)).checked()


def _entry(name: str) -> Entry:
    if name not in CATALOGUE:
        raise InputError(f"the figure {shown(name)}", f"one of {', '.join(NAMES)}")
    return CATALOGUE[name]


def _function(part: str) -> Callable[[Task], list[Series]]:
    place, *arguments = part.split()
    module, _, name = place.partition(":")
    function: Any = getattr(import_module(f".{module}", __package__), name)
    return (lambda task: function(task, *arguments)) if arguments else function
