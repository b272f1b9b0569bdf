"""Windows around the humps of p_M against literal sums; humps against a look at every term."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from flint import arb, fmpq

from dtim_exact import CostError, Gaussian, Model, windows
from dtim_exact.functional import Functional
from dtim_exact.humps import Humps
from dtim_exact.hypergeometric import terminating_sum
from dtim_exact.rings import BALL, EXACT, rising, working_precision
from dtim_exact.windows import window_pays, window_sum


def drawn(rng: random.Random) -> tuple[Gaussian, int, fmpq]:
    """z, n and lambda of every kind: r inside, outside and at integers, humps narrow and wide."""
    n = rng.randint(1, 60)
    re = rng.choice(
        [fmpq(-rng.randint(-5, n + 5)), fmpq(rng.randint(-70, 20), 7), fmpq(-rng.randint(0, n)) + fmpq(1, 10**30)]
    )
    im = rng.choice([fmpq(0), fmpq(rng.randint(1, 20), 3), fmpq(1, 10**20)])
    lam = rng.choice([fmpq(rng.randint(1, 9), rng.randint(1, 9)), fmpq(50, n * n), fmpq(1, 10**12), fmpq(10**9)])
    return Gaussian(re, im), n, lam


def literal(z: Gaussian, n: int, lam: fmpq) -> list[fmpq]:
    """w_0 .. w_n, each from its neighbour."""
    w = [fmpq(1)]
    for m in range(n):
        w.append(w[-1] * (z + m).abs2() * lam * fmpq(n - m, m + 1))
    return w


def test_turning_points_are_those_of_the_terms() -> None:
    rng = random.Random(1)
    seen = set()
    for _ in range(400):
        z, n, lam = drawn(rng)
        humps, w = Humps(z, n, lam), literal(z, n, lam)
        w = w[: humps.top + 1]
        assert all(w)
        # a plateau of two equal terms counts as a fall: w_{m+1} > w_m is what `grows` says
        grows = [b > a for a, b in pairwise(w)]
        maxima = [m for m in range(len(w)) if (m == 0 or grows[m - 1]) and (m == len(w) - 1 or not grows[m])]
        assert humps.maxima == maxima, (z, n, lam)
        assert humps.minima == [m for m in range(1, len(w) - 1) if not grows[m - 1] and grows[m]]
        assert len(maxima) <= 3
        seen.add(len(maxima))
    assert seen >= {1, 2}


@pytest.mark.parametrize("prec", [53, 240])
def test_enclosures_of_random_sums(prec: int) -> None:
    rng = random.Random(prec)
    for _ in range(150):
        z, n, lam = drawn(rng)
        d = rng.randint(0, 3)
        exact = sum((w * rising(EXACT, z.conj() + m, d) for m, w in enumerate(literal(z, n, lam))), Gaussian(0))
        with working_precision(prec):
            ball = window_sum(Humps(z, n, lam), d)
            assert ball.is_finite()
        with working_precision(3000):
            assert ball.overlaps(BALL.convert(exact)), (z, n, lam, d)
        if d == 0:
            assert ball.real.rel_accuracy_bits() > prec - 16


def test_the_rest_is_bounded_by_what_it_is() -> None:
    """The radius covers what the window leaves out: with few bits much is left out."""
    z, n = Gaussian(fmpq(-330), fmpq(5)), 1000
    lam = fmpq(50, n * n)
    w = literal(z, n, lam)
    for prec in (20, 40, 80):
        with working_precision(prec):
            humps = Humps(z, n, lam)
            windows = humps.windows(prec * 0.7)
            ball = window_sum(Humps(z, n, lam))
        inside = sum((sum(w[v.first : v.last + 1], fmpq(0)) for v in windows), fmpq(0))
        assert inside < sum(w, fmpq(0))
        with working_precision(2000):
            assert ball.real.contains(BALL.convert(Gaussian(sum(w, fmpq(0)))).real)


def test_two_humps() -> None:
    n = 2000
    z, lam = -Gaussian(fmpq(n, 3), -fmpq(n, 200)), fmpq(50, n * n)
    humps = Humps(z, n, lam)
    assert len(humps.maxima) == 2
    assert len(humps.minima) == 1
    with working_precision(200):
        exact = terminating_sum(EXACT, z.conj(), z, n, Gaussian(lam))
        assert window_sum(Humps(z, n, lam)).contains(BALL.convert(exact))


@pytest.mark.parametrize(("case", "N"), [("A", 10**4), ("B", 10**4), ("B", 10**6)])
def test_window_is_the_full_sum(N: int, case: str) -> None:
    """Cases A and B: beside a resonance, and in the thermodynamic scaling."""
    r = Gaussian(fmpq(1)) + Gaussian(1) / 10**12 if case == "A" else Gaussian(fmpq(33 * N, 100), -fmpq(5 * N, 1000))
    lam = fmpq(1, 8) if case == "A" else fmpq(50, N * N)
    with working_precision(240):
        full = terminating_sum(BALL, BALL.convert(-r.conj()), BALL.convert(-r), N, BALL.convert(Gaussian(lam)))
        window = window_sum(Humps(-r, N, lam))
        assert window.overlaps(full)
        assert window.real.rel_accuracy_bits() > 200


def test_through_the_observables(monkeypatch: pytest.MonkeyPatch) -> None:
    import dtim_exact.functional as functional

    models = [
        Model(N=40, J=1, hx=8, hz=13, gamma="1/5"),
        Model(N=40, J=-1, hx=8, hy=1, hz=13, gamma="1/5", Gamma="1/7"),
        Model.at_resonance(n=3, epsilon="1e-500-1e-600i", N=40, J=1, hx=4),
    ]
    monkeypatch.setattr(functional, "FEWEST", 1)
    monkeypatch.setattr(functional, "window_pays", lambda _: True)
    for model in models:
        with working_precision(250):
            L, M = Functional(model, BALL), Functional(model, EXACT)
            for p, q in [(0, 0), (1, 0), (0, 1), (2, 1), (1, 3), (2, 2)]:
                removed = range(1, max(p, q) + 2)
                assert L.moment(p, q, removed).overlaps(BALL.convert(M.moment(p, q, removed)))
                assert L.moment(p, q, removed).rel_accuracy_bits() > 150


def test_the_choice_of_the_window_is_an_estimate_of_terms() -> None:
    """Two wide humps at N = 1000 are no case for a window, two narrow ones are; the wider, the later."""

    def pays(r: Gaussian, n: int, lam: fmpq) -> bool:
        with working_precision(230):
            return window_pays(Humps(-r, n, lam))

    def wide(n: int) -> tuple[Gaussian, int, fmpq]:
        return Gaussian(fmpq(33, 100), -fmpq(1, 200)) * n, n, fmpq(50, n * n)

    near = Gaussian(1 + fmpq(1, 10**12), -fmpq(1, 10**14))
    assert pays(near, 1000, fmpq(1, 8))
    assert not pays(near, 450, fmpq(1, 8))
    assert [pays(*wide(n)) for n in (1000, 2000, 10**4, 10**6, 10**12)] == [False, False, True, True, True]


def test_huge_chains() -> None:
    """At r = 1 exactly the sum has two terms, so N = 10^15 is rational at once; beside it a window answers."""
    N = 10**15
    at = Model.at_resonance(n=1, epsilon=0, N=N, J=1, hx=4)
    assert at.density().is_exact
    assert at.density(digits=40).contains(at.density())
    case_a = Model.at_resonance(n=1, epsilon="1e-12-1e-14i", N=N, J=1, hx=4)
    density, polarization = case_a.density(digits=50), case_a.expect("polarization", digits=60)
    assert density.rad * 10**50 <= density.mid
    with working_precision(400):
        assert (1 - polarization.re.to_arb()).overlaps(2 * density.re.to_arb())
        narrow = Model.at_resonance(n=1, epsilon="1e-10000", N=1000, J=1, hx=4)
        limit = Model.at_resonance(n=1, epsilon=0, N=1000, J=1, hx=4)
        difference = narrow.density(digits=50).re.to_arb() - limit.density(digits=60).re.to_arb()
        assert abs(difference) < arb(10) ** -50


def test_costs_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = Model(N=10**15, J=1, hx=2 * 10**14, hz=33 * 10**13, gamma=10**13)
    density = wide.density(digits=50)
    assert density.rad * 10**50 <= density.mid
    monkeypatch.setattr(windows, "smooth_sum", lambda *_: None)  # it declines
    with pytest.raises(CostError):
        wide.density(digits=50)
    with pytest.raises(CostError):
        wide.density()
    with pytest.raises(CostError):
        wide.down_spin_distribution(digits=20)
