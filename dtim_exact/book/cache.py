"""The book's content between two runs: kept in the user's cache folder under a digest of everything it was made from.

The key covers the sources of the package and of the derivations, the versions of the libraries and of Python. A file
that is damaged, or made from other sources, is as good as none; a folder that cannot be written to only costs the time.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ..ledger import derivations_folder
from .content import Book, from_data, to_data

__all__ = ["folder", "key_of_sources", "load", "save"]

_LIBRARIES = ("python-flint", "sympy", "mpmath", "numpy")


def key_of_sources() -> str:
    """A digest of all sources and library versions that the content depends on."""
    digest = hashlib.sha256(f"{sys.version_info} {platform.machine()}".encode())
    for library in _LIBRARIES:
        try:
            digest.update(f"{library} {version(library)};".encode())
        except PackageNotFoundError:
            digest.update(f"{library};".encode())
    for root in (Path(__file__).resolve().parents[1], derivations_folder()):
        for file in sorted(root.rglob("*.py")):
            digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def folder() -> Path:
    """Where the cache lies: $XDG_CACHE_HOME, on Windows %LOCALAPPDATA%, else ~/.cache."""
    root = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(root) if root else Path.home() / ".cache") / "dtim-exact"


def load(key: str) -> Book | None:
    """The content kept under the key, or None: nothing that is found here can fail."""
    try:
        head, _, body = (folder() / "book.json").read_text(encoding="utf-8").partition("\n")
        if head != f"{key} {_digest(body)}":
            return None
        return from_data(json.loads(body))
    except (OSError, ValueError, KeyError, TypeError, RuntimeError):  # RuntimeError: there is no home folder
        return None


def save(key: str, book: Book) -> None:
    """Keeps the content; the file appears whole or not at all."""
    body = json.dumps(to_data(book))
    try:
        folder().mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder(), delete=False) as file:
            file.write(f"{key} {_digest(body)}\n{body}")
        Path(file.name).replace(folder() / "book.json")
    except (OSError, RuntimeError):
        return


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()
