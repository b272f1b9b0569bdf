"""The few exceptions of the package.

Each message is one line and says three things: what was given, what is needed, what to do. All derive from `DtimError`,
so a caller can catch everything that this package says on purpose with one clause.
"""

from __future__ import annotations

__all__ = ["ComparisonError", "CostError", "DtimError", "HypothesisError", "InputError", "PrecisionError", "shown"]

_ECHO = 60  # characters of an input that a message repeats


def shown(x: object) -> str:
    """A short, one-line picture of an input for a message, safe for numbers of any length.

    >>> shown("a" * 100)[-30:]
    'aaaaaaaaaaaaaaaaaaaaaaaaaaa...'
    """
    try:
        text = repr(x[: _ECHO + 1]) if isinstance(x, (str, bytes)) else str(x)
    except (ValueError, RecursionError):  # Python refuses to print an int of more than 4300 digits
        return f"a very long {type(x).__name__}"
    text = " ".join(text.split())
    return text if len(text) <= _ECHO else text[:_ECHO] + "..."


class DtimError(Exception):
    """Base of all errors of this package: `given`, `needed`, `do` make one line.

    >>> print(InputError(given="N = 0", needed="a positive integer N", do="give the number of spins, such as N=22"))
    N = 0: needed a positive integer N; give the number of spins, such as N=22
    """

    def __init__(self, given: str = "", needed: str = "", do: str = "") -> None:
        super().__init__(given, needed, do)
        self.given, self.needed, self.do = given, needed, do

    def __str__(self) -> str:
        needed = f"needed {self.needed}" if self.needed else ""
        tail = "; ".join(part for part in (needed, self.do) if part)
        return " ".join(": ".join(part for part in (self.given, tail) if part).split())


class InputError(DtimError, ValueError):
    """The input is not what the function takes."""


class HypothesisError(InputError):
    """The parameters lie outside the solvable class, or a limit that was asked for does not exist."""


class PrecisionError(DtimError, ArithmeticError):
    """The digits asked for cannot be certified: says what was reached and which knob to turn."""


class CostError(DtimError):
    """The exact answer would be too large or take too long: says the estimated cost and what to do instead."""


class ComparisonError(DtimError, ValueError):
    """Two enclosures overlap, so the comparison has no proven answer."""
