r"""Sums, products and sets: over integers, over sites, over subsets; Pochhammer symbols, binomials, form factors."""

from __future__ import annotations

from fractions import Fraction

from ..notation import CLUSTERS
from ..proof.terms import Term
from .core import ATOM, POWER, PRODUCT, SUM, Written, at_least, bracket, index, text, writer

__all__: list[str] = []

_ANY_SIZE = Term("num", Fraction(-1))


def _over(symbol: str, lower: str, upper: str, body: Term) -> Written:
    limits = f"_{index(lower)}" + (f"^{index(upper)}" if upper else "")
    return rf"{symbol}{limits} {at_least(body, PRODUCT)}", PRODUCT


@writer("sum")
def _sum(variable: Term, low: Term, high: Term, body: Term) -> Written:
    variables = [variable]
    while body.head == "sum" and body.args[1:3] == (low, high):  # \sum_{k, l = 0}^N
        variables.append(body.args[0])
        body = body.args[3]
    return _over(r"\sum", f"{', '.join(map(text, variables))} = {text(low)}", text(high), body)


@writer("prod")
def _prod(variable: Term, low: Term, high: Term, body: Term) -> Written:
    return _over(r"\prod", f"{text(variable)} = {text(low)}", text(high), body)


@writer("sites")
def _sites(site: Term, body: Term, *other_than: Term) -> Written:
    return _over(r"\sum", text(site) + "".join(rf" \neq {text(other)}" for other in other_than), "", body)


@writer("subsets")
def _subsets(variable: Term, of: Term, size: Term, body: Term) -> Written:
    variables = [variable]
    while body.head == "subsets" and body.args[1:3] == (of, size):
        variables.append(body.args[0])
        body = body.args[3]
    names = ", ".join(map(text, variables))
    counted = "" if size == _ANY_SIZE else rf",\ |{text(variable)}| = {text(size)}"
    return _over(r"\sum", rf"{names} \subseteq {text(of)}{counted}", "", body)


@writer("supersets")
def _supersets(variable: Term, of: Term, size: Term, body: Term) -> Written:
    return _over(r"\sum", rf"{text(variable)} \supseteq {text(of)},\ |{text(variable)}| = {text(size)}", "", body)


@writer("over_set")
def _over_set(site: Term, cluster: Term, body: Term) -> Written:
    """A product over the sites of a cluster; sigma_C^{+-} of (S54) and alpha^A of (S55) have names."""
    if cluster.head == "cluster":
        name = text(cluster)
        if body.head == "sigma" and body.args[0] in ("+", "-") and body.args[1] == site:
            return rf"\hat\sigma_{index(name)}^{body.args[0]}", ATOM
        if body == Term("at", "alpha", site):
            return rf"\alpha^{index(name)}", POWER
        if body == Term("at", "alpha", site).conj:
            return rf"\alpha^{{*{name}}}", POWER
    return _over(r"\prod", rf"{text(site)} \in {text(cluster)}", "", body)


@writer("cluster")
def _cluster(name: str) -> Written:
    return CLUSTERS.get(name, name), ATOM


@writer("union")
def _union(a: Term, b: Term) -> Written:
    return rf"{at_least(a, ATOM)} \cup {at_least(b, ATOM)}", SUM


@writer("minus")
def _minus(a: Term, b: Term) -> Written:
    return rf"{at_least(a, ATOM)} \setminus {at_least(b, ATOM)}", SUM


@writer("meet")
def _meet(a: Term, b: Term) -> Written:
    return rf"{at_least(a, ATOM)} \cap {at_least(b, ATOM)}", SUM


@writer("card")
def _card(cluster: Term) -> Written:
    return f"|{text(cluster)}|", ATOM


@writer("single")
def _single(site: Term) -> Written:
    return rf"\{{{text(site)}\}}", ATOM


@writer("inside")
def _inside(site: Term, cluster: Term) -> Written:
    return rf"[{text(site)} \in {text(cluster)}]", ATOM


@writer("form")
def _form(m: Term, cluster: Term) -> Written:
    name = rf"\mathcal I_{index(text(m))}"
    return (name if cluster == Term("cluster", "all") else f"{name}({text(cluster)})"), ATOM


@writer("rising")
def _rising(x: Term, m: Term) -> Written:
    return f"{bracket(text(x))}_{index(text(m))}", ATOM


@writer("binom")
def _binom(x: Term, m: Term) -> Written:
    return rf"\binom{{{text(x)}}}{{{text(m)}}}", ATOM


@writer("hyper30")
def _hyper30(a: Term, b: Term, c: Term, z: Term) -> Written:
    inside = rf"{', '.join(map(text, (a, b, c)))};\, {text(z)}"
    return rf"{{}}_3F_0{bracket(inside)}", ATOM
