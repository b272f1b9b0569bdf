"""What can be asked of a model's steady state: `model.density(digits=50)` is `correlators.density(model, digits=50)`.

Each method only calls the function of the same name, where the formula and its equation number stand. Without `digits`
the answer is exact (or symbolic); with `digits` it is an enclosure of relative radius at most 10^-digits.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

from .values import Value

if TYPE_CHECKING:
    from .model import Model
    from .pairs import DensityCorrelations

__all__ = ["SteadyStateMethods"]


class SteadyStateMethods:
    """The methods of `Model` that answer with values.

    >>> from dtim_exact import Model
    >>> m = Model(N=3, J=1, hx=2, hz="1/2")
    >>> print(m.expect("X1 X2"), m.density(), *m.weights())
    32/737 324/737 1 3/8 3/64 9/512
    """

    __slots__ = ()

    @property
    def _model(self) -> Model:
        return cast("Model", self)

    def expect(self, observable: str, digits: int | None = None) -> Value:
        """<observable>, such as "X1 Y2", "+1 +2 -2", "density", "polarization": (17), (18)."""
        from .observables import expect

        return expect(self._model, observable, digits)

    def correlator(self, raised: Collection[int], lowered: Collection[int], digits: int | None = None) -> Value:
        """<sigma^+_{C1} sigma^-_{C2}> for the clusters of sites C1 = `raised`, C2 = `lowered`: (17), (18)."""
        from .correlators import correlator

        return correlator(self._model, raised, lowered, digits)

    def density(self, digits: int | None = None) -> Value:
        """nbar = sum_j <n_j>/N, the density of up spins, as in Fig. 2."""
        from .correlators import density

        return density(self._model, digits)

    def densities(self, digits: int | None = None) -> list[Value]:
        """<n_j> for j = 1..N, all at once."""
        from .correlators import densities

        return densities(self._model, digits)

    def density_correlations(self, digits: int | None = None) -> DensityCorrelations:
        """All <n_i n_j>, as a table that is read by `table[i, j]`."""
        from .pairs import density_correlations

        return density_correlations(self._model, digits)

    def polarization(self, digits: int | None = None) -> Value:
        """m = -sum_j <sigma_j^z>/N, as in Fig. 3: (14)."""
        from .observables import polarization

        return polarization(self._model, digits)

    def weights(self, digits: int | None = None, normalized: bool = False) -> list[Value]:
        """p_M for M = 0..N: (14), (S39)."""
        from .weights import weights

        return weights(self._model, digits, normalized)

    def partition_function(self, digits: int | None = None) -> Value:
        """The normalization tr(Phi Phi^dagger), below (17)."""
        from .weights import partition_function

        return partition_function(self._model, digits)

    def down_spin_distribution(self, digits: int | None = None) -> list[Value]:
        """Prob(k spins are down) for k = 0..N, so M^z = N - 2k: for every r, compare (11)."""
        from .magnetization import down_spin_distribution

        return down_spin_distribution(self._model, digits)

    def magnetization_moment(self, k: int, digits: int | None = None) -> Value:
        """<(M^z)^k> with M^z = sum_j sigma_j^z."""
        from .magnetization import magnetization_moment

        return magnetization_moment(self._model, k, digits)

    def magnetization_moments(self, orders: Iterable[int], digits: int | None = None) -> list[Value]:
        """<(M^z)^k> for several k at once."""
        from .magnetization import magnetization_moments

        return magnetization_moments(self._model, orders, digits)

    def generating_function(self, z: Any, digits: int | None = None) -> Value:
        """<z^(M^z)> for an exact z != 0."""
        from .magnetization import generating_function

        return generating_function(self._model, z, digits)

    def reduced_density_matrix(self, sites: Sequence[int], digits: int | None = None) -> list[list[Value]]:
        """The state of the given sites, rows and columns with up before down, the first site slowest."""
        from .reduced import reduced_density_matrix

        return reduced_density_matrix(self._model, sites, digits)

    def purity(self, sites: Sequence[int], digits: int | None = None) -> Value:
        """tr rho^2 of the given sites."""
        from .reduced import purity

        return purity(self._model, sites, digits)

    def entropy(self, sites: Sequence[int], digits: int | None = None, order: Any = 1) -> Value:
        """The von Neumann entropy of the given sites, or the Renyi entropy of another order."""
        from .reduced import entropy

        return entropy(self._model, sites, digits, order)
