"""Blockade widths at their edges: what each refusal says, the largest N, the Lorentzian's own numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb, fmpq
from refusals import refused_digits

from dtim_exact import blockade
from dtim_exact.blockade import LeadingOrder, certified_width, resonances, width_estimate
from dtim_exact.errors import CostError, DtimError, HypothesisError, InputError
from dtim_exact.model import Model
from dtim_exact.profile import Profile

NO_COUPLING = ("J = 0", "a coupling J other than 0: the resonances are at h^z = n J", "give J a value")
NO_FIELD = ("hx = hy = 0 on some site", "a transverse field on every site", "leave such sites out")


@pytest.mark.parametrize(
    ("ask", "error", "says"),
    [
        (
            lambda: certified_width(22, 1, 4, 1, definition="other"),
            InputError,
            ("definition = 'other'", "half-peak or half-baseline", ""),
        ),
        (
            lambda: certified_width(22, 1, 4, 22),
            InputError,
            (
                "n = 22",
                "a resonance n = 0..21 for N = 22",
                "beyond it no weight p_M vanishes, so there is no blockade peak and no half maximum",
            ),
        ),
        (
            lambda: certified_width(22, 1, 4, -1),
            InputError,
            ("n = -1", "an integer n of at least 0", "write it as an int, such as n=3"),
        ),
        (lambda: certified_width(22, 0, 4, 1), HypothesisError, NO_COUPLING),
        (lambda: width_estimate(22, 0, 4, 1), HypothesisError, NO_COUPLING),
        (lambda: resonances(22, 0), HypothesisError, NO_COUPLING),
        (lambda: certified_width(22, 1, 0, 1), HypothesisError, NO_FIELD),
        (lambda: certified_width(3, 1, [1, 2, 0], 1), HypothesisError, NO_FIELD),
        (lambda: certified_width(3, 1, [0, 2, 3], 1), HypothesisError, NO_FIELD),
        (
            lambda: certified_width(200_001, 1, 4, 1),
            CostError,
            (
                "a certified width of N = 200001 spins, a sum over all of them at precisions that grow with N",
                "N <= 200000",
                "use dtim_exact.width_bounds for a two-sided bound at any N",
            ),
        ),
    ],
)
def test_a_refusal_says_what_was_given_what_is_needed_and_what_to_do(ask, error, says):
    with pytest.raises(DtimError) as caught:
        ask()
    assert type(caught.value) is error
    assert caught.value.args == says


def test_the_largest_n_itself_is_allowed(monkeypatch):
    monkeypatch.setattr(blockade, "LARGEST_N", 5)
    assert certified_width(5, 1, 4, 1, digits=5).n == 1
    with pytest.raises(CostError, match="N <= 5;"):
        certified_width(6, 1, 4, 1)


def test_a_field_on_one_axis_is_enough():
    width = certified_width(3, 1, [1, 0, 2], 1, [0, 1, 2], digits=5)
    assert width.right > 0


def test_undecided_digits_are_named(monkeypatch):
    refused_digits(monkeypatch, lambda: certified_width(6, 1, 4, 1, digits=17), "the width", 17)
    refused_digits(monkeypatch, lambda: certified_width(6, 1, 4, 1), "the width", 20)
    refused_digits(monkeypatch, lambda: width_estimate(6, 1, 4, 1, digits=18), "w_n", 18)
    refused_digits(monkeypatch, lambda: width_estimate(6, 1, 4, 1), "w_n", 20)


def test_the_answer_names_its_resonance_and_definition():
    for definition in ("half-peak", "half-baseline"):
        width = certified_width(4, 1, 4, 2, definition=definition, digits=6)
        assert (width.n, width.definition) == (2, definition)
        numbers = {k: getattr(width, k).to_json() for k in ("left", "right", "fwhm", "estimate", "lorentzian")}
        assert width.to_json() == {"n": 2, **numbers, "definition": definition}
    assert certified_width(4, 1, 4, 2, digits=6).definition == "half-peak"


def test_leading_order_of_two_spins():
    """N = 2, lambda = 1/8, n = 0: p_0 = 1, c_1 = 2 lambda, c_2 = lambda^2; (1 - M/N) = 1, 1/2, 0."""
    leading = LeadingOrder.of(Profile.at_resonance(Model(N=2, J=1, hx=4), 0), 0)
    expected = (fmpq(1), fmpq(1), fmpq(1, 4) + fmpq(1, 64), fmpq(1, 8))
    for ours, exact in zip((leading.P0, leading.A0, leading.C, leading.A1), expected, strict=True):
        assert (ours - exact).contains(0)
        assert ours.rad() < 1e-12


@pytest.mark.parametrize(
    ("numbers", "level", "where2"),
    [
        ((2, 3, 5, 1), fmpq(1, 2), fmpq(1, 4)),  # (3 + eps^2)/(2 (2 + 5 eps^2)) = 1/2 at eps^2 = 1/4
        ((1, 3, 1, fmpq(1, 2)), fmpq(1, 2), fmpq(4)),
        ((2, 3, 8, 1), fmpq(1, 16), fmpq(1, 4)),  # the baseline: never reached, so half of the width, sqrt(P0/C)
        ((2, 3, 8, 2), fmpq(1, 16), fmpq(1, 4)),  # below the baseline
    ],
)
def test_where_the_lorentzian_crosses_a_level(numbers, level, where2):
    found = LeadingOrder(*(arb(x) for x in numbers)).crossing(arb(level))
    assert (found * found - where2).contains(0)
    assert found > 0
    assert found.rad() < 1e-12


def test_levels_and_width_of_a_lorentzian():
    leading = LeadingOrder(arb(2), arb(3), arb(8), arb(1))
    assert (leading.lorentzian - 1).contains(0)
    assert (leading.level("half-peak") - fmpq(3, 8)).contains(0)
    assert (leading.level("half-baseline") - (fmpq(3, 4) + fmpq(1, 16)) / 2).contains(0)


def test_leading_order_and_estimate_beyond_the_first_resonance():
    """N = 4, lambda = 1/8, n = 1: I_m = C(4, m)/8^m, (M - 1 - n)^2 products with the zero at M = 2 taken out."""
    profile = Profile.at_resonance(Model(N=4, J=1, hx=4), 1)
    p = [fmpq(1), fmpq(4, 8), fmpq(6, 64), fmpq(4, 512), fmpq(4, 4096)]  # the factors: 1, 1; 1, 1, 2^2
    leading = LeadingOrder.of(profile, 1)
    expected = (
        p[0] + p[1],
        p[0] + p[1] * fmpq(3, 4),
        p[2] + p[3] + p[4],
        p[2] / 2 + p[3] / 4,
    )
    for ours, exact in zip((leading.P0, leading.A0, leading.C, leading.A1), expected, strict=True):
        assert (ours - exact).contains(0)
        assert ours.rad() < 1e-12
    estimate = blockade.blockade_estimate(profile, 1)  # sqrt(I_1/I_4)/2! = sqrt(4 * 8^3)/2
    assert (estimate**2 - 4 * 512 / 4).contains(0)
    assert estimate > 0
    last = blockade.blockade_estimate(Profile.at_resonance(Model(N=4, J=1, hx=4), 3), 3)  # sqrt(I_3/I_4)/0!
    assert (last**2 - 32).contains(0)


def density_of_three(eps):
    """nbar of N = 3 at n = 1, lambda = 1/8, by (14): sum (1 - M/3) p_M / (2 sum p_M)."""
    lam = Fraction(1, 8)
    steps = [(1 + eps) ** 2, eps**2, (1 - eps) ** 2]
    p = [Fraction(1), 3 * lam * steps[0], 3 * lam**2 * steps[0] * steps[1], lam**3 * steps[0] * steps[1] * steps[2]]
    return sum(w * Fraction(3 - M, 3) for M, w in enumerate(p)) / (2 * sum(p))


@pytest.mark.parametrize("definition", ["half-peak", "half-baseline"])
def test_the_ends_of_a_width_are_where_the_density_has_the_level(definition):
    width = certified_width(3, 1, 4, 1, definition=definition, digits=8)
    level = density_of_three(Fraction(0)) / 2
    if definition == "half-baseline":  # C = 3 lambda^2 + lambda^3, A1 = lambda^2, from (1 + eps)^2, (1 - eps)^2 at 0
        level += Fraction(1, 64) / (2 * (Fraction(3, 64) + Fraction(1, 512))) / 2
    for end, outward in ((width.left, -1), (width.right, 1)):
        assert outward * end.mid > 0
        assert end.rad <= abs(end.mid) / 10**8
        assert density_of_three(end.mid - outward * end.rad) > level > density_of_three(end.mid + outward * end.rad)
    assert width.fwhm.overlaps(width.right.mid - width.left.mid)
