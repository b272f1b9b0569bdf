"""III.B  Critical points of the potential, and the mean-field equations.

(S49)-(S53) and the critical points; what is said about mean field in comparison is in s3c.
"""

from dtim_exact.proof.language import *
from dtim_exact.proof.large_n import *

# --- derivatives of the potential ------------------------------------------------------------------------------------
slope = log(m / (lambar * (1 - m) * distance2(m)))
INTERVAL = Setting(positive=(m, 1 - m, lambar), off_cut=(m - rbar,))
POINTS = [{"m": a, "rbar": b, "lambar": "3"} for a, b in (("1/3", "1/5-1/7i"), ("2/3", "-1/2-2i"))]

# The critical points, 4 m = 1 + u^2 with u^2 < 3, and all points with f' = f'' = 0, v being Im rbar/(m - Re rbar).
u, v = sym("u1"), sym("u2")
CRITICAL = Setting(
    where={"m": (1 + u**2) / 4, "rbar": (3 * m - 1) / 2 + I * u * (1 - m) / 2, "lambar": 1 / (1 - m) ** 3},
    positive=(m, 1 - m, lambar),
    off_cut=(m - rbar, rbar - m),
)
behind = 2 * m * (1 - m) / (1 + v**2)
SPINODAL = Setting(
    where={"rbar": m - behind + I * v * behind, "lambar": (1 + v**2) / (4 * m * (1 - m) ** 3)},
    positive=(m, 1 - m, lambar),
    off_cut=(m - rbar, rbar - m),
)
AT_CRITICAL = [{"u1": a, "x": "1/7"} for a in ("1", "1/2", "-3/2")]
AT_SPINODAL = [{"m": a, "u2": b} for a, b in (("1/2", "1/3"), ("2/7", "-2"))]
at_critical = partial(analysed, rule=logarithms, setting=CRITICAL, rows=AT_CRITICAL)
at_spinodal = partial(analysed, rule=logarithms, setting=SPINODAL, rows=AT_SPINODAL)

# --- mean field --------------------------------------------------------------------------------------------------------
Jbar, Gammabar, gammatilde = (sym(name) for name in ("Jbar", "Gammabar", "gammatilde"))
m_x, m_y, m_z = (sym(name) for name in ("m_x", "m_y", "m_z"))
S_mu = tuple(sym(name) for name in ("S_x", "S_y", "S_z"))
h_j = (at("hx", j), at("hy", j), hz)

# The mean-field state is a product state with the magnetization m_mu = <sigma^mu> on every site; the paper's bars, before the limit:
BARRED = {"Jbar": (N - 1) * J, "Gammabar": (N - 1) * Gamma, "gammatilde": gamma + Gamma}
AS_PRINTED = {**BARRED, "S_x": m_x, "S_y": m_y, "S_z": m_z}
AS_SPINS = {**BARRED, "S_x": m_x / 2, "S_y": m_y / 2, "S_z": m_z / 2}
BLOCH = {"m_x": ("1/2", "1/3", "-2/7"), "m_y": ("1/3", "-1/2", "3/7"), "m_z": ("-1/2", "-2/5", "1/5")}


# A mean-field state at rest, for every N, J and real h: h^z is shifted by the Ising coupling to the other spins.
RESTING = {
    "gamma": h,
    "Gamma": lift(0),
    "hz": (h + (N - 1) * J) / 2,
    **AS_PRINTED,
    "m_x": -half,
    "m_y": half,
    "m_z": -half,
}


def at_rest(statement):
    """A statement about that state."""
    return Says(
        statement,
        by=partial(scalar, where=RESTING, real=("h",)),
        worlds=Worlds(uniform=True, real=True, sizes=(1, 2), where=RESTING),
    )


def moves(operator, rate, where):
    """In a product state d<operator>/dt, which (2) gives, is the rate."""
    return Says(
        eq(Term("mean", Term("motion", operator)), rate),
        by=partial(product_states, where=where, open_sites=("j",)),
        worlds=Worlds(where=where, open_sites=("j",), values=BLOCH),
    )


def motion_x(S, h, J, Gamma, gamma):
    return -2 * J * S[1] * S[2] - gamma / 2 * S[0] + Gamma * S[0] * S[2] - (h[2] * S[1] - h[1] * S[2])


def motion_y(S, h, J, Gamma, gamma):
    return 2 * J * S[0] * S[2] - gamma / 2 * S[1] + Gamma * S[1] * S[2] - (h[0] * S[2] - h[2] * S[0])


def motion_z(S, h, J, Gamma, gamma):
    return -gamma / 2 * (2 * S[2] + 1) - Gamma * (S[0] ** 2 + S[1] ** 2) - (h[1] * S[0] - h[0] * S[1])


barred = (S_mu, h_j, Jbar, Gammabar, gammatilde)
hx, hy = h_j[:2]
Sx, Sy, Sz = S_mu

# The limit N to infinity: h_eff -> hz - i gamma/2, J_eff -> Jbar + i Gammabar/2; the first two equations at rest give m_x - i m_y.
Jbar_eff, limit_field = Jbar + I * Gammabar / 2, hz - I * gamma / 2
m_minus = h * m_z / (limit_field + Jbar_eff * m_z)
LIMIT = {"rbar": limit_field / Jbar_eff, "lambar": 2 * fn("abs2", Jbar_eff / h)}
AT_REST = {"m_x": fn("re", m_minus), "m_y": -fn("im", m_minus)}
spins = ((m_x / 2, m_y / 2, m_z / 2), (h_x, h_y, hz), Jbar, Gammabar, gamma)
resting = (*spins[:4], gammatilde)
PARAMETERS = {"Jbar": ("1", "2", "-3/2"), "Gammabar": ("1", "3/2", "1/3"), "m_z": ("-1/4", "-2/5", "1/5")}
cubic = (
    m_z**3
    + (1 + 2 * fn("re", rbar)) * m_z**2
    + fn("abs2", rbar)
    + (fn("abs2", rbar + 1) - 1 + lambar ** lift(-1)) * m_z
)


def in_the_limit(statement, where=LIMIT | AT_REST, **free):
    """An identity between the parameters of the limit."""
    return Says(
        statement,
        by=partial(scalar, where=where),
        worlds=Worlds(uniform=True, sizes=(1,), where=where, values=PARAMETERS, **free),
    )


CLAIMS = [
    claim(
        "S49",
        "The slope of the potential.",
        analysed(eq(derivative(f), slope), rule=logarithms, setting=INTERVAL, rows=POINTS),
        given="0 < m < 1, rbar not real",
        uses=("16",),
        latex=r"f'(m) = \log\frac{m}{\bar\lambda (1 - m) |m - \bar r|^2}",
        evaluated="dtim_exact.potential:potential_slope",
        note="So f' = 0 is m = lambar (1-m)|m - rbar|^2, as the text goes on.",
    ),
    claim(
        "critical",
        "Where the first three derivatives of f vanish, and that this is the global minimum.",
        at_critical(eq(derivative(f), 0)),
        at_critical(eq(derivative(f, m, 2), 0)),
        at_critical(eq(derivative(f, m, 3), 0)),
        at_critical(eq(derivative(f, m, 4), 6 * lambar / m)),
        at_critical(eq(x - lambar * (1 - x) * distance2(x), lambar * (x - m) ** 3)),
        at_critical(eq(4 * im(rbar) ** 2, (4 * m - 1) * (1 - m) ** 2)),
        at_spinodal(eq(derivative(f), 0)),
        at_spinodal(eq(derivative(f, m, 2), 0)),
        at_spinodal(eq(derivative(f, m, 3), 2 * lambar * (3 * m - 1 - 2 * re(rbar)) / m)),
        quote="Whenever the first three derivatives of f vanish at a global minimum, we have a quantum critical point and a second-order phase transition",
        given="0 < m < 1, rbar not real",
        uses=("16", "S49"),
        latex=r"f' = f'' = f''' = 0 \Leftrightarrow \bar\lambda(1-m)^3 = 1,\quad \operatorname{Re}\bar r = \frac{3m-1}{2},\quad "
        r"(\operatorname{Im}\bar r)^2 = \frac{(4m-1)(1-m)^2}{4}",
        evaluated="dtim_exact.critical:critical_points",
        note="The paper has the condition on the derivatives, the closed form is ours. 'Second-order' is read as the name of such a point: nothing else about the transition is claimed here. With u^2 = 4m - 1 "
        "the closed form is rational. There f'(x) has the sign of lambar (x - m)^3, so m is the only "
        "extremum, the global minimum, and the fourth derivative is 6 lambar/m > 0. Conversely f' = f'' = 0 fixes lambar and "
        "|m - rbar| (the spinodals), and then f''' vanishes only where Re rbar = (3m-1)/2, which gives the closed form. At "
        "Gamma = 0 it is Jbar^2 (4m-1)(1-m)^2 = gamma^2: two points for 0 < gamma < |Jbar|/2, none beyond.",
    ),
    claim(
        "S50",
        "The mean-field equation of <sigma^x>: at rest, so with 0 on the left.",
        *(at_rest(eq(motion(*resting), 0)) for motion in (motion_x, motion_y, motion_z)),
        at_rest(eq(0, -2 * Jbar * Sy * Sz - gammatilde / 2 * Sx + Gammabar * Sx * Sz + I * (hz * Sy - h_y * Sz))),
        given="S_mu = <sigma^mu>, the same at every site, uniform fields; Jbar and Gammabar stand for (N-1) J and (N-1) Gamma, the same in the limit; tried in a mean-field state that is at rest: the "
        "corrected (S50)-(S52) vanish in it; corrected: the rate d/dt, which (2) gives any product state, in the place of 0, and unequal fields",
        corrected=(moves(spin("x", j), motion_x(*barred), AS_SPINS),),
        latex=r"0 = -2\bar J S_y S_z - \frac{\tilde\gamma}{2} S_x + \bar\Gamma S_x S_z + i(h^z S_y - h^y S_z)",
        evaluated="dtim_exact.mean_field:motion",
        note="Not i but -1 stands before the last bracket, and S_mu is <sigma^mu>/2, not <sigma^mu>. With 0 on the left and real S_mu the printed i would force h^z S_y = h^y S_z, and "
        "likewise in (S51) and (S52). The corrected equation is the exact motion of a product state under (2), for all N and unequal fields.",
    ),
    claim(
        "S51",
        "The mean-field equation of <sigma^y>: at rest, so with 0 on the left.",
        at_rest(
            eq(
                0,
                -2 * Jbar * Sx * Sz - gammatilde / 2 * Sy + Gammabar * Sy * Sz + I * h_x + I * (h_x * Sz - hz * Sx),
            )
        ),
        given="as for (S50), in the same state",
        corrected=(moves(spin("y", j), motion_y(*barred), AS_SPINS),),
        latex=r"0 = -2\bar J S_x S_z - \frac{\bar\gamma}{2} S_y + \bar\Gamma S_y S_z + i h^x + i(h^x S_z - h^z S_x)",
        uses=("S50",),
        evaluated="dtim_exact.mean_field:motion",
        note="The Ising term has the other sign, i h^x does not occur, not i but -1 stands before the last bracket, and S_mu is <sigma^mu>/2. The bar over gamma is read as the tilde of (S50).",
    ),
    claim(
        "S52",
        "The mean-field equation of <sigma^z>: at rest, so with 0 on the left.",
        at_rest(eq(0, -gamma / 2 * (2 * Sz + 1) - Gammabar * (Sx**2 + Sy**2) + I * (h_y * Sx - h_x * Sy))),
        given="as for (S50), in the same state",
        corrected=(moves(spin("z", j), motion_z(*barred), AS_SPINS),),
        latex=r"0 = -\frac{\gamma}{2}(2 S_z + 1) - \bar\Gamma(S_x^2 + S_y^2) + i(h^y S_x - h^x S_y)",
        uses=("S50",),
        evaluated="dtim_exact.mean_field:motion",
        note="Not i but -1 stands before the last bracket, and S_mu is <sigma^mu>/2; with gamma for gamma-tilde it holds in the limit only.",
    ),
    claim(
        "S53",
        "The cubic for m_z from the mean-field equations; it is the critical equation f'(m) = 0 at m = -m_z.",
        in_the_limit(eq(motion_x(*spins), 0)),
        in_the_limit(eq(motion_y(*spins), 0)),
        in_the_limit(eq(2 * motion_z(*spins) * fn("abs2", m_z + rbar), -gamma * cubic)),
        in_the_limit(
            eq(lambar * cubic, -(-m_z - lambar * (1 + m_z) * fn("abs2", -m_z - rbar))),
            {},
            free=("rbar",),
            free_real=("lambar",),
        ),
        given="N to infinity, gamma > 0; the cubic alone, with the corrected (S50)-(S52): that it follows from them as printed is false",
        uses=("S40", "S49", "S50", "S51", "S52"),
        latex=r"m_z^3 + (1 + 2\operatorname{Re}\bar r)m_z^2 + |\bar r|^2 + (|\bar r + 1|^2 - 1 + \bar\lambda^{-1})m_z = 0",
        evaluated="dtim_exact.limit:Limit.cubic",
        note="It follows from the corrected (S50)-(S52), not from the printed ones: the first two at rest give m_x - i m_y = h m_z/(h_eff + J_eff m_z), and then the third is "
        "-gamma times the cubic over 2|m_z + rbar|^2. So gamma > 0 is needed (see one-to-one). The substitution printed as S_mu = 2 m_mu is m_mu = 2 S_mu.",
    ),
]
