"""The model: parameters as given, hypotheses checked, limits served, in every arithmetic."""

from __future__ import annotations

import copy
import json
import pickle
import subprocess
import sys
import time
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import sympy
from flint import arb, fmpq
from hypothesis import given
from hypothesis import strategies as st

from dtim_exact import HypothesisError, InputError, Model, PrecisionError, Value
from dtim_exact.rings import BALL, EXACT, SYMBOL, Gaussian, rising, working_precision

rationals = st.fractions(-5, 5, max_denominator=50)
rates = st.fractions(0, 5, max_denominator=50)
J, hz, eps = sympy.symbols("J hz epsilon", real=True)
gamma = sympy.Symbol("gamma", positive=True)


@st.composite
def models(draw: Any) -> Model:
    N = draw(st.integers(1, 5))
    uniform = draw(st.booleans())
    fields = rationals if uniform else st.lists(rationals, min_size=N, max_size=N)
    Gamma = draw(rates) if uniform else 0
    return Model(N, draw(rationals), draw(fields), draw(fields), draw(rationals), draw(rates), Gamma)


def assert_round_trips(m: Model) -> None:
    text = json.dumps(m.to_dict())
    for again in (Model.from_dict(json.loads(text)), pickle.loads(pickle.dumps(m)), copy.deepcopy(m)):
        assert again == m
        assert hash(again) == hash(m)


@given(models())
def test_definitions_and_round_trips(m: Model) -> None:
    i = Gaussian(0, 1)
    assert m.J_eff == m.J + i * m.Gamma / 2
    assert m.h_eff == m.hz - i * (m.gamma + m.Gamma) / 2
    if m.J_eff:
        assert m.r * m.J_eff == m.h_eff
        for j in range(1, m.N + 1):
            if m.h_at(j):
                assert m.alpha(j) * m.h_at(j) == 2 * m.J_eff
                assert m.lam(j) == m.alpha(j).abs2() / 2
    assert_round_trips(m)
    assert repr(m).startswith(f"Model(N={m.N}, J=")
    assert m._repr_latex_().startswith("$N = ")
    assert m._repr_html_().startswith("<table>")


@given(models())
def test_balls_contain_the_exact_parameters(m: Model) -> None:
    with working_precision(100):
        p = m.in_ring(BALL)
        assert Value.from_ball(p.h_eff).contains(m.h_eff)
        assert Value.from_ball(p.h_at(m.N)).contains(m.h_at(m.N))
        if m.J_eff:
            assert Value.from_ball(p.r).contains(m.r)
    with working_precision(500):
        assert Value.from_ball(p.in_ring(BALL).h_eff).rad <= Value.from_ball(p.h_eff).rad


@given(models())
def test_steady_is_the_pochhammer_form(m: Model) -> None:
    try:
        steady = m.steady
    except HypothesisError:
        assert m.gamma == m.Gamma == 0
        return
    assert sorted([*steady.sites, *steady.down]) == list(range(1, m.N + 1))
    assert all(m.h_at(j) == 0 for j in steady.down)
    assert all(steady.h_at(j) == m.h_at(j) != 0 for j in steady.sites)
    if not m.J_eff:
        assert steady.amplitude(2) == steady.h_eff**2
        return
    r = m.r - len(steady.down)
    for k in range(4):
        assert steady.amplitude(k) == rising(EXACT, -r, k) * m.J_eff**k
        assert steady.shifted(k) == (r - k) * m.J_eff
    for j in steady.sites:
        assert steady.beta(j) * m.J_eff == m.alpha(j)
        assert steady.mu(j) * m.J_eff.abs2() == m.lam(j)


@given(st.integers(0, 9), rationals, rates, rationals)
def test_resonance_is_exact(n: int, re: Fraction, loss: Fraction, coupling: Fraction) -> None:
    epsilon = Gaussian(re, -loss if coupling > 0 else loss)
    if coupling == 0:
        with pytest.raises(HypothesisError, match="J_eff"):
            Model.at_resonance(n, epsilon, N=3, J=coupling, hx=1)
        return
    m = Model.at_resonance(n, epsilon, N=3, J=coupling, hx=1)
    assert m.r == n + epsilon
    assert m.gamma == 2 * loss * abs(coupling)
    assert Model.from_dict({"N": 3, "J": coupling, "hx": 1, "resonance": n, "epsilon": str(epsilon)}) == m


def test_resonance_with_collective_loss() -> None:
    m = Model.at_resonance(1, "1/7-9i", N=4, J=2, hx=1, Gamma="1/3")
    assert m.r == Gaussian(fmpq(8, 7), -9)
    with pytest.raises(HypothesisError, match="gamma >= 0"):
        Model.at_resonance(1, "1/7", N=4, J=2, hx=1, Gamma="1/3")
    m = Model.at_resonance(n=1, epsilon="1e-1000", N=22, J=1, hx=4)
    assert m.r - 1 == Gaussian(fmpq(1, 10**1000))
    assert m.gamma == 0


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"N": 0}, "needed a positive integer N"),
        ({"N": -1}, "needed a positive integer N"),
        ({"N": "5/2"}, "needed a positive integer N"),
        ({"N": 2.0}, "needed a positive integer N"),
        ({"N": True}, "needed a positive integer N"),
        ({"N": 10**400}, "at most 9223372036854775807"),
        ({"J": 0.5}, r"J = 0\.5 .*Fraction"),
        ({"J": "nan"}, "J = 'nan'"),
        ({"J": "1+i"}, "needed a real number J"),
        ({"J": None}, "J = None"),
        ({"hx": "i"}, "give hx and hy"),
        ({"hx": [1, 2]}, "2 values of hx: needed one value or N = 3 values"),
        ({"hx": []}, "0 values of hx"),
        ({"hy": [1, 2, 3, 4]}, "4 values of hy"),
        ({"hx": [1, 2, 0.5]}, r"hx_3 = 0\.5"),
        ({"hx": np.array([1.0, 2.0, 3.0])}, r"hx_1 = 1\.0"),
        ({"hx": {1, 2, 3}}, "in the order of the sites"),
        ({"hx": {1: 1}}, "in the order of the sites"),
        ({"hx": [[1], 2, 3]}, "hx_1"),
        ({"gamma": -1}, "gamma = -1: needed a rate gamma >= 0"),
        ({"Gamma": "-1e-300"}, "needed a rate Gamma >= 0"),
        ({"hx": [1, 2, 3], "Gamma": 1}, "unequal fields"),
        ({"hy": ["1e-50", 0, 0], "Gamma": "1e-50"}, "unequal fields"),
        ({"J": sympy.Symbol("J")}, r'declare sympy.Symbol\("J", real=True\)'),
        ({"J": sympy.I * J}, "needed a real expression for J"),
        ({"gamma": -gamma}, "rate gamma >= 0"),
        ({"J": J, "hx": arb(1) / 3}, "symbols and balls together"),
        ({"hx": [J, hz, eps], "Gamma": gamma}, "unequal fields"),
    ],
)
def test_refused(parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        Model(**{"N": 3, "J": 1, "hx": 4, **parameters})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"N": 1, "J": 1, "hx": 1, "kappa": 1}, "the key 'kappa': needed keys among N, J, hx, hy, hz, gamma, Gamma"),
        ({"N": 1, "J": 1, "hx": 1, 7: 1}, "the key 7"),
        ({"N": 1, "J": 1}, "no hx"),
        ({"N": 1, "J": 1, "hx": 1, "epsilon": 1}, "no resonance"),
        ({"N": 1, "J": 1, "hx": 1, "resonance": 1, "hz": 1}, "'hz' beside resonance"),
        ({"N": 1, "J": 1, "hx": 1, "resonance": "1/2"}, "integer n"),
        ({"N": 1, "J": 1, "hx": 1, "resonance": -1}, "integer n"),
        ([1], "table of parameters"),
    ],
)
def test_from_dict_refused(data: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        Model.from_dict(data)


def test_uniform_is_recognised_and_huge_N_costs_nothing() -> None:
    assert Model(3, 1, [2, "2.0", Fraction(2)], Gamma=1).uniform
    assert not Model(3, 1, [2, 2, 2], [0, 0, 1]).uniform
    assert Model(3, 1, 2, [0, 0, 1]).h == (Gaussian(2), Gaussian(2), Gaussian(2, -1))
    start = time.process_time()
    m = Model(10**18, 1, 4, gamma=1)
    assert len(m.h) == 1
    assert m.h_at(10**18) == 4
    assert m.steady.N == 10**18
    assert len(Model(10**18, 1, 0, gamma=1).steady.down) == 10**18
    assert time.process_time() - start < 0.1


def test_fields_that_vanish() -> None:
    m = Model(4, 1, [0, 1, 0, 2], hz="1/3", gamma="1/5")
    assert (m.steady.sites, m.steady.down) == ((2, 4), (1, 3))
    assert m.steady.h_eff == m.h_eff - 2 * m.J_eff
    assert (m.steady.h_at(4), m.steady.site(2)) == (2, 2)
    with pytest.raises(InputError, match="site with a field"):
        m.steady.site(1)
    with pytest.raises(HypothesisError, match="h_1 = 0"):
        m.alpha(1)
    for n in (0, 1):  # r = n below the number of sites without a field, from above: the limit depends on the path
        with pytest.raises(HypothesisError, match="limit that exists"):
            _ = Model(4, 1, [0, 1, 0, 2], hz=n).steady
        with working_precision(100), pytest.raises(HypothesisError, match="limit that exists"):
            _ = Model(4, "1/3", [0, 1, 0, 2], hz=fmpq(n, 3)).in_ring(BALL).steady
    for hz_value in (2, -1, "1/2", "1e-300"):
        m = Model(4, 1, [0, 1, 0, 2], hz=hz_value)
        assert m.steady.N == 2
        assert m.in_ring(BALL).steady.N == 2
        assert m.in_ring(SYMBOL).steady.N == 2
    with pytest.raises(HypothesisError):
        _ = Model(4, 0, [0, 1, 0, 2]).steady
    assert Model(4, 0, [0, 1, 0, 2], hz=1).steady.N == 2
    assert Model(1, 1, 0, gamma=1).steady.N == 0


def test_no_coupling() -> None:
    m = Model(3, 0, [1, 2, 3], hz=1, gamma=2)
    with pytest.raises(HypothesisError, match="J_eff = 0"):
        _ = m.r
    assert m.steady.amplitude(3) == (-m.h_eff) ** 3


def test_symbols() -> None:
    h = sympy.symbols("h1:4", real=True)
    m = Model(3, J, h, hz=hz, gamma=gamma)
    assert m.ring is SYMBOL
    assert SYMBOL.is_zero(m.r - (hz - sympy.I * gamma / 2) / J)
    assert SYMBOL.is_zero(m.lam(2) - 2 * J**2 / h[1] ** 2)
    assert SYMBOL.is_zero(m.ring.conj(m.r) - (hz + sympy.I * gamma / 2) / J)
    assert pickle.loads(pickle.dumps(m)) == m
    assert m.to_dict()["hx"] == ["h1", "h2", "h3"]
    assert r"\gamma" in m.latex()
    resonant = Model.at_resonance(2, eps - sympy.I * gamma, 3, J, h)
    assert SYMBOL.is_zero(resonant.r - 2 - eps + sympy.I * gamma)
    assert Model(2, J, sympy.sqrt(2), [1, 1]).uniform
    for ring in (EXACT, BALL):
        with pytest.raises(InputError, match="a model with"):
            m.in_ring(ring)
    exact = Model(3, 1, [1, 2, 3], gamma="1/3")
    assert exact.in_ring(SYMBOL).r == SYMBOL.convert(exact.r)
    assert exact.in_ring(EXACT) is exact.parameters


def test_balls() -> None:
    with working_precision(400):
        root = arb(2).sqrt()
    m = Model(3, root, [1, 2, 3], gamma="1/3")
    assert m.ring is BALL
    assert_round_trips(m)
    with working_precision(300):  # the parameters did not lose their digits at the precision of the door
        p = m.in_ring(BALL)
        assert p.J.rel_accuracy_bits() > 390
        assert p.gamma.rel_accuracy_bits() > 290
        assert m.J_eff.rel_accuracy_bits() > 290
    assert "hx=[1, 2, 3]" in repr(m)
    with pytest.raises(InputError, match="exact parameters"):
        m.in_ring(EXACT)
    with pytest.raises(InputError, match="give hz and gamma as balls"):
        Model.at_resonance(1, 0, 3, root, 1)
    ball = arb(1, "1e-9")
    assert not Model(2, 1, [ball, ball]).uniform  # the two numbers in one ball may differ
    assert Model(2, 1, ball, Gamma=1).uniform
    with pytest.raises(HypothesisError):
        Model(2, 1, [ball, ball], Gamma=1)
    with pytest.raises(HypothesisError, match="rate gamma"):
        Model(2, 1, 1, gamma=-ball)
    Model(2, 1, 1, gamma=arb(0, "1e-9"))
    with pytest.raises(PrecisionError, match="h_1"):
        _ = Model(1, 1, arb(0, "1e-9"), gamma=1).steady
    assert Model(1, Value(ball), 1) == Model(1, ball, 1) != Model(1, 1, 1)


def test_immutable() -> None:
    m = Model(1, 1, 1)
    with pytest.raises(AttributeError):
        m.N = 2
    with pytest.raises(TypeError):
        m.raw["J"] = 2  # type: ignore[index]
    with pytest.raises(AttributeError):
        m.nothing  # noqa: B018
    assert m != "a model"


def test_nothing_heavy_is_imported() -> None:
    code = "import sys; from dtim_exact import Model; Model(3, 1, [1, 2, 3]); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "dtim_exact.model" in loaded
    assert not {"sympy", "numpy", "mpmath", "matplotlib"} & set(loaded)


def test_every_method_calls_the_function_of_its_name() -> None:
    m = Model(3, 1, [1, 2, 3], hz="1/2", gamma="1/7")
    assert m.expect("density") == m.density()
    assert m.densities()[1] == m.correlator([2], [2]) == m.density_correlations()[2, 2]
    assert m.polarization() == 1 - 2 * m.density().exact
    assert m.weights(normalized=True)[0].exact * sum(p.exact for p in m.weights()) == 1
    assert m.partition_function() == 8 * sum(p.exact for p in m.weights())
    down = m.down_spin_distribution()
    assert sum(p.exact for p in down) == 1
    assert m.magnetization_moment(1) == sum((3 - 2 * k) * p.exact for k, p in enumerate(down))
    assert m.magnetization_moments([1, 2])[1] == m.magnetization_moment(2)
    assert m.generating_function(2) == sum(Fraction(2) ** (3 - 2 * k) * p.exact for k, p in enumerate(down))
    rho = m.reduced_density_matrix([1])
    assert m.purity([1]) == sum(x.gaussian.abs2() for row in rho for x in row)
    assert rho[0][0] == m.densities()[0]
    assert 0 < m.entropy([1], digits=10) < 1
