"""One warm engine for all pages: what is to be graded waits in a queue, off the server's loop, and can be stopped."""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from kata.errors import CannotGrade
from kata.grading.engine import Engine, GradingCancelled

if TYPE_CHECKING:
    from kata.catalog import Kata
    from kata.grading.trial import Trial
    from kata.grading.verdict import Verdict
    from kata.learner.checking import LoadedAttempt

T = TypeVar("T")
OnTest = Callable[[int, int], None]


@dataclass
class _QueuedWork:
    kata: str
    stopped: bool = False
    running: bool = False


class CheckQueue:
    """Grades one answer after another with an engine that stays warm."""

    def __init__(self) -> None:
        self._engine = Engine()
        # A grading process ends with the thread that started it, so that one thread does all of it.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="grading")
        self._works: list[_QueuedWork] = []
        self._warm: set[str] = set()  # libraries

    @property
    def pid(self) -> int | None:
        """The grading process, while there is one."""
        return self._engine.pid

    async def grade(self, ready: "LoadedAttempt", on_test: OnTest) -> "Verdict":
        """The verdict on an attempt; `on_test` is called on the loop.

        Raises:
            GradingCancelled: if it was stopped.
            KataError: if there is no verdict.
        """
        from kata.learner import checking

        loop = asyncio.get_running_loop()

        def tell(done: int, of: int) -> None:
            loop.call_soon_threadsafe(on_test, done, of)

        return await self._do(ready.kata.name, lambda: checking.grade(self._engine, ready, on_test=tell))

    async def try_call(self, ready: "LoadedAttempt", call: str) -> "Trial":
        """What a call of the learner's own comes to.

        Raises:
            GradingCancelled: if it was stopped.
            KataError: if it could not be run.
        """
        engine = self._engine
        return await self._do(
            ready.kata.name, lambda: engine.try_call(ready.kata, ready.source, call, filename=ready.filename)
        )

    async def failing_line(self, ready: "LoadedAttempt", test: str) -> str:
        """The failing call of a test, on one line.

        Raises:
            GradingCancelled: if it was stopped.
            KataError: if there is none.
        """
        from kata.learner.failing_call import failing_line

        return await self._do(ready.kata.name, lambda: failing_line(self._engine, ready, test))

    async def warm(self, kata: "Kata") -> None:
        """Let the processes for a kata's library start, so that its first check is as quick as the next."""
        if kata.uses not in self._warm:
            self._warm.add(kata.uses)
            with contextlib.suppress(CannotGrade):
                await self._do("", lambda: self._engine.try_call(kata, kata.stub, "None"))

    async def run(self, work: Callable[[], T]) -> T:
        """Something else that grades, in the same queue."""
        return await self._do("", work)

    async def stop(self, kata: str) -> bool:
        """End what is being done with a kata, or waits; whether there was anything."""
        mine = [work for work in self._works if work.kata == kata]
        for work in mine:
            work.stopped = True
        while any(work.running for work in mine):
            self._engine.cancel()  # again and again: its process may be still to start
            await asyncio.sleep(0.02)
        return bool(mine)

    def close(self) -> None:
        """Stop everything, and end the engine with all of its processes."""
        for work in self._works:
            work.stopped = True
        self._engine.cancel()
        self._thread.submit(self._engine.close).result()
        self._thread.shutdown()

    async def _do(self, kata: str, work: Callable[[], T]) -> T:
        mine = _QueuedWork(kata)

        def do() -> T:
            if mine.stopped:
                raise GradingCancelled("The check was stopped before it began.")
            mine.running = True
            try:
                return work()
            finally:
                mine.running = False
                if mine.stopped:  # whatever came of it
                    raise GradingCancelled("It was stopped.")

        self._works.append(mine)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, do)
        finally:
            self._works.remove(mine)
