"""The ledger: all claims, put before the judge one by one, as rows that a person or a script can read.

`load` finds the derivations (those of the paper, or files of a reader's own), `run` judges them and answers a `Ledger`.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import json
import sys
import time
import types
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .claims import Claim, Verdict, judge
from .display import Displayed
from .errors import InputError, shown
from .proof.terms import to_data
from .trials import Mutants, try_mutants

__all__ = ["Ledger", "Row", "derivations_folder", "find_claim", "load", "recorded", "run", "verify"]

VERDICTS = ("proved", "enclosed", "refuted", "definition", "cited", "undecided")
RECORD = "record.json"
Progress = Callable[[str, int, int], None]
"""Called with the id of the claim that comes next, how many are done and how many there are."""


def derivations_folder() -> Path:
    """Where the paper's derivations lie: inside an installed package, or beside it in the repository."""
    here = Path(__file__).resolve().parent
    return next(
        (folder for folder in (here / "derivations", here.parent / "derivations") if folder.is_dir()),
        here / "derivations",
    )


def load(paths: Sequence[str | Path] = ()) -> list[Claim]:
    """The claims of the paper in reading order, or those of the given files."""
    if paths:
        return [one for path in paths for one in _claims_of_file(Path(path))]
    folder = derivations_folder()
    _as_package(folder)
    claims: list[Claim] = []
    for file in sorted(folder.glob("[a-z]*.py")):
        claims += importlib.import_module(f"derivations.{file.stem}").CLAIMS
    return claims


def _as_package(folder: Path) -> None:
    """Makes `import derivations.<file>` work wherever the folder lies."""
    package = sys.modules.get("derivations")
    if package is None or [str(p) for p in getattr(package, "__path__", [])] != [str(folder)]:
        package = types.ModuleType("derivations")
        package.__path__ = [str(folder)]
        sys.modules["derivations"] = package


def _claims_of_file(path: Path) -> list[Claim]:
    if not path.is_file():
        raise InputError(
            given=f"the derivation file {path}", needed="a Python file that defines CLAIMS", do="check the path"
        )
    spec = importlib.util.spec_from_file_location(f"readers_derivation_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.path.insert(0, str(path.resolve().parent))  # as for any Python program
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise InputError(
            given=f"the derivation file {path} ({type(error).__name__}: {error})",
            needed="a Python file that can be imported",
            do="run it with python to see where it fails",
        ) from error
    finally:
        sys.path.pop(0)
    claims = getattr(module, "CLAIMS", None)
    if not isinstance(claims, (list, tuple)) or not all(isinstance(c, Claim) for c in claims):
        raise InputError(
            given=f"the derivation file {path}",
            needed="a list CLAIMS of claims",
            do="see docs/own-derivation.md for twenty lines that work",
        )
    return list(claims)


@dataclass(frozen=True)
class Row:
    """One line of the ledger."""

    verdict: Verdict
    seconds: float
    changed: bool = False
    mutants: Mutants | None = None

    @property
    def claim(self) -> Claim:
        return self.verdict.claim

    def to_json(self) -> dict[str, Any]:
        one = self.claim
        row: dict[str, Any] = {
            "id": one.id,
            "says": one.says,
            "printed": printed_latex(one),
            "verdict": self.verdict.verdict,
            "scope": self.verdict.scope,
            "method": self.verdict.method,
            "uses": list(one.uses),
            "corrected": corrected_latex(one),
            "counterexample": self.verdict.counterexample,
            "note": one.note,
            "seconds": round(self.seconds, 3),
            "given": one.given,
            "changed": self.changed,
        }
        return row


def printed_latex(one: Claim) -> str:
    """The claim as printed, in LaTeX, on one line; `formulas.claim_formulas` has its formulas one by one."""
    return _joined(one, "printed")


def corrected_latex(one: Claim) -> str:
    """The corrected form in LaTeX; empty where the print stands."""
    return _joined(one, "corrected")


def _joined(one: Claim, which: str) -> str:
    from .formulas import claim_formulas

    return r",\qquad ".join(getattr(claim_formulas(one), which))


@dataclass(frozen=True, repr=False)
class Ledger(Displayed):
    """The rows, in reading order."""

    rows: tuple[Row, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Verdict]:
        return (row.verdict for row in self.rows)

    def __getitem__(self, id: str) -> Verdict:  # noqa: A002
        """The verdict on the claim with this id; KeyError if it was not judged."""
        return {row.claim.id: row.verdict for row in self.rows}[id]

    @property
    def totals(self) -> dict[str, int]:
        """How many claims have which verdict."""
        return {v: sum(row.verdict.verdict == v for row in self.rows) for v in VERDICTS}

    @property
    def mutants(self) -> dict[str, int] | None:
        """How many wrong statements were killed, say the same, or survived; None where they were not tried."""
        tried = [row.mutants for row in self.rows if row.mutants is not None]
        if not tried:
            return None
        return {
            "killed": sum(m.killed for m in tried),
            "equivalent": sum(m.equivalent for m in tried),
            "survived": sum(len(m.survived) for m in tried),
        }

    @property
    def other_bounds(self) -> int:
        """How many of the equivalent mutants are inequalities with other bounds, which hold too."""
        return sum(row.mutants.other_bounds for row in self.rows if row.mutants is not None)

    @property
    def stands(self) -> bool:
        """Whether every claim is decided as recorded and no mutant survived."""
        return (
            not self.totals["undecided"]
            and not any(row.changed for row in self.rows)
            and not (self.mutants or {}).get("survived")
        )

    def to_json(self) -> dict[str, Any]:
        result: dict[str, Any] = {"claims": [row.to_json() for row in self.rows], "totals": self.totals}
        return result if self.mutants is None else {**result, "mutants": self.mutants}

    def proofs(self) -> dict[str, Any]:
        """All theorems with their proofs and the definitions they are about, as plain data; see docs/proofs.md."""
        from .proof.export import FORMAT, Proofs, conventions_data

        found = Proofs()
        claims = {row.claim.id: found.claim(row.verdict) for row in self.rows}
        return {"format": FORMAT, "conventions": conventions_data(), "theorems": found.theorems, "claims": claims}


def run(
    ids: Sequence[str] = (),
    paths: Sequence[str | Path] = (),
    *,
    mutants: bool = False,
    progress: Progress | None = None,
) -> Ledger:
    """Judges the claims of the paper (or of `paths`), all of them or those named."""
    claims = load(paths)
    known = {one.id: one for one in claims}
    unknown = [name for name in ids if name not in known]
    if unknown:
        raise InputError(
            given=f"the claim {', '.join(unknown)}", needed="ids of the ledger", do="see `dtim-exact verify --list`"
        )
    wanted = [known[name] for name in dict.fromkeys(ids)] if ids else claims
    record = {} if paths else recorded()
    rows = []
    for done, one in enumerate(wanted):
        if progress is not None:
            progress(one.id, done, len(wanted))
        start = time.process_time()
        verdict = judge(one)
        tried = try_mutants(one) if mutants else None
        rows.append(Row(verdict, time.process_time() - start, _changed(verdict, record), tried))
    if progress is not None:
        progress("", len(wanted), len(wanted))
    return Ledger(tuple(rows))


def verify(*ids: str, paths: Sequence[str | Path] = (), mutants: bool = False) -> Ledger:
    """The ledger, judged now: all claims of the paper (or of the files `paths`), or those with the given ids.

    >>> verify("S22")["S22"].verdict
    'proved'

    Raises InputError for an id that is not in the ledger.
    """
    return run(ids, paths, mutants=mutants)


def find_claim(id: str) -> Claim:  # noqa: A002  (the ledger's word)
    """The claim with this id, not yet judged; `judge` gives its verdict.

    >>> find_claim("S22").says
    'The lowering operator of (7) for uniform fields.'
    """
    for one in load():
        if one.id == id:
            return one
    raise InputError(f"the claim {shown(id)}", "an id of the ledger", "see `dtim-exact verify --list`")


def recorded() -> dict[str, Any]:
    """The verdicts and statements on record, by claim; empty before the first record is written."""
    file = derivations_folder() / RECORD
    if not file.is_file():
        return {}
    record: dict[str, Any] = json.loads(file.read_text())
    return record


def as_record(verdict: Verdict) -> dict[str, str]:
    """What the record keeps of a claim: its verdict and a digest of what was decided."""
    return {"verdict": verdict.verdict, "scope": verdict.scope, "digest": statement_digest(verdict.claim)}


def statement_digest(one: Claim) -> str:
    """A digest of what a claim states, printed and corrected."""
    said = [[to_data(s.term) for s in group] for group in (one.printed, one.corrected)]
    text = json.dumps([said, one.latex, one.corrected_latex, one.given])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _changed(verdict: Verdict, record: dict[str, Any]) -> bool:
    return bool(record) and record.get(verdict.claim.id) != as_record(verdict)


def write_record(ledger: Ledger) -> None:
    """Puts the verdicts of a full run on record; only for a change that is meant."""
    text = json.dumps({row.claim.id: as_record(row.verdict) for row in ledger.rows}, indent=1)
    (derivations_folder() / RECORD).write_text(text + "\n")
