"""Model parameters from options and files, the same for every command.

A value stays the text that was typed until `Model` parses it exactly: no float ever exists on the way. A parameter may
come from `--model FILE` (TOML or JSON with the options' names as keys) and be overridden by its option.
"""

from __future__ import annotations

import functools
import json
import stat
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..errors import InputError, shown

if TYPE_CHECKING:
    from ..model import Model

__all__ = [
    "AtLeast",
    "answer_options",
    "build_model",
    "chosen_parameters",
    "described",
    "limit_parameters",
    "model_options",
    "read_parameters",
]

_OPTIONS = {
    "N": "Number of spins.",
    "J": "Ising coupling.",
    "hx": "Transverse field along x: one value, N values with commas between, or @FILE.",
    "hy": "Transverse field along y, likewise.  [default: 0]",
    "hz": "Longitudinal field.  [default: 0]",
    "gamma": "Rate of local decay.  [default: 0, the limit from above]",
    "Gamma": "Rate of collective decay.  [default: 0]",
    "resonance": "n: set r = n + epsilon instead of --hz and --gamma.",
    "epsilon": "The detuning in r = n + epsilon.  [default: 0]",
}
_METAVARS = {"N": "INTEGER", "hx": "NUMBER[,...]|@FILE", "hy": "NUMBER[,...]|@FILE", "resonance": "INTEGER"}
_NO_DEFAULT = ("N", "J", "hx")
_LARGEST_FILE = 64 * 2**20


class AtLeast(click.IntRange):
    """A whole number from `min` on; click would call it an 'integer range' in its message."""

    name = "whole number"


def model_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that describe a model; the command receives them as one dictionary, `parameters`."""

    @functools.wraps(command)
    def with_parameters(*args: Any, model_file: str | None, **options: Any) -> Any:
        typed = {name: options.pop(f"model_{name}") for name in _OPTIONS}
        given = {name: value for name, value in typed.items() if value is not None}
        return command(*args, parameters=read_parameters(given, model_file), **options)

    decorated: Callable[..., Any] = click.option(
        "--model", "model_file", metavar="FILE", help="The same keys as TOML or JSON."
    )(with_parameters)
    for name in reversed(_OPTIONS):
        metavar = _METAVARS.get(name, "NUMBER")
        # the explicit second name keeps --gamma and --Gamma apart, which click would both call `gamma`
        decorated = click.option(f"--{name}", f"model_{name}", metavar=metavar, help=_OPTIONS[name])(decorated)
    return decorated


def answer_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--digits`, `--json` and `--quiet`, as every command that answers with numbers has them."""
    command = click.option("--quiet", is_flag=True, help="Only the answer, without a heading.")(command)
    command = click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)
    return click.option("--digits", type=AtLeast(min=1), metavar="D", help="An enclosure with D proven digits.")(
        command
    )


def read_parameters(given: dict[str, str], model_file: str | None) -> dict[str, Any]:
    """Merge the options over the file and read the lists of fields.

    >>> read_parameters({"N": "2", "hx": "1/2, 3"}, None)
    {'N': '2', 'hx': ['1/2', '3']}
    """
    merged: dict[str, Any] = _read_model_file(Path(model_file)) if model_file is not None else {}
    merged.update(given)
    for name in ("hx", "hy"):
        if isinstance(merged.get(name), str):
            merged[name] = _fields(name, merged[name])
    if "epsilon" in merged and "resonance" not in merged:
        raise InputError("epsilon without resonance", "both or neither", "add --resonance n, or give --hz and --gamma")
    return merged


def described(parameters: dict[str, Any]) -> str:
    """The parameters as they were typed, for a heading; long lists are shortened.

    >>> described({"N": "9", "hx": list("123456789"), "epsilon": "1e-1000", "hy": "0"})
    'N=9, hx=1,2,3,...,9, epsilon=1e-1000'
    """

    def brief(value: Any) -> str:
        if not isinstance(value, list):
            return str(value)
        return ",".join(map(str, value)) if len(value) < 7 else f"{','.join(map(str, value[:3]))},...,{value[-1]}"

    return ", ".join(f"{name}={brief(value)}" for name, value in parameters.items() if value != "0")


def build_model(parameters: dict[str, Any]) -> Model:
    """The model of finite N that the options describe."""
    from ..model import Model

    return Model.from_dict(parameters)


def chosen_parameters(parameters: dict[str, Any], *wanted: str) -> dict[str, Any]:
    """The parameters `wanted` by a command that needs no whole model; what it would not use is refused, not ignored."""
    for name, value in parameters.items():
        if name not in wanted:
            raise InputError(f"{name} = {shown(value)}", f"only {', '.join(wanted)} for this command", f"drop {name}")
    missing = [f"--{name}" for name in wanted if name in _NO_DEFAULT and name not in parameters]
    if missing:
        raise InputError(f"no {', '.join(missing)}", "a value, there is no default", f"add {' and '.join(missing)}")
    return {name: parameters.get(name, "0") for name in wanted}


def limit_parameters(parameters: dict[str, Any], *wanted: str) -> dict[str, Any]:
    """The same for a command about the limit N to infinity, where J and Gamma are the barred values."""
    if "N" in parameters:
        do = "drop N, and give J and Gamma as the barred values N J and N Gamma"
        raise InputError(f"N = {shown(parameters['N'])}", "no N in the limit N to infinity", do)
    for name, value in parameters.items():
        if isinstance(value, list):
            raise InputError(f"a list for {name}", "one value: the limit is that of equal fields", "give one value")
    return chosen_parameters(parameters, *wanted)


def _fields(name: str, text: str) -> str | list[str]:
    """One value, values with commas between, or the values in a file (commas, spaces or lines between)."""
    if text.startswith("@"):
        content = _read_text(Path(text[1:]), f"{name} file")
        lines = (line.partition("#")[0] for line in content.splitlines())
        return [word for line in lines for word in line.replace(",", " ").split()]
    values = [value.strip() for value in text.split(",")]
    return values if len(values) > 1 else values[0]


def _read_model_file(path: Path) -> dict[str, Any]:
    """The keys of a model file, numbers as the text that stands in the file."""
    text = _read_text(path, "model file")
    try:
        data = _load_json(text) if text.lstrip().startswith("{") else tomllib.loads(text, parse_float=_as_typed)
    except (ValueError, RecursionError) as error:  # TOML and JSON errors are ValueErrors
        raise InputError(f"model file {shown(str(path))} ({error})", "TOML or JSON", "mend the file") from error
    if isinstance(data.get("model"), dict):  # what `expect --json` printed is a model file too
        data = data["model"]
    unknown = [key for key in data if key not in _OPTIONS]
    if unknown:
        given = f"model file {shown(str(path))} with the key {shown(unknown[0])}"
        raise InputError(given, f"keys among {', '.join(_OPTIONS)}", "mend the key")
    return {key: value for key, value in data.items() if value is not None}


def _load_json(text: str) -> dict[str, Any]:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        if len(set(keys)) < len(keys):
            raise ValueError(f"a key is given twice among {', '.join(keys)}")
        return dict(pairs)

    loaded: dict[str, Any] = json.loads(
        text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=once
    )
    return loaded


def _as_typed(number: str) -> str:
    return number.replace("_", "")


def _read_text(path: Path, what: str) -> str:
    """The text of a regular file of bounded size, so that no device or pipe can hang the command."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST_FILE:
            raise InputError(f"{what} {shown(str(path))}", "a regular file of at most 64 MiB", "give another file")
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"{what} {shown(str(path))} ({reason})", "a readable UTF-8 file", "check its name") from error
