"""Mean field beside the exact solution: one-to-one correspondence with the critical points of f, and the Maxwell construction of Fig. 3a.

The sentence below (S53); the lines of Fig. 3a at its gamma = Jbar/10 and at gamma = Jbar/100 of its inset.
"""

from fractions import Fraction
from functools import cache

from derivations.s3b_critical import (
    AT_REST,
    LIMIT,
    Jbar_eff,
    cubic,
    in_the_limit,
    lambar,
    limit_field,
    m_x,
    m_y,
    m_z,
    motion_x,
    motion_y,
    motion_z,
    rbar,
    spins,
)
from dtim_exact.proof.language import *

true_line, equal_areas = sym("h_true"), sym("h_Maxwell")


@cache
def lines(hx, gamma):
    """The first-order field and the one of equal areas under the mean-field curve m(h^z), in units of Jbar."""
    from dtim_exact.coexistence import first_order_field

    found = first_order_field(hx, gamma, 1, digits=20)
    return found.hz, found.maxwell


def both_lines(hx, gamma):
    return {"h_true": lambda prec: lines(hx, gamma)[0].to_arb(), "h_Maxwell": lambda prec: lines(hx, gamma)[1].to_arb()}


GAP = equal_areas - true_line

LOSSLESS = {"gamma": lift(0)}
IN_THE_PLANE = {"free_real": ("m_x", "m_y")}
at_rest = (m_x - I * m_y) * (limit_field + Jbar_eff * m_z) - h * m_z
"""Zero for one pair m_x, m_y only, whatever m_z is, unless h_eff + J_eff m_z = 0."""

CLAIMS = [
    claim(
        "one-to-one",
        "Critical points of f and mean-field solutions for m_z are in one-to-one correspondence for all parameters.",
        in_the_limit(eq(motion_z(*spins), 0), LIMIT | AT_REST | LOSSLESS),
        in_the_limit(eq(cubic, 0), LIMIT | AT_REST | LOSSLESS),
        quote=r"the critical points of f(m) are in one-to-one correspondence with the mean-field solutions for $m_z$, for all possible values of $\gamma, \Gamma, J, "
        "h^x, h^y, h^z$",
        corrected=(
            in_the_limit(eq(motion_x(*spins) - I * motion_y(*spins), -(I / 2) * at_rest), LIMIT, **IN_THE_PLANE),
            in_the_limit(eq(2 * motion_z(*spins) * fn("abs2", m_z + rbar), -gamma * cubic)),
            in_the_limit(
                eq(cubic, (1 + m_z) * fn("abs2", m_z + rbar) + m_z / lambar), {}, free=("rbar",), free_real=("lambar",)
            ),
        ),
        given="N to infinity; printed: read at gamma = 0, where the first two equations at rest already make the third vanish for every m_z, so every m_z belongs to a mean-field "
        "solution and should solve the cubic; corrected: gamma > 0, J_eff and h not zero",
        latex=r"\text{for all } \gamma, \Gamma, J, h^x, h^y, h^z:\quad \dot m = 0 \Leftrightarrow f'(-m_z) = 0",
        corrected_latex=r"\gamma > 0:\quad 2|m_z + \bar r|^2\, \dot m_z/2 = -\gamma\,(\text{cubic of (S53)}), \qquad m_x - i m_y = \frac{h m_z}{h_{\rm eff} + J_{\rm eff} m_z}",
        note="Without local decay mean field has a continuum of solutions. With it, m_z determines m_x and m_y, and the third equation is -gamma times the cubic. Written as in the last identity "
        "the cubic is positive for m_z >= 0 and negative for m_z <= -1, so its real roots all lie in -1 < m_z < 0, where they are the critical points of f.",
        uses=("S49", "S53"),
        evaluated="dtim_exact.mean_field:solutions",
    ),
    claim(
        "maxwell",
        "A simple Maxwell construction does not give the first-order line.",
        Says(
            Term("and", lt(Fraction(31577, 10**6), GAP), lt(GAP, Fraction(31578, 10**6))),
            balls=both_lines("2/5", "1/10"),
        ),
        Says(
            Term("and", lt(Fraction(13642, 10**6), -GAP), lt(-GAP, Fraction(13643, 10**6))),
            balls=both_lines("1/5", "1/10"),
        ),
        Says(
            Term("and", lt(Fraction(224737, 10**7), GAP), lt(GAP, Fraction(224738, 10**7))),
            balls=both_lines("1/5", "1/100"),
        ),
        quote="the location of the first-order transition line in our model is not accurately predicted by a simple Maxwell construction",
        given="Gamma = 0, N to infinity; gamma = Jbar/10 as in Fig. 3a with h^x = 2 Jbar/5 and Jbar/5, and gamma = Jbar/100 as in its inset with h^x = Jbar/5; Maxwell's rule read as "
        "equal areas between the mean-field curve m(h^z) and the vertical line",
        latex=r"h^z_{\rm Maxwell} - h^z_* = 0.03157\ldots\bar J,\quad -0.01364\ldots\bar J,\quad 0.02247\ldots\bar J",
        uses=("16", "S53"),
        note="The paper does not define its construction; the rule used here is the usual one. At gamma = Jbar/10 the two lines cross between the first two points, so 'not accurately' is all that can be said of "
        "the line as a whole.",
        evaluated="dtim_exact.maxwell:maxwell_field",
    ),
]
