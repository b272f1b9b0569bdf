"""Two-time correlations and what they rest on: the Taylor series with its error bound, the verified linear solver."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import acb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from dtim_exact.errors import CostError, InputError, PrecisionError
from dtim_exact.lindblad_evolution import taylor_pieces
from dtim_exact.lindblad_pauli import full_generator, null_vector
from dtim_exact.lindblad_symmetric import symmetric_steady_state
from dtim_exact.model import Model
from dtim_exact.precision import working_precision
from dtim_exact.time_correlations import two_time
from dtim_exact.values import Value
from dtim_exact.verified_solve import enclosed_null_vector

FIGURE_S1 = ["46/5", "11/5", "26/5", "22/5", "1"]


def test_one_spin_by_hand() -> None:
    """A spin without a drive is down, and sigma^-(t) turns with h^z and decays at half the rate."""
    m = Model(N=1, J=0, hx=0, hz=3, gamma=2)
    times = [Fraction(0), Fraction(1, 3), Fraction(5)]
    for t, value in zip(times, two_time(m, "-1", "+1", times, digits=40), strict=True):
        with working_precision(300):
            by_hand = (acb(-1, -3) * fmpq(t.numerator, t.denominator)).exp()
            assert value.overlaps(Value.from_ball(by_hand))
        assert value.rad <= Fraction(1, 10**40) * Fraction(abs(complex(value)))


def test_thermal_spin_by_hand() -> None:
    """<n(t) n> - <n>^2 = <n>(1 - <n>) exp(-gamma (1 + 2 n_th) t) for a spin without a drive."""
    n_th, t = Fraction(1, 3), Fraction(2)
    up = n_th / (1 + 2 * n_th)
    [value] = two_time(Model(N=1, J=0, hx=0, gamma=1), "+1 -1", "+1 -1", [t], digits=30, n_th=n_th)
    with working_precision(200):
        decay = acb(fmpq(-10, 3)).exp()
        by_hand = decay * fmpq(str(up * (1 - up))) + fmpq(str(up * up))
        assert value.overlaps(Value.from_ball(by_hand))


@settings(max_examples=10, deadline=None)
@given(
    hx=st.lists(st.integers(-4, 4), min_size=2, max_size=2),
    n_th=st.sampled_from(["0", "1/10", "2"]),
    t=st.sampled_from(["0", "1/2", "7/3"]),
    A=st.sampled_from(["-1", "X2", "+1 -2", "Z1 Y2"]),
    B=st.sampled_from(["-2", "Y1", "Z1 X2", "+1"]),
)
def test_matrix_exponential_agrees(hx: list[int], n_th: str, t: str, A: str, B: str) -> None:
    """Against scipy's exponential of QuTiP's Liouvillian."""
    qutip = pytest.importorskip("qutip")
    linalg = pytest.importorskip("scipy.linalg")
    m = Model(N=2, J=1, hx=hx, hy=[1, "1/2"], hz=1, gamma=1)
    one = {"X": qutip.sigmax(), "Y": qutip.sigmay(), "Z": qutip.sigmaz()}
    one["-"] = qutip.basis(2, 1) * qutip.basis(2, 0).dag()
    one["+"] = one["-"].dag()

    def operator(text: str) -> object:
        result = qutip.qeye([2, 2])
        for letter, site in text.split():
            pair = [one[letter], qutip.qeye(2)]
            result = result * qutip.tensor(pair if site == "1" else pair[::-1])
        return result

    n = float(Fraction(n_th))
    H = 0.5 * operator("Z1 Z2") + sum(
        (hx[j] * operator(f"X{j + 1}") + [1, 0.5][j] * operator(f"Y{j + 1}") + operator(f"Z{j + 1}")) / 2
        for j in (0, 1)
    )
    jumps = [(1 + n) ** 0.5 * operator(f"-{j}") for j in (1, 2)] + [n**0.5 * operator(f"+{j}") for j in (1, 2)]
    L = qutip.liouvillian(H, jumps)
    later = (
        linalg.expm(L.full() * float(Fraction(t))) @ qutip.operator_to_vector(operator(B) * qutip.steadystate(L)).full()
    )
    theirs = (operator(A) * qutip.vector_to_operator(qutip.Qobj(later, dims=[L.dims[0], [1]]))).tr()
    if abs(theirs) > 1e-3:
        [ours] = two_time(m, A, B, [t], digits=12, n_th=n_th)
        assert abs(complex(ours) - theirs) < 1e-8


@settings(max_examples=8, deadline=None)
@given(vector=st.lists(st.integers(-(10**9), 10**9), min_size=16, max_size=16), t=st.sampled_from(["1/3", "2", "30"]))
def test_error_bound_holds(vector: list[int], t: str) -> None:
    """The claimed bound against the same evolution with 100 more bits, in the largest coefficient (<= trace norm)."""
    G = full_generator(Model(N=2, J=1, hx=[9, 2], hz=1, gamma="1/10"))
    *_, coarse = taylor_pieces(G, vector, fmpq(t), [])
    *_, fine = taylor_pieces(G, [v << 100 for v in vector], fmpq(t), [])
    error = sum(piece.error for piece in taylor_pieces(G, vector, fmpq(t), []))
    assert max(abs((a << 100) - b) for a, b in zip(coarse.end, fine.end, strict=True)) <= (error + 1) << 100
    assert error < 2**20


def test_correlation_symmetry_holds_at_zero_temperature_only() -> None:
    """(S10), and Fig. S1: <sigma_1^-(t) sigma_2^-> = <sigma_2^-(t) sigma_1^-> for n_th = 0 and not for n_th > 0."""
    m = Model(N=3, J=1, hx=FIGURE_S1[:3], hz=1, gamma=1)
    for n_th, symmetric in ((0, True), ("1/10", False)):
        times = ["1/2", 2]
        one = two_time(m, "-1", "-2", times, 25, n_th)
        other = two_time(m, "-2", "-1", times, 25, n_th)
        assert [a.overlaps(b) for a, b in zip(one, other, strict=True)] == [symmetric] * 2


def test_figure_s1_at_its_own_parameters() -> None:
    """N = 5: both correlations at one time, overlapping in 15 digits."""
    m = Model(N=5, J=1, hx=FIGURE_S1, hz=1, gamma=1)
    [one], [other] = two_time(m, "-1", "-2", ["1/2"], 15), two_time(m, "-2", "-1", ["1/2"], 15)
    assert one.overlaps(other)
    assert abs(complex(one) - (-0.00222026487559946 + 0.00340792546687678j)) < 1e-15


def test_many_times_in_any_order() -> None:
    m = Model(N=2, J=1, hx=[9, 2], hz=1, gamma=1)
    times = [Fraction(k, 10) for k in (100, 0, 7, 50, 7)]
    together = two_time(m, "-1", "-2", times, 20)
    for t, value in zip(times, together, strict=True):
        assert value.overlaps(two_time(m, "-1", "-2", [t], 30)[0])


def test_zeros_are_exact() -> None:
    undriven = Model(N=2, J=1, hx=0, hz=1, gamma=1)
    assert [v.is_exact and v.is_zero() for v in two_time(undriven, "-1", "-2", [0, 1], 20)] == [True, True]
    driven = Model(N=2, J=1, hx=1, hz=1, gamma=1)
    assert two_time(driven, "-1", "-1", [0], 20)[0].is_zero()  # sigma^- sigma^- = 0
    assert not two_time(driven, "-1", "-1", [1], 20)[0].is_zero()
    assert two_time(driven, "-1", "-1", [], 20) == []


def test_refusals() -> None:
    m = Model(N=2, J=1, hx=1, gamma=1)
    with pytest.raises(CostError, match="N <= 6"):
        two_time(Model(N=7, J=1, hx=1, gamma=1), "-1", "-2", [1], 10)
    with pytest.raises(InputError, match="t >= 0"):
        two_time(m, "-1", "-2", [-1], 10)
    with pytest.raises(InputError, match="float"):
        two_time(m, "-1", "-2", [0.5], 10)
    with pytest.raises(CostError, match="take about"):
        two_time(m, "-1", "-2", ["1e12"], 10)


# --- the verified solver


@pytest.mark.parametrize("n_th", [0, "1/10"])
def test_verified_solution_contains_the_exact_one(n_th: object) -> None:
    pytest.importorskip("numpy")
    for m in (
        Model(N=3, J=1, hx=FIGURE_S1[:3], hz=1, gamma=1),
        Model(N=3, J="-2/3", hx=1, hy=2, hz="1/3", gamma="1/7", Gamma="3/7"),
    ):
        G = full_generator(m, n_th)
        midpoints, error = enclosed_null_vector(G, 200)
        exact = null_vector(G)
        assert error < 2**20
        assert all(abs(c - fmpq(x, 2**200)) <= fmpq(error, 2**200) for x, c in zip(midpoints, exact, strict=True))


def test_verified_solver_refuses_what_doubles_cannot_invert() -> None:
    pytest.importorskip("numpy")
    with pytest.raises(PrecisionError, match="larger rates"):
        enclosed_null_vector(full_generator(Model(N=2, J=1, hx=4, hz=0, gamma="1e-30")), 100)


def test_six_spins_against_the_symmetric_sector() -> None:
    pytest.importorskip("numpy")
    m = Model(N=6, J=1, hx=2, hz="1/2", gamma=1)
    midpoints, error = enclosed_null_vector(full_generator(m), 100)
    exact = symmetric_steady_state(m)
    for number, text in ((1, "X6"), (2 * 4, "Y5"), (3 * 16, "Z4"), (1 * 4**5 + 2, "X1 Y6")):
        assert abs(exact.expect(text).re - fmpq(midpoints[number], 2**100)) <= fmpq(error, 2**100)
