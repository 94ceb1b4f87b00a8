"""The proof that a kata is sound: right answers pass, wrong ones fail, and the files say what they must."""

import dataclasses
import functools
import importlib.util
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from kata.author.examples import failing_examples
from kata.author.layout import layout_problems
from kata.author.lint import given_problems, grader_problems, lint_problems, stub_problems
from kata.author.mutants import Mutant, canonical, make_mutants
from kata.catalog import Kata
from kata.catalog.kata import read_text
from kata.catalog.solutions import Mistake, declared_cost, load_equivalents, load_mistakes, needs, right_answers
from kata.errors import KataError
from kata.grading import rules
from kata.grading.engine import Engine, Grading
from kata.grading.verdict import Verdict
from kata.stub import asked_for, given_code, given_names

MUTANTS_CAUGHT = 0.95
BUDGET_SECONDS = {"python": 3.0, "numpy": 3.0, "torch": 6.0}
# The budget is for a machine on which a fresh Python that imports NumPy takes so many CPU seconds.
NUMPY_SECONDS = 0.12
# How close to its tolerance a right answer may come.
CLOSEST_ALLOWED = 0.1
MUTANT_SECONDS = 1.0

Progress = Callable[[str, str, int, int], None]


@dataclass
class Check:
    """One thing that was proved, or what stands against it."""

    name: str
    passed: bool
    detail: str = ""


@dataclass
class Proof:
    """Everything that `verify` found out about one kata."""

    kata: str
    checks: list[Check] = field(default_factory=list)
    cpu_seconds: float = 0.0
    mutants: int = 0
    mutants_caught: int = 0
    headroom: float | None = None  # how many times closer than the tolerance the right answers came

    @property
    def passed(self) -> bool:
        return all(check.passed for check in self.checks)

    def to_dict(self) -> dict[str, Any]:
        return {**dataclasses.asdict(self), "passed": self.passed}


def verify(
    katas: Sequence[Kata], *, jobs: int = 2, seeds: int = 5, on_progress: Progress | None = None
) -> Iterator[Proof]:
    """Prove each kata sound; proofs come in the order of `katas`.

    Args:
        jobs: how many katas are proved at once, each with an engine of its own.
        seeds: how many seeds right answers and mistakes are tried with.
        on_progress: called with (kata, phase, done, total), from several threads.

    Raises:
        CannotGrade: when no answer can be graded on this machine.
    """
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    for index in range(len(katas)):
        waiting.put(index)
    results: dict[int, Proof | BaseException] = {}
    changed = threading.Condition()
    stop = threading.Event()

    def work() -> None:
        with Engine() as engine:
            while not stop.is_set():
                try:
                    index = waiting.get_nowait()
                except queue.Empty:
                    return
                result: Proof | BaseException
                try:
                    result = _Prover(engine, katas[index], seeds, on_progress, stop).prove()
                except BaseException as error:
                    result = error
                with changed:
                    results[index] = result
                    changed.notify_all()

    threads = [threading.Thread(target=work, daemon=True) for _ in range(min(jobs, len(katas)))]
    for thread in threads:
        thread.start()
    try:
        for index in range(len(katas)):
            with changed:
                # A time-out, so that Ctrl-C is heard.
                while index not in results:
                    changed.wait(0.2)
            result = results[index]
            if isinstance(result, BaseException):
                raise result
            yield result
    finally:
        stop.set()
        for thread in threads:
            thread.join()


class _Stopped(Exception):
    pass


class _Prover:
    def __init__(
        self, engine: Engine, kata: Kata, seeds: int, on_progress: Progress | None, stop: threading.Event
    ) -> None:
        self.engine = engine
        self.kata = kata
        self.seeds = [1000 + 7919 * n for n in range(seeds)]
        self.on_progress = on_progress or (lambda *_: None)
        self.stop = stop
        self.proof = Proof(kata.name)
        self.closest = 0.0

    def prove(self) -> Proof:
        for name, check in (
            ("files", self.check_files),
            ("examples", self.check_examples),
            ("right answers", self.check_right_answers),
            ("empty answers", self.check_empty_answers),
            ("mistakes", self.check_mistakes),
            ("rules", self.check_rules),
            ("repeatable", self.check_repeatable),
            ("mutants", self.check_mutants),
        ):
            try:
                problems = check()
            except KataError as error:
                problems = [str(error)]
            except (SyntaxError, OSError) as error:
                problems = [f"{type(error).__name__}: {error}"]
            self.proof.checks.append(Check(name, not problems, "\n".join(problems)))
            if name == "files" and problems and any("can't be read" in problem for problem in problems):
                return self.proof
        self._check_budget()
        return self.proof

    def _grade(self, source: str, seed: int, **options: Any) -> Grading:
        if self.stop.is_set():
            raise _Stopped
        grading = self.engine.grade_with(self.kata, source, seed=seed, **options)
        self.proof.cpu_seconds += grading.cpu_seconds
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
        if len(load_mistakes(kata)) < 6:
            problems.append("there are fewer than six mistakes")
        unknown = [name for name in kata.forbid if name not in rules.families()]
        problems += [f"`forbid` names the family `{name}`, which forbidden.toml doesn't have" for name in unknown]
        paths = [kata.stub_path, kata.grader_path, *sorted(kata.solutions_dir.glob("*.py"))]
        return problems + lint_problems(paths, given_names(kata.stub))

    def check_examples(self) -> list[str]:
        return failing_examples(self.kata.stub, read_text(self.kata.reference_path))

    def check_right_answers(self) -> list[str]:
        problems = []
        rights = right_answers(self.kata)
        for done, (name, source) in enumerate(rights.items()):
            options = self._library_route(source)
            if options is None:
                continue
            for seed in self.seeds:
                self._step("right answers", done, len(rights))
                grading = self._grade(source, seed, **options)
                self.closest = max(self.closest, grading.closest)
                if not grading.verdict.passed:
                    problems.append(f"{name}.py is refused with seed {seed}: {_why(grading.verdict)}")
                    break
                problems += _point_problems(grading.verdict) if name == "reference" and seed == self.seeds[0] else []
        self.proof.headroom = 1 / self.closest if self.closest else None
        if self.closest > CLOSEST_ALLOWED:
            problems.append(
                f"a right answer comes within {1 / self.closest:.1f} times of a tolerance; "
                f"{1 / CLOSEST_ALLOWED:.0f} times is the least"
            )
        return problems

    def _library_route(self, source: str) -> dict[str, Any] | None:
        """Options for an answer that uses a library's own function; None when that isn't installed."""
        packages = needs(source)
        if any(importlib.util.find_spec(package) is None for package in packages):
            return None
        return {"exempt": True, "packages": packages} if packages else {}

    def check_empty_answers(self) -> list[str]:
        problems = []
        answers = {"the stub": self.kata.stub, **empty_answers(self.kata)}
        for done, (name, source) in enumerate(answers.items()):
            self._step("empty answers", done, len(answers))
            verdict = self._grade(source, self.seeds[0], exempt=True, cpu_seconds=MUTANT_SECONDS).verdict
            if verdict.points:
                scored = [test.name for test in verdict.tests if test.points]
                problems.append(f"{name} scores {verdict.points} points: {', '.join(scored)}")
        return problems

    def check_mistakes(self) -> list[str]:
        problems = []
        mistakes = load_mistakes(self.kata)
        for done, mistake in enumerate(mistakes):
            self._step("mistakes", done, len(mistakes))
            problem = self._mistake_problem(mistake)
            if problem:
                problems.append(problem)
        return problems

    def _mistake_problem(self, mistake: Mistake) -> str:
        for seed in self.seeds:
            verdict = self._grade(mistake.source, seed, only=[mistake.caught_by], stop_early=True).verdict
            test = next((test for test in verdict.tests if test.name == mistake.caught_by), None)
            if test is None:
                return f"mistake `{mistake.name}` names a test that doesn't exist: {mistake.caught_by}"
            if verdict.status in ("broken", "grader_error", "unedited"):
                return f"mistake `{mistake.name}` can't be graded: {verdict.message}"
            if test.status == "passed":
                return f"mistake `{mistake.name}` passes {mistake.caught_by} with seed {seed}"
        return ""

    def check_rules(self) -> list[str]:
        """The reference breaks no rule, and each forbidden call is noticed."""
        kata = self.kata
        problems = []
        for name, source in right_answers(kata).items():
            if not needs(source) and (message := _broken_rule(kata, source)):
                problems.append(f"{name}.py breaks a rule: {message}")
        reference = read_text(kata.reference_path)
        for family in kata.forbid:
            for dotted in rules.families()[family].names if family in rules.families() else ():
                if not _broken_rule(kata, f"{reference}\nimport {dotted.split('.')[0]}\n_used = {dotted}\n"):
                    problems.append(f"`{dotted}` is forbidden, and using it goes unnoticed")
        return problems

    def check_repeatable(self) -> list[str]:
        """The same seed gives the same verdict."""
        answers = {"reference.py": read_text(self.kata.reference_path)}
        answers |= {mistake.name: mistake.source for mistake in load_mistakes(self.kata)[:1]}
        problems = []
        for name, source in answers.items():
            one, other = (_outline(self._grade(source, self.seeds[0]).verdict) for _ in range(2))
            if one != other:
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
        alive: list[Mutant] = []
        tried = [mutant for mutant in mutants if mutant.source not in equivalents]
        for done, mutant in enumerate(tried):
            self._step("mutants", done, len(tried))
            verdict = self._grade(
                mutant.source, self.seeds[0], stop_early=True, exempt=True, cpu_seconds=MUTANT_SECONDS
            ).verdict
            if verdict.passed:
                alive.append(mutant)
        self.proof.mutants, self.proof.mutants_caught = len(tried), len(tried) - len(alive)
        if tried and len(alive) > (1 - MUTANTS_CAUGHT) * len(tried):
            problems.append(f"{len(alive)} of {len(tried)} mutants pass; list them as [[equivalent]] or catch them:")
            problems += [f"  {mutant}" for mutant in alive]
        return problems

    def _check_budget(self) -> None:
        limit, reason = declared_cost(self.kata) or (BUDGET_SECONDS[self.kata.uses], "")
        spent, slower = self.proof.cpu_seconds, _slower()
        allowed = limit * slower
        detail = f"the proof took {spent:.1f} CPU seconds; {allowed:.1f} are allowed"
        detail += f": {limit:g} on a machine that isn't {slower:.1f} times as slow" if slower > 1 else ""
        self.proof.checks.append(Check("cost", spent <= allowed, detail if spent > allowed else reason))


@functools.cache
def _slower() -> float:
    """How many times as slow as the budget's machine this one is now; at least 1.

    CPU seconds of the same work differ by half from machine to machine, and on one that does other work too.
    """
    import resource  # which Windows lacks, where nothing is graded

    def spent() -> float:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return used.ru_utime + used.ru_stime

    times = []
    for _ in range(3):
        before = spent()
        subprocess.run([sys.executable, "-I", "-c", "import numpy"], check=True)
        times.append(spent() - before)
    return max(1.0, min(times) / NUMPY_SECONDS)


def _broken_rule(kata: Kata, source: str) -> str:
    return rules.broken_rule(source, kata.uses, kata.imports, kata.forbid, given_code(kata.stub))


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


def empty_answers(kata: Kata) -> dict[str, str]:
    """Answers without an idea: zeros, the input, a constant, None, an exception, for every function and class."""
    bodies = {
        "an answer that returns zeros": "return _zeros(args)",
        "an answer that returns its input": "return args[0] if args else None",
        "an answer that returns a constant": "return 1",
        "an answer that returns None": "return None",
        "an answer that always raises": "raise ValueError",
    }
    return {name: _empty_module(kata, body) for name, body in bodies.items()}


def _empty_module(kata: Kata, body: str) -> str:
    zeros = {
        "python": "    return 0",
        "numpy": "    import numpy as np\n    return np.zeros(np.shape(args[0])) if args else 0.0",
        "torch": "    import torch\n    x = args[0] if args else 0.0\n"
        "    return torch.zeros_like(x) if isinstance(x, torch.Tensor) else 0.0",
    }[kata.uses]
    lines = [f"def _zeros(args):\n{zeros}\n"]
    for definition in asked_for(kata.stub).values():
        if definition.kind == "function":
            lines.append(f"def {definition.name}(*args, **kwargs):\n    {body}\n")
        else:
            # A class whose every method does the same.
            lines.append(
                f"class {definition.name}:\n    def __init__(self, *args, **kwargs):\n        pass\n\n"
                f"    def __getattr__(self, name):\n"
                f"        def method(*args, **kwargs):\n            {body}\n        return method\n\n"
                f"    def __call__(self, *args, **kwargs):\n        {body}\n"
            )
    return "\n".join(lines)
