r"""Explicit instances of (17) and (18): one observable at one N in closed form, as an expression and as LaTeX.

The formula is the one that gives every number, run over symbols; here it is only put in order. Parameters that are not
given stay symbols. There are three forms: in the `parameters`, where the moduli of the Pochhammer symbols are

    |k J_eff - h_eff|^2 = (k J - h^z)^2 + ((k + 1) Gamma + gamma)^2/4;

`effective`, the same with those moduli as they stand on the left; and `reduced`, in r, alpha_j and lambda_j. As in the
paper h^y = 0 unless it is given.

Key results: `explicit_instance`, `explicit_formula`, `explicit_lines`.
"""

from __future__ import annotations

import re
from typing import Any

from .errors import InputError, shown
from .instances import in_order
from .linebreaks import width
from .model import Model
from .numbers import parse_count
from .proof.terms import Term, sym
from .typeset import latex
from .typeset.core import index

__all__ = ["FORMS", "explicit_formula", "explicit_instance", "explicit_lines"]

UNIFORM, UNEQUAL = ("17",), ("18", "S58")
MOST_UNIFORM, MOST_UNEQUAL = 24, 8  # spins: the instance of (18) has 2^N terms
FORMS = ("parameters", "effective", "reduced")
_WORDS = {"density": r"\bar n", "polarization": "m"}
_LETTERS = re.compile(r"([XYZxyz+-])\s*(\d+)")


def explicit_formula(equation: str, observable: str, N: object = None, form: str = "parameters", **given: Any) -> str:
    r"""The instance as LaTeX, with its left side.

    >>> print(explicit_formula("17", "Z1", N=1, gamma=0, Gamma=0))
    \langle \hat\sigma_1^z \rangle_{\mathrm{SS}} = -\frac{2 (h^z)^2}{(h^x)^2 + 2 (h^z)^2}
    >>> print(explicit_formula("17", "+1", N=2, form="reduced"))
    \langle \hat\sigma_1^+ \rangle_{\mathrm{SS}} =
    -\frac{\alpha r (1 - \lambda r^* (1 - r))}{2 (1 + 2 \lambda |r|^2 + \lambda^2 |r|^2 |1 - r|^2)}
    """
    found = _found(equation, observable, N, form, given)
    return f"{_left_side(observable)} = {found if isinstance(found, str) else latex(found)}"


def explicit_lines(
    equation: str, observable: str, N: object = None, form: str = "parameters", limit: float = 38.0, **given: Any
) -> tuple[str, ...]:
    """The same as one formula if it fits on a line of `limit` em, else numerator and denominator on their own."""
    found = _found(equation, observable, N, form, given)
    left = _left_side(observable)
    whole = f"{left} = {found if isinstance(found, str) else latex(found)}"
    if isinstance(found, str) or found.head != "div" or width(whole) <= limit:
        return (whole,)
    top, *factor = _with_long_factor(found.args[0], limit)
    told = {r"\mathcal A": top, **({r"\mathcal B": factor[0]} if factor else {}), r"\mathcal Z": found.args[1]}
    return (rf"{left} = \frac{{\mathcal A}}{{\mathcal Z}}", *(f"{name} = {latex(term)}" for name, term in told.items()))


def _with_long_factor(top: Term, limit: float) -> tuple[Term, ...]:
    """A product, its longest sum as \\mathcal B beside it if that would not fit on a line in its brackets."""
    factors = top.args if top.head == "mul" else ()
    longest = max((f for f in factors if f.head == "add"), key=lambda f: width(latex(f)), default=None)
    if longest is None or width(latex(longest)) < limit - 8:
        return (top,)
    return Term("mul", *(sym(r"\mathcal B") if f == longest else f for f in factors)), longest


def _found(equation: str, observable: str, N: object, form: str, given: dict[str, Any]) -> Term | str:
    """The right side: a term, or the LaTeX of a number."""
    if form not in FORMS:
        raise InputError(f"the form {shown(form)}", f"one of {', '.join(FORMS)}")
    if form == "reduced":
        from .reduced_form import reduced_instance

        if given:
            do = "drop them, or choose another form"
            raise InputError(f"{', '.join(given)} in the reduced form", "N only: it is written in r, alpha, lambda", do)
        return reduced_instance(_count(equation, N), observable, equation in UNIFORM)
    model = _symbolic_model(equation, N, given)
    value = model.expect(observable)
    if not value.is_symbolic:
        return value.latex()
    return in_order(model, value.symbol).term(effective=form == "effective")


def explicit_instance(equation: str, observable: str, N: object = None, **given: Any) -> Any:
    """<observable> by (17), equal fields, or (18), unequal fields with Gamma = 0; `given` as for `Model.from_dict`.

    A sympy expression in the symbols of the parameters that are not given; a `Value` if all are given.

    >>> explicit_instance("17", "-1 +1", N=1, gamma=1, Gamma=0, hz=0)
    (h^x**2 + 1)/(2*h^x**2 + 1)

    Raises InputError for another equation or a bad observable, HypothesisError outside the solvable class.
    """
    model = _symbolic_model(equation, N, given)
    found = model.expect(observable)
    return in_order(model, found.symbol).expression if found.is_symbolic else found


def _count(equation: str, N: object) -> int:
    """The number of spins, if there is an instance of the equation for it."""
    if equation not in (*UNIFORM, *UNEQUAL):
        do = "see `dtim-exact latex ID` without an observable for the equation itself"
        raise InputError(f"an explicit instance of ({equation})", "17 for equal fields or 18 for unequal ones", do)
    if N is None:
        raise InputError("no N", "a number of spins for an explicit instance", "add --N")
    count = parse_count(N, "N", least=1)
    most = MOST_UNEQUAL if equation in UNEQUAL else MOST_UNIFORM
    if count > most:
        needed = f"at most N = {most} for an explicit instance of ({equation}), which would fill pages"
        raise InputError(f"N = {count}", needed, "choose a smaller N, or ask `expect` for the number")
    return count


def _symbolic_model(equation: str, N: object, given: dict[str, Any]) -> Model:
    """The model with symbols in place of what is not given."""
    from sympy import Symbol

    count, unequal = _count(equation, N), equation in UNEQUAL
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


def _left_side(observable: str) -> str:
    """The expectation value in the paper's notation."""
    if observable in _WORDS:
        return _WORDS[observable]
    letters = _LETTERS.findall(observable)
    if not letters:
        raise InputError(f"the observable {shown(observable)}", "letters X Y Z + - with sites, density or polarization")
    operators = " ".join(rf"\hat\sigma_{index(site)}^{letter.lower()}" for letter, site in letters)
    return rf"\langle {operators} \rangle_{{\mathrm{{SS}}}}"
