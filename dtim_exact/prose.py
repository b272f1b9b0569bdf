r"""Words with formulas in them, in LaTeX: hypotheses, notes and counterexamples are written in plain letters.

A claim says `gamma > 0, J_eff and h not zero`; a page shows $\gamma > 0$, $J_{\mathrm{eff}}$ and $h$ not zero. Words
that hold nothing but known names, numbers and signs are mathematics, everything else is text. Nothing is evaluated and
nothing is left out: what is not known stays text.

Key results: `pieces` (text and mathematics by turns), `in_text` (for running text), `in_math` (for a display), `quoted`
(the paper's own words).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from .notation import PLAIN_NAMES
from .plain_math import formula

__all__ = ["in_math", "in_text", "modern_roman", "pieces", "quoted"]

_REFERENCE = re.compile(r"[(\[]?S\d+[a-c]?[)\]]*|\d[a-c]|\(S?\d+\)(?:-\(S?\d+\))?")
_SIGN = re.compile(r"[=<>+\-*/:!~|\u2208]+|->|\+/-")
_BREAK = re.compile(r"(\s+|(?<=[A-Za-z])(?<![A-Za-z]{2})(?=-(?:th|independent)\b))")  # `k-th`: a letter and a word
_OLD_ROMAN = re.compile(r"\{\\rm(\s+[^{}]*)\}")
_UNKNOWN = re.compile(r"[^\w\s=<>+\-*/^(){}\[\]|!.,';:~\u2208]")
_ALSO_WORDS = frozenset(["a", "A", "I"])
_FUNCTIONS = frozenset(["log", "Re", "Im", "sqrt", "sum", "exp", "tr"])
_ESCAPES = {c: "\\" + c for c in "%&#$_{}"} | {"^": r"\^{}", "~": r"\~{}", "\\": r"\textbackslash{}"}
_ESCAPES |= {"<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}"}


def pieces(text: str) -> tuple[tuple[str, str], ...]:
    r"""The text as pairs of a kind, `text` or `math`, and a piece: plain text, or LaTeX for math mode.

    >>> pieces("gamma > 0 at every site, see (S14)")
    (('math', '\\gamma > 0'), ('text', ' at every site, see (S14)'))
    """
    found: list[tuple[str, str]] = []
    for is_math, group in groupby(_marked(text), key=lambda chunk: chunk[1]):
        run = "".join(chunk for chunk, _ in group)
        found += _cut(run) if is_math else [("text", run)]
    return tuple(_joined(found))


def in_text(text: str) -> str:
    r"""The text for LaTeX's text mode.

    >>> print(in_text("N >= 2, J_eff and h_j not zero"))
    $N \geq 2$, $J_{\mathrm{eff}}$ and $h_{j}$ not zero
    """
    return "".join(f"${piece}$" if kind == "math" else _escaped(piece) for kind, piece in pieces(text))


def in_math(text: str) -> str:
    r"""The text for LaTeX's math mode.

    >>> print(in_math("uniform fields, h not zero"))
    \text{uniform fields, }h\text{ not zero}
    """
    return "".join(piece if kind == "math" else rf"\text{{{_escaped(piece)}}}" for kind, piece in pieces(text))


def quoted(text: str) -> tuple[tuple[str, str], ...]:
    r"""The same pairs for a sentence of the paper, whose formulas stand in LaTeX between dollar signs.

    >>> quoted(r"set $h^y = 0$ here")
    (('text', 'set '), ('math', 'h^y = 0'), ('text', ' here'))
    """
    parts = enumerate(text.split("$"))
    return tuple(("math", modern_roman(part)) if at % 2 else ("text", part) for at, part in parts if part)


def modern_roman(latex: str) -> str:
    """Roman letters as amsmath and the converters to MathML know them."""
    return _OLD_ROMAN.sub(lambda found: rf"{{\mathrm{{{found[1].strip()}}}}}", latex)


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(letter, letter) for letter in text)


def _marked(text: str) -> Iterator[tuple[str, bool]]:
    """Words and the blanks between them, each with whether it belongs to a formula."""
    chunks = _BREAK.split(re.sub(r"\[(\w+) in (\w+)\]", "[\\1 \u2208 \\2]", text))
    words = chunks[::2]
    sure = _decided(words)
    run = ""
    for at, word in enumerate(words):
        run = run + word if sure[at] else ""
        yield word, sure[at]
        if at + 1 < len(words):
            stops = word[-1:] in (",", ";", ":", ".") and _open(run) <= 0
            condition = _open(words[at + 1]) > 0 and words[at + 1][0] == "(" and words[at + 2 : at + 3] == ["="]
            goes_on = sure[at] and sure[at + 1] and not stops and not condition
            run = run if goes_on else ""
            yield chunks[2 * at + 1], goes_on


def _decided(words: list[str]) -> list[bool]:
    """Whether each word is mathematics: by itself, or by what stands beside it."""
    sure = [_is_math(word) for word in words]
    for at, word in enumerate(words):
        after, behind = (words[at + 1], sure[at + 1]) if at + 1 < len(words) else ("", False)
        before = words[at - 1] if at else ""
        bare = word.strip("(,;:.")
        if bare in _ALSO_WORDS:  # a = 1, (a O), a, b
            listed = word[-1] == "," or before.endswith(":") or _open(word + after) == 0 < _open(word)
            sure[at] = bool(_SIGN.fullmatch(before) or _SIGN.fullmatch(after)) or (behind and listed)
        elif bare in _FUNCTIONS:
            sure[at] = behind
    for at, word in enumerate(words):  # a sign belongs to what stands on both its sides
        after = words[at + 1] if at + 1 < len(words) else ""
        between = at > 0 and sure[at - 1] and at + 1 < len(words) and sure[at + 1]
        if _SIGN.fullmatch(word) and word != ":":
            sure[at] = bool(between) or word == "~"
        elif word == "to":
            sure[at] = at > 0 and sure[at - 1] and after.rstrip(",.;:") in ("0", "0+", "infinity")
        elif word.rstrip(",;") == "...":
            sure[at] = at > 0 and sure[at - 1]
    return sure


def _is_math(word: str) -> bool:
    """Whether the word holds known names, numbers and signs only, and at least one name or number."""
    bare = word.rstrip(".,;:")
    inner = bare.strip("()")
    if _REFERENCE.fullmatch(bare) or inner in _ALSO_WORDS or inner in _FUNCTIONS or not re.search(r"[A-Za-z0-9]", bare):
        return False
    if _UNKNOWN.search(bare):
        return False
    rest = re.sub(r"\|up>|<up\||\|down>|<down\||_(?:eff|th)|[_^](?:dagger|[A-Za-z]+)|\d+(?:\.\d+)?e[-+]?\d+", " ", bare)
    return all(len(name) == 1 or name in PLAIN_NAMES for name in re.findall(r"[A-Za-z]+", rest))


def _open(text: str) -> int:
    return sum(text.count(c) for c in "([{") - sum(text.count(c) for c in ")]}")


def _cut(run: str) -> Iterator[tuple[str, str]]:
    """A run of mathematics without the brackets and stops that belong to the sentence around it."""
    head, tail = "", ""
    while run[:1] == "(" and run.count("(") > run.count(")"):
        head, run = head + run[0], run[1:]
    while (run[-1:] in tuple(",;:.") and not run.endswith("...")) or (
        run[-1:] == ")" and run.count(")") > run.count("(")
    ):
        run, tail = run[:-1], run[-1] + tail
    yield "text", head
    yield "math", formula(run)
    yield "text", tail


def _joined(found: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Neighbouring pieces of text as one; empty pieces are dropped."""
    for kind, group in groupby((piece for piece in found if piece[1]), key=lambda piece: piece[0]):
        if kind == "text":
            yield kind, "".join(piece for _, piece in group)
        else:
            yield from group
