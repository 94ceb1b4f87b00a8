"""Timed sets: which katas, what was handed in, and the card at the end."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kata.progress.clock import stamp
from kata.progress.database import Database
from kata.progress.rows import insert, keep_source


@dataclass(frozen=True)
class InterviewAnswer:
    """An answer, to be graded at the end."""

    kata: str
    at: datetime
    source: str


@dataclass(frozen=True)
class Interview:
    """One timed set."""

    number: int
    begun: datetime
    minutes: int
    path: str
    katas: tuple[str, ...]
    hand_ins: tuple[InterviewAnswer, ...] = ()
    card: Mapping[str, Any] | None = None

    @property
    def ends(self) -> datetime:
        return self.begun + timedelta(minutes=self.minutes)

    def left(self, now: datetime) -> timedelta:
        """The time that is left; all of it when the clock went back behind the beginning."""
        return max(self.ends - max(now, self.begun), timedelta(0))


class Interviews:
    """The interviews on record.

    Raises:
        ProgressError: from every method, if the file can't be read or written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def running(self) -> Interview | None:
        """The one that has begun and not been graded, its time up or not."""
        return self._database.read(lambda c: _read(c, "ended_at IS NULL"))

    def last(self) -> Interview | None:
        """The one that was graded last."""
        return self._database.read(lambda c: _read(c, "ended_at IS NOT NULL"))

    def begin(self, minutes: int, path: str, katas: Sequence[str]) -> bool:
        """The time begins now; False if another terminal was faster."""

        def work(connection: sqlite3.Connection) -> bool:
            if _read(connection, "ended_at IS NULL"):
                return False
            number = insert(connection, "interviews", begun_at=stamp(), minutes=minutes, path=path)
            for kata in katas:
                insert(connection, "interview_katas", interview=number, kata=kata)
            return True

        return self._database.write(work)

    def hand_in(self, interview: Interview, kata: str, source: str, at: datetime) -> None:
        """Keep an answer for the end."""
        when = at.isoformat(timespec="microseconds")

        def work(connection: sqlite3.Connection) -> None:
            digest = keep_source(connection, source)
            insert(connection, "hand_ins", interview=interview.number, kata=kata, at=when, source=digest)

        self._database.write(work)

    def end(self, interview: Interview, card: Mapping[str, Any]) -> None:
        """The answers are graded: this is the card."""
        query = "UPDATE interviews SET ended_at = ?, card = ? WHERE id = ?"
        self._database.write(lambda c: c.execute(query, [stamp(), json.dumps(card), interview.number]))


def _read(connection: sqlite3.Connection, which: str) -> Interview | None:
    """The newest interview that fits."""
    query = f"SELECT id, begun_at, minutes, path, card FROM interviews WHERE {which} ORDER BY id DESC LIMIT 1"
    row = connection.execute(query).fetchone()
    if row is None:
        return None
    number, begun, minutes, path, card = row
    names = connection.execute("SELECT kata FROM interview_katas WHERE interview = ? ORDER BY id", [number])
    handed = connection.execute(
        "SELECT kata, at, text FROM hand_ins JOIN sources ON sources.hash = hand_ins.source"
        " WHERE interview = ? ORDER BY id",
        [number],
    )
    return Interview(
        number,
        datetime.fromisoformat(begun),
        minutes,
        path,
        tuple(name for (name,) in names),
        tuple(InterviewAnswer(kata, datetime.fromisoformat(at), text) for kata, at, text in handed),
        json.loads(card) if card else None,
    )
