"""How far a long proof or audit is: a bar on a terminal, a line for each kata elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from kata.cli.screen import is_plain
from kata.safe import safe


class ProofLines:
    """A line for each kata that is done."""

    def phase(self, kata: str, phase: str, done: int, total: int) -> None:
        pass

    def done(self, kata: str, word: str) -> None:
        print(safe(f"{kata}: {word}"), file=sys.stderr, flush=True)


class QuietProofBar(ProofLines):
    def done(self, kata: str, word: str) -> None:
        pass


@contextmanager
def progress_bar(katas: int, quiet: bool) -> Iterator[ProofLines]:
    """Shows how far `katas` proofs are; nothing when `quiet`."""
    if is_plain(sys.stderr):
        yield QuietProofBar() if quiet else ProofLines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=katas)

        class RichProofBar(ProofLines):
            def phase(self, kata: str, phase: str, done: int, total: int) -> None:
                progress.update(task, description=safe(f"{kata}: {phase} {done}/{total}"))

            def done(self, kata: str, word: str) -> None:
                progress.advance(task)

        yield RichProofBar()
