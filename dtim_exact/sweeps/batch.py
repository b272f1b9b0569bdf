"""What a worker does: a batch of points in, their answers out, all of it plain text that any executor can carry.

An answer is the lossless text of each observable's value, a line each; a point that fails has one line that says why,
and does not stop the others. Nothing here depends on how points are batched, so the answers do not either.

Key results: `Task`, `evaluate_batch`, `read_answer`.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ..errors import DtimError
from ..real import Real
from ..values import Value
from .observables import Observable, Point

__all__ = ["Answer", "Task", "evaluate_batch", "read_answer"]

_LONGEST_ERROR = 400


class Task(NamedTuple):
    """What all points of a sweep have in common."""

    fixed: tuple[tuple[str, str], ...]
    names: tuple[str, ...]
    observables: tuple[str, ...]
    digits: int | None


class Answer(NamedTuple):
    """The values of one point as lossless text, or why there are none."""

    values: str | None
    error: str | None


def evaluate_batch(task: Task, points: Sequence[tuple[str, ...]]) -> tuple[float, list[Answer]]:
    """The seconds of CPU it took, which a busy machine does not change much, and an answer for each of the points.

    >>> task = Task((("N", "3"), ("J", "1"), ("hx", "2")), ("hz",), ("polarization", "+1"), None)
    >>> for answer in evaluate_batch(task, [("1/2",), ("1/0",)])[1]:
    ...     print(answer)
    Answer(values='89/737\\n-90/737', error=None)
    Answer(values=None, error="hz = '1/0': needed a denominator other than 0")
    """
    start = time.thread_time()
    answers = [_answer(task, point) for point in points]
    return time.thread_time() - start, answers


@lru_cache(maxsize=256)
def _observable(text: str) -> Observable:
    return Observable.read(text)


def _answer(task: Task, values: tuple[str, ...]) -> Answer:
    point = Point({**dict(task.fixed), **dict(zip(task.names, values, strict=True))}, task.digits)
    try:
        return Answer("\n".join(_text(_observable(text).compute(point)) for text in task.observables), None)
    except DtimError as error:
        return Answer(None, one_line(str(error)))
    except Exception as error:  # noqa: BLE001 - whatever happens at one point must not stop the others
        return Answer(None, one_line(f"{type(error).__name__}: {error}"))


def _text(value: Value | Real) -> str:
    """Lossless; a value that is certainly real as its real part alone, a complex one as `(RE, IM)`."""
    whole = Value.of(value)
    return whole.re.to_text() if whole.is_real else whole.to_text()


def one_line(text: str) -> str:
    """An error for the record: one line of bounded length."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST_ERROR else flat[:_LONGEST_ERROR] + " ..."


def read_answer(text: str) -> list[Value]:
    """The values of one point, bit for bit as they were computed."""
    return [Value.from_text(line) for line in text.split("\n")]
