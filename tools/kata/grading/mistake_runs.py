"""Known mistakes run in single tests: what the diagnosis compares an answer with."""

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from kata.grading.channel import AnswerRaised
from kata.grading.failure import Failure, failure_of_change
from kata.grading.outcomes import Outcome
from kata.grading.plugin import cpu_limit, run_item

if TYPE_CHECKING:
    import pytest

    from kata.grading.answer_session import AnswerSession
    from kata.grading.run import Run

# CPU time of a mistake in a test: one that hangs must not use up what an answer has.
MOST_SECONDS = 1.0


class MistakeRuns:
    """Runs mistakes of one kata, all in one process, which loads a mistake anew for each test.

    So what a mistake does in a test depends on nothing that ran before, and can be kept.

    Args:
        new_run: makes a run of a source.
        known: how a mistake's source failed so far, by test item; what is found out is added to it.
        charged: the test items that the answer lost for an argument that it changed: a change counts in these alone.
        on_run: called before each run.
    """

    def __init__(
        self,
        new_run: Callable[[str], "Run"],
        known: Callable[[str], dict[str, Failure | None]],
        on_run: Callable[[], None],
        charged: Collection[str] = (),
    ) -> None:
        self.new_run = new_run
        self.known = known
        self.on_run = on_run
        self.charged = charged
        self.session: AnswerSession | None = None

    def fails(self, source: str, item: "pytest.Item") -> Failure | None:
        """How a mistake fails in a test item; None when it passes."""
        known = self.known(source)
        if item.name not in known:
            self.on_run()
            known[item.name] = self._run(source, item)
        failure = known[item.name]
        return None if failure is not None and failure.kind == "argument" and item.name not in self.charged else failure

    def _run(self, source: str, item: "pytest.Item") -> Failure | None:
        run = self.new_run(source)
        run.most_cpu_seconds = MOST_SECONDS
        run.session, self.session = self.session, None
        try:
            run.start()
            run_item(item, None, run)
            return failure_in(run, item)
        except (AnswerRaised, Outcome) as error:
            return Failure("broken", text=str(error))
        finally:
            if run.session is not None and run.session.channel.fatal is None:
                self.session, run.session = run.session, None
            run.close()

    def close(self) -> None:
        """End the process."""
        if self.session is not None:
            self.session.close()


def failure_in(run: "Run", item: "pytest.Item") -> Failure | None:
    """How a run failed in a test item that it has been through; None when it passed."""
    change = run.changes.get(item.name)
    return run.failures.get(item.name) or (None if change is None else failure_of_change(change.says))


def has_the_same_time(run: "Run", item: "pytest.Item") -> bool:
    """Whether a run has as much time for a test item as a mistake has here."""
    return cpu_limit(item, run) <= MOST_SECONDS
