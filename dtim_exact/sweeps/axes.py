"""The values of one axis of a sweep, each an exact number, from text such as `0:4:1/100` or from a list.

    a,b,c                    the values themselves
    START:STOP:STEP          START, START + STEP, ...; STOP is included where the steps hit it, exactly
    lin:START:STOP:COUNT     COUNT values at equal distances, both ends included
    log:START:STOP:K         K values a decade: START times 1, 10^(1/K), 10^(2/K), ..., rounded to six digits, times
                             powers of ten; the rounded decimals are the exact inputs, and every K-th is START 10^j

Parts may be joined with commas. For hx and hy a semicolon separates values that are lists of N fields: `1,2;3,4`.
Every value is kept as its canonical text (`1/100`, `1/10-1/1000i`), which is what names a point.

Key results: `read_axis`, `canonical`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flint import arb, fmpq, fmpz

from ..errors import InputError, shown
from ..model import KEYS, RESONANCE_KEYS
from ..numbers import parse_complex, parse_count, parse_real
from ..precision import working_precision

__all__ = ["PARAMETERS", "canonical", "read_axis"]

PARAMETERS = tuple(dict.fromkeys((*KEYS, *RESONANCE_KEYS)))
MOST_VALUES = 10**7  # on one axis
MOST_BITS = 2 * 10**9  # of all values of one axis
_COUNTS = {"N": 1, "resonance": 0}  # whole numbers, and the least of them
_FIELDS = ("hx", "hy")
_MANTISSA = 10**5  # mantissas of logarithmic axes have six digits
_SYNTAX = "values with commas, START:STOP:STEP, lin:START:STOP:COUNT or log:START:STOP:K"


def read_axis(name: str, given: object) -> tuple[str, ...]:
    """The canonical values of the axis `name`, in order, from text or from an iterable of exact numbers.

    >>> read_axis("hz", "0:1:1/4"), read_axis("gamma", "log:1:100:2"), read_axis("hx", "1,2;0.5,4")
    (('0', '1/4', '1/2', '3/4', '1'), ('1', '79057/25000', '10', '79057/2500', '100'), ('1,2', '1/2,4'))
    >>> from fractions import Fraction
    >>> read_axis("hz", [0, Fraction(1, 3), "0.5"])
    ('0', '1/3', '1/2')

    Raises InputError for an unknown parameter, for text or numbers that are not exact, and for a value given twice.
    """
    if name not in PARAMETERS:
        raise InputError(f"the axis {shown(name)}", f"a parameter among {', '.join(PARAMETERS)}")
    if isinstance(given, str):
        values = tuple(_from_text(name, given))
    elif isinstance(given, Iterable) and not isinstance(given, (bytes, dict)):
        values = tuple(canonical(name, x) for x in given)
    else:
        raise InputError(f"{name} = {shown(given)} as an axis", f"a list of numbers, or text: {_SYNTAX}")
    if not values:
        raise InputError(f"no value for the axis {name}", "at least one")
    return values


def canonical(name: str, x: object) -> str:
    """The text that names the exact value x of the parameter `name`; lists of fields become `1,1/2,3`.

    >>> canonical("hz", "0.10"), canonical("N", 22), canonical("epsilon", "1e-3-i"), canonical("hx", [1, "1/2"])
    ('1/10', '22', '1/1000-i', '1,1/2')
    """
    try:
        if name in _COUNTS:
            return str(parse_count(x, name, least=_COUNTS[name]))
        if name in _FIELDS:
            if isinstance(x, str) and "," in x:
                x = x.split(",")
            if isinstance(x, (list, tuple)):
                return ",".join(str(parse_real(field)) for field in x)
        return str(parse_complex(x)) if name == "epsilon" else str(parse_real(x))
    except InputError as error:
        given = error.given if error.given.startswith(f"{name} =") else f"{name} = {error.given}"
        raise InputError(given, error.needed, error.do) from None


def _from_text(name: str, text: str) -> Iterator[str]:
    if name in _FIELDS and ";" in text:
        for part in text.split(";"):
            yield canonical(name, part.strip())
        return
    for part in (part.strip() for part in text.split(",")):
        if ":" not in part:
            yield canonical(name, part)
            continue
        for value in _range(name, part):
            yield canonical(name, value)


def _range(name: str, part: str) -> Iterator[fmpq]:
    """The values of START:STOP:STEP, lin:... or log:..."""
    kind, _, rest = part.partition(":")
    words = rest.split(":") if kind in _SPACINGS else part.split(":")
    if len(words) != 3:
        raise InputError(f"{name} = {shown(part)}", _SYNTAX, f"write {name}=0:4:1/100, with its step")
    try:
        start, stop, third = map(parse_real, words)
    except InputError as error:
        raise InputError(f"{name} = {shown(part)} with {error.given}", error.needed, error.do) from None
    values: Iterator[fmpq] = _SPACINGS.get(kind, _steps)(f"{name} = {shown(part)}", start, stop, third)
    return values


def _steps(given: str, start: fmpq, stop: fmpq, step: fmpq) -> Iterator[fmpq]:
    if step == 0 or (stop - start) / step < 0:
        raise InputError(given, "a step that leads from START to STOP", "mend its sign")
    count = _bounded(given, ((stop - start) / step).floor() + 1, start, stop, step)
    return (start + k * step for k in range(count))


def _linear(given: str, start: fmpq, stop: fmpq, count: fmpq) -> Iterator[fmpq]:
    if count.q != 1 or count < 2 or start == stop:
        raise InputError(given, "two different ends and a whole COUNT of at least 2")
    most = _bounded(given, count.p, start, stop)
    return (start + (stop - start) * k / (most - 1) for k in range(most))


def _logarithmic(given: str, start: fmpq, stop: fmpq, per_decade: fmpq) -> Iterator[fmpq]:
    if per_decade.q != 1 or not 1 <= per_decade <= 10**4 or not 0 < start <= stop:
        raise InputError(given, "0 < START <= STOP and a whole K from 1 to 10000")
    mantissas = list(_mantissas(int(per_decade.p)))
    _bounded(given, len(mantissas) * fmpz(int((stop / start).ceil()).bit_length()) * 3 // 10, start, stop)
    return _decades(start, stop, mantissas)


def _mantissas(per_decade: int) -> Iterator[fmpq]:
    """10^(k/K) for k = 0..K-1, each rounded to six digits: irrational for k > 0, so that some precision decides it."""
    for k in range(per_decade):
        nearest, bits = None, 64
        while nearest is None:
            with working_precision(bits):
                nearest = (_MANTISSA * arb(10) ** arb(fmpq(k, per_decade)) + arb(fmpq(1, 2))).floor().unique_fmpz()
            bits *= 2
        yield fmpq(nearest, _MANTISSA)


def _decades(start: fmpq, stop: fmpq, mantissas: list[fmpq]) -> Iterator[fmpq]:
    base = start
    while True:
        for mantissa in mantissas:
            if base * mantissa > stop:
                return
            yield base * mantissa
        base = base * 10


_SPACINGS: dict[str, Any] = {"lin": _linear, "log": _logarithmic}


def _bounded(given: str, count: fmpz, *numbers: fmpq) -> int:
    if count > MOST_VALUES:
        raise InputError(f"{given}, {shown(count)} values", f"at most {MOST_VALUES} values on one axis")
    bits = max(int(part.bit_length()) for x in numbers for part in (x.p, x.q))
    if count * bits > MOST_BITS:
        raise InputError(
            f"{given}, {shown(count)} values of up to {bits} bits", f"at most {MOST_BITS} bits on one axis"
        )
    return int(count)
