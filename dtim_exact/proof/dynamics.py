"""What the heads about the master equation (2) mean at explicit N: evolution, its steady states, and free sequences
c_k.

All of it is read off (2) literally: the generator is applied to matrix units, and its null space found by exact
elimination.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from . import conventions
from .readings import Undefined
from .terms import Term

if TYPE_CHECKING:
    from .matrices import Matrix
    from .semantics import World

Bound = Mapping[str, Any]
MOVED = "the operator that is moved"


class Dynamics:
    """Methods of a `semantics.World`; see there for `value`, `matrix`, and the parameters."""

    N: int
    value: Any
    matrix: Any
    constant: Any
    given: Any
    _operators: dict[str, Any]
    _sum_of: Any
    _count: Any
    with_sites: Any

    def _flow(self, bound: Bound, m: Term, operator: Term) -> Matrix:
        """L^m X with the generator L of (2)."""
        return self._repeated(conventions.lindbladian, self._count(m, bound), self.value(operator, bound))

    def _dual(self, bound: Bound, m: Term, operator: Term) -> Matrix:
        """The m-th power of the generator of observables."""
        return self._repeated(conventions.motion, self._count(m, bound), self.value(operator, bound))

    def _repeated(self, generator: Callable[[Term], Term], times: int, operator: Any) -> Matrix:
        result = self.matrix(operator)
        for _ in range(times):
            self._operators[MOVED] = result
            result = self.matrix(self.value(generator(conventions.op(MOVED))))
        self._operators.pop(MOVED, None)
        return result  # type: ignore[no-any-return]

    def _steady_states(self, bound: Bound) -> int:
        """The number of linearly independent solutions of (3)."""
        return len(self._null_space())

    def _steady_mean(self, bound: Bound, operator: Term) -> Any:
        """tr(O rho) in the steady state, if there is just one."""
        solutions = self._null_space()
        if len(solutions) != 1:
            raise Undefined("there is more than one steady state")
        rho, observable = solutions[0], self.matrix(self.value(operator, bound))
        size = 2**self.N
        mean = [v * rho[b * size + a] for (a, b), v in observable.entries.items()]
        trace = self._sum_of([rho[a * (size + 1)] for a in range(size)])
        return self._sum_of(mean) * (self.constant(1) / trace) if mean else 0

    def _null_space(self) -> list[list[Any]]:
        """A basis of the solutions of (3), as lists of matrix elements."""
        size, one = 2**self.N, self.constant(1)
        rows: list[list[Any]] = [[self.constant(0)] * size**2 for _ in range(size**2)]
        for column in range(size**2):
            unit = self.matrix(0)
            unit.entries = {divmod(column, size): one}
            for (a, b), v in self._repeated(conventions.lindbladian, 1, unit).entries.items():
                rows[a * size + b][column] = one * v
        return null_space(rows, one)

    def _with_fields(self, bound: Bound, site: Term, field: Term, body: Term) -> Any:
        """The value of the body in the same system with other fields h_j."""
        fields = [self.constant(1) * self.value(field, {**bound, f"site {site.args[0]}": a + 1}) for a in range(self.N)]
        other: World = self.with_sites({"h": fields})
        return other.value(body, bound)

    def _coefficient(self, bound: Bound, name: str, k: Term) -> Any:
        """The k-th member of a sequence of free complex numbers."""
        sequence, index = self.given[f"sequence {name}"], self._count(k, bound)
        if index >= len(sequence):
            raise Undefined("beyond the end of the sequence")
        return sequence[index]


def null_space(rows: list[list[Any]], one: Any) -> list[list[Any]]:
    """A basis of the null space of a matrix, by exact elimination."""
    pivots: list[int] = []
    width = len(rows[0])
    for column in range(width):
        found = next((a for a in range(len(pivots), len(rows)) if rows[a][column] != 0), None)
        if found is None:
            continue
        at = len(pivots)
        rows[at], rows[found] = rows[found], rows[at]
        inverse = one / rows[at][column]
        rows[at] = [v * inverse if v != 0 else v for v in rows[at]]
        for a, row in enumerate(rows):
            if a != at and row[column] != 0:
                factor = row[column]
                rows[a] = [v - factor * w if w != 0 else v for v, w in zip(row, rows[at], strict=True)]
        pivots.append(column)
    basis = []
    for free in sorted(set(range(width)) - set(pivots)):
        vector = [one - one] * width
        vector[free] = one
        for at, column in enumerate(pivots):
            vector[column] = -rows[at][free]
        basis.append(vector)
    return basis
