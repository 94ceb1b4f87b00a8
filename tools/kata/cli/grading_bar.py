"""How far a bulk run is: a bar with rate, time left and failures on a terminal, a line now and then elsewhere."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from kata.cli.messages import print_message
from kata.cli.screen import is_plain

_EVERY = 10.0  # seconds between two lines, where there is no bar


class QuietGradingBar:
    """Shows nothing but sentences that a person must read."""

    def begin(self, what: str, total: int | None) -> None:
        """Go over to the next part, of `total` steps where that is known."""

    def at(self, done: int, words: str = "") -> None:
        """Show that so many steps are done."""

    def say(self, sentence: str) -> None:
        print_message(sentence)


class _GradingLines(QuietGradingBar):
    def begin(self, what: str, total: int | None) -> None:
        self.what, self.total = what, total
        self.begun = self.last_line = time.monotonic()

    def at(self, done: int, words: str = "") -> None:
        now = time.monotonic()
        if now - self.last_line < _EVERY:
            return
        self.last_line = now
        rate = done / (now - self.begun)
        left = f" of {self.total:,}, {_span((self.total - done) / rate)} left" if self.total and rate else ""
        print_message(f"{self.what}: {done:,}{left}, {rate:.1f} a second{words and ', '}{words}")


@contextmanager
def grading_bar(quiet: bool) -> Iterator[QuietGradingBar]:
    """Shows how far a run is, on standard error; nothing when `quiet`."""
    if quiet or is_plain(sys.stderr):
        yield QuietGradingBar() if quiet else _GradingLines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[words]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:

        class RichGradingBar(QuietGradingBar):
            def begin(self, what: str, total: int | None) -> None:
                for task in progress.task_ids:
                    progress.remove_task(task)
                self.task = progress.add_task(what, total=total, words="", rate="")
                self.begun = time.monotonic()

            def at(self, done: int, words: str = "") -> None:
                rate = f"{done / max(time.monotonic() - self.begun, 0.1):.1f}/s"
                progress.update(self.task, completed=done, words=words, rate=rate)

            def say(self, sentence: str) -> None:
                progress.console.print(sentence, markup=False, highlight=False)

        yield RichGradingBar()


def _span(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min {rest} s"
