"""The form factors I_m(X) of (18): elementary symmetric polynomials of the lambda_j, j in X.

I_m(X) = sum over the subsets Y of X with m sites of prod_{j in Y} lambda_j, so that
prod_{j in X} (1 + lambda_j t) = sum_m I_m(X) t^m. The recursion after (18) is the literal twin, O(N^2) in any ring; the
product tree multiplies the same factors pairwise, O(N log^2 N); equal fields have the closed form (S59).

Key results: `form_factors`, `form_factors_recursion`, `form_factors_uniform`, `product_tree`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from flint import acb, arb_poly, fmpq, fmpz_poly

from .gaussian import Gaussian
from .rings import BALL, EXACT, Ring

__all__ = [
    "form_factors",
    "form_factors_recursion",
    "form_factors_uniform",
    "iter_form_factors_uniform",
    "product_tree",
]


def form_factors(ring: Ring, lams: Sequence[Any]) -> list[Any]:
    """I_0(X) .. I_|X|(X) for the given lambda_j, j in X; exact and ball rings take the product tree.

    >>> print(*form_factors(EXACT, [Gaussian(1), Gaussian(2), Gaussian(fmpq(1, 2))]))
    1 7/2 7/2 1
    """
    if not lams:
        return [ring.one]
    if ring is EXACT:
        root = product_tree([fmpz_poly([lam.re.q, lam.re.p]) for lam in lams])[-1][0]
        return [Gaussian(fmpq(c, root[0])) for c in root.coeffs()] + [ring.zero] * (len(lams) - root.degree())
    if ring is BALL:
        root = product_tree([arb_poly([1, lam.real]) for lam in lams])[-1][0]
        return [acb(root[m]) for m in range(len(lams) + 1)]
    return form_factors_recursion(ring, lams)


def form_factors_recursion(ring: Ring, lams: Sequence[Any]) -> list[Any]:
    """The same by I_m(X) = I_m(X without j) + lambda_j I_{m-1}(X without j), the recursion after (18).

    >>> print(*form_factors_recursion(EXACT, [Gaussian(1), Gaussian(2), Gaussian(fmpq(1, 2))]))
    1 7/2 7/2 1
    """
    factors = [ring.one]
    for lam in lams:
        before = [ring.zero, *factors]
        factors = [upper + lam * lower for upper, lower in zip([*factors, ring.zero], before, strict=True)]
    return factors


def form_factors_uniform(ring: Ring, n: int, lam: Any) -> list[Any]:
    """I_m(X) = C(n, m) lambda^m for n sites with equal fields (S59).

    >>> print(*form_factors_uniform(EXACT, 3, Gaussian(fmpq(1, 2))))
    1 3/2 3/4 1/8
    """
    return list(iter_form_factors_uniform(ring, n, lam))


def iter_form_factors_uniform(ring: Ring, n: int, lam: Any) -> Iterator[Any]:
    """The same, one after the other, for sums that do not keep them."""
    factor = ring.one
    yield factor
    for m in range(n):
        factor = factor * lam * ring.convert(fmpq(n - m, m + 1))
        yield factor


def product_tree(leaves: Sequence[Any]) -> list[list[Any]]:
    """Levels of pairwise products, leaves first, the product of all last; a lone last node moves up as it is.

    >>> product_tree([2, 3, 5])
    [[2, 3, 5], [6, 5], [30]]
    """
    levels = [list(leaves)]
    while len(levels[-1]) > 1:
        row = levels[-1]
        pairs = [row[i] * row[i + 1] for i in range(0, len(row) - 1, 2)]
        levels.append(pairs + row[len(pairs) * 2 :])
    return levels
