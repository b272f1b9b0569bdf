"""IV.B  Phase transitions in the disordered model.

(S61) and the two findings of Fig. S3, at the figure's parameters: gamma = Jbar/100, h^x = Jbar/5, Gamma = 0.
"""

from fractions import Fraction
from functools import cache

from dtim_exact.proof.language import *

equal, spread, tolerance = sym("h_equal"), sym("h_spread"), Fraction(1, 100)
below, above = sym("g_below"), sym("g_above")


@cache
def transition_field(spread_out):
    """The first-order field h^z/Jbar in the limit, for equal fields or for normally distributed ones with standard deviation h^x/2."""
    from dtim_exact.coexistence import first_order_field
    from dtim_exact.disorder import transition
    from dtim_exact.field_distribution import NormalFields

    found = (
        transition(1, NormalFields("1/5", "1/10"), "1/100", digits=12)
        if spread_out
        else first_order_field("1/5", "1/100", 1, digits=12)
    )
    return found.hz


@cache
def connected(N, hx, gamma, hz):
    """g^(2) of (S61) for any two of N spins in equal fields, Jbar = 1."""
    from dtim_exact import Model

    model = Model(N=N, J=Fraction(1, N), hx=hx, hz=hz, gamma=gamma)
    return model.density(digits=30), model.expect("+1 +2 -1 -2", digits=30)


def ball_of_g(*parameters):
    def ball(prec):
        density, pair = (value.re.to_arb() for value in connected(*parameters))
        return (pair - density**2) / density**2

    return ball


FIELDS = {
    "h_equal": lambda prec: transition_field(False).to_arb(),
    "h_spread": lambda prec: transition_field(True).to_arb(),
}
WIDE = {"g_below": ball_of_g(2048, "4/5", "1/10", "-1/8"), "g_above": ball_of_g(2048, "4/5", "1/10", "-1/50")}
FIGURE = {"g_below": ball_of_g(256, "1/5", "1/100", "3/10"), "g_above": ball_of_g(256, "1/5", "1/100", "9/25")}

CLAIMS = [
    claim(
        "S61",
        "The connected density-density correlation.",
        kind="definition",
        latex=r"g_{i,j}^{(2)} \equiv \frac{\langle\hat n_i\hat n_j\rangle - \bar n_i\bar n_j}{\bar n_i\bar n_j}",
        evaluated="dtim_exact.pairs:pairs",
    ),
    claim(
        "s3-shift",
        "Field disorder does not shift the transition.",
        Says(lt(fn("abs", spread - equal), tolerance), balls=FIELDS),
        corrected=(
            Says(
                Term(
                    "and", lt(Fraction(17287248, 10**9), spread - equal), lt(spread - equal, Fraction(17287249, 10**9))
                ),
                balls=FIELDS,
            ),
        ),
        given="Jbar = 1, gamma = 1/100, Gamma = 0; h^x = 1/5 everywhere, or normally distributed with mean 1/5 and standard deviation 1/10; N to infinity",
        latex=r"|h^z_* (\Delta h^x) - h^z_*(0)| < \bar J/100",
        corrected_latex=r"0.017287248\,\bar J < h^z_*(\Delta h^x) - h^z_*(0) < 0.017287249\,\bar J",
        note="In the limit the transition moves from h^z = 0.3322 to 0.3494 (in units of Jbar), about a twentieth of its value: less than the eye sees at N = 128, but not zero. The "
        "caption calls h^x/2 the variance; read here as the standard deviation, which is what the text needs.",
        evaluated="dtim_exact.disorder:transition",
    ),
    claim(
        "s3-g2",
        "The connected density correlation changes sign at the transition.",
        Says(lt(below * above, 0), balls=WIDE),
        corrected=(Says(lt(0, below), balls=FIGURE), Says(lt(above, 0), balls=FIGURE)),
        given="equal fields, Jbar = 1, Gamma = 0; as printed at h^x = 4/5, gamma = 1/10, N = 2048, h^z = -1/8 and -1/50 on the two sides of the transition at -0.0727; corrected at "
        "the figure's parameters, N = 256, h^z = 3/10 and 9/25",
        latex=r"g^{(2)}(h^z < h^z_*)\, g^{(2)}(h^z > h^z_*) < 0",
        corrected_latex=r"g^{(2)}(h^z = 0.30\bar J) > 0 > g^{(2)}(h^z = 0.36\bar J)",
        note="It does at the figure's parameters, not at every transition: for large N the sign is that of m - Re rbar, since the variance of M exceeds N m (1 - m) there, so it flips "
        "only where Re rbar lies between the two minima. At finite N the sign changes beside the transition (for N = 256 between 0.335 and 0.340, the transition being at 0.332).",
        uses=("S61",),
        evaluated="dtim_exact.pairs:pairs",
    ),
]
