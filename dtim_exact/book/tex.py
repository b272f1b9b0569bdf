r"""The book as one LaTeX document: the same content as the pages, in the same order.

Only packages of a small TeX distribution are used. Proof steps, hypotheses and numbers are set as in the HTML; what a
page links to is a reference here.

Key result: `document`.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from ..ledger_pages import MEANING
from ..prose import pieces, quoted
from .breaking import breakable
from .content import Book, Chapter, Entry, Proof
from .references import split
from .steps import Step, rule_in_words

__all__ = ["document"]

PREAMBLE = r"""\documentclass[10pt,a4paper]{article}
\usepackage{iftex}
\ifpdftex\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}\usepackage{textcomp}\fi
\usepackage{lmodern}
\usepackage{amsmath,amssymb}
\usepackage[a4paper,left=24mm,right=24mm,top=24mm,bottom=26mm]{geometry}
\usepackage{microtype}
\usepackage{xcolor,booktabs,multicol,enumitem,xurl}
\usepackage[hidelinks,bookmarksnumbered,pdfusetitle]{hyperref}
\hypersetup{colorlinks=true,linkcolor=link,urlcolor=link}
\definecolor{link}{HTML}{1C55A0}\definecolor{good}{HTML}{17693A}\definecolor{bad}{HTML}{A3310D}
\definecolor{ball}{HTML}{6A4A06}\definecolor{plain}{HTML}{46505E}
\setlength{\parindent}{0pt}\setlength{\parskip}{4pt plus 1pt}
\emergencystretch=3em\tolerance=2000\hbadness=10000\vbadness=10000
\allowdisplaybreaks
\newcommand{\verdictword}[2]{{\small\bfseries\textcolor{#1}{#2}}}
\newcommand{\quiet}[1]{{\small\textcolor{plain}{#1}}}
\newcommand{\lineofcode}[1]{\texttt{\small #1}}
% a formula as a centred paragraph: TeX breaks it where `breaking` allows
\newenvironment{formula}{\par\begingroup\raggedright\leftskip=1.6em\rightskip=0pt plus 1fil\parindent=0pt%
  \hangindent=2em\hangafter=1\relpenalty=10000\binoppenalty=10000\displaywidowpenalty=0%
  \abovedisplayskip=0pt\lineskiplimit=2pt\lineskip=3pt}{\par\endgroup}
\newcommand{\headline}[1]{\par\medskip\noindent{\bfseries #1}\quad}
\setcounter{tocdepth}{2}
\title{Exact solution of the infinite-range dissipative\\ transverse-field Ising model, \emph{checked}}
"""
COLOURS = {"proved": "good", "enclosed": "ball", "refuted": "bad", "undecided": "bad"}
_ESCAPES = {c: "\\" + c for c in "%&#$_{}"} | {"^": r"\^{}", "~": r"\~{}", "\\": r"\textbackslash{}"}
_ESCAPES |= {"<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}"}


def document(book: Book) -> str:
    """The whole LaTeX source."""
    return "\n".join(_lines(book)) + "\n"


def _lines(book: Book) -> Iterator[str]:
    yield PREAMBLE
    yield rf"\author{{\texttt{{dtim-exact}} {book.version}}}\date{{}}"
    yield r"\begin{document}\maketitle"
    yield from _preface(book)
    yield r"\begin{multicols}{2}\small\tableofcontents\end{multicols}\clearpage"
    part = ""
    for chapter in book.chapters:
        if chapter.part != part:
            part = chapter.part
            yield rf"\phantomsection\addcontentsline{{toc}}{{part}}{{{part}}}"
        yield from _chapter(book, chapter)
    yield from _errata(book)
    yield from _rules(book)
    yield r"\end{document}"


def _preface(book: Book) -> Iterator[str]:
    yield (
        "Every numbered equation of the paper of D. Roberts and A. A. Clerk (2023), and the statements between them: "
        "each decided by a small proof kernel, with its hypotheses, its proof, the numbers it gives and, where print "
        "and derivation part, an exact counterexample and the corrected form, proved by the same judge.\n"
    )
    yield r"\begin{center}\begin{tabular}{lrp{0.66\linewidth}}\toprule verdict & claims & meaning\\ \midrule"
    for verdict, count in book.totals.items():
        yield rf"{_verdict(verdict)} & {count} & {_escaped(MEANING[verdict])}\\"
    yield r"\bottomrule\end{tabular}\end{center}"


def _chapter(book: Book, chapter: Chapter) -> Iterator[str]:
    title = _sentence(book, chapter.title, links=False)
    number = f"{chapter.number} " if chapter.number else ""
    plain = _escaped(f"{number}{chapter.title}")
    both = rf"\texorpdfstring{{{number}{title}}}{{{plain}}}"
    yield rf"\section*{{{number}{title}}}\phantomsection\addcontentsline{{toc}}{{section}}{{{both}}}"
    for name in chapter.ids:
        yield from _claim(book, book.entries[name])


def _claim(book: Book, entry: Entry) -> Iterator[str]:
    label = _escaped(entry.label)
    scope = rf"\quad \quiet{{{_escaped(entry.scope)}}}" if entry.scope else ""
    yield rf"\subsection*{{{label}\quad {_verdict(entry.verdict)}{scope}}}"
    yield rf"\phantomsection\label{{{_key(entry.id)}}}\addcontentsline{{toc}}{{subsection}}{{{label}}}"
    yield _sentence(book, entry.says) + "\n"
    yield from _statement(book, entry)
    if entry.given:
        yield rf"\headline{{Hypotheses}}{_sentence(book, entry.given)}." + "\n"
    if entry.note:
        yield rf"\headline{{Note}}{_sentence(book, entry.note)}" + "\n"
    yield from _numbers(entry)
    for proof in entry.proofs:
        yield from _proof(book, proof)
    yield from _around(book, entry)


def _statement(book: Book, entry: Entry) -> Iterator[str]:
    refuted = entry.verdict == "refuted"
    if entry.quote:
        yield rf"\headline{{The paper says}}``{_quotation(entry.quote)}''" + "\n"
    if refuted or entry.quote:
        heading = "Read as" if entry.quote else "As printed"
        yield rf"\headline{{\textcolor{{{'bad' if refuted else 'plain'}}}{{{heading}}}}}\par\nobreak"
    yield from map(_formula, entry.printed)
    if entry.counterexample:
        yield rf"{{\raggedright\headline{{Counterexample}}{_sentence(book, entry.counterexample)}.\par}}"
    if entry.corrected:
        yield rf"\headline{{\textcolor{{good}}{{{'Corrected' if refuted else 'As meant'}}}}}\par\nobreak"
        yield from map(_formula, entry.corrected)


def _formula(latex: str) -> str:
    return rf"\begin{{formula}}$\displaystyle {breakable(latex)}$\end{{formula}}"


def _numbers(entry: Entry) -> Iterator[str]:
    if entry.samples:
        yield r"\headline{Numbers}\par\nobreak"
        for sample in entry.samples:
            value = rf"\hspace{{1em plus 1em}}\penalty0\textbf{{{_code(sample.value)}}}" if sample.value else ""
            yield rf"{{\raggedright\footnotesize\ttfamily\hangindent=2em {_code(sample.code)}{value}\par}}"


def _proof(book: Book, proof: Proof) -> Iterator[str]:
    options = "beginpenalty=10000,leftmargin=2.2em,itemsep=2pt,topsep=2pt"
    yield rf"\headline{{{_escaped(proof.about)}}}\par\nobreak\begin{{enumerate}}[{options}]\small"
    for step in proof.steps:
        yield rf"\item[{step.number}.] {_formula(step.statement)}"
        yield _reason(book, step)
    yield r"\end{enumerate}"


def _reason(book: Book, step: Step) -> str:
    premises = f" from {', '.join(map(str, step.premises))}" if step.premises else ""
    remark = f": {_sentence(book, step.remark)}" if step.remark else ""
    given = "; ".join(f"${breakable(one)}$" for one in step.given)
    words = rf"\textit{{{_escaped(step.rule)}}}{premises}{remark}" + (f"; given {given}" if given else "")
    return rf"{{\raggedright\footnotesize\relpenalty=500\binoppenalty=700 {words}\par}}"


def _around(book: Book, entry: Entry) -> Iterator[str]:
    uses, used_by = (", ".join(_link(book, name) for name in names) for names in (entry.uses, entry.used_by))
    parts = [f"Uses {uses}." if uses else "", f"Used by {used_by}." if used_by else ""]
    places = [rf"{place.what} {{\ttfamily {_code(f'{place.file}:{place.line}')}}}" for place in entry.places]
    yield rf"{{\raggedright\footnotesize\textcolor{{plain}}{{{' '.join(filter(None, [*parts, *places]))}}}\par}}"


def _errata(book: Book) -> Iterator[str]:
    yield r"\clearpage\section*{Errata}\phantomsection\addcontentsline{toc}{section}{Errata}"
    yield (
        f"{len(book.errata)} statements that are false as printed, or true only under a condition that the text does "
        "not state. The text was read from a scan; where a remark says so, the scan may be to blame.\n"
    )
    for number, entry in enumerate(book.errata, 1):
        yield rf"\subsection*{{{number}. {_escaped(entry.label)} \quad\quiet{{page \pageref{{{_key(entry.id)}}}}}}}"
        yield rf"\phantomsection\addcontentsline{{toc}}{{subsection}}{{{number}. {_escaped(entry.label)}}}"
        yield _sentence(book, entry.says) + "\n"
        yield from _statement(book, entry)
        if entry.given:
            yield rf"\headline{{Hypotheses}}{_sentence(book, entry.given)}." + "\n"
        if entry.note:
            yield rf"\headline{{Remark}}{_sentence(book, entry.note)}" + "\n"
        if entry.used_by:
            yield rf"\headline{{Consequences}}Used by {', '.join(_link(book, name) for name in entry.used_by)}." + "\n"


def _rules(book: Book) -> Iterator[str]:
    rules = sorted({step.rule for entry in book.entries.values() for p in entry.proofs for step in p.steps})
    yield r"\clearpage\section*{The rules of proof}\phantomsection\addcontentsline{toc}{section}{The rules of proof}"
    yield r"\begin{description}[style=unboxed,leftmargin=1.5em]"
    for rule in rules:
        yield rf"\item[{_escaped(rule)}] {_sentence(book, rule_in_words(rule), links=False)}"
    yield r"\end{description}"


def _verdict(verdict: str) -> str:
    return rf"\verdictword{{{COLOURS.get(verdict, 'plain')}}}{{{verdict}}}"


def _key(name: str) -> str:
    return f"claim:{name}"


def _link(book: Book, name: str) -> str:
    return rf"\hyperref[{_key(name)}]{{{_escaped(book.entries[name].label)}}}"


def _sentence(book: Book, text: str, *, links: bool = True) -> str:
    """The text with its formulas, and with links to the claims in it."""
    known = book.entries if links else {}
    return "".join(
        f"${breakable(piece)}$"
        if kind == "math"
        else "".join(_linked(known, part, name) for part, name in split(piece, known))
        for kind, piece in pieces(text)
    )


def _quotation(text: str) -> str:
    """The paper's own words, with its formulas."""
    return "".join(f"${breakable(piece)}$" if kind == "math" else _escaped(piece) for kind, piece in quoted(text))


def _linked(known: Container[str], text: str, name: str) -> str:
    return rf"\hyperref[{_key(name)}]{{{_escaped(text)}}}" if name in known else _escaped(text)


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(letter, letter) for letter in text)


def _code(text: str) -> str:
    """Code that may be broken behind commas, brackets and every few digits."""
    escaped = _escaped(text)
    return re.sub(r"([,(=/:]|\d{5}(?=\d))", r"\1\\allowbreak{}", escaped)
