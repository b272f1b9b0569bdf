r"""What a notebook shows of a model, a number, a claim, a verdict or the ledger: HTML, and LaTeX for export.

HTML stands without scripts; formulas in it are between $$ marks, which notebooks typeset.

Key results: `html_of`, `latex_of`, `plain_of`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .claims import Claim, Ruling, Verdict
    from .ledger import Ledger

__all__ = ["html_of", "latex_of", "plain_of"]


def plain_of(thing: Any) -> str:
    """One line, or a line for each claim of a ledger."""
    match type(thing).__name__:
        case "Claim":
            return f"<claim {thing.id}: {thing.says}>"
        case "Verdict":
            return f"<{' '.join(_told(thing))}: {thing.claim.says}>"
        case "Ruling":
            return f"<{_outcome(thing)}: {thing.statement!r}>"
        case "Ledger":
            counts = ", ".join(f"{count} {verdict}" for verdict, count in thing.totals.items() if count)
            return f"<ledger of {len(thing.rows)} claims: {counts}>"
    return object.__repr__(thing)


def latex_of(thing: Any) -> str:
    """LaTeX with its dollar signs, or a tabular for a ledger."""
    match type(thing).__name__:
        case "Claim" | "Verdict":
            return f"${_claim_latex(thing)}$"
        case "Ruling":
            from .typeset import latex

            return f"${latex(thing.statement)}$"
        case "Ledger":
            return _ledger_latex(thing)
    return f"${thing.latex()}$"


def html_of(thing: Any) -> str:
    """HTML."""
    match type(thing).__name__:
        case "Claim":
            return "".join(_claim_html(thing))
        case "Verdict":
            return "".join(_verdict_html(thing))
        case "Ruling":
            return f"<p>{escape(_outcome(thing))}</p><p>${latex_of(thing)}$</p>{_paragraph(thing.reason)}"
        case "Ledger":
            return _ledger_html(thing)
        case "Model":
            return _table((_plain(key), _plain(value)) for key, value in thing.table().items())
    return f"<span>{_number_html(thing)}</span>"


# --- numbers


def _number_html(number: Any) -> str:
    """`1/3`, or midpoint and radius with their powers of ten."""
    text = escape(str(number))
    for sign, html in (("+/-", "&plusmn;"), ("-", "&minus;")):
        text = text.replace(sign, html)
    return _powers_of_ten(text)


def _powers_of_ten(text: str) -> str:
    import re

    return re.sub(
        r"(?<=\d)e((?:&minus;|\+)?\d+)", lambda found: f"&thinsp;&times;&thinsp;10<sup>{found[1]}</sup>", text
    )


# --- claims


def _told(verdict: Verdict) -> Iterator[str]:
    yield verdict.claim.id
    yield verdict.verdict
    if verdict.scope:
        yield f"({verdict.scope})"


def _outcome(ruling: Ruling) -> str:
    return "proved" if ruling.theorem is not None else "refuted" if ruling.refutation is not None else "undecided"


def _claim_latex(thing: Claim | Verdict) -> str:
    from .formulas import claim_formulas

    found = claim_formulas(thing)
    rows = [*found.printed, *(rf"\text{{corrected: }} {one}" for one in found.corrected)]
    joined = r" \\ ".join(rows)
    return joined if len(rows) == 1 else rf"\begin{{array}}{{l}} {joined} \end{{array}}"


def _claim_html(claim: Claim) -> Iterator[str]:
    from .formulas import claim_formulas

    yield f"<p><b>{escape(claim.id)}</b> {_words(claim.says)}</p>"
    found = claim_formulas(claim)
    if claim.quote:
        yield f"<p>The paper says: &quot;{escape(claim.quote)}&quot; Read as:</p>"
    yield from (f"<p>$${escape(one)}$$</p>" for one in found.printed)
    if claim.given:
        yield f"<p>Given: {_words(claim.given)}.</p>"
    if found.corrected:
        yield "<p>Corrected:</p>"
        yield from (f"<p>$${escape(one)}$$</p>" for one in found.corrected)


def _verdict_html(verdict: Verdict) -> Iterator[str]:
    yield f"<p><b>{escape(' '.join(_told(verdict)))}</b></p>"
    yield from _claim_html(verdict.claim)
    if verdict.counterexample:
        yield f"<p>Counterexample: {_words(verdict.counterexample)}.</p>"
    if verdict.method:
        yield _paragraph(f"By {verdict.method}.")
    if verdict.claim.note:
        yield f"<p>{_words(verdict.claim.note)}</p>"


def _words(text: str) -> str:
    """Running text with its mathematics between dollar signs."""
    from .prose import pieces

    return "".join(f"${escape(piece)}$" if kind == "math" else escape(piece) for kind, piece in pieces(text))


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>" if text else ""


# --- tables


def _plain(value: Any) -> str:
    return _powers_of_ten(escape(str(value)))


def _table(rows: Iterable[tuple[str, ...]], head: tuple[str, ...] = ()) -> str:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    heading = "<tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in head) + "</tr>" if head else ""
    return f"<table>{heading}{body}</table>"


def _ledger_html(ledger: Ledger) -> str:
    rows = (
        (escape(row.claim.id), escape(row.verdict.verdict), escape(row.verdict.scope), _words(row.claim.says))
        for row in ledger.rows
    )
    return _table(rows, ("id", "verdict", "scope", "says")) + _paragraph(plain_of(ledger)[1:-1])


def _ledger_latex(ledger: Ledger) -> str:
    from .prose import in_text

    rows = " \\\\\n".join(
        f"{row.claim.id} & {row.verdict.verdict} & {in_text(row.verdict.scope)}" for row in ledger.rows
    )
    return f"\\begin{{tabular}}{{lll}}\nid & verdict & scope \\\\ \\hline\n{rows}\n\\end{{tabular}}"
