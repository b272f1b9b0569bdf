"""The cases A and B: a resonance approached to 1e-12, and a macroscopic field with humps as wide as sqrt(N)."""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq

from dtim_exact import Gaussian, Model
from dtim_exact.evaluate import starting_precision

DIGITS = 50
BITS = starting_precision(DIGITS)  # for all that run at a fixed precision


def case_a(N: int) -> Model:
    """r = 1 + 1e-12 - 1e-14 i, lambda = 1/8."""
    return Model.at_resonance(n=1, epsilon="1e-12-1e-14i", N=N, J=1, hx=4)


def case_b(N: int, hz: str = "0.33") -> Model:
    """r = N (0.33 - 0.005 i), lambda = 50/N^2; with another hz beside it."""
    return Model(N=N, J=1, hx=Fraction(N, 5), hz=N * Fraction(hz), gamma=Fraction(N, 100))


CASES = {"A": case_a, "B": case_b}
TWO_HUMPS = "0.33216051490173626"  # at N = 10^12 both humps of p_M count


def series(model: Model) -> tuple[Gaussian, int, fmpq]:
    """(z, N, lambda) of sum_m |(z)_m|^2 C(N, m) lambda^m, z = -r."""
    return -model.r, model.N, model.lam(1).re


def unequal(N: int) -> Model:
    """N different fields from 1 to 2."""
    return Model(N=N, J=1, hx=[1 + Fraction(k, N) for k in range(N)], hz="1/3", gamma="1/10")
