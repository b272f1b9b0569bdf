r"""LaTeX of the statements: every formula of the ledger is written from the term that was decided.

The notation is the paper's: \hat\sigma, \hat{\mathbb S}, \mathcal K-like products, {}_3F_0, (x)_m, \binom.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from .notation import CLUSTERS, OPERATORS, RELATIONS, SITE_SYMBOLS, SYMBOLS
from .proof.terms import Term

__all__ = ["latex"]

NORMALIZATION = Term("tr", Term("op", "Phi") * Term("op", "Phi").dag)
SUM, PRODUCT, POWER, ATOM = range(4)
"""How tightly an expression binds."""


def latex(term: Term) -> str:
    r"""The formula in LaTeX.

    >>> from dtim_exact.proof.language import S_minus, S_plus, Term, comm, eq, k
    >>> print(latex(eq(comm(S_plus, S_minus**k), k * Term("B", k - 1))))
    [\hat S_+, \hat S_-^{k}] = k\,\hat B_{k - 1}
    """
    if term.head in RELATIONS:
        return f"{latex(term.args[0])} {RELATIONS[term.head]} {latex(term.args[1])}"
    if term.head == "and":
        return r",\quad ".join(latex(part) for part in term.args)
    return _typeset(term)[0]


def _typeset(term: Term) -> tuple[str, int]:
    writer: Callable[..., tuple[str, int]] | None = _WRITERS.get(term.head)
    if writer is None:
        inside = ", ".join(
            a if isinstance(a, str) else str(a) if isinstance(a, Fraction) else latex(a) for a in term.args
        )
        return rf"\operatorname{{{term.head.replace('_', ' ')}}}({inside})", ATOM
    return writer(*term.args)


def _at_least(term: Term, level: int) -> str:
    text, binds = _typeset(term)
    return text if binds >= level else rf"\left({text}\right)"


def _num(value: Fraction) -> tuple[str, int]:
    sign, size = ("-" if value < 0 else ""), abs(value)
    text = str(size.numerator) if size.denominator == 1 else rf"\tfrac{{{size.numerator}}}{{{size.denominator}}}"
    return sign + text, SUM if sign else ATOM


def _sym(name: str) -> tuple[str, int]:
    return SYMBOLS.get(name, name if len(name) == 1 or "\\" in name else rf"\mathrm{{{name.replace('_', ' ')}}}"), ATOM


def _at(name: str, site: Term) -> tuple[str, int]:
    base = SITE_SYMBOLS.get(name, name)
    return (f"{base[0]}_{{{latex(site)}}}{base[1:]}" if "^" in base else f"{base}_{{{latex(site)}}}"), ATOM


def _add(*args: Term) -> tuple[str, int]:
    text = _at_least(args[0], PRODUCT) if args[0].head != "neg" else _typeset(args[0])[0]
    for a in args[1:]:
        if a.head == "neg":
            text += " - " + _at_least(a.args[0], PRODUCT)
        elif a.head == "num" and a.args[0] < 0:
            text += " - " + _num(-a.args[0])[0]
        else:
            text += " + " + _at_least(a, PRODUCT)
    return text, SUM


def _neg(arg: Term) -> tuple[str, int]:
    return "-" + _at_least(arg, PRODUCT), SUM


def _mul(*args: Term) -> tuple[str, int]:
    if args[0].head == "neg":
        return "-" + _mul(args[0].args[0], *args[1:])[0], SUM
    parts = [
        _at_least(a, PRODUCT)
        if a.head not in ("sum", "sites", "subsets") or a is args[-1]
        else rf"\left({_typeset(a)[0]}\right)"
        for a in args
    ]
    text = parts[0]
    for part in parts[1:]:
        digit = part[0].isdigit() or part.startswith(r"\tfrac")
        text += (r"\cdot " if digit else r"\,") + part
    return text, PRODUCT


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


def _tr(operator: Term) -> tuple[str, int]:
    if Term("tr", operator) == NORMALIZATION:
        return r"\mathcal N", ATOM
    return rf"\operatorname{{tr}}\left({latex(operator)}\right)", ATOM


def _over_set(index: Term, cluster: Term, body: Term) -> tuple[str, int]:
    if body.head == "sigma" and body.args[0] in ("+", "-") and body.args[1] == index and cluster.head == "cluster":
        return rf"\hat\sigma^{body.args[0]}_{{{latex(cluster)}}}", ATOM
    return _over(r"\prod", rf"{latex(index)} \in {latex(cluster)}", "", body)


def _supersets(variable: Term, of: Term, size: Term, body: Term) -> tuple[str, int]:
    return _over(r"\sum", rf"{latex(variable)} \supseteq {latex(of)},\ |{latex(variable)}| = {latex(size)}", "", body)


def _div(top: Term, bottom: Term) -> tuple[str, int]:
    operator = _observable(top, bottom)
    if operator is not None:
        return rf"\left\langle {latex(operator)} \right\rangle_{{\mathrm{{SS}}}}", ATOM
    return rf"\frac{{{latex(top)}}}{{{latex(bottom)}}}", POWER


def _pow(base: Term, exponent: Term) -> tuple[str, int]:
    text, binds = _typeset(base)
    if binds < ATOM or base.head in ("fact", "conj", "dag"):
        text = rf"\left({text}\right)"
    return f"{text}^{{{latex(exponent)}}}", POWER


def _conj(arg: Term) -> tuple[str, int]:
    text, binds = _typeset(arg)
    return (f"{text}^*" if binds == ATOM else rf"\left({text}\right)^*"), POWER


def _dag(arg: Term) -> tuple[str, int]:
    text, binds = _typeset(arg)
    return (rf"{text}^\dagger" if binds == ATOM else rf"\left({text}\right)^\dagger"), POWER


def _over(symbol: str, lower: str, upper: str, body: Term) -> tuple[str, int]:
    limits = rf"_{{{lower}}}" + (rf"^{{{upper}}}" if upper else "")
    return rf"{symbol}{limits} {_at_least(body, PRODUCT)}", PRODUCT


def _sites(index: Term, body: Term, *other_than: Term) -> tuple[str, int]:
    where = latex(index) + "".join(rf" \neq {latex(site)}" for site in other_than)
    return _over(r"\sum", where, "", body)


def _subsets(variable: Term, of: Term, size: Term, body: Term) -> tuple[str, int]:
    everywhere = size.head == "num" and size.args[0] == -1
    counted = "" if everywhere else rf",\ |{latex(variable)}| = {latex(size)}"
    return _over(r"\sum", rf"{latex(variable)} \subseteq {latex(of)}{counted}", "", body)


def _hyper30(a: Term, b: Term, c: Term, z: Term) -> tuple[str, int]:
    return rf"{{}}_3F_0\left({latex(a)}, {latex(b)}, {latex(c)};\, {latex(z)}\right)", ATOM


def _function(command: str) -> Callable[..., tuple[str, int]]:
    return lambda *args: (rf"{command}\left({', '.join(latex(a) for a in args)}\right)", ATOM)


def _abs2(arg: Term) -> tuple[str, int]:
    return rf"\left|{latex(arg)}\right|^2", POWER


_WRITERS: dict[str, Callable[..., tuple[str, int]]] = {
    "num": _num,
    "sym": _sym,
    "at": _at,
    "add": _add,
    "neg": _neg,
    "mul": _mul,
    "div": _div,
    "pow": _pow,
    "conj": _conj,
    "dag": _dag,
    "sites": _sites,
    "subsets": _subsets,
    "hyper30": _hyper30,
    "abs2": _abs2,
    "abs": lambda a: (rf"\left|{latex(a)}\right|", ATOM),
    "sqrt": lambda a: (rf"\sqrt{{{latex(a)}}}", ATOM),
    "site_index": lambda name: (name, ATOM),
    "site_number": lambda number: (str(number), ATOM),
    "op": lambda name: (OPERATORS.get(name, rf"\hat{{{name.replace('_', ' ')}}}"), ATOM),
    "sigma": lambda mu, site: (
        rf"\hat n_{{{latex(site)}}}"
        if mu == "n"
        else rf"(1 - \hat n_{{{latex(site)}}})"
        if mu == "d"
        else rf"\hat\sigma^{{{mu}}}_{{{latex(site)}}}",
        ATOM,
    ),
    "spin": lambda mu, site: (rf"\hat S^{{{mu}}}_{{{latex(site)}}}", ATOM),
    "B": lambda k: (rf"\hat B_{{{latex(k)}}}", ATOM),
    "comm": lambda a, b: (f"[{latex(a)}, {latex(b)}]", ATOM),
    "anti": lambda a, b: (rf"\{{{latex(a)}, {latex(b)}\}}", ATOM),
    "tr": _tr,
    "supersets": _supersets,
    "limit": lambda x, point, body: (rf"\lim_{{{latex(x)} \to {latex(point)}}} {_at_least(body, PRODUCT)}", PRODUCT),
    "prob": lambda value, _: (rf"\operatorname{{Prob}}\left(\hat M^z = {latex(value)}\right)", ATOM),
    "inside": lambda site, cluster: (rf"[{latex(site)} \in {latex(cluster)}]", ATOM),
    "single": lambda site: (rf"\{{{latex(site)}\}}", ATOM),
    "rising": lambda x, m: (rf"\left({latex(x)}\right)_{{{latex(m)}}}", ATOM),
    "binom": lambda x, m: (rf"\binom{{{latex(x)}}}{{{latex(m)}}}", ATOM),
    "fact": lambda x: (f"{_at_least(x, ATOM)}!", ATOM),
    "sum": lambda i, a, b, body: _over(r"\sum", f"{latex(i)}={latex(a)}", latex(b), body),
    "prod": lambda i, a, b, body: _over(r"\prod", f"{latex(i)}={latex(a)}", latex(b), body),
    "over_set": _over_set,
    "cluster": lambda name: (str(CLUSTERS.get(name, name)), ATOM),
    "union": lambda a, b: (rf"{_at_least(a, ATOM)} \cup {_at_least(b, ATOM)}", SUM),
    "minus": lambda a, b: (rf"{_at_least(a, ATOM)} \setminus {_at_least(b, ATOM)}", SUM),
    "meet": lambda a, b: (rf"{_at_least(a, ATOM)} \cap {_at_least(b, ATOM)}", SUM),
    "card": lambda a: (f"|{latex(a)}|", ATOM),
    "form": lambda m, cluster: (
        rf"\mathcal I_{{{latex(m)}}}({latex(cluster)})"
        if cluster != Term("cluster", "all")
        else rf"\mathcal I_{{{latex(m)}}}",
        ATOM,
    ),
    "re": _function(r"\operatorname{Re}"),
    "im": _function(r"\operatorname{Im}"),
    "log": _function(r"\log"),
    "exp": _function(r"\exp"),
    "not": lambda a: (rf"\neg\,({latex(a)})", ATOM),
    "norm": lambda a: (rf"\left\|{latex(a)}\right\|", ATOM),
    "norm2": lambda a: (rf"\left\|{latex(a)}\right\|_{{\mathrm{{HS}}}}^2", POWER),
}
