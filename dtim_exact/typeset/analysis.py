r"""Functions, limits, derivatives and integrals, and the hypotheses that are not formulas."""

from __future__ import annotations

from ..notation import SYMBOLS
from ..proof.terms import Term
from .core import ATOM, POWER, PRODUCT, SUM, Written, argument, at_least, bracket, index, is_tall, text, writer

__all__: list[str] = []


@writer("re")
def _re(arg: Term) -> Written:
    return rf"\operatorname{{Re}}{argument(arg)}", PRODUCT


@writer("im")
def _im(arg: Term) -> Written:
    return rf"\operatorname{{Im}}{argument(arg)}", PRODUCT


@writer("log")
def _log(arg: Term) -> Written:
    return rf"\log{argument(arg)}", PRODUCT


@writer("exp")
def _exp(arg: Term) -> Written:
    latex = text(arg)
    return (rf"\exp{bracket(latex)}", ATOM) if is_tall(latex) else (f"e^{index(latex)}", POWER)


@writer("gamma_of")
def _gamma_function(arg: Term) -> Written:
    return rf"\Gamma{bracket(text(arg))}", ATOM


@writer("bessel_K")
def _bessel(order: Term, arg: Term) -> Written:
    return rf"K_{index(text(order))}{bracket(text(arg))}", ATOM


@writer("bernoulli")
def _bernoulli(number: Term) -> Written:
    return rf"B_{index(text(number))}", ATOM


@writer("half_line")
def _half_line(x: Term, body: Term) -> Written:
    return rf"\int_0^\infty d{text(x)}\, {at_least(body, PRODUCT)}", PRODUCT


@writer("limit")
def _limit(x: Term, point: Term, body: Term) -> Written:
    return rf"\lim_{{{text(x)} \to {text(point)}}} {at_least(body, PRODUCT)}", PRODUCT


@writer("diff")
def _diff(x: Term, order: Term, body: Term) -> Written:
    times = "" if text(order) == "1" else f"^{index(text(order))}"
    latex = text(body)
    inside = rf"\left[{latex}\right]" if is_tall(latex) else f"[{latex}]"
    return rf"\frac{{d{times}}}{{d{text(x)}{times}}}{inside}", PRODUCT


@writer("integral")
def _integral(x: Term, low: Term, high: Term, body: Term) -> Written:
    return rf"\int_{index(text(low))}^{index(text(high))} d{text(x)}\, {at_least(body, PRODUCT)}", PRODUCT


@writer("near")
def _near(a: Term, b: Term, distance: Term) -> Written:
    return rf"|{text(a)} - {at_least(b, PRODUCT)}| \leq {text(distance)}", SUM


@writer("coefficient")
def _coefficient(name: str, number: Term) -> Written:
    return f"{SYMBOLS.get(name, name)}_{index(text(number))}", ATOM


@writer("not")
def _not(arg: Term) -> Written:
    return rf"\text{{not }} {bracket(text(arg))}", SUM


@writer("uniform")
def _uniform() -> Written:
    return r"h_j = h \text{ for all } j", SUM


@writer("apart")
def _apart() -> Written:
    return r"\text{the sites lie outside of the clusters}", SUM


@writer("real")
def _real(name: str) -> Written:
    return rf"{SYMBOLS.get(name, name)} \in \mathbb R", SUM


@writer("antilinear")
def _antilinear(name: str) -> Written:
    return rf"{text(Term('op', name))} \text{{ antilinear}}", SUM


@writer("count")
def _count(whole: Term, part: Term) -> Written:
    return rf"{text(whole)}, {text(part)} \in \mathbb N", SUM


@writer("literature")
def _literature(name: str) -> Written:
    return rf"\text{{{name.replace('_', ' ')}}}", SUM
