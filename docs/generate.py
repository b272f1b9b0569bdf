"""Writes the generated pages: the ledger, the errata and the record of verdicts.

python docs/generate.py            judge all claims and write docs/ledger.md, docs/errata.md, derivations/record.json
python docs/generate.py --mutants  the same, with the table of mutants
python docs/generate.py --figures [NAME...]  only the pictures in docs/figures, the numbers in docs/figures.md
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from dtim_exact.ledger import run, write_record
from dtim_exact.ledger_pages import errata_markdown, ledger_markdown

DOCS = Path(__file__).resolve().parent
MUTANTS = DOCS / "mutants.json"


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["--figures"]:
        from figure_pages import write_figures

        write_figures(arguments[1:])
        return 0
    ledger = run(
        mutants="--mutants" in arguments, progress=lambda name, done, of: print(f"{done}/{of} {name}", file=sys.stderr)
    )
    if ledger.mutants is not None:
        counts = {
            row.claim.id: [row.mutants.killed, row.mutants.equivalent, len(row.mutants.survived)]
            for row in ledger.rows
            if row.mutants is not None
        }
        MUTANTS.write_text(json.dumps(counts, indent=1) + "\n")
    write_record(ledger)
    (DOCS / "ledger.md").write_text(ledger_markdown(ledger))
    (DOCS / "errata.md").write_text(errata_markdown(ledger))
    return 0 if not ledger.totals["undecided"] else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
