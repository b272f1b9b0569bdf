"""The normal form of traces with Phi or powers of bbS_- on both sides: traces factor over sites, so 2 x 2 traces of
each class of sites decide them.

Expanded, tr[prod_j (1 + x alpha_j^* sigma_j^+) O_j (1 + y
alpha_j sigma_j^-)] is a monomial
x^a y^b times 2^n prod (1 + lam_j x y) over the n sites without an operator, whose coefficients are the form factors
I_m of (18); the expansion
coefficients of the two sides then replace x^a y^b by (-r^*)_a (-r)_b for Phi, or pick one power.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from . import conventions
from .cluster_form import ClusterForm
from .fields import Quotient
from .scalar_form import NotDecidable
from .sum_range import never_negative
from .terms import Term

Local = list[list[Quotient]]
Expansion = Callable[[Quotient, Quotient], Quotient]


class TraceForm(ClusterForm):
    """Scalars that may contain what `ClusterForm` knows, and traces."""

    def _tr(self, body: Term) -> Quotient:
        factors = list(body.args) if body.head == "mul" else [body]
        if factors[-1].head == "dag":  # tr(A B^dagger) = tr(B^dagger A)
            factors = [factors[-1], *factors[:-1]]
        if len(factors) < 2:
            raise NotDecidable("a trace that does not have Phi or a power of bbS_- on both sides")
        left, right = factors[0], factors[-1]
        if left.head == "pow" and left.args[0] == conventions.bbS_minus.dag:
            left = (conventions.bbS_minus ** left.args[1]).dag
        if left.head != "dag":
            raise NotDecidable("a trace that does not begin with an adjoint")
        middle = factors[1:-1]
        if left.args[0] == conventions.Phi and right == conventions.Phi:
            r = self.read(conventions.r)
            return self.expanded(middle, lambda a, b: self.rising(-r.conj(), a) * self.rising(-r, b))
        powers = [
            t.args[1]
            if t.head == "pow" and t.args[0] == conventions.bbS_minus
            else Term("num", Fraction(1))
            if t == conventions.bbS_minus
            else None
            for t in (left.args[0], right)
        ]
        if None in powers:
            raise NotDecidable("a trace with something else than Phi or bbS_- on a side")
        k, l = (self.read(t) for t in powers if t is not None)
        return self.of_powers(middle, k, l)

    def _pieces(self, middle: list[Term], left: Quotient | None = None, right: Quotient | None = None) -> _Pieces:
        """The trace as prefactor x^a y^b prod_{j in Y} (1 + lam_j xy) times a polynomial from the open sites; M^z
        brings theta with sign `moment`.
        """
        alpha = self.read(conventions.at("alpha", Term("site_index", "@")))
        left, right = alpha.conj() if left is None else left, alpha if right is None else right
        one, zero = self.field.one, self.field.zero
        x, y = self.field.generator("x side"), self.field.generator("y side")
        prefactor, a, b, background, kappa = one, zero, zero, frozenset[str](), one
        polynomial: dict[tuple[int, ...], Quotient] = {(0, 0): one}
        for name in self.classes:
            up, down = x * self._on_site(left, name), y * self._on_site(right, name)
            local, with_z = self._local_trace(name, middle, up, down)
            if with_z is not None and (local != 2 + up * down or with_z != -up * down or name.startswith("site ")):
                raise NotDecidable("M^z does not act as a derivation here")
            if local.is_zero():
                raise NotDecidable("a local trace that vanishes")
            if name.startswith("site "):
                parts = self._by_powers(local, ("x side", "y side"))
                polynomial = _product(polynomial, parts)
            elif (binomial := self._binomial(local, up * down)) is not None:  # c (1 + kappa lam_j xy)
                if background and kappa != binomial[1]:
                    raise NotDecidable("two classes of sites with different binomials")
                background, kappa = background | {name}, binomial[1]
                prefactor = prefactor * self.power(binomial[0], self.size(frozenset({name})))
            else:
                (powers, constant), *others = self._by_powers(local, ("x side", "y side")).items()
                if others:
                    raise NotDecidable("a local trace that is not a monomial in x and y")
                prefactor = prefactor * self._over(constant, frozenset({name}))
                a, b = a + powers[0] * self.size(frozenset({name})), b + powers[1] * self.size(frozenset({name}))
        return _Pieces(prefactor, a, b, background, -1 if conventions.op("Mz") in middle else 0, polynomial, kappa)

    def _binomial(self, local: Quotient, both: Quotient) -> tuple[Quotient, Quotient] | None:
        """(c, kappa) if the local trace is c (1 + kappa both / 2) with numbers c and kappa, else None."""
        for top, bottom in ((2, 1), (1, 1)):  # no operator; the projector on down
            if local == top + bottom * both:
                return self.field.constant(top), self.field.constant(Fraction(2 * bottom, top))
        return None

    def _on_site(self, value: Quotient, name: str) -> Quotient:
        """A parameter of the generic site of a class; that of an open site bears its name."""
        if not name.startswith("site "):
            return value
        result = value
        for generator in self.generators(value):
            if isinstance(generator, tuple) and generator[:1] == ("at",) and generator[2] == "@":
                result = result.substitute(generator, self.field.generator((*generator[:2], name[5:], generator[3])))
        return result

    def _local_trace(
        self, name: str, middle: list[Term], up: Quotient, down: Quotient
    ) -> tuple[Quotient, Quotient | None]:
        """The 2 x 2 trace for a class, and the one with sigma^z inserted where the middle has M^z."""
        one, zero = self.field.one, self.field.zero
        left: Local = [[one, up], [zero, one]]
        inside, with_z = [[one, zero], [zero, one]], None
        for term in middle:
            if term == conventions.op("Mz"):
                if with_z is not None:
                    raise NotDecidable("a second M^z")
                with_z = _times(inside, [[one, zero], [zero, -one]])
                continue
            if term.head == "sigma":
                here, mu = "site " + term.args[1].args[0] == name, term.args[0]
            elif term.head == "over_set" and term.args[2].head == "sigma" and term.args[2].args[1] == term.args[0]:
                here, mu = name in self.members(term.args[1]), term.args[2].args[0]
            else:
                raise NotDecidable(
                    "only ladder operators over clusters or on open sites, and M^z, between Phi^dagger and Phi"
                )
            if here:
                i = self.field.imaginary
                step: Local = {
                    "+": [[zero, one], [zero, zero]],
                    "-": [[zero, zero], [one, zero]],
                    "x": [[zero, one], [one, zero]],
                    "y": [[zero, -i], [i, zero]],
                    "z": [[one, zero], [zero, -one]],
                    "n": [[one, zero], [zero, zero]],
                    "d": [[zero, zero], [zero, one]],
                }[mu]
                inside = _times(inside, step)
                with_z = None if with_z is None else _times(with_z, step)
        right: Local = [[one, zero], [down, one]]

        def trace(m: Local) -> Quotient:
            return _sum_diagonal(_times(_times(left, m), right))

        return trace(inside), None if with_z is None else trace(with_z)

    def _by_powers(self, value: Quotient, names: tuple[str, ...]) -> dict[tuple[int, ...], Quotient]:
        """value as a polynomial in the named generators: {powers: coefficient}."""
        slots = [self.field.slot(name) for name in names]
        parts: dict[tuple[int, ...], Quotient] = {}
        one = self.field.context.constant(1)
        for exponents, coefficient in zip(value.top.monoms(), value.top.coeffs(), strict=True):
            powers = tuple(int(exponents[slot]) for slot in slots)
            rest = [0 if at in slots else int(e) for at, e in enumerate(exponents)]
            piece = Quotient(self.field, self.field.context.from_dict({tuple(rest): coefficient}), one) / Quotient(
                self.field, value.bottom, one
            )
            parts[powers] = parts.get(powers, self.field.zero) + piece
        return parts

    def expanded(
        self, middle: list[Term], coefficient: Expansion, left: Quotient | None = None, right: Quotient | None = None
    ) -> Quotient:
        """The trace when the two sides expand with the given coefficients of x^a y^b."""
        pieces = self._pieces(middle, left, right)
        m = self.fresh_index()
        ratio = self.field.one if left is None or right is None else left * right / (2 * self._lam())
        if self._of_site(ratio):
            raise NotDecidable("site weights that are not those of (7)")
        result = self.field.zero
        for (up, down), weight in pieces.polynomial.items():
            value = (
                coefficient(pieces.a + up + m, pieces.b + down + m)
                * self.power(ratio * pieces.kappa, m)
                * self.form(m, pieces.classes)
                * pieces.theta(m)
            )
            result = result + weight * self.summed("#m", self.field.zero, self.size(pieces.classes), value)
        return pieces.prefactor * result

    def of_powers(self, middle: list[Term], k: Quotient, l: Quotient) -> Quotient:
        """tr(bbS_-^dagger^k O bbS_-^l) = k! l! times the coefficient of x^k y^l."""
        pieces = self._pieces(middle)
        result = self.field.zero
        for (up, down), weight in pieces.polynomial.items():
            m = k - pieces.a - up
            gap = l - pieces.b - down - m
            if never_negative(self, gap - 1) or never_negative(self, -gap - 1):
                continue  # the trace vanishes unless the powers match
            if not gap.is_zero():
                raise NotDecidable("a trace that vanishes unless the powers match")
            result = result + weight * self.power(pieces.kappa, m) * self.form(m, pieces.classes) * pieces.theta(m)
        return pieces.prefactor * self.factorial(k) * self.factorial(l) * result


class _Pieces(NamedTuple):
    """What a trace factors into."""

    prefactor: Quotient
    a: Quotient
    b: Quotient
    classes: frozenset[str]
    moment: int
    polynomial: dict[tuple[int, ...], Quotient]
    kappa: Quotient

    def theta(self, m: Quotient) -> Quotient | int:
        """What M^z brings to the coefficient of (xy)^m."""
        return self.moment * m if self.moment else 1


def _product(p: dict[tuple[int, ...], Quotient], q: dict[tuple[int, ...], Quotient]) -> dict[tuple[int, ...], Quotient]:
    result: dict[tuple[int, ...], Quotient] = {}
    for (a, b), v in p.items():
        for (c, d), w in q.items():
            result[a + c, b + d] = result[a + c, b + d] + v * w if (a + c, b + d) in result else v * w
    return result


def _times(a: Local, b: Local) -> Local:
    return [[a[p][0] * b[0][q] + a[p][1] * b[1][q] for q in (0, 1)] for p in (0, 1)]


def _sum_diagonal(a: Local) -> Quotient:
    return a[0][0] + a[1][1]
