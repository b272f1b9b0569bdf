"""Numbers beside a formula: the functions that evaluate it, called at sample parameters.

Which functions, at which parameters, is told by `CALLS`; no number is written down here.

Key result: `samples_of`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from ..claims import Claim
from .calls import Call, call

__all__ = ["Sample", "samples_of"]

DIGITS = 30
NAMES: dict[str, tuple[str, ...]] = {
    "model:Model": ("m", "n", "p"),
    "lindblad_pauli:steady_state": ("rho",),
    "limit:Limit": ("limit",),
}
"""Which arguments get a name, and which."""


@dataclass(frozen=True)
class Sample:
    """A line of Python and what it answers; a line that only names a model answers nothing."""

    code: str
    value: str


model, near = partial(call, "model:Model"), partial(call, "model:Model.at_resonance")
TWO = model(N=2, J=1, hx=4, hz=1, gamma="1/10")
THREE = model(N=3, J=1, hx=2, hz="1/2")
LARGE = model(N=22, J=1, hx=4, hz=1, gamma="1/1000")
UNEQUAL = model(N=4, J=1, hx=[1, 2, 3, 4], hz="1/3", gamma="1/5")
FIRST = near(n=1, epsilon=0, N=3, J=1, hx=[1, 2, 4])
"""At the resonance n = 1, with unequal fields."""
LIMIT: dict[str, Any] = {"J": 1, "hx": "1/5", "hz": "3/10", "gamma": "1/100"}
"""The parameters of Fig. S3, N to infinity."""
limit = partial(call, "limit:Limit.read", **LIMIT)
ZERO = ("is_zero", ())
EXACT, number = call("rings:EXACT"), partial(call, "gaussian:Gaussian")
POINT = tuple(call("numbers:parse_real", s) for s in ("1/2", "1/3", "-1/4"))
"""(s_x, s_y, s_z) of a mean-field state."""
transition = partial(call, "coexistence:first_order_field", hx="1/5", gamma="1/100", J=1)
width = partial(call, "blockade:width_estimate", N=22, J=1, hx=4, digits=DIGITS)
peak = partial(call, "blockade:certified_width", N=22, J=1, hx=4, digits=DIGITS)
expect, weights = partial(call, "observables:expect"), partial(call, "weights:weights")
down = partial(call, "magnetization:down_spin_distribution")
correlator, pairs = partial(call, "correlators:correlator"), partial(call, "pairs:density_correlations")
potential, correction = partial(call, "potential:potential"), partial(call, "potential:correction", N=1000)
solutions = partial(call, "mean_field:solutions", **LIMIT)

CALLS: dict[str, tuple[Call, ...]] = {
    "1": tuple(call("lindblad:hamiltonian", TWO, take=("entries", at)) for at in ((0, 0), (0, 1), (3, 3))),
    "2": (call("lindblad:lindbladian", TWO, call("lindblad_pauli:steady_state", TWO, take=("matrix", ())), take=ZERO),),
    "3": (call("lindblad:residual", TWO, call("lindblad_pauli:steady_state", TWO), take=ZERO),),
    "S1": (call("lindblad:hamiltonian", TWO, take=("entries", (0, 1))),),
    "6": (expect(TWO, "Z1"), expect(TWO, "X1 Y2"), expect(LARGE, "density", digits=DIGITS)),
    "8": (expect(near(n=1, epsilon="1e-1000", N=22, J=1, hx=4), "+1 +2", digits=DIGITS),),
    "9": tuple(correlator(FIRST, {j}, set()) for j in (1, 2, 3)),
    "blockade-vanish": (correlator(FIRST, {1, 2}, set()),),
    "blockade-n0": (expect(near(n=0, epsilon=0, N=3, J=1, hx=2), "+1"),),
    "blockade-n1": tuple(expect(FIRST, f"+{j}") for j in (1, 2, 3)),
    "10": (expect(TWO, "+1 +2"), expect(TWO, "X1 X2"), expect(TWO, "Y1 Y2")),
    "cxx-cyy": (expect(FIRST, "X1 X2"), expect(FIRST, "Y1 Y2")),
    "resonance": (call("blockade:resonances", N=4, J=1, take=(3,)),),
    "12": tuple(width(n=n) for n in (0, 1, 2)),
    "fwhm": tuple(c for n in (0, 1, 2) for c in (width(n=n), peak(n=n, take=("fwhm",)))),
    "S32": (width(n=0),),
    "13": tuple(weights(THREE, take=(M,)) for M in range(4)),
    "S21": tuple(weights(THREE, take=(M,)) for M in range(4)),
    "S28": (weights(LARGE, digits=DIGITS, take=(1,)), weights(LARGE, digits=DIGITS, take=(22,))),
    "S12": (call("lindblad:residual", TWO, call("lindblad_pauli:steady_state", TWO, "1/10"), "1/10", take=ZERO),),
    "S30": (weights(UNEQUAL, take=(2,)),),
    "S39": tuple(weights(THREE, take=(M,)) for M in range(4)),
    "S42": (weights(LARGE, digits=DIGITS, take=(11,)),),
    "11": tuple(down(near(n=1, epsilon=0, N=3, J=1000, hx=1), take=(k,)) for k in range(4)),
    "S35": tuple(down(TWO, take=(k,)) for k in range(3)),
    "S38": tuple(down(near(n=1, epsilon=0, N=3, J=1000, hx=1), take=(k,)) for k in range(4)),
    "recursion-I": (call("form_factors:form_factors_recursion", EXACT, [number(1), number(2), number(3)], take=(2,)),),
    "S59": (call("form_factors:form_factors_uniform", EXACT, 3, number(2), take=(2,)),),
    "S60": (call("hypergeometric:terminating_sum", EXACT, number(-2, 1), number(-2, -1), 3, number(1)),),
    "s3-g2": tuple(
        each
        for hz in ("3/10", "9/25")
        for each in (
            pairs(model(N=256, J="1/256", hx="1/5", hz=hz, gamma="1/100"), digits=DIGITS, take=((1, 2),)),
            expect(model(N=256, J="1/256", hx="1/5", hz=hz, gamma="1/100"), "density", digits=DIGITS),
        )
    ),
    **{name: (call("mean_field:motion", limit(), POINT, take=(at,)),) for at, name in enumerate(("S50", "S51", "S52"))},
    "D6": tuple(down(UNEQUAL, digits=DIGITS, take=(k,)) for k in range(5)),
    "14": (call("weights:mean_lowered", THREE), call("weights:mean_lowered", LARGE, digits=DIGITS)),
    "15": (call("observables:polarization", LARGE, digits=DIGITS),),
    "16": tuple(potential(m, **LIMIT, digits=DIGITS) for m in ("1/4", "1/2", "3/4")),
    "f-analytic": (potential("1/2", **LIMIT, digits=DIGITS),),
    "S44": (potential("1/2", **LIMIT, digits=DIGITS),),
    "minima-limit": tuple(
        call("potential:extrema", **LIMIT, digits=DIGITS, take=("extrema", at, part)) for at in (0, 2) for part in "mf"
    ),
    "coexistence": (
        *(transition(digits=DIGITS, take=("minima", at)) for at in (0, 1)),
        transition(digits=DIGITS, take=("limit_polarization",)),
    ),
    "S45": (correction("1/2", **LIMIT, digits=DIGITS),),
    "S47": (correction("1/2", **LIMIT, digits=DIGITS),),
    "S48": (correction("1/2", **LIMIT, digits=DIGITS), correction("1/4", **LIMIT, digits=DIGITS)),
    "S49": (call("potential:potential_slope", "1/2", **LIMIT, digits=DIGITS),),
    "critical": tuple(
        call("critical:critical_points", J=1, gamma="1/10", digits=DIGITS, take=("points", 0, part))
        for part in ("m", "hx", "hz")
    ),
    "rbar": (limit(take=("r_re",)), limit(take=("depth",))),
    "S40": (limit(take=("r_re",)), limit(take=("lam",))),
    "S53": (limit(take=("cubic", ())),),
    "D8": (
        call("potential_corrections:finite_potential", limit(), call("numbers:parse_real", "1/2"), 10**9, None, DIGITS),
    ),
    "one-to-one": tuple(solutions(digits=DIGITS, take=("roots", at, "m")) for at in range(3)),
    "maxwell": (transition(digits=DIGITS, take=("hz",)), transition(digits=DIGITS, take=("maxwell",))),
    "17": (correlator(TWO, {1}, {2}), correlator(LARGE, {1, 2}, {2, 3}, digits=DIGITS)),
    "norm-uniform": (call("weights:partition_function", THREE),),
    "18": (correlator(UNEQUAL, {1, 2}, {2, 3}), correlator(UNEQUAL, {1}, {4}, digits=DIGITS)),
    "S54": (correlator(UNEQUAL, {1, 2}, {3, 4}),),
    "S58": (correlator(UNEQUAL, {1}, {1, 2}),),
    "S61": (pairs(UNEQUAL, digits=DIGITS, take=((1, 2),)),),
    "D1": (pairs(UNEQUAL, take=((1, 2),)), pairs(UNEQUAL, take=((3, 4),))),
    "s3-shift": (
        transition(digits=DIGITS, take=("hz",)),
        call("disorder:transition", 1, call("field_distribution:NormalFields", "1/5", "1/10"), "1/100", take=("hz",)),
    ),
    "S9": (call("time_correlations:two_time", TWO, "-1", "-2", ["1/5"], digits=DIGITS, take=(0,)),),
    "S10": tuple(
        call("time_correlations:two_time", UNEQUAL, a, b, ["1/5"], digits=DIGITS, take=(0,))
        for a, b in (("-1", "-2"), ("-2", "-1"))
    ),
    "s1-symmetry": tuple(
        call("time_correlations:two_time", UNEQUAL, a, b, ["1/5"], digits=DIGITS, n_th="1/10", take=(0,))
        for a, b in (("-1", "-2"), ("-2", "-1"))
    ),
}
"""By claim; a claim that is not here has no number of its own."""


def samples_of(one: Claim) -> tuple[Sample, ...]:
    """The numbers beside a claim, each answered now by the package; what is long comes first, under a name."""
    calls = CALLS.get(one.id, ())
    names: dict[str, str] = {}
    given = [Sample(line, "") for each in calls for arg in each.args for line in _named(arg, names)]
    return (*given, *(Sample(each.code(names), _shown(each.value())) for each in calls))


def _named(arg: Any, names: dict[str, str]) -> Iterator[str]:
    """The line that gives an argument a name, once, after those for what it is made of."""
    if not isinstance(arg, Call) or arg.code() in names:
        return
    for inner in arg.args:
        yield from _named(inner, names)
    for letters in (letters for target, letters in NAMES.items() if arg.target.startswith(target)):
        name = next(letter for letter in letters if letter not in names.values())
        yield f"{name} = {arg.code(names)}"
        names[arg.code()] = names[arg.code(names)] = name


def _shown(value: Any) -> str:
    """An exact value as it is, an enclosure with the digits that were asked for."""
    to_str: Callable[[int], str] | None = getattr(value, "to_str", None)
    return to_str(DIGITS) if to_str is not None and not getattr(value, "is_exact", True) else str(value)
