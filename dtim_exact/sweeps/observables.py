"""What a sweep can ask at a point; each observable says which parameters it uses.

    density, polarization, "X1 X2", "+1 -2"     all that `expect` takes (17), (18)
    moment:K, purity:1,2, entropy:1,2           <(M^z)^K>; of the reduced state of the sites, in nats
    width:n, left:n, right:n                    the blockade peak at resonance n, gamma, Gamma to 0+ (8)
    estimate:n, lorentzian:n                    its width by (12), and to leading order
    limit:m                                     N to infinity: the polarization where f of (16) is lowest
    limit:solutions, limit:bistable             mean field (S53): how many solutions; 1 if two of them are stable
    limit:transition, limit:maxwell             the field hz of the first-order transition, of Maxwell's

For `limit:` J and Gamma are the barred values N J and N Gamma, so these do not go with observables of finite N. A new
observable is one entry of `_KINDS`: how its argument is read, and what computes it.

Key results: `Observable`, `read_observables`, `Point`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..errors import InputError, shown
from ..model import KEYS, RESONANCE_KEYS, Model
from ..numbers import parse_count
from ..pauli import parse_pauli_string
from ..real import Real
from ..values import Value
from .grid import parameters_of

if TYPE_CHECKING:
    from ..blockade import BlockadeWidth

__all__ = ["Observable", "Point", "read_observables"]

_ALL = frozenset((*KEYS, *RESONANCE_KEYS))
_PEAK = frozenset(("N", "J", "hx", "hy"))
_LIMIT = frozenset(KEYS) - {"N"}
_MANY_SITES = 10**18  # the grammar of operators is checked before N is known


class Point:
    """The parameters of one point, and what several observables share: the model, the widths."""

    def __init__(self, texts: Mapping[str, str], digits: int | None) -> None:
        self.parameters = parameters_of(texts)
        self.digits = digits
        self._widths: dict[int, BlockadeWidth] = {}

    @cached_property
    def model(self) -> Model:
        """The model of finite N."""
        return Model.from_dict(self.parameters)

    @property
    def chosen_digits(self) -> dict[str, int]:
        """The library's own number of digits unless one was asked for."""
        return {} if self.digits is None else {"digits": self.digits}

    def width(self, n: int) -> BlockadeWidth:
        """The certified peak at the resonance n."""
        from ..blockade import certified_width

        if n not in self._widths:
            asked: dict[str, Any] = {name: self.parameters[name] for name in _PEAK if name in self.parameters}
            asked.update(self.chosen_digits)
            self._widths[n] = certified_width(**asked, n=n)
        return self._widths[n]

    def limit(self, *names: str) -> dict[str, Any]:
        """The parameters of a function of the limit N to infinity."""
        asked = {name: self.parameters.get(name, "0") for name in ("J", "hx", "hy", "gamma", "Gamma", *names)}
        return {**asked, **self.chosen_digits}


@dataclass(frozen=True)
class Observable:
    """One observable: its text, the parameters it uses, the unit of its values, and whether they may be complex."""

    text: str
    uses: frozenset[str]
    unit: str
    is_complex: bool
    compute: Callable[[Point], Value | Real]

    @classmethod
    def read(cls, text: object) -> Observable:
        """The observable that `text` names.

        >>> print(Observable.read("width:1").uses == {"N", "J", "hx", "hy"}, Observable.read("+1 -2").is_complex)
        True True

        Raises InputError for text that names none.
        """
        if not isinstance(text, str):
            raise InputError(f"{shown(text)} ({type(text).__name__})", "an observable as text", 'such as "density"')
        plain = " ".join(text.split())
        kind, colon, argument = plain.partition(":")
        if colon and kind in _KINDS:
            return _KINDS[kind](plain, argument)
        if colon:
            raise InputError(f"the observable {shown(text)}", f"one of {', '.join(f'{k}:' for k in _KINDS)}, or "
                             "density, polarization, operators such as X1 X2")
        return _operators(plain)


def read_observables(texts: object, given: Iterable[str]) -> tuple[Observable, ...]:
    """The observables, checked against the names of the parameters that are `given`: none of them would be ignored."""
    listed = [texts] if isinstance(texts, str) else list(texts) if isinstance(texts, Iterable) else [texts]
    found = tuple(Observable.read(text) for text in listed)
    names = [one.text for one in found]
    if not names:
        raise InputError("no observable", "at least one", "such as density")
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"the observable {shown(name)} twice", "every observable once")
    if len({one.uses == _ALL or one.uses == _PEAK for one in found}) > 1:
        raise InputError(f"{shown(', '.join(names))} together", "observables of finite N, or of the limit",
                         "make two sweeps: in the limit J and Gamma are the barred values")
    used = frozenset[str]().union(*(one.uses for one in found))
    for name in given:
        if name not in used:
            raise InputError(f"the parameter {name}", f"only what {shown(', '.join(names))} uses", f"drop {name}")
    return found


def _operators(text: str) -> Observable:
    """What `expect` takes."""
    is_complex = False
    if text not in ("density", "polarization"):
        is_complex = not all(o.is_hermitian() for o in parse_pauli_string(text, _MANY_SITES).values())
    return Observable(text, _ALL, "1", is_complex, lambda point: point.model.expect(text, digits=point.digits))


def _moment(text: str, argument: str) -> Observable:
    k = parse_count(argument, "k of moment:k")
    return Observable(text, _ALL, "1", False, lambda point: point.model.magnetization_moment(k, digits=point.digits))


def _of_sites(unit: str, method: str) -> Callable[[str, str], Observable]:
    def read(text: str, argument: str) -> Observable:
        sites = [parse_count(word, "site", least=1) for word in argument.split(",")]
        return Observable(
            text, _ALL, unit, False, lambda point: getattr(point.model, method)(sites, digits=point.digits)
        )

    return read


def _of_peak(attribute: str) -> Callable[[str, str], Observable]:
    def read(text: str, argument: str) -> Observable:
        n = parse_count(argument, "n of the resonance")
        return Observable(text, _PEAK, "J", False, lambda point: getattr(point.width(n), attribute))

    return read


def _of_limit(text: str, argument: str) -> Observable:
    if argument not in _IN_THE_LIMIT:
        raise InputError(f"the observable {shown(text)}", f"limit: with one of {', '.join(_IN_THE_LIMIT)}")
    unit, uses, compute = _IN_THE_LIMIT[argument]
    return Observable(text, uses, unit, False, compute)


def _lowest(point: Point) -> Real:
    """The polarization at the lowest minimum of f; ComparisonError where the digits do not decide which it is."""
    from ..potential import extrema

    minima = [e for e in extrema(**point.limit("hz")).extrema if e.kind == "min"]
    return min(minima, key=lambda e: e.f).m


def _solutions(point: Point) -> Real:
    from ..mean_field import solutions

    return Real(len(solutions(**point.limit("hz")).roots))


def _bistable(point: Point) -> Real:
    from ..mean_field import solutions

    return Real(int(solutions(**point.limit("hz")).bistable))


def _field(attribute: str) -> Callable[[Point], Real]:
    def compute(point: Point) -> Real:
        from ..potential import transition

        found: Real | None = getattr(transition(**point.limit()), attribute)
        if found is None:
            raise InputError(f"limit:{attribute} here", "a field that exists", "see the command transition")
        return found

    return compute


_AT_ANY_FIELD = _LIMIT - {"hz"}
_IN_THE_LIMIT: dict[str, tuple[str, frozenset[str], Callable[[Point], Real]]] = {
    "m": ("1", _LIMIT, _lowest),
    "solutions": ("1", _LIMIT, _solutions),
    "bistable": ("1", _LIMIT, _bistable),
    "transition": ("field", _AT_ANY_FIELD, _field("hz")),
    "maxwell": ("field", _AT_ANY_FIELD, _field("maxwell")),
}
_KINDS: dict[str, Callable[[str, str], Observable]] = {
    "moment": _moment,
    "purity": _of_sites("1", "purity"),
    "entropy": _of_sites("nat", "entropy"),
    "width": _of_peak("fwhm"),
    "left": _of_peak("left"),
    "right": _of_peak("right"),
    "estimate": _of_peak("estimate"),
    "lorentzian": _of_peak("lorentzian"),
    "limit": _of_limit,
}
