"""Progress in a file of its own, to be taken to another machine. It is a database of the same shape."""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kata.progress.database import Database, ProgressError
from kata.progress.merge import merge
from kata.progress.schema import APPLICATION, VERSION


@dataclass(frozen=True)
class Draft:
    """A file of the learner's as it stood when the progress was exported."""

    kata: str
    text: str


@dataclass(frozen=True)
class ImportResult:
    """What an import brought."""

    added: Mapping[str, int]  # new rows by table
    drafts: tuple[Draft, ...]

    @property
    def checks(self) -> int:
        return self.added["checks"]

    @property
    def nothing(self) -> bool:
        return not any(self.added.values())


def export_to(database: Database, file: Path, drafts: Iterable[Draft]) -> None:
    """Write everything on record to a new file, whole or not at all.

    Raises:
        ProgressError: if it exists already, or can't be written.
    """
    if os.path.lexists(file):
        raise ProgressError(f"{file} exists already. Name another file, or move that one away.")
    part = file.with_name(f".{file.name}.part-{os.getpid()}")
    try:
        with _told(file, "written"):
            database.read(lambda c: _vacuum(c, part, file))
            with closing(sqlite3.connect(part, isolation_level=None)) as copy:
                copy.execute("CREATE TABLE drafts (kata TEXT PRIMARY KEY, text TEXT NOT NULL)")
                copy.executemany("INSERT INTO drafts VALUES (?, ?)", [(draft.kata, draft.text) for draft in drafts])
            _publish(part, file)
    except FileExistsError:
        raise ProgressError(f"{file} exists already. Name another file, or move that one away.") from None
    finally:
        part.unlink(missing_ok=True)


def import_from(database: Database, file: Path, names: Mapping[str, str]) -> ImportResult:
    """Merge the record in `file` into this one; the file isn't changed, and a second time changes nothing.

    Args:
        file: an export, or the progress.db of another workspace.
        names: the present name of each kata that was called otherwise.

    Raises:
        ProgressError: if the file isn't there, is broken, not ours or of a newer release.
    """
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "progress.db"
        drafts = _copy(file, copy)
        theirs = Database(copy)  # brings it to this version
        try:
            if theirs.notices:
                raise ProgressError(f"{file} is broken; nothing was imported.")
            added = database.write(lambda ours: theirs.read(lambda other: merge(ours, other, names)))
        finally:
            theirs.close()
    return ImportResult(added, tuple(Draft(names.get(draft.kata, draft.kata), draft.text) for draft in drafts))


def _vacuum(connection: sqlite3.Connection, part: Path, file: Path) -> None:
    """A whole, compact copy, as of one moment. What goes wrong at its place isn't the record's fault."""
    try:
        connection.execute("VACUUM INTO ?", [str(part)])
    except sqlite3.OperationalError as error:
        if (getattr(error, "sqlite_errorcode", 0) & 0xFF) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        raise ProgressError(f"{file} can't be written ({error}). Nothing here was changed.") from None


def _publish(part: Path, file: Path) -> None:
    try:
        os.link(part, file)  # unlike a renaming, this never replaces
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        part.rename(file)


def _copy(file: Path, copy: Path) -> list[Draft]:
    """Copy a database as SQLite does, with its locks, after a look at what it is."""
    if not file.is_file():
        raise ProgressError(f"There is no file {file}.")
    with _told(file, "read"), closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as theirs:
        if theirs.execute("PRAGMA application_id").fetchone()[0] != APPLICATION:
            raise ProgressError(f"{file} is no progress of kata. `kata progress export` writes one.")
        version = theirs.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise ProgressError(
                f"{file} was written by a newer release of kata (version {version}; this one knows {VERSION}). "
                "Nothing was imported; update kata."
            )
        sound = theirs.execute("PRAGMA quick_check").fetchone()[0]
        if sound != "ok":
            raise ProgressError(f"{file} is damaged ({sound}); nothing was imported.")
        names = {name for (name,) in theirs.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        drafts = [Draft(*row) for row in theirs.execute("SELECT kata, text FROM drafts")] if "drafts" in names else []
        with closing(sqlite3.connect(copy)) as target:
            theirs.backup(target)
            target.execute("DROP TABLE IF EXISTS drafts")
    return drafts


@contextmanager
def _told(file: Path, verb: str) -> Iterator[None]:
    """Turn what SQLite and the system raise into a sentence."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise ProgressError(f"{file} can't be {verb} ({error}). Nothing here was changed.") from None
    except FileExistsError:
        raise
    except OSError as error:
        raise ProgressError(f"{file} can't be {verb}: {error.strerror}. Nothing here was changed.") from None
