"""The verdict: what one grading says, for every surface."""

import dataclasses
from dataclasses import dataclass, field
from typing import Any, Literal

SCHEMA = 2

# passed      every test passed
# failed      at least one test did not pass
# forbidden   the answer uses something that the kata forbids: 0 points
# unedited    the answer is the stub as it was handed out: 0 points
# broken      the answer can't be loaded or lacks what the stub asks for: 0 points
# grader_error  the grader itself is at fault; the answer is not judged
Status = Literal["passed", "failed", "forbidden", "unedited", "broken", "grader_error"]

# timeout     the answer used up the test's CPU time or slept too long
# crashed     the answer's process died
# limit       the answer hit a limit: memory, output, size of a reply, number of callbacks
# not_run     the test was not reached
TestStatus = Literal["passed", "failed", "timeout", "crashed", "limit", "forbidden", "not_run", "grader_error"]


@dataclass
class Test:
    """One test's outcome. Texts are ready to be shown; those that don't apply are empty."""

    name: str
    title: str  # the test's docstring: what should hold
    status: TestStatus
    points: int
    max_points: int
    message: str = ""  # what went wrong, in one or more sentences
    call: str = ""  # the call, inputs shortened
    expected: str = ""
    got: str = ""
    where: str = ""  # where the values differ first and worst, and what the difference looks like
    map: str = ""  # where a larger array is wrong: a digit for each entry or part, 0 for right, 9 for the worst
    traceback: str = ""  # the learner's own frames
    output: str = ""  # what the answer printed, cut
    script: str = ""  # Python that makes the failing call again, or a comment why there is none; only where asked for
    duration: float = 0.0  # seconds of wall clock

    __test__ = False  # pytest: this is data

    def to_dict(self) -> dict[str, Any]:
        return dict(vars(self))  # all plain values: dataclasses.asdict would copy each


@dataclass
class Diagnosis:
    """What explains failing tests: a known mistake, for which they fail at the same place, in the same way.

    A cause that the failures show by themselves is one that isn't known of the kata.
    """

    mistake: str
    says: str
    tests: list[str]  # the failing tests that it explains, in the grader's order
    points: int  # what those tests are worth
    whole: bool  # it explains every test that failed
    headline: bool  # it explains the first test that failed, or most of the lost points
    known: bool = True  # it is one of the kata's known mistakes


@dataclass
class Confinement:
    """How the answer was confined while it ran."""

    level: str  # "bubblewrap", "landlock", "limits"
    missing: list[str] = field(default_factory=list)  # sentences: what could not be confined


@dataclass
class Verdict:
    """What one grading says. `to_dict` is the public JSON form, described in docs/verdict.md."""

    kata: str
    track: str
    status: Status
    points: int
    max_points: int
    tests: list[Test]
    message: str = ""  # about the answer as a whole: a syntax error, a missing function, a forbidden call
    notes: list[str] = field(default_factory=list)  # advisory: what was measured inside the answer's process
    diagnoses: list[Diagnosis] = field(default_factory=list)  # what explains the most points first
    output: str = ""  # what the answer printed while it was loaded, cut
    seed: int = 0
    spec: str = ""  # hash of the specification
    confinement: Confinement | None = None
    duration: float = 0.0
    versions: dict[str, str] = field(default_factory=dict)
    author_log: str = ""  # for the kata's author: the grader's own traceback

    @property
    def passed(self) -> bool:
        return self.status == "passed"

    def headlines(self) -> list[Diagnosis]:
        """The diagnoses that a page says above all tests."""
        return [diagnosis for diagnosis in self.diagnoses if diagnosis.headline]

    def explanation(self, test: Test) -> str:
        """What explains a failing test, in the words of the first diagnosis that does; empty when nothing does."""
        return next((diagnosis.says for diagnosis in self.diagnoses if test.name in diagnosis.tests), "")

    def to_dict(self) -> dict[str, Any]:
        data = {"schema": SCHEMA, **vars(self), "tests": [test.to_dict() for test in self.tests]}
        data["diagnoses"] = [dataclasses.asdict(diagnosis) for diagnosis in self.diagnoses]
        if self.confinement is not None:
            data["confinement"] = dataclasses.asdict(self.confinement)
        return data

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Verdict":
        """The inverse of `to_dict`; reads schema 1 too, which verdicts on record may be of.

        Raises:
            ValueError: if the data is of another schema.
        """
        if data.get("schema") not in (1, SCHEMA):
            raise ValueError(f"a verdict of schema {data.get('schema')!r} was met; this version reads 1 to {SCHEMA}")
        values = {key: value for key, value in data.items() if key != "schema"}
        if data["schema"] == 1:
            values["diagnoses"] = _from_schema_1(values.pop("diagnosis", None), values["tests"])
        values["tests"] = [Test(**test) for test in values["tests"]]
        values["diagnoses"] = [Diagnosis(**diagnosis) for diagnosis in values.get("diagnoses", [])]
        if values.get("confinement"):
            values["confinement"] = Confinement(**values["confinement"])
        return cls(**values)


def without_scripts(verdict: Verdict) -> Verdict:
    """The verdict without what takes the most room in it."""
    return dataclasses.replace(verdict, tests=[dataclasses.replace(test, script="") for test in verdict.tests])


def _from_schema_1(diagnosis: dict[str, Any] | None, tests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The list of diagnoses for the one that schema 1 had."""
    if not diagnosis:
        return []
    not_passed = [test for test in tests if test["status"] != "passed"]
    points = sum(test["max_points"] for test in not_passed if test["name"] in diagnosis["tests"])
    first = bool(not_passed) and not_passed[0]["name"] in diagnosis["tests"]
    return [
        {
            "mistake": diagnosis["mistake"],
            "says": diagnosis["says"],
            "tests": diagnosis["tests"],
            "points": points,
            "whole": diagnosis["whole_run"],
            "headline": first or 2 * points > sum(test["max_points"] for test in not_passed),
        }
    ]
