"""Any equal-time observable in the steady state, by (17) and (18) site by site.

Under the functional L (see `functional`) a product of site operators O_j has the expectation value

    <prod_j O_j> = L[prod_j f_j(x, y) prod_{j not in it} (1 + lambda_j x y)] / L[prod_{all j} (1 + lambda_j x y)],

where the trace on one site gives f = (uu + dd)/2 + dd lambda x y + ud alpha y/2 + du alpha^* x/2 for the operator with
the matrix (uu, ud, du, dd). For sigma^+ this is alpha y/2, for sigma^- alpha^* x/2, for n = sigma^+ sigma^- it is 1/2,
for sigma^z it is -lambda x y. A site without a field is down: there the operator counts as its entry dd.

Key results: `expect`, `polarization`, `site_polynomial`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .cost import exact_cost
from .errors import InputError, shown
from .evaluate import evaluate
from .functional import Functional
from .gaussian import Gaussian
from .model import Model
from .parameters import Steady
from .pauli import SiteOperator, parse_pauli_string
from .rings import BALL, Ring
from .values import Value

__all__ = ["expect", "expect_product", "mean", "polarization", "site_polynomial"]

SitePolynomial = dict[tuple[int, int], Any]  # (p, q) -> coefficient of x^p y^q
_HALF = Gaussian(1) / 2


def expect(model: Model, observable: str, digits: int | None = None) -> Value:
    """<observable> in the steady state: a product such as "X1 Y2" or "+1 +2 -2 -3", or `density`, `polarization`.

    Letters X Y Z + - stand before site numbers 1..N; operators on one site multiply from left to right. `density` is
    sum_j <n_j>/N, `polarization` is -sum_j <sigma_j^z>/N. Without digits the result is exact (or symbolic, or as good
    as ball parameters allow); with digits it is an enclosure, its relative radius at most 10^-digits. (17), (18)

    >>> m = Model(N=3, J=1, hx=2, hz="1/2")
    >>> print(expect(m, "Z1"), expect(m, "+1 +1"), expect(m, "polarization"), expect(m, "X1 X2"))
    -89/737 0 89/737 32/737
    >>> print(expect(m, "+1 +2 -2", digits=12).to_str(12))
    [-0.075983717774763 +/- 4.50e-16]

    Raises InputError for text that is no observable, CostError where the exact answer is too long to be waited for,
    PrecisionError where the digits cannot be certified.
    """
    name = str(observable).strip()
    if name in _WORDS:
        return _WORDS[name](model, digits)
    if name.isalpha() and name.isascii():  # such as a word with a slip
        do = f"write one of the words {', '.join(_WORDS)}, or letters before site numbers, such as \"X1 X2\""
        raise InputError(f"the observable {shown(name)}", "a word or a product of operators", do)
    return expect_product(model, parse_pauli_string(observable, model.N), digits, str(observable))


def expect_product(
    model: Model, operators: Mapping[int, SiteOperator], digits: int | None = None, what: str = "observable"
) -> Value:
    """<prod_j O_j> for one 2x2 matrix a site; sites that are not named count as 1."""
    for j in operators:
        if not 1 <= j <= model.N:
            raise InputError(f"site {j}", f"a site from 1 to N = {model.N}")
    scalar, active = _without_down_sites(model.steady, operators)
    if not scalar or any(o.is_zero() for o in active.values()):
        return Value.from_exact(0)
    if not active:
        return Value.from_exact(scalar)
    cost = exact_cost(model, sums=2 + len(active))
    return evaluate(model, lambda L: mean(L, operators), digits, f"<{shown(what)[1:-1]}>", cost)


def mean(L: Functional, operators: Mapping[int, SiteOperator]) -> Any:
    """<prod_j O_j> as an element of the ring of L: the formula of the module's head.

    >>> from dtim_exact.pauli import LETTERS
    >>> from dtim_exact.rings import EXACT
    >>> print(mean(Functional(Model(N=3, J=1, hx=2, hz="1/2"), EXACT), {2: LETTERS["Z"]}))
    -89/737
    """
    scalar, active = _without_down_sites(L.origin, operators)
    if not scalar:
        return L.ring.zero
    real = scalar.is_real() and all(o.is_hermitian() for o in active.values())
    numerator = _apply(L, site_polynomial(L.origin, active), active, real)
    return L.ring.convert(scalar) * numerator / L.sum(0, 0)


def _without_down_sites(
    steady: Steady, operators: Mapping[int, SiteOperator]
) -> tuple[Gaussian, dict[int, SiteOperator]]:
    """Sites without a field are down: their operators become numbers."""
    down = steady.down if isinstance(steady.down, range) else frozenset(steady.down)
    scalar, active = Gaussian(1), {}
    for j, o in operators.items():
        if j in down:
            scalar = scalar * o.dd
        else:
            active[j] = o
    return scalar, active


def site_polynomial(steady: Steady, operators: Mapping[int, SiteOperator]) -> SitePolynomial:
    """prod_j f_j(x, y) over the named sites: (p, q) -> the coefficient of x^p y^q.

    >>> from dtim_exact.pauli import LETTERS
    >>> steady = Model(N=2, J=1, hx=2, hz=3).steady
    >>> {key: str(c) for key, c in site_polynomial(steady, {1: LETTERS["X"], 2: LETTERS["Y"]}).items()}
    {(0, 2): '-1/4i', (1, 1): '0', (2, 0): '1/4i'}
    """
    polynomial: SitePolynomial = {(0, 0): steady.ring.one}
    for j, operator in operators.items():
        factor = _site_factor(steady, j, operator)
        product: SitePolynomial = {}
        for (p, q), c in polynomial.items():
            for (dp, dq), f in factor.items():
                key = (p + dp, q + dq)
                product[key] = product[key] + c * f if key in product else c * f
        polynomial = product
    return dict(sorted(polynomial.items()))


def _site_factor(steady: Steady, j: int, o: SiteOperator) -> SitePolynomial:
    """f_j of the module's head, with beta and mu for alpha and lambda (see `parameters.Steady`)."""
    ring, beta = steady.ring, steady.beta(j)
    constant, y, x = (ring.convert(z * _HALF) for z in (o.uu + o.dd, o.ud, o.du))
    factor: SitePolynomial = {}
    if o.uu + o.dd:
        factor[0, 0] = constant
    if o.ud:
        factor[0, 1] = y * beta
    if o.du:
        factor[1, 0] = x * ring.conj(beta)
    if o.dd:
        factor[1, 1] = ring.convert(o.dd) * steady.mu(j)
    return factor


def _apply(L: Functional, polynomial: SitePolynomial, removed: Mapping[int, Any], real: bool) -> Any:
    """L[polynomial * the factors of all other sites]; of a real result only the part p <= q is computed."""
    ring, total = L.ring, L.ring.zero
    for (p, q), c in polynomial.items():
        if (real and p > q) or L.origin.ring.is_zero(c):
            continue
        term = ring.convert(c) * L.moment(p, q, removed)
        total = total + (term + ring.conj(term) if real and p < q else term)
    return _real_part(ring, total) if real else total


def _real_part(ring: Ring, z: Any) -> Any:
    """A result known to be real, without the imaginary rounding error of balls."""
    return ring.convert(z.real) if ring is BALL else z


def polarization(model: Model, digits: int | None = None) -> Value:
    """m = -sum_j <sigma_j^z>/N, (14): the mean of M/N under the weights p_M of (S39).

    >>> print(polarization(Model(N=3, J=1, hx=2, hz="1/2")))
    89/737
    """
    from .weights import mean_lowered

    return mean_lowered(model, digits)


def _density(model: Model, digits: int | None = None) -> Value:
    from .correlators import density

    return density(model, digits)


_WORDS = {"density": _density, "polarization": polarization}
