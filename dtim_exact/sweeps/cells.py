"""Values as columns of doubles and text: a midpoint, a radius that is rounded up, and the text without any loss.

The interval [midpoint - radius, midpoint + radius] of the two doubles contains the enclosure: the radius covers the
rounding of the midpoint to a double too, and is therefore about 1e-16 of the midpoint however many digits are in the
text. Where there is no value the doubles are nan and the text is empty; a value beyond the doubles has the radius inf.

Key results: `columns`, `cells`, `coordinate`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ..arrays import float_ball
from ..errors import InputError
from ..numbers import parse_real
from ..real import Real
from .batch import Answer, read_answer

if TYPE_CHECKING:
    from .observables import Observable
    from .result import Sweep

__all__ = ["Column", "cells", "columns", "coordinate", "has_coordinate", "safe_name"]

Cell = tuple[float, float, str]


class Column(NamedTuple):
    """One real column: its name, the observable it belongs to, which part of it, and the unit."""

    name: str
    observable: str
    part: str
    unit: str


def columns(observables: Sequence[Observable]) -> list[Column]:
    """A column for each real observable, two for each that may be complex.

    >>> from .observables import Observable
    >>> [column.name for column in columns([Observable.read("X1 X2"), Observable.read("+1 -2")])]
    ['X1_X2', 'p1_m2_re', 'p1_m2_im']
    """
    made = []
    for one in observables:
        name = safe_name(one.text)
        parts = ("re", "im") if one.is_complex else ("",)
        made += [Column(f"{name}_{part}" if part else name, one.text, part, one.unit) for part in parts]
    return made


def safe_name(observable: str) -> str:
    """A name that every file format takes: letters, digits and underscores."""
    return observable.translate(str.maketrans("+- :,", "pm___"))


def cells(sweep: Sweep, answer: Answer) -> list[Cell]:
    """Midpoint, radius and text for each of the columns."""
    if answer.values is None:
        return [(math.nan, math.nan, "")] * len(columns(sweep.observables))
    found: list[Cell] = []
    for one, value in zip(sweep.observables, read_answer(answer.values), strict=True):
        parts = (value.re, value.im) if one.is_complex else (value.re,)
        found += [(*float_ball(part), part.to_text()) for part in parts]
    return found


def has_coordinate(values: Sequence[str]) -> bool:
    """Whether all values of an axis are real numbers: not lists of fields, not complex."""
    try:
        for value in values:
            parse_real(value)
    except InputError:
        return False
    return True


@lru_cache(maxsize=100_000)
def coordinate(value: str) -> float:
    """The double nearest to a real value of an axis; an infinity beyond the doubles."""
    x = Real(value)
    try:
        return float(x)
    except OverflowError:
        return math.inf if x > 0 else -math.inf
