"""The Liouvillian (2) in the basis of Pauli strings, and its exact null vector (3).

A Hermitian operator is sum_P c_P P over the 4^N strings P of I, X, Y, Z, with real c_P, so with rational parameters (2)
is one sparse rational matrix. It is assembled from the action of (2) on one site and on one pair of sites, and those
two small matrices are read off from the operators of `lindblad` by traces: nothing is derived by hand.

Key results: `full_generator` (2), `steady_state` (3) for N <= 5, `null_space_dimension`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from math import lcm
from operator import mul
from typing import Any

from flint import fmpq, fmpq_mat, fmpz_mat, nmod_mat

from .errors import CostError, HypothesisError, InputError
from .lindblad import dissipator, fields, thermal_rates
from .lindblad_states import LETTERS, PauliState, string_number
from .model import Model
from .rings import EXACT, Gaussian
from .spin_operators import Operator, pauli_string

__all__ = [
    "Generator",
    "LocalActions",
    "full_generator",
    "local_actions",
    "null_space_dimension",
    "null_vector",
    "steady_state",
]

FULL_LIMIT = 5  # 4^5 unknowns take some seconds, 4^6 would take minutes and half a gigabyte
PRIME = 2**61 - 1  # the rank modulo a prime bounds the rank from below

Letters = tuple[int, ...]  # a Pauli string, one of 0..3 (I, X, Y, Z) a site
Action = dict[Letters, list[tuple[Letters, fmpq]]]  # out -> [(in, coefficient)]


@dataclass(frozen=True)
class LocalActions:
    """(2) as a sum of one-site actions (one[j] for site j + 1) and of one action shared by all pairs i < j."""

    N: int
    one: tuple[Action, ...]
    pair: Action


def _pauli_matrix(k: int, action: Callable[[Operator], Operator]) -> Action:
    """The matrix tr(P action(Q)) / 2^k of a superoperator on k sites; real because it keeps Hermiticity."""
    strings = {}
    for letters in product(range(4), repeat=k):
        text = " ".join(f"{LETTERS[p]}{j}" for j, p in enumerate(letters, 1))
        strings[letters] = pauli_string(k, text)
    matrix: Action = {letters: [] for letters in strings}
    for q, Q in strings.items():
        image = action(Q).entries
        for p, P in strings.items():
            trace = sum((v * image[j, i] for (i, j), v in P.entries.items() if (j, i) in image), Gaussian(0))
            if not trace.is_real():
                raise AssertionError(f"not Hermitian: {q} to {p}")
            if not trace.is_zero():
                matrix[p].append((q, trace.re / 2**k))
    return matrix


def local_actions(model: Model, n_th: object = 0) -> LocalActions:
    """What (2) does to one site and to one pair of sites.

    On a pair act 2 J S^z S^z (both orders of i != j) and the cross terms of D[S_-]; the rest is one-site loss.

    >>> actions = local_actions(Model(N=2, J=1, hx=0, gamma=3, Gamma=5))
    >>> [(LETTERS[q], str(v)) for (q,), v in actions.one[0][LETTERS.index("Z"),]]
    [('I', '-8'), ('Z', '-8')]
    """
    if model.ring is not EXACT:
        raise InputError(given=f"parameters of kind {model.ring.name}", needed="rational parameters",
                         do="give integers, p/q or decimals in quotes")  # fmt: skip
    loss, pump = thermal_rates(model, n_th)
    x, y, z, lower, higher = (pauli_string(1, f"{letter}1") for letter in "XYZ-+")
    first, second = pauli_string(2, "-1"), pauli_string(2, "-2")
    ising: Operator = model.J / 2 * pauli_string(2, "Z1 Z2")

    def one_site(hx: Any, hy: Any, hz: Any) -> Action:
        H: Operator = hx / 2 * x + hy / 2 * y + hz / 2 * z
        return _pauli_matrix(1, lambda rho: _commutator(H, rho) + (loss + model.Gamma) * dissipator(lower, lower, rho)
                             + pump * dissipator(higher, higher, rho))  # fmt: skip

    def pair(rho: Operator) -> Operator:
        cross = dissipator(first, second, rho) + dissipator(second, first, rho)
        flow: Operator = model.Gamma * cross
        return _commutator(ising, rho) + flow

    known: dict[Any, Action] = {}
    one = []
    for h in (fields(model, j) for j in range(1, model.N + 1)):
        if h not in known:
            known[h] = one_site(*h)
        one.append(known[h])
    return LocalActions(model.N, tuple(one), _pauli_matrix(2, pair))


def _commutator(H: Operator, rho: Operator) -> Operator:
    """-i [H, rho]."""
    minus_i: Any = Gaussian(0, -1)
    flow: Operator = minus_i * (H @ rho - rho @ H)
    return flow


@dataclass(frozen=True)
class Generator:
    """A sparse rational matrix: row r has the entries rows[r][column] / den, with integers in `rows`.

    Column 0 belongs to the identity string. Row 0 is empty, since (2) keeps the trace.
    """

    den: int
    rows: tuple[dict[int, int], ...]

    @classmethod
    def from_rows(cls, rows: Sequence[dict[int, fmpq]]) -> Generator:
        """Clear the denominators."""
        den = lcm(1, *(int(v.q) for row in rows for v in row.values()))
        return cls(den, tuple({c: int(v.p) * (den // int(v.q)) for c, v in row.items() if v != 0} for row in rows))

    @cached_property
    def _lines(self) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
        return [(tuple(row), tuple(row.values())) for row in self.rows]

    def apply(self, vector: Sequence[Any]) -> list[Any]:
        """den times the matrix times a vector, of integers or of rationals."""
        pick = vector.__getitem__
        return [sum(map(mul, values, map(pick, columns))) for columns, values in self._lines]

    def matrix(self, start: int = 0) -> fmpz_mat:
        """The integer matrix `rows` (times den the true one) without its first `start` rows and columns."""
        n = len(self.rows) - start
        flat = [0] * (n * n)
        for r, row in enumerate(self.rows[start:]):
            for c, v in row.items():
                if c >= start:
                    flat[r * n + c - start] = v
        return fmpz_mat(n, n, flat)


def full_generator(model: Model, n_th: object = 0) -> Generator:
    """(2) on all 4^N strings; string number s has its letters in base 4, site 1 first.

    >>> G = full_generator(Model(N=1, J=0, hx=0, hz=0, gamma=1))
    >>> G.den, G.rows
    (2, ({}, {1: -1}, {2: -1}, {0: -2, 3: -2}))
    """
    N, actions = model.N, local_actions(model, n_th)
    rows = []
    for letters in product(range(4), repeat=N):
        row: dict[int, fmpq] = {}
        for sites, action in _placed(actions):
            for source, v in action[tuple(letters[j] for j in sites)]:
                column = string_number(dict(zip(sites, source, strict=True)), letters)
                row[column] = row.get(column, 0) + v
        rows.append(row)
    return Generator.from_rows(rows)


def _placed(actions: LocalActions) -> Iterator[tuple[tuple[int, ...], Action]]:
    """Each action with the (zero-based) sites it acts on."""
    for j in range(actions.N):
        yield (j,), actions.one[j]
    for pair in combinations(range(actions.N), 2):
        yield pair, actions.pair


def null_vector(generator: Generator) -> list[fmpq]:
    """The vector c with L c = 0 and c_0 = 1, if it is the only one (HypothesisError otherwise).

    Row 0 says 0 = 0 and is replaced by c_0 = 1. The rest is a square system whose rank is certified modulo a prime,
    then solved exactly by p-adic lifting (Dixon).
    """
    A, n = generator.matrix(start=1), len(generator.rows) - 1
    if nmod_mat(A, PRIME).rank() < n and A.rank() < n:
        dimension = n + 1 - int(generator.matrix().rank())
        raise HypothesisError(given=f"a null space of dimension {dimension}", needed="a unique steady state",
                              do="take gamma > 0")  # fmt: skip
    b = fmpq_mat(n, 1, [fmpq(-row.get(0, 0)) for row in generator.rows[1:]])
    solution = fmpq_mat(A).solve(b, algorithm="dixon")  # type: ignore[call-arg]  # missing in the stubs
    return [fmpq(1), *solution.entries()]


def null_space_dimension(model: Model, n_th: object = 0) -> int:
    """The number of linearly independent solutions of L rho = 0, by the exact rank; 1 if the steady state is unique.

    >>> null_space_dimension(Model(N=2, J=1, hx=1, gamma=1)), null_space_dimension(Model(N=2, J=1, hx=1, Gamma=1))
    (1, 2)
    """
    _affordable(model)
    rank = int(full_generator(model, n_th).matrix().rank())
    return int(4**model.N) - rank


def steady_state(model: Model, n_th: object = 0) -> PauliState:
    """The exact solution of (3) with unit trace, for N <= 5 and any fields.

    >>> rho = steady_state(Model(N=2, J=1, hx=[1, 2], hz="1/3", gamma="1/5"))
    >>> print(rho.expect(""), rho.expect("X1 Y2"), rho.expect("X2 Y1"))
    1 27000/1099831 27000/1099831
    """
    _affordable(model)
    scale = fmpq(1, 2**model.N)  # tr rho = 2^N c_0
    return PauliState(model.N, tuple(scale * c for c in null_vector(full_generator(model, n_th))))


def _affordable(model: Model) -> None:
    if model.N > FULL_LIMIT:
        raise CostError(given=f"4^{model.N} unknowns at N = {model.N}", needed=f"N <= {FULL_LIMIT}",
                        do="for equal fields use symmetric_steady_state")  # fmt: skip
