"""Numbers beside a formula: the functions that evaluate it, called at sample parameters.

A `Call` is data (a function of the package, its arguments, what to take of the answer); it gives the number and, from
the same data, the line of Python that shows how to get it again. No number is written down here.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import Any

from ..claims import Claim

__all__ = ["Call", "Sample", "samples_of"]

DIGITS = 30


@dataclass(frozen=True)
class Sample:
    """A line of Python and what it answers; a line that only names a model answers nothing."""

    code: str
    value: str


@dataclass(frozen=True)
class Call:
    """`module:function` of the package with its arguments; `take` is what follows: names, indices, () for a call."""

    target: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    take: tuple[Any, ...] = ()

    def value(self) -> Any:
        """The answer."""
        module, _, path = self.target.partition(":")
        found: Any = importlib.import_module(f"dtim_exact.{module}")
        for name in path.split("."):
            found = getattr(found, name)
        answer = found(*map(_value, self.args), **{name: _value(arg) for name, arg in self.kwargs.items()})
        for step in self.take:
            answer = answer() if step == () else getattr(answer, step) if isinstance(step, str) else answer[step]
        return answer

    def code(self, names: Mapping[str, str] = MappingProxyType({})) -> str:
        """The line of Python; `names` has what stands in place of a part of it.

        >>> print(Call("blockade:resonances", kwargs={"N": 4, "J": "1/2"}, take=(3,)).code())
        resonances(N=4, J='1/2')[3]
        """
        given = [_code(arg, names) for arg in self.args]
        given += [f"{name}={_code(arg, names)}" for name, arg in self.kwargs.items()]
        tail = "".join(map(_step, self.take))
        return f"{self.target.partition(':')[2]}({', '.join(given)}){tail}"


def _value(arg: Any) -> Any:
    return arg.value() if isinstance(arg, Call) else arg


def _code(arg: Any, names: Mapping[str, str]) -> str:
    text = arg.code() if isinstance(arg, Call) else repr(arg)
    return names.get(text, text)


def _step(step: Any) -> str:
    if isinstance(step, str):
        return f".{step}"
    return "()" if step == () else f"[{', '.join(map(str, step)) if isinstance(step, tuple) else step}]"


def call(target: str, *args: Any, take: tuple[Any, ...] = (), **kwargs: Any) -> Call:
    """A call as it would be written."""
    return Call(target, args, kwargs, take)


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
    "3": (call("lindblad:residual", TWO, call("lindblad_pauli:steady_state", TWO), take=("is_zero", ())),),
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
    "S30": (weights(UNEQUAL, take=(2,)),),
    "S39": tuple(weights(THREE, take=(M,)) for M in range(4)),
    "S42": (weights(LARGE, digits=DIGITS, take=(11,)),),
    "11": tuple(down(near(n=1, epsilon=0, N=3, J=1000, hx=1), take=(k,)) for k in range(4)),
    "S35": tuple(down(TWO, take=(k,)) for k in range(3)),
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
    "S40": (limit(take=("r_re",)), limit(take=("lam",))),
    "S53": (limit(take=("cubic", ())),),
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
    """The numbers beside a claim, each answered now by the package; models come first, under a name of one letter."""
    calls = CALLS.get(one.id, ())
    models = dict.fromkeys(arg.code() for each in calls for arg in each.args if isinstance(arg, Call))
    names = dict(zip(models, "mnp", strict=False))
    given = [Sample(f"{name} = {code}", "") for code, name in names.items()]
    return (*given, *(Sample(each.code(names), _shown(each.value())) for each in calls))


def _shown(value: Any) -> str:
    """An exact value as it is, an enclosure with the digits that were asked for."""
    to_str: Callable[[int], str] | None = getattr(value, "to_str", None)
    return to_str(DIGITS) if to_str is not None and not getattr(value, "is_exact", True) else str(value)
