"""Coefficients that belong to sites: which sites' parameters an element of a `Field` contains, and the element with
sites renamed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .fields import Field, Quotient


def relabelled(field: Field, value: Quotient, sites: Mapping[Any, Any]) -> Quotient:
    """The element with the parameters of sites renamed, all at once."""
    moves = {str(old): str(new) for old, new in sites.items() if str(old) != str(new)}
    images = list(field.generators)
    moved = False
    for a in _used(value) if moves else ():
        name = field.names[a]
        if isinstance(name, tuple) and name[0] == "at" and name[2] in moves:
            images[a] = field.generators[field.slot((name[0], name[1], moves[name[2]], name[3]))]
            moved = True
    if not moved:
        return value
    return Quotient(
        field, value.top.compose(*images, ctx=field.context), value.bottom.compose(*images, ctx=field.context)
    )


def site_labels(field: Field, value: Quotient) -> set[str]:
    """The sites whose parameters occur."""
    names = (field.names[a] for a in _used(value))
    return {str(name[2]) for name in names if isinstance(name, tuple) and name[0] == "at"}


def _used(value: Quotient) -> set[int]:
    return {a for polynomial in (value.top, value.bottom) for a, d in enumerate(polynomial.degrees()) if d > 0}
