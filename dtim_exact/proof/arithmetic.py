"""What numbers, functions of numbers, sums and products mean at explicit N, read literally."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any

from . import conventions
from .matrices import Matrix, Scalar, conj
from .readings import Undefined
from .terms import Term

__all__ = ["Arithmetic"]


class Arithmetic:
    """Methods of a `semantics.World`; see there for `value`, `matrix`, and the parameters."""

    N: int
    values: dict[str, Any]
    sites: Mapping[str, list[Scalar]]
    definitions: Mapping[str, Term]
    value: Any
    matrix: Any
    constant: Any
    imaginary: Scalar

    # --- scalars ----------------------------------------------------------------------------------------------------
    def _num(self, bound: Any, value: Fraction) -> Scalar:
        return int(value) if value.denominator == 1 else self.constant(value)

    def _sym(self, bound: Any, name: str) -> Scalar:
        if name in bound:
            return bound[name]
        if name not in self.values:
            definition = self.definitions.get(name, conventions.SCALARS.get(name))
            if definition is None:
                raise Undefined(f"no value for the symbol {name}")
            self.values[name] = self.value(definition)
        return self.values[name]

    def _at(self, bound: Any, name: str, site: Term) -> Scalar:
        where = self.value(site, bound)
        if name in self.sites:
            return self.sites[name][where - 1]
        return self.value(conventions.SITE_SCALARS[name], {**bound, "site j": where})

    def _site_index(self, bound: Any, name: str) -> int:
        return int(bound[f"site {name}"])

    def _site_number(self, bound: Any, number: Fraction) -> int:
        return int(number)

    def _div(self, bound: Any, top: Term, bottom: Term) -> Any:
        a, b = self.value(top, bound), self.value(bottom, bound)
        if isinstance(b, Matrix) or b == 0:
            raise Undefined("division by zero or by a matrix")
        inverse = self.constant(Fraction(1)) / b
        return a.scaled(inverse) if isinstance(a, Matrix) else a * inverse

    def _conj(self, bound: Any, arg: Term) -> Scalar:
        return conj(self.value(arg, bound))

    def _abs2(self, bound: Any, arg: Term) -> Scalar:
        z = self.value(arg, bound)
        return z * conj(z)

    def _re(self, bound: Any, arg: Term) -> Scalar:
        z = self.value(arg, bound)
        return (z + conj(z)) * self.constant(Fraction(1, 2))

    def _im(self, bound: Any, arg: Term) -> Scalar:
        z = self.value(arg, bound)
        return (z - conj(z)) * self.constant(Fraction(-1, 2)) * self.imaginary

    def _rising(self, bound: Any, x: Term, m: Term) -> Scalar:
        start, result = self.value(x, bound), 1
        for a in range(self._count(m, bound)):
            result = result * (start + a)
        return result

    def _fact(self, bound: Any, arg: Term) -> Scalar:
        result = 1
        for a in range(self._count(arg, bound)):
            result *= a + 1
        return result

    def _binom(self, bound: Any, top: Term, bottom: Term) -> Scalar:
        x, result = self.value(top, bound), self.constant(Fraction(1))
        for a in range(self._count(bottom, bound)):
            result = result * (x - a) * self.constant(Fraction(1, a + 1))
        return result

    def _whole(self, term: Term, bound: Any) -> int:
        number = self.value(term, bound)
        if not isinstance(number, int):
            raise Undefined(f"{number} is not an integer")
        return number

    def _count(self, term: Term, bound: Any) -> int:
        number = self.value(term, bound)
        if not isinstance(number, int) or number < 0:
            raise Undefined(f"{number} is not a count")
        return number

    # --- sums and products ------------------------------------------------------------------------------------------
    def _add(self, bound: Any, *args: Term) -> Any:
        return self._sum_of([self.value(a, bound) for a in args])

    def _sum_of(self, values: list[Any]) -> Any:
        if any(isinstance(v, Matrix) for v in values):
            values = [self.matrix(v) for v in values]
        result: Any = 0 if not values else values[0]
        for v in values[1:]:
            result = result + v
        return result

    def _neg(self, bound: Any, arg: Term) -> Any:
        value = self.value(arg, bound)
        return value.scaled(-1) if isinstance(value, Matrix) else -value

    def _mul(self, bound: Any, *args: Term) -> Any:
        return self._product_of([self.value(a, bound) for a in args])

    def _product_of(self, values: list[Any]) -> Any:
        result: Any = 1
        for v in values:
            if isinstance(result, Matrix) and isinstance(v, Matrix):
                result = result * v
            elif isinstance(v, Matrix):
                result = v.scaled(result)
            elif isinstance(result, Matrix):
                result = result.scaled(conj(v) if result.antilinear else v)
            else:
                result = result * v
        return result

    def _pow(self, bound: Any, base: Term, exponent: Term) -> Any:
        b, e = self.value(base, bound), self.value(exponent, bound)
        if not isinstance(e, int):
            raise Undefined("a power with a non-integer exponent")
        if e < 0 and (isinstance(b, Matrix) or b == 0):
            raise Undefined("a negative power of zero or of a matrix")
        if isinstance(b, Matrix):
            return self._product_of([self.matrix(1), *[b] * e])
        return self._product_of([b] * e) if e >= 0 else self.constant(Fraction(1)) / self._product_of([b] * -e)

    def _sum(self, bound: Any, index: Term, low: Term, high: Term, body: Term) -> Any:
        bounds = range(self._whole(low, bound), self._whole(high, bound) + 1)
        return self._sum_of([self.value(body, {**bound, index.args[0]: a}) for a in bounds])

    def _prod(self, bound: Any, index: Term, low: Term, high: Term, body: Term) -> Any:
        bounds = range(self._whole(low, bound), self._whole(high, bound) + 1)
        return self._product_of([self.value(body, {**bound, index.args[0]: a}) for a in bounds])

    def _sites(self, bound: Any, index: Term, body: Term, *other_than: Term) -> Any:
        excluded = {self.value(site, bound) for site in other_than}
        return self._sum_of(
            [self.value(body, {**bound, f"site {index.args[0]}": a}) for a in range(1, self.N + 1) if a not in excluded]
        )

    def _over_set(self, bound: Any, index: Term, cluster: Term, body: Term) -> Any:
        members = sorted(self.value(cluster, bound))
        return self._product_of([self.value(body, {**bound, f"site {index.args[0]}": a}) for a in members])

    def _subsets(self, bound: Any, variable: Term, of: Term, size: Term, body: Term) -> Any:
        members, wanted = sorted(self.value(of, bound)), self._whole(size, bound)
        sizes = range(len(members) + 1) if wanted == -1 else [wanted] if wanted >= 0 else []
        return self._sum_of(
            [
                self.value(body, {**bound, f"set {variable.args[0]}": frozenset(c)})
                for a in sizes
                for c in combinations(members, a)
            ]
        )
