"""The limit N to infinity: its parameters, the cubic for m, and the spinodals.

With J and Gamma taken as the barred values (Jbar = N J, Gammabar = N Gamma), h_eff = hz - i gamma/2 and rbar =
h_eff/(J + i Gamma/2), the stationary points of the potential f and the mean-field solutions are the roots in [0, 1] of

    c(m) = m |h|^2 - 2 (1 - m) D(m),      D(m) = |h_eff - m J_eff|^2 = (hz - m J)^2 + (gamma + m Gamma)^2/4,

which is (S53), m = lambda_bar (1 - m)|m - rbar|^2, freed from its denominators. Every real root of c lies in [0, 1]:
c < 0 on the left of 0 and c > 0 on the right of 1. Here m = -<sigma^z> is the polarization.

Key results: `Limit`, `Limit.cubic`, `discriminant_in_field`, `outer_roots` (the minima of f over a ball of fields).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flint import arb, arb_poly, fmpq, fmpq_poly

from .errors import HypothesisError, InputError, shown
from .numbers import parse_real
from .precision import current_precision
from .real_roots import Number, polynomial_roots, simple_roots

__all__ = ["DIGITS", "Limit", "Number", "angle", "discriminant_in_field", "double_root", "followed", "outer_roots"]

DIGITS = 20  # of an answer that is not rational, when nobody asks for more


@dataclass(frozen=True)
class Limit:
    """Parameters of the limit: J and Gamma are the barred values, h2 = |h|^2; hz may be exact or a ball.

    >>> print(Limit.read(J=1, hx="1/5", hz="3/10", gamma="1/100").cubic())
    2*x^3 + (-16/5)*x^2 + 28401/20000*x + (-3601/20000)
    """

    J: Number
    h2: Number
    hx: Number
    hy: Number
    hz: Number
    gamma: Number
    Gamma: Number

    @classmethod
    def read(cls, J: object, hx: object, hz: object, gamma: object, Gamma: object = 0, hy: object = 0) -> Limit:
        """Parse and check: real exact numbers, rates not negative."""
        given = {"J": J, "hx": hx, "hy": hy, "hz": hz, "gamma": gamma, "Gamma": Gamma}
        read = {name: _named(name, x) for name, x in given.items()}
        for name in ("gamma", "Gamma"):
            if read[name] < 0:
                raise InputError(f"{name} = {shown(read[name])}", f"a rate {name} >= 0")
        return cls(h2=read["hx"] ** 2 + read["hy"] ** 2, **read)

    def at(self, hz: Number) -> Limit:
        """The same with another longitudinal field."""
        return replace(self, hz=hz)

    def needs_potential(self) -> Limit:
        """This, or HypothesisError where f of (16) does not exist: J = Gamma = 0, or no transverse field."""
        if not self.J2:
            raise HypothesisError("J = Gamma = 0", "J + i Gamma/2 other than 0 for rbar and f of (16)",
                                  "without interaction the steady state is a product state: see mean_field")
        if not self.h2:
            raise HypothesisError("hx = hy = 0", "a transverse field other than 0 for lambda_bar and f of (16)",
                                  "without a transverse field all spins point down")
        return self

    @property
    def J2(self) -> Number:
        """|J_eff|^2 with J_eff = J + i Gamma/2."""
        return self.J**2 + self.Gamma**2 / 4

    @property
    def lam(self) -> Number:
        """lambda_bar = 2 |J_eff/h|^2 (S40)."""
        return 2 * self.J2 / self.h2

    @property
    def r_re(self) -> Number:
        """Re rbar."""
        return (self.hz * self.J - self.gamma * self.Gamma / 4) / self.J2

    @property
    def depth(self) -> Number:
        """-Im rbar."""
        return (self.hz * self.Gamma + self.gamma * self.J) / (2 * self.J2)

    def distance2(self, m: Number) -> Number:
        """D(m) = |h_eff - m J_eff|^2 = |J_eff|^2 |m - rbar|^2."""
        along, across = self.hz - m * self.J, self.gamma + m * self.Gamma
        return along * along + across * across / 4  # a power of a ball around 0 is nan

    def distance2_slope(self, m: Number) -> Number:
        """dD/dm."""
        return -2 * self.J * (self.hz - m * self.J) + self.Gamma * (self.gamma + m * self.Gamma) / 2

    def coefficients(self) -> tuple[Number, Number, Number, Number]:
        """c(m) = c0 + c1 m + c2 m^2 + c3 m^3, over whatever hz is: a number, a ball, a polynomial."""
        d0 = self.hz * self.hz + self.gamma**2 / 4
        d1 = self.hz * (-2 * self.J) + self.gamma * self.Gamma / 2
        return -2 * d0, self.h2 - 2 * (d1 - d0), -2 * (self.J2 - d1), 2 * self.J2

    def cubic(self) -> fmpq_poly:
        """c(m) as an exact polynomial; hz must be exact."""
        return fmpq_poly([fmpq(c) for c in self.coefficients()])

    def cubic_at(self, m: Number) -> Number:
        """c(m)."""
        return m * self.h2 - 2 * (1 - m) * self.distance2(m)

    def cubic_slope(self, m: Number) -> Number:
        """c'(m)."""
        return self.h2 + 2 * self.distance2(m) - 2 * (1 - m) * self.distance2_slope(m)

    def cubic_field_slope(self, m: Number) -> Number:
        """dc/dhz at fixed m."""
        return -4 * (1 - m) * (self.hz - m * self.J)


def _named(name: str, x: object) -> fmpq:
    """One real parameter; an error says which."""
    try:
        return parse_real(x)
    except InputError as error:
        raise type(error)(f"{name} = {error.given}", error.needed, error.do) from None


def angle(x: arb, y: Number) -> arb:
    """The argument of x + i y, continuous in x for y of one sign; 0 for y = 0 exactly (its product with y is meant)."""
    height = arb(y)
    if height.is_zero():
        return arb(0)
    if x > 0:
        return (height / x).atan()
    turn = arb.pi() / 2 - (x / height).atan()
    return turn if height > 0 else turn - arb.pi() if height < 0 else arb(0, arb.pi().upper())


def discriminant_in_field(limit: Limit) -> fmpq_poly:
    """The discriminant of c(m) as an exact polynomial in hz: its real zeros are the spinodals, it is positive where
    there are three mean-field solutions (S53).

    >>> discriminant_in_field(Limit.read(J=1, hx="1/5", hz=0, gamma="1/100")).degree()
    4
    """
    d, c, b, a = limit.at(fmpq_poly([0, 1])).coefficients()
    discriminant: fmpq_poly = b**2 * c**2 - 4 * a * c**3 - 4 * b**3 * d - 27 * a**2 * d**2 + 18 * a * b * c * d
    return discriminant


def double_root(limit: Limit, hz: Number) -> Number:
    """The root of multiplicity two or three of the cubic at hz, a zero of the discriminant: exact where hz is."""
    field = fmpq_poly([0, 1])
    d, c, b, a = limit.at(field).coefficients()
    below, triple = 2 * (b * b - 3 * a * c), -b / (3 * a)
    if _vanishes(below.gcd(discriminant_in_field(limit)), hz):
        return evaluated(triple, hz)
    return evaluated(9 * a * d - b * c, hz) / evaluated(below, hz)


def evaluated(poly: fmpq_poly, x: Number) -> Number:
    """An exact polynomial at a rational or at a ball."""
    return arb_poly(poly)(x) if isinstance(x, arb) else poly(x)


def _vanishes(divisor: fmpq_poly, hz: Number) -> bool:
    """Whether a divisor of the discriminant has the root hz; a ball hz holds only one zero of the discriminant."""
    if isinstance(hz, fmpq):
        return divisor(hz) == 0
    return any(ball.overlaps(hz) for ball, _, _ in polynomial_roots(divisor))


def outer_roots(limit: Limit, hz: arb) -> tuple[arb, arb]:
    """The lowest and the highest of three roots of the cubic, the minima of f, for every field in the ball hz.

    nan where they cannot be told from the middle one.
    """
    real = simple_roots(limit.at(hz.mid().fmpq()).cubic())
    if len(real) < 3:
        return arb.nan(), arb.nan()
    return followed(limit, hz, real[0]), followed(limit, hz, real[2])


def followed(limit: Limit, hz: arb, root: arb) -> arb:
    """The root of the cubic for all fields in the ball hz, given that at its midpoint; nan if the proof fails.

    One interval Newton step: if it maps an interval into its inside, there is exactly one root in it for each field.
    """
    middle, wide, point = limit.at(hz.mid()), limit.at(hz), root.mid()
    drift = abs(middle.cubic_field_slope(root) / middle.cubic_slope(root)) * hz.rad()
    around = arb(point, (2 * (drift + root.rad()) + arb(2) ** (-3 * current_precision() // 4)).upper())
    value = middle.cubic_at(point) + (hz - hz.mid()) * wide.cubic_field_slope(point)
    there = point - value / wide.cubic_slope(around)
    return there if around.contains_interior(there) else arb.nan()
