"""Answers from outside, each known to be right or wrong: whether graders see it, and what learners would be told."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kata.catalog import Catalog
from kata.catalog.kata import read_text
from kata.errors import CannotGrade, KataError
from kata.grading.pool import GradingRequest, Pool, by_kata
from kata.grading.verdict import Diagnosis, Verdict

KINDS = ("wrong", "right")


@dataclass(frozen=True)
class OutsideAnswer:
    """FOLDER/TRACK/KATA/{wrong,right}/NAME.py; `about` is its first comment line."""

    kata: str
    name: str
    wrong: bool
    source: str
    about: str


@dataclass
class OutsideResult:
    """What became of an answer from outside, over all seeds."""

    answer: OutsideAnswer
    verdicts: list[Verdict] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)  # why there is no verdict

    @property
    def outcome(self) -> str:
        """caught or missed, of a wrong one; accepted or refused, of a right one; ungraded."""
        if self.errors or any(verdict.status == "grader_error" for verdict in self.verdicts):
            return "ungraded"
        passed = [verdict.passed for verdict in self.verdicts]
        if self.answer.wrong:
            return "missed" if any(passed) else "caught"
        return "accepted" if all(passed) else "refused"

    @property
    def good(self) -> bool:
        return self.outcome in ("caught", "accepted")

    @property
    def points(self) -> tuple[int, int]:
        """The fewest and the most over the seeds."""
        points = [verdict.points for verdict in self.verdicts] or [0]
        return min(points), max(points)

    @property
    def why(self) -> str:
        """What the first verdict that did not pass says of the answer, in a line."""
        for verdict in self.verdicts:
            for text in (verdict.message, *(test.message for test in verdict.tests if test.status != "passed")):
                if text:
                    return text.split("\n")[0]
        return self.errors[0] if self.errors else ""

    def diagnoses(self) -> list[tuple[Diagnosis, int]]:
        """Each mistake that was named, as it was first, and with how many of the seeds."""
        found: dict[str, tuple[Diagnosis, int]] = {}
        for verdict in self.verdicts:
            for diagnosis in verdict.diagnoses:
                first, count = found.get(diagnosis.mistake, (diagnosis, 0))
                found[diagnosis.mistake] = (first, count + 1)
        return list(found.values())

    def to_dict(self) -> dict[str, Any]:
        return {
            "kata": self.answer.kata,
            "name": self.answer.name,
            "wrong": self.answer.wrong,
            "about": self.answer.about,
            "outcome": self.outcome,
            "points": [verdict.points for verdict in self.verdicts],
            "failing": [[test.name for test in one.tests if test.status != "passed"] for one in self.verdicts],
            "diagnoses": [[asdict(one) for one in verdict.diagnoses] for verdict in self.verdicts],
            "why": self.why,
        }


def find_answers(folder: Path, catalog: Catalog) -> list[OutsideAnswer]:
    """The answers of a folder, in the order of their paths.

    Raises:
        KataError: when it holds none, or a folder in it is no kata's.
    """
    found = []
    for path in sorted(folder.glob("*/*/*/*.py")):
        track, kata, kind = path.relative_to(folder).parts[:3]
        if kind not in KINDS:
            continue
        if catalog.get(kata).track != track:
            raise KataError(f"{path.parent.parent}: the kata {kata} is of the track {catalog.get(kata).track}.")
        source = read_text(path)
        found.append(OutsideAnswer(catalog.get(kata).name, path.stem, kind == "wrong", source, _about(source)))
    if not found:
        raise KataError(f"{folder} holds no answers; they are looked for as TRACK/KATA/wrong/NAME.py and .../right/.")
    return found


def _about(source: str) -> str:
    return next((line.lstrip("# ").strip() for line in source.splitlines() if line.startswith("#")), "")


def seeds_of(count: int) -> list[int]:
    """The seeds that proofs use too."""
    return [1000 + 7919 * n for n in range(count)]


def try_answers(answers: Sequence[OutsideAnswer], catalog: Catalog, *, jobs: int, seeds: int) -> list[OutsideResult]:
    """Grade each answer with each of so many seeds."""
    results = [OutsideResult(answer) for answer in answers]
    requests = [
        GradingRequest((number, seed), catalog.get(answer.kata), answer.source, seed=seed, filename=f"{answer.name}.py")
        for seed in seeds_of(seeds)
        for number, answer in enumerate(answers)
    ]
    verdicts: dict[object, Verdict | CannotGrade] = {}
    with Pool(jobs) as pool:
        for request, verdict in pool.grade(by_kata(requests, jobs)):
            verdicts[request.key] = verdict
    for number, result in enumerate(results):
        for seed in seeds_of(seeds):
            verdict = verdicts[number, seed]
            if isinstance(verdict, Verdict):
                result.verdicts.append(verdict)
            else:
                result.errors.append(str(verdict))
    return results
