"""The normal form of traces, extended to norms, probabilities of spin configurations, sums over nested sets, and
hypotheses on the sizes of clusters.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from . import conventions
from .fields import Quotient
from .limits import limit_at_zero
from .scalar_form import NotDecidable, depends_on
from .set_sums import SetSumForm
from .sites_form import SitesForm
from .terms import Term, replace, walk

OF_CLUSTER = {"C1": "first", "C2": "second", "all": "neither"}
"""The class of sites that a hypothesis on the size of a cluster determines."""
FLIPPED = {"+": "-", "-": "+"}
OPERATORS = ("op", "sigma", "spin")


class StateForm(SetSumForm):
    """Reads what `SetSumForm` reads, and norm2, prob, inside, supersets, single, limit; classes of clusters that are
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
        if factors == [conventions.Phi] and not number.is_zero():
            return self._law(k) / self._tr(conventions.Phi.dag * conventions.Phi)
        if (
            number.is_zero()
            or len(factors) != 1
            or factors[0].head != "pow"
            or factors[0].args[0] != conventions.bbS_minus
        ):
            raise NotDecidable("only the law of M^z for a power of bbS_-")
        n = self.read(factors[0].args[1])  # p(q) = n!^2 2^n I_n(down sites), the trace is n!^2 2^N I_n
        return self._choose(N - n, k - n) * self.power(self.field.constant(2), n - N)

    def _law(self, k: Quotient) -> Quotient:
        """The weight of all configurations with k spins down: sum_m |(-r)_m|^2 2^m binom(N - m, k - m) I_m.

        A configuration has p(q) = sum_m |(-r)_m|^2 2^m I_m(down sites), as the trace shows; a set of m sites lies in
        binom(N - m, k - m) sets of k sites.
        """
        m, r, everything = self.fresh_index(), self.read(conventions.r), frozenset(self.classes)
        ways = self._choose(self.size(everything) - m, k - m) * self.power(self.field.constant(2), m)
        value = self.rising(-r, m) * self.rising(-r.conj(), m) * ways * self.form(m, everything)
        return self.summed("#m", self.field.zero, k, value)

    def _div(self, top: Term, bottom: Term) -> Quotient:
        value = self.read(top)  # 0/b is 0 wherever it has a value
        return value if value.is_zero() else value / self.read(bottom)

    def _limit(self, variable: Term, point: Term, body: Term) -> Quotient:
        if not self.read(point).is_zero():
            raise NotDecidable("only limits at zero")
        if depends_on(body, variable, self.unfold):
            raise NotDecidable("a limit of a symbol that is kept free but depends on the variable")
        return limit_at_zero(self, self.read(body), str(variable.args[0]))


def adjoint(factor: Term) -> Term:
    """The adjoint of a factor of a product."""
    if factor.head == "over_set" and factor.args[2].head == "sigma":
        return Term("over_set", *factor.args[:2], adjoint(factor.args[2]))
    if factor.head == "sigma":
        return Term("sigma", FLIPPED.get(factor.args[0], factor.args[0]), factor.args[1])
    return factor.args[0] if factor.head == "dag" else factor.dag
