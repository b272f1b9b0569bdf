"""Fig. S3: the first-order transition in random transverse fields, at gamma = Jbar/100, Gamma = 0, h^x = Jbar/5.

S3a: the density for equal fields, N = 4, 16, 128, and for one realization of normally distributed fields at N = 128,
with the spread of the <n_j> as error bars; inset: the entropy of one spin, equal fields, N = 128. S3b, S3c: the
connected correlation g2 (S61) of all pairs at N = 256 on both sides of the transition, sites ordered by their field.

The caption calls h^x/2 the variance of the fields; it is read as their standard deviation. Its realization is not
given: here the fields are the rational numbers of `realization`. Its error bar lacks a factor 1/N under the root: the
root of the sum is drawn divided by sqrt(N), and both are in the data.

Key results: `densities`, `correlations`.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random
from statistics import NormalDist
from typing import Any

from flint import arb

from ..coexistence import first_order_field
from ..disorder import transition as disordered_transition
from ..field_distribution import NormalFields
from ..model import Model
from ..precision import working_precision
from ..real import Real
from ..real_roots import certified_reals
from .data import Series, Task, series
from .grids import peak_fields, refined_rows

__all__ = ["correlations", "densities", "realization"]

MEAN, DEVIATION = Fraction(1, 5), Fraction(1, 10)
SHARED: dict[str, Any] = {"Jbar": 1, "gamma": "1/100", "Gamma": 0}
SEED, PLACES = 61, 6
FIELDS_BELOW_AND_ABOVE = {"S3b": "3/10", "S3c": "9/25"}


def realization(N: int) -> list[Fraction]:
    """Fields h_j^x/Jbar, increasing: a normal sample, rounded to six decimals; these rationals are the definition.

    >>> len(realization(16)), str(realization(16)[0])
    (16, '17489/500000')
    """
    draw, normal = Random(f"{SEED}/{N}"), NormalDist(float(MEAN), float(DEVIATION))
    return sorted(Fraction(round(normal.inv_cdf(draw.random()) * 10**PLACES), 10**PLACES) for _ in range(N))


def densities(task: Task) -> list[Series]:
    """S3a with its inset."""
    return [*(_equal_fields(task, N) for N in (4, 16, 128)), *_random_fields(task), _entropy(task),
            _transitions(task)]  # fmt: skip


def _model(N: int, hx: Any, hz: Fraction | str) -> Model:
    return Model(N=N, J=Fraction(1, N), hx=hx, hz=hz, gamma=SHARED["gamma"])


def _equal_fields(task: Task, N: int) -> Series:
    """nbar against h^z for equal fields."""
    peaks = peak_fields(_model(N, MEAN, "0"), Fraction(-1, 4), Fraction(3, 4))
    task.report(f"S3a N={N}", 0, 1)
    rows = refined_rows(
        lambda hz: (_model(N, MEAN, hz).density(task.digits).re,),
        {*task.axis("-0.1", "0.7", 64), *(hz for hz in peaks if Fraction(-1, 10) < hz < Fraction(7, 10))},
        0.1 if task.coarse else 0.015,
    )
    task.report(f"S3a N={N}", 1, 1)
    columns = {"hz": [hz for hz, _ in rows], "density": [y for _, (y,) in rows]}
    return series(f"N={N}", task.digits, columns, N=N, hx=MEAN, **SHARED)


def _random_fields(task: Task) -> list[Series]:
    """nbar and its spread over the sites, for one realization."""
    N, fields = 128, realization(128)
    points = sorted({*task.axis("-0.1", "0.7", 32), *task.axis("0.325", "0.375", 8)})
    rows = [(hz, *_mean_and_spread(fields, hz, task.digits)) for hz in task.over(points, "S3a random")]
    columns = dict(zip(("hz", "density", "spread", "deviation"), zip(*rows, strict=True), strict=True))
    shared = {"N": N, "hx": "see the series of fields", **SHARED}
    return [series("random", task.digits, columns, **shared), _fields(task, fields)]


def _mean_and_spread(fields: list[Fraction], hz: Fraction, digits: int) -> list[Real]:
    """nbar, the spread as printed, (sum_j (<n_j> - nbar)^2)^(1/2), and that divided by sqrt(N)."""
    model = _model(len(fields), fields, hz)

    def compute(prec: int) -> list[Any]:
        each = [value.re.to_arb() for value in model.densities(int(0.3 * prec))]
        mean = sum(each, arb(0)) / len(each)
        squares = sum(((n - mean) ** 2 for n in each), arb(0))
        return [mean, squares.sqrt(), (squares / len(each)).sqrt()]

    return certified_reals(compute, digits, "the spread of the densities")


def _fields(task: Task, fields: list[Fraction]) -> Series:
    columns = {"site": range(1, len(fields) + 1), "hx": fields}
    return series(f"fields N={len(fields)}", task.digits, columns, mean=MEAN, deviation=DEVIATION)


def _entropy(task: Task) -> Series:
    """Inset: the von Neumann entropy of one of N = 128 spins in equal fields."""
    task.report("S3a entropy", 0, 1)
    points, step = task.axis("-0.1", "0.7", 64), 0.2 if task.coarse else 0.02
    rows = refined_rows(lambda hz: (_model(128, MEAN, hz).entropy([1], task.digits).re,), points, step)
    task.report("S3a entropy", 1, 1)
    columns = {"hz": [hz for hz, _ in rows], "entropy": [y for _, (y,) in rows]}
    return series("inset entropy", task.digits, columns, N=128, hx=MEAN, **SHARED)


def _transitions(task: Task) -> Series:
    """The first-order field in the limit N to infinity, for equal fields and for the normal distribution."""
    task.report("S3a transitions", 0, 1)
    equal = first_order_field(MEAN, SHARED["gamma"], 1, digits=task.digits)
    spread = disordered_transition(1, NormalFields(MEAN, DEVIATION), SHARED["gamma"], digits=task.digits)
    task.report("S3a transitions", 1, 1)
    columns = {"equal": [equal.hz], "random": [spread.hz]}
    return series("transitions", task.digits, columns, hx=MEAN, deviation=DEVIATION, **{**SHARED, "N": "infinity"})


def correlations(task: Task, name: str) -> list[Series]:
    """S3b or S3c: g2 of all pairs i < j, sites in order of increasing field."""
    N, hz = 32 if task.coarse else 256, FIELDS_BELOW_AND_ABOVE[name]
    fields = realization(N)
    task.report(name, 0, 1)
    columns = _connected(_model(N, fields, hz), task.digits)
    task.report(name, 1, 1)
    pairs = series(f"pairs {name}", task.digits, columns, N=N, hz=hz, hx="see the series of fields", **SHARED)
    return [pairs, _fields(task, fields)]


def _connected(model: Model, digits: int) -> dict[str, list[Any]]:
    """g2 of (S61), from the table of pairs with so many more digits that the difference keeps `digits` of them."""
    for more in (6, 20, 60, 200):
        with working_precision(int(3.33 * (digits + more)) + 64):
            table = model.density_correlations(digits + more)
            rows = [table.row_balls(site, site) for site in range(1, model.N + 1)]
            columns = _columns(rows)
            if min(g.rel_accuracy_bits() for g in columns["g2"]) > 3.33 * digits + 8:
                break
    return columns


def _columns(rows: list[list[arb]]) -> dict[str, list[Any]]:
    """`rows[i]` has <n_i>, <n_i n_{i+1}>, ...; equal fields do not occur."""
    columns: dict[str, list[Any]] = {"i": [], "j": [], "g2": []}
    for i, row in enumerate(rows):
        for apart, pair in enumerate(row[1:], start=1):
            columns["i"].append(i + 1)
            columns["j"].append(i + apart + 1)
            columns["g2"].append(pair / (row[0] * rows[i + apart][0]) - 1)
    return columns
