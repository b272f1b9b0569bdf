"""Notebook manners, and arrays, columns and labelled arrays of results that keep their radius."""

from __future__ import annotations

import io
from fractions import Fraction
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
import sympy

import dtim_exact
from dtim_exact import InputError, Model, Value, find_claim, judge, midpoints, radii, verify
from dtim_exact.notebook import html_of, latex_of

MODEL = Model(N=4, J=1, hx=[1, 2, 3, 4], hz="1/3", gamma="1/5")
BALL = MODEL.density(digits=30)
VERDICT = judge(find_claim("S14"))
LEDGER = verify("S14", "S22", "unique")
SHOWN = [
    MODEL,
    BALL,
    BALL.re,
    MODEL.expect("X1 Y2 Z3"),
    Value("1/3", "-2"),
    Value.from_symbol(sympy.Symbol("x") ** 2),
    Model(N=2, J=sympy.Symbol("J", real=True), hx=1),
    find_claim("17"),
    find_claim("f-analytic"),
    VERDICT,
    *VERDICT.printed,
    *VERDICT.corrected,
    LEDGER,
]


class Balanced(HTMLParser):
    """Fails on a tag that is not closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("thing", SHOWN, ids=lambda thing: type(thing).__name__)
def test_a_notebook_shows_it(thing: Any) -> None:
    bundle = thing._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", "text/latex"}
    assert bundle["text/plain"] == repr(thing)
    assert bundle["text/latex"] == thing._repr_latex_() == latex_of(thing)
    assert bundle["text/html"] == thing._repr_html_() == html_of(thing)
    parser = Balanced()
    parser.feed(bundle["text/html"])
    assert parser.open == []
    assert bundle["text/latex"].startswith(("$", r"\begin{tabular}"))
    assert "\n" not in repr(thing)
    assert set(thing._repr_mimebundle_(include={"text/html"})) == {"text/html"}
    assert set(thing._repr_mimebundle_(exclude={"text/html"})) == {"text/plain", "text/latex"}


def test_what_is_shown_is_what_is_known() -> None:
    assert "&plusmn;" in html_of(BALL)
    assert "10<sup>&minus;" in html_of(BALL)
    assert html_of(Value("1/3")) == "<span>1/3</span>"
    assert "refuted" in html_of(VERDICT)
    assert "J N/4" in html_of(VERDICT)
    assert "<td>refuted</td>" in html_of(LEDGER)
    assert repr(LEDGER) == "<ledger of 3 claims: 1 proved, 2 refuted>"
    assert [found.claim.id for found in LEDGER] == ["S14", "S22", "unique"]
    assert LEDGER["S22"].verdict == "proved"


def test_text_of_others_is_escaped() -> None:
    hostile = dtim_exact.claims.Claim("<b>", "a < b & c", given="<script>")
    assert "<script>" not in html_of(hostile)
    assert "<b><b>" not in html_of(hostile)


# --- NumPy


def test_arrays_of_results_are_arrays_of_objects() -> None:
    for array in (np.asarray([BALL, BALL]), np.array([[BALL.re, BALL.re]]), np.asarray(BALL), np.full(2, BALL)):
        assert array.dtype == object
        assert array.flat[0].rad == BALL.rad
    assert np.asarray([BALL, BALL])[0] is BALL
    assert (np.array([BALL]) == BALL).all()


@pytest.mark.parametrize("dtype", [float, complex, np.float32, int, "f8"])
@pytest.mark.parametrize("value", [BALL, BALL.re, Value("1/3")], ids=str)
def test_no_double_without_being_asked(value: Any, dtype: Any) -> None:
    for given in (value, [value], [[value, value]]):
        with pytest.raises(InputError, match="midpoints"):
            np.array(given, dtype=dtype)
        with pytest.raises(InputError, match="midpoints"):
            np.asarray(given, dtype=dtype)


def test_arithmetic_of_arrays_does_not_lose_the_radius_either() -> None:
    for operation in (
        lambda: np.ones(2) * BALL,
        lambda: np.sin([BALL]),
        lambda: np.sum([BALL, BALL]),
        lambda: np.sqrt(BALL),
    ):
        with pytest.raises(TypeError):
            operation()


def test_midpoints_and_radii() -> None:
    values = np.array([[BALL, Value("1/3")], [Value(2), BALL.re]], dtype=object)
    mid, rad = midpoints(values), radii(values)
    assert mid.dtype == rad.dtype == np.float64
    assert mid.shape == rad.shape == (2, 2)
    for value, m, r in zip(values.flat, mid.flat, rad.flat, strict=True):
        assert abs(value.mid - Fraction(m)) + value.rad <= Fraction(r)
    assert rad[1, 0] == 0
    z = Value("1/3", "2/7")
    with pytest.raises(InputError):
        midpoints([z])
    assert midpoints([z], dtype=complex)[0] == complex(z)
    assert abs(Fraction(midpoints([z], complex)[0].imag) - Fraction(2, 7)) <= Fraction(radii([z])[0])
    assert midpoints([]).shape == (0,)
    with pytest.raises(InputError):
        midpoints(["no number"])


# --- pandas and xarray


def test_pandas_keeps_objects_and_reads_its_text_back() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"hz": ["0", "1/3"], "n": [Model(N=3, J=1, hx=2, hz=hz).density() for hz in ("0", "1/3")]})
    frame["ball"] = [BALL, MODEL.expect("+1 -2", digits=20)]
    assert frame["n"].dtype == frame["ball"].dtype == object
    assert frame["ball"][0] is BALL
    text = frame.assign(n=frame["n"].map(Value.to_text), ball=frame["ball"].map(Value.to_text)).to_csv(index=False)
    back = pandas.read_csv(io.StringIO(text), converters={"n": Value.from_text, "ball": Value.from_text})
    assert list(back["n"]) == list(frame["n"])
    assert [(x.mid, x.rad) for x in back["ball"]] == [(x.mid, x.rad) for x in frame["ball"]]
    assert str(BALL) in frame.to_csv()  # what a plain to_csv writes is an enclosure too


def test_xarray_keeps_objects() -> None:
    xarray = pytest.importorskip("xarray")
    array = xarray.DataArray([BALL, BALL], dims="hz", coords={"hz": ["0", "1/3"]})
    assert array.dtype == object
    assert array.sel(hz="0").item() is BALL
    assert midpoints(array).shape == (2,)
    with pytest.raises(InputError):
        xarray.DataArray(np.asarray([BALL], dtype=float))
