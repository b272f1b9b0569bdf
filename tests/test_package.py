"""The package as a whole: what an import costs, what the command's help loads, what the metadata says."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points, version

import pytest

HEAVY = ("sympy", "numpy", "matplotlib", "scipy", "pandas", "xarray", "qutip", "rich", "mpmath")


def loaded_after(statement: str) -> list[str]:
    """The heavy libraries that a new interpreter has loaded after `statement`."""
    program = f"import sys\n{statement}\nprint([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    names: list[str] = [name for name in HEAVY if f"'{name}'" in run.stderr.splitlines()[-1]]
    return names


def test_import_loads_nothing_heavy() -> None:
    assert loaded_after("import dtim_exact") == []


def test_the_names_of_the_package_load_nothing_heavy() -> None:
    assert (
        loaded_after("from dtim_exact import Model; Model(N=3, J=1, hx=4, hz=1, gamma='1/1000').expect('X1 X2')") == []
    )


@pytest.mark.parametrize(
    "arguments", [["--help"], ["expect", "--help"], ["sweep", "--help"], ["verify", "--help"], ["--version"]]
)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    assert loaded_after(f"from dtim_exact.cli import main; assert main({arguments!r}) == 0") == []


def test_the_heavy_libraries_are_seen_when_they_are_loaded() -> None:
    assert loaded_after("import sympy") == ["sympy", "mpmath"]


def test_version_and_entry_point() -> None:
    import dtim_exact

    assert dtim_exact.__version__ == version("dtim-exact")
    (command,) = entry_points(group="console_scripts", name="dtim-exact")
    assert command.value == "dtim_exact.cli:main"


def test_module_and_command_are_one() -> None:
    run = subprocess.run([sys.executable, "-m", "dtim_exact", "--version"], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == f"dtim-exact {version('dtim-exact')}\n"
