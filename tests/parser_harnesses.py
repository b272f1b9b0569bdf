"""One harness for each parser of foreign text: only the library's own errors may come out, and what is read is stable.

A harness takes any text, hands it to a parser and returns True if the text was taken, False if it was refused by a
`DtimError`. Everything else that comes out of the parser comes out of the harness: that is a finding. Text that was
taken is written and read again, and must mean the same. `benchmarks/fuzz.py` feeds the harnesses from a fuzzer that is
guided by coverage, `test_properties_parsers.py` from grammars.

Key results: `HARNESSES`, `SEEDS`.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from dtim_exact import DtimError, Model, Real, Value
from dtim_exact.cli import main
from dtim_exact.cli.model_input import build_model, read_parameters
from dtim_exact.numbers import parse_complex, parse_real
from dtim_exact.pauli import parse_pauli_string
from dtim_exact.sweeps import axes
from dtim_exact.sweeps.grid import Grid
from dtim_exact.sweeps.observables import Observable

__all__ = ["HARNESSES", "SEEDS"]

Harness = Callable[[str], bool]
SITES = 5
SHORT = 10**5  # characters that are worth writing out again


def refusing(read: Callable[[str], None]) -> Harness:
    """`read` with the errors that are meant for the user told apart from all others."""

    def harness(text: str) -> bool:
        try:
            read(text)
        except DtimError as error:
            message = str(error)
            assert message, "an error without a message"
            assert "\n" not in message, "a message of several lines"
            return False
        return True

    return harness


def number(text: str) -> None:
    z = parse_complex(text)
    if len(text) < SHORT and max(int(part.q.bit_length()) for part in (z.re, z.im)) < SHORT:
        assert parse_complex(str(z)) == z
    if z.is_real():
        assert parse_real(text) == z.re


def observable(text: str) -> None:
    operators = parse_pauli_string(text, SITES)
    assert all(1 <= site <= SITES and not o.is_identity() for site, o in operators.items())
    assert parse_pauli_string(" ".join(text.split()), SITES) == operators


def asked(text: str) -> None:
    """An observable of a sweep."""
    one = Observable.read(text)
    assert Observable.read(one.text).uses == one.uses


def model_file(text: str) -> None:
    """A model file, TOML or JSON, up to the model."""
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        path = Path(folder) / "model"
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
        m = build_model(read_parameters({}, str(path)))
    assert m.N >= 1
    if len(text) < SHORT:
        assert Model.from_dict(m.to_dict()) == m


def _memory() -> str | None:
    """A folder that no disk stands behind, where there is one."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def value_text(text: str) -> None:
    value = Value.from_text(text)
    assert Value.from_text(value.to_text()).to_text() == value.to_text()
    written = str(value)
    assert written
    if value.is_exact:
        assert Value.from_text(written) == value


def value_json(text: str) -> None:
    """Any JSON, as a value and as a real number; text that is no JSON at all counts as taken."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    refused = 0
    for kind in (Value, Real):
        try:
            read = kind.from_json(data)
        except DtimError:
            refused += 1
        else:
            assert kind.from_json(read.to_json()).contains(read)
    if refused == 2:
        Value.from_json(data)


def sweep_axis(text: str) -> None:
    """The values of an axis, NAME=VALUES; long axes are refused early, which takes no other road than at 10^7."""
    name, _, values = text.partition("=")
    most, axes.MOST_VALUES = axes.MOST_VALUES, 2000
    try:
        found = axes.read_axis(name.strip(), values)
        if len(found) < 50 and len(values) < 1000:
            assert axes.read_axis(name.strip(), list(found)) == found
    finally:
        axes.MOST_VALUES = most


def sweep_grid(text: str) -> None:
    """A whole grid, one NAME=VALUES a line; a line without `=` walks the axes side by side."""
    lines = text.splitlines()[:6]
    most, axes.MOST_VALUES = axes.MOST_VALUES, 200
    try:
        pairs = dict(line.partition("=")[::2] for line in lines if "=" in line)
        grid = Grid.read(pairs, {}, zipped=any("=" not in line for line in lines))
        assert Grid.from_json(grid.to_json()) == grid
        assert grid.key(len(grid) - 1)
    finally:
        axes.MOST_VALUES = most


TOO_LONG = re.compile(r"[0-9]{3}|[eE][+-]?[0-9]{2}|@|/dev|/proc")  # what would compute for minutes, or read files


def command_line(text: str) -> bool:
    """The arguments of the command, one a line: exit status 0, 1 or 2, and one line on standard error with 2.

    Commands that write files and those that prove are left out, and so are numbers of three digits and more, which
    ask for long computations; the tests have those by hand.
    """
    arguments = text.split("\n")[:24]
    if any(TOO_LONG.search(word) for word in arguments):
        return False
    if any(word in text for word in ("verify", "book", "figure", "dask", "export")):
        return False
    if arguments[0] == "sweep":
        arguments[1:2] = [":memory:/none"]  # a file that cannot be made
    return run(arguments) != 2


def run(arguments: Iterable[str]) -> int:
    """The exit status of the command; AssertionError if it breaks its manners, any exception that comes out of it."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(list(arguments))
    told = err.getvalue()
    assert status in (0, 1, 2), f"exit status {status}"
    if status == 2:
        assert told.count("\n") == 1, f"not one line: {told!r}"
        assert not out.getvalue(), "an answer beside an error"
    assert "Traceback" not in told
    return status


HARNESSES: dict[str, Harness] = {
    "number": refusing(number),
    "observable": refusing(observable),
    "asked": refusing(asked),
    "model": refusing(model_file),
    "text": refusing(value_text),
    "json": refusing(value_json),
    "axis": refusing(sweep_axis),
    "grid": refusing(sweep_grid),
    "command": command_line,
}

SEEDS: dict[str, tuple[str, ...]] = {
    "number": ("0.1", "1/3-2/5i", "1e-110", "-2/6", "+.5e+3", "1/3 - 2/5 i", "2*I", "\N{MINUS SIGN}1/2", "1e9999999"),
    "observable": ("X1 Y2", "+1 +2 -2 -3", "Z2 +1 -1 Z2", "X5", "Q1", "X0"),
    "asked": ("density", "X1 X2", "moment:2", "purity:1,2", "entropy:1,2", "width:1", "limit:m", "limit:transition"),
    "model": (
        'N = 3\nJ = 1\nhx = [1, "1/2", 0.25]\nhz = 1e-30\ngamma = "1/1000"\n',
        '{"N": 4, "J": 1, "hx": "4", "resonance": 1, "epsilon": "1e-3"}',
        '{"model": {"N": "2", "J": "1/2", "hx": ["1", "-3"], "hy": 0.5, "Gamma": null}}',
    ),
    "text": ("(1/3, 2)", "[3*2^-4 +/- 1*2^-30]", "([3*2^-4 +/- 1*2^-30], 0)", "1/3+2i"),
    "json": (
        '{"re": {"exact": "1/3"}, "im": {"mid": "1.234e-10", "rad": "1e-40"}}',
        '{"exact": "-7"}',
        '{"mid": "0", "rad": "1/2"}',
        '{"mid": [], "rad": null}',
    ),
    "axis": ("hz=0:4:1/100", "hx=1,2;3,4", "gamma=log:1:100:2", "hz=lin:0:1:5", "epsilon=1e-3-i,0", "N=1:9:2,20"),
    "grid": ("hz=0:1:1/2\nhx=1,4", "hz=1,2\nhx=3,4\nzip", "N=2,3\nresonance=0:1:1"),
    "command": tuple(
        line.replace(" ", "\n")
        for line in (
            "expect --N 3 --J 1 --hx 2 --hz 1/2 --gamma 1/5 X1 density --json",
            "expect --N 2 --J -1 --hx 1,2 --hy 0,1 --digits 9 +1 --quiet",
            "expect --N 4 --J 1 --hx 4 --resonance 1 --epsilon 1e-9 Z1 --digits 5",
            "width --N 5 --J 1 --hx 2 --n 1 --digits 6 --definition half-baseline",
            "meanfield --J 1 --hx 1/5 --hz 1/3 --gamma 1/9 --digits 5",
            "potential --J 1 --hx 1/5 --hz 1/3 --gamma 1/9 --digits 5 --json",
            "transition --J 1 --hx 1/5 --gamma 1/50 --digits 5",
            "critical --J 1 --gamma 1/9 --Gamma 1/7 --digits 5",
            "where 17",
            "latex S14 --align",
            "latex 17 --N 2 +1",
            "sweep x --grid hz=0:1:1/2 --N 2 --J 1 --hx 1 -O density --workers 0",
        )
    ),
}


def bytes_of(text: Any) -> bytes:
    """Text as the fuzzer sees it."""
    return str(text).encode("utf-8", "surrogateescape")
