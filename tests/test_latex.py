"""Explicit instances: the symbolic formula, put in order, has the value that `expect` has at random rational points."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest
import sympy

from dtim_exact import HypothesisError, InputError, Model, Value
from dtim_exact.latex import explicit_formula, explicit_instance

OBSERVABLES = {
    1: ["X1", "Y1", "Z1", "+1", "-1", "-1 +1", "density", "polarization"],
    2: ["X1 X2", "X1 Y2", "+1 +2", "+1 -2", "Z1 Z2", "-1 -2", "X1 X2 Z1"],
    3: ["+1 -2", "X1 Y2 Z3", "+1 +2 -2 -3", "+1 +2 +3", "Z1", "density", "Z1 Z3", "Y3"],
    4: ["X1 X4", "+1 +2 -3 -4"],
}
CASES = [(equation, N, word) for equation in ("17", "18") for N, words in OBSERVABLES.items() for word in words]


def random_parameters(rng: random.Random, equation: str, N: int) -> dict[str, Any]:
    def number(low: int = -9) -> Fraction:
        return Fraction(rng.randint(low, 9) or 1, rng.randint(1, 5))

    fields = [number() for _ in range(N)] if equation == "18" else number()
    rates = {"gamma": number(1), "Gamma": Fraction(0) if equation == "18" else number(1)}
    return {"J": number(), "hx": fields, "hz": number(), **rates}


def values_of_symbols(expression: sympy.Expr, parameters: dict[str, Any]) -> dict[sympy.Symbol, sympy.Rational]:
    names = {"J": parameters["J"], "h^z": parameters["hz"], "gamma": parameters["gamma"], "Gamma": parameters["Gamma"]}
    if isinstance(parameters["hx"], list):
        names |= {f"h^x_{j}": value for j, value in enumerate(parameters["hx"], start=1)}
    else:
        names["h^x"] = parameters["hx"]
    return {symbol: sympy.Rational(names[symbol.name]) for symbol in expression.free_symbols}


def test_there_are_fifty_instances() -> None:
    assert len(CASES) >= 50


@pytest.mark.parametrize(("equation", "N", "observable"), CASES)
def test_an_instance_has_the_value_that_expect_has(equation: str, N: int, observable: str) -> None:
    rng = random.Random(f"{equation} {N} {observable}")
    expression = explicit_instance(equation, observable, N)
    for _ in range(2):
        parameters = random_parameters(rng, equation, N)
        found = sympy.expand(expression.xreplace(values_of_symbols(expression, parameters)))
        exact = Model(N=N, **parameters).expect(observable)
        assert Value.of(found) == exact


@pytest.mark.parametrize(
    "given", [{"J": 1}, {"hz": 0}, {"gamma": "1/10", "Gamma": 0}, {"hy": "1/2"}, {"hx": 2, "J": -1}]
)
def test_parameters_that_are_given_are_put_in(given: dict[str, Any]) -> None:
    expression = explicit_instance("17", "X1 Y2", 2, **given)
    parameters = random_parameters(random.Random(3), "17", 2) | {key: Fraction(value) for key, value in given.items()}
    found = sympy.expand(expression.xreplace(values_of_symbols(expression, parameters)))
    assert Value.of(found) == Model(N=2, **parameters).expect("X1 Y2")
    absent = {"J": "J", "hz": "h^z", "gamma": "gamma", "Gamma": "Gamma", "hx": "h^x"}
    assert not {absent[key] for key in given if key in absent} & {symbol.name for symbol in expression.free_symbols}


def test_beside_a_resonance_the_detuning_stays_a_symbol() -> None:
    expression = explicit_instance("17", "+1 +2", 3, J=1, hx=4, resonance=1)
    (epsilon,) = expression.free_symbols
    found = expression.subs(epsilon, sympy.Rational(1, 7))
    assert Value.of(found) == Model.at_resonance(1, "1/7", N=3, J=1, hx=4).expect("+1 +2")
    assert explicit_formula("17", "+1 +2", 3, resonance=1, epsilon=0).endswith(
        "= 0"
    )  # coherences of order k > n vanish


def test_all_parameters_given_is_a_number() -> None:
    assert explicit_formula("17", "Z1", 1, J=1, hx=1, hz=1, gamma=0, Gamma=0) == (
        r"\langle \hat\sigma^{z}_{1} \rangle_{\rm SS} = -\frac{2}{3}"
    )


def test_the_formula_of_the_paper_at_two_sites() -> None:
    """(17) by hand: N = 2, gamma = Gamma = 0, so r = h^z/J, alpha = 2 J/h^x, lambda = alpha^2/2."""
    J, hx, hz = (sympy.Symbol(name, real=True) for name in ("J", "h^x", "h^z"))
    r, lam = hz / J, 2 * (J / hx) ** 2
    norm = 4 * (1 + 2 * r**2 * lam + (r * (1 - r)) ** 2 * lam**2)
    by_hand = r**2 * (2 * J / hx) ** 2 / norm  # C1 = {1}, C2 = {2}: |K|^2 times a 3F0 that is 1
    assert sympy.simplify(explicit_instance("17", "+1 -2", 2, gamma=0, Gamma=0) - by_hand) == 0


def test_no_imaginary_unit_is_left_in_a_real_value() -> None:
    for word in ("X1 Y2", "Z1", "X1 X2", "density", "+1 -2"):
        assert not explicit_instance("17", word, 3).has(sympy.I)
    assert explicit_instance("17", "+1 +2", 3).has(sympy.I)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("13", "X1", 2), InputError),
        (("17", "X1"), InputError),
        (("17", "X3", 2), InputError),
        (("17", "Q1", 2), InputError),
        (("17", "X1", 0), InputError),
        (("17", "X1", 25), InputError),
        (("18", "X1", 10**9), InputError),
    ],
)
def test_refusals(arguments: tuple[Any, ...], error: type[Exception]) -> None:
    with pytest.raises(error):
        explicit_formula(*arguments)


def test_fields_outside_the_solvable_class_are_refused() -> None:
    with pytest.raises(HypothesisError):
        explicit_instance("18", "X1", 2, Gamma=1)
    with pytest.raises(InputError):
        explicit_instance("17", "X1", 2, hx=[1, 2], Gamma=0)
