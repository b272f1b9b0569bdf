"""Fig. 2: the blockade at N = 22, h^x = 4 J, Gamma = 0 and gamma -> 0+.

2a: the density of up spins beside the resonance n = 1 and, in the inset, C^xx and C^yy (10), equal at the resonance.
2b: the density against h^z, with every peak of the range. 2c: close-ups of the peaks n = 0, 1, 2, each in units of its
w_n (12), with its certified half-maximum points.

The caption leaves gamma open and does not describe panel (b). At gamma = J/1000 the peaks n = 0, 1, 2 no longer exist,
so the limit gamma -> 0+ is what it must mean.

Key results: `blockade`, `overview`, `close_ups`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ..blockade import certified_width, width_estimate
from ..model import Model
from ..real import Real
from .data import Series, Task, series
from .grids import Row, peak_fields, refined_rows

__all__ = ["blockade", "close_ups", "overview"]

SHARED: dict[str, Any] = {"N": 22, "J": 1, "hx": 4}
LOSSLESS = {**SHARED, "gamma": "0+", "Gamma": 0}
ORDERS = (0, 1, 2)


def blockade(task: Task) -> list[Series]:
    """2a with its inset: density, C^xx and C^yy against the detuning epsilon of h^z = (1 + epsilon) J."""
    detunings = task.axis("-3e-8", "3e-8", 240)
    rows = []
    for epsilon in task.over(detunings, "2a"):
        model = Model.at_resonance(n=1, epsilon=epsilon, **SHARED)
        rows.append((epsilon, *(_real(model, name, task.digits) for name in ("density", "X1 X2", "Y1 Y2"))))
    names = ("epsilon", "density", "Cxx", "Cyy")
    return [series("peak", task.digits, dict(zip(names, zip(*rows, strict=True), strict=True)), n=1, **LOSSLESS)]


def overview(task: Task) -> list[Series]:
    """2b: density against h^z/J; steep places are refined until neighbouring points differ by less than 0.02."""
    low, high = Fraction(-1), Fraction(12)
    peaks = peak_fields(Model(**SHARED), low, high)
    points = {*task.axis(str(low), str(high), 104), *peaks}
    task.report("2b", 0, 1)
    rows = refined_rows(lambda hz: _density(hz, task.digits), points, 0.16 if task.coarse else 0.02)
    task.report("2b", 1, 1)
    heights = [_density(hz, task.digits)[0] for hz in peaks]
    return [
        series("density", task.digits, {"hz": [hz for hz, _ in rows], "density": [y for _, (y,) in rows]}, **LOSSLESS),
        series("peaks", task.digits, {"hz": peaks, "density": heights}, **LOSSLESS),
    ]


def _density(hz: Fraction, digits: int) -> Row:
    return (Model(hz=hz, **SHARED).density(digits).re,)


def close_ups(task: Task) -> list[Series]:
    """2c: for n = 0, 1, 2 the density against epsilon, and its width beside the estimate (12)."""
    found = []
    for n in task.over(ORDERS, "2c"):
        estimate = width_estimate(n=n, digits=task.digits, **SHARED)
        places = 6 - (estimate.leading() or 0)
        unit = Fraction(round(estimate.mid * 10**places), 10**places)
        detunings = [unit * x for x in task.axis("-4", "4", 160)]
        rows = [(e, _real(Model.at_resonance(n=n, epsilon=e, **SHARED), "density", task.digits)) for e in detunings]
        columns = {"epsilon": [e for e, _ in rows], "density": [y for _, y in rows]}
        found += [series(f"peak {n}", task.digits, columns, n=n, **LOSSLESS), _width(n, task.digits)]
    return found


def _width(n: int, digits: int) -> Series:
    """The certified half-maximum points, their distance and w_n of (12)."""
    width = certified_width(n=n, digits=digits, **SHARED)
    peak = _real(Model.at_resonance(n=n, epsilon=0, **SHARED), "density", None)
    names = ("left", "right", "fwhm", "estimate")
    columns: dict[str, Any] = {"peak": [peak], **{name: [getattr(width, name)] for name in names}}
    return series(f"width {n}", digits, columns, n=n, definition=width.definition, **LOSSLESS)


def _real(model: Model, observable: str, digits: int | None) -> Real:
    return model.expect(observable, digits).re
