"""What `where` tells of a claim: its verdict, its proof step by step, file and line, and how to run it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .output import print_table

if TYPE_CHECKING:
    from ..claims import Verdict
    from ..proof.theorem import Theorem

__all__ = ["print_claim"]

_STYLES = {"proved": "green", "enclosed": "green", "refuted": "yellow", "undecided": "bold red"}


def print_claim(verdict: Verdict, evaluated: list[str], verified: str) -> None:
    """The verdict on a claim, decided now, and all that stands behind it."""
    from ..ledger import corrected_latex, printed_latex

    one = verdict.claim
    rows = [
        (one.id, one.says),
        ("verdict", _told(verdict)),
        ("paper says", f'"{one.quote}"' if one.quote else ""),
        ("read as" if one.quote else "printed", printed_latex(one)),
        ("given", one.given),
        ("refuted by", verdict.counterexample),
        ("corrected", corrected_latex(one)),
        *_proof(verdict),
        ("note", one.note),
        ("uses", ", ".join(one.uses)),
        *(("evaluated", place) for place in evaluated or ["by no function of the package"]),
        ("verified", verified),
        ("run again", f"dtim-exact verify {one.id}"),
        ("its mutants", f"dtim-exact verify {one.id} --mutants"),
        ("proof as data", f"dtim-exact verify {one.id} --proof proof.json"),
    ]
    formal = ("run again", "its mutants", "proof as data") if one.kind == "statement" else ()
    shown = [row for row in rows if row[1] and (row[0] in formal or row[0] not in ("its mutants", "proof as data"))]
    print_table(["", ""], shown, styles=_STYLES)


def _told(verdict: Verdict) -> str:
    """The verdict with its scope, and whether it is the one on record."""
    from ..ledger import as_record, recorded

    record = recorded().get(verdict.claim.id)
    same = "as on record" if record == as_record(verdict) else "not as on record" if record else "not on record"
    whole = {"proved": ", for ", "enclosed": ", at ", "refuted": " as printed; the correction holds for "}
    scope = f"{whole.get(verdict.verdict, ', ')}{verdict.scope}" if verdict.scope else ""
    return f"{verdict.verdict}{scope} (decided now, {same})"


def _proof(verdict: Verdict) -> list[tuple[str, str]]:
    """The steps of the proof of what stands: the printed statements, or the corrected ones."""
    from ..proof.steps import steps
    from ..typeset import latex

    rows, explained = [], set()
    for step in steps(_theorems(verdict)):
        after = f" [from {', '.join(map(str, step.premises))}]" if step.premises else ""
        means = "" if step.means in explained else f": {step.means}"
        explained.add(step.means)
        statement = "" if step.rule == "literature" else f"\n{latex(step.statement)}"
        rows.append((f"step {step.number}", f"{step.rule}{after}{means}{statement}"))
    return rows


def _theorems(verdict: Verdict) -> list[Theorem]:
    rulings = verdict.corrected if verdict.verdict == "refuted" else verdict.printed
    return [ruling.theorem for ruling in rulings if ruling.theorem is not None]
