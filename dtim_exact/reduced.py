"""Reduced density matrices of a few spins, their purity and their entropies.

The entry rho_st is the expectation value of prod_j |t_j><s_j|, one more product of site operators: (17), (18). Basis:
each site up before down, the first of the given sites most significant. Phi is 1 plus nilpotent terms, so it can be
inverted, rho has full rank, and so has each reduced matrix on sites with a field; a site without a field is down, in a
product with the rest, and adds nothing to an entropy.

Key results: `reduced_density_matrix`, `purity`, `entropy`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from random import Random
from typing import Any

from flint import acb, acb_mat, arb, fmpq

from .cost import Cost, exact_cost
from .errors import CostError, InputError, shown
from .evaluate import evaluate, evaluate_all, starting_precision
from .functional import Functional
from .model import Model
from .numbers import parse_count, parse_real
from .observables import mean
from .pauli import LETTERS, SiteOperator
from .rings import BALL, EXACT, SYMBOL, certify, check_digits, current_precision, working_precision
from .values import Value

__all__ = ["entropy", "purity", "reduced_density_matrix"]

MOST_SITES = 8
DEFAULT_DIGITS = 30
_PLUS, _MINUS = LETTERS["+"], LETTERS["-"]
_TRANSITION = {(0, 0): _PLUS @ _MINUS, (1, 0): _PLUS, (0, 1): _MINUS, (1, 1): _MINUS @ _PLUS}  # (s, t): |t><s|


def reduced_density_matrix(model: Model, sites: Sequence[int], digits: int | None = None) -> list[list[Value]]:
    """The density matrix of the given sites, 2^k x 2^k: up before down, the first site most significant.

    >>> for row in reduced_density_matrix(Model(N=3, J=1, hx=2, hz="1/2"), [1]):
    ...     print(*row)
    324/737 -90/737
    -90/737 413/737

    Raises InputError for sites out of range or named twice, CostError for more than 8 sites.
    """
    chosen = _sites(model, sites)
    size = 2 ** len(chosen)

    def formula(L: Functional) -> list[Any]:
        return [z for row in _matrix(L, chosen) for z in row]

    flat = evaluate_all(model, formula, digits, "density matrix", _cost(model, chosen))
    return [flat[row * size : (row + 1) * size] for row in range(size)]


def purity(model: Model, sites: Sequence[int], digits: int | None = None) -> Value:
    """tr(rho^2) for the reduced density matrix of the given sites.

    >>> print(purity(Model(N=3, J=1, hx=2, hz="1/2"), [1]))
    291745/543169
    """
    chosen = _sites(model, sites)
    return evaluate(model, lambda L: _squares(L, _matrix(L, chosen)), digits, "purity", _cost(model, chosen))


def entropy(model: Model, sites: Sequence[int], digits: int | None = None, order: Any = 1) -> Value:
    """The entropy of the given sites in nats: von Neumann's -tr(rho log rho), or Renyi's of another `order` >= 0.

    Renyi's entropy is log(tr rho^order)/(1 - order). An entropy is a logarithm and hardly ever rational, so it is an
    enclosure even without `digits`, then to 30 digits; an exact 0 is exact.

    >>> m = Model(N=3, J=1, hx=2, hz="1/2")
    >>> print(entropy(m, [1], digits=10).to_str(10), entropy(m, [1], digits=10, order=2).to_str(10))
    [0.655557325735 +/- 3.24e-13] [0.621540372337 +/- 3.11e-13]
    """
    wanted = DEFAULT_DIGITS if digits is None else check_digits(digits)
    alpha = parse_real(order)
    if alpha < 0:
        raise InputError(f"order = {shown(order)}", "an order >= 0 of the entropy", "1 is von Neumann, 2 is Renyi")
    if model.ring is SYMBOL:
        raise InputError("an entropy of a model with symbols", "numbers for all parameters")
    down = frozenset(model.steady.down) if not model.uniform else model.steady.down
    chosen = [j for j in _sites(model, sites) if j not in down]
    if not chosen:
        return Value.from_exact(0)
    matrix = _exact_or_none(model, chosen, wanted)

    def compute(_: int) -> acb:
        rows = matrix or _matrix(Functional(model, BALL), chosen)
        return acb(_entropy([[BALL.convert(z) for z in row] for row in rows], alpha))

    value = certify(compute, wanted, "entropy")
    assert isinstance(value, Value)
    return value


def _exact_or_none(model: Model, sites: list[int], digits: int) -> list[list[Any]] | None:
    """The exact matrix where that is cheap: it then holds at each precision."""
    cheap = model.ring is EXACT and _cost(model, sites).is_small(starting_precision(digits))
    return _matrix(Functional(model, EXACT), sites) if cheap else None


def _sites(model: Model, sites: Iterable[int]) -> list[int]:
    if isinstance(sites, (str, bytes)) or not isinstance(sites, Iterable):
        raise InputError(f"sites = {shown(sites)}", "a list of site numbers", "write sites=[1, 2]")
    chosen = [parse_count(j, "site", least=1) for j in sites]
    for j in chosen:
        if j > model.N:
            raise InputError(f"site {j}", f"a site from 1 to N = {model.N}")
    if not chosen or len(set(chosen)) < len(chosen):
        raise InputError(f"sites = {shown(sites)}", "at least one site, and each only once")
    if len(chosen) > MOST_SITES:
        raise CostError(
            f"{len(chosen)} sites", f"at most {MOST_SITES}: the matrix has 4^k entries", "choose fewer sites"
        )
    return chosen


def _cost(model: Model, sites: list[int]) -> Cost:
    k = len(sites)
    return exact_cost(model, sums=(k + 1) ** 2 + 4**k)


def _matrix(L: Functional, sites: list[int]) -> list[list[Any]]:
    """The rows of the reduced density matrix in the ring of L; the lower half from the upper one."""
    states = list(product((0, 1), repeat=len(sites)))
    known: dict[Any, Any] = {}
    rows: list[list[Any]] = [[None] * len(states) for _ in states]
    for a, s in enumerate(states):
        for b, t in enumerate(states[a:], start=a):
            kinds = tuple(zip(s, t, strict=True))
            key = tuple(sorted(kinds)) if L.steady.uniform else kinds
            if key not in known:
                known[key] = mean(L, _operators(sites, kinds))
            rows[a][b] = known[key]
            rows[b][a] = known[key] if a == b else L.ring.conj(known[key])
    return rows


def _operators(sites: list[int], kinds: Sequence[tuple[int, int]]) -> dict[int, SiteOperator]:
    return {j: _TRANSITION[kind] for j, kind in zip(sites, kinds, strict=True)}


def _squares(L: Functional, rows: list[list[Any]]) -> Any:
    """tr(rho^2), as the sum of |rho_st|^2."""
    return sum((L.ring.abs2(z) for row in rows for z in row), L.ring.zero)


def _entropy(rows: list[list[acb]], alpha: fmpq) -> arb:
    """The entropy of a density matrix of balls; not finite if the eigenvalues could not be enclosed."""
    spectrum = _spectrum(rows)
    if not spectrum:
        return arb.nan()
    if alpha == 1:
        return sum((_minus_x_log_x(x) for x in spectrum), arb(0))
    return sum((x**alpha for x in spectrum), arb(0)).log() / (1 - alpha)


def _spectrum(rows: list[list[acb]]) -> list[arb]:
    """Enclosures of the eigenvalues of a Hermitian matrix between 0 and 1, or [] if more bits are needed.

    Equal fields make equal eigenvalues, which flint's certificate cannot separate. So the midpoints are shifted by a
    Hermitian matrix of size 2^-prec that lifts all degeneracies, and solved with three times the bits. By Weyl's
    theorem no eigenvalue moves by more than the Frobenius norm of the shift and of the radii together.
    """
    size, prec = len(rows), current_precision()
    with working_precision(3 * prec + 64):
        draw, small = Random(0), arb(2) ** -prec
        solved = [[acb(0)] * size for _ in rows]
        for a in range(size):
            for b in range(a, size):
                solved[a][b] = (rows[a][b].mid() + small * arb(draw.randint(1, 1000)) / 1000).mid()
                solved[b][a] = solved[a][b].conjugate()
            solved[a][a] = acb(solved[a][a].real)
        try:
            eigenvalues = acb_mat(solved).eig()
        except ValueError:
            return []
        distances = (abs(x - y).upper() for r, s in zip(solved, rows, strict=True) for x, y in zip(r, s, strict=True))
        moved = sum((d**2 for d in distances), arb(0))
        error = arb(0, moved.sqrt().upper())
        return [(z.real + error).intersection(_UNIT) for z in eigenvalues]


_UNIT = arb(0.5, 0.5)


def _minus_x_log_x(x: arb) -> arb:
    """-x log x for 0 <= x <= 1. Where the ball of x reaches 0 it lies between 0 and its value at the upper end."""
    if x > 0:
        return -x * x.log()
    top = x.upper()
    if not top < arb(0.3):  # below 1/e the function grows
        return arb.nan()
    return (-top * top.log()).union(arb(0))
