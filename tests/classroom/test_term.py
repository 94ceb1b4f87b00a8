"""A made-up term, with documented commands only: twelve students, four assignments, two with extensions, one in groups.

Every mark that comes out is the one that `kata check` gives for the same file and seed, less what lateness costs.
"""

import csv
import io
import json
import shutil
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kata.catalog import Catalog, Kata
from kata.catalog.kata import read_text
from kata.catalog.solutions import load_mistakes
from kata.workspace import Workspace
from tests.batch.support import commit, rows
from tests.support.cli import Run

pytestmark = pytest.mark.slow

DUE = datetime.fromisoformat("2026-12-05T23:59:59").astimezone()
STUDENTS = [f"student{number:02}" for number in range(12)]
LATE = {STUDENTS[1]: timedelta(hours=5), STUDENTS[2]: timedelta(days=1, hours=2), STUDENTS[3]: timedelta(days=9)}
EXTENSIONS = {STUDENTS[2]: 2, STUDENTS[4]: 3}
ABSENT = STUDENTS[11]
PER_DAY, MOST_DAYS = 10, 3
POLICY = f'late = {{ grace = "15m", per_day = {PER_DAY}, most_days = {MOST_DAYS} }}'


@pytest.fixture(scope="module")
def katas(catalog: Catalog) -> dict[str, list[Kata]]:
    names = {
        "week-1": ["softmax", "causal_mask"],  # clones
        "week-2": ["perplexity"],  # Moodle
        "week-3": ["bpe_merge"],  # Canvas
        "week-4": ["td_zero"],  # clones, in groups
    }
    return {week: [catalog.get(name) for name in those] for week, those in names.items()}


def answer(kata: Kata, number: int) -> str:
    """A right answer, a known mistake or the stub, in turn."""
    if number % 4 == 3:
        return kata.stub
    if number % 4 == 0:
        return read_text(kata.reference_path)
    mistakes = load_mistakes(kata)
    return mistakes[number % len(mistakes)].source


def less(points: int, late: timedelta, extension: int = 0) -> int:
    """What is left of points, counted here from the policy's words and by nobody else's code."""
    after = late - timedelta(days=extension)
    if after <= timedelta(minutes=15):
        return points
    days = -(-after // timedelta(days=1))
    percent = 100 if days > MOST_DAYS else PER_DAY * days
    return int(points * (100 - percent) / 100 + 0.5)


class Term:
    """An instructor's machine: assignments, what was handed in, and what was graded."""

    def __init__(self, kata: Run, place: Path, workspace: Workspace) -> None:
        self.kata, self.place, self.workspace = kata, place, workspace
        self.checked: dict[tuple[str, str, int], int] = {}

    def new(self, week: str, katas: list[Kata]) -> Path:
        names = ",".join(kata.name for kata in katas)
        where = self.place / week
        self.run("classroom", "new", week, "--katas", names, "--due", "2026-12-05", "--to", where, "--install", "index")
        file = where / "instructor" / "classroom.toml"
        file.write_text(file.read_text().replace("graders =", f"{POLICY}\ngraders =", 1))
        roster = "".join(f"{one},{one.title()},{one}@example.org\n" for one in STUDENTS)
        (where / "instructor" / "roster.csv").write_text(f"student,name,email\n{roster}")
        self.run("classroom", "update", where / "instructor")
        return where

    def run(self, *arguments: object) -> str:
        done = self.kata(*arguments)
        assert done.exit_code == 0, done.output
        return str(done.output)

    def grade(self, submissions: Path, where: Path, *options: object) -> dict[str, dict[str, str]]:
        out = where / "grades"
        self.run("grade", submissions, "--assignment", where, "--out", out, "--jobs", 2, "--no-diagnosis", *options)
        return {row["student"]: row for row in rows(out / "gradebook.csv")}

    def seeds(self, where: Path) -> dict[str, int]:
        lines = (where / "grades" / "results.jsonl").read_text().splitlines()
        verdicts = [json.loads(line)["verdict"] for line in lines]
        return {verdict["kata"]: verdict["seed"] for verdict in verdicts if verdict and verdict["status"] != "unedited"}

    def check(self, kata: Kata, source: str, seed: int) -> int:
        """The points that `kata check` gives."""
        known = (kata.name, source, seed)
        if known not in self.checked:
            place = self.workspace.attempts_dir / kata.track / f"{kata.name}.py"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(source)
            done = self.kata("check", kata.name, "--seed", seed, "--json", "--no-diagnosis")
            self.checked[known] = int(json.loads(done.stdout)["points"])
        return self.checked[known]


@pytest.fixture
def term(kata: Run, workspace: Workspace, tmp_path: Path) -> Term:
    return Term(kata, tmp_path / "term", workspace)


def cells(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_week_of_clones_with_extensions(term: Term, katas: dict[str, list[Kata]]) -> None:
    week = katas["week-1"]
    where = term.new("week-1", week)
    given = "".join(f"{student},{days}\n" for student, days in EXTENSIONS.items())
    (where / "instructor" / "extensions.csv").write_text(f"student,days\n{given}")
    clones = where / "clones"
    for number, student in enumerate(STUDENTS):
        if student == ABSENT:
            continue
        clone = clones / f"week-1-{student}"
        shutil.copytree(where / "starter", clone)
        commit(clone, "2026-11-20T12:00:00+00:00")  # the template
        for kata in week:
            (clone / "attempts" / kata.track / f"{kata.name}.py").write_text(f"{answer(kata, number)}\n# {student}\n")
        commit(clone, (DUE + LATE.get(student, -timedelta(hours=1))).isoformat())
    found = term.grade(clones, where)
    seeds = term.seeds(where)
    assert list(found) == STUDENTS
    for number, student in enumerate(STUDENTS):
        for kata in week:
            earned = 0
            if student != ABSENT:
                points = term.check(kata, f"{answer(kata, number)}\n# {student}\n", seeds[kata.name])
                earned = less(points, LATE.get(student, timedelta()), EXTENSIONS.get(student, 0))
            assert found[student][kata.name] == str(earned), (student, kata.name)
    assert found[ABSENT]["softmax_status"] == "missing"
    assert {student for student, row in found.items() if row["late"] == "yes"} == {STUDENTS[1], STUDENTS[3]}
    # Run again, nothing is graded, and the book is the same to the byte.
    book = (where / "grades" / "gradebook.csv").read_bytes()
    term.grade(clones, where)
    assert (where / "grades" / "gradebook.csv").read_bytes() == book


def test_a_week_on_moodle_with_extensions(term: Term, katas: dict[str, list[Kata]]) -> None:
    (kata,) = katas["week-2"]
    where = term.new("week-2", [kata])
    (where / "instructor" / "extensions.csv").write_text(f"student,days\n{STUDENTS[3]}@example.org,9\n")
    where.mkdir(exist_ok=True)
    archive, worksheet = where / "week-2.zip", where / "worksheet.csv"
    head = "Identifier,Full name,Email address,Status,Grade,Maximum grade,Grade can be changed,"
    lines = [f"{head}Last modified (submission),Last modified (grade),Feedback comments"]
    with zipfile.ZipFile(archive, "w") as out:
        for number, student in enumerate(STUDENTS):
            when = DUE + LATE.get(student, -timedelta(hours=1))
            told = f'"{when:%A, %d %B %Y, %I:%M %p}"' if student != ABSENT else "-"
            mail = f"{student}@example.org"
            lines.append(f'Participant {40 + number},"{student.title()} X",{mail},Submitted,,100.00,Yes,{told},-,')
            if student != ABSENT:
                out.writestr(
                    f"{student.title()} X_{40 + number}_assignsubmission_file/{kata.name}.py", answer(kata, number)
                )
    worksheet.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    found = term.grade(archive, where, "--gradebook", worksheet)
    seed = term.seeds(where)[kata.name]
    sheet = {row["Identifier"]: row for row in cells((where / "grades" / "worksheet.csv").read_bytes())}
    for number, student in enumerate(STUDENTS):
        points = 0 if student == ABSENT else term.check(kata, answer(kata, number), seed)
        earned = less(points, LATE.get(student, timedelta()), 9 if student == STUDENTS[3] else 0)
        assert found[student]["points"] == str(earned), student
        assert sheet[f"Participant {40 + number}"]["Grade"] == str(earned)
    assert set(zipfile.ZipFile(where / "grades" / "moodle-feedback.zip").namelist()) == {
        f"{student.title()}_{40 + number}_assignfeedback_file_/feedback.html" for number, student in enumerate(STUDENTS)
    }


def test_a_week_on_canvas(term: Term, katas: dict[str, list[Kata]]) -> None:
    (kata,) = katas["week-3"]
    where = term.new("week-3", [kata])
    files = where / "submissions"
    files.mkdir()
    lines = ["Student,ID,SIS User ID,SIS Login ID,Section,Week 3 (901)", "    Points Possible,,,,,100.00"]
    for number, student in enumerate(STUDENTS):
        lines.append(f'"X, {student.title()}",{70 + number},,{student},ML,')
        if student != ABSENT:
            late = "LATE_" * (student in LATE)
            (files / f"x{student}_{late}{70 + number}_{800 + number}_{kata.name}.py").write_text(answer(kata, number))
    book = where / "gradebook.csv"
    book.write_text("\n".join(lines) + "\n")
    found = term.grade(files, where, "--gradebook", book)
    seed = term.seeds(where)[kata.name]
    filled = {row["ID"]: row for row in cells((where / "grades" / "filled-gradebook.csv").read_bytes())}
    for number, student in enumerate(STUDENTS):
        points = 0 if student == ABSENT else term.check(kata, answer(kata, number), seed)
        # Canvas says who was late and not by how much: that costs nothing.
        assert found[student]["points"] == filled[str(70 + number)]["Week 3 (901)"] == str(points), student
        assert (found[student]["late"] == "yes") == (student in LATE)


def test_a_week_in_groups(term: Term, katas: dict[str, list[Kata]]) -> None:
    (kata,) = katas["week-4"]
    where = term.new("week-4", [kata])
    groups = {f"team-{number}": STUDENTS[3 * number : 3 * number + 3] for number in range(4)}
    lines = [f"{name},{student}" for name, members in groups.items() for student in members]
    (where / "instructor" / "groups.csv").write_text("\n".join(["group,student", *lines]) + "\n")
    clones = where / "clones"
    late = {"team-2": timedelta(hours=30)}
    for number, name in enumerate(groups):
        clone = clones / f"week-4-{name}"
        shutil.copytree(where / "starter", clone)
        (clone / "attempts" / kata.track / f"{kata.name}.py").write_text(answer(kata, number))
        commit(clone, (DUE + late.get(name, -timedelta(hours=1))).isoformat())
    found = term.grade(clones, where)
    seed = term.seeds(where)[kata.name]
    assert list(found) == STUDENTS
    for number, (name, members) in enumerate(groups.items()):
        earned = less(term.check(kata, answer(kata, number), seed), late.get(name, timedelta()))
        assert {found[student]["points"] for student in members} == {str(earned)}, name
