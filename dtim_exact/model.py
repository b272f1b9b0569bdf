"""The model of (1) and (2): its parameters, exactly as given, and the hypotheses under which it is solved.

    H = J sum_{i != j} S_i^z S_j^z + sum_j (h_j^x S_j^x + h_j^y S_j^y + h^z S_j^z),   jumps sqrt(gamma) sigma_j^-, sqrt(Gamma) S_-

The steady state is known, (6), for Gamma = 0 with any complex h_j = h_j^x - i h_j^y, or for equal h_j with any
Gamma >= 0. A `Model` checks that when it is made; J_eff, h_eff, r, alpha_j, lambda_j come from `parameters`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .errors import HypothesisError, InputError, shown
from .gaussian import Gaussian
from .numbers import BALL as BALL_KIND
from .numbers import EXACT as EXACT_KIND
from .numbers import SYMBOL as SYMBOL_KIND
from .numbers import convert, parse_count
from .parameters import Parameters, Steady
from .real import Real
from .rings import BALL, EXACT, RINGS, SYMBOL, Ring
from .values import Value

__all__ = ["Model"]

KEYS = ("N", "J", "hx", "hy", "hz", "gamma", "Gamma")
RESONANCE_KEYS = ("N", "J", "hx", "hy", "resonance", "epsilon", "Gamma")
_SCALARS = ("J", "hz", "gamma", "Gamma")
_BALL_START = "["


class Model:
    """N spins with infinite-range coupling J, fields h_j and loss rates gamma (local) and Gamma (collective).

    `hx` and `hy` are one value for all sites or a list of N. All numbers are exact: `"0.1"` is 1/10, floats are refused.
    sympy symbols that are declared real give symbolic results, flint balls give balls. Units: those of J.

    >>> m = Model(N=22, J=1, hx=4, hz=1, gamma="1/1000")
    >>> print(m.r, m.lam(1), m.uniform)
    1-1/2000i 1/8 True

    Raises InputError for a parameter that is not a real number or has the wrong size, HypothesisError for negative rates
    and for unequal fields together with Gamma > 0.
    """

    __slots__ = ("N", "_cache", "raw", "ring", "uniform")
    N: int
    ring: Ring
    uniform: bool
    raw: dict[str, Any]  # the parameters as given: Gaussian, Value or expression; hx and hy as tuples
    _cache: Parameters | None

    def __init__(
        self, N: Any, J: Any, hx: Any, hy: Any = 0, hz: Any = 0, gamma: Any = 0, Gamma: Any = 0
    ) -> None:
        count = parse_count(N, "N", least=1)
        raw: dict[str, Any] = dict(zip(_SCALARS, ((_parameter(n, x),) for n, x in _named(J, hz, gamma, Gamma)), strict=True))
        raw["hx"], raw["hy"] = _fields("hx", hx, count), _fields("hy", hy, count)
        ring = _common_ring(x for entry in raw.values() for x in entry)
        raw = {key: tuple(_in_common(ring, x) for x in entry) for key, entry in raw.items()}
        raw["hx"], raw["hy"], uniform = _align(raw["hx"], raw["hy"], count)
        raw.update({key: raw[key][0] for key in _SCALARS})
        for name, value in (("N", count), ("ring", ring), ("uniform", uniform), ("raw", raw), ("_cache", None)):
            object.__setattr__(self, name, value)
        self._check_hypotheses()

    @classmethod
    def at_resonance(cls, n: Any, epsilon: Any, N: Any, J: Any, hx: Any, hy: Any = 0, Gamma: Any = 0) -> Model:
        """The model with r = h_eff/J_eff = n + epsilon exactly: h^z = Re(r J_eff), gamma = -2 Im(r J_eff) - Gamma.

        >>> print(Model.at_resonance(n=1, epsilon="1e-30-1e-40i", N=22, J=1, hx=4).r)
        1000000000000000000000000000001/1000000000000000000000000000000-1/10000000000000000000000000000000000000000i

        Raises HypothesisError if J_eff = 0 or if the gamma that follows is negative.
        """
        number = parse_count(n, "n")
        couplings = [_parameter("J", J), _parameter("Gamma", Gamma)]
        detuning = _parameter("epsilon", epsilon, real=False)
        ring = _common_ring([*couplings, detuning])
        if ring is BALL:
            raise InputError("a ball among n, epsilon, J, Gamma", "exact numbers or symbols", "give hz and gamma as balls")
        j, collective, eps = (ring.convert(_in_common(ring, x)) for x in (*couplings, detuning))
        j_eff = j + ring.i * collective * ring.convert(Gaussian(1) / 2)
        if ring.is_zero(j_eff):
            raise HypothesisError("J_eff = 0", "J_eff not 0 for a resonance r = n + epsilon", "give J or Gamma a value")
        h_eff = (ring.convert(number) + eps) * j_eff
        hz, im = _parts(ring, h_eff)
        gamma = -2 * im - collective
        if _certainly_negative(ring, gamma):
            raise HypothesisError(
                f"gamma = -2 Im(r J_eff) - Gamma = {shown(ring.value(gamma))} from epsilon = {shown(ring.value(eps))}",
                "gamma >= 0",
                "choose epsilon so that -2 Im((n + epsilon) J_eff) >= Gamma",
            )
        return cls(N=N, J=J, hx=hx, hy=hy, hz=hz, gamma=gamma, Gamma=Gamma)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Model:
        """A model from the keys N, J, hx, hy, hz, gamma, Gamma; or resonance, epsilon instead of hz and gamma.

        >>> Model.from_dict({"N": 22, "J": 1, "hx": "4", "resonance": 1, "epsilon": "1e-30"}).gamma.is_zero()
        True
        """
        keys = RESONANCE_KEYS if {"resonance", "epsilon"} & set(data) else KEYS
        unknown = sorted(str(key) for key in data if key not in keys)
        if unknown:
            beside = " (hz and gamma follow from resonance and epsilon)" if keys is RESONANCE_KEYS else ""
            either = "" if beside else "; or resonance, epsilon instead of hz, gamma"
            raise InputError(f"unknown key {shown(unknown[0])}{beside}", f"the keys {', '.join(keys)}{either}")
        missing = [key for key in ("N", "J", "hx") if key not in data]
        if missing:
            raise InputError(f"a model without {', '.join(missing)}", "at least the keys N, J, hx")
        if keys is KEYS:
            return cls(**data)
        rest = {key: value for key, value in data.items() if key not in ("resonance", "epsilon")}
        return cls.at_resonance(data.get("resonance", 0), data.get("epsilon", 0), **rest)

    def to_dict(self) -> dict[str, Any]:
        """The parameters as text that `from_dict` reads back without loss (symbols are written by name only)."""
        texts = {key: _text(self.raw[key]) for key in _SCALARS}
        fields = {key: [_text(x) for x in self.raw[key]] for key in ("hx", "hy")}
        joined = {key: column[0] if len(set(column)) == 1 else column for key, column in fields.items()}
        return {"N": self.N, **{key: texts.get(key, joined.get(key)) for key in KEYS[1:]}}

    # --- the parameters as elements of a ring

    def in_ring(self, ring: Ring) -> Parameters:
        """The parameters in `ring`: BALL at the precision in force now (make it anew at each precision), SYMBOL, or EXACT."""
        if ring is EXACT and self.ring is not EXACT:
            raise InputError(f"a model with {self.ring.name} parameters", "exact parameters", "give rational numbers")
        if ring is BALL and self.ring is SYMBOL:
            raise InputError("a model with symbols", "numbers for its parameters", "ask without digits, or give numbers")
        if ring is SYMBOL and self.ring is BALL:
            raise InputError("a model with ball parameters", "exact parameters or symbols")
        return Parameters(self, ring)

    @property
    def parameters(self) -> Parameters:
        """The parameters in the model's own ring (kept, except for balls, which depend on the precision in force)."""
        if self._cache is None or self.ring is BALL:
            object.__setattr__(self, "_cache", Parameters(self, self.ring))
        assert self._cache is not None
        return self._cache

    def __getattr__(self, name: str) -> Any:
        if name in ("J", "hz", "gamma", "Gamma", "h", "h_at", "J_eff", "h_eff", "r", "alpha", "lam"):
            return getattr(self.parameters, name)
        raise AttributeError(f"Model has no attribute {name!r}")

    @property
    def steady(self) -> Steady:
        """The parameters of (6) that also serve J_eff = 0 and h_j = 0; see `parameters.Steady`."""
        return self.parameters.steady

    # --- hypotheses

    def _check_hypotheses(self) -> None:
        p = self.parameters
        for name, rate in (("gamma", p.gamma), ("Gamma", p.Gamma)):
            if _certainly_negative(self.ring, rate):
                raise HypothesisError(f"{name} = {shown(self.ring.value(rate).re)}", f"a rate {name} >= 0")
        if not self.uniform and not self.ring.is_zero(p.Gamma):
            raise HypothesisError(
                f"unequal fields h_j with Gamma = {shown(self.ring.value(p.Gamma).re)}",
                "Gamma = 0, or equal fields (the collective jump is then compatible with (6))",
                "set Gamma=0, or give one value for hx and one for hy",
            )

    # --- an immutable value

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Model is immutable; make a new one")

    def _key(self) -> tuple[Any, ...]:
        return (self.N, self.ring.name, *(self.raw[key] for key in KEYS[1:]))

    def __eq__(self, other: object) -> bool:
        return self._key() == other._key() if isinstance(other, Model) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key())

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return _restore, (self.N, self.ring.name, self.uniform, self.raw)

    def __repr__(self) -> str:
        parts = [f"{key}={_brief(value)}" for key, value in self.to_dict().items() if value != "0" or key == "J"]
        return f"Model({', '.join(parts)})"

    def _repr_latex_(self) -> str:
        return f"${self.latex()}$"

    def latex(self) -> str:
        """The parameters as LaTeX."""
        names = {"hx": "h^x", "hy": "h^y", "hz": "h^z", "gamma": r"\gamma", "Gamma": r"\Gamma"}
        parts = [f"N = {self.N}"]
        for key in KEYS[1:]:
            values = [Value.of(x).re.latex() for x in self._column(key)[:5]]
            more = r", \dots" if len(self._column(key)) > 5 else ""
            parts.append(f"{names.get(key, key)} = " + (values[0] if len(values) == 1 else f"({', '.join(values)}{more})"))
        return r",\; ".join(parts)

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><th>{key}</th><td>{_brief(value)}</td></tr>" for key, value in self.to_dict().items())
        return f"<table>{rows}</table>"

    def _column(self, key: str) -> tuple[Any, ...]:
        entry = self.raw[key]
        column = entry if isinstance(entry, tuple) else (entry,)
        return column if len(set(column)) > 1 else column[:1]

    # --- what can be asked of the steady state: each is the function of the same name

    def expect(self, observable: Any, digits: int | None = None) -> Value:
        """<observable> in the steady state, such as `"X1 Y2"`, `"+1 -2"`, `"density"`; exact without `digits`."""
        from .observables import expect

        return expect(self, observable, digits)


def _restore(N: int, ring: str, uniform: bool, raw: dict[str, Any]) -> Model:
    model = object.__new__(Model)
    for name, value in (("N", N), ("ring", RINGS[ring]), ("uniform", uniform), ("raw", raw), ("_cache", None)):
        object.__setattr__(model, name, value)
    return model


def _named(*scalars: Any) -> Iterable[tuple[str, Any]]:
    return zip(_SCALARS, scalars, strict=True)


def _parameter(name: str, x: Any, real: bool = True) -> tuple[str, Any]:
    """The kind of a parameter and its number: a Gaussian, a Value, or an expression; real, if it has to be."""
    if isinstance(x, str) and x.lstrip().startswith(_BALL_START):
        x = Real.from_text(x)
    if isinstance(x, (Real, Value)):
        v = Value.of(x)
        kind, element = (EXACT_KIND, v.gaussian) if v.is_exact else (SYMBOL_KIND, v.symbol) if v.is_symbolic else (BALL_KIND, v)
    else:
        try:
            kind, element = convert(x)
        except InputError as error:
            raise type(error)(f"{name} = {error.given}", error.needed, error.do) from None
        element = Value.from_ball(element) if kind == BALL_KIND else element
    _require_real(name, kind, element, real)
    return kind, element


def _require_real(name: str, kind: str, x: Any, real: bool) -> None:
    if kind == SYMBOL_KIND:
        loose = sorted(str(s) for s in x.free_symbols if not s.is_real)
        if loose:
            raise InputError(f"{name} = {shown(x)}", "real symbols", f'declare sympy.Symbol("{loose[0]}", real=True)')
        if real and x.is_real is not True:
            raise InputError(f"{name} = {shown(x)}", f"a real expression for {name}", "simplify it, or drop its imaginary part")
    elif real and not (x.is_real() if kind == EXACT_KIND else x.is_real):
        do = "give hx and hy, h_j = hx_j - i hy_j" if name in ("hx", "hy") else "drop the imaginary part"
        raise InputError(f"{name} = {shown(str(x))}", f"a real number {name}", do)


def _fields(name: str, x: Any, N: int) -> tuple[tuple[str, Any], ...]:
    """One value, or N of them, each with its kind."""
    if isinstance(x, (str, bytes, Mapping, set, frozenset, Value, Real)) or not hasattr(x, "__len__"):
        if isinstance(x, (Mapping, set, frozenset)):
            raise InputError(f"{name} = {shown(x)}", f"one value or a list of N = {N} values, in the order of the sites")
        return (_parameter(name, x),)
    if len(x) != N:
        raise InputError(f"{len(x)} values of {name}", f"one value or N = {N} values")
    return tuple(_parameter(f"{name}_{j}", entry) for j, entry in enumerate(x, start=1))


def _common_ring(parameters: Iterable[tuple[str, Any]]) -> Ring:
    """Exact, unless a symbol or a ball takes the model along; both together are refused."""
    kinds = {kind for kind, _ in parameters}
    if {BALL_KIND, SYMBOL_KIND} <= kinds:
        raise InputError("symbols and balls together", "one kind of parameters", "give rational numbers beside symbols")
    return SYMBOL if SYMBOL_KIND in kinds else BALL if BALL_KIND in kinds else EXACT


def _in_common(ring: Ring, parameter: tuple[str, Any]) -> Any:
    """What is kept: a Gaussian, a Value in a model of balls, an expression in a model of symbols."""
    _, element = parameter
    return Value.of(element) if ring is BALL else ring.convert(element)


def _align(hx: tuple[Any, ...], hy: tuple[Any, ...], N: int) -> tuple[tuple[Any, ...], tuple[Any, ...], bool]:
    """Both columns of one length: 1 if the fields are uniform, else N. Equal-looking balls in a list need not be equal."""
    if len(hx) == len(hy) == 1:
        return hx, hy, True
    if _all_equal(hx) and _all_equal(hy):
        return hx[:1], hy[:1], True
    return hx * (N // len(hx)), hy * (N // len(hy)), False


def _all_equal(column: tuple[Any, ...]) -> bool:
    if len(column) == 1:
        return True
    if isinstance(column[0], Value) and not all(x.is_exact for x in column):
        return False
    return all(x == column[0] for x in column)


def _parts(ring: Ring, z: Any) -> tuple[Any, Any]:
    if ring is EXACT:
        return Gaussian(z.re), Gaussian(z.im)
    from sympy import expand

    return tuple(map(expand, expand(z).as_real_imag()))  # type: ignore[return-value]


def _certainly_negative(ring: Ring, x: Any) -> bool:
    if ring is SYMBOL:
        return bool(x.is_negative)
    return bool(x.re < 0) if ring is EXACT else bool(x.real < 0)


def _text(x: Any) -> str:
    return x.re.to_text() if isinstance(x, Value) else str(x)


def _brief(value: Any) -> str:
    if isinstance(value, list) and len(value) > 6:
        return f"[{', '.join(value[:3])}, ..., {value[-1]}]"
    return "[" + ", ".join(value) + "]" if isinstance(value, list) else str(value)
