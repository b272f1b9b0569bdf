"""The weights p_M of the powers of S_- in Phi, (13), (14), (S28), (S30), (S39), and what they sum to.

p_M = |(-r)_M|^2 I_M is the squared norm of the term S_-^M of Phi, without constants; for equal fields it is
|(-r)_M|^2 N!/(N - M)! lambda^M/M!. The sum over M is the normalization after (17), divided by 2^N.

Key results: `weights`, `partition_function`, `mean_lowered`.
"""

from __future__ import annotations

from typing import Any

from .cost import Cost, exact_cost
from .errors import CostError
from .evaluate import evaluate, evaluate_all
from .functional import Functional
from .model import Model
from .values import Value

__all__ = ["check_length", "list_cost", "mean_lowered", "partition_function", "weights"]

MOST_VALUES = 2_000_000  # entries of a list that is handed out


def weights(model: Model, digits: int | None = None, normalized: bool = False) -> list[Value]:
    """p_M, M = 0..N, as in the last form of (S39), so p_0 = 1; with `normalized` they sum to 1.

    Sites without a field are lowered with certainty: with k of them the first k weights are 0, and p_k = 1.

    >>> print(*weights(Model(N=3, J=1, hx=2, hz="1/2")))
    1 3/8 3/64 9/512
    """

    def formula(L: Functional) -> list[Any]:
        p = L.weights()
        total = sum(p, L.ring.zero) if normalized else L.ring.one
        return [x / total for x in p] if normalized else p

    check_length(model)
    values = evaluate_all(model, formula, digits, "weights p_M", list_cost(model))
    return [Value.from_exact(0)] * len(model.steady.down) + values


def partition_function(model: Model, digits: int | None = None) -> Value:
    """The normalization tr(Phi Phi^dagger) = 2^N sum_M p_M, see after (17).

    For equal fields it is 2^N 3F0(-r*, -r, -N; ; -lambda). A site without a field multiplies Phi by sigma^- and by a
    number that diverges in the limit, which is left out.

    >>> print(partition_function(Model(N=3, J=1, hx=2, hz="1/2")))
    737/64
    """

    def formula(L: Functional) -> Any:
        return L.ring.convert(2) ** L.N * L.sum(0, 0)

    cost = exact_cost(model)
    return evaluate(model, formula, digits, "normalization", Cost(cost.bits + 2.0 * model.N, cost.times))


def mean_lowered(model: Model, digits: int | None = None) -> Value:
    """sum_M M p_M / (N sum_M p_M) = -<M^z>/N, the polarization: (14).

    >>> print(mean_lowered(Model(N=3, J=1, hx=2, hz="1/2")))
    89/737
    """
    down, N = len(model.steady.down), model.N

    def formula(L: Functional) -> Any:
        lowered = down + _first_moment(L) / L.sum(0, 0)
        return lowered / L.ring.convert(N)

    return evaluate(model, formula, digits, "polarization")


def _first_moment(L: Functional) -> Any:
    """sum_M M p_M; for equal fields, by M C(N, M) = N C(N - 1, M - 1), the sum of (17) with one site removed."""
    if L.steady.uniform:
        return L.N * L.steady.mu(1) * L.moment(1, 1, range(1)) if L.N else L.ring.zero
    return sum((M * p for M, p in enumerate(L.iter_weights())), L.ring.zero)


def list_cost(model: Model) -> Cost:
    """The cost of N + 1 exact entries, each as long as the whole sum."""
    cost = exact_cost(model)
    return Cost(cost.bits, cost.times * (model.N + 1) if model.uniform else cost.times * 8)


def check_length(model: Model) -> None:
    """CostError if a list of N + 1 values is too long to be made."""
    if model.N >= MOST_VALUES:
        needed = f"at most {MOST_VALUES:,} values in a list"
        raise CostError(f"a list of N + 1 = {model.N + 1:,} values", needed, "ask for moments, or for a smaller N")
