"""What an exact answer costs, estimated before it is begun: bits of the result and seconds.

An exact sum over M = 0..N multiplies one rational factor a term, so its size grows like N times the bits of a factor
(equal fields, binary splitting) or N^2/2 times (unequal fields, all form factors). `Cost` decides from that whether to
go the exact way, and refuses what would take over a minute or more memory than a workstation has.

Key results: `Cost`, `exact_cost`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from flint import fmpq

from .errors import CostError
from .gaussian import Gaussian
from .rings import EXACT

if TYPE_CHECKING:
    from .model import Model

__all__ = ["Cost", "exact_cost"]

_SECONDS_PER_BIT = 3e-7  # of the long integers, as measured at 10^6 .. 10^8 bits
_MOST_SECONDS = 60.0
_SMALL_BITS = 50_000  # up to here the exact sum is about as fast as balls
_SMALL_FACTOR = 8  # ... and up to this many times the bits that the balls would carry


class Cost(NamedTuple):
    """Bits of the long integers of an exact answer, and how often such integers are made."""

    bits: float
    times: float = 1.0

    @property
    def seconds(self) -> float:
        """A rough estimate of the time."""
        return self.bits * self.times * _SECONDS_PER_BIT

    def is_small(self, prec: int) -> bool:
        """True if the exact way costs no more than balls of `prec` bits."""
        return self.bits * self.times <= max(_SMALL_BITS, _SMALL_FACTOR * prec)

    def is_affordable(self) -> bool:
        """True if the exact way takes less than about a minute."""
        return self.seconds <= _MOST_SECONDS

    def check(self, what: str) -> None:
        """CostError, with the estimate, if the exact answer would take over about a minute."""
        if not self.is_affordable():
            digits = self.bits * 0.301
            raise CostError(
                f"the exact {what}: rationals of about {digits:.1e} digits, about {self.seconds:.0e} s",
                f"at most about {_MOST_SECONDS:.0f} s",
                "give digits, such as digits=50, for an enclosure",
            )


def exact_cost(model: Model, sums: int = 1) -> Cost:
    """The cost of `sums` exact sums over M = 0..N (0 if the parameters are not exact, which leaves no choice).

    >>> from dtim_exact import Model
    >>> exact_cost(Model(N=100, J=1, hx=4, hz="1/3")).bits < 10_000, exact_cost(Model(N=10**8, J=1, hx=4)).bits
    (True, 145.0)
    """
    if model.ring is not EXACT:
        return Cost(0.0)
    p = model.parameters
    n = model.N
    coupling = 2 * (_height(p.J_eff) + _height(p.h_eff) + 2 * n.bit_length())
    if model.uniform:
        return Cost(float(_terms(model)) * (coupling + 2 * _height(p.h[0]) + n.bit_length()), 1.0 + sums)
    fields = sum(2 * _height(h) for h in p.h)
    return Cost(float(n) * (n * coupling + fields) / 2, (2.0 + sums) / 15)  # many numbers of middling length: faster


def _terms(model: Model) -> int:
    """The number of terms that are not 0: N + 1, or n + 1 exactly at the resonance r = n."""
    steady = model.steady
    if steady.J_eff:
        r = steady.h_eff / steady.J_eff
        if r.is_real() and r.re.q == 1 and 0 <= r.re < steady.N:
            return int(r.re.p) + 1
    return steady.N + 1


def _height(z: Gaussian) -> int:
    """Bits of the longest of the integers that make z."""
    return max(_bits(z.re), _bits(z.im))


def _bits(q: fmpq) -> int:
    return int(max(q.p.bit_length(), q.q.bit_length()))
