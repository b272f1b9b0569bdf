"""The parameters of a model as elements of one ring, and what the closed forms need of them.

J_eff = J + i Gamma/2, h_eff = h^z - i (gamma + Gamma)/2 below (6); r = h_eff/J_eff; alpha_j = 2 J_eff/h_j (7);
lambda_j = |alpha_j|^2/2 (12). `Steady` is the same in the form that also serves J_eff = 0 and h_j = 0, for which r or
alpha_j do not exist: the amplitudes of Phi, (6), are

    c_A = (-r)_|A| prod_{j in A} alpha_j = prod_{i < |A|} (i J_eff - h_eff) * prod_{j in A} 2/h_j .
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from .errors import HypothesisError, InputError, PrecisionError
from .rings import BALL, EXACT, SYMBOL, Ring, product

if TYPE_CHECKING:
    from .model import Model

__all__ = ["Parameters", "Steady"]


class Parameters:
    """The parameters of `model` as elements of `ring`; in BALL, at the precision in force when this was made.

    Attributes: `N`, `J`, `hz`, `gamma`, `Gamma`, `uniform`, `ring`, and `h`, the tuple of h_j = h_j^x - i h_j^y, of
    length N, or of length 1 if the fields are uniform: read it by `h_at(j)`.
    """

    def __init__(self, model: Model, ring: Ring) -> None:
        self.model, self.ring, self.N, self.uniform = model, ring, model.N, model.uniform
        raw = model.raw
        self.J, self.hz, self.gamma, self.Gamma = (ring.convert(raw[k]) for k in ("J", "hz", "gamma", "Gamma"))
        hx, hy = ([ring.convert(x) for x in raw[k]] for k in ("hx", "hy"))
        self.h: tuple[Any, ...] = tuple(x - ring.i * y for x, y in zip(hx, hy, strict=True))

    def in_ring(self, ring: Ring) -> Parameters:
        """The parameters of the same model in another ring (or at another precision)."""
        return self.model.in_ring(ring)

    def h_at(self, j: int) -> Any:
        """h_j = h_j^x - i h_j^y at site j = 1..N."""
        return self.h[0] if self.uniform else self.h[j - 1]

    @cached_property
    def J_eff(self) -> Any:
        """J + i Gamma/2."""
        return self.J + self.ring.i * self.Gamma * self._half

    @cached_property
    def h_eff(self) -> Any:
        """h^z - i (gamma + Gamma)/2."""
        return self.hz - self.ring.i * (self.gamma + self.Gamma) * self._half

    @cached_property
    def r(self) -> Any:
        """h_eff/J_eff; HypothesisError if J_eff = 0."""
        if self.ring.is_zero(self.J_eff):
            raise HypothesisError("J_eff = 0", "J_eff not 0 to form r = h_eff/J_eff", "use .steady: it has the limit")
        r = self.ring.div(self.h_eff, self.J_eff)
        return _shorter(r) if self.ring is SYMBOL else r

    def alpha(self, j: int) -> Any:
        """2 J_eff/h_j, the weight of sigma_j^- in (7); HypothesisError if h_j = 0."""
        h = self.h_at(j)
        if self.ring.is_zero(h):
            raise HypothesisError(f"h_{j} = 0", "h_j not 0 to form alpha_j", "use .steady: it has the limit")
        self._require_known(j, h)
        return self.ring.div(2 * self.J_eff, h)

    def lam(self, j: int) -> Any:
        """lambda_j = |alpha_j|^2/2, below (12)."""
        return self.ring.abs2(self.alpha(j)) * self._half

    @property
    def _half(self) -> Any:
        return self.ring.div(self.ring.one, self.ring.convert(2))

    @cached_property
    def steady(self) -> Steady:
        """What all closed forms rest on; HypothesisError where the limit h_j -> 0 does not exist."""
        ring, sites = self.ring, range(1, self.N + 1)
        if self.uniform:
            down: Sequence[int] = sites if ring.is_zero(self.h[0]) else range(0)
            left: Sequence[int] = range(0) if down else sites
            h: tuple[Any, ...] = self.h if left else ()
        else:
            down = tuple(j for j in sites if ring.is_zero(self.h_at(j)))
            left = tuple(j for j in sites if not ring.is_zero(self.h_at(j))) if down else sites
            h = tuple(self.h_at(j) for j in left)
        for j, field in zip(left, h, strict=False):
            self._require_known(j, field)
        if down:
            exact = self.model.ring is not BALL
            (self.model.parameters if exact else self)._require_limit(len(down))
        h_eff = self.h_eff - len(down) * self.J_eff
        return Steady(ring, len(left), self.J_eff, h_eff, h, self.uniform, left, down)

    def _require_known(self, j: int, h: Any) -> None:
        """A ball for h_j has to exclude 0, or be 0."""
        if self.ring is BALL and h.contains(0):
            raise PrecisionError(f"h_{j} in {h}", "a ball that excludes 0", f"give h_{j} more accurately, or exactly")

    def _require_limit(self, k: int) -> None:
        """k sites without a field are down in the limit if prod_{i<k} (i J_eff - h_eff) is not 0.

        A factor has the imaginary part (gamma + (i + 1) Gamma)/2, so it can be 0 only if gamma = Gamma = 0, h^z = i J.
        """
        ring = self.ring
        if not (_may_vanish(ring, self.gamma) and _may_vanish(ring, self.Gamma)):
            return
        if ring.is_zero(self.J):
            vanishes = _may_vanish(ring, self.hz)
        else:
            vanishes = _may_be_resonant(ring, ring.div(self.hz, self.J), k)
        if vanishes:
            raise HypothesisError(
                f"h_j = 0 on {k} site(s) with h^z = n J, n < {k}, and gamma = Gamma = 0",
                "a limit that exists",
                "give h_j a value, detune h^z, or give gamma > 0",
            )


def _shorter(x: Any) -> Any:
    """The symbolic x, or x with common factors cancelled where that is shorter."""
    from sympy import cancel

    return min((x, cancel(x)), key=lambda form: form.count_ops())


def _may_vanish(ring: Ring, x: Any) -> bool:
    """False if x is certainly not 0 (a symbol counts as not 0)."""
    return bool(x.contains(0)) if ring is BALL else ring.is_zero(x)


def _may_be_resonant(ring: Ring, r: Any, k: int) -> bool:
    """True if r is, or may be, one of the integers 0..k-1 (a symbol counts as none)."""
    if ring is EXACT:
        return bool(r.re.q == 1 and 0 <= r.re < k)
    if ring is BALL:
        return not r.is_finite() or bool(r.real.contains_integer() and not r.real < 0 and not r.real > k - 1)
    from sympy import cancel

    ratio = cancel(r)
    return bool(ratio.is_Integer and 0 <= ratio < k)


@dataclass(frozen=True)
class Steady:
    """The parameters of (6) on the `N` sites that have a field; the others, `down`, point down with certainty.

    >>> from dtim_exact import Model
    >>> steady = Model(N=3, J=1, hx=[4, 0, 2], hz="1/3", gamma="1/5").steady
    >>> print(steady.sites, steady.down, steady.h_eff, steady.amplitude(2), steady.mu(3))
    (1, 3) (2,) -2/3-1/10i 991/900+7/30i 1/2

    `h_eff` is already shifted by the sites that are down: each takes r to r - 1. `sites` are the numbers 1..N of the
    sites with a field; `h` goes with them (one entry if `uniform`).
    """

    ring: Ring
    N: int
    J_eff: Any
    h_eff: Any
    h: tuple[Any, ...]
    uniform: bool
    sites: Sequence[int]
    down: Sequence[int]

    def h_at(self, j: int) -> Any:
        """h_j of a site with a field."""
        return self.h[0] if self.uniform else self.h[self._place[j]]

    @cached_property
    def _place(self) -> dict[int, int]:
        return {j: place for place, j in enumerate(self.sites)}

    def beta(self, j: int) -> Any:
        """2/h_j: stands for alpha_j when `amplitude` stands for the Pochhammer symbol."""
        return self.ring.div(self.ring.convert(2), self.h_at(j))

    def mu(self, j: int) -> Any:
        """|beta_j|^2/2 = 2/|h_j|^2: stands for lambda_j when `amplitude` stands for the Pochhammer symbol."""
        return self.ring.div(self.ring.convert(2), self.ring.abs2(self.h_at(j)))

    def step(self, i: int) -> Any:
        """i J_eff - h_eff, a factor of `amplitude`; it is (i - r) J_eff."""
        return i * self.J_eff - self.h_eff

    def amplitude(self, m: int) -> Any:
        """prod_{i<m} (i J_eff - h_eff), which is (-r)_m J_eff^m: the functional L sends y^m to it."""
        return product(self.ring, [self.step(i) for i in range(m)])

    def shifted(self, p: int) -> Any:
        """h_eff - p J_eff: removing p lowered sites from a correlator takes r to r - p."""
        return self.h_eff - p * self.J_eff

    def site(self, j: int) -> int:
        """j, if it is a site number with a field; InputError if not."""
        if j not in (self.sites if self.uniform else self._place):
            raise InputError(f"site {j}", "a site with a field", f"sites are numbered 1..{self.N + len(self.down)}")
        return j
