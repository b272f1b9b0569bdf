"""What is released: one version everywhere, a wheel and an sdist that are whole, and the same bytes every time."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

import dtim_exact

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
SHIPPED = ("dtim_exact", "derivations", "tests", "docs", "benchmarks")
NOT_SOURCES = ("__pycache__", "_build", ".hypothesis", "jupyter_execute")


def sources(*folders: str) -> set[str]:
    """The files of a clean checkout below some folders."""
    files = (file for folder in folders for file in (ROOT / folder).rglob("*") if file.is_file())
    return {f.relative_to(ROOT).as_posix() for f in files if not set(NOT_SOURCES) & set(f.parts) and f.suffix != ".pyc"}


def test_one_version_everywhere() -> None:
    version = PROJECT["version"]
    assert dtim_exact.__version__ == version
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text()
    heading = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert heading is not None
    assert heading[1] == version
    assert f"dtim-exact {version}" in (ROOT / "docs" / "howto" / "citing.md").read_text()


def test_versions_of_the_changelog_go_down() -> None:
    headings = re.findall(r"^## (\d+)\.(\d+)\.(\d+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    numbers = [tuple(map(int, heading)) for heading in headings]
    assert numbers == sorted(set(numbers), reverse=True)


def test_one_licence() -> None:
    assert PROJECT["license"] == "MIT"
    assert "license: MIT\n" in (ROOT / "CITATION.cff").read_text()
    assert (ROOT / "LICENSE").read_text().startswith("MIT License")


def build(checkout: Path, target: Path) -> dict[str, Path]:
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(target)]
    done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {file.suffix: file for file in target.iterdir()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    pytest.importorskip("hatchling", reason="hatchling is not installed (extra: test)")
    return build(ROOT, tmp_path_factory.mktemp("built"))


def test_the_wheel_has_the_library_and_the_derivations(built: dict[str, Path]) -> None:
    with zipfile.ZipFile(built[".whl"]) as wheel:
        names = set(wheel.namelist())
    content = {name for name in names if ".dist-info/" not in name}
    derivations = {f"dtim_exact/{name}" for name in sources("derivations")}
    assert content == sources("dtim_exact") | derivations
    assert "dtim_exact/py.typed" in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_sdist_has_what_the_tests_need(built: dict[str, Path]) -> None:
    with tarfile.open(built[".gz"]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = sources(*SHIPPED) | {"pyproject.toml", "README.md", "CHANGELOG.md", "CITATION.cff", "LICENSE"}
    assert wanted - names == set()


def test_the_build_is_reproducible(built: dict[str, Path], tmp_path: Path) -> None:
    """From a copy at another place, with other times of its files, come the same bytes."""
    copy = tmp_path / "elsewhere"
    copy.mkdir()
    loose = (file for file in ROOT.iterdir() if file.is_file())
    for name in sorted(sources(*SHIPPED)) + sorted(file.name for file in loose):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy / name)
        os.utime(copy / name, (10**9, 10**9))
    again = build(copy, tmp_path / "again")
    digests = [{k: hashlib.sha256(f.read_bytes()).hexdigest() for k, f in files.items()} for files in (built, again)]
    assert digests[0] == digests[1]
