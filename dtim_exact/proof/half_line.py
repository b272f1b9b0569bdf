"""What an integral from 0 to infinity means at explicit parameters, and the special functions that stand in one: Gamma and Bessel's K.

The integral is that of f(e^y) e^y over a finite range of y, by quadrature with a proven error, and two ends bounded by hand.  For that
every factor is bounded by C x^d, near infinity by C x^d exp(-kappa sqrt x):

    |K_nu(z)| <= K_mu(z) with mu >= |Re nu|;    z^mu K_mu(z) <= 2^(mu-1) Gamma(mu);    e^z K_mu(z) falls.

Like the rest of `analytic`, this shares nothing with the rules that prove.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import prod
from typing import Any, NamedTuple

from flint import acb, acb_series, arb, fmpq

from ..precision import working_precision
from .balls import Ball
from .semantics import Undefined, World
from .terms import Term, walk

__all__ = ["HalfLine"]

BITS = 128
"""K_nu at moderate arguments loses a good part of them."""
FAR = 8
"""The right end is x = e^8, where exp(-2 sqrt x) is below 1e-47."""
_integral: Callable[..., Any] = acb.integral


class _Growth(NamedTuple):
    """|f| <= size x^power exp(-decay sqrt x) on the piece of the axis in question."""

    size: arb
    power: arb
    decay: arb

    def times(self, other: _Growth) -> _Growth:
        return _Growth(self.size * other.size, self.power + other.power, self.decay + other.decay)


class HalfLine(World):
    """The part of a world that knows Gamma, Bessel's K, Bernoulli numbers and integrals over the half line."""

    def _bernoulli(self, bound: Any, arg: Term) -> Any:
        """The Bernoulli number B_n."""
        value = fmpq.bernoulli(self._count(arg, bound))
        return self.constant(Fraction(int(value.p), int(value.q)))

    def _gamma_of(self, bound: Any, arg: Term) -> Ball:
        z = Ball.of(self.value(arg, bound))
        if not z.z.is_finite() or not z.z.gamma().is_finite():
            raise Undefined("a pole of Gamma")
        return z.mapped(lambda w: w.gamma())

    def _bessel_K(self, bound: Any, order: Term, arg: Term) -> Ball:
        nu, z = (Ball.of(self.value(t, bound)) for t in (order, arg))
        if isinstance(z.z, acb_series) or not z.z.real > 0:
            raise Undefined("K_nu(z) is used for Re z > 0 only")
        return Ball(z.z.bessel_k(nu.z), z.c.bessel_k(nu.c))

    def _half_line(self, bound: Any, variable: Term, body: Term) -> Ball:
        """The integral over 0 < x < infinity."""
        named = {str(t.args[0]) for t in walk(body) if t.args} - {variable.args[0]}
        if any(name in named or " " in name for name in bound):  # a number of this integral, a site or a set
            return self._evaluated(bound, variable, body)
        known: dict[tuple[Term, Term], Ball] = self.__dict__.setdefault("_lines", {})
        if (variable, body) not in known:
            known[variable, body] = self._evaluated({}, variable, body)
        return known[variable, body]

    def _evaluated(self, bound: Any, variable: Term, body: Term) -> Ball:
        with working_precision(BITS):
            head, tail = (_Bounds(self, bound, variable, far).of(body) for far in (False, True))
            near, integrand = _near(head), _Integrand(self, variable).of(body, bound)
            rest = (_left_of(head, near) + _right_of(tail)).upper()

            def on_axis(y: acb, _analytic: bool) -> acb:
                return acb(integrand(y) * y.exp())

            value = acb(_integral(on_axis, acb(-near), acb(FAR), rel_tol=arb(2) ** -24, eval_limit=20000))
            value = value + acb(arb(0, rest), arb(0, rest))
            return Ball(value, value.conjugate())


class _Integrand:
    """A body as a function of y = log x; what does not depend on x is evaluated once."""

    def __init__(self, world: World, variable: Term) -> None:
        self.world, self.variable = world, variable

    def of(self, term: Term, bound: Mapping[str, Any]) -> Callable[[acb], acb]:
        if self.variable not in set(walk(term)):
            number: acb = Ball.of(self.world.value(term, bound)).z
            return lambda _y: number
        match term.head:
            case "sym":
                return lambda y: y.exp()
            case "sum":
                index, low, high, body = term.args
                ends = range(self.world._whole(low, bound), self.world._whole(high, bound) + 1)
                return _added([self.of(body, {**bound, index.args[0]: a}) for a in ends])
            case "over_set":
                index, cluster, body = term.args
                members = sorted(self.world.value(cluster, bound))
                return _multiplied([self.of(body, {**bound, f"site {index.args[0]}": a}) for a in members])
            case "pow" if term.args[0] == self.variable:
                power = self.of(term.args[1], bound)
                return lambda y: (power(y) * y).exp()
        parts = [self.of(a, bound) for a in term.args]
        match term.head:
            case "add":
                return _added(parts)
            case "mul":
                return _multiplied(parts)
            case "neg":
                return lambda y: -parts[0](y)
            case "div":
                return lambda y: parts[0](y) / parts[1](y)
            case "exp":
                return lambda y: parts[0](y).exp()
            case "pow":
                return lambda y: _power(parts[0](y), parts[1](y))
            case "bessel_K":
                return lambda y: _bessel(parts[0](y), parts[1](y))
        raise Undefined(f"no reading of {term.head} under the integral")


def _added(parts: list[Callable[[acb], acb]]) -> Callable[[acb], acb]:
    return lambda y: sum((f(y) for f in parts), acb(0))


def _multiplied(parts: list[Callable[[acb], acb]]) -> Callable[[acb], acb]:
    return lambda y: prod((f(y) for f in parts), start=acb(1))


def _power(base: acb, exponent: acb) -> acb:
    """base^exponent; the principal one is analytic for Re base > 0 and is not used elsewhere."""
    count = exponent.real.unique_fmpz() if exponent.imag.is_zero() and exponent.real.is_integer() else None
    if count is not None:
        return acb(base ** int(count))
    return acb((exponent * base.log()).exp()) if base.real > 0 else acb(arb.nan(), arb.nan())


def _bessel(order: acb, z: acb) -> acb:
    """K_nu(z), analytic for Re z > 0 and not used elsewhere."""
    return acb(z.bessel_k(order)) if z.real > 0 else acb(arb.nan(), arb.nan())


def _near(head: _Growth) -> int:
    """-log of the left end: what lies left of it is below 1e-9 or so."""
    excess = head.power + 1
    if not excess > 0:
        raise Undefined("the integral is not known to converge at 0")
    return int(min(float((22 / excess).mid()), 4000.0)) + 1


def _left_of(head: _Growth, near: int) -> arb:
    """C e^(-near (d+1))/(d+1)."""
    excess = head.power + 1
    return arb(head.size * (-near * excess).exp() / excess)


def _right_of(tail: _Growth) -> arb:
    """With x = w^2 and q = 2d + 1: 2C int_W^oo w^q e^(-kw) dw <= 2C W^q e^(-kW)/(k - max(q, 0)/W)."""
    start, q = (arb(FAR) / 2).exp(), 2 * tail.power + 1
    slope = tail.decay - q.max(arb(0)) / start
    if not slope > 0:
        raise Undefined("the integral is not known to converge at infinity")
    return arb(2 * tail.size * start**q * (-tail.decay * start).exp() / slope)


class _Bounds:
    """Bounds of the factors of an integrand for x >= e^FAR (far) or for 0 < x <= e^-1."""

    def __init__(self, world: World, bound: Any, variable: Term, far: bool) -> None:
        self.world, self.bound, self.variable, self.far = world, bound, variable, far

    def of(self, term: Term) -> _Growth:
        if self.variable not in set(walk(term)):
            return _Growth(abs(self._number(term)), arb(0), arb(0))
        reader = getattr(self, f"_{term.head}", None)
        if reader is None:
            raise Undefined(f"no bound for {term.head} under the integral")
        found: _Growth = reader(*term.args)
        return found

    def _number(self, term: Term) -> acb:
        value: acb = Ball.of(self.world.value(term, self.bound)).z
        return value

    def _sym(self, name: str) -> _Growth:
        return _Growth(arb(1), arb(1), arb(0))

    def _neg(self, arg: Term) -> _Growth:
        return self.of(arg)

    def _mul(self, *args: Term) -> _Growth:
        result = self.of(args[0])
        for a in args[1:]:
            result = result.times(self.of(a))
        return result

    def _div(self, top: Term, bottom: Term) -> _Growth:
        c, e = self._monomial(bottom)
        return self.of(top).times(_Growth(1 / abs(c), -e.real, arb(0)))

    def _add(self, *args: Term) -> _Growth:
        return self._largest([self.of(a) for a in args])

    def _sum(self, index: Term, low: Term, high: Term, body: Term) -> _Growth:
        first, last = (self.world._whole(end, self.bound) for end in (low, high))
        inner = [
            _Bounds(self.world, {**self.bound, index.args[0]: a}, self.variable, self.far).of(body)
            for a in range(first, last + 1)
        ]
        return self._largest(inner or [_Growth(arb(0), arb(0), arb(0))])

    def _largest(self, parts: list[_Growth]) -> _Growth:
        """The sum of several: the power that wins on this side."""
        power, decay = parts[0].power, parts[0].decay
        for p in parts[1:]:
            power = power.max(p.power) if self.far else power.min(p.power)
            decay = decay.min(p.decay)
        return _Growth(sum((p.size for p in parts), arb(0)), power, decay)

    def _over_set(self, index: Term, cluster: Term, body: Term) -> _Growth:
        result = _Growth(arb(1), arb(0), arb(0))
        for site in sorted(self.world.value(cluster, self.bound)):
            inner = {**self.bound, f"site {index.args[0]}": site}
            result = result.times(_Bounds(self.world, inner, self.variable, self.far).of(body))
        return result

    def _pow(self, base: Term, exponent: Term) -> _Growth:
        if self.variable in set(walk(exponent)):
            raise Undefined("a power whose exponent varies")
        power = self._number(exponent)
        if power.imag.is_zero() and power.real.is_integer() and power.real >= 0:
            found = self.of(base)
            return _Growth(found.size**power.real, found.power * power.real, found.decay * power.real)
        c, e = self._monomial(base)
        if not e.imag.is_zero() or not c.imag.is_zero() or not c.real > 0:
            raise Undefined("a power of something else than a positive monomial")
        return _Growth(abs(c**power), e.real * power.real, arb(0))

    def _exp(self, arg: Term) -> _Growth:
        c, e = self._monomial(arg)
        return _Growth(arb(1), arb(0), self._rate(-c, e) if self.far else arb(0))

    def _bessel_K(self, order: Term, arg: Term) -> _Growth:
        (c, e), nu = self._monomial(arg), self._number(order)
        rate, mu = self._rate(c, e), abs(nu.real).max(arb(1) / 8)
        if not self.far:
            return _Growth(mu.gamma() * 2 ** (mu - 1) * c.real ** (-mu), -mu * e.real, arb(0))
        z = c.real * (FAR * e.real).exp()
        at_end: arb = acb(z).bessel_k(acb(mu)).real * (rate * (arb(FAR) / 2).exp()).exp()
        return _Growth(at_end, arb(0), rate)

    def _rate(self, c: acb, e: acb) -> arb:
        """kappa with c x^e - c X^e >= kappa (sqrt x - sqrt X) for x >= X = e^FAR, where c > 0 and e >= 1/2."""
        if not (c.imag.is_zero() and c.real > 0 and e.imag.is_zero() and e.real >= arb(1) / 2):
            raise Undefined("a function that is not known to fall")
        return arb(c.real * (FAR * (e.real - arb(1) / 2)).exp())

    def _monomial(self, term: Term) -> tuple[acb, acb]:
        """(c, e) with term = c x^e."""
        if self.variable not in set(walk(term)):
            return self._number(term), acb(0)
        match term.head:
            case "sym":
                return acb(1), acb(1)
            case "neg":
                c, e = self._monomial(term.args[0])
                return -c, e
            case "mul":
                parts = [self._monomial(a) for a in term.args]
                product, power = parts[0]
                for c, e in parts[1:]:
                    product, power = product * c, power + e
                return product, power
            case "div":
                (c, e), (d, g) = map(self._monomial, term.args)
                return c / d, e - g
            case "pow":
                (c, e), power = self._monomial(term.args[0]), self._number(term.args[1])
                if c.imag.is_zero() and c.real > 0 and e.imag.is_zero():
                    return c**power, e * power
        raise Undefined("an argument that is not a monomial")
