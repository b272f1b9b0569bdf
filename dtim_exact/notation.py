r"""The paper's notation: what each symbol, operator and cluster of the statement language looks like in LaTeX.

Only amsmath and amssymb are used, so that any journal's style and any converter to MathML can read the result.
"""

from __future__ import annotations

__all__ = ["CLUSTERS", "OPERATORS", "PLAIN_NAMES", "RELATIONS", "SITE_SYMBOLS", "SYMBOLS"]

SYMBOLS = {
    "I": "i",
    "J_eff": r"J_{\mathrm{eff}}",
    "h_eff": r"h^z_{\mathrm{eff}}",
    "hz": "h^z",
    "hx": "h^x",
    "hy": "h^y",
    "Gamma": r"\Gamma",
    "gamma": r"\gamma",
    "lam": r"\lambda",
    "eta": r"\eta",
    "alpha": r"\alpha",
    "epsilon": r"\epsilon",
    "rbar": r"\bar r",
    "lambar": r"\bar\lambda",
    "Jbar": r"\bar J",
    "Jbar_eff": r"\bar J_{\mathrm{eff}}",
    "Gammabar": r"\bar\Gamma",
    "gammatilde": r"\tilde\gamma",
    "S_x": "S_x",
    "S_y": "S_y",
    "S_z": "S_z",
    "m_x": "m_x",
    "m_y": "m_y",
    "m_z": "m_z",
    "w_n": "w_n",
    "theta": r"\theta",
    "phi": r"\phi",
    "kappa": r"\kappa",
    "nth": r"\bar n_{\mathrm{th}}",
    "mstar": "m^*",
    "pi": r"\pi",
}
OPERATORS = {
    "S-": r"\hat S_-",
    "S+": r"\hat S_+",
    "Sx": r"\hat S_x",
    "Sy": r"\hat S_y",
    "Sz": r"\hat S_z",
    "bbS-": r"\hat{\mathbb S}_-",
    "bbS+": r"\hat{\mathbb S}_+",
    "bbSx": r"\hat{\mathbb S}^x",
    "bbSy": r"\hat{\mathbb S}^y",
    "bbSz": r"\hat{\mathbb S}^z",
    "H": r"\hat H",
    "H_eff": r"\hat H_{\mathrm{eff}}",
    "Phi": r"\hat\Phi",
    "Psi": r"\hat\Psi",
    "K": r"\hat K",
    "Casimir": r"\hat{\mathfrak C}",
    "G_eff": r"\hat G_{\mathrm{eff}}",
    "Mz": r"\hat M^z",
    "rho": r"\hat\rho",
    "Phi_G": r"\hat\Phi_{\mathcal G}",
    "calG": r"\hat{\mathcal G}",
    "calG^-1": r"\hat{\mathcal G}^{-1}",
    "1": r"\hat 1",
    "(1-S-)^r": r"(1 - \hat S_-)^r",
}
CLUSTERS = {
    "R12": "R_{12}",
    "R1": "R_1",
    "R2": "R_2",
    "R12c": "R_{12}^c",
    "C1": "C_1",
    "C2": "C_2",
    "all": r"\{1,\dots,N\}",
    "A1": "A_1",
    "A2": "A_2",
    "none": r"\varnothing",
}
SITE_SYMBOLS = {"h": "h", "hx": "h^x", "hy": "h^y", "alpha": r"\alpha", "lam": r"\lambda"}
RELATIONS = {"eq": "=", "ne": r"\neq", "lt": "<", "le": r"\leq"}

PLAIN_NAMES = {
    **{name: latex for name, latex in SYMBOLS.items() if "_" not in name or name.endswith("_eff")},
    **{name: OPERATORS[name] for name in ("H_eff", "G_eff", "Phi", "Psi", "rho", "K", "H")},
    "bbS": r"\hat{\mathbb S}",
    "sigma": r"\hat\sigma",
    "lambda": r"\lambda",
    "mu": r"\mu",
    "delta": r"\delta",
    "n_th": r"\bar n_{\mathrm{th}}",
    "infinity": r"\infty",
    "log": r"\log ",
    "exp": r"\exp ",
    "sqrt": r"\sqrt",
    "sum": r"\sum",
    "prod": r"\prod",
    "Re": r"\operatorname{Re}",
    "Im": r"\operatorname{Im}",
    "tr": r"\operatorname{tr}",
    "to": r"\to ",
    "xy": "xy",
    "Prob": r"\operatorname{Prob}",
    "binom": r"\binom",
    "C1": "C_1",
    "C2": "C_2",
}
"""Names as they occur in running text; single letters stand for themselves."""
