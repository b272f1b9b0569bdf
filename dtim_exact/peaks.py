"""Peaks of the density against the longitudinal field at finite gamma, Gamma: found, certified and measured.

At finite rates the blockade peaks are rounded and shifted, and vanish one by one as the rates grow. nbar(h^z) is a
rational function of h^z (`profile`); its peaks are the zeros of its derivative with a negative second one. A walk
along the axis finds all of them: over each step the derivative, or the second derivative, provably keeps its sign.

Key results: `resonance_scan` (every peak in a range), `resonance_peak` (the one at a resonance), `Peak`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flint import arb, fmpq

from .blockade import DEFINITIONS, DIGITS, LeadingOrder, crossings
from .errors import HypothesisError, InputError, PrecisionError, shown
from .model import Model
from .numbers import parse_count, parse_real
from .precision import working_precision
from .profile import Profile
from .real_roots import Number, all_zeros, centred, certified_reals, refined, sign
from .rings import EXACT
from .values import Real

__all__ = ["Peak", "resonance_peak", "resonance_scan"]

_EXACT_N = 200  # up to here it is decided exactly whether a peak lies at h^z = 0 (as it does at N = 1)
_SEARCH = (128, 256, 512, 1024, 2048, 4096)  # bits for the walk; a peak of width w needs about log2(1/w) of them


@dataclass(frozen=True)
class Peak:
    """A local maximum of the density: its field hz and height, and left < hz < right, the fields nearest to it where
    the density falls to the level of `definition`; fwhm = right - left."""

    hz: Real
    density: Real
    left: Real
    right: Real
    fwhm: Real
    definition: str

    def to_json(self) -> dict[str, Any]:
        """{"hz", "density", "left", "right", "fwhm", "definition"}."""
        numbers = {key: getattr(self, key).to_json() for key in ("hz", "density", "left", "right", "fwhm")}
        return {**numbers, "definition": self.definition}


def resonance_scan(model: Model, low: object, high: object, digits: int = DIGITS) -> list[Peak]:
    """Every peak of the density with low < h^z < high, none missed, in increasing h^z, each with its half-peak points.

    The model's own h^z is not used.

    >>> model = Model(N=6, J=1, hx=2, gamma="1/1000")
    >>> [round(float(peak.hz), 4) for peak in resonance_scan(model, "-1/2", "7/2")]
    [0.0, 0.9925, 1.8154]

    Raises InputError for a range that is not one.
    """
    start, stop = parse_real(low), parse_real(high)
    if not start < stop:
        raise InputError(f"from {shown(start)} to {shown(stop)}", "a range of fields, low < high")
    return [_measured(model, zero, None, "half-peak", digits) for zero in _maxima(model, start, stop)]


def resonance_peak(model: Model, n: object, definition: str = "half-peak", digits: int = DIGITS) -> Peak:
    """The peak of the density at the resonance n, h^z between (n - 1/2) J and (n + 1/2) J, at the model's own rates.

    `definition`: "half-peak", half of the height of the peak, or "half-baseline", half-way from there to the plateau
    A1/(2C) that the same model has at gamma, Gamma -> 0+ (`blockade`).

    >>> peak = resonance_peak(Model(N=6, J=1, hx=2, gamma="1/1000"), 0)
    >>> print(peak.hz.to_str(5), peak.fwhm.to_str(5))
    [5.455719e-7 +/- 3.87e-14] [0.1178905 +/- 2.11e-8]

    Raises HypothesisError where there is no peak any more: then the rates are too large for this resonance.
    """
    order = parse_count(n, "n")
    if definition not in DEFINITIONS:
        raise InputError(f"definition = {shown(definition)}", " or ".join(DEFINITIONS))
    coupling = model.in_ring(EXACT).J.re
    if coupling == 0:
        raise HypothesisError("J = 0", "a coupling J other than 0: the resonances are at h^z = n J", "give J a value")
    ends = sorted((coupling * fmpq(2 * order - 1, 2), coupling * fmpq(2 * order + 1, 2)))
    found = _maxima(model, *ends)
    if not found:
        given = f"n = {order} at gamma = {model.raw['gamma']}, Gamma = {model.raw['Gamma']}"
        raise HypothesisError(given, f"a maximum of the density between h^z = {ends[0]} and {ends[1]}",
                              "the peak no longer exists at these rates: make them smaller")
    with working_precision(_SEARCH[0]):
        nearest = min(found, key=lambda zero: abs(zero - coupling * order).mid())
    return _measured(model, nearest, order, definition, digits)


def _maxima(model: Model, start: fmpq, stop: fmpq) -> list[Number]:
    """A ball around each maximum, at the lowest precision at which the walk succeeds; 0 itself where that is one."""
    exact_zero = Profile.of_field(model, EXACT).density_slope(fmpq(0))[0] == 0 if model.N <= _EXACT_N else False
    for bits in _SEARCH:
        with working_precision(bits):
            slope = centred(Profile.of_field(model).density_slope)
            try:
                zeros = all_zeros(slope, arb(start).mid(), arb(stop).mid(), arb(stop - start).mid() / 64)
            except PrecisionError:
                continue
            maxima = [zero for zero in zeros if sign(slope(zero)[1]) < 0]
            return [fmpq(0) if exact_zero and zero.contains(0) else zero for zero in maxima]
    raise PrecisionError("a scan of the density", "peaks that are apart from each other and not narrower than 1e-1000",
                         "look at a narrower range, or at gamma, Gamma -> 0+ use blockade.certified_width")


def _measured(model: Model, zero: Number, order: int | None, definition: str, digits: int) -> Peak:
    """The numbers of the peak in the ball `zero`, to the digits asked for."""

    def compute(_: int) -> list[Number]:
        profile = Profile.of_field(model)
        hz = zero if isinstance(zero, fmpq) else refined(profile.density_slope, zero)
        height = profile.density(arb(hz))
        level = height / 2 if definition == "half-peak" else (height + _plateau(model, order, height)) / 2
        left, right = crossings(profile, arb(hz), level, _half_width(profile, arb(hz)))
        return [hz, height, hz - left, hz + right, left + right]

    hz, density, left, right, fwhm = certified_reals(compute, digits, "the peak")
    return Peak(hz, density, left, right, fwhm, definition)


def _half_width(profile: Profile, hz: arb) -> Number:
    """That of the Lorentzian with the same height and curvature: only a first guess."""
    bend = abs(profile.density_bend(hz))
    return (2 * profile.density(hz) / bend).sqrt().mid()


def _plateau(model: Model, order: int | None, height: arb) -> arb:
    """A1/(2C) at the resonance `order` of the same model without losses."""
    assert order is not None
    leading = LeadingOrder.of(Profile.at_resonance(model, order), order)
    base = leading.A1 / (2 * leading.C)
    if not height > base:
        raise HypothesisError(f"n = {order}: a maximum of height {height.str(5)}",
                              f"one above the plateau {base.str(5)}", 'use definition="half-peak"')
    return base
