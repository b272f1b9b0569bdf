r"""A formula in plain letters, such as `|h_j| = 2 |J_eff|` or `sqrt(I_n/I_N)`, in LaTeX; nothing is evaluated.

Key result: `formula`.
"""

from __future__ import annotations

import re

from .notation import PLAIN_NAMES

__all__ = ["formula"]

_TOKEN = re.compile(
    r"(?P<ket>\|up>|<up\||\|down>|<down\|)|(?P<half>\d+/\d+(?=i\b|[+-](?:\d+(?:/\d+)?)?i\b))|(?P<number>\d+(?:\.\d+)?(?:e[-+]?\d+)?)"
    r"|(?P<hat>S(?=_[-+]|\^[xyz]|_z(?! =))|B(?=_)|O\b)|(?P<form>I(?=_))|(?P<name>[A-Za-z]+(?:_(?:eff|th)(?![A-Za-z]))?)"
    r"|(?P<star>\*(?=[\s,;:.)|]|$))|(?P<sign>\+/-|<=|>=|->|:=|!=|>>|\.\.\.)|(?P<bra><(?=[^\s=]))"
    r"|(?P<close>(?<=\S)>)|(?P<blank> +)|(?P<other>.)"
)
_SIGNS = {
    "+/-": r"\pm ",
    "<=": r"\leq ",
    ">=": r"\geq ",
    "->": r"\to ",
    "!=": r"\neq ",
    ">>": r"\gg ",
    "~": r"\sim ",
    "\u2208": r"\in ",
    "*": r"\,",
    "{": r"\{",
    "}": r"\}",
    "...": r"\dots ",
    "%": r"\%",
}
_KETS = {
    "|up>": r"|{\uparrow}\rangle",
    "<up|": r"\langle{\uparrow}|",
    "|down>": r"|{\downarrow}\rangle",
    "<down|": r"\langle{\downarrow}|",
}
_GROUP = {"{": "}", "(": ")", "|": "|"}


def formula(text: str) -> str:
    r"""The formula in LaTeX.

    >>> print(formula("|sigma_j^- sqrt(I_n/N)|^2 <= 2^{N+3}"))
    |\hat\sigma_{j}^{-} \sqrt{\mathcal I_{n}/N}|^{2} \leq 2^{N+3}
    """
    written, at, levels = "", 0, ""
    while at < len(text):
        if text[at] in "_^":
            written += "{}" if text[at] in levels else ""  # (x^dagger)^k is written x^dagger^k
            levels += text[at]
            inside, at = _script(text, at + 1)
            written += inside
            continue
        levels = ""
        match = _TOKEN.match(text, at)
        assert match is not None
        if match.group() == "sqrt" and text[match.end() : match.end() + 1] == "(":
            inside, at = _bracket(text, match.end())
            latex = rf"\sqrt{{{formula(inside)}}}"
        elif match.group() == "binom" and text[match.end() : match.end() + 1] == "(":
            inside, at = _bracket(text, match.end())
            above, _, below = inside.partition(",")
            latex = rf"\binom{{{formula(above)}}}{{{formula(below.strip())}}}"
        else:
            latex, at = _one(match), match.end()
        written += (" " if re.search(r"\\[A-Za-z]+$", written) and latex[:1].isalpha() else "") + latex
    return re.sub(r" +", " ", written).strip()


def _script(text: str, at: int) -> tuple[str, int]:
    """The index or exponent that starts at `at`, with its sign in front, and where it ends."""
    level = text[at - 1]
    match = re.compile(r"[A-Za-z]+|-?\d+|[-+*]|.").match(text, at)
    if match is None:
        return "", at
    token = match.group()
    if token in _GROUP:
        inside, end = _bracket(text, at)
        return f"{level}{{{f'|{formula(inside)}|' if token == '|' else formula(inside)}}}", end
    if token == "dagger":
        return rf"{level}{{\dagger}}", match.end()
    if token.isalpha() and len(token) > 2 and token not in PLAIN_NAMES:
        return rf"{level}{{\mathrm{{{token}}}}}", match.end()
    return f"{level}{{{PLAIN_NAMES.get(token, token)}}}", match.end()


def _bracket(text: str, at: int) -> tuple[str, int]:
    """What stands in the bracket that opens at `at`, and where the text goes on behind it."""
    opening, closing = text[at], _GROUP[text[at]]
    depth = 1
    for end in range(at + 1, len(text)):
        if text[end] == closing:
            depth -= 1
        elif text[end] == opening:
            depth += 1
        if not depth:
            return text[at + 1 : end], end + 1
    return text[at + 1 :], len(text)


def _one(match: re.Match[str]) -> str:
    """One token."""
    token = match.group()
    match match.lastgroup:
        case "name":
            return PLAIN_NAMES.get(token, token)
        case "ket":
            return _KETS[token]
        case "half":
            return r"\tfrac{{{}}}{{{}}}".format(*token.split("/"))
        case "number":
            mantissa, _, exponent = token.partition("e")
            return rf"{mantissa} \times 10^{{{exponent}}}" if exponent else mantissa
        case "hat":
            return rf"\hat {token}"
        case "form":
            return r"\mathcal I"
        case "star":
            return "^*"
        case "bra":
            return r"\langle "
        case "close":
            return r"\rangle "
    return _SIGNS.get(token, token)
