"""The normal form of symmetric polynomials in the lowering operators: sums over sets A of f(|A|) w^A sigma_A^-, for
all N.

E_a is the sum over the sets A of a sites of w^A sigma_A^-, with the weights w_j = alpha_j, or w_j = 1.  Because
sigma_j^- squares to zero, E_a E_b is
binom(a + b, a) E_{a+b}: every set of a + b sites arises from that many pairs of disjoint sets.  Hence (E_1)^k = k!
E_k, and (1 + c E_1)^n is the sum of
n (n-1) ... (n-a+1) c^a E_a.  E_a vanishes for a > N.

An element is a list of single terms v E_s and of series sum_{a >= low} f(a) E_a.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from . import conventions
from .fields import Quotient
from .scalar_form import NotDecidable, ScalarForm
from .site_labels import site_labels
from .sites_form import rename_site
from .sum_range import never_negative
from .terms import Term, lift, replace, walk

SIZE, SITE = "#m", Term("site_index", "@")
Coefficients = Callable[[Quotient], Quotient]


class Element(NamedTuple):
    """Single terms (s, v), and series (low, f)."""

    terms: list[tuple[Quotient, Quotient]]
    series: list[tuple[int, Coefficients]]


class SymmetricForm:
    """Reads polynomials in S_- or bbS_-; `weight` is the weight of a site in E_a."""

    def __init__(self, scalars: ScalarForm, weight: Term, *, uniform: bool) -> None:
        self.scalars, self.uniform, self.field = scalars, uniform, scalars.field
        self.one, self.zero = self.field.one, self.field.zero
        self.weight = self.number(rename_site(weight, conventions.j, SITE))

    def number(self, term: Term) -> Quotient:
        if self.uniform:
            of_field = conventions.OF_THE_FIELD
            term = replace(term, lambda t: Term("sym", t.args[0]) if t.head == "at" and t.args[0] in of_field else None)
        return self.scalars.read(term)

    # --- reading ----------------------------------------------------------------------------------------------------
    def read(self, term: Term) -> Element:
        reader = getattr(self, f"_{term.head}", None)
        if reader is not None:
            result: Element = reader(*term.args)
            return result
        if any(t.head in ("op", "sigma", "spin", "B") for t in walk(term)):
            raise NotDecidable(f"{term.head} is not a polynomial in the lowering operators")
        return Element([(self.zero, self.number(term))], [])

    def _op(self, name: str) -> Element:
        if name in ("S-", "bbS-"):
            ratio = self._ratio(rename_site(conventions.OPERATORS[name].args[1], conventions.j, SITE))
            return Element([(self.one, ratio)], [])
        if name == "Phi":
            return self.read(conventions.OPERATORS["Phi"])
        raise NotDecidable(f"{name} is not a polynomial in the lowering operators")

    def _ratio(self, local: Term) -> Quotient:
        """The operator c sigma^- of one site as a multiple of w sigma^-."""
        factors = list(local.args) if local.head == "mul" else [local]
        lowering = [f for f in factors if f.head == "sigma"]
        if len(lowering) != 1 or lowering[0] != conventions.sigma("-", SITE):
            raise NotDecidable("a product over sites of something else than lowering operators")
        ratio = self.number(Term("mul", lift(1), *(f for f in factors if f is not lowering[0]))) / self.weight
        if site_labels(self.field, ratio):
            raise NotDecidable("weights of the sites that are not proportional")
        return ratio

    def _subsets(self, variable: Term, of: Term, size: Term, body: Term) -> Element:
        """sum over A of f(|A|) prod_{j in A} c_j sigma_j^-."""
        factors = list(body.args) if body.head == "mul" else [body]
        products = [f for f in factors if f.head == "over_set" and f.args[1] == variable]
        if of != conventions.everything or len(products) != 1:
            raise NotDecidable("a sum over sets that is not that of one product")
        ratio = self._ratio(rename_site(products[0].args[2], products[0].args[0], SITE))
        size_symbol = Term("sym", SIZE)
        rest = Term("mul", lift(1), *(f for f in factors if f is not products[0]))
        rest = replace(rest, lambda t: size_symbol if t == Term("card", variable) else None)
        if any(t == variable for t in walk(rest)):
            raise NotDecidable("a coefficient that depends on more than the size of the set")
        f: Coefficients = lambda a: self._with(SIZE, a, lambda: self.number(rest)) * self.scalars.power(ratio, a)  # noqa: E731
        if size == lift(-1):
            return Element([], [(0, f)])
        chosen = self.number(size)
        if not never_negative(self.scalars, chosen):
            raise NotDecidable("sets of a size that may be negative")
        return Element([(chosen, f(chosen))], [])

    def _over_set(self, index: Term, cluster: Term, local: Term) -> Element:
        """The product over all sites is E_N."""
        if cluster != conventions.everything:
            raise NotDecidable("a product over some of the sites")
        N = self.number(conventions.N)
        ratio = self._ratio(rename_site(local, index, SITE))
        return Element([(N, self.scalars.power(ratio, N))], [])

    def _sum(self, index: Term, low: Term, high: Term, body: Term) -> Element:
        """sum over k of c_k E_{k+s}; the series must not end before E_N."""
        name, first, last = index.args[0], self.scalars.integer(self.number(low)), self.number(high)
        if first is None or first[0]:
            raise NotDecidable("a series that does not begin at a number")
        result = Element([], [])
        k = self.field.generator(name) + first[1]
        inside = self._with(name, k, lambda: self.read(body))
        if inside.series:
            raise NotDecidable("a series of series")
        for place, (size, _) in enumerate(inside.terms):
            shift = self.scalars.integer(size - k)
            beyond = self.scalars.integer(last + size - k - self.number(conventions.N))
            if shift is None or shift[0] or beyond is None or beyond[1] < 0 or any(c < 0 for c in beyond[0].values()):
                raise NotDecidable("a series that is not one in E_k up to N")
            begin = first[1] + shift[1]
            if begin < 0:
                raise NotDecidable("a series that begins below E_0")

            def f(a: Quotient, place: int = place, s: int = shift[1]) -> Quotient:
                value: Quotient = self._with(name, a - s, lambda: self.read(body).terms[place][1])
                return value

            result.series.append((begin, f))
        return result

    def _with(self, name: str, value: Quotient, read: Callable[[], Any]) -> Any:
        """What is read while a symbol stands for a value."""
        before = dict(self.scalars.values)
        self.scalars.values[name] = value
        try:
            return read()
        finally:
            self.scalars.values = before

    def _add(self, *args: Term) -> Element:
        parts = [self.read(a) for a in args]
        return Element([t for part in parts for t in part.terms], [s for part in parts for s in part.series])

    def _neg(self, arg: Term) -> Element:
        return self.times(Element([(self.zero, -self.one)], []), self.read(arg))

    def _div(self, top: Term, bottom: Term) -> Element:
        return self.times(Element([(self.zero, 1 / self.number(bottom))], []), self.read(top))

    def _mul(self, *args: Term) -> Element:
        result = Element([(self.zero, self.one)], [])
        for a in args:
            result = self.times(result, self.read(a))
        return result

    def _comm(self, a: Term, b: Term) -> Element:
        self.read(a), self.read(b)
        return Element([], [])

    def _pow(self, base: Term, exponent: Term) -> Element:
        if not any(t.head in ("op", "sigma", "spin", "B") for t in walk(base)):
            return Element([(self.zero, self.number(Term("pow", base, exponent)))], [])
        element, count = self.read(base), self.number(exponent)
        parts = self.scalars.integer(count)
        if parts is None or element.series:
            raise NotDecidable("only integer powers of polynomials")
        c0 = sum((v for s, v in element.terms if s.is_zero()), self.zero)
        c1 = sum((v for s, v in element.terms if s == self.one), self.zero)
        if any(not s.is_zero() and s != self.one for s, _ in element.terms):
            raise NotDecidable("only powers of c_0 + c_1 E_1")
        if parts[1] < 0:
            raise NotDecidable("a power that may be negative")
        if c0.is_zero():
            return Element([(count, self.scalars.factorial(count) * self.scalars.power(c1, count))], [])
        if c0 != self.one:
            raise NotDecidable("only powers of 1 + c E_1")
        f: Coefficients = lambda a: self.scalars.sign(a) * self.scalars.rising(-count, a) * self.scalars.power(c1, a)  # noqa: E731
        return Element([], [(0, f)])

    # --- algebra ----------------------------------------------------------------------------------------------------
    def times(self, a: Element, b: Element) -> Element:
        if a.series and b.series:
            raise NotDecidable("a product of two series")
        terms = [(s + t, v * w * self._ways(s, t)) for s, v in a.terms for t, w in b.terms]
        series = [self._shifted(s, v, low, f) for x, y in ((a, b), (b, a)) for s, v in x.terms for low, f in y.series]
        return Element(terms, series)

    def _ways(self, s: Quotient, t: Quotient) -> Quotient:
        if s.is_zero() or t.is_zero():
            return self.one
        factorial = self.scalars.factorial
        return factorial(s + t) / factorial(s) / factorial(t)

    def _shifted(self, s: Quotient, v: Quotient, low: int, f: Coefficients) -> tuple[int, Coefficients]:
        """v E_s times a series."""
        parts = self.scalars.integer(s)
        if parts is None or parts[0] or parts[1] < 0:
            raise NotDecidable("a product of a series and a term of symbolic size")
        return low + parts[1], lambda a: v * f(a - parts[1]) * self._ways(s, a - parts[1])

    def equal(self, lhs: Term, rhs: Term) -> bool:
        left, right = self.read(lhs), self.times(Element([(self.zero, -self.one)], []), self.read(rhs))
        series, terms = [*left.series, *right.series], [*left.terms, *right.terms]
        start = max((low for low, _ in series), default=0)
        a = self.field.generator(SIZE)
        if sum((f(a + start) for _, f in series), self.zero) != 0:
            return False
        terms += [(self.field.constant(b), f(self.field.constant(b))) for low, f in series for b in range(low, start)]
        sizes: dict[tuple[str, str], tuple[Quotient, Quotient]] = {}
        for s, v in terms:
            sizes[s.key()] = (s, sizes[s.key()][1] + v if s.key() in sizes else v)
        return all(v.is_zero() or self._vanishes(s) for s, v in sizes.values())

    def _vanishes(self, size: Quotient) -> bool:
        """E_a is certainly zero for a > N."""
        beyond = self.scalars.integer(size - self.number(conventions.N))
        return beyond is not None and beyond[1] > 0 and all(c >= 0 for c in beyond[0].values())
