"""The certificate of digits: raise the precision until every value is enclosed as tightly as was asked.

Key result: `certify`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import acb, arb, fmpz

from .errors import InputError, PrecisionError, shown
from .precision import working_precision
from .real import Real
from .values import Value

__all__ = ["certify", "check_digits"]

MAX_DIGITS = 10**6


def check_digits(digits: object) -> int:
    """`digits` as a positive int, or an InputError."""
    if isinstance(digits, bool) or not isinstance(digits, (int, fmpz)) or not 1 <= digits <= MAX_DIGITS:
        raise InputError(f"digits = {shown(digits)}", f"a whole number from 1 to {MAX_DIGITS}")
    return int(digits)


def certify(
    compute: Callable[[int], Any], digits: int, what: str = "", start: int | None = None, limit: int | None = None
) -> Any:
    """Raise the precision until every value has a relative radius of at most 10^-digits (of its modulus).

    `compute(prec)` runs inside `working_precision(prec)` and returns an acb, or a list of them (then a list of Values
    comes back); exact elements (int, fmpq, Gaussian, an exact Value) pass as they are. An exact 0 has to be decided
    before: a ball never proves it. `start` is the first precision in bits, `limit` the last that is tried.

    >>> print(certify(lambda prec: acb(2).sqrt(), 20).to_str(20))
    [1.414213562373095048802 +/- 3.12e-22]

    Raises PrecisionError, with what was reached, once the limit is passed or once more bits no longer help (balls as
    parameters).
    """
    digits = check_digits(digits)
    prec = start or int(digits * 3.33) + 64
    last = limit or 64 * prec + 200_000
    reached: list[_Reached] = []
    while True:
        with working_precision(prec):
            answer = compute(prec)
            many = isinstance(answer, (list, tuple))
            values = [_element(x) for x in (answer if many else [answer])]
            reached.append(_worst(values))
            if reached[-1].satisfies(digits):
                results = [x if isinstance(x, Value) else Value.from_ball(x) for x in values]
                return results if many else results[0]
        if 2 * prec > last or _stalled(reached):
            raise _not_certified(what, digits, prec, reached[-1], _stalled(reached))
        prec *= 2


def _element(x: Any) -> Value | acb:
    """An acb, or a Value for what is exact (or symbolic) already."""
    if isinstance(x, (Value, Real)):
        return Value.of(x) if x.is_exact or x.is_symbolic else x.to_acb()
    return x if isinstance(x, acb) else acb(x) if isinstance(x, arb) else Value.from_exact(x)


class _Reached:
    """How good the worst of some balls is: log2 of its relative radius, of its radius, and the ball."""

    def __init__(self, ball: acb | None) -> None:
        self.ball = ball
        self.relative: arb | None = None
        self.absolute: arb | None = None
        if ball is not None and ball.is_finite():
            with working_precision(64):
                self.absolute = (ball.real.rad() ** 2 + ball.imag.rad() ** 2).sqrt().upper()
                low = ball.abs_lower()
                self.relative = (self.absolute / low).upper() if low > 0 else None

    def satisfies(self, digits: int) -> bool:
        """A quarter of 10^-digits, so that the decimals as printed keep the promise too."""
        if self.ball is None:
            return True
        with working_precision(64):
            return self.relative is not None and bool(4 * self.relative * arb(10) ** digits <= 1)

    def digits(self) -> int:
        """The number of certified digits, 0 if there are none."""
        if self.relative is None or self.relative >= 1:
            return 0
        with working_precision(64):
            return int(float((-self.relative.log() / arb(10).log()).lower()))


def _worst(values: list[Value | acb]) -> _Reached:
    worst = _Reached(None)
    for x in values:
        if isinstance(x, Value):
            continue
        here = _Reached(x)
        if here.relative is None:
            return here
        if worst.relative is None or bool(here.relative > worst.relative):
            worst = here
    return worst


def _stalled(reached: list[_Reached]) -> bool:
    """True if doubling the bits twice (five times before the first digit) has not halved the radius.

    Then the radius comes from the parameters. Where they are exact it falls by 2^-bits once it falls at all.
    """
    back = 3 if reached[-1].digits() else 6
    first, last = (reached[-back].absolute if len(reached) >= back else None), reached[-1].absolute
    return first is not None and last is not None and bool(2 * last > first)


def _not_certified(what: str, digits: int, prec: int, reached: _Reached, stalled: bool) -> PrecisionError:
    got = f"{reached.digits()} digits of {what or 'the value'} at {prec} bits"
    if stalled:
        do = "give the ball parameters more accurately (or exactly), or ask for fewer digits"
    else:
        do = "ask for fewer digits; if the value is exactly 0, ask without digits"
    return PrecisionError(f"reached {got}", f"{digits} digits", do)
