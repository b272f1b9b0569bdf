r"""From sympy's expressions to the statement language, so that a formula found by algebra is typeset like all others.

Sums keep sympy's order, products with negative powers become one quotient. Symbols get the meaning they are given here:
`h^x_2` is the field of site 2, `|s_1|^2` may stand for a sum of squares.

Key result: `as_term`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from .proof.terms import Term, lift, sym

__all__ = ["as_term"]

_NAMES = {"h^x": "hx", "h^y": "hy", "h^z": "hz", "lambda": "lam"}
_AT_SITE = re.compile(r"(h\^[xy]|alpha|lambda)_(\d+)")


def as_term(expression: Any, meaning: Mapping[Any, Term] | None = None, *, ascending: bool = False) -> Term:
    r"""The expression as a term; `meaning` says what symbols stand for; `ascending`: sums from low degree to high.

    >>> from sympy import Symbol
    >>> from dtim_exact.typeset import latex
    >>> print(latex(as_term((1 - Symbol("h^x_2") ** 2) / (2 * Symbol("gamma")))))
    \frac{1 - (h_2^x)^2}{2 \gamma}
    """
    known = meaning or {}

    def visit(e: Any) -> Term:
        if e in known:
            return known[e]
        if e.is_Rational:
            return lift(Fraction(int(e.p), int(e.q)))
        if e.is_Symbol:
            return _symbol(e.name)
        if e.is_Add:
            parts = sorted(e.args, key=_degree) if ascending else e.as_ordered_terms()
            return _sum([visit(part) for part in parts])
        if e.is_Mul:
            return _quotient(e, visit)
        if e.is_Pow:
            base, exponent = e.as_base_exp()
            return visit(base) ** visit(exponent) if exponent.is_positive else lift(1) / _power(visit(base), -exponent)
        if e.func.__name__ == "conjugate":
            return visit(e.args[0]).conj
        return sym("I") if e.is_imaginary and e.is_Atom else _symbol(str(e))

    return visit(expression)


def _degree(term: Any) -> tuple[Any, ...]:
    """How many symbols are multiplied, then sympy's own order."""
    from sympy import default_sort_key

    powers = term.as_powers_dict()
    return sum(exponent for base, exponent in powers.items() if base.free_symbols), default_sort_key(term)


def _symbol(name: str) -> Term:
    found = _AT_SITE.fullmatch(name)
    if found is None:
        return sym(_NAMES.get(name, name))
    return Term("at", _NAMES.get(found[1], found[1]), Term("site_number", int(found[2])))


def _sum(terms: list[Term]) -> Term:
    return terms[0] if len(terms) == 1 else Term("add", *terms)


def _power(base: Term, exponent: Any) -> Term:
    return base if exponent == 1 else base ** Fraction(int(exponent.p), int(exponent.q))


def _quotient(e: Any, visit: Any) -> Term:
    """A product: its sign, the factors above and those below the line."""
    from sympy import fraction

    number, rest = e.as_coeff_Mul()
    top, bottom = fraction(rest)
    above = [] if abs(number.p) == 1 and top != 1 else [lift(abs(int(number.p)))]
    above += [] if top == 1 else [visit(f) for f in top.as_ordered_factors()]
    below = [] if number.q == 1 else [lift(int(number.q))]
    below += [] if bottom == 1 else [visit(f) for f in bottom.as_ordered_factors()]
    numerator = _product(above)
    negative, numerator = numerator.head == "neg", numerator.args[0] if numerator.head == "neg" else numerator
    whole = numerator / _product(below) if below else numerator
    return -whole if (number < 0) != negative else whole


def _product(factors: list[Term]) -> Term:
    """A product with at most one sign, in front."""
    if sum(f.head == "neg" for f in factors) % 2:
        return -_product([f.args[0] if f.head == "neg" else f for f in factors])
    factors = [f.args[0] if f.head == "neg" else f for f in factors]
    return factors[0] if len(factors) == 1 else Term("mul", *factors) if factors else lift(1)
