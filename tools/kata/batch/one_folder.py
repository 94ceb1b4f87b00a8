"""One student's folder, read like those of a class: what it has for each kata of an assignment."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kata.batch.student_files import Found, FoundAnswer, Problem, StudentReader, last_of
from kata.bounded import BoundedProcess, BoundExceeded
from kata.catalog import Kata
from kata.classroom.grade import FoundAttempt, StudentFolder
from kata.classroom.roster import Person
from kata.errors import CannotGrade
from kata.untrusted import FileEntry, walk


def find_attempts(folder: Path, katas: Sequence[Kata]) -> StudentFolder:
    """Look for the answers in a folder that a student made, as `kata grade` does in each of a class.

    Raises:
        CannotGrade: if the folder can't be read.
    """
    if not folder.is_dir():
        raise CannotGrade(f"There is no folder {folder} to be graded.")
    by_name = {kata.name: kata for kata in katas}
    with BoundedProcess(StudentReader, by_name, (), shutil.which("git")) as reader:
        try:
            found: list[Found] = reader.call("of_student", Person("student"), "", folder.absolute(), "", False)
        except BoundExceeded as error:
            found = [Problem(None, kata.name, "/", f"This {error}") for kata in katas]
    answers = [replace(one, path=one.path.removeprefix("/")) for one in found if isinstance(one, FoundAnswer)]
    problems = [replace(one, path=one.path.removeprefix("/")) for one in found if isinstance(one, Problem)]
    attempts = []
    notes = [_sentence(one) for one in problems if not one.kata and one.path]
    for kata in katas:
        those = [one for one in answers if one.kata == kata.name]
        faults = [_sentence(one) for one in problems if one.kata == kata.name]
        place = f"attempts/{kata.track}/{kata.name}.py"
        if not those:
            attempts.append(FoundAttempt(kata, place, None, " ".join(faults)))
            continue
        chosen = last_of(those)
        attempts.append(FoundAttempt(kata, chosen.path, chosen.source))
        notes += faults
        if len(those) > 1:
            notes.append(f"Of {len(those)} answers to {kata.name}, {chosen.path} was graded.")
        elif chosen.path != place:
            notes.append(f"{chosen.path} was graded; its place is {place}.")
    taken = {one.path for one in answers}
    reader_of_names = StudentReader(by_name, (), None)
    for entry in walk(folder):
        is_attempt = isinstance(entry, FileEntry) and entry.path.parts[0] == "attempts" and entry.path.suffix == ".py"
        if is_attempt and entry.path.as_posix() not in taken and not reader_of_names.named(entry.path.stem)[0]:
            notes.append(f"{entry.path} is for no kata of this assignment.")
    return StudentFolder(tuple(attempts), tuple(notes))


def _sentence(problem: Problem) -> str:
    return f"{problem.path}: {problem.says}" if problem.path else problem.says
