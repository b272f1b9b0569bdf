"""Statements as data: the small language in which every formula of the paper is written down exactly as printed.

A `Term` is an immutable tree of a head and its arguments.  One tree gives the LaTeX, the meaning at explicit N
(`semantics`), the proof for all N
(`kernel`) and the mutants.  Nothing is simplified when a tree is built: what is printed is what is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

__all__ = [
    "Like",
    "Term",
    "anti",
    "comm",
    "eq",
    "fn",
    "free_symbols",
    "from_data",
    "le",
    "lift",
    "lt",
    "ne",
    "over_sites",
    "product",
    "replace",
    "subsets",
    "sym",
    "to_data",
    "total",
    "walk",
]


class Term:
    """A node of a statement: `head` names what it is, `args` are Terms, strings or Fractions."""

    __slots__ = ("_hash", "args", "head")
    head: str
    args: tuple[Any, ...]
    _hash: int

    def __init__(self, head: str, *args: Any) -> None:
        object.__setattr__(self, "head", head)
        object.__setattr__(self, "args", args)
        object.__setattr__(self, "_hash", hash((head, args)))

    def __init_subclass__(cls) -> None:
        raise TypeError("there is one kind of Term")

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError("a Term is immutable")

    def __reduce__(self) -> tuple[Any, ...]:
        return (Term, (self.head, *self.args))

    def __hash__(self) -> int:
        return int(self._hash)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Term)
            and self._hash == other._hash
            and self.head == other.head
            and self.args == other.args
        )

    def __repr__(self) -> str:
        return f"{self.head}({', '.join(map(str, self.args))})" if self.args else self.head

    def __add__(self, other: Like) -> Term:
        return Term("add", *_flat("add", self), *_flat("add", lift(other)))

    def __radd__(self, other: Like) -> Term:
        return lift(other) + self

    def __neg__(self) -> Term:
        return Term("neg", self)

    def __sub__(self, other: Like) -> Term:
        return self + (-lift(other))

    def __rsub__(self, other: Like) -> Term:
        return lift(other) + (-self)

    def __mul__(self, other: Like) -> Term:
        return Term("mul", *_flat("mul", self), *_flat("mul", lift(other)))

    def __rmul__(self, other: Like) -> Term:
        return lift(other) * self

    def __truediv__(self, other: Like) -> Term:
        return Term("div", self, lift(other))

    def __rtruediv__(self, other: Like) -> Term:
        return Term("div", lift(other), self)

    def __pow__(self, other: Like) -> Term:
        return Term("pow", self, lift(other))

    @property
    def conj(self) -> Term:
        """Complex conjugate of a scalar."""
        return Term("conj", self)

    @property
    def dag(self) -> Term:
        """Hermitian adjoint of an operator."""
        return Term("dag", self)


Like = Term | int | Fraction


def _flat(head: str, term: Term) -> tuple[Any, ...]:
    """Chains of sums and products are kept flat, in the order in which they are printed."""
    return term.args if term.head == head else (term,)


def lift(value: Like) -> Term:
    """A number as a Term; a Term as it is."""
    return value if isinstance(value, Term) else Term("num", Fraction(value))


def sym(name: str) -> Term:
    """A scalar symbol; its sort (real, complex, integer) is told by `conventions`."""
    return Term("sym", name)


def fn(name: str, *args: Like) -> Term:
    """A function of the language: rising, binom, fact, abs2, re, im, tr, log, ..."""
    return Term(name, *map(lift, args))


def eq(lhs: Like, rhs: Like) -> Term:
    return Term("eq", lift(lhs), lift(rhs))


def ne(lhs: Like, rhs: Like) -> Term:
    return Term("ne", lift(lhs), lift(rhs))


def lt(lhs: Like, rhs: Like) -> Term:
    return Term("lt", lift(lhs), lift(rhs))


def le(lhs: Like, rhs: Like) -> Term:
    return Term("le", lift(lhs), lift(rhs))


def comm(a: Like, b: Like) -> Term:
    """The commutator [a, b]."""
    return Term("comm", lift(a), lift(b))


def anti(a: Like, b: Like) -> Term:
    """The anticommutator {a, b}."""
    return Term("anti", lift(a), lift(b))


def total(index: Term, low: Like, high: Like, body: Like) -> Term:
    """sum_{index=low}^{high} body over integers."""
    return Term("sum", index, lift(low), lift(high), lift(body))


def product(index: Term, low: Like, high: Like, body: Like) -> Term:
    """prod_{index=low}^{high} body over integers."""
    return Term("prod", index, lift(low), lift(high), lift(body))


def over_sites(index: Term, body: Like, *, other_than: tuple[Term, ...] = ()) -> Term:
    """sum over the sites 1..N of body, `other_than` excluding sites already named (sum over i != j)."""
    return Term("sites", index, lift(body), *other_than)


def subsets(variable: Term, of: Term, size: Like, body: Like) -> Term:
    """sum over the subsets `variable` of the set `of` that have `size` elements (size -1: any)."""
    return Term("subsets", variable, of, lift(size), lift(body))


def walk(term: Term) -> Iterator[Term]:
    """Every node of the tree, the root first."""
    yield term
    for arg in term.args:
        if isinstance(arg, Term):
            yield from walk(arg)


def replace(term: Term, change: Callable[[Term], Term | None]) -> Term:
    """The tree with every node for which `change` answers a Term replaced by it, from the root down."""
    new = change(term)
    if new is not None:
        return new
    args = [replace(a, change) if isinstance(a, Term) else a for a in term.args]
    if term.head in ("add", "mul"):
        return Term(term.head, *(b for a in args for b in _flat(term.head, a)))
    return Term(term.head, *args)


def free_symbols(term: Term) -> set[str]:
    """Names of the scalar symbols that occur in the tree and are not bound by a sum."""
    if term.head == "sym":
        return {term.args[0]}
    names = set().union(*(free_symbols(a) for a in term.args if isinstance(a, Term))) if term.args else set()
    return names - {term.args[0].args[0]} if term.head in ("sum", "prod") else names


def to_data(term: Term) -> list[Any]:
    """The tree as lists and strings, for JSON."""
    return [term.head, *(to_data(a) if isinstance(a, Term) else str(a) for a in term.args)]


def from_data(data: list[Any]) -> Term:
    """The tree back from `to_data`."""
    head, *args = data
    if head == "num":
        return Term("num", Fraction(args[0]))
    return Term(head, *(from_data(a) if isinstance(a, list) else a for a in args))
