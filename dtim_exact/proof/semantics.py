"""What a statement means at explicit N: every term becomes a number or a 2^N x 2^N matrix, exactly.

This is the literal reading of the printed formula.  It shares no code with the normal forms that prove statements for
all N, so it serves as
their second witness, and it is the judge of counterexamples and of mutants.  Scalars may be Gaussian rationals,
rational functions or balls.
Site 1 is the most significant bit; bit 0 is spin up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any

from flint import arb

from . import conventions
from .dynamics import Dynamics
from .readings import Readings, ordered
from .readings import Undefined as Undefined
from .terms import Term, to_data

Scalar = Any


class Matrix:
    """A sparse 2^N x 2^N matrix, followed by complex conjugation in the sigma^z basis if `antilinear`."""

    def __init__(self, size: int, entries: dict[tuple[int, int], Scalar], antilinear: bool = False) -> None:
        self.size, self.antilinear = size, antilinear
        self.entries = {at: v for at, v in entries.items() if v != 0}

    def __add__(self, other: Matrix) -> Matrix:
        if self.antilinear != other.antilinear and self.entries and other.entries:
            raise Undefined("a sum of a linear and an antilinear operator")
        result = dict(self.entries)
        for at, v in other.entries.items():
            result[at] = result[at] + v if at in result else v
        return Matrix(self.size, result, self.antilinear if self.entries else other.antilinear)

    def scaled(self, factor: Scalar) -> Matrix:
        return Matrix(self.size, {at: factor * v for at, v in self.entries.items()}, self.antilinear)

    def __mul__(self, other: Matrix) -> Matrix:
        rows: dict[int, list[tuple[int, Scalar]]] = {}
        for (a, b), v in other.entries.items():
            rows.setdefault(a, []).append((b, v.conj() if self.antilinear and hasattr(v, "conj") else v))
        result: dict[tuple[int, int], Scalar] = {}
        for (a, b), v in self.entries.items():
            for c, w in rows.get(b, ()):
                result[a, c] = result[a, c] + v * w if (a, c) in result else v * w
        return Matrix(self.size, result, self.antilinear != other.antilinear)

    def dag(self) -> Matrix:
        """Adjoint: transpose conjugate, or the transpose for an antilinear operator (<A x, y> = <A^dagger y, x>)."""
        return Matrix(
            self.size,
            {(b, a): v if self.antilinear else _conj(v) for (a, b), v in self.entries.items()},
            self.antilinear,
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Matrix) or (self.antilinear != other.antilinear and self.entries and other.entries):
            return False
        keys = self.entries.keys() | other.entries.keys()
        return all(self.entries.get(at, 0) == other.entries.get(at, 0) for at in keys)

    __hash__ = None  # type: ignore[assignment]


def _as_data(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_as_data(v) for v in value]
    return value if isinstance(value, int) else [str(value.re), str(value.im)]


def _conj(value: Scalar) -> Scalar:
    return value.conj() if hasattr(value, "conj") else value


LOCAL = {
    "+": {(0, 1): 1},
    "-": {(1, 0): 1},
    "z": {(0, 0): 1, (1, 1): -1},
    "x": {(0, 1): 1, (1, 0): 1},
    "n": {(0, 0): 1},
    "d": {(1, 1): 1},
    "1": {(0, 0): 1, (1, 1): 1},
}
"""The 2 x 2 matrices of one site, up before down; n and d project on up and down, sigma^y = -i sigma^+ + i sigma^-."""


class World(Readings, Dynamics):
    """A system of N sites at explicit parameters: `values` of scalars, `sites` of site parameters (a list each),
    `sets` of clusters.

    `constant` turns a Fraction into a scalar, `imaginary` is i; `operators` and `scalars` add to or replace the
    definitions of `conventions`.
    """

    def __init__(
        self,
        N: int,
        values: Mapping[str, Scalar],
        sites: Mapping[str, list[Scalar]],
        *,
        constant: Callable[[Fraction], Scalar],
        imaginary: Scalar,
        sets: Mapping[str, frozenset[int]] | None = None,
        definitions: Mapping[str, Term] | None = None,
    ) -> None:
        self.N, self.constant, self.imaginary = N, constant, imaginary
        self.given = values
        self.values: dict[str, Scalar] = {**values, "N": N, "I": imaginary}
        self.sites, self.sets = dict(sites), {"all": frozenset(range(1, N + 1)), **(sets or {})}
        self.definitions = dict(definitions or {})
        self._operators: dict[str, Matrix] = {}

    def with_values(self, values: Mapping[str, Scalar]) -> World:
        """The same system with other values of some symbols."""
        return World(
            self.N,
            {**self.given, **values},
            self.sites,
            constant=self.constant,
            imaginary=self.imaginary,
            sets=self.sets,
            definitions=self.definitions,
        )

    def with_sites(self, sites: Mapping[str, list[Scalar]]) -> World:
        """The same system with other values of some parameters of the sites."""
        values = {name: value for name, value in self.given.items() if name not in sites}
        return World(
            self.N,
            values,
            {**self.sites, **sites},
            constant=self.constant,
            imaginary=self.imaginary,
            sets=self.sets,
            definitions=self.definitions,
        )

    def to_data(self) -> dict[str, Any]:
        """The system as plain data, every number exactly: [real part, imaginary part] as text, an integer as it is."""
        return {
            "N": self.N,
            "values": {name: _as_data(v) for name, v in self.given.items()},
            "sites": {name: _as_data(row) for name, row in self.sites.items()},
            "sets": {name: sorted(members) for name, members in self.sets.items() if name != "all"},
            "definitions": {name: to_data(value) for name, value in self.definitions.items()},
        }

    def value(self, term: Term, bound: Mapping[str, Any] | None = None) -> Any:
        """The number, matrix, set or truth value that the term denotes here."""
        return getattr(self, f"_{term.head}")(bound or {}, *term.args)

    def matrix(self, value: Any) -> Matrix:
        return value if isinstance(value, Matrix) else Matrix(2**self.N, {(a, a): value for a in range(2**self.N)})

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
        return _conj(self.value(arg, bound))

    def _abs2(self, bound: Any, arg: Term) -> Scalar:
        z = self.value(arg, bound)
        return z * _conj(z)

    def _re(self, bound: Any, arg: Term) -> Scalar:
        z = self.value(arg, bound)
        return (z + _conj(z)) * self.constant(Fraction(1, 2))

    def _im(self, bound: Any, arg: Term) -> Scalar:
        z = self.value(arg, bound)
        return (z - _conj(z)) * self.constant(Fraction(-1, 2)) * self.imaginary

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
                result = result.scaled(_conj(v) if result.antilinear else v)
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

    # --- clusters ---------------------------------------------------------------------------------------------------
    def _cluster(self, bound: Any, name: str) -> frozenset[int]:
        if f"set {name}" in bound:
            return frozenset(bound[f"set {name}"])
        return self.sets[name] if name in self.sets else frozenset(self.value(conventions.CLUSTERS[name], bound))

    def _form(self, bound: Any, m: Term, cluster: Term) -> Scalar:
        """I_m(X) of (18): the elementary symmetric polynomial of the lam_j."""
        members, size = sorted(self.value(cluster, bound)), self._whole(m, bound)
        lams = {a: self._at({**bound, "site @": a}, "lam", Term("site_index", "@")) for a in members}
        return (
            self._sum_of([self._product_of([lams[a] for a in chosen]) for chosen in combinations(members, size)])
            if size >= 0
            else 0
        )

    def _hyper30(self, bound: Any, a: Term, b: Term, c: Term, z: Term) -> Scalar:
        """3F0 by (S60), c being a non-positive integer."""
        x, y, w, u = (self.value(t, bound) for t in (a, b, c, z))
        result = term = self.constant(Fraction(1))
        if not isinstance(w, int) or w > 0:
            raise Undefined("a hypergeometric polynomial needs a non-positive integer")
        for m in range(-w):
            term = term * (x + m) * (y + m) * (w + m) * u * self.constant(Fraction(1, m + 1))
            result = result + term
        return result

    def _card(self, bound: Any, cluster: Term) -> int:
        return len(self.value(cluster, bound))

    def _union(self, bound: Any, a: Term, b: Term) -> frozenset[int]:
        return frozenset(self.value(a, bound) | self.value(b, bound))

    def _minus(self, bound: Any, a: Term, b: Term) -> frozenset[int]:
        return frozenset(self.value(a, bound) - self.value(b, bound))

    def _meet(self, bound: Any, a: Term, b: Term) -> frozenset[int]:
        return frozenset(self.value(a, bound) & self.value(b, bound))

    # --- operators --------------------------------------------------------------------------------------------------
    def _sigma(self, bound: Any, mu: str, site: Term) -> Matrix:
        y = {(0, 1): -self.imaginary, (1, 0): self.imaginary}
        local: Mapping[tuple[int, int], Scalar] = y if mu == "y" else LOCAL[mu]
        shift = self.N - self.value(site, bound)
        entries = {}
        for a in range(2**self.N):
            for (up, down), v in local.items():
                if (a >> shift) & 1 == down:
                    entries[a ^ ((up ^ down) << shift), a] = v
        return Matrix(2**self.N, entries)

    def _spin(self, bound: Any, mu: str, site: Term) -> Matrix:
        return self._sigma(bound, mu, site).scaled(self.constant(Fraction(1, 2)))

    def _op(self, bound: Any, name: str) -> Matrix:
        if name not in self._operators:
            self._operators[name] = self._named(name)
        return self._operators[name]

    def _named(self, name: str) -> Matrix:
        size = 2**self.N
        if name == "K":  # complex conjugation in the sigma^z basis times the global x-parity: flips every spin
            return Matrix(size, {(size - 1 - a, a): 1 for a in range(size)}, antilinear=True)
        definition = self.definitions.get(name, conventions.OPERATORS.get(name))
        if definition is None:
            raise Undefined(f"no operator is named {name}")
        return self.matrix(self.value(definition))

    def _B(self, bound: Any, k: Term) -> Matrix:
        """B_k = (2 S_z + k) S_-^k, defined above (S19)."""
        return self.matrix(self.value((2 * conventions.S_z + k) * conventions.S_minus**k, bound))

    def _motion(self, bound: Any, arg: Term) -> Matrix:
        """The operator whose mean is the rate of change of the mean of arg under (2)."""
        return self.matrix(self.value(conventions.motion(arg), bound))

    def _dag(self, bound: Any, arg: Term) -> Matrix:
        return self.matrix(self.value(arg, bound)).dag()

    def _comm(self, bound: Any, a: Term, b: Term) -> Matrix:
        x, y = self.matrix(self.value(a, bound)), self.matrix(self.value(b, bound))
        return x * y + (y * x).scaled(-1)

    def _anti(self, bound: Any, a: Term, b: Term) -> Matrix:
        x, y = self.matrix(self.value(a, bound)), self.matrix(self.value(b, bound))
        return x * y + y * x

    def _tr(self, bound: Any, arg: Term) -> Scalar:
        entries = self.matrix(self.value(arg, bound)).entries
        return self._sum_of([entries[a, a] for a in range(2**self.N) if (a, a) in entries])

    def _mean(self, bound: Any, arg: Term) -> Scalar:
        """The mean in the product state whose sites all have the Bloch vector (m_x, m_y, m_z)."""
        x, y, z = (self.value(Term("sym", name), bound) for name in ("m_x", "m_y", "m_z"))
        half = self.constant(Fraction(1, 2))
        local = [[half * (1 + z), half * (x - self.imaginary * y)], [half * (x + self.imaginary * y), half * (1 - z)]]
        entries = self.matrix(self.value(arg, bound)).entries
        bits = range(self.N)
        return self._sum_of(
            [self._product_of([v, *(local[(b >> s) & 1][(a >> s) & 1] for s in bits)]) for (a, b), v in entries.items()]
        )

    # --- statements -------------------------------------------------------------------------------------------------
    def sides(self, statement: Term, bound: Mapping[str, Any] | None = None) -> tuple[Any, Any]:
        """The values of the two sides, matrices if either is one."""
        left, right = (self.value(side, bound) for side in statement.args[:2])
        if isinstance(left, Matrix) or isinstance(right, Matrix):
            left, right = self.matrix(left), self.matrix(right)
        return left, right

    def holds(self, statement: Term, bound: Mapping[str, Any] | None = None) -> bool:
        """Whether the statement is true here; comparisons are of exact real numbers."""
        if statement.head == "and":
            return all(self.holds(part, bound) for part in statement.args)
        left, right = self.sides(statement, bound)
        if statement.head in ("eq", "ne"):
            return bool((left == right) == (statement.head == "eq"))
        if isinstance(left, arb) or isinstance(right, arb):
            return ordered(left, right, strict=statement.head == "lt")
        difference = self.constant(Fraction(1)) * (right - left)
        return bool(difference.re > 0 if statement.head == "lt" else difference.re >= 0)
