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
from .arithmetic import Arithmetic
from .dynamics import Dynamics
from .matrices import LOCAL, Scalar
from .matrices import Matrix as Matrix
from .readings import Readings, ordered
from .readings import Undefined as Undefined
from .terms import Term, to_data


def _as_data(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [_as_data(v) for v in value]
    return value if isinstance(value, int) else [str(value.re), str(value.im)]


class World(Arithmetic, Readings, Dynamics):
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
