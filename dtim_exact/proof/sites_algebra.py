"""Products of operators made of one-site operators, and their canonical form; `sites_form` says what a term stands for.

In a product two sites coincide or do not, and coinciding ones multiply as 2 x 2 matrices.  Powers of y without a sigma^-
are removed by L[y F] = L[(theta - r) F], theta = y d/dy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import Any, NamedTuple

from . import conventions
from .fields import Quotient
from .scalar_form import NotDecidable, ScalarForm
from .site_labels import relabelled, site_labels
from .terms import Term, replace

__all__ = ["FLIPPED", "Element", "Shape", "SitesAlgebra"]

Site = str | int
POWER = "y of L"
"""The variable of L, which no statement contains."""
LOCAL_PRODUCTS: dict[tuple[str, str], dict[str, tuple[int, int]]] = {  # a b = sum of c/d times the basis
    ("+", "-"): {"1": (1, 2), "z": (1, 2)},
    ("-", "+"): {"1": (1, 2), "z": (-1, 2)},
    ("+", "+"): {},
    ("-", "-"): {},
    ("z", "+"): {"+": (1, 1)},
    ("+", "z"): {"+": (-1, 1)},
    ("z", "-"): {"-": (-1, 1)},
    ("-", "z"): {"-": (1, 1)},
    ("z", "z"): {"1": (1, 1)},
}
FLIPPED = {"+": "-", "-": "+", "z": "z", "1": "1"}


class Shape(NamedTuple):
    """What a term looks like: operators of the named sites, of the anonymous sites (sorted), whether Phi is in it,
    whether K follows.
    """

    named: tuple[tuple[str, str], ...]
    anonymous: tuple[str, ...]
    phi: bool
    antilinear: bool


Element = dict[Shape, Quotient]


class SitesAlgebra:
    """Sums, products and canonical forms of such operators; with `uniform` all h_j are one h."""

    def __init__(self, scalars: ScalarForm, *, uniform: bool, definitions: Mapping[str, Term] | None = None) -> None:
        self.scalars, self.uniform, self.definitions = (
            scalars,
            uniform,
            {**conventions.OPERATORS, **(definitions or {})},
        )
        self.one = scalars.field.one
        self.y, self.N = scalars.field.generator(POWER), scalars.field.generator("N")

    def _scalar(self, term: Term) -> Quotient:
        if self.uniform:
            term = replace(
                term,
                lambda t: Term("sym", t.args[0]) if t.head == "at" and t.args[0] in conventions.OF_THE_FIELD else None,
            )
        return self.scalars.read(term)

    def scalar(self, value: Quotient) -> Element:
        return {} if value.is_zero() else {Shape((), (), False, False): value}

    def unit(self, names: tuple[str, ...]) -> Element:
        """The identity, with the sites of these names told apart."""
        return {Shape(tuple((name, "1") for name in sorted(names)), (), False, False): self.one}

    def _close(self, shape: Shape, value: Quotient, name: str) -> Element:
        """The sum over the site `name` of a term."""
        named = tuple(pair for pair in shape.named if pair[0] != name)
        label = len(shape.anonymous)
        value = self._relabelled(value, {name: label})
        return self._term(named, (*shape.anonymous, dict(shape.named)[name]), shape.phi, shape.antilinear, value)

    def plus(self, a: Element, b: Element) -> Element:
        result = dict(a)
        for shape, value in b.items():
            value = result.pop(shape) + value if shape in result else value
            if not value.is_zero():
                result[shape] = value
        return result

    def scaled(self, a: Element, factor: Quotient) -> Element:
        return {} if factor.is_zero() else {shape: factor * v for shape, v in a.items()}

    def _through_K(self, a: Element) -> Element:
        """K X K^-1: complex conjugation and sigma^+- -> sigma^-+, sigma^z -> -sigma^z."""
        result: Element = {}
        for shape, value in a.items():
            if shape.phi:
                raise NotDecidable("K stands left of Phi")
            ops = [c for _, c in shape.named] + list(shape.anonymous)
            named = tuple((name, FLIPPED[c]) for name, c in shape.named)
            sign = -1 if ops.count("z") % 2 else 1
            term = self._term(
                named, tuple(FLIPPED[c] for c in shape.anonymous), False, shape.antilinear, value.conj() * sign
            )
            result = self.plus(result, term)
        return result

    def _followed_by_K(self, a: Element) -> Element:
        return {shape._replace(antilinear=not shape.antilinear): v for shape, v in a.items()}

    def times(self, a: Element, b: Element) -> Element:
        result: Element = {}
        mirrored = self._through_K(b) if any(shape.antilinear for shape in a) else {}
        for left, f in a.items():
            for right, g in (mirrored if left.antilinear else b).items():
                result = self.plus(result, self._product(left, f, right, g))
        return result

    def _product(self, left: Shape, f: Quotient, right: Shape, g: Quotient) -> Element:
        if left.phi and right.phi:
            raise NotDecidable("a product of two Phi")
        result: Element = {}
        ours: dict[Site, str] = {**dict(left.named), **dict(enumerate(left.anonymous))}
        for meeting in _meetings(left, right):
            theirs: dict[Site, str] = {**dict(right.named), **{meeting[b]: c for b, c in enumerate(right.anonymous)}}
            moved = self._relabelled(g, {**meeting})
            names, mine, coefficient = self._merge_names(ours, theirs, meeting, f)
            value = coefficient * moved
            terms: list[tuple[dict[Site, str], Quotient]] = [({}, value)]
            for site in names:
                local = self._local(mine.get(site), theirs.get(site), left.phi, right.phi, site)
                terms = [({**done, site: c}, v * w) for done, v in terms for c, w in local.items()]
            for ops, v in terms:
                result = self.plus(
                    result, self._from_sites(ops, left.phi or right.phi, left.antilinear != right.antilinear, v)
                )
        return result

    def _merge_names(
        self, ours: dict[Site, str], theirs: dict[Site, str], meeting: dict[int, Site], f: Quotient
    ) -> tuple[list[Site], dict[Site, str], Quotient]:
        """Anonymous sites of the left factor that were matched with a named site of the right one take its name."""
        renaming = {-1 - b: site for b, site in meeting.items() if b < 0}
        mine = {renaming.get(a, a) if isinstance(a, int) else a: c for a, c in ours.items()}
        f = self._relabelled(f, dict(renaming))
        return sorted({*mine, *theirs}, key=str), mine, f

    def _local(self, a: str | None, b: str | None, left_phi: bool, right_phi: bool, site: Site) -> dict[str, Quotient]:
        """The product of the local operators of one site in the basis 1 (or p, where Phi is), -, +, z."""
        first = self._expanded(a, left_phi, site)
        second = self._expanded(b, right_phi, site)
        total: dict[str, Quotient] = {}
        for c, v in first.items():
            for d, w in second.items():
                pieces = {d: (1, 1)} if c == "1" else {c: (1, 1)} if d == "1" else LOCAL_PRODUCTS[c, d]
                for e, (top, bottom) in pieces.items():
                    total[e] = total.get(e, self.scalars.field.zero) + v * w * top / bottom
        if left_phi or right_phi:  # 1 = p - y alpha sigma^-; "1" now stands for p
            total["-"] = total.get("-", self.scalars.field.zero) - total.get("1", self.scalars.field.zero) * self._step(
                site
            )
        return {c: v for c, v in total.items() if not v.is_zero()}

    def _expanded(self, op: str | None, phi: bool, site: Site) -> dict[str, Quotient]:
        """A basis operator as a combination of 1, -, +, z; where Phi is, "1" or nothing stands for p = 1 + y alpha
        sigma^-.
        """
        if phi and op in (None, "1"):
            return {"1": self.one, "-": self._step(site)}
        return {op or "1": self.one}

    def _step(self, site: Site) -> Quotient:
        """y alpha_j."""
        if self.uniform:
            return self.y * self._scalar(conventions.alpha)
        alpha = self._scalar(conventions.at("alpha", Term("site_index", "@")))
        return self.y * self._relabelled(alpha, {"@": site})

    def _from_sites(self, ops: dict[Site, str], phi: bool, antilinear: bool, value: Quotient) -> Element:
        named = tuple(sorted((str(site), c) for site, c in ops.items() if isinstance(site, str)))
        labels = sorted(site for site in ops if isinstance(site, int))
        value = self._relabelled(value, {label: a for a, label in enumerate(labels)})
        return self._term(named, tuple(ops[label] for label in labels), phi, antilinear, value)

    def _term(
        self,
        named: tuple[tuple[str, str], ...],
        anonymous: tuple[str, ...],
        phi: bool,
        antilinear: bool,
        value: Quotient,
    ) -> Element:
        """One term in canonical form: trivial sites counted, equal ones symmetrized, spare powers of y removed."""
        for a, c in enumerate(anonymous):
            if c == "1" and not self.depends(value, a):  # the sum over this site gives a number
                rest = (*anonymous[:a], *anonymous[a + 1 :])
                value = self._relabelled(value, {b: b - 1 for b in range(a + 1, len(anonymous))})
                return self._term(named, rest, phi, antilinear, value * (self.N - len(rest) - len(named)))
        named = tuple(sorted(named))
        order = sorted(range(len(anonymous)), key=lambda a: anonymous[a])
        value = self._relabelled(value, {old: new for new, old in enumerate(order)})
        shape = Shape(named, tuple(anonymous[a] for a in order), phi, antilinear)
        value = self._symmetrized(shape.anonymous, value)
        return self._without_spare_y(shape, value) if phi else ({} if value.is_zero() else {shape: value})

    def _symmetrized(self, ops: tuple[str, ...], value: Quotient) -> Quotient:
        same = [
            arrangement
            for arrangement in permutations(range(len(ops)))
            if all(ops[a] == ops[b] for a, b in enumerate(arrangement))
        ]
        if len(same) == 1:
            return value
        return sum((self._relabelled(value, dict(enumerate(s))) for s in same), self.scalars.field.zero) / len(same)

    def _without_spare_y(self, shape: Shape, value: Quotient) -> Element:
        """L[y F] = L[(theta - r) F] while y has a higher power than there are sigma^-."""
        lowering = [c for _, c in shape.named].count("-") + shape.anonymous.count("-")
        result: Element = {}
        for power, part in self._by_power_of_y(value).items():
            if power <= lowering:
                result = self.plus(
                    result, {shape: part * self.y**power} if power >= 0 else {shape: part / self.y**-power}
                )
                continue
            r = self._scalar(conventions.r)
            lower = part * self.y ** (power - 1)
            result = self.plus(result, self._term(*shape, lower * ((power - 1) - r)))
            label = len(shape.anonymous)
            result = self.plus(
                result,
                self._term(shape.named, (*shape.anonymous, "-"), True, shape.antilinear, lower * self._step(label)),
            )
        return result

    def _by_power_of_y(self, value: Quotient) -> dict[int, Quotient]:
        slot = self.scalars.field.slot(POWER)
        shift = int(value.bottom.degrees()[slot])
        parts: dict[int, Quotient] = {}
        for exponents, coefficient in zip(value.top.monoms(), value.top.coeffs(), strict=True):
            monomial = self.scalars.field.context.from_dict({tuple(exponents): coefficient})
            power = int(exponents[slot]) - shift
            piece = Quotient(self.scalars.field, monomial, self.scalars.field.context.constant(1)) / Quotient(
                self.scalars.field, value.bottom, self.scalars.field.context.constant(1)
            )
            piece = piece / self.y**power if power >= 0 else piece * self.y**-power
            parts[power] = parts.get(power, self.scalars.field.zero) + piece
        return parts

    def depends(self, value: Quotient, label: Site) -> bool:
        return str(label) in site_labels(self.scalars.field, value)

    def _relabelled(self, value: Quotient, sites: Mapping[Any, Any]) -> Quotient:
        """The coefficient with the parameters of sites renamed."""
        return relabelled(self.scalars.field, value, sites)


def _meetings(left: Shape, right: Shape) -> Iterator[dict[int, Site]]:
    """All ways in which the anonymous sites of two factors coincide with each other or with the other's named sites.

    Yields {b: site of the product} for the right factor's anonymous sites b >= 0, and {-1-a: name} for those of the
    left factor's anonymous sites a that
    coincide with a named site of the right factor.
    """
    left_names, right_names = {n for n, _ in left.named}, {n for n, _ in right.named}
    mine, theirs = range(len(left.anonymous)), range(len(right.anonymous))

    def place_mine(a: int, taken: dict[int, Site]) -> Iterator[dict[int, Site]]:
        if a == len(mine):
            yield from place_theirs(0, taken, len(mine))
            return
        yield from place_mine(a + 1, taken)
        for name in sorted(right_names - left_names - set(map(str, taken.values()))):
            yield from place_mine(a + 1, {**taken, -1 - a: name})

    def place_theirs(b: int, taken: dict[int, Site], fresh: int) -> Iterator[dict[int, Site]]:
        if b == len(theirs):
            yield taken
            return
        yield from place_theirs(b + 1, {**taken, b: fresh}, fresh + 1)
        used = set(taken.values())
        for a in mine:
            if -1 - a not in taken and a not in used:
                yield from place_theirs(b + 1, {**taken, b: a}, fresh)
        for name in sorted(left_names - right_names - set(map(str, used))):
            yield from place_theirs(b + 1, {**taken, b: name}, fresh)

    yield from place_mine(0, {})
