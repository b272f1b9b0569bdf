"""The formula book: its content, its pages in a real browser, its PDF by a real LaTeX.

The book is made once, from the ledger that other tests judged. Tests that need chromium with its driver, or a LaTeX,
skip where these are missing.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from dtim_exact.book import read_book, write_html
from dtim_exact.book.content import Book, book_of
from dtim_exact.errors import DtimError, InputError
from dtim_exact.ledger import Ledger, load

CLAIMS = [one.id for one in load()]


@pytest.fixture(scope="session")
def content(judged: Ledger) -> Book:
    return book_of(judged)


@pytest.fixture(scope="session")
def pages(content: Book, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_html(content, tmp_path_factory.mktemp("book") / "pages").parent


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless chromium of the size of a desktop."""
    pytest.importorskip("selenium")
    from selenium import webdriver
    from selenium.common.exceptions import WebDriverException

    chrome, driver = (shutil.which(name) for name in ("chromium", "chromedriver"))
    if not (chrome and driver):
        pytest.skip("chromium and chromedriver are not installed (Debian: chromium, chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = chrome
    for flag in ("headless", "no-sandbox", "disable-gpu", "disable-background-networking", "disable-dev-shm-usage"):
        options.add_argument(f"--{flag}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    try:
        running = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    except WebDriverException as error:
        pytest.skip(f"chromium does not start here: {error.msg}")
    yield running
    running.quit()


class Links(HTMLParser):
    """What a page links to, the ids that it has, and what it would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a" and found.get("href"):
            self.links.append(str(found["href"]))
        if found.get("id"):
            self.ids.append(str(found["id"]))
        if tag in ("img", "script", "iframe", "source", "video") and found.get("src"):
            self.loaded.append(str(found["src"]))
        if tag == "link" and found.get("href") != "data:,":
            self.loaded.append(str(found.get("href")))


def sources(pages: Path) -> dict[str, Links]:
    return {file.name: Links(file.read_text(encoding="utf-8")) for file in pages.glob("*.html")}


def test_content_has_every_claim_with_its_verdict(content: Book) -> None:
    assert sorted(content.entries) == sorted(CLAIMS)
    assert sorted(name for chapter in content.chapters for name in chapter.ids) == sorted(CLAIMS)
    assert content.totals["undecided"] == 0
    for entry in content.errata:
        assert all([entry.printed, entry.corrected, entry.counterexample]), entry.id
    for entry in content.entries.values():
        if entry.verdict in ("proved", "enclosed", "refuted"):
            assert entry.proofs, entry.id
        for proof in entry.proofs:
            for step in proof.steps:
                assert all(premise < step.number for premise in step.premises)
            assert proof.steps[-1].concludes


def test_every_rule_of_a_proof_is_explained(content: Book) -> None:
    from dtim_exact.book.steps import rule_in_words

    rules = {step.rule for entry in content.entries.values() for proof in entry.proofs for step in proof.steps}
    assert len(rules) > 10
    assert [rule for rule in rules if not rule_in_words(rule)] == []


def test_numbers_are_those_of_the_package(content: Book) -> None:
    from dtim_exact import Model

    shown = {sample.code: sample.value for sample in content.entries["17"].samples}
    exact = Model(N=2, J=1, hx=4, hz=1, gamma="1/10").correlator({1}, {2})
    assert shown["correlator(m, {1}, {2})"] == str(exact)


def test_cache_answers_the_same_and_survives_damage(content: Book, tmp_path: Path, monkeypatch: Any) -> None:
    from dtim_exact.book import cache

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache.load("key") is None
    cache.save("key", content)
    assert cache.load("key") == content
    assert cache.load("another key") is None
    file = cache.folder() / "book.json"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("proved", "proven", 1), encoding="utf-8")
    assert cache.load("key") is None
    file.write_bytes(b"\xff\x00")
    assert cache.load("key") is None
    monkeypatch.setenv("XDG_CACHE_HOME", str(file))  # a file, where a folder should be
    cache.save("key", content)
    assert cache.load("key") is None


def test_pages_load_nothing_and_their_links_lead_somewhere(pages: Path) -> None:
    found = sources(pages)
    assert len(found) > 20
    for name, page in found.items():
        assert page.loaded == [], name
        assert len(page.ids) == len(set(page.ids)), name
        for link in page.links:
            target, _, fragment = link.partition("#")
            assert not re.match(r"[a-z]+:", link), link
            assert not fragment or fragment in found[target or name].ids, f"{name}: {link}"
            assert (target or name) in found, f"{name}: {link}"


def test_every_claim_has_its_place(pages: Path, content: Book) -> None:
    found = sources(pages)
    for entry in content.entries.values():
        assert f"claim-{entry.id}" in found[f"{entry.chapter}.html"].ids
    assert {f"claim-{entry.id}" for entry in content.errata} <= set(found["errata.html"].ids)


def test_another_folder_is_left_alone(content: Book, pages: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(InputError, match="something else"):
        write_html(content, tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.tex"]
    (pages / "gone.html").write_text((pages / "about.html").read_text(encoding="utf-8"), encoding="utf-8")
    (pages / "notes.html").write_text("<p>mine")
    write_html(content, pages)  # an older book is replaced, and its pages that are no more go
    assert not (pages / "gone.html").exists()
    assert (pages / "notes.html").read_text() == "<p>mine"
    (pages / "notes.html").unlink()
    with pytest.raises(InputError, match="can be written to"):
        write_html(content, pages / "index.html" / "below")


CHECK = """
const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
document.querySelectorAll("details").forEach(part => { part.open = true; });
const empty = [...document.querySelectorAll("math")].filter(one => {
  const box = one.getBoundingClientRect(); return !(box.width > 0 && box.height > 0); });
const errors = document.querySelectorAll("merror").length;
const opened = document.documentElement.scrollWidth - document.documentElement.clientWidth;
return {wide: Math.max(wide, opened), empty: empty.map(one => one.textContent), errors,
        formulas: document.querySelectorAll("math").length};
"""


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_fit_and_every_formula_is_seen(browser: Any, pages: Path, width: int) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    )
    formulas = 0
    for page in sorted(pages.glob("*.html")):
        browser.get(page.as_uri())
        seen = browser.execute_script(CHECK)
        assert seen["wide"] <= 0, f"{page.name} is {seen['wide']} px too wide"
        assert seen["empty"] == [], page.name
        assert seen["errors"] == 0, page.name
        formulas += seen["formulas"]
        assert [entry["message"] for entry in browser.get_log("browser")] == [], page.name
    assert formulas > 1000


def test_search_finds_a_number_and_words(browser: Any, pages: Path) -> None:
    def found(query: str) -> list[str]:
        browser.get(f"{(pages / 'search.html').as_uri()}?q={query}")
        return [link.text for link in browser.find_elements("css selector", "#results a")]

    assert found("(S19)")[0] == "(S19)"
    assert found("s19")[0] == "(S19)"
    assert "unique" in found("steady+state+unique")
    assert found("no-such-word-anywhere") == []
    browser.find_element("css selector", "#results, #found")
    browser.get((pages / "index.html").as_uri())
    field = browser.find_element("id", "find")
    field.send_keys("Casimir\n")
    assert "casimir" in [link.text for link in browser.find_elements("css selector", "#results a")]


def test_the_button_copies_latex(browser: Any, pages: Path) -> None:
    from selenium.webdriver import Keys

    browser.get((pages / "main-2.html").as_uri())
    button = browser.find_element("css selector", "#claim-4 .copy")
    wanted = button.get_attribute("data-latex")
    assert r"\hat" in wanted
    button.click()
    field = browser.find_element("id", "find")
    field.send_keys(Keys.CONTROL, "v")
    assert field.get_attribute("value") == wanted
    assert button.text == "copied"


def test_light_and_dark(browser: Any, pages: Path) -> None:
    browser.get((pages / "index.html").as_uri())
    colour = "return getComputedStyle(document.body).backgroundColor"
    before = browser.execute_script(colour)
    browser.find_element("css selector", ".theme").click()
    assert browser.execute_script(colour) != before
    browser.refresh()
    assert browser.execute_script(colour) != before
    browser.find_element("css selector", ".theme").click()
    assert browser.execute_script(colour) == before


def test_pages_are_complete_without_scripts(browser: Any, pages: Path) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.get((pages / "main-2.html").as_uri())
        article = browser.find_element("id", "claim-6")
        assert article.is_displayed()
        assert article.find_element("css selector", "math").size["width"] > 20
        assert not browser.find_element("css selector", ".copy").is_displayed()
        browser.get((pages / "search.html").as_uri())
        assert browser.find_element("css selector", "noscript a").is_displayed()
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_pdf_has_no_fault(content: Book, tmp_path: Path) -> None:
    from dtim_exact.book.pdf import ENGINES, compile_tex, faults
    from dtim_exact.book.tex import document

    engine = next(filter(None, map(shutil.which, ENGINES)), None)
    if engine is None:
        pytest.skip("no LaTeX (Debian: texlive-latex-recommended, texlive-latex-extra, lmodern)")
    try:
        pdf, log = compile_tex(document(content), tmp_path, engine)
    except DtimError as error:
        if "not found" in str(error):
            pytest.skip(f"this LaTeX lacks a package: {error}")
        raise
    assert faults(log) == []
    assert pdf.read_bytes().startswith(b"%PDF")
    assert pdf.stat().st_size > 200_000


def test_faults_of_a_log_are_found() -> None:
    from dtim_exact.book.pdf import faults

    log = (
        "LaTeX Warning: Reference `claim:x' on page 1 undefined on input line 7.\nOverfull \\hbox (5.1pt too wide) in y"
    )
    assert len(faults(log)) == 2
    assert faults("Overfull \\hbox (4.9pt too wide) in paragraph at lines 1--2") == []


def test_pdf_without_latex_says_what_to_install(content: Book, tmp_path: Path, monkeypatch: Any) -> None:
    from dtim_exact.book import write_pdf

    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DtimError, match="texlive-latex-recommended"):
        write_pdf(content, tmp_path / "book.pdf")
    with pytest.raises(InputError, match="folder that exists"):
        write_pdf(content, tmp_path / "no" / "book.pdf")


def test_the_book_is_read_anew_only_for_other_sources(
    judged: Ledger, content: Book, tmp_path: Path, monkeypatch: Any
) -> None:
    judgements = []

    def counted(progress: object = None) -> Ledger:
        judgements.append(progress)
        return judged

    monkeypatch.setattr("dtim_exact.book.content.run", counted)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert read_book() == content
    assert read_book() == content
    assert len(judgements) == 1
    monkeypatch.setattr("dtim_exact.book.cache.key_of_sources", lambda: "other sources")
    monkeypatch.setattr("dtim_exact.book.content.collect", lambda progress: "made anew")
    assert read_book(use_cache=False) == "made anew"
    monkeypatch.setattr("dtim_exact.book.cache.save", lambda key, book: None)
    assert read_book() == "made anew"


def test_command(judged: Ledger, tmp_path: Path, capsys: Any, monkeypatch: Any) -> None:
    from dtim_exact.cli import main

    monkeypatch.setattr("dtim_exact.book.content.run", lambda progress=None: judged)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert main(["book"]) == 2
    assert "--html" in capsys.readouterr().err
    assert main(["book", "--html", str(tmp_path / "out"), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert Path(answer["html"]).is_file()
    assert answer["claims"] == len(CLAIMS)


@pytest.mark.parametrize(
    ("latex", "wanted"),
    [
        (r"\hat{\mathbb S}_-", "\U0001d54a"),
        (r"\mathcal N", "\U0001d4a9"),
        (r"\hat{\mathfrak C}", "\u212d"),
        (r"J_{\mathrm{eff}}", "<mi>eff</mi>"),
        (r"a = -b", '<mo form="prefix">\u2212</mo>'),
        (r"\Big\| x \Big\|_{\rm HS}^2", "<mi>HS</mi>"),
        (r"a := b", "\u2254"),
        (r"\Gamma", '<mi mathvariant="normal">\u0393</mi>'),
    ],
)
def test_mathml_is_what_browsers_need(latex: str, wanted: str) -> None:
    from dtim_exact.book.mathml import mathml

    text = mathml(latex)
    assert wanted in text
    assert "\\" not in text
    assert "double-struck" not in text


def test_every_formula_of_the_book_becomes_mathml(content: Book) -> None:
    from dtim_exact.book.mathml import mathml

    for entry in content.entries.values():
        steps = [step for proof in entry.proofs for step in proof.steps]
        for latex in (*entry.printed, *entry.corrected, *(step.statement for step in steps)):
            text = mathml(latex)
            assert not re.search(r"\\|merror|&amp;#", text), latex


def test_what_is_evaluated_has_numbers(content: Book) -> None:
    evaluated = [one.id for one in load() if one.evaluated and one.id != "7"]  # (7) is the model itself
    assert [name for name in evaluated if not content.entries[name].samples] == []
