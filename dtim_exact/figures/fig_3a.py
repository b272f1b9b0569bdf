"""Fig. 3a: the polarization over the plane of h^z and h^x, and the lines of the limit N to infinity on it.

N = 128, gamma = Jbar/10, Gamma = 0, in units of Jbar. On the heat map: the bistable region of mean field (between the
spinodals), the first-order line, the line of the Maxwell construction, and the critical points where all of them end.
Inset: the polarization at h^x = 2 Jbar/5, gamma = Jbar/100 for N = 4, 16, 128, and the mean-field solutions.

Key result: `phase_diagram`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ..critical import critical_points
from ..errors import HypothesisError
from ..mean_field import Spinodal, solutions, spinodals
from ..model import Model
from ..potential import transition
from ..real import Real
from .data import Series, Task, series
from .grids import peak_fields, refined_rows

__all__ = ["phase_diagram"]

GAMMA, INSET = "1/10", {"hx": "2/5", "gamma": "1/100"}
PLANE: dict[str, Any] = {"N": 128, "Jbar": 1, "gamma": GAMMA, "Gamma": 0}
LIMIT = {**PLANE, "N": "infinity"}


def phase_diagram(task: Task) -> list[Series]:
    """The heat map, the lines on it, and the inset."""
    return [_heat_map(task), *_lines(task), *(_curve(task, N) for N in (4, 16, 128)), _mean_field(task)]


def _heat_map(task: Task) -> Series:
    """m at N = 128 on a grid, row by row in h^x."""
    fields, transverse = task.axis("-0.3", "1.1", 140), task.axis("0", "1.1", 110)
    rows = [
        (hz, hx, Model(N=128, J=Fraction(1, 128), hx=hx, hz=hz, gamma=GAMMA).polarization(task.digits).re)
        for hx in task.over(transverse, "3a map")
        for hz in fields
    ]
    return series("map", task.digits, dict(zip(("hz", "hx", "m"), zip(*rows, strict=True), strict=True)), **PLANE)


def _lines(task: Task) -> list[Series]:
    """Spinodals, first-order line, Maxwell line and critical points; the lines end at the critical points."""
    ends = critical_points(1, GAMMA, digits=task.digits).points
    low, high = sorted(ends, key=lambda point: float(point.hx))
    edges: list[tuple[Any, ...]] = [(low.hx, low.hz, low.hz, low.hz, low.hz)]
    for hx in task.over(_between(low.hx, high.hx, task.count(64)), "3a lines"):
        first, second = _spinodal_pair(hx, task.digits)
        found = transition(1, hx, GAMMA, digits=task.digits)
        if found.maxwell is None:
            raise HypothesisError(f"hx = {hx}", "a Maxwell construction")
        edges.append((hx, first.hz, second.hz, found.hz, found.maxwell))
    edges.append((high.hx, high.hz, high.hz, high.hz, high.hz))
    heights, lower, upper, first_order, maxwell = (list(column) for column in zip(*edges, strict=True))
    places = {key: [getattr(point, key) for point in ends] for key in ("m", "hx", "hz")}
    return [
        series("bistable", task.digits, {"hx": heights, "lower": lower, "upper": upper}, **LIMIT),
        series("first order", task.digits, {"hx": heights, "hz": first_order}, **LIMIT),
        series("maxwell", task.digits, {"hx": heights, "hz": maxwell}, **LIMIT),
        series("critical", task.digits, places, **LIMIT),
    ]


def _between(low: Real, high: Real, steps: int) -> list[Fraction]:
    """Rational points strictly between two numbers, denser towards both ends, where the lines are steep."""
    shares = (Fraction(k, steps) for k in range(1, steps))
    return [round(low.mid + (high.mid - low.mid) * s * s * (3 - 2 * s), 6) for s in shares]


def _spinodal_pair(hx: Fraction, digits: int) -> list[Spinodal]:
    found = spinodals(1, hx, GAMMA, digits=digits)
    if len(found) != 2:
        raise HypothesisError(f"hx = {hx}", "two spinodals", f"there are {len(found)}")
    return found


def _curve(task: Task, N: int) -> Series:
    """Inset: m against h^z at finite N."""
    point = {"N": N, "J": Fraction(1, N), **INSET}
    peaks = peak_fields(Model(**point), Fraction(-1, 4), Fraction(3, 5))
    task.report(f"3a N={N}", 0, 1)
    rows = refined_rows(
        lambda hz: (Model(hz=hz, **point).polarization(task.digits).re,),
        {*task.axis("-0.25", "0.6", 68), *peaks},
        0.2 if task.coarse else 0.03,
    )
    task.report(f"3a N={N}", 1, 1)
    columns = {"hz": [hz for hz, _ in rows], "m": [m for _, (m,) in rows]}
    return series(f"inset N={N}", task.digits, columns, **{**PLANE, "N": N, **INSET})


def _mean_field(task: Task) -> Series:
    """Inset: all mean-field solutions, as one curve from the upper branch by the middle one to the lower one."""
    left, right = spinodals(1, INSET["hx"], INSET["gamma"], digits=task.digits)
    share = [Fraction(k, 24) ** 2 for k in range(1, 25)]
    near = [round(left.hz.mid + (right.hz.mid - left.hz.mid) * s / 2, 6) for s in share]
    near += [round(right.hz.mid - (right.hz.mid - left.hz.mid) * s / 2, 6) for s in share]
    fields = sorted({*task.axis("-0.25", "0.6", 68), *near})
    roots = {hz: [root.m for root in solutions(1, INSET["hx"], hz, INSET["gamma"], digits=task.digits).roots]
             for hz in task.over(fields, "3a mean field")}  # fmt: skip
    upper = [(hz, roots[hz][-1]) for hz in fields if right.hz > hz]
    middle = [(hz, roots[hz][1]) for hz in fields if len(roots[hz]) == 3]
    lower = [(hz, roots[hz][0]) for hz in fields if left.hz < hz]
    path = [*upper, (right.hz, right.m), *middle[::-1], (left.hz, left.m), *lower]
    columns = {"hz": [hz for hz, _ in path], "m": [m for _, m in path]}
    return series("inset mean field", task.digits, columns, **{**LIMIT, **INSET})
