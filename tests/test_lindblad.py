"""The witness against itself, against hand calculation and against QuTiP."""

from __future__ import annotations

import ast
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

import dtim_exact
from dtim_exact.errors import CostError, HypothesisError, InputError
from dtim_exact.lindblad import H_eff, dissipator, hamiltonian, jump_operators, lindbladian, residual
from dtim_exact.lindblad_limit import steady_state_limit
from dtim_exact.lindblad_pauli import full_generator, null_space_dimension, steady_state
from dtim_exact.lindblad_states import PauliState, pauli_expansion
from dtim_exact.lindblad_symmetric import symmetric_generator, symmetric_steady_state
from dtim_exact.model import Model
from dtim_exact.rings import Gaussian
from dtim_exact.spin_operators import Operator, partial_trace, pauli_string

few = settings(max_examples=25, deadline=None)
rationals = st.fractions(-3, 3, max_denominator=7)
rates = st.fractions(Fraction(1, 7), 3, max_denominator=7)


@st.composite
def models(draw: st.DrawFn, N: st.SearchStrategy[int], equal: bool | None = None) -> Model:
    """A model of the solvable class with gamma > 0."""
    n = draw(N)
    if draw(st.booleans()) if equal is None else equal:
        fields = {"hx": draw(rationals), "hy": draw(rationals), "Gamma": draw(st.one_of(st.just(0), rates))}
    else:
        columns = st.lists(rationals, min_size=n, max_size=n)
        fields = {"hx": draw(columns), "hy": draw(columns)}
    return Model(N=n, J=draw(rationals), hz=draw(rationals), gamma=draw(rates), **fields)


@st.composite
def operators(draw: st.DrawFn, N: int) -> Operator:
    size = st.integers(0, 2**N - 1)
    number = st.builds(Gaussian, rationals, rationals)
    return Operator(N, draw(st.dictionaries(st.tuples(size, size), number, max_size=6)))


def temperatures() -> st.SearchStrategy[Fraction]:
    return st.sampled_from([Fraction(0), Fraction(1, 10), Fraction(2)])


def unit(N: int, number: int) -> PauliState:
    """One Pauli string."""
    return PauliState(N, tuple(fmpq(int(k == number)) for k in range(4**N)))


# --- operators


def test_one_site_algebra() -> None:
    x, y, z, up, down = (pauli_string(1, f"{letter}1") for letter in "XYZ+-")
    i, half = Gaussian(0, 1), Gaussian(Fraction(1, 2))
    assert x @ y == i * z
    assert down == half * (x - i * y)
    assert up == down.dagger()
    assert down.entries == {(1, 0): Gaussian(1)}  # |down><up| with up first


def test_site_one_is_most_significant() -> None:
    assert pauli_string(3, "-1").entries.keys() == {(4, 0), (5, 1), (6, 2), (7, 3)}
    assert pauli_string(3, "-3").entries.keys() == {(1, 0), (3, 2), (5, 4), (7, 6)}


def test_hamiltonian_of_two_spins_by_hand() -> None:
    """(1) with S = sigma/2; the ordered pairs (1,2) and (2,1) give J/2 sigma^z sigma^z."""
    J, hz = Fraction(3), Fraction(5)
    H = hamiltonian(Model(N=2, J=J, hx=[1, 2], hy=[3, 4], hz=hz, gamma=1))
    ising = {(0, 0): J / 2 + hz, (1, 1): -J / 2, (2, 2): -J / 2, (3, 3): J / 2 - hz}
    first = {(0, 2): Gaussian(1, -3), (1, 3): Gaussian(1, -3), (2, 0): Gaussian(1, 3), (3, 1): Gaussian(1, 3)}
    second = {(0, 1): Gaussian(2, -4), (2, 3): Gaussian(2, -4), (1, 0): Gaussian(2, 4), (3, 2): Gaussian(2, 4)}
    half = Gaussian(Fraction(1, 2))
    expected = {key: Gaussian(value) for key, value in ising.items()} | {
        k: half * v for k, v in (first | second).items()
    }
    assert not (H - Operator(2, expected)).entries


def test_jump_operators_of_the_thermal_equation() -> None:
    m = Model(N=2, J=1, hx=1, gamma=3)
    rated = [(str(rate), L) for rate, L in jump_operators(m, n_th="1/3")]
    assert [rate for rate, _ in rated] == ["4", "4", "0", "1", "1"]
    assert rated[3][1] == pauli_string(2, "+1")


@few
@given(st.data())
def test_form_with_effective_hamiltonian(data: st.DataObject) -> None:
    """(5): L rho = -i (H_eff rho - rho H_eff^dagger) + sum_k L_k rho L_k^dagger."""
    m, n_th = data.draw(models(st.integers(1, 3))), data.draw(temperatures())
    rho, H = data.draw(operators(m.N)), H_eff(m, n_th)
    total = Gaussian(0, -1) * (H @ rho - rho @ H.dagger())
    for rate, L in jump_operators(m, n_th):
        total = total + rate * (L @ rho @ L.dagger())
    assert total == lindbladian(m, rho, n_th)


@few
@given(st.data())
def test_trace_and_hermiticity_are_kept(data: st.DataObject) -> None:
    m, n_th = data.draw(models(st.integers(1, 3))), data.draw(temperatures())
    rho = data.draw(operators(m.N))
    flow = lindbladian(m, rho, n_th)
    assert flow.trace() == 0
    assert flow.dagger() == lindbladian(m, rho.dagger(), n_th)


def test_symbols_and_balls_too() -> None:
    """The literal (2) holds over every ring: here on the identity, where it is 2 gamma S^z-like."""
    sympy = pytest.importorskip("sympy")
    J, gamma = sympy.symbols("J gamma", real=True)
    m = Model(N=1, J=J, hx=1, gamma=gamma)
    assert residual(m, pauli_string(1, "", m.ring)) == (-gamma) * pauli_string(1, "Z1", m.ring)


# --- the sparse real matrix is the literal one


@pytest.mark.parametrize("N", [1, 2, 3])
@pytest.mark.parametrize("n_th", [0, "1/10"])
def test_assembled_generator_is_the_literal_one(N: int, n_th: object) -> None:
    """Every column, for equal fields with Gamma > 0 and for unequal fields."""
    for m in (
        Model(N=N, J="-2/3", hx=1, hy="1/2", hz="1/3", gamma="1/5", Gamma="3/7"),
        Model(N=N, J="2/5", hx=[1, 0, "-1/3"][:N], hy=["1/2", 0, 2][:N], hz="1/3", gamma="1/5"),
    ):
        G = full_generator(m, n_th)
        assert not G.rows[0]  # the trace is kept
        for column in range(4**N):
            string = unit(N, column)
            image = PauliState(N, tuple(fmpq(v, G.den) for v in G.apply([int(c) for c in string.coefficients])))
            assert residual(m, string, n_th) == image.matrix()


def test_symmetric_generator_is_the_full_one_on_symmetric_operators() -> None:
    m = Model(N=3, J=1, hx=2, hy=1, hz="1/3", gamma="1/5", Gamma="1/7")
    full, sector = full_generator(m), symmetric_generator(m)
    strings = list(product(range(4), repeat=3))
    counts = [(x, y, z) for x in range(4) for y in range(4 - x) for z in range(4 - x - y)]
    place = [counts.index((s.count(1), s.count(2), s.count(3))) for s in strings]
    for k in range(len(counts)):
        image = full.apply([int(p == k) for p in place])
        short = sector.apply([int(j == k) for j in range(len(counts))])
        assert [fmpq(v, full.den) for v in image] == [fmpq(short[p], sector.den) for p in place]


# --- steady states


@few
@given(m=models(st.just(1)), n_th=temperatures())
def test_optical_bloch_equations(m: Model, n_th: Fraction) -> None:
    """One spin by hand: dr/dt = h x r, a damping k/2 of x and y and k of z, and a source -gamma (+ Gamma) of z."""
    hx, hy, hz = m.h_at(1).re, -m.h_at(1).im, m.hz.re
    loss, pump = (
        m.gamma.re * (1 + fmpq(n_th.numerator, n_th.denominator)) + m.Gamma.re,
        m.gamma.re * fmpq(n_th.numerator, n_th.denominator),
    )
    k = loss + pump
    by_hand = [[0, 0, 0, 0], [0, -k / 2, -hz, hy], [0, hz, -k / 2, -hx], [pump - loss, -hy, hx, -k]]
    G = full_generator(m, n_th)
    assert [[fmpq(row.get(c, 0), G.den) for c in range(4)] for row in G.rows] == by_hand
    rho = steady_state(m, n_th)
    x, y, z = (rho.expect(f"{letter}1").re for letter in "XYZ")
    assert z == -((loss - pump) / k) * (k * k / 4 + hz * hz) / (k * k / 4 + hz * hz + (hx * hx + hy * hy) / 2)
    assert -k / 2 * x - hz * y + hy * z == 0
    assert hz * x - k / 2 * y - hx * z == 0


@settings(max_examples=15, deadline=None)
@given(m=models(st.integers(1, 3)), n_th=temperatures())
def test_steady_state_is_stationary_and_a_state(m: Model, n_th: Fraction) -> None:
    rho = steady_state(m, n_th)
    assert residual(m, rho, n_th).is_zero()
    assert rho.matrix().trace() == 1
    law = rho.down_spin_distribution()
    assert sum(law) == 1
    assert min(law) >= 0
    assert fmpq(1, 2**m.N) <= rho.purity() <= 1
    assert (rho.matrix() @ rho.matrix()).trace() == rho.purity()


@settings(max_examples=15, deadline=None)
@given(m=models(st.integers(1, 4), equal=True), n_th=temperatures())
def test_symmetric_sector_is_the_full_space(m: Model, n_th: Fraction) -> None:
    full, sector = steady_state(m, n_th), symmetric_steady_state(m, n_th)
    assert sector.reduced(m.N) == full
    assert sector.reduced([m.N]) == full.reduced([m.N])
    assert sector.down_spin_distribution() == full.down_spin_distribution()
    assert sector.purity() == full.purity()


def test_four_unequal_spins_exactly() -> None:
    m = Model(N=4, J=1, hx=[1, 2, 3, 4], hz="1/3", gamma="1/5")
    rho = steady_state(m)
    assert residual(m, rho).is_zero()
    assert null_space_dimension(m) == 1


def test_twelve_spins() -> None:
    m = Model(N=12, J=1, hx=4, hy=1, hz="7/3", gamma="1/5", Gamma="1/7")
    rho = symmetric_steady_state(m)
    law = rho.down_spin_distribution()
    assert sum(law) == 1
    assert min(law) > 0
    assert rho.expect("Z1").re == sum((12 - 2 * k) * p for k, p in enumerate(law)) / fmpq(12)
    assert rho.expect("X3 Y7") == rho.expect("Y1 X2")


def test_expectations_are_traces() -> None:
    m = Model(N=3, J=1, hx=[1, 2, 3], hy=[0, "1/2", 1], hz="1/3", gamma="1/5")
    rho = steady_state(m)
    for text in ("", "X1", "Y2 Z3", "+1 -3", "+1 +2 -2 -3", "-2 +2", "X1 Y1", "Z3 X2 Y1"):
        assert rho.expect(text) == (pauli_string(3, text) @ rho.matrix()).trace()
        parts = pauli_expansion(3, text).items()
        strings = [value * pauli_string(3, " ".join(f"{'IXYZ'[p]}{j}" for j, p in key)) for key, value in parts]
        assert sum(strings, Operator(3, {})) == pauli_string(3, text)


@pytest.mark.parametrize("keep", [[1], [2], [3], [1, 3], [3, 1], [2, 3], [1, 2, 3]])
def test_reduced_states_are_partial_traces(keep: list[int]) -> None:
    rho = steady_state(Model(N=3, J=1, hx=[1, 2, 3], hy=[0, "1/2", 1], hz="1/3", gamma="1/5"))
    assert rho.reduced(keep).matrix() == partial_trace(rho.matrix(), keep)


# --- uniqueness and limits


def test_dimension_of_the_null_space() -> None:
    assert null_space_dimension(Model(N=1, J=1, hx=1)) == 2
    assert null_space_dimension(Model(N=2, J=1, hx=1, Gamma=1)) == 2  # the singlet is dark for S_-
    assert null_space_dimension(Model(N=3, J=1, hx=1, Gamma=1)) == 5
    assert null_space_dimension(Model(N=3, J=1, hx=[1, 0, 2], gamma="1/100")) == 1
    with pytest.raises(HypothesisError, match="dimension 2"):
        steady_state(Model(N=2, J=1, hx=1, Gamma=1))


@pytest.mark.parametrize("rates", [(1, 0), (1, 3), ("1/5", 1)])
def test_limit_does_not_depend_on_the_direction(rates: tuple[object, object]) -> None:
    for hz in (0, 1, 2, "1/3"):
        m = Model(N=3, J=1, hx=2, hy=1, hz=hz)
        assert steady_state_limit(m, *rates) == steady_state_limit(m)


def test_limit_is_approached() -> None:
    """The distance to the steady state at gamma shrinks in proportion to gamma, also at a blockade."""
    for hz in (1, "1/3"):
        limit = steady_state_limit(Model(N=3, J=1, hx=[1, 2, 3], hz=hz)).coefficients
        distances = []
        for gamma in ("1e-6", "1e-8"):
            rho = steady_state(Model(N=3, J=1, hx=[1, 2, 3], hz=hz, gamma=gamma))
            distances.append(max(abs(a - b) for a, b in zip(rho.coefficients, limit, strict=True)))
        far, near = distances
        assert 0 < 99 * near < far < 101 * near


def test_limit_at_vanishing_local_loss() -> None:
    """gamma to 0+ at finite Gamma: the one of the stationary states that (2) with gamma > 0 leads to."""
    limit = steady_state_limit(Model(N=2, J=1, hx=2, hz=1, Gamma=5))
    near = steady_state(Model(N=2, J=1, hx=2, hz=1, gamma="1e-12", Gamma=5))
    assert abs(limit.expect("Z1").re - near.expect("Z1").re) < fmpq(1, 10**11)
    with pytest.raises(HypothesisError, match="space of limits"):
        steady_state_limit(Model(N=2, J=1, hx=2), a=0, b=1)


# --- clear refusals


def test_refusals() -> None:
    m = Model(N=6, J=1, hx=[1, 2, 3, 4, 5, 6], gamma=1)
    with pytest.raises(CostError, match="N <= 5"):
        steady_state(m)
    with pytest.raises(InputError, match="same field"):
        symmetric_steady_state(m)
    with pytest.raises(CostError, match="N <= 20"):
        symmetric_steady_state(Model(N=21, J=1, hx=1, gamma=1))
    with pytest.raises(InputError, match="n_th"):
        steady_state(Model(N=1, J=1, hx=1, gamma=1), n_th=-1)
    for text in ("X7", "X0", "Q1", "X", "X1X2", "1X"):
        with pytest.raises(InputError, match="factor"):
            pauli_string(6, text)


# --- QuTiP


def qutip_state(m: Model, n_th: Fraction = Fraction(0)) -> object:
    """The steady state by QuTiP's own spin operators and solver."""
    qutip = pytest.importorskip("qutip")
    N, n = m.N, float(n_th)
    J, hz, gamma, Gamma = (float(Fraction(int(q.re.p), int(q.re.q))) for q in (m.J, m.hz, m.gamma, m.Gamma))

    def at(op: object, j: int) -> object:
        return qutip.tensor([op if k == j else qutip.qeye(2) for k in range(N)])

    S = [[at(op / 2, j) for j in range(N)] for op in (qutip.sigmax(), qutip.sigmay(), qutip.sigmaz())]
    minus = [at(qutip.basis(2, 1) * qutip.basis(2, 0).dag(), j) for j in range(N)]
    H = sum(J * S[2][i] * S[2][j] for i in range(N) for j in range(N) if i != j) + 0 * S[2][0]
    for j in range(N):
        h = complex(m.h_at(j + 1))
        H = H + h.real * S[0][j] - h.imag * S[1][j] + hz * S[2][j]
    jumps = [(gamma * (1 + n)) ** 0.5 * L for L in minus] + [Gamma**0.5 * sum(minus)]
    jumps += [(gamma * n) ** 0.5 * L.dag() for L in minus]
    return qutip.steadystate(H, jumps).full()


@pytest.mark.parametrize(
    ("m", "n_th"),
    [
        (Model(N=2, J="3/2", hx=[1, 2], hy=["1/2", "-1/3"], hz="4/5", gamma="7/10"), Fraction(0)),
        (Model(N=3, J="-2/3", hx=[1, 2, 3], hy=[0, 0, 1], hz="1/3", gamma="1/5"), Fraction(0)),
        (Model(N=3, J="2/3", hx=2, hy=1, hz="1/3", gamma="1/5", Gamma="3/7"), Fraction(0)),
        (Model(N=3, J=1, hx=[1, 2, 3], hz=1, gamma=1), Fraction(1, 10)),
    ],
)
def test_qutip_agrees(m: Model, n_th: Fraction) -> None:
    theirs = qutip_state(m, n_th)
    ours = steady_state(m, n_th).matrix().entries
    for i, j in product(range(2**m.N), repeat=2):
        assert abs(theirs[i, j] - complex(ours.get((i, j), Gaussian(0)))) < 1e-8  # type: ignore[index]


def test_piqs_agrees() -> None:
    """QuTiP's permutation-symmetric solver, whose rates are in single precision: 1e-6 is what it can give."""
    piqs = pytest.importorskip("qutip.piqs.piqs")
    qutip = pytest.importorskip("qutip")
    N, J, hx, hz, gamma, Gamma = 6, 0.75, 2.0, 0.5, 0.25, 0.5
    Sx, Sy, Sz = piqs.jspin(N)
    H = J * (Sz * Sz - N / 4 * qutip.qeye(Sz.dims[0])) + hx * Sx + hz * Sz
    ensemble = piqs.Dicke(N, hamiltonian=H, emission=gamma, collective_emission=Gamma)
    rho = qutip.steadystate(ensemble.liouvillian(), method="direct")
    ours = symmetric_steady_state(Model(N=N, J="3/4", hx=2, hz="1/2", gamma="1/4", Gamma="1/2"))
    for total, letter in ((Sx, "X"), (Sy, "Y"), (Sz, "Z")):
        assert abs(2 * qutip.expect(total, rho) / N - float(Fraction(str(ours.expect(f"{letter}1"))))) < 1e-6


def test_dissipator_of_a_sum_has_cross_terms() -> None:
    a, b, rho = pauli_string(2, "-1"), pauli_string(2, "-2"), pauli_string(2, "X1 +2")
    parts = sum((dissipator(L, M, rho) for L in (a, b) for M in (a, b)), Operator(2, {}))
    assert dissipator(a + b, a + b, rho) == parts


# --- independence

WITNESS = [
    "lindblad",
    "lindblad_evolution",
    "lindblad_limit",
    "lindblad_pauli",
    "lindblad_states",
    "lindblad_symmetric",
    "spin_operators",
    "time_correlations",
    "verified_solve",
]


@pytest.mark.parametrize("name", WITNESS)
def test_witness_imports_no_closed_form(name: str) -> None:
    source = Path(dtim_exact.__file__).with_name(f"{name}.py").read_text(encoding="utf-8")
    found = {node.module for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom) and node.level}
    assert found <= {*WITNESS, "errors", "model", "numbers", "rings", "values"}


def test_witness_reads_only_what_stands_in_the_equations() -> None:
    """Of a model it takes N, J, h_j, h^z, gamma, Gamma; never J_eff, h_eff, r, alpha_j, lambda_j."""
    for name in WITNESS:
        source = Path(dtim_exact.__file__).with_name(f"{name}.py").read_text(encoding="utf-8")
        attributes = {node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)}
        assert not attributes & {"J_eff", "h_eff", "r", "alpha", "lam", "steady", "parameters", "expect_product"}
