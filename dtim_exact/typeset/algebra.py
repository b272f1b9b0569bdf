r"""Numbers, symbols, sums, products, quotients and powers, as a physicist writes them.

Signs are drawn to the front (`- 2 J`, not `+ (-2) J`), products are written without dots where no digit follows, and
what the paper names gets its name: \mathcal N for tr(Phi Phi^dagger), \mathcal K(R) below (17), and <O>_SS for
tr(O Phi Phi^dagger)/\mathcal N.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from ..notation import SITE_SYMBOLS, SYMBOLS
from ..proof.terms import Term
from .core import ATOM, POWER, PRODUCT, SUM, Written, at_least, bracket, index, is_tall, scripted, text, write, writer

__all__ = ["NORMALIZATION", "mean"]

NORMALIZATION = Term("tr", Term("op", "Phi") * Term("op", "Phi").dag)
_BIG = ("sum", "prod", "sites", "subsets", "supersets", "over_set", "integral", "limit")
_MINUS_ONE = Term("num", Fraction(-1))


@writer("num")
def _num(value: Fraction) -> Written:
    sign, size = ("-" if value < 0 else ""), abs(value)
    whole = str(size.numerator) if size.denominator == 1 else rf"\tfrac{{{size.numerator}}}{{{size.denominator}}}"
    return sign + whole, SUM if sign else ATOM


@writer("sym")
def _sym(name: str) -> Written:
    known = SYMBOLS.get(name, name if len(name) == 1 or "\\" in name else None)
    if known is not None:
        return known, ATOM
    numbered = re.fullmatch(r"([A-Za-z])(\d+)", name)
    base, _, below = "_".join(numbered.groups() if numbered else (name,)).partition("_")
    upright = below if len(below) == 1 else rf"\mathrm{{{below.replace('_', ' ')}}}"
    letter = SYMBOLS.get(base, base if len(base) == 1 else rf"\mathrm{{{base}}}")
    return (f"{letter}_{index(upright)}" if below else letter), ATOM


@writer("at")
def _at(name: str, site: Term) -> Written:
    base, _, above = SITE_SYMBOLS.get(name, name).partition("^")
    return f"{base}_{index(text(site))}" + (f"^{above}" if above else ""), ATOM


@writer("site_index", "site_number")
def _site(name: object) -> Written:
    return str(name), ATOM


# --- sums


def _signed(term: Term) -> tuple[bool, Term]:
    """Whether a minus sign can be drawn out in front of the term, and what is left."""
    if term.head == "neg":
        return True, term.args[0]
    if term.head == "num" and term.args[0] < 0:
        return True, Term("num", -term.args[0])
    if term.head in ("mul", "div"):
        negative, first = _signed(term.args[0])
        if negative and term.head == "mul" and term.args[0] == _MINUS_ONE and len(term.args) > 1:
            return True, term.args[1] if len(term.args) == 2 else Term("mul", *term.args[1:])
        return negative, Term(term.head, first, *term.args[1:]) if negative else term
    return False, term


@writer("add")
def _add(*args: Term) -> Written:
    latex = ""
    for a in args:
        negative, left = _signed(a)
        while left.head == "neg":  # a - (-b)
            negative, left = not negative, left.args[0]
        sign = ("-" if negative else "") if not latex else (" - " if negative else " + ")
        latex += sign + at_least(left, PRODUCT)
    return latex, SUM


@writer("neg")
def _neg(arg: Term) -> Written:
    return "-" + at_least(arg, PRODUCT), SUM


# --- products


@writer("mul")
def _mul(*args: Term) -> Written:
    negative, left = _signed(Term("mul", *args))
    if negative:
        return f"-{at_least(left, PRODUCT)}", SUM
    args = tuple(_named(args))
    if len(args) == 1:
        return write(args[0])
    latex = ""
    for at, a in enumerate(args):
        ends_here = a.head not in _BIG or all(later.head in _BIG for later in args[at + 1 :])
        part, binds = write(a)
        part = part if binds > PRODUCT or (binds == PRODUCT and ends_here) else bracket(part)
        latex = _beside(latex, part) if latex else part
    return latex, PRODUCT


def _beside(left: str, right: str) -> str:
    """Two factors: a dot before a digit, a little space where one of them is tall, none else."""
    if right[0].isdigit() or right.startswith(r"\tfrac"):
        return rf"{left} \cdot {right}"
    spaced = is_tall(right) or is_tall(left) or left.endswith("!") or right.startswith(r"{}_3F_0")
    return rf"{left}\,{right}" if spaced else f"{left} {right}"


def _named(args: tuple[Term, ...]) -> list[Term]:
    """The factors, with (-r)_|R| prod_{j in R} 2 J_eff/h_j of (17) as \\mathcal K(R)."""
    named: list[Term] = []
    for a in args:
        cluster = _coherence_of(named[-1], a) if named else None
        if cluster is not None:
            named[-1] = Term("coherence", cluster)
        else:
            named.append(a)
    return named


def _coherence_of(rising: Term, product: Term) -> Term | None:
    """R if the two factors are those of \\mathcal K(R)."""
    if rising.head != "rising" or product.head != "over_set":
        return None
    site, cluster, body = product.args
    expected = Term("div", Term("num", Fraction(2)) * Term("sym", "J_eff"), Term("at", "h", site))
    matches = body == expected and rising == Term("rising", -Term("sym", "r"), Term("card", cluster))
    return cluster if matches else None


@writer("coherence")
def _coherence(cluster: Term) -> Written:
    return rf"\mathcal K({text(cluster)})", ATOM


# --- quotients


@writer("div")
def _div(top: Term, bottom: Term) -> Written:
    operator = _observable(top, bottom)
    if operator is not None:
        return mean(operator), ATOM
    negative, left = _signed(top)
    fraction = rf"\frac{{{text(left)}}}{{{text(bottom)}}}"
    return (
        (f"-{fraction}", SUM)
        if negative and left.head != "add"
        else (rf"\frac{{{text(top)}}}{{{text(bottom)}}}", POWER)
    )


def mean(operator: Term) -> str:
    """The mean in the steady state."""
    latex = text(operator)
    inside = rf"\left\langle {latex} \right\rangle" if is_tall(latex) else rf"\langle {latex} \rangle"
    return rf"{inside}_{{\mathrm{{SS}}}}"


def _observable(top: Term, bottom: Term) -> Term | None:
    """O if the ratio is the mean tr(O Phi Phi^dagger) / tr(Phi Phi^dagger) in the steady state."""
    if bottom != NORMALIZATION or top.head != "tr" or top.args[0].head != "mul":
        return None
    factors = top.args[0].args
    if factors[-2:] == NORMALIZATION.args[0].args:
        inside = factors[:-2]
    elif factors[0] == NORMALIZATION.args[0].args[1] and factors[-1] == NORMALIZATION.args[0].args[0]:
        inside = factors[1:-1]
    else:
        return None
    return inside[0] if len(inside) == 1 else Term("mul", *inside) if inside else None


def in_line(term: Term) -> str:
    """A quotient on one line, as in an exponent or between bars; everything else as it is."""
    if term.head == "div":
        top, bottom = (write(part) for part in term.args)
        if not is_tall(top[0] + bottom[0]) and top[1] >= PRODUCT and bottom[1] >= POWER:
            return f"{top[0]}/{bottom[0]}"
    if term.head == "num":
        return str(term.args[0])
    if term.head == "mul" and len(term.args) == 2 and _is_part(term.args[1]):  # (a + b)/2
        return f"{at_least(term.args[0], PRODUCT)}/{term.args[1].args[0].denominator}"
    if term.head == "add":
        return "".join(_parts_in_line(term.args))
    return text(term)


def _is_part(term: Term) -> bool:
    return bool(term.head == "num" and term.args[0].numerator == 1 and term.args[0].denominator > 1)


def _parts_in_line(parts: tuple[Term, ...]) -> Iterator[str]:
    for at, part in enumerate(parts):
        negative, left = _signed(part)
        sign = (" - " if negative else " + ") if at else ("-" if negative else "")
        yield sign + (in_line(left) if left.head in ("div", "mul", "num") else at_least(left, PRODUCT))


# --- powers


@writer("pow")
def _pow(base: Term, exponent: Term) -> Written:
    above = in_line(exponent)
    if base.head == "abs2":
        twice = str(2 * exponent.args[0]) if exponent.head == "num" else f"2{at_least(exponent, PRODUCT)}"
        return f"{bars(base.args[0])}^{index(twice)}", POWER
    latex, binds = write(base)
    if (binds < ATOM and base.head != "fact") or scripted(latex):
        latex = bracket(latex)
    return f"{latex}^{index(above)}", POWER


def bars(arg: Term) -> str:
    """The modulus."""
    latex = in_line(arg)
    return rf"\left|{latex}\right|" if is_tall(latex) else f"|{latex}|"


@writer("abs")
def _abs(arg: Term) -> Written:
    return bars(arg), ATOM


@writer("abs2")
def _abs2(arg: Term) -> Written:
    return f"{bars(arg)}^2", POWER


@writer("sqrt")
def _sqrt(arg: Term) -> Written:
    return rf"\sqrt{{{text(arg)}}}", ATOM


@writer("fact")
def _fact(arg: Term) -> Written:
    return f"{at_least(arg, ATOM)}!", POWER


@writer("conj")
def _conj(arg: Term) -> Written:
    if arg.head == "mul" and [a.head for a in _named(arg.args)] == ["coherence"]:
        return rf"\mathcal K^*({text(_named(arg.args)[0].args[0])})", ATOM
    latex, binds = write(arg)
    return (f"{latex}^*" if binds == ATOM and not scripted(latex) else f"{bracket(latex)}^*"), POWER
