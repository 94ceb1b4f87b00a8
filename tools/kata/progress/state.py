"""What is known of each kata, in a few grouped queries, each answered from an index."""

import sqlite3
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kata.progress.rating import STUB, Rating
from kata.progress.schedule import Scheduled

# What may be said of when a kata is to come.
SNOOZE, KNOWN, RESUME = "snooze", "known", "resume"


@dataclass(frozen=True)
class State:
    """What is known of one kata. A round is the work from one stub: the first, and one for each reset or review."""

    kata: str
    begun: bool = False
    spec: str = ""  # the specification that the attempt answers
    checks: int = 0
    passed: bool = False  # ever
    first_run: bool = False  # the first check passed
    points: int = 0  # the most that a check gave
    last_status: str = ""
    last_seed: int | None = None
    hints: int = 0  # the highest tier seen in this round
    hints_ever: int = 0
    given_up: bool = False  # ever
    rounds: int = 0
    round_over: bool = False  # this round ended with a pass or was given up
    touched: datetime | None = None  # when it was begun or checked last
    rating: Rating | None = None  # of the last round that ended
    scheduled: Scheduled | None = None  # None until a round has ended
    kind: str = STUB  # of this round
    part: str = ""  # the function that this round is about, where it is about one
    minutes: int = 0  # that a lighter round takes; 0: the kata's own
    restored: bool = False  # this round was answered with what an earlier one had: it is no review
    known: bool = False  # the learner has said that it needs no practice
    snoozed: date | None = None  # the day on which it may come again

    @property
    def unfinished(self) -> bool:
        """Whether this round was begun and is still to be passed."""
        return self.begun and not self.round_over and not self.restored

    def due(self, now: datetime) -> bool:
        """Whether a review is due."""
        return self.scheduled is not None and self.scheduled.is_due(now) and not self.set_aside(now)

    def set_aside(self, now: datetime) -> bool:
        """Whether it is not to come now, by the learner's own word."""
        return self.known or (self.snoozed is not None and self.snoozed > now.astimezone().date())


_ENDS = "SELECT id, status, seed, at FROM checks WHERE id IN"


def read_states(connection: sqlite3.Connection, scheduled: dict[str, Scheduled]) -> dict[str, State]:
    """Every kata of which something is known."""
    known: dict[str, dict[str, Any]] = {}

    def of(kata: str) -> dict[str, Any]:
        return known.setdefault(kata, {})

    rounds: dict[str, int] = {}
    # With a single max(), SQLite takes the other columns from the row that has it.
    newest = "SELECT kata, max(id), count(*), spec, begun_at, kind, part, minutes, restored FROM attempts GROUP BY kata"
    for kata, number, count, spec, at, kind, part, minutes, restored in connection.execute(newest):
        of(kata).update(begun=True, spec=spec, rounds=count, touched=at, kind=kind, part=part, minutes=minutes)
        of(kata)["restored"] = bool(restored)
        rounds[kata] = number
    # A check that the grader itself spoiled says nothing about the answer.
    judged = "status != 'grader_error'"
    sums = "count(*), max(points), max(status = 'passed'), min(id), max(id)"
    rows = connection.execute(f"SELECT kata, {sums} FROM checks WHERE {judged} GROUP BY kata").fetchall()
    ends = ", ".join(str(number) for row in rows for number in row[4:])
    one = {number: found for number, *found in connection.execute(f"{_ENDS} ({ends})")}
    for kata, checks, points, passed, first, last in rows:
        status, seed, at = one[last]
        first_run = one[first][0] == "passed"
        of(kata).update(begun=True, checks=checks, points=points, passed=bool(passed), first_run=first_run)
        of(kata).update(last_status=status, last_seed=seed, touched=max(at, of(kata).get("touched", "")))
    for kata, number, tier in connection.execute("SELECT kata, round, max(tier) FROM hints GROUP BY kata, round"):
        of(kata)["hints_ever"] = max(tier, of(kata).get("hints_ever", 0))
        if number == rounds.get(kata):
            of(kata)["hints"] = tier
    for (kata,) in connection.execute("SELECT DISTINCT kata FROM give_ups"):
        of(kata).update(given_up=True)
    for kata, number, rating in connection.execute("SELECT kata, round, rating FROM ratings ORDER BY id"):
        of(kata)["rating"] = Rating(rating)
        if number == rounds.get(kata):
            of(kata)["round_over"] = True
    for kata, _, kind, until in connection.execute("SELECT kata, max(id), kind, until FROM plan_changes GROUP BY kata"):
        of(kata)["known"] = kind == KNOWN
        of(kata)["snoozed"] = date.fromisoformat(until) if kind == SNOOZE else None
    for values in known.values():
        if "touched" in values:
            values["touched"] = datetime.fromisoformat(values["touched"])
    return {kata: State(kata, **values, scheduled=scheduled.get(kata)) for kata, values in known.items()}
