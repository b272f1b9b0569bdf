"""Figures of widths, unequal fields, whole steady states, and the commands about the limit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import Any

import mpmath
from flint import acb, arb

from dtim_exact import Model, Real
from dtim_exact.blockade import certified_width
from dtim_exact.evaluate import starting_precision
from dtim_exact.form_factors import form_factors
from dtim_exact.rings import BALL, working_precision

from .c_peers import CPeers
from .cases import DIGITS, unequal
from .measure import Row, timed
from .peers import mpmath_density, mpmath_width, piqs_density

LAM = Fraction(1, 8)  # h^x = 4 J


def widths(_: CPeers, tiny: bool) -> Iterator[Row]:
    """Certified widths against bisection in mpmath, which proves nothing."""
    for N, n, digits, limit in ((6, 1, 20, 1.0),) if tiny else ((22, 1, 40, 0.002), (1000, 3, 40, 0.2)):
        ours = timed(partial(certified_width, N, 1, 4, n, digits=digits))
        with mpmath.workdps(digits + 15):
            ends, scale = [_mpf(ours.value.left), _mpf(ours.value.right)], _mpf(ours.value.estimate)
            theirs = timed(partial(mpmath_width, N, LAM, n, digits, scale))
            if max(abs(x / y - 1) for x, y in zip(theirs.value, ends, strict=True)) > mpmath.mpf(10) ** (2 - digits):
                raise AssertionError(f"the widths at N = {N} differ")
        figure = f"width, N = {N}, n = {n}, {digits} digits"
        yield Row(figure, ours.seconds, "mpmath bisection", theirs.seconds, limit=limit)
    if not tiny:
        ours = timed(partial(certified_width, 10_000, 1, 4, 0))
        with mpmath.workdps(30):
            one = timed(lambda: mpmath_density(10_000, mpmath.mpf(1) / 8, 0, mpmath.mpf("1e-30000"))).seconds
        yield Row("width, N = 10000, n = 0", ours.seconds, "mpmath, one density", one, limit=5.0)


def _mpf(x: Real) -> Any:
    return mpmath.mpf(x.mid.numerator) / x.mid.denominator


def fields(_: CPeers, tiny: bool) -> Iterator[Row]:
    """All one-body values and all pairs for unequal fields, against one pair anew times the number of pairs."""
    for N, limit in ((8, 1.0),) if tiny else ((256, 0.06), (1024, 0.5), (4096, 8.0)):
        ours = timed(partial(_all_pairs, N), most=5)
        seconds, one = timed(partial(_one_pair, unequal(N)), most=3)
        if not unequal(N).density_correlations(digits=DIGITS)[1, 2].re.to_arb().overlaps(one):
            raise AssertionError(f"the pairs at N = {N} differ")
        figure, digits = f"all <n_j> and <n_i n_j>, N = {N}", _worst(N)
        yield Row(figure, ours.seconds, "pairs one by one, estimated", seconds * N * (N - 1) / 2, limit=limit,
                  proven=digits >= DIGITS, note=f"worst pair: {digits:.1f} digits")


def _all_pairs(N: int) -> None:
    """All of them at 50 digits, the densities on the diagonal."""
    for _ in _rows(N):
        pass


def _worst(N: int) -> float:
    """The digits of the worst of them."""
    return float(min(min(map(arb.rel_accuracy_bits, row)) for row in _rows(N))) / 3.3219


def _rows(N: int) -> Iterator[list[arb]]:
    model = unequal(N)
    table = model.density_correlations(digits=DIGITS)
    return (table.row_balls(i, i) for i in range(1, N + 1))


def _one_pair(model: Model) -> arb:
    """<n_1 n_2> by (18): the sums over the other sites and over all, from form factors by a product tree."""
    with working_precision(starting_precision(DIGITS)):
        pair: arb = (_sum(model, 3) / (4 * _sum(model, 1))).real
        return pair


def _sum(model: Model, first: int) -> acb:
    """The sum of (18) over the sites from `first` on."""
    steady = model.in_ring(BALL).steady
    total, size = BALL.zero, BALL.one
    for m, factor in enumerate(form_factors(BALL, [steady.mu(j) for j in range(first, model.N + 1)])):
        total = total + size * factor
        size = size * BALL.abs2(steady.step(m))
    return total


def whole_states(_: CPeers, tiny: bool) -> Iterator[Row]:
    """One density, exactly, against the steady state of QuTiP's PIQS at about 1e-8."""
    N = 4 if tiny else 20
    try:
        piqs_density(2, 1.0, 4.0, 0.5, 0.25)  # the import is no part of it
    except ImportError:
        yield Row(f"density, N = {N}", None, "QuTiP PIQS", note="skipped: qutip is not installed")
        return
    theirs = timed(lambda: piqs_density(N, 1.0, 4.0, 0.5, 0.25), most=3)
    ours = timed(lambda: Model(N=N, J=1, hx=4, hz="1/2", gamma="1/4").density())
    if abs(float(ours.value.re) - theirs.value) > 1e-6:
        raise AssertionError(f"QuTiP: {theirs.value}, here: {float(ours.value.re)}")
    yield Row(f"density, exact, N = {N}", ours.seconds, "QuTiP PIQS", theirs.seconds)


def commands(_: CPeers, tiny: bool) -> Iterator[Row]:
    """The commands about the limit, as typed; they promise their digits or fail."""
    from click.testing import CliRunner

    from dtim_exact.cli.app import app

    digits = 12 if tiny else 40
    for line in (
        "transition --hx 1/5 --gamma 1/100 --J 1",
        "critical --gamma 1/10 --J 1",
        "critical --gamma 10 --J 1",
        "meanfield --hx 1/5 --hz 33/100 --gamma 1/100 --J 1",
        "potential --hx 1/5 --hz 33/100 --gamma 1/100 --J 1",
    ):
        arguments = [*line.split(), "--digits", str(digits), "--json"]
        result = timed(partial(CliRunner().invoke, app, arguments), most=3)
        if result.value.exit_code:
            raise AssertionError(f"{line}: {result.value.output}")
        note = "no critical point" if json.loads(result.value.output) == {"points": []} else f"{digits} digits"
        yield Row(f"`{line}`", result.seconds, note=note)
