"""Writes docs/code-mutants.md from the results of mutmut and the explanations in code-mutants.toml.

    python docs/code_mutants.py RUN [RUN ...]

Each RUN is a checkout in which `mutmut run` was called, so that it holds a directory `mutants`; a mutant that was
killed in one of them is killed. A mutant that survived all of them has to be explained: an explanation names the
function and the mutated text, and it says why no test can, or need, tell the difference. Exits with 1 if one is not
explained, or if fewer than 95 % of what was tried was killed.
"""

from __future__ import annotations

import contextlib
import json
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
KILLED = {1, 3, -24, 24, 36, 152, 255}  # a test failed, or never ended
TRIED = KILLED | {0, 5, 33}  # ... or all passed, or there is no test
LEAST = 0.95


class Mutant(NamedTuple):
    """One mutant that no test killed: the module, the function, and the lines without and with the change."""

    module: str
    function: str
    before: str
    after: str


def results(runs: list[Path]) -> dict[str, dict[str, int | None]]:
    """The exit code of each mutant by module: that of a run that killed it, or else of one that tried it."""
    modules: dict[str, dict[str, int | None]] = {}
    for run in runs:
        for meta in sorted((run / "mutants").rglob("*.meta")):
            name = meta.relative_to(run / "mutants").as_posix().removesuffix(".meta")
            codes = modules.setdefault(name, {})
            for mutant, code in json.loads(meta.read_text())["exit_code_by_key"].items():
                if mutant not in codes or code in KILLED or (codes[mutant] not in KILLED and code in TRIED):
                    codes[mutant] = code
    return modules


def changed(mutant: str, module: str, run: Path) -> Mutant:
    """What the mutant changes, by mutmut's own comparison."""
    from mutmut.mutation.diff_apply import get_diff_for_mutant

    with contextlib.chdir(run):
        lines = get_diff_for_mutant(mutant, path=module).split("\n")[2:]
    before, after = (" ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    function = (
        mutant.rpartition(".")[2].rpartition("__mutmut_")[0].removeprefix("x_").replace("xǁ", "").replace("ǁ", ".")
    )
    return Mutant(module, function, before, after)


def explanation(mutant: Mutant, known: list[dict[str, str]]) -> str | None:
    """The explanation that names the function (or all) and whose texts occur in the lines before and after."""
    for row in known:
        here = row["function"] in ("*", mutant.function) and mutant.module.endswith(row.get("module", ""))
        if here and row.get("before", "") in mutant.before and row.get("after", "") in mutant.after:
            return row["why"]
    return None


def page(modules: dict[str, dict[str, int | None]], survivors: list[tuple[Mutant, str | None]], head: str) -> str:
    """The page: a table by module, then every survivor with its explanation."""
    rows = ["| module | mutants | tried | killed | survived | killed of those tried |", "|---|--:|--:|--:|--:|--:|"]
    total: Counter[str] = Counter()
    for name, codes in sorted(modules.items()):
        count = Counter(
            {
                "all": len(codes),
                "tried": sum(code in TRIED for code in codes.values()),
                "killed": sum(code in KILLED for code in codes.values()),
            }
        )
        total += count
        rows.append(_row(f"`{name}`", count))
    rows.append(_row("all", total))
    parts = [head.strip(), "\n".join(rows), "## Survivors, one by one"]
    for name in sorted({mutant.module for mutant, _ in survivors}):
        parts.append(f"### `{name}`")
        parts += [_survivor(mutant, why) for mutant, why in survivors if mutant.module == name]
    return "\n\n".join(parts) + "\n"


def _row(name: str, count: Counter[str]) -> str:
    share = f"{100 * count['killed'] / count['tried']:.1f} %" if count["tried"] else "-"
    survived = count["tried"] - count["killed"]
    return f"| {name} | {count['all']} | {count['tried']} | {count['killed']} | {survived} | {share} |"


def _survivor(mutant: Mutant, why: str | None) -> str:
    change = f"```diff\n- {mutant.before}\n+ {mutant.after}\n```"
    return f"`{mutant.function}`: {why or '**not explained**'}\n\n{change}"


def main(runs: list[Path]) -> int:
    """Write the page; 1 if a survivor is not explained or too few were killed."""
    known = tomllib.loads((HERE / "code-mutants.toml").read_text())
    modules = results(runs)
    survivors = []
    for name, codes in sorted(modules.items()):
        source = next(run for run in runs if (run / "mutants" / f"{name}.meta").exists())
        for mutant, code in codes.items():
            if code in TRIED - KILLED:
                what = changed(mutant, name, source)
                survivors.append((what, explanation(what, known["explained"])))
    (HERE / "code-mutants.md").write_text(page(modules, survivors, known["head"]))
    codes = [code for module in modules.values() for code in module.values() if code in TRIED]
    share = sum(code in KILLED for code in codes) / len(codes)
    missing = sum(why is None for _, why in survivors)
    print(f"{len(codes)} tried, {100 * share:.1f} % killed, {len(survivors)} survived, {missing} not explained")
    return int(missing > 0 or share < LEAST)


if __name__ == "__main__":
    sys.exit(main([Path(run).resolve() for run in sys.argv[1:]]))
