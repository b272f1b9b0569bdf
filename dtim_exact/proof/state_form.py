"""The normal form of traces, extended to norms, probabilities of spin configurations, sums over nested sets, and
hypotheses on the sizes of clusters.

A sum over the subsets Y of a set X is linear in what it sums: a product over Y of a multiple of lam_j gives a form
factor, a function of |Y| alone gives the
number of subsets, and a form factor I_m(Y) gives binom(|X| - m, |Y| - m) I_m(X), because that many sets Y contain a
given set of m sites.  A marker
generator makes sure that such a product occurs exactly once and linearly.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from . import conventions
from .fields import Quotient
from .limits import limit_at_zero
from .scalar_form import NotDecidable
from .sites_form import SitesForm
from .terms import Term, replace, walk
from .trace_form import TraceForm

OF_CLUSTER = {"C1": "first", "C2": "second", "all": "neither"}
"""The class of sites that a hypothesis on the size of a cluster determines."""
FLIPPED = {"+": "-", "-": "+"}
OPERATORS = ("op", "sigma", "spin")


class StateForm(TraceForm):
    """Reads what `TraceForm` reads, and norm2, prob, inside, supersets, single, limit; classes of clusters that are
    not mentioned are empty.
    """

    def __init__(
        self,
        unfold: frozenset[str],
        real: frozenset[str],
        definitions: Mapping[str, Term] | None = None,
        *,
        uniform: bool,
        open_sites: tuple[str, ...] = (),
        clusters: frozenset[str] = frozenset({"C1", "C2"}),
        sizes: Mapping[str, Term] | None = None,
    ) -> None:
        super().__init__(unfold, real, definitions, uniform=uniform, open_sites=open_sites)
        self.classes = {name: inside for name, inside in self.classes.items() if inside <= clusters}
        self.sizes: dict[str, Quotient] = {}
        for cluster, size in (sizes or {}).items():
            self._impose(cluster, self.read(size))

    def _impose(self, cluster: str, size: Quotient) -> None:
        solved = OF_CLUSTER[cluster]
        rest = self.size(self.members(Term("cluster", cluster)) - {solved})
        if solved in self.sizes or "#" + solved in self.used(size):
            raise NotDecidable("a size that is not determined by the others")
        self.sizes[solved] = size - rest

    def rebuilt(self, kind: str, contents: tuple[Quotient, ...]) -> Quotient:
        if kind.startswith("form "):
            return self.form(contents[0], frozenset(kind[5:].split("+")) if kind[5:] else frozenset())
        return super().rebuilt(kind, contents)

    # --- clusters ---------------------------------------------------------------------------------------------------
    def members(self, term: Term) -> frozenset[str]:
        if term.head == "single":
            if "site " + term.args[0].args[0] not in self.classes:
                raise NotDecidable("a site that is not told apart")
            return frozenset({"site " + term.args[0].args[0]})
        return super().members(term) & frozenset(self.classes)

    def size(self, classes: frozenset[str]) -> Quotient:
        known = [name for name in classes if name in self.sizes]
        return sum((self.sizes[name] for name in known), super().size(classes - set(known)))

    def form(self, m: Quotient, classes: frozenset[str]) -> Quotient:
        """I_m; an open site is taken out by the definition, I_m(X + j) = I_m(X) + lam_j I_{m-1}(X); I_m is zero
        outside 0..|X|.
        """
        count = self.integer(m)
        if count is not None and not count[0] and (count[1] < 0 or (count[1] > 0 and not classes)):
            return self.field.zero
        site = next((name for name in sorted(classes) if name.startswith("site ")), None)
        if site is None:
            return super().form(m, classes)
        rest = classes - {site}
        return self.form(m, rest) + self._on_site(self._lam(), site) * self.form(m - 1, rest)

    # --- sums over sets ---------------------------------------------------------------------------------------------
    def _marker(self, variable: str) -> Quotient:
        name = "product over " + variable
        self.real |= {name}
        return self.field.generator(name)

    def _over_set(self, index: Term, cluster: Term, body: Term) -> Quotient:
        """Over a summed set Y the product of c lam_j is c^|Y| times what becomes the form factor by the sum."""
        if cluster.head != "cluster" or cluster.args[0] not in self._bound:
            return super()._over_set(index, cluster, body)
        classes, count = self._bound[cluster.args[0]]
        ratio = self.read(replace(body, lambda t: Term("site_index", "@") if t == index else None)) / self._lam()
        if not classes or self._of_site(ratio):
            raise NotDecidable("only products of multiples of lam_j over a set whose elements are summed over")
        return self.power(ratio, count) * self.form(count, classes) * self._marker(cluster.args[0])

    def _subsets(self, variable: Term, of: Term, size: Term, body: Term) -> Quotient:
        pair = self._double_expansion(variable, of, size, body)
        if pair is not None:
            return pair
        of, body = self._restricted(variable, of, body)
        every = size == Term("num", Fraction(-1))
        outer = self._bound.get(of.args[0]) if of.head == "cluster" else None
        if every and outer is not None:
            raise NotDecidable("all subsets of a set that is summed over")
        classes, available = outer or (self.members(of), self.size(self.members(of)))
        count = self.fresh_index() if every else self.read(size)
        plain, marked = self._parts(variable.args[0], self._with(variable, classes, count, body))
        if outer is not None:  # I_count(of), summed over the sets `of` of that size later
            within = self.size(classes)
            marked = marked * self._choose(within - count, available - count) * self._marker(of.args[0])
        value = plain * self._choose(available, count) + marked
        return self.summed("#m", self.field.zero, available, value) if every else value

    def _supersets(self, variable: Term, of: Term, size: Term, body: Term) -> Quotient:
        """sum over the sets Y of `size` sites that contain `of`, of a function of |Y|."""
        count = self.read(size)
        plain, marked = self._parts(variable.args[0], self._with(variable, frozenset(), count, body))
        if not marked.is_zero():
            raise NotDecidable("a product over a superset")
        inner = self._card(of)
        return plain * self._choose(self.size(frozenset(self.classes)) - inner, count - inner)

    def _sites(self, index: Term, body: Term, *other_than: Term) -> Quotient:
        """sum over all sites of a number or of a multiple of lam_j."""
        value = self.read(replace(body, lambda t: Term("site_index", "@") if t == index else None))
        if other_than or self.open_sites:
            raise NotDecidable("a sum that leaves sites out, or beside open sites")
        everywhere = frozenset(self.classes)
        ratio, one = value / self._lam(), self.field.one
        if not self._of_site(value):
            return value * self.size(everywhere)
        if self._of_site(ratio):
            raise NotDecidable("a sum over sites of something that is not proportional to lam_j")
        return ratio * self.form(one, everywhere)

    def _with(self, variable: Term, classes: frozenset[str], count: Quotient, body: Term) -> Quotient:
        if variable.args[0] in self._bound:
            raise NotDecidable("a set variable that is bound twice")
        self._bound[variable.args[0]] = (classes, count)
        try:
            return self.read(body)
        finally:
            del self._bound[variable.args[0]]

    def _parts(self, variable: str, value: Quotient) -> tuple[Quotient, Quotient]:
        """The part free of the product over the variable, and the one linear in it (the marker set to one)."""
        marker = self._marker(variable)
        plain = value.substitute("product over " + variable, self.field.zero)
        linear = (value - plain) / marker
        if {"product over " + variable} & (self.used(linear) | self.used(plain)):
            raise NotDecidable("a summand that is not linear in the product over the summed set")
        return plain, linear

    def _choose(self, n: Quotient, m: Quotient) -> Quotient:
        return self.factorial(n) / self.factorial(m) / self.factorial(n - m)

    def _restricted(self, variable: Term, of: Term, body: Term) -> tuple[Term, Term]:
        """A factor prod_{j in A} f_j [j in X] confines the sum over A to the subsets of X."""
        factors = list(body.args) if body.head == "mul" else [body]
        for at, factor in enumerate(factors):
            if factor.head != "over_set" or factor.args[1] != variable or factor.args[2].head != "mul":
                continue
            tests = [t for t in factor.args[2].args if t.head == "inside" and t.args[0] == factor.args[0]]
            if not tests:
                continue
            rest = [t for t in factor.args[2].args if t not in tests]
            factors[at] = Term("over_set", factor.args[0], variable, Term("mul", *rest) if len(rest) > 1 else rest[0])
            for test in tests:
                of = test.args[1] if of == conventions.everything else Term("meet", of, test.args[1])
            return of, Term("mul", *factors) if len(factors) > 1 else factors[0]
        return of, body

    # --- norms, traces, probabilities -------------------------------------------------------------------------------
    def _norm2(self, operator: Term) -> Quotient:
        """The squared Hilbert-Schmidt norm tr(A^dagger A)."""
        number, factors = self._split(operator)
        weight = number * number.conj()
        only = factors[0] if len(factors) == 1 else None
        if (
            only is not None
            and only.head == "over_set"
            and only.args[1].head == "cluster"
            and only.args[1].args[0] in self._bound
        ):
            index, cluster, body = only.args
            inside = list(body.args) if body.head == "mul" else [body]
            local = inside.pop()
            if local.head != "sigma" or local.args[0] not in FLIPPED or local.args[1] != index:
                raise NotDecidable("only products of ladder operators over a summed set")
            squares = [Term("abs2", t) for t in inside] or [Term("num", Fraction(1))]
            value = self._over_set(
                index, cluster, Term("mul", *squares)
            )  # tr(sigma^+ sigma^-) = 1 on the set, tr 1 = 2 elsewhere
            return (
                weight
                * value
                * self.power(self.field.constant(2), self.size(frozenset(self.classes)) - self._card(cluster))
            )
        return weight * self._tr(Term("mul", *(adjoint(f) for f in reversed(factors)), *factors))

    def _split(self, operator: Term) -> tuple[Quotient, list[Term]]:
        """An operator as a number times factors."""
        match operator.head:
            case "mul":
                if any(t.head == "op" and t.args[0] in conventions.ANTILINEAR for t in walk(operator)):
                    raise NotDecidable("an antilinear operator in a product")
                number = self.field.one
                factors: list[Term] = []
                for a in operator.args:
                    if any(t.head in OPERATORS for t in walk(a)):
                        part, more = self._split(a)
                        number, factors = number * part, factors + more
                    else:
                        number = number * self.read(a)
                return number, factors
            case "neg":
                number, factors = self._split(operator.args[0])
                return -number, factors
            case "div":
                number, factors = self._split(operator.args[0])
                return number / self.read(operator.args[1]), factors
            case "over_set" if operator.args[2].head != "sigma" and not (
                operator.args[1].head == "cluster" and operator.args[1].args[0] in self._bound
            ):
                index, cluster, body = operator.args
                factors = list(body.args) if body.head == "mul" else [body.args[0]] if body.head == "neg" else [body]
                local = [f for f in factors if f.head == "sigma"]
                if len(local) != 1 or any(t.head in OPERATORS for f in factors if f is not local[0] for t in walk(f)):
                    return self.field.one, [operator]
                number = self._over_set(
                    index, cluster, replace(body, lambda t: Term("num", Fraction(1)) if t is local[0] else None)
                )
                return number, [Term("over_set", index, cluster, local[0])]
            case "dag":
                number, factors = self._split(operator.args[0])
                return number.conj(), [adjoint(f) for f in reversed(factors)]
            case "pow":
                number, factors = self._split(operator.args[0])
                if factors == [conventions.bbS_minus]:
                    exponent = operator.args[1]
                    return self.power(number, self.read(exponent)), [conventions.bbS_minus**exponent]
        return self.field.one, [operator]

    def _tr(self, body: Term) -> Quotient:
        number, factors = self._split(body)
        trivial = [f for f in factors if f in (conventions.Phi, conventions.Phi.dag)]
        if trivial and self.read(conventions.r).is_zero():  # then Phi = 1
            factors = [conventions.Phi.dag, *(f for f in factors if f not in trivial), conventions.Phi]
        for at, factor in enumerate(factors):  # begin the cycle where A^dagger follows A
            if factor.head == "dag" or (factor.head == "pow" and factor.args[0].head == "dag"):
                before = factors[at - 1]
                if before.head in ("op", "pow") and not (before.head == "pow" and before.args[0].head == "dag"):
                    return number * super()._tr(Term("mul", *factors[at:], *factors[:at]))
        if any(t == conventions.Phi or t == conventions.bbS_minus for f in factors for t in walk(f)):
            return number * super()._tr(Term("mul", *factors))
        return number * self._in_configuration(factors)

    def _in_configuration(self, factors: list[Term]) -> Quotient:
        """<q|O|q> = tr(|q><q| O) for a projector on one spin configuration and O a sum of products of one-site
        operators: only sigma^z counts.
        """
        projectors = [
            f for f in factors if f.head == "over_set" and f.args[2].head == "sigma" and f.args[2].args[0] in ("n", "d")
        ]
        others = factors[len(projectors) :]
        if factors[: len(projectors)] != projectors:
            raise NotDecidable("projectors that are not the first factors")
        total, squares = self.field.zero, self.size(frozenset(self.classes))
        for name in self.classes:
            signs = {1 if f.args[2].args[0] == "n" else -1 for f in projectors if name in self.members(f.args[1])}
            if len(signs) != 1:
                raise NotDecidable("a trace without a projector on one spin configuration")
            total = total + signs.pop() * self.size(frozenset({name}))
        form = SitesForm(self, uniform=self.uniform)
        moments = [self.field.one, total, total * total - squares]
        result = self.field.zero
        for shape, value in form.read(Term("mul", *others) if others else Term("num", Fraction(1))).items():
            if shape.named or shape.phi or shape.antilinear:
                raise NotDecidable("only collective sums in a configuration")
            if {"+", "-"} & set(shape.anonymous):
                continue
            if (
                set(shape.anonymous) - {"z"}
                or len(shape.anonymous) >= len(moments)
                or any(form.depends(value, a) for a in range(len(shape.anonymous)))
            ):
                raise NotDecidable("only sums of sigma^z and of its pairs in a configuration")
            result = result + value.substitute("N", squares) * moments[len(shape.anonymous)]
        return result

    def _prob(self, value: Term, operator: Term) -> Quotient:
        """The probability of M^z = value in A A^dagger / tr(A A^dagger): value = N - 2k for k spins down."""
        N = self.size(frozenset(self.classes))
        k = (N - self.read(value)) / 2
        if self.integer(k) is None:
            raise NotDecidable("M^z has the values N - 2k only")
        number, factors = self._split(operator)
        if (
            number.is_zero()
            or len(factors) != 1
            or factors[0].head != "pow"
            or factors[0].args[0] != conventions.bbS_minus
        ):
            raise NotDecidable("only the law of M^z for a power of bbS_-")
        n = self.read(factors[0].args[1])  # p(q) = n!^2 2^n I_n(down sites), the trace is n!^2 2^N I_n
        return self._choose(N - n, k - n) * self.power(self.field.constant(2), n - N)

    def _div(self, top: Term, bottom: Term) -> Quotient:
        value = self.read(top)  # 0/b is 0 wherever it has a value
        return value if value.is_zero() else value / self.read(bottom)

    def _limit(self, variable: Term, point: Term, body: Term) -> Quotient:
        if not self.read(point).is_zero():
            raise NotDecidable("only limits at zero")
        return limit_at_zero(self, self.read(body), str(variable.args[0]))


def adjoint(factor: Term) -> Term:
    """The adjoint of a factor of a product."""
    if factor.head == "over_set" and factor.args[2].head == "sigma":
        return Term("over_set", *factor.args[:2], adjoint(factor.args[2]))
    if factor.head == "sigma":
        return Term("sigma", FLIPPED.get(factor.args[0], factor.args[0]), factor.args[1])
    return factor.args[0] if factor.head == "dag" else factor.dag
