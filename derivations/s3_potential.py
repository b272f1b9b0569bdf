"""III  The limit of many spins: the potential f, its minima, and (S39)-(S44).

(15), (16) and the statements around them in the main text; the corrections to f are in s3a, its critical points in s3b.
"""

from dtim_exact.proof.language import *
from dtim_exact.proof.large_n import *

Jbar_eff = sym("Jbar_eff")
norm2 = fn("tr", (bbS_minus**M).dag * bbS_minus**M)
p_M = size2(fn("binom", r, M)) * norm2
boltzmann = fn("exp", -N * (-log(p_M) / N))
magnetization = fn("tr", Phi.dag * M_z * Phi) / (N * fn("tr", Phi.dag * Phi))

BARS = {"Jbar_eff": N * J_eff}
EVERY_M = Worlds(uniform=True, integers={"M": lambda N: range(N + 1)})
UNIFORM = partial(traces, uniform=True)

CLAIMS = [
    claim(
        "15", "The magnetization density as a mean over m = M/N with the weights exp(-N f).",
        Says(eq(magnetization, -(total(M, 0, N, M / N * boltzmann) / total(M, 0, N, boltzmann))),
             by=partial(exponentials, rule=partial(traces, free=("r",)), positive=(p_M,)), worlds=AnalyticWorlds(), given=(lt(0, p_M),)),
        given="r not one of 0, 1, ..., N-1, so that every p_M > 0",
        uses=("14",),
        latex=r"m^z = -\frac{\sum_m m e^{-Nf(m)}}{\sum_m e^{-Nf(m)}},\quad f(m) \equiv -N^{-1}\log p_{Nm}",
        evaluated="dtim_exact.magnetization:density",
        note="It holds for unequal fields too, as the text says. r is no non-negative number as soon as gamma + Gamma > 0, see f-analytic.",
    ),
    claim(
        "rbar", "The renormalized parameters that stay fixed: r = N rbar.",
        Says(eq(r, N * (h_eff**2 / Jbar_eff)), by=partial(scalar, where=BARS), worlds=Worlds(where=BARS)),
        corrected=(
            Says(eq(r, N * (h_eff / Jbar_eff)), by=partial(scalar, where=BARS), worlds=Worlds(where=BARS)),
            Says(eq(N**2 * at("lam", j), 2 * size2(Jbar_eff / at("h", j))), by=partial(scalar, where=BARS), worlds=Worlds(where=BARS, open_sites=("j",))),
        ),
        latex=r"\bar r := h_{\rm eff}^2/\bar J_{\rm eff}",
        corrected_latex=r"\bar r := h_{\rm eff}^z/\bar J_{\rm eff}",
        evaluated="dtim_exact.limit:Limit",
        note="The exponent has to be the superscript z, perhaps only the scan; (S40) has it right and nothing inherits it. With Gamma = Gammabar/N > 0 the parameter rbar "
        "still moves by -i Gammabar/(2 N Jbar_eff).",
    ),
    claim(
        "S39", "The weights p_M for uniform fields.",
        Says(eq(p_M, lift(2) ** (N - M) * fact(M) ** 2 * size2(2 * J_eff / h) ** M * fn("binom", N, M) * size2(fn("binom", r, M))), by=UNIFORM, worlds=EVERY_M),
        Says(eq(p_M, lift(2)**N * (size2(fn("rising", -r, M)) * (fact(N) / fact(N - M)) * (lam**M / fact(M)))), by=UNIFORM, worlds=EVERY_M),
    ),
]
