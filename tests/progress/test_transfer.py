"""Progress on two machines: exported, merged by kata and time, nothing lost, and a second time nothing changed."""

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from kata.progress import Progress, ProgressError
from kata.progress.schema import VERSION
from kata.progress.transfer import Draft
from kata.workspace import Workspace, init_workspace
from tests.support.cli import MakeKata, Run
from tests.support.clock import Clock, record, verdict

TABLES = (
    "attempts",
    "checks",
    "verdicts",
    "hints",
    "give_ups",
    "ratings",
    "interviews",
    "hand_ins",
    "sources",
    "notes",
    "plan_changes",
)


def rows(path: Path) -> dict[str, list[Any]]:
    """All that a record holds, without the numbers."""
    found = {}
    with sqlite3.connect(path) as connection:
        for table in TABLES:
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            kept = [name for name in columns if name not in ("id", "check_id", "round", "interview")]
            found[table] = sorted(connection.execute(f"SELECT {', '.join(kept)} FROM {table}"))
    connection.close()
    return found


def merged(into: Path, other: Path, names: dict[str, str] | None = None) -> Any:
    with Progress(into) as progress:
        return progress.import_from(other, names or {})


def exported(path: Path, *drafts: Draft) -> Path:
    file = path.with_suffix(".export")
    file.unlink(missing_ok=True)
    with Progress(path) as progress:
        progress.export_to(file, drafts)
    return file


@pytest.fixture
def two(tmp_path: Path, set_clock: Clock) -> tuple[Path, Path]:
    """Two machines that worked on the same katas in turn."""
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    for day, path in enumerate([one, other, one, other]):
        set_clock.on(days=1)
        with Progress(path) as progress:
            progress.begin("a", "s")
            progress.see_hint("a", 1)
            progress.record("a", "s", f"text {day}", verdict("failed", seed=day))
            progress.record("b", "s", "the same text", verdict("passed", seed=day))
            progress.give_up(f"c{day}")
            progress.add_note("a", f"noted on day {day}")
            progress.answer_quiz("b", "s", wrong=day % 2, minutes=3)
            progress.change_plan("b", "snooze", set_clock.now.date() + timedelta(days=day))
            progress.interviews.begin(30, "catalog", ["a", "b"])
            running = progress.interviews.running()
            assert running is not None
            progress.interviews.hand_in(running, "b", f"handed in {day}", set_clock.now)
            progress.interviews.end(running, {"day": day})
    return one, other


def test_both_records_are_whole_after_a_merge_and_in_order(two: tuple[Path, Path]) -> None:
    one, other = two
    mine, theirs = rows(one), rows(other)
    found = merged(one, exported(other))
    assert found.checks == 4
    both = rows(one)
    for table in TABLES:
        assert both[table] == sorted(
            {*mine[table], *theirs[table]} if table == "sources" else mine[table] + theirs[table]
        )
    with Progress(one) as progress:
        versions = progress.versions("a")
        assert [progress.source(version) for version in versions] == [f"text {day}" for day in range(4)]
        assert [progress.verdict(version)["seed"] for version in versions] == [0, 1, 2, 3]
        assert versions == sorted(versions, key=lambda version: version.at)
        rounds = [version.round for version in versions]
        assert rounds == [rounds[0], rounds[1]] * 2, "each machine had a round of its own"
        last = progress.interviews.last()
        assert last is not None
        assert last.card == {"day": 3}
        assert [hand_in.source for hand_in in last.hand_ins] == ["handed in 3"]
        assert last.katas == ("a", "b")


def test_a_second_merge_changes_nothing_and_both_ways_agree(two: tuple[Path, Path]) -> None:
    one, other = two
    before = exported(one)
    merged(one, exported(other))
    once = one.read_bytes()
    assert merged(one, exported(other)).nothing
    assert merged(one, before).nothing
    assert rows(one) == rows(exported(one))
    merged(other, before)
    assert rows(other) == rows(one)
    with Progress(one) as mine, Progress(other) as theirs:
        assert {name: state.scheduled for name, state in mine.states().items()} == {
            name: state.scheduled for name, state in theirs.states().items()
        }
    assert len(once) > 0


def test_each_check_stays_with_its_round(tmp_path: Path, set_clock: Clock) -> None:
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    with Progress(one) as progress:
        progress.record("a", "s", "first", verdict())
    set_clock.on(days=9)
    with Progress(other) as progress:
        progress.begin("z", "s")
        progress.record("a", "s", "theirs", verdict("failed"))
        progress.see_hint("a", 2)
    set_clock.on(days=9)
    with Progress(one) as progress:
        progress.begin("a", "s", anew=True)
        progress.record("a", "s", "review", verdict("failed"))
    merged(one, exported(other))
    with Progress(one) as progress:
        state = progress.state("a")
        assert (state.rounds, state.hints, state.hints_ever, state.unfinished) == (3, 0, 2, True)
        assert [progress.source(version) for version in progress.versions("a")] == ["first", "theirs", "review"]
        rated = progress.record("a", "s", "right", verdict())
        assert rated is not None
        assert (rated.wrong, rated.hints) == (1, 0), "only what belongs to this round counts"


def test_a_machine_whose_clock_went_back_keeps_its_order(tmp_path: Path, set_clock: Clock) -> None:
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    with Progress(one) as progress:
        for text, step in (("first", -100), ("second", 1), ("third", 1)):
            progress.record("a", "s", text, verdict("failed"))
            set_clock.on(days=step)
    with Progress(other) as progress:
        set_clock.on(days=200)
        progress.record("a", "s", "theirs", verdict("failed"))
    merged(one, exported(other))
    with Progress(one) as progress:
        assert [progress.source(version) for version in progress.versions("a")] == [
            "first",
            "second",
            "third",
            "theirs",
        ]


def test_a_kata_that_was_renamed_meanwhile_is_the_same(tmp_path: Path, set_clock: Clock) -> None:
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    with Progress(one) as progress:
        progress.record("plus", "s", "x", verdict())
    merged(other, exported(one))
    with Progress(one) as progress:
        progress.rename("plus", "add_two")
    assert merged(one, exported(other), {"plus": "add_two"}).nothing
    with Progress(one) as progress:
        assert "plus" not in progress.states()


def test_an_old_export_is_brought_to_this_version(tmp_path: Path) -> None:
    from tests.progress.test_schedule import version_1

    old = tmp_path / "old.db"
    version_1(old)
    before = old.read_bytes()
    assert merged(tmp_path / "new.db", old).checks == 5
    assert old.read_bytes() == before


def test_a_file_that_is_no_progress_is_a_sentence_and_nothing_changes(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    with Progress(path) as progress:
        progress.record("a", "s", "x" * 50_000, verdict())
    whole = exported(path)
    before = rows(path)

    def refused(name: str, data: bytes | None, sentence: str) -> None:
        file = tmp_path / name
        if data is not None:
            file.write_bytes(data)
        with pytest.raises(ProgressError, match=sentence):
            merged(path, file)
        assert data is None or file.read_bytes() == data

    refused("absent.db", None, "There is no file")
    refused("rubbish.db", b"rubbish " * 1000, "can't be read")
    refused("truncated.db", whole.read_bytes()[: len(whole.read_bytes()) // 2], "damaged|can't be read")
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE bookmarks (url)").connection.close()
    refused("other.db", None, "no progress of kata")
    newer = sqlite3.connect(whole)
    newer.execute(f"PRAGMA user_version = {VERSION + 1}")
    newer.close()
    refused(whole.name, None, "newer release")
    assert rows(path) == before


def test_an_export_replaces_nothing(tmp_path: Path) -> None:
    path = tmp_path / "progress.db"
    with Progress(path) as progress:
        (tmp_path / "mine").write_text("mine")
        with pytest.raises(ProgressError, match="exists already"):
            progress.export_to(tmp_path / "mine")
        with pytest.raises(ProgressError, match="can't be written"):
            progress.export_to(tmp_path / "no folder" / "x")
    assert (tmp_path / "mine").read_text() == "mine"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["mine", "progress.db"]


def test_files_travel_too(
    kata: Run,
    workspace: Workspace,
    tmp_path: Path,
    root: Path,
    make_kata: MakeKata,
    monkeypatch: pytest.MonkeyPatch,
    set_clock: Clock,
) -> None:
    for name in ("one", "two"):
        make_kata(name)
        kata("start", name, "--katas-from", root)
        (workspace.attempts_dir / "sums" / f"{name}.py").write_text(f"theirs {name}")
    record(workspace, "one")
    done = kata("progress", "export", tmp_path / "all.db", "--katas-from", root)
    assert done.exit_code == 0, done.output
    assert "2 files of yours" in done.output
    there, _ = init_workspace(tmp_path / "there", [root])
    monkeypatch.chdir(there.root)
    kata("start", "two")
    (there.attempts_dir / "sums" / "two.py").write_text("mine two")
    done = kata("progress", "import", tmp_path / "all.db")
    assert done.exit_code == 0, done.output
    assert "1 check, 1 rating" in done.output
    assert "put in their places: one" in done.output
    assert (there.attempts_dir / "sums" / "one.py").read_text() == "theirs one"
    assert (there.attempts_dir / "sums" / "two.py").read_text() == "mine two"
    (kept,) = there.kept_dir.iterdir()
    assert kept.read_text() == "theirs two"
    assert "nothing was changed" in kata("progress", "import", tmp_path / "all.db").output
    assert len(list(there.kept_dir.iterdir())) == 1
    assert kept.name in kata("history", "two").output.replace("\n", "")


def test_a_record_of_a_newer_release_is_not_exported_as_empty(kata: Run, workspace: Workspace, tmp_path: Path) -> None:
    record(workspace, "softmax")
    newer = sqlite3.connect(workspace.progress_path)
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    done = kata("progress", "export", tmp_path / "all.db")
    assert done.exit_code == 2
    assert "newer release" in done.stderr
    assert not (tmp_path / "all.db").exists()


def test_the_two_clocks_may_differ_by_hours(tmp_path: Path, set_clock: Clock) -> None:
    one, other = tmp_path / "one.db", tmp_path / "other.db"
    with Progress(one) as progress:
        progress.record("a", "s", "x", verdict())
    set_clock.on(hours=-5)
    with Progress(other) as progress:
        progress.record("a", "s", "y", verdict())
    merged(one, exported(other))
    with Progress(one) as progress:
        scheduled = progress.state("a").scheduled
    assert scheduled is not None
    assert not scheduled.is_due(set_clock.now)
    assert scheduled.is_due(set_clock.now + timedelta(days=60))
