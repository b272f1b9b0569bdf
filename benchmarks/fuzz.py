"""Fuzz one parser with atheris (libFuzzer for Python), guided by the branches that its inputs reach.

    pip install atheris
    nice -n 19 python benchmarks/fuzz.py number -max_total_time=180

The first argument names a harness of `tests/parser_harnesses.py`, all others are libFuzzer's. A finding is an
exception that is not the library's own, a broken round trip, or an input that takes longer than `-timeout`; libFuzzer
writes it to a file. The last lines say how many inputs were tried.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path


def main() -> None:
    import atheris

    atheris.enabled_hooks.add("str")  # let it see what comparisons of text ask for

    root = Path(__file__).resolve().parents[1]
    sys.path[:0] = [str(root), str(root / "tests")]
    with atheris.instrument_imports(include=["dtim_exact"]):
        from parser_harnesses import HARNESSES, SEEDS, bytes_of

    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in HARNESSES:
        sys.exit(f"usage: fuzz.py NAME [libFuzzer options], NAME one of {', '.join(HARNESSES)}")
    harness = HARNESSES[name]

    def one_input(data: bytes) -> None:
        harness(data.decode("utf-8", "surrogateescape"))

    corpus = Path(tempfile.mkdtemp())  # libFuzzer ends the process itself: nothing could clear it away behind it
    for number, seed in enumerate(SEEDS[name]):
        (corpus / str(number)).write_bytes(bytes_of(seed))
    options = ["-max_len=400", "-timeout=20", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *options, *sys.argv[2:], str(corpus)], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
