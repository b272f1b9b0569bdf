"""States of the witness: sums of Pauli strings with rational coefficients, on all strings or on symmetrized ones.

`PauliState` knows the 4^N coefficients c_P of rho = sum_P c_P P. `SymmetricState` knows one coefficient for all strings
with the same numbers of X, Y, Z, which is all there is to know when every spin sees the same field. Both give
expectation values tr(O rho) = 2^N sum_P o_P c_P, reduced states, the law of the number of down spins, and the purity.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import comb, factorial

from flint import fmpq

from .errors import InputError
from .rings import Gaussian
from .spin_operators import Operator, pauli_string, read_letters

__all__ = ["LETTERS", "PauliState", "SymmetricState", "pauli_expansion", "string_number"]

LETTERS = "IXYZ"


def string_number(changed: Mapping[int, int], letters: Sequence[int]) -> int:
    """The number of a Pauli string in base 4, site 1 first, after some (zero-based) sites have changed their letter."""
    number = 0
    for j, p in enumerate(letters):
        number = 4 * number + changed.get(j, p)
    return number


def pauli_expansion(N: int, text: str) -> dict[tuple[tuple[int, int], ...], Gaussian]:
    """An observable as a sum of Pauli strings {((site, letter), ...): coefficient}, letters 1..3, sites in order.

    >>> {key: str(value) for key, value in pauli_expansion(2, "+1 X2 Y2").items()}
    {((1, 1), (2, 3)): '1/2i', ((1, 2), (2, 3)): '-1/2'}
    """
    product_at: dict[int, Operator] = {}
    for letter, j in read_letters(N, text):
        product_at[j] = product_at.get(j, pauli_string(1, "")) @ pauli_string(1, f"{letter}1")
    expansion: dict[tuple[tuple[int, int], ...], Gaussian] = {(): Gaussian(1)}
    for j in sorted(product_at):
        parts = [(p, (pauli_string(1, f"{LETTERS[p]}1") @ product_at[j]).trace() / 2) for p in range(4)]
        expansion = {
            key + (((j, p),) if p else ()): value * part
            for key, value in expansion.items()
            for p, part in parts
            if not part.is_zero()
        }
    return expansion


@dataclass(frozen=True)
class PauliState:
    """The Hermitian operator sum_P c_P P on N spins, by its 4^N rational coefficients."""

    N: int
    coefficients: tuple[fmpq, ...]

    def expect(self, observable: str) -> Gaussian:
        """tr(O rho), exactly, for an observable such as "X1 Z3" or "+1 -2"."""
        total = Gaussian(0)
        for key, value in pauli_expansion(self.N, observable).items():
            total += value * self.coefficients[string_number({j - 1: p for j, p in key}, (0,) * self.N)]
        return total * Gaussian(2**self.N)

    def matrix(self) -> Operator:
        """The operator itself."""
        re: dict[tuple[int, int], list[fmpq]] = {}
        for letters, c in zip(product(range(4), repeat=self.N), self.coefficients, strict=True):
            if c != 0:
                for key, turns in _entries(letters):
                    parts = re.setdefault(key, [fmpq(0), fmpq(0)])
                    parts[turns & 1] += -c if turns & 2 else c
        return Operator(self.N, {key: Gaussian(*parts) for key, parts in re.items()})

    def reduced(self, sites: Sequence[int]) -> PauliState:
        """The partial trace over all other sites; the first of `sites` becomes site 1."""
        scale, blank = 2 ** (self.N - len(sites)), (0,) * self.N
        kept = product(range(4), repeat=len(sites))
        numbers = (string_number({j - 1: p for j, p in zip(sites, letters, strict=True)}, blank) for letters in kept)
        return PauliState(len(sites), tuple(scale * self.coefficients[s] for s in numbers))

    def down_spin_distribution(self) -> list[fmpq]:
        """The probabilities of 0, 1, ..., N spins down: the diagonal of the matrix, coarse-grained."""
        law = [fmpq(0)] * (self.N + 1)
        for (i, j), value in self.matrix().entries.items():
            if i == j:
                law[i.bit_count()] += value.re
        return law

    def purity(self) -> fmpq:
        """tr rho^2 = 2^N sum_P c_P^2."""
        return fmpq(2**self.N) * sum((c * c for c in self.coefficients), fmpq(0))


def _entries(letters: Sequence[int]) -> Iterator[tuple[tuple[int, int], int]]:
    """The entries i^turns of a Pauli string, with their row and column."""
    N = len(letters)
    flips = sum(1 << (N - 1 - j) for j, p in enumerate(letters) if p in (1, 2))
    for row in range(1 << N):
        turns = 0
        for j, p in enumerate(letters):
            down = row >> (N - 1 - j) & 1
            turns += (1 if down else 3) * (p == 2) + 2 * down * (p == 3)
        yield (row, row ^ flips), turns % 4


@dataclass(frozen=True)
class SymmetricState:
    """The operator sum c[n_X, n_Y, n_Z] P over all strings P, each with the coefficient of its counts."""

    N: int
    coefficients: Mapping[tuple[int, int, int], fmpq]

    def expect(self, observable: str) -> Gaussian:
        """tr(O rho), exactly, for an observable such as "X1 Z3" or "+1 -2"."""
        total = Gaussian(0)
        for key, value in pauli_expansion(self.N, observable).items():
            letters = [p for _, p in key]
            total += value * self.coefficients[letters.count(1), letters.count(2), letters.count(3)]
        return total * Gaussian(2**self.N)

    def matrix(self) -> Operator:
        """The operator itself, on all 2^N basis states."""
        return self.reduced(self.N).matrix()

    def reduced(self, sites: Sequence[int] | int) -> PauliState:
        """The reduced state of some spins; only how many there are matters."""
        k = sites if isinstance(sites, int) else len(set(sites))
        if not 0 <= k <= self.N:
            raise InputError(given=f"{k} sites", needed=f"at most N = {self.N}", do="name fewer sites")
        strings = product(range(4), repeat=k)
        counts = ((s.count(1), s.count(2), s.count(3)) for s in strings)
        return PauliState(k, tuple(2 ** (self.N - k) * self.coefficients[c] for c in counts))

    def down_spin_distribution(self) -> list[fmpq]:
        """The probabilities of 0, 1, ..., N spins down: only strings of I and Z have a diagonal."""
        N, c = self.N, self.coefficients
        law = []
        for down in range(N + 1):
            signed = (
                c[0, 0, a + b] * comb(N - down, a) * comb(down, b) * (-1) ** b
                for a in range(N - down + 1)
                for b in range(down + 1)
            )
            law.append(comb(N, down) * sum(signed, fmpq(0)))
        return law

    def purity(self) -> fmpq:
        """tr rho^2 = 2^N sum over counts of (number of strings) c^2."""
        squares = (strings_with(self.N, n) * c * c for n, c in self.coefficients.items())
        return fmpq(2**self.N) * sum(squares, fmpq(0))


def strings_with(N: int, counts: tuple[int, int, int]) -> int:
    """The number of Pauli strings on N sites with given numbers of X, Y, Z.

    >>> strings_with(3, (1, 0, 1))
    6
    """
    ways = factorial(N)
    for n in (*counts, N - sum(counts)):
        ways //= factorial(n)
    return ways
