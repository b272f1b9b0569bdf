"""Exact arithmetic on the ends of real balls, and their printing in decimals, always rounded outward.

A ball is stored as four integers, midpoint m 2^e and radius r 2^f: bit for bit what flint computed, whatever the
precision in force, so it pickles and copies. Its ends are compared exactly here. `decimal_ball` prints a midpoint and a
radius in decimals such that [mid +/- rad] as printed contains the ball.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from flint import arb, fmpq, fmpz

from .errors import CostError
from .precision import working_precision

__all__ = ["Ball", "Scaled", "ball_from_rationals", "decimal_ball", "rational", "scaled_compare"]

LOG2_10 = (33219280948873623478703194294893901759, 10**37)  # log2(10) as p / q
MAX_SHIFT = 1 << 24  # bits: beyond it a dyadic number is not written out as a rational
MOST_PRINTED = 2 * 10**6  # decimals of a midpoint, however small its radius


class Scaled(NamedTuple):
    """The number p / q * 2^e with q > 0; the exponent may be far too large to write the number out."""

    p: fmpz
    q: fmpz
    e: int


class Ball(NamedTuple):
    """The real ball of midpoint m 2^e and radius r 2^f (r >= 0)."""

    m: fmpz
    e: int
    r: fmpz
    f: int

    @classmethod
    def of(cls, x: arb) -> Ball:
        """The finite ball x, bit for bit."""
        (m, e), (r, f) = x.mid().man_exp(), x.rad().man_exp()
        return cls(m, int(e), r, int(f))

    def arb(self) -> arb:
        """This ball for flint; flint may round the radius up by one part in 10^8."""
        mid = arb((self.m, fmpz(self.e)))
        return arb(mid, arb((self.r, fmpz(self.f)))) if self.r != 0 else mid

    def end(self, sign: int) -> Scaled:
        """The upper end (sign = 1) or the lower end (sign = -1), exactly."""
        if self.r == 0:
            return Scaled(self.m, fmpz(1), self.e)
        if self.m == 0:
            return Scaled(sign * self.r, fmpz(1), self.f)
        low = min(self.e, self.f)
        if max(self.e, self.f) - low > MAX_SHIFT:
            raise CostError("a ball whose radius is 2^16777216 times off its midpoint", "a tighter ball to compare")
        return Scaled((self.m << (self.e - low)) + sign * (self.r << (self.f - low)), fmpz(1), low)


def _bits(x: Scaled) -> int:
    """log2 |x| up to less than 1 either way, x not 0."""
    return _size(x.p) - _size(x.q) + x.e


def _size(n: fmpz) -> int:
    return int(abs(n).bit_length())


def scaled_compare(x: Scaled, y: Scaled) -> int:
    """The sign of x - y, exactly, at any size of exponents."""
    sign_x, sign_y = (int(v.p > 0) - int(v.p < 0) for v in (x, y))
    if sign_x != sign_y or not sign_x:
        return (sign_x > sign_y) - (sign_x < sign_y)
    apart = _bits(x) - _bits(y)
    if abs(apart) > 2:
        return sign_x if apart > 0 else -sign_x
    low = min(x.e, y.e)
    left, right = x.p * y.q << (x.e - low), y.p * x.q << (y.e - low)
    return int(left > right) - int(left < right)


def rational(m: fmpz, e: int) -> fmpq:
    """m 2^e as a rational, where it fits memory."""
    if abs(e) > MAX_SHIFT and m != 0:
        raise CostError(f"a number of size 2^{e + _size(m)}", "a rational that fits memory", "use to_acb() instead")
    return fmpq(m << e) if e >= 0 else fmpq(m, fmpz(1) << -e)


def ball_from_rationals(mid: fmpq, rad: fmpq) -> Ball:
    """A ball that contains [mid - rad, mid + rad], at most one part in 2^28 wider."""
    if rad == 0:
        with working_precision(max(64, _size(mid.p) + _size(mid.q) + 64)):
            return Ball.of(arb(mid))
    gap = max(_size(mid.p) - _size(mid.q), 0) - (_size(rad.p) - _size(rad.q))
    with working_precision(max(64, gap + 64)):
        return Ball.of(arb(mid) + arb(0, arb(rad).upper()))


def decimal_ball(ball: Ball, last: int | None = None) -> tuple[str, str]:
    """Midpoint and radius as decimal text; the interval as printed contains the ball.

    The midpoint is cut two decimals below the leading digit of the radius, or at 10^last where that is coarser, and
    below `MOST_PRINTED` decimals. The error of the cut goes into the radius, which is rounded up to three digits.

    >>> decimal_ball(Ball(fmpz(1), -1, fmpz(1), -20))
    ('0.500000000', '9.54e-7')
    """
    unit = _last_decimal(ball, last)
    with working_precision(_printing_precision(ball, unit)):
        scale = arb(10) ** fmpz(-unit)
        mid = arb((ball.m, fmpz(ball.e))) * scale
        nearest = mid.mid() + arb(0.5)
        digits = _floor(nearest)
        error = abs(mid - arb(digits)) + arb((ball.r, fmpz(ball.f))) * scale
        ceiling = -_floor(-(error.upper() * arb(10**6)).upper())
    return _decimal(digits, unit), _radius(ceiling, unit - 6)


def _floor(x: arb) -> fmpz:
    """The floor of the midpoint of x."""
    m, e = x.mid().man_exp()
    return m << int(e) if e >= 0 else m >> int(-e)


def _last_decimal(ball: Ball, last: int | None) -> int:
    """The power of ten that the last printed digit of the midpoint stands for."""
    units = [] if last is None else [last]
    if ball.r != 0:
        units.append(leading_decimal(ball.r, ball.f) - 2)
    if ball.m != 0 and not (ball.r == 0 and last is not None):
        units.append(leading_decimal(ball.m, ball.e) - (MOST_PRINTED if ball.r != 0 else 40))
    return max(units, default=0)


def leading_decimal(m: fmpz, e: int) -> int:
    """floor(log10 |m 2^e|), or one less; m not 0."""
    with working_precision(128 + abs(e).bit_length()):
        log = (abs(arb((m, fmpz(e)))).log() / arb(10).log()).lower().floor()
        return int(_floor(log))


def _printing_precision(ball: Ball, unit: int) -> int:
    span = _size(ball.m) + ball.e - unit * LOG2_10[0] // LOG2_10[1] if ball.m != 0 else 0
    return max(64, span) + 64 + 2 * (abs(unit).bit_length() + abs(ball.e).bit_length())


def _radius(r: fmpz, unit: int) -> str:
    """The radius r 10^unit, rounded up to three digits, in scientific notation."""
    if r == 0:
        return "0"
    cut = max(len(str(r)) - 3, 0)
    return _scientific(-(-r // fmpz(10) ** cut), unit + cut)


def _decimal(n: fmpz, unit: int) -> str:
    """n 10^unit: in plain digits where that is short, else in scientific notation."""
    text = str(abs(n))
    if n == 0:
        return "0"
    if unit > 0 or len(text) + unit < -3:
        return _scientific(n, unit)
    sign = "-" if n < 0 else ""
    if not unit:
        return sign + text
    text = text.rjust(1 - unit, "0")
    return f"{sign}{text[:unit]}.{text[unit:]}"


def _scientific(n: fmpz, unit: int) -> str:
    text, sign = str(abs(n)), "-" if n < 0 else ""
    exponent = unit + len(text) - 1
    mantissa = text[0] + ("." + text[1:] if len(text) > 1 else "")
    return f"{sign}{mantissa}e{exponent}" if exponent else sign + mantissa


def nearest_double(m: fmpz, e: int) -> float:
    """The double nearest to m 2^e; 0.0 far below and OverflowError far above the doubles."""
    top = _size(m) + e
    if m == 0 or top < -1100:
        return 0.0
    if top > 1100:
        raise OverflowError(f"a number of size 2^{top} does not fit a float; read .mid or the text instead")
    return float(Fraction(int(m)) * Fraction(2) ** e)
