"""All that a file of claims needs, by one import: `from dtim_exact.proof.language import *`."""

from __future__ import annotations

from functools import partial

from ..claims import Claim, Says, claim
from .conventions import (C1, C2, Casimir, G_eff, Gamma, H, H_eff, I, J, J_eff, K, M, M_z, N, Phi, Psi, R1, R2, R12, R12c, S_minus, S_plus, S_x, S_y, S_z, alpha,
                          at, bbS_minus, bbS_plus, card, conjugated, epsilon, everything, form_factor, gamma, h, h_eff, h_x, h_y, half, hz, i, j, k, l, lam, n,
                          op, over, p, q, r, s, sigma, spin)
from .kernel import (NotProved, Theorem, both, chain, collective, commutation_lemma, discharge, enclosure, induction, literature, matrix, product_states, scalar, sites,
                     specialize, starting_at, telescoping, traces, words)
from .rules import bounded_norm, cases, majorant, pointwise, series, states
from .terms import Term, anti, comm, eq, fn, le, lift, lt, ne, over_sites, product, subsets, sym, total
from .worlds import Worlds

__all__ = ["C1", "C2", "Casimir", "Claim", "G_eff", "Gamma", "H", "H_eff", "I", "J", "J_eff", "K", "M", "M_z", "N", "NotProved", "Phi", "Psi", "R1", "R12", "R12c", "R2",
           "S_minus", "S_plus", "S_x", "S_y", "S_z", "Says", "Term", "Theorem", "Worlds", "alpha", "anti", "at", "bbS_minus", "bbS_plus", "both", "bounded_norm", "card", "cases", "chain",
           "claim", "collective", "comm", "commutation_lemma", "conjugated", "discharge", "enclosure", "epsilon", "eq", "everything", "fn", "form_factor", "gamma",
           "h", "h_eff", "h_x", "h_y", "half", "hz", "i", "induction", "j", "k", "l", "lam", "le", "lift", "literature", "lt", "majorant", "matrix", "n", "ne", "op", "over",
           "over_sites", "p", "partial", "pointwise", "product", "product_states", "q", "r", "s", "scalar", "series", "sigma", "sites", "specialize", "spin", "starting_at", "states", "subsets", "sym", "telescoping", "total", "traces", "words"]
