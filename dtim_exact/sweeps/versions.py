"""The versions of the programs that computed a value, as they stand in result files and exports.

Key result: `versions`.
"""

from __future__ import annotations

__all__ = ["versions"]


def versions() -> str:
    """Such as `dtim-exact 0.1.0, python-flint 0.9.0, FLINT 3.6.0`."""
    import flint

    from .. import __version__

    return f"dtim-exact {__version__}, python-flint {flint.__version__}, FLINT {flint.__FLINT_VERSION__}"
