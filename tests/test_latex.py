"""Explicit instances: read back by a reader of their own, the formulas have the value that `expect` has."""

from __future__ import annotations

import random
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
import sympy
from latex_reader import Number, Reader

from dtim_exact import HypothesisError, InputError, Model, Value
from dtim_exact.latex import FORMS, explicit_formula, explicit_instance

OBSERVABLES = {
    1: ["X1", "Y1", "Z1", "+1", "-1", "-1 +1", "density", "polarization"],
    2: ["X1 X2", "X1 Y2", "+1 +2", "+1 -2", "Z1 Z2", "-1 -2", "X1 X2 Z1", "density"],
    3: ["+1 -2", "X1 Y2 Z3", "+1 +2 -2 -3", "+1 +2 +3", "Z1", "density", "Z1 Z3", "Y3", "polarization"],
    4: ["X1 X4", "+1 +2 -3 -4"],
}
CASES = [(equation, N, word) for equation in ("17", "18") for N, words in OBSERVABLES.items() for word in words]
formula = cache(explicit_formula)


def number(rng: random.Random, low: int = -9) -> Fraction:
    return Fraction(rng.randint(low, 9) or 1, rng.randint(1, 5))


def random_parameters(rng: random.Random, equation: str, N: int) -> dict[str, Any]:
    fields = [number(rng) for _ in range(N)] if equation == "18" else number(rng)
    rates = {"gamma": number(rng, 1), "Gamma": Fraction(0) if equation == "18" else number(rng, 1)}
    return {"J": number(rng), "hx": fields, "hz": number(rng), **rates}


def values_of_symbols(parameters: dict[str, Any], N: int) -> dict[str, Number]:
    """All symbols of the three forms, from the definitions under (6), (7), (12) and (13)."""
    J, Gamma, gamma, hz = (parameters[key] for key in ("J", "Gamma", "gamma", "hz"))
    J_eff, h_eff = Number(J, Gamma / 2), Number(hz, -(gamma + Gamma) / 2)
    values = {"J": Number(J), "Gamma": Number(Gamma), "gamma": Number(gamma), "h^z": Number(hz)}
    values |= {"J_eff": J_eff, "h^z_eff": h_eff, "r": h_eff / J_eff}
    for j in range(1, N + 1):
        hx, hy = (parameters.get(key, Fraction(0)) for key in ("hx", "hy"))
        x, y = (part[j - 1] if isinstance(part, list) else part for part in (hx, hy))
        h = Number(x, -y)
        alpha = J_eff / h * Number(Fraction(2))
        site = {"h^x": Number(x), "h": h, "alpha": alpha, "lambda": Number(alpha.abs2() / 2)}
        values |= {f"{name}_{j}": value for name, value in site.items()} | site
    return values


def assert_agrees(latex: str, parameters: dict[str, Any], N: int, word: str) -> None:
    left, _, right = latex.partition(" = ")
    found = Reader(right, values_of_symbols(parameters, N)).read()
    exact = Model(N=N, **parameters).expect(word).gaussian
    assert (found.re, found.im) == (Fraction(str(exact.re)), Fraction(str(exact.im))), left


def test_there_are_fifty_instances() -> None:
    assert len(CASES) >= 50


@pytest.mark.parametrize(("equation", "N", "observable"), CASES)
def test_a_formula_has_the_value_that_expect_has(equation: str, N: int, observable: str) -> None:
    rng = random.Random(f"{equation} {N} {observable}")
    for _ in range(2):
        parameters = random_parameters(rng, equation, N)
        for form in FORMS if N < 4 else ("parameters", "reduced"):
            assert_agrees(formula(equation, observable, N, form), parameters, N, observable)


@pytest.mark.parametrize("observable", ["+1", "X1 Y2", "+1 -2", "density", "Y1"])
@pytest.mark.parametrize("equation", ["17", "18"])
def test_complex_fields(equation: str, observable: str) -> None:
    rng = random.Random(f"complex {equation} {observable}")
    parameters = random_parameters(rng, equation, 2)
    parameters["hy"] = [number(rng), number(rng)] if equation == "18" else number(rng)
    for form in ("parameters", "effective"):
        latex = explicit_formula(equation, observable, 2, form, hy=parameters["hy"])
        assert_agrees(latex, parameters, 2, observable)
    assert_agrees(formula(equation, observable, 2, "reduced"), parameters, 2, observable)


def test_the_reader_sees_a_wrong_sign() -> None:
    """The comparison can fail."""
    latex = formula("17", "Z1", 1)
    with pytest.raises(AssertionError):
        assert_agrees(latex.replace("+", "-", 1), random_parameters(random.Random(1), "17", 1), 1, "Z1")


@pytest.mark.parametrize(
    "given", [{"J": 1}, {"hz": 0}, {"gamma": "1/10", "Gamma": 0}, {"hy": "1/2"}, {"hx": 2, "J": -1}]
)
def test_parameters_that_are_given_are_put_in(given: dict[str, Any]) -> None:
    parameters = random_parameters(random.Random(3), "17", 2) | {key: Fraction(value) for key, value in given.items()}
    assert_agrees(explicit_formula("17", "X1 Y2", 2, **given), parameters, 2, "X1 Y2")
    absent = {"J": "J", "hz": "h^z", "gamma": "gamma", "Gamma": "Gamma", "hx": "h^x"}
    left = {symbol.name for symbol in explicit_instance("17", "X1 Y2", 2, **given).free_symbols}
    assert not {absent[key] for key in given if key in absent} & left


def test_beside_a_resonance_the_detuning_stays_a_symbol() -> None:
    expression = explicit_instance("17", "+1 +2", 3, J=1, hx=4, resonance=1)
    (epsilon,) = expression.free_symbols
    found = expression.subs(epsilon, sympy.Rational(1, 7))
    assert Value.of(found) == Model.at_resonance(1, "1/7", N=3, J=1, hx=4).expect("+1 +2")
    # coherences of order k > n vanish
    assert explicit_formula("17", "+1 +2", 3, resonance=1, epsilon=0).endswith("= 0")


def test_all_parameters_given_is_a_number() -> None:
    assert explicit_formula("17", "Z1", 1, J=1, hx=1, hz=1, gamma=0, Gamma=0) == (
        r"\langle \hat\sigma_1^z \rangle_{\mathrm{SS}} = -\frac{2}{3}"
    )


def test_the_formula_of_the_paper_at_two_sites() -> None:
    """(17) by hand: N = 2, gamma = Gamma = 0, so r = h^z/J, alpha = 2 J/h^x, lambda = alpha^2/2."""
    J, hx, hz = (sympy.Symbol(name, real=True) for name in ("J", "h^x", "h^z"))
    r, lam = hz / J, 2 * (J / hx) ** 2
    norm = 4 * (1 + 2 * r**2 * lam + (r * (1 - r)) ** 2 * lam**2)
    by_hand = r**2 * (2 * J / hx) ** 2 / norm  # C1 = {1}, C2 = {2}: |K|^2 times a 3F0 that is 1
    assert sympy.simplify(explicit_instance("17", "+1 -2", 2, gamma=0, Gamma=0) - by_hand) == 0


def test_the_reduced_form_is_the_paper_s() -> None:
    assert formula("17", "polarization", 2, "reduced") == (
        r"m = \frac{\lambda |r|^2 (1 + \lambda |1 - r|^2)}{1 + 2 \lambda |r|^2 + \lambda^2 |r|^2 |1 - r|^2}"
    )


def test_no_imaginary_unit_is_left_in_a_real_value() -> None:
    for word in ("X1 Y2 Z3", "Z1", "Y3", "density", "+1 -2"):
        assert not any(token == "i" for token in Reader(formula("17", word, 3), {}).tokens)
    assert explicit_instance("17", "+1 +2", 3).has(sympy.I)


@pytest.mark.parametrize(
    ("arguments", "given", "error"),
    [
        (("13", "X1", 2), {}, InputError),
        (("17", "X1"), {}, InputError),
        (("17", "X3", 2), {}, InputError),
        (("17", "Q1", 2), {}, InputError),
        (("17", "X1", 0), {}, InputError),
        (("17", "X1", 25), {}, InputError),
        (("18", "X1", 10**9), {}, InputError),
        (("17", "X1", 2, "shortest"), {}, InputError),
        (("17", "X1", 2, "reduced"), {"J": 1}, InputError),
        (("18", "X1", 25, "reduced"), {}, InputError),
        (("17", "Q1", 2, "reduced"), {}, InputError),
    ],
)
def test_refusals(arguments: tuple[Any, ...], given: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        explicit_formula(*arguments, **given)


def test_fields_outside_the_solvable_class_are_refused() -> None:
    with pytest.raises(HypothesisError):
        explicit_instance("18", "X1", 2, Gamma=1)
    with pytest.raises(InputError):
        explicit_instance("17", "X1", 2, hx=[1, 2], Gamma=0)
