"""The three arithmetics, and the certificate of digits.

A formula of the paper is written once, with `+ - *`, `ring.conj` and `ring.div`, over any of
    EXACT   Gaussian rationals (`Gaussian`)                exact results
    BALL    complex balls (`flint.acb`)                    enclosures at the working precision in force
    SYMBOL  sympy expressions in real symbols              explicit formulas
so that the value, the explicit formula and its LaTeX come from one line of code.

Key results: `EXACT`, `BALL`, `SYMBOL`, `rising`, `product`, `certify`, `working_precision`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from flint import acb, arb, fmpz

from .errors import InputError, PrecisionError, shown
from .gaussian import Gaussian
from .precision import current_precision, working_precision
from .values import Real, Value

__all__ = [
    "BALL",
    "EXACT",
    "RINGS",
    "SYMBOL",
    "Gaussian",
    "Ring",
    "certify",
    "check_digits",
    "current_precision",
    "product",
    "rising",
    "working_precision",
]


class Ring(Protocol):
    """What a formula may ask of its numbers, beside + - * and integer powers."""

    name: str

    @property
    def zero(self) -> Any:
        """The number 0."""

    @property
    def one(self) -> Any:
        """The number 1."""

    @property
    def i(self) -> Any:
        """The imaginary unit."""

    def convert(self, x: Any) -> Any:
        """An int, fmpz, fmpq, Gaussian, Value, or element of this ring, as an element of this ring."""

    def conj(self, x: Any) -> Any:
        """The complex conjugate."""

    def abs2(self, x: Any) -> Any:
        """The squared modulus x x^*."""

    def is_zero(self, x: Any) -> bool:
        """True only if x is certainly 0."""

    def div(self, x: Any, y: Any) -> Any:
        """The quotient; ZeroDivisionError if y is certainly 0."""

    def value(self, x: Any) -> Value:
        """The element as a result."""


class _Exact:
    """Gaussian rationals."""

    name = "exact"
    zero, one, i = Gaussian(0), Gaussian(1), Gaussian(0, 1)

    def convert(self, x: Any) -> Gaussian:
        if isinstance(x, Gaussian):
            return x
        return x.gaussian if isinstance(x, Value) else Gaussian(x.fmpq if isinstance(x, Real) else x)

    def conj(self, x: Gaussian) -> Gaussian:
        return x.conj()

    def abs2(self, x: Gaussian) -> Gaussian:
        return Gaussian(x.abs2())

    def is_zero(self, x: Gaussian) -> bool:
        return x.is_zero()

    def div(self, x: Gaussian, y: Gaussian) -> Gaussian:
        return x / y

    def value(self, x: Gaussian) -> Value:
        return Value.from_exact(x)

    def __reduce__(self) -> str:
        return "EXACT"


class _Balls:
    """Complex balls at the working precision in force."""

    name = "ball"

    @property
    def zero(self) -> acb:
        return acb(0)

    @property
    def one(self) -> acb:
        return acb(1)

    @property
    def i(self) -> acb:
        return acb(0, 1)

    def convert(self, x: Any) -> acb:
        if isinstance(x, acb):
            return x
        if isinstance(x, Gaussian):
            return acb(x.re, x.im) if x.im != 0 else acb(x.re)
        return x.to_acb() if isinstance(x, (Value, Real)) else acb(x)

    def conj(self, x: acb) -> acb:
        return x.conjugate()

    def abs2(self, x: acb) -> acb:
        return acb(x.real * x.real + x.imag * x.imag)

    def is_zero(self, x: acb) -> bool:
        return bool(x.is_zero())

    def div(self, x: acb, y: acb) -> acb:
        if y.is_zero():
            raise ZeroDivisionError("division by the ball 0")
        return x / y

    def value(self, x: acb) -> Value:
        return Value.from_ball(x)

    def __reduce__(self) -> str:
        return "BALL"


class _Symbols:
    """sympy expressions; sympy is imported when the first one is made."""

    name = "symbol"

    @property
    def zero(self) -> Any:
        return self.convert(0)

    @property
    def one(self) -> Any:
        return self.convert(1)

    @property
    def i(self) -> Any:
        return self.convert(Gaussian(0, 1))

    def convert(self, x: Any) -> Any:
        import sympy

        if isinstance(x, sympy.Expr):
            return x
        if isinstance(x, (Value, Real)) and x.is_symbolic:
            return x.symbol
        z = EXACT.convert(x)
        re, im = (sympy.Rational(int(q.p), int(q.q)) for q in (z.re, z.im))
        return re + im * sympy.I

    def conj(self, x: Any) -> Any:
        return x.conjugate()

    def abs2(self, x: Any) -> Any:
        return x * x.conjugate()

    def is_zero(self, x: Any) -> bool:
        if x.is_zero is not None:
            return bool(x.is_zero)
        from sympy import cancel, expand

        return bool(expand(x) == 0 or cancel(x) == 0)

    def div(self, x: Any, y: Any) -> Any:
        if self.is_zero(y):
            raise ZeroDivisionError("division by the symbolic 0")
        return x / y

    def value(self, x: Any) -> Value:
        return Value.from_symbol(x)

    def __reduce__(self) -> str:
        return "SYMBOL"


EXACT: Ring = _Exact()
BALL: Ring = _Balls()
SYMBOL: Ring = _Symbols()
RINGS = {ring.name: ring for ring in (EXACT, BALL, SYMBOL)}


def product(ring: Ring, factors: Sequence[Any]) -> Any:
    """The product of the factors, multiplied as a balanced tree (the sizes of exact factors stay even)."""
    if len(factors) <= 2:
        return ring.one if not factors else factors[0] if len(factors) == 1 else factors[0] * factors[1]
    half = len(factors) // 2
    return product(ring, factors[:half]) * product(ring, factors[half:])


def rising(ring: Ring, x: Any, m: int) -> Any:
    """The rising factorial (x)_m = x (x + 1) ... (x + m - 1) of the form factors K below (17).

    >>> print(rising(EXACT, Gaussian(-2), 2), rising(EXACT, Gaussian(-2), 3))
    2 0
    """
    if m < 0:
        raise InputError(f"m = {m}", "an order m >= 0")
    return product(ring, [x + ring.convert(k) for k in range(m)])


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
