"""The steady state for a few spins as an explicit matrix, straight from (6): an independent check of closed forms.

Nothing here uses the functional, form factors or hypergeometric sums: Phi is the binomial series of (1 - S_-)^r as
matrix powers, (13), or its limit exp(-2 h_eff sum_j sigma_j^-/h_j) at J_eff = 0. Basis: up before down, site 1 first.
"""

from __future__ import annotations

from itertools import product

from dtim_exact import Gaussian, Model

Matrix = list[list[Gaussian]]
ZERO, ONE = Gaussian(0), Gaussian(1)
SITE = {
    "X": [[0, 1], [1, 0]],
    "Y": [[0, Gaussian(0, -1)], [Gaussian(0, 1), 0]],
    "Z": [[1, 0], [0, -1]],
    "+": [[0, 1], [0, 0]],
    "-": [[0, 0], [1, 0]],
}


def times(a: Matrix, b: Matrix) -> Matrix:
    columns = list(zip(*b, strict=True))
    return [[sum((x * y for x, y in zip(row, col, strict=True) if x and y), ZERO) for col in columns] for row in a]


def adjoint(a: Matrix) -> Matrix:
    return [[x.conj() for x in column] for column in zip(*a, strict=True)]


def trace(a: Matrix) -> Gaussian:
    return sum((a[i][i] for i in range(len(a))), ZERO)


def identity(size: int) -> Matrix:
    return [[ONE if i == j else ZERO for j in range(size)] for i in range(size)]


def on_site(letter: str, j: int, N: int) -> Matrix:
    """The operator `letter` on site j of N."""
    states = list(product(range(2), repeat=N))
    k, small = j - 1, SITE[letter]

    def entry(s: tuple[int, ...], t: tuple[int, ...]) -> Gaussian:
        elsewhere = s[:k] + s[k + 1 :] == t[:k] + t[k + 1 :]
        return ZERO + small[s[k]][t[k]] if elsewhere else ZERO

    return [[entry(s, t) for t in states] for s in states]


def plus(a: Matrix, weight: Gaussian, b: Matrix) -> Matrix:
    """a + weight b."""
    return [[x + weight * y for x, y in zip(*rows, strict=True)] for rows in zip(a, b, strict=True)]


def steady_state(model: Model) -> Matrix:
    """rho = Phi Phi^dagger / tr, for fields that are all different from 0."""
    N, J_eff, h_eff = model.N, model.J_eff, model.h_eff
    size = 2**N
    lowering = [[ZERO] * size for _ in range(size)]
    for j in range(1, N + 1):
        lowering = plus(lowering, 2 / model.h_at(j), on_site("-", j, N))
    phi, power, coefficient = identity(size), identity(size), ONE
    for k in range(1, N + 1):  # binom(r, k) (-S_-)^k, S_- = J_eff sum_j 2 sigma_j^-/h_j
        power = times(power, lowering)
        coefficient = coefficient * ((k - 1) * J_eff - h_eff) / k
        phi = plus(phi, coefficient, power)
    rho = times(phi, adjoint(phi))
    norm = trace(rho)
    return [[x / norm for x in row] for row in rho]


def mean(rho: Matrix, observable: str, N: int) -> Gaussian:
    """<observable>, factors multiplied from left to right."""
    operator = identity(2**N)
    for token in observable.split():
        operator = times(operator, on_site(token[0], int(token[1:]), N))
    return sum((rho[i][k] * operator[k][i] for i in range(2**N) for k in range(2**N) if operator[k][i]), ZERO)
