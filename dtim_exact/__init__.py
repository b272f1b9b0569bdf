"""Exact steady state of the infinite-range dissipative transverse-field Ising model.

    from dtim_exact import Model
    Model(N=22, J=1, hx=4, hz=1, gamma="1/1000").expect("X1 X2")

Results are exact rationals or proven enclosures, never bare floats. Names are imported when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOME = {
    "Model": "model",
    "Gaussian": "gaussian",
    "Real": "real",
    "Value": "values",
    "ComparisonError": "errors",
    "CostError": "errors",
    "DtimError": "errors",
    "HypothesisError": "errors",
    "InputError": "errors",
    "PrecisionError": "errors",
    "find_claim": "ledger",
    "judge": "claims",
    "midpoints": "arrays",
    "open_sweep": "sweeps",
    "radii": "arrays",
    "sweep": "sweeps",
    "verify": "ledger",
}

__all__ = [  # noqa: F822, RUF100 - resolved by __getattr__
    "ComparisonError",
    "CostError",
    "DtimError",
    "Gaussian",
    "HypothesisError",
    "InputError",
    "Model",
    "PrecisionError",
    "Real",
    "Value",
    "find_claim",
    "judge",
    "midpoints",
    "open_sweep",
    "radii",
    "sweep",
    "verify",
]

if TYPE_CHECKING:
    from .arrays import midpoints, radii
    from .claims import judge
    from .errors import ComparisonError, CostError, DtimError, HypothesisError, InputError, PrecisionError
    from .gaussian import Gaussian
    from .ledger import find_claim, verify
    from .model import Model
    from .real import Real
    from .sweeps import open_sweep, sweep
    from .values import Value


def __getattr__(name: str) -> Any:
    if name in _HOME:
        return getattr(import_module(f".{_HOME[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*_HOME, *(name for name in globals() if name.startswith("__"))})
