"""Words with traces and with operators that the master equation (2) has moved: what two-time correlations are made of.

`flow(m, X)` is L^m X with L the generator of (2) in the form (5), `dual(m, X)` is the m-th power of the adjoint
generator, which moves observables:
they are the Taylor coefficients of exp(L t) X and of X(t), and in finite dimension those series converge for every t.

Traces are compared up to rotation, tr(A B) = tr(B A), which is tr(A B) = tr(B A)^* for antilinear A and B, and
tr(A)^* = tr(A^dagger).
"""

from __future__ import annotations

from fractions import Fraction

from . import conventions
from .letters import INSIDE, Word, adjoint, at_site, free_sites, site_of
from .scalar_form import NotDecidable
from .site_labels import site_labels
from .terms import Term
from .words_form import Element, WordsForm

TRACE = "tr "


class EvolutionForm(WordsForm):
    """Reads words, traces of words, and powers of the generator."""

    # --- traces -----------------------------------------------------------------------------------------------------
    def _tr(self, arg: Term) -> Element:
        result: Element = {}
        for word, value in self.normal(self.read(arg)).items():
            if self._parity(word) or any(letter.startswith(TRACE) for letter in word):
                raise NotDecidable("a trace of an antilinear operator or of a trace")
            if any(label.startswith("#") for label in site_labels(self.scalars.field, value)):
                raise NotDecidable("a trace of a sum over sites whose coefficients depend on the site")
            result = self.plus(result, {(TRACE + min(self._same_trace(word)).replace("@", INSIDE),): value})
        return result

    def _same_trace(self, word: Word) -> set[str]:
        """The words that have the same trace."""
        found = {_written(word)}
        turned, starred = word, False
        for _ in word:
            starred ^= bool(self._parity(turned[:1]))
            turned = (*turned[1:], *turned[:1])
            found.add(_written(tuple(adjoint(letter) for letter in reversed(turned)) if starred else turned))
        return found

    def _mul(self, *args: Term) -> Element:
        result = super()._mul(*args)
        if any(len(word) > 1 and any(letter.startswith(TRACE) for letter in word) for word in result):
            raise NotDecidable("a trace beside an operator")
        return result

    # --- evolution --------------------------------------------------------------------------------------------------
    def _flow(self, m: Term, operator: Term) -> Element:
        return self._moved("flow", m, operator)

    def _dual(self, m: Term, operator: Term) -> Element:
        return self._moved("dual", m, operator)

    def _moved(self, kind: str, m: Term, operator: Term) -> Element:
        """The m-th power, unfolded as far as m is known."""
        parts = self.scalars.integer(self.scalars.read(m))
        if parts is None or parts[1] < 0 or any(c < 0 for c in parts[0].values()):
            raise NotDecidable("only a non-negative number of steps")
        if "decay" in free_sites(operator):
            raise NotDecidable("the site named decay is bound in the generator")
        if parts[1] > 0:
            before = Term(kind, m + Term("num", Fraction(-1)), operator)
            return self.read(conventions.GENERATORS[kind](before))
        if not parts[0]:
            return self.read(operator)
        steps = " + ".join(f"{c} {name}" for name, c in sorted(parts[0].items()))
        result: Element = {}
        for word, value in self.normal(self.read(operator)).items():
            if self._parity(word) or any("#" in letter for letter in word):
                raise NotDecidable("only linear operators without a sum over sites are evolved")
            inside = " ".join(word).replace("@", INSIDE)
            result = self.plus(result, {(f"{kind}[{steps}]({inside})",): value})
        return result


def _written(word: Word) -> str:
    """The word as text, its anonymous sites numbered in order of appearance."""
    order: dict[str, str] = {}
    for letter in word:
        site = site_of(letter)
        if site.startswith("#"):
            order.setdefault(site, f"#{len(order)}")
    return " | ".join(at_site(letter, order.get(site_of(letter), site_of(letter))) for letter in word)
