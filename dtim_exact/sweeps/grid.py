"""The points of a sweep: fixed parameters, and axes whose product, or whose values side by side, are the points.

A grid is never written out: point number i is computed from i, so that 10^8 points take no memory. The name of a point
is the exact text of its values on the axes, such as `hz=1/100 hx=4`.

Key result: `Grid`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

from ..errors import InputError, shown
from .axes import PARAMETERS, canonical, read_axis

__all__ = ["Grid", "parameters_of"]

MOST_POINTS = 10**12


@dataclass(frozen=True)
class Grid:
    """Fixed parameters and axes, all as canonical text; `zipped` axes have one length and are walked side by side.

    >>> grid = Grid.read({"hz": "0:1:1/2", "hx": [1, 4]}, {"N": 3, "J": 1})
    >>> len(grid), grid.key(1), grid.shape
    (6, 'hz=0 hx=4', (3, 2))
    """

    fixed: tuple[tuple[str, str], ...]
    axes: tuple[tuple[str, tuple[str, ...]], ...]
    zipped: bool = False

    @classmethod
    def read(cls, axes: object, fixed: Mapping[str, object], zipped: bool = False) -> Grid:
        """A grid from what a user gave, checked; the order of the axes is kept, the last one runs fastest."""
        if not isinstance(axes, Mapping) or not axes:
            raise InputError("a sweep without an axis", "at least one", 'give a grid such as {"hz": "0:4:1/100"}')
        for name in fixed:
            if name not in PARAMETERS:
                raise InputError(f"the parameter {shown(name)}", f"parameters among {', '.join(PARAMETERS)}")
            if name in axes:
                raise InputError(f"{name} both fixed and as an axis", "one of the two")
        constant = tuple((name, canonical(name, fixed[name])) for name in PARAMETERS if name in fixed)
        grid = cls(constant, tuple((name, read_axis(name, given)) for name, given in axes.items()), bool(zipped))
        grid._check()
        return grid

    def _check(self) -> None:
        if prod(self.shape) > MOST_POINTS:
            raise InputError(f"a grid of {prod(self.shape)} points", f"at most {MOST_POINTS}")
        if not self.zipped:
            for name, values in self.axes:
                _refuse_twice(name, values)
            return
        lengths = {name: len(values) for name, values in self.axes}
        if len(set(lengths.values())) > 1:
            told = ", ".join(f"{name}: {length}" for name, length in lengths.items())
            raise InputError(f"axes of different lengths side by side ({told})", "equal lengths")
        _refuse_twice(" ".join(lengths), tuple(zip(*(values for _, values in self.axes), strict=True)))

    def __len__(self) -> int:
        return prod(self.shape)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the axes."""
        return tuple(name for name, _ in self.axes)

    @property
    def shape(self) -> tuple[int, ...]:
        """The lengths of the axes, or the one length of axes that are side by side."""
        lengths = tuple(len(values) for _, values in self.axes)
        return lengths[:1] if self.zipped else lengths

    def point(self, number: int) -> tuple[str, ...]:
        """The values on the axes of point `number`, 0 to len - 1; the last axis runs fastest."""
        if self.zipped:
            return tuple(values[number] for _, values in self.axes)
        place: list[str] = []
        for _, values in reversed(self.axes):
            number, at = divmod(number, len(values))
            place.append(values[at])
        return tuple(reversed(place))

    def key(self, number: int) -> str:
        """The exact text that names point `number`."""
        return self.key_of(self.point(number))

    def key_of(self, point: tuple[str, ...]) -> str:
        """The exact text that names the point with these values on the axes."""
        return " ".join(f"{name}={value}" for (name, _), value in zip(self.axes, point, strict=True))

    def points(self) -> Iterator[tuple[str, ...]]:
        """All points in order."""
        return map(self.point, range(len(self)))

    def parameters(self, number: int) -> dict[str, str]:
        """All parameters of point `number`, as text."""
        return {**dict(self.fixed), **dict(zip(self.names, self.point(number), strict=True))}

    def contains(self, other: Grid) -> bool:
        """Whether every point of `other` is one of this grid too, under the same name."""
        if (self.fixed, self.names, self.zipped) != (other.fixed, other.names, other.zipped):
            return False
        if self.zipped:
            return set(other.points()) <= set(self.points())
        return all(set(old) <= set(new) for (_, new), (_, old) in zip(self.axes, other.axes, strict=True))

    def to_json(self) -> dict[str, Any]:
        """The description that a result file keeps; `from_json` reads it back."""
        axes = [[name, list(values)] for name, values in self.axes]
        return {"fixed": dict(self.fixed), "axes": axes, "zipped": self.zipped}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Grid:
        """Reads what `to_json` wrote."""
        return cls.read(dict(data["axes"]), data["fixed"], data["zipped"])


def parameters_of(texts: Mapping[str, str]) -> dict[str, Any]:
    """What `Model.from_dict` takes: lists of fields as lists.

    >>> parameters_of({"N": "2", "hx": "1,1/2"})
    {'N': '2', 'hx': ['1', '1/2']}
    """
    return {name: text.split(",") if "," in text else text for name, text in texts.items()}


def _refuse_twice(what: str, values: tuple[Any, ...]) -> None:
    seen: set[Any] = set()
    for value in values:
        if value in seen:
            told = " ".join(value) if isinstance(value, tuple) else value
            raise InputError(f"{what} = {shown(told)} twice on its axis", "every point once")
        seen.add(value)
