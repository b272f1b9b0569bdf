"""What the symbols of the paper stand for: the definitions (1), (2), (6), (7), (8), (S14), (S40) on which every
derivation rests.

Everything here is trusted: a proof is a proof about these definitions.  Real parameters are J, Gamma, gamma, hz; h_j
= hx_j - i hy_j is complex.
"""

from __future__ import annotations

from fractions import Fraction

from .terms import Term, anti, comm, fn, over_sites, sym, total

REAL = {
    "J",
    "Gamma",
    "gamma",
    "hz",
    "t",
    "lam",
    "lambar",
    "Jbar",
    "Gammabar",
    "m",
    "x",
    "eta",
    "m_x",
    "m_y",
    "m_z",
    "pi",
    "integration variable",
    "u1",
    "u2",
    "u3",
    "u4",
    "m_0",
    "mstar",
}
INTEGER = {
    "N",
    "n",
    "k",
    "l",
    "M",
    "p",
    "q",
    "s",
    "#m",
    "#beyond",
    "#neither",
    "#first",
    "#second",
    "#both",
    *(f"summation index {a}" for a in range(1, 9)),
}
"""Every other scalar symbol is complex."""

I = sym("I")
J, Gamma, gamma, hz, N = (sym(s) for s in ("J", "Gamma", "gamma", "hz", "N"))
h, r, lam, alpha, epsilon = (sym(s) for s in ("h", "r", "lam", "alpha", "epsilon"))
J_eff, h_eff, h_x, h_y = sym("J_eff"), sym("h_eff"), sym("hx"), sym("hy")
k, l, n, M, p, q, s = (sym(c) for c in ("k", "l", "n", "M", "p", "q", "s"))
ANTILINEAR = frozenset({"K", "Psi"})
"""The named operators that are antilinear by definition."""

i, j = Term("site_index", "i"), Term("site_index", "j")
half = Term("num", Fraction(1, 2))


def at(name: str, site: Term) -> Term:
    """A parameter of one site: h_j, hx_j, hy_j, alpha_j, lam_j."""
    return Term("at", name, site)


def sigma(mu: str, site: Term) -> Term:
    """The Pauli (mu = x, y, z) or ladder (mu = +, -) operator of one site; (n = sigma^+ sigma^-)."""
    return Term("sigma", mu, site)


def spin(mu: str, site: Term) -> Term:
    """The spin component S^mu_j = sigma^mu_j / 2."""
    return Term("spin", mu, site)


def op(name: str) -> Term:
    """A named operator of the whole system: S-, S+, Sx, Sy, Sz, bbS-, bbS+, H, H_eff, Phi, Psi, K, ..."""
    return Term("op", name)


S_minus, S_plus, S_x, S_y, S_z = (op(c) for c in ("S-", "S+", "Sx", "Sy", "Sz"))
bbS_minus, bbS_plus, H, H_eff, Phi, Psi, K, Casimir, G_eff, M_z = (
    op(c) for c in ("bbS-", "bbS+", "H", "H_eff", "Phi", "Psi", "K", "Casimir", "G_eff", "Mz")
)


def conjugated(operator: Term) -> Term:
    """(K^dagger O K)^dagger, the gauge-transformed operator of (S5)."""
    return (K.dag * operator * K).dag


C1, C2, everything = (Term("cluster", c) for c in ("C1", "C2", "all"))
R12, R1, R2, R12c = (Term("cluster", c) for c in ("R12", "R1", "R2", "R12c"))
CLUSTERS: dict[str, Term] = {
    "R12": Term("union", C1, C2),
    "R1": Term("minus", Term("union", C1, C2), C1),
    "R2": Term("minus", Term("union", C1, C2), C2),
    "R12c": Term("minus", everything, Term("union", C1, C2)),
    "none": Term("minus", everything, everything),
}
"""The regions defined above (17), and the empty set."""


def card(cluster: Term) -> Term:
    """The size of a cluster."""
    return Term("card", cluster)


def over(cluster: Term, body: Term) -> Term:
    """The product of body over the sites j of a cluster."""
    return Term("over_set", j, cluster, body)


def form_factor(m: Term | int, cluster: Term = everything) -> Term:
    """I_m(X) of (18)."""
    return fn("form", m, cluster)


SCALARS: dict[str, Term] = {
    "J_eff": J + I * Gamma / 2,
    "h_eff": hz - I * (gamma + Gamma) / 2,
    "r": h_eff / J_eff,
    "alpha": 2 * J_eff / h,
    "lam": fn("abs2", alpha) / 2,
    "hx": fn("re", h),
    "hy": -fn("im", h),
}
SITE_SCALARS: dict[str, Term] = {
    "alpha": 2 * J_eff / at("h", j),
    "lam": fn("abs2", at("alpha", j)) / 2,
    "hx": fn("re", at("h", j)),
    "hy": -fn("im", at("h", j)),
}
OF_THE_FIELD = frozenset({"h"} | SITE_SCALARS.keys())
"""The parameters of a site that do not depend on the site where the fields are uniform."""
OPERATORS: dict[str, Term] = {
    "S-": over_sites(j, sigma("-", j)),
    "S+": over_sites(j, sigma("+", j)),
    "Sx": over_sites(j, sigma("x", j) / 2),
    "Sy": over_sites(j, sigma("y", j) / 2),
    "Sz": over_sites(j, sigma("z", j) / 2),
    "bbS-": over_sites(j, at("alpha", j) * sigma("-", j)),
    "bbS+": over_sites(j, sigma("+", j) / at("alpha", j)),
    "H": J * over_sites(i, over_sites(j, spin("z", i) * spin("z", j), other_than=(i,)))
    + over_sites(j, at("hx", j) * spin("x", j) + at("hy", j) * spin("y", j) + hz * spin("z", j)),
    "H_eff": H - (I / 2) * (gamma * over_sites(j, sigma("+", j) * sigma("-", j)) + Gamma * (S_plus * S_minus)),
    "G_eff": H_eff + I * gamma * N / 4 + I * Gamma * Casimir / 2,
    "Casimir": S_x**2 + S_y**2 + S_z**2,
    "Phi": total(k, 0, N, fn("binom", r, k) * (-bbS_minus) ** k),
    "Psi": Phi * K,
    "Mz": 2 * S_z,
}


def motion(operator: Term) -> Term:
    """The operator whose mean is d<O>/dt under (2): i[H, O] + sum_k rate_k (L_k^dagger O L_k - {L_k^dagger L_k,
    O}/2).
    """
    site = Term("site_index", "decay")
    up, down = sigma("+", site), sigma("-", site)
    local = gamma * over_sites(site, up * operator * down - anti(up * down, operator) / 2)
    return I * comm(H, operator) + local + Gamma * (S_plus * operator * S_minus - anti(S_plus * S_minus, operator) / 2)


def lindbladian(state: Term) -> Term:
    """The right side of (2): -i[H, rho] + gamma sum_j D[sigma_j^-] rho + Gamma D[S_-] rho."""
    site = Term("site_index", "decay")
    local = over_sites(site, dissipator(sigma("-", site), sigma("+", site), state))
    return -I * comm(H, state) + gamma * local + Gamma * dissipator(S_minus, S_plus, state)


def dissipator(jump: Term, adjoint: Term, state: Term) -> Term:
    """D[X] rho = X rho X^dagger - {X^dagger X, rho}/2, below (2)."""
    return jump * state * adjoint - half * anti(adjoint * jump, state)


def flow_by_H_eff(state: Term) -> Term:
    """The right side of (5), the jump operators being sqrt(gamma) sigma_j^- and sqrt(Gamma) S_-."""
    site = Term("site_index", "decay")
    jumps = gamma * over_sites(site, sigma("-", site) * state * sigma("+", site)) + Gamma * (S_minus * state * S_plus)
    return -I * (H_eff * state - state * H_eff.dag) + jumps


def dual_by_H_eff(operator: Term) -> Term:
    """`motion` in terms of H_eff."""
    site = Term("site_index", "decay")
    jumps = gamma * over_sites(site, sigma("+", site) * operator * sigma("-", site)) + Gamma * (
        S_plus * operator * S_minus
    )
    return I * (H_eff.dag * operator - operator * H_eff) + jumps


GENERATORS = {"flow": flow_by_H_eff, "dual": dual_by_H_eff}
"""One step of the evolution of states and of observables, as the words rule unfolds it; `lindbladian` and `motion`
are the literal readings of (2).
"""
