"""What the report says of a class, gathered student by student so that memory stays flat."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kata.batch.gradebook import GradebookRow
from kata.batch.marks import MISSING, UNREADABLE
from kata.batch.plan import Course
from kata.batch.similarity import Similarity
from kata.catalog.solutions import load_mistakes
from kata.errors import KataError
from kata.grading.verdict import Verdict

NO_POINTS = -1  # in the map: nothing was handed in, or it could not be judged
OUTCOMES = ("passed", "partly", "no points", "not begun", "nothing handed in", "not judged")


@dataclass(frozen=True)
class HardTest:
    kata: str
    test: str
    title: str
    failed: int
    ran: int  # answers for which the tests ran

    @property
    def share(self) -> float:
        return self.failed / self.ran if self.ran else 0.0


@dataclass(frozen=True)
class MistakeCount:
    kata: str
    name: str
    says: str
    count: int
    share: float  # of the answers to the kata whose tests ran


class Statistics:
    """Counts over all students. `add` each one; `problems` and `similar` are set by whoever found them."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.names = [kata.name for kata in course.katas]
        self.students: list[str] = []
        self.totals = array("d")  # share of all points
        self.shares = {name: array("d") for name in self.names}  # of each student, NO_POINTS where there is none
        self.outcomes = {name: Counter[str]() for name in self.names}
        self.tests: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self.titles: dict[tuple[str, str], str] = {}
        self.mistakes: Counter[tuple[str, str]] = Counter()
        self.ran: Counter[str] = Counter()
        self.days: dict[str, Counter[str]] = {"in time": Counter(), "late": Counter()}
        self.levels: Counter[str] = Counter()
        self.not_confined: set[str] = set()
        self.different: list[tuple[str, str, str]] = []  # student, kata, sentence
        self.overridden = 0
        self.problems: list[tuple[str, str, str, str]] = []  # student, kata, path, sentence
        self.similar: dict[str, Similarity] = {}
        self.sheets: list[tuple[Path, int]] = []  # a learning system's files, and how many marks are filled in

    def add(self, row: GradebookRow, verdicts: Sequence[Verdict]) -> None:
        self.students.append(row.person.name or row.person.student)
        self.totals.append(row.points / (row.max_points or 1))
        for mark, verdict in zip(row.marks, verdicts, strict=True):
            handed_in = bool(mark.key)
            judged = handed_in and mark.points is not None
            self.shares[mark.kata].append((mark.points or 0) / mark.max_points if judged else NO_POINTS)
            self.outcomes[mark.kata][_outcome(mark.status, mark.points, mark.max_points)] += 1
            self.overridden += mark.overridden
            if mark.difference:
                self.different.append((mark.student, mark.kata, mark.difference))
            if mark.submitted:
                day = datetime.fromisoformat(mark.submitted).astimezone().date().isoformat()
                self.days["late" if mark.late else "in time"][day] += 1
            if handed_in:
                self._add_tests(verdict)

    def _add_tests(self, verdict: Verdict) -> None:
        if verdict.confinement:
            self.levels[verdict.confinement.level] += 1
            self.not_confined |= {*verdict.confinement.missing}
        if verdict.status not in ("passed", "failed"):
            return
        self.ran[verdict.kata] += 1
        for test in verdict.tests:
            self.tests[verdict.kata, test.name][test.status] += 1
            self.titles.setdefault((verdict.kata, test.name), test.title)
        for diagnosis in verdict.diagnoses:
            if diagnosis.known:
                self.mistakes[verdict.kata, diagnosis.mistake] += 1

    def hardest_tests(self, most: int) -> list[HardTest]:
        """The tests that the largest share of the class failed."""
        found = [
            HardTest(kata, test, self.titles[kata, test], counts.total() - counts["passed"], counts.total())
            for (kata, test), counts in self.tests.items()
        ]
        return sorted((one for one in found if one.failed), key=lambda one: (-one.share, one.kata, one.test))[:most]

    def frequent_mistakes(self, most: int) -> list[MistakeCount]:
        """The known mistakes that were made most often, with what they say. Those that say the same are one."""
        counts: Counter[tuple[str, str]] = Counter()
        names: dict[tuple[str, str], str] = {}
        for (kata, name), count in self.mistakes.most_common():
            says = self._says(kata, name) or name
            counts[kata, says] += count
            names.setdefault((kata, says), name)
        return [
            MistakeCount(kata, names[kata, says], says, count, count / self.ran[kata])
            for (kata, says), count in counts.most_common(most)
        ]

    def _says(self, kata: str, name: str) -> str:
        try:
            return next((one.says for one in load_mistakes(self.course.kata(kata)) if one.name == name), "")
        except KataError:
            return ""


def _outcome(status: str, points: int | None, max_points: int) -> str:
    if status in (MISSING, UNREADABLE):
        return "nothing handed in" if status == MISSING else "not judged"
    if points is None:
        return "not judged"
    if status == "unedited":
        return "not begun"
    if points >= max_points:
        return "passed"
    return "partly" if points else "no points"
