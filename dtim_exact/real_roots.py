"""Real roots, proven: of an exact polynomial, and of a function that comes as a ball function with its derivative.

Key results: `polynomial_roots` (every real root of a rational polynomial, none missed, with multiplicities),
`nearest_zero` (the zero of a function nearest to 0 on the positive axis: no zero is passed over) and `all_zeros` (every
zero in an interval). The last two walk in steps: over each step either the enclosure of the function excludes 0, or
that of its derivative does, and then the signs at the two ends decide whether the step holds no zero or exactly one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from flint import arb, fmpq, fmpq_poly

from .errors import PrecisionError
from .isolation import isolated, narrowed
from .precision import current_precision
from .rings import certify
from .values import Real

__all__ = [
    "Jet",
    "Number",
    "all_zeros",
    "bracketed",
    "centred",
    "certified_reals",
    "nearest_zero",
    "polynomial_roots",
    "refined",
    "sign",
    "simple_roots",
]

Number = Any  # fmpq where exact, arb where only enclosed: formulas that hold for both are written once
Jet = Callable[[arb], tuple[arb, arb]]  # x -> enclosures of f and f' over the ball x

_LONG = 2_000  # bits of a coefficient
_STEPS = 20_000  # steps of one walk before it gives up


def sign(x: arb) -> int:
    """+1 or -1 if that is certain, else 0 (which does not mean that x is 0)."""
    return 1 if x > 0 else -1 if x < 0 else 0


def polynomial_roots(poly: fmpq_poly) -> list[tuple[arb, int, fmpq | None]]:
    """All real roots in increasing order: an enclosure at the working precision, the multiplicity, and the root itself
    where it is rational (else None).

    >>> from flint import fmpq_poly
    >>> [(rational, times) for _, times, rational in polynomial_roots(fmpq_poly([0, 0, 3, -1]) * fmpq_poly([1, 0, 1]))]
    [(0, 2), (3, 1)]
    """
    if poly.degree() < 1:
        return []
    roots: list[tuple[arb, int, fmpq | None]] = []
    for factor, times in poly.factor()[1]:
        if factor.degree() == 1:
            root = -fmpq(factor[0]) / fmpq(factor[1])
            roots.append((arb(root), times, root))
        else:  # irreducible, so its roots are simple
            roots += [(ball, times, None) for ball in simple_roots(factor)]
    return sorted(roots, key=lambda row: row[0].mid())


def simple_roots(poly: fmpq_poly) -> list[arb]:
    """The real roots in increasing order of a polynomial without multiple roots, none of which is rational (or there
    is only one). flint's enclosures of real roots are exactly real; it is slow where long coefficients make roots
    possible that all but coincide, see `isolation`."""
    if poly.degree() > 1 and max(fmpq(c).p.bit_length() for c in poly.numer().coeffs()) > _LONG and poly[0] != 0:
        return [narrowed(poly, low, high) for low, high in isolated(poly)]
    roots: Any = poly.complex_roots()
    return sorted((z.real for z, _ in roots if z.imag.is_zero()), key=lambda ball: ball.mid())


def certified_reals(
    compute: Callable[[int], Sequence[Any]], digits: int, what: str, limit: int | None = None
) -> list[Real]:
    """`rings.certify` for real numbers: `compute(prec)` returns arb or fmpq; an arb that is exactly 0 counts as exact.

    >>> print(*certified_reals(lambda _: [fmpq(1, 3), arb(0)], 5, "an example"))
    1/3 0
    """

    def exact_zeros(prec: int) -> list[Any]:
        return [fmpq(0) if isinstance(x, arb) and x.is_zero() else x for x in compute(prec)]

    return [value.re for value in certify(exact_zeros, digits, what, limit=limit)]


def centred(jet: Jet) -> Jet:
    """The same function with a narrower enclosure over wide balls: where neither the value nor the slope has a certain
    sign, the value at the midpoint plus the slope times the distance from it."""

    def narrower(x: arb) -> tuple[arb, arb]:
        value, slope = jet(x)
        if sign(value) or sign(slope) or not slope.is_finite():
            return value, slope
        return jet(x.mid())[0] + slope * (x - x.mid()), slope

    return narrower


def refined(jet: Jet, x: arb, point: arb | None = None) -> arb:
    """The one zero of f in x (f has a zero there, f' has none), as narrow as the working precision gives.

    By the interval Newton operator: every zero of f in x lies in point - f(point)/f'(x).
    """
    point = x.mid() if point is None else point
    for _ in range(64):
        narrower = point - jet(point)[0] / jet(x)[1]
        narrower = narrower.intersection(x) if narrower.overlaps(x) else x
        if not narrower.rad() < x.rad() * arb("0.9"):
            return x
        x, point = narrower, narrower.mid()
        if x.rad() < abs(point) * arb(2) ** (16 - current_precision()):
            return x
    return x


def _polished(jet: Jet, guess: arb) -> arb:
    """A better guess, by Newton's method without proof (the walk proves what matters)."""
    point = guess.mid()
    for _ in range(8):
        value, slope = jet(point)
        if not sign(slope):
            break
        step = (value / slope).mid()
        point = (point - step).mid()
        if abs(step) <= abs(point) * arb(2) ** (-current_precision() // 2):  # the next step would only confirm this one
            break
    return point if point > 0 and point < 8 * guess and 8 * point > guess else guess.mid()


def _walk(jet: Jet, start: arb, step: arb, stop: arb | None, hint: arb | None) -> Iterator[arb]:
    """The zeros of f to the right of `start`, where f must not vanish, in order, each the only zero in its ball."""
    here, side, eager = start, 0, True
    smallest = arb(2) ** (16 - current_precision())
    for _ in range(_STEPS):
        if stop is not None and here >= stop:
            return
        there = (here + step).mid()
        if stop is not None and there > stop:
            there = stop
        x = here.union(there)
        value, slope = jet(x)
        side = side or sign(value) or sign(jet(start)[0])
        if not side:
            break
        if sign(value):
            here, step, eager = there, step * 2 if eager else step, True
        elif sign(slope):
            after = sign(jet(there)[0])
            if after == -side:
                inside = hint is not None and x.contains(hint)
                yield refined(jet, x, hint if inside else None)
            if after:
                here, side = there, after
            else:
                step = (step * arb("0.7")).mid()
        else:  # then do not lengthen the next step at once
            step, eager = (step / 2).mid(), False
        if step < abs(here) * smallest or not step.is_finite():
            break
    raise PrecisionError("a walk along the real axis", "steps in which a function or its slope keeps its sign",
                         "ask for more digits, or look at a narrower range: two zeros may (nearly) coincide here")


def bracketed(side: Callable[[arb], int], low: arb, high: arb) -> tuple[arb, arb]:
    """An interval inside low..high around the one change of sign in it, not much wider than its distance from the end.

    `side(x)` is 1 where the change lies on the right of x, -1 on the left, 0 if unknown. The powers of 2 of the
    distance from the nearer end are searched by halving, so that a change at 1e-100 of the width is found quickly too.

    >>> low, high = bracketed(lambda x: sign(arb("1e-20") - x), arb(0), arb(1))
    >>> print(low.str(3, radius=False), high.str(3, radius=False))
    6.78e-21 1.36e-20
    """
    width, middle = high - low, ((low + high) / 2).mid()
    right = side(middle)
    end, near, far = (high, middle, high) if right > 0 else (low, middle, low)
    least, most = 1, 2 * current_precision()
    while most - least > 1 and right:
        power = (least + most) // 2
        point = (end - right * width / arb(2) ** power).mid()
        here = side(point)
        least, near = (power, point) if here == right else (least, near)
        most, far = (most, far) if here == right else (power, point if here else far)
    return (near, far) if right > 0 else (far, near)


def nearest_zero(jet: Jet, guess: arb) -> arb:
    """The smallest positive zero of f, proven to be the first; f(0) must not be 0. `guess` sets the scale.

    >>> print(nearest_zero(lambda x: (2 - x * x, -2 * x), arb(1)).str(10, radius=False))
    1.414213562
    """
    hint = _polished(jet, guess)
    return next(_walk(jet, arb(0), (hint * arb("0.9")).mid(), None, hint))


def all_zeros(jet: Jet, start: arb, stop: arb, step: arb) -> list[arb]:
    """Every zero of f between start and stop, in order; f must not vanish at either, and zeros must be simple.

    >>> zeros = all_zeros(lambda x: (x.sin(), x.cos()), arb(1), arb(10), arb(1) / 4)
    >>> print([z.str(6, radius=False) for z in zeros])
    ['3.14159', '6.28319', '9.42478']
    """
    return list(_walk(jet, start, step, stop, None))
