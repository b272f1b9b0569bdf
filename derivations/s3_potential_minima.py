"""III  The minima of the potential and the magnetization density in the limit: after (16).

One minimum: a bound for every N, from the ratio of neighbouring weights. Two minima: enclosures that hold for every N from N_0 on.
"""

from fractions import Fraction
from functools import cache

from dtim_exact.proof.language import *
from dtim_exact.proof.large_n import *

m_z, mstar, B, P, m_1, m_3, w_1, w_3 = (sym(name) for name in ("m_z", "mstar", "B", "P", "m_1", "m_3", "w_1", "w_3"))

# --- one extremum: c(m) = m - lambar (1-m)|m-rbar|^2 = (m - m*) times a polynomial without real roots -------------------
center = (1 + 2 * re(rbar) - mstar) / 2
gap = lambar * (size2(rbar) / mstar - center**2)
SINGLE = Setting(
    where={
        "lambar": mstar / ((1 - mstar) * distance2(mstar)),
        "m_z": -(total(M, 0, N, M / N * weight) / total(M, 0, N, weight)),
        "B": 1 / fn("sqrt", gap * N),
    },
    positive=(mstar, 1 - mstar, 4 * size2(rbar) - mstar * (2 * center) ** 2, M, N),
)
ALONE = [
    {"N": a, "mstar": b, "rbar": c} for a, b, c in ((4, "1/2", "-1/2i"), (60, "1/2", "-1/2i"), (60, "4/5", "1/5-i"))
]


def tends_to(value):
    """m^z = value up to B, which falls as N^(-1/2)."""
    return analysed(
        Term("near", m_z, value, B),
        rule=concentration,
        setting=SINGLE,
        rows=ALONE,
        weight=weight,
        point=mstar,
        gap=gap,
        squares=((lambar, (M / N - mstar) * (M / N - center)),),
    )


# --- two minima, at h^x = Jbar/5, gamma = Jbar/10 ------------------------------------------------------------------------
@cache
def transition():
    from dtim_exact.coexistence import first_order_field

    return first_order_field("1/5", "1/10", 1, digits=60)


def system(field):
    """The parameters of the limit at a field, or at the transition."""
    from dtim_exact.limit import Limit

    limit = Limit.read(1, "1/5", 0 if field is None else field, "1/10")
    return limit.at(transition().hz.to_arb()) if field is None else limit


@cache
def every_large_N(field, prec):
    """The polarization for every N >= 10^9, in one ball."""
    from flint import fmpq

    from dtim_exact.every_large_n import polarization_from

    return polarization_from(system(field), 10**9, fmpq(1, 1000), equally_deep=field is None)


@cache
def minimum(field, which, prec):
    from flint import arb

    from dtim_exact.limit import outer_roots

    limit = system(field)
    return outer_roots(limit, arb(limit.hz))[which]


def hump(which):
    """1/(m sqrt(f'')) at a minimum."""

    def ball(prec):
        from dtim_exact.coexistence import hump_weight

        return hump_weight(system(None), minimum(None, which, prec))

    return ball


def beside(field, which):
    """m^z at a field beside the transition, and the minimum that is the global one there."""
    return {"m_z": lambda prec: -every_large_N(field, prec), "mstar": partial(minimum, field, which)}


AT_TRANSITION = {
    "P": partial(every_large_N, None),
    "m_1": partial(minimum, None, 0),
    "m_3": partial(minimum, None, 1),
    "w_1": hump(0),
    "w_3": hump(1),
}
near = Fraction(1, 50)

CLAIMS = [
    claim(
        "minima-limit",
        "The limit of m^z is the global minimum m* of f.",
        tends_to(mstar),
        quote=r"the global minima $m^*$ of the potential f correspond to the thermodynamic limit $\lim_{N\to\infty} m^z$ of the magnetization density",
        corrected=(
            tends_to(-mstar),
            Says(lt(absolute(m_z + mstar), near), balls=beside("39/100", 1)),
            Says(lt(absolute(m_z + mstar), near), balls=beside("41/100", 0)),
        ),
        given="uniform fields, Gamma = 0; if f has one extremum m*: |m^z + m*| <= B = 1/sqrt(d N) with d > 0, for every N; with two minima: h^x = Jbar/5, gamma = Jbar/10, "
        "h^z = 0.39 Jbar and 0.41 Jbar beside the transition at 0.39886 Jbar, every N >= 10^9",
        uses=("15", "S39", "S48"),
        latex=r"\lim_{N\to\infty} m^z = m^*",
        corrected_latex=r"\lim_{N\to\infty} m^z = -m^*",
        evaluated="dtim_exact.potential:extrema",
        note="Sign: m = -m^z. It is refuted only if 'correspond to' is read as an equality; read as m^z = -m^* it is true. The limit needs a unique global minimum. With one extremum the bound follows for all N from the ratio of neighbouring weights alone: "
        "E[(m - m*) c(m)] = E[m]/N, c being the cubic of (S53). With two minima the higher one is suppressed exponentially in N.",
    ),
    claim(
        "coexistence",
        "With two degenerate global minima the magnetization density is the average of the two.",
        Says(lt(absolute(P - (m_1 + m_3) / 2), near), balls=AT_TRANSITION),
        quote="Whenever f has two degenerate global minima, the magnetization density is the average of the two minima",
        corrected=(
            Says(lt(absolute(P - (w_1 * m_1 + w_3 * m_3) / (w_1 + w_3)), near), balls=AT_TRANSITION),
            Says(
                eq(m * (1 - m) * distance2(m), m**2 / lambar),
                by=partial(scalar, where={"lambar": m / ((1 - m) * distance2(m))}),
                worlds=Worlds(
                    sizes=(1,), where={"lambar": m / ((1 - m) * distance2(m))}, free=("rbar",), free_real=("m",)
                ),
            ),
        ),
        given="uniform fields, Gamma = 0; P = -m^z for every N >= 10^9 at h^x = Jbar/5, gamma = Jbar/10, where both minima m_1 < m_3 of f are equally deep; w = 1/(m sqrt(f''))",
        uses=("16", "S48"),
        latex=r"\lim_{N\to\infty} m = \frac{m_1 + m_3}{2}",
        corrected_latex=r"\lim_{N\to\infty} m = \frac{w_1 m_1 + w_3 m_3}{w_1 + w_3},\quad w_i = \frac{1}{m_i\sqrt{f''(m_i)}}",
        evaluated="dtim_exact.coexistence:first_order_field",
        note="Each hump of p_M has the total weight exp(-N f)/(sqrt(f'') sqrt(m(1-m)|m-rbar|^2)) (Laplace's method with (S48)), and at an extremum the last root is m/sqrt(lambar). So the "
        "plain average would need m_1 sqrt(f''(m_1)) = m_3 sqrt(f''(m_3)). Here m_1 = 0.3166, m_3 = 0.9356, their average is 0.6261 and the limit is 0.5074. If 'degenerate' is "
        "read as equally deep with the terms of order 1/N, (S48), included, the average is wrong too: the weights are then 1/sqrt(f'').",
    ),
]
