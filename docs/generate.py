"""Writes the generated pages: the ledger, the errata and the record of verdicts.

python docs/generate.py                  judge all claims: docs/ledger.md, docs/errata.md, derivations/record.json
python docs/generate.py --mutants        the same, with the mutants of all claims (docs/mutants.json)
python docs/generate.py --mutants D7 D8  the same, with the mutants of these claims; the counts of the others stay
python docs/generate.py --figures [NAME...]  only the pictures in docs/figures, the numbers in docs/figures.md
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from dtim_exact.ledger import run, write_record
from dtim_exact.ledger_pages import errata_markdown, ledger_markdown, mutant_record

DOCS = Path(__file__).resolve().parent
MUTANTS = DOCS / "mutants.json"


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--figures"]:
        from figure_pages import write_figures

        write_figures(arguments[1:])
        return 0
    if "--mutants" in arguments:
        _try_mutants([name for name in arguments if name != "--mutants"])
    ledger = run(progress=_told)
    write_record(ledger)
    (DOCS / "ledger.md").write_text(ledger_markdown(ledger, json.loads(MUTANTS.read_text())))
    (DOCS / "errata.md").write_text(errata_markdown(ledger))
    return 0 if not ledger.totals["undecided"] else 1


def _try_mutants(ids: list[str]) -> None:
    """Puts the counts of the mutants on record, one claim a line."""
    tried = run(ids, mutants=True, progress=_told)
    counts = {**(json.loads(MUTANTS.read_text()) if ids else {}), **mutant_record(tried)}
    rows = ",\n".join(f" {json.dumps(name)}: {json.dumps(row)}" for name, row in counts.items())
    MUTANTS.write_text("{\n" + rows + "\n}\n")
    for row in tried.rows:
        for mutant in row.mutants.survived if row.mutants else ():
            print(f"survived: {mutant}")


def _told(name: str, done: int, of: int) -> None:
    print(f"{done}/{of} {name}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
