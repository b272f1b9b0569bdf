"""Foreign text meets every parser: only the library's own errors come out, soon, and what was read means the same.

Text comes from a grammar of each language, from such text with pieces exchanged, dropped and doubled, and from any
letters at all. `benchmarks/fuzz.py` feeds the same harnesses from a fuzzer that is guided by coverage; what it found
stands here as `FOUND`.
"""

from __future__ import annotations

import json
import time

import pytest
from draws import SIGNED
from hypothesis import given, settings
from hypothesis import strategies as st
from parser_harnesses import HARNESSES, SEEDS, refusing, run

from dtim_exact import InputError, Real, Value
from dtim_exact.sweeps.axes import read_axis

SECONDS = 20  # of CPU, for one input: a hang, not a slow machine
HOSTILE = (
    "__import__('os')",
    "().__class__",
    "\x00",
    "\u0663",
    "\u202e",
    "9" * 5000,
    "1e999999",
    "1e-9999999999",
    "nan",
)
NUMBERS = SIGNED | st.sampled_from(
    ["1e-1000", "0.1", ".5", "5.", "1/3-2/5i", "-i", "1+2j", "2*I", "\N{MINUS SIGN}3", "1/0"]
)


def check(name: str, text: str) -> bool:
    start = time.process_time()
    taken = HARNESSES[name](text)
    assert time.process_time() - start < SECONDS
    return taken


@st.composite
def mutated(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    """Text of a grammar, at times with a piece cut out, doubled, replaced, or spliced with another text."""
    text = draw(texts)
    for _ in range(draw(st.sampled_from([0, 1, 1, 2, 3]))):
        a, b = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        piece = draw(st.sampled_from(["", text[a:b] * 2, *HOSTILE]) | texts | st.text(max_size=3))
        text = text[:a] + piece + text[b:]
    return text


def joined(separator: str, words: st.SearchStrategy[str], most: int = 6) -> st.SearchStrategy[str]:
    return st.lists(words, min_size=1, max_size=most).map(separator.join)


TOKENS = st.builds("{}{}".format, st.sampled_from("XYZ+-xQ1"), st.integers(0, 6) | st.just(10**19))
OBSERVABLES = joined(" ", TOKENS) | st.sampled_from(["density", "polarization"])
SITES = joined(",", st.integers(-1, 6).map(str), 3)
KINDS = st.sampled_from(["moment", "purity", "entropy", "width", "left", "estimate", "limit", "Limit", ""])
ASKED = OBSERVABLES | st.builds("{}:{}".format, KINDS, SITES | st.sampled_from(["m", "bistable", "maxwell", "x"]))
RANGES = joined(":", NUMBERS | st.sampled_from(["lin", "log", "2", "5", "20"]), 4)
AXES = st.builds("{}={}".format, st.sampled_from(["hz", "hx", "hy", "gamma", "N", "epsilon", "resonance", "J", "x"]),
                 joined(",", RANGES, 3) | joined(";", joined(",", NUMBERS, 3), 3))  # fmt: skip
BALLS = st.builds("[{}*2^{} +/- {}*2^{}]".format, *[st.integers(-(10**6), 10**6)] * 4)
SMALL_BALLS = st.builds("[{}*2^{} +/- {}*2^{}]".format, *[st.integers(-99, 99)] * 2, *[st.integers(0, 99)] * 2)
PARTS = SMALL_BALLS | BALLS | NUMBERS
TEXTS = PARTS | st.builds("({}, {})".format, PARTS, PARTS)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | NUMBERS | st.text(max_size=4)
KEYS = st.sampled_from(["re", "im", "exact", "mid", "rad", "symbol"])
DATA = st.recursive(LEAVES, lambda x: st.lists(x, max_size=3) | st.dictionaries(KEYS, x, max_size=3), max_leaves=8)
REALS = st.fixed_dictionaries({"exact": LEAVES}) | st.fixed_dictionaries({"mid": NUMBERS, "rad": LEAVES})
JSONS = (DATA | REALS | st.fixed_dictionaries({"re": REALS, "im": REALS})).map(json.dumps)
PARAMETERS = ["N", "J", "hx", "hy", "hz", "gamma", "Gamma", "resonance", "epsilon"]
VALUES = NUMBERS | LEAVES | st.lists(NUMBERS, max_size=4) | st.integers(1, 4)
MODELS = st.dictionaries(st.sampled_from([*PARAMETERS, "model", "n"]), VALUES, max_size=7).map(
    lambda d: {"N": 3, "J": 1, "hx": "4", **d}
)
TOML = MODELS.map(lambda d: "\n".join(f"{key} = {json.dumps(value)}" for key, value in d.items()))
FLAGS = st.sampled_from([f"--{name}" for name in (*PARAMETERS, "n", "digits", "json", "quiet", "definition", "help")])
SHORT_NUMBERS = st.sampled_from(
    ["0", "1", "-1", "1/3", "2", "3", "1e-9", "0.1", "1+i", "1,2", "1,2,3", "x", "", "@", "--"]
)
ANSWERS = [seed for seed in SEEDS["command"] if not seed.startswith(("where", "latex", "sweep"))]
VECTORS = st.builds(
    lambda seed, more: "\n".join([seed, *more]),
    st.sampled_from(ANSWERS),
    st.lists(FLAGS | SHORT_NUMBERS | TOKENS, max_size=4),
)

GRAMMARS = {
    "number": joined("", NUMBERS, 2), "observable": OBSERVABLES, "asked": ASKED, "axis": AXES,
    "grid": joined("\n", AXES, 3), "text": TEXTS, "json": JSONS, "model": MODELS.map(json.dumps) | TOML,
}  # fmt: skip


@pytest.mark.parametrize("name", GRAMMARS)
def test_only_own_errors_come_out(name: str) -> None:
    taken = []

    @given(mutated(GRAMMARS[name]) | GRAMMARS[name] | st.text(max_size=12))
    @settings(max_examples=100)
    def meets(text: str) -> None:
        taken.append(check(name, text))

    meets()
    assert any(taken), "nothing was taken: the grammar does not fit"
    assert not all(taken), "nothing was refused: the mutations do not bite"


@given(mutated(VECTORS) | VECTORS)
@settings(max_examples=60)
def test_command_lines(text: str) -> None:
    check("command", text)


@pytest.mark.parametrize("name", HARNESSES)
def test_every_harness_takes_its_seeds(name: str) -> None:
    seeds = SEEDS[name][:5]
    assert sum(check(name, seed) for seed in seeds) >= len(seeds) - 1


def test_other_errors_come_through() -> None:
    def broken(text: str) -> None:
        raise InputError(text, "another one") if text else KeyError(text)

    assert not refusing(broken)("x")
    with pytest.raises(KeyError):
        refusing(broken)("")


@pytest.mark.parametrize(
    "arguments",
    [
        ["expect", "--N", "9" * 30, "--J", "1", "--hx", "4", "X1"],
        ["expect", "--N", str(10**18), "--J", "1", "--hx", "4", "--hz", "1/3", "X1"],
        ["expect", "--N", "100000", "--J", "1", "--hx", "1e-999999", "--hz", "1/3", "X1"],
        ["expect", "--N", "3", "--J", "1e999999", "--hx", "1", "--digits", "9999999", "X1"],
        ["width", "--N", str(10**15), "--J", "1", "--hx", "4", "--n", str(10**14)],
        ["width", "--N", "3", "--J", "1", "--hx", "1e-999999", "--n", "2", "--digits", "5"],
    ],
)
def test_what_is_too_large_is_refused_soon(arguments: list[str]) -> None:
    start = time.process_time()
    assert run(arguments) in (0, 2)
    assert time.process_time() - start < SECONDS


FOUND = [
    ("json", "7"),  # once a TypeError
    ("json", "null"),
    ("text", f"([3*2^-4 +/- 1*2^-{'2' * 99}], 0)"),  # once an OverflowError when it was printed
    ("axis", "gamma=log:2:5:5000"),  # once 5 s, and 26 s with 10000
    ("axis", "gamma=log:1:1e300000:9"),
]


@pytest.mark.parametrize(("name", "text"), FOUND, ids=lambda x: x[:30])
def test_found_by_fuzzing(name: str, text: str) -> None:
    start = time.process_time()
    HARNESSES[name](text)
    assert time.process_time() - start < 2


@pytest.mark.parametrize("data", [7, None, True, "re", ["re", "im"], [["re", 1], ["im", 2]]])
def test_json_that_is_no_table(data: object) -> None:
    for kind in (Value, Real):
        with pytest.raises(InputError):
            kind.from_json(data)


def test_a_midpoint_without_end_is_cut() -> None:
    """A radius far below its midpoint: as many digits as anyone prints, and the radius as printed covers the rest."""
    x = Real.from_text("[3*2^-4 +/- 1*2^-2222222222222222222]")
    mid, rad = x.decimal()
    assert mid.startswith("0.1875000")
    assert len(mid) < 3 * 10**6
    assert int(rad.partition("e")[2]) < -(10**6)


def test_an_axis_of_endless_numbers_is_refused() -> None:
    for text in ("log:1:1e1000000:1", "lin:0:1e-999999:10000000", "0:1e1000000:1e999994"):
        with pytest.raises(InputError, match="bits"):
            read_axis("gamma", text)
