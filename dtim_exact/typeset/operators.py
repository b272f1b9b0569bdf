"""Operators and states: spin operators, adjoints, commutators, traces, means and the generators of the dynamics."""

from __future__ import annotations

from ..notation import OPERATORS
from ..proof.terms import Term
from .algebra import NORMALIZATION, mean
from .core import ATOM, POWER, PRODUCT, Written, at_least, bracket, index, is_tall, scripted, text, write, writer

__all__: list[str] = []


@writer("op")
def _op(name: str) -> Written:
    return OPERATORS.get(name) or _named(name), ATOM


def _named(name: str) -> str:
    """An operator of a reader's own: `P_up` as \\hat P_{up}, `rho^1/2` as \\hat\\rho^{1/2}."""
    name, _, above = name.partition("^")
    base, _, below = name.partition("_")
    letter = OPERATORS.get(base, rf"\hat {base}" if len(base) == 1 else rf"\hat{{\mathrm{{{base}}}}}")
    return letter + (rf"_{{\mathrm{{{below}}}}}" if below else "") + (f"^{{{above}}}" if above else "")


@writer("sigma")
def _sigma(mu: str, site: Term) -> Written:
    at = index(text(site))
    if mu == "n":
        return rf"\hat n_{at}", ATOM
    return (rf"(1 - \hat n_{at})" if mu == "d" else rf"\hat\sigma_{at}^{mu}"), ATOM


@writer("spin")
def _spin(mu: str, site: Term) -> Written:
    return rf"\hat S_{index(text(site))}^{mu}", ATOM


@writer("B")
def _ladder(k: Term) -> Written:
    return rf"\hat B_{index(text(k))}", ATOM


@writer("dag")
def _dag(arg: Term) -> Written:
    if arg.head == "pow":
        base = text(arg.args[0])
        if not scripted(base) and arg.args[0].head == "op":
            return rf"{base}^{{\dagger {text(arg.args[1])}}}", POWER
    latex, binds = write(arg)
    return (rf"{latex}^\dagger" if binds == ATOM and not scripted(latex) else rf"{bracket(latex)}^\dagger"), POWER


@writer("comm")
def _comm(a: Term, b: Term) -> Written:
    inside = f"{text(a)}, {text(b)}"
    return (rf"\left[{inside}\right]" if is_tall(inside) else f"[{inside}]"), ATOM


@writer("anti")
def _anti(a: Term, b: Term) -> Written:
    inside = f"{text(a)}, {text(b)}"
    return (rf"\left\{{{inside}\right\}}" if is_tall(inside) else rf"\{{{inside}\}}"), ATOM


@writer("tr")
def _tr(operator: Term) -> Written:
    if Term("tr", operator) == NORMALIZATION:
        return r"\mathcal N", ATOM
    return rf"\operatorname{{tr}}{bracket(text(operator))}", ATOM


@writer("norm")
def _norm(arg: Term) -> Written:
    latex = text(arg)
    return (rf"\left\|{latex}\right\|" if is_tall(latex) else rf"\|{latex}\|") + r"_{\mathrm{HS}}", ATOM


@writer("norm2")
def _norm2(arg: Term) -> Written:
    return f"{_norm(arg)[0]}^2", POWER


@writer("steady_mean")
def _steady_mean(operator: Term) -> Written:
    return mean(operator), ATOM


@writer("mean")
def _moment(operator: Term) -> Written:
    if operator.head == "motion":
        return rf"\frac{{d}}{{dt}} \langle {text(operator.args[0])} \rangle", PRODUCT
    return rf"\langle {text(operator)} \rangle", ATOM


@writer("motion")
def _motion(operator: Term) -> Written:
    return rf"\mathcal L^\dagger[{text(operator)}]", ATOM


def _generated(symbol: str, times: Term, operator: Term) -> Written:
    power = "" if text(times) == "1" else f"^{index(text(times))}"
    return rf"{symbol}{power}[{text(operator)}]", ATOM


@writer("flow")
def _flow(times: Term, state: Term) -> Written:
    return _generated(r"\mathcal L", times, state)


@writer("dual")
def _dual(times: Term, operator: Term) -> Written:
    return _generated(r"\bar{\mathcal L}", times, operator)


@writer("steady_states")
def _steady_states() -> Written:
    return r"\dim\ker\mathcal L", ATOM


@writer("with_fields")
def _with_fields(site: Term, value: Term, body: Term) -> Written:
    at = text(site)
    return rf"\left. {at_least(body, PRODUCT)} \right|_{{h_{index(at)} = {text(value)}}}", PRODUCT


@writer("prob")
def _prob(value: Term, _: Term) -> Written:
    inside = rf"\hat M^z = {text(value)}"
    return rf"\operatorname{{Prob}}{bracket(inside)}", ATOM
