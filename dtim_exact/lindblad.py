"""The witness: the master equation (2) with the Hamiltonian (1), written down literally.

What the closed forms of the other modules say is held against this one, so it never imports any of them: all it knows
is (1), (2) and, for a finite temperature, (S12). Everything here works over all three rings (exact, ball, symbol).

Key results: `hamiltonian` (1), `jump_operators` under (4), `H_eff` under (4), `residual` (2) and (3). The steady state
is in `lindblad_pauli` and, for equal fields, in `lindblad_symmetric`; the time evolution in `time_correlations`.
"""

from __future__ import annotations

from typing import Any

from .errors import InputError, shown
from .model import Model
from .numbers import parse_real
from .rings import Gaussian
from .spin_operators import Operator, add_up, at_site

__all__ = [
    "H_eff",
    "dissipator",
    "fields",
    "hamiltonian",
    "jump_operators",
    "lindbladian",
    "residual",
    "thermal_rates",
]

_HALF: Any = Gaussian(1) / 2
_MINUS_I: Any = Gaussian(0, -1)


def fields(model: Model, j: int) -> tuple[Any, Any, Any]:
    """(h^x_j, h^y_j, h^z) as ring elements, from h_j = h^x_j - i h^y_j."""
    ring, h = model.ring, model.h_at(j)
    bar, half = ring.conj(h), ring.convert(_HALF)
    return half * (h + bar), ring.i * half * (h - bar), model.hz


def hamiltonian(model: Model) -> Operator:
    """H of (1): J sum over ordered pairs i != j of S^z_i S^z_j, plus sum over j, mu of h_j^mu S_j^mu, with S = sigma/2.

    >>> H = hamiltonian(Model(N=2, J=1, hx=0, hz=0, gamma=1))
    >>> print(*(H.entries[k, k] for k in range(4)))
    1/2 -1/2 -1/2 1/2
    """
    N, ring = model.N, model.ring
    half = ring.convert(_HALF)
    sites = range(1, N + 1)
    S = {(mu, j): half * at_site(N, mu, j, ring) for mu in "XYZ" for j in sites}
    ising = (model.J * (S["Z", i] @ S["Z", j]) for i in sites for j in sites if i != j)
    transverse = (h * S[mu, j] for j in sites for mu, h in zip("XYZ", fields(model, j), strict=True))
    return add_up(N, ring, ising) + add_up(N, ring, transverse)


def jump_operators(model: Model, n_th: object = 0) -> list[tuple[Any, Operator]]:
    """The pairs (rate, L) of (2): (gamma, sigma_j^-) for each j and (Gamma, S_-), so that no square root is needed.

    With a thermal occupation n_th > 0 the local rates become those of (S12): gamma (1 + n_th) for sigma_j^- and
    gamma n_th for sigma_j^+, where gamma is the paper's kappa.

    >>> [str(rate) for rate, L in jump_operators(Model(N=2, J=1, hx=1, gamma=3, Gamma=5))]
    ['3', '3', '5']
    """
    N, ring, sites = model.N, model.ring, range(1, model.N + 1)
    loss, pump = thermal_rates(model, n_th)
    lower = [at_site(N, "-", j, ring) for j in sites]
    jumps = [(loss, L) for L in lower] + [(model.Gamma, add_up(N, ring, lower))]
    if not ring.is_zero(pump):
        jumps += [(pump, at_site(N, "+", j, ring)) for j in sites]
    return jumps


def thermal_rates(model: Model, n_th: object) -> tuple[Any, Any]:
    """(gamma (1 + n_th), gamma n_th) of (S12)."""
    n = parse_real(n_th)
    if n < 0:
        raise InputError(given=f"n_th = {shown(n_th)}", needed="n_th >= 0", do="give a thermal occupation number")
    return model.gamma * model.ring.convert(1 + n), model.gamma * model.ring.convert(n)


def H_eff(model: Model, n_th: object = 0) -> Operator:
    """H - (i/2) sum_k L_k^dagger L_k, under (4)."""
    decay = (rate * (L.dagger() @ L) for rate, L in jump_operators(model, n_th))
    damping: Operator = _MINUS_I * _HALF * add_up(model.N, model.ring, decay)
    return hamiltonian(model) + damping


def dissipator(L: Operator, M: Operator, rho: Operator) -> Operator:
    """L rho M^dagger - {M^dagger L, rho}/2, which is D[L] rho of (2) for M = L."""
    K = M.dagger() @ L
    drain: Operator = _HALF * (K @ rho + rho @ K)
    return L @ rho @ M.dagger() - drain


def lindbladian(model: Model, rho: Operator, n_th: object = 0) -> Operator:
    """The right-hand side of (2) (of (S12) for n_th > 0), applied to any operator."""
    H = hamiltonian(model)
    flow: Operator = _MINUS_I * (H @ rho - rho @ H)
    for rate, L in jump_operators(model, n_th):
        flow = flow + rate * dissipator(L, L, rho)
    return flow


def residual(model: Model, rho: Any, n_th: object = 0) -> Operator:
    """L rho for an Operator or for a state that knows its `matrix()`; the zero operator exactly if (3) holds.

    >>> from dtim_exact.spin_operators import pauli_string
    >>> m = Model(N=1, J=0, hx=0, gamma=1)
    >>> down = pauli_string(1, "-1") @ pauli_string(1, "+1")
    >>> residual(m, down).is_zero()
    True
    """
    return lindbladian(model, rho if isinstance(rho, Operator) else rho.matrix(), n_th)
