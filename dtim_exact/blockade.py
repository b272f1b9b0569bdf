"""Spin blockade (8): the resonances h^z = n J, the estimate (12) of their width, and the width itself, proven.

At gamma, Gamma -> 0+ and h^z = (n + epsilon) J the weights p_M with M > n vanish like epsilon^2, and nbar has a peak of
a width that falls factorially with N. To leading order

    nbar = [A0 + epsilon^2 A1]/(2 [P0 + epsilon^2 C]),

with P0, A0 the sums over M <= n of p_M and (1 - M/N) p_M at epsilon = 0, and C, A1 the same over M > n of c_M,
p_M = c_M epsilon^2 + ...: a Lorentzian of full width 2 sqrt(P0/C) on the baseline A1/(2C). The estimate (12),
w_n = sqrt(p_n/c_N), compares two of these weights only; for N to infinity at fixed fields they dominate their sums, so
width/w_n -> 2, not 1 (S31).

`certified_width` finds the detunings nearest to 0 where the density has a given level, each side by itself: it walks
from 0 outwards in steps over which the exact density provably stays above the level, until a step with one crossing.

Key results: `resonances`, `width_estimate`, `certified_width`, `BlockadeWidth`; at finite rates see `peaks`, for
bounds in
closed form `width_bounds`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flint import arb

from .errors import CostError, HypothesisError, InputError, shown
from .model import Model
from .numbers import parse_count
from .profile import Profile
from .real_roots import certified_reals, nearest_zero
from .rings import BALL, EXACT
from .values import Real

__all__ = [
    "BlockadeWidth",
    "LeadingOrder",
    "blockade_estimate",
    "blockade_model",
    "certified_width",
    "resonances",
    "width_estimate",
]

LARGEST_N = 200_000  # a width takes 2 s at N = 30,000, and the cost grows faster than N
DIGITS = 20  # of an answer that is not rational, when nobody asks for more
DEFINITIONS = ("half-peak", "half-baseline")


@dataclass(frozen=True)
class BlockadeWidth:
    """The certified peak at resonance n; all lengths are detunings epsilon, h^z = (n + epsilon) J.

    left < 0 < right: nearest to 0 where the density crosses the level of `definition`; fwhm = right - left; estimate:
    w_n of (12); lorentzian: full width of the leading-order Lorentzian (at half-way to its baseline).
    """

    n: int
    left: Real
    right: Real
    fwhm: Real
    estimate: Real
    lorentzian: Real
    definition: str

    def to_json(self) -> dict[str, Any]:
        """The keys of the command `width`."""
        numbers = {k: getattr(self, k).to_json() for k in ("left", "right", "fwhm", "estimate", "lorentzian")}
        return {"n": self.n, **numbers, "definition": self.definition}


@dataclass(frozen=True)
class LeadingOrder:
    """P0, A0, C, A1 of the module's head, as balls."""

    P0: arb
    A0: arb
    C: arb
    A1: arb

    @classmethod
    def of(cls, profile: Profile, n: int) -> LeadingOrder:
        """From the ratios of neighbouring weights at epsilon = 0, with the factor epsilon^2 taken out at M = n + 1."""
        N, weight = profile.N, arb(1)
        sums = [arb(0)] * 4
        for M in range(N + 1):
            if M:
                step = M - 1 - n
                weight = weight * profile.rho[M - 1] * (step * step or 1)
            place = 0 if n >= M else 2
            sums[place] += weight
            sums[place + 1] += weight * (N - M)
        return cls(sums[0], sums[1] / N, sums[2], sums[3] / N)

    @property
    def lorentzian(self) -> arb:
        """2 sqrt(P0/C), the full width of the Lorentzian."""
        return 2 * (self.P0 / self.C).sqrt()

    def level(self, definition: str) -> arb:
        """The density that counts as half: of the peak A0/(2 P0), or half-way between it and the baseline A1/(2 C)."""
        peak = self.A0 / (2 * self.P0)
        return peak / 2 if definition == "half-peak" else (peak + self.A1 / (2 * self.C)) / 2

    def crossing(self, level: arb) -> arb:
        """Where the Lorentzian has this level; half its width where it stays above it."""
        drop = 2 * level * self.C - self.A1
        return ((self.A0 - 2 * level * self.P0) / drop).sqrt() if drop > 0 else self.lorentzian / 2


def resonances(N: object, J: object) -> list[Real]:
    """The fields h^z = n J, n = 0..N-1, where Phi = (1 - S_-)^n is cut short (8).

    >>> print(*resonances(N=4, J="1/2"))
    0 1/2 1 3/2
    """
    model = Model(N=N, J=J, hx=1)
    _require_coupling(model)
    coupling = model.in_ring(EXACT).J
    return [Real((coupling * n).re) for n in range(model.N)]


def width_estimate(N: object, J: object, hx: object, n: object, hy: object = 0, digits: int = DIGITS) -> Real:
    """w_n of (12), for unequal fields sqrt(I_n/I_N)/(N-n-1)! below (S31), in units of the detuning epsilon.

    >>> print(width_estimate(N=22, J=1, hx=4, n=0).to_str(8))
    [1.681302835e-10 +/- 7.61e-21]
    """
    model, order = blockade_model(N, J, hx, n, hy)
    return certified_reals(lambda _: [blockade_estimate(Profile.at_resonance(model, order), order)], digits, "w_n")[0]


def certified_width(N: object, J: object, hx: object, n: object, hy: object = 0, definition: str = "half-peak",
                    digits: int = DIGITS) -> BlockadeWidth:
    """The peak of the density at the resonance n, at gamma, Gamma -> 0+: its certified half-maximum points.

    `definition`: "half-peak", the density is half of its value at epsilon = 0, or "half-baseline", half-way from there
    to the off-resonant plateau A1/(2C) of leading order. `hx`, `hy`: one value or N values.

    >>> width = certified_width(N=22, J=1, hx=4, n=1, digits=10)
    >>> print(width.left.to_str(8), width.right.to_str(8))
    [-5.591218227e-9 +/- 4.15e-19] [5.591218432e-9 +/- 4.22e-19]

    Raises InputError unless 0 <= n <= N - 1, HypothesisError for J = 0 or a site without transverse field.
    """
    if definition not in DEFINITIONS:
        raise InputError(f"definition = {shown(definition)}", " or ".join(DEFINITIONS))
    model, order = blockade_model(N, J, hx, n, hy)
    if model.N > LARGEST_N:
        raise CostError(
            f"a certified width of N = {model.N} spins, a sum over all of them at precisions that grow with N",
            f"N <= {LARGEST_N}",
            "use dtim_exact.width_bounds for a two-sided bound at any N",
        )

    def compute(_: int) -> list[arb]:
        profile = Profile.at_resonance(model, order)
        leading = LeadingOrder.of(profile, order)
        level = leading.level(definition)
        left, right = crossings(profile, arb(0), level, leading.crossing(level))
        return [-left, right, left + right, blockade_estimate(profile, order), leading.lorentzian]

    left, right, fwhm, estimate, lorentzian = certified_reals(compute, digits, "the width")
    return BlockadeWidth(order, left, right, fwhm, estimate, lorentzian, definition)


def crossings(profile: Profile, peak: arb, level: arb, guess: arb) -> tuple[arb, arb]:
    """The distances from `peak` to the nearest points on its left and right where the density falls to `level`."""
    excess = profile.excess(level)

    def leftwards(u: arb) -> tuple[arb, arb]:
        value, slope = excess(peak - u)
        return value, -slope

    return nearest_zero(leftwards, guess), nearest_zero(lambda u: excess(peak + u), guess)


def blockade_estimate(profile: Profile, n: int) -> arb:
    """sqrt(I_n/I_N)/(N-n-1)!."""
    ratio = arb(1)
    for rho in profile.rho[n:]:
        ratio *= rho
    return 1 / (ratio.sqrt() * arb.fac_ui(profile.N - n - 1))


def blockade_model(N: object, J: object, hx: object, n: object, hy: object) -> tuple[Model, int]:
    """The model and the number n of the resonance, checked."""
    model, order = Model(N=N, J=J, hx=hx, hy=hy), parse_count(n, "n")
    _require_coupling(model)
    if order >= model.N:
        raise InputError(f"n = {order}", f"a resonance n = 0..{model.N - 1} for N = {model.N}",
                         "beyond it no weight p_M vanishes, so there is no blockade peak and no half maximum")
    if any(model.in_ring(BALL).h_at(j).is_zero() for j in range(1, 2 if model.uniform else model.N + 1)):
        raise HypothesisError("hx = hy = 0 on some site", "a transverse field on every site", "leave such sites out")
    return model, order


def _require_coupling(model: Model) -> None:
    if model.in_ring(BALL).J.is_zero():
        raise HypothesisError("J = 0", "a coupling J other than 0: the resonances are at h^z = n J", "give J a value")
