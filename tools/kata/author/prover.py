"""The checks that make a proof of one kata: right answers pass, wrong ones fail, and the files say what they must.

An answer that is tried with several seeds keeps its process for all of them; the answers made by rule share one, and so
do the known mistakes: to fork a process and warm it up costs more than most tests do. That none leaves anything behind
that makes others fail is tried with the reference, which goes last.
"""

import importlib.util
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from kata.author.budget import over_budget
from kata.author.diagnoses import OUTCOMES, report_diagnoses
from kata.author.empty import empty_answers
from kata.author.examples import failing_examples
from kata.author.layout import layout_problems
from kata.author.lint import given_problems, grader_problems, stub_problems
from kata.author.mutants import Mutant, canonical, make_mutants
from kata.author.proof import COST, Check, Proof
from kata.catalog import Kata
from kata.catalog.families import forbidden
from kata.catalog.kata import read_text
from kata.catalog.solutions import Mistake, load_equivalents, load_mistakes, needs, right_answers
from kata.errors import KataError
from kata.grading import rules
from kata.grading.engine import Engine, Grading
from kata.grading.verdict import Verdict
from kata.stub import given_code

SEEDS = 5
LEAST_MISTAKES = 8
# Processes that several answers share.
MADE_BY_RULE = "answers made by rule"
MISTAKES = "mistakes"
MUTANTS_CAUGHT = 0.95
# How close to its tolerance a right answer may come.
CLOSEST_ALLOWED = 0.1
# CPU seconds of a test with a wrong answer.
MOST_SECONDS = 1.0
OVERHEAD_SECONDS = 0.002  # of each test
# A mistake is graded whole with so many seeds, and with the others by the test that it names.
WHOLE_RUNS = 2
# By how much the points of a mistake may differ from seed to seed.
MOST_SPREAD = 5

Progress = Callable[[str, str, int, int], None]


class Prover:
    """Proves one kata.

    Args:
        engine: grades the answers.
        lint: what the linter says of the kata's files.
        seeds: how many seeds right answers and mistakes are tried with.
        on_progress: called with (kata, phase, done, total) before each answer; what it raises ends the proof.
    """

    def __init__(
        self, engine: Engine, kata: Kata, *, lint: Sequence[str], seeds: int, on_progress: Progress | None = None
    ) -> None:
        self.engine = engine
        self.kata = kata
        self.lint = lint
        self.seeds = [1000 + 7919 * n for n in range(seeds)]
        self.on_progress = on_progress or (lambda *_: None)
        self.proof = Proof(kata.name)
        self.proof.counts.seeds = seeds
        self.closest = 0.0
        self.repeated: dict[str, tuple[str, float, Verdict]] = {}  # source, CPU limit, verdict with the first seed
        self.seconds: dict[str, float] = {}  # that each test takes with the reference
        self.catching: Counter[str] = Counter()  # how many wrong answers each test has caught
        self.caught_last = ""

    def prove(self) -> Proof:
        checks = (
            ("files", self.check_files),
            ("examples", self.check_examples),
            ("right answers", self.check_right_answers),
            ("empty answers", self.check_empty_answers),
            ("mistakes", self.check_mistakes),
            ("rules", self.check_rules),
            ("repeatable", self.check_repeatable),
            ("mutants", self.check_mutants),
            ("diagnoses", self.check_diagnoses),
        )
        too_dear = reason = ""
        for name, check in checks:
            if name == "diagnoses":  # what is said of mistakes is the platform's affair, and costs it
                too_dear, reason = over_budget(self.kata, self.proof.cpu_seconds)
            try:
                problems = check()
            except KataError as error:
                problems = [str(error)]
            except (SyntaxError, OSError) as error:
                problems = [f"{type(error).__name__}: {error}"]
            self.proof.checks.append(Check(name, not problems, "\n".join(problems)))
            if name == "files" and problems and any("can't be read" in problem for problem in problems):
                return self.proof
        self.proof.checks.append(Check(COST, not too_dear, too_dear or reason))
        return self.proof

    def _grade(self, source: str, seed: int, **options: Any) -> Grading:
        grading = self.engine.grade_with(self.kata, source, seed=seed, **options)
        self.proof.cpu_seconds += grading.cpu_seconds
        self.proof.versions |= {name: version for name, version in grading.verdict.versions.items() if name != "mlkata"}
        return grading

    def _step(self, phase: str, done: int, total: int) -> None:
        self.on_progress(self.kata.name, phase, done, total)

    # -- the checks: each returns what is wrong, a sentence each --

    def check_files(self) -> list[str]:
        kata = self.kata
        problems = stub_problems(kata) + given_problems(kata) + layout_problems(kata) + grader_problems(kata)
        rights = right_answers(kata)
        if "reference" not in rights:
            return [f"{kata.reference_path} can't be read: there is no reference."]
        if len(rights) < 3:
            problems.append(f"there are {len(rights) - 1} right answers beside the reference; two are needed")
        if len(load_mistakes(kata)) < LEAST_MISTAKES:
            problems.append(f"there are fewer than {LEAST_MISTAKES} mistakes")
        return [*problems, *self.lint]

    def check_examples(self) -> list[str]:
        """The examples hold for every right answer, and not for the reference's own ways alone."""
        return [
            f"{name}.py: {problem}"
            for name, source in right_answers(self.kata).items()
            if all(importlib.util.find_spec(package) for package in needs(source))
            for problem in failing_examples(self.kata.stub, source, self.kata.uses)
        ]

    def check_right_answers(self) -> list[str]:
        problems = []
        rights = right_answers(self.kata)
        self.proof.counts.right_answers = len(rights)
        for done, (name, source) in enumerate(rights.items()):
            packages = needs(source)
            if any(importlib.util.find_spec(package) is None for package in packages):
                self.proof.untried.append(f"{name}.py needs {', '.join(packages)}")
                continue
            options: dict[str, Any] = {"exempt": True, "packages": packages} if packages else {}
            for seed in self.seeds:
                self._step("right answers", done, len(rights))
                grading = self._grade(source, seed, process=f"right answer {name}", **options)
                self.closest = max(self.closest, grading.closest)
                if name == "reference" and seed == self.seeds[0]:
                    problems += _point_problems(grading.verdict)
                    self.repeated["reference.py"] = source, 0.0, grading.verdict
                    self.seconds = {test.name: test.duration for test in grading.verdict.tests}
                if not grading.verdict.passed:
                    problems.append(f"{name}.py is refused with seed {seed}: {_why(grading.verdict)}")
                    break
        self.proof.headroom = 1 / self.closest if self.closest else None
        if self.closest > CLOSEST_ALLOWED:
            problems.append(
                f"a right answer comes within {1 / self.closest:.1f} times of a tolerance; "
                f"{1 / CLOSEST_ALLOWED:.0f} times is the least"
            )
        return problems

    def check_empty_answers(self) -> list[str]:
        problems = []
        answers = {"the stub": self.kata.stub, **empty_answers(self.kata)}
        self.proof.counts.empty_answers = len(answers)
        for done, (name, source) in enumerate(answers.items()):
            self._step("empty answers", done, len(answers))
            verdict = self._grade(
                source, self.seeds[0], exempt=True, shown=False, cpu_seconds=MOST_SECONDS, process=MADE_BY_RULE
            ).verdict
            if verdict.points:
                scored = [test.name for test in verdict.tests if test.points]
                problems.append(f"{name} scores {verdict.points} points: {', '.join(scored)}")
        return problems

    def check_mistakes(self) -> list[str]:
        mistakes = load_mistakes(self.kata)
        self.proof.counts.mistakes = len(mistakes)
        problems = self._mistake_problems(mistakes, lambda mistake: MISTAKES)
        if not self._passes(read_text(self.kata.reference_path), MISTAKES, exempt=False):
            # One of them has left something behind.
            problems = self._mistake_problems(mistakes, lambda mistake: f"mistake {mistake.name}")
        return problems

    def _mistake_problems(self, mistakes: Sequence[Mistake], process: Callable[[Mistake], str]) -> list[str]:
        problems = []
        for done, mistake in enumerate(mistakes):
            self._step("mistakes", done, len(mistakes))
            problem = self._mistake_problem(mistake, process(mistake))
            if problem:
                problems.append(problem)
        return problems

    def _mistake_problem(self, mistake: Mistake, process: str) -> str:
        """Every mistake is caught by the test that it names, whatever the seed, and its points are the same."""
        points: list[int] = []
        for number, seed in enumerate(self.seeds):
            whole = number < WHOLE_RUNS
            options: dict[str, Any] = {} if whole else {"only": [mistake.caught_by], "stop_early": True}
            # What is said of the first mistake is compared with what is said of it again.
            options["shown"] = number == 0 and "the first mistake" not in self.repeated
            options["keep"] = number == 0
            verdict = self._grade(mistake.source, seed, process=process, cpu_seconds=MOST_SECONDS, **options).verdict
            test = next((test for test in verdict.tests if test.name == mistake.caught_by), None)
            if test is None:
                return f"mistake `{mistake.name}` names a test that doesn't exist: {mistake.caught_by}"
            if verdict.status in ("broken", "grader_error", "unedited"):
                return f"mistake `{mistake.name}` can't be graded: {verdict.message}"
            if test.status == "passed" and not self._caught_alone(mistake, seed, verdict):
                return f"mistake `{mistake.name}` passes {mistake.caught_by} with seed {seed}"
            if whole:
                points.append(verdict.points)
            if number == 0:
                self.repeated.setdefault("the first mistake", (mistake.source, MOST_SECONDS, verdict))
                self.catching.update(test.name for test in verdict.tests if test.status != "passed")
        if max(points) - min(points) > MOST_SPREAD:
            return (
                f"mistake `{mistake.name}` gets {' or '.join(map(str, points))} points, as the seed will have it; "
                f"they may differ by {MOST_SPREAD}"
            )
        return ""

    def _caught_alone(self, mistake: Mistake, seed: int, whole: Verdict) -> bool:
        """Whether a mistake that passes the test that it names fails it when that is the only one.

        An argument that is changed costs the cheapest of the tests in which it happens, which may be another.
        """
        if all(test.status == "passed" for test in whole.tests):
            return False
        options: dict[str, Any] = {"only": [mistake.caught_by], "stop_early": True, "cpu_seconds": MOST_SECONDS}
        alone = self._grade(mistake.source, seed, **options).verdict
        return any(test.name == mistake.caught_by and test.status != "passed" for test in alone.tests)

    def check_rules(self) -> list[str]:
        """The reference breaks no rule, and each forbidden call is noticed."""
        kata = self.kata
        problems = []
        for name, source in right_answers(kata).items():
            if not needs(source) and (message := _broken_rule(kata, source)):
                problems.append(f"{name}.py breaks a rule: {message}")
        reference = read_text(kata.reference_path)
        for family in forbidden(kata):
            for dotted in family.names:
                used = dotted.replace("*", "anything")
                if not _broken_rule(kata, f"{reference}\nimport {used.split('.')[0]}\n_used = {used}\n"):
                    problems.append(f"`{dotted}` is forbidden, and using it goes unnoticed")
        return problems

    def check_repeatable(self) -> list[str]:
        """The same seed gives the same verdict, in a process of its own."""
        problems = []
        for name, (source, cpu_seconds, verdict) in self.repeated.items():
            again = self._grade(source, self.seeds[0], cpu_seconds=cpu_seconds).verdict
            if _outline(verdict) != _outline(again):
                problems.append(f"{name} gets two different verdicts with the same seed")
        return problems

    def check_mutants(self) -> list[str]:
        mutants = make_mutants(read_text(self.kata.reference_path))
        equivalents = {canonical(one.source): one.why for one in load_equivalents(self.kata)}
        made = {mutant.source for mutant in mutants}
        problems = [
            f"an [[equivalent]] is stale, no rule makes it: {why}"
            for text, why in equivalents.items()
            if text not in made
        ]
        tried = [mutant for mutant in mutants if mutant.source not in equivalents]
        alive = self._survivors(tried, MADE_BY_RULE)
        if not self._passes(read_text(self.kata.reference_path), MADE_BY_RULE):
            # One of them has left something behind.
            alive = self._survivors(tried, "")
        counts = self.proof.counts
        counts.mutants, counts.mutants_caught = len(tried), len(tried) - len(alive)
        counts.equivalents = len(equivalents)
        if tried and len(alive) > (1 - MUTANTS_CAUGHT) * len(tried):
            problems.append(f"{len(alive)} of {len(tried)} mutants pass; list them as [[equivalent]] or catch them:")
            problems += [f"  {mutant}" for mutant in alive]
        return problems

    def _survivors(self, mutants: Sequence[Mutant], process: str) -> list[Mutant]:
        """The mutants that pass."""
        alive = []
        for done, mutant in enumerate(mutants):
            self._step("mutants", done, len(mutants))
            if self._passes(mutant.source, process):
                alive.append(mutant)
        return alive

    def check_diagnoses(self) -> list[str]:
        """Every mistake is diagnosed as itself, and two at once as one of them or not at all."""

        def grade(source: str, known: list[Mistake], made: list[Mistake]) -> Verdict:
            # What became of a mistake is kept from when its points were proved.
            kept = [mistake.source for mistake in made]
            options = {"mistakes": known, "kept": kept, "cpu_seconds": MOST_SECONDS, "process": MISTAKES}
            return self._grade(source, self.seeds[0], shown=False, **options).verdict

        report = report_diagnoses(self.kata, grade, on_progress=self.on_progress)
        self.proof.diagnosed = {outcome: report.count(outcome) for outcome in OUTCOMES}
        return report.problems()

    def _passes(self, source: str, process: str, *, exempt: bool = True) -> bool:
        """Whether an answer passes in a process that others share."""
        verdict = self._grade(
            source,
            self.seeds[0],
            stop_early=True,
            shown=False,
            first=self._most_telling_first(),
            exempt=exempt,
            cpu_seconds=MOST_SECONDS,
            process=process,
        ).verdict
        caught = next((test.name for test in verdict.tests if test.status not in ("passed", "not_run")), "")
        if caught:
            self.caught_last = caught
            self.catching[caught] += 1
        return verdict.passed

    def _most_telling_first(self) -> list[str]:
        """The tests by how many wrong answers they catch in their time; what caught the last one counts twice."""
        most = max(self.catching.values(), default=0)

        def telling(test: str) -> float:
            return (self.catching[test] + most * (test == self.caught_last)) / (self.seconds[test] + OVERHEAD_SECONDS)

        return sorted(self.seconds, key=telling, reverse=True)


def _broken_rule(kata: Kata, source: str) -> str:
    return rules.broken_rule(source, kata.uses, kata.imports, forbidden(kata), given_code(kata.stub))


def _why(verdict: Verdict) -> str:
    if verdict.message:
        return verdict.message
    failed = [test for test in verdict.tests if test.status != "passed"]
    return "; ".join(f"{test.name}: {test.message} {test.where}".strip() for test in failed[:3])


def _point_problems(verdict: Verdict) -> list[str]:
    problems = [f"`{test.name}` has no points" for test in verdict.tests if test.max_points < 1]
    if verdict.max_points != 100:
        problems.append(f"the points sum to {verdict.max_points}, not 100")
    return problems


def _outline(verdict: Verdict) -> dict[str, Any]:
    """A verdict without what the clock decides."""
    data = verdict.to_dict()
    data.pop("duration")
    for test in data["tests"]:
        test.pop("duration")
    return data
