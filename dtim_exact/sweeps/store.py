"""The result file of a sweep: an SQLite database that survives the death of its process at any moment.

Each batch of answers is one transaction of the write-ahead log, synced to disk: what was committed stays, what was not
has left no trace, and nothing is in between. The name of a point is the primary key, so no point is in the file twice,
and an answer is never replaced except where it was a failure that is tried again. Each run counts, in the same
transaction, the points it wrote: `audit` compares the sum with the number of points.

The connection holds SQLite's exclusive lock for as long as it is open, so a second process is refused, and the log
needs no shared memory (which network file systems do not offer).

Key result: `Store`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..errors import InputError, shown
from .batch import Answer

__all__ = ["Store"]

FORMAT = 1
_APPLICATION = 0x4454494D  # "DTIM", in the header of the database
_MOST_NAMES = 500  # in one query
_TABLES = (
    "CREATE TABLE header (text TEXT NOT NULL)",
    "CREATE TABLE runs (run INTEGER PRIMARY KEY, versions TEXT NOT NULL, written INTEGER NOT NULL)",
    "CREATE TABLE points (point TEXT PRIMARY KEY, answer TEXT, error TEXT) WITHOUT ROWID",
)
_INSERT = (
    "INSERT INTO points VALUES (?, ?, ?) "
    "ON CONFLICT (point) DO UPDATE SET answer = excluded.answer, error = excluded.error WHERE points.answer IS NULL"
)


class Store:
    """The points of a sweep with their answers, in a file or (path None) in memory."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._run: int | None = None
        with self._told():
            self._connection = sqlite3.connect(":memory:" if path is None else path, timeout=0, isolation_level=None)
        try:
            with self._told():
                self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self) -> None:
        """Take the lock, recover what a killed process left in the log, and make sure that the file is a sweep."""
        sql = self._connection.execute
        sql("PRAGMA locking_mode = EXCLUSIVE")
        sql("BEGIN IMMEDIATE")
        sql("COMMIT")
        application, version = (sql(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version"))
        if application == 0 and not sql("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            return
        if application != _APPLICATION:
            raise InputError(f"the file {shown(str(self.path))}", "a result file of `sweep`", "give another name")
        if version != FORMAT:
            raise InputError(f"{shown(str(self.path))} in format {version}", f"format {FORMAT} of this version")
        sql("PRAGMA synchronous = FULL")

    @property
    def is_new(self) -> bool:
        """True until `create` has been called on this file."""
        return not self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]

    def create(self, header: dict[str, Any]) -> None:
        """Make the tables; `header` describes the sweep."""
        sql = self._connection.execute
        with self._told():
            sql("PRAGMA journal_mode = WAL")
            sql("PRAGMA synchronous = FULL")
            with self._transaction():
                for table in _TABLES:
                    sql(table)
                sql("INSERT INTO header VALUES (?)", (json.dumps(header),))
                sql(f"PRAGMA application_id = {_APPLICATION}")
                sql(f"PRAGMA user_version = {FORMAT}")

    @property
    def header(self) -> dict[str, Any]:
        """What `create`, or the last `extend`, put down."""
        with self._told():
            header: dict[str, Any] = json.loads(self._connection.execute("SELECT text FROM header").fetchone()[0])
        return header

    def extend(self, header: dict[str, Any]) -> None:
        """Replace the header: the same sweep on a larger grid."""
        with self._told(), self._transaction():
            self._connection.execute("UPDATE header SET text = ?", (json.dumps(header),))

    def start_run(self, versions: str) -> None:
        """A new row that counts what this process writes."""
        with self._told():
            cursor = self._connection.execute("INSERT INTO runs (versions, written) VALUES (?, 0)", (versions,))
        self._run = cursor.lastrowid

    def put(self, rows: Sequence[tuple[str, Answer]]) -> None:
        """Write answers, all of them or none. A value that is there already is an error, never replaced."""
        with self._told(), self._transaction():
            before = self._connection.total_changes
            self._connection.executemany(
                _INSERT, ((point, answer.values, answer.error) for point, answer in rows)
            )
            if self._connection.total_changes - before != len(rows):
                raise sqlite3.IntegrityError("a point would be written twice")
            self._connection.execute("UPDATE runs SET written = written + ? WHERE run = ?", (len(rows), self._run))

    def get(self, points: Sequence[str]) -> dict[str, Answer]:
        """The answers of those of the points that are there."""
        found: dict[str, Answer] = {}
        with self._told():
            for at in range(0, len(points), _MOST_NAMES):
                some = points[at : at + _MOST_NAMES]
                marks = ",".join("?" * len(some))
                for point, *answer in self._connection.execute(f"SELECT * FROM points WHERE point IN ({marks})", some):
                    found[point] = Answer(*answer)
        return found

    def missing(self, points: Iterable[tuple[str, tuple[str, ...]]], retry_failed: bool) -> Iterator[Any]:
        """Those of the points (name, values) that have no answer yet, or only a failure that is to be tried again."""
        chunk: list[tuple[str, tuple[str, ...]]] = []
        for one in points:
            chunk.append(one)
            if len(chunk) == _MOST_NAMES:
                yield from self._unanswered(chunk, retry_failed)
                chunk = []
        yield from self._unanswered(chunk, retry_failed)

    def _unanswered(self, chunk: list[tuple[str, tuple[str, ...]]], retry_failed: bool) -> Iterator[Any]:
        known = self.get([name for name, _ in chunk])
        for name, values in chunk:
            answer = known.get(name)
            if answer is None or (retry_failed and answer.values is None):
                yield name, values

    def counts(self) -> tuple[int, int]:
        """How many points have values, and how many have failed."""
        with self._told():
            row = self._connection.execute('SELECT count(answer), count(error) FROM points').fetchone()
        return int(row[0]), int(row[1])

    def audit(self) -> tuple[int, int]:
        """How many points the file has, and how many all runs have written: equal unless failures were retried."""
        with self._told():
            points = self._connection.execute("SELECT count(*) FROM points").fetchone()[0]
            written = self._connection.execute("SELECT total(written) FROM runs").fetchone()[0]
        return int(points), int(written)

    def versions(self) -> list[str]:
        """The versions of the programs that wrote answers, each once, sorted."""
        with self._told():
            rows = self._connection.execute("SELECT DISTINCT versions FROM runs WHERE written > 0 ORDER BY versions")
            return [text for (text,) in rows]

    def close(self) -> None:
        """Merge the log into the file and let go of it."""
        self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What SQLite says about the file, as one line for the user."""
        try:
            yield
        except (sqlite3.DatabaseError, ValueError) as error:
            if isinstance(error, InputError):
                raise
            if isinstance(error, sqlite3.IntegrityError):
                raise
            name = f"the result file {shown(str(self.path))}"
            if "locked" in str(error):
                raise InputError(f"{name}, which another process works on", "a file of its own for each sweep",
                                 "wait until that process ends, or give another name") from None
            raise InputError(f"{name} ({error})", "a result file of `sweep` that can be read and written",
                             "give another name, or free space on the disk") from None
