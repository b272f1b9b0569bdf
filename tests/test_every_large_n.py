"""The enclosure for all large N at once against certified values at single N, and what it refuses."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb, fmpq

from dtim_exact import Model
from dtim_exact.coexistence import first_order_field
from dtim_exact.errors import HypothesisError, PrecisionError
from dtim_exact.every_large_n import polarization_from
from dtim_exact.limit import Limit
from dtim_exact.precision import working_precision


def polarization(N: int, hz: str) -> arb:
    model = Model(N=N, J=Fraction(1, N), hx="1/5", hz=hz, gamma="1/10")
    return 1 - 2 * model.density(digits=10).re.to_arb()


@pytest.mark.parametrize("hz", ["39/100", "2/5", "41/100"])
def test_it_contains_the_values_at_single_sizes(hz):
    with working_precision(100):
        ball = polarization_from(Limit.read(1, "1/5", hz, "1/10"), 10**6, fmpq(1, 100))
        for N in (10**6, 10**7):
            assert ball.contains(polarization(N, hz))


def test_at_the_transition_it_narrows_down_on_the_limit_and_not_on_the_plain_average():
    there = first_order_field("1/5", "1/10", 1, digits=40)
    with working_precision(160):
        limit = Limit.read(1, "1/5", 0, "1/10").at(there.hz.to_arb())
        balls = [
            polarization_from(limit, N0, w, equally_deep=True)
            for N0, w in ((10**7, fmpq(1, 200)), (10**9, fmpq(1, 1000)))
        ]
        average = (there.minima[0].to_arb() + there.minima[1].to_arb()) / 2
        assert balls[0].contains(balls[1])
        assert balls[1].contains(there.limit_polarization.to_arb())
        assert not balls[1].overlaps(average)


def test_what_it_refuses():
    with working_precision(100):
        with pytest.raises(HypothesisError):
            polarization_from(Limit.read(1, "1/5", "2/5", "1/10", Gamma=1), 10**6, fmpq(1, 100))
        with pytest.raises(PrecisionError):
            polarization_from(Limit.read(1, "1/5", "2/5", "1/10"), 100, fmpq(1, 100))
        with pytest.raises(PrecisionError):
            polarization_from(Limit.read(1, "1/5", "2/5", "1/10"), 10**6, fmpq(1, 4))
