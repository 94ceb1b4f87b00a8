"""What a bulk run knows, in one SQLite file: who handed in what, and every result as it comes.

A result is found again by its key: the content of the answer, the grader, the kata, the seed and the versions of what
graded it. So a run that was stopped goes on where it was, and one that is repeated grades nothing.
"""

import hashlib
import json
import os
import sqlite3
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import astuple, fields
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from kata.batch.student_files import FoundAnswer, Problem
from kata.classroom.roster import Person
from kata.errors import CannotGrade
from kata.grading.verdict import Verdict

APPLICATION = 0x6B617462  # in the file's header: "katb" in ASCII
VERSION = 3
CHUNK = 500  # rows that are read at a time, so that memory stays flat

TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- One row for each time that the command ran.
CREATE TABLE runs (
    id INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT, graded INTEGER NOT NULL DEFAULT 0,
    repeated INTEGER NOT NULL DEFAULT 0, seconds REAL NOT NULL DEFAULT 0, told TEXT NOT NULL
);
-- As found by the last run: these three are written anew each time.
CREATE TABLE students (
    student TEXT PRIMARY KEY, name TEXT, first_name TEXT, last_name TEXT, email TEXT, lms_id TEXT, sis_id TEXT,
    section TEXT, lms TEXT
);
CREATE TABLE answers (
    id INTEGER PRIMARY KEY, student TEXT NOT NULL, kata TEXT NOT NULL, hash TEXT NOT NULL, path TEXT NOT NULL,
    submitted TEXT, dated TEXT NOT NULL, late INTEGER, number INTEGER NOT NULL, key TEXT,
    chosen INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX answers_by_student ON answers (student, kata);
CREATE INDEX answers_by_key ON answers (key);
CREATE TABLE problems (student TEXT, kata TEXT NOT NULL, path TEXT NOT NULL, says TEXT NOT NULL);
-- Kept for good.
CREATE TABLE sources (hash TEXT PRIMARY KEY, text BLOB NOT NULL);
CREATE TABLE bases (id INTEGER PRIMARY KEY, kata TEXT NOT NULL, parts TEXT NOT NULL UNIQUE);
CREATE TABLE results (
    key TEXT PRIMARY KEY, kata TEXT NOT NULL, hash TEXT NOT NULL, basis INTEGER NOT NULL REFERENCES bases (id),
    status TEXT NOT NULL, points INTEGER NOT NULL, max_points INTEGER NOT NULL, mistake TEXT NOT NULL,
    tests TEXT NOT NULL, verdict BLOB NOT NULL, at TEXT NOT NULL, seconds REAL NOT NULL,
    times INTEGER NOT NULL DEFAULT 1,       -- how often it was delivered; the first one stands
    repeated INTEGER NOT NULL DEFAULT 0,    -- whether no second grading is to come: it was made, or the time ran out
    difference TEXT NOT NULL DEFAULT ''     -- what was then different, as a sentence
);
CREATE INDEX results_by_answer ON results (kata, hash);
-- What a student's files say, so that they aren't written anew for nothing.
CREATE TABLE written (student TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
-- The instructor's: a mark and a comment that stand whatever is graded.
CREATE TABLE overrides (
    student TEXT NOT NULL, kata TEXT NOT NULL, points INTEGER, comment TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (student, kata)
);
"""

PERSON = [field.name for field in fields(Person)]


class StoreError(CannotGrade):
    """The results can't be kept; the message says why."""


class DiskFull(StoreError):
    """There is no room for a result."""


class Store:
    """The results of a course, in one file. A context manager.

    One process has it at a time. A file that is broken or of another version is kept aside, and said in `notices`.

    Raises:
        StoreError: when it can't be opened, or another process has it.
    """

    def __init__(self, path: Path | None) -> None:
        """Open `path`, or keep everything in memory if it is None."""
        self.path = path
        self.notices: list[str] = []
        self._open()

    def __enter__(self) -> "Store":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self.connection.close()

    @classmethod
    def copy_of(cls, path: Path) -> "Store":
        """What the file at `path` holds, in memory: to try what a run would do. The file stays as it is."""
        store = cls(None)
        with store._sentences():
            source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=1.0)
            with closing(source):
                if not _why_foreign(source):
                    source.backup(store.connection)
        return store

    def _open(self) -> None:
        with self._sentences():
            self.connection = self._connect()
        why = self._foreign()
        if why:
            self.connection.close()
            assert self.path is not None
            aside = self.path.with_name(f"{self.path.name}.aside-{time.strftime('%Y%m%d-%H%M%S')}")
            self.path.rename(aside)
            for ending in ("-wal", "-journal"):  # they belong to it
                beside = self.path.with_name(self.path.name + ending)
                if beside.exists():
                    beside.rename(aside.with_name(aside.name + ending))
            self.notices.append(
                f"{self.path.name} {why}. It is kept as {aside.name}, and everything is graded anew; overrides that it "
                "held must be given again."
            )
            with self._sentences():
                self.connection = self._connect()
            self._foreign()
        with self._sentences():
            # Taken now and held until the end: two runs over the same results would grade everything twice.
            self.connection.execute("BEGIN EXCLUSIVE")
            if not self.connection.execute("PRAGMA user_version").fetchone()[0]:
                plain = "\n".join(line.split("--")[0] for line in TABLES.splitlines())
                for statement in filter(str.strip, plain.split(";")):
                    self.connection.execute(statement)
                self.connection.execute(f"PRAGMA application_id = {APPLICATION}")
                self.connection.execute(f"PRAGMA user_version = {VERSION}")
            self.connection.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(":memory:" if self.path is None else self.path, timeout=1.0, isolation_level=None)

    def _foreign(self) -> str:
        """Why the file can't be used; "" when it can, and is then made ready."""
        try:
            # With the lock held for good, a write-ahead log needs no shared memory; whatever was committed survives a
            # kill of this process without a wait for the disk at each result.
            self.connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            self.connection.execute("PRAGMA synchronous = NORMAL")
            why = _why_foreign(self.connection)
            if not why:
                self.connection.execute("PRAGMA journal_mode = WAL")
            return why
        except sqlite3.DatabaseError as error:
            if _code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                return f"is broken ({error})"
            with self._sentences():
                raise

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            code = _code(error)
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise StoreError(f"{self.path} is in use by another `kata grade`. Wait until it is done.") from None
            if code == sqlite3.SQLITE_FULL:
                raise DiskFull(f"The disk is full: {self.path} can't grow. What was graded so far is kept.") from None
            raise StoreError(f"{self.path} can't be read or written ({error}). What it holds is kept.") from None

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Keeps all that is written inside, or nothing.

        Raises:
            DiskFull: when there is no room.
            StoreError: when it can't be kept for another reason.
        """
        with self._sentences():
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                # A full disk has ended the transaction already.
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._sentences():
            return self.connection.execute(query, values).fetchall()

    def chunks(self, table: str, columns: str, *, kata: str | None = None) -> Iterator[tuple[Any, ...]]:
        """A table's rows, or those of one kata, in the order of their ids, while others may be written."""
        last = 0
        where, values = ("", ()) if kata is None else ("kata = ? AND", (kata,))
        query = f"SELECT rowid, {columns} FROM {table} WHERE {where} rowid > ? ORDER BY rowid LIMIT {CHUNK}"
        while found := self.rows(query, *values, last):
            for row in found:
                yield row[1:]
            last = found[-1][0]

    # -- facts and runs --

    def fact(self, name: str) -> str | None:
        found = self.rows("SELECT value FROM facts WHERE name = ?", name)
        return found[0][0] if found else None

    def set_fact(self, name: str, value: str) -> None:
        with self.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def begin_run(self, run_info: dict[str, Any]) -> int:
        with self.transaction() as connection:
            row = connection.execute("INSERT INTO runs (started, told) VALUES (?, ?)", (now(), json.dumps(run_info)))
            assert row.lastrowid is not None
            return row.lastrowid

    def end_run(self, run: int, seconds: float) -> None:
        with self.transaction() as connection:
            connection.execute("UPDATE runs SET ended = ?, seconds = ? WHERE id = ?", (now(), seconds, run))

    # -- what was found --

    def forget_found(self) -> None:
        with self.transaction() as connection:
            for table in ("students", "answers", "problems"):
                connection.execute(f"DELETE FROM {table}")

    def add_students(self, people: Sequence[Person]) -> None:
        marks = ", ".join("?" * len(PERSON))
        with self.transaction() as connection:
            connection.executemany(
                f"INSERT OR REPLACE INTO students VALUES ({marks})", [astuple(one) for one in people]
            )

    def add_answers(self, answers: Sequence[FoundAnswer]) -> None:
        with self.transaction() as connection:
            for one in answers:
                data = one.source.encode("utf-8", "surrogatepass")
                digest = hashlib.sha256(data).hexdigest()
                connection.execute("INSERT OR IGNORE INTO sources VALUES (?, ?)", (digest, zlib.compress(data)))
                submitted = one.submitted.astimezone(UTC).isoformat(timespec="seconds") if one.submitted else None
                connection.execute(
                    "INSERT INTO answers (student, kata, hash, path, submitted, dated, late, number) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (one.person.student, one.kata, digest, one.path, submitted, one.dated, one.late, one.number),
                )

    def add_problems(self, problems: Sequence[Problem]) -> None:
        with self.transaction() as connection:
            connection.executemany(
                "INSERT INTO problems VALUES (?, ?, ?, ?)",
                [(one.person.student if one.person else None, one.kata, one.path, one.says) for one in problems],
            )

    def source(self, digest: str) -> str:
        data: bytes = self.rows("SELECT text FROM sources WHERE hash = ?", digest)[0][0]
        return zlib.decompress(data).decode("utf-8", "surrogatepass")

    # -- results --

    def basis(self, kata: str, parts: dict[str, str]) -> int:
        """The number of what a kata's results rest on, given once."""
        text = json.dumps(parts, sort_keys=True)
        with self.transaction() as connection:
            connection.execute("INSERT OR IGNORE INTO bases (kata, parts) VALUES (?, ?)", (kata, text))
        number: int = self.rows("SELECT id FROM bases WHERE parts = ?", text)[0][0]
        return number

    def keep(self, run: int, key: str, digest: str, basis: int, verdict: Verdict) -> None:
        """Keep a result. Of two by the same key the first one stands, unless the grader was at fault in it."""
        tests = [[test.name, test.status, test.points, test.max_points] for test in verdict.tests]
        values = (
            key,
            verdict.kata,
            digest,
            basis,
            verdict.status,
            verdict.points,
            verdict.max_points,
            ", ".join(diagnosis.mistake for diagnosis in verdict.diagnoses),
            json.dumps(tests),
            packed(verdict),
            now(),
            verdict.duration,
            ran_out_of_time(verdict),
        )
        with self.transaction() as connection:
            connection.execute("DELETE FROM results WHERE key = ? AND status = 'grader_error'", (key,))
            connection.execute(
                "INSERT INTO results (key, kata, hash, basis, status, points, max_points, mistake, tests, verdict, at, "
                f"seconds, repeated) VALUES ({', '.join('?' * len(values))}) "
                "ON CONFLICT (key) DO UPDATE SET times = times + 1",
                values,
            )
            connection.execute("UPDATE runs SET graded = graded + 1 WHERE id = ?", (run,))

    def keep_repeat(self, run: int, key: str, difference: str, verdict: Verdict) -> None:
        """Keep that a result was graded a second time, what was different, and the verdict with its scripts."""
        values = (difference, packed(verdict), key)
        with self.transaction() as connection:
            connection.execute("UPDATE results SET repeated = 1, difference = ?, verdict = ? WHERE key = ?", values)
            connection.execute("UPDATE runs SET repeated = repeated + 1 WHERE id = ?", (run,))

    def verdict(self, key: str) -> Verdict:
        return unpacked(self.rows("SELECT verdict FROM results WHERE key = ?", key)[0][0])


def _why_foreign(connection: sqlite3.Connection) -> str:
    """Why a file isn't ours; "" when it is, or is new.

    Raises:
        sqlite3.DatabaseError: when it can't be read.
    """
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if tables and application != APPLICATION:
        return "is another program's database"
    if tables and version != VERSION:
        return f"was written by another release of kata (version {version}; this one uses {VERSION})"
    if tables and connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        return "is broken"
    return ""


def _code(error: sqlite3.Error) -> int:
    """SQLite's own number of what went wrong, without its details."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def packed(verdict: Verdict) -> bytes:
    return zlib.compress(json.dumps(verdict.to_dict()).encode())


def unpacked(data: bytes) -> Verdict:
    return Verdict.from_dict(json.loads(zlib.decompress(data)))


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def write_whole(path: Path, text: str | bytes) -> None:
    """Write a file, whole or not at all.

    Raises:
        StoreError: when it can't be written.
    """
    beside = path.with_name(f".{path.name[:200]}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(text.encode("utf-8", "backslashreplace") if isinstance(text, str) else text)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise StoreError(f"{path} can't be written: {error.strerror}. The results are kept; run it again.") from None


def ran_out_of_time(verdict: Verdict) -> bool:
    """Whether a test was ended for its time: such an answer is never graded a second time, which would take as long."""
    return any(test.status == "timeout" for test in verdict.tests)
