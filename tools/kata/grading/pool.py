"""Many answers at once: one warm engine for each core, work handed out by kata so that what is warm stays warm."""

import os
import queue
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType

from kata.catalog import Kata
from kata.errors import CannotGrade
from kata.grading.engine import Engine
from kata.grading.verdict import Verdict

# Answers handed out and not yet collected: enough to keep every engine busy, few enough to keep memory flat.
AHEAD = 4


@dataclass(frozen=True)
class GradingRequest:
    """One answer to grade. `key` is the caller's, to know the verdict by."""

    key: object
    kata: Kata
    source: str
    seed: int
    filename: str | None = None
    diagnose: bool = True


class Pool:
    """Grades submissions on several engines; a context manager that ends all of them.

    Args:
        jobs: how many engines.
        confinement: see `Engine`.

    An engine whose process ends without a verdict is replaced, and the submission is tried once more.
    """

    def __init__(self, jobs: int, *, confinement: str | None = None) -> None:
        self.jobs = jobs
        self.confinement = confinement
        self._work: queue.Queue[GradingRequest | None] = queue.Queue(maxsize=AHEAD * jobs)
        self._done: queue.Queue[tuple[GradingRequest, Verdict | CannotGrade]] = queue.Queue()
        self._stop = threading.Event()
        # A process ends with the thread that started it, so the threads live as long as the pool.
        self._threads = [threading.Thread(target=self._grade, args=(i,), daemon=True) for i in range(jobs)]

    def __enter__(self) -> "Pool":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        for _ in self._threads:
            # Room is made for the word to stop by throwing away what has not been begun.
            while True:
                try:
                    self._work.put_nowait(None)
                    break
                except queue.Full:
                    self._work.get_nowait()
        for thread in self._threads:
            thread.join()

    def grade(self, submissions: Iterable[GradingRequest]) -> Iterator[tuple[GradingRequest, Verdict | CannotGrade]]:
        """Grade each submission; pairs come as they are finished, in no fixed order.

        `submissions` is read only as fast as it is graded. What can't be graded comes with the reason.
        """
        waiting = 0
        for submission in submissions:
            self._work.put(submission)
            waiting += 1
            while waiting >= AHEAD * self.jobs or not self._done.empty():
                yield self._done.get()
                waiting -= 1
        for _ in range(waiting):
            yield self._done.get()

    def _grade(self, number: int) -> None:
        pin_thread(number)
        with Engine(confinement=self.confinement, selftest="always") as engine:
            while not self._stop.is_set():
                submission = self._work.get()
                if submission is None:
                    return
                self._done.put((submission, self._grade_one(engine, submission)))

    def _grade_one(self, engine: Engine, submission: GradingRequest) -> Verdict | CannotGrade:
        for attempt in (1, 2):
            try:
                return engine.grade(
                    submission.kata,
                    submission.source,
                    seed=submission.seed,
                    filename=submission.filename,
                    diagnose=submission.diagnose,
                )
            except CannotGrade as error:
                engine.close()
                if attempt == 2 or self._stop.is_set():
                    return error
        raise AssertionError("unreachable")


def pin_thread(number: int) -> None:
    """Keep this thread, and the engine that it is going to start, on one core: of the first, the second, and so on.

    The processes of an engine take turns: a call between two of them costs less on one core.
    """
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[number % len(cores)]})


def by_kata(submissions: Iterable[GradingRequest]) -> list[GradingRequest]:
    """The same submissions with those of one kata together, so that an engine meets a kata's grader once."""
    return sorted(submissions, key=lambda submission: submission.kata.name)
