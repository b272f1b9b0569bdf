"""What a newcomer runs into: words with a slip, output that cannot be written, books that cannot be made."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import dtim_exact
from dtim_exact import InputError, Model
from dtim_exact.cli import main

MODEL = ["--N", "4", "--J", "1", "--hx", "1"]
EXPECT = [sys.executable, "-m", "dtim_exact", "expect", *MODEL, "density"]


@pytest.mark.parametrize("word", ["dencity", "Density", "Sz", "magnetization"])
def test_a_word_with_a_slip_is_told_the_words(word: str) -> None:
    with pytest.raises(InputError, match="density, polarization") as refused:
        Model(N=2, J=1, hx=1).expect(word)
    assert word in str(refused.value)


def test_blanks_around_a_word_do_not_matter() -> None:
    m = Model(N=2, J=1, hx=1, hz="1/3")
    assert m.expect(" density ") == m.density()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_one_line() -> None:
    with open("/dev/full", "w") as full:
        done = subprocess.run(EXPECT, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "cannot be written" in done.stderr


def test_a_closed_output_is_one_line() -> None:
    close = "import os, sys; os.close(1); os.execv(sys.argv[1], sys.argv[1:])"
    command = [sys.executable, "-c", close, *EXPECT]
    done = subprocess.run(command, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "no standard output" in done.stderr


def test_digits_are_a_whole_number_in_the_message(capsys: Any) -> None:
    assert main(["expect", *MODEL, "density", "--digits", "ten"]) == 2
    assert "'ten' is not a valid whole number" in capsys.readouterr().err


@pytest.mark.parametrize("target", ["--html", "--pdf"])
def test_a_book_that_cannot_be_written_is_refused_before_claims_are_judged(
    target: str, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def judged(**_: object) -> None:
        raise AssertionError("claims were judged")

    monkeypatch.setattr("dtim_exact.book.read_book", judged)
    kept = tmp_path / "of-others.txt"
    kept.write_text("keep")
    where = {"--html": tmp_path, "--pdf": tmp_path / "nowhere" / "book.pdf"}[target]
    assert main(["book", target, str(where)]) == 2
    assert "name another one" in capsys.readouterr().err
    assert kept.read_text() == "keep"


def test_a_proof_file_is_named_once(tmp_path: Path, capsys: Any) -> None:
    assert main(["verify", "S13", "--quiet", "--proof", str(tmp_path / "nowhere" / "p.json")]) == 2
    assert capsys.readouterr().err.count("p.json") <= 1


def test_only_public_names_are_offered_for_completion() -> None:
    assert {name for name in dir(dtim_exact) if not name.startswith("__")} == set(dtim_exact.__all__)


def test_ctrl_c_during_the_first_imports_is_one_line() -> None:
    program = """
import sys
class Interrupted:
    def find_spec(self, name, *_):
        if name == "dtim_exact.cli.app":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Interrupted())
from dtim_exact.cli import main
sys.exit(main(["--version"]))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (130, "dtim-exact: interrupted\n")


def test_what_is_missing_or_no_integer_is_told_in_plain_words(capsys: Any) -> None:
    assert main(["expect", "--N", "4", "--J", "1", "X1"]) == 2
    assert "no hx" in (told := capsys.readouterr().err)
    assert "give hx" in told
    with pytest.raises(InputError, match="such as 3") as refused:
        Model(N=2, J=1, hx=1).correlator({0}, {1})
    assert "such as site" not in str(refused.value)
