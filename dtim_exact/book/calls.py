"""Calls of the package as data: a function, its arguments, and what to take of the answer.

From the same data come the number and the line of Python that shows how to get it again.

Key result: `Call`, written `call(...)`.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

__all__ = ["Call", "call"]


@dataclass(frozen=True)
class Call:
    """`module:function` of the package with its arguments; `take` is what follows: names, indices, () for a call."""

    target: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    take: tuple[Any, ...] = ()

    def value(self) -> Any:
        """The answer."""
        module, _, path = self.target.partition(":")
        found: Any = importlib.import_module(f"dtim_exact.{module}")
        for name in path.split("."):
            found = getattr(found, name)
        if not callable(found):
            return found
        answer = found(*map(_value, self.args), **{name: _value(arg) for name, arg in self.kwargs.items()})
        for step in self.take:
            answer = answer() if step == () else getattr(answer, step) if isinstance(step, str) else answer[step]
        return answer

    def code(self, names: Mapping[str, str] = MappingProxyType({})) -> str:
        """The line of Python; `names` has what stands in place of a part of it.

        >>> print(Call("blockade:resonances", kwargs={"N": 4, "J": "1/2"}, take=(3,)).code())
        resonances(N=4, J='1/2')[3]
        """
        if self.target.partition(":")[2].isupper():  # a constant
            return self.target.partition(":")[2]
        given = [_code(arg, names) for arg in self.args]
        given += [f"{name}={_code(arg, names)}" for name, arg in self.kwargs.items()]
        tail = "".join(map(_step, self.take))
        return f"{self.target.partition(':')[2]}({', '.join(given)}){tail}"


def _value(arg: Any) -> Any:
    if isinstance(arg, (list, tuple)):
        return type(arg)(map(_value, arg))
    return arg.value() if isinstance(arg, Call) else arg


def _code(arg: Any, names: Mapping[str, str]) -> str:
    if isinstance(arg, (list, tuple)):
        inside = ", ".join(_code(part, names) for part in arg)
        return f"[{inside}]" if isinstance(arg, list) else f"({inside})"
    text = arg.code() if isinstance(arg, Call) else repr(arg)
    return names.get(text, text)


def _step(step: Any) -> str:
    if isinstance(step, str):
        return f".{step}"
    return "()" if step == () else f"[{', '.join(map(str, step)) if isinstance(step, tuple) else step}]"


def call(target: str, *args: Any, take: tuple[Any, ...] = (), **kwargs: Any) -> Call:
    """A call as it would be written."""
    return Call(target, args, kwargs, take)
