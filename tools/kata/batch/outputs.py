"""What comes out of a run: gradebooks, JSON lines, feedback for each student, JUnit, the class report."""

import base64
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import astuple, fields
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from kata import __version__
from kata.batch.gradebook import GradebookRow, days_late, heads, lines
from kata.batch.gradesheet import Filled, GradeSheet
from kata.batch.marks import MISSING, NOT_GRADED, Mark, marks
from kata.batch.plan import Course
from kata.batch.report.page import write_report
from kata.batch.report.statistics import Statistics
from kata.batch.side_by_side import page
from kata.batch.similarity import Pair, Similarity, compare
from kata.batch.store import CHUNK, Store, StoreError, write_whole
from kata.batch.student_files import Problem
from kata.catalog import Kata
from kata.classroom.assignment import weigh
from kata.classroom.bundle import zipped
from kata.classroom.feedback import redact
from kata.classroom.roster import Person, Roster
from kata.csv_file import csv_text
from kata.formats import junit, markdown
from kata.grading.repro_file import file_beside, has_script
from kata.grading.verdict import Status, Verdict, without_scripts
from kata.safe import safe

if TYPE_CHECKING:
    from markdown_it.token import Token

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark"><title>Feedback</title><style>
body {{ margin: 0 auto; max-width: 50rem; padding: 1rem; font: 16px/1.5 system-ui, sans-serif; }}
pre {{ overflow-x: auto; padding: .6rem .8rem; border: 1px solid #8886; border-radius: .4rem; }}
table {{ border-collapse: collapse; }} th, td {{ padding: .2rem .8rem .2rem 0; text-align: left; }}
</style></head><body>
{body}</body></html>
"""


# What a run writes besides gradebooks: a sheet that comes in by such a name goes out by another.
OUTPUTS = {
    "canvas-comments.csv",
    "results.jsonl",
    "similar.csv",
    "similar_pairs.csv",
    "problems.csv",
    "report.html",
}


def write_outputs(
    store: Store,
    course: Course,
    folder: Path,
    *,
    run_info: dict[str, str],
    sheets: Sequence[GradeSheet] = (),
    earlier: Sequence[Path] = (),
    on_student: Callable[[int], None] = lambda _: None,
) -> Statistics:
    """Write everything into `folder`, each file whole or not at all.

    Args:
        run_info: what the report says of the run, by label.
        sheets: what a learning system exported, to be given back with the marks filled in.
        earlier: folders of earlier runs, other terms' say, whose answers these are compared with.

    Raises:
        StoreError: when a file can't be written.
    """
    statistics = Statistics(course)
    counted: list[tuple[str, str, str]] = []
    filled: dict[str, Filled] = {}
    people: list[Person] = []
    rows: list[tuple[Person, int, str]] = []  # of those whose number in Canvas or Moodle is known
    with store.transaction() as connection:
        connection.execute("DROP TABLE IF EXISTS temp.counted")
        connection.execute("CREATE TEMP TABLE counted (student TEXT, kata TEXT, hash TEXT)")
    with ExitStack() as stack:
        books = {name: stack.enter_context(_written(folder / name)) for name in (*heads(course), "results.jsonl")}
        for name, head in heads(course).items():
            books[name].write(csv_text(head))
        for number, (person, found) in enumerate(marks(store, course), start=1):
            row = GradebookRow(person, found)
            for name, those in lines(course, row).items():
                books[name].write(csv_text(those))
            verdicts = [_verdict(store, course, mark) for mark in found]
            for mark, verdict in zip(found, verdicts, strict=True):
                books["results.jsonl"].write(_json_line(mark, verdict) + "\n")
                if mark.key and verdict.status != "unedited":
                    counted.append((person.student, mark.kata, mark.digest))
            if len(counted) >= CHUNK:
                _keep_counted(store, counted)
            _write_of_student(store, course, folder, row, verdicts)
            if sheets:
                filled[person.student] = row.filled
                people.append(person)
            if person.lms_id and person.lms in ("canvas", "moodle"):
                rows.append((person, row.points, row.comment))
            statistics.add(row, verdicts)
            on_student(number)
        _keep_counted(store, counted)
    _write_for_systems(course, folder, rows)
    roster = Roster(people)
    for sheet in sheets:
        statistics.sheets.append(_fill(store, course, folder, sheet, roster, filled))
    similar = {
        kata.name: compare(kata, _counted_sources(store, kata.name), _earlier_sources(earlier, kata.name))
        for kata in course.katas
    }
    write_whole(folder / "similar.csv", csv_text(_similar_lines(similar)))
    pairs = sorted((pair for found in similar.values() for pair in found.pairs), key=lambda pair: -pair.likeness)
    write_whole(folder / "similar_pairs.csv", csv_text([[one.name for one in fields(Pair)], *map(astuple, pairs)]))
    write_whole(folder / "similar.html", page(pairs, lambda kata, key: _source_of(store, earlier, kata, key)))
    problems = [*store.rows("SELECT student, kata, path, says FROM problems ORDER BY student, kata, path")]
    says = "This is too long, or too slow to read, to be compared with the work of others: look at it."
    problems += [(student, kata, "", says) for kata, found in similar.items() for student in found.too_long]
    write_whole(folder / "problems.csv", csv_text([["student", "kata", "path", "says"], *problems]))
    statistics.problems = [(student or "", kata, path, says) for student, kata, path, says in problems]
    statistics.similar = similar
    write_report(statistics, folder / "report.html", run_info)
    return statistics


def _write_for_systems(course: Course, folder: Path, rows: Sequence[tuple[Person, int, str]]) -> None:
    """Write the feedback as Moodle takes it, and the comments by the names of Canvas's API."""
    moodle = [person for person, _, _ in rows if person.lms == "moodle"]
    # A team's number isn't a participant's: what is uploaded for one could reach another.
    if moodle and not course.groups.members:
        files = {}
        for person in moodle:
            name = re.sub(r"[_/\\]", " ", person.name or person.student)
            page = folder / "feedback" / f"{file_name(person.student)}.html"
            files[f"{name}_{person.lms_id}_assignfeedback_file_/feedback.html"] = page.read_bytes()
        write_whole(folder / "moodle-feedback.zip", zipped(files))
    canvas = [[person.lms_id, points, says] for person, points, says in rows if person.lms == "canvas"]
    if canvas:
        text = csv_text([["student_id", "posted_grade", "text_comment"], *canvas])
        write_whole(folder / "canvas-comments.csv", text)


def _fill(
    store: Store, course: Course, folder: Path, sheet: GradeSheet, roster: Roster, filled: dict[str, Filled]
) -> tuple[Path, int]:
    """Write a learning system's own file with the marks; gives where it is and how many cells have one."""

    def marks_of(person: Person) -> Filled | None:
        found = roster.find(person)
        return filled[found.student] if found else None

    katas = [kata.name for kata in course.katas]
    data, report = sheet.fill(course.assignment.name, katas, marks_of)
    own = {*heads(course), *OUTPUTS}
    name = f"filled-{sheet.path.name}" if sheet.path.name in own else sheet.path.name
    write_whole(folder / name, data)
    store.add_problems([Problem(None, "", name, says) for says in report.notes])
    return folder / name, report.written


def _keep_counted(store: Store, counted: list[tuple[str, str, str]]) -> None:
    with store.transaction() as connection:
        connection.executemany("INSERT INTO counted VALUES (?, ?, ?)", counted)
    counted.clear()


def _counted_sources(store: Store, kata: str) -> Iterator[tuple[str, str]]:
    for student, name, digest in store.chunks("counted", "student, kata, hash"):
        if name == kata:
            yield student, store.source(digest)


def _earlier_sources(folders: Sequence[Path], kata: str) -> Iterator[tuple[str, str]]:
    """The answers of earlier runs that counted, as `FOLDER: STUDENT`."""
    for folder in folders:
        with Store.copy_of(folder / "results.db") as store:
            rows = store.rows("SELECT DISTINCT student, hash FROM answers WHERE chosen AND kata = ?", kata)
            for student, digest in rows:
                yield f"{folder}: {student}", store.source(digest)


def _source_of(store: Store, earlier: Sequence[Path], kata: str, key: str) -> str:
    found = store.rows("SELECT hash FROM counted WHERE student = ? AND kata = ?", key, kata)
    if found:
        return store.source(found[0][0])
    return dict(_earlier_sources(earlier, kata)).get(key, "")


def _similar_lines(similar: dict[str, Similarity]) -> Iterable[list[object]]:
    yield ["kata", "group", "likeness", "tokens", "students", "student", "right_answer", "likeness_to_it"]
    for kata, found in similar.items():
        for number, group in enumerate(found.groups, start=1):
            for student in group.members:
                answer, share = found.like_answers.get(student, ("", ""))
                yield [kata, number, group.likeness, group.tokens, len(group.members), student, answer, share]
        grouped = {student for group in found.groups for student in group.members}
        for student, (answer, share) in sorted(found.like_answers.items()):
            if student not in grouped:
                yield [kata, "", "", "", 1, student, answer, share]


@contextmanager
def _written(path: Path) -> Iterator[TextIO]:
    """A file to write into, which takes its place when all of it is there."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("w", encoding="utf-8", errors="backslashreplace", newline="") as out:
            yield out
        beside.replace(path)
    except OSError as error:
        raise StoreError(f"{path} can't be written: {error.strerror}. The results are kept; run it again.") from None
    finally:
        beside.unlink(missing_ok=True)


# -- one student --


def _verdict(store: Store, course: Course, mark: Mark) -> Verdict:
    """The verdict behind a mark, with the instructor's points; one that says so where there is none."""
    if mark.key and mark.status != NOT_GRADED:
        verdict = weigh(store.verdict(mark.key), course.assigned(mark.kata))
    else:
        status: Status = {MISSING: "unedited", NOT_GRADED: "grader_error"}.get(mark.status, "broken")  # type: ignore[assignment]
        verdict = Verdict(mark.kata, course.kata(mark.kata).track, status, 0, mark.max_points, [])
        verdict.message = mark.comment or "Nothing was handed in."
    verdict.points = mark.points or 0
    return verdict


def _json_line(mark: Mark, verdict: Verdict) -> str:
    known = {
        "student": mark.student,
        "kata": mark.kata,
        "status": mark.status,
        "points": mark.points,
        "max_points": mark.max_points,
        "submitted": mark.submitted,
        "dated": mark.dated,
        "late": mark.late,
        "days_late": mark.days_late,
        "penalty": mark.penalty,
        "overridden": mark.overridden,
        "comment": mark.comment,
        "answers": mark.answers,
        "path": mark.path,
        "sha256": mark.digest,
        "difference": mark.difference,
        "verdict": without_scripts(verdict).to_dict() if mark.key else None,
    }
    return json.dumps(known)


def _write_of_student(store: Store, course: Course, folder: Path, row: GradebookRow, verdicts: list[Verdict]) -> None:
    """Write a student's feedback and JUnit files, unless they say the same already."""
    name, student = file_name(row.person.student), row.person.student
    due = course.assignment.due
    until_due = due is not None and datetime.now(UTC) <= due
    known = repr((__version__, until_due, row.person, row.marks, course.assignment.name, course.assignment.feedback))
    digest = hashlib.sha256(known.encode("utf-8", "surrogatepass")).hexdigest()
    places = [
        folder / "junit" / f"{name}.xml",
        folder / "feedback" / f"{name}.md",
        folder / "feedback" / f"{name}.html",
    ]
    if store.rows("SELECT digest FROM written WHERE student = ?", student) == [(digest,)] and all(
        place.exists() for place in places
    ):
        return
    write_whole(places[0], junit.render(verdicts))
    shown = [redact(verdict, course.assignment.feedback, until_due=until_due) for verdict in verdicts]
    for mark, verdict in zip(row.marks, shown, strict=True):
        verdict.points = mark.points or 0
        _complete_scripts(verdict, course.kata(mark.kata))
    notes = [note for mark in row.marks for note in _notes(mark)]
    heading = course.assignment.name or "Result"
    text = markdown.render(shown, heading=f"{heading}, {_called(row.person)}", notes=notes)
    write_whole(places[1], text)
    write_whole(places[2], _PAGE.format(body=_as_html(text)))
    with store.transaction() as connection:
        connection.execute("INSERT OR REPLACE INTO written VALUES (?, ?)", (student, digest))


def _complete_scripts(verdict: Verdict, kata: Kata) -> None:
    """Make files that a student can run of the scripts of failing calls, in their place."""
    for test in verdict.tests:
        if has_script(test):
            test.script = file_beside(kata, test)


def _notes(mark: Mark) -> Iterator[str]:
    if mark.overridden:
        yield f"{mark.kata}: the points were set by the instructor."
    if mark.penalty:
        earned = (mark.points or 0) + mark.penalty
        yield (
            f"{mark.kata}: handed in {days_late(mark)}, which takes {mark.percent_off} % off: of {earned} points, "
            f"{mark.points} count."
        )
    elif mark.late:
        yield f"{mark.kata}: handed in late."
    if mark.answers > 1:
        yield f"{mark.kata}: of {mark.answers} answers, the one of {mark.submitted or 'no date'} counts."
    if mark.comment and (mark.overridden or mark.key):
        yield f"{mark.kata}: {mark.comment}"


def _called(person: Person) -> str:
    return safe(person.name or person.student)


def _as_html(text: str) -> str:
    from markdown_it import MarkdownIt

    page = MarkdownIt("commonmark", {"html": False}).enable("table")
    page.add_render_rule("fence", _fence)
    return str(page.render(text))


def _fence(_: object, tokens: "Sequence[Token]", index: int, *__: object) -> str:
    """A block of code; one that has a file's name can be opened, and saved from the page itself."""
    token = tokens[index]
    code = f"<pre><code>{escape(token.content)}</code></pre>\n"
    name = escape(token.info.partition(" ")[2])
    if not name:
        return code
    data = base64.b64encode(token.content.encode("utf-8", "backslashreplace")).decode()
    link = f'<a download="{name}" href="data:text/x-python;charset=utf-8;base64,{data}">Save {name}</a>'
    return f"<details><summary>Run this call again</summary>\n<p>{link}</p>\n{code}</details>\n"


def file_name(student: str) -> str:
    """A name of a file for a student, different for each, whatever they are called."""
    name = re.sub(r"[^\w.@+-]", "_", student)[:60].lstrip(".")
    if name == student and student == student.lower():
        return name
    return f"{name}-{hashlib.sha256(student.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
