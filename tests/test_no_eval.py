"""Nothing a user types is ever evaluated: the package calls no evaluator, and hostile text does nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import dtim_exact
from dtim_exact.cli import main
from dtim_exact.errors import DtimError

PACKAGE = Path(dtim_exact.__file__).parent
EVALUATORS = {
    "eval", "exec", "compile", "__import__", "sympify", "_sympify", "parse_expr", "parse_latex", "S", "nsimplify",
    "lambdify",
    "literal_eval", "system", "popen", "Popen", "check_output", "loads",
}  # fmt: skip
DATA_READERS = {"json", "tomllib"}  # their `loads` reads data, unlike pickle's and marshal's
ALLOWED = {("re", "compile")}


def called_name(node: ast.Call) -> tuple[str, str]:
    """The (owner, name) of a call: ("re", "compile") for re.compile(...), ("", "eval") for eval(...)."""
    if isinstance(node.func, ast.Attribute):
        owner = node.func.value.id if isinstance(node.func.value, ast.Name) else "?"
        return owner, node.func.attr
    return "", node.func.id if isinstance(node.func, ast.Name) else ""


def evaluations(source: str) -> Iterator[tuple[int, str, str]]:
    """Line and name of each call of an evaluator, also where it is imported under another name."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if alias.name in EVALUATORS and alias.asname not in (None, alias.name):
                    yield node.lineno, node.module or "", alias.name
        if isinstance(node, ast.Call):
            owner, name = called_name(node)
            if name in EVALUATORS and (owner, name) not in ALLOWED and owner not in DATA_READERS:
                yield node.lineno, owner, name


def sources() -> list[Path]:
    files = sorted(PACKAGE.rglob("*.py"))
    assert len(files) > 10
    return files


@pytest.mark.parametrize("file", sources(), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_no_evaluator_is_called(file: Path) -> None:
    assert list(evaluations(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "source",
    [
        "eval(x)",
        "exec('1')",
        "sympy.sympify(x)",
        "sp.parse_expr(x)",
        "from sympy import sympify as s",
        "S(x)",
        "pickle.loads(x)",
    ],
)
def test_the_search_finds_evaluators(source: str) -> None:
    assert list(evaluations(source))


HOSTILE = [
    "__import__('os').system('touch pwned')",
    "__import__('pathlib').Path('pwned').touch()",
    "(lambda: open('pwned', 'w'))()",
    "1 if open('pwned', 'w') else 2",
    "$(touch pwned)",
    "`touch pwned`",
    "; touch pwned",
    "| touch pwned",
    "{{7*7}}",
    "%s%n",
    "!!python/object/apply:os.system ['touch pwned']",
    "cos\nsystem\n(S'touch pwned'\ntR.",
    "10**10**10",
    "9**9**9**9",
    "factorial(10**9)",
    "Symbol('x')",
    "../../../etc/passwd",
    "\x00",
]
OPTIONS = (
    "--N",
    "--J",
    "--hx",
    "--hy",
    "--hz",
    "--gamma",
    "--Gamma",
    "--resonance",
    "--epsilon",
    "--digits",
    "--model",
)
BASE = {"--N": "3", "--J": "1", "--hx": "4"}


def doors(text: str) -> Iterator[list[str]]:
    """The text in every place where a user can type."""
    for option in OPTIONS:
        options = {**BASE, option: text}
        if option == "--epsilon":
            options["--resonance"] = "1"
        yield ["expect", *(word for pair in options.items() for word in pair), "X1"]
    model = [word for pair in BASE.items() for word in pair]
    yield ["expect", *model, text]
    yield ["expect", *model, "--hx", f"@{text}", "X1"]
    yield ["width", *model, "--n", text]
    yield ["width", *model, "--n", "1", "--definition", text]
    yield ["meanfield", "--J", "1", "--hx", text]
    yield ["sweep", "a.sweep", *model, "--grid", f"hz={text}"]
    yield ["sweep", "a.sweep", *model, "--grid", "hz=0", "-O", text]
    yield ["sweep", "a.sweep", *model, "--grid", "hz=0", "--set", f"gamma={text}"]
    yield ["verify", text]
    yield ["where", text]
    yield ["latex", text]
    yield ["latex", "17", "--N", "3", text]
    yield [text]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_at_the_command_line(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for arguments in doors(text):
        assert main(arguments) == 2, arguments
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1), arguments
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_files(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import json

    monkeypatch.chdir(tmp_path)
    fields, model = tmp_path / "fields.txt", tmp_path / "model.json"
    fields.write_text(text, encoding="utf-8")
    model.write_text(json.dumps({"N": 3, "J": text, "hx": 4}), encoding="utf-8")
    assert main(["expect", "--N", "3", "--J", "1", "--hx", f"@{fields}", "X1"]) == 2
    assert main(["expect", "--model", str(model), "X1"]) == 2
    assert capsys.readouterr().err.count("\n") == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fields.txt", "model.json"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_python(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dtim_exact import Model

    monkeypatch.chdir(tmp_path)
    for name in ("N", "J", "hx", "hy", "hz", "gamma", "Gamma"):
        with pytest.raises(DtimError):
            Model(**{"N": 3, "J": 1, "hx": 4, name: text})  # type: ignore[arg-type]
    with pytest.raises(DtimError):
        Model(N=3, J=1, hx=4).expect(text)
    assert list(tmp_path.iterdir()) == []
