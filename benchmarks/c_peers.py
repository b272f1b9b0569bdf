"""The peers in C: compiled when they are needed, in a directory that vanishes afterwards.

Against an installed flint where its headers are found, else against the shared library that python-flint brings along.

Key results: `CPeers`.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Self

import flint
from flint import arb, fmpq

from dtim_exact import Gaussian

from .measure import Timed

SOURCE = Path(__file__).with_name("peers.c")


class CPeers:
    """The two sums of peers.c, while the context lasts; `reason` says why they are not there, or is empty."""

    def __init__(self) -> None:
        self._home = tempfile.TemporaryDirectory()
        self.reason = ""
        self.library = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._home.cleanup()

    @cached_property
    def program(self) -> Path | None:
        """The executable, or None with a reason."""
        compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
        if compiler is None:
            self.reason = "no C compiler"
            return None
        out = Path(self._home.name) / "peers"
        for name, flags in (("an installed flint", ["-DWITH_HEADERS", "-lflint", "-lm"]), *self._wheel()):
            built = subprocess.run([compiler, "-O2", "-o", out, SOURCE, *flags], capture_output=True, check=False)
            if not built.returncode:
                self.library = name
                return out
        self.reason = "neither flint's headers nor a shared flint beside python-flint"
        return None

    @staticmethod
    def _wheel() -> list[tuple[str, list[str]]]:
        """The flags for the library inside the wheel."""
        folder = Path(flint.__file__).parent.parent / "python_flint.libs"
        return [
            ("python-flint's own flint", [str(path), f"-Wl,-rpath,{folder}", "-Wl,--allow-shlib-undefined"])
            for path in sorted(folder.glob("libflint*.so*"))
        ]

    def sums(self, z: Gaussian, N: int, lam: fmpq, bits: int, repetitions: int = 5) -> dict[str, Timed]:
        """`loop` and `pfq_sum` with their medians of CPU time, and their values as balls; empty without a program."""
        if self.program is None:
            return {}
        numbers = [str(part) for x in (z.re, z.im, lam) for part in (x.p, x.q)]
        arguments = [str(self.program), str(N), str(bits), str(repetitions), *numbers]
        output = subprocess.run(arguments, capture_output=True, text=True, check=True).stdout
        rows = [line.split("\t") for line in output.splitlines()]
        return {name: Timed(float(seconds), arb(value)) for name, seconds, value in rows}
