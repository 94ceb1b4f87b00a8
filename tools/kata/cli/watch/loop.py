"""The loop of `kata watch`: an event comes, and the screen is written anew."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kata.catalog import Kata
from kata.cli.output import make_screen, terminal_size
from kata.cli.screen import Screen
from kata.cli.verdict import first_sentence, headline, show_details, verdict_context
from kata.cli.watch.events import EventKind, WatchEvent
from kata.cli.watch.saves import LOOK_SECONDS, POLL_SECONDS, FileWatcher, Stamp, settled, stamp
from kata.cli.watch.terminal import Terminal, need_terminal
from kata.errors import CannotGrade, KataError
from kata.grading.engine import Engine, GradingCancelled
from kata.learner import checking
from kata.learner.shown_path import shown
from kata.learner.standing import standing
from kata.learner.trusting import ensure_trusted
from kata.workspace import scaffold

if TYPE_CHECKING:
    from kata.grading.verdict import Verdict
    from kata.learner.session import Session

BUSY_SECONDS = 0.3  # a check that takes longer says that it is running

_KEYS = {
    "n": "next",
    "h": "hint",
    "l": "list",
    "s": "solution",
    "r": "reset",
    "c": "again",
    "a": "all",
    "q": "quit",
}


def watch_attempt(session: "Session", kata: Kata, *, poll: bool = False) -> None:
    """Grade the attempt at `kata` on every save, until the learner quits.

    Raises:
        KataError: where there is no terminal, or no workspace.
    """
    need_terminal()
    session.need_workspace()
    with (
        Terminal() as terminal,
        nullcontext() if poll else FileWatcher(session.workspace.attempts_dir, terminal.channel),
        Engine() as engine,
        # One thread for the engine's whole life: its processes end with the thread that started them.
        ThreadPoolExecutor(1) as grader,
    ):
        watch = _Watch(session, terminal, engine, grader, poll)
        try:
            watch.run(kata)
        finally:
            watch.stop()
            engine.cancel()  # what it was made warm with


class _Watch:
    def __init__(
        self, session: "Session", terminal: Terminal, engine: Engine, grader: ThreadPoolExecutor, poll: bool
    ) -> None:
        self.session = session
        session.confirm = None
        self.terminal = terminal
        self.engine = engine
        self.grader = grader
        self.poll = poll
        self.context = click.get_current_context()
        self.kata: Kata
        self.verdict: Verdict | None = None
        self.ready: checking.LoadedAttempt | None = None
        self.said = ""  # what stands in a verdict's place: a sentence
        self.below = ""  # when the verdict was made
        self.rated = ""  # how a pass is rated, and when the kata comes again
        self.seen: Stamp | None = None  # the state of the file that was looked at last
        self.asked_reset = False
        self.running: _RunningCheck | None = None
        self.busy_shown = False
        self.keys: Mapping[str, Callable[[], None]] = {
            "n": self.next,
            "h": self.hint,
            "l": lambda: self.command("list", track=self.kata.track),
            "s": self.solution,
            "r": self.ask_reset,
            "c": lambda: self.check(again=True),
            "a": lambda: self.show(whole=True),
        }

    def run(self, kata: Kata) -> None:
        self.begin(kata)
        while True:
            waiting = BUSY_SECONDS if self.running and not self.busy_shown else LOOK_SECONDS
            event = self.terminal.channel.next(min(waiting, POLL_SECONDS) if self.poll else waiting)
            if event is None:
                self.check_if_saved()
                self.show_busy()
                continue
            if event.kind is EventKind.CLOSED or event == WatchEvent(EventKind.KEY, "q"):
                return
            if event.kind is EventKind.FAILED:
                self.poll = True
                self.session.warn(
                    f"Saves can't be heard of here ({event.text.rstrip('.')}): the file is looked at instead."
                )
                self.show()
            elif event.kind is EventKind.GRADED:
                self.conclude()
            elif event.kind is EventKind.SAVED:
                self.terminal.channel.forget(EventKind.SAVED)
                self.check_if_saved()
            elif event.kind is EventKind.RESIZED:
                self.terminal.channel.forget(EventKind.RESIZED)
                self.show()
            else:
                self.press(event.text)

    @property
    def path(self) -> Path:
        return self.session.workspace.attempt_path(self.kata)

    def press(self, key: str) -> None:
        asked, self.asked_reset = self.asked_reset, False
        if asked and key == "y":
            self.command("reset", name=self.kata.name)
        elif asked:
            self.show()
        elif key in self.keys:
            self.keys[key]()

    # --- what the keys do

    def next(self) -> None:
        """Begin what `kata next` begins, after a pass."""
        if self.verdict is None or not self.verdict.passed:
            self.show(
                lambda screen: screen.line(
                    f"{self.kata.name} isn't passed yet, and n goes on after a pass. To leave it for later, quit and "
                    "`kata start` another."
                )
            )
            return
        before = self.kata
        self.command("next")
        name = self.session.read(lambda progress: progress.current)
        if name and name != before.name and name in self.session.catalog:
            self.begin(self.session.catalog.get(name))

    def hint(self) -> None:
        """The next hint, with the verdict above it."""
        verdict, ready = self.verdict, self.ready

        def write(screen: Screen) -> None:
            if verdict is not None and ready is not None:
                show_details(screen, verdict, verdict_context(ready, rows=terminal_size().lines // 2))
                screen.blank()
            self.invoke(screen, "hint", name=self.kata.name)

        self.show(write)

    def solution(self) -> None:
        self.command("solution", name=self.kata.name)

    def ask_reset(self) -> None:
        self.asked_reset = True
        self.show(
            lambda screen: screen.line(
                ("Put the stub back? ", "strong"), "Your work is kept. y does it, any other key doesn't."
            )
        )

    def command(self, verb: str, **options: object) -> None:
        """Write what a command of `kata` writes, and the verdict's headline below."""
        self.show(lambda screen: self.invoke(screen, verb, **options))

    def invoke(self, screen: Screen, verb: str, **options: object) -> None:
        group = self.context.find_root().command
        assert isinstance(group, click.Group)
        try:
            self.context.invoke(group.commands[verb], katas_from=self.session.katas_from, **options)
        except KataError as error:
            screen.line(str(error))

    # --- checks

    def check_if_saved(self) -> None:
        if stamp(self.path) != self.seen:
            self.check()

    def begin(self, kata: Kata) -> None:
        """Turn to a kata: its attempt is begun, the engine made warm, and what is there already is graded."""
        self.stop()
        self.kata = kata
        self.verdict = self.ready = None
        self.session.attempt(kata)
        scaffold(self.session.workspace, kata)
        self.session.keep(lambda progress: progress.begin(kata.name, kata.spec_hash))
        self.said = f"Edit {shown(self.path)} and save it: the verdict will stand here."
        self.below = ""
        screen = self.cleared()
        self.show_title(screen)
        screen.out.flush()
        with screen.busy("Getting ready ..."), suppress(CannotGrade):
            ensure_trusted(self.session, kata)
            # Whatever grading this kata loads is loaded now: an answer that isn't quite the stub comes to its tests.
            warm = kata.stub + "\n_ = None\n"
            self.grader.submit(self.engine.grade, kata, warm, seed=0, diagnose=False).result()
        self.terminal.drop_typing()
        self.check(first=True)

    def check(self, *, first: bool = False, again: bool = False) -> None:
        """Begin to grade the attempt; a check that is running is ended, since it judges what isn't there any more.

        A file that was just begun, or is as it was checked last, is graded for the screen and not recorded once more.
        """
        noticed = time.time()
        self.stop()
        self.session.look_again()
        self.seen = settled(self.path)
        saved = self.seen[2] / 1e9 if self.seen and not (first or again) else noticed
        # The clock of a network mount may be another one.
        since = saved if 0 <= noticed - saved < 5 else noticed
        try:
            ready = checking.read(self.session, self.kata)
        except KataError as error:
            self.verdict, self.said = None, str(error)
            self.show()
            return
        if ready.source == self.kata.stub and first:
            self.ready = ready
            self.show()
            return
        keep = not (first and self.is_on_record(ready.source))
        future = self.grader.submit(checking.grade, self.engine, ready)
        self.running = _RunningCheck(ready, future, since, keep)
        self.busy_shown = False
        future.add_done_callback(lambda _: self.terminal.channel.put(WatchEvent(EventKind.GRADED)))

    def stop(self) -> None:
        """End the check that is running, if one is."""
        if self.running is not None:
            while not self.running.future.done():
                self.engine.cancel()  # again, if it had not begun yet
                wait([self.running.future], timeout=0.05)
            self.running = None

    def conclude(self) -> None:
        """Show and record what a check that has ended gave."""
        running = self.running
        if running is None or not running.future.done():
            return  # of a check that was ended meanwhile
        self.running = None
        try:
            verdict = running.future.result()
        except GradingCancelled:
            return
        except KataError as error:
            self.verdict, self.said = None, str(error)
            self.show()
            return
        self.ready, self.verdict = running.ready, verdict
        self.below = f"{time.time() - running.since:.2f} s, at {time.strftime('%H:%M:%S')}"
        self.rated = ""
        if running.keep and verdict.status != "unedited":
            self.rated = checking.record(self.session, running.ready, verdict)
        if verdict.passed:
            now = standing(self.session)
            follows = f" n: {now.next}." if now.next else ""
            self.rated = " ".join(filter(None, [self.rated, now.reached + follows]))
        self.show()

    def show_busy(self) -> None:
        """Say that a check takes its time, once."""
        if self.running is not None and not self.busy_shown:
            self.busy_shown = True
            self.show()

    def is_on_record(self, source: str) -> bool:
        versions = self.session.read(lambda progress: progress.versions(self.kata.name))
        return bool(versions) and self.session.read(lambda progress: progress.source(versions[-1])) == source

    # --- the screen

    def cleared(self) -> Screen:
        self.terminal.clear()
        return make_screen()

    def show(self, write: Callable[[Screen], None] | None = None, *, whole: bool = False) -> None:
        """Write the screen anew: what `write` writes or else the verdict's details, then the headline and the keys."""
        screen = self.cleared()
        if write is not None:
            write(screen)
        elif self.verdict is not None and self.ready is not None:
            # Below stand a blank line, the diagnosis and the headline in two lines each, the keys, and the cursor.
            context = verdict_context(self.ready, whole=whole, rows=terminal_size().lines - 7)
            show_details(screen, self.verdict, context)
        else:
            self.show_title(screen)
        for warning in self.session.take_warnings():
            screen.line(warning, first=("Warning: ", "warn"))
        screen.blank()
        if self.verdict is not None:
            for diagnosis in self.verdict.headlines()[:1]:
                screen.line((first_sentence(diagnosis.says), "strong"), first=("Most likely: ", "warn"))
            *verdict, _ = headline(screen, self.verdict)
            screen.line(*verdict, (f"  ({self.below})", "dim"))
            if self.rated:
                screen.line(self.rated)
        else:
            screen.line(self.said)
        if self.running is not None and self.busy_shown:
            screen.line(("Checking ... A new save begins again; q ends it.", "warn"))
        self.show_keys(screen)
        screen.out.flush()

    def show_title(self, screen: Screen) -> None:
        kata = self.kata
        screen.line((kata.title, "title"), (f"  {kata.name}, {kata.track}, {kata.level}", "dim"))

    def show_keys(self, screen: Screen) -> None:
        screen.line(*[part for key, word in _KEYS.items() for part in ((key, "code"), (f" {word}  ", "dim"))])


@dataclass(frozen=True)
class _RunningCheck:
    """A check that another thread makes."""

    ready: checking.LoadedAttempt
    future: "Future[Verdict]"
    since: float  # when the file was saved, in seconds since the epoch
    keep: bool  # whether its verdict goes on record
