"""The model of (1) and (2): its parameters, exactly as given, and the hypotheses under which it is solved.

    H = J sum_{i != j} S_i^z S_j^z + sum_j (h_j^x S_j^x + h_j^y S_j^y + h^z S_j^z)
    jump operators sqrt(gamma) sigma_j^-, j = 1..N, and sqrt(Gamma) S_-

The steady state is known, (6), for Gamma = 0 with any complex h_j = h_j^x - i h_j^y, or for equal h_j with any
Gamma >= 0. A `Model` checks that when it is made. J_eff, h_eff, r, alpha_j, lambda_j come from `parameters`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from .display import Displayed
from .errors import HypothesisError, InputError, shown
from .gaussian import Gaussian
from .model_door import align, all_equal, certainly_negative, common_ring, parts, read, read_fields
from .model_methods import SteadyStateMethods
from .numbers import parse_count
from .parameters import Parameters, Steady
from .rings import BALL, EXACT, RINGS, SYMBOL, Ring
from .values import Value

__all__ = ["Model"]

KEYS = ("N", "J", "hx", "hy", "hz", "gamma", "Gamma")
RESONANCE_KEYS = ("N", "J", "hx", "hy", "resonance", "epsilon", "Gamma")
MAX_N = 2**63 - 1  # the longest range Python can measure
_SCALARS = ("J", "hz", "gamma", "Gamma")
_LATEX = {"hx": "h^x", "hy": "h^y", "hz": "h^z", "gamma": r"\gamma", "Gamma": r"\Gamma"}


def _element(name: str, doc: str) -> Any:
    """A property that reads the attribute `name` of `parameters`."""
    return property(lambda self: getattr(self.parameters, name), doc=doc)


class Model(SteadyStateMethods, Displayed):
    """N spins with infinite-range coupling J, fields h_j, and loss rates gamma (local) and Gamma (collective).

    `hx`, `hy` are one value for all sites or a list of N. All numbers are exact: `"0.1"` is 1/10, floats are refused.
    sympy symbols that are declared real give symbolic results, flint balls give balls. Rates and fields share any one
    unit of frequency. gamma = Gamma = 0 means the limit from above. A model is immutable, hashable, and pickles.

    >>> m = Model(N=22, J=1, hx=4, hz=1, gamma="1/1000")
    >>> print(m.r, m.lam(1), m.uniform)
    1-1/2000i 1/8 True

    Attributes: `N`, `ring`, `uniform`, `raw` (the parameters as given), and as elements of `ring`: `J`, `hz`, `gamma`,
    `Gamma`, `h` (N entries, or one if uniform), `h_at(j)`, `J_eff`, `h_eff`, `r`, `alpha(j)`, `lam(j)`, `steady`.
    What can be asked of the steady state stands in `SteadyStateMethods`: `expect`, `density`, `weights`, ...
    Raises InputError for a parameter that is not a real number or has the wrong size, HypothesisError for negative
    rates and for unequal fields together with Gamma > 0 (a ball or symbol counts as >= 0 unless it is surely not).
    """

    __slots__ = ("N", "_cache", "raw", "ring", "uniform")
    N: int
    ring: Ring
    uniform: bool
    raw: Mapping[str, Any]
    _cache: Parameters | None

    def __init__(self, N: Any, J: Any, hx: Any, hy: Any = 0, hz: Any = 0, gamma: Any = 0, Gamma: Any = 0) -> None:
        count = parse_count(N, "N", least=1)
        if count > MAX_N:
            raise InputError(f"N = {shown(N)}", f"at most {MAX_N} spins")
        scalars = [read(name, x) for name, x in zip(_SCALARS, (J, hz, gamma, Gamma), strict=True)]
        fields = read_fields("hx", hx, count), read_fields("hy", hy, count)
        ring = common_ring([*scalars, *fields[0], *fields[1]])
        columns = [tuple(given.stored(ring) for given in column) for column in fields]
        xs, ys, uniform = align(columns[0], columns[1], count)
        raw = {name: given.stored(ring) for name, given in zip(_SCALARS, scalars, strict=True)}
        self._fill(count, ring, uniform, {**raw, "hx": xs, "hy": ys})
        self._check_hypotheses()

    def _fill(self, N: int, ring: Ring, uniform: bool, raw: dict[str, Any]) -> None:
        entries = (("N", N), ("ring", ring), ("uniform", uniform), ("raw", MappingProxyType(raw)), ("_cache", None))
        for name, value in entries:
            object.__setattr__(self, name, value)

    @classmethod
    def at_resonance(cls, n: Any, epsilon: Any, N: Any, J: Any, hx: Any, hy: Any = 0, Gamma: Any = 0) -> Model:
        """The model with r = h_eff/J_eff = n + epsilon exactly: h^z = Re(r J_eff), gamma = -2 Im(r J_eff) - Gamma.

        `n` is a whole number, as in (8); `epsilon` may be complex.

        >>> m = Model.at_resonance(n=1, epsilon="1/10-1/1000i", N=22, J=1, hx=4)
        >>> print(m.r, m.gamma)
        11/10-1/1000i 1/500

        Raises HypothesisError if J_eff = 0 or if the gamma that follows is negative.
        """
        number = parse_count(n, "n")
        given = read("J", J), read("Gamma", Gamma), read("epsilon", epsilon, real=False)
        ring = common_ring(given)
        if ring is BALL:
            raise InputError("a ball among J, Gamma, epsilon", "exact numbers or symbols", "give hz and gamma as balls")
        coupling, collective, eps = (x.stored(ring) for x in given)
        j_eff = coupling + ring.i * collective * ring.convert(Gaussian(1) / 2)
        if ring.is_zero(j_eff):
            raise HypothesisError("J_eff = 0", "J_eff not 0 for a resonance r = n + epsilon", "give J or Gamma a value")
        hz, im = parts(ring, (number + eps) * j_eff)
        gamma = -2 * im - collective
        if certainly_negative(ring, gamma):
            raise HypothesisError(
                f"epsilon = {shown(eps)}, from which gamma = -2 Im(r J_eff) - Gamma = {shown(gamma)}",
                "gamma >= 0",
                "choose Im(epsilon) so that -2 Im((n + epsilon) J_eff) >= Gamma",
            )
        return cls(N=N, J=J, hx=hx, hy=hy, hz=hz, gamma=gamma, Gamma=Gamma)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Model:
        """A model from the keys N, J, hx, hy, hz, gamma, Gamma; or resonance, epsilon instead of hz and gamma.

        >>> Model.from_dict({"N": 22, "J": 1, "hx": "4", "resonance": 1, "epsilon": "1e-3"}).hz
        Gaussian(1001/1000, 0)
        """
        if not isinstance(data, Mapping):
            raise InputError(shown(data), "a table of parameters", f"with the keys {', '.join(KEYS)}")
        keys = RESONANCE_KEYS if {"resonance", "epsilon"} & set(data) else KEYS
        unknown = [key for key in data if key not in keys]
        if unknown:
            beside = " beside resonance" if unknown[0] in KEYS else ""
            either = "" if keys is RESONANCE_KEYS else ", or resonance and epsilon instead of hz and gamma"
            raise InputError(f"the key {shown(unknown[0])}{beside}", f"keys among {', '.join(keys)}{either}")
        required = ("N", "J", "hx") if keys is KEYS else ("N", "J", "hx", "resonance")
        if missing := [key for key in required if key not in data]:
            needed = f"a model with at least {', '.join(required)}"
            raise InputError(f"no {', '.join(missing)}", needed, f"give {' and '.join(missing)}")
        if keys is KEYS:
            return cls(**data)
        rest = {key: value for key, value in data.items() if key not in ("resonance", "epsilon")}
        return cls.at_resonance(data["resonance"], data.get("epsilon", 0), **rest)

    def to_dict(self) -> dict[str, Any]:
        """N and the other parameters as text that `from_dict` reads back without loss (of symbols only the text)."""
        return self._table(lambda x: x.re.to_text() if isinstance(x, Value) else str(x))

    def _table(self, write: Callable[[Any], str]) -> dict[str, Any]:
        table: dict[str, Any] = {"N": self.N}
        for key in KEYS[1:]:
            column = self._column(key)
            table[key] = write(column[0]) if len(column) == 1 else [write(x) for x in column]
        return table

    def _column(self, key: str) -> tuple[Any, ...]:
        """The one value, or the N values, of a parameter."""
        entry = self.raw[key]
        if not isinstance(entry, tuple):
            return (entry,)
        return entry[:1] if all_equal(entry) else entry

    # --- the parameters as elements of a ring

    def in_ring(self, ring: Ring) -> Parameters:
        """The parameters in EXACT, SYMBOL, or BALL: then at the precision in force; make it anew at each precision."""
        if ring is self.ring and ring is not BALL:
            return self.parameters
        if ring is EXACT:
            raise InputError(f"a model with {self.ring.name} parameters", "exact parameters", "give rational numbers")
        if ring is BALL and self.ring is SYMBOL:
            raise InputError("a model with symbols", "numbers", "ask without digits, or give the symbols values")
        if ring is SYMBOL and self.ring is BALL:
            raise InputError("a model with ball parameters", "exact parameters or symbols")
        return Parameters(self, ring)

    @property
    def parameters(self) -> Parameters:
        """The parameters in the model's own ring (kept, except for balls: those depend on the precision in force)."""
        if self.ring is BALL:
            return Parameters(self, BALL)
        if self._cache is None:
            object.__setattr__(self, "_cache", Parameters(self, self.ring))
        assert self._cache is not None
        return self._cache

    J = _element("J", "The coupling J of (1).")
    hz = _element("hz", "The longitudinal field h^z of (1).")
    gamma = _element("gamma", "The local loss rate gamma of (2).")
    Gamma = _element("Gamma", "The collective loss rate Gamma of (2).")
    h = _element("h", "h_j = h_j^x - i h_j^y: N entries, or one if the fields are uniform; see `h_at`.")
    h_at = _element("h_at", "h_at(j): the field h_j of site j = 1..N.")
    J_eff = _element("J_eff", "J + i Gamma/2, below (6).")
    h_eff = _element("h_eff", "h^z - i (gamma + Gamma)/2, below (6).")
    r = _element("r", "h_eff/J_eff; HypothesisError if J_eff = 0.")
    alpha = _element("alpha", "alpha(j) = 2 J_eff/h_j, of (7); HypothesisError if h_j = 0.")
    lam = _element("lam", "lam(j) = |alpha_j|^2/2, below (12); HypothesisError if h_j = 0.")

    @property
    def steady(self) -> Steady:
        """The parameters of (6) that also serve J_eff = 0 and h_j = 0; see `parameters.Steady`."""
        return self.parameters.steady

    def _check_hypotheses(self) -> None:
        for name in ("gamma", "Gamma"):
            rate = self.raw[name]
            if certainly_negative(self.ring, self.ring.convert(rate)):
                raise HypothesisError(f"{name} = {shown(rate)}", f"a rate {name} >= 0")
        if not self.uniform and not self.ring.is_zero(self.ring.convert(self.raw["Gamma"])):
            raise HypothesisError(
                f"unequal fields h_j with Gamma = {shown(self.raw['Gamma'])}",
                "Gamma = 0, or equal fields: (6) meets detailed balance (4) for S_- only if all h_j are equal",
                "set Gamma=0, or give one value for hx and one for hy",
            )

    # --- an immutable value

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a Model is immutable; make a new one")

    def _key(self) -> tuple[Any, ...]:
        return (self.N, self.ring.name, *(self.raw[key] for key in KEYS[1:]))

    def __eq__(self, other: object) -> bool:
        return hash(self) == hash(other) and self._key() == other._key() if isinstance(other, Model) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key())

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        return _restore, (self.N, self.ring.name, self.uniform, dict(self.raw))

    def __repr__(self) -> str:
        table = {key: value for key, value in self._table(str).items() if value != "0" or key in ("J", "hx")}
        return f"Model({', '.join(f'{key}={_brief(value)}' for key, value in table.items())})"

    def latex(self) -> str:
        """The parameters as LaTeX."""
        return r",\; ".join(f"{_LATEX.get(key, key)} = {_listed(value)}" for key, value in self._table(_latex).items())

    def table(self) -> dict[str, str]:
        """The parameters as short text, for a table."""
        return {key: _brief(value) for key, value in self._table(str).items()}


def _restore(N: int, ring: str, uniform: bool, raw: dict[str, Any]) -> Model:
    model = object.__new__(Model)
    model._fill(N, RINGS[ring], uniform, raw)
    return model


def _latex(x: Any) -> str:
    return Value.of(x).latex()


def _brief(value: Any) -> str:
    return f"[{', '.join(_ends(value))}]" if isinstance(value, list) else str(value)


def _listed(value: Any) -> str:
    entries = [entry.replace("...", r"\dots") for entry in _ends(value)] if isinstance(value, list) else []
    return rf"\left({', '.join(entries)}\right)" if entries else str(value)


def _ends(entries: list[str]) -> Iterable[str]:
    return entries if len(entries) <= 6 else [*entries[:3], "...", entries[-1]]
