"""The law of the number of down spins for every r, and the moments and generating function of M^z = sum_j sigma_j^z.

The diagonal of Phi Phi^dagger follows from one site, tr(w^{|down><down|} (1 + y alpha sigma^-)(1 + x alpha^* sigma^+))
= 1 + w (1 + 2 lambda x y), so under L (see `functional`), with the weights p_M of (S39),

    sum_D Prob(D spins are down) w^D = sum_M p_M w^M ((1 + w)/2)^(N - M) / sum_M p_M .

In words: draw M from p_M; M spins are down, and each of the other N - M is up or down like a fair coin. At r = n and
small fields this is the binomial law (11), (S38); here it holds for every r. The number U of spins that are up has the
factorial moments <U (U - 1) .. (U - j + 1)> = sum_M (N - M) .. (N - M - j + 1) p_M / (2^j sum_M p_M).

Key results: `down_spin_distribution`, `magnetization_moments`, `generating_function`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import comb, factorial, perm
from typing import Any

from flint import arb_poly, fmpq, fmpq_poly

from .cost import Cost, exact_cost
from .errors import InputError
from .evaluate import evaluate, evaluate_all
from .functional import Functional
from .model import Model
from .numbers import parse_complex, parse_count
from .rings import EXACT, SYMBOL
from .values import Value
from .weights import check_length, list_cost

__all__ = [
    "coarse_grained",
    "coarse_grained_literal",
    "down_spin_distribution",
    "generating_function",
    "magnetization_moment",
    "magnetization_moments",
]

MOST_ORDER = 100  # of a moment


def down_spin_distribution(model: Model, digits: int | None = None) -> list[Value]:
    """Prob(D spins are down), D = 0..N, so M^z = N - 2 D; exactly, for every r: compare (11), (S38).

    >>> print(*down_spin_distribution(Model(N=2, J=1, hx=4, hz=1)))
    1/5 1/2 3/10
    """

    def formula(L: Functional) -> list[Any]:
        p = L.weights()
        total = sum(p, L.ring.zero)
        return [x / total for x in coarse_grained(L, p)]

    check_length(model)
    values = evaluate_all(model, formula, digits, "distribution", list_cost(model))
    return [Value.from_exact(0)] * len(model.steady.down) + values


def coarse_grained_literal(L: Functional, p: Sequence[Any]) -> list[Any]:
    """sum_M p_M 2^(M - N) C(N - M, D - M), D = 0..N, term by term: the twin of `coarse_grained`."""
    ring, n = L.ring, L.N
    return [
        sum((ring.convert(fmpq(comb(n - M, D - M), 2 ** (n - M))) * p[M] for M in range(D + 1)), ring.zero)
        for D in range(n + 1)
    ]


def coarse_grained(L: Functional, p: Sequence[Any]) -> list[Any]:
    """The same as one product of polynomials: the binomial is a quotient (N - M)! / ((D - M)! (N - D)!)."""
    ring, n = L.ring, L.N
    if ring is SYMBOL:
        return coarse_grained_literal(L, p)
    factorials = [ring.one]
    for m in range(1, n + 1):
        factorials.append(factorials[-1] * m)
    inverse = [ring.div(ring.one, f) for f in factorials]
    half, power = ring.div(ring.one, ring.convert(2)), ring.one
    scaled = []
    for M in reversed(range(n + 1)):
        scaled.append(p[M] * factorials[n - M] * power)
        power = power * half
    poly, real = (fmpq_poly, _re) if ring is EXACT else (arb_poly, _real)
    product = poly([real(x) for x in reversed(scaled)]) * poly([real(x) for x in inverse])
    return [ring.convert(product[D]) * inverse[n - D] for D in range(n + 1)]


def _re(x: Any) -> Any:
    return x.re


def _real(x: Any) -> Any:
    return x.real


def magnetization_moment(model: Model, k: int, digits: int | None = None) -> Value:
    """<(M^z)^k>, with M^z = sum_j sigma_j^z.

    >>> print(magnetization_moment(Model(N=3, J=1, hx=2, hz="1/2"), 2))
    2313/737
    """
    return magnetization_moments(model, (k,), digits)[0]


def magnetization_moments(model: Model, orders: Iterable[int], digits: int | None = None) -> list[Value]:
    """<(M^z)^k> for several k at once, from the factorial moments of the number of spins that are up.

    >>> print(*magnetization_moments(Model(N=3, J=1, hx=2, hz="1/2"), (0, 1, 2)))
    1 -267/737 2313/737
    """
    wanted = [parse_count(k, "k") for k in orders]
    highest = max(wanted, default=0)
    if highest > MOST_ORDER:
        raise InputError(f"k = {highest}", f"an order k of at most {MOST_ORDER}")

    def formula(L: Functional) -> list[Any]:
        total = L.sum(0, 0)
        up = [_up_moment(L, j) / total for j in range(min(highest, L.N) + 1)]
        return [_power_moment(L, k, model.N, up) for k in wanted]

    return evaluate_all(model, formula, digits, "moments of M^z", exact_cost(model, sums=2 + highest))


def _up_moment(L: Functional, j: int) -> Any:
    """sum_M (N - M) .. (N - M - j + 1) p_M / 2^j; for equal fields N .. (N - j + 1) 3F0/2^j, (17) for N - j sites."""
    if L.steady.uniform:
        return L.ring.convert(fmpq(perm(L.N, j), 2**j)) * L.sum(0, 0, range(j))
    terms = (L.ring.convert(fmpq(perm(L.N - M, j), 2**j)) * p for M, p in enumerate(L.iter_weights()))
    return sum(terms, L.ring.zero)


def _power_moment(L: Functional, k: int, N: int, up: Sequence[Any]) -> Any:
    """<(2 U - N)^k> from factorial moments of U, by Newton's formula: the differences of (2 u - N)^k at u = 0 .. k."""
    differences, total = [(2 * u - N) ** k for u in range(k + 1)], L.ring.zero
    for j, moment in enumerate(up[: k + 1]):
        total = total + L.ring.convert(fmpq(differences[0], factorial(j))) * moment
        differences = [after - before for before, after in pairwise(differences)]
    return total


def generating_function(model: Model, z: Any, digits: int | None = None) -> Value:
    """<z^(M^z)> for an exact complex z != 0: sum_M p_M z^(-M) ((z + 1/z)/2)^(N - M) / sum_M p_M.

    >>> m = Model(N=3, J=1, hx=2, hz="1/2")
    >>> print(generating_function(m, 1), generating_function(m, "i"))
    1 9/737i
    """
    point = parse_complex(z)
    if not point:
        raise InputError("z = 0", "a number z != 0", "M^z takes negative values")
    down, coin = len(model.steady.down), (point + 1 / point) / 2

    def formula(L: Functional) -> Any:
        inverse, half, power, total = L.ring.convert(1 / point), L.ring.convert(coin), L.ring.one, L.ring.zero
        for p in L.iter_weights():  # Horner in the factor of the fair coins
            total = total * half + p * power
            power = power * inverse
        return total * inverse**down / L.sum(0, 0)

    cost = exact_cost(model)
    return evaluate(model, formula, digits, "generating function", Cost(cost.bits, cost.times * (2 + model.N)))
