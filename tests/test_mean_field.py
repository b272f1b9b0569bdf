"""Mean field against the Liouvillian on product states, numerical eigenvalues and root counting."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq, fmpq_poly

from dtim_exact.errors import HypothesisError, InputError
from dtim_exact.limit import Limit, discriminant_in_field, double_root
from dtim_exact.mean_field import motion, routh_hurwitz, solutions, spinodals

POINTS = [  # J, hx, hz, gamma, Gamma, hy
    ("1", "1/5", "3/10", "1/100", "0", "0"),
    ("1", "1/5", "3/10", "1/100", "1/10", "1/7"),
    ("-1", "2/5", "-1/4", "1/10", "0", "-1/3"),
    ("1/2", "1/3", "1/8", "1/20", "2", "1/9"),
    ("0", "2/5", "1/10", "1/3", "3/2", "0"),
    ("0", "1", "1/2", "1", "0", "1"),
    ("2", "3", "1", "1/10", "1/2", "0"),
    ("1", "0", "1/2", "1/10", "0", "0"),
]


def rates_of_change(N, values, s):
    """d<sigma^mu>/dt of one of N spins in the product state with Bloch vector s, by (2) with J and Gamma over N."""
    J, hx, hz, gamma, Gamma, hy = values
    one = np.eye(2)
    x, y, z = np.array([[0, 1], [1, 0]]), np.array([[0, -1j], [1j, 0]]), np.diag([1, -1])

    def at(op, site):
        whole = np.eye(1)
        for k in range(N):
            whole = np.kron(whole, op if k == site else one)
        return whole

    spins = [[at(op, k) / 2 for op in (x, y, z)] for k in range(N)]
    total = [sum(spin[mu] for spin in spins) for mu in range(3)]
    H = sum(h * t for h, t in zip((hx, hy, hz), total, strict=True))
    H = H + J / N * (total[2] @ total[2] - sum(spin[2] @ spin[2] for spin in spins))
    lower = [spin[0] - 1j * spin[1] for spin in spins]
    jumps = [(gamma, op) for op in lower] + [(Gamma / N, total[0] - 1j * total[1])]
    single = (one + s[0] * x + s[1] * y + s[2] * z) / 2
    rho = np.eye(1)
    for _ in range(N):
        rho = np.kron(rho, single)
    change = -1j * (H @ rho - rho @ H)
    for rate, op in jumps:
        up = op.conj().T
        change = change + rate * (op @ rho @ up - (up @ op @ rho + rho @ up @ op) / 2)
    return np.array([np.trace(2 * spins[0][mu] @ change).real for mu in range(3)])


@pytest.mark.parametrize("point", POINTS[:7])
def test_motion_is_the_limit_of_the_liouvillian_on_product_states(point):
    """At N spins the rates of change are a + b/N exactly, so two N give the limit a, and a third checks it."""
    values = [float(Fraction(p)) for p in point]
    s = (0.3, -0.4, 0.5)
    at = {N: rates_of_change(N, values, s) for N in (2, 3, 4)}
    limit = (4 * at[4] - 2 * at[2]) / 2
    assert np.allclose(limit + (at[2] - limit) * 2 / 3, at[3], atol=1e-13)
    ours = motion(Limit.read(*point), tuple(fmpq(*Fraction(v).as_integer_ratio()) for v in ("3/10", "-2/5", "1/2")))
    assert np.allclose([float(Fraction(int(q.p), int(q.q))) for q in ours], limit, atol=1e-13)


@pytest.mark.parametrize("point", POINTS)
def test_roots_are_at_rest_and_all_there(point):
    limit = Limit.read(*point)
    found = solutions(*point, digits=30)
    for root in found.roots:
        m, mx, my = (x.to_arb() for x in (root.m, root.mx, root.my))
        for rate in motion(limit, (mx, my, -m)):
            assert abs(rate) < 1e-14
            assert rate.contains(0)
    cubic = [float(Fraction(int(c.p), int(c.q))) for c in limit.cubic().coeffs()][::-1]
    real = sorted(z.real for z in np.roots(cubic) if abs(z.imag) < 1e-9)
    assert np.allclose([float(root.m) for root in found.roots], real, atol=1e-7)


def jacobian(limit, s):
    """By exact differences of the quadratic right-hand side."""
    step = fmpq(1, 2)
    columns = []
    for k in range(3):
        ends = [motion(limit, tuple(v + sign * step * (i == k) for i, v in enumerate(s))) for sign in (1, -1)]
        columns.append([a - b for a, b in zip(*ends, strict=True)])
    return np.array([[float(c[row].mid()) for c in columns] for row in range(3)])


@pytest.mark.parametrize("seed", range(60))
def test_stability_by_eigenvalues(seed):
    rng = np.random.default_rng(seed)
    draw = [f"{rng.integers(-40, 41)}/{rng.integers(1, 30)}" for _ in range(3)]
    J, hz, hy = draw
    hx, gamma, Gamma = (f"{rng.integers(1, 30)}/{rng.integers(10, 60)}" for _ in range(3))
    Gamma = Gamma if seed % 2 else "0"
    limit, found = Limit.read(J, hx, hz, gamma, Gamma, hy), solutions(J, hx, hz, gamma, Gamma, hy)
    for root in found.roots:
        m, mx, my = (x.to_arb() for x in (root.m, root.mx, root.my))
        matrix = jacobian(limit, (mx, my, -m))
        growth = max(np.linalg.eigvals(matrix).real)
        if abs(growth) > 1e-9:
            assert root.stable == bool(growth < 0)
        ours = [float(a.mid()) for a in routh_hurwitz(limit, m)]
        assert np.allclose(ours, np.poly(matrix)[1:], rtol=1e-8, atol=1e-8)
    assert found.bistable == (len(found.roots) == 3)


@pytest.mark.parametrize(
    "point", [("1", "1/5", "1/100", "0", "0"), ("1", "1/5", "1/100", "1/2", "0"), ("0", "1/5", "1/100", "1", "1/9")]
)
def test_spinodals_are_where_the_number_of_solutions_changes(point):
    J, hx, gamma, Gamma, hy = point
    found = spinodals(J, hx, gamma, Gamma, hy, digits=25)
    assert len(found) == 2
    for place, inside in zip(found, (1, -1), strict=True):
        middle = Fraction(place.hz.mid)
        fields = [middle + side * Fraction(1, 10**9) for side in (inside, -inside)]
        assert [len(solutions(J, hx, hz, gamma, Gamma, hy).roots) for hz in fields] == [3, 1]
        near = solutions(J, hx, middle + inside * Fraction(1, 10**16), gamma, Gamma, hy)
        gaps = sorted(abs(float(root.m) - float(place.m)) for root in near.roots)
        assert gaps[1] < 1e-6 < gaps[2]


def test_exact_special_points():
    triple = solutions(J=1, hx="1/2", hz="1/4", gamma="1/2")  # the last critical point: m0 = 1/2 three times
    assert [(str(root.m), root.stable) for root in triple.roots] == [("1/2", False)]
    assert not triple.bistable
    rest = solutions(J=1, hx=1, hz=0, gamma=0)  # rbar = 0: the limit is the fully mixed state beside others
    assert (str(rest.roots[0].m), str(rest.roots[0].mx), str(rest.roots[0].my)) == ("0", "0", "0")
    assert all(root.my.is_zero() for root in solutions(J=1, hx=1, hz="1/3", gamma=0).roots)
    product = solutions(J=0, hx=2, hz=0, gamma=2)  # m = 1/(1 + |h|^2/(2 |h_eff|^2)), |h_eff|^2 = 1
    assert product.roots[0].to_json() == {
        "m": {"exact": "1/3"}, "stable": True, "mx": {"exact": "0"}, "my": {"exact": "2/3"},
    }
    down = solutions(J=1, hx=0, hz="1/3", gamma="1/5")
    assert [(str(root.m), root.stable) for root in down.roots] == [("1", True)]


def test_discriminant_and_double_root_are_exact():
    limit = Limit.read("1/3", "1/5", "3/10", "1/100", "2/7", "1")
    assert discriminant_in_field(limit)(limit.hz) == limit.cubic().discriminant()
    triple = Limit.read(1, "1/2", "1/4", "1/2")
    assert double_root(triple, triple.hz) == fmpq(1, 2)
    assert triple.cubic() == 2 * fmpq_poly([fmpq(-1, 2), 1]) ** 3


def test_bad_input():
    with pytest.raises(HypothesisError, match="transverse field or local decay"):
        solutions(J=1, hx=0, hz=1, gamma=0)
    with pytest.raises(InputError, match="gamma = -1"):
        solutions(J=1, hx=1, hz=1, gamma=-1)
    with pytest.raises(InputError, match=r"hz = 0\.3"):
        solutions(J=1, hx=1, hz=0.3, gamma=1)
