"""The SQLite file itself: opened, brought to this version, and kept aside when it is broken."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from kata.errors import KataError
from kata.progress.schema import APPLICATION, MIGRATIONS, VERSION

WAIT = 5.0  # seconds that a second process waits for the first


T = TypeVar("T")


class ProgressError(KataError):
    """The progress file can't be read or written now; the message says why. Nothing in it was changed."""


class _Broken(Exception):
    """The file is no database, or a damaged one, or another program's."""


class Database:
    """A connection to progress.db.

    The journal is SQLite's own rollback journal, not a write-ahead log, which needs shared memory and so doesn't work
    in a network folder. A broken file is renamed to progress.db.corrupt-TIME, never deleted, and a new one begun.
    """

    def __init__(self, path: Path | None, wait: float = WAIT) -> None:
        """Open `path`, or keep everything in memory if it is None.

        Raises:
            ProgressError: if it is locked, can't be opened, or was written by a newer release.
        """
        self.path = path
        self.wait = wait
        self.notices: list[str] = []  # sentences for the person in front of the screen
        self._connection: sqlite3.Connection | None = None
        self._inode: int | None = None
        self._whole(self._open)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` returns, outside a transaction.

        Raises:
            ProgressError: if SQLite can't do what is asked.
        """
        return self._whole(lambda: work(self._live()))

    def write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` returns, in a transaction that is kept as a whole or not at all.

        Raises:
            ProgressError: if it could not be kept.
        """
        return self._whole(lambda: self._transaction(work))

    def _transaction(self, work: Callable[[sqlite3.Connection], T]) -> T:
        connection = self._live()
        connection.execute("BEGIN IMMEDIATE")
        try:
            result = work(connection)
            connection.execute("COMMIT")
        except BaseException:
            # A full disk has ended the transaction already.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
        return result

    def _whole(self, work: Callable[[], T]) -> T:
        """Do `work`; when the file turns out to be broken, do it again in a new one."""
        try:
            with self._sentences():
                return work()
        except _Broken as broken:
            self._begin_anew(broken)
        try:
            with self._sentences():
                return work()
        except _Broken as broken:
            raise ProgressError(f"{self.path} can't be used ({broken}).") from None

    def _live(self) -> sqlite3.Connection:
        assert self._connection is not None, "the database is closed"
        return self._connection

    def _open(self) -> None:
        name = ":memory:" if self.path is None else str(self.path)
        self._inode = _inode(self.path)
        self._connection = connection = sqlite3.connect(name, timeout=self.wait, isolation_level=None)
        if self._version(connection) < VERSION:
            # Another process may be at it too: whoever holds the lock looks again.
            connection.execute("BEGIN IMMEDIATE")
            for step in MIGRATIONS[self._version(connection) :]:
                for statement in _statements(step):
                    connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
            connection.execute("COMMIT")

    def _version(self, connection: sqlite3.Connection) -> int:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        application: int = connection.execute("PRAGMA application_id").fetchone()[0]
        tables: int = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if tables and application != APPLICATION:
            raise _Broken("it is another program's database")
        if version > VERSION:
            raise ProgressError(
                f"{self.path} was written by a newer release of kata (version {version}; this one knows {VERSION}). "
                "Nothing was recorded; update kata."
            )
        return version

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        """Turn what SQLite raises into sentences."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            code = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                raise _Broken(str(error)) from None
            raise ProgressError(self._sentence(code, error)) from None
        except OSError as error:
            raise ProgressError(f"{self.path} can't be used: {error.strerror}.") from None

    def _sentence(self, code: int, error: sqlite3.Error) -> str:
        match code:
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
                return (
                    f"{self.path} is locked by another program (a second kata, a backup?). Nothing was recorded; "
                    "try again when that is done."
                )
            case sqlite3.SQLITE_FULL:
                return f"The disk is full: {self.path} can't grow. Nothing was recorded; make room and try again."
            case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
                return f"{self.path} can't be written: it or its folder is read-only. Nothing was recorded."
            case sqlite3.SQLITE_CANTOPEN:
                return f"{self.path} can't be opened: it is no file, or its folder is read-only. Nothing was recorded."
            case _:
                return f"{self.path} can't be read or written ({error}). Nothing was recorded."

    def _begin_anew(self, broken: _Broken) -> None:
        """Keep the broken file aside and begin a new one, unless another process has just done so."""
        assert self.path is not None
        self.close()
        with self._sentences():
            if _inode(self.path) == self._inode:
                aside = _keep_aside(self.path)
                self.notices.append(
                    f"{self.path} is broken ({broken}). It is kept as {aside.name}, and a new one is begun."
                )
            self._open()


def _inode(path: Path | None) -> int | None:
    try:
        return os.stat(path).st_ino if path is not None else None
    except FileNotFoundError:
        return None


def _statements(step: str) -> list[str]:
    """The statements of a migration: `executescript` would commit the transaction around them."""
    plain = "\n".join(line.split("--")[0] for line in step.splitlines())
    return [statement for statement in plain.split(";") if statement.strip()]


def _keep_aside(path: Path) -> Path:
    """Rename a broken file."""
    stamp = time.strftime("%Y%m%d-%H%M%S")
    aside = path.with_name(f"{path.name}.corrupt-{stamp}")
    count = 2
    while aside.exists():
        aside = path.with_name(f"{path.name}.corrupt-{stamp}-{count}")
        count += 1
    path.rename(aside)
    return aside
