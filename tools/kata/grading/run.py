"""One answer being graded: its process, started again after a crash, and what it gave in each test."""

import ast
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kata.catalog.families import forbidden
from kata.grading import rules, signatures
from kata.grading.answer_session import AnswerSession
from kata.grading.calls import Call, ChangedArgument
from kata.grading.channel import AnswerRaised
from kata.grading.job import Job
from kata.grading.limit_watch import RunClock
from kata.grading.outcomes import Crashed, Outcome, Timeout
from kata.grading.submission import Submission
from kata.sandbox.launch import ForkServerClient, Limits
from kata.stub import given_code

if TYPE_CHECKING:
    from kata.grading.failure import Failure

MOST_TIMEOUTS = 2  # an answer that hangs in every test must not hold up a class, nor a learner


class Run:
    """The life of one answer in one grading.

    Args:
        job: the answer, and how it is graded.
        fork_server: where its processes are forked from.

    Attributes:
        limits: what it may use.
        parameters: parameter names by function, see `signatures.parameter_names`.
        functions: what gives back data, see `signatures.function_names`.
    """

    def __init__(self, job: Job, fork_server: ForkServerClient) -> None:
        self.job = job
        self.kata = job.kata.name
        self.source = job.answer
        self.filename = job.filename
        self.seed = job.options.seed
        self.fork_server = fork_server
        self.limits = Limits.of(job.kata)
        if job.options.cpu_seconds:
            self.limits = replace(self.limits, cpu_seconds=job.options.cpu_seconds)
        self.parameters = signatures.parameter_names(job.kata.stub)
        self.functions = signatures.function_names(job.kata.stub)
        self.recording = job.options.scripts == "all"
        self.session: AnswerSession | None = None
        self.names: list[str] = []
        self.unusable: dict[str, str] = {}  # what the stub asks for and can't be called, each with a sentence
        self.load_output = ""
        self.missing: list[str] = []
        self.failures: dict[str, Failure] = {}  # by test item: how it failed
        self.changes: dict[str, ChangedArgument] = {}  # by test item that passed: an argument that was changed in it
        self.author_log = ""
        self.error: BaseException | None = None  # what ended the current test
        self.clock = RunClock()
        self.timeouts = 0  # tests that ran out of time
        self.most_cpu_seconds: float | None = None  # of a test, where nobody waits for its end
        self._start_error: Outcome | None = None
        self._tested = False  # whether a test has begun since the answer was loaded

    def start(self) -> None:
        """Load the answer, in a new process unless there is one.

        Raises:
            AnswerRaised: when the file raises while it is loaded.
            Outcome: when it doesn't finish loading.
        """
        kata = self.job.kata
        if self.session is None:
            self.session = AnswerSession(
                self.fork_server.fork(self.limits.memory_bytes),
                self.limits,
                self.parameters,
                kata.changes,
                kata.opaque,
                self.functions,
            )
        self.session.channel.watch.clock = self.clock
        if self.recording:
            self.session.record()
        self.missing = self.session.channel.missing
        calls = [] if self.job.options.exempt else rules.guarded_calls(forbidden(kata))
        self.names = self.session.load(self.source, given_code(kata.stub), self.filename, kata.name, calls)
        wrong = signatures.wrong_signatures(kata.stub, self.source)
        self.unusable = {name: one.sentence for name, one in wrong.items() if one.own is None}
        self.unusable |= signatures.missing_names(kata.stub, set(self.names), self.source)
        self.session.unusable = self.unusable
        self.session.shorter = {name: one for name, one in wrong.items() if one.own is not None}
        self.load_output = self.session.channel.printed()
        self._tested = False

    def begin_test(self, name: str, cpu_limit: float, seed: int) -> None:
        """Make sure of a living process, and start the test's clock."""
        self._start_error = None
        self.error = None
        if self.most_cpu_seconds is not None:
            cpu_limit = min(cpu_limit, self.most_cpu_seconds)
        try:
            if self.session is not None and self.session.channel.fatal is not None:
                self.close()
            if self.session is None:
                self.start()
            assert self.session is not None
            if self._tested:
                self._begin_anew()
            self._tested = True
            self.session.begin_test(cpu_limit, seed)
        except Outcome as outcome:
            self._start_error = outcome
        except AnswerRaised as error:
            self._start_error = Crashed(f"Your file could not be loaded again ({error.type_name}: {error.text}).")

    def _begin_anew(self) -> None:
        """No test depends on an earlier one: what the answer keeps in its module begins anew.

        One that can't be loaded twice in a process, since it closed its output for instance, gets a new process.
        """
        assert self.session is not None
        try:
            self.session.reload()
        except (AnswerRaised, Outcome):
            self.close()
            self.start()

    def submission(self) -> Submission:
        if self._start_error is not None or self.session is None:
            raise self._start_error or Crashed("The answer's process could not be started again.")
        return Submission(self.session)

    def end_test(self) -> None:
        self.timeouts += isinstance(self.fatal, Timeout)

    @property
    def out_of_time(self) -> bool:
        """Whether no further test is to run."""
        return self.timeouts >= MOST_TIMEOUTS or self.clock.over

    def whereabouts(self, frames: Sequence[tuple[int, str]]) -> str:
        """A sentence on where the learner's code was; empty when that isn't known.

        Of a loop it names the first line, which is the same each time.
        """
        line = frames[-1][0] if frames else 0
        lines = self.source.splitlines()
        if not 0 < line <= len(lines):
            return ""
        loops = [
            node.lineno
            for node in ast.walk(ast.parse(self.source))
            if isinstance(node, ast.For | ast.While) and node.lineno <= line <= (node.end_lineno or 0)
        ]
        shown = max(loops, default=line)
        place = "in the loop of line" if loops else "in line"
        return f"It was {place} {shown}, `{lines[shown - 1].strip()}`."

    @property
    def fatal(self) -> Outcome | None:
        if self._start_error is not None:
            return self._start_error
        return self.session.channel.fatal if self.session is not None else None

    def give_up(self, outcome: Outcome) -> Outcome:
        """End the process for a reason that its channel doesn't know of."""
        if self.session is not None:
            self.session.channel.fatal = outcome
            self.session.close()
        return outcome

    def replied(self) -> bool:
        return self.session is not None and self.session.channel.replied

    def called(self) -> int:
        """How many calls were made in the current test."""
        return self.session.called if self.session is not None else 0

    @property
    def changed(self) -> ChangedArgument | None:
        """The first argument that was changed in the current test."""
        return self.session.changed if self.session is not None else None

    def calls(self) -> list[Call]:
        return list(self.session.calls) if self.session is not None else []

    def script(self, call: Call) -> str:
        """A call of the current test as a script; a comment that says why, where there can be none."""
        from kata.grading.literal import NoSource
        from kata.grading.repro_script import script_of

        try:
            return script_of("answer", self.calls(), call)
        except NoSource as error:
            return f"# The failing call can't be written as a script: {error}."

    def printed(self) -> str:
        return self.session.channel.printed() if self.session is not None else ""

    def show_frames(self, frames: list[tuple[int, str]]) -> str:
        """The learner's own frames of a traceback, with the lines of the source that is held here."""
        lines = self.source.splitlines()
        shown = []
        for line, function in frames:
            text = lines[line - 1].strip() if 0 < line <= len(lines) else ""
            shown.append(f"{self.filename}, line {line}, in {function}\n    {text}")
        return "\n".join(shown)

    def close(self) -> None:
        if self.session is not None:
            self.session.close()
            self.session = None
