"""Proving many katas: a warm engine for each worker, a library at a time, and one run of the linter for all."""

import contextlib
import itertools
import queue
import threading
from collections.abc import Iterator, Sequence

from kata.author.lint import lint_problems
from kata.author.proof import Check, Proof
from kata.author.prover import SEEDS, Progress, Prover
from kata.author.record import other_numbers
from kata.catalog import Kata
from kata.grading.engine import Engine
from kata.grading.pool import pin_thread
from kata.libraries import LIBRARIES

# Answers to some forty katas: what a new grading process and its libraries cost is spread over them.
RENEW_AFTER = 5000


class _Stopped(Exception):
    pass


def verify(
    katas: Sequence[Kata], *, jobs: int = 2, seeds: int = SEEDS, on_progress: Progress | None = None
) -> Iterator[Proof]:
    """Prove each kata sound; proofs come as they are finished.

    Args:
        jobs: how many katas are proved at once, each with an engine of its own.
        seeds: how many seeds right answers and mistakes are tried with.
        on_progress: called with (kata, phase, done, total), from several threads.

    Raises:
        CannotGrade: when no answer can be graded on this machine.
    """
    if not katas:
        return
    work = _Work(katas, seeds=seeds, on_progress=on_progress)
    threads = [threading.Thread(target=work.run, args=(i,), daemon=True) for i in range(min(jobs, len(katas)))]
    for thread in threads:
        thread.start()
    try:
        for _ in katas:
            result = _next(work.results)
            if isinstance(result, BaseException):
                raise result
            yield result
    finally:
        work.stop.set()
        for thread in threads:
            thread.join()


class _Work:
    """What several threads prove, and what they found."""

    def __init__(self, katas: Sequence[Kata], *, seeds: int, on_progress: Progress | None) -> None:
        self.seeds = seeds
        self.on_progress = on_progress
        self.lint = lint_problems(katas)
        self.stop = threading.Event()
        self.results: queue.SimpleQueue[Proof | BaseException] = queue.SimpleQueue()
        # An engine stays warm for the katas of one library. The dearest come first, so that all workers end at once.
        self.waiting: queue.SimpleQueue[Kata] = queue.SimpleQueue()
        heaviest_first = list(LIBRARIES)[::-1]
        for kata in sorted(katas, key=lambda kata: heaviest_first.index(kata.uses)):
            self.waiting.put(kata)

    def run(self, number: int) -> None:
        """Prove what is waiting, in the thread of this number."""
        pin_thread(number)
        try:
            for _, group in itertools.groupby(_taken(self.waiting), key=lambda kata: kata.uses):
                with Engine(renew_after=RENEW_AFTER) as engine:
                    for kata in group:
                        lint = self.lint[kata.name]
                        self.results.put(prove(engine, kata, lint=lint, seeds=self.seeds, on_progress=self._step))
        except BaseException as error:
            self.results.put(error)

    def _step(self, kata: str, phase: str, done: int, total: int) -> None:
        if self.stop.is_set():
            raise _Stopped
        if self.on_progress is not None:
            self.on_progress(kata, phase, done, total)


def prove(
    engine: Engine,
    kata: Kata,
    *,
    lint: Sequence[str] | None = None,
    seeds: int = SEEDS,
    on_progress: Progress | None = None,
) -> Proof:
    """Prove one kata sound. Where its proof is on record, it must give the same numbers.

    Args:
        lint: what the linter says of its files, where that is known.

    Raises:
        CannotGrade: when no answer can be graded on this machine.
    """
    if lint is None:
        lint = lint_problems([kata])[kata.name]
    proof = Prover(engine, kata, lint=lint, seeds=seeds, on_progress=on_progress).prove()
    if seeds == SEEDS:
        problem = other_numbers(kata, proof)
        proof.checks.append(Check("record", not problem, problem))
    return proof


def _taken(waiting: "queue.SimpleQueue[Kata]") -> Iterator[Kata]:
    while True:
        try:
            yield waiting.get_nowait()
        except queue.Empty:
            return


def _next(results: "queue.SimpleQueue[Proof | BaseException]") -> Proof | BaseException:
    while True:
        # A time-out, so that Ctrl-C is heard.
        with contextlib.suppress(queue.Empty):
            return results.get(timeout=0.2)
