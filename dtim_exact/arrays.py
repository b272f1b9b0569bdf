"""From arrays of results to arrays of doubles: one explicit call, and the radius that is left behind by another.

Results stand in NumPy arrays, pandas columns and xarray variables as objects, with their radius. Nothing turns them
into doubles on the way; `midpoints` does, when asked.

Key results: `midpoints`, `radii`, `float_ball` (for one real number).
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from flint import arb

from .precision import working_precision
from .real import Real
from .values import Value

if TYPE_CHECKING:
    import numpy as np

__all__ = ["float_ball", "midpoints", "radii"]

_PRECISION = 128  # bits in which the distance of a midpoint from its double is bounded


def midpoints(values: Any, dtype: Any = float) -> np.ndarray[Any, Any]:
    """The midpoints of an array (list, column) of results as doubles, or with dtype=complex as complex doubles.

    >>> from dtim_exact import Model
    >>> print(midpoints([Model(N=2, J=1, hx=4, hz=hz).density(digits=20) for hz in (0, 1, "1/3")]))
    [0.5        0.45       0.49287322]

    Raises InputError for a value that is not real (if dtype is float) or not a number.
    """
    return _mapped(lambda value: complex(value) if np_is_complex(dtype) else float(value), values, dtype)


def radii(values: Any) -> np.ndarray[Any, Any]:
    """Doubles r such that the true values lie within r of `midpoints`, the rounding to doubles included.

    >>> from dtim_exact import Value
    >>> print(radii([Value.from_exact("1/2"), Value.from_exact("1/3")]) > 0)
    [False  True]
    """
    return _mapped(_radius, values, float)


def float_ball(x: Real) -> tuple[float, float]:
    """A double near x, and a double that bounds its distance from every number in the enclosure x.

    >>> float_ball(Real("1/2")), float_ball(Real("1e-400"))
    ((0.5, 0.0), (0.0, 5e-324))
    """
    try:
        mid = float(x)
    except OverflowError:
        return math.nan, math.inf
    with working_precision(_PRECISION):
        distance = abs(x.to_arb() - arb(mid)).upper()
        if distance.is_zero():
            return mid, 0.0
        rad = float(distance)
        while not arb(rad) >= distance:
            rad = math.nextafter(rad, math.inf)
    return mid, rad


def np_is_complex(dtype: Any) -> bool:
    """Whether the type of an array's elements is complex."""
    import numpy as np

    return bool(np.issubdtype(np.dtype(dtype), np.complexfloating))


def _radius(value: Value | Real) -> float:
    """The radius and what the rounding of the midpoint adds, rounded up."""
    exact, rad = value.mid, value.rad
    if isinstance(exact, Fraction):
        return float_ball(value if isinstance(value, Real) else value.re)[1]
    re, im, z = Real(exact.re).exact, Real(exact.im).exact, complex(value)
    total = rad + abs(re - Fraction(z.real)) + abs(im - Fraction(z.imag))
    if not total:
        return 0.0
    near = float(total)
    return near if Fraction(near) >= total else math.nextafter(near, math.inf)


def _mapped(function: Any, values: Any, dtype: Any) -> np.ndarray[Any, Any]:
    import numpy as np

    objects = np.asarray(values, dtype=object)
    found = np.empty(objects.shape, dtype=dtype)
    for at, value in np.ndenumerate(objects):
        found[at] = function(value if isinstance(value, (Value, Real)) else Value.of(value))
    return found
