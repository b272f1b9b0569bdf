"""Every formula in one document, compiled by a real LaTeX: claims as printed and corrected, hypotheses, instances."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from dtim_exact.cli import main
from dtim_exact.formulas import claim_formulas
from dtim_exact.latex import FORMS, explicit_lines
from dtim_exact.ledger import load
from dtim_exact.linebreaks import broken, in_lines, width
from dtim_exact.plain_math import formula
from dtim_exact.prose import in_text, pieces, quoted
from dtim_exact.typeset import latex

PDFLATEX = shutil.which("pdflatex")
needs_latex = pytest.mark.skipif(PDFLATEX is None, reason="no pdflatex on this machine")
PREAMBLE = r"\documentclass{article}\usepackage{amsmath,amssymb}\usepackage[margin=2.5cm]{geometry}\begin{document}"
INSTANCES = [
    (eq, word, 2, form)
    for eq in ("17", "18")
    for word in ("X1", "+1 -2", "density", "Z1 Z2", "Y1 X2")
    for form in FORMS
]
INSTANCES += [(eq, word, 3, "reduced") for eq in ("17", "18") for word in ("X1", "+1 -2", "X1 Y2 Z3", "polarization")]
INSTANCES += [("17", "Z1", N, "reduced") for N in range(1, 13)]


def compiled(source: str, folder: Path) -> str:
    """The log; the file has to compile without an error."""
    assert PDFLATEX is not None
    (folder / "formulas.tex").write_text(source, encoding="utf-8")
    command = [PDFLATEX, "-no-shell-escape", "-draftmode", "-halt-on-error", "-interaction=nonstopmode", "formulas.tex"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=100, check=False, errors="replace"
    )
    assert done.returncode == 0, done.stdout[-2000:]
    return (folder / "formulas.log").read_text(errors="replace")


@needs_latex
def test_every_formula_compiles(tmp_path: Path) -> None:
    lines = [PREAMBLE]
    for one in load():
        found = claim_formulas(one)
        lines += [rf"\[ {broken(each)} \]" for each in (*found.printed, *found.corrected)]
        lines += [rf"${each}$\par" for each in found.hypotheses]
        lines += [in_text(each) + r"\par" for each in (one.says, one.note, one.given)]
        lines += [rf"\[ {broken(latex(s.term))} \]" for s in (*one.printed, *one.corrected)]  # what was decided
        lines += [rf"${each}$\par" for kind, each in quoted(one.quote) if kind == "math"]
    assert len(INSTANCES) >= 50
    lines += [rf"\[ {broken(each)} \]" for instance in INSTANCES for each in explicit_lines(*instance)]
    log = compiled("\n".join([*lines, r"\end{document}"]), tmp_path)
    assert "Undefined control sequence" not in log
    assert not re.search(r"^!", log, re.MULTILINE)
    assert "Missing character" not in log


@needs_latex
@pytest.mark.parametrize("arguments", [["S24"], ["unique"], ["17", "--N", "3", "+1 -2"]])
def test_a_standalone_document_compiles(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["latex", *arguments, "--standalone"]) == 0
    log = compiled(capsys.readouterr().out, tmp_path)
    assert all(float(width) < 5 for width in re.findall(r"Overfull \\hbox \(([\d.]+)pt", log))


def test_a_document_that_is_wrong_does_not_compile(tmp_path: Path) -> None:
    if PDFLATEX is None:
        pytest.skip("no pdflatex on this machine")
    with pytest.raises(AssertionError):
        compiled(PREAMBLE + r"\[ \frac{a}{ \]\end{document}", tmp_path)


def test_every_name_is_written_in_the_paper_s_notation() -> None:
    """No term falls back on its name in the statement language, no formula nests exponents."""
    for one in load():
        for each in (*claim_formulas(one).printed, *claim_formulas(one).corrected):
            assert not re.search(r"\\operatorname\{(?!tr|Re|Im|Prob)", each), one.id
            assert r"\rm" not in each
            assert not re.search(r"(?<![\d}])1 \\hat|(?<![\^_])[+-] -|--", each), one.id


def test_the_paper_s_own_formulas() -> None:
    printed = {one.id: claim_formulas(one).printed for one in load()}
    mean = r"\langle \hat\sigma_{C_1}^+ \hat\sigma_{C_2}^- \rangle_{\mathrm{SS}}"
    prefactor = r"\frac{2^{|R_{12}^c|} \mathcal K^*(R_1) \mathcal K(R_2)}{\mathcal N}"
    series = r"{}_3F_0(|R_1| - r^*, |R_2| - r, |R_{12}| - N;\, -2 |J_{\mathrm{eff}}/h|^2)"
    assert printed["17"] == (rf"{mean} = {prefactor}\,{series}",)
    assert printed["S19"][1] == r"[\hat S_+, \hat S_-^k] = k \hat B_{k - 1}"
    assert printed["S22"] == (r"\hat{\mathbb S}_- = \frac{2 J_{\mathrm{eff}}}{h}\,\hat S_-",)


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        ("2 <n_i n_j>", r"2 \langle n_{i} n_{j}\rangle"),
        ("sqrt(I_n/I_N)", r"\sqrt{\mathcal I_{n}/\mathcal I_{N}}"),
        ("-1/2i", r"-\tfrac{1}{2}i"),
        ("bbS_-^{N+1} != 0", r"\hat{\mathbb S}_{-}^{N+1} \neq 0"),
        ("1.5e-12 +/- 3e-20", r"1.5 \times 10^{-12} \pm 3 \times 10^{-20}"),
        ("binom(N, k)", r"\binom{N}{k}"),
        ("(a O)^dagger", r"(a \hat O)^{\dagger}"),
    ],
)
def test_plain_letters(plain: str, expected: str) -> None:
    assert formula(plain) == expected


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("a product of matrices, as in (S14)", []),
        ("N to infinity, with a = 2", [r"N \to \infty", "a = 2"]),
        ("any O; [C, K] = 0 (see S8) and Fig. S2", [r"\hat O", r"[C, \hat K] = 0"]),
        ("the k-th term, for m* > 0.", ["k", "m^* > 0"]),
    ],
)
def test_what_is_mathematics_in_a_sentence(text: str, formulas: list[str]) -> None:
    assert [piece for kind, piece in pieces(text) if kind == "math"] == formulas


def test_nothing_is_lost_between_words_and_formulas() -> None:
    for one in load():
        for told in (one.says, one.note, one.given):
            words = re.findall(r"[A-Za-z]{5,}", "".join(piece for kind, piece in pieces(told) if kind == "text"))
            assert set(words) <= set(re.findall(r"[A-Za-z]{5,}", told))
            assert len("".join(piece for _, piece in pieces(told))) >= len(told) / 2


def test_no_line_ends_inside_of_bars_or_brackets() -> None:
    for instance in (("17", "+1 -2", 3, "effective"), ("18", "density", 3, "effective"), ("17", "polarization", 4)):
        for each in explicit_lines(*instance):
            for line in in_lines(each, limit=30):
                assert line.count("|") % 2 == 0
                assert line.count("(") == line.count(")")
                assert width(line) < 45
    assert in_lines(r"|a - b| = |{\uparrow}\rangle + c", limit=5)[:2] == ["&|a - b| ", r"&\quad = |{\uparrow}\rangle "]


def test_lines_are_broken_where_they_may_be() -> None:
    long = " + ".join(rf"\frac{{a_{k}}}{{(b + c)^{k}}}" for k in range(9))
    lines = in_lines(f"x = {long}", limit=15)
    assert len(lines) > 3
    assert all(width(line) < 16.5 for line in lines)
    for line in lines:
        assert line.count("{") == line.count("}")
        assert line.count("&") == 1
    assert "".join(re.sub(r"&\\quad|&|\s", "", line) for line in lines) == re.sub(r"\s", "", f"x = {long}")
