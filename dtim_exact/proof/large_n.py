"""The language of the limit of many spins: symbols, the weights p_M, the potential f, and statements with remainders.

`from dtim_exact.proof.large_n import *` beside `language`; nothing here is trusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from ..claims import Says
from .analysis import Setting, by_derivative, estimate, exponentials, inequality, logarithms
from .analytic import AnalyticWorlds, Cases
from .conventions import I, M, N
from .expansions import every_derivative, taylor
from .moments import concentration
from .terms import Like, Term, fn, lift, replace, sym

__all__ = [
    "COUNTS",
    "FIELD",
    "INSIDE",
    "AnalyticWorlds",
    "Cases",
    "Setting",
    "absolute",
    "analysed",
    "by_derivative",
    "concentration",
    "curvatures",
    "derivative",
    "distance2",
    "estimate",
    "every_derivative",
    "exponentials",
    "f",
    "fact",
    "im",
    "inequality",
    "integral",
    "integrand",
    "lambar",
    "log",
    "logarithms",
    "m",
    "pi",
    "put",
    "rbar",
    "re",
    "size2",
    "taylor",
    "weight",
    "x",
]

pi, m, x, rbar, lambar = (sym(name) for name in ("pi", "m", "x", "rbar", "lambar"))
t, u1, u2, u3, u4 = (sym(name) for name in ("t", "u1", "u2", "u3", "u4"))
log, re, im, size2, fact, absolute = (partial(fn, name) for name in ("log", "re", "im", "abs2", "fact", "abs"))


def integral(variable: Term, low: Like, high: Like, body: Like) -> Term:
    """The integral of body over the real variable."""
    return Term("integral", variable, lift(low), lift(high), lift(body))


def derivative(body: Like, variable: Term = m, order: int = 1) -> Term:
    """The derivative of that order."""
    return Term("diff", variable, lift(order), lift(body))


def put(term: Term, variable: Term, value: Like) -> Term:
    """The term with a symbol replaced."""
    return replace(term, lambda t: lift(value) if t == variable else None)


def distance2(at: Like) -> Term:
    """|at - rbar|^2."""
    return size2(at - rbar)


def integrand(at: Like) -> Term:
    """The argument of the logarithm in (S42)."""
    return (1 - at) * size2(rbar - at)


weight = size2(fn("rising", -N * rbar, M)) * (fact(N) / fact(N - M)) * (lambar**M / (N ** (2 * M) * fact(M)))
"""p_M, the last form of (S39)."""
f = (
    log(m**m * (1 - m) ** (1 - m) / ((m - rbar) ** (m - rbar) * (m - rbar.conj) ** (m - rbar.conj)))
    - (log(lambar) - 2) * m
)
"""The potential (16)."""

# Hypotheses: 1 <= M <= N - 1, m = M/N; in the variables t = M - 1, u1 = N - M - 1, and u3 + i u4 for rbar.
COUNTS = Setting(
    where={"m": M / N},
    positive=(M, N, lambar, pi),
    at={"M": 1 + t, "N": 2 + t + u1},
    slacks={"t": M - 1, "u1": N - M - 1},
    falling=(N, M),
)
FIELD = Setting(
    where={"m": M / N},
    positive=(M, N, lambar, pi),
    at={"M": 1 + t, "N": 2 + t + u1, "rbar": u3 + I * u4},
    slacks={"t": M - 1, "u1": N - M - 1, "u3": re(rbar), "u4": im(rbar)},
    real=("u3", "u4"),
    falling=(N, M),
)
INSIDE = Setting(
    at={"x": t, "M": t + u1, "N": t + u1 + u2, "rbar": (t + u3 + I * u4) / (t + u1 + u2)},
    slacks={"t": x, "u1": M - x, "u2": N - M, "u3": N * re(rbar) - x, "u4": N * im(rbar)},
    real=("u3", "u4"),
    strict=("u2",),
)
"""The variables for a point x = k of a sum over 0 <= k < M."""
curvatures = ((-1 / (N - M) ** 2, lift(0)), (-2 / (N * im(rbar)) ** 2, 2 / (N * im(rbar)) ** 2))
"""Bounds of the second derivatives of log(N - k) and log|k - N rbar|^2."""


def analysed(statement: Term, rule: Any, setting: Setting, rows: Iterable[Mapping[str, Any]], **options: Any) -> Says:
    """A statement that a rule of analysis decides, with its hypotheses, and explicit parameters at which it is put
    to the test.
    """
    return Says(
        statement,
        by=partial(rule, setting=setting, **options),
        worlds=Cases(where=setting.where, rows=tuple(rows)),
        given=setting.given(options.get("inside")),
    )
