"""Lemmas that several derivations use, proved by the rules of the kernel like any other theorem."""

from __future__ import annotations

from . import conventions
from .identities import sites, words
from .logic import discharge, induction
from .substitution import instance
from .terms import eq, lift
from .theorem import Theorem

__all__ = ["commutation_lemma"]


def commutation_lemma() -> Theorem:
    """[S_+, S_-^{k+1}] = (k + 1)(2 S_z + k) S_-^k for every k >= 0, by two inductions from the su(2) relations,
    which 2 x 2 matrices give.
    """
    k, S_plus, S_minus, S_z = conventions.k, conventions.S_plus, conventions.S_minus, conventions.S_z
    raises, lowers = eq(S_plus * S_minus, S_minus * S_plus + 2 * S_z), eq(S_minus * S_z, S_z * S_minus + S_minus)
    shift = eq(S_minus**k * S_z, S_z * S_minus**k + k * S_minus**k)
    lemma = eq(S_plus * S_minus ** (k + 1), S_minus ** (k + 1) * S_plus + (k + 1) * ((2 * S_z + k) * S_minus**k))
    shifted = induction(
        shift,
        "k",
        base=words(instance(shift, "k", lift(0))),
        step=words(instance(shift, "k", k + 1), relations=(shift, lowers)),
    )
    step = discharge(words(instance(lemma, "k", k + 1), relations=(lemma, raises, lowers, shift)), shifted)
    proved = induction(lemma, "k", base=words(instance(lemma, "k", lift(0)), relations=(raises,)), step=step)
    return discharge(proved, sites(raises), sites(lowers))
