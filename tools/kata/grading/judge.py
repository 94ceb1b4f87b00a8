"""What becomes of one job: pytest with each kata's grader collected once, and its tests run on the answer.

It holds the graders, the mistakes and the expected values, and never imports an answer.
"""

import contextlib
import dataclasses
import functools
import gc
import importlib
import io
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kata import values
from kata.catalog.families import Family, forbidden
from kata.grading import rules
from kata.grading.job import Job, Options
from kata.grading.verdict import Confinement, Status, Test, Verdict
from kata.libraries import LIBRARIES
from kata.sandbox.launch import ForkServerClient, ForkServerGone, Limits
from kata.sandbox.limits import limit_memory
from kata.stub import asked_for, given_code

if TYPE_CHECKING:
    import pytest

    from kata.grading.answer_session import AnswerSession
    from kata.grading.failure import Failure

MOST_KEPT = 500  # mistakes whose failures are kept for the next answer
# The engine hears what goes on here, and for how long it may: more than any limit allows, so that it steps in only when
# an answer's values keep this process busy where no limit reaches, or bring it down.
OUTSIDE_TESTS_SECONDS = 60.0  # for whatever isn't a test
MARGIN_SECONDS = 10.0
# The values that answers give back, and what graders make of them.
MEMORY_BYTES = 4 << 30


class Judge:
    """Keeps warm what one answer after another is graded with.

    Args:
        level: the confinement of the answers' processes.
        fresh: whether each of them is an interpreter of its own.
        report: lets the engine know what has been reached, so that there is a verdict whatever happens next.
    """

    def __init__(self, level: str, *, fresh: bool, report: Callable[..., None]) -> None:
        self.level = level
        self.fresh = fresh
        self.report = report
        self.session: pytest.Session | None = None
        self.fork_servers: dict[tuple[str, tuple[str, ...]], ForkServerClient] = {}
        self.used_fork_servers: set[ForkServerClient] = set()  # by the answer that is graded now
        self.items: dict[str, list[pytest.Item]] = {}
        self.has_new_garbage = False  # a grader was collected
        self.failures: dict[tuple[Any, ...], dict[str, Failure | None]] = {}  # of mistakes, by test item
        self.judged: dict[tuple[Any, ...], tuple[Verdict, dict[str, Failure]]] = {}  # of jobs that said `keep`
        self.shared: dict[tuple[Any, ...], AnswerSession] = {}  # processes left by the last job, by `_sharing`

    # -- what is kept warm --

    def fork_server(self, job: Job) -> ForkServerClient:
        key = (job.kata.uses, tuple(sorted({*job.kata.imports, *job.options.packages})))
        if key not in self.fork_servers:
            self.fork_servers[key] = ForkServerClient(*key, self.level, Limits(), fresh=self.fresh)
        self.used_fork_servers.add(self.fork_servers[key])
        return self.fork_servers[key]

    def collect(self, job: Job) -> list["pytest.Item"]:
        """The test items of a kata's grader, collected once."""
        assert self.session is not None
        path = str(job.kata.grader_path)
        if path not in self.items:
            output = io.StringIO()
            with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
                # A grader may give torch's answers to torch, but a thread pool doesn't pay for tests this small.
                for name in LIBRARIES[job.kata.uses].graders:
                    importlib.import_module(name)
                for adapter in values.loaded():
                    adapter.set_up()
                with _shared_oracles(Path(path).parent):
                    self.session.perform_collect([path])
            self.items[path] = list(self.session.items)
            self.has_new_garbage = True
            gc.freeze()
            gc.enable()
        return self.items[path]

    def prepare(self) -> None:
        """Have a process ready for the next answer to the same kata."""
        for fork_server in self.used_fork_servers:
            fork_server.prepare()

    def freeze_garbage(self) -> None:
        """Take what collecting graders left behind out of every later collection of garbage."""
        if self.has_new_garbage:
            self.has_new_garbage = False
            gc.collect()
            gc.freeze()

    def close(self) -> None:
        self._end_shared()
        for fork_server in self.fork_servers.values():
            fork_server.close()

    # -- one answer --

    def grade(self, job: Job) -> Verdict:
        begun = time.perf_counter()
        kata, options = job.kata, job.options
        verdict = Verdict(kata.name, kata.track, "failed", 0, 100, [], seed=options.seed, spec=kata.spec_hash)
        try:
            items = self.collect(job)
        except Exception as error:
            verdict.status, verdict.message = "grader_error", f"The grader can't be collected: {error}."
            return verdict
        # Only now: the grader has imported what it uses.
        verdict.versions = _versions(kata.uses)
        from kata.grading.plugin import blank_tests, shortened, test_name
        from kata.grading.run import Run

        tests = blank_tests(items)
        verdict.tests = list(tests.values())
        verdict.max_points = sum(test.max_points for test in verdict.tests)
        if not tests:
            verdict.status, verdict.message = "grader_error", "The grader has no tests, or can't be imported."
            return verdict
        verdict.confinement = Confinement(self.level)
        if encoding := rules.other_encoding(job.answer):
            verdict.notes.append(encoding)
        limit_memory(MEMORY_BYTES)
        self._end_shared(unless=job)
        kept = [self.judged.get(_inputs(job, source)) for source in options.kept]
        if kept and all(kept):
            verdict, failures = _at_once([one for one in kept if one is not None])
            if options.mistakes:
                self._diagnose(job, items, verdict, failures)
            return verdict
        if not options.process:
            self.report(begun=verdict.to_dict(), seconds=OUTSIDE_TESTS_SECONDS)
        if not self._judge_source(job, verdict):
            run = Run(job, self.fork_server(job))
            run.session = self.shared.pop(_sharing(job), None)
            try:
                if self._load(run, job, verdict):
                    wanted = [item for item in items if not options.only or test_name(item) in options.only]
                    order = {name: place for place, name in enumerate(options.first)}
                    wanted.sort(key=lambda item: order.get(test_name(item), len(order)))
                    ran = self._run_tests(run, wanted, tests, options)
                    self._conclude(verdict, tests)
                    if options.keep and verdict.status == "failed":
                        self._keep(job, verdict, run, ran)
            finally:
                self._share(job, run)
                run.close()
                verdict.confinement = Confinement(self.level, run.missing)
                verdict.author_log = run.author_log
            if verdict.status == "failed" and options.mistakes:
                self._diagnose(job, items, verdict, run.failures)
        verdict.message = shortened(verdict.message)
        verdict.duration = round(time.perf_counter() - begun, 6)
        return verdict

    def _judge_source(self, job: Job, verdict: Verdict) -> bool:
        """Whether the source alone decides the verdict."""
        try:
            return self._check_source(job, verdict)
        except (RecursionError, MemoryError):
            verdict.status, verdict.message = "broken", "The file nests its expressions too deeply to be read."
            return True

    def _check_source(self, job: Job, verdict: Verdict) -> bool:
        kata = job.kata
        families = () if job.options.exempt else forbidden(kata)
        fault = _fault(job.answer, job.filename, job.options.exempt, kata.stub, kata.uses, kata.imports, families)
        if fault is not None:
            verdict.status, verdict.message = fault
        return fault is not None

    # -- what several jobs share --

    def _end_shared(self, *, unless: Job | None = None) -> None:
        """End the processes that the last job left, but for those that this one may use."""
        for key in list(self.shared):
            if unless is None or key[:2] != _sharing(unless)[:2]:
                self.shared.pop(key).close()

    def _share(self, job: Job, run: Any) -> None:
        """Leave the process of a run to the next job that may use it."""
        if job.options.process and run.session is not None and run.session.channel.fatal is None:
            self.shared[_sharing(job)], run.session = run.session, None

    def _keep(self, job: Job, verdict: Verdict, run: Any, ran: list["pytest.Item"]) -> None:
        """Keep what became of a known mistake, for its own diagnosis, and in each test for those of others."""
        from kata.grading.mistake_runs import failure_in, has_the_same_time

        if len(self.judged) >= MOST_KEPT:
            self.judged.pop(next(iter(self.judged)))
        self.judged[_inputs(job, job.answer)] = verdict, run.failures
        known = self._known_failures(job, job.answer)
        known.update({item.name: failure_in(run, item) for item in ran if has_the_same_time(run, item)})

    def _load(self, run: Any, job: Job, verdict: Verdict) -> bool:
        """Start the answer; False, with the verdict's message, when it can't be graded."""
        from kata.grading.channel import AnswerRaised
        from kata.grading.outcomes import Forbidden, Outcome

        try:
            run.start()
        except AnswerRaised as error:
            text = f": {error.text}" if error.text else ""
            where = run.show_frames(error.frames)
            verdict.status = "broken"
            verdict.message = f"Your file raises {error.type_name} while it is imported{text}\n{where}".rstrip()
            return False
        except Forbidden as outcome:
            verdict.status, verdict.message = "forbidden", str(outcome)
            return False
        except Outcome as outcome:
            verdict.status, verdict.message = "broken", f"Your file could not be loaded. {outcome}"
            return False
        verdict.output = run.load_output
        if run.unusable.keys() >= asked_for(job.kata.stub).keys():
            verdict.status, verdict.message = "broken", "\n".join(run.unusable.values())
            return False
        return True

    def _run_tests(
        self, run: Any, items: list["pytest.Item"], tests: dict[str, Test], options: Options
    ) -> list["pytest.Item"]:
        """Run the items; of a parametrised test, the first that did not pass stands for it.

        Returns:
            Those that were run.
        """
        from kata.grading.plugin import longest, run_item, test_name
        from kata.grading.pytest_private import tear_down_all

        known: dict[str, Any] = {}
        for index, item in enumerate(items):
            following = items[index + 1] if index + 1 < len(items) else None
            # What the last one gave goes with it: every message wakes another process.
            if not options.process:
                self.report(at=test_name(item), seconds=longest(item, run) + MARGIN_SECONDS, **known)
            test = run_item(item, following, run)
            before = tests[test.name]
            if before.status in ("not_run", "passed"):
                test.duration += before.duration
                tests[test.name] = test
            known = {"test": tests[test.name].to_dict()}
            if (options.stop_early and test.status != "passed") or run.out_of_time:
                # pytest tears its module down when there is no next item; do what that would have done.
                assert self.session is not None
                tear_down_all(self.session)
                break
        self._charge_change(run, items, tests)
        if run.out_of_time:
            for name in {test_name(item): None for item in items[index + 1 :]}:
                if tests[name].status in ("not_run", "passed"):
                    says = "Not run: your code had run out of time before, in other tests."
                    tests[name] = replace(tests[name], status="not_run", points=0, message=says)
        if not options.process:
            self.report(at="", seconds=OUTSIDE_TESTS_SECONDS, **known)
        return items[: index + 1]

    def _charge_change(self, run: Any, items: list["pytest.Item"], tests: dict[str, Test]) -> None:
        """An argument that was changed costs one test, the one that is worth least: values go in as copies."""
        from kata.grading.failure import failure_of_change
        from kata.grading.plugin import charge_change, test_name

        changed = [item for item in items if item.name in run.changes and tests[test_name(item)].status == "passed"]
        if changed:
            item = min(reversed(changed), key=lambda item: tests[test_name(item)].max_points)
            change = run.changes[item.name]
            tests[test_name(item)] = charge_change(tests[test_name(item)], change)
            run.failures[item.name] = failure_of_change(change.says)

    def _conclude(self, verdict: Verdict, tests: dict[str, Test]) -> None:
        verdict.tests = list(tests.values())
        verdict.points = sum(test.points for test in verdict.tests)
        statuses = {test.status for test in verdict.tests}
        if statuses == {"passed"}:
            verdict.status = "passed"
        elif "forbidden" in statuses:
            verdict.status, verdict.points = "forbidden", 0
            verdict.message = next(test.message for test in verdict.tests if test.status == "forbidden")
        elif "grader_error" in statuses:
            verdict.status, verdict.points = "grader_error", 0
            verdict.message = next(test.message for test in verdict.tests if test.status == "grader_error")
        else:
            verdict.status = "failed"

    def _diagnose(self, job: Job, items: list["pytest.Item"], verdict: Verdict, failures: "dict[str, Failure]") -> None:
        from kata.grading.diagnosis import CUT_SHORT, MOST_NAMED, Diagnoser
        from kata.grading.evident import evident_causes
        from kata.grading.mistake_runs import MistakeRuns
        from kata.grading.plugin import test_name
        from kata.grading.run import Run

        # Mistakes may use what the kata forbids: it is looked for in answers.
        unguarded = replace(job, options=replace(job.options, exempt=True))

        def known(source: str) -> "dict[str, Failure | None]":
            return again if source == itself else self._known_failures(job, source)

        again: dict[str, Failure | None] = {}
        itself = job.answer if job.options.kept == [job.answer] else None
        if itself is not None:
            # What a known mistake fails in is run again, or it would be compared with itself.
            again |= {name: None for name, how in self._known_failures(job, job.answer).items() if how is None}
        runs = MistakeRuns(
            new_run=lambda source: Run(replace(unguarded, answer=source), self.fork_server(job)),
            known=known,
            on_run=lambda: None if job.options.process else self.report(seconds=OUTSIDE_TESTS_SECONDS),
            charged=[name for name, failure in failures.items() if failure.kind == "argument"],
        )
        runs.session = self.shared.pop(_sharing(unguarded), None)
        reached = {test.name for test in verdict.tests if test.status != "not_run"}
        diagnoser = Diagnoser(job.options.mistakes, [item for item in items if test_name(item) in reached], runs.fails)
        try:
            verdict.diagnoses = diagnoser.diagnose(failures)
            verdict.diagnoses = (verdict.diagnoses + evident_causes(verdict, failures, job.kata.stub))[:MOST_NAMED]
            if diagnoser.cut_short:
                verdict.notes.append(CUT_SHORT)
        except Exception:
            # It compares whatever an answer may give, and no verdict depends on it.
            verdict.author_log += f"diagnosis:\n{traceback.format_exc()[-5000:]}"
        finally:
            self._share(unguarded, runs)
            runs.close()

    def _known_failures(self, job: Job, source: str) -> "dict[str, Failure | None]":
        """How a mistake failed in each test item that it was run in with this seed; None where it passed."""
        key = _inputs(job, source)
        if key not in self.failures and len(self.failures) >= MOST_KEPT:
            self.failures.pop(next(iter(self.failures)))
        return self.failures.setdefault(key, {})

    def try_call(self, job: Job) -> dict[str, Any]:
        from kata.grading.run import Run
        from kata.grading.trial import run_trial

        run = Run(job, self.fork_server(job))
        try:
            return {"trial": dataclasses.asdict(run_trial(run, job.options.call))}
        finally:
            run.close()

    def tear_down(self) -> None:
        """Leave nothing of a test that was broken off to the next one."""
        from kata.grading.pytest_private import tear_down_all

        assert self.session is not None
        with contextlib.suppress(Exception):
            tear_down_all(self.session)

    def cpu_seconds(self) -> float:
        """Of this process and of the answers' processes that have ended, or that are shared."""
        for fork_server in self.fork_servers.values():
            with contextlib.suppress(ForkServerGone):  # an answer may have killed it
                fork_server.read_pending_replies()
        shared = sum(session.channel.cpu_seconds() for session in self.shared.values())
        return shared + time.process_time() + sum(fork_server.cpu_seconds for fork_server in self.fork_servers.values())


@functools.lru_cache(maxsize=8)  # a proof grades the same answer with several seeds
def _fault(
    answer: str,
    filename: str,
    exempt: bool,
    stub: str,
    uses: str,
    imports: tuple[str, ...],
    families: tuple[Family, ...],
) -> tuple[Status, str] | None:
    """Status and message of an answer whose source alone decides the verdict."""
    message = rules.syntax_error(answer, filename)
    if message:
        return "broken", message
    if exempt:
        return None
    if rules.is_unedited(answer, stub):
        return "unedited", "The file is still the stub as it was handed out: replace `raise NotImplementedError`."
    message = rules.broken_rule(answer, uses, imports, families, given_code(stub))
    return ("forbidden", message) if message else None


def _inputs(job: Job, source: str) -> tuple[Any, ...]:
    """What decides how a source ends in a test of a job's kata."""
    return job.kata.root, job.kata.name, job.options.seed, source


def _at_once(kept: "list[tuple[Verdict, dict[str, Failure]]]") -> "tuple[Verdict, dict[str, Failure]]":
    """What becomes of an answer that makes all these mistakes, each of which fails in tests of its own."""
    verdict, failures = kept[0]
    for other, more in kept[1:]:
        pairs = zip(verdict.tests, other.tests, strict=True)
        tests = [one if one.status != "passed" else another for one, another in pairs]
        verdict, failures = replace(verdict, tests=tests, points=sum(test.points for test in tests)), failures | more
    return replace(verdict, notes=[], diagnoses=[]), failures


def _sharing(job: Job) -> tuple[Any, ...]:
    """What jobs have in common that may share a process."""
    options = job.options
    kata = job.kata.root, job.kata.name
    return kata, options.process, options.exempt, tuple(options.packages), options.cpu_seconds


@contextlib.contextmanager
def _shared_oracles(folder: Path) -> Iterator[None]:
    """Let a grader import what lies beside it, `_NAME.py`, while it is collected: here and nowhere else."""
    sys.path.append(str(folder))
    try:
        yield
    finally:
        sys.path.remove(str(folder))
        # Another track's, or another catalog's, may have the same name.
        for name, module in list(sys.modules.items()):
            if name.startswith("_") and Path(getattr(module, "__file__", None) or "/").parent == folder:
                del sys.modules[name]


def _versions(library: str) -> dict[str, str]:
    import platform
    from importlib.metadata import PackageNotFoundError, version

    from kata import __version__

    versions = {"mlkata": __version__, "python": platform.python_version()}
    for name in dict.fromkeys(("numpy", *LIBRARIES[library].package_names)):
        # What the grader's side has loaded says it sooner than what is installed. What is absent is said elsewhere.
        with contextlib.suppress(PackageNotFoundError):
            versions[name] = sys.modules[name].__version__ if name in sys.modules else version(name)
    return versions
