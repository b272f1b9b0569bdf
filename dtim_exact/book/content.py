"""What the book says, as plain data: the one source of the HTML and of the PDF.

An `Entry` is a claim with its verdict, its formulas in LaTeX, its proof in steps, its numbers and its neighbours. Texts
are as they stand in the derivations; `prose` finds the mathematics in them when a page is made.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import __version__
from ..claims import Claim, Ruling
from ..formulas import claim_formulas
from ..ledger import VERDICTS, Ledger, Row, run
from ..places import place_of_function
from .chapters import Chapter, chapters
from .samples import Sample, samples_of
from .steps import Step, steps_of

if TYPE_CHECKING:
    from ..ledger import Progress

__all__ = ["Book", "Chapter", "Entry", "Place", "Proof", "collect", "from_data", "label_of", "to_data"]

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Proof:
    """The proof of what is printed, its refutation, or the proof of the corrected form."""

    about: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Place:
    """Where to look in the sources."""

    what: str
    name: str
    file: str
    line: int


@dataclass(frozen=True)
class Entry:
    """One claim."""

    id: str
    label: str
    chapter: str
    says: str
    quote: str
    verdict: str
    scope: str
    method: str
    printed: tuple[str, ...]
    corrected: tuple[str, ...]
    given: str
    counterexample: str
    note: str
    proofs: tuple[Proof, ...]
    uses: tuple[str, ...]
    used_by: tuple[str, ...]
    samples: tuple[Sample, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Book:
    """All of it."""

    version: str
    totals: dict[str, int]
    chapters: tuple[Chapter, ...]
    entries: dict[str, Entry]

    @property
    def errata(self) -> list[Entry]:
        """What is refuted as printed, in the order of the book."""
        return [entry for entry in self.entries.values() if entry.verdict == "refuted"]


def label_of(name: str) -> str:
    """How an id is written in a sentence.

    >>> print(label_of("17"), label_of("S19"), label_of("D2"), label_of("unique"))
    (17) (S19) (D2) unique
    """
    return f"({name})" if re.fullmatch(r"[SD]?\d+", name) else name


def collect(progress: Progress | None = None) -> Book:
    """Judges every claim and gathers what the book says about it."""
    return book_of(run(progress=progress))


def book_of(ledger: Ledger) -> Book:
    rows = {row.claim.id: row for row in ledger.rows}
    found = chapters(row.claim for row in ledger.rows)
    used_by: dict[str, list[str]] = {name: [] for name in rows}
    for chapter in found:
        for name in chapter.ids:
            for other in rows[name].claim.uses:
                used_by[other].append(name)
    entries = {
        name: _entry(rows[name], chapter.slug, tuple(used_by[name])) for chapter in found for name in chapter.ids
    }
    return Book(__version__, {v: ledger.totals[v] for v in VERDICTS}, tuple(found), entries)


def _entry(row: Row, chapter: str, used_by: tuple[str, ...]) -> Entry:
    one, verdict, formulas = row.claim, row.verdict, claim_formulas(row.verdict)
    return Entry(
        id=one.id,
        label=label_of(one.id),
        chapter=chapter,
        says=one.says,
        quote=one.quote,
        verdict=verdict.verdict,
        scope=verdict.scope,
        method=verdict.method,
        printed=formulas.printed,
        corrected=formulas.corrected,
        given=one.given,
        counterexample=verdict.counterexample,
        note=one.note,
        proofs=tuple(_proofs(verdict.printed, "")) + tuple(_proofs(verdict.corrected, " of the corrected form")),
        uses=one.uses,
        used_by=used_by,
        samples=samples_of(one),
        places=tuple(_places(one)),
    )


def _proofs(rulings: tuple[Ruling, ...], about: str) -> list[Proof]:
    """One proof of all statements that hold, one refutation of all that do not."""
    kinds = {
        "Refutation": [ruling.refutation for ruling in rulings if ruling.refutation is not None],
        f"Proof{about}": [r.theorem for r in rulings if r.refutation is None and r.theorem is not None],
    }
    return [Proof(name, steps_of(*theorems)) for name, theorems in kinds.items() if theorems]


def _places(one: Claim) -> list[Place]:
    """The lines of `where`: the functions that evaluate it, and the claim itself."""
    named = [name.strip() for name in one.evaluated.split(",") if name.strip()]
    found = [(name, place_of_function(name)) for name in named]
    places = [Place("evaluated", name, _short(place["file"]), place["line"]) for name, place in found]
    return [*places, Place("verified", f"claim {one.id}", _short(one.file), one.line)]


def _short(file: str) -> str:
    """The file as it is called in the repository and in a wheel."""
    path = Path(file).resolve()
    if path.parent.name == "derivations":
        return f"derivations/{path.name}"
    return f"dtim_exact/{path.relative_to(ROOT).as_posix()}" if path.is_relative_to(ROOT) else path.name


def to_data(book: Book) -> dict[str, Any]:
    """The book as lists, dictionaries, numbers and texts."""
    return asdict(book)


def from_data(data: dict[str, Any]) -> Book:
    """The book back from `to_data`, also when it went through JSON."""
    return Book(
        data["version"],
        dict(data["totals"]),
        tuple(Chapter(**{**chapter, "ids": tuple(chapter["ids"])}) for chapter in data["chapters"]),
        {name: _entry_from(entry) for name, entry in data["entries"].items()},
    )


def _entry_from(data: dict[str, Any]) -> Entry:
    proofs = tuple(Proof(p["about"], tuple(_step_from(s) for s in p["steps"])) for p in data["proofs"])
    lists = {name: tuple(data[name]) for name in ("printed", "corrected", "uses", "used_by")}
    samples = tuple(Sample(**sample) for sample in data["samples"])
    places = tuple(Place(**place) for place in data["places"])
    return Entry(**{**data, **lists, "proofs": proofs, "samples": samples, "places": places})


def _step_from(data: dict[str, Any]) -> Step:
    return Step(**{**data, "given": tuple(data["given"]), "premises": tuple(data["premises"])})
