"""The house is as docs/architecture.md says: floors, doors, the way of a value; and the sizes of things."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib import import_module
from itertools import product
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

import dtim_exact
from dtim_exact.cli import main

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "dtim_exact"
PAGE = (ROOT / "docs" / "architecture.md").read_text()
FINITE = ["expect", "--N", "4", "--J", "1", "--hx", "1", "--gamma", "1/5"]
LIMIT = ["--J", "1", "--hx", "1/5", "--gamma", "1/100"]
TYPED = {
    'expect ... "X1 X2"': [*FINITE, "X1 X2"],
    "expect ... density": [*FINITE, "density"],
    "width": ["width", "--N", "4", "--J", "1", "--hx", "1/10", "--n", "1", "--digits", "5"],
    "potential": ["potential", *LIMIT, "--hz", "3/10", "--digits", "5"],
    "transition": ["transition", *LIMIT, "--digits", "5"],
    "critical": ["critical", "--J", "1", "--gamma", "1/10", "--digits", "5"],
    "meanfield": ["meanfield", *LIMIT, "--hz", "3/10", "--digits", "5"],
    "verify ID": ["verify", "S2"],
}


def table(first: str) -> list[list[str]]:
    """The rows of the table of the page whose first heading is `first`."""
    lines = PAGE[PAGE.index(f"\n| {first} |") :].strip().splitlines()[2:]
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    return rows


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


FLOORS = [quoted(rooms) for _, rooms in reversed(table("floor"))]  # from the ground up
LEVEL = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}
DOORS = {(door, to) for doors, targets, _ in table("door") for door in quoted(doors) for to in quoted(targets)}


def modules() -> dict[str, Path]:
    found = {}
    for file in PACKAGE.rglob("*.py"):
        parts = file.relative_to(PACKAGE).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


MODULES = modules()
TREES = {name: ast.parse(file.read_text()) for name, file in MODULES.items()}


def imports(name: str) -> Iterator[tuple[str, bool]]:
    """The modules of the package that a module takes names from, and whether as it is loaded; not those for types."""
    yield from _imports(TREES[name], name, True)


def _imports(tree: ast.AST, name: str, at_once: bool) -> Iterator[tuple[str, bool]]:
    if isinstance(tree, ast.If) and "TYPE_CHECKING" in ast.unparse(tree.test):
        return
    if isinstance(tree, ast.ImportFrom):
        base = _base(tree, name)
        for alias in tree.names if base is not None else []:
            whole = f"{base}.{alias.name}".strip(".")
            yield (whole if whole in MODULES else str(base)), at_once
    deeper = at_once and not isinstance(tree, ast.FunctionDef | ast.Lambda)
    for child in ast.iter_child_nodes(tree):
        yield from _imports(child, name, deeper)


def _base(tree: ast.ImportFrom, name: str) -> str | None:
    """The module behind `from`, as named inside of the package; None for another library."""
    if not tree.level:
        whole = tree.module or ""
        return whole.removeprefix("dtim_exact").strip(".") if whole.split(".")[0] == "dtim_exact" else None
    here = name.split(".") if MODULES[name].name == "__init__.py" else name.split(".")[:-1]
    parts = here[: len(here) - tree.level + 1] + ((tree.module or "").split(".") if tree.module else [])
    return ".".join(parts)


def room(name: str) -> str:
    head, _, tail = name.partition(".")
    return f"{head}/" if tail or MODULES[name].name == "__init__.py" else head


IMPORTS = [(name, other, at_once) for name in MODULES if name for other, at_once in imports(name) if other]


def named(name: str) -> set[str]:
    """How the page may name a module: by its package, or by itself."""
    return {name.replace(".", "/"), room(name)}


def floor(name: str) -> int:
    """The floor of a module; one that the page names by itself need not stand with its package."""
    return LEVEL.get(name.replace(".", "/"), LEVEL[room(name)])


def is_door(name: str, other: str) -> bool:
    if name == "model_methods":
        return floor(other) == floor("correlators")
    return any((here, there) in DOORS for here in named(name) for there in named(other))


def test_every_room_stands_on_one_floor() -> None:
    on_the_page = [r for rooms in FLOORS for r in rooms]
    assert {room(name) for name in MODULES if name} <= set(on_the_page)
    assert set(on_the_page) <= {end for name in MODULES if name for end in named(name)}
    assert len(set(on_the_page)) == len(on_the_page)


def test_imports_never_go_up() -> None:
    assert {(a, b) for a, b, _ in IMPORTS if floor(a) < floor(b) and not is_door(a, b)} == set()


@pytest.mark.parametrize("loading", [True, False], ids=["as-loaded", "with-calls"])
def test_no_import_cycle(loading: bool) -> None:
    """Not as modules are loaded, and through the doors of the page alone when functions are called."""
    graph: dict[str, set[str]] = {name: set() for name in MODULES}
    for a, b, at_once in IMPORTS:
        if a != b and (at_once or not (loading or is_door(a, b))):
            graph[a].add(b)
    assert len(tuple(TopologicalSorter(graph).static_order())) == len(MODULES)  # raises CycleError


def test_every_door_is_in_use() -> None:
    lazily = {ends for a, b, at_once in IMPORTS if not at_once for ends in product(named(a), named(b))}
    assert lazily >= DOORS


def test_rooms_that_never_meet() -> None:
    def of(word: str) -> set[str]:
        (rooms,) = [quoted(rooms) for name, rooms in table("floor") if name.startswith(word)]
        return set(rooms)

    model, witness, closed, limit = (of(w) for w in ("The model", "The witness", "Closed forms", "The limit"))
    never = [
        ({"proof/"}, model | witness | closed | limit),
        (witness, closed | limit | {"proof/"}),
        (closed | limit, witness | {"proof/"}),
    ]
    for these, those in never:
        assert [(a, b) for a, b, _ in IMPORTS if room(a) in these and room(b) in those] == []


def test_the_library_never_imports_derivations() -> None:
    for name, tree in TREES.items():
        for node in ast.walk(tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            assert not [n for n in names if n.split(".")[0] == "derivations"], name


def test_the_second_checker_imports_python_alone() -> None:
    for node in ast.walk(TREES["proof.replay"]):
        if isinstance(node, ast.Import):
            assert {alias.name.split(".")[0] for alias in node.names} <= sys.stdlib_module_names
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            assert (node.module or "").split(".")[0] in sys.stdlib_module_names


def code_of(name: str) -> CodeType:
    """The code of `module.function`, also behind a command and for a method."""
    parts = name.split(".")
    depth = next(n for n in range(len(parts) - 1, 0, -1) if ".".join(parts[:n]) in MODULES)
    found: Any = import_module("dtim_exact." + ".".join(parts[:depth]))
    for part in parts[depth:]:
        found = getattr(found, part)
    found = getattr(found, "callback", found)
    while hasattr(found, "__wrapped__"):
        found = found.__wrapped__
    code: CodeType = found.__code__
    return code


@pytest.mark.parametrize("row", table("typed"), ids=lambda row: str(row[0]).strip("`"))
def test_the_way_of_a_value(row: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Each function of the row is entered below the one before it while the command runs."""
    typed, *named = (quoted(cell)[0] for cell in row)
    way = [code_of(name) for name in named if not name.endswith("/")]
    seen = []

    def look(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code is way[-1] and not seen:
            above, stack = frame.f_back, [frame.f_code]
            while above:
                stack.append(above.f_code)
                above = above.f_back
            seen.extend(code for code in reversed(stack) if code in way)

    sys.setprofile(look)
    try:
        assert main(TYPED[typed]) == 0
    finally:
        sys.setprofile(None)
    assert list(dict.fromkeys(seen)) == way
    assert capsys.readouterr().out


def test_the_page_names_what_exists() -> None:
    for name in quoted(PAGE[PAGE.index("## Where to add") :]):
        inside = [PACKAGE / f"{name}.py", PACKAGE / name, ROOT / name]
        if re.fullmatch(r"[\w/.]*/[\w.]*", name) or name in MODULES:
            assert any(path.exists() for path in inside), name


def test_few_public_names() -> None:
    assert len(dtim_exact.__all__) < 40
    assert set(dtim_exact.__all__) <= set(dir(dtim_exact))
    for name in dtim_exact.__all__:
        assert getattr(dtim_exact, name).__doc__, name


@pytest.mark.parametrize("folder", ["dtim_exact", "derivations"])
def test_a_file_is_at_most_300_lines(folder: str) -> None:
    long = {f.name: n for f in (ROOT / folder).rglob("*.py") if (n := len(f.read_text().splitlines())) > 300}
    assert long == {}


def test_every_module_says_what_it_is_for() -> None:
    silent = [name for name, tree in TREES.items() if not ast.get_docstring(tree)]
    assert silent == []
