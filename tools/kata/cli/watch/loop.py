"""The loop of `kata watch`: an event comes, and the screen is written anew."""

import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kata.catalog import Kata
from kata.cli import checking
from kata.cli.output import make_screen
from kata.cli.page import rendered
from kata.cli.paths import shown
from kata.cli.screen import Screen
from kata.cli.verdict import WHOLE, headline, show_details
from kata.cli.watch.events import EventKind, WatchEvent
from kata.cli.watch.saves import LOOK_SECONDS, POLL_SECONDS, FileWatcher, Stamp, settled, stamp
from kata.cli.watch.terminal import Terminal, need_terminal
from kata.errors import CannotGrade, KataError
from kata.grading.engine import Engine
from kata.workspace import scaffold

if TYPE_CHECKING:
    from kata.cli.session import Session
    from kata.grading.verdict import Verdict

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
    ):
        _Watch(session, terminal, engine, poll).run(kata)


class _Watch:
    def __init__(self, session: "Session", terminal: Terminal, engine: Engine, poll: bool) -> None:
        self.session = session
        self.terminal = terminal
        self.engine = engine
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
        self.keys: Mapping[str, Callable[[], None]] = {
            "n": self.next,
            "h": lambda: self.command("hint", name=self.kata.name),
            "l": lambda: self.command("list", track=self.kata.track),
            "s": self.solution,
            "r": self.ask_reset,
            "c": lambda: self.check(again=True),
            "a": lambda: self.show(whole=True),
        }

    def run(self, kata: Kata) -> None:
        self.begin(kata)
        while True:
            event = self.terminal.channel.next(POLL_SECONDS if self.poll else LOOK_SECONDS)
            if event is None:
                self.check_if_saved()
                continue
            if event.kind is EventKind.CLOSED or event == WatchEvent(EventKind.KEY, "q"):
                return
            if event.kind is EventKind.FAILED:
                self.poll = True
                self.session.warn(
                    f"Saves can't be heard of here ({event.text.rstrip('.')}): the file is looked at instead."
                )
                self.show()
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

        def write(screen: Screen) -> None:
            group = self.context.find_root().command
            assert isinstance(group, click.Group)
            try:
                self.context.invoke(group.commands[verb], katas_from=self.session.katas_from, **options)
            except KataError as error:
                screen.line(str(error))

        self.show(write)

    # --- checks

    def check_if_saved(self) -> None:
        if stamp(self.path) != self.seen:
            self.check()

    def begin(self, kata: Kata) -> None:
        """Turn to a kata: its attempt is begun, the engine made warm, and what is there already is graded."""
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
            # Whatever grading this kata loads is loaded now: an answer that isn't quite the stub comes to its tests.
            self.engine.grade(kata, kata.stub + "\n_ = None\n", seed=0, diagnose=False)
        self.terminal.drop_typing()
        self.check(first=True)

    def check(self, *, first: bool = False, again: bool = False) -> None:
        """Grade the attempt; what was typed meanwhile is dropped.

        A file that was just begun, or is as it was checked last, is graded for the screen and not recorded once more.
        """
        noticed = time.time()
        self.seen = settled(self.path)
        saved = self.seen[2] / 1e9 if self.seen and not (first or again) else noticed
        # The clock of a network mount may be another one.
        since = saved if 0 <= noticed - saved < 5 else noticed
        try:
            self.ready = ready = checking.read(self.session, self.kata)
            if ready.source == self.kata.stub and first:
                self.show()
                return
            self.verdict = verdict = checking.grade(self.engine, ready, diagnose=False)
        except KataError as error:
            self.verdict, self.said = None, str(error)
            self.show()
        else:
            self.rated = ""
            self.below = f"{time.time() - since:.2f} s, at {time.strftime('%H:%M:%S')}"
            self.show()
            self.conclude(ready, verdict, keep=not (first and self.is_on_record(ready.source)))
        self.terminal.drop_typing()

    def conclude(self, ready: checking.LoadedAttempt, verdict: "Verdict", *, keep: bool) -> None:
        """Look for a known mistake, which takes longer than the verdict that is on the screen already, and record."""
        try:
            if verdict.status == "failed":
                with suppress(CannotGrade):
                    full = checking.grade(self.engine, ready)
                    if full.diagnoses:
                        full.duration = verdict.duration
                        self.verdict = verdict = full
                        self.show()
        finally:
            if keep and verdict.status != "unedited":
                self.rated = checking.record(self.session, ready, verdict)
        if self.rated:
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
            for line in self.details(screen, self.verdict, self.ready, whole):
                screen.out.write(line + "\n")
        else:
            self.show_title(screen)
        for warning in self.session.take_warnings():
            screen.line(warning, first=("Warning: ", "warn"))
        screen.blank()
        if self.verdict is not None:
            *verdict, _ = headline(screen, self.verdict)
            screen.line(*verdict, (f"  ({self.below})", "dim"))
            if self.rated:
                screen.line(self.rated)
        else:
            screen.line(self.said)
        self.show_keys(screen)
        screen.out.flush()

    def show_title(self, screen: Screen) -> None:
        kata = self.kata
        screen.line((kata.title, "title"), (f"  {kata.name}, {kata.track}, {kata.level}", "dim"))

    def show_keys(self, screen: Screen) -> None:
        screen.line(*[part for key, word in _KEYS.items() for part in ((key, "code"), (f" {word}  ", "dim"))])

    def details(self, screen: Screen, verdict: "Verdict", ready: checking.LoadedAttempt, whole: bool) -> list[str]:
        """As many failing tests as fit on the screen, one at least; what is too long even so is cut."""
        room = shutil.get_terminal_size().lines - 5  # a blank line, the headline in two, the keys, the cursor
        lines: list[str] = []
        for most in range(WHOLE, 0, -1):
            context = checking.verdict_context(ready, whole=whole, most=most)
            lines = rendered(
                lambda page, context=context: show_details(page, verdict, context),  # type: ignore[misc]
                width=screen.width,
                plain=screen.plain,
            )
            if whole or len(lines) <= room:
                return lines
        return [*lines[: max(room - 1, 1)], f"... {len(lines) - room + 1} lines more: a shows them"]
