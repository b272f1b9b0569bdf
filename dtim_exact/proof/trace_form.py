"""The normal form of traces with Phi or powers of bbS_- on both sides: traces factor over sites, so 2 x 2 traces of
each class of sites decide them.

A site belongs to C1 only, C2 only, both or neither.  Expanded, tr[prod_j (1 + x alpha_j^* sigma_j^+) O_j (1 + y
alpha_j sigma_j^-)] is a monomial
x^a y^b times 2^n prod (1 + lam_j x y) over the n sites without an operator, whose coefficients are the form factors
I_m of (18); the expansion
coefficients of the two sides then replace x^a y^b by (-r^*)_a (-r)_b for Phi, or pick one power.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import NamedTuple

from . import conventions
from .fields import Quotient
from .scalar_form import NotDecidable, ScalarForm
from .sites_form import rename_site
from .sum_range import never_negative
from .terms import Term, replace, walk

CLASSES = {
    "neither": frozenset(),
    "first": frozenset({"C1"}),
    "second": frozenset({"C2"}),
    "both": frozenset({"C1", "C2"}),
}
Local = list[list[Quotient]]
Expansion = Callable[[Quotient, Quotient], Quotient]


class TraceForm(ScalarForm):
    """Scalars that may contain clusters, form factors, hypergeometric polynomials and traces."""

    def __init__(
        self,
        unfold: frozenset[str],
        real: frozenset[str],
        definitions: Mapping[str, Term] | None = None,
        *,
        uniform: bool,
        open_sites: tuple[str, ...] = (),
    ) -> None:
        super().__init__(unfold, real, definitions)
        self.uniform, self.open_sites = uniform, open_sites
        self.classes = CLASSES | {f"site {name}": frozenset[str]() for name in open_sites}
        """Besides the classes of sites every open site of the statement is a class of its own; it belongs to no
        cluster.
        """
        self._bound: dict[str, tuple[frozenset[str], Quotient]] = {}

    def rebuilt(self, kind: str, contents: tuple[Quotient, ...]) -> Quotient:
        return (
            self._over(contents[0], frozenset({kind[5:]}))
            if kind.startswith("over ")
            else super().rebuilt(kind, contents)
        )

    # --- clusters ---------------------------------------------------------------------------------------------------
    def members(self, term: Term) -> frozenset[str]:
        """The classes of sites that make up a cluster."""
        match term.head:
            case "cluster" if term.args[0] in ("C1", "C2"):
                return frozenset(name for name, inside in CLASSES.items() if term.args[0] in inside)
            case "cluster" if term.args[0] == "all":
                return frozenset(self.classes)
            case "cluster" if term.args[0] in conventions.CLUSTERS:
                return self.members(conventions.CLUSTERS[term.args[0]])
            case "union":
                return self.members(term.args[0]) | self.members(term.args[1])
            case "minus":
                return self.members(term.args[0]) - self.members(term.args[1])
            case "meet":
                return self.members(term.args[0]) & self.members(term.args[1])
        raise NotDecidable(f"an unknown cluster {term!r}")

    def size(self, classes: frozenset[str]) -> Quotient:
        single = [name for name in classes if name.startswith("site ")]
        return sum(
            (self.field.generator("#" + name) for name in sorted(classes - set(single))),
            self.field.constant(len(single)),
        )

    def _sym(self, name: str) -> Quotient:
        return self.size(frozenset(self.classes)) if name == "N" and name not in self.values else super()._sym(name)

    def _at(self, name: str, site: Term) -> Quotient:
        return super()._sym(name) if self.uniform and name in conventions.OF_THE_FIELD else super()._at(name, site)

    def _card(self, cluster: Term) -> Quotient:
        if cluster.head == "cluster" and cluster.args[0] in self._bound:
            return self._bound[cluster.args[0]][1]
        return self.size(self.members(cluster))

    def _over_set(self, index: Term, cluster: Term, body: Term) -> Quotient:
        value = self.read(replace(body, lambda t: Term("site_index", "@") if t == index else None))
        if cluster.head == "cluster" and cluster.args[0] in self._bound:
            raise NotDecidable("a product over a set of which only the size is known")
        return self._over(value, self.members(cluster))

    def _over(self, value: Quotient, classes: frozenset[str]) -> Quotient:
        """The product of a site-dependent value over classes of sites."""
        if not classes or value == self.field.one:
            return self.field.one
        result = self.field.one
        for factor, times in self.factors(value):
            if self._of_site(factor):
                for name in sorted(classes):
                    result = result * self._atom("over " + name, factor).value ** times
            else:
                result = result * self.power(factor**times, self.size(classes))
        return result

    def _of_site(self, value: Quotient) -> bool:
        return any(isinstance(name, tuple) and name[0] == "at" for name in self.used(value))

    def _lam(self) -> Quotient:
        return self.read(conventions.at("lam", Term("site_index", "@")))

    def _subsets(self, variable: Term, of: Term, size: Term, body: Term) -> Quotient:
        """The double sum of two expansions; `StateForm` knows more."""
        pair = self._double_expansion(variable, of, size, body)
        if pair is None:
            raise NotDecidable("a sum over sets that is not a double expansion")
        return pair

    # --- form factors and hypergeometric polynomials ----------------------------------------------------------------
    def fresh_index(self) -> Quotient:
        """The index of an internal sum, which no size of a summed set may contain."""
        if any("#m" in self.used(count) for _, count in self._bound.values()):
            raise NotDecidable("a sum over all subsets around another sum of the same kind")
        return self.field.generator("#m")

    def _form(self, m: Term, cluster: Term) -> Quotient:
        return self.form(self.read(m), self.members(cluster))

    def form(self, m: Quotient, classes: frozenset[str]) -> Quotient:
        """I_m of (18); for uniform fields (S59)."""
        if m.is_zero():
            return self.field.one
        if self.uniform:
            n = self.size(classes)
            return self.factorial(n) / self.factorial(m) / self.factorial(n - m) * self.power(self._lam(), m)
        return self._atom("form " + "+".join(sorted(classes)), m).value

    def size_of_form(self, name: tuple[object, ...]) -> Quotient:
        """The number of sites of a form factor's cluster, beyond which it vanishes."""
        return self.size(frozenset(str(name[0])[5:].split("+")))

    def _hyper30(self, a: Term, b: Term, c: Term, z: Term) -> Quotient:
        """3F0(a, b, c; z) with c a non-positive integer, by (S60)."""
        m = self.fresh_index()
        x, y, w = self.read(a), self.read(b), self.read(c)
        value = (
            self.rising(x, m) * self.rising(y, m) * self.rising(w, m) * self.power(self.read(z), m) / self.factorial(m)
        )
        return self.summed("#m", self.field.zero, -w, value)

    # --- traces -----------------------------------------------------------------------------------------------------
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

    def _sum(self, index: Term, low: Term, high: Term, body: Term) -> Quotient:
        inner = body
        trace = next((t for t in walk(inner) if t.head == "tr"), None)
        if inner.head == "sum" and trace is not None and self._has_powers(trace, index, inner.args[0]):
            beyond = [self.read(end) - self.read(conventions.N) for end in (high, inner.args[2])]
            if not all(self.read(start).is_zero() for start in (low, inner.args[1])) or not all(
                never_negative(self, more) for more in beyond
            ):
                raise NotDecidable(
                    "a double sum over powers that does not run over 0..N, beyond which bbS_-^k vanishes"
                )
            return self._over_powers(index, inner, trace)
        return super()._sum(index, low, high, body)

    def _has_powers(self, trace: Term, k: Term, l: Term) -> bool:
        text = [t.args[1] for t in walk(trace) if t.head == "pow"]
        return k in text and l in text

    def _over_powers(self, k: Term, inner: Term, trace: Term) -> Quotient:
        """sum_{k,l} c(k, l) tr(bbS_-^dagger^k O bbS_-^l): only k = a + m, l = b + m contribute; both indices run
        over 0..N.
        """
        l, factors = inner.args[0], list(inner.args[3].args)
        if factors.count(trace) != 1 or inner.args[3].head != "mul":
            raise NotDecidable("the summand is not a coefficient times a trace")
        factors.remove(trace)
        coefficient = Term("mul", *factors)

        def value(a: Quotient, b: Quotient) -> Quotient:
            self.values |= {k.args[0]: a, l.args[0]: b}
            c = self.read(coefficient)
            del self.values[k.args[0]], self.values[l.args[0]]
            return c * self.factorial(a) * self.factorial(b)

        sides = trace.args[0].args if trace.args[0].head == "mul" else ()
        power = conventions.bbS_minus
        if not sides or sides[0] not in ((power**k).dag, power.dag**k) or sides[-1] != power**l:
            raise NotDecidable("a double sum whose trace is not that of bbS_-^dagger^k ... bbS_-^l")
        return self.expanded(list(trace.args[0].args[1:-1]), value)

    def _double_expansion(self, first: Term, of: Term, size: Term, body: Term) -> Quotient | None:
        """sum over A1, A2 of f(|A1|, |A2|) w1^{A1} w2^{A2} tr(sigma^+_{A1} O sigma^-_{A2}): the expansion of two
        products over sites.
        """
        if (
            body.head != "subsets"
            or {size, body.args[2]} != {Term("num", Fraction(-1))}
            or of != Term("cluster", "all")
            or body.args[1] != of
        ):
            return None
        second, inner = body.args[0], body.args[3]
        factors = list(inner.args) if inner.head == "mul" else [inner]
        trace = next((t for t in factors if t.head == "tr"), None)
        if trace is None or trace.args[0].head != "mul":
            return None
        sides = [trace.args[0].args[0], trace.args[0].args[-1]]
        expected = [
            Term("over_set", conventions.j, cluster, conventions.sigma(mu, conventions.j))
            for cluster, mu in ((first, "+"), (second, "-"))
        ]
        if sides != expected:
            raise NotDecidable("the trace is not that of sigma^+_{A1} ... sigma^-_{A2}")
        weights = dict.fromkeys((first, second), self.field.one)
        rest: list[Term] = []
        for term in factors:
            if term.head == "over_set" and term.args[1] in weights:
                generic = rename_site(term.args[2], term.args[0], Term("site_index", "@"))
                weights[term.args[1]] = weights[term.args[1]] * self.read(generic)
            elif term != trace:
                rest.append(term)

        def value(a: Quotient, b: Quotient) -> Quotient:
            self._bound.update({first.args[0]: (frozenset(), a), second.args[0]: (frozenset(), b)})
            result = self.read(Term("mul", *rest)) if rest else self.field.one
            del self._bound[first.args[0]], self._bound[second.args[0]]
            return result

        return self.expanded(list(trace.args[0].args[1:-1]), value, weights[first], weights[second])


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
