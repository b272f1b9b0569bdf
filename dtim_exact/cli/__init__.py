"""The command line `dtim-exact`.

`app` holds the entry point and the exit statuses, `model_input` turns options and files into a model, `output` prints;
`observables`, `blockade`, `thermodynamic` and `ledger` hold one group of commands each. Heavy libraries are imported
inside the commands that use them, so that `--help` answers at once.
"""

from __future__ import annotations

from .app import main

__all__ = ["main"]
