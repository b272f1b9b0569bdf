"""Fig. S2: the rescaled coherences |(h^x)^k <sigma_1^+ ... sigma_k^+>|/J^k for k = 1, 2, 3 against h^z.

N = 22, h^x = 3 N J, Gamma = 0, gamma = J, J/10, J/100. In the blockade n all coherences with k > n vanish for
gamma -> 0+ (after (9)); what is left of that at finite gamma are the dips.

Key result: `coherences`.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from math import log10
from typing import Any

from ..model import Model
from ..real_roots import certified_reals
from .data import Series, Task, series
from .grids import Row, refined_rows

__all__ = ["coherences"]

N = 22
FIELD = 3 * N  # h^x/J
RATES = ("1", "1/10", "1/100")
ORDERS = (1, 2, 3)


def coherences(task: Task) -> list[Series]:
    """One series a rate and order; steep places are refined until neighbours differ by less than a twentieth decade."""
    step = 0.4 if task.coarse else 0.05
    found = []
    for gamma, k in task.over([(gamma, k) for gamma in RATES for k in ORDERS], "S2"):
        resonances = [Fraction(n) for n in range(k)]
        points = {*task.axis("-2", "6", 160), *resonances}
        rows = refined_rows(partial(_row, k, gamma, task.digits), points, step, _decades)
        columns = {"hz": [hz for hz, _ in rows], "coherence": [y for _, (y,) in rows]}
        shared = {"N": N, "J": 1, "hx": FIELD, "gamma": gamma, "Gamma": 0, "k": k}
        found.append(series(f"k={k} gamma={gamma}", task.digits, columns, **shared))
    return found


def rescaled(k: int, gamma: str, hz: Fraction, digits: int) -> Any:
    """|(h^x)^k <sigma_1^+ ... sigma_k^+>| at J = 1."""
    model = Model(N=N, J=1, hx=FIELD, hz=hz, gamma=gamma)
    product = " ".join(f"+{site}" for site in range(1, k + 1))

    def compute(prec: int) -> list[Any]:
        return [FIELD**k * abs(model.expect(product, digits=int(0.3 * prec)).to_acb())]

    return certified_reals(compute, digits, "a rescaled coherence")[0]


def _row(k: int, gamma: str, digits: int, hz: Fraction) -> Row:
    return (rescaled(k, gamma, hz, digits),)


def _decades(row: Row) -> list[float]:
    return [log10(float(x)) for x in row]
