"""The command line `dtim-exact`.

`app` holds the entry point and the exit statuses, `model_input` turns options and files into a model, `output` prints;
`observables`, `blockade`, `thermodynamic` and `ledger` hold one group of commands each. Heavy libraries are imported
inside the commands that use them, so that `--help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """`app.main`; Ctrl-C during the first imports is one line, too."""
    try:
        from . import app
    except KeyboardInterrupt:
        print("dtim-exact: interrupted", file=sys.stderr)  # noqa: T201
        return 130
    return app.main(arguments)
