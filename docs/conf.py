"""Sphinx: `python -m sphinx -W docs OUT` builds the site without network; formulas become MathML, without scripts."""

from __future__ import annotations

import re
from typing import Any

from dtim_exact import __version__

project = "dtim-exact"
author = "The dtim-exact developers"
version = release = __version__
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.viewcode"]
exclude_patterns = ["_build", "**/.ipynb_checkpoints", "notebooks/*.md"]
nitpicky = False

html_theme = "furo"
html_title = "dtim-exact"
html_math_renderer = "mathml"
html_show_copyright = False
html_theme_options = {"source_repository": "", "top_of_page_buttons": []}

myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 3
nb_execution_mode = "off"  # the notebooks are committed with their outputs; docs/notebook_pages.py runs them
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
linkcheck_ignore = [r"https?://.*"]  # links within the site are checked; no network is needed


def _shown(self: Any, node: Any, display: str) -> None:
    from docutils import nodes

    from dtim_exact.book.mathml import mathml

    self.body.append(mathml(node.astext(), display))
    raise nodes.SkipNode


def _inline(self: Any, node: Any) -> None:
    _shown(self, node, "inline")


def _block(self: Any, node: Any) -> None:
    self.body.append('<div class="math">')
    try:
        _shown(self, node, "block")
    finally:
        self.body.append("</div>")


def _done(self: Any, node: Any) -> None:
    """Nothing is left to close."""


def _anchors(app: Any, page: str, source: list[str]) -> None:
    """The anchors of the generated pages, which any viewer of Markdown understands, as targets of this one."""
    source[0] = re.sub(r'^<a id="([^"]+)"></a>$', r"(\1)=", source[0], flags=re.MULTILINE)
    if page == "errata":  # the ledger has the same anchors
        source[0] = re.sub(r"(?<=\(#)claim-|(?<=^\()claim-(?=\S+\)=$)", "erratum-", source[0], flags=re.MULTILINE)


def _plain_text(app: Any, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Docstrings are plain text with `code` and doctests: bars, stars and underscores in formulas mean themselves."""
    in_example = False
    for k, line in enumerate(lines):
        in_example = line.lstrip().startswith(">>>") or (in_example and bool(line.strip()))
        if not in_example:
            parts = re.split(r"(``?[^`]+``?)", line)
            lines[k] = "".join(
                f"``{x.strip('`')}``" if i % 2 else re.sub(r"([\\*|_])", r"\\\1", x) for i, x in enumerate(parts)
            )


def setup(app: Any) -> None:
    app.add_html_math_renderer("mathml", (_inline, _done), (_block, _done))  # formulas by the reader of the book
    app.connect("source-read", _anchors)
    app.connect("autodoc-process-docstring", _plain_text)
