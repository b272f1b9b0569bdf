"""Fig. 3a: the Maxwell construction beside the first-order line, at the parameters of the figure's inset, gamma = Jbar/100, and h^x = Jbar/5."""

from fractions import Fraction
from functools import cache

from dtim_exact.proof.language import *

true_line, equal_areas = sym("h_true"), sym("h_Maxwell")


@cache
def lines():
    """The first-order field and the one of equal areas under the mean-field curve m(h^z), in units of Jbar."""
    from dtim_exact.coexistence import first_order_field

    found = first_order_field("1/5", "1/100", 1, digits=20)
    return found.hz, found.maxwell


LINES = {"h_true": lambda prec: lines()[0].to_arb(), "h_Maxwell": lambda prec: lines()[1].to_arb()}
GAP = equal_areas - true_line

CLAIMS = [
    claim(
        "maxwell",
        "A simple Maxwell construction does not give the first-order line.",
        Says(Term("and", lt(Fraction(224737, 10**7), GAP), lt(GAP, Fraction(224738, 10**7))), balls=LINES),
        given="h^x = Jbar/5, gamma = Jbar/100, Gamma = 0, N to infinity; Maxwell's rule read as equal areas between the mean-field curve m(h^z) and the vertical line",
        latex=r"0.0224737\,\bar J < h^z_{\rm Maxwell} - h^z_* < 0.0224738\,\bar J",
        uses=("16", "S53"),
        note="The paper does not define its construction; the rule used here is the usual one. The two lines meet elsewhere in the plane, so 'not accurately' is all that can be said of "
        "the line as a whole.",
        evaluated="dtim_exact.maxwell:maxwell_field",
    ),
]
