"""All density correlations <n_i n_j> from the one-body sums, at O(1) a pair.

With E_j the sum with site j removed (`one_body`), <n_j> = E_j/(2 E) and <n_i n_j> = E_ij/(4 E). Removing the factors of
i and j, (1 + lambda_j t) lambda_i - (1 + lambda_i t) lambda_j = lambda_i - lambda_j, so that

    2 <n_i n_j> = (lambda_i <n_i> - lambda_j <n_j>)/(lambda_i - lambda_j).

Sites with equal lambda take the sums with two of them removed, which the transposed tree gives as well. Fields that
nearly agree lose the leading digits of the difference: such a pair is computed anew with the bits that it needs, and
with the exact difference of the lambda.

Key results: `density_correlations`, `DensityCorrelations`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from flint import arb

from .correlators import all_sites_cost, density
from .errors import InputError, shown
from .evaluate import evaluate, parameter_precision, starting_precision
from .functional import Functional
from .model import Model
from .one_body import grouped, removed_sums
from .rings import BALL, EXACT, SYMBOL, Ring, certify, check_digits, working_precision
from .values import Value

__all__ = ["DensityCorrelations", "density_correlations"]


def density_correlations(model: Model, digits: int | None = None) -> DensityCorrelations:
    """All <n_i n_j>, as a table that is read by `table[i, j]` with sites 1..N, or row by row.

    >>> table = density_correlations(Model(N=3, J=1, hx=[1, 2, 3], hz="1/2"))
    >>> print(table[1, 2], table[2, 2], [str(x) for x in table.row(3)])
    76/521 228/521 ['81/521', '108/521', '243/521']
    """
    return DensityCorrelations(model, digits)


class _Sums(NamedTuple):
    """For each group of equal lambda, in one ring (balls by their real parts): what its pairs are made of."""

    mu: list[Any]  # lambda/|J_eff|^2
    one: list[Any]  # <n_j>
    weighted: list[Any]  # mu <n_j>/2
    two: list[Any]  # <n_i n_j> inside the group
    by_site: tuple[list[Any], list[Any]]  # mu and weighted for j = 1..N; 0 on a site without a field


class DensityCorrelations:
    """The table of <n_i n_j>, with <n_i> on its diagonal.

    It keeps the one-body sums; a pair is computed when it is read. `row_balls` is the quick way to very many pairs.

    Raises CostError where the exact sums are too long, InputError for sites outside 1..N.
    """

    def __init__(self, model: Model, digits: int | None = None) -> None:
        self.model, self.N = model, model.N
        self.digits = None if digits is None else check_digits(digits)
        if model.ring is SYMBOL and digits is not None:
            raise InputError(f"digits = {digits} for a model with symbols", "numbers for all parameters")
        groups = grouped(model.steady)
        self._mu = [mu for mu, _ in groups]
        self._members = [sites for _, sites in groups]
        self._group = {} if model.uniform else {j: g for g, sites in enumerate(self._members) for j in sites}
        self._sums: dict[tuple[str, int], _Sums] = {}
        self._uniform: dict[bool, Value] = {}
        self._exactly = model.ring is EXACT and self._is_exact_best()

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return DensityCorrelations, (self.model, self.digits)

    def __repr__(self) -> str:
        return f"DensityCorrelations({self.model!r}, digits={self.digits})"

    def __len__(self) -> int:
        return self.N

    def __getitem__(self, sites: Any) -> Value:
        """<n_i n_j>."""
        pair = isinstance(sites, tuple) and len(sites) == 2
        if not (pair and all(isinstance(j, int) and 1 <= j <= self.N for j in sites)):
            raise InputError(f"the pair {shown(sites)}", f"two sites from 1 to N = {self.N}", "write table[1, 2]")
        return self._values(sites[0], range(sites[1], sites[1] + 1))[0]

    def row(self, i: int) -> list[Value]:
        """<n_i n_j> for j = 1..N."""
        return self._values(i, range(1, self.N + 1))

    def __iter__(self) -> Iterator[list[Value]]:
        return (self.row(i) for i in range(1, self.N + 1))

    def _values(self, i: int, others: range) -> list[Value]:
        if self.model.uniform:
            return [self._uniform_value(i == j) for j in others]
        if i not in self._group:  # without a field: down
            return [Value.from_exact(0) for _ in others]
        if self.digits is None or self._exactly:
            return [self._plain(i, j) for j in others]
        return [Value.from_ball(ball) for ball in self._balls(i, others)]

    def row_balls(self, i: int, first: int = 1) -> list[arb]:
        """<n_i n_j> for j = first..N as flint balls that have the digits asked for: for unequal fields, with digits.

        All of `row_balls(i, i)`, i = 1..N, are every density and every pair once.
        """
        if self.digits is None or i not in self._group:
            raise InputError(f"row_balls({shown(i)})", "unequal fields, digits, and a site with a field", "use row")
        return self._balls(i, range(first, self.N + 1))

    def _balls(self, i: int, others: range) -> list[arb]:
        assert self.digits is not None
        start = starting_precision(self.digits) + 2 * self.N.bit_length()
        enough = 3.33 * self.digits + 4
        with working_precision(start):
            balls = self._row(self._at(BALL, start), i, others)
            if min(map(arb.rel_accuracy_bits, balls), default=enough) >= enough:
                return balls
            return [
                ball if ball.rel_accuracy_bits() >= enough else self._delicate(i, j, start).re.to_arb()
                for j, ball in zip(others, balls, strict=True)
            ]

    def _row(self, sums: _Sums, i: int, others: range) -> list[arb]:
        """`_pair` of balls for j in others: the quotient for all, then what it does not serve."""
        a, part = self._group[i], slice(others.start - 1, others.stop - 1)
        mus, weighted = sums.by_site
        mu, here = sums.mu[a], sums.weighted[a]
        row = [(here - w) / (mu - m) for w, m in zip(weighted[part], mus[part], strict=True)]
        for j in (*self._members[a], *self.model.steady.down):
            if j in others:
                row[j - others.start] = self._pair(sums, i, j)
        return row

    def _plain(self, i: int, j: int) -> Value:
        """Exact, symbolic, or as good as ball parameters allow; exact ones are cut to digits if these are given."""
        ring = self.model.ring
        with working_precision(parameter_precision(self.model)) as prec:
            value = ring.value(ring.convert(self._pair(self._at(ring, prec if ring is BALL else 0), i, j)))
        if self.digits is None or value.is_zero():
            return value
        return _value(certify(lambda _: value.to_acb(), self.digits, f"<n_{i} n_{j}>"))

    def _delicate(self, i: int, j: int, start: int) -> Value:
        """A pair of nearly equal fields: more bits, and the exact difference of the lambda where they are exact."""

        def compute(prec: int) -> Any:
            return BALL.convert(self._pair(self._at(BALL, prec), i, j, exact_gap=self.model.ring is EXACT))

        assert self.digits is not None
        return _value(certify(compute, self.digits, f"<n_{i} n_{j}>", start=2 * start))

    def _pair(self, sums: _Sums, i: int, j: int, exact_gap: bool = False) -> Any:
        """<n_i n_j> from the sums of one ring."""
        a, b = self._group[i], self._group.get(j)
        if b is None:
            return 0 * sums.mu[a]
        if a == b:
            return sums.one[a] if i == j else sums.two[a]
        gap = BALL.convert(self._mu[a] - self._mu[b]).real if exact_gap else sums.mu[a] - sums.mu[b]
        return (sums.weighted[a] - sums.weighted[b]) / gap

    def _at(self, ring: Ring, prec: int) -> _Sums:
        """The one-body sums in a ring; for balls at the precision `prec`, which is in force."""
        if (ring.name, prec) not in self._sums:
            L = Functional(self.model, ring)
            mus = self._mu if self.model.ring is EXACT else [mu for mu, _ in grouped(L.origin)]
            groups = [(ring.convert(mu), count) for mu, count in zip(mus, map(len, self._members), strict=True)]
            removed = removed_sums(ring, L.squared_amplitudes(L.N + 1), groups)
            mu = [mu.real if ring is BALL else mu for mu, _ in groups]
            one, two = [e.one / (2 * e.none) for e in removed], [e.two / (4 * e.none) for e in removed]
            weighted = [x * n / 2 for x, n in zip(mu, one, strict=True)]
            self._sums[ring.name, prec] = _Sums(mu, one, weighted, two, (self._spread(mu), self._spread(weighted)))
        return self._sums[ring.name, prec]

    def _spread(self, groups: list[Any]) -> list[Any]:
        """What belongs to the groups, site by site."""
        return [groups[self._group[j]] if j in self._group else 0 for j in range(1, self.N + 1)]

    def _is_exact_best(self) -> bool:
        cost = all_sites_cost(self.model)
        if self.digits is None:
            cost.check("density correlations")
            return True
        return cost.is_small(starting_precision(self.digits))

    def _uniform_value(self, same: bool) -> Value:
        """<n_i> or <n_i n_j> of equal fields: (17) with one or two sites in both clusters."""
        if same not in self._uniform:
            one = density if same else _two_sites_density
            self._uniform[same] = one(self.model, self.digits)
        return self._uniform[same]


def _two_sites_density(model: Model, digits: int | None) -> Value:
    def formula(L: Functional) -> Any:
        return L.sum(0, 0, range(2)) / (4 * L.sum(0, 0)) if L.N else L.ring.zero

    return evaluate(model, formula, digits, "<n_i n_j>")


def _value(x: Any) -> Value:
    assert isinstance(x, Value)
    return x
