"""The normal form of words in abstract operators, some of them antilinear, modulo relations: for statements that hold whatever the operators are.

A scalar that passes an antilinear letter is conjugated.  Relations are rewriting rules word -> combination of words, each one a hypothesis of the theorem;
`A` and `A^dagger` are different letters.  Two sides that rewrite to the same combination are equal wherever the relations hold.
"""

from __future__ import annotations

from .fields import Quotient
from .scalar_form import NotDecidable, ScalarForm
from .terms import Term

Word = tuple[str, ...]
Element = dict[Word, Quotient]
STEPS = 2000


class WordsForm:
    """Reads operators as combinations of words; every named operator is a letter unless `definitions` unfolds it."""

    def __init__(self, scalars: ScalarForm, *, antilinear: frozenset[str] = frozenset(), definitions: dict[str, Term] | None = None) -> None:
        self.scalars, self.antilinear, self.definitions = scalars, antilinear, definitions or {}
        self.one = scalars.field.one
        self.rules: list[tuple[Word, Element]] = []

    def relation(self, equation: Term) -> None:
        """Adds the rule lhs -> rhs; the left side must be a single word with coefficient one."""
        left, right = self.read(equation.args[0]), self.read(equation.args[1])
        if len(left) != 1 or next(iter(left.values())) != self.one:
            raise NotDecidable("the left side of a relation must be one word")
        self.rules.append((next(iter(left)), right))

    def read(self, term: Term) -> Element:
        reader = getattr(self, f"_{term.head}", None)
        if reader is None:
            return self.scalar(self.scalars.read(term))
        result: Element = reader(*term.args)
        return result

    def scalar(self, value: Quotient) -> Element:
        return {} if value.is_zero() else {(): value}

    def _op(self, name: str) -> Element:
        return self.read(self.definitions[name]) if name in self.definitions else {(name,): self.one}

    def _add(self, *args: Term) -> Element:
        result: Element = {}
        for a in args:
            result = self.plus(result, self.read(a))
        return result

    def _neg(self, arg: Term) -> Element:
        return {w: -v for w, v in self.read(arg).items()}

    def _mul(self, *args: Term) -> Element:
        result = self.scalar(self.one)
        for a in args:
            result = self.times(result, self.read(a))
        return result

    def _div(self, top: Term, bottom: Term) -> Element:
        inverse = 1 / self.scalars.read(bottom)
        return {w: inverse * v for w, v in self.read(top).items()}

    def _pow(self, base: Term, exponent: Term) -> Element:
        element = self.read(base)
        if not any(element):
            return self.scalar(self.scalars.read(Term("pow", base, exponent)))
        if exponent.head != "num" or exponent.args[0] < 0 or exponent.args[0].denominator != 1:
            raise NotDecidable("only explicit powers of abstract operators")
        result = self.scalar(self.one)
        for _ in range(int(exponent.args[0])):
            result = self.times(result, element)
        return result

    def _dag(self, arg: Term) -> Element:
        result: Element = {}
        for word, value in self.read(arg).items():
            # (c A B)^dagger = B^dagger A^dagger c^*, and c^* moves back to the front through the antilinear letters
            flips = self._parity(word)
            result = self.plus(result, {tuple(adjoint(letter) for letter in reversed(word)): value if flips else value.conj()})
        return result

    def _comm(self, a: Term, b: Term) -> Element:
        x, y = self.read(a), self.read(b)
        return self.plus(self.times(x, y), {w: -v for w, v in self.times(y, x).items()})

    def _anti(self, a: Term, b: Term) -> Element:
        x, y = self.read(a), self.read(b)
        return self.plus(self.times(x, y), self.times(y, x))

    def _parity(self, word: Word) -> int:
        return sum(letter.removesuffix("^dag") in self.antilinear for letter in word) % 2

    def plus(self, a: Element, b: Element) -> Element:
        result = dict(a)
        for word, value in b.items():
            value = result.pop(word) + value if word in result else value
            if not value.is_zero():
                result[word] = value
        return result

    def times(self, a: Element, b: Element) -> Element:
        result: Element = {}
        for u, f in a.items():
            for v, g in b.items():
                result = self.plus(result, {u + v: f * (g.conj() if self._parity(u) else g)})
        return result

    def normal(self, element: Element) -> Element:
        """The element with every rule applied until none fits."""
        done: Element = {}
        steps = 0
        while element:
            word, value = element.popitem()
            for pattern, image in self.rules:
                at = next((a for a in range(len(word) - len(pattern) + 1) if word[a:a + len(pattern)] == pattern), None)
                if at is not None:
                    steps += 1
                    if steps > STEPS:
                        raise NotDecidable("the relations do not come to an end")
                    replaced = self.times(self.times({word[:at]: value}, image), {word[at + len(pattern):]: self.one})
                    element = self.plus(element, replaced)
                    break
            else:
                done = self.plus(done, {word: value})
        return done

    def equal(self, lhs: Term, rhs: Term) -> bool:
        return not self.normal(self.plus(self.read(lhs), {w: -v for w, v in self.read(rhs).items()}))


def adjoint(letter: str) -> str:
    return letter.removesuffix("^dag") if letter.endswith("^dag") else letter + "^dag"
