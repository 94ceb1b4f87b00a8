"""Many answers at once: one warm engine for each core, work handed out by kata so that what is warm stays warm."""

import os
import queue
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from types import TracebackType
from typing import TypeVar

from kata.catalog import Kata
from kata.errors import CannotGrade
from kata.grading.engine import Engine
from kata.grading.job import Scripts
from kata.grading.verdict import Verdict

Item = TypeVar("Item")

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
    scripts: Scripts = "none"


class _Waiting:
    """Requests that no engine has begun.

    An engine goes on with the kata that it is at, since it holds its grader and how its known mistakes fail; else it
    takes one that no other engine is at.
    """

    def __init__(self, engines: int) -> None:
        self.requests: deque[GradingRequest] = deque()
        self.katas: list[str] = [""] * engines  # that each engine is at
        self.changed = threading.Condition()
        self.closed = False

    def put(self, request: GradingRequest) -> None:
        with self.changed:
            self.requests.append(request)
            self.changed.notify()

    def take(self, engine: int) -> GradingRequest | None:
        """The next one for an engine, which waits for it; None when there will be none."""
        with self.changed:
            self.changed.wait_for(lambda: self.requests or self.closed)
            if self.closed:
                return None
            others = {*self.katas[:engine], *self.katas[engine + 1 :]}
            request = min(
                self.requests,
                key=lambda one: (one.kata.name != self.katas[engine], one.kata.name in others),
            )
            self.requests.remove(request)
            self.katas[engine] = request.kata.name
            return request

    def close(self) -> None:
        """Throw away what has not been begun."""
        with self.changed:
            self.closed = True
            self.changed.notify_all()


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
        self._waiting = _Waiting(jobs)
        # A fault of ours ends the run and never leaves it waiting: it is raised where verdicts are taken.
        self._done: queue.Queue[tuple[GradingRequest, Verdict | CannotGrade] | Exception] = queue.Queue()
        # A process ends with the thread that started it, so the threads live as long as the pool.
        self._threads = [threading.Thread(target=self._grade, args=(i,), daemon=True) for i in range(jobs)]

    def __enter__(self) -> "Pool":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._waiting.close()
        for thread in self._threads:
            thread.join()

    def grade(self, submissions: Iterable[GradingRequest]) -> Iterator[tuple[GradingRequest, Verdict | CannotGrade]]:
        """Grade each submission; pairs come as they are finished, in no fixed order.

        `submissions` is read only as fast as it is graded. What can't be graded comes with the reason.
        """
        waiting = 0
        for submission in submissions:
            self._waiting.put(submission)
            waiting += 1
            while waiting >= AHEAD * self.jobs or not self._done.empty():
                yield self._take()
                waiting -= 1
        for _ in range(waiting):
            yield self._take()

    def _take(self) -> tuple[GradingRequest, Verdict | CannotGrade]:
        found = self._done.get()
        if isinstance(found, Exception):
            raise found
        return found

    def _grade(self, number: int) -> None:
        try:
            pin_thread(number)
            with Engine(confinement=self.confinement, selftest="always") as engine:
                while (submission := self._waiting.take(number)) is not None:
                    self._done.put((submission, self._grade_one(engine, submission)))
        except Exception as error:
            self._done.put(error)

    def _grade_one(self, engine: Engine, submission: GradingRequest) -> Verdict | CannotGrade:
        for attempt in (1, 2):
            try:
                return engine.grade(
                    submission.kata,
                    submission.source,
                    seed=submission.seed,
                    filename=submission.filename,
                    diagnose=submission.diagnose,
                    scripts=submission.scripts,
                )
            except CannotGrade as error:
                engine.close()
                if attempt == 2 or self._waiting.closed:
                    return error
            except SystemError:  # Python before 3.11.5 may lose count of its depth when two threads parse at once
                engine.close()
                if attempt == 2:
                    raise
        raise AssertionError("unreachable")


def pin_thread(number: int) -> None:
    """Keep this thread, and the engine that it is going to start, on one core: of the first, the second, and so on.

    The processes of an engine take turns: a call between two of them costs less on one core.
    """
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[number % len(cores)]})


def by_kata(submissions: Iterable[GradingRequest], engines: int) -> list[GradingRequest]:
    """The same submissions so that an engine can stay with a kata, whose grader it holds, as long as there is work."""
    katas: dict[str, list[GradingRequest]] = {}
    for submission in submissions:
        katas.setdefault(submission.kata.name, []).append(submission)
    return list(dealt(map(iter, katas.values()), engines))


def dealt(groups: Iterable[Iterator[Item]], lanes: int) -> Iterator[Item]:
    """The items of so many groups in turns; a group that is at its end leaves its turns to the next one."""
    rest = iter(groups)
    turns = deque(islice(rest, lanes))
    while turns:
        group = turns.popleft()
        for item in group:
            turns.append(group)
            yield item
            break
        else:
            turns.extendleft(islice(rest, 1))
