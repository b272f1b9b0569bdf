"""What every state and every probability law obeys, checked exactly on models of every kind.

Reduced density matrices are hermitian, of trace 1, positive (by pivots, over Gaussian rationals) and consistent with
each other and with `expect`; covariances obey Cauchy and Schwarz; p_M and the law of the down spins have their sum
rules; entropies are bounded.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product
from math import comb

from draws import NONZERO, clusters, models, words
from flint import arb, fmpq
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dtim_exact import Gaussian, Model
from dtim_exact.pauli import parse_pauli_string

FEW = settings(max_examples=25)
Matrix = list[list[Gaussian]]


def reduced(m: Model, sites: list[int]) -> Matrix:
    return [[z.gaussian for z in row] for row in m.reduced_density_matrix(sites)]


def pivots(matrix: Matrix) -> list[fmpq]:
    """The pivots of L D L^dagger for a hermitian matrix; AssertionError where a pivot 0 has a row that is not 0."""
    a, found = [list(row) for row in matrix], []
    for k in range(len(a)):
        pivot = a[k][k]
        assert pivot.is_real()
        found.append(pivot.re)
        if not pivot:
            assert not any(a[k][k:]), "a row beside a pivot 0: not positive"
            continue
        for i in range(k + 1, len(a)):
            factor = a[i][k] / pivot
            for j in range(k, len(a)):
                a[i][j] = a[i][j] - factor * a[k][j]
    return found


def test_pivots_refuse_what_is_not_positive() -> None:
    one, zero = Gaussian(1), Gaussian(0)
    assert min(pivots([[one, one + one], [one + one, one]])) < 0
    assert pivots([[one, Gaussian(0, 1)], [Gaussian(0, -1), one]]) == [1, 0]
    try:
        pivots([[zero, one], [one, one]])
    except AssertionError:
        return
    raise AssertionError("a matrix with a negative eigenvalue passed")


@given(st.data(), models(most=5))
@FEW
def test_reduced_states_are_states(data: st.DataObject, m: Model) -> None:
    sites = data.draw(clusters(m.N, least=1))
    rho = reduced(m, sites)
    size = range(len(rho))
    assert all(rho[i][j] == rho[j][i].conj() for i in size for j in size)
    assert sum((rho[i][i] for i in size), Gaussian(0)) == 1
    assert min(pivots(rho)) >= 0
    assert m.purity(sites).exact == sum(Fraction(int(z.abs2().p), int(z.abs2().q)) for row in rho for z in row)


@given(st.data(), models(most=5))
@FEW
def test_reduced_states_belong_together(data: st.DataObject, m: Model) -> None:
    """Tracing out the last site gives the state of the others; the order of sites moves rows and columns."""
    sites = data.draw(clusters(m.N, least=1))
    rho = reduced(m, sites)
    fewer = reduced(m, sites[:-1]) if sites[1:] else [[Gaussian(1)]]
    half = range(len(rho) // 2)
    assert fewer == [[rho[2 * i][2 * j] + rho[2 * i + 1][2 * j + 1] for j in half] for i in half]
    back = reduced(m, sites[::-1])
    flip = [int(f"{i:0{len(sites)}b}"[::-1], 2) for i in range(len(rho))]
    assert all(back[flip[i]][flip[j]] == rho[i][j] for i in range(len(rho)) for j in range(len(rho)))


@given(st.data(), models(most=4))
@FEW
def test_reduced_states_give_the_observables(data: st.DataObject, m: Model) -> None:
    """tr(rho_A O) for a product O of operators on A, the matrices of which are those of the parser."""
    sites = data.draw(clusters(m.N, least=1))
    k = len(sites)
    word = " ".join(data.draw(st.sampled_from("XYZ+-")) + str(data.draw(st.sampled_from(sites))) for _ in range(4))
    operators, rho, total = parse_pauli_string(word, m.N), reduced(m, sites), Gaussian(0)
    for row, column in product(range(2**k), repeat=2):
        entry = Gaussian(1)
        for place, j in enumerate(sites):
            r, c = (row >> (k - 1 - place)) & 1, (column >> (k - 1 - place)) & 1
            entry = entry * (operators[j][2 * r + c] if j in operators else Gaussian(int(r == c)))
        total = total + rho[column][row] * entry
    assert m.expect(word).gaussian == total


@given(st.data(), models(most=4))
@FEW
def test_cauchy_and_schwarz(data: st.DataObject, m: Model) -> None:
    """|<A^dagger B>|^2 <= <A^dagger A> <B^dagger B> for any words, and for A and B less their means."""
    a, b = data.draw(words(m.N, most=2)), data.draw(words(m.N, most=2))
    mean = {word: m.expect(word).gaussian for word in (a, b)}
    pair = {(x, y): m.expect(f"{adjoint(x)} {y}").gaussian for x, y in ((a, b), (a, a), (b, b))}
    assert pair[a, b].abs2() <= pair[a, a].re * pair[b, b].re
    covariance = {key: z - mean[key[0]].conj() * mean[key[1]] for key, z in pair.items()}
    assert covariance[a, b].abs2() <= covariance[a, a].re * covariance[b, b].re


def adjoint(word: str) -> str:
    return " ".join(reversed(word.split())).translate(str.maketrans("+-", "-+"))


@given(st.data(), models(most=5, least=2))
@FEW
def test_pairs_of_densities(data: st.DataObject, m: Model) -> None:
    """0 <= <n_i n_j> <= <n_i>, <n_i n_i> = <n_i>, no probability is negative, and the table is that of `expect`."""
    table, each = m.density_correlations(), [n.exact for n in m.densities()]
    i, j = data.draw(st.integers(1, m.N)), data.draw(st.integers(1, m.N))
    both = table[i, j].exact
    assert both == table[j, i].exact == m.expect(f"+{i} -{i} +{j} -{j}").exact
    assert 0 <= both <= min(each[i - 1], each[j - 1])
    assert i != j or both == each[i - 1]
    assert 1 - each[i - 1] - each[j - 1] + both >= 0
    assert sum(each) == m.N * m.density().exact
    moment = m.magnetization_moment(2).exact
    assert moment == sum(4 * x.exact for row in table for x in row) - 4 * m.N * sum(each) + m.N**2


@given(models(most=7))
@FEW
def test_sum_rules(m: Model) -> None:
    """Both laws have sum 1, no negative entry, and the mean that the density has; thinning p_M gives the other law."""
    p = [x.exact for x in m.weights(normalized=True)]
    law = [x.exact for x in m.down_spin_distribution()]
    assert sum(p) == sum(law) == 1
    assert min(p) >= 0
    assert min(law) >= 0
    assert sum(M * x for M, x in enumerate(p)) == m.N * m.polarization().exact
    assert sum(k * x for k, x in enumerate(law)) == m.N * (1 - m.density().exact)
    assert m.polarization().exact == 1 - 2 * m.density().exact
    assert [sum(x * Fraction(comb(m.N - M, k - M), 2 ** (m.N - M)) for M, x in enumerate(p) if k >= M)
            for k in range(m.N + 1)] == law  # fmt: skip
    plain = [x.exact for x in m.weights()]
    assert [x / sum(plain) for x in plain] == p


@given(models(most=6), NONZERO, st.integers(0, 4))
@FEW
def test_moments_and_generating_function_of_the_law(m: Model, z: str, k: int) -> None:
    law, base = [x.exact for x in m.down_spin_distribution()], Fraction(z)
    assert m.generating_function(z).exact == sum(x * base ** (m.N - 2 * D) for D, x in enumerate(law))
    assert m.magnetization_moment(k).exact == sum(x * (m.N - 2 * D) ** k for D, x in enumerate(law))
    assert m.generating_function(1).exact == 1


@given(st.data(), models(most=4, least=2))
@settings(max_examples=15)
def test_entropies_are_bounded(data: st.DataObject, m: Model) -> None:
    """0 <= S <= k log 2, falling with the order; S(A) + S(B) >= S(AB) >= |S(A) - S(B)|."""
    sites = data.draw(clusters(m.N, least=2))
    assume(len(sites) >= 2)
    orders = [m.entropy(sites, 25, order).to_acb().real for order in ("0", "1/2", "1", "2")]
    assert not orders[0] > len(sites) * arb(2).log()
    assert not any(low < high for low, high in pairwise(orders))
    whole, a, b = (m.entropy(part, 25).to_acb().real for part in (sites, sites[:1], sites[1:]))
    assert not whole > a + b
    assert not whole < abs(a - b)
    assert not whole < 0
