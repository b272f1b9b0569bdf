r"""LaTeX to MathML: latex2mathml reads, and what browsers with MathML Core need is put right here.

MathML Core knows no `mathvariant` but `normal`: blackboard, script and Fraktur letters become letters of their own.
Names of functions and indices of several letters become one upright word, and brackets, colons and semicolons become
operators.

Key result: `mathml` (an element as text).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from html import unescape
from xml.etree import ElementTree as ET

__all__ = ["mathml"]

_VARIANTS = {"double-struck": "DOUBLE-STRUCK", "script": "SCRIPT", "fraktur": "FRAKTUR"}
_BRACKETS = {"\u27e8": "prefix", "\u27e9": "postfix"}
_SEPARATORS = frozenset(";:,!\u2a3f")
_LIMITS = frozenset(["lim"])
_ACCENTS = {"^": "\u02c6", "\u02d9": "\u02d9", "\u00af": "\u00af", "~": "\u02dc"}
_FUNCTIONS = frozenset(["log", "exp", "dim", "ker", "diag", "tr", "Re", "Im", "Prob", "span"])
_SPACING = {"|": "0.06em", ".": "0", "\u2191": "0", "\u2193": "0", "/": "0.05em", "\u2216": "0.2em", "\u29f5": "0.2em"}
_BAR = "\u00af"
_NAMED = {r"\|": "\u2016", r"\Vert": "\u2016"}
_SIGNS = frozenset("+-\u2212\u00b1")
_CLOSING = frozenset(")]}|\u27e9!\u2016")


@cache
def mathml(latex: str, display: str = "block") -> str:
    r"""The formula as a <math> element.

    >>> print(mathml(r"J_{\rm eff}", "inline"))
    <math display="inline"><msub><mi>J</mi><mi>eff</mi></msub></math>
    """
    from latex2mathml.converter import convert_to_element

    element = convert_to_element(_plain(latex), display=display)
    element.attrib = {"display": display}
    _mend(element)
    return ET.tostring(element, encoding="unicode")


def _plain(latex: str) -> str:
    r"""The same without the old \rm, whose end the reader overlooks."""
    return re.sub(r"\{\\rm\s+(\w+)\}", r"{\\mathrm{\1}}", latex)


def _mend(element: ET.Element) -> None:
    for child in element:
        _mend(child)
    _join_letters(element)
    _unwrap(element)
    text = _NAMED.get(element.text or "", unescape(element.text or ""))
    element.text = text or None
    variant = element.attrib.pop("mathvariant", None) if element.tag == "mi" else None
    if variant in _VARIANTS:
        element.text = "".join(_letter(c, _VARIANTS[variant]) for c in text)
    elif variant == "normal" and len(text) == 1:
        element.set("mathvariant", "normal")
    if element.tag == "mi" and (text in _BRACKETS or text in _SEPARATORS):
        element.tag = "mo"
        if text in _BRACKETS:
            element.attrib = {"form": _BRACKETS[text], "stretchy": "false"}
    elif element.tag == "mi" and len(text) == 1 and unicodedata.category(text) == "Sm" and text not in "\u221e\u2202":
        element.tag = "mo"
    elif text in _FUNCTIONS or (element.tag == "mo" and len(text) > 1 and text.isalpha()):
        element.tag, element.attrib = "mo", {"lspace": "0.12em", "rspace": "0.14em"}
    elif text in _SPACING and element.tag in ("mo", "mi") and not element.get("fence"):
        element.tag = "mo"
        element.attrib.update(lspace=_SPACING[text], rspace=_SPACING[text], stretchy="false")
    elif element.tag == "mo" and text in _ACCENTS:
        element.text, element.attrib = _ACCENTS[text], {"stretchy": "false"}
    elif element.tag == "mo" and text == "*":
        element.text = "\u2217"
    elif element.tag == "mi" and len(text) == 1 and "\u0391" <= text <= "\u03a9":
        element.set("mathvariant", "normal")  # as in LaTeX
    if element.tag == "msub" and element[0].text in _LIMITS:
        element.tag = "munder"
    if element.tag == "mover":  # a bar keeps the distance of what is no accent: on a capital it would touch
        element.attrib = {"accent": "true"} if element[1].text in _ACCENTS.values() and element[1].text != _BAR else {}
    _mend_signs(element)


def _mend_signs(row: ET.Element) -> None:
    """A sign behind another operator or a space belongs to what follows."""
    before: ET.Element | None = None
    for child in row:
        if child.tag == "mo" and child.text in _SIGNS and row.tag in ("mrow", "math", "mstyle"):
            opens = before is None or before.tag == "mspace"
            if opens or (before is not None and before.tag == "mo" and before.text not in _CLOSING):
                child.set("form", "prefix")
        before = child


def _letter(letter: str, style: str) -> str:
    """The letter in blackboard, script or Fraktur, as a character."""
    case = "CAPITAL" if letter.isupper() else "SMALL"
    for name in (f"MATHEMATICAL {style} {case} {letter.upper()}", f"{_OLD.get(style, style)} {case} {letter.upper()}"):
        try:
            return unicodedata.lookup(name)
        except KeyError:
            continue
    return letter


_OLD = {"FRAKTUR": "BLACK-LETTER"}


def _join_letters(element: ET.Element) -> None:
    """Runs of upright letters as one word."""
    kept: list[ET.Element] = []
    for child in element:
        if child.tag == "mo" and child.text in ("=", "&#x0003D;") and kept and kept[-1].text == ":":
            kept[-1].tag, kept[-1].text = "mo", "\u2254"
            continue
        upright = child.tag == "mi" and child.get("mathvariant") == "normal" and (child.text or "").isalpha()
        before = kept[-1] if kept else None
        if upright and before is not None and before.get("class") == "word":
            before.text = (before.text or "") + (child.text or "")
            continue
        if upright and (child.text or "").isascii():
            child.set("class", "word")
        kept.append(child)
    for child in kept:
        if child.attrib.pop("class", None) and len(child.text or "") > 1:
            child.attrib.pop("mathvariant", None)
    element[:] = kept


def _unwrap(element: ET.Element) -> None:
    """Rows of one element are that element."""
    element[:] = [
        child[0] if child.tag == "mrow" and len(child) == 1 and not child.attrib else child for child in element
    ]
