"""How the parameters of a model come in: real, of one kind, one value or N of them.

Symbols take the whole model along to SYMBOL, balls to BALL; both together are refused. A ball is kept bit for bit, the
exact parameters beside it stay exact. Key results: `read`, `read_fields`, `common_ring`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import Any, NamedTuple

from . import numbers
from .errors import InputError, shown
from .gaussian import Gaussian
from .real import Real
from .rings import BALL, EXACT, SYMBOL, Ring
from .values import Value

__all__ = ["Given", "align", "all_equal", "certainly_negative", "common_ring", "parts", "read", "read_fields"]


class Given(NamedTuple):
    """A parameter as it came in: its kind and a Gaussian, a Value that holds a ball, or a sympy expression."""

    kind: str
    number: Any

    def stored(self, ring: Ring) -> Any:
        """What a model over `ring` keeps: a Gaussian (EXACT), a Value (BALL), an expression (SYMBOL)."""
        return Value.of(self.number) if ring is BALL else ring.convert(self.number)


def read(name: str, x: object, real: bool = True) -> Given:
    """The parameter `name`, refused unless it is a number, and real if it has to be.

    >>> read("J", "1/3")
    Given(kind='exact', number=Gaussian(1/3, 0))
    """
    if isinstance(x, str) and x.lstrip().startswith("["):  # a ball as `Real.to_text` writes it
        x = Real.from_text(x)
    if isinstance(x, (Real, Value)):
        given = _from_value(Value.of(x))
    else:
        try:
            kind, number = numbers.convert(x)
        except InputError as error:
            raise InputError(f"{name} = {error.given}", error.needed, error.do) from None
        given = Given(kind, Value.from_ball(number) if kind == numbers.BALL else number)
    _require_real(name, given, real)
    return given


def _from_value(v: Value) -> Given:
    if v.is_symbolic:
        return Given(numbers.SYMBOL, v.symbol)
    return Given(numbers.EXACT, v.gaussian) if v.is_exact else Given(numbers.BALL, v)


def _require_real(name: str, given: Given, real: bool) -> None:
    x = given.number
    if given.kind == numbers.SYMBOL:
        loose = sorted(str(s) for s in x.free_symbols if not s.is_real)
        if loose:
            raise InputError(f"{name} = {shown(x)}", "real symbols", f'declare sympy.Symbol("{loose[0]}", real=True)')
        if real and x.is_real is not True:
            do = "drop its imaginary part, or declare its symbols so that sympy knows it is real"
            raise InputError(f"{name} = {shown(x)}", f"a real expression for {name}", do)
    elif real and not (x.is_real() if given.kind == numbers.EXACT else x.is_real):
        do = "give hx and hy: h_j = hx_j - i hy_j" if name[:2] in ("hx", "hy") else "drop the imaginary part"
        raise InputError(f"{name} = {shown(x)}", f"a real number {name}", do)


def read_fields(name: str, x: Any, N: int) -> tuple[Given, ...]:
    """One value for all sites, or N values in the order of the sites."""
    if isinstance(x, (Mapping, Set)):
        raise InputError(f"{name} = {shown(x)}", f"one value or a list of N = {N} values, in the order of the sites")
    if isinstance(x, (str, bytes)) or not hasattr(x, "__len__") or getattr(x, "shape", None) == ():
        return (read(name, x),)
    if len(x) != N:
        raise InputError(f"{len(x)} values of {name}", f"one value or N = {N} values")
    return tuple(read(f"{name}_{j}", entry) for j, entry in enumerate(x, start=1))


def common_ring(given: Iterable[Given]) -> Ring:
    """Exact, unless a symbol or a ball takes the model along; both together are refused."""
    kinds = {kind for kind, _ in given}
    if {numbers.BALL, numbers.SYMBOL} <= kinds:
        raise InputError("symbols and balls together", "one kind of parameters", "give rational numbers beside symbols")
    return SYMBOL if numbers.SYMBOL in kinds else BALL if numbers.BALL in kinds else EXACT


def align(hx: tuple[Any, ...], hy: tuple[Any, ...], N: int) -> tuple[tuple[Any, ...], tuple[Any, ...], bool]:
    """Both columns of one length, 1 if the fields are uniform and N if not, and whether they are uniform."""
    if all_equal(hx) and all_equal(hy):
        return hx[:1], hy[:1], True
    return hx * (N // len(hx)), hy * (N // len(hy)), False


def all_equal(column: tuple[Any, ...]) -> bool:
    """True if the entries are equal for certain: two balls that look the same need not be."""
    if len(column) > 1 and isinstance(column[0], Value) and not all(x.is_exact for x in column):
        return False
    return all(x == column[0] for x in column)


def parts(ring: Ring, z: Any) -> tuple[Any, Any]:
    """Real and imaginary part of an exact or symbolic number (whose symbols are real)."""
    if ring is EXACT:
        return Gaussian(z.re), Gaussian(z.im)
    from sympy import expand

    re, im = expand(z).as_real_imag()
    return expand(re), expand(im)


def certainly_negative(ring: Ring, x: Any) -> bool:
    """True only if the real number x is negative for certain."""
    if ring is SYMBOL:
        return x.is_negative is True
    return bool(x.re < 0) if ring is EXACT else bool(x.real < 0)
