"""All sums with one site removed, at once: the transposed product tree.

For weights w_m put E_X = sum_m w_m I_m(X). A one-body density needs E of all sites but j, for every j. Going down the
product tree of the factors 1 + lambda_j t, each node turns the functional t^m -> w_m of its parent into the functional
on its own polynomials, by multiplying with the polynomial of its sibling (a transposed product). At the leaves stand
all the E_{X without j}: O(N log^2 N) in all, where one by one they cost O(N^2 log N). All terms are positive, so balls
lose nothing on the way.

Equal fields share one leaf, (1 + lambda t)^mu, which also gives the sums with two of its sites removed: these are the
confluent pairs, for which the identity of two different fields divides by zero.

Key results: `Removed`, `removed_sums`, its twin `removed_sums_literal`.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb
from typing import Any, NamedTuple

from flint import arb_poly, fmpq_poly

from .form_factors import form_factors, product_tree
from .gaussian import Gaussian
from .parameters import Steady
from .rings import BALL, EXACT, Ring

__all__ = ["Removed", "grouped", "removed_sums", "removed_sums_literal"]


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
    """For a value of lambda that mu sites share: E with one of these sites removed, and with two (0 if mu = 1)."""

    one: Any
    two: Any


def removed_sums(ring: Ring, weights: Sequence[Any], groups: Sequence[tuple[Any, int]]) -> list[Removed]:
    """E with one and with two sites removed, for every group (lambda, mu) of mu sites with equal lambda.

    `weights` are w_0 .. w_{n-1} for n sites in all; they and the lambda are real.

    >>> w = [Gaussian(1), Gaussian(2), Gaussian(6)]
    >>> [(str(e.one), str(e.two)) for e in removed_sums(EXACT, w, [(Gaussian(1), 2), (Gaussian(3), 1)])]
    [('27', '7'), ('11', '0')]
    """
    if ring is EXACT:
        sums = _descend(fmpq_poly, [w.re for w in weights], [(lam.re, mu) for lam, mu in groups])
        return [Removed(Gaussian(one), Gaussian(two)) for one, two in sums]
    if ring is BALL:
        return _descend(arb_poly, [w.real for w in weights], [(lam.real, mu) for lam, mu in groups])
    return removed_sums_literal(ring, weights, groups)


def removed_sums_literal(ring: Ring, weights: Sequence[Any], groups: Sequence[tuple[Any, int]]) -> list[Removed]:
    """The same, each sum by itself from its own form factors: the slow twin of `removed_sums`."""
    sums = []
    for g, (_, mu) in enumerate(groups):
        rest = [lam for i, (lam, count) in enumerate(groups) for _ in range(count - (i == g))]
        one = _paired(ring, weights, form_factors(ring, rest))
        if mu > 1:
            rest.remove(groups[g][0]) if ring is not BALL else rest.pop(sum(count for _, count in groups[:g]))
        sums.append(Removed(one, _paired(ring, weights, form_factors(ring, rest)) if mu > 1 else ring.zero))
    return sums


def _paired(ring: Ring, weights: Sequence[Any], factors: Sequence[Any]) -> Any:
    """sum_m w_m I_m."""
    return sum((w * factor for w, factor in zip(weights, factors, strict=False)), ring.zero)


def _descend(poly: Any, weights: list[Any], groups: Sequence[tuple[Any, int]]) -> list[Removed]:
    levels = product_tree([poly([1, lam]) ** mu for lam, mu in groups])
    functionals = [weights]
    for row in reversed(levels[:-1]):
        pairs = (row[2 * i : 2 * i + 2] for i in range(len(functionals)))
        functionals = [
            f for parent, nodes in zip(functionals, pairs, strict=True) for f in _children(poly, parent, nodes)
        ]
    return [_at_leaf(f, lam, mu) for f, (lam, mu) in zip(functionals, groups, strict=True)]


def _children(poly: Any, functional: list[Any], nodes: list[Any]) -> list[list[Any]]:
    """The functionals of one or two children from the one of their parent."""
    if len(nodes) == 1:
        return [functional]
    left, right = nodes
    return [_transposed(poly, functional, right), _transposed(poly, functional, left)]


def _transposed(poly: Any, functional: list[Any], sibling: Any) -> list[Any]:
    """f'_k = sum_i f_{k+i} g_i for the polynomial g of the sibling: the middle of f times g read backwards."""
    s = sibling.degree()
    product = poly(functional) * poly(sibling.coeffs()[::-1])
    return [product[k + s] for k in range(len(functional) - s)]


def _at_leaf(functional: list[Any], lam: Any, mu: int) -> Removed:
    """The functional of a leaf on (1 + lambda t)^(mu - 1) and on (1 + lambda t)^(mu - 2)."""
    terms, power = [], lam**0
    for f in functional:
        terms.append(f * power)
        power = power * lam
    one, two = (sum((comb(mu - k, m) * terms[m] for m in range(mu - k + 1)), 0 * lam) for k in (1, 2))
    return Removed(one, two)
