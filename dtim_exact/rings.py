"""The three arithmetics, and the certificate of digits.

A formula of the paper is written once, with `+ - *`, `ring.conj` and `ring.div`, over any of
    EXACT   Gaussian rationals (`Gaussian`)                exact results
    BALL    complex balls (`flint.acb`)                    enclosures at the working precision in force
    SYMBOL  sympy expressions in real symbols              explicit formulas
so that the value, the explicit formula and its LaTeX come from one line of code.

Key results: `EXACT`, `BALL`, `SYMBOL`, `rising`, `product`, `certify`, `working_precision`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from flint import acb

from .certify import certify, check_digits
from .errors import InputError
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

        return not _differs_from_zero_at_a_point(x) and bool(expand(x) == 0 or cancel(x) == 0)

    def div(self, x: Any, y: Any) -> Any:
        if self.is_zero(y):
            raise ZeroDivisionError("division by the symbolic 0")
        return x / y

    def value(self, x: Any) -> Value:
        return Value.from_symbol(x)

    def __reduce__(self) -> str:
        return "SYMBOL"


def _differs_from_zero_at_a_point(x: Any) -> bool:
    """True if an expression has a Gaussian rational value other than 0 at one rational point: a cheap look."""
    from sympy import Rational, expand

    point = {symbol: Rational(2 * k + 3, k + 7) for k, symbol in enumerate(sorted(x.free_symbols, key=str))}
    re, im = expand(x.xreplace(point)).as_real_imag()
    return bool(re.is_Rational and im.is_Rational and (re or im))


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
