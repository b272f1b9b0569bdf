"""What a user would write without this package: loops in python-flint, mpmath and Fraction, bisection, QuTiP's PIQS.

Each is plain and correct; none shares a formula with the package.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import mpmath
from flint import acb, arb, fmpq

from dtim_exact import Gaussian
from dtim_exact.rings import working_precision


def arb_loop(z: Gaussian, N: int, lam: fmpq, bits: int) -> arb:
    """The 3F0 of (17) by a loop over balls in Python."""
    with working_precision(bits):
        re, im2, factor = arb(z.re), arb(z.im) ** 2, arb(lam)
        term = total = arb(1)
        for m in range(N):
            step = re + m
            term = term * (step * step + im2) * factor * (N - m) / (m + 1)
            total = total + term
        return total


def acb_hypgeom(z: Gaussian, N: int, lam: fmpq, bits: int) -> arb:
    """The same by flint from Python; it needs the number of terms."""
    with working_precision(bits):
        a = acb(arb(z.re), arb(z.im))
        b = acb(arb(z.re), arb(-z.im))
        return acb(-arb(lam)).hypgeom([a, b, acb(-N)], [], n=N + 1).real


def _mpf(x: fmpq) -> Any:
    return mpmath.mpf(int(x.p)) / int(x.q)


def mpmath_loop(z: Gaussian, N: int, lam: fmpq, digits: int) -> Any:
    """The same in mpmath, unproven."""
    with mpmath.workdps(digits + 10):
        re, im2, factor = _mpf(z.re), _mpf(z.im) ** 2, _mpf(lam)
        term = total = mpmath.mpf(1)
        for m in range(N):
            step = re + m
            term = term * (step * step + im2) * factor * (N - m) / (m + 1)
            total = total + term
        return total


def fraction_loop(z: Gaussian, N: int, lam: fmpq) -> Fraction:
    """The same in exact fractions of Python."""
    re, im2, factor = (Fraction(int(x.p), int(x.q)) for x in (z.re, z.im * z.im, lam))
    term = total = Fraction(1)
    for m in range(N):
        step = re + m
        term = term * (step * step + im2) * factor * (N - m) / (m + 1)
        total = total + term
    return total


def mpmath_density(N: int, lam: Any, n: int, eps: Any) -> Any:
    """nbar at the detuning eps from the resonance n, by the plain sum; the caller sets the precision."""
    term = total = mpmath.mpf(1)
    above = mpmath.mpf(N)
    for M in range(N):
        term = term * (M - n - eps) ** 2 * lam * (N - M) / (M + 1)
        total += term
        above += term * (N - M - 1)
    return above / (2 * N * total)


def mpmath_width(N: int, lam: Fraction, n: int, digits: int, scale: Any) -> tuple[Any, Any]:
    """The half-peak points left and right of the resonance n, by doubling and bisection: unproven."""
    with mpmath.workdps(digits + 15):
        field = mpmath.mpf(lam.numerator) / lam.denominator
        half = mpmath_density(N, field, n, mpmath.mpf(0)) / 2

        def excess(signed: Any) -> Any:
            return mpmath_density(N, field, n, signed) - half

        right = _bisected(excess, scale, digits)
        return -_bisected(lambda x: excess(-x), scale, digits), right


def _bisected(excess: Any, scale: Any, digits: int) -> Any:
    low, high = mpmath.mpf(0), mpmath.mpf(scale)
    while excess(high) > 0:
        low, high = high, 2 * high
    while high - low > high * mpmath.mpf(10) ** -digits:
        mid = (low + high) / 2
        low, high = (mid, high) if excess(mid) > 0 else (low, mid)
    return (low + high) / 2


def piqs_density(N: int, J: float, hx: float, hz: float, gamma: float) -> float:
    """nbar of QuTiP's permutation-invariant solver."""
    from qutip import expect, steadystate
    from qutip.piqs.piqs import Dicke, jspin

    x, z = jspin(N, "x"), jspin(N, "z")
    H = J * z * z + hx * x + hz * z  # the sum over ordered pairs of S^z S^z, up to a constant
    state = steadystate(Dicke(N, hamiltonian=H, emission=gamma).liouvillian(), method="direct")
    return float(expect(z, state)) / N + 0.5
