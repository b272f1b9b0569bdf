r"""Long formulas on several lines, broken where a physicist would: at relations, then at signs, then between factors.

The width of a formula is estimated from its letters, in em of the text around it; a line of a journal's column has
about 25, one of a book's page about 38. Nothing is broken inside of brackets, fractions or sums.

Key results: `broken` (a formula, in `aligned` if it is too wide), `in_lines`, `width`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["broken", "in_lines", "width"]

_TOKEN = re.compile(r"\\[A-Za-z]+\s*|\\.|[{}_^]|\s+|.")
_WIDTHS = {r"\quad": 1.0, r"\qquad": 2.0, r"\,": 0.17, "\\ ": 0.33, r"\sum": 1.45, r"\prod": 1.3, r"\operatorname": 0.2}
_NO_WIDTH = frozenset([r"\hat", r"\bar", r"\tilde", r"\dot", r"\left", r"\right", r"\mathrm", r"\mathcal", r"\mathbb"])
_NO_WIDTH |= frozenset([r"\mathfrak", r"\text", r"\Big", r"\limits", r"\!"])
_RELATIONS = frozenset(["=", "<", ">", r"\leq", r"\geq", r"\neq", r"\equiv", r"\sim", r"\propto", r"\in", r"\to"])
_ARROWS = frozenset([r"\Leftrightarrow", r"\Rightarrow", r"\approx"])
_SIGNS = frozenset("+-")
_OPENING = frozenset(["{", "(", "[", r"\{", r"\langle"])
_CLOSING = frozenset(["}", ")", "]", r"\}", r"\rangle"])
_FACTORS = frozenset([r"\sum", r"\prod", r"\operatorname", r"\langle", r"\left"])
_WORDS = frozenset([r"\log", r"\exp", r"\dim", r"\ker", r"\lim"])


def broken(latex: str, limit: float = 38.0) -> str:
    r"""The formula as it is if it fits on a line, else its lines in an `aligned` environment.

    >>> print(broken("a = b + c", limit=4))
    \begin{aligned}
    a &= b \\
    &\quad + c
    \end{aligned}
    """
    lines = in_lines(latex, limit)
    if len(lines) == 1 or width(latex) <= limit:
        return latex
    body = " \\\\\n".join(lines)
    return f"\\begin{{aligned}}\n{body}\n\\end{{aligned}}"


def in_lines(latex: str, limit: float = 38.0) -> list[str]:
    r"""The lines of the formula for an `align` environment, each with its `&`; one line if it fits.

    >>> in_lines("a = b")
    ['a &= b']
    """
    if width(latex) <= limit:
        left, *rest = _split(latex, _RELATIONS | _ARROWS)
        return [f"{left}&{''.join(rest)}" if rest else f"&{left}"]
    return [line for part in _listed(latex, limit) for line in _lines(part, limit)]


def _listed(latex: str, limit: float) -> Iterator[str]:
    """The formulas of a list, as many on a line as fit."""
    gathered = ""
    for part in _split(latex, frozenset([r"\quad", r"\qquad"])):
        part = part.strip() if gathered else part
        if gathered and width(gathered) + width(part) > limit:
            yield gathered
            gathered = re.sub(r"^\\q?quad\s*", "", part)
        else:
            gathered += part
    yield gathered


def _lines(latex: str, limit: float) -> list[str]:
    """The lines with their `&`: a new one for each relation but the first, then as few as the width asks for."""
    left, *sides = _split(latex, _RELATIONS | _ARROWS)
    if not sides:
        left, sides = "", [left]
    room = limit - min(width(left), limit / 2)
    lines: list[str] = []
    for side in sides:
        first, *rest = _filled(side, room, limit)
        lines.append(f"{left if not lines else ''}&{first}" if left or lines else f"&{first}")
        lines += [rf"&\quad {line}" for line in rest]
    if left and width(left) > limit / 2:  # a long left side stands alone
        lines[0:1] = [f"&{left}", rf"&\quad {lines[0].partition('&')[2]}"]
    return lines


def _filled(side: str, first_room: float, limit: float) -> list[str]:
    """Terms gathered on lines; a term that is too long itself is broken between its factors."""
    lines: list[str] = []
    for term in _split(side, _SIGNS):
        room = first_room if len(lines) <= 1 else limit - 2
        if lines and width(lines[-1]) + width(term) <= room:
            lines[-1] += term
        else:
            lines += _factors(term, first_room if not lines else limit - 2)
    return lines


def _factors(term: str, room: float) -> list[str]:
    if width(term) <= room:
        return [term]
    lines: list[str] = []
    for part in _split(term, _FACTORS):
        if lines and width(lines[-1]) + width(part) <= room:
            lines[-1] += part
        elif lines and not re.search(r"[=+\-(]\s*$", lines[-1]):
            lines[-1] = re.sub(r"(?:\\,|\s)+$", "", lines[-1])
            lines.append(rf"\times {part}")
        elif lines:
            lines[-1] += part
        else:
            lines = [part]
    return lines


def _split(latex: str, at: frozenset[str]) -> list[str]:
    """Cut in front of each of these signs that stands outside of all brackets and is not the first of a side."""
    parts, depth, bars, script, previous = [""], 0, False, False, ""
    for token in _TOKEN.findall(latex):
        name = token.strip()
        if name in at and not depth and not bars and not script and _between(name, previous, parts):
            parts.append("")
        parts[-1] += token
        if name == "|" and previous not in (r"\left", r"\right"):
            bars = not bars
        elif name == r"\rangle" and bars and not depth:  # the end of a ket
            bars = False
        else:
            delimiter = {r"\left": 1, r"\right": -1}.get(previous, 0) if name == "|" else 0
            depth += delimiter + (name in _OPENING) - (name in _CLOSING)
        script = name in ("_", "^")
        previous = name or previous
    return parts


def _between(name: str, previous: str, parts: list[str]) -> bool:
    """Whether the sign stands between two parts: not a sign of its own, not after another one."""
    if name in _SIGNS:
        return (
            bool(previous)
            and previous not in _RELATIONS | _SIGNS | _ARROWS
            and previous not in (",", r"\cdot", r"\quad")
        )
    return bool(parts[-1].strip()) and not (name == r"\left" and previous in (r"\sum", r"\prod"))


def width(latex: str) -> float:
    r"""About how wide the formula is, in em.

    >>> width("a") < width("a + b") < width(r"\frac{a + b + c}{d}")
    True
    """
    return sum(_widths(_groups(_TOKEN.findall(latex))))


def _groups(tokens: list[str]) -> list[object]:
    """Tokens with what stands in braces as one list."""
    stack: list[list[object]] = [[]]
    for token in tokens:
        if token == "{":
            stack.append([])
        elif token == "}" and len(stack) > 1:
            inside = stack.pop()
            stack[-1].append(inside)
        elif token.strip():
            stack[-1].append(token.strip())
    return stack[0]


def _widths(tokens: list[object]) -> Iterator[float]:
    at = 0
    while at < len(tokens):
        token, at = tokens[at], at + 1
        if token in (r"\frac", r"\binom", r"\tfrac") and at + 1 < len(tokens):
            both = max(_of(tokens[at]), _of(tokens[at + 1]))
            yield (0.7 if token == r"\tfrac" else 1.0) * both + 0.25
            at += 2
        elif token in ("_", "^") and at < len(tokens):
            scripts, at = [_of(tokens[at])], at + 1
            while at + 1 < len(tokens) and tokens[at] in ("_", "^"):
                scripts.append(_of(tokens[at + 1]))
                at += 2
            yield 0.7 * max(scripts)
        else:
            yield _of(token)


def _of(token: object) -> float:
    if isinstance(token, list):
        return sum(_widths(token))
    name = str(token)
    if name in _NO_WIDTH:
        return 0.0
    if name in _RELATIONS or name in _ARROWS:
        return 1.3
    if name in _SIGNS:
        return 1.1
    if name in _WORDS:
        return 1.4
    return _WIDTHS.get(name, 0.38 if name in tuple("()[]|,.;:'") else 0.55)
