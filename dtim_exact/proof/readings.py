"""What further heads mean at explicit N: norms, probabilities, limits, logarithms of operators, and sums over
larger sets.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import TYPE_CHECKING, Any

from flint import arb, fmpq

from .germs import Germ
from .terms import Term

if TYPE_CHECKING:
    from .matrices import Matrix

Bound = Mapping[str, Any]


class Undefined(ArithmeticError):
    """The expression has no value at this point (a division by zero, an undefined symbol)."""


class Readings:
    """Methods of a `semantics.World`; see there for `value`, `matrix`, and the parameters."""

    N: int
    values: dict[str, Any]
    value: Any
    matrix: Any
    constant: Any
    _sum_of: Any
    _whole: Any
    with_values: Any

    # --- norms and probabilities ------------------------------------------------------------------------------------
    def _norm2(self, bound: Bound, arg: Term) -> Any:
        """The squared Hilbert-Schmidt norm: the sum of |A_ab|^2."""
        return self._sum_of(
            [v * (v.conj() if hasattr(v, "conj") else v) for v in self.matrix(self.value(arg, bound)).entries.values()]
        )

    def _norm(self, bound: Bound, arg: Term) -> arb:
        """The Hilbert-Schmidt norm, as a ball."""
        square = self.constant(1) * self._norm2(bound, arg)
        return _ball(square).sqrt()

    def _prob(self, bound: Bound, value: Term, operator: Term) -> Any:
        """The probability that M^z, N minus twice the number of down spins, has the value in the state A A^dagger /
        tr(A A^dagger).
        """
        A: Matrix = self.matrix(self.value(operator, bound))
        entries, wanted = (A * A.dag()).entries, self.value(value, bound)
        weights = [(self.N - 2 * a.bit_count(), entries[a, a]) for a in range(2**self.N) if (a, a) in entries]
        if not weights:
            raise Undefined("a state that is zero")
        inverse = self.constant(1) / self._sum_of([w for _, w in weights])
        return self._sum_of([w for m, w in weights if wanted == m]) * inverse

    # --- limits and logarithms --------------------------------------------------------------------------------------
    def _limit(self, bound: Bound, variable: Term, point: Term, body: Term) -> Any:
        """The limit along the ray in the direction of the value that the variable has here."""
        name, start, direction = variable.args[0], self.value(point, bound), self.value(variable, bound)
        germ = Germ([self.constant(1) * start, self.constant(1) * direction])
        result = self.with_values({name: germ}).value(body, bound)
        if not isinstance(result, Germ):
            return result
        limit = result.limit()
        if limit is None:
            raise Undefined("the limit does not exist")
        return limit

    def _log(self, bound: Bound, arg: Term) -> Any:
        """The logarithm of a positive real ball, or of 1 - X for a nilpotent X: minus the sum of X^k / k."""
        value = self.value(arg, bound)
        if not hasattr(value, "entries"):
            ball = value if isinstance(value, arb) else _ball(self.constant(1) * value)
            if not ball > 0:
                raise Undefined("the logarithm of a number that is not positive")
            return ball.log()
        X = self.matrix(1) + value.scaled(-1)
        power, result = X, self.matrix(0)
        for k in range(1, value.size + 1):
            result = result + power.scaled(-self.constant(1) / k)
            power = power * X
        if power.entries:
            raise Undefined("the logarithm of an operator that is not 1 minus a nilpotent one")
        return result

    # --- sets -------------------------------------------------------------------------------------------------------
    def _inside(self, bound: Bound, site: Term, cluster: Term) -> int:
        """1 if the site lies in the cluster, else 0."""
        return int(self.value(site, bound) in self.value(cluster, bound))

    def _single(self, bound: Bound, site: Term) -> frozenset[int]:
        return frozenset({self.value(site, bound)})

    def _supersets(self, bound: Bound, variable: Term, of: Term, size: Term, body: Term) -> Any:
        """The sum over the sets of `size` sites that contain the set `of`."""
        inner, wanted = self.value(of, bound), self._whole(size, bound)
        others = sorted(set(range(1, self.N + 1)) - inner)
        more = wanted - len(inner)
        chosen = combinations(others, more) if more >= 0 else []
        return self._sum_of(
            [self.value(body, {**bound, f"set {variable.args[0]}": inner | frozenset(c)}) for c in chosen]
        )


def _ball(value: Any) -> arb:
    """A real scalar as a ball."""
    real, imaginary = getattr(value, "re", value), getattr(value, "im", 0)
    if imaginary != 0 or not isinstance(real, (int, fmpq)):
        raise Undefined("not a real number")
    return arb(real)


def ordered(left: Any, right: Any, *, strict: bool) -> bool:
    """left < right or left <= right between balls, or Undefined where they overlap."""
    a, b = (x if isinstance(x, arb) else _ball(x) for x in (left, right))
    if a < b:
        return True
    if a > b or (strict and a >= b):
        return False
    if not strict and a <= b:
        return True
    raise Undefined("the balls overlap")
