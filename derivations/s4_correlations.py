"""IV  Correlation functions: uniform and unequal fields, clusters of any size.

(17) and (18) of the main text, the recursion of the form factors, (S54)-(S60).  h_j stands for h_j^x - i h_j^y, which is the printed h_j^x where h_j^y = 0.
"""

from dtim_exact.proof.language import *

CLUSTERS = Worlds(clusters=True)
UNIFORM_CLUSTERS = Worlds(uniform=True, clusters=True)
general = partial(states, free=("r",))
uniform = partial(states, uniform=True, free=("r", "J_eff"))

raised, lowered = over(C1, sigma("+", j)), over(C2, sigma("-", j))
norm = fn("tr", Phi * Phi.dag)
correlator = fn("tr", raised * lowered * Phi * Phi.dag) / norm


def K_factor(cluster):
    """K(X) = (-r)_{|X|} prod_{j in X} 2 J_eff/h_j, defined below (17)."""
    return fn("rising", -r, card(cluster)) * over(cluster, 2 * J_eff / at("h", j))


def hyper(a, b, c):
    """3F0(a, b, c; -2|J_eff/h|^2)."""
    return Term("hyper30", *map(lift, (a, b, c)), -2 * fn("abs2", J_eff / h))


prefactor = lift(2) ** card(R12c) * K_factor(R1).conj * K_factor(R2)

CLAIMS = [
    claim(
        "17", "Every normally ordered correlator for uniform fields, as a hypergeometric polynomial.",
        Says(eq(correlator, prefactor / norm * hyper(card(R1) - r.conj, card(R2) - r, card(R12) - N)), by=uniform, worlds=UNIFORM_CLUSTERS),
        given="uniform fields; C_1 and C_2 any clusters, overlapping or not",
        uses=("18", "S59", "S60", "norm-uniform"),
        evaluated="dtim_exact.correlators:correlator",
    ),
]
