"""Smooth sums against literal sums where both run, and against identities of another origin where N is huge."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction

import pytest
from flint import acb, arb, fmpq

from dtim_exact import Gaussian, Model, smooth_sums, windows
from dtim_exact.critical import critical_points
from dtim_exact.humps import Humps, Window
from dtim_exact.hypergeometric import terminating_sum
from dtim_exact.magnetization import magnetization_moments
from dtim_exact.rings import BALL, EXACT, rising, working_precision
from dtim_exact.smooth_sums import Lattice, SmoothHump, smooth_sum
from dtim_exact.windows import window_sum

DIGITS = 50
CASE_B = (Gaussian(fmpq(-33, 100), fmpq(1, 200)), fmpq(50))  # z/n, lambda n^2


def case_b(N: int, hz: str = "0.33") -> Model:
    """r = N (0.33 - 0.005 i), lambda = 50/N^2."""
    return Model(N=N, J=1, hx=fmpq(N, 5), hz=N * Fraction(hz), gamma=fmpq(N, 100))


def drawn(rng: random.Random, n: int) -> tuple[Gaussian, fmpq]:
    """z and lambda with humps in the middle and near the edges, r inside and outside, near integers and real."""
    re = rng.choice([n * fmpq(rng.randint(-20, 130), 100), fmpq(rng.randint(0, n)) - fmpq(1, 10**30)])
    im = rng.choice([fmpq(0), n * fmpq(rng.randint(0, 30), 100), fmpq(rng.randint(1, 100), 3)])
    return -Gaussian(re, -im), fmpq(rng.randint(1, 200), rng.choice([n * n, n * n, n * n, n * n, n, 4]))


def wide_windows(rng: random.Random, count: int, prec: int) -> Iterator[tuple[Humps, Window]]:
    for _ in range(count):
        n = rng.randint(3000, 20000)
        z = -n * Gaussian(fmpq(rng.randint(-20, 120), 100), -fmpq(rng.randint(0, 30), 100))
        humps = Humps(z, n, fmpq(rng.randint(1, 100), n * n))
        with working_precision(prec):
            yield from ((humps, w) for w in humps.windows(prec * 0.7 + 20) if w.last - w.first > 60)


def literal(humps: Humps, first: int, last: int) -> arb:
    """w_first + .. + w_last, each term from its neighbour."""
    term, total = humps.log_weight(first).exp(), arb(0)
    for _, up, down in humps.ratios(first, last + 1, 1):
        total, term = total + term, term * up / down
    return total


def test_every_enclosure_contains_the_exact_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    """N = 200 .. 5000, every kind of parameters, every window offered to the smooth sum."""
    answers: list[bool] = []

    def watched(humps: Humps, window: Window, d: int) -> object:
        answer = smooth_sum(humps, window, d)
        answers.append(answer is not None)
        return answer

    monkeypatch.setattr(windows, "_SMOOTH_FROM", 0)
    monkeypatch.setattr(windows, "smooth_sum", watched)
    rng = random.Random(3)
    for _ in range(90):
        n, prec = rng.randint(200, rng.choice([400, 5000, 5000])), rng.choice([16, 24, 40])
        z, lam = drawn(rng, n)
        with working_precision(prec):
            ball = window_sum(Humps(z, n, lam))
        exact = terminating_sum(EXACT, z.conj(), z, n, Gaussian(lam))
        with working_precision(2000):
            assert ball.real.contains(arb(exact.re)), (z, n, lam, prec)
        assert ball.real.rel_accuracy_bits() > prec - 16, (z, n, lam, prec)
    assert 20 < sum(answers) < len(answers) - 20  # both methods have had their share


def test_with_the_factor_of_coherences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "_SMOOTH_FROM", 0)
    rng = random.Random(4)
    for d in (1, 2, 3):
        n = rng.randint(500, 900)
        z, lam = CASE_B[0] * n, CASE_B[1] / (n * n)
        with working_precision(40):
            ball = window_sum(Humps(z, n, lam), d)
        with working_precision(500):
            humps = Humps(z, n, lam)
            terms = (BALL.convert(z.conj() + m) for m in range(n + 1))
            exact = sum((humps.log_weight(m).exp() * rising(BALL, g, d) for m, g in enumerate(terms)), acb(0))
            assert ball.contains(exact)
        assert ball.rel_accuracy_bits() > 20


def test_remainder_is_a_bound_and_not_much_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """The difference of both sums stays below `remainder`, and comes within a factor of 20 of it."""
    assert 0.05 < max(_differences(monkeypatch)) < 1


@pytest.mark.parametrize("what", ["curvature", "strip"])
def test_a_wrong_bound_is_caught(monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """With a curvature too small by 30 %, or the sides of the rectangle too far apart, the bound is broken."""
    if what == "curvature":
        honest = SmoothHump.curvature
        monkeypatch.setattr(SmoothHump, "curvature", lambda self, c: _less(honest(self, c)))
    else:
        bound = smooth_sums.remainder
        monkeypatch.setattr(
            smooth_sums, "remainder", lambda hump, L, c, K, sizes: bound(hump, L, c * 5 // 4, K / 2, sizes)
        )
    assert max(_differences(monkeypatch)) > 10


def _less(K: arb | None) -> arb | None:
    return None if K is None else K * 7 / 10


def _differences(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """|sum over all integers - h sum over the nodes| in units of its bound."""
    found, bound = [], smooth_sums.remainder
    seen: list[tuple[Lattice, arb, arb]] = []

    def watched(hump: SmoothHump, lattice: Lattice, c: int, K: arb, sizes: arb) -> arb:
        seen.append((lattice, sizes, bound(hump, lattice, c, K, sizes)))
        return seen[-1][-1]

    monkeypatch.setattr(smooth_sums, "remainder", watched)
    for humps, window in wide_windows(random.Random(5), 25, 24):
        with working_precision(24):
            if smooth_sum(humps, window) is None:
                continue
        lattice, _, error = seen[-1]
        with working_precision(300):
            nodes = lattice.h * sum((humps.log_weight(m).exp() for m in lattice.nodes), arb(0))
            found.append(float(abs(literal(humps, lattice.first, lattice.last) - nodes) / error))
    assert len(found) > 10
    return found


def test_curvature_bounds_the_growth_off_the_axis() -> None:
    """|f(x + i y)| <= f(x) e^(K y^2/2), by gamma functions at complex arguments, left and right of the poles."""
    rng, sides = random.Random(6), set()
    for humps, window in wide_windows(rng, 30, 30):
        with working_precision(200):
            hump = SmoothHump(humps, window.first, window.last)
            sides.add(hump.right)
            for c in (1, 30, 300):
                K = hump.curvature(c)
                if K is None:
                    continue
                for _ in range(5):
                    x, y = arb(rng.randint(window.first, window.last)), c * arb(rng.random())
                    growth = log_f(hump, acb(x, y)) - log_f(hump, acb(x))
                    assert growth <= K * y**2 / 2
    assert sides == {True, False}


def log_f(hump: SmoothHump, m: acb) -> arb:
    """log |f(m)|, from the definition."""
    n, z = hump.humps.n, BALL.convert(hump.humps.z)
    ends: arb = (acb(m + 1).lgamma() + acb(n - m + 1).lgamma()).real
    lam: arb = m.real * arb(hump.humps.lam).log()
    if hump.right:
        return lam - ends + (acb(m + z).lgamma() + acb(m + z.conjugate()).lgamma()).real
    return lam - ends - (acb(1 - m - z).lgamma() + acb(1 - m - z.conjugate()).lgamma()).real


def test_declines_where_nothing_is_proven() -> None:
    """Poles or zeros of f in the rectangle, ends where f is not small, windows that hold too little."""
    n = 10**6
    humps = Humps(-Gaussian(n // 2), n, fmpq(50, n * n))  # f has zeros from n/2 on
    with working_precision(100):
        assert SmoothHump(humps, n // 2 - 1000, n // 2 + 500).curvature(0) is None
        assert smooth_sum(humps, Window(n // 2 - 1000, n // 2 - 900, n // 2 + 500)) is None
    z, lam = CASE_B[0] * n, CASE_B[1] / n**2
    humps = Humps(z, n, lam)
    peak = humps.maxima[-1]
    with working_precision(100):
        assert smooth_sum(humps, Window(peak - 4000, peak, peak + 4000)) is not None
        assert smooth_sum(humps, Window(peak - 4000, peak, peak + 500)) is None
        assert smooth_sum(humps, Window(peak - 5, peak, peak + 5)) is None
        assert smooth_sum(humps, Window(0, peak, n)) is None


@pytest.mark.parametrize("N", [10**6, 10**9, 10**12, 10**18])
def test_case_b_obeys_the_master_equation(N: int) -> None:
    """0 = d<sigma^z>/dt = h^x <sigma^y> - 2 gamma <n> from (2): an identity between sums with p = q and p != q."""
    m = case_b(N)
    density, y = m.density(digits=DIGITS), m.expect("Y1", digits=DIGITS)
    polarization = m.expect("polarization", digits=DIGITS)
    assert density.rad * 10**DIGITS <= density.mid
    with working_precision(300):
        n = density.re.to_arb()
        assert (y.re.to_arb() * arb(fmpq(N, 5))).overlaps(2 * arb(fmpq(N, 100)) * n)
        assert (1 - polarization.re.to_arb()).overlaps(2 * n)
        assert 2 * n.rad() < n * arb(10) ** -DIGITS
        first, second = (v.re.to_arb() for v in magnetization_moments(m, (1, 2), digits=DIGITS))
        pair = m.expect("Z1 Z2", digits=DIGITS).re.to_arb()
        assert (-first / N).overlaps(polarization.re.to_arb())
        assert second.overlaps(N + N * (N - 1) * pair)


@pytest.mark.parametrize("N", [5000, 10**12])
def test_without_loss_sigma_y_is_exactly_0(N: int) -> None:
    m = Model(N=N, J=1, hx=N, hz=fmpq(N, 3) + fmpq(1, 7))
    assert m.expect("Y1", digits=20).is_exact
    assert m.expect("X1", digits=20).re.rad > 0


def test_recursion_in_n_holds_at_huge_n() -> None:
    """F_{n+1} = F_n + lam (n [n F_n - (2n-1) F_{n-1} + (n-1) F_{n-2}] + (a+b) n (F_n - F_{n-1}) + a b F_n)."""
    n = 10**18
    z, lam = CASE_B[0] * n, CASE_B[1] / n**2
    with working_precision(400):
        F = {k: window_sum(Humps(z, k, lam)).real for k in range(n - 2, n + 2)}
        bracket = n * (n * F[n] - (2 * n - 1) * F[n - 1] + (n - 1) * F[n - 2])
        right = F[n] + arb(lam) * (bracket + arb(2 * z.re) * n * (F[n] - F[n - 1]) + arb(z.abs2()) * F[n])
        assert right.overlaps(F[n + 1])
        assert (right / F[n + 1] - 1).rad() < arb(10) ** -60


@pytest.mark.parametrize("hz", ["0.33216051490173626", "0.33216051490206544"])
def test_two_humps(hz: str) -> None:
    """At a first-order transition at N = 10^12 both humps count."""
    m = case_b(10**12, hz)
    density = m.density(digits=DIGITS)
    assert 0.1 < float(density) < 0.3  # 0.0247 and 0.376 are the humps' own
    with working_precision(300):
        n = density.re.to_arb()
        assert (1 - m.expect("polarization", digits=DIGITS).re.to_arb()).overlaps(2 * n)


def test_critical_point() -> None:
    """There f is flat to fourth order, and humps are as wide as N^(3/4); the same number of nodes suffices."""
    point = critical_points(J=1, gamma="1/10").points[0]
    hx, hz = (fmpq(round(float(x) * 10**15), 10**15) for x in (point.hx, point.hz))
    for N in (10**6, 10**18):
        m = Model(N=N, J=1, hx=N * hx, hz=N * hz, gamma=fmpq(N, 10))
        density, polarization = m.density(digits=DIGITS), m.expect("polarization", digits=DIGITS)
        with working_precision(300):
            assert (1 - polarization.re.to_arb()).overlaps(2 * density.re.to_arb())
    with working_precision(230):
        narrow = window_sum(Humps(-Gaussian(hz, -fmpq(1, 20)) * 10**4, 10**4, 2 / (hx * 10**4) ** 2))
    exact = terminating_sum(
        EXACT,
        -Gaussian(hz, fmpq(1, 20)) * 10**4,
        -Gaussian(hz, -fmpq(1, 20)) * 10**4,
        10**4,
        Gaussian(2 / (hx * 10**4) ** 2),
    )
    with working_precision(3000):
        assert narrow.real.contains(arb(exact.re))
