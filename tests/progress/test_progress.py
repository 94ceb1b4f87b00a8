"""The record of what was done: complete, shared by two at once, and never lost when the file is in trouble."""

import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from kata.progress import Progress, ProgressError
from kata.progress.schema import VERSION


def verdict(status: str = "failed", points: int = 40, seed: int = 7) -> dict[str, Any]:
    return {"status": status, "points": points, "seed": seed, "duration": 0.5, "note": "\ud800\x1b é"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "progress.db"


def test_a_kata_from_begun_to_passed(path: Path) -> None:
    with Progress(path) as progress:
        assert progress.current is None
        assert not progress.state("softmax").begun
        progress.begin("softmax", "spec1")
        assert progress.current == "softmax"
        progress.record("softmax", "spec1", "one", verdict(seed=2**63 - 1))
        progress.record("softmax", "spec1", "two", verdict("passed", 100))
    with Progress(path) as progress:
        state = progress.state("softmax")
    assert (state.begun, state.checks, state.passed, state.first_run) == (True, 2, True, False)
    assert (state.points, state.last_status, state.last_seed, state.spec) == (100, "passed", 7, "spec1")


def test_a_pass_stays_one_though_a_later_check_fails(path: Path) -> None:
    with Progress(path) as progress:
        progress.record("a", "s", "right", verdict("passed", 100))
        progress.record("a", "s", "wrong", verdict())
        state = progress.state("a")
    assert (state.passed, state.first_run, state.last_status) == (True, True, "failed")


def test_every_checked_version_can_be_brought_back_and_is_kept_once(path: Path) -> None:
    with Progress(path) as progress:
        for source in ("one\r\n\x00é", "two", "one\r\n\x00é"):
            progress.record("a", "s", source, verdict())
        versions = progress.versions("a")
        assert [progress.source(version) for version in versions] == ["one\r\n\x00é", "two", "one\r\n\x00é"]
        assert progress.verdict(versions[0]) == verdict()
        assert versions[0].at <= datetime.now(UTC)
    assert sqlite3.connect(path).execute("SELECT count(*) FROM sources").fetchone() == (2,)


def test_the_spec_is_that_of_the_attempt_until_a_pass_or_a_new_start(path: Path) -> None:
    with Progress(path) as progress:
        progress.begin("a", "old")
        progress.begin("a", "new")
        progress.record("a", "new", "x", verdict())
        assert progress.state("a").spec == "old"
        progress.record("a", "new", "x", verdict("passed", 100))
        assert progress.state("a").spec == "new"
        progress.begin("a", "newest", anew=True)
        assert progress.state("a").spec == "newest"


def test_hints_give_ups_and_the_grader_at_fault(path: Path) -> None:
    with Progress(path) as progress:
        progress.see_hint("a", 1)
        progress.see_hint("a", 2)
        progress.see_hint("a", 1)
        progress.give_up("b")
        progress.record("c", "s", "x", verdict("grader_error", 0))
        states = progress.states()
    assert states["a"].hints == 2
    assert not states["a"].begun
    assert states["b"].given_up
    assert states["c"].checks == 0


def test_a_new_name_takes_everything_along(path: Path) -> None:
    with Progress(path) as progress:
        progress.record("plus", "s", "x", verdict("passed", 100))
        progress.see_hint("plus", 1)
        progress.rename("plus", "add_two")
        state = progress.state("add_two")
        assert (state.passed, state.hints, progress.current) == (True, 1, "add_two")
        assert "plus" not in progress.states()


def test_days_are_those_of_the_wall_clock(path: Path) -> None:
    with Progress(path) as progress:
        progress.record("a", "s", "x", verdict())
        progress.record("a", "s", "x", verdict())
        assert progress.days() == {date.today(): 2}


def test_without_a_path_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Progress(None) as progress:
        progress.begin("a", "s")
    assert list(tmp_path.iterdir()) == []


def test_two_processes_at_once_are_both_kept(path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from kata.progress import Progress\n"
        "for i in range(15):\n"
        "    with Progress(Path(sys.argv[1])) as progress:\n"
        "        progress.record('a', 's', sys.argv[2] + str(i), dict(status='failed', points=0, seed=1, duration=0))\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", script, str(path), name]) for name in "xyz"]
    assert [process.wait() for process in running] == [0, 0, 0]
    with Progress(path) as progress:
        assert len({version.source for version in progress.versions("a")}) == 45


# --- a file in trouble


def kept_aside(path: Path) -> list[Path]:
    return sorted(path.parent.glob("progress.db.corrupt-*"))


def test_a_file_that_is_no_database_is_kept_aside(path: Path) -> None:
    path.write_text("not a database, but perhaps somebody's notes " * 100)
    with Progress(path) as progress:
        progress.begin("a", "s")
        assert "kept as progress.db.corrupt-" in progress.notices[0]
        assert progress.current == "a"
    assert kept_aside(path)[0].read_text().startswith("not a database")


def test_a_truncated_file_is_kept_aside_and_the_check_recorded_in_the_new_one(path: Path) -> None:
    with Progress(path) as progress:
        for i in range(50):
            progress.record("a", "s", "x" * 3000 + str(i), verdict())
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with Progress(path) as progress:
        progress.record("a", "s", "after", verdict())
        assert progress.notices
        assert [progress.source(version) for version in progress.versions("a")] == ["after"]
    assert kept_aside(path)[0].stat().st_size == len(whole) // 2


def test_a_page_gone_bad_is_found_when_it_is_read(path: Path) -> None:
    with Progress(path) as progress:
        for i in range(50):
            progress.record("a", "s", "x" * 3000 + str(i), verdict())
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with Progress(path) as progress:
        assert progress.states() == {}
        assert len(progress.notices) == 1
    assert len(kept_aside(path)) == 1


def test_another_programs_database_is_kept_aside(path: Path) -> None:
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE bookmarks (url)")
    other.close()
    with Progress(path) as progress:
        assert "another program" in progress.notices[0]
    assert sqlite3.connect(kept_aside(path)[0]).execute("SELECT * FROM bookmarks").fetchall() == []


def test_a_newer_release_is_not_touched(path: Path) -> None:
    Progress(path).close()
    with sqlite3.connect(path) as newer:
        newer.execute(f"PRAGMA user_version = {VERSION + 1}")
    newer.close()
    before = path.read_bytes()
    with pytest.raises(ProgressError, match="newer release"):
        Progress(path)
    assert path.read_bytes() == before
    assert kept_aside(path) == []


def test_a_locked_file_is_a_sentence_and_nothing_is_lost(path: Path) -> None:
    Progress(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(ProgressError, match="locked"):
        Progress(path, wait=0.05)
    other.execute("COMMIT")
    with Progress(path, wait=0.05) as progress:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ProgressError, match="locked"):
            progress.record("a", "s", "x", verdict())
        other.execute("ROLLBACK")
        progress.record("a", "s", "x", verdict())
        assert len(progress.versions("a")) == 1


def test_a_full_disk_is_a_sentence_and_the_file_stays_whole(path: Path) -> None:
    with Progress(path) as progress:
        progress.record("a", "s", "kept", verdict())
        connection = progress._database._live()
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")  # SQLite's own way to be out of room
        with pytest.raises(ProgressError, match="disk is full"):
            progress.record("a", "s", "x" * 100_000, verdict())
        assert [progress.source(version) for version in progress.versions("a")] == ["kept"]


def test_a_folder_in_its_place_is_a_sentence(path: Path) -> None:
    path.mkdir()
    with pytest.raises(ProgressError, match="can't be opened"):
        Progress(path)


def test_a_read_only_folder_can_be_read_and_says_that_nothing_was_recorded(open_folder: Path) -> None:
    path = open_folder / "progress.db"
    with Progress(path) as progress:
        progress.begin("a", "s")
    path.chmod(0o444)
    open_folder.chmod(0o555)
    script = (
        "import os, sys; from pathlib import Path; from kata.progress import Progress, ProgressError\n"
        "os.getuid() or os.setuid(65534)\n"  # for root nothing is read-only
        "progress = Progress(Path(sys.argv[1]))\n"
        "print(progress.current)\n"
        "try: progress.begin('b', 's')\n"
        "except ProgressError as error: print(error)\n"
        "try: Progress(Path(sys.argv[1]).with_name('new.db'))\n"
        "except ProgressError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    assert lines[0] == "a", done.stderr
    assert "read-only" in lines[1]
    assert "can't be opened" in lines[2]
