"""What a figure plots: columns of certified numbers with their parameters, and nothing about colours.

A `FigureData` holds one or more `Series`; a series is a table whose columns are exact rationals or enclosures. Each
enclosure is as narrow as was asked: its radius is at most 10^-digits of the largest number of its column.

Key results: `Series`, `FigureData`, `Task` (how finely a figure is computed, and who is told of its progress).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

from ..errors import InputError, PrecisionError, shown
from ..precision import working_precision
from ..real import Real

__all__ = ["DIGITS", "FigureData", "Note", "Series", "Task", "series"]

DIGITS = 12  # of every plotted number: the eye sees three
_GUARD = 10  # bits kept beyond those digits
_COARSE = 8  # a coarse figure has an eighth of the points along each axis

Item = TypeVar("Item")
Progress = Callable[[str, int, int], None]
"""Called with what is being computed, how much of it is done and how much there is."""


@dataclass(frozen=True)
class Series:
    """A table: columns of equal length, and the parameters that all its rows share."""

    name: str
    columns: Mapping[str, tuple[Real, ...]]
    parameters: Mapping[str, str]

    def __post_init__(self) -> None:
        if len({len(column) for column in self.columns.values()}) > 1:
            raise InputError(f"the series {shown(self.name)}", "columns of equal length")

    def __getitem__(self, column: str) -> tuple[Real, ...]:
        return self.columns[column]

    def __len__(self) -> int:
        return max((len(column) for column in self.columns.values()), default=0)

    def floats(self, column: str) -> list[float]:
        """The midpoints as doubles, for drawing."""
        return [float(x) for x in self.columns[column]]

    def worst_radius(self) -> Fraction:
        """The largest radius in units of the largest number of its column."""
        return max((_worst(column) for column in self.columns.values()), default=Fraction(0))


@dataclass(frozen=True)
class Note:
    """What the ledger says about a claim that a figure shows; `corrected` is in LaTeX, if any."""

    id: str
    verdict: str
    says: str
    corrected: str = ""


@dataclass(frozen=True)
class FigureData:
    """All numbers of one figure."""

    name: str
    says: str
    digits: int
    series: tuple[Series, ...]
    notes: tuple[Note, ...] = ()

    def __getitem__(self, name: str) -> Series:
        for one in self.series:
            if one.name == name:
                return one
        raise InputError(f"the series {shown(name)} of figure {self.name}", ", ".join(one.name for one in self.series))

    def named(self, start: str) -> list[Series]:
        """The series whose names begin with `start`."""
        return [one for one in self.series if one.name.startswith(start)]

    def __len__(self) -> int:
        """How many numbers there are."""
        return sum(len(one) * len(one.columns) for one in self.series)

    def worst_radius(self) -> Fraction:
        """The largest radius of all, in units of the largest number of its column."""
        return max((one.worst_radius() for one in self.series), default=Fraction(0))

    def checked(self) -> FigureData:
        """This, or PrecisionError where a number is wider than was asked."""
        for one in self.series:
            if one.worst_radius() * 10**self.digits > 1:
                raise PrecisionError(f"the series {one.name} of figure {self.name}", f"{self.digits} digits of each "
                                     "number", "ask for fewer digits")  # fmt: skip
        return self


@dataclass(frozen=True)
class Task:
    """How a figure is to be computed: the digits, whether on a coarse grid, and who hears about progress."""

    digits: int = DIGITS
    coarse: bool = False
    progress: Progress | None = None

    def count(self, steps: int) -> int:
        """The number of steps of an axis that has `steps` in full."""
        return max(4, steps // _COARSE) if self.coarse else steps

    def axis(self, low: str, high: str, steps: int) -> list[Fraction]:
        """Equally spaced points, both ends included.

        >>> print(*Task().axis("0", "1", 4))
        0 1/4 1/2 3/4 1
        """
        start, stop, parts = Fraction(low), Fraction(high), self.count(steps)
        return [start + (stop - start) * k / parts for k in range(parts + 1)]

    def over(self, items: Iterable[Item], what: str) -> Iterator[Item]:
        """The items, with a report after each."""
        listed = list(items)
        for done, item in enumerate(listed):
            self.report(what, done, len(listed))
            yield item
        self.report(what, len(listed), len(listed))

    def report(self, what: str, done: int, total: int) -> None:
        """Tell how far it is."""
        if self.progress is not None:
            self.progress(what, done, total)


def series(name: str, digits: int, columns: Mapping[str, Any], **parameters: object) -> Series:
    """A series of exact numbers and enclosures, the latter cut to little more than the digits asked for.

    >>> from flint import arb
    >>> one = series("example", 6, {"x": [0, "1/2"], "y": [Real.from_ball(arb(2).sqrt()), 1]}, N=4)
    >>> print(one["x"][1], one["y"][0].to_str(6), one.parameters)
    1/2 [1.4142136 +/- 4.33e-8] {'N': '4'}
    """
    bits = int(3.33 * digits) + _GUARD
    table = {key: tuple(_short(Real(x), bits) for x in column) for key, column in columns.items()}
    return Series(name, table, {key: str(x) for key, x in parameters.items()})


def _short(x: Real, bits: int) -> Real:
    if x.is_exact:
        return x
    with working_precision(bits):
        return Real.from_ball(+x.to_arb())


def _worst(column: tuple[Real, ...]) -> Fraction:
    radius = max((x.rad for x in column if x.is_ball), default=Fraction(0))
    if not radius:
        return radius
    largest = max(abs(x.mid) for x in column)
    return radius / largest if largest else Fraction(1)
