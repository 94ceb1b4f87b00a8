"""What is known of each kata, in a few grouped queries, each answered from an index."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kata.progress.rating import Rating
from kata.progress.schedule import Scheduled


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

    @property
    def unfinished(self) -> bool:
        """Whether this round was begun and is still to be passed."""
        return self.begun and not self.round_over

    def due(self, now: datetime) -> bool:
        """Whether a review is due."""
        return self.scheduled is not None and self.scheduled.is_due(now)


_ENDS = "SELECT id, status, seed, at FROM checks WHERE id IN"


def read_states(connection: sqlite3.Connection, scheduled: dict[str, Scheduled]) -> dict[str, State]:
    """Every kata of which something is known."""
    known: dict[str, dict[str, Any]] = {}

    def of(kata: str) -> dict[str, Any]:
        return known.setdefault(kata, {})

    rounds: dict[str, int] = {}
    # With a single max(), SQLite takes the other columns from the row that has it.
    newest = "SELECT kata, max(id), count(*), spec, begun_at FROM attempts GROUP BY kata"
    for kata, number, count, spec, at in connection.execute(newest):
        of(kata).update(begun=True, spec=spec, rounds=count, touched=at)
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
    for values in known.values():
        if "touched" in values:
            values["touched"] = datetime.fromisoformat(values["touched"])
    return {kata: State(kata, **values, scheduled=scheduled.get(kata)) for kata, values in known.items()}
