"""Finite chains with random transverse fields beside their limits: is the polarization self-averaging?

For N spins with fields h_1 .. h_N, J = Jbar/N and Gamma = 0, three numbers: the exact polarization of these very spins
(13), (14), (18); that of the limit in which each of these fields is that of one spin in N (`disorder` with the
fields as samples); and that of the distribution which they were drawn from. Away from a transition the first two differ
by O(1/N), the last two by the fluctuation of the sample, O(N^(-1/2)).

Key result: `compare_sample`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .disorder import extrema
from .errors import InputError
from .field_distribution import FieldDistribution, Samples
from .limit import DIGITS
from .model import Model
from .numbers import parse_real
from .values import Real
from .weights import mean_lowered

__all__ = ["SampleComparison", "compare_sample"]


@dataclass(frozen=True)
class SampleComparison:
    """Polarizations: of the N spins themselves, of the limit with their fields, of the limit of the distribution."""

    N: int
    finite: Real
    sample_limit: Real
    distribution_limit: Real

    def to_json(self) -> dict[str, Any]:
        """{"N", "finite", "sample_limit", "distribution_limit"}."""
        names = ("finite", "sample_limit", "distribution_limit")
        return {"N": self.N, **{name: getattr(self, name).to_json() for name in names}}


def compare_sample(J: object, hx: Sequence[object], fields: FieldDistribution, hz: object, gamma: object,
                   digits: int = DIGITS) -> SampleComparison:
    """The spins with the transverse fields hx beside both limits; J is the barred value, gamma > 0.

    >>> from .field_distribution import UniformFields
    >>> even = [f"{2 * k + 1}/640" for k in range(64)]
    >>> found = compare_sample(1, even, UniformFields(0, "1/5"), "3/5", "1/10", digits=5)
    >>> [round(float(x), 4) for x in (found.finite, found.sample_limit, found.distribution_limit)]
    [0.9006, 0.9517, 0.9517]

    Raises HypothesisError for a field of 0, gamma = 0 or J = 0.
    """
    if not hx:
        raise InputError("no fields", "at least one transverse field")
    N = len(hx)
    model = Model(N=N, J=parse_real(J) / N, hx=list(hx), hz=hz, gamma=gamma)
    limits = [_deepest(J, law, hz, gamma, digits) for law in (Samples(hx), fields)]
    return SampleComparison(N, mean_lowered(model, digits).re, *limits)


def _deepest(J: object, fields: FieldDistribution, hz: object, gamma: object, digits: int) -> Real:
    """The polarization of the deepest minimum of f."""
    minima = [e for e in extrema(J, fields, hz, gamma, digits).extrema if e.kind == "min"]
    return min(minima, key=lambda e: e.f).m
