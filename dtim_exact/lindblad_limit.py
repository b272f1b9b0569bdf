"""The steady state in the limit of vanishing rates from above, exactly, from (2) alone.

Without local loss there are many stationary states. Add to (2) a loss epsilon L1 with local rate epsilon a and
collective rate epsilon b. The steady state is a bounded rational function of epsilon > 0, so it is rho0 + epsilon rho1
+ ..., and the first two orders of (3) say

    L rho0 = 0,      L rho1 + L1 rho0 = 0.

If these have one solution rho0 with unit trace, whatever rho1 is, it is the limit. Nothing is assumed about a blockade.

Key result: `steady_state_limit`.
"""

from __future__ import annotations

from flint import fmpq, fmpz_mat

from .errors import CostError, HypothesisError
from .lindblad_pauli import Generator, full_generator
from .lindblad_states import PauliState, SymmetricState
from .lindblad_symmetric import all_counts, symmetric_generator
from .model import Model

__all__ = ["steady_state_limit"]


def steady_state_limit(model: Model, a: object = 1, b: object = 0) -> PauliState | SymmetricState:
    """The limit epsilon to 0+ of the steady state at rates gamma + epsilon a, Gamma + epsilon b.

    A SymmetricState for equal fields (N <= 10), a PauliState for unequal ones (N <= 4, b = 0). HypothesisError if the
    first two orders leave the limit open.

    >>> blockade = Model(N=2, J=1, hx=3, hz=0)  # n = 0: completely depolarized
    >>> print(*steady_state_limit(blockade).down_spin_distribution())
    1/4 1/2 1/4
    """
    most = 10 if model.uniform else 4
    if most < model.N:
        raise CostError(given=f"N = {model.N}", needed=f"N <= {most} for such fields", do="take fewer spins")
    lossy = Model(model.N, 0, 0, gamma=a, Gamma=b)
    scale = fmpq(1, 2**model.N)  # tr rho = 2^N c_0
    if model.uniform:
        c = _first_orders(symmetric_generator(model), symmetric_generator(lossy))
        counts = zip(all_counts(model.N), c, strict=True)
        return SymmetricState(model.N, {n: scale * x for n, x in counts})
    c = _first_orders(full_generator(model), full_generator(lossy))
    return PauliState(model.N, tuple(scale * x for x in c))


def _first_orders(still: Generator, lossy: Generator) -> list[fmpq]:
    """The only c with c_0 = 1, L0 c = 0 and L1 c in the range of L0."""
    D = len(still.rows)
    system = fmpz_mat(2 * D, 2 * D)  # [[L0, 0], [L1, L0]], each L times its den
    for r in range(D):
        for c, v in still.rows[r].items():
            system[r, c] = v
            system[D + r, D + c] = v  # den merely rescales rho1
        for c, v in lossy.rows[r].items():
            system[D + r, c] = v
    basis, nullity = system.nullspace()
    solutions = fmpz_mat([[basis[r, k] for r in range(D)] for k in range(nullity)])
    dimension = int(solutions.rank())
    if dimension != 1:
        raise HypothesisError(given=f"a {dimension}-dimensional space of limits in first order", needed="one",
                              do="take finite rates")  # fmt: skip
    [k] = [k for k in range(nullity) if any(solutions[k, c] != 0 for c in range(D))][:1]
    return [fmpq(solutions[k, c], solutions[k, 0]) for c in range(D)]
