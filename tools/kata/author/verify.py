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
    # An engine stays warm for the katas of one library. The dearest come first, so that all workers end at once.
    waiting: queue.SimpleQueue[Kata] = queue.SimpleQueue()
    heaviest_first = list(LIBRARIES)[::-1]
    for kata in sorted(katas, key=lambda kata: heaviest_first.index(kata.uses)):
        waiting.put(kata)
    results: queue.SimpleQueue[Proof | BaseException] = queue.SimpleQueue()
    stop = threading.Event()
    lint = lint_problems(katas)

    def step(kata: str, phase: str, done: int, total: int) -> None:
        if stop.is_set():
            raise _Stopped
        if on_progress is not None:
            on_progress(kata, phase, done, total)

    def work(number: int) -> None:
        pin_thread(number)
        try:
            for _, group in itertools.groupby(_taken(waiting), key=lambda kata: kata.uses):
                with Engine() as engine:
                    for kata in group:
                        results.put(prove(engine, kata, lint=lint[kata.name], seeds=seeds, on_progress=step))
        except BaseException as error:
            results.put(error)

    threads = [threading.Thread(target=work, args=(i,), daemon=True) for i in range(min(jobs, len(katas)))]
    for thread in threads:
        thread.start()
    try:
        for _ in katas:
            result = _next(results)
            if isinstance(result, BaseException):
                raise result
            yield result
    finally:
        stop.set()
        for thread in threads:
            thread.join()


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
