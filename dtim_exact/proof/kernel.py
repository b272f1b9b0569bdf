"""The kernel: all its rules by one import.

`theorem` is the door through which every theorem comes; the rules that may use it are

identities      scalar, collective, sites, traces, product states, words (a normal form decides); matrix (explicit N)
telescoping     sums, by a certificate
logic           induction, starting at, discharge, chain, both;     substitution: specialize
named_points    counterexample (exact values at a point), enclosure (balls)
literature      a theorem of analysis, named in the ledger
rules, operator_rules, analysis (with expansions, moments)      what single sections of the paper need beyond these

Trusted are these files, the normal forms that they call, `terms`, `conventions`, and flint's polynomials and balls;
docs/kernel.md says why.
"""

from __future__ import annotations

from .identities import DERIVED, collective, matrix, product_states, scalar, sites, traces, words
from .lemmas import commutation_lemma
from .literature import LITERATURE, literature
from .logic import both, chain, discharge, induction, starting_at
from .named_points import counterexample, enclosure, excluded
from .scalar_form import NotDecidable
from .substitution import specialize
from .telescoping import telescoping
from .theorem import APART, UNIFORM, NotProved, Theorem, hypotheses, is_theorem

__all__ = [
    "APART",
    "DERIVED",
    "LITERATURE",
    "UNIFORM",
    "NotDecidable",
    "NotProved",
    "Theorem",
    "both",
    "chain",
    "collective",
    "commutation_lemma",
    "counterexample",
    "discharge",
    "enclosure",
    "excluded",
    "hypotheses",
    "induction",
    "is_theorem",
    "literature",
    "matrix",
    "product_states",
    "scalar",
    "sites",
    "specialize",
    "starting_at",
    "telescoping",
    "traces",
    "words",
]
