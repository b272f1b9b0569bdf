"""The HTML pages, written from the content by templates: self-contained, complete without scripts.

Every page carries its style and its script, so that one page alone can be sent to somebody.

Key results: `check`, `write`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from ..errors import DtimError, InputError, shown
from ..ledger_pages import MEANING
from .breaking import length
from .content import Book, Chapter, Entry
from .steps import Step, rule_in_words

__all__ = ["anchor", "by_number", "check", "write"]

HERE = Path(__file__).resolve().parent
MARKER = "index.html"
STACKED = 28
"""Letters from which print and correction stand below each other."""


def write(book: Book, folder: Path) -> Path:
    """Writes all pages below `folder`, which must be empty or hold an older book, and answers the index page."""
    check(folder)
    for page in folder.glob("*.html"):  # chapters that are no more
        if _is_ours(page):
            page.unlink()
    for name, text in _pages(book):
        (folder / name).write_text(text, encoding="utf-8")
    return folder / MARKER


def _need_libraries() -> None:
    try:
        import jinja2  # noqa: F401
        import latex2mathml  # noqa: F401
    except ImportError as error:
        needed, do = "jinja2 and latex2mathml", "pip install 'dtim-exact[book]'"
        raise DtimError(f"no library {error.name}", needed, do) from error


def check(folder: Path) -> None:
    """Makes the folder. DtimError if a library is missing or the folder cannot be written or holds something else."""
    _need_libraries()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        filled, ours = any(folder.iterdir()), _is_ours(folder / MARKER)
    except OSError as error:
        given = f"the folder {shown(str(folder))} ({error.strerror})"
        raise InputError(given, "a folder that can be written to", "name another one") from error
    if filled and not ours:
        given = f"the folder {shown(str(folder))}, which holds something else"
        raise InputError(given, "a new folder, or one with an older book", "name another one")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise InputError(f"the folder {shown(str(folder))}", "a folder that can be written to", "name another one")


def _is_ours(page: Path) -> bool:
    return page.is_file() and 'name="generator" content="dtim-exact' in page.read_text("utf-8", errors="replace")[:600]


def anchor(name: str) -> str:
    """The id of a claim on its page."""
    return f"claim-{name}"


def _address(book: Book, name: str) -> str:
    return f"{book.entries[name].chapter}.html#{anchor(name)}"


def _pages(book: Book) -> Iterator[tuple[str, str]]:
    environment = _environment(book)

    def page(template: str, title: str, **more: Any) -> str:
        return str(environment.get_template(template).render(title=title, here=None, **more))

    totals = [(v, count) for v, count in book.totals.items() if count or v == "undecided"]
    yield MARKER, page("index.html.j2", "Contents", totals=totals)
    yield "errata.html", page("errata.html.j2", "Errata")
    yield "numbers.html", page("numbers.html.j2", "All claims", **_numbers(book))
    from .drawing import whole

    graph = whole(book.entries, partial(_address, book))
    yield "graph.html", page("graph.html.j2", "Graph", graph=graph, verdicts=[v for v, n in book.totals.items() if n])
    yield "search.html", page("search.html.j2", "Search", index=_index(book, environment.globals["title_text"]))
    rules = sorted({s.rule for e in book.entries.values() for p in e.proofs for s in p.steps})
    yield "about.html", page("about.html.j2", "About", totals_all=totals, all_rules=rules)
    for at, chapter in enumerate(book.chapters):
        template = environment.get_template("chapter.html.j2")
        yield f"{chapter.slug}.html", template.render(**_chapter(book, at), title=_plain_title(chapter), here=chapter)


def _plain_title(chapter: Chapter) -> str:
    return chapter.title.partition(":")[0]


def _chapter(book: Book, at: int) -> dict[str, Any]:
    found = [book.entries[name].verdict for name in book.chapters[at].ids]
    return {
        "tally": [(verdict, found.count(verdict)) for verdict in book.totals if verdict in found],
        "before": book.chapters[at - 1] if at else None,
        "after": book.chapters[at + 1] if at + 1 < len(book.chapters) else None,
    }


def _environment(book: Book) -> Any:
    """The templates with the words that they use."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    from .drawing import neighbours
    from .markup import formula, quotation, sentence

    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    address = partial(_address, book)
    text = partial(sentence, address={name: address(name) for name in book.entries})
    environment.globals |= {
        "book": book,
        "style": Markup(_asset("style.css")),
        "script": Markup(_asset("script.js")),
        "parts": _parts(book),
        "meaning": MEANING,
        "wide_open": False,
        "anchor": anchor,
        "address": address,
        "formula": formula,
        "sentence": text,
        "quotation": quotation,
        "title_of": lambda chapter: Markup("{} {}").format(chapter.number, sentence(chapter.title, {})),
        "step_formula": lambda step: _step_formula(step, formula),
        "neighbours": lambda name: neighbours(book.entries, name, address),
        "title_text": partial(sentence, address={}),
        "rule_in_words": rule_in_words,
        "rules": lambda proof: list(dict.fromkeys(step.rule for step in proof.steps)),
        "scope": scope_in_words,
        "counterexample": lambda entry: text(sentence_of(entry.counterexample)),
        "stacked": stacked,
        "inherited": lambda entry: [name for name in entry.used_by if book.entries[name].verdict == "refuted"],
        "standing": standing(book),
    }
    return environment


def _asset(name: str) -> str:
    return (HERE / "assets" / name).read_text(encoding="utf-8")


def _parts(book: Book) -> list[tuple[str, list[Chapter]]]:
    """Chapters below the headings of their parts."""
    return [
        (part, [chapter for chapter in book.chapters if chapter.part == part])
        for part in dict.fromkeys(chapter.part for chapter in book.chapters)
    ]


def _step_formula(step: Step, formula: Callable[..., Any]) -> Any:
    from markupsafe import Markup

    return Markup('<div class="scroll" tabindex="0" role="group" aria-label="Step {}">{}</div>').format(
        step.number, formula(step.statement)
    )


def stacked(entry: Entry) -> bool:
    """Whether print and correction are too long to stand side by side."""
    return max((length(line) for line in (*entry.printed, *entry.corrected)), default=0) > STACKED


def scope_in_words(entry: Entry) -> str:
    """For what a verdict holds; where the print is refuted, for what the correction does.

    >>> from types import SimpleNamespace
    >>> scope_in_words(SimpleNamespace(scope="all N", verdict="refuted"))
    'correction: all N'
    """
    return f"correction: {entry.scope}" if entry.verdict == "refuted" else entry.scope


def sentence_of(text: str) -> str:
    """A remark as a sentence: with a full stop."""
    return f"{text}." if text and text[-1] not in ".!?" else text


def standing(book: Book) -> list[str]:
    """The numbered equations of the main text that are proved as printed."""
    return [name for name in book.entries if name.isdigit() and book.entries[name].verdict == "proved"]


def by_number(book: Book) -> list[Entry]:
    """Main text, supplement, our own, then names in alphabetical order."""

    def place(entry: Entry) -> tuple[int, int, str]:
        letter, number = entry.id[:1], entry.id.lstrip("SD")
        kind = 0 if entry.id.isdigit() else {"S": 1, "D": 2}.get(letter, 3) if number.isdigit() else 3
        return (kind, int(number), "") if kind < 3 else (3, 0, entry.id)

    return sorted(book.entries.values(), key=place)


def _numbers(book: Book) -> dict[str, Any]:
    """The rows, and the first row of each verdict, which the totals lead to."""
    entries = by_number(book)
    first: dict[str, str] = {}
    for verdict in book.totals:
        name = next((entry.id for entry in entries if entry.verdict == verdict), None)
        if name is not None:
            first[name] = verdict
    return {"entries": entries, "first": first}


def _index(book: Book, text: Callable[[str], Any]) -> Any:
    """What is searched: JSON that is safe inside a script element."""
    from markupsafe import Markup

    rows = [
        {
            "html": str(text(entry.says)),
            "id": entry.id,
            "label": entry.label,
            "shown": entry.says,
            "verdict": entry.verdict,
            "address": _address(book, entry.id),
            "text": " ".join([entry.given, entry.note, *entry.printed, *entry.corrected, _title_of(book, entry)]),
        }
        for entry in by_number(book)
    ]
    return Markup(json.dumps(rows).replace("<", "\\u003c"))


def _title_of(book: Book, entry: Entry) -> str:
    return next(chapter.title for chapter in book.chapters if chapter.slug == entry.chapter)
