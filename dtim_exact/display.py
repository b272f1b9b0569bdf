"""How results show themselves: in a notebook as HTML and LaTeX, in NumPy as objects that keep their radius.

`notebook` writes the HTML and LaTeX; it is imported when something is shown.

Key results: `Displayed` (models, values, claims, verdicts, ledgers), `ArrayElement` (values).
"""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING, Any

from .errors import InputError, shown

if TYPE_CHECKING:
    import numpy as np

__all__ = ["ArrayElement", "Displayed"]


class Displayed:
    """Notebook manners."""

    __slots__ = ()

    def __repr__(self) -> str:
        from .notebook import plain_of

        return plain_of(self)

    def _repr_latex_(self) -> str:
        from .notebook import latex_of

        return latex_of(self)

    def _repr_html_(self) -> str:
        from .notebook import html_of

        return html_of(self)

    def _repr_mimebundle_(
        self, include: Container[str] | None = None, exclude: Container[str] | None = None, **_: Any
    ) -> dict[str, str]:
        makers = {"text/plain": self.__repr__, "text/html": self._repr_html_, "text/latex": self._repr_latex_}
        wanted = [kind for kind in makers if include is None or kind in include]
        return {kind: makers[kind]() for kind in wanted if exclude is None or kind not in exclude}


class ArrayElement:
    """An element of object arrays: NumPy gets the object itself, and no double from which the radius has gone."""

    __slots__ = ()

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray[Any, Any]:
        import numpy as np

        if dtype is not None and np.dtype(dtype) != np.dtype(object):
            do = "write dtim_exact.midpoints(...) for the midpoints as floats, or dtype=object for the enclosures"
            raise InputError(f"{shown(self)} for an array of {np.dtype(dtype)}", "an array of objects", do)
        array = np.empty((), dtype=object)
        array.fill(self)
        return array
