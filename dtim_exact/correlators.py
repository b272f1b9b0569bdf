"""Correlators of clusters, (17), (18), (S58), and the densities of up spins.

    <sigma^+_{C1} sigma^-_{C2}> for clusters C1 (`raised`) and C2 (`lowered`), which may overlap: on a site of both
    the operator is n_j = sigma_j^+ sigma_j^-, |up><up|.

One density needs the sum with one site removed; all N of them take one transposed product tree (`one_body`), and all
pairs then cost O(1) each, by 2 <n_i n_j> = (lambda_i <n_i> - lambda_j <n_j>)/(lambda_i - lambda_j), see `pairs`.

Key results: `correlator`, `density`, `densities`; `correlator_literal`, `densities_literal` are the slow twins.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from flint import acb

from .cost import Cost, exact_cost
from .errors import InputError, shown
from .evaluate import evaluate, evaluate_all
from .functional import Functional
from .model import Model
from .numbers import parse_count
from .observables import expect_product
from .one_body import grouped, removed_sums
from .pauli import LETTERS
from .rings import BALL, Ring, rising
from .values import Value
from .weights import check_length

__all__ = ["all_sites_cost", "correlator", "correlator_literal", "densities", "densities_literal", "density"]


def correlator(model: Model, raised: Collection[int], lowered: Collection[int], digits: int | None = None) -> Value:
    """<sigma^+_{C1} sigma^-_{C2}> for the clusters C1 = `raised` and C2 = `lowered` of sites 1..N: (17), (18).

    >>> m = Model(N=3, J=1, hx=2, hz="1/2")
    >>> print(correlator(m, {1, 2}, {2}), correlator(m, [], []))
    -56/737 1

    Raises InputError for a site outside 1..N or one that is named twice in a cluster.
    """
    C1, C2 = _cluster("raised", raised, model.N), _cluster("lowered", lowered, model.N)
    letters = {j: ("+" if j in C1 else "") + ("-" if j in C2 else "") for j in sorted(C1 | C2)}
    matrices = {"+": LETTERS["+"], "-": LETTERS["-"], "+-": LETTERS["+"] @ LETTERS["-"]}
    return expect_product(model, {j: matrices[o] for j, o in letters.items()}, digits, "correlator")


def _cluster(name: str, sites: Iterable[int], N: int) -> frozenset[int]:
    if isinstance(sites, (str, bytes)) or not isinstance(sites, Iterable):
        raise InputError(f"{name} = {shown(sites)}", "a set of site numbers", f"write {name}={{1, 2}}")
    given = [parse_count(j, f"site of {name}", least=1) for j in sites]
    for j in given:
        if j > N:
            raise InputError(f"site {j} in {name}", f"a site from 1 to N = {N}")
    if len(set(given)) < len(given):
        raise InputError(f"{name} = {shown(sites)}", "each site once: sigma^+ and sigma^- square to 0")
    return frozenset(given)


def correlator_literal(model: Model, ring: Ring, raised: Collection[int], lowered: Collection[int]) -> Any:
    """(18) as printed, with r, alpha_j and lambda_j, for J_eff != 0 and all h_j != 0: the twin of `correlator`.

    2^|R12^c| K*(R1) K(R2) sum_m (|R1| - r*)_m (|R2| - r)_m I_m(R12^c) / (2^N sum_m (-r*)_m (-r)_m I_m), with I_m by its
    recursion, R12 = C1 + C2, R_j = R12 without C_j, K(X) = (-r)_|X| prod_{j in X} alpha_j.

    >>> from dtim_exact.rings import EXACT
    >>> print(correlator_literal(Model(N=3, J=1, hx=2, hz="1/2"), EXACT, {1, 2}, {2}))
    -56/737
    """
    from .form_factors import form_factors_recursion

    p, both = model.in_ring(ring), set(raised) | set(lowered)
    r, sites = p.r, set(range(1, model.N + 1))

    def K(X: set[int]) -> Any:
        value = rising(ring, -r, len(X))
        for j in X:
            value = value * p.alpha(j)
        return value

    def total(d1: int, d2: int, X: set[int]) -> Any:
        factors = form_factors_recursion(ring, [p.lam(j) for j in sorted(X)])
        a, b = d1 - ring.conj(r), d2 - r
        return sum((rising(ring, a, m) * rising(ring, b, m) * I_m for m, I_m in enumerate(factors)), ring.zero)

    R1, R2 = both - set(raised), both - set(lowered)
    numerator = ring.conj(K(R1)) * K(R2) * total(len(R1), len(R2), sites - both)
    return ring.div(numerator, ring.convert(2 ** len(both)) * total(0, 0, sites))


def density(model: Model, digits: int | None = None) -> Value:
    """nbar = sum_j <n_j>/N, the density of up spins of Fig. 2: sum_M (N - M) p_M / (2 N sum_M p_M).

    >>> print(density(Model(N=3, J=1, hx=2, hz="1/2")))
    324/737
    """

    def formula(L: Functional) -> Any:
        if not L.N:
            return L.ring.zero
        if L.steady.uniform:
            return L.sum(0, 0, range(1)) / (2 * L.sum(0, 0))
        up = sum(((L.N - M) * p for M, p in enumerate(L.iter_weights())), L.ring.zero)
        return up / (L.ring.convert(2 * model.N) * L.sum(0, 0))

    return evaluate(model, formula, digits, "density")


def densities(model: Model, digits: int | None = None) -> list[Value]:
    """<n_j> for j = 1..N, all at once.

    >>> print(*densities(Model(N=3, J=1, hx=[1, 2, 3], hz="1/2")))
    171/521 228/521 243/521
    """
    check_length(model)
    if model.uniform:
        return [density(model, digits)] * model.N

    def formula(L: Functional) -> list[Any]:
        groups = [(L.ring.convert(mu), len(sites)) for mu, sites in grouped(L.origin)]
        sums = removed_sums(L.ring, L.squared_amplitudes(L.N + 1), groups)
        return [_element(L.ring, e.one) / _element(L.ring, 2 * e.none) for e in sums]

    values = evaluate_all(model, formula, digits, "densities", all_sites_cost(model))
    by_site = {j: value for (_, sites), value in zip(grouped(model.steady), values, strict=True) for j in sites}
    return [by_site.get(j, Value.from_exact(0)) for j in range(1, model.N + 1)]


def _element(ring: Ring, x: Any) -> Any:
    return acb(x) if ring is BALL else x


def all_sites_cost(model: Model) -> Cost:
    cost = exact_cost(model)
    return Cost(cost.bits, cost.times * (2 + model.N.bit_length()))


def densities_literal(model: Model, ring: Ring) -> list[Any]:
    """The same, each density by itself from (18) with C1 = C2 = {j}: the twin of `densities`."""
    return [correlator_literal(model, ring, {j}, {j}) for j in range(1, model.N + 1)]
