"""How a round is rated, when the kata comes again, and that an older record is carried along whole."""

import sqlite3
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kata.progress import Progress, Rating
from kata.progress import schedule as module
from kata.progress.rating import MANY, best_after, rate
from kata.progress.schedule import intervals, recall
from kata.progress.schema import APPLICATION, MIGRATIONS, VERSION
from tests.support.clock import Clock, verdict


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "progress.db"


def test_help_and_wrong_answers_cost_steps_of_the_rating() -> None:
    assert [rate(wrong, 0) for wrong in (0, 1, MANY - 1, MANY, 50)] == [4, 3, 3, 2, 2]
    assert [rate(0, hints) for hints in range(4)] == [4, 3, 2, 1]
    assert rate(MANY, 1) == Rating.HARD
    assert best_after(3) == Rating.AGAIN


def test_a_round_is_rated_once_by_its_first_pass(path: Path) -> None:
    with Progress(path) as progress:
        assert progress.record("a", "s", "x", verdict("unedited")) is None
        assert progress.record("a", "s", "x", verdict("broken")) is None
        assert progress.record("a", "s", "x", verdict("failed")) is None
        progress.see_hint("a", 1)
        rated = progress.record("a", "s", "y", verdict())
        assert rated is not None
        assert (rated.rating, rated.wrong, rated.hints) == (Rating.GOOD, 1, 1)
        assert progress.record("a", "s", "y", verdict()) is None
        assert len(progress.ratings("a")) == 1


def test_a_give_up_is_rated_again_and_comes_tomorrow(path: Path, set_clock: Clock) -> None:
    with Progress(path) as progress:
        progress.begin("a", "s")
        rated = progress.give_up("a")
        assert rated is not None
        assert rated.rating == Rating.AGAIN
        assert progress.record("a", "s", "copied", verdict()) is None, "a pass after that is no recall"
        assert not progress.state("a").due(set_clock.now)
        set_clock.on(days=1)
        assert progress.state("a").due(set_clock.now)


def test_the_four_ratings_give_four_intervals(path: Path, set_clock: Clock) -> None:
    days = intervals(set_clock.now)
    assert days[Rating.AGAIN] <= days[Rating.HARD] < days[Rating.GOOD] < days[Rating.EASY]
    with Progress(path) as progress:
        progress.record("a", "s", "x", verdict())
        state = progress.state("a")
        assert state.scheduled is not None
        assert state.scheduled.days == days[Rating.EASY]
        assert recall(state.scheduled, set_clock.now) == 1.0
        due = state.scheduled.due
        assert recall(state.scheduled, due) == pytest.approx(module.RETENTION, abs=0.02)
        later = intervals(due, state.scheduled)
        assert later[Rating.GOOD] > state.scheduled.days, "what is known is asked less often"


def test_a_review_is_a_round_with_hints_of_its_own(path: Path, set_clock: Clock) -> None:
    with Progress(path) as progress:
        progress.begin("a", "s")
        progress.see_hint("a", 2)
        progress.record("a", "s", "x", verdict())
        set_clock.on(days=5)
        progress.begin("a", "s", anew=True)
        state = progress.state("a")
        assert (state.unfinished, state.passed, state.hints, state.hints_ever, state.rounds) == (True, True, 0, 2, 2)
        set_clock.on(minutes=5)
        rated = progress.record("a", "s", "x", verdict())
        assert rated is not None
        assert rated.rating == Rating.EASY
        assert not progress.state("a").unfinished


def test_a_reset_before_the_pass_forgets_no_hint(path: Path) -> None:
    with Progress(path) as progress:
        progress.see_hint("a", 1)  # even before it was begun
        progress.begin("a", "s")
        progress.see_hint("a", 2)
        progress.begin("a", "s", anew=True)
        assert progress.state("a").hints == 2
        rated = progress.record("a", "s", "x", verdict())
        assert rated is not None
        assert rated.rating == Rating.HARD


def test_a_clock_that_went_back_makes_reviews_due_and_then_mends(path: Path, set_clock: Clock) -> None:
    with Progress(path) as progress:
        set_clock.on(days=2000)  # it was ahead
        progress.record("a", "s", "x", verdict())
        set_clock.on(days=-2000)
        assert progress.state("a").due(set_clock.now)
        progress.begin("a", "s", anew=True)
        progress.record("a", "s", "y", verdict())
        state = progress.state("a")
        assert state.scheduled is not None
        assert not state.due(set_clock.now)
        assert state.scheduled.due < set_clock.now + timedelta(days=366)
        assert [version.source for version in progress.versions("a")] == list(
            dict.fromkeys(version.source for version in progress.versions("a"))
        )


def test_an_earlier_answer_brought_back_is_no_review(path: Path, set_clock: Clock) -> None:
    with Progress(path) as progress:
        progress.record("a", "s", "mine", verdict())
        due = progress.state("a").scheduled
        set_clock.on(days=9)
        progress.begin("a", "s", anew=True)
        assert progress.bring_back("a", progress.versions("a")[0])
        assert progress.record("a", "s", "mine", verdict()) is None
        state = progress.state("a")
        assert (state.unfinished, state.restored, state.due(set_clock.now)) == (False, True, True)
        assert state.scheduled == due, "the review is due as before"
        progress.begin("a", "s", anew=True)
        set_clock.on(minutes=5)
        rated = progress.record("a", "s", "mine", verdict())
        assert rated is not None, "the same text, written again in a new round"
        assert progress.state("a").rounds == 3


def test_an_earlier_answer_copied_in_by_hand_is_no_review_either(path: Path, set_clock: Clock) -> None:
    with Progress(path) as progress:
        progress.record("a", "s", "mine", verdict())
        set_clock.on(days=9)
        progress.begin("a", "s", anew=True)
        set_clock.on(seconds=20)
        assert progress.record("a", "s", "mine", verdict()) is None
        assert progress.state("a").due(set_clock.now)


def test_a_version_of_the_same_round_may_be_brought_back(path: Path, set_clock: Clock) -> None:
    with Progress(path) as progress:
        progress.begin("a", "s")
        progress.record("a", "s", "first try", verdict("failed"))
        assert not progress.bring_back("a", progress.versions("a")[0])
        assert progress.record("a", "s", "first try", verdict()) is not None


def test_a_quiz_is_a_round_that_is_good_at_best_and_leaves_the_work_alone(path: Path, set_clock: Clock) -> None:
    with Progress(path) as progress:
        progress.record("a", "s", "x", verdict())
        before = progress.state("a").scheduled
        set_clock.on(days=8)
        rated = progress.answer_quiz("a", "s2", wrong=0, minutes=3)
        state = progress.state("a")
        assert (rated.rating, state.rating, state.kind, state.unfinished) == (Rating.GOOD, Rating.GOOD, "quiz", False)
        assert state.spec == "s", "the file still answers what it did"
        assert before is not None
        assert state.scheduled is not None
        assert state.scheduled.due > before.due
        set_clock.on(days=30)
        assert progress.answer_quiz("a", "s", wrong=1, minutes=3).rating == Rating.HARD
        assert progress.answer_quiz("a", "s", wrong=2, minutes=3).rating == Rating.AGAIN
        assert [rated.kind for rated in progress.ratings("a")] == ["stub", "quiz", "quiz", "quiz"]


def test_a_part_is_good_at_best(path: Path, set_clock: Clock) -> None:
    with Progress(path) as progress:
        progress.record("a", "s", "x", verdict())
        set_clock.on(days=8)
        progress.begin("a", "s", anew=True, kind="part", part="f", minutes=5)
        state = progress.state("a")
        assert (state.kind, state.part, state.minutes, state.unfinished) == ("part", "f", 5, True)
        set_clock.on(minutes=3)
        rated = progress.record("a", "s", "y", verdict())
        assert rated is not None
        assert (rated.rating, rated.kind) == (Rating.GOOD, "part")


def test_what_was_set_aside_is_not_due_until_it_is_taken_back(path: Path, set_clock: Clock) -> None:
    with Progress(path) as progress:
        progress.record("a", "s", "x", verdict())
        set_clock.on(days=8)
        today = set_clock.now.astimezone().date()
        progress.change_plan("a", "snooze", today + timedelta(days=3))
        assert not progress.state("a").due(set_clock.now)
        set_clock.on(days=3)
        assert progress.state("a").due(set_clock.now)
        progress.change_plan("a", "known")
        assert not progress.state("a").due(set_clock.now)
        progress.change_plan("a", "resume")
        assert progress.state("a").due(set_clock.now)


def test_changed_parameters_schedule_what_is_on_record_anew(
    path: Path, set_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Progress(path) as progress:
        for kata in ("a", "b"):
            progress.record(kata, "s", "x", verdict())
        before = progress.state("a").scheduled
    monkeypatch.setattr(module, "RETENTION", 0.8)
    for cached in (module.fingerprint, module._scheduler):
        cached.cache_clear()
    try:
        with Progress(path) as progress:
            after = progress.state("a").scheduled
            rows = sqlite3.connect(path).execute("SELECT DISTINCT parameters FROM schedule").fetchall()
            assert rows == [(module.fingerprint(),)]
    finally:
        monkeypatch.undo()
        for cached in (module.fingerprint, module._scheduler):
            cached.cache_clear()
    assert before is not None
    assert after is not None
    assert after.days > before.days, "a lower retention lets a kata rest longer"


def test_a_new_version_of_the_library_has_another_fingerprint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fsrs").mkdir()
    (tmp_path / "fsrs" / "__init__.py").write_text("DEFAULT_PARAMETERS = (0.3,)")
    now = module.fingerprint()
    module.fingerprint.cache_clear()
    monkeypatch.delitem(sys.modules, "fsrs", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    try:
        assert module.fingerprint() != now
    finally:
        module.fingerprint.cache_clear()


def version_1(path: Path) -> None:
    """A record as the release before wrote it: a pass after two failures and a hint, a give-up, one unfinished."""
    with sqlite3.connect(path) as old:
        old.executescript(MIGRATIONS[0])
        old.execute(f"PRAGMA application_id = {APPLICATION}")
        old.execute("PRAGMA user_version = 1")
        at = "2026-01-0{}T10:00:00.000000+00:00".format
        for kata in ("a", "b", "c"):
            old.execute("INSERT INTO attempts (kata, spec, begun_at) VALUES (?, 'spec', ?)", [kata, at(1)])
        old.execute("INSERT INTO hints (kata, tier, seen_at) VALUES ('a', 1, ?)", [at(2)])
        checks = [("a", 2, "failed"), ("a", 2, "failed"), ("a", 3, "passed"), ("a", 4, "passed"), ("c", 4, "failed")]
        for number, (kata, day, status) in enumerate(checks, start=1):
            old.execute("INSERT OR IGNORE INTO sources VALUES (?, ?)", [f"hash{number}", f"text {number}"])
            old.execute(
                "INSERT INTO checks (kata, at, source, spec, status, points, seed, duration) "
                "VALUES (?, ?, ?, 'spec', ?, 0, 1, 0.1)",
                [kata, at(day), f"hash{number}", status],
            )
            old.execute("INSERT INTO verdicts VALUES (?, '{\"kept\": 1}')", [number])
        old.execute("INSERT INTO give_ups (kata, at) VALUES ('b', ?)", [at(5)])
        old.execute("INSERT INTO settings VALUES ('current', 'c')")
    old.close()


def test_a_record_of_the_release_before_is_carried_along_whole(path: Path) -> None:
    version_1(path)
    before = list(sqlite3.connect(path).execute("SELECT id, kata, at, source, spec, status, points FROM checks"))
    with Progress(path) as progress:
        states = progress.states()
        assert progress.current == "c"
        assert [rated.rating for rated in progress.ratings("a")] == [Rating.GOOD]
        assert progress.ratings("a")[0].at == datetime(2026, 1, 3, 10, tzinfo=UTC)
        assert states["a"].scheduled is not None
        assert states["b"].rating == Rating.AGAIN
        assert states["c"].unfinished
        assert [progress.verdict(version) for version in progress.versions("a")] == [{"kept": 1}] * 4
        assert [progress.source(version) for version in progress.versions("c")] == ["text 5"]
    after = sqlite3.connect(path)
    assert list(after.execute("SELECT id, kata, at, source, spec, status, points FROM checks")) == before
    assert after.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert after.execute("SELECT count(*) FROM checks WHERE round IS NULL").fetchone() == (0,)


def test_a_record_of_version_2_loses_no_row(path: Path, tmp_path: Path) -> None:
    with Progress(path) as progress:  # rows of every table, carried back to version 2
        progress.record("a", "s", "x", verdict("failed"))
        progress.see_hint("a", 1)
        progress.record("a", "s", "y", verdict())
        progress.give_up("b")
        progress.interviews.begin(30, "catalog", ["a"])
        assert progress.states()
    old = tmp_path / "old.db"
    with sqlite3.connect(old) as earlier, sqlite3.connect(path) as now:
        for step in MIGRATIONS[:2]:
            earlier.executescript(step)
        earlier.execute(f"PRAGMA application_id = {APPLICATION}")
        earlier.execute("PRAGMA user_version = 2")
        tables = [row[0] for row in earlier.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns = {name: [row[1] for row in earlier.execute(f"PRAGMA table_info({name})")] for name in tables}
        for name, names in columns.items():
            for row in now.execute(f"SELECT {', '.join(names)} FROM {name}").fetchall():
                earlier.execute(f"INSERT INTO {name} VALUES ({', '.join('?' * len(names))})", row)
        query = {name: f"SELECT {', '.join(names)} FROM {name} ORDER BY 1" for name, names in columns.items()}
        before = {name: earlier.execute(query[name]).fetchall() for name in tables}
    assert all(before[name] for name in tables if name != "hand_ins")
    with Progress(old) as progress:
        state = progress.state("a")
        assert (state.passed, state.kind, state.restored, state.known) == (True, "stub", False, False)
    after = sqlite3.connect(old)
    assert {name: after.execute(query[name]).fetchall() for name in tables} == before


def test_a_schedule_that_cannot_be_written_is_right_all_the_same(path: Path) -> None:
    with Progress(path) as progress:
        progress.record("a", "s", "x", verdict())
    with Progress(path, wait=0.05) as progress:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        assert progress.state("a").scheduled is not None
        other.execute("ROLLBACK")


def test_a_new_name_keeps_the_schedule(path: Path) -> None:
    with Progress(path) as progress:
        progress.record("plus", "s", "x", verdict())
        before = progress.state("plus").scheduled
        progress.rename("plus", "add_two")
        after = progress.state("add_two").scheduled
    assert before is not None
    assert after is not None
    assert after.due == before.due
