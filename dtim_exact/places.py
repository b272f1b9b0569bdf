"""Where things stand in the sources: file and line of what evaluates an equation.

Key result: `place_of_function`, the lines of `where` and of the book.
"""

from __future__ import annotations

import importlib
import inspect
from typing import Any

from .errors import InputError, shown

__all__ = ["place_of_function"]


def place_of_function(name: str) -> dict[str, Any]:
    """File and line of `package.module:function` or `package.module:Class.method`.

    >>> from pathlib import Path
    >>> Path(place_of_function("dtim_exact.weights:weights")["file"]).name
    'weights.py'

    Raises InputError for a name that leads to nothing.
    """
    module_name, _, path = name.partition(":")
    try:
        found: Any = importlib.import_module(module_name)
        for part in path.split("."):
            found = inspect.getattr_static(found, part)
    except (ImportError, AttributeError) as error:
        raise InputError(
            f"{shown(name)}, which the claim names", "package.module:function", "mend the claim"
        ) from error
    found = inspect.unwrap(getattr(found, "fget", None) or getattr(found, "__func__", None) or found)
    return {"name": name, "file": inspect.getsourcefile(found), "line": inspect.getsourcelines(found)[1]}
