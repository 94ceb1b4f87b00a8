"""The schedule as it stands in the database: what follows from the ratings, brought up to date when they have grown."""

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from kata.progress.rating import Rated, Rating
from kata.progress.schedule import Scheduled, fingerprint

_RATINGS = """
    SELECT r.kata, r.at, rating, wrong, hints, given_up, coalesce(kind, 'stub')
    FROM ratings r LEFT JOIN attempts a ON a.id = r.round
"""


def read_ratings(connection: sqlite3.Connection, kata: str | None = None) -> list[Rated]:
    """Every rating, or those of one kata, in their order."""
    where, values = (" WHERE r.kata = ?", [kata]) if kata else ("", [])
    rows = connection.execute(f"{_RATINGS}{where} ORDER BY r.id", values)
    return [
        Rated(name, datetime.fromisoformat(at), Rating(rating), wrong, hints, bool(given_up), kind)
        for name, at, rating, wrong, hints, given_up, kind in rows
    ]


def read_agenda(connection: sqlite3.Connection) -> dict[str, Scheduled]:
    rows = connection.execute("SELECT kata, last_at, due_at, stability, difficulty FROM schedule")
    return {
        kata: Scheduled(kata, datetime.fromisoformat(last), datetime.fromisoformat(due), stability, difficulty)
        for kata, last, due, stability, difficulty in rows
    }


def stale(connection: sqlite3.Connection) -> list[str]:
    """The katas that were rated since they were scheduled, or were scheduled by other parameters."""
    query = """
        SELECT kata FROM (SELECT kata, count(*) AS now FROM ratings GROUP BY kata) LEFT JOIN schedule USING (kata)
        WHERE schedule.ratings IS NOT now OR schedule.parameters IS NOT ?
    """
    return [kata for (kata,) in connection.execute(query, [fingerprint()])]


def keep(connection: sqlite3.Connection, agenda: Iterable[Scheduled]) -> None:
    """Write what was scheduled."""
    for entry in agenda:
        count = connection.execute("SELECT count(*) FROM ratings WHERE kata = ?", [entry.kata]).fetchone()[0]
        values = [entry.kata, count, entry.last.isoformat(timespec="microseconds"), entry.due.isoformat()]
        connection.execute(
            "INSERT OR REPLACE INTO schedule (kata, ratings, last_at, due_at, stability, difficulty, parameters)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [*values, entry.stability, entry.difficulty, fingerprint()],
        )
