"""The same bits from any thread and process, and after anyone has changed the precision of flint or mpmath."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import product

import pytest
from flint import ctx

from dtim_exact import CostError, InputError, Model, PrecisionError, sweep
from dtim_exact.blockade import certified_width
from dtim_exact.certify import certify
from dtim_exact.critical import critical_points
from dtim_exact.mean_field import solutions
from dtim_exact.potential import extrema, transition
from dtim_exact.precision import working_precision
from dtim_exact.sweeps.pool import Workers

UNIFORM = Model(N=40, J=1, hx=4, hz="1/3", gamma="1/1000", Gamma="1/7")
UNEQUAL = Model(N=9, J=1, hx=list(range(1, 10)), hz="1/3", gamma="1/5")
LARGE = Model(N=3000, J="1/3000", hx="1/5", hz="3/10", gamma="1/100")
LIMIT = {"J": 1, "hx": "1/5", "gamma": "1/100"}

Question = Callable[[int], object]  # of a number of digits
QUESTIONS: dict[str, Question] = {
    "density": lambda d: UNIFORM.density(digits=d),
    "coherence": lambda d: UNIFORM.expect("+1 -2", digits=d),
    "many sites": lambda d: UNEQUAL.expect("X1 Y2 Z3", digits=d),
    "all densities": lambda d: tuple(UNEQUAL.densities(digits=d)),
    "large N": lambda d: LARGE.density(digits=d),
    "entropy": lambda d: UNIFORM.entropy([1, 2], digits=d),
    "width": lambda d: certified_width(N=22, J=1, hx=4, n=1, digits=d),
    "mean field": lambda d: solutions(**LIMIT, hz="3/10", digits=d),
    "extrema": lambda d: extrema(**LIMIT, hz="3/10", digits=d),
    "transition": lambda d: transition(**LIMIT, digits=d),
    "critical": lambda d: critical_points(J=1, gamma="1/10", digits=d),
    "exact": lambda d: Model(N=d, J=1, hx=4, hz="1/3", gamma="1/7").density(),
}
CASES = list(product(QUESTIONS, (8, 40)))


def bits(answer: object) -> str:
    """An answer without any loss."""
    if isinstance(answer, tuple):
        return "; ".join(map(bits, answer))
    to_text = getattr(answer, "to_text", None)
    if to_text is not None:
        return str(to_text())
    return f"{type(answer).__name__}({', '.join(f'{k}={bits(v)}' for k, v in vars(answer).items())})" if hasattr(
        answer, "__dict__"
    ) else repr(answer)


def ask(case: tuple[str, int]) -> str:
    name, digits = case
    return bits(QUESTIONS[name](digits))


@pytest.fixture(scope="module")
def calm() -> dict[tuple[str, int], str]:
    """Every answer once, in order, with nothing disturbed; each holds its enclosures bit for bit."""
    answers = {case: ask(case) for case in CASES}
    assert all("2^" in text or "/" in text for text in answers.values())
    assert len(set(answers.values())) == len(CASES)
    return answers


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    import mpmath

    before = ctx.prec, ctx.threads, ctx.pretty, mpmath.mp.dps
    yield
    ctx.prec, ctx.threads, ctx.pretty, mpmath.mp.dps = before


def test_any_order(calm: dict[tuple[str, int], str]) -> None:
    shuffled = random.Random(1).sample(CASES, len(CASES))
    assert {case: ask(case) for case in shuffled} == calm


def test_threads(calm: dict[tuple[str, int], str]) -> None:
    shuffled = random.Random(2).sample(CASES, len(CASES))
    with ThreadPoolExecutor(6) as threads:
        for case, answer in zip(shuffled, threads.map(ask, shuffled), strict=True):
            assert answer == calm[case], case


def disturbances() -> list[Callable[[], None]]:
    import mpmath

    def setting(owner: object, name: str, value: object) -> None:
        setattr(owner, name, value)

    return [
        partial(setting, *what)
        for what in (
            (ctx, "prec", 10), (ctx, "prec", 5000), (ctx, "dps", 3), (ctx, "dps", 700), (ctx, "threads", 2),
            (ctx, "pretty", False), (mpmath.mp, "dps", 2), (mpmath.mp, "dps", 400), (mpmath.mp, "prec", 1000),
        )
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(9))
def test_after_a_changed_precision(number: int, calm: dict[tuple[str, int], str]) -> None:
    disturbances()[number]()
    kept = ctx.prec, ctx.dps, ctx.threads
    for case in random.Random(number).sample(CASES, 8):
        assert ask(case) == calm[case], case
        assert (ctx.prec, ctx.dps, ctx.threads) == kept, f"{case} changed the caller's precision"


def test_inside_a_working_precision_of_the_caller(calm: dict[tuple[str, int], str]) -> None:
    for prec in (7, 3000):
        with working_precision(prec):
            for case in random.Random(prec).sample(CASES, 8):
                assert ask(case) == calm[case], case
                assert ctx.prec == prec


def fails_inside(prec: int) -> None:
    raise ZeroDivisionError(f"at {prec} bits")


@pytest.mark.parametrize(
    ("kind", "failing"),
    [
        (ZeroDivisionError, lambda: certify(fails_inside, 30)),
        (PrecisionError, lambda: certify(lambda _: Model(N=3, J=1, hx=4).in_ring(_ball()).J - 1, 30, limit=2000)),
        (CostError, lambda: Model(N=10**7, J=1, hx=4, hz="1/3").density()),
        (InputError, lambda: UNIFORM.expect("X41", digits=30)),
        (InputError, lambda: certified_width(N=22, J=1, hx=4, n=22)),
    ],
)
def test_an_exception_inside_leaves_the_precision(kind: type[Exception], failing: Callable[[], object]) -> None:
    for prec in (53, 77):
        ctx.prec = prec
        with pytest.raises(kind):
            failing()
        assert ctx.prec == prec
        with ThreadPoolExecutor(1) as other:  # the lock is free again
            assert other.submit(UNIFORM.density, 8).result(timeout=60)


def _ball() -> object:
    from dtim_exact.rings import BALL

    return BALL


def test_a_sweep_is_the_same_from_threads_processes_and_at_home() -> None:
    def answers(**how: object) -> list[object]:
        result = sweep(
            {"hz": "0:1:1/10", "N": [5, 22]}, ["density", "+1 -2"], J=1, hx=4, gamma="1/1000", digits=30,
            progress=False, **how,  # type: ignore[arg-type]
        )  # fmt: skip
        return list(result.answers())

    at_home = answers(workers=0)
    assert len(at_home) == 22
    assert all(answer.error is None for _, answer in at_home)
    with ThreadPoolExecutor(4) as threads:
        assert answers(executor=threads) == at_home
    workers = Workers(2)
    ctx.dps = 500
    try:
        assert answers(executor=workers) == at_home
    finally:
        workers.abandon()
