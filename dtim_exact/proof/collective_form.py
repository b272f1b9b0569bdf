"""The normal form of collective operators: sums of f(S_z) S_-^p S_+^b with p symbolic, b explicit, and f rational
in S_z and all parameters.

Two relations order every word: S_-^p f(S_z) = f(S_z + p) S_-^p and S_+ S_-^p = S_-^p S_+ + p (2 S_z + p - 1)
S_-^{p-1}.  Both follow by induction on p
from [S_z, S_-] = -S_- and [S_+, S_-] = 2 S_z; `kernel.commutation_lemma` carries the induction out.
"""

from __future__ import annotations

from collections.abc import Mapping

from .fields import Quotient
from .scalar_form import NotDecidable, ScalarForm
from .terms import Term

Word = tuple[tuple[str, str], int]
Element = dict[Word, tuple[Quotient, Quotient]]
"""{(key of p, b): (p, f)}"""


class CollectiveForm:
    """Reads collective operators; `definitions` tells the operators that are words in S_z, S_-, S_+ (B_k, S_x, ...)."""

    def __init__(self, scalars: ScalarForm, definitions: Mapping[str, Term] | None = None) -> None:
        self.scalars, self.definitions = scalars, dict(definitions or {})
        self.S_z = scalars.field.generator("S_z operator")
        scalars.real |= {"S_z operator"}

    def scalar(self, value: Quotient) -> Element:
        return self.word(value, self.scalars.field.zero, 0)

    def word(self, f: Quotient, p: Quotient, b: int) -> Element:
        return {} if f.is_zero() else {(p.key(), b): (p, f)}

    def read(self, term: Term) -> Element:
        """The element that the term denotes."""
        reader = getattr(self, f"_{term.head}", None)
        if reader is None:
            return self.scalar(self.scalars.read(term))
        result: Element = reader(*term.args)
        return result

    def _op(self, name: str) -> Element:
        field = self.scalars.field
        if name == "Sz":
            return self.scalar(self.S_z)
        if name == "S-":
            return self.word(field.one, field.one, 0)
        if name == "S+":
            return self.word(field.one, field.zero, 1)
        if name in self.definitions:
            return self.read(self.definitions[name])
        raise NotDecidable(f"{name} is not a collective operator")

    def _B(self, k: Term) -> Element:
        """B_k = (2 S_z + k) S_-^k, defined above (S19)."""
        p = self.scalars.read(k)
        return self.word(2 * self.S_z + p, p, 0)

    def _add(self, *args: Term) -> Element:
        result: Element = {}
        for a in args:
            result = self.plus(result, self.read(a))
        return result

    def _neg(self, arg: Term) -> Element:
        return self.scaled(self.read(arg), self.scalars.field.constant(-1))

    def _mul(self, *args: Term) -> Element:
        result = self.scalar(self.scalars.field.one)
        for a in args:
            result = self.times(result, self.read(a))
        return result

    def _div(self, top: Term, bottom: Term) -> Element:
        return self.scaled(self.read(top), 1 / self.scalars.read(bottom))

    def _pow(self, base: Term, exponent: Term) -> Element:
        if base == Term("op", "S-"):
            if self.scalars.integer(self.scalars.read(exponent)) is None:
                raise NotDecidable("a power of S_- that is not an integer")
            return self.word(self.scalars.field.one, self.scalars.read(exponent), 0)
        element = self.read(base)
        if set(element) <= {(self.scalars.field.zero.key(), 0)}:
            power = self.scalars.integer(self.scalars.read(exponent))
            if power is None or power[0]:
                return self.scalar(self.scalars.read(Term("pow", base, exponent)))
        count = self.scalars.integer(self.scalars.read(exponent))
        if count is None or count[0] or count[1] < 0:
            raise NotDecidable("only S_- may carry a symbolic power")
        result = self.scalar(self.scalars.field.one)
        for _ in range(count[1]):
            result = self.times(result, element)
        return result

    def _comm(self, a: Term, b: Term) -> Element:
        x, y = self.read(a), self.read(b)
        return self.plus(self.times(x, y), self.scaled(self.times(y, x), self.scalars.field.constant(-1)))

    def _anti(self, a: Term, b: Term) -> Element:
        x, y = self.read(a), self.read(b)
        return self.plus(self.times(x, y), self.times(y, x))

    def plus(self, a: Element, b: Element) -> Element:
        result = dict(a)
        for word, (p, f) in b.items():
            total = f + result[word][1] if word in result else f
            result.pop(word, None)
            if not total.is_zero():
                result[word] = (p, total)
        return result

    def scaled(self, a: Element, factor: Quotient) -> Element:
        return {} if factor.is_zero() else {word: (p, f * factor) for word, (p, f) in a.items()}

    def shifted(self, f: Quotient, by: Quotient) -> Quotient:
        """f(S_z + by)."""
        return f.substitute("S_z operator", self.S_z + by)

    def times(self, a: Element, b: Element) -> Element:
        result: Element = {}
        for (_, raised), (p, f) in a.items():
            for (_, raised_after), (q, g) in b.items():
                g = self.shifted(g, self.scalars.field.constant(-raised))
                for (_, c), (v, w) in self._raise(raised, q).items():  # S_+^raised S_-^q = sum of w(S_z) S_-^v S_+^c
                    coefficient = f * self.shifted(g * w, p)
                    result = self.plus(result, self.word(coefficient, p + v, c + raised_after))
        return result

    def _raise(self, raised: int, q: Quotient) -> Element:
        """S_+^raised S_-^q in normal order."""
        one, S_z = self.scalars.field.one, self.S_z
        element = self.word(one, q, 0)
        for _ in range(raised):
            lifted: Element = {}
            for (_, c), (v, w) in element.items():
                w = self.shifted(w, -one)
                lifted = self.plus(lifted, self.word(w, v, c + 1))
                lifted = self.plus(lifted, self.word(w * v * (2 * S_z + v - 1), v - 1, c))
            element = lifted
        return element

    def equal(self, lhs: Term, rhs: Term) -> bool:
        return not self.plus(self.read(lhs), self.scaled(self.read(rhs), self.scalars.field.constant(-1)))
