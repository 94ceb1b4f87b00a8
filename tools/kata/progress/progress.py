"""What a learner has done with each kata: begun, checked, hinted at, given up, passed."""

import contextlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from kata.progress import figures
from kata.progress.agenda import keep, read_agenda, read_ratings, stale
from kata.progress.clock import stamp
from kata.progress.database import WAIT, Database, ProgressError
from kata.progress.interviews import Interviews
from kata.progress.rating import PART, QUIZ, STUB, WRONG, Rated, Rating, rate, rate_quiz
from kata.progress.rows import insert, keep_source
from kata.progress.schedule import Scheduled, schedule
from kata.progress.schema import BY_KATA
from kata.progress.state import State, read_states

if TYPE_CHECKING:
    from kata.progress.transfer import Draft, ImportResult

# Nobody writes an answer again, letter by letter, in less: the whole of it, or one function.
SOONEST = {STUB: timedelta(seconds=40), PART: timedelta(seconds=15)}


@dataclass(frozen=True)
class Version:
    """One check: what was graded can be brought back by its number."""

    number: int
    at: datetime
    status: str
    points: int
    source: str  # hash
    round: int = 0  # the versions of one round have the same number


@dataclass(frozen=True)
class Note:
    """What a learner wrote down about a kata."""

    kata: str
    at: datetime
    text: str


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
        agenda = self._agenda()
        return self._database.read(lambda c: read_states(c, agenda))

    def state(self, kata: str) -> State:
        return self.states().get(kata, State(kata))

    def names(self) -> set[str]:
        """The katas of which something is known."""
        tables = ("attempts", "hints", "give_ups", "plan_changes", "notes")
        query = " UNION ".join(f"SELECT kata FROM {table}" for table in tables)
        return {name for (name,) in self._database.read(lambda c: c.execute(query).fetchall())}

    @property
    def current(self) -> str | None:
        """The kata that is being worked on."""
        rows = self._database.read(lambda c: c.execute("SELECT value FROM settings WHERE key = 'current'").fetchone())
        return rows[0] if rows else None

    def versions(self, kata: str) -> list[Version]:
        """Every check of a kata, the oldest first."""
        query = "SELECT id, at, status, points, source, round FROM checks WHERE kata = ? ORDER BY id"
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
        return self._database.read(figures.days)

    def active_days(self) -> set[date]:
        """The days that had a check or a quiz, by the clock on the wall."""
        return self._database.read(figures.active_days)

    def slowest(self, most: int) -> list[figures.Effort]:
        """The katas whose first pass took the longest."""
        return self._database.read(lambda c: figures.slowest(c, most))

    def timeline(self) -> dict[str, list[figures.Day]]:
        """On which days each kata was checked, and passed."""
        return self._database.read(figures.timeline)

    def ended_on(self, day: date) -> list[figures.EndedRound]:
        """The rounds that ended on a day, by the clock on the wall."""
        return self._database.read(lambda c: figures.ended_on(c, day))

    def days_before(self, kata: str, day: date) -> frozenset[date]:
        """The days before this one on which the kata's newest round was begun or checked."""
        return self._database.read(lambda c: figures.days_before(c, kata, day))

    def ratings(self, kata: str | None = None) -> list[Rated]:
        """How every round ended, in their order; of one kata, or of all."""
        return self._database.read(lambda c: read_ratings(c, kata))

    @property
    def last_at(self) -> datetime | None:
        """When the last thing was recorded, by the clock of that time."""
        query = "SELECT max(at) FROM (SELECT at FROM (SELECT at FROM checks ORDER BY id DESC LIMIT 1)"
        query += " UNION ALL SELECT at FROM (SELECT begun_at AS at FROM attempts ORDER BY id DESC LIMIT 1))"
        at = self._database.read(lambda c: c.execute(query).fetchone())[0]
        return datetime.fromisoformat(at) if at else None

    def setting(self, key: str) -> str | None:
        """A choice that was made once, for example the path that is followed."""
        row = self._database.read(lambda c: c.execute("SELECT value FROM settings WHERE key = ?", [key]).fetchone())
        return row[0] if row else None

    def notes(self, kata: str | None = None) -> list[Note]:
        """What was noted and not taken back, the oldest first; of one kata, or of all."""
        query = """
            SELECT kata, at, text FROM notes n
            WHERE removes = '' AND (? IS NULL OR kata = ?)
                AND NOT EXISTS (SELECT 1 FROM notes r WHERE r.kata = n.kata AND r.removes = n.at)
            ORDER BY at, id
        """
        rows = self._database.read(lambda c: c.execute(query, [kata, kata]).fetchall())
        return [Note(name, datetime.fromisoformat(at), text) for name, at, text in rows]

    @property
    def interviews(self) -> Interviews:
        return Interviews(self._database)

    def _agenda(self) -> dict[str, Scheduled]:
        """The schedule, brought up to date; where it can't be written, it is right all the same."""
        late = self._database.read(stale)
        if not late:
            return self._database.read(read_agenda)
        ratings: dict[str, list[Rated]] = {kata: [] for kata in late}
        for rated in self.ratings(late[0] if len(late) == 1 else None):
            if rated.kata in ratings:
                ratings[rated.kata].append(rated)
        found = [schedule(kata, those) for kata, those in ratings.items()]
        with contextlib.suppress(ProgressError):
            self._database.write(lambda c: keep(c, found))
        return self._database.read(read_agenda) | {entry.kata: entry for entry in found}

    # --- what is recorded

    def try_to_write(self) -> None:
        """Raises ProgressError when nothing could be recorded now."""
        self._database.write(lambda c: None)

    def set(self, key: str, value: str) -> None:
        """Keep a choice."""
        self._database.write(lambda c: _set(c, key, value))

    def begin(
        self, kata: str, spec: str, *, anew: bool = False, kind: str = STUB, part: str = "", minutes: int = 0
    ) -> None:
        """A kata was begun, and is the current one; `anew` when its stub was put back.

        A new round begins when the one before ended with a pass or was given up.

        Args:
            kind: PART where only the function `part` is to be written.
            minutes: that a lighter review is estimated to take.
        """

        def work(connection: sqlite3.Connection) -> None:
            round_ = _round(connection, kata)
            if round_ is None or (anew and _has_ended(connection, kata, round_)):
                _new_round(connection, kata, spec, kind=kind, part=part, minutes=minutes)
            elif anew:  # hints that were seen, and wrong answers, still count
                values = {"spec": spec, "kind": kind, "part": part, "minutes": minutes}
                columns = ", ".join(f"{name} = ?" for name in values)
                connection.execute(f"UPDATE attempts SET {columns} WHERE id = ?", [*values.values(), round_])
            _set(connection, "current", kata)

        self._database.write(work)

    def record(
        self, kata: str, spec: str, source: str, verdict: Mapping[str, Any], *, at: datetime | None = None
    ) -> Rated | None:
        """A check: what was graded, and the verdict in its JSON form. A pass is one of the specification `spec`.

        Args:
            at: when it was handed in, if that isn't now.

        Returns:
            The rating, if this check ended the round.
        """
        when = at.isoformat(timespec="microseconds") if at else stamp()

        def work(connection: sqlite3.Connection) -> Rated | None:
            round_ = _round(connection, kata)
            if round_ is None:
                round_ = _new_round(connection, kata, spec)
            elif verdict["status"] == "passed":
                connection.execute("UPDATE attempts SET spec = ? WHERE id = ?", [spec, round_])
            digest = keep_source(connection, source)
            if verdict["status"] == "passed" and _is_copied(connection, kata, round_, digest, when):
                connection.execute("UPDATE attempts SET restored = 1 WHERE id = ?", [round_])
            number = insert(
                connection,
                "checks",
                kata=kata,
                round=round_,
                at=when,
                source=digest,
                spec=spec,
                status=verdict["status"],
                points=verdict["points"],
                seed=verdict["seed"],
                duration=verdict["duration"],
            )
            insert(connection, "verdicts", check_id=number, json=json.dumps(verdict))
            _set(connection, "current", kata)
            return _rate(connection, kata, round_, when) if verdict["status"] == "passed" else None

        return self._database.write(work)

    def bring_back(self, kata: str, version: Version) -> bool:
        """A version stands in the file again. From an earlier round it is no answer to this one, which ends unrated.

        Returns:
            Whether this round has ended so.
        """

        def work(connection: sqlite3.Connection) -> bool:
            round_ = _round(connection, kata)
            own = "SELECT 1 FROM checks WHERE kata = ? AND round IS ? AND source = ?"
            if (
                round_ is None
                or version.round == round_
                or _has_ended(connection, kata, round_)
                or connection.execute(own, [kata, round_, version.source]).fetchone()
            ):
                return False
            connection.execute("UPDATE attempts SET restored = 1 WHERE id = ?", [round_])
            return True

        return self._database.write(work)

    def answer_quiz(self, kata: str, spec: str, wrong: int, minutes: int) -> Rated:
        """A quiz was answered, with so many wrong answers: a round of its own, which touches no file."""

        def work(connection: sqlite3.Connection) -> Rated:
            before = connection.execute(
                "SELECT spec FROM attempts WHERE kata = ? ORDER BY id DESC LIMIT 1", [kata]
            ).fetchone()
            round_ = _new_round(connection, kata, before[0] if before else spec, kind=QUIZ, minutes=minutes)
            at, rating = stamp(), rate_quiz(wrong)
            values = {"rating": int(rating), "wrong": wrong, "hints": 0, "given_up": 0}
            insert(connection, "ratings", kata=kata, round=round_, at=at, **values)
            return Rated(kata, datetime.fromisoformat(at), rating, wrong, kind=QUIZ)

        return self._database.write(work)

    def change_plan(self, kata: str, kind: str, until: date | None = None) -> None:
        """The learner says when a kata is to come: SNOOZE until a day, KNOWN, or RESUME, which takes both back."""
        day = until.isoformat() if until else ""
        self._database.write(lambda c: insert(c, "plan_changes", kata=kata, at=stamp(), kind=kind, until=day))

    def add_note(self, kata: str, text: str) -> None:
        """The learner notes something about a kata."""
        self._database.write(lambda c: insert(c, "notes", kata=kata, at=stamp(), text=text))

    def remove_note(self, note: Note) -> None:
        """A note is taken back; its text stays on record."""
        at = note.at.isoformat(timespec="microseconds")
        self._database.write(lambda c: insert(c, "notes", kata=note.kata, at=stamp(), text="", removes=at))

    def see_hint(self, kata: str, tier: int) -> None:
        """The learner has read a hint, 1 to 3."""
        self._database.write(lambda c: insert(c, "hints", kata=kata, round=_round(c, kata), tier=tier, seen_at=stamp()))

    def give_up(self, kata: str) -> Rated | None:
        """The learner has asked for the solution without a pass.

        Returns:
            The rating, if this ended the round.
        """

        def work(connection: sqlite3.Connection) -> Rated | None:
            round_, at = _round(connection, kata), stamp()
            insert(connection, "give_ups", kata=kata, round=round_, at=at)
            return _rate(connection, kata, round_, at, given_up=True)

        return self._database.write(work)

    def export_to(self, file: Path, drafts: "Iterable[Draft]" = ()) -> None:
        """Write everything on record to a new file, with files of the learner's."""
        from kata.progress.transfer import export_to

        export_to(self._database, file, drafts)

    def import_from(self, file: Path, names: Mapping[str, str]) -> "ImportResult":
        """Merge the record in a file into this one; `names` has the present name of each kata that was renamed."""
        from kata.progress.transfer import import_from

        return import_from(self._database, file, names)

    def rename(self, earlier: str, kata: str) -> None:
        """A kata has a new name: what is known of it follows."""

        def work(connection: sqlite3.Connection) -> None:
            for table in BY_KATA:
                connection.execute(f"UPDATE {table} SET kata = ? WHERE kata = ?", [kata, earlier])
            connection.execute("DELETE FROM schedule WHERE kata IN (?, ?)", [kata, earlier])
            connection.execute("UPDATE settings SET value = ? WHERE key = 'current' AND value = ?", [kata, earlier])

        self._database.write(work)


def _round(connection: sqlite3.Connection, kata: str) -> int | None:
    """The number of the present round; None if the kata was never begun."""
    number: int | None = connection.execute("SELECT max(id) FROM attempts WHERE kata = ?", [kata]).fetchone()[0]
    return number


def _new_round(connection: sqlite3.Connection, kata: str, spec: str, **more: object) -> int:
    number = insert(connection, "attempts", kata=kata, spec=spec, begun_at=stamp(), **more)
    for table in ("hints", "give_ups", "ratings"):  # hints that were read before the kata was begun
        connection.execute(f"UPDATE {table} SET round = ? WHERE kata = ? AND round IS NULL", [number, kata])
    return number


def _is_over(connection: sqlite3.Connection, kata: str, round_: int | None) -> bool:
    query = "SELECT 1 FROM ratings WHERE kata = ? AND round IS ?"
    return connection.execute(query, [kata, round_]).fetchone() is not None


def _has_ended(connection: sqlite3.Connection, kata: str, round_: int) -> bool:
    """Whether a round is over, rated or not."""
    restored = connection.execute("SELECT restored FROM attempts WHERE id = ?", [round_]).fetchone()[0]
    return bool(restored) or _is_over(connection, kata, round_)


def _is_copied(connection: sqlite3.Connection, kata: str, round_: int, digest: str, at: str) -> bool:
    """Whether an answer is, to the letter, one of an earlier round, sooner than it could have been written again."""
    begun, kind = connection.execute("SELECT begun_at, kind FROM attempts WHERE id = ?", [round_]).fetchone()
    if datetime.fromisoformat(at) - datetime.fromisoformat(begun) > SOONEST.get(kind, timedelta(0)):
        return False
    query = "SELECT 1 FROM checks WHERE kata = ? AND source = ? AND round != ?"
    return connection.execute(query, [kata, digest, round_]).fetchone() is not None


def _rate(
    connection: sqlite3.Connection, kata: str, round_: int | None, at: str, *, given_up: bool = False
) -> Rated | None:
    """Rate a round that a pass or a give-up ends, unless it has ended before."""
    this = [kata, round_]
    if _is_over(connection, kata, round_):
        return None
    kind, restored = STUB, False
    if round_ is not None:
        kind, restored = connection.execute("SELECT kind, restored FROM attempts WHERE id = ?", [round_]).fetchone()
    if restored and not given_up:
        return None
    marks = ", ".join("?" * len(WRONG))
    wrong = f"SELECT count(*) FROM checks WHERE kata = ? AND round IS ? AND status IN ({marks})"
    tries: int = connection.execute(wrong, [*this, *WRONG]).fetchone()[0]
    seen = "SELECT coalesce(max(tier), 0) FROM hints WHERE kata = ? AND round IS ?"
    hints: int = connection.execute(seen, this).fetchone()[0]
    rating = Rating.AGAIN if given_up else rate(tries, hints, kind)
    values = {"rating": int(rating), "wrong": tries, "hints": hints, "given_up": int(given_up)}
    insert(connection, "ratings", kata=kata, round=round_, at=at, **values)
    return Rated(kata, datetime.fromisoformat(at), rating, tries, hints, given_up, kind)


def _set(connection: sqlite3.Connection, key: str, value: str) -> None:
    connection.execute("INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)", [key, value])
