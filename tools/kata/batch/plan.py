"""What there is to grade: who handed in what, which of it counts, and what is known of it already."""

import hashlib
import itertools
import json
import platform
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

from kata import __version__
from kata.batch.discovery import discover
from kata.batch.gradesheet import Submitted
from kata.batch.store import PERSON, Store
from kata.batch.student_files import FoundAnswer, Problem
from kata.catalog import Kata
from kata.catalog.graders import grader_files
from kata.catalog.kata import read_text
from kata.catalog.solutions import load_mistakes
from kata.classroom.assignment import AssignedKata, Assignment
from kata.classroom.bundle import final_seed
from kata.classroom.groups import Groups
from kata.classroom.late import Deadlines
from kata.classroom.roster import Person, Roster, identity_key, merged
from kata.libraries import LIBRARIES

Take = Literal["last", "best"]
BATCH = 200  # answers that are written at once
NOBODY_LISTED = "Nobody who handed in is"
NOTHING_GRADED = "No answer was graded"
COPYING = timedelta(minutes=1)  # in which a whole class's files may have been copied, and were hardly handed in


@dataclass(frozen=True)
class Course:
    """What a run grades, and by which rules.

    Attributes:
        assignment: the katas with their points, when they are due, what students are told.
        katas: the same katas, from the catalog.
        take: which of several answers of a student counts.
        before: answers of a later date don't count; None: all do. The due date itself means each student's own.
        diagnose: whether a known mistake is looked for behind a failure.
    """

    assignment: Assignment
    katas: tuple[Kata, ...]
    take: Take = "last"
    before: datetime | None = None
    diagnose: bool = True
    deadlines: Deadlines = field(default_factory=Deadlines)
    groups: Groups = field(default_factory=Groups)

    @property
    def until_due(self) -> bool:
        """Whether answers count that came in time, and no others."""
        return self.before is not None and self.before == self.deadlines.due

    def limits(self) -> tuple[datetime, ...]:
        """The dates up to which somebody's answers count."""
        if self.before is None:
            return ()
        return self.deadlines.limits() if self.until_due else (self.before,)

    def limit_of(self, student: str) -> datetime | None:
        """The date up to which a student's answers count."""
        return self.deadlines.limit_of(student) if self.until_due else self.before

    def kata(self, name: str) -> Kata:
        return next(kata for kata in self.katas if kata.name == name)

    def assigned(self, name: str) -> AssignedKata:
        return self.assignment.get(name) or AssignedKata(name)


@dataclass
class Plan:
    """What a run would grade of a kata. `why` counts it by reason."""

    kata: str
    answers: int  # of all students
    different: int  # contents that count, each graded once
    kept: int
    again: int  # failed ones whose second grading is still to come
    why: Counter[str]

    @property
    def to_grade(self) -> int:
        return self.why.total()


@dataclass(frozen=True)
class Seeds:
    """What the inputs are drawn from.

    Attributes:
        run: of every kata that has none of its own.
        by_kata: those of an assignment's final marks.
        by_student: whether each student has other inputs; else all have the same.
    """

    run: int
    by_kata: Mapping[str, int] = field(default_factory=dict)
    by_student: bool = False

    def of(self, kata: str, student: str = "") -> int:
        seed = self.by_kata.get(kata, self.run)
        if not self.by_student:
            return seed
        digest = hashlib.sha256(f"{seed} {identity_key(student)}".encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:8]) >> 1

    def basis(self, kata: str) -> str:
        """What a kata's results have in common."""
        return str(self.by_kata.get(kata, self.run)) + (", with each student's name" if self.by_student else "")


def final_seeds(assignment: Assignment, secret: bytes) -> dict[str, int]:
    """The seeds of an assignment's final marks, which nobody knows without the instructor's secret."""
    return {one.kata: final_seed(secret, assignment.name, one.kata) for one in assignment.katas}


def course_of(katas: tuple[Kata, ...], **rules: Any) -> Course:
    """A course without an assignment's file: each kata counts 100 points."""
    return Course(Assignment("", tuple(AssignedKata(kata.name) for kata in katas)), katas, **rules)


def run_seed(store: Store, seed: int | None) -> int:
    """The seed of this run: the one that is asked for, else that of the runs before."""
    known = store.fact("seed")
    if seed is None:
        seed = int(known) if known is not None else secrets.randbits(63)
    if str(seed) != known:
        store.set_fact("seed", str(seed))
    return seed


# -- who handed in what --


def look(
    store: Store,
    course: Course,
    submissions: Path,
    roster: Roster,
    on_student: Callable[[int], None] = lambda _: None,
    *,
    submitted: Sequence[Submitted] = (),
) -> list[str]:
    """Find all submissions and keep what was found in place of what the last run had found.

    Args:
        submitted: when somebody handed in, as the learning system says it.

    Returns:
        What somebody should know before they believe the marks, as sentences.

    Raises:
        KataError: when there is nothing that could be looked into, or it can't be kept.
    """
    store.forget_found()
    store.add_problems([Problem(None, "", store.path.name if store.path else "", says) for says in store.notices])
    people = _People(roster, course.groups)
    dates = {identity_key((roster.find(one.person) or one.person).student): one for one in submitted}
    answers: list[FoundAnswer] = []
    problems: list[Problem] = []
    prefix = course.assignment.name
    for found in discover(submissions, course.katas, prefix, course.limits()):
        match found:
            case Person():
                problems += people.add(found)
                on_student(len(people.known))
            case FoundAnswer():
                for person in people.members(found.person):
                    answers.append(_dated(replace(found, person=person), dates))
            case Problem():
                those = people.members(found.person) if found.person else [None]
                problems += [replace(found, person=person) for person in those]
        if len(answers) + len(problems) >= BATCH:
            store.add_answers(answers)
            store.add_problems(problems)
            answers, problems = [], []
    store.add_answers(answers)
    store.add_problems(problems)
    store.add_students(list(people.known.values()))
    warnings = _distrust_dates(store) if course.assignment.due or course.before else []
    warnings += people.strangers()
    store.add_problems([Problem(None, "", "", says) for says in warnings])
    return warnings


def _dated(answer: FoundAnswer, dates: Mapping[str, Submitted]) -> FoundAnswer:
    """An answer with the date that the learning system knows, where its own is a file's."""
    known = dates.get(identity_key(answer.person.student))
    if known is None or answer.dated not in ("file", ""):
        return answer
    if known.date is None:  # in a language that isn't read here
        return replace(answer, submitted=None, dated="", late=known.late)
    return replace(answer, submitted=known.date, dated="export")


def _distrust_dates(store: Store) -> list[str]:
    """Take back the dates of files that were all changed together: that was no class, it was a copy."""
    students, first, last = store.rows(
        "SELECT count(DISTINCT student), min(submitted), max(submitted) FROM answers WHERE dated = 'file'"
    )[0]
    if students < 2 or datetime.fromisoformat(last) - datetime.fromisoformat(first) > COPYING:
        return []
    with store.transaction() as connection:
        connection.execute("UPDATE answers SET submitted = NULL, dated = '' WHERE dated = 'file'")
    when = datetime.fromisoformat(last).astimezone().isoformat(sep=" ", timespec="minutes")
    return [
        f"The files of {students} students were all changed within a minute, up to {when}: that is when they were "
        "copied or unpacked, and not when they were handed in. They count as in time. For dates, take git clones, what "
        "the learning system exported itself, or a CSV of submissions with the column `submitted`."
    ]


class _People:
    """The students found so far, each under one name."""

    def __init__(self, roster: Roster, groups: Groups) -> None:
        self.roster = roster
        self.groups = groups
        self.known: dict[str, Person] = {identity_key(person.student): person for person in roster.people}
        for student in itertools.chain.from_iterable(groups.members.values()):
            listed = roster.find(Person(student))
            self.known.setdefault(identity_key(listed.student if listed else student), listed or Person(student))
        self.spellings: dict[str, str] = {}
        self.unlisted: list[str] = []  # who handed in and isn't on the class list
        self.handed_in = 0  # students who handed in

    def strangers(self) -> list[str]:
        """A sentence when most of those who handed in aren't on the class list: it names them otherwise, say."""
        count = len(self.unlisted)
        if 2 * count <= self.handed_in:
            return []
        those = ", ".join(self.unlisted[:3]) + ", ..." * (count > 3)
        how_many = (
            NOBODY_LISTED if count == self.handed_in else f"{count} of {self.handed_in} students who handed in aren't"
        )
        return [
            f"{how_many} on the class list ({those}), and whoever is on it and not found has nothing. If it names them "
            "otherwise, give what the learning system itself exported, as `--gradebook` or `--roster`."
        ]

    def of(self, person: Person) -> Person:
        found = self.roster.find(person)
        return self.known[identity_key(found.student if found else person.student)]

    def members(self, person: Person) -> list[Person]:
        """Whose an answer of this student is, or of this group: a group's is everybody's in it."""
        group = self.groups.named(person)
        if group is None:
            known = self.of(person)
            group = self.groups.of(known.student)
        return [known] if group is None else [self.of(Person(one)) for one in self.groups.members[group]]

    def add(self, found: Person) -> Iterator[Problem]:
        if self.groups.named(found) is not None:
            return
        listed = self.roster.find(found)
        key = identity_key(listed.student if listed else found.student)
        self.known[key] = merged(self.known.get(key, found), found)
        person = self.known[key]
        if key not in self.spellings:
            self.handed_in += 1
            self.unlisted += [found.student] if self.roster.people and listed is None else []
        first = self.spellings.setdefault(key, found.student)
        if first != found.student:
            says = f"`{first}` and `{found.student}` are the same student; what both handed in counts together."
            yield Problem(person, "", found.student, says)
        elif self.roster.people and listed is None:
            says = "This student isn't on the class list, and is graded all the same."
            yield Problem(person, "", found.student, says)


# -- which of it counts, and what is known --


def parts(kata: Kata, seed: int | str, diagnose: bool) -> dict[str, str]:
    """What a result of this kata rests on, besides the answer."""
    rules = [kata.track, kata.uses, kata.imports, kata.changes, kata.opaque, kata.forbid]
    manifest = [*rules, kata.cpu_seconds, kata.memory_mib]
    mistakes = [[one.name, one.source, one.says, one.caught_by] for one in load_mistakes(kata)] if diagnose else []
    return {
        "kata": kata.name,
        "specification": _digest(kata.stub),
        "limits and rules": _digest(json.dumps(manifest)),
        "grader": _digest("".join(map(read_text, grader_files(kata)))),
        "known mistakes": _digest(json.dumps(mistakes)) if diagnose else "",
        "seed": str(seed),
        "versions": " ".join(f"{name} {number}" for name, number in versions(kata.uses).items()),
    }


@cache
def versions(library: str) -> dict[str, str]:
    """The versions that may change a result of a kata that uses this library."""
    found = {"mlkata": __version__, "python": platform.python_version()}
    for name in dict.fromkeys(("numpy", "scipy", "pytest", *LIBRARIES[library].package_names)):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def answer_key(found: dict[str, str], digest: str) -> str:
    """Identifies a result: equal for equal contents on an equal basis."""
    return _digest(json.dumps([sorted(found.items()), digest]))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def make_plan(store: Store, course: Course, seeds: Seeds) -> list[Plan]:
    """Choose what counts, and list in the table `todo` what is to be graded, kata by kata."""
    known = {kata.name: parts(kata, seeds.basis(kata.name), course.diagnose) for kata in course.katas}

    def key_of(kata: str, digest: str, student: str) -> str:
        return answer_key(known[kata], f"{digest} {seeds.of(kata, student)}" if seeds.by_student else digest)

    def limit_of(student: str) -> str:
        limit = course.limit_of(student)
        return limit.astimezone(UTC).isoformat(timespec="seconds") if limit else "9"

    store.connection.create_function("answer_key", 3, key_of)
    store.connection.create_function("seed_of", 2, seeds.of)
    store.connection.create_function("limit_of", 1, limit_of)
    # An answer without a date counts as handed in in time, unless the export itself says that it came late.
    ranked = """
        SELECT id, row_number() OVER (
            PARTITION BY student, kata ORDER BY coalesce(submitted, '') DESC, number DESC, id DESC
        ) AS rank FROM answers WHERE coalesce(submitted, '') <= limit_of(student) AND NOT (coalesce(late, 0) AND ?)
    """
    with store.transaction() as connection:
        connection.execute("UPDATE answers SET chosen = 0, key = NULL")
        limit = "WHERE rank = 1" if course.take == "last" else ""
        connection.execute(
            f"UPDATE answers SET chosen = 1 WHERE id IN (SELECT id FROM ({ranked}) {limit})", (course.until_due,)
        )
        connection.execute("UPDATE answers SET key = answer_key(kata, hash, student) WHERE chosen")
        connection.execute("DROP TABLE IF EXISTS temp.todo")
        connection.execute("CREATE TEMP TABLE todo (key TEXT, kata TEXT, hash TEXT, again INTEGER, seed INTEGER)")
        connection.execute("""
            INSERT INTO todo
            SELECT DISTINCT a.key, a.kata, a.hash, r.key IS NOT NULL AND r.status != 'grader_error',
                seed_of(a.kata, a.student)
            FROM answers a LEFT JOIN results r ON r.key = a.key
            WHERE a.chosen
              AND (r.key IS NULL OR r.status = 'grader_error' OR (r.status IN ('failed', 'broken') AND NOT r.repeated))
            ORDER BY a.kata, a.key
        """)
    return [_plan(store, kata, known[kata.name]) for kata in course.katas]


def resolve_extensions(store: Store, course: Course) -> tuple[Course, list[str]]:
    """The course with each extension under its student's name, and a sentence for each that is nobody's."""
    roster = Roster(Person(*row) for row in store.rows(f"SELECT {', '.join(PERSON)} FROM students"))
    extensions, unknown = {}, []
    for name, more in course.deadlines.extensions.items():
        found = roster.find(Person(name))
        if found is None:
            unknown.append(name)
        else:
            extensions[identity_key(found.student)] = more
    says = [f"There is an extension for `{name}`, who isn't in the class; it has no effect." for name in unknown]
    store.add_problems([Problem(None, "", "", one) for one in says])
    return replace(course, deadlines=replace(course.deadlines, extensions=extensions)), says


def graded_nothing(store: Store, submissions: Path) -> list[str]:
    """A sentence when there were files and no answer among them counts: an export that isn't understood, say."""
    if store.rows("SELECT 1 FROM answers WHERE chosen LIMIT 1"):
        return []
    if submissions.is_dir() and not any(not place.name.startswith(".") for place in submissions.iterdir()):
        return []
    return [f"{NOTHING_GRADED}, though there are files in {submissions}. problems.csv says what was met."]


def _plan(store: Store, kata: Kata, now: dict[str, str]) -> Plan:
    answers, different = store.rows("SELECT count(*), count(DISTINCT key) FROM answers WHERE kata = ?", kata.name)[0]
    again = store.rows("SELECT count(*) FROM todo WHERE kata = ? AND again", kata.name)[0][0]
    why: Counter[str] = Counter()
    earlier = """
        SELECT b.parts, count(*) FROM todo t
        LEFT JOIN bases b ON b.id = (SELECT max(basis) FROM results r WHERE r.kata = t.kata AND r.hash = t.hash)
        WHERE t.kata = ? AND NOT t.again GROUP BY b.id
    """
    for text, count in store.rows(earlier, kata.name):
        before = json.loads(text) if text else None
        changed = [name for name, value in now.items() if before is not None and before.get(name) != value]
        if before is None:
            why["not graded yet"] += count
        elif changed:
            why[f"changed: {', '.join(changed)}"] += count
        else:
            why["the grader was at fault"] += count
    return Plan(kata.name, answers, different, different - why.total(), again, why)
