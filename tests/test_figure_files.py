"""Pictures and data files: nothing is lost, nothing changes from run to run, a picture says what the ledger says."""

from __future__ import annotations

import doctest
import importlib.util
import io
import json
import re
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from coarse_figures import coarse

from dtim_exact import InputError, Real
from dtim_exact.cli import main
from dtim_exact.figures import NAMES, FigureData, catalogue, draw, figure_data, read_data, save_data, save_picture
from dtim_exact.figures.data import Note, Task, series
from dtim_exact.figures.style import lines_of
from dtim_exact.figures.verdicts import notes

pytest.importorskip("matplotlib", reason="matplotlib, the extra `plot`, is not installed")

MAGIC = {".svg": b"<?xml", ".pdf": b"%PDF", ".png": b"\x89PNG"}


def to_draw(name: str) -> FigureData:
    """A panel of S3 is taken out of the whole; the two-time correlations of S1 are not computed for a picture."""
    if name == "S1":
        columns = {key: [Fraction(k, 8) for k in range(9)] for key in ("t", "re_12", "im_12", "re_21", "im_21")}
        return FigureData("S1", "an example", 12, (series("n_th=0", 12, columns, n_th=0),))
    return replace(coarse("S3"), name=name) if name in ("S3a", "S3b", "S3c") else coarse(name)


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_is_drawn(name: str) -> None:
    """Without a warning (they are errors here), and with the panels that it should have."""
    picture = draw(to_draw(name))
    picture.savefig(io.BytesIO(), format="png", dpi=30)
    panels = [axes for axes in picture.axes if axes.get_label() != "<colorbar>"]
    assert len(panels) == {"2c": 3, "S1": 2, "S3": 3}.get(name, 1)
    assert all(axes.get_xlabel() for axes in panels)


@pytest.mark.parametrize("suffix", MAGIC)
def test_the_same_numbers_make_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    files = [tmp_path / f"{name}{suffix}" for name in "ab"]
    for file in files:
        save_picture(coarse("3b"), file)
    one, other = (file.read_bytes() for file in files)
    assert one.startswith(MAGIC[suffix])
    assert one == other


def test_the_users_settings_are_left_alone() -> None:
    import matplotlib

    with matplotlib.rc_context({"font.size": 31, "axes.linewidth": 9}):
        picture = draw(coarse("2c"))
        assert matplotlib.rcParams["font.size"] == 31
    assert picture.axes[0].xaxis.label.get_size() == 9


@pytest.mark.parametrize("suffix", [".json", ".csv", ".nc"])
@pytest.mark.parametrize("name", ["2c", "3c"])
def test_data_files_lose_nothing(name: str, suffix: str, tmp_path: Path) -> None:
    if suffix == ".nc":
        pytest.importorskip("h5netcdf", reason="h5netcdf, of the extra `data`, is not installed")
    file = tmp_path / f"data{suffix}"
    save_data(coarse(name), file)
    back = read_data(file)
    assert back == coarse(name)
    assert any(x.is_ball for one in back.series for column in one.columns.values() for x in column)


def test_a_changed_number_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "data.json"
    save_data(coarse("3c"), file)
    changed = json.loads(file.read_text())
    changed["columns"]["below"]["m"][1]["exact"] = "1/26"
    file.write_text(json.dumps(changed))
    assert read_data(file) != coarse("3c")


def test_json_has_the_contracts_form(tmp_path: Path) -> None:
    """mid +/- rad as printed contains the number."""
    file = tmp_path / "data.json"
    save_data(coarse("3c"), file)
    for entry in json.loads(file.read_text())["columns"]["below"]["f"]:
        printed = Real.from_json({key: entry[key] for key in ("mid", "rad")})
        assert printed.contains(Real.from_text(entry["ball"]))


def test_doubles_in_netcdf_contain_the_numbers(tmp_path: Path) -> None:
    xarray = pytest.importorskip("xarray", reason="xarray, of the extra `data`, is not installed")
    pytest.importorskip("h5netcdf", reason="h5netcdf, of the extra `data`, is not installed")
    save_data(coarse("3c"), tmp_path / "data.nc")
    with xarray.open_dataset(tmp_path / "data.nc", engine="h5netcdf") as loaded:
        texts, mids, rads = (loaded[f"below_f{end}"].values for end in ("", "_mid", "_rad"))
    for text, mid, rad in zip(texts, mids, rads, strict=True):
        exact = Real.from_text(str(text))
        assert abs(exact.mid - Fraction(float(mid))) + exact.rad <= Fraction(float(rad))


def test_broken_data_files_are_refused(tmp_path: Path) -> None:
    for name, text in (("a.json", "{}"), ("b.json", "nothing"), ("c.csv", "x"), ("d.json", '{"columns": {"a": 1}}')):
        (tmp_path / name).write_text(text)
        with pytest.raises(InputError, match="data file"):
            read_data(tmp_path / name)
    with pytest.raises(InputError, match=r"\.json, \.csv, \.nc"):
        save_data(coarse("3c"), tmp_path / "data.txt")


# --- what the ledger says


def test_refuted_claims_stand_in_the_picture() -> None:
    words = " ".join(text.get_text() for text in draw(coarse("2c")).texts)
    assert "fwhm: refuted" in words
    assert "What holds" in words
    assert not draw(coarse("2b")).texts


def test_the_words_come_from_the_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another verdict or a changed statement on record gives another note."""
    from dtim_exact import ledger

    record = ledger.recorded()
    told = {**record, "fwhm": {**record["fwhm"], "verdict": "proved"}, "12": {**record["12"], "digest": "0"}}
    monkeypatch.setattr(ledger, "recorded", lambda: told)
    assert [note.verdict for note in notes(["fwhm", "12"])] == ["proved", "changed"]
    assert lines_of(Note("fwhm", "proved", "something"), 3) == []
    assert lines_of(Note("12", "changed", "something"), 3) == ["Ledger, 12: changed. something"]


def test_every_note_can_be_set() -> None:
    """matplotlib's mathtext takes every corrected form and every sentence that a figure may show."""
    from matplotlib.mathtext import MathTextParser

    parser = MathTextParser("path")
    ids = sorted({name for entry in catalogue.CATALOGUE.values() for name in entry.claims})
    lines = [line for note in notes(ids) for line in lines_of(replace(note, verdict="refuted"), 7)]
    assert len(lines) > len(ids)
    for line in lines:
        parser.parse(line)


# --- the command


def test_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    picture, data = tmp_path / "2c.png", tmp_path / "2c.csv"
    assert main(["figure", "2c", "--coarse", "-o", str(picture), "--data", str(data), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["figure"], told["digits"], told["numbers"]) == ("2c", 12, len(coarse("2c")))
    assert {claim["id"]: claim["verdict"] for claim in told["claims"]} == {"fwhm": "refuted", "12": "proved"}
    assert picture.read_bytes().startswith(MAGIC[".png"])
    assert read_data(data) == coarse("2c")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["figure", "9", "-o", "a.png"], "one of 2a, 2b"),
        (["figure", "2c"], "-o FILE, --data FILE or --json"),
        (["figure", "2c", "-o", "a.gif"], ".svg, .pdf, .png"),
        (["figure", "2c", "--data", "a.xls"], ".json, .csv, .nc"),
        (["figure", "2c", "-o", "no such folder/a.png"], "a folder that exists"),
    ],
)
def test_bad_input_is_refused_before_the_work(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "Task", None)
    assert main(arguments) == 2
    assert message in capsys.readouterr().err


def test_without_matplotlib(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The numbers are still to be had; a picture names the extra."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert main(["figure", "2c", "-o", str(tmp_path / "a.png")]) == 2
    assert "dtim-exact[plot]" in capsys.readouterr().err
    assert main(["figure", "2c", "--coarse", "--quiet", "--data", str(tmp_path / "a.json")]) == 0
    assert capsys.readouterr().out == ""


def test_progress_is_told() -> None:
    told: list[tuple[str, int, int]] = []
    task = Task(coarse=True, progress=lambda *report: told.append(report))
    assert list(task.over("abc", "letters")) == ["a", "b", "c"]
    assert told == [("letters", 0, 3), ("letters", 1, 3), ("letters", 2, 3), ("letters", 3, 3)]


# --- the page


DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = (DOCS / "figures.md").read_text(encoding="utf-8")


def test_the_page_quotes_what_the_figures_say() -> None:
    """Where this fails: python docs/generate.py --figures."""
    spec = importlib.util.spec_from_file_location("figure_pages", DOCS / "figure_pages.py")
    assert spec is not None
    assert spec.loader is not None
    pages = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(pages)
    shown = re.findall(r"<!-- numbers (\w+) -->\n\n\| \| \|", PAGE)
    assert shown == ["2a", "2b", "2c", "3a", "3b", "3c", "S1", "S2", "S3"]
    for name in shown:
        assert (DOCS / "figures" / f"{name}.svg").read_bytes().startswith(MAGIC[".svg"])
    for name in ("2c", "3b", "3c"):  # the others take too long for a test
        assert pages.with_numbers(PAGE, figure_data(name)) == PAGE


def test_what_the_page_shows_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (command,) = re.findall(r"^\$ dtim-exact (.*)$", PAGE, re.MULTILINE)
    assert main(command.split()) == 0
    assert capsys.readouterr().out == ""
    (block,) = re.findall(r"^```pycon\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    test = doctest.DocTestParser().get_doctest(block, {}, "figures.md", None, None)
    assert len(test.examples) == 5
    assert doctest.DocTestRunner().run(test).failed == 0
    assert {file.name for file in tmp_path.iterdir()} == {"fig2c.pdf", "fig2c.json", "fig3c.csv"}
