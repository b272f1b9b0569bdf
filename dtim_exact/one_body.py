"""All sums with one site removed, at once: the transposed product tree.

For weights w_m put E_X = sum_m w_m I_m(X). A one-body density needs E of all sites but j, for every j. Going down the
product tree of the factors 1 + lambda_j t, each node turns the functional t^m -> w_m of its parent into the functional
on its own polynomials, by multiplying with the polynomial of its sibling (a transposed product). At the leaves stand
all the E_{X without j}: O(N log^2 N) in all, where one by one they cost O(N^2 log N). All terms are positive, so balls
lose nothing on the way.

At every node f, with the product g of its factors, sum_k f_k g_k is the whole sum E. Balls keep only the window of k
that makes it up: what is cut off there is at most its part of that sum for every sum below, because removing sites
makes no coefficient of g larger (docs/bounds.md). So the cost falls with the width of the hump of p_M.

Equal fields share one leaf, (1 + lambda t)^mu, which also gives the sums with two of its sites removed: these are the
confluent pairs, for which the identity of two different fields divides by zero.

Key results: `Removed`, `removed_sums`, its twin `removed_sums_literal`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import comb
from typing import Any, NamedTuple

from flint import arb, arb_poly, fmpq_poly

from .form_factors import form_factors, product_tree
from .gaussian import Gaussian
from .parameters import Steady
from .precision import current_precision
from .rings import BALL, EXACT, Ring

__all__ = ["Removed", "grouped", "removed_sums", "removed_sums_literal"]

_SHORT = 24  # values of a functional that are not worth a window
_MARGIN = 32  # bits below the working precision (and the size of E_j beside E) that are cut off


def grouped(steady: Steady) -> list[tuple[Any, list[int]]]:
    """The sites with a field by equal lambda: (mu, its sites), mu = lambda/|J_eff|^2. Balls that overlap stay apart.

    >>> from dtim_exact import Model
    >>> [(str(mu), sites) for mu, sites in grouped(Model(N=3, J=1, hx=[1, 2, -1]).steady)]
    [('2', [1, 3]), ('1/2', [2])]
    """
    if steady.uniform:
        return [(steady.mu(1), list(steady.sites))] if steady.N else []
    groups: dict[Any, tuple[Any, list[int]]] = {}
    for j in steady.sites:
        mu = steady.mu(j)
        groups.setdefault(j if steady.ring is BALL else mu, (mu, []))[1].append(j)
    return list(groups.values())


class Removed(NamedTuple):
    """For a value of lambda that mu sites share: E of all sites, with one of these removed, and with two (0 if mu = 1).
    """

    none: Any
    one: Any
    two: Any


def removed_sums(ring: Ring, weights: Sequence[Any], groups: Sequence[tuple[Any, int]]) -> list[Removed]:
    """E of all sites, and with one and with two removed, for every group (lambda, mu) of mu sites with equal lambda.

    `weights` are w_0 .. w_n for n sites in all, not negative; they and the lambda are real.

    >>> w = [Gaussian(1), Gaussian(2), Gaussian(6), Gaussian(24)]
    >>> [(str(e.none), str(e.one), str(e.two)) for e in removed_sums(EXACT, w, [(Gaussian(1), 2), (Gaussian(3), 1)])]
    [('125', '27', '7'), ('125', '11', '0')]
    """
    if ring is EXACT:
        sums = _descend(fmpq_poly, [w.re for w in weights], [(lam.re, mu) for lam, mu in groups])
        return [Removed(*map(Gaussian, row)) for row in sums]
    if ring is BALL:
        return _descend(arb_poly, [w.real for w in weights], [(lam.real, mu) for lam, mu in groups], _trimmed)
    return removed_sums_literal(ring, weights, groups)


def removed_sums_literal(ring: Ring, weights: Sequence[Any], groups: Sequence[tuple[Any, int]]) -> list[Removed]:
    """The same, each sum by itself from its own form factors: the slow twin of `removed_sums`."""

    def total(g: int, removed: int) -> Any:
        if removed > groups[g][1]:
            return ring.zero
        rest = [lam for i, (lam, count) in enumerate(groups) for _ in range(count - removed * (i == g))]
        return sum((w * factor for w, factor in zip(weights, form_factors(ring, rest), strict=False)), ring.zero)

    return [Removed(total(g, 0), total(g, 1), total(g, 2)) for g in range(len(groups))]


class _Part(NamedTuple):
    """A functional: its values on t^first, t^(first + 1), .., and a bound of what the others give on any product."""

    first: int
    values: list[Any]
    slack: Any


_Trim = Callable[[_Part, Any], _Part]


def _trimmed(part: _Part, node: Any) -> _Part:
    """The window of a functional that makes up nearly all of its value on the polynomial of its node."""
    if len(part.values) < _SHORT:
        return part
    terms = [f * g for f, g in zip(part.values, node.coeffs()[part.first :], strict=False)]
    least = arb(2) ** -(current_precision() + 4 * len(terms).bit_length() + _MARGIN) * sum(terms, arb(0))
    (low, below), (high, above) = (_negligible(t, least) for t in (terms, reversed(terms)))
    return _Part(part.first + low, part.values[low : len(terms) - high], (part.slack + below + above).upper())


def _negligible(terms: Iterable[arb], least: arb) -> tuple[int, arb]:
    """How many of the first terms sum to less than `least`, and their sum."""
    total = arb(0)
    for count, term in enumerate(terms):
        if not total + term < least:
            return count, total
        total += term
    return 0, arb(0)  # only if all are 0


def _descend(poly: Any, weights: list[Any], groups: Sequence[tuple[Any, int]], trim: _Trim | None = None) -> list[Any]:
    levels = product_tree([poly([1, lam]) ** mu for lam, mu in groups])
    parts = [_Part(0, weights, 0)]
    for above, row in zip(reversed(levels), [*reversed(levels[:-1]), None], strict=True):
        if trim:
            parts = [trim(part, node) for part, node in zip(parts, above, strict=True)]
        if row is not None:
            pairs = (row[2 * i : 2 * i + 2] for i in range(len(parts)))
            parts = [child for part, nodes in zip(parts, pairs, strict=True) for child in _children(poly, part, nodes)]
    return [_at_leaf(part, lam, mu) for part, (lam, mu) in zip(parts, groups, strict=True)]


def _children(poly: Any, part: _Part, nodes: list[Any]) -> list[_Part]:
    """The functionals of one or two children from the one of their parent."""
    if len(nodes) == 1:
        return [part]
    left, right = nodes
    return [_transposed(poly, part, right, left.degree()), _transposed(poly, part, left, right.degree())]


def _transposed(poly: Any, part: _Part, sibling: Any, degree: int) -> _Part:
    """f'_k = sum_i f_{k+i} g_i, k <= degree, for the polynomial g of the sibling.

    It is the middle of f times g read backwards, both only where they meet.
    """
    s, last = sibling.degree(), part.first + len(part.values) - 1
    low, high = max(0, part.first - s), min(degree, last)
    start, stop = max(0, part.first - high), min(s, last - low)
    product = poly(part.values) * poly(sibling.coeffs()[start : stop + 1][::-1])
    shift = stop - part.first
    return _Part(low, [product[k + shift] for k in range(low, high + 1)], part.slack)


def _at_leaf(part: _Part, lam: Any, mu: int) -> Removed:
    """The functional of a leaf on (1 + lambda t)^mu, (1 + lambda t)^(mu - 1) and (1 + lambda t)^(mu - 2)."""
    terms, power = [], lam**part.first
    for f in part.values:
        terms.append(f * power)
        power = power * lam
    cut = part.slack.union(arb(0)) if part.slack else 0 * lam
    sums = (sum((comb(mu - k, m) * t for m, t in enumerate(terms, part.first)), cut) for k in range(min(mu, 2) + 1))
    none, one, *two = sums
    return Removed(none, one, *(two or [0 * lam]))
