"""The numbers of the figures against what shares no code with them: the Liouvillian, literal sums, exact signs.

Grids are coarse here. What is drawn and what is kept in files is the matter of test_figure_files.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import comb, factorial
from typing import Any

import mpmath
import pytest
from coarse_figures import coarse

from dtim_exact import InputError, Model, PrecisionError, Real
from dtim_exact.figures import Series, fig_2, fig_3a, fig_s1, fig_s2, fig_s3, figure_data
from dtim_exact.figures.data import Task, series
from dtim_exact.figures.grids import peak_fields, refined_rows
from dtim_exact.lindblad_limit import steady_state_limit
from dtim_exact.lindblad_pauli import steady_state
from dtim_exact.lindblad_symmetric import symmetric_steady_state

COARSE = Task(coarse=True)
EPSILON = Fraction(1, 10**12)


def rows(one: Series, every: int = 1) -> Iterator[dict[str, Real]]:
    for row in range(0, len(one), every):
        yield {key: column[row] for key, column in one.columns.items()}


def literal_polarization(N: int, J: Fraction, hx: Fraction, hz: Fraction, gamma: Fraction) -> Fraction:
    """m of (14) with p_M of (S39), term by term in exact numbers; Gamma = 0."""
    p, sums = Fraction(1), [Fraction(1), Fraction(0)]
    for M in range(1, N + 1):
        distance2 = (M - 1 - hz / J) ** 2 + (gamma / (2 * J)) ** 2  # |M - 1 - r|^2
        p = p * distance2 * 2 * (J / hx) ** 2 * Fraction(N - M + 1, M)
        sums = [sums[0] + p, sums[1] + M * p]
    return sums[1] / (N * sums[0])


# --- the promise that every number is narrow


@pytest.mark.parametrize("name", ["2a", "2b", "2c", "3a", "3b", "3c", "S2", "S3"])
def test_every_number_has_its_digits(name: str) -> None:
    data = coarse(name)
    assert 0 < data.worst_radius() <= EPSILON
    assert len(data) > 100


def test_a_number_that_is_too_wide_is_refused() -> None:
    with pytest.raises(PrecisionError, match="16 digits"):
        replace(coarse("2c"), digits=16).checked()


def test_more_digits_on_demand() -> None:
    fine = figure_data("2c", digits=30, coarse=True)
    assert fine.worst_radius() <= Fraction(1, 10**30)
    for one, other in zip(coarse("2c").series, fine.series, strict=True):
        assert all(x.overlaps(y) for key in one.columns for x, y in zip(one[key], other[key], strict=True))


def test_unknown_names_and_columns_that_do_not_fit() -> None:
    with pytest.raises(InputError, match="2a, 2b, 2c"):
        figure_data("4a")
    with pytest.raises(InputError, match="equal length"):
        series("bad", 12, {"x": [1, 2], "y": [1]})
    with pytest.raises(InputError, match="peak 0"):
        _ = coarse("2c")["peak"]


# --- grids


def test_what_is_steep_is_refined() -> None:
    """A step of 1e-9 is found from the two points beside it, and no two neighbours differ by more than asked."""
    width = Fraction(1, 10**9)
    found = refined_rows(lambda x: (Real(x * x / (x * x + width**2)),), [Fraction(-1), Fraction(0), Fraction(1)], 0.1)
    values = [float(y) for _, (y,) in found]
    assert max(abs(a - b) for a, b in pairwise(values)) <= 0.1
    assert [x for x, _ in found] == sorted({x for x, _ in found})


def test_no_peak_of_2b_is_missed() -> None:
    """All blockades n = 0..7 of N = 22 that are narrower than J/2 are drawn to their full height."""
    data = coarse("2b")
    heights = dict(zip(data["peaks"]["hz"], data["peaks"]["density"], strict=True))
    drawn = dict(zip(data["density"]["hz"], data["density"]["density"], strict=True))
    for n in range(8):
        exact = (1 - literal_polarization(22, Fraction(1), Fraction(4), Fraction(n), Fraction(0))) / 2
        near = min(heights, key=lambda hz: abs(hz.mid - n))
        assert abs(float(heights[near]) - float(exact)) < 1e-4
        assert near in drawn


# --- Fig. 2


@pytest.mark.parametrize("N", [3, 4])
def test_blockade_by_the_limit_of_the_liouvillian(N: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """2a with few spins: density, C^xx and C^yy from the Liouvillian in the limit gamma -> 0+."""
    monkeypatch.setattr(fig_2, "SHARED", {"N": N, "J": 1, "hx": 4})
    [peak] = fig_2.blockade(COARSE)
    for row in rows(peak, 10):
        state = steady_state_limit(Model(N=N, J=1, hx=4, hz=1 + row["epsilon"].exact))
        for key, observable in (("density", "+1 -1"), ("Cxx", "X1 X2"), ("Cyy", "Y1 Y2")):
            assert row[key].contains(state.expect(observable).re)


def test_blockade_by_the_literal_sum() -> None:
    """2a and 2c at N = 22."""
    for name, one in (("2a", "peak"), ("2c", "peak 0"), ("2c", "peak 2")):
        table = coarse(name)[one]
        for row in rows(table, 6):
            hz = int(table.parameters["n"]) + row["epsilon"].exact
            m = literal_polarization(22, Fraction(1), Fraction(4), hz, Fraction(0))
            assert row["density"].contains((1 - m) / 2)


def test_correlations_coincide_at_the_resonance_only() -> None:
    for row in rows(coarse("2a")["peak"]):
        if row["epsilon"] == 0:
            assert row["Cxx"].overlaps(row["Cyy"])
        else:
            assert row["Cxx"] > row["Cyy"]


def test_half_maximum_points_by_exact_signs() -> None:
    """2c: the literal density is above half of the peak inside of the certified points, below it outside of them."""
    for n in (0, 1, 2):
        width = {key: column[0] for key, column in coarse("2c")[f"width {n}"].columns.items()}
        for end in ("left", "right"):
            x = width[end].mid
            for factor, above in ((1 - EPSILON, True), (1 + EPSILON, False)):
                m = literal_polarization(22, Fraction(1), Fraction(4), n + x * factor, Fraction(0))
                assert ((1 - m) / 2 > width["peak"].mid / 2) is above


# --- Fig. 3


def test_the_map_by_the_literal_sum() -> None:
    for row in rows(coarse("3a")["map"], 23):
        if row["hx"] == 0:
            assert row["m"] == 1
        else:
            m = literal_polarization(128, Fraction(1, 128), row["hx"].exact, row["hz"].exact, Fraction(1, 10))
            assert row["m"].contains(m)


def cubic(m: Fraction, hx: Fraction, hz: Fraction, gamma: Fraction) -> Fraction:
    """The cubic of (S53) at m = -m_z, times hx^2: its zeros are the mean-field solutions."""
    return m * hx**2 - 2 * (1 - m) * ((hz - m) ** 2 + gamma**2 / 4)


def test_mean_field_by_exact_signs() -> None:
    """Inset of 3a: the cubic changes its sign at each plotted point that is no spinodal."""
    for row in rows(coarse("3a")["inset mean field"]):
        if row["hz"].is_exact:
            low, high = (cubic(row["m"].mid * (1 + s * EPSILON), Fraction(2, 5), row["hz"].exact, Fraction(1, 100))
                         for s in (-1, 1))  # fmt: skip
            assert low * high < 0


def test_the_bistable_region_by_counting_solutions() -> None:
    """One solution on either outer side of each spinodal, three between: by sign changes on a fine grid."""

    def solutions(hx: Fraction, hz: Fraction) -> int:
        signs = [cubic(Fraction(k, 600), hx, hz, Fraction(1, 10)) > 0 for k in range(601)]
        return sum(a != b for a, b in pairwise(signs))

    for row in list(rows(coarse("3a")["bistable"]))[3:-3]:
        gap = (row["upper"].mid - row["lower"].mid) / 20
        edges = row["lower"].mid, row["upper"].mid
        counts = [solutions(row["hx"].exact, edge + side * gap) for edge in edges for side in (-1, 1)]
        assert counts == [1, 3, 3, 1]


def f(m: Any, hx: Any, hz: Any, gamma: Any) -> Any:
    """f(m) of (16) as printed, J = 1, by mpmath."""
    r, lam = mpmath.mpc(hz, -gamma / 2), 2 / hx**2
    terms = [(m - z) * mpmath.log(m - z) for z in (r, mpmath.conj(r))]
    return mpmath.re(m * mpmath.log(m) + (1 - m) * mpmath.log(1 - m) - sum(terms) - (mpmath.log(lam) - 2) * m)


def number(x: Fraction | str) -> Any:
    x = Fraction(x)
    return mpmath.mpf(x.numerator) / x.denominator


def test_the_first_order_line_by_the_printed_potential() -> None:
    """The difference of the two minima of the printed f changes its sign at each point of the line."""
    data = coarse("3a")
    with mpmath.workdps(40):
        for row in list(rows(data["first order"]))[2:-2]:
            hx, gamma, signs = number(row["hx"].exact), number("1/10"), []
            for shift in (-1, 1):
                hz = number(row["hz"].mid) + shift * mpmath.mpf("1e-9")
                roots = mpmath.polyroots([2, -2 - 4 * hz, hx**2 + 4 * hz + 2 * hz**2 + gamma**2 / 2,
                                          -2 * hz**2 - gamma**2 / 2], maxsteps=200, extraprec=200)  # fmt: skip
                low, high = min(roots, key=mpmath.re).real, max(roots, key=mpmath.re).real
                signs.append(f(high, hx, hz, gamma) > f(low, hx, hz, gamma))
            assert signs == [False, True]


def test_lines_meet_in_the_critical_points_and_maxwell_differs() -> None:
    data = coarse("3a")
    ends = sorted(zip(data["critical"]["hx"], data["critical"]["hz"], strict=True), key=lambda end: float(end[0]))
    for name in ("first order", "maxwell"):
        line = data[name]
        assert [(line["hx"][k], line["hz"][k]) for k in (0, -1)] == ends
    gaps = [x - y for x, y in zip(data["maxwell"].floats("hz"), data["first order"].floats("hz"), strict=True)][1:-1]
    assert min(gaps) < -0.01 < 0.01 < max(gaps), "the two lines cross, as the claim `maxwell` says"
    for one, other in zip(data["maxwell"]["hz"][1:-1], data["first order"]["hz"][1:-1], strict=True):
        assert not one.overlaps(other)


@pytest.mark.parametrize("name", ["3b", "3c"])
def test_the_potential_as_printed(name: str) -> None:
    data = coarse(name)
    with mpmath.workdps(60):
        for one in data.series:
            if "f" not in one.columns:
                continue
            at = [number(one.parameters[key]) for key in ("hx", "hz", "gamma")]
            inner = [row for row in rows(one, 4) if 0 < row["m"] < 1]
            base, *others = [(f(number(row["m"].exact), *at), row["f"]) for row in inner]
            for height, shown in others:
                assert abs((height - base[0]) - number(shown.mid - base[1].mid)) < 1e-13
            assert all(y > 0 for y in one["f"])


def test_three_derivatives_vanish_at_the_critical_point() -> None:
    one = coarse("3b")["critical"]
    hx, hz, gamma = (Fraction(one.parameters[key]) for key in ("hx", "hz", "gamma"))
    m = Fraction(1, 3) + Fraction(2, 3) * hz  # the cubic 2 (m - m0)^3 has the coefficient -2 - 4 hz of m^2
    for shift in (Fraction(1, 1000), Fraction(-1, 1000)):
        assert abs(cubic(m + shift, hx, hz, gamma) / (2 * shift**3) - 1) < Fraction(1, 10**6)


def test_the_polarization_at_coexistence_is_not_the_average() -> None:
    """3c: the exact m at N = 10^5 and the first-order field is near to the limit, and not to the average."""
    found = {key: column[0] for key, column in coarse("3c")["polarization"].columns.items()}
    hx, hz = Fraction(2, 5), Fraction(coarse("3c")["transition"].parameters["hz"])
    N = 10**5
    finite = float(Model(N=N, J=Fraction(1, N), hx=hx, hz=hz, gamma="1/10").polarization(digits=12))
    assert abs(finite - float(found["limit"])) < 1e-3
    assert abs(finite - float(found["average"])) > 0.2


# --- Fig. S1


def test_two_time_correlations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three of the five spins: equal at zero temperature, different at finite, at t = 0 as the closed form says.

    The five spins of the figure are the matter of the claim s1-symmetry.
    """
    monkeypatch.setattr(fig_s1, "FIELDS", fig_s1.FIELDS[:3])
    cold, warm = fig_s1.symmetry(COARSE)
    for row in rows(cold):
        assert row["re_12"].overlaps(row["re_21"])
        assert row["im_12"].overlaps(row["im_21"])
    start = Model(N=3, J=1, hz=1, gamma=1, hx=fig_s1.FIELDS).expect("-1 -2")
    assert cold["re_12"][0].contains(start.re)
    assert cold["im_12"][0].contains(start.im)
    assert not any(row["im_12"].overlaps(row["im_21"]) for row in list(rows(warm))[1:])
    assert 0 < max(cold.worst_radius(), warm.worst_radius()) <= EPSILON


# --- Fig. S2


def test_coherences_by_the_liouvillian(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fig_s2, "N", 4)
    monkeypatch.setattr(fig_s2, "FIELD", 12)
    for k, gamma, hz in ((1, "1", "0"), (2, "1/10", "1/3"), (3, "1/100", "2")):
        value = fig_s2.rescaled(k, gamma, Fraction(hz), 12)
        state = symmetric_steady_state(Model(N=4, J=1, hx=12, hz=hz, gamma=gamma))
        mean = state.expect(" ".join(f"+{site}" for site in range(1, k + 1)))
        size2 = 12 ** (2 * k) * (mean.re**2 + mean.im**2)
        low, high = (value.mid - value.rad, value.mid + value.rad)
        assert low**2 <= Fraction(int(size2.p), int(size2.q)) <= high**2


def test_the_dips_of_s2() -> None:
    """In the blockade n the coherences with k > n fall with the loss rate, those with k <= n do not."""
    at = {(k, gamma, n): float(fig_s2.rescaled(k, gamma, Fraction(n), 12))
          for k in (1, 2, 3) for gamma in ("1/10", "1/100") for n in (0, 1, 2)}  # fmt: skip
    for k in (1, 2, 3):
        for n in (0, 1, 2):
            ratio = at[k, "1/10", n] / at[k, "1/100", n]
            assert (9 < ratio < 11) if k > n else (0.9 < ratio < 1.1)


# --- Fig. S3


def test_random_fields_by_the_liouvillian() -> None:
    """Mean, spread and pair correlations of three spins in unequal fields."""
    fields, hz = [Fraction(1, 10), Fraction(1, 5), Fraction(2, 5)], Fraction(3, 10)
    model = Model(N=3, J=Fraction(1, 3), hx=fields, hz=hz, gamma="1/100")
    state = steady_state(model)
    each = [fraction(state.expect(f"+{j} -{j}").re) for j in (1, 2, 3)]
    mean, spread, deviation = fig_s3._mean_and_spread(fields, hz, 12)
    average = sum(each) / 3
    assert mean.contains(average)
    squares = sum((n - average) ** 2 for n in each)
    for value, square in ((spread, squares), (deviation, squares / 3)):
        assert (value.mid - value.rad) ** 2 <= square <= (value.mid + value.rad) ** 2
    columns = fig_s3._connected(model, 12)
    for i, j, g2 in zip(columns["i"], columns["j"], columns["g2"], strict=True):
        pair = fraction(state.expect(f"+{i} -{i} +{j} -{j}").re)
        assert Real.from_ball(g2).contains(pair / (each[i - 1] * each[j - 1]) - 1)


def fraction(x: Any) -> Fraction:
    return Fraction(int(x.p), int(x.q))


def test_densities_of_equal_fields_by_the_literal_sum() -> None:
    data = coarse("S3")
    for N in (4, 16, 128):
        for row in rows(data[f"N={N}"], 3):
            m = literal_polarization(N, Fraction(1, N), Fraction(1, 5), row["hz"].exact, Fraction(1, 100))
            assert row["density"].contains((1 - m) / 2)


def test_entropy_of_one_spin() -> None:
    """By the eigenvalues of the 2x2 matrix of one spin, its entries exact."""
    for row in rows(coarse("S3")["inset entropy"], 4):
        model = Model(N=128, J=Fraction(1, 128), hx="1/5", hz=row["hz"].exact, gamma="1/100")
        bloch = [number(model.expect(f"{letter}1").exact) for letter in "XYZ"]
        with mpmath.workdps(40):
            length = mpmath.sqrt(sum(x * x for x in bloch))
            p = [(1 + length) / 2, (1 - length) / 2]
            entropy = -sum(x * mpmath.log(x) for x in p)
            assert abs(entropy - number(row["entropy"].mid)) < mpmath.mpf("1e-13")


def test_signs_and_shift_of_s3() -> None:
    """All pairs positive below, negative above the transition, which random fields move by 0.0173 (claim s3-shift)."""
    for hz, sign in zip(fig_s3.FIELDS_BELOW_AND_ABOVE.values(), (1, -1), strict=True):
        pairs = fig_s3._connected(fig_s3._model(256, fig_s3.realization(256), hz), 12)["g2"]
        assert len(pairs) == 256 * 255 // 2
        assert all(sign * g > 0 for g in pairs)
    fields = coarse("S3")["transitions"]
    assert 0.017287248 < float(fields["random"][0]) - float(fields["equal"][0]) < 0.017287249


def test_the_realization_is_what_it_was_and_normal() -> None:
    """It is part of the figure: exact rationals, the same on every machine."""
    sample = fig_s3.realization(256)
    assert (sample, len(set(sample))) == (sorted(sample), 256)
    assert (sample[0], sample[-1]) == (Fraction("-0.079755"), Fraction("0.478077"))
    mean = sum(sample) / 256
    deviation = float(sum((x - mean) ** 2 for x in sample) / 256) ** 0.5
    assert abs(float(mean) - 0.2) < 0.02
    assert abs(deviation - 0.1) < 0.02


def test_peaks_of_the_inset_are_on_the_grid() -> None:
    for N in (4, 16):
        model = Model(N=N, J=Fraction(1, N), **fig_3a.INSET)
        peaks = peak_fields(model, Fraction(-1, 4), Fraction(3, 5))
        assert peaks
        assert set(peaks) <= {hz.exact for hz in coarse("3a")[f"inset N={N}"]["hz"]}


def test_binomials_are_those_of_the_sum() -> None:
    """The literal sum of this file is (S39): its weights at r = -1 are known in closed form."""
    N, J = 5, Fraction(1)
    weights = [Fraction(2) ** M * comb(N, M) * factorial(M) ** 2 for M in range(N + 1)]
    expected = sum(M * p for M, p in enumerate(weights)) / (N * sum(weights))
    assert literal_polarization(N, J, Fraction(1), Fraction(-1), Fraction(0)) == expected
