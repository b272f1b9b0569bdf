"""`python -m dtim_exact`: the same as the command `dtim-exact`."""

from __future__ import annotations

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
