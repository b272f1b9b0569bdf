"""The one place that sets the working precision of flint.

flint keeps its precision in one context a process, so two threads would disturb each other: a lock shared by all
threads, re-entrant, is held for as long as a precision is set, and the caller's own precision comes back afterwards.
flint's number of threads changes the last bits of some radii: inside it is 1, so that the same question always has the
same answer, bit for bit.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from flint import ctx

__all__ = ["current_precision", "working_precision"]

_LOCK = RLock()


@contextmanager
def working_precision(prec: int) -> Iterator[int]:
    """Compute with `prec` bits inside the block, then restore what was set before.

    >>> with working_precision(200) as prec:
    ...     print(prec, current_precision())
    200 200
    """
    with _LOCK:
        before, threads = ctx.prec, ctx.threads
        ctx.prec = int(prec)
        if threads != 1:
            ctx.threads = 1
        try:
            yield ctx.prec
        finally:
            ctx.prec = before
            if threads != 1:
                ctx.threads = threads


def current_precision() -> int:
    """The working precision in bits that holds now."""
    return int(ctx.prec)
