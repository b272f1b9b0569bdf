"""The bound norm(log(1 - X)) <= -log(1 - norm(X)) for a nilpotent X in any submultiplicative norm, such as the
Hilbert-Schmidt norm.

log(1 -+ X) = -+ sum_k (+-1)^(k-1) X^k / k ends because X is nilpotent.  By the triangle inequality and norm(A B) <=
norm(A) norm(B) its norm is at most
sum_k x^k / k = -log(1 - x), x = norm(X) < 1, a sum of non-negative terms, which grows with x.
"""

from __future__ import annotations

from fractions import Fraction

from . import conventions
from .terms import Term, replace

ONE = Term("num", Fraction(1))


def is_majorized(statement: Term) -> bool:
    """Whether the statement is b norm(+-log(1 +- X)) <= -c log(1 - d norm(+-X)) with numbers b <= 1 <= c, d, X =
    bbS_-.
    """
    if statement.head != "le":
        return False
    share, left = _multiple(statement.args[0])
    outer, bound = _multiple(statement.args[1])
    if left.head != "norm" or share > 1:  # a norm is not negative
        return False
    sign, logarithm = _multiple(left.args[0])
    if abs(sign) != 1 or logarithm.head != "log" or bound.head != "log" or outer > -1:
        return False
    inside, below = _one_plus(logarithm.args[0]), _one_plus(bound.args[0])
    if (
        inside is None
        or below is None
        or abs(inside[0]) != 1
        or inside[1] != conventions.bbS_minus
        or below[0] > -1
        or below[1].head != "norm"
    ):
        return False
    factor, operator = _multiple(below[1].args[0])
    return operator == conventions.bbS_minus and abs(factor) >= 1


def with_norms_as(statement: Term, x: Term) -> Term:
    """The statement with norm(c bbS_-) written as |c| x."""

    def change(term: Term) -> Term | None:
        if term.head != "norm":
            return None
        factor, operator = _multiple(term.args[0])
        return abs(factor) * x if operator == conventions.bbS_minus else None

    return replace(statement, change)


def _multiple(term: Term) -> tuple[Fraction, Term]:
    """A number times something."""
    if term.head == "neg":
        factor, rest = _multiple(term.args[0])
        return -factor, rest
    if term.head == "mul" and len(term.args) == 2 and term.args[0].head == "num":
        factor, rest = _multiple(term.args[1])
        return term.args[0].args[0] * factor, rest
    return Fraction(1), term


def _one_plus(term: Term) -> tuple[Fraction, Term] | None:
    """1 plus a number times something."""
    if term.head != "add" or len(term.args) != 2 or term.args[0] != ONE:
        return None
    return _multiple(term.args[1])
