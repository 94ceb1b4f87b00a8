"""The grading engine, as every surface uses it.

It starts the grading process and talks to it; importing it costs nothing, and it never sees a grader or an answer run.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal

from kata.catalog import Kata
from kata.catalog.solutions import Mistake, load_mistakes
from kata.errors import CannotGrade
from kata.grading import process
from kata.grading.job import Job, Options, Scripts
from kata.grading.process import GradingProcess
from kata.grading.verdict import Test, Verdict
from kata.untrusted import LARGEST_SOURCE

if TYPE_CHECKING:
    from kata.grading.trial import Trial


@dataclass
class Grading:
    """A verdict, and what it cost."""

    verdict: Verdict
    closest: float  # how close a passing comparison came to its tolerance, as a fraction of it
    cpu_seconds: float  # of the grading process and the answer's


def level_from(least: str) -> str:
    """The tightest level of confinement that this machine offers, if it is `least` or a tighter one.

    Raises:
        CannotGrade: if it isn't.
    """
    from kata.sandbox.confinement import LEVELS
    from kata.sandbox.levels import best_level

    best = best_level()
    if LEVELS.index(best) < LEVELS.index(least):
        raise CannotGrade(
            f"This run demands confinement at level `{least}` or better, and this machine offers `{best}`. "
            "`kata doctor` says how to get more."
        )
    return best


class GradingCancelled(CannotGrade):
    """`Engine.cancel` ended a grading before there was a verdict."""


class Engine:
    """Grades answers, one after another; a context manager that ends every process it started.

    Args:
        confinement: the level at which answers run; None takes the best that this machine offers.
        selftest: whether known answers are graded first: "remembered" unless it held before on this machine, "always"
            for a run over many answers, or "never".
        renew_after: a grading process is replaced after so many answers: what a grader or a library may leave behind
            doesn't pile up.

    Raises:
        CannotGrade: when the machine can't offer the level that is demanded, or the self-test fails.
    """

    def __init__(
        self,
        *,
        confinement: str | None = None,
        selftest: Literal["remembered", "always", "never"] = "remembered",
        renew_after: int = 500,
    ) -> None:
        self.confinement = confinement
        self.renew_after = renew_after
        self.selftest = selftest
        self._self_tested: set[str] = set()  # libraries
        self._level = ""  # that answers run at, once it is known
        self._process: GradingProcess | None = None
        self._graded = 0
        self._cancelled = False
        self._on_test: Callable[[int, int], None] | None = None

    def __enter__(self) -> "Engine":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The grading process, while there is one."""
        return None if self._process is None else self._process.pid

    @property
    def folder(self) -> str:
        """Where all that the processes write lies; empty while there is no grading process."""
        return "" if self._process is None else self._process.folder

    def grade(
        self,
        kata: Kata,
        source: str,
        *,
        seed: int,
        filename: str | None = None,
        diagnose: bool = True,
        scripts: Scripts = "none",
        on_test: Callable[[int, int], None] | None = None,
    ) -> Verdict:
        """Grade one answer.

        Args:
            kata: the kata that it answers.
            source: the answer, as text.
            seed: whatever is random in the tests follows from it, a whole number from 0 to 2**63 - 1.
            filename: how the verdict names the file.
            diagnose: whether to look for a known mistake behind a failure.
            scripts: whose failing calls the verdict holds as scripts.
            on_test: told after each test how many are done, and how many there are.

        Raises:
            CannotGrade: when there can be no verdict: no process could be started, or the grading process died.
        """
        mistakes = load_mistakes(kata) if diagnose else []
        options = Options(seed=seed, filename=filename or "", mistakes=_plain(mistakes), scripts=scripts)
        self._on_test = on_test
        try:
            reply = self._submit(Job(kata, source, options))
        finally:
            self._on_test = None
        return Verdict.from_dict(reply["verdict"])

    def grade_with(
        self,
        kata: Kata,
        source: str,
        *,
        seed: int,
        filename: str | None = None,
        mistakes: list[Mistake] | None = None,
        **options: Any,
    ) -> Grading:
        """Like `grade`, with the options of `kata.grading.job.Options` and what it cost: for proofs.

        No process is made ready for a next answer, so that none is left.
        """
        options |= {"mistakes": _plain(mistakes or []), "measured": True}
        reply = self._submit(Job(kata, source, Options(seed=seed, filename=filename or "", **options)))
        return Grading(Verdict.from_dict(reply["verdict"]), reply["closest"], reply["cpu"])

    def try_call(self, kata: Kata, source: str, call: str, *, filename: str | None = None) -> "Trial":
        """Run a call of the learner's own in an answer, confined and limited like a check.

        Args:
            call: Python; what its last line gives is shown.

        Raises:
            CannotGrade: when no process could be started, or it died.
        """
        from kata.grading.trial import Trial

        options = Options(filename=filename or "", call=call, exempt=True)
        return Trial(**self._submit(Job(kata, source, options))["trial"])

    def grade_toy(self, kata: Kata, source: str) -> Verdict:
        """Grade one of the self-test's answers, which may import and open what it likes."""
        job = Job(kata, source, Options(exempt=True, measured=True))
        return Verdict.from_dict(self._request_or_raise(job)["verdict"])

    def _submit(self, job: Job) -> dict[str, Any]:
        kata = job.kata
        if len(job.answer.encode("utf-8", "surrogatepass")) > LARGEST_SOURCE:
            raise CannotGrade(f"The answer is longer than {LARGEST_SOURCE:,} bytes; no kata needs that.")
        if self.selftest == "never" or kata.uses in self._self_tested:
            return self._request_or_raise(job)
        from kata.grading import selftest
        from kata.sandbox import levels

        undecided = not self._level and self.confinement is None and not levels.were_tried()
        if undecided and self.selftest == "remembered":
            # Trying what the machine offers takes a while, and a level that it doesn't offer any more fails anyway.
            self._level = selftest.remembered_level(kata.uses)
            if self._level:
                try:
                    reply = self._request_or_raise(job)
                    self._self_tested.add(kata.uses)
                    return reply
                except GradingCancelled:
                    raise
                except CannotGrade:
                    pass  # the level may not be on offer any more
                selftest.forget(self._level, kata.uses)
                self.close()
                self._level = ""
        selftest.ensure_passed(self.grade_toy, kata, self.level(), always=self.selftest == "always")
        self._self_tested.add(kata.uses)
        return self._request_or_raise(job)

    def _request_or_raise(self, job: Job) -> dict[str, Any]:
        reply = self._request(job)
        if "error" in reply:
            raise CannotGrade(reply["error"])
        return reply

    def level(self) -> str:
        """The level at which its answers run.

        Raises:
            CannotGrade: when it can't be had.
        """
        if sys.platform == "win32":
            raise CannotGrade(
                "Answers can't be run on Windows itself, only inside WSL: https://learn.microsoft.com/windows/wsl"
            )
        from kata.sandbox import levels

        if not self._level:
            level = self.confinement or levels.best_level()
            if self.confinement is not None:
                why = levels.available_levels().get(level, "there is no such level")
                if why:
                    raise CannotGrade(f"Answers can't be confined at level `{level}` here: {why}")
            self._level = level
        return self._level

    def _request(self, job: Job) -> dict[str, Any]:
        if self._process is not None and self._graded >= self.renew_after:
            self.close()
        settings = self._start() if self._process is None else []
        assert self._process is not None
        self._graded += 1
        partial = _PartialVerdict()
        self._cancelled = False
        try:
            self._process.send(*settings, job.to_dict())
            seconds = None
            while message := self._process.receive(seconds):
                if message.keys() & {"verdict", "trial", "error"}:
                    return message
                seconds = partial.update(message)
                if self._on_test is not None and partial.begun is not None:
                    self._on_test(len(partial.tests), len(partial.begun["tests"]))
        except TimeoutError:
            self.close(at_once=True)
            return partial.conclude("")
        except OSError:
            pass
        why = self._process.error_output()
        self.close()
        if self._cancelled:
            raise GradingCancelled("The check was ended before there was a verdict.")
        return partial.conclude(why)

    def cancel(self) -> None:
        """End the grading that another thread waits for at once: it gets GradingCancelled."""
        running = self._process
        if running is not None:
            self._cancelled = True
            running.kill()

    def _start(self) -> list[dict[str, Any]]:
        """Start the grading process; returns what it has to know before its first job."""
        from kata.sandbox.launch import forking_is_safe
        from kata.sandbox.temporary import remove_abandoned

        self._process = process.take()
        self._graded = 0
        try:
            # Levels are tried while the process starts.
            settings = {"level": self.level(), "fresh": not forking_is_safe()}
        except CannotGrade:
            self.close(at_once=True)
            raise
        remove_abandoned()
        return [settings]

    def begin_close(self) -> None:
        """Let its processes end while one goes on; `close` waits for that."""
        if self._process is not None:
            self._process.begin_close()

    def close(self, *, at_once: bool = False) -> None:
        """End the grading process, and with it every answer's process."""
        if self._process is not None:
            self._process.close(at_once=at_once)
            self._process = None


def _plain(mistakes: list[Mistake]) -> list[dict[str, str]]:
    keys = ("name", "says", "caught_by", "source")
    return [{key: getattr(mistake, key) for key in keys} for mistake in mistakes]


class _PartialVerdict:
    """What the grading process has told of a job, for a verdict when no more comes from it."""

    def __init__(self) -> None:
        self.begun: dict[str, Any] | None = None  # a verdict, read only when it is needed
        self.tests: dict[str, dict[str, Any]] = {}
        self.at = ""
        self.seconds = 0.0
        self.since = time.monotonic()

    def update(self, message: dict[str, Any]) -> float:
        """Take in a message; returns for how many seconds the next may take."""
        self.begun = message.get("begun", self.begun)
        if "test" in message:
            self.tests[message["test"]["name"]] = message["test"]
        self.at = message.get("at", self.at)
        self.seconds = message.get("seconds", self.seconds)
        return self.seconds

    def conclude(self, error_output: str) -> dict[str, Any]:
        """The verdict from what is known: nothing more is earned.

        Args:
            error_output: of a process that has ended; empty when it was ended here, since it was busy for too long.

        Raises:
            CannotGrade: when nothing is partial.
        """
        if self.begun is None:
            raise CannotGrade(f"The grading process ended without a verdict. Its last words:\n{error_output}")
        verdict = Verdict.from_dict(self.begun)
        verdict.tests = [Test(**self.tests[test.name]) if test.name in self.tests else test for test in verdict.tests]
        verdict.duration = round(time.monotonic() - self.since, 6)
        if error_output:
            # Memory ran out, or a library failed: whether the answer is to blame can't be told.
            verdict.status = "grader_error"
            verdict.message = "The grading process ended before it was done, so there are no points."
            verdict.author_log = error_output
        else:
            verdict.message = f"What your file gave back kept the grader busy for more than {self.seconds:g} seconds."
        for test in verdict.tests:
            if test.name == self.at:
                test.status, test.points = ("grader_error" if error_output else "timeout"), 0
                test.message = verdict.message
        verdict.points = 0 if error_output else sum(test.points for test in verdict.tests)
        return {"verdict": verdict.to_dict(), "closest": 0.0, "cpu": 0.0}
