"""What the record adds up to: checks a day, minutes on a kata, what was remembered, the days of each kata."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kata.progress.rating import Rated, Rating

# Nobody works on a kata through a longer pause: what lies between is left out.
PAUSE = timedelta(minutes=20)
# What came before the first check of a round, or after a pause, is unknown; so much is taken for it.
LEAD = timedelta(minutes=2)
SLOWEST = 5  # katas that are listed as those that took longest


@dataclass(frozen=True)
class Reviews:
    """Rounds after a kata's first: how many there were, and in how many it was still there."""

    kept: int
    total: int

    @property
    def share(self) -> float | None:
        return self.kept / self.total if self.total else None


@dataclass(frozen=True)
class Effort:
    """How long a kata took to its first pass."""

    kata: str
    minutes: float
    checks: int


@dataclass(frozen=True)
class Day:
    """What was done with one kata on one day."""

    kata: str
    day: date
    checks: int
    passed: bool


def days(connection: sqlite3.Connection) -> Counter[date]:
    """How many checks each day had, by the clock on the wall; each day is counted from the index by time."""
    first, last = connection.execute("SELECT min(at), max(at) FROM checks").fetchone()
    found: Counter[date] = Counter()
    query = "SELECT count(*), (SELECT min(at) FROM checks WHERE at >= ?) FROM checks WHERE at >= ? AND at < ?"
    while first is not None and first <= last:
        day = datetime.fromisoformat(first).astimezone().date()
        begin, end = _stamp(day), _stamp(day + timedelta(days=1))
        count, first = connection.execute(query, [end, begin, end]).fetchone()
        found[day] = count
    return found


def active_days(connection: sqlite3.Connection) -> set[date]:
    """The days that had a check or a quiz."""
    quizzes = connection.execute("SELECT begun_at FROM attempts WHERE kind = 'quiz'")
    return {*days(connection), *(datetime.fromisoformat(at).astimezone().date() for (at,) in quizzes)}


def _stamp(day: date) -> str:
    """The beginning of a day, as times stand in the database: in UTC."""
    midnight = datetime(day.year, day.month, day.day).astimezone()  # in the zone of this machine
    return (midnight - midnight.utcoffset()).replace(tzinfo=None).isoformat(timespec="microseconds") + "+00:00"  # type: ignore[operator]


@dataclass(frozen=True)
class EndedRound:
    """A round that ended."""

    kata: str
    kind: str
    minutes: int  # of a lighter one; 0: the kata's own
    review: bool  # the kata had been passed or given up before
    earlier: frozenset[date] = frozenset()  # the days before on which it was begun or checked


def ended_on(connection: sqlite3.Connection, day: date) -> list[EndedRound]:
    """The rounds that ended on a day, by the clock on the wall."""
    query = """
        SELECT r.kata, coalesce(kind, 'stub'), coalesce(minutes, 0),
            EXISTS (SELECT 1 FROM ratings e WHERE e.kata = r.kata AND e.id < r.id), r.round
        FROM ratings r LEFT JOIN attempts a ON a.id = r.round WHERE r.at >= ? AND r.at < ? ORDER BY r.id
    """
    found = connection.execute(query, [_stamp(day), _stamp(day + timedelta(days=1))]).fetchall()
    return [
        EndedRound(kata, kind, minutes, bool(review), days_before(connection, kata, day, round_))
        for kata, kind, minutes, review, round_ in found
    ]


def days_before(connection: sqlite3.Connection, kata: str, day: date, round_: int | None = None) -> frozenset[date]:
    """The days before this one on which a round, by default the kata's newest, was begun or checked."""
    if round_ is None:
        round_ = connection.execute("SELECT max(id) FROM attempts WHERE kata = ?", [kata]).fetchone()[0]
    query = """
        SELECT begun_at FROM attempts WHERE id = ?
        UNION SELECT at FROM checks WHERE kata = ? AND round = ?
    """
    times = connection.execute(query, [round_, kata, round_])
    return frozenset(one for (at,) in times if (one := datetime.fromisoformat(at).astimezone().date()) < day)


def reviews(ratings: Iterable[Rated]) -> Reviews:
    """What was remembered, of all reviews."""
    total = kept = 0
    known: set[str] = set()
    for rated in ratings:
        if rated.kata in known:
            total += 1
            kept += rated.rating is not Rating.AGAIN
        known.add(rated.kata)
    return Reviews(kept, total)


def slowest(connection: sqlite3.Connection, most: int) -> list[Effort]:
    """The katas whose first pass took the longest, pauses left out.

    The longest that a kata can have taken is known from its round's ends and its number of checks; katas are looked at
    from the longest of these on, until no other can be among the first.
    """
    query = """
        SELECT a.kata, a.id, a.begun_at, r.at, r.wrong FROM ratings r JOIN attempts a ON a.id = r.round
        WHERE r.given_up = 0 AND r.id IN (
            SELECT min(r.id) FROM ratings r JOIN attempts a ON a.id = r.round
            WHERE given_up = 0 AND kind != 'quiz' GROUP BY r.kata
        )
    """
    rounds = []
    for kata, number, begun, passed, wrong in connection.execute(query).fetchall():
        whole = datetime.fromisoformat(passed) - datetime.fromisoformat(begun)
        rounds.append((min(whole, (wrong + 2) * PAUSE), kata, number, begun, passed))
    rounds.sort(reverse=True)
    found: list[Effort] = []
    for bound, kata, number, begun, passed in rounds:
        if len(found) >= most and found[most - 1].minutes >= bound.total_seconds() / 60:
            break
        found.append(_effort(connection, kata, number, begun, passed))
        found.sort(key=lambda effort: -effort.minutes)
    return found[:most]


def _effort(connection: sqlite3.Connection, kata: str, round_: int, begun: str, passed: str) -> Effort:
    query = "SELECT at FROM checks WHERE kata = ? AND round = ? AND at <= ?"
    times = sorted(datetime.fromisoformat(at) for (at,) in connection.execute(query, [kata, round_, passed]))
    spent = timedelta()
    before = datetime.fromisoformat(begun)
    for at in times:
        spent += at - before if at - before <= PAUSE else LEAD
        before = at
    return Effort(kata, spent.total_seconds() / 60, len(times))


def timeline(connection: sqlite3.Connection) -> dict[str, list[Day]]:
    """The days of each kata, the earliest first."""
    query = """
        SELECT kata, date(at, 'localtime') AS day, count(*), max(status = 'passed') FROM checks
        GROUP BY kata, day ORDER BY kata, day
    """
    found: dict[str, list[Day]] = defaultdict(list)
    for kata, day, checks, passed in connection.execute(query):
        found[kata].append(Day(kata, date.fromisoformat(day), checks, bool(passed)))
    return dict(found)


def streak(days: Collection[date], today: date) -> int:
    """How many days in a row had work on them, up to today, or to yesterday while today may still get some.

    A day that was missed is forgiven, and not counted; two in a row are not.
    """
    one = timedelta(days=1)
    day = today if today in days else today - one
    length = 0
    while day in days or day - one in days:
        length += day in days
        day -= one
    return length
