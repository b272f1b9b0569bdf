"""Every enclosure contains the exact value, is as narrow as promised, and so is what is written of it.

Models of every kind and 1 to 2000 digits are drawn. On short chains the exact value would be rounded to give an
enclosure, so the road of balls, or that of windows, is taken by force in most cases.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any
from unittest import mock

import pytest
from draws import DIGITS, NONZERO, clusters, models, words
from hypothesis import given, settings
from hypothesis import strategies as st

from dtim_exact import Model, Real, Value, functional
from dtim_exact.cost import Cost

Question = Callable[[Model, int | None], list[Value]]


def flat(rows: Any) -> list[Value]:
    return [x for row in rows for x in row]


@st.composite
def questions(draw: st.DrawFn, N: int) -> tuple[str, Question]:
    """A method of Model that answers with values, and its arguments."""
    word, sites, k = draw(words(N)), draw(clusters(N, least=1)), draw(st.integers(0, 5))
    raised, lowered, z = draw(clusters(N)), draw(clusters(N)), draw(NONZERO)
    every: dict[str, Question] = {
        f"expect {word}": lambda m, d: [m.expect(word, d)],
        "expect density": lambda m, d: [m.expect("density", d)],
        f"correlator {raised} {lowered}": lambda m, d: [m.correlator(raised, lowered, d)],
        "density": lambda m, d: [m.density(d)],
        "densities": lambda m, d: m.densities(d),
        "pairs": lambda m, d: flat(m.density_correlations(d)),
        "polarization": lambda m, d: [m.polarization(d)],
        "weights": lambda m, d: m.weights(d),
        "normalized weights": lambda m, d: m.weights(d, normalized=True),
        "partition function": lambda m, d: [m.partition_function(d)],
        "law of the down spins": lambda m, d: m.down_spin_distribution(d),
        f"moment {k}": lambda m, d: [m.magnetization_moment(k, d)],
        f"moments to {k}": lambda m, d: m.magnetization_moments(range(k + 1), d),
        f"generating function at {z}": lambda m, d: [m.generating_function(z, d)],
        f"matrix of {sites}": lambda m, d: flat(m.reduced_density_matrix(sites, d)),
        f"purity of {sites}": lambda m, d: [m.purity(sites, d)],
    }
    return draw(st.sampled_from(sorted(every.items())))


ROADS = ("as chosen", "balls", "windows")


@contextmanager
def road(name: str) -> Iterator[None]:
    """The way to an enclosure: as the library chooses it, by balls, or by windows around the humps."""
    with mock.patch.object(Cost, "is_small", Cost.is_small if name == "as chosen" else lambda *_: False):
        if name != "windows":
            yield
            return
        with mock.patch.multiple(functional, FEWEST=1, window_pays=lambda _: True):
            yield


def assert_promise(exact: Value, enclosed: Value, digits: int) -> None:
    """Contains the exact value, is 0 only with it, and its radius is at most 10^-digits of the modulus."""
    if exact.is_zero() or enclosed.is_exact:
        assert enclosed.is_exact
        assert exact.gaussian == enclosed.gaussian
        return
    assert enclosed.contains(exact)
    z = exact.gaussian
    assert (enclosed.rad * 10**digits) ** 2 <= Fraction(int(z.abs2().p), int(z.abs2().q))


_PARTS = re.compile(r"\[([^ ]+) \+/- ([^\]]+)\]")


def assert_written(exact: Value, enclosed: Value, digits: int) -> None:
    """Text and JSON, full and cut, contain the exact value; text and pickles lose nothing."""
    assert Value.from_text(enclosed.to_text()).to_text() == enclosed.to_text()
    for shown in (None, digits, 3):
        read = Value.from_json(enclosed.to_json(shown))
        assert read.contains(exact)
        for part, of in ((enclosed.re, exact.re), (enclosed.im, exact.im)):
            if part.is_ball:
                match = _PARTS.fullmatch(part.to_str(shown))
                assert match is not None
                mid, rad = map(Real, match.groups())
                assert abs(mid.fmpq - of.fmpq) <= rad.fmpq


@given(st.data(), models(most=6), DIGITS, st.sampled_from(ROADS))
@settings(max_examples=100)
def test_enclosures_contain_what_is_exact(data: st.DataObject, m: Model, digits: int, way: str) -> None:
    _, ask = data.draw(questions(m.N))
    exact = ask(m, None)
    with road(way):
        enclosed = ask(m, digits)
    assert len(exact) == len(enclosed)
    for x, y in zip(exact, enclosed, strict=True):
        assert_promise(x, y, digits)
    assert_written(exact[-1], enclosed[-1], digits)


@given(models(most=12, least=8), st.sampled_from([5, 40]), st.sampled_from(ROADS))
@settings(max_examples=20)
def test_longer_chains(m: Model, digits: int, way: str) -> None:
    exact = [m.density(), m.polarization(), m.expect("X1 Y2 -8")]
    with road(way):
        enclosed = [m.density(digits), m.polarization(digits), m.expect("X1 Y2 -8", digits)]
    for x, y in zip(exact, enclosed, strict=True):
        assert_promise(x, y, digits)


@given(st.data(), models(most=4), st.integers(1, 100), st.integers(1, 100))
@settings(max_examples=25)
def test_more_digits_are_the_same_number(data: st.DataObject, m: Model, few: int, more: int) -> None:
    """Entropies, of any order, have no exact value: two enclosures of one number."""
    sites = data.draw(clusters(m.N, least=1))
    order = data.draw(st.sampled_from(["0", "1/2", "1", "2", "7/3"]))
    with road(data.draw(st.sampled_from(ROADS[:2]))):
        coarse, fine = m.entropy(sites, few, order), m.entropy(sites, few + more, order)
    assert coarse.overlaps(fine)
    assert fine.is_exact or fine.rad <= Fraction(1, 10 ** (few + more)) * (abs(fine.re.mid) + fine.rad)
    assert fine.is_exact or fine.re > 0
    assert Value.from_json(fine.to_json()).contains(fine)


@given(models(most=5), st.integers(1, 60), st.integers(1, 100))
@settings(max_examples=30)
def test_digits_are_monotone(m: Model, few: int, more: int) -> None:
    """The radius falls by what the digits promise, and no two enclosures of one number are apart."""
    word = "X1" if m.N == 1 else "X1 Y2 Z1"
    with road("balls"):
        coarse, fine = m.expect(word, few), m.expect(word, few + more)
    exact = m.expect(word)
    assert coarse.overlaps(fine)
    assert_promise(exact, coarse, few)
    assert_promise(exact, fine, few + more)


@pytest.mark.parametrize("epsilon", ["1e-1000", "-3e-1000", "1e-1000-2e-1015i"])
@pytest.mark.parametrize("digits", [1, 30, 2000])
@pytest.mark.parametrize("way", ROADS)
def test_beside_a_resonance(epsilon: str, digits: int, way: str) -> None:
    m = Model.at_resonance(n=2, epsilon=epsilon, N=6, J=1, hx=[1, 1, "1/2", 2, 3, "7/5"])
    ask: list[Question] = [lambda m, d: [m.expect("+1 +2 +3 -4", d)], lambda m, d: m.densities(d)]
    for question in ask:
        exact = question(m, None)
        with road(way):
            enclosed = question(m, digits)
        for x, y in zip(exact, enclosed, strict=True):
            assert_promise(x, y, digits)
