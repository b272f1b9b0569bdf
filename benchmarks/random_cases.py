"""Random models and observables: does every enclosure contain the exact rational, and is it as narrow as promised?

    python benchmarks/random_cases.py --cases 100000 --seed 1

Models of every kind are drawn: equal and unequal fields, ties, fields of 0, complex fields, Gamma > 0, J of either
sign and 0, vanishing rates, and resonances approached to 1e-1000. The exact value comes from Gaussian rationals, the
enclosure from balls: on short chains, where `digits` would round the exact value, most cases are made to take the road
of balls all the same, or that of windows. Prints the count, the seed and the misses; exit status 1 if there is one.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from flint import fmpq

from dtim_exact import CostError, HypothesisError, Model, Value, functional
from dtim_exact.cost import Cost

Draw = random.Random
is_small, pays, fewest = Cost.is_small, functional.window_pays, functional.FEWEST


def rational(draw: Draw, nonzero: bool = False) -> str:
    """A rational of a random size and length."""
    kind = draw.random()
    top, bottom = (9, 9) if kind < 0.7 else (10**6, 10**6) if kind < 0.95 else (10**30, 10**25)
    number = draw.randint(1 if nonzero else 0, top)
    return f"{draw.choice(['', '-'])}{number}/{draw.randint(1, bottom)}"


def size(draw: Draw) -> int:
    kind = draw.random()
    return draw.randint(1, 8) if kind < 0.93 else draw.randint(9, 30) if kind < 0.995 else draw.randint(31, 120)


def fields(draw: Draw, N: int) -> dict[str, Any]:
    """hx and hy: equal, unequal, with ties, or some of them 0."""
    kind = draw.random()
    if kind < 0.4:
        return {"hx": rational(draw, nonzero=True), "hy": rational(draw) if draw.random() < 0.5 else 0}
    pool = [rational(draw, nonzero=True) for _ in range(N if kind < 0.8 else max(1, N // 2))]
    hx = [draw.choice(pool) for _ in range(N)] if kind >= 0.8 else pool
    if kind > 0.97:
        hx[draw.randrange(N)] = "0"
    return {"hx": hx, "hy": [rational(draw) for _ in range(N)] if draw.random() < 0.3 else 0}


def model(draw: Draw) -> Model:
    N = size(draw)
    h = fields(draw, N)
    equal = not isinstance(h["hx"], list)
    Gamma = rational(draw).lstrip("-") if equal and draw.random() < 0.4 else "0"
    if draw.random() < 0.3:
        J = draw.choice([1, -1, "2/3", "-5/7"])
        return Model.at_resonance(draw.randint(0, N), detuning(draw, Fraction(J)), N=N, J=J, **h)
    J = "0" if draw.random() < 0.05 else rational(draw)
    gamma = "0" if draw.random() < 0.2 else rational(draw).lstrip("-")
    hz = rational(draw)
    return Model(N=N, J=J, hz=hz, gamma=gamma, Gamma=Gamma, **h)


def detuning(draw: Draw, J: Fraction) -> str:
    """epsilon from 1 to 1e-1000 (or 0), with an imaginary part that makes gamma >= 0."""
    if draw.random() < 0.1:
        return "0"
    digits = draw.choice([1, 5, 20, 30, 100, 200, 1000])
    real = f"{draw.choice(['', '-'])}{draw.randint(1, 9)}e-{digits}"
    if draw.random() < 0.5:
        return real
    return f"{real}{'-' if J > 0 else '+'}{draw.randint(1, 9)}e-{digits + draw.randint(0, 20)}i"


def pauli_string(draw: Draw, N: int) -> str:
    return " ".join(f"{draw.choice('XYZ+-')}{draw.randint(1, N)}" for _ in range(draw.randint(1, 5)))


Question = Callable[[Model, int | None], Iterable[Value]]


def question(draw: Draw, N: int) -> tuple[str, Question]:
    """What is asked, as a function of the model and the digits."""
    kind = draw.random()
    if kind < 0.75:
        text = pauli_string(draw, N)
        return text, lambda m, digits: [m.expect(text, digits)]
    if kind < 0.85:
        word = draw.choice(["density", "polarization"])
        return word, lambda m, digits: [m.expect(word, digits)]
    if kind < 0.89:
        return "densities", lambda m, digits: m.densities(digits)
    if kind < 0.93:
        i, j = draw.randint(1, N), draw.randint(1, N)
        return f"<n_{i} n_{j}>", lambda m, digits: [m.density_correlations(digits)[i, j]]
    if kind < 0.96:
        return "distribution", lambda m, digits: m.down_spin_distribution(digits)
    sites = draw.sample(range(1, N + 1), min(N, draw.randint(1, 2)))
    return f"matrix of {sites}", lambda m, digits: [x for row in m.reduced_density_matrix(sites, digits) for x in row]


def is_hit(exact: Value, enclosed: Value, digits: int) -> bool:
    """The enclosure contains the exact value, is 0 only with it, and keeps the promise of digits."""
    if exact.is_zero() or enclosed.is_exact:
        return enclosed.is_exact and exact.gaussian == enclosed.gaussian
    radius = fmpq(enclosed.rad.numerator, enclosed.rad.denominator) * fmpq(10) ** digits
    return bool(radius * radius <= exact.gaussian.abs2()) and enclosed.contains(exact)


def one_case(seed: int) -> tuple[str, bool]:
    """Draws and checks one case: what it was, and whether it was a hit."""
    draw = random.Random(seed)
    try:
        m = model(draw)
        what, ask = question(draw, m.N)
        exact = list(ask(m, None))
    except HypothesisError:  # a field of 0 whose limit does not exist
        return "no limit (not compared)", True
    except CostError:  # refused, since the exact answer would take over a minute
        return "exactly too long (not compared)", True
    digits = draw.choice([1, 5, 16, 30, 50, 100])
    Cost.is_small = is_small if draw.random() < 0.2 else lambda *_: False  # type: ignore[method-assign, assignment]
    if draw.random() < 0.4:
        functional.FEWEST, functional.window_pays = 1, lambda _: True
    try:
        enclosed = list(ask(m, digits))
    finally:
        Cost.is_small, functional.window_pays, functional.FEWEST = is_small, pays, fewest  # type: ignore[method-assign]
    kind = "zero" if all(x.is_zero() for x in exact) else "equal fields" if m.uniform else "unequal fields"
    hit = len(exact) == len(enclosed) and all(is_hit(x, y, digits) for x, y in zip(exact, enclosed, strict=True))
    if not hit:
        print(f"MISS case {seed}: {what}, digits={digits}, {m!r}")
    return kind, hit


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1, help="case k has the seed SEED * 10^9 + k")
    arguments = parser.parse_args()
    kinds: Counter[str] = Counter()
    misses, start = 0, time.perf_counter()
    for k in range(arguments.cases):
        kind, hit = one_case(arguments.seed * 10**9 + k)
        kinds[kind] += 1
        misses += not hit
    seconds = time.perf_counter() - start
    print(f"{arguments.cases} cases, seed {arguments.seed}, {misses} misses, {seconds:.0f} s")
    print(", ".join(f"{kind}: {count}" for kind, count in sorted(kinds.items())))
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
