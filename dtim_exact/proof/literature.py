"""Theorems of analysis that the kernel takes from the literature: each is named in the verdicts that rest on it.

docs/kernel.md proves each in a few lines.
"""

from __future__ import annotations

from .terms import Term
from .theorem import Theorem, establish

__all__ = ["LITERATURE", "literature"]


LITERATURE = {
    "two steady states": "If L X = 0 has two independent solutions in finite dimension, then two of them are states with "
    "orthogonal supports (X^dagger is a solution too, so there is a Hermitian one without trace; its positive and its "
    "negative part are solutions, because the semigroup contracts the trace norm and preserves the trace).",
    "Robbins": "1/(12 n + 1) < log n! - n log n + n - log(2 pi n)/2 < 1/(12 n) for every n >= 1 (Stirling's formula with Robbins' bounds).",
    "Stirling": "log Gamma(z) = (z - 1/2) log z - z + log(2 pi)/2 + sum_{k=1}^{p} B_{2k}/(2k (2k-1) z^(2k-1)) + R_p(z) with |R_p(z)| <= |B_{2n+2}|/((2n+1)(2n+2)) "
    "sec^{2n+2}(arg z/2)/|z|^(2n+1) for p = n and p = n + 1, z not zero or negative (DLMF 5.11.1, 5.11.11).",
    "trapezoidal rule": "sum_{k=0}^{M-1} G(k) = int_0^M G - (G(M) - G(0))/2 + M G''(xi)/12 with 0 < xi < M, for G with a continuous second derivative.",
    "Taylor": "int_a^{a+d} g = sum_{l=0}^{n} g^{(l)}(a) d^{l+1}/(l+1)! + g^{(n+1)}(xi) d^{n+2}/(n+2)! with a < xi < a + d, for g with n + 1 continuous derivatives.",
    "Euler's integral": "Gamma(z) = int_0^oo x^(z-1) exp(-x) dx for Re z > 0, and Gamma(z+1) = z Gamma(z) wherever Gamma(z) exists (DLMF 5.2.1, 5.5.1).",
    "moments of Bessel's K": "int_0^oo x^((c+d)/2-1) K_{c-d}(2 sqrt x) dx = Gamma(c) Gamma(d)/2 for Re c > 0 and Re d > 0 (DLMF 10.43.19 at 2 sqrt x; from 10.32.10).",
    "support": "The support of a steady state is invariant under H_eff and under every jump operator (sandwich L rho = 0 with a vector of the kernel of rho).",
}
"""The theorems of analysis that the kernel takes from the literature; docs/kernel.md proves each in a few lines."""


def literature(name: str) -> Theorem:
    """A theorem of analysis that is not derived here; every verdict that rests on it says so."""
    return establish(Term("literature", name), scope="all N", rule="literature", certificate={"says": LITERATURE[name]})
