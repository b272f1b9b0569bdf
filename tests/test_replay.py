"""The second checker accepts what the kernel exports and refuses what was changed afterwards."""

from __future__ import annotations

import ast
import copy
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dtim_exact import ledger
from dtim_exact.proof import replay

SOURCE = Path(replay.__file__)
SCHEMA = Path(__file__).resolve().parents[1] / "docs" / "proofs.schema.json"
IDS = ("qdb-steady", "S8", "qdb-unique", "casimir", "S19", "S24", "S30", "S56", "unique", "D6")
Data = dict[str, Any]


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Data:
    data: Data = json.loads(json.dumps(ledger.run(IDS).proofs()))
    return data


@pytest.fixture
def data(exported: Data) -> Data:
    return copy.deepcopy(exported)


def only(data: Data, ids: tuple[str, ...]) -> Data:
    """The file as it would be for these claims alone."""
    kept: dict[int, int] = {}
    theorems: list[Data] = []

    def keep(place: int) -> int:
        if place not in kept:
            t = copy.deepcopy(data["theorems"][place])
            t["premises"] = [keep(premise) for premise in t["premises"]]
            kept[place] = len(theorems)
            theorems.append(t)
        return kept[place]

    claims = {name: copy.deepcopy(data["claims"][name]) for name in ids}
    for one in (one for claim in claims.values() for part in ("printed", "corrected") for one in claim[part]):
        one["proof"] = one["proof"] if one["proof"] is None else keep(one["proof"])
    return {**copy.deepcopy(data), "claims": claims, "theorems": theorems}


@pytest.fixture
def outcome(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[[Data], tuple[int, str]]:
    def run(data: Data) -> tuple[int, str]:
        file = tmp_path / "proofs.json"
        file.write_text(json.dumps(data), encoding="utf-8")
        return replay.main(str(file)), capsys.readouterr().out

    return run


Run = Callable[[Data], tuple[int, str]]


def first(data: Data, rule: str, wanted: Callable[[Data], bool] = lambda _: True) -> Data:
    return next(t for t in data["theorems"] if t["rule"] == rule and wanted(t))


def nodes(term: Any) -> list[Any]:
    return [term, *(n for a in term[1:] if isinstance(a, list) for n in nodes(a))]


def test_what_the_kernel_exports_is_accepted(data: Data, outcome: Run) -> None:
    status, text = outcome(data)
    assert status == 0, text
    assert "REFUSED" not in text
    assert [line.split(":")[0] for line in text.splitlines()[:-1]] == list(data["claims"])
    assert {"S19: proved", "S24: refuted"} <= set(text.splitlines())
    assert "; literature" in next(line for line in text.splitlines() if line.startswith("unique:"))


def test_it_runs_as_a_program_without_the_package(data: Data, tmp_path: Path) -> None:
    file = tmp_path / "proofs.json"
    data = only(data, ("S19",))
    file.write_text(json.dumps(data))
    program = [sys.executable, "-I", str(SOURCE), str(file)]
    assert subprocess.run(program, capture_output=True, check=False).returncode == 0
    first(data, "collective")["statement"][0] = "ne"
    file.write_text(json.dumps(data))
    assert subprocess.run(program, capture_output=True, check=False).returncode == 1


def test_it_is_short_and_stands_alone() -> None:
    source = SOURCE.read_text(encoding="utf-8")
    imported = {
        (node.module if isinstance(node, ast.ImportFrom) else node.names[0].name).split(".")[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, (ast.Import, ast.ImportFrom))
    }
    assert imported <= set(sys.stdlib_module_names)
    assert source.count("\n") <= 200
    assert max(map(len, source.splitlines())) <= 120


# --- tampering: each change makes the file one that must be refused ---------------------------------------------------
def sign(data: Data) -> None:
    t = first(data, "collective")
    t["statement"][2] = ["neg", t["statement"][2]]


def factor(data: Data) -> None:
    t = first(data, "states")
    t["statement"][1] = ["mul", ["num", "2"], t["statement"][1]]


def index(data: Data) -> None:
    power = next(n for n in nodes(first(data, "collective")["statement"][2]) if n[0] == "B")
    power[1] = ["add", power[1], ["num", "1"]]


def conjugate(data: Data) -> None:
    found = [n for t in data["theorems"] if t["rule"] == "sites" for n in nodes(t["statement"]) if n[0] == "conj"]
    found[0][:] = found[0][1]


def dagger(data: Data) -> None:
    found = [n for t in data["theorems"] if t["rule"] == "words" for n in nodes(t["statement"]) if n[0] == "dag"]
    found[0][:] = found[0][1]


def premise_swapped(data: Data) -> None:
    t = first(data, "chain")
    t["premises"] = t["premises"][::-1]


def premise_replaced(data: Data) -> None:
    t = first(data, "discharge", lambda t: len(t["premises"]) > 1)
    t["premises"][1] = 0 if t["premises"][1] else 1


def premise_removed(data: Data) -> None:
    first(data, "discharge", lambda t: len(t["premises"]) > 1)["premises"].pop()


def base_removed(data: Data) -> None:
    first(data, "induction")["premises"].pop(0)


def base_is_the_step(data: Data) -> None:
    t = first(data, "induction")
    t["premises"][0] = t["premises"][1]


def hypothesis_of_a_step_dropped(data: Data) -> None:
    first(data, "induction", lambda t: t["given"])["given"].pop()


def hypothesis_of_a_leaf_dropped(data: Data) -> None:
    t = first(data, "pointwise", lambda t: len(t["given"]) > 1)
    t["given"] = []


def hypothesis_no_longer_declared(data: Data) -> None:
    claim = next(c for c in data["claims"].values() if any(one["declared"] for one in c["printed"]))
    for one in claim["printed"] + claim["corrected"]:
        one["declared"] = []


def rule_unknown(data: Data) -> None:
    first(data, "words")["rule"] = "obvious"


def rule_renamed(data: Data) -> None:
    first(data, "chain")["rule"] = "both"


def leaf_renamed_to_logic(data: Data) -> None:
    first(data, "sites")["rule"] = "swapped"


def definition_of_an_operator(data: Data) -> None:
    table = data["conventions"]["definitions"]["op"]
    table["S-"] = ["neg", table["S-"]]


def definition_of_a_scalar(data: Data) -> None:
    data["conventions"]["definitions"]["sym"]["h_eff"] = ["sym", "hz"]


def definition_of_a_function(data: Data) -> None:
    data["conventions"]["functions"]["comm/2"] = data["conventions"]["functions"]["anti/2"]


def definition_of_the_generator(data: Data) -> None:
    generators = data["conventions"]["generators"]
    generators["flow"], generators["dual"] = generators["dual"], generators["flow"]


def real_symbols_complex(data: Data) -> None:
    data["conventions"]["real"] = []


def cycle(data: Data) -> None:
    t = first(data, "discharge")
    t["premises"][0] = data["theorems"].index(t)


def later_premise(data: Data) -> None:
    first(data, "discharge")["premises"][0] = len(data["theorems"]) - 1


def missing_premise(data: Data) -> None:
    first(data, "discharge")["premises"][0] = len(data["theorems"])


def other_theorem_for_a_claim(data: Data) -> None:
    data["claims"]["S19"]["printed"][0]["proof"] = data["claims"]["S30"]["printed"][0]["proof"]


def other_statement_for_a_claim(data: Data) -> None:
    data["claims"]["S19"]["printed"][0]["says"] = ["eq", ["num", "1"], ["num", "1"]]


def proof_taken_away(data: Data) -> None:
    data["claims"]["S19"]["printed"][0]["proof"] = None


def verdict_changed(data: Data) -> None:
    data["claims"]["S24"]["verdict"] = "proved"


def correction_taken_away(data: Data) -> None:
    data["claims"]["S24"]["corrected"] = []


def index_of_an_induction(data: Data) -> None:
    first(data, "induction")["certificate"]["index"] = "q"


def values_of_an_instance(data: Data) -> None:
    values = first(data, "specialize")["certificate"]["values"]
    values[next(iter(values))] = ["op", "H"]


def point_of_a_counterexample(data: Data) -> None:
    for t in (t for t in data["theorems"] if t["rule"] == "counterexample"):
        t["certificate"]["definitions"] = [[["sym", n], ["num", "0"]] for n in ("J", "Gamma", "gamma", "hz", "h")]
        t["certificate"]["definitions"].append([["at", "h"], ["num", "0"]])


def scope_widened(data: Data) -> None:
    first(data, "counterexample")["scope"] = "all N"


def literature_reworded(data: Data) -> None:
    first(data, "literature")["certificate"]["says"] += " Or not."


TAMPERINGS: dict[str, tuple[Callable[[Data], None], ...]] = {
    "S19": (
        sign, index, definition_of_an_operator, definition_of_a_function, proof_taken_away, other_statement_for_a_claim,
    ),
    "S19 S30": (factor, other_theorem_for_a_claim),
    "S24": (
        conjugate, definition_of_a_scalar, verdict_changed, correction_taken_away, point_of_a_counterexample,
        scope_widened, leaf_renamed_to_logic,
    ),
    "S8": (dagger, premise_swapped, rule_unknown, rule_renamed, cycle, later_premise, missing_premise),
    "casimir": (
        premise_replaced, premise_removed, base_removed, base_is_the_step, hypothesis_of_a_step_dropped,
        index_of_an_induction,
    ),
    "S56": (hypothesis_of_a_leaf_dropped, hypothesis_no_longer_declared),
    "qdb-steady": (definition_of_the_generator, real_symbols_complex),
    "qdb-unique": (values_of_an_instance,),
    "unique": (literature_reworded,),
}  # fmt: skip
CASES = [(tamper, tuple(ids.split())) for ids, tampers in TAMPERINGS.items() for tamper in tampers]


@pytest.mark.parametrize(("tamper", "ids"), CASES, ids=[tamper.__name__ for tamper, _ in CASES])
def test_what_was_changed_is_refused(
    tamper: Callable[[Data], None], ids: tuple[str, ...], exported: Data, outcome: Run
) -> None:
    data = only(exported, ids)
    if tamper is sign:  # the file is right until it is changed
        assert outcome(data)[0] == 0
    tamper(data)
    assert data != only(exported, ids)
    status, text = outcome(data)
    assert status == 1, text
    assert "REFUSED" in text


def conforms(value: Any, schema: Any, root: Any) -> bool:
    """Whether the value has the form; only those words of JSON Schema are read that the file uses."""
    if "$ref" in schema:
        return conforms(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root)
    if "anyOf" in schema:
        return any(conforms(value, one, root) for one in schema["anyOf"])
    if "const" in schema:
        return bool(value == schema["const"])
    if "enum" in schema:
        return value in schema["enum"]
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}
    if not isinstance(value, kinds[schema["type"]]) or isinstance(value, bool):
        return False
    if schema["type"] == "object":
        known, others = schema.get("properties", {}), schema.get("additionalProperties", {})
        return set(schema.get("required", ())) <= set(value) and all(
            conforms(v, known.get(k, others), root) if k in known or others is not False else False
            for k, v in value.items()
            if k in known or others != {}
        )
    if schema["type"] == "array":
        fixed = schema.get("prefixItems", [])
        return len(value) >= schema.get("minItems", 0) and all(
            conforms(v, fixed[n] if n < len(fixed) else schema.get("items", {"anyOf": [{}]}), root)
            for n, v in enumerate(value)
            if n < len(fixed) or "items" in schema
        )
    return True


def test_the_file_has_the_form_that_the_schema_says(data: Data) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert conforms(data, schema, schema)
    for spoil in (
        lambda d: d.pop("claims"),
        lambda d: d.update(format="another"),
        lambda d: d["theorems"][0].pop("rule"),
        lambda d: d["theorems"][0].update(premises=["0"]),
        lambda d: d["theorems"][0].update(statement="1 = 1"),
        lambda d: d["claims"]["S19"].update(verdict="true"),
    ):
        other = copy.deepcopy(data)
        spoil(other)
        assert not conforms(other, schema, schema)
