"""The normal form of words in abstract operators, some of them antilinear, modulo relations: for statements that
hold whatever the operators are.

A scalar that passes an antilinear letter is conjugated.  Relations are rewriting rules word -> combination of words,
each one a hypothesis of the theorem;
`A` and `A^dagger` are different letters.  Two sides that rewrite to the same combination are equal wherever the
relations hold.

Letters may belong to a site, as in sigma_j^-: a sum over sites is a word with an anonymous site `#0`, `#1`, ...,
numbered in order of appearance, and
different anonymous sites may coincide.  A relation that names a site holds for every site.  Symbolic powers of a
letter and closed expressions (products
over all sites, sums over integers) are letters of their own.  Traces and evolved operators are in `evolution_form`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from .fields import Quotient
from .letters import INSIDE, Word, adjoint, at_site, free_sites, matched, site_of
from .scalar_form import NotDecidable, ScalarForm
from .site_labels import relabelled, site_labels
from .sites_form import rename_site
from .terms import Term, walk

Element = dict[Word, Quotient]
STEPS = 4000
OPERATORS = frozenset({"op", "sigma", "spin", "B"})


class WordsForm:
    """Reads operators as combinations of words; every named operator is a letter unless `definitions` unfolds it."""

    def __init__(
        self,
        scalars: ScalarForm,
        *,
        antilinear: frozenset[str] = frozenset(),
        definitions: Mapping[str, Term] | None = None,
    ) -> None:
        self.scalars, self.antilinear, self.definitions = scalars, antilinear, definitions or {}
        self.one = scalars.field.one
        self.rules: list[tuple[Word, Element]] = []

    # --- relations --------------------------------------------------------------------------------------------------
    def relation(self, equation: Term) -> None:
        """Adds the rule lhs -> rhs, and its adjoint unless that would undo it; the left side must be a single word
        with coefficient one.

        Earlier rules are applied to the adjoint, so that A^dagger = A comes first.
        """
        left, right = self.read(equation.args[0]), self.read(equation.args[1])
        if len(left) != 1 or next(iter(left.values())) != self.one:
            raise NotDecidable("the left side of a relation must be one word")
        word = next(iter(left))
        named = {site_of(letter) for w in (word, *right) for letter in w} - {""}
        if named and any(INSIDE in letter for w in (word, *right) for letter in w):
            raise NotDecidable("a relation that names a site inside of a letter and outside")
        summed = any(site.startswith("#") for site in map(site_of, word))
        if summed or len({site for site in named if not site.startswith("#")}) > 1:
            raise NotDecidable("a relation may name one site at most")
        mirrored = self.normal(self.adjoint(left))
        self.rules.append((word, right))
        names_an_adjoint = len(word) == 1 and word[0].endswith("^dag")
        if not names_an_adjoint and len(mirrored) == 1 and next(iter(mirrored.values())) == self.one:
            mirror = next(iter(mirrored))
            if mirror and mirror != word and all(mirror not in image for _, image in self.rules):
                self.rules.append((mirror, self.adjoint(right)))

    # --- reading ----------------------------------------------------------------------------------------------------
    def read(self, term: Term) -> Element:
        reader = getattr(self, f"_{term.head}", None)
        if reader is not None:
            result: Element = reader(*term.args)
            return result
        if any(t.head in OPERATORS for t in walk(term)):
            return {(self._closed(term),): self.one}
        return self.scalar(self.scalars.read(term))

    def scalar(self, value: Quotient) -> Element:
        return {} if value.is_zero() else {(): value}

    def _closed(self, term: Term) -> str:
        """A letter for an expression that is not looked into."""
        if free_sites(term) or any(t.head == "op" and t.args[0] in self.antilinear for t in walk(term)):
            raise NotDecidable("an expression with free sites or antilinear operators cannot be a letter")
        return f"<{term!r}>"

    def _op(self, name: str) -> Element:
        return self.read(self.definitions[name]) if name in self.definitions else {(name,): self.one}

    def _B(self, k: Term) -> Element:
        """B_k = (2 S_z + k) S_-^k, defined above (S19)."""
        return self.read((2 * Term("op", "Sz") + k) * Term("op", "S-") ** k)

    def _sigma(self, mu: str, site: Term) -> Element:
        imaginary, half, at = self.scalars.field.imaginary, self.one / 2, "@" + site.args[0]
        combination = {
            "x": {"+": self.one, "-": self.one},
            "y": {"+": -imaginary, "-": imaginary},
            "n": {"": half, "z": half},
            "d": {"": half, "z": -half},
        }
        parts = combination.get(mu, {mu: self.one})
        return {(f"sigma{c}{at}",) if c else (): v for c, v in parts.items()}

    def _spin(self, mu: str, site: Term) -> Element:
        return {word: v / 2 for word, v in self._sigma(mu, site).items()}

    def _sites(self, index: Term, body: Term, *other_than: Term) -> Element:
        inside = self.read(body)
        result: Element = {}
        for word, value in inside.items():
            result = self.plus(result, self._summed(word, value, index.args[0]))
        for site in other_than:
            result = self.plus(result, {w: -v for w, v in self.read(rename_site(body, index, site)).items()})
        return result

    def _summed(self, word: Word, value: Quotient, name: str) -> Element:
        """The sum of a term over the site of that name."""
        if any(f"{INSIDE}{name}" in letter for letter in word):
            raise NotDecidable("a sum over a site that is inside of a letter")
        if not any(site_of(letter) == name for letter in word):
            if name in site_labels(self.scalars.field, value):
                raise NotDecidable("a sum over sites of a number that depends on the site")
            return {word: value * self.scalars.field.generator("N")}
        fresh = f"#{len({site_of(letter) for letter in word})}new"
        return self._canonical(
            tuple(at_site(letter, fresh) if site_of(letter) == name else letter for letter in word),
            relabelled(self.scalars.field, value, {name: fresh}),
        )

    def _canonical(self, word: Word, value: Quotient) -> Element:
        """Anonymous sites numbered in order of appearance."""
        order: dict[str, str] = {}
        for letter in word:
            site = site_of(letter)
            if site.startswith("#") and site not in order:
                order[site] = f"#{len(order)}"
        if all(old == new for old, new in order.items()):
            return {} if value.is_zero() else {word: value}
        renamed = tuple(at_site(letter, order.get(site_of(letter), site_of(letter))) for letter in word)
        return {renamed: relabelled(self.scalars.field, value, order)}

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
        parts = self.scalars.integer(self.scalars.read(exponent))
        if parts is None or parts[1] < 0 or any(c < 0 for c in parts[0].values()):
            raise NotDecidable("only powers with a non-negative integer exponent")
        result = self.scalar(self.one)
        if parts[0]:
            word, value = next(iter(element.items()))
            if len(element) > 1 or len(word) > 1 or value != self.one or site_of(word[0]) or self._parity(word):
                raise NotDecidable("a symbolic power of something that is not one linear letter")
            symbols = " + ".join(f"{c} {name}" for name, c in sorted(parts[0].items()))
            result = {(f"{word[0]}^[{symbols}]",): self.one}
        for _ in range(parts[1]):
            result = self.times(result, element)
        return result

    def _dag(self, arg: Term) -> Element:
        return self.adjoint(self.read(arg))

    def adjoint(self, element: Element) -> Element:
        result: Element = {}
        for word, value in element.items():
            # (c A B)^dagger = B^dagger A^dagger c^*, and c^* moves back to the front through the antilinear letters
            flips = self._parity(word)
            turned = tuple(adjoint(letter) for letter in reversed(word))
            result = self.plus(result, self._canonical(turned, value if flips else value.conj()))
        return result

    def _comm(self, a: Term, b: Term) -> Element:
        x, y = self.read(a), self.read(b)
        return self.plus(self.times(x, y), {w: -v for w, v in self.times(y, x).items()})

    def _anti(self, a: Term, b: Term) -> Element:
        x, y = self.read(a), self.read(b)
        return self.plus(self.times(x, y), self.times(y, x))

    # --- algebra ----------------------------------------------------------------------------------------------------
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
                result = self.plus(result, self._joined(u, f, *self._apart(v, g, "right"), ()))
        return result

    def _joined(self, before: Word, f: Quotient, middle: Word, g: Quotient, after: Word) -> Element:
        """before middle after; the coefficient of the middle comes to the front."""
        return self._canonical((*before, *middle, *after), f * (g.conj() if self._parity(before) else g))

    def _apart(self, word: Word, value: Quotient, mark: str) -> tuple[Word, Quotient]:
        """The same sum with its anonymous sites named so that they are no others."""
        moves = {site: site + mark for site in map(site_of, word) if site.startswith("#")}
        renamed = tuple(at_site(letter, moves.get(site_of(letter), site_of(letter))) for letter in word)
        return renamed, relabelled(self.scalars.field, value, moves)

    def normal(self, element: Element) -> Element:
        """The element with every rule applied until none fits."""
        done: Element = {}
        steps = 0
        while element:
            word, value = element.popitem()
            replaced = next(self._rewritten(word, value), None)
            if replaced is None:
                done = self.plus(done, {word: value})
                continue
            steps += 1
            if steps > STEPS:
                raise NotDecidable("the relations do not come to an end")
            element = self.plus(element, replaced)
        return done

    def _rewritten(self, word: Word, value: Quotient) -> Iterator[Element]:
        """The term with one rule applied at one place."""
        for at, (first, second) in enumerate(pairwise(word)):
            if second.startswith(first + "^["):  # powers of one letter commute
                yield {(*word[:at], second, first, *word[at + 2 :]): value}
        for pattern, image in self.rules:
            for at in range(len(word) - len(pattern) + 1):
                site = matched(pattern, word[at : at + len(pattern)])
                if site is None:
                    continue
                result: Element = {}
                for middle, g in image.items():
                    middle, g = self._for_site(pattern, site, middle, g)
                    g = g * self._counted(word, value * g, (*word[:at], *middle, *word[at + len(pattern) :]))
                    result = self.plus(result, self._joined(word[:at], value, middle, g, word[at + len(pattern) :]))
                yield result

    def _counted(self, word: Word, value: Quotient, new: Word) -> Quotient:
        """N for every anonymous site that a rule removes from the word: its sum has become a sum of equal terms."""
        lost = {site for site in map(site_of, word) if site.startswith("#")} - set(map(site_of, new))
        if lost & site_labels(self.scalars.field, value):
            raise NotDecidable("a sum over sites of a number that depends on the site")
        return self.scalars.field.generator("N") ** len(lost)

    def _for_site(self, pattern: Word, site: str, middle: Word, g: Quotient) -> tuple[Word, Quotient]:
        """The image of a rule at the site at which its pattern was found; its own sums keep clear of that site."""
        middle, g = self._apart(middle, g, "image")
        name = next((site_of(letter) for letter in pattern if site_of(letter)), "")
        moved = tuple(at_site(letter, site) if name and site_of(letter) == name else letter for letter in middle)
        return moved, relabelled(self.scalars.field, g, {name: site})

    def equal(self, lhs: Term, rhs: Term) -> bool:
        return not self.normal(self.plus(self.read(lhs), {w: -v for w, v in self.read(rhs).items()}))
