r"""Explicit instances of (17) and (18): one observable at one N in closed form, as an expression and as LaTeX.

The formula is the one that gives every number, run over symbols; here it is only put in order. Parameters that are not
given stay symbols. The result is a ratio of polynomials in the squared moduli

    |k J_eff - h_eff|^2 = (k J - h^z)^2 + ((k + 1) Gamma + gamma)^2/4,

which come from the Pochhammer symbols, and in the fields. As in the paper h^y = 0 unless it is given.

Key results: `explicit_instance`, `explicit_formula`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .errors import InputError, shown
from .functional import Functional
from .model import Model
from .numbers import parse_count
from .rings import SYMBOL
from .values import Value

__all__ = ["explicit_formula", "explicit_instance"]

UNIFORM, UNEQUAL = ("17",), ("18", "S58")
MOST_UNIFORM, MOST_UNEQUAL = 24, 8  # spins: the instance of (18) has 2^N terms
_WORDS = {"density": r"\bar n", "polarization": "m"}
_LETTERS = re.compile(r"([XYZxyz+-])\s*(\d+)")


def explicit_formula(equation: str, observable: str, N: object = None, **given: Any) -> str:
    r"""The instance as LaTeX, with its left side.

    >>> print(explicit_formula("17", "Z1", N=1, gamma=0, Gamma=0))
    \langle \hat\sigma^{z}_{1} \rangle_{\rm SS} =
    - \frac{2 \left(h^{z}\right)^{2}}{\left(h^{x}\right)^{2} + 2 \left(h^{z}\right)^{2}}
    """
    from sympy import latex

    found = explicit_instance(equation, observable, N, **given)
    right = found.latex() if isinstance(found, Value) else latex(found)
    return f"{_left_side(observable)} = {right}"


def explicit_instance(equation: str, observable: str, N: object = None, **given: Any) -> Any:
    """<observable> by (17), equal fields, or (18), unequal fields with Gamma = 0; `given` as for `Model.from_dict`.

    A sympy expression in the symbols of the parameters that are not given; a `Value` if all are given.

    >>> explicit_instance("17", "-1 +1", N=1, gamma=1, Gamma=0, hz=0)
    (h^x**2 + 1)/(2*h^x**2 + 1)

    Raises InputError for another equation or a bad observable, HypothesisError outside the solvable class.
    """
    model = _symbolic_model(equation, N, given)
    found = model.expect(observable)
    return _in_order(model, found.symbol) if found.is_symbolic else found


def _symbolic_model(equation: str, N: object, given: dict[str, Any]) -> Model:
    """The model with symbols in place of what is not given."""
    from sympy import Symbol

    if equation not in (*UNIFORM, *UNEQUAL):
        do = "see `dtim-exact latex ID` without an observable for the equation itself"
        raise InputError(f"an explicit instance of ({equation})", "17 for equal fields or 18 for unequal ones", do)
    if N is None:
        raise InputError("no N", "a number of spins for an explicit instance", "add --N")
    count, unequal = parse_count(N, "N", least=1), equation in UNEQUAL
    most = MOST_UNEQUAL if unequal else MOST_UNIFORM
    if count > most:
        needed = f"at most N = {most} for an explicit instance of ({equation}), which would fill pages"
        raise InputError(f"N = {count}", needed, "choose a smaller N, or ask `expect` for the number")
    fields = [Symbol(f"h^x_{j}", real=True) for j in range(1, count + 1)] if unequal else Symbol("h^x", real=True)
    rate = {"nonnegative": True}
    parameters: dict[str, Any] = {"N": count, "J": Symbol("J", real=True), "hx": fields, "Gamma": 0}
    if "resonance" in given:
        parameters["epsilon"] = Symbol("epsilon", real=True)
    else:
        parameters |= {"hz": Symbol("h^z", real=True), "gamma": Symbol("gamma", **rate)}
        if not unequal:
            parameters["Gamma"] = Symbol("Gamma", **rate)
    model = Model.from_dict({**parameters, **given})
    if not (unequal or model.uniform):
        raise InputError("unequal fields", "equal fields for (17)", "ask for an instance of (18)")
    return model


@dataclass(frozen=True)
class _Complex:
    """A complex factor z = re + i im of an expression, and the symbols that stand for z, z^* and |z|^2."""

    z: Any
    square: Any
    re: Any
    im: Any
    symbols: tuple[Any, Any, Any]

    @classmethod
    def of(cls, z: Any, square: Any, name: str) -> _Complex:
        """From z and |z|^2 in the form in which they occur."""
        from sympy import Symbol, expand, factor_terms

        re_part, im_part = (factor_terms(expand(part)) for part in z.as_real_imag())
        return cls(z, square, re_part, im_part, (Symbol(name), Symbol(f"{name}^*"), Symbol(f"|{name}|^2", real=True)))

    def forms(self) -> dict[Any, Any]:
        """What occurs in an expression, and the symbol that stands for it."""
        return dict(zip((self.z, self.z.conjugate(), self.square), self.symbols, strict=True))

    def written_out(self) -> dict[Any, Any]:
        """The symbols and what they stand for, in real and imaginary part."""
        from sympy import I

        values = (self.re + I * self.im, self.re - I * self.im, self.re**2 + self.im**2)
        return dict(zip(self.symbols, values, strict=True))


def _in_order(model: Model, expression: Any) -> Any:
    """One ratio of polynomials, pairs z z^* as |z|^2 = re^2 + im^2, common factors taken out."""
    from sympy import Poly, factor_terms, fraction, together

    factors, real = list(_complex_factors(model)), _real_factors(model)
    plain = expression.xreplace({**real, **{form: symbol for f in factors for form, symbol in f.forms().items()}})
    generators = [symbol for f in factors for symbol in f.symbols[:2]]
    parts = fraction(together(plain))
    if generators:
        parts = tuple(_paired(Poly(part, *generators), factors) for part in parts)
    top, bottom = map(factor_terms, parts)
    return (top / bottom).xreplace({symbol: value for f in factors for symbol, value in f.written_out().items()})


def _factors(model: Model) -> dict[str, tuple[Any, Any]]:
    """The sums that occur as factors, k J_eff - h_eff and h_j, without a sign or number before them; and |.|^2."""
    L = Functional(model, SYMBOL)
    factors = {f"s_{k}": (L.step(k), L.square(k)) for k in range(L.N)}
    factors |= {f"h_{j}": (h, SYMBOL.abs2(h)) for j, h in enumerate(L.steady.h)}
    stripped = {name: (z.as_coeff_Mul()[1], square) for name, (z, square) in factors.items()}
    return {name: (z, square) for name, (z, square) in stripped.items() if z.is_Add}


def _real_factors(model: Model) -> dict[Any, Any]:
    """The real ones (without losses) as they look when multiplied out and put in factors again."""
    from sympy import expand, factor_terms

    return {z: factor_terms(expand(z)) for z, _ in _factors(model).values() if z.is_real}


def _complex_factors(model: Model) -> Iterable[_Complex]:
    """The others, each once and not beside its conjugate."""
    known: set[Any] = set()
    for name, (z, square) in _factors(model).items():
        if not z.is_real and not {z, z.conjugate()} & known:
            known |= {z, z.conjugate()}
            yield _Complex.of(z, square, name)


def _paired(polynomial: Any, factors: list[_Complex]) -> Any:
    """The polynomial in z and z^* with every pair z z^* as |z|^2; what is left is expanded if the sum is real."""
    from sympy import Add, expand

    written_out = {
        symbol: value for f in factors for symbol, value in f.written_out().items() if symbol in f.symbols[:2]
    }
    is_real = _is_real(polynomial)
    terms = []
    for powers, coefficient in polynomial.terms():
        term = coefficient
        for factor, up, down in zip(factors, powers[::2], powers[1::2], strict=True):
            z, conj, modulus = factor.symbols
            pairs = min(up, down)
            term = term * modulus**pairs * z ** (up - pairs) * conj ** (down - pairs)
        terms.append(expand(term.xreplace(written_out)) if is_real else term)
    return Add(*terms)


def _is_real(polynomial: Any) -> bool:
    """Whether the polynomial in z_1, z_1^*, z_2, z_2^*, ... is its own conjugate."""
    from sympy import expand

    terms = {powers: expand(coefficient) for powers, coefficient in polynomial.terms()}
    swapped = {
        powers: tuple(x for pair in zip(powers[1::2], powers[::2], strict=True) for x in pair) for powers in terms
    }
    return all(terms.get(swapped[powers]) == expand(c.conjugate()) for powers, c in terms.items())


def _left_side(observable: str) -> str:
    """The expectation value in the paper's notation."""
    if observable in _WORDS:
        return _WORDS[observable]
    letters = _LETTERS.findall(observable)
    if not letters:
        raise InputError(f"the observable {shown(observable)}", "letters X Y Z + - with sites, density or polarization")
    operators = " ".join(rf"\hat\sigma^{{{letter.lower()}}}_{{{site}}}" for letter, site in letters)
    return rf"\langle {operators} \rangle_{{\rm SS}}"
