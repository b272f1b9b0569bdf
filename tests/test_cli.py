"""The command line: what each command answers, the keys of its JSON, its exit status and its manners."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from fractions import Fraction
from pathlib import Path
from typing import Any

import click
import pytest

from dtim_exact import Model, Real, Value
from dtim_exact.cli import main
from dtim_exact.cli.app import app
from dtim_exact.lindblad_pauli import steady_state

UNEQUAL = ["--N", "4", "--J", "1", "--hz", "1/3", "--gamma", "1/5", "--hx", "1,2,3,4"]
BLOCKADE = ["--N", "22", "--J", "1", "--hx", "4"]
LIMIT = ["--J", "1", "--hx", "1/5", "--hz", "3/10", "--gamma", "1/100"]
ANSWERS = {
    "expect": ["expect", *UNEQUAL, "X1"],
    "width": ["width", *BLOCKADE, "--n", "1"],
    "meanfield": ["meanfield", *LIMIT],
    "potential": ["potential", *LIMIT],
    "transition": ["transition", "--J", "1", "--hx", "1/5", "--gamma", "1/100"],
    "critical": ["critical", "--J", "1", "--gamma", "1/10"],
}
OTHERS = {
    "verify": ["verify", "S19"],
    "where": ["where", "S19"],
    "latex": ["latex", "S19"],
    "figure": ["figure", "3c", "--coarse"],
}

Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, *arguments: str, status: int = 0) -> str:
    assert main(arguments) == status, capsys.readouterr().err
    out, err = capsys.readouterr()
    assert err == ""
    return out


def run_json(capsys: Capture, *arguments: str, status: int = 0) -> Any:
    return json.loads(run(capsys, *arguments, "--json", status=status))


def assert_real(number: Any) -> Real:
    """A real number in the contract's form."""
    assert set(number) in ({"exact"}, {"mid", "rad"})
    assert all(isinstance(text, str) for text in number.values())
    return Real.from_json(number)


def assert_complex(number: Any) -> Value:
    assert set(number) == {"re", "im"}
    assert_real(number["re"])
    assert_real(number["im"])
    return Value.from_json(number)


# --- expect


def test_expect_exactly(capsys: Capture) -> None:
    answer = run_json(capsys, "expect", *UNEQUAL, "X1 Y2 Z3", "density")
    assert set(answer) == {"model", "digits", "values"}
    assert answer["digits"] is None
    assert answer["model"]["hx"] == ["1", "2", "3", "4"]
    assert [row["observable"] for row in answer["values"]] == ["X1 Y2 Z3", "density"]
    model = Model.from_dict(answer["model"])
    for row in answer["values"]:
        assert set(row) == {"observable", "value"}
        value = assert_complex(row["value"])
        assert value.is_exact
        assert value == model.expect(row["observable"])


def test_expect_agrees_with_the_witness(capsys: Capture) -> None:
    answer = run_json(capsys, "expect", *UNEQUAL, "X1 Y2 Z3")
    model = Model.from_dict(answer["model"])
    assert Value.from_json(answer["values"][0]["value"]) == Value.from_exact(steady_state(model).expect("X1 Y2 Z3"))


@pytest.mark.parametrize("epsilon", ["1e-30", "1e-1000"])
def test_expect_beside_a_resonance(capsys: Capture, epsilon: str) -> None:
    place = ["--resonance", "1", "--epsilon", epsilon]
    answer = run_json(capsys, "expect", *BLOCKADE, *place, "--digits", "50", "+1 +2")
    assert answer["digits"] == 50
    value = assert_complex(answer["values"][0]["value"])
    assert value.im.is_exact
    assert value.im.exact == 0
    assert value.re.rad <= abs(value.re.mid) / 10**50
    exact = Model.at_resonance(1, epsilon, N=22, J=1, hx=4).expect("+1 +2")
    assert value.contains(exact)


def test_expect_of_words(capsys: Capture) -> None:
    density, polarization = (
        Value.from_json(row["value"]).exact
        for row in run_json(capsys, "expect", *UNEQUAL, "density", "polarization")["values"]
    )
    assert isinstance(density, Fraction)
    assert polarization == 1 - 2 * density


def test_an_observable_may_start_with_a_minus(capsys: Capture) -> None:
    answer = run_json(capsys, "expect", "-1 +2", *UNEQUAL)
    assert [row["observable"] for row in answer["values"]] == ["-1 +2"]


def test_gamma_and_Gamma_are_two_options(capsys: Capture) -> None:
    model = run_json(capsys, "expect", "--N", "2", "--J", "1", "--hx", "1", "--gamma", "2", "--Gamma", "3", "X1")[
        "model"
    ]
    assert (model["gamma"], model["Gamma"]) == ("2", "3")


def test_negative_values_need_no_equals_sign(capsys: Capture) -> None:
    model = run_json(capsys, "expect", "--N", "2", "--J", "-1", "--hx", "1", "--hy", "-1/2,-3", "--hz", "-0.5", "X1")[
        "model"
    ]
    assert (model["J"], model["hy"], model["hz"]) == ("-1", ["-1/2", "-3"], "-1/2")


def test_an_exact_answer_that_is_too_long_names_the_way_out(capsys: Capture) -> None:
    assert main(["expect", "--N", "100000000", "--J", "1", "--hx", "4", "--hz", "1/3", "X1"]) == 2
    assert "--digits" in capsys.readouterr().err


def test_quiet_is_only_the_answer(capsys: Capture) -> None:
    told = run(capsys, "expect", *UNEQUAL, "Z1", "--quiet")
    exact = Model(N=4, J=1, hz="1/3", gamma="1/5", hx=[1, 2, 3, 4]).expect("Z1")
    assert told == f"{exact}\n"


# --- model files

TOML = 'N = 4\nJ = 1\nhx = [1, 2.0, "3", 4e0]\nhz = 0.1\ngamma = 1e-30\n'
JSON = '{"N": 4, "J": 1, "hx": [1, 2.0, "3", 4e0], "hz": 0.1, "gamma": 1e-30}'


@pytest.mark.parametrize(("name", "content"), [("model.toml", TOML), ("model.json", JSON)])
def test_numbers_in_a_file_are_exact(capsys: Capture, tmp_path: Path, name: str, content: str) -> None:
    file = tmp_path / name
    file.write_text(content)
    model = run_json(capsys, "expect", "--model", str(file), "X1")["model"]
    assert (model["hz"], model["gamma"], model["hx"]) == ("1/10", f"1/1{'0' * 30}", ["1", "2", "3", "4"])


def test_an_option_stands_above_the_file(capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "model.toml"
    file.write_text(TOML)
    model = run_json(capsys, "expect", "--model", str(file), "--hz", "7", "X1")["model"]
    assert (model["hz"], model["N"]) == ("7", 4)


def test_what_expect_prints_is_a_model_file(capsys: Capture, tmp_path: Path) -> None:
    first = run(capsys, "expect", *UNEQUAL, "X1", "--json")
    file = tmp_path / "answer.json"
    file.write_text(first)
    assert run(capsys, "expect", "--model", str(file), "X1", "--json") == first


def test_fields_from_a_file(capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "fields.txt"
    file.write_text("1, 2  # the first two\n\n1/3\n4e-1\n")
    model = run_json(capsys, "expect", "--N", "4", "--J", "1", "--hx", f"@{file}", "X1")["model"]
    assert model["hx"] == ["1", "2", "1/3", "2/5"]


# --- the other commands that answer with numbers


def test_width(capsys: Capture) -> None:
    answer = run_json(capsys, "width", *BLOCKADE, "--n", "1", "--digits", "40")
    assert list(answer) == ["n", "left", "right", "fwhm", "estimate", "lorentzian", "definition"]
    left, right, fwhm = (assert_real(answer[key]) for key in ("left", "right", "fwhm"))
    assert left < 0 < right
    assert fwhm.rad <= fwhm.mid / 10**40
    assert abs(fwhm.mid - (right.mid - left.mid)) <= fwhm.rad + left.rad + right.rad
    half = Model.at_resonance(1, 0, N=22, J=1, hx=4).expect("density").re.exact / 2
    for edge, inside in ((right, -1), (left, 1)):
        step = edge.mid / 10**30
        beyond, within = (
            Model.at_resonance(1, edge.mid + sign * abs(step), N=22, J=1, hx=4).expect("density").re.exact
            for sign in (-inside, inside)
        )
        assert beyond < half < within


def test_another_half_maximum(capsys: Capture) -> None:
    answer = run_json(capsys, "width", *BLOCKADE, "--n", "1", "--definition", "half-baseline")
    assert answer["definition"] == "half-baseline"


def test_meanfield(capsys: Capture) -> None:
    answer = run_json(capsys, *ANSWERS["meanfield"])
    assert set(answer) == {"roots", "bistable"}
    assert answer["bistable"] is True
    assert [root["stable"] for root in answer["roots"]] == [True, False, True]
    for root in answer["roots"]:
        assert set(root) == {"m", "stable", "mx", "my"}
        m = assert_real(root["m"]).mid
        cubic = m / 25 - 2 * (1 - m) * ((Fraction(3, 10) - m) ** 2 + Fraction(1, 40000))  # (S53)
        assert abs(cubic) < Fraction(1, 10**18)


def test_potential(capsys: Capture) -> None:
    answer = run_json(capsys, *ANSWERS["potential"])
    assert set(answer) == {"extrema"}
    assert [point["kind"] for point in answer["extrema"]] == ["min", "max", "min"]
    for point, root in zip(answer["extrema"], run_json(capsys, *ANSWERS["meanfield"])["roots"], strict=True):
        assert set(point) == {"m", "kind", "f"}
        assert assert_real(point["m"]).overlaps(assert_real(root["m"]))


def test_transition(capsys: Capture) -> None:
    answer = run_json(capsys, *ANSWERS["transition"], "--digits", "40")
    assert set(answer) == {"hz", "minima", "limit_polarization", "maxwell"}
    hz = assert_real(answer["hz"])
    assert hz.rad <= hz.mid / 10**40
    low, high = (assert_real(m) for m in answer["minima"])
    assert low < assert_real(answer["limit_polarization"]) < high
    assert not hz.overlaps(assert_real(answer["maxwell"]))


def test_critical(capsys: Capture) -> None:
    answer = run_json(capsys, *ANSWERS["critical"])
    assert set(answer) == {"points"}
    assert all(set(point) == {"m", "hx", "hz"} for point in answer["points"])
    first, second = (assert_real(point["m"]) for point in answer["points"])
    assert first < second


def test_no_critical_point_is_an_answer(capsys: Capture) -> None:
    assert run_json(capsys, "critical", "--J", "1", "--gamma", "1") == {"points": []}
    assert "no critical point" in run(capsys, "critical", "--J", "1", "--gamma", "1", "--quiet")


@pytest.mark.parametrize("name", ANSWERS)
def test_tables_fit_a_narrow_terminal(capsys: Capture, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    for digits in ([], ["--digits", "30"]):
        told = run(capsys, *ANSWERS[name], *digits)
        assert told.strip()
        assert max(map(len, told.splitlines())) <= 80
        assert "\x1b" not in told


# --- the ledger


def test_verify_json(capsys: Capture) -> None:
    answer = run_json(capsys, "verify", "S19", "S14", "--mutants")
    assert [row["id"] for row in answer["claims"]] == ["S19", "S14"]
    keys = {
        "id",
        "says",
        "printed",
        "verdict",
        "scope",
        "method",
        "uses",
        "corrected",
        "counterexample",
        "note",
        "seconds",
    }
    assert all(keys <= set(row) for row in answer["claims"])
    assert [row["verdict"] for row in answer["claims"]] == ["proved", "refuted"]
    assert answer["claims"][1]["counterexample"]
    assert answer["totals"]["proved"] == answer["totals"]["refuted"] == 1
    assert set(answer["mutants"]) == {"killed", "equivalent", "survived"}
    assert answer["mutants"]["killed"] > 10
    assert answer["mutants"]["survived"] == 0


def test_verify_table_ends_with_totals(capsys: Capture) -> None:
    lines = run(capsys, "verify", "S19", "S14").splitlines()
    assert lines[0].split()[:3] == ["id", "verdict", "scope"]
    assert lines[-1].startswith("2 claims in ")
    assert lines[-1].endswith("1 proved, 1 refuted")
    assert run(capsys, "verify", "S19", "--quiet").startswith("1 claim in ")


def test_verify_list_runs_nothing(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dtim_exact.ledger.judge", lambda _: pytest.fail("a claim was run"))
    listed = run_json(capsys, "verify", "--list")["claims"]
    assert {"S14", "S19"} <= {one["id"] for one in listed}
    assert "S19" in run(capsys, "verify", "--list")


CLAIMS = """
from dtim_exact.claims import Says, claim
from dtim_exact.proof.language import *

CLAIMS = [claim("mine", "Powers of S_- and S_z.", Says(eq(comm(S_z, S_minus**k), {side} * S_minus**k), by=collective))]
"""


def test_verify_a_file_of_ones_own(capsys: Capture, tmp_path: Path) -> None:
    file, proof = tmp_path / "mine.py", tmp_path / "proof.json"
    file.write_text(CLAIMS.format(side="-k"))
    answer = run_json(capsys, "verify", str(file), "--proof", str(proof))
    assert [(row["id"], row["verdict"]) for row in answer["claims"]] == [("mine", "proved")]
    assert isinstance(json.loads(proof.read_text()), dict)
    assert '"mine"' in proof.read_text()


def test_a_claim_that_is_not_decided_is_exit_status_1(capsys: Capture, tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(CLAIMS.format(side="k"))
    answer = run_json(capsys, "verify", str(file), status=1)
    assert answer["claims"][0]["verdict"] == "undecided"


@pytest.mark.parametrize("content", ["1/0", "CLAIMS = [1]", "def", "x = 1"])
def test_a_file_that_is_no_derivation(capsys: Capture, tmp_path: Path, content: str) -> None:
    file = tmp_path / "mine.py"
    file.write_text(content)
    assert main(["verify", str(file)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)


def test_where(capsys: Capture) -> None:
    answer = run_json(capsys, "where", "S19")
    assert set(answer) == {"id", "evaluated", "verified"}
    line = Path(answer["verified"]["file"]).read_text(encoding="utf-8").splitlines()[answer["verified"]["line"] - 1 :]
    assert '"S19"' in "".join(line[:2])
    assert f":{answer['verified']['line']}" in run(capsys, "where", "S19")


def test_every_function_that_the_ledger_names_is_found(capsys: Capture) -> None:
    from dtim_exact.ledger import load

    for one in load():
        for place in run_json(capsys, "where", one.id)["evaluated"]:
            assert Path(place["file"]).is_file()
            assert place["line"] >= 1


def test_latex_of_an_equation(capsys: Capture) -> None:
    answer = run_json(capsys, "latex", "S14")
    assert set(answer) == {"id", "printed", "given", "corrected", "formulas"}
    assert answer["printed"] != answer["corrected"]
    told = run(capsys, "latex", "S14")
    assert answer["printed"] in told
    assert answer["corrected"] in told


def test_latex_of_an_instance(capsys: Capture) -> None:
    answer = run_json(capsys, "latex", "17", "--N", "3", "+1 -2", "--Gamma", "0")
    assert answer["instance"].startswith(r"\langle \hat\sigma_1^+ \hat\sigma_2^- \rangle_{\mathrm{SS}} = ")
    assert r"\Gamma" not in answer["instance"]
    assert run(capsys, "latex", "17", "--N", "3", "-1 +2", "--quiet").startswith(r"\langle \hat\sigma_1^-")


@pytest.mark.parametrize("layout", ["--align", "--standalone"])
def test_latex_to_paste(capsys: Capture, layout: str) -> None:
    told = run(capsys, "latex", "S14", layout)
    assert told.count(r"\begin{align*}") == told.count(r"\end{align*}") == 2
    assert r"\tag{S14}" in told
    assert told.startswith(r"\documentclass") == (layout == "--standalone")
    instance = run(capsys, "latex", "17", "--N", "3", "+1 -2", "--form", "reduced", layout)
    assert r"\lambda" in instance


# --- manners


def test_every_command_is_tested_here() -> None:
    assert set(app.commands) == {*ANSWERS, *OTHERS, "book", "figure", "sweep"}  # those three in files of their own


@pytest.mark.parametrize("name", sorted({*ANSWERS, *OTHERS}))
def test_help_with_an_example_that_runs(
    capsys: Capture, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shlex

    told = run(capsys, name, "--help")
    examples = [line.strip() for line in told.splitlines() if line.strip().startswith("dtim-exact ")]
    assert examples
    monkeypatch.chdir(tmp_path)
    for example in examples:
        words = shlex.split(example)[1:]
        if words == ["verify"] or "my_claims.py" in words:
            continue  # the whole ledger and a file that the reader has yet to write: tested elsewhere
        assert main(words) == 0, capsys.readouterr().err
        capsys.readouterr()


@pytest.mark.parametrize("name", sorted({*ANSWERS, *OTHERS}))
def test_json_everywhere(capsys: Capture, name: str) -> None:
    told = run(capsys, *(ANSWERS | OTHERS)[name], "--json")
    assert isinstance(json.loads(told), dict)
    assert told.isascii()


def test_the_model_options_are_the_same_everywhere() -> None:
    def options(command: click.Command) -> set[str]:
        return {name for parameter in command.params for name in parameter.opts}

    model = {"--N", "--J", "--hx", "--hy", "--hz", "--gamma", "--Gamma", "--resonance", "--epsilon", "--model"}
    for name in ANSWERS:
        assert model | {"--digits", "--json", "--quiet"} <= options(app.commands[name])
    assert model <= options(app.commands["latex"])


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(capsys: Capture, shell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "_DTIM_EXACT_COMPLETE" in run(capsys, "--completion", shell)
    monkeypatch.setenv("_DTIM_EXACT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "dtim-exact ex")
    monkeypatch.setenv("COMP_CWORD", "1")
    assert run(capsys) == "plain,expect\n"


def command(*arguments: str, **options: Any) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "dtim_exact", *arguments],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options,
    )  # fmt: skip


def test_a_reader_that_goes_away_is_no_error() -> None:
    process = command("--help", bufsize=0)
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(30) == 141
    assert process.stderr is not None
    assert process.stderr.read() == ""
    process.stderr.close()


def test_ctrl_c_is_one_line_and_status_130(tmp_path: Path) -> None:
    program = tmp_path / "slow.py"
    program.write_text(
        textwrap.dedent("""
        import sys, time
        print("started", file=sys.stderr, flush=True)
        time.sleep(60)
        CLAIMS = []
        """)
    )
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # in the background it is ignored
    try:
        process = command("verify", str(program))
    finally:
        signal.signal(signal.SIGINT, before)
    assert process.stderr is not None
    assert process.stderr.readline() == "started\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, "", "dtim-exact: interrupted\n")


def test_a_terminal_that_knows_only_ascii(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "NO_COLOR": "1"}
    process = command("verify", "--list", env=environment)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert out.isascii()
