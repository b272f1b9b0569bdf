r"""Line breaks for long displayed formulas in the PDF: where TeX may break them, and how wide brackets keep out of the
way.

A formula is set as a paragraph of mathematics, so TeX itself chooses the breaks. It may break before relations and
before signs of sums, with a small penalty also between factors. TeX never breaks inside \left ... \right, so in a
formula that is too long for a line those pairs become brackets of a fixed size, which look the same and may be
broken.

Key results: `breakable`, `length`.
"""

from __future__ import annotations

import re

__all__ = ["breakable", "length"]

LONG = 64
"""Letters of a formula from which brackets are opened for breaks."""
_TOKEN = re.compile(
    r"\\(?:left|right)(?![a-z])\s*(?:\\[{}|]|\\[A-Za-z]+|.)|\\[Bb]ig[lr](?:\\[{}|]|.)|\\[A-Za-z]+|\\.|[{}]|[^\\{}]"
)
_RELATIONS = frozenset(
    ["=", "<", ">", r"\leq", r"\geq", r"\neq", r"\sim", r"\equiv", r"\in", r"\Leftrightarrow", r"\Rightarrow", r"\to"]
)
_SIGNS = frozenset(["+", "-", r"\pm", r"\times"])
_LOOSE = frozenset([r"\,", r"\hat", r"\sum", r"\prod", r"\frac", r"\left", r"\langle", r"\int"])
_ONE_ARGUMENT = frozenset(
    [r"\hat", r"\bar", r"\dot", r"\tilde", r"\sqrt", r"\mathrm", r"\mathbb", r"\mathcal", r"\mathfrak"]
)
_SILENT = re.compile(
    r"[{}^_\s]|\\[,; ]|\\(?:hat|bar|left|right|mathrm|mathbb|mathcal|mathfrak|operatorname|text|quad|frac)\b ?"
)
RELATION, SIGN, FACTOR = r"\penalty150 ", r"\penalty400 ", r"\penalty900 "


def breakable(latex: str) -> str:
    r"""The formula with penalties where a line may end.

    >>> print(breakable("a = b + c"))
    a \penalty150 = b \penalty400 + c
    """
    text = _opened(latex) if length(latex) > LONG else latex
    written, depth, inside = "", 0, 0
    before = ""
    for match in _TOKEN.finditer(text):
        token = match.group()
        if re.match(r"\\(?:left|right)(?![a-z])", token):
            inside += 1 if token.startswith(r"\left") else -1
        penalty = "" if depth or inside or not before.strip() or match.start() == 0 else _penalty(token, before)
        written += penalty + token
        depth += (token == "{") - (token == "}")
        before = token if token.strip() else before
    return written


def _penalty(token: str, before: str) -> str:
    """What stands before a token at the outermost level; nothing behind another sign or an accent."""
    if (
        before in _RELATIONS
        or re.match(r"\\[Bb]igl", before)
        or before in ("(", "[", ",", "^", "_")
        or before in _ONE_ARGUMENT
    ):
        return ""
    if token in _RELATIONS:
        return RELATION
    if token in _SIGNS:
        return "" if before in _SIGNS else SIGN
    return FACTOR if token in _LOOSE and before not in _SIGNS and before != "}" else ""


def length(latex: str) -> int:
    r"""About how many letters wide a formula is: a command counts as one letter, brackets and accents as none.

    >>> length(r"\hat S_{-} = \frac{a}{b}")
    5
    """
    return len(re.sub(r"\\[A-Za-z]+ ?", "x", _SILENT.sub("", latex)))


def _opened(latex: str) -> str:
    r"""Pairs \left( ... \right) with a long inside, as \Bigl( ... \Bigr), which TeX may break."""
    tokens = [match.group() for match in _TOKEN.finditer(latex)]
    open_at: list[int] = []
    for at, token in enumerate(tokens):
        if re.match(r"\\left(?![a-z])", token):
            open_at.append(at)
        elif re.match(r"\\right(?![a-z])", token) and open_at:
            start = open_at.pop()
            inner = "".join(tokens[start + 1 : at])
            if length(inner) > LONG // 3 and tokens[start][5:].strip() in ("(", "[", r"\{", "|", r"\|"):
                size = r"\Big" if re.search(r"\\(?:frac|sum|prod|int|binom)", inner) else r"\big"
                tokens[start], tokens[at] = f"{size}l{tokens[start][5:]}", f"{size}r{tokens[at][6:]}"
    return "".join(tokens)
