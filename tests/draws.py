"""What the property tests draw: models of every kind, observables, sets of sites, numbers of digits.

Fields are equal or unequal, with ties and zeros, real or complex; J has either sign or is 0; Gamma >= 0 where the
model is then solvable; resonances are approached down to 1e-1000. Everything is drawn as the text that a user types.
"""

from __future__ import annotations

from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from dtim_exact import HypothesisError, Model

Draw = st.DrawFn


def rationals(largest: int = 9, nonzero: bool = False, signed: bool = True) -> st.SearchStrategy[str]:
    """p/q as text; mostly short, at times long."""
    tops = st.integers(1 if nonzero else 0, largest) | st.integers(1, 10**12)
    signs = st.sampled_from(["", "-"] if signed else [""])
    bottoms = st.integers(1, largest) | st.integers(1, 10**10)
    return st.builds(lambda sign, top, bottom: f"{sign}{top}/{bottom}", signs, tops, bottoms)


SIGNED = rationals()
NONZERO = rationals(nonzero=True)
RATES = rationals(signed=False)
LOSSES = rationals(nonzero=True, signed=False)
DIGITS = st.sampled_from([1, 2, 5, 15, 30, 50, 100, 300]) | st.integers(1, 2000)


@st.composite
def equal_fields(draw: Draw) -> dict[str, Any]:
    """hx and hy of all sites, not both 0."""
    return {"hx": draw(NONZERO), "hy": draw(st.just("0") | SIGNED)}


@st.composite
def unequal_fields(draw: Draw, N: int, zeros: bool = False) -> dict[str, Any]:
    """hx and hy of each site: ties are likely, and so are real fields; with `zeros` some are 0."""
    pool = [(draw(NONZERO), draw(st.just("0") | SIGNED)) for _ in range(draw(st.integers(1, N)))]
    if zeros:
        pool.append(("0", "0"))
    chosen = [draw(st.sampled_from(pool)) for _ in range(N)]
    return {"hx": [x for x, _ in chosen], "hy": [y for _, y in chosen]}


@st.composite
def models(
    draw: Draw, most: int = 5, least: int = 1, collective: bool = True, gamma: Any = RATES, zeros: bool = True
) -> Model:
    """A model of `least` to `most` spins, of any kind; those without a steady state are not drawn."""
    N = draw(st.integers(least, most))
    kind = draw(st.sampled_from(["equal", "collective", "unequal", "resonant"] if collective else ["unequal"]))
    J = draw(st.sampled_from(["0", "1", "-1"]) | SIGNED)
    if kind == "resonant":
        h = draw(equal_fields() | unequal_fields(N))
        J = draw(st.sampled_from(["1", "-1", "2/3", "-5/7"]))
        return Model.at_resonance(draw(st.integers(0, N)), draw(detunings(J.startswith("-"))), N=N, J=J, **h)
    h = draw(unequal_fields(N, zeros) if kind == "unequal" else equal_fields())
    Gamma = draw(LOSSES) if kind == "collective" else "0"
    try:
        m = Model(N=N, J=J, hz=draw(SIGNED), gamma=draw(gamma), Gamma=Gamma, **h)
        m.density()
    except HypothesisError:  # a field of 0 whose limit does not exist
        assume(False)
    return m


@st.composite
def detunings(draw: Draw, negative_J: bool) -> str:
    """epsilon from 1 down to 1e-1000, or 0; with an imaginary part gamma > 0 follows."""
    power = draw(st.sampled_from([0, 1, 5, 20, 100, 1000]))
    real = f"{draw(st.sampled_from(['', '-']))}{draw(st.integers(0, 9))}e-{power}"
    imaginary = f"{'+' if negative_J else '-'}{draw(st.integers(1, 9))}e-{power + draw(st.integers(0, 20))}i"
    return real + draw(st.sampled_from(["", imaginary]))


@st.composite
def words(draw: Draw, N: int, letters: str = "XYZ+-", most: int = 4) -> str:
    """A product of operators, several on one site too."""
    count = draw(st.integers(1, most))
    return " ".join(f"{draw(st.sampled_from(letters))}{draw(st.integers(1, N))}" for _ in range(count))


@st.composite
def clusters(draw: Draw, N: int, least: int = 0) -> list[int]:
    """Some different sites, in any order."""
    return draw(st.lists(st.integers(1, N), unique=True, min_size=least, max_size=min(N, 3)))
