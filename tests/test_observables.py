"""Observables against the explicit state, exact zeros, digits, and what is refused."""

from __future__ import annotations

import random

import pytest
from explicit_state import mean, steady_state

from dtim_exact import CostError, Gaussian, InputError, Model, PrecisionError
from dtim_exact.cost import Cost
from dtim_exact.observables import expect
from dtim_exact.pauli import LETTERS, parse_pauli_string

MODELS = {
    "uniform": Model(N=3, J=1, hx=2, hz="1/3", gamma="1/5"),
    "collective": Model(N=3, J="-1/2", hx=1, hy=2, hz="1/3", gamma="1/5", Gamma="3/7"),
    "unequal": Model(N=4, J=1, hx=[1, 2, 3, 4], hz="1/3", gamma="1/5"),
    "ties": Model(N=4, J="2/3", hx=[1, 2, 1, -1], hz=-1, gamma=0),
    "complex": Model(N=3, J=-1, hx=[1, 2, 0], hy=["1/2", 0, -3], hz="5/3", gamma="1/7"),
    "resonance": Model(N=4, J=1, hx=[1, 2, 3, 4], hz=1),
    "no coupling": Model(N=3, J=0, hx=[1, 2, 3], hy=1, hz="1/3", gamma="1/5"),
    "collective only": Model(N=3, J=0, hx=1, Gamma=2),
    "one spin": Model(N=1, J=3, hx=1, hz=2, gamma=1),
}
STRINGS = ["X1", "Y1", "Z1", "+1", "-1", "+1 -1", "-1 +1", "X1 Y1", "Z1 +1", "-1 Z1 +1 -1"]
PAIRS = ["X1 X2", "X1 Y2", "Z2 Y1", "+1 +2", "+2 -1", "+1 +2 -2", "+2 -2 +1 -1", "-2 X1 +2", "X1 Y1 X2", "X1 Z2 Y2"]


@pytest.mark.parametrize("name", MODELS)
def test_equal_to_the_explicit_state(name: str) -> None:
    model = MODELS[name]
    rho = steady_state(model)
    strings = STRINGS + ([*PAIRS, "X1 Y2 Z3", "+1 +2 +3", "+3 -1 Z2"] if model.N > 2 else [])
    for text in strings:
        exact = expect(model, text)
        assert exact.gaussian == mean(rho, text, model.N), text
        enclosed = expect(model, text, digits=25)
        assert enclosed.contains(exact), text
        assert enclosed.rad * 10**25 <= abs(complex(exact)) * (1 + 1e-9), text


@pytest.mark.parametrize("name", MODELS)
def test_balls_on_short_chains(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ball road, which short chains take only when it is forced, zeros included."""
    monkeypatch.setattr(Cost, "is_small", lambda *_: False)
    model = MODELS[name]
    for text in STRINGS + (PAIRS if model.N > 1 else []) + ["density", "polarization"]:
        exact, enclosed = expect(model, text), expect(model, text, digits=25)
        assert enclosed.contains(exact), text
        assert enclosed.is_zero() == exact.is_zero(), text


def test_words() -> None:
    for model in MODELS.values():
        rho = steady_state(model)
        z = sum((mean(rho, f"Z{j}", model.N) for j in range(1, model.N + 1)), Gaussian(0)) / model.N
        assert expect(model, "polarization").gaussian == -z
        assert expect(model, "density").gaussian == (1 + z) / 2
        assert expect(model, "density", digits=30).contains(expect(model, "density"))


def test_fields_of_zero_are_the_limit() -> None:
    limit = Model(N=3, J=1, hx=[1, 0, 2], hz="1/3", gamma="1/5")
    near = Model(N=3, J=1, hx=[1, "1e-40", 2], hz="1/3", gamma="1/5")
    for text in ["X1 Y3", "Z1", "+1 +3", "Z2", "X1 Z2", "Z1 Z2 Z3", "-2 +2"]:
        a, b = complex(expect(limit, text)), complex(expect(near, text))
        assert abs(a - b) < 1e-15, text
    assert expect(limit, "Z2").exact == -1
    assert expect(limit, "X2 X1").exact == 0
    everything_down = Model(N=3, J=1, hx=0, hz="1/3", gamma="1/5")
    assert expect(everything_down, "Z1 Z2").exact == 1
    assert expect(everything_down, "density").exact == 0
    assert expect(everything_down, "polarization", digits=10).exact == 1


def test_exact_zeros_come_back_as_zero() -> None:
    at_one = Model.at_resonance(n=1, epsilon=0, N=5, J=1, hx=4)
    for digits in (None, 30):
        assert expect(at_one, "+1 +2", digits).exact == 0
        assert expect(at_one, "+1 +1", digits).exact == 0
        assert expect(Model(N=5, J=1, hx=4), "X1", digits).exact == 0


def test_zero_by_cancellation() -> None:
    """lambda r (1 - r) = 1 makes <sigma^+> vanish for N = 2: a ball cannot tell, the exact sum can."""
    near = Model(N=2, J=1, hx="3/5", hy="4/5", hz="1/2")  # |h|^2 = 1, lambda = 2
    assert not expect(near, "+1").is_zero()
    zero = Model(N=2, J=1, hx="1/2", hy="1/2", hz="1/2")  # |h|^2 = 1/2, lambda = 4
    assert expect(zero, "+1").is_zero()
    assert expect(zero, "X1", digits=40).exact == 0


@pytest.mark.parametrize("epsilon", ["1e-30", "1e-1000", "-1e-200+0i"])
def test_far_below_rounding(epsilon: str) -> None:
    model = Model.at_resonance(n=1, epsilon=epsilon, N=22, J=1, hx=4)
    for text in ["+1 +2", "X1", "X1 X2", "+1 +2 -2 -3", "density"]:
        assert expect(model, text, digits=50).contains(expect(model, text))


def test_balls_agree_with_exact_sums_for_long_chains() -> None:
    rng = random.Random(5)
    for N in (150, 400):
        model = Model(N=N, J=1, hx=N // 3, hz=f"{N // 3}/1", gamma="123456789123456789/10000000000000000")
        for text in ("+1 +2", "Z1", "X1 Y2", "+1 +2 -2 -3", f"Z{rng.randint(1, N)}"):
            assert expect(model, text, digits=40).contains(expect(model, text))


def test_ball_parameters() -> None:
    from flint import arb

    exact = Model(N=5, J=1, hx=2, hz="1/3", gamma="1/5")
    balls = Model(N=5, J=1, hx=2, hz=arb("0.33333333333333333", 1e-15), gamma="1/5")
    for text in ("X1 Y2", "+1", "density", "polarization"):
        assert expect(balls, text).contains(expect(exact, text))
        assert expect(balls, text, digits=5).contains(expect(exact, text))
    with pytest.raises(PrecisionError):
        expect(balls, "X1 Y2", digits=40)


def test_symbols() -> None:
    import sympy

    hz, gamma = sympy.symbols("hz gamma", real=True)
    model = Model(N=3, J=1, hx=2, hz=hz, gamma=gamma)
    exact = Model(N=3, J=1, hx=2, hz="1/3", gamma="1/5")
    at = {hz: sympy.Rational(1, 3), gamma: sympy.Rational(1, 5)}
    for text in ("X1", "X1 Y2", "+1 -2", "density", "polarization", "Z1 Z2 Z3"):
        value = sympy.nsimplify(sympy.expand(expect(model, text).symbol.subs(at)))
        z = expect(exact, text).gaussian
        re, im = (sympy.Rational(int(q.p), int(q.q)) for q in (z.re, z.im))
        assert sympy.simplify(value - re - im * sympy.I) == 0, text
    with pytest.raises(InputError):
        expect(model, "X1", digits=20)


def test_refusals() -> None:
    model = Model(N=3, J=1, hx=2)
    too_far = "X99999999999999999999"
    for text in ("", "  ", "X", "X4", "X0", "Q1", "X1X2", "1X", "x1", "+-1", "X-1", "X1.5", "I1", too_far, "d"):
        with pytest.raises(InputError):
            expect(model, text)
    for nothing in (None, 3, ["X1"], b"X1", {"X1"}):
        with pytest.raises(InputError):
            expect(model, nothing)  # type: ignore[arg-type]
    for digits in (0, -3, True, "20", 2.5):
        with pytest.raises(InputError):
            expect(model, "X1", digits=digits)
    with pytest.raises(CostError):
        expect(Model(N=10**8, J=1, hx=2, hz="1/3", gamma="1/5"), "Z1")


def test_same_site_products() -> None:
    assert LETTERS["X"] @ LETTERS["Y"] == parse_pauli_string("X1 Y1", 1)[1]
    assert not parse_pauli_string("X1 X1 Y2 Y2 Z1 Z1", 2)
    assert parse_pauli_string("+1 +1", 1)[1].is_zero()
