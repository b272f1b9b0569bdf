"""Figs. 3b, 3c: the potential f(m) of (16) near a second-order and near a first-order transition.

gamma = Jbar/10, Gamma = 0, N to infinity. The caption does not give the three choices of parameters; here they are,
3b: on the first-order line, at the critical point where it ends, and as far beyond; 3c: at h^x = 2 Jbar/5 below, at and
above the first-order field. Plotted is f less its value at its global minimum.

Key results: `second_order`, `first_order`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ..critical import critical_points
from ..potential import extrema, potential, transition
from ..precision import working_precision
from ..real import Real
from ..real_roots import certified_reals
from .data import Series, Task, series

__all__ = ["first_order", "second_order"]

GAMMA = "1/10"
PLACES = 20  # decimals of a field that is not rational


def second_order(task: Task) -> list[Series]:
    """3b: f along the line of transitions, around the critical point with the larger h^x."""
    critical = max(critical_points(1, GAMMA, digits=PLACES).points, key=lambda point: float(point.hx))
    hx, hz = _decimal(critical.hx), _decimal(critical.hz)
    before = Fraction(7, 10)
    there = _decimal(transition(1, before, GAMMA, digits=PLACES).hz)
    choices = {"before": (before, there), "critical": (hx, hz), "beyond": (2 * hx - before, 2 * hz - there)}
    return [landscape(task, name, *at) for name, at in task.over(choices.items(), "3b")]


def first_order(task: Task) -> list[Series]:
    """3c: f at h^x = 2/5 for three fields h^z, the middle one at the transition; at it the limit of the polarization
    for large N, beside the average of the two minima."""
    hx = Fraction(2, 5)
    hz = _decimal(transition(1, hx, GAMMA, digits=PLACES).hz)
    choices = {"below": hz - Fraction(3, 100), "transition": hz, "above": hz + Fraction(3, 100)}
    landscapes = [landscape(task, name, hx, at) for name, at in task.over(choices.items(), "3c")]
    return [*landscapes, _polarization(task, hx)]


def _polarization(task: Task, hx: Fraction) -> Series:
    """The minima m1 < m3 at the transition, their average, and the limit of m."""
    found = transition(1, hx, GAMMA, digits=task.digits + 2)
    low, high = found.minima
    with working_precision(int(3.33 * task.digits) + 64):
        average = Real.from_ball((low.to_arb() + high.to_arb()) / 2)
    assert found.limit_polarization is not None, "gamma > 0"
    columns = {"low": [low], "high": [high], "average": [average], "limit": [found.limit_polarization]}
    shared = {"J": 1, "hx": hx, "gamma": GAMMA, "Gamma": 0, "N": "infinity"}
    return series("polarization", task.digits, columns, **shared)


def landscape(task: Task, name: str, hx: Fraction, hz: Fraction) -> Series:
    """f(m) less its value at the global minimum, for 0 <= m <= 1."""
    at: dict[str, Any] = {"J": 1, "hx": hx, "hz": hz, "gamma": GAMMA}
    points = task.axis("0", "1", 200)

    def compute(prec: int) -> list[Any]:
        digits = int(0.3 * prec)
        lowest = min((one.f for one in extrema(digits=digits, **at).extrema if one.kind == "min"), key=float)
        return [potential(m, digits=digits, **at).to_arb() - lowest.to_arb() for m in points]

    heights: list[Real] = certified_reals(compute, task.digits, f"f(m) of figure 3, {name}")
    return series(name, task.digits, {"m": points, "f": heights}, **{**at, "Gamma": 0, "N": "infinity"})


def _decimal(x: Real) -> Fraction:
    """The nearest decimal with 20 places: a rational parameter for what is drawn."""
    return round(x.mid, PLACES)


