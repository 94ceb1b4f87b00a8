"""When something was handed in: by the commit, the export, and only then by the file."""

import json
import os
import shutil
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kata.batch.discovery import discover
from kata.batch.student_files import FoundAnswer
from kata.catalog import Catalog, Kata
from kata.catalog.kata import read_text
from kata.dates import parse_date
from kata.errors import KataError
from tests.batch.support import SOURCES, commit, rows
from tests.support.cli import MakeKata, Run

RIGHT = SOURCES["right"][0].format(name="add")
WRONG = SOURCES["mistake"][0].format(name="add")


def test_a_day_means_its_end_and_a_time_without_a_zone_is_here() -> None:
    assert parse_date("2026-12-05", "--due").isoformat().startswith("2026-12-05T23:59:59")
    assert parse_date("2026-12-05T18:00", "--due") == datetime(2026, 12, 5, 18).astimezone()
    assert parse_date("2026-12-05T18:00Z", "--due") == datetime(2026, 12, 5, 18, tzinfo=UTC)
    assert parse_date("2026-12-05 18:00+01:00", "--due").utcoffset() == timedelta(hours=1)
    with pytest.raises(KataError, match=r"--due: `next friday` is no date; write 2026-11-30 for the end"):
        parse_date("next friday", "--due")


# -- clones --


def found_in(folder: Path, kata: Kata, before: str | None = None) -> list[tuple[str, str, str]]:
    limits = [datetime.fromisoformat(before)] if before else []
    return [
        (one.source.strip(), one.submitted.isoformat() if one.submitted else "", one.dated)
        for one in discover(folder, [kata], "", limits)
        if isinstance(one, FoundAnswer)
    ]


@pytest.fixture
def softmax(catalog: Catalog) -> Kata:
    return catalog.get("softmax")


def test_an_answer_in_a_clone_has_the_date_of_the_commit_that_changed_it(tmp_path: Path, softmax: Kata) -> None:
    ada = tmp_path / "class" / "ada"
    (ada / "attempts" / "neural").mkdir(parents=True)
    answer = ada / "attempts" / "neural" / "softmax.py"
    answer.write_text("a = 1\n")
    commit(ada, "2026-11-10T12:00:00+01:00")
    (ada / "README.md").write_text("touched later\n")
    commit(ada, "2026-12-24T12:00:00+01:00")
    assert found_in(tmp_path / "class", softmax) == [("a = 1", "2026-11-10T12:00:00+01:00", "commit")]
    # What isn't as it was committed was changed when the file was.
    answer.write_text("a = 2\n")
    ((source, _, dated),) = found_in(tmp_path / "class", softmax)
    assert (source, dated) == ("a = 2", "file")


def test_what_a_clone_held_before_the_date_counts_before_it(tmp_path: Path, softmax: Kata) -> None:
    ada = tmp_path / "class" / "ada"
    ada.mkdir(parents=True)
    for day, text in ((5, "a = 1"), (10, "a = 2"), (20, "a = 3")):
        (ada / "softmax.py").write_text(f"{text}\n")
        commit(ada, f"2026-11-{day:02}T12:00:00+00:00")
    assert found_in(tmp_path / "class", softmax, "2026-11-15T00:00+00:00") == [
        ("a = 3", "2026-11-20T12:00:00+00:00", "commit"),
        ("a = 2", "2026-11-10T12:00:00+00:00", "commit"),
    ]
    assert len(found_in(tmp_path / "class", softmax, "2026-11-01T00:00+00:00")) == 1


def test_a_notebook_in_a_clone_has_its_commits_too(tmp_path: Path, softmax: Kata) -> None:
    ada = tmp_path / "class" / "ada"
    ada.mkdir(parents=True)
    for day, more in ((5, ""), (20, "\nlate = 1")):
        source = read_text(softmax.reference_path) + more
        cell = {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
        notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
        (ada / "hw.ipynb").write_text(json.dumps(notebook))
        commit(ada, f"2026-11-{day:02}T12:00:00+00:00")
    dates = [submitted for _, submitted, _ in found_in(tmp_path / "class", softmax, "2026-11-15T00:00+00:00")]
    assert dates == ["2026-11-20T12:00:00+00:00", "2026-11-05T12:00:00+00:00"]


def test_a_git_folder_that_leads_elsewhere_or_would_run_something_does_neither(tmp_path: Path, softmax: Kata) -> None:
    place = tmp_path / "class"
    for student in ("ada", "eve", "zoe"):
        (place / student).mkdir(parents=True)
        (place / student / "softmax.py").write_text("a = 1\n")
    commit(place / "ada", "2026-11-10T12:00:00+00:00")
    shutil.copytree(place / "ada" / ".git", tmp_path / "real")
    (place / "eve" / ".git").symlink_to(tmp_path / "real")
    (place / "zoe" / ".git").write_text(f"gitdir: {tmp_path / 'real'}\n")
    trap = tmp_path / "trap.sh"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path / 'ran'}\n")
    trap.chmod(0o755)
    for setting in ("core.fsmonitor", "core.pager", "gpg.program", "core.sshCommand", "core.editor"):
        subprocess.run(["git", "config", setting, str(trap)], cwd=place / "ada", check=True)
    subprocess.run(["git", "config", "log.showSignature", "true"], cwd=place / "ada", check=True)
    assert [dated for _, _, dated in found_in(place, softmax)] == ["commit", "file", "file"]
    assert not (tmp_path / "ran").exists()


def test_a_clone_borrows_nothing_from_another_student(tmp_path: Path, softmax: Kata) -> None:
    """By any of git's ways to keep objects and branches elsewhere, another's earlier work would be one's own."""
    place = tmp_path / "class"
    for student in ("ada", "alternates", "common", "linked"):
        (place / student).mkdir(parents=True)
        (place / student / "softmax.py").write_text("a = 1\n")
    commit(place / "ada", "2026-11-10T12:00:00+00:00")
    theirs = place / "ada" / ".git"
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=place / "ada", capture_output=True, check=True).stdout
    for student in ("alternates", "common", "linked"):
        git = place / student / ".git"
        (git / "objects" / "info").mkdir(parents=True)
        (git / "refs").mkdir()
        (git / "HEAD").write_bytes(head)
    (place / "alternates" / ".git" / "objects" / "info" / "alternates").write_text(f"{theirs / 'objects'}\n")
    (place / "common" / ".git" / "commondir").write_text(f"{theirs}\n")
    shutil.rmtree(place / "linked" / ".git" / "objects")
    (place / "linked" / ".git" / "objects").symlink_to(theirs / "objects")
    found = list(found_in(place, softmax, "2026-11-15T00:00+00:00"))
    assert [dated for _, _, dated in found] == ["commit", "file", "file", "file"]


def test_packed_and_shallow_clones_have_dates_too(tmp_path: Path, softmax: Kata) -> None:
    ada = tmp_path / "class" / "ada"
    ada.mkdir(parents=True)
    for day in (5, 8):
        (ada / "softmax.py").write_text(f"a = {day}\n")
        commit(ada, f"2026-11-{day:02}T12:00:00+00:00")
    for command in (["gc", "--quiet"], ["pack-refs", "--all"]):
        subprocess.run(["git", *command], cwd=ada, check=True)
    url, clone = f"file://{ada}", tmp_path / "class" / "bob"
    subprocess.run(["git", "clone", "--quiet", "--depth", "1", url, str(clone)], check=True)
    dates = [(submitted, dated) for _, submitted, dated in found_in(tmp_path / "class", softmax)]
    assert dates == [("2026-11-08T12:00:00+00:00", "commit")] * 2


# -- what the marks make of it --


@pytest.fixture
def graded(kata: Run, root: Path, tmp_path: Path, make_kata: MakeKata):
    """Grades `tmp_path/class` with a due date; gives the lines of the gradebook and what was told beside."""
    make_kata("add")
    file = tmp_path / "classroom.toml"
    file.write_text(
        'format = 1\nname = "week-3"\nmlkata = "0.1.0"\ndue = 2026-11-15T00:00:00+00:00\n[[kata]]\nname = "add"\n'
    )

    def run(*options: object) -> tuple[dict[str, dict[str, str]], str]:
        where = ["--assignment", file, "--out", tmp_path / "out", "--katas-from", root, "--jobs", 1]
        done = kata("grade", tmp_path / "class", *where, *options)
        assert done.exit_code == 0, done.output
        return {row["student"]: row for row in rows(tmp_path / "out" / "gradebook.csv")}, done.stderr

    return run


@pytest.mark.slow
def test_clones_made_after_the_due_date_are_late_by_their_commits_only(graded, tmp_path: Path) -> None:
    for student, day in (("ada", 10), ("bob", 20)):
        folder = tmp_path / "class" / f"week-3-{student}"
        folder.mkdir(parents=True)
        (folder / "add.py").write_text(WRONG)
        commit(folder, "2026-11-05T12:00:00+00:00")
        (folder / "add.py").write_text(RIGHT)
        commit(folder, f"2026-11-{day}T12:00:00+00:00")
    found, told = graded()
    assert {student: (row["add"], row["late"]) for student, row in found.items()} == {
        "ada": ("100", "no"),
        "bob": ("100", "yes"),
    }
    assert "Warning" not in told
    found, _ = graded("--before", "due")
    # Of bob's counts what he had by then.
    assert {student: (row["add"], row["late"]) for student, row in found.items()} == {
        "ada": ("100", "no"),
        "bob": ("0", "no"),
    }
    assert found["bob"]["add_status"] == "failed"


@pytest.mark.slow
def test_canvas_says_itself_who_was_late(graded, tmp_path: Path) -> None:
    (tmp_path / "class").mkdir()
    for name in ("lovelaceada_11_101_add.py", "hoppergrace_LATE_12_102_add.py", "LATE_anon_a1B2c_103_add.py"):
        (tmp_path / "class" / name).write_text(RIGHT)
    found, told = graded()
    assert {student: row["late"] for student, row in found.items()} == {"11": "no", "12": "yes", "anon_a1B2c": "yes"}
    assert "Warning" not in told
    found, _ = graded("--before", "due")
    assert {student: row["add"] for student, row in found.items()} == {"11": "100", "12": "0", "anon_a1B2c": "0"}


@pytest.mark.slow
def test_files_that_were_all_copied_at_once_have_no_date_and_a_warning_says_so(graded, tmp_path: Path) -> None:
    for student in ("ada", "bob"):
        (tmp_path / "class" / student).mkdir(parents=True)
        (tmp_path / "class" / student / "add.py").write_text(RIGHT)
    found, told = graded("--before", "due")
    assert {student: (row["add"], row["late"]) for student, row in found.items()} == {
        "ada": ("100", "no"),
        "bob": ("100", "no"),
    }
    assert "Warning: The files of 2 students were all changed within a minute" in told
    assert "all changed within a minute" in (tmp_path / "out" / "problems.csv").read_text()
    # Files whose dates differ are believed.
    at = time.mktime((2026, 11, 10, 12, 0, 0, 0, 0, -1))
    os.utime(tmp_path / "class" / "ada" / "add.py", (at, at))
    found, told = graded("--before", "due")
    assert {student: row["add"] for student, row in found.items()} == {"ada": "100", "bob": "0"}
    assert "Warning" not in told
