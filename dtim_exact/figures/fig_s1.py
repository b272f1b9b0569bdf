"""Fig. S1: two-time correlations <sigma_1^-(t) sigma_2^-> and <sigma_2^-(t) sigma_1^-> at several temperatures.

N = 5, kappa = h^z = J and the five fields of the caption. They agree at zero temperature (S10) and differ at finite
temperature (S12). The caption leaves the temperatures open; here n_th = 0, 1/10 and 1/2.

Key result: `symmetry`.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Model
from ..time_correlations import two_time
from ..values import Value
from .data import Series, Task, series

__all__ = ["symmetry"]

FIELDS = ("9.2", "2.2", "5.2", "4.4", "1.0")
TEMPERATURES = ("0", "1/10", "1/2")


def symmetry(task: Task) -> list[Series]:
    """Real and imaginary parts of both correlations against t J, one series a temperature."""
    model = Model(N=len(FIELDS), J=1, hz=1, gamma=1, hx=FIELDS)
    times = task.axis("0", "1/5" if task.coarse else "2", 32 if task.coarse else 160)
    temperatures = TEMPERATURES[:2] if task.coarse else TEMPERATURES
    found = []
    for n_th in task.over(temperatures, "S1"):
        one, other = (two_time(model, *pair, times, task.digits, n_th) for pair in (("-1", "-2"), ("-2", "-1")))
        columns = {"t": times, **_parts("12", one), **_parts("21", other)}
        shared = {"N": len(FIELDS), "J": 1, "kappa": 1, "hz": 1, "hx": ",".join(FIELDS), "n_th": n_th}
        found.append(series(f"n_th={n_th}", task.digits, columns, **shared))
    return found


def _parts(name: str, values: Sequence[Value]) -> dict[str, list[object]]:
    return {f"re_{name}": [value.re for value in values], f"im_{name}": [value.im for value in values]}
