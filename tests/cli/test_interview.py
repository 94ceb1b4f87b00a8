"""An interview: timed, without hints, its results hidden until the end, and safe in a terminal that is closed."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kata.catalog import Catalog, load_catalog
from kata.catalog.paths import CATALOG
from kata.errors import KataError
from kata.learner.interviewing import draw_set
from kata.progress import Progress, Rating
from kata.workspace import Workspace
from tests.support.cli import MakeKata, Run
from tests.support.clock import Clock, record

RIGHT = "def {}(a, b):\n    return a + b\n"
WRONG = "def {}(a, b):\n    return a * b\n"

Begin = Callable[..., Result]


@pytest.fixture
def katas(root: Path, make_kata: MakeKata, workspace: Workspace) -> Catalog:
    for name in ("one", "two", "three"):
        make_kata(name, minutes=10)
    workspace.settings_path.write_text(f"katas_from = [{json.dumps(str(root))}]\n")
    return load_catalog([root])


@pytest.fixture
def begin(kata: Run, katas: Catalog) -> Begin:
    return lambda *options: kata("interview", "--track", "sums", "--minutes", 30, *options)


def attempt(workspace: Workspace, name: str) -> Path:
    return workspace.attempts_dir / "sums" / f"{name}.py"


@pytest.mark.slow
def test_from_the_beginning_to_the_card(kata: Run, workspace: Workspace, begin: Begin, set_clock: Clock) -> None:
    record(workspace, "two")
    attempt(workspace, "two").parent.mkdir(exist_ok=True)
    attempt(workspace, "two").write_text("earlier work")
    shown = begin()
    assert shown.exit_code == 0, shown.output
    assert "30 minutes left" in shown.output
    assert "NotImplementedError" in attempt(workspace, "two").read_text()
    assert [kept.read_text() for kept in workspace.kept_dir.iterdir()] == ["earlier work"]

    set_clock.on(minutes=5)
    attempt(workspace, "one").write_text(RIGHT.format("one"))
    handed = kata("check", "one")
    assert handed.exit_code == 0
    assert "handed in" in handed.output
    assert "25 minutes left" in handed.output
    assert "passed" not in handed.output
    set_clock.on(minutes=5)
    for text in (WRONG, RIGHT):
        attempt(workspace, "two").write_text(text.format("two"))
        answer = kata("check", "two")
        assert "points" not in answer.output
    assert next(entry for entry in json.loads(kata("list", "--json").output) if entry["name"] == "one")["points"] == 0
    assert "Nothing of it was checked yet" in kata("history", "one").output

    for command in ("hint one", "solution one --give-up", "restore two", "history two 1", "review one", "next"):
        refused = kata(*command.split())
        assert refused.exit_code == 2, command
        assert "interview" in refused.stderr, command
    assert kata("show", "one").exit_code == 0

    status = json.loads(kata("interview", "--json").output)
    assert status["seconds_left"] == 20 * 60 - 1 or status["seconds_left"] == 20 * 60
    assert {entry["kata"]: entry["hand_ins"] for entry in status["katas"]} == {"one": 1, "two": 2, "three": 0}

    card = kata("interview", "--end").output
    assert "10 of 30 minutes" in card
    assert "2 of 3 katas" in card
    assert "To review: three" in card
    data = json.loads(kata("interview", "--last", "--json").output)
    by_name = {row["kata"]: row for row in data["katas"]}
    assert by_name["one"]["first_run"]
    assert not by_name["two"]["first_run"]
    assert by_name["two"]["status"] == "passed"
    assert by_name["three"]["status"] == "not handed in"
    assert (data["passed"], data["first_run"], data["tests_passed"], data["tests"]) == (2, 1, 4, 4)
    with Progress(workspace.progress_path) as progress:
        assert [version.status for version in progress.versions("two")] == ["passed", "failed", "passed"]
        assert [rated.rating for rated in progress.ratings("two")] == [Rating.EASY, Rating.GOOD]
    assert kata("hint", "one").exit_code == 0
    assert kata("interview", "--end").exit_code == 2


def test_when_the_time_is_up_what_stands_in_the_files_counts(
    kata: Run, workspace: Workspace, begin: Begin, set_clock: Clock
) -> None:
    begin()
    set_clock.on(minutes=20)
    for name, minute in (("one", 20), ("two", 40)):
        attempt(workspace, name).write_text(RIGHT.format(name))
        at = set_clock.now.timestamp() + 60 * (minute - 20)
        os.utime(attempt(workspace, name), (at, at))
    set_clock.on(minutes=30)
    late = kata("check", "one")
    assert late.exit_code == 2
    assert "time of the interview is up" in late.stderr
    assert "time of the interview is up" in kata("hint", "three").stderr
    assert "30 of 30 minutes" in kata("interview").output
    rows = {row["kata"]: row for row in json.loads(kata("interview", "--last", "--json").output)["katas"]}
    assert rows["one"]["status"] == "passed"
    assert rows["two"]["status"] == "not handed in", "it was written after the end"
    with Progress(workspace.progress_path) as progress:
        assert (progress.versions("one")[0].at - set_clock.now).total_seconds() < 0


@pytest.mark.slow
def test_it_goes_on_in_another_terminal(workspace: Workspace, begin: Begin) -> None:
    begin()
    attempt(workspace, "one").write_text(RIGHT.format("one"))
    for command in (["check", "one"], ["interview"], ["interview", "--end"]):
        done = subprocess.run([sys.executable, "-m", "kata", *command], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    assert "1 of 3 katas" in done.stdout


def test_python_that_cannot_be_read_is_told_and_nothing_else(kata: Run, workspace: Workspace, begin: Begin) -> None:
    begin()
    assert "still" in kata("check", "one").stderr
    attempt(workspace, "one").write_text("def one(a, b:\n")
    assert "Python can't read it (line 1)" in kata("check", "one").output
    assert json.loads(kata("check", "one", "--json").output)["handed_in"]


def test_a_clock_that_went_back_keeps_the_time_that_is_left(
    kata: Run, workspace: Workspace, begin: Begin, set_clock: Clock
) -> None:
    begin()
    set_clock.on(hours=-3)
    shown = kata("interview")
    assert "30 minutes left" in shown.output
    assert "clock went back" in shown.stderr


def test_a_kata_that_left_the_catalog_is_kept_and_not_graded(
    kata: Run, workspace: Workspace, begin: Begin, root: Path
) -> None:
    begin()
    attempt(workspace, "one").write_text(RIGHT.format("one"))
    kata("check", "one")
    (root / "exercises" / "sums" / "one.toml").unlink()
    assert kata("interview").exit_code == 0
    done = kata("interview", "--end")
    assert done.exit_code == 0
    assert "no longer in the catalog" in done.stderr


def test_the_set_fits_into_the_time_and_leaves_alone_what_is_unfinished(
    kata: Run, workspace: Workspace, katas: Catalog, begin: Begin
) -> None:
    ours = [katas.get(name) for name in ("one", "two", "three")]
    assert len(draw_set(ours, 25, random.Random(1))) == 2
    with pytest.raises(KataError, match="shortest takes 10"):
        draw_set(ours, 5, random.Random(1))
    with pytest.raises(KataError, match="no kata to draw"):
        draw_set([], 5, random.Random(1))
    record(workspace, "two", "failed")
    assert {entry["kata"] for entry in json.loads(begin("--json").output)["katas"]} == {"one", "three"}


def test_an_unknown_path_begins_nothing(kata: Run, workspace: Workspace) -> None:
    done = kata("interview", "--path", "cooking")
    assert done.exit_code == 2
    assert "llm-engineer" in done.stderr
    assert "No interview is running" in kata("interview", "--end").stderr
    assert "no card yet" in kata("interview", "--last").stderr


def test_a_record_that_cannot_be_written_begins_none(kata: Run, workspace: Workspace, begin: Begin) -> None:
    attempt(workspace, "one").parent.mkdir()
    attempt(workspace, "one").write_text("work")
    workspace.progress_path.mkdir()
    done = begin()
    assert done.exit_code == 2
    assert "can't be opened" in done.stderr
    assert attempt(workspace, "one").read_text() == "work"


def test_of_two_terminals_one_begins_it(workspace: Workspace) -> None:
    with Progress(workspace.progress_path) as one, Progress(workspace.progress_path) as other:
        assert one.interviews.begin(30, "catalog", ["a"])
        assert not other.interviews.begin(45, "catalog", ["b"])
        running = other.interviews.running()
    assert running is not None
    assert running.katas == ("a",)


def test_an_interview_is_drawn_from_the_path_that_is_followed(
    kata: Run, katas: Catalog, root: Path, workspace: Workspace
) -> None:
    (root / "exercises" / "paths").mkdir()
    (root / "exercises" / "paths" / "mine.toml").write_text(
        'title = "Mine"\nsays = "For me."\n[[part]]\ntitle = "All"\nkatas = ["three", "one"]\n'
    )
    kata("path", "mine")
    begun = json.loads(kata("interview", "--minutes", 300, "--json").stdout)
    assert begun["path"] == "mine"
    assert {one["kata"] for one in begun["katas"]} == {"one", "three"}
    kata("interview", "--end")
    other = json.loads(kata("interview", "--track", "sums", "--minutes", 300, "--json").stdout)
    assert other["path"] == CATALOG
    assert [one["kata"] for one in other["katas"]] == ["two"], "what isn't in the path, and isn't in work"
