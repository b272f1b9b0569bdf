"""Two-time correlations tr[A exp(L t) (B rho)] in the steady state, with a proven error, for N <= 6.

They are what (S9)-(S11) and Fig. S1 speak about, at zero temperature (2) and at finite temperature (S12). B rho is a
vector of Pauli coefficients in fixed point, its real and imaginary part apart, and `lindblad_evolution` carries it to
time t. The steady state is exact for N <= 5 and enclosed by `verified_solve` for N = 6. All errors are bounded in the
trace norm, which the evolution does not increase and in which |tr(A X)| <= ||A|| ||X||_1.

Key result: `two_time`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import product
from math import lcm
from typing import Any

from flint import acb, arb, fmpq

from .errors import CostError, InputError, shown
from .lindblad_evolution import STEP, count_pieces, taylor_pieces
from .lindblad_pauli import FULL_LIMIT, Generator, full_generator, null_vector
from .lindblad_states import LETTERS, pauli_expansion, string_number
from .model import Model
from .numbers import parse_real
from .rings import BALL, Gaussian, certify
from .spin_operators import pauli_string
from .values import Value
from .verified_solve import enclosed_null_vector

__all__ = ["two_time"]

TIME_LIMIT_N = 6
LONGEST = 3600  # seconds
GUARD = 48  # bits beyond those asked for: they cover the rounding errors of some thousand terms


def two_time(model: Model, A: str, B: str, times: Iterable[object], digits: int, n_th: object = 0) -> list[Value]:
    """<A(t) B> = tr[A exp(L t) (B rho)] for each t >= 0, with relative radius at most 10^-digits.

    A and B are observables such as "-1" or "X1 Z2"; n_th is the thermal occupation of (S12), whose kappa is gamma.
    Correlations that vanish because no path of (2) leads from B rho to A are the exact 0. Takes N <= 6, and needs
    numpy at N = 6.

    >>> m = Model(N=1, J=0, hx=0, hz=3, gamma=1)  # the spin is down: <A(t) B> = exp(-(3i + 1/2) t)
    >>> print(*(value.to_str(6) for value in two_time(m, "-1", "+1", [0, "1/2"], digits=6)))
    1 [0.05509019 +/- 1.95e-9] + [-0.77684988 +/- 3.33e-9]i
    """
    if model.N > TIME_LIMIT_N:
        raise CostError(given=f"N = {model.N}", needed=f"N <= {TIME_LIMIT_N}", do="take fewer spins")
    wanted = [parse_real(t) for t in times]
    for t in wanted:
        if t < 0:
            raise InputError(given=f"t = {shown(t)}", needed="t >= 0", do="exchange A and B for negative times")
    problem = _Correlation(model, A, B, parse_real(n_th))
    problem.check_cost(max(wanted, default=fmpq(0)))
    known = {t: Value.from_exact(Gaussian(0)) for t in wanted if problem.is_zero(t)}
    open_times = sorted(set(wanted) - set(known))
    if open_times:
        values = certify(lambda prec: problem.enclosures(open_times, prec), digits, what=f"<{A}(t) {B}>")
        known |= zip(open_times, values, strict=True)
    return [known[t] for t in wanted]


class _Correlation:
    """Everything about <A(t) B> that does not depend on the precision."""

    def __init__(self, model: Model, A: str, B: str, n_th: fmpq) -> None:
        self.N, self.generator = model.N, _generator(model, n_th)
        self.A, self.B, self.AB = (_strings(model.N, text) for text in (A, B, f"{A} {B}"))
        self.rho = _exact_null_vector(model, n_th) if model.N <= FULL_LIMIT else None
        support = _reachable(self.generator, {0})  # of rho, which is the limit of exp(L t) applied to the identity
        images = {_product(b, s, self.N)[1] for b in self.B for s in support}
        self.connected = not _reachable(self.generator, images).isdisjoint(self.A)

    def is_zero(self, t: fmpq) -> bool:
        """True if the value is certainly zero: no path of (2) leads from B rho to A, or t = 0 and <A B> = 0."""
        if not self.connected or (t == 0 and not self.AB):
            return True
        return t == 0 and self.rho is not None and _exact(self.AB, self.rho).is_zero()

    def check_cost(self, t: fmpq) -> None:
        """Refuse what would run for very long: about 4 STEP terms for each piece and part."""
        entries = sum(map(len, self.generator.rows))
        seconds = int(count_pieces(self.generator, t) * 8 * STEP * entries * fmpq(15, 10**8))
        if seconds > LONGEST:
            raise CostError(given=f"an evolution that would take about {seconds} s", needed=f"less than {LONGEST} s",
                            do="take smaller times: correlations have long become constant")  # fmt: skip

    def enclosures(self, times: Sequence[fmpq], prec: int) -> list[acb]:
        """Balls around <A(t) B> for increasing times."""
        bits = prec + GUARD
        (re, im), error = self.start(bits)
        unit, balls, waiting = arb(2) ** -bits, [], deque(times)
        pieces = (taylor_pieces(self.generator, part, times[-1], list(self.A)) for part in (re, im))
        for x, y in zip(*pieces, strict=True):
            error += x.error + y.error
            while waiting and waiting[0] <= x.start + x.length:
                t = waiting.popleft()
                if t == 0 and self.rho is not None:
                    balls.append(BALL.convert(_exact(self.AB, self.rho)))
                    continue
                value = _exact(self.A, x.at(t)) + Gaussian(0, 1) * _exact(self.A, y.at(t))
                radius = arb(_norm(self.A) * error)
                spread = radius.union(-radius)
                balls.append(acb((arb(value.re) + spread) * unit, (arb(value.im) + spread) * unit))
        return balls

    def start(self, bits: int) -> tuple[tuple[list[int], list[int]], int]:
        """Real and imaginary part of the coefficients of 2^N B rho times 2^bits, and an error in units of 2^-bits."""
        if self.rho is not None:
            rho, error = [_rounded(int(c.p) << bits, int(c.q)) for c in self.rho], 1
        else:
            rho, error = enclosed_null_vector(self.generator, bits)
        den = lcm(1, *(int(part.q) for b in self.B.values() for part in (b.re, b.im)))
        re, im = [0] * len(rho), [0] * len(rho)
        for b, value in self.B.items():
            for s, c in enumerate(rho):
                phase, target = _product(b, s, self.N)
                factor = value * phase * den
                re[target] += int(factor.re.p) * c
                im[target] += int(factor.im.p) * c
        parts = [_rounded(x, den) for x in re], [_rounded(x, den) for x in im]
        return parts, int((_norm(self.B) * error * len(rho)).ceil()) + 2 * len(rho)


@lru_cache(maxsize=2)
def _generator(model: Model, n_th: fmpq) -> Generator:
    return full_generator(model, n_th)


@lru_cache(maxsize=2)
def _exact_null_vector(model: Model, n_th: fmpq) -> list[fmpq]:
    """2^N rho, in Pauli coefficients; kept, since several correlations of one model are usually asked for."""
    return null_vector(_generator(model, n_th))


def _strings(N: int, text: str) -> dict[int, Gaussian]:
    """An observable as {number of a Pauli string: coefficient}."""
    blank = (0,) * N
    expansion = pauli_expansion(N, text)
    return {string_number({j - 1: p for j, p in key}, blank): value for key, value in expansion.items()}


def _exact(operator: dict[int, Gaussian], coefficients: Mapping[int, Any] | Sequence[Any]) -> Gaussian:
    """2^-N tr(operator X) for the coefficients of X."""
    return sum((v * coefficients[s] for s, v in operator.items()), Gaussian(0))


def _norm(operator: dict[int, Gaussian]) -> fmpq:
    """A bound on the largest singular value: Pauli strings are unitary."""
    return sum((abs(v.re) + abs(v.im) for v in operator.values()), fmpq(0))


def _reachable(generator: Generator, seeds: set[int]) -> set[int]:
    """The strings that exp(L t) can lead to from the seeds: those on a path of nonzero entries."""
    followers: dict[int, list[int]] = {}
    for r, row in enumerate(generator.rows):
        for c in row:
            followers.setdefault(c, []).append(r)
    found, front = set(seeds), list(seeds)
    while front:
        new = {r for c in front for r in followers.get(c, ())} - found
        found |= new
        front = list(new)
    return found


@lru_cache
def _one_site_products() -> dict[tuple[int, int], tuple[Gaussian, int]]:
    """P Q = phase R for the letters of one site."""
    one = [pauli_string(1, f"{letter}1") for letter in LETTERS]
    table = {}
    for p, q, r in product(range(4), repeat=3):
        phase = (one[r] @ one[p] @ one[q]).trace() / 2
        if not phase.is_zero():
            table[p, q] = phase, r
    return table


def _product(left: int, right: int, N: int) -> tuple[Gaussian, int]:
    """The product of two Pauli strings given by their numbers: a phase and the number of a string."""
    phase, number, table = Gaussian(1), 0, _one_site_products()
    for place in range(N):
        factor, letter = table[left >> 2 * place & 3, right >> 2 * place & 3]
        phase, number = phase * factor, number | letter << 2 * place
    return phase, number


def _rounded(p: int, q: int) -> int:
    """The integer nearest to p / q."""
    return (2 * p + q) // (2 * q)
