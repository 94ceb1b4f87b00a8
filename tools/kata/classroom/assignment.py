"""An assignment: which katas, for how many points, due when, what students are told; and its file, classroom.toml."""

import copy
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from kata import __version__
from kata.classroom.feedback import DETAILS, VISIBILITIES, FeedbackPolicy
from kata.classroom.late import LatePolicy, duration, written
from kata.dates import with_zone
from kata.errors import KataError
from kata.grading.verdict import Test, Verdict
from kata.sandbox.confinement import LEVELS
from kata.toml_file import TEXT, WHOLE, Key, Keys, is_whole, one_of, parse_toml, read_text, table, tables

FILE = "classroom.toml"
FORMAT = 1
Place = Literal["open", "bundle", "repository", "central"]
# Where the graders are when a workflow grades; docs/classroom.md says what each protects.
PLACES: tuple[Place, ...] = ("open", "bundle", "repository", "central")
MOST_HINTS = 3
WHEEL = "wheel"
Variant = Literal["same", "seed"]
VARIANTS: tuple[Variant, ...] = ("same", "seed")

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,38}")


class AssignmentError(KataError):
    """The assignment's file or options are wrong; the message says where and what they must be."""


@dataclass(frozen=True)
class AssignedKata:
    """One kata of an assignment.

    Args:
        kata: its name.
        points: what it is worth, a whole number.
        tests: points of single tests, by their names; the others share what is left as the kata's author weighs them.
    """

    kata: str
    points: int = 100
    tests: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Assignment:
    """What an instructor chose.

    Args:
        name: lower-case letters, digits and hyphens.
        katas: in the order in which students meet them.
        due: with its time zone; None if it is never late.
        feedback: what students are told of a failing test.
        graders: where they are when a workflow grades.
        confinement: the level that a workflow demands at least.
        hints: how many of each private kata's hints students get.
        mlkata: the version of this package that the assignment was made with.
        install: what pip is to install where it is graded: "wheel" is one that the assignment brings along; empty is
            that version, from the index.
        late: what late work costs.
        variant: whether the final marks' inputs are the "same" for all, or by a "seed" of each student's own.
    """

    name: str
    katas: tuple[AssignedKata, ...]
    due: datetime | None = None
    feedback: FeedbackPolicy = field(default_factory=FeedbackPolicy)
    graders: Place = "open"
    confinement: str = "landlock"
    hints: int = 0
    mlkata: str = __version__
    install: str = ""
    late: LatePolicy = field(default_factory=LatePolicy)
    variant: Variant = "same"

    def requirement(self, folder: str = "") -> str:
        """What a workflow hands to pip.

        Args:
            folder: where the wheel lies that an assignment may bring along, with a slash at its end.
        """
        if self.install == WHEEL:
            return f"{folder}mlkata-{self.mlkata}-py3-none-any.whl[classroom]"
        return self.install or f"mlkata[classroom]=={self.mlkata}"

    @property
    def points(self) -> int:
        return sum(assigned.points for assigned in self.katas)

    def get(self, kata: str) -> AssignedKata | None:
        """The entry of a kata, if the assignment has it."""
        return next((assigned for assigned in self.katas if assigned.kata == kata), None)


def load_assignment(path: Path) -> Assignment:
    """Read a classroom.toml.

    Args:
        path: the file, or the folder that holds it.

    Raises:
        AssignmentError: names the file and the key that is wrong or missing.
    """
    path = path / FILE if path.is_dir() else path
    return read_assignment(read_text(path, AssignmentError), str(path))


def read_assignment(text: str, where: str) -> Assignment:
    """Like `load_assignment`, from the file's text; `where` is how sentences name it."""
    data = parse_toml(text, _KEYS, where, AssignmentError)
    katas = []
    for number, entry in enumerate(data["kata"], start=1):
        assigned = AssignedKata(entry["name"], entry["points"], entry["tests"])
        _check_tests(assigned, f"{where}: [[kata]] {number}")
        katas.append(assigned)
    names = [assigned.kata for assigned in katas]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise AssignmentError(f"{where}: the kata `{twice[0]}` stands there twice.")
    given: dict[str, Any] = {"due": with_zone(data["due"])} if data["due"] else {}
    given |= {key: data[key] for key in ("name", "graders", "confinement", "hints", "mlkata", "install", "variant")}
    late = data["late"]
    given["late"] = LatePolicy(duration(late["grace"]), late["per_day"], late["most_days"])
    visibility = {f"{one['name']}.{test}": seen for one in data["kata"] for test, seen in one["visibility"].items()}
    return Assignment(katas=tuple(katas), feedback=FeedbackPolicy(**data["feedback"], visibility=visibility), **given)


def write_assignment(assignment: Assignment, *, with_tests: bool = True) -> str:
    """The text of its classroom.toml.

    Args:
        with_tests: whether to write the points of single tests, whose names tell something of a grader.
    """
    lines = [
        "# What this assignment is. docs/classroom.md of mlkata describes the keys.",
        f"format = {FORMAT}",
        f"name = {_text(assignment.name)}",
        f"mlkata = {_text(assignment.mlkata)}",
        *([f"install = {_text(assignment.install)}"] if assignment.install else []),
        *([f"due = {assignment.due.isoformat()}"] if assignment.due else []),
        *([f"late = {_late(assignment.late)}"] if assignment.late != LatePolicy() else []),
        f"graders = {_text(assignment.graders)}",
        f"confinement = {_text(assignment.confinement)}",
        f"hints = {assignment.hints}",
        "# Each feedback run draws its inputs anew; the final mark has its own, from the instructor's secret.",
        'seeds = "fresh"',
        *([f"variant = {_text(assignment.variant)}"] if assignment.variant != "same" else []),
        "",
        "[feedback]",
        f"detail = {_text(assignment.feedback.detail)}",
        f"diagnosis = {str(assignment.feedback.diagnosis).lower()}",
        *([f"tests = {_text(assignment.feedback.tests)}"] if assignment.feedback.tests != "visible" else []),
    ]
    for assigned in assignment.katas:
        lines += ["", "[[kata]]", f"name = {_text(assigned.kata)}", f"points = {assigned.points}"]
        if with_tests and assigned.tests:
            inner = ", ".join(f"{name} = {points}" for name, points in sorted(assigned.tests.items()))
            lines.append(f"tests = {{ {inner} }}")
        seen = {
            name.removeprefix(f"{assigned.kata}."): how
            for name, how in sorted(assignment.feedback.visibility.items())
            if name.startswith(f"{assigned.kata}.")
        }
        if with_tests and seen:
            lines.append(f"visibility = {{ {', '.join(f'{name} = {_text(how)}' for name, how in seen.items())} }}")
    return "\n".join(lines) + "\n"


def _late(policy: LatePolicy) -> str:
    values = [f"grace = {_text(written(policy.grace))}", f"per_day = {policy.per_day}"]
    values += [f"most_days = {policy.most_days}"] if policy.most_days is not None else []
    return "{ " + ", ".join(values) + " }"


def _is_duration(value: object) -> bool:
    try:
        return isinstance(value, str) and duration(value) is not None
    except ValueError:
        return False


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)  # a JSON text is a TOML text


_FEEDBACK_KEYS: Keys = {
    "detail": one_of(DETAILS).or_else(FeedbackPolicy.detail),
    "diagnosis": Key("true or false", lambda v: isinstance(v, bool), FeedbackPolicy.diagnosis),
    "tests": one_of(VISIBILITIES).or_else(FeedbackPolicy.tests),
}
_KATA_KEYS: Keys = {
    "name": replace(TEXT, wanted="the name of a kata"),
    "points": WHOLE.or_else(100),
    "tests": Key(
        "a table of tests and their points, whole numbers above 0",
        lambda v: isinstance(v, dict) and all(map(is_whole, v.values())),
        {},
    ),
    "visibility": Key(
        f"a table of tests, each {' or '.join(VISIBILITIES)}",
        lambda v: isinstance(v, dict) and all(one in VISIBILITIES for one in v.values()),
        {},
    ),
}
_LATE_KEYS: Keys = {
    "grace": Key('a time like "15m", "2h" or "1d"', _is_duration, "0m"),
    "per_day": Key("percent, a whole number from 0 to 100", lambda v: type(v) is int and 0 <= v <= 100, 0),
    "most_days": Key("a whole number of days", lambda v: type(v) is int and v >= 0, None),
}
_KEYS: Keys = {
    "format": Key(f"{FORMAT}, the only format that this version reads", lambda v: v == FORMAT),
    "name": Key(
        "at most 39 lower-case letters, digits and hyphens",
        lambda v: isinstance(v, str) and _NAME.fullmatch(v) is not None,
    ),
    "mlkata": replace(TEXT, wanted="the version of mlkata that made it"),
    "kata": replace(tables(_KATA_KEYS, least=1), wanted="one or more [[kata]]"),
    # It stands in a workflow and in scripts.
    "install": Key(
        "what pip can install, without quotes or other signs of a shell",
        lambda v: isinstance(v, str) and re.fullmatch(r"[\w\[\],.=<>~!@:/+# -]+", v, re.ASCII) is not None,
        "",
    ),
    "due": Key(
        "a date, like 2026-12-01 (the end of that day) or 2026-12-01T18:00:00+01:00",
        lambda v: isinstance(v, date),
        None,
    ),
    "late": table(_LATE_KEYS),
    "graders": one_of(PLACES).or_else("open"),
    "confinement": one_of(LEVELS).or_else("landlock"),
    "hints": Key(f"a whole number from 0 to {MOST_HINTS}", lambda v: type(v) is int and 0 <= v <= MOST_HINTS, 0),
    "seeds": one_of(("fresh",)).or_else("fresh"),
    "variant": one_of(VARIANTS).or_else("same"),
    "feedback": table(_FEEDBACK_KEYS),
}


def _check_tests(assigned: AssignedKata, where: str) -> None:
    given = sum(assigned.tests.values())
    if given > assigned.points:
        raise AssignmentError(
            f"{where}: the tests of `{assigned.kata}` have {given} points together, and the kata has {assigned.points}."
        )


# -- points --


def check_weights(assigned: AssignedKata, tests: Sequence[str]) -> None:
    """Make sure that an instructor's points fit the tests of a grader.

    Args:
        tests: the names of all tests of the kata's grader.

    Raises:
        AssignmentError: for a test that isn't there, and where too many or too few points are left for the others.
    """
    unknown = [name for name in assigned.tests if name not in tests]
    if unknown:
        raise AssignmentError(f"{assigned.kata} has no test `{unknown[0]}`; its tests are {', '.join(tests)}.")
    if not assigned.tests:
        return
    left, others = assigned.points - sum(assigned.tests.values()), len(tests) - len(assigned.tests)
    if left < others or (left and not others):
        raise AssignmentError(
            f"The points given to single tests of {assigned.kata} leave {left} of its {assigned.points} for {others} "
            "other tests; each test needs at least one, and all together the points of the kata."
        )


def weigh(verdict: Verdict, assigned: AssignedKata) -> Verdict:
    """A copy of a verdict with the instructor's points.

    Points are whole numbers that sum to the kata's, whatever the outcome, and full marks are those of a verdict that
    passed. A test has all its points or none. Where a kata has fewer points than tests, neighbouring tests share a
    point, which is earned when all of them passed.
    """
    weighed = copy.deepcopy(verdict)
    weighed.max_points = assigned.points
    judged = weighed.status in ("passed", "failed")
    if weighed.tests:
        shares = _shares(weighed.tests, assigned)
        for test, share in zip(weighed.tests, shares, strict=True):
            test.max_points = share
            test.points = share if judged and test.status == "passed" else 0
    weighed.points = sum(test.points for test in weighed.tests)
    return weighed


def _shares(tests: Sequence[Test], assigned: AssignedKata) -> list[int]:
    if assigned.points < len(tests):
        return _grouped(tests, assigned.points)
    # What a test has by name stands; a verdict of another version may lack it.
    fixed = [assigned.tests.get(test.name, 0) for test in tests]
    open_ = [index for index, points in enumerate(fixed) if not points]
    left = assigned.points - sum(fixed)
    if (open_ and left < len(open_)) or (not open_ and left):
        fixed, open_, left = [0] * len(tests), list(range(len(tests))), assigned.points
    for index, points in zip(open_, _divided(left, [tests[index].max_points for index in open_]), strict=True):
        fixed[index] = points
    return fixed


def _divided(points: int, weights: Sequence[int]) -> list[int]:
    """`points` divided in proportion to `weights`, at least one each, by largest remainder."""
    whole = sum(weights) or len(weights)
    quotas = [points * (weight if sum(weights) else 1) / whole for weight in weights]
    parts = [max(int(quota), 1) for quota in quotas]
    order = range(len(parts))
    while sum(parts) < points:
        parts[max(order, key=lambda index: (quotas[index] - parts[index], -index))] += 1
    while sum(parts) > points:
        parts[max((i for i in order if parts[i] > 1), key=lambda index: (parts[index] - quotas[index], -index))] -= 1
    return parts


def _grouped(tests: Sequence[Test], points: int) -> list[int]:
    """One point for each group of neighbours, put where it is lost: on the first of the group that did not pass."""
    shares = [0] * len(tests)
    for group in range(points):
        members = [index for index in range(len(tests)) if index * points // len(tests) == group]
        shares[next((index for index in members if tests[index].status != "passed"), members[0])] = 1
    return shares
