"""What a student's folder holds: the workflow and `kata grade` take the same file of it for the answer."""

import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from kata.batch.one_folder import find_attempts
from kata.batch.plan import Seeds, course_of, look, make_plan
from kata.batch.store import Store
from kata.catalog import load_catalog
from kata.classroom.roster import Roster
from tests.support.cli import STUB, MakeKata

ANSWER = "def add(a, b):\n    return a + b\n"
OTHER = "def add(a, b):\n    return b + a\n"
NOTEBOOK = json.dumps(
    {
        "cells": [{"cell_type": "code", "source": ANSWER, "metadata": {}, "outputs": []}],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
)


def zipped(files: dict[str, str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


# What is in the folder, what is taken, and what a note or the reason says.
FOLDERS = {
    "in its place": ({"attempts/sums/add.py": ANSWER}, ANSWER, ""),
    "at the top": ({"add.py": ANSWER}, ANSWER, "add.py was graded; its place is attempts/sums/add.py."),
    "in two places": ({"old/add.py": OTHER, "attempts/sums/add.py": ANSWER}, ANSWER, "stands in 2 places"),
    "beside its stub": (
        {"attempts/sums/add.py": STUB.format(name="add"), "add.py": ANSWER},
        ANSWER,
        "add.py was graded; its place is",
    ),
    "a notebook beside the stub": ({"attempts/sums/add.py": STUB.format(name="add"), "a.ipynb": NOTEBOOK}, ANSWER, ""),
    "downloaded twice": ({"add.py": OTHER, "add (1).py": ANSWER}, ANSWER, "Of 2 answers to add, add (1).py"),
    "spelt otherwise": ({"Add.PY": ANSWER}, ANSWER, "Add.PY was graded"),
    "a notebook": ({"week 1.ipynb": NOTEBOOK}, ANSWER, "week 1.ipynb was graded"),
    "an archive": ({"mine.zip": zipped({"x/add.py": ANSWER})}, ANSWER, "mine.zip/x/add.py was graded"),
    "another name": ({"task.py": ANSWER}, ANSWER, "task.py: This is not called add.py"),
    "two of other names": ({"task.py": ANSWER, "b.py": OTHER}, None, "2 files define what add asks for"),
    "a catalog's own files": (
        {"exercises/sums/add.py": STUB.format(name="add"), "solutions/sums/add/reference.py": ANSWER},
        None,
        "There is no answer",
    ),
    "too large": ({"attempts/sums/add.py": "#" * 2_000_000}, None, "at most 1,000,000 are read"),
    "nothing": ({"README.md": "mine"}, None, "There is no answer"),
}


@pytest.mark.parametrize("what", FOLDERS)
def test_the_workflow_takes_what_kata_grade_takes(root: Path, make_kata: MakeKata, tmp_path: Path, what: str) -> None:
    make_kata("add")
    course = course_of((load_catalog([root]).get("add"),))
    files, source, says = FOLDERS[what]
    folder = tmp_path / "class" / "ada"
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        os.utime(place, (1e9, 1e9))
    found = find_attempts(folder, course.katas)
    (attempt,) = found.attempts
    assert attempt.source == source
    with Store(None) as store:
        look(store, course, tmp_path / "class", Roster())
        make_plan(store, course, Seeds(1))
        taken = [store.source(digest) for (digest,) in store.rows("SELECT hash FROM answers WHERE chosen")]
        told = " ".join(says for (says,) in store.rows("SELECT says FROM problems"))
    assert taken == ([source] if source else [])
    said = " ".join([attempt.problem, *found.notes])
    if says != "There is no answer":
        assert says in said or not says
    else:
        assert (attempt.problem, says in told) == ("", True)


def test_a_link_is_not_followed(root: Path, make_kata: MakeKata, tmp_path: Path) -> None:
    make_kata("add")
    (tmp_path / "elsewhere.py").write_text(ANSWER)
    place = tmp_path / "ada" / "attempts" / "sums" / "add.py"
    place.parent.mkdir(parents=True)
    place.symlink_to(tmp_path / "elsewhere.py")
    (attempt,) = find_attempts(tmp_path / "ada", [load_catalog([root]).get("add")]).attempts
    assert (attempt.source, "links are not followed" in attempt.problem) == (None, True)


def test_a_file_for_no_kata_is_named(root: Path, make_kata: MakeKata, tmp_path: Path) -> None:
    make_kata("add")
    for name in ("sums/add.py", "sums/plus.py"):
        (tmp_path / "ada" / "attempts" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "ada" / "attempts" / name).write_text(ANSWER)
    found = find_attempts(tmp_path / "ada", [load_catalog([root]).get("add")])
    assert found.notes == ("attempts/sums/plus.py is for no kata of this assignment.",)
