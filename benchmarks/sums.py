"""Figures of single sums: the whole 3F0, windows, smooth sums, two humps, exact sums."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from statistics import median
from typing import Any

import mpmath
from flint import arb

from dtim_exact import Gaussian, Model, Value
from dtim_exact.evaluate import evaluate
from dtim_exact.hypergeometric import terminating_sum
from dtim_exact.rings import BALL, EXACT, working_precision

from .c_peers import CPeers
from .cases import BITS, CASES, DIGITS, TWO_HUMPS, case_a, case_b, series
from .measure import Row, Timed, timed
from .peers import acb_hypgeom, arb_loop, fraction_loop, mpmath_loop


def whole_sum(model: Model) -> arb:
    """The 3F0 over all terms as the package does it."""
    z, N, lam = series(model)
    with working_precision(BITS):
        a = BALL.convert(z)
        total: arb = terminating_sum(BALL, a, a.conjugate(), N, BALL.convert(lam)).real
        return total


def normalization(model: Model) -> Value:
    """The same with proven digits, by whatever road the package chooses."""
    return evaluate(model, lambda L: L.sum(0, 0), DIGITS, "normalization")


def served(case: Callable[[int], Model], N: int) -> Value:
    """The same from scratch."""
    return normalization(case(N))


def density(power: int, hz: str = "0.33") -> Value:
    """nbar of case B at N = 10^power."""
    return case_b(10**power, hz).density(digits=DIGITS)


def agree(ours: arb | Value, theirs: arb) -> None:
    """An AssertionError unless the two overlap: a fast wrong number is no figure."""
    ball = ours.re.to_arb() if isinstance(ours, Value) else ours
    if not ball.overlaps(theirs):
        raise AssertionError(f"{ball} is not {theirs}")


def full_sums(peers: CPeers, tiny: bool) -> Iterator[Row]:
    """All N + 1 terms, at 50 digits, beside every peer; and what the package does when asked for 50 digits."""
    for N in (50,) if tiny else (1000, 100_000):
        for name, case in CASES.items():
            model = case(N)
            calls = (partial(whole_sum, model), partial(served, case, N))
            inC, (whole, asked) = in_turns(peers, model, calls, (9, 11) if N < 10_000 else (7, 1))
            for road, ours in ((f"full sum, {name}, N = {N}", whole), (f"as served, {name}, N = {N}", asked)):
                if not inC:
                    yield Row(road, ours.seconds, "C pfq_sum", note=peers.reason)
                for peer, (seconds, value) in inC.items():
                    agree(ours.value, value)
                    yield Row(road, ours.seconds, f"C {peer}", seconds, least=1 / 1.1 if peer == "pfq_sum" else None)
            yield from _python_peers(f"full sum, {name}, N = {N}", model, whole)


def in_turns(
    peers: CPeers, model: Model, calls: Sequence[Callable[[], Any]], plan: tuple[int, int]
) -> tuple[dict[str, Timed], list[Timed]]:
    """The peers in C and `calls` by turns, (rounds, repetitions) times: the moods of the machine hit all alike."""
    rounds, repetitions = plan
    theirs: dict[str, list[Timed]] = {}
    ours: list[list[Timed]] = [[] for _ in calls]
    for _ in range(rounds):
        for name, found in peers.sums(*series(model), BITS, repetitions).items():
            theirs.setdefault(name, []).append(found)
        for call, spans in zip(calls, ours, strict=True):
            spans.append(timed(call, budget=0.02, most=repetitions))
    return {name: middle(found) for name, found in theirs.items()}, [middle(spans) for spans in ours]


def middle(spans: Sequence[Timed]) -> Timed:
    """The median of medians."""
    return Timed(median(x.seconds for x in spans), spans[-1].value)


def _python_peers(figure: str, model: Model, ours: Timed) -> Iterator[Row]:
    for peer, call in (("acb.hypgeom(n=N+1)", acb_hypgeom), ("python arb loop", arb_loop)):
        seconds, value = timed(partial(call, *series(model), BITS), most=101)
        agree(ours.value, value)
        yield Row(figure, ours.seconds, peer, seconds)
    seconds, value = timed(partial(mpmath_loop, *series(model), DIGITS))
    with working_precision(BITS):
        agree(ours.value, arb(mpmath.nstr(value, 50)) * (1 + arb(0, arb(10) ** -40)))
    yield Row(figure, ours.seconds, "mpmath loop", seconds)


def windows(peers: CPeers, tiny: bool) -> Iterator[Row]:
    """Windows around the humps against the loop in C over all terms."""
    N = 2000 if tiny else 10**6
    for name, case, least in (("A", case_a, 200.0), ("B", case_b, 20.0)):
        inC, (ours,) = in_turns(peers, case(N), [partial(served, case, N)], (3, 3))
        figure = f"window, {name}, N = {N}"
        if not inC:
            yield Row(figure, ours.seconds, "C loop", least=least, note=peers.reason)
            continue
        loop = inC["loop"]
        agree(ours.value, loop.value)
        yield Row(figure, ours.seconds, "C loop", loop.seconds, least=least)


def humps(_: CPeers, tiny: bool) -> Iterator[Row]:
    """The density with 50 proven digits where no peer can go: beside our own time at the smallest N."""
    first = None
    for power in (5,) if tiny else (6, 9, 12, 18):
        seconds, value = timed(partial(density, power))
        first = first or seconds
        figure = f"density, B, N = 10^{power}"
        yield Row(figure, seconds, "the first of these", first, limit=0.05, proven=proven(value))
    seconds, value = timed(lambda: case_a(10**15).density(digits=DIGITS))
    yield Row("density, A, N = 10^15", seconds, limit=0.002, proven=proven(value))
    seconds, value = timed(partial(density, 12, TWO_HUMPS))
    yield Row("density, two humps, N = 10^12", seconds, limit=0.2, proven=proven(value))


def proven(value: Value, digits: int = DIGITS) -> bool:
    """True if the enclosure has the digits."""
    return bool(value.re.rad * 10**digits <= abs(value.re.mid))


def exact_sums(_: CPeers, tiny: bool) -> Iterator[Row]:
    """Exact rationals by binary splitting against a loop over fractions."""
    N = 20 if tiny else 300
    ours = timed(partial(exact_sum, N))
    seconds, value = timed(partial(fraction_loop, *series(case_a(N))))
    if (int(ours.value.re.p), int(ours.value.re.q)) != (value.numerator, value.denominator):
        raise AssertionError("the exact sums differ")
    yield Row(f"exact sum, A, N = {N}", ours.seconds, "Fraction loop", seconds)
    if not tiny:
        yield Row("exact sum, A, N = 10000", timed(partial(exact_sum, 10_000)).seconds)


def exact_sum(N: int) -> Gaussian:
    """The 3F0 of case A as a rational."""
    z, _, lam = series(case_a(N))
    total: Gaussian = terminating_sum(EXACT, z, z.conj(), N, Gaussian(lam))
    return total
