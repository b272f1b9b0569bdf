"""Runs the notebooks of docs/notebooks: from plain text (.md) to executed .ipynb files, which the site shows.

python docs/notebook_pages.py            run them and write the .ipynb files
python docs/notebook_pages.py --check    run them; exit status 1 if a text output is not the committed one
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "notebooks"


def executed(source: Path) -> Any:
    """The notebook of a text file, with outputs, without what changes from run to run."""
    import jupytext
    from nbclient import NotebookClient

    notebook = jupytext.read(source)
    NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    notebook.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    for number, cell in enumerate(notebook.cells):
        cell.id, cell.metadata = f"cell-{number}", {}
    return notebook


def texts(notebook: Any) -> list[str]:
    """What each cell printed or returned, as plain text; pictures only by their being there."""
    found = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            found.append("picture" if "image/png" in data else data.get("text/plain", output.get("text", "")))
    return found


def main(arguments: list[str]) -> int:
    import nbformat

    stale = 0
    for source in sorted(FOLDER.glob("*.md")):
        target, notebook = source.with_suffix(".ipynb"), executed(source)
        if "--check" in arguments:
            committed = nbformat.read(target, as_version=4)
            same_code = [c.source for c in committed.cells] == [c.source for c in notebook.cells]
            if not same_code or texts(committed) != texts(notebook):
                print(f"{target.name} is not what its text gives now: run python docs/notebook_pages.py")
                stale += 1
        else:
            nbformat.write(notebook, target)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
