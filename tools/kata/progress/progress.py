"""What a learner has done with each kata: begun, checked, hinted at, given up, passed."""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from kata.progress.database import WAIT, Database
from kata.progress.schema import BY_KATA


@dataclass(frozen=True)
class State:
    """What is known of one kata."""

    kata: str
    begun: bool = False
    spec: str = ""  # the specification that the attempt answers
    checks: int = 0
    passed: bool = False  # ever
    first_run: bool = False  # the first check passed
    points: int = 0  # the most that a check gave
    last_status: str = ""
    last_seed: int | None = None
    hints: int = 0  # the highest tier seen
    given_up: bool = False


@dataclass(frozen=True)
class Version:
    """One check: what was graded can be brought back by its number."""

    number: int
    at: datetime
    status: str
    points: int
    source: str  # hash


class Progress:
    """The record of one workspace. Every method that changes it has kept the change when it returns.

    Raises:
        ProgressError: from every method, if the file can't be read or written.
    """

    def __init__(self, path: Path | None, wait: float = WAIT) -> None:
        """Open or begin the record; with None it lives in memory only."""
        self._database = Database(path, wait)

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()

    @property
    def notices(self) -> list[str]:
        """Sentences about what happened to the file, for example that a broken one is kept aside."""
        return self._database.notices

    # --- what is asked

    def states(self) -> dict[str, State]:
        """Every kata of which something is known, by name."""
        return self._database.read(_states)

    def state(self, kata: str) -> State:
        return self.states().get(kata, State(kata))

    @property
    def current(self) -> str | None:
        """The kata that is being worked on."""
        rows = self._database.read(lambda c: c.execute("SELECT value FROM settings WHERE key = 'current'").fetchone())
        return rows[0] if rows else None

    def versions(self, kata: str) -> list[Version]:
        """Every check of a kata, the oldest first."""
        query = "SELECT id, at, status, points, source FROM checks WHERE kata = ? ORDER BY id"
        rows = self._database.read(lambda c: c.execute(query, [kata]).fetchall())
        return [Version(row[0], datetime.fromisoformat(row[1]), *row[2:]) for row in rows]

    def source(self, version: Version) -> str:
        """The text that was checked."""
        query = "SELECT text FROM sources WHERE hash = ?"
        text: str = self._database.read(lambda c: c.execute(query, [version.source]).fetchone())[0]
        return text

    def verdict(self, version: Version) -> dict[str, Any]:
        """The whole verdict of a check, in its JSON form."""
        query = "SELECT json FROM verdicts WHERE check_id = ?"
        found: dict[str, Any] = json.loads(
            self._database.read(lambda c: c.execute(query, [version.number]).fetchone())[0]
        )
        return found

    def days(self) -> Counter[date]:
        """How many checks each day had, by the clock on the wall."""
        query = "SELECT date(at, 'localtime') AS day, count(*) FROM checks GROUP BY day"
        rows = self._database.read(lambda c: c.execute(query).fetchall())
        return Counter({date.fromisoformat(day): count for day, count in rows})

    # --- what is recorded

    def begin(self, kata: str, spec: str, *, anew: bool = False) -> None:
        """A kata was begun, and is the current one; `anew` when its stub was put back."""

        def work(connection: sqlite3.Connection) -> None:
            known = connection.execute("SELECT 1 FROM attempts WHERE kata = ?", [kata]).fetchone()
            if anew or not known:
                _insert(connection, "attempts", kata=kata, spec=spec, begun_at=_now())
            _set_current(connection, kata)

        self._database.write(work)

    def record(self, kata: str, spec: str, source: str, verdict: Mapping[str, Any]) -> None:
        """A check: what was graded, and the verdict in its JSON form. A pass is one of the specification `spec`."""

        def work(connection: sqlite3.Connection) -> None:
            known = connection.execute("SELECT 1 FROM attempts WHERE kata = ?", [kata]).fetchone()
            if not known:
                _insert(connection, "attempts", kata=kata, spec=spec, begun_at=_now())
            elif verdict["status"] == "passed":
                newest = "SELECT max(id) FROM attempts WHERE kata = ?"
                connection.execute(f"UPDATE attempts SET spec = ? WHERE id = ({newest})", [spec, kata])
            digest = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
            connection.execute("INSERT OR IGNORE INTO sources (hash, text) VALUES (?, ?)", [digest, source])
            number = _insert(
                connection,
                "checks",
                kata=kata,
                at=_now(),
                source=digest,
                spec=spec,
                status=verdict["status"],
                points=verdict["points"],
                seed=verdict["seed"],
                duration=verdict["duration"],
            )
            _insert(connection, "verdicts", check_id=number, json=json.dumps(verdict))
            _set_current(connection, kata)

        self._database.write(work)

    def see_hint(self, kata: str, tier: int) -> None:
        """The learner has read a hint, 1 to 3."""
        self._database.write(lambda c: _insert(c, "hints", kata=kata, tier=tier, seen_at=_now()))

    def give_up(self, kata: str) -> None:
        """The learner has asked for the solution without a pass."""
        self._database.write(lambda c: _insert(c, "give_ups", kata=kata, at=_now()))

    def rename(self, earlier: str, kata: str) -> None:
        """A kata has a new name: what is known of it follows."""

        def work(connection: sqlite3.Connection) -> None:
            for table in BY_KATA:
                connection.execute(f"UPDATE {table} SET kata = ? WHERE kata = ?", [kata, earlier])
            connection.execute("UPDATE settings SET value = ? WHERE key = 'current' AND value = ?", [kata, earlier])

        self._database.write(work)


def _states(connection: sqlite3.Connection) -> dict[str, State]:
    """A few grouped queries, each answered from an index."""
    known: dict[str, dict[str, Any]] = {}

    def of(kata: str) -> dict[str, Any]:
        return known.setdefault(kata, {})

    newest = "SELECT max(id) FROM attempts GROUP BY kata"
    for kata, spec in connection.execute(f"SELECT kata, spec FROM attempts WHERE id IN ({newest})"):
        of(kata).update(begun=True, spec=spec)
    # A check that the grader itself spoiled says nothing about the answer.
    told = "status != 'grader_error'"
    sums = "count(*), max(points), max(status = 'passed'), min(id), max(id)"
    rows = connection.execute(f"SELECT kata, {sums} FROM checks WHERE {told} GROUP BY kata").fetchall()
    for kata, checks, points, passed, first, last in rows:
        one = "SELECT status, seed FROM checks WHERE id = ?"
        status, seed = connection.execute(one, [last]).fetchone()
        first_run = connection.execute(one, [first]).fetchone()[0] == "passed"
        of(kata).update(begun=True, checks=checks, points=points, passed=bool(passed), first_run=first_run)
        of(kata).update(last_status=status, last_seed=seed)
    for kata, tier in connection.execute("SELECT kata, max(tier) FROM hints GROUP BY kata"):
        of(kata).update(hints=tier)
    for (kata,) in connection.execute("SELECT DISTINCT kata FROM give_ups"):
        of(kata).update(given_up=True)
    return {kata: State(kata, **values) for kata, values in known.items()}


def _insert(connection: sqlite3.Connection, table: str, **values: object) -> int:
    columns, marks = ", ".join(values), ", ".join("?" * len(values))
    cursor = connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(values.values()))
    return int(cursor.lastrowid or 0)


def _set_current(connection: sqlite3.Connection, kata: str) -> None:
    connection.execute("INSERT OR REPLACE INTO settings (key, value) VALUES ('current', ?)", [kata])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
