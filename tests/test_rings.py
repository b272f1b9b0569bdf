"""The three arithmetics agree, the precision is nobody's global, and digits are certified or refused."""

from __future__ import annotations

import copy
import pickle
import threading
from fractions import Fraction
from typing import Any

import pytest
import sympy
from flint import acb, arb, ctx, fmpq
from hypothesis import given
from hypothesis import strategies as st

from dtim_exact.errors import InputError, PrecisionError
from dtim_exact.rings import BALL, EXACT, RINGS, SYMBOL, Gaussian, Ring, certify, rising, working_precision
from dtim_exact.values import Real, Value

rationals = st.fractions(max_denominator=1000)
gaussians = st.builds(Gaussian, rationals, rationals)


def formula(ring: Ring, x: Any, y: Any) -> Any:
    """Some polynomial in x, y and their conjugates."""
    return rising(ring, x, 3) * ring.conj(y) - ring.abs2(x + y) + 2 * ring.i * y


@given(gaussians, gaussians)
def test_one_formula_three_arithmetics(x: Gaussian, y: Gaussian) -> None:
    exact = formula(EXACT, x, y)
    assert SYMBOL.is_zero(formula(SYMBOL, SYMBOL.convert(x), SYMBOL.convert(y)) - SYMBOL.convert(exact))
    with working_precision(200):
        ball = formula(BALL, BALL.convert(x), BALL.convert(y))
        assert BALL.value(ball).contains(exact)


@pytest.mark.parametrize("ring", list(RINGS.values()), ids=list(RINGS))
def test_every_ring(ring: Ring) -> None:
    half = ring.div(ring.one, ring.convert(2))
    assert ring.is_zero(half + half - 1)
    assert ring.is_zero(ring.i * ring.i + ring.one)
    assert ring.is_zero(ring.conj(ring.i) + ring.i)
    assert not ring.is_zero(ring.one)
    assert ring.is_zero(ring.convert(Value(0)))
    assert ring.is_zero(rising(ring, ring.convert(-2), 3))
    assert ring.is_zero(rising(ring, ring.convert(3), 4) - 360)
    assert ring.is_zero(rising(ring, half, 0) - 1)
    assert ring.value(half) == Fraction(1, 2)
    with pytest.raises(ZeroDivisionError):
        ring.div(ring.one, ring.zero)
    with pytest.raises(InputError):
        rising(ring, ring.one, -1)
    assert pickle.loads(pickle.dumps(ring)) is ring
    assert copy.deepcopy(ring) is ring


def test_is_zero_of_symbols_sees_through_forms() -> None:
    x, y = sympy.symbols("x y", real=True)
    assert SYMBOL.is_zero((x + y) ** 2 - x**2 - 2 * x * y - y**2)
    assert SYMBOL.is_zero((x**2 - y**2) / (x - y) - x - y)
    assert not SYMBOL.is_zero(x - y)


def test_precision_is_restored_also_after_an_error() -> None:
    before = ctx.prec
    seen = []

    def interrupted() -> None:
        with working_precision(500), working_precision(77):
            seen.append(ctx.prec)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert (seen, ctx.prec) == ([77], before)


def test_threads_do_not_disturb_each_other() -> None:
    seen: list[bool] = []

    def work(prec: int) -> None:
        for _ in range(50):
            with working_precision(prec):
                seen.append(ctx.prec == prec and acb(2).sqrt().rel_accuracy_bits() >= prec - 3 and ctx.prec == prec)

    threads = [threading.Thread(target=work, args=(100 + 60 * k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [True] * 200


@pytest.mark.parametrize("digits", [1, 5, 50, 1000])
def test_certified_digits_are_met_by_the_numbers_as_printed(digits: int) -> None:
    value = certify(lambda _: acb(2).sqrt() + acb(0, 1) / 3, digits)
    for text in (value.to_json(), value.to_json(digits)):
        mids = [Fraction(text[part]["mid"]) for part in ("re", "im")]
        rads = [Fraction(text[part]["rad"]) for part in ("re", "im")]
        assert sum(rad**2 for rad in rads) <= Fraction(1, 100**digits) * sum(mid**2 for mid in mids)
        assert (mids[0] - rads[0]) ** 2 < 2 < (mids[0] + rads[0]) ** 2
        assert abs(mids[1] - Fraction(1, 3)) <= rads[1]


def test_cancellation_costs_precision_not_digits() -> None:
    def cancelling(prec: int) -> acb:
        return (1 + acb(10) ** -300).log() - acb(10) ** -300

    value = certify(cancelling, 20)
    assert value.rad <= abs(value.mid) / 10**20
    assert value.overlaps(Real.from_ball(arb("-5e-601", "1e-800")))
    assert str(value.to_str(3)).startswith("[-5.0000e-601")


def test_lists_and_exact_elements_pass() -> None:
    values = certify(lambda _: [acb(3).sqrt(), 0, fmpq(1, 3), Gaussian(0, 1), Value(2), arb(5).sqrt()], 10)
    assert [v.is_exact for v in values] == [False, True, True, True, True, False]
    assert values[1].is_zero()
    assert certify(lambda _: [], 10) == []


def test_an_undecided_zero_is_refused_with_what_was_reached() -> None:
    with pytest.raises(PrecisionError, match=r"reached 0 digits of the difference at \d+ bits.*exactly 0"):
        certify(lambda _: acb(2).sqrt() ** 2 - 2, 10, "the difference")


def test_balls_as_input_limit_the_digits_and_it_stops_early() -> None:
    precisions: list[int] = []

    def from_ball(prec: int) -> acb:
        precisions.append(prec)
        return acb(arb("2", "1e-15")).sqrt()

    with pytest.raises(PrecisionError, match=r"reached 15 digits.*ball parameters more accurately"):
        certify(from_ball, 30)
    assert len(precisions) <= 4
    assert certify(from_ball, 14).contains(Real.from_ball(arb(2).sqrt()))


def test_not_finite_is_refused() -> None:
    with pytest.raises(PrecisionError, match="reached 0 digits"):
        certify(lambda _: acb("nan"), 10, limit=1000)


@pytest.mark.parametrize("digits", [0, -1, True, 1.5, "10", None, 10**9])
def test_digits_are_checked(digits: Any) -> None:
    with pytest.raises(InputError, match="digits ="):
        certify(lambda _: acb(1) / 3, digits)


def test_interrupt_passes_through_certify() -> None:
    before = ctx.prec

    def interrupted(prec: int) -> acb:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        certify(interrupted, 10)
    assert ctx.prec == before
