r"""How formulas are laid out for pasting: one a line, in an `align*`, or as a document that compiles.

Key results: `LAYOUTS`, `laid_out`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .linebreaks import in_lines
from .prose import in_text

__all__ = ["LAYOUTS", "laid_out"]

LAYOUTS = ("commented", "plain", "align", "standalone")
_PREAMBLE = r"""\documentclass{article}
\usepackage{amsmath,amssymb}
\usepackage[margin=2.5cm]{geometry}
\begin{document}
"""

Part = tuple[str, Sequence[str]]
"""What the formulas are (printed, corrected, instance; given for words), and the formulas."""


def laid_out(name: str, parts: Sequence[Part], layout: str = "commented", says: str = "") -> str:
    r"""The formulas of one claim or instance as text.

    >>> print(laid_out("S22", [("printed", ["a = b"]), ("given", ["uniform fields"])]))
    % (S22) printed:
    a = b
    % (S22) given: uniform fields
    """
    if layout == "standalone":
        heading = f"\\section*{{{_label(name)}}}\n" + (f"{in_text(says)}\n" if says else "")
        body = "\n".join(_paragraph(name, what, formulas) for what, formulas in parts if formulas)
        return f"{_PREAMBLE}{heading}{body}\n\\end{{document}}"
    lines = []
    for what, formulas in parts:
        if what == "given":
            lines += [f"% ({name}) given: {one}" for one in formulas if layout != "plain"]
        elif formulas and layout == "plain":
            lines += formulas
        elif formulas:
            lines.append(f"% ({name}) {what}:")
            lines += formulas if layout == "commented" else [_align(name, what, formulas)]
    return "\n".join(lines)


def _paragraph(name: str, what: str, formulas: Sequence[str]) -> str:
    if what == "given":
        return f"Given: {'; '.join(map(in_text, formulas))}."
    return f"{what.capitalize()}:\n{_align(name, what, formulas)}"


def _align(name: str, what: str, formulas: Sequence[str]) -> str:
    """All formulas in one environment; the number stands beside the first, with a prime if it is the corrected one."""
    rows = [in_lines(one) for one in formulas]
    prime = r"$^{\prime}$" if what == "corrected" else ""
    tag = rf" \tag{{{name}{prime}}}" if _numbered(name) else ""
    first, *others = [line for row in rows for line in row]
    return "\\begin{align*}\n" + " \\\\\n".join([first + tag, *others]) + "\n\\end{align*}"


def _numbered(name: str) -> bool:
    return re.fullmatch(r"[SD]?\d+", name) is not None


def _label(name: str) -> str:
    return f"({name})" if _numbered(name) else name
