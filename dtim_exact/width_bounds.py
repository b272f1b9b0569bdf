"""Two-sided bounds on the blockade width in closed form, for every N in their domain, at a cost free of N.

The distances epsilon from the resonance n to the half-maximum points on either side obey lower <= epsilon <= upper with

    epsilon^2 = w_n^2 (1 + sigma)/(1 + rho - 2 theta) (1 + O(eta))     half-peak,
    epsilon^2 = w_n^2 (1 + sigma)/(1 + rho) (1 + O(eta))               half-baseline,

where w_n is the estimate (12), sigma and rho are the weights other than p_n and p_N, relative to these two, theta is
what the plateau contributes, and eta ~ 4 w_n (H_n + H_{N-n-1}) bounds all that is beyond leading order. sigma, rho and
theta lie between the first terms of their series and these plus a geometric tail. docs/width-bounds.md derives all of
it, and from it fwhm/w_n -> 2 for N to infinity at fixed J, fields and n.

Key results: `width_bounds`, `WidthBounds`; the width itself is `blockade.certified_width`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from flint import arb

from .blockade import DEFINITIONS, DIGITS, blockade_estimate, blockade_model
from .errors import HypothesisError, InputError, shown
from .model import Model
from .profile import Profile
from .real_roots import certified_reals
from .rings import BALL
from .values import Real

__all__ = ["WidthBounds", "width_bounds"]


@dataclass(frozen=True)
class WidthBounds:
    """lower <= -left, right <= upper for the half-maximum points left < 0 < right, so 2 lower <= fwhm <= 2 upper.

    All are detunings epsilon, h^z = (n + epsilon) J; `estimate` is w_n of (12).
    """

    n: int
    lower: Real
    upper: Real
    estimate: Real
    definition: str


class _Range(NamedTuple):
    """A number between two others."""

    low: arb
    high: arb


class _Spectators(NamedTuple):
    """sigma, rho and theta of the module's head."""

    sigma: _Range
    rho: _Range
    theta: _Range


def width_bounds(N: object, J: object, hx: object, n: object, hy: object = 0, definition: str = "half-peak",
                 digits: int = DIGITS) -> WidthBounds:
    """Bounds of the distances from the resonance n to the half-maximum points, at gamma, Gamma -> 0+.

    `hx`, `hy`: one value or N values; `definition` as for `certified_width`. For equal fields N may be 10^18.

    >>> bounds = width_bounds(N=400, J=1, hx=4, n=1)
    >>> [(x.to_arb() / bounds.estimate.to_arb()).str(8, radius=False) for x in (bounds.lower, bounds.upper)]
    ['0.99984518', '0.99990097']

    Raises InputError unless 0 <= n <= N - 1, HypothesisError for J = 0, for a site without transverse field, and
    outside the domain. That surely holds all N, n and fields with (n + 2)/(lambda (N - n - 1)) <= 1/8, lambda the
    harmonic mean of the lambda_j, and w_n (1 + H_n + H_{N-n-1}) <= 1/100; then 0.84 w_n < lower, upper < 1.27 w_n.
    """
    if definition not in DEFINITIONS:
        raise InputError(f"definition = {shown(definition)}", " or ".join(DEFINITIONS))
    model, order = blockade_model(N, J, hx, n, hy)

    def compute(_: int) -> list[arb]:
        w = _estimate(model, order)
        low, high = _squares(_spectators(model, order), _eta(model.N, order, w), definition)
        if not (low > 0 and high > 0 and high < 4):
            raise _outside(f"N = {model.N}, n = {order}: a peak that is not narrow enough")
        return [w * low.sqrt(), w * high.sqrt(), w]

    lower, upper, estimate = certified_reals(compute, digits, "the bounds")
    return WidthBounds(order, lower, upper, estimate, definition)


def _outside(given: str) -> HypothesisError:
    return HypothesisError(given, "a larger N or lambda for these bounds", "ask for the certified width")


def _estimate(model: Model, n: int) -> arb:
    """w_n; for equal fields by the logarithm of (12)."""
    if not model.uniform:
        return blockade_estimate(Profile.at_resonance(model, n), n)
    N, log_lam = model.N, model.in_ring(BALL).lam(1).real.log()
    log_binomial = arb(N + 1).lgamma() - arb(n + 1).lgamma() - arb(N - n + 1).lgamma()
    log_w: arb = ((n - N) * log_lam + log_binomial) / 2 - arb(N - n).lgamma()
    return log_w.exp()


def _eta(N: int, n: int, w: arb) -> arb:
    """2 delta (H_n + H_{N-n-1})/(1 - delta), delta = 2 w: it bounds |log| of what multiplies the leading order."""
    if not 2 * w < 1:
        raise _outside(f"N = {N}, n = {n}: a peak wider than the distance of the resonances")
    harmonic = arb(n + 1).digamma() + arb(N - n).digamma() + 2 * arb.const_euler()
    return 4 * w * harmonic / (1 - 2 * w)


def _means(model: Model) -> _Range:
    """1/lambda between the inverse of the mean of the lambda_j and the mean of their inverses."""
    p = model.in_ring(BALL)
    if model.uniform:
        return _Range(1 / p.lam(1).real, 1 / p.lam(1).real)
    lams = [p.lam(j).real for j in range(1, model.N + 1)]
    return _Range(model.N / sum(lams, arb(0)), sum((1 / lam for lam in lams), arb(0)) / model.N)


def _spectators(model: Model, n: int) -> _Spectators:
    """Their ranges: the first terms s_1, t_1, t_2 = t_1 r of the sums over M < n and n < M < N, and what may follow."""
    N, K, inverse = model.N, model.N - n - 1, _means(model)
    s, top = (x * n / (N - n + 1) for x in inverse)
    t = inverse.high * N / K**2 if K else arb(0)
    r, more = (x * (N - 1) / (2 * (K - 1) ** 2) if K > 1 else arb(0) for x in inverse)
    q = inverse.high * (n + 2) / K if K else arb(0)
    if not (q < 1 and top < 4):
        raise _outside(f"N = {N}, n = {n}: (n + 2)/(lambda (N - n - 1)) about {q.mid().str(3, radius=False)}")
    sigma = _Range(s, top / (1 - top / 4))
    rho = _Range(t * (1 + r), t * (1 + more / (1 - q)))
    tau = _Range(t * (1 + 2 * r), t * (1 + more * (2 - q) / (1 - q) ** 2))
    up = _Range(s / (1 + sigma.high), top / (1 - top / 4) ** 2)  # n less the mean of M over M <= n
    return _Spectators(sigma, rho, _Range(tau.low / (N - n + up.high), tau.high / (N - n + up.low)))


def _squares(x: _Spectators, eta: arb, definition: str) -> tuple[arb, arb]:
    """Lower and upper bound of (epsilon/w_n)^2, -1 in place of an upper bound that does not exist."""
    more, less = eta.exp(), (-eta).exp()
    if definition == "half-peak":
        low = (2 * less - more) / (more * (1 + x.rho.high) - 2 * less * x.theta.low)
        high = _quotient(2 * more - less, less * (1 + x.rho.low) - 2 * more * x.theta.high)
    else:
        beta = x.theta.high / (1 + x.rho.low)  # plateau/peak, at most; both bounds are widest there
        low = (2 * less - more * (1 + beta)) / (more * (1 + beta) - 2 * less * beta) / (1 + x.rho.high)
        high = _quotient(2 * more - less * (1 + beta), less * (1 + beta) - 2 * more * beta) / (1 + x.rho.low)
    return (1 + x.sigma.low) * low, (1 + x.sigma.high) * high


def _quotient(up: arb, down: arb) -> arb:
    return up / down if down > 0 else arb(-1)
