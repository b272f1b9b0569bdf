"""The documentation site builds offline without a warning, its links lead somewhere, its notebooks are up to date."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"

pytestmark = pytest.mark.skipif(not (DOCS / "conf.py").exists(), reason="the pages are not here")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """A Python command in the checkout, in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default"}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("sphinx", reason="the extra docs is not installed")
    folder = tmp_path_factory.mktemp("site")
    built = run("-m", "sphinx", "-q", "-W", "--keep-going", "docs", str(folder))
    assert built.returncode == 0, built.stderr[-3000:]
    return folder


class Page(HTMLParser):
    """The ids and the links of a page, the addresses it loads things from, and its formulas."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.formulas = 0
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        self.ids.add(found.get("id", ""))
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if tag in ("script", "img", "source") or (tag == "link" and "stylesheet" in found.get("rel", "")):
            self.loaded.append(found.get("src", found.get("href", "")))
        self.formulas += tag == "math"


def test_links_lead_somewhere_and_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    pages = {path: Page(path) for path in site.rglob("*.html") if not {"_static", "_modules"} & set(path.parts)}
    assert len(pages) > 20
    checked = 0
    for path, page in pages.items():
        assert not [x for x in page.loaded if re.match(r"(https?:)?//", x)], path.name
        for link in page.links:
            name, _, anchor = link.partition("#")
            if re.match(r"[a-z]+:", link) or path.name in ("genindex.html", "search.html"):
                continue
            target = (path.parent / unquote(name)).resolve() if name else path
            assert target.exists(), f"{path.name}: {link}"
            if anchor and target in pages:
                assert unquote(anchor) in pages[target].ids, f"{path.name}: {link}"
            checked += 1
    assert checked > 500


def test_formulas_are_mathml(site: Path) -> None:
    assert Page(site / "ledger.html").formulas > 150
    assert "$$" not in (site / "ledger.html").read_text(encoding="utf-8")


def test_the_notebooks_show_what_they_compute() -> None:
    pytest.importorskip("jupytext", reason="the extra docs is not installed")
    checked = run("docs/notebook_pages.py", "--check")
    assert checked.returncode == 0, checked.stdout + checked.stderr[-2000:]
