"""The permutation-symmetric sector of the Liouvillian (2), for equal fields: C(N+3, 3) unknowns instead of 4^N.

If every spin sees the same field, (2) commutes with permutations, and there is a steady state whose coefficient c_P
depends only on how often I, X, Y, Z occur in the string P. Acting on such a function, the one-site action of (2)
counts once for each site and the pair action once for each pair of sites, so the matrix in the sector follows from the
two small matrices of `lindblad_pauli.local_actions` and from counting sites.

Key results: `symmetric_generator` (2) on counts, `symmetric_steady_state` (3), both exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement

from flint import fmpq

from .errors import CostError, InputError
from .lindblad_pauli import Generator, Letters, LocalActions, local_actions, null_vector
from .lindblad_states import SymmetricState
from .model import Model

__all__ = ["all_counts", "symmetric_generator", "symmetric_steady_state"]

SYMMETRIC_LIMIT = 20  # 1771 unknowns: about a minute

Counts = tuple[int, int, int]  # how many X, Y, Z


def all_counts(N: int) -> list[Counts]:
    """All (n_X, n_Y, n_Z) with a sum of at most N, the identity first.

    >>> len(all_counts(12))
    455
    """
    return [(x, y, z) for x in range(N + 1) for y in range(N + 1 - x) for z in range(N + 1 - x - y)]


def symmetric_generator(model: Model, n_th: object = 0) -> Generator:
    """(2) on functions of the counts; row and column k belong to `all_counts(N)[k]`.

    >>> symmetric_generator(Model(N=1, J=0, hx=0, hz=0, gamma=1)).rows  # order I Z Y X
    ({}, {0: -2, 1: -2}, {2: -1}, {3: -1})
    """
    if not model.uniform:
        raise InputError(given="unequal fields", needed="the same field on every spin",
                         do="use lindblad_pauli.steady_state (N <= 5)")  # fmt: skip
    actions, order = local_actions(model, n_th), all_counts(model.N)
    place = {counts: k for k, counts in enumerate(order)}
    rows = []
    for counts in order:
        row: dict[int, fmpq] = {}
        for multiplicity, out, source, v in _terms(actions, (model.N - sum(counts), *counts)):
            column = place[_replaced(counts, out, source)]
            row[column] = row.get(column, 0) + multiplicity * v
        rows.append(row)
    return Generator.from_rows(rows)


def _terms(actions: LocalActions, n: tuple[int, ...]) -> Iterator[tuple[int, Letters, Letters, fmpq]]:
    """(multiplicity, letters out, letters in, coefficient) of all local actions on a string with n_I, n_X, n_Y, n_Z."""
    for p in range(4):
        for source, v in actions.one[0][p,] if n[p] else ():
            yield n[p], (p,), source, v
    for p, q in combinations_with_replacement(range(4), 2):
        pairs = n[p] * (n[p] - 1) // 2 if p == q else n[p] * n[q]  # the pair action is the same in both orders
        for source, v in actions.pair[p, q] if pairs else ():
            yield pairs, (p, q), source, v


def _replaced(counts: Counts, out: Letters, source: Letters) -> Counts:
    x, y, z = (n - out.count(p) + source.count(p) for p, n in enumerate(counts, 1))
    return x, y, z


def symmetric_steady_state(model: Model, n_th: object = 0) -> SymmetricState:
    """The exact permutation-symmetric solution of (3) with unit trace, for equal fields and N <= 20.

    >>> rho = symmetric_steady_state(Model(N=6, J=1, hx=2, hz="1/3", gamma="1/5", Gamma="1/7"))
    >>> print(rho.expect(""), sum(rho.down_spin_distribution()))
    1 1
    """
    if model.N > SYMMETRIC_LIMIT:
        raise CostError(given=f"{len(all_counts(model.N))} unknowns at N = {model.N}",
                        needed=f"N <= {SYMMETRIC_LIMIT}", do="take fewer spins")  # fmt: skip
    scale = fmpq(1, 2**model.N)  # tr rho = 2^N c_0
    vector = null_vector(symmetric_generator(model, n_th))
    return SymmetricState(model.N, {n: scale * c for n, c in zip(all_counts(model.N), vector, strict=True)})
