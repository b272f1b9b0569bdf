"""Real roots of a rational polynomial whose roots lie very near to each other, or have very different sizes.

flint's own root finder is the quick one, but its time grows fast with the digits that tell two roots apart (at 1e-200
it takes seconds, at 1e-500 minutes). Here the number of roots in an interval comes from Sturm's theorem, in exact
integers, so an interval is halved as often as it takes: in the exponent while the roots differ in size, else in the
middle. A root alone in its interval is narrowed by halving and by interval Newton steps with exact values.

Key results: `isolated`, `narrowed`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from flint import arb, arb_poly, fmpq, fmpq_poly, fmpz

from .precision import current_precision, working_precision

__all__ = ["isolated", "narrowed", "sturm_chain"]


def isolated(poly: fmpq_poly) -> list[tuple[fmpq, fmpq]]:
    """An interval low < x < high, of one sign, for each real root x of a polynomial with simple roots, none of them 0.

    The intervals are in increasing order, have no point in common, and the derivative has no root in them.

    >>> isolated(fmpq_poly([-2, 0, 1]))
    [(-8, -1/8), (1/8, 8)]
    """
    found = _positive(poly)
    mirrored = [(-high, -low) for low, high in _positive(poly(fmpq_poly([0, -1])))]
    return mirrored[::-1] + found


def _positive(poly: fmpq_poly) -> list[tuple[fmpq, fmpq]]:
    """Those of the positive roots."""
    chain, slopes = sturm_chain(poly), sturm_chain(poly.derivative())
    size = max(abs(fmpq(c)) for c in poly.coeffs()) / min(abs(fmpq(c)) for c in (poly[0], poly[poly.degree()]))
    reach = int((size + 1).ceil().bit_length()) + 1  # Cauchy: all roots are between 2^-reach and 2^reach
    parts = [(fmpq(1, fmpz(2) ** reach), fmpq(fmpz(2) ** reach))]
    found = []
    while parts:
        low, high = parts.pop()
        roots = _changes(chain, low) - _changes(chain, high)
        if roots == 1 and _changes(slopes, low) == _changes(slopes, high):
            found.append((low, high))
        elif roots:
            middle = _between(low, high)
            while poly(middle) == 0:  # a rational root: no interval may end there
                middle = (low + 2 * middle) / 3
            parts += [(middle, high), (low, middle)]
    return found


def _between(low: fmpq, high: fmpq) -> fmpq:
    """The middle of an interval, of its exponents where the ends differ much in size."""
    ratio = int((high / low).floor().bit_length())
    if ratio <= 2:
        return (low + high) / 2
    return low * fmpz(2) ** (ratio // 2)


def sturm_chain(poly: fmpq_poly) -> list[fmpq_poly]:
    """The polynomial, its derivative, and the negated remainders (up to positive factors) of Euclid's algorithm."""
    chain = [poly, poly.derivative()]
    while chain[-1].degree() > 0:
        rest = -(chain[-2] % chain[-1])
        if not rest:
            break
        chain.append(rest / max(abs(fmpq(c)) for c in rest.coeffs()))
    return [p for p in chain if p]


def _changes(chain: Sequence[fmpq_poly], x: fmpq) -> int:
    """The number of changes of sign along the chain at x: between two points it falls by the number of roots."""
    signs = [1 if value > 0 else -1 for p in chain if (value := p(x)) != 0]
    return sum(a != b for a, b in pairwise(signs))


def narrowed(poly: fmpq_poly, low: fmpq, high: fmpq) -> arb:
    """The one root in an interval of `isolated`, as a ball of about the working precision.

    >>> with working_precision(100):
    ...     print(narrowed(fmpq_poly([-2, 0, 1]), fmpq(1), fmpq(2)).str(20, radius=False))
    1.4142135623730950488
    """
    prec = bits = current_precision()
    rises, slope = poly(high) > 0, poly.derivative()
    while (high - low) / abs(low + high) > fmpq(1, fmpz(2) ** (prec + 6)):
        with working_precision(bits):
            around = arb(low).union(arb(high))
            steepness, middle = arb_poly(slope)(around), around.mid().fmpq()
            step = (arb(poly(middle)) / steepness).intersection(middle - around) if steepness != 0 else None
            if step is not None and step.rad() < around.rad() / 2:
                low, high = (middle - end.fmpq() for end in (step.upper(), step.lower()))
                continue
        value = poly(middle)
        if value == 0:
            return arb(middle)
        low, high = (low, middle) if (value > 0) == rises else (middle, high)
        bits += bits if around.rad() * arb(2) ** (bits // 2) < abs(around.mid()) else 0
    return arb(low).union(arb(high))
