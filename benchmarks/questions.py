"""The questions of docs/peers.md, each with the answers of other tools, as a user would ask them there.

Every answer is a call that returns a number (a ball, a float, an mpf, a Fraction); none shares a formula with the
package, but for the parameters. The models are far from a resonance, near one, and long.

Key results: `QUESTIONS`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import Any

import mpmath
from flint import acb, arb

from dtim_exact import Model

from . import peers
from .cases import case_b, series

Answer = Callable[[], Any]


@dataclass(frozen=True)
class Question:
    """What is asked of which model, our digits, and the answers of the others by the name of the tool."""

    title: str
    model: Model
    observable: str
    digits: int
    others: dict[str, Answer]


def density_in_floats(model: Model) -> float:
    """The density from the sums of (17) in double precision."""
    z, N, lam = series(model)
    step, factor = complex(float(z.re), float(z.im)), float(lam)
    term = total = 1.0
    above = float(N)
    for m in range(N):
        term *= abs(step + m) ** 2 * factor * (N - m) / (m + 1)
        total += term
        above += term * (N - m - 1)
    return above / (2 * N * total)


def _two_hyper(hyper: Callable[[Any, Any, Any, int], Any], model: Model) -> Any:
    """nbar = F(N-1)/(2 F(N)) with F(N) the 3F0 of (17): the density removes one site and shifts nothing."""
    z, N, lam = series(model)
    return hyper(z.re, z.im, lam, N - 1) / (2 * hyper(z.re, z.im, lam, N))


def density_in_mpmath(model: Model, digits: int) -> Any:
    """mpmath.hyper at a working precision of `digits`."""

    def hyper(re: Any, im: Any, lam: Any, N: int) -> Any:
        a = mpmath.mpc(peers._mpf(re), peers._mpf(im))
        return mpmath.hyper([a, mpmath.conj(a), -N], [], -peers._mpf(lam)).real

    with mpmath.workdps(digits):
        sign, man, exp, _ = _two_hyper(hyper, model)._mpf_
    return Fraction(-int(man) if sign else int(man)) * Fraction(2) ** exp


def density_in_flint(model: Model, bits: int) -> arb:
    """python-flint's acb.hypgeom, which needs the number of terms, at a fixed precision."""

    def hyper(re: Any, im: Any, lam: Any, N: int) -> arb:
        a = acb(arb(re), arb(im))
        return acb(-arb(lam)).hypgeom([a, a.conjugate(), acb(-N)], [], n=N + 1).real

    with peers.working_precision(bits):
        return _two_hyper(hyper, model)


def density_in_sympy(model: Model, digits: int) -> Any:
    """SymPy's hyper, evaluated by its own evalf to `digits`."""
    import sympy

    def hyper(re: Any, im: Any, lam: Any, N: int) -> Any:
        x, y, u = (sympy.Rational(int(q.p), int(q.q)) for q in (re, im, lam))
        return sympy.re(sympy.hyper([x + sympy.I * y, x - sympy.I * y, -N], [], -u).evalf(digits))

    return _two_hyper(hyper, model)


def density_in_piqs(model: Model) -> float:
    """QuTiP's steady state in the permutation-symmetric space."""
    rates = [model.J, model.h_at(1).re, model.hz, model.gamma]
    return peers.piqs_density(model.N, *(float(complex(x).real) for x in rates))


def pair_in_qutip(model: Model, i: int, j: int) -> float:
    """QuTiP's steady state in the full space of 2^N states, with its own operators."""
    from qutip import expect, qeye, sigmam, sigmax, sigmaz, steadystate, tensor

    N = model.N

    def at(k: int, op: Any) -> Any:
        return tensor([op if k == site else qeye(2) for site in range(1, N + 1)])

    def real(x: Any) -> float:
        return complex(x).real

    z = [at(k, sigmaz()) for k in range(1, N + 1)]
    H = sum(real(model.h_at(k).re) / 2 * at(k, sigmax()) + real(model.hz) / 2 * z[k - 1] for k in range(1, N + 1))
    H = H + real(model.J) / 4 * sum(z[a] * z[b] for a in range(N) for b in range(N) if a != b)
    jumps = [real(model.gamma) ** 0.5 * at(k, sigmam()) for k in range(1, N + 1)]
    return float(expect((1 + z[i - 1]) * (1 + z[j - 1]) / 4, steadystate(H, jumps)))


def _uniform(title: str, model: Model, digits: int = 30, piqs: bool = True) -> Question:
    """The density of equal fields, asked of everybody who can take the number of spins."""
    others: dict[str, Answer] = {"Python floats, (17)": partial(density_in_floats, model)}
    if model.N <= 128:
        others["mpmath.hyper, 15 digits"] = partial(density_in_mpmath, model, 15)
        others["mpmath.hyper, 60 digits"] = partial(density_in_mpmath, model, 60)
        others["SymPy hyper.evalf(30)"] = partial(density_in_sympy, model, 30)
        others["SymPy hyper.evalf(60)"] = partial(density_in_sympy, model, 60)
    others["FLINT acb.hypgeom, 53 bits"] = partial(density_in_flint, model, 53)
    others["FLINT acb.hypgeom, 220 bits"] = partial(density_in_flint, model, 220)
    if piqs:
        others["QuTiP PIQS"] = partial(density_in_piqs, model)
    return Question(title, model, "density", digits, others)


def _unequal(title: str, model: Model) -> Question:
    text = "n_1 n_2"
    return Question(title, model, text, 30, {"QuTiP, full space": partial(pair_in_qutip, model, 1, 2)})


def _near(n: int, epsilon: str, N: int = 20) -> Model:
    return Model.at_resonance(n=n, epsilon=epsilon, N=N, J=1, hx=4)


FIELDS = [1, Fraction(3, 2), 2, Fraction(5, 2), 3]
QUESTIONS = [
    _uniform("Density far from every resonance: N = 20", Model(N=20, J=1, hx=4, hz="1/2", gamma="1/4")),
    _uniform("Density near a resonance: N = 20, r = 1 + 1e-6 - 1e-9 i", _near(1, "1e-6-1e-9i")),
    _uniform("Density on the flank of a blockade peak: N = 20, r = 3 + 1e-4 - 1e-5 i", _near(3, "1e-4-1e-5i")),
    _uniform(
        "On the flank of a narrower one: N = 40, r = 3 + 1e-23 - 1e-25 i", _near(3, "1e-23-1e-25i", 40), piqs=False
    ),
    _uniform(
        "Beside one that is narrower still: N = 128, r = 1e-30 - 1e-40 i", _near(0, "1e-30-1e-40i", 128), piqs=False
    ),
    _uniform("Density at a macroscopic field: N = 1000, case B", case_b(1000), piqs=False),
    _unequal(
        "Two densities, five unequal fields, far from resonance", Model(N=5, J=1, hx=FIELDS, hz="1/3", gamma="1/10")
    ),
    _unequal("The same at r = 1 + 1e-3 - 1e-5 i", Model.at_resonance(n=1, epsilon="1e-3-1e-5i", N=5, J=1, hx=FIELDS)),
    _unequal("The same at r = 1 + 1e-8 - 1e-10 i", Model.at_resonance(n=1, epsilon="1e-8-1e-10i", N=5, J=1, hx=FIELDS)),
]
