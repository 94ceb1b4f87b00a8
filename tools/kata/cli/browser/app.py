"""The full-screen browser: the list on the left, a kata or what was asked of it beside it, the keys at the bottom."""

import contextlib
import io
import itertools
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

import click
from rich.text import Text
from textual import on, work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from kata.catalog import LEVELS, Kata
from kata.catalog.search import Found
from kata.cli.kata_page import show_kata, show_theory
from kata.cli.layout import cut
from kata.cli.output import writing_on
from kata.cli.page import RecordingScreen, rendered
from kata.cli.screen import Screen
from kata.cli.verdict import show_verdict, verdict_context
from kata.errors import KataError
from kata.grading.engine import Engine
from kata.learner import checking
from kata.learner.filters import DUE, STATUSES, Filter, word_for
from kata.learner.standing import standing
from kata.progress import ProgressError, State, clock

if TYPE_CHECKING:
    from kata.grading.verdict import Verdict
    from kata.learner.session import Session

Write = Callable[[Screen], None]

_SHORT = {"easy": "easy", "medium": "med", "hard": "hard"}

_KEYS = [
    ("Enter, s", "start the kata"),
    ("c", "check it"),
    ("h", "show a hint"),
    ("e", "open it in your editor"),
    ("r, twice", "put the stub back; your work is kept"),
    ("w", "why it works, and where it is used"),
    ("/", "look for words"),
    ("t, T", "next track, the one before"),
    ("l", "level"),
    ("f", "status: new, begun, passed, given up, due"),
    ("Esc", "close what is open; then clear the filters"),
    ("up, down, j, k", "another kata"),
    ("PgDn, PgUp, space, b", "turn the page on the right"),
    ("Tab, right, left", "read with the arrow keys; back to the list"),
    ("q", "quit"),
]


class Page(VerticalScroll):
    """The right side."""

    class Resized(Message):
        """It is as wide now as it stays: the list has its width too."""

    laid_width = 0

    def on_resize(self) -> None:
        if self.outer_size.width != self.laid_width:
            self.laid_width = self.outer_size.width
            self.post_message(self.Resized())


class Browser(App[None]):
    """One screen. What the keys do is what the commands of the same name do."""

    CSS_PATH = "browser.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "kata"
    # The footer fits 60 columns; `?` shows all of them.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "begin", "start", key_display="Enter"),  # where the list has the focus, Enter is its own key
        Binding("enter", "begin", show=False),
        Binding("c", "check", "check"),
        Binding("h", "hint", "hint"),
        Binding("e", "edit", "edit"),
        Binding("slash", "find", "find", key_display="/"),
        Binding("question_mark", "keys", "keys", key_display="?"),
        Binding("q", "quit", "quit"),
        Binding("r", "reset", show=False),
        Binding("w", "theory", show=False),
        Binding("t", "track(1)", show=False),
        Binding("T", "track(-1)", show=False),
        Binding("l", "level", show=False),
        Binding("f", "status", show=False),
        Binding("j", "move(1)", show=False),
        Binding("k", "move(-1)", show=False),
        Binding("space,ctrl+f", "turn(1)", show=False),
        Binding("b,ctrl+b", "turn(-1)", show=False),
        Binding("pagedown", "turn(1)", show=False, priority=True),
        Binding("pageup", "turn(-1)", show=False, priority=True),
        Binding("J,ctrl+d", "turn(0.5)", show=False),
        Binding("K,ctrl+u", "turn(-0.5)", show=False),
        Binding("right", "read", show=False),
        Binding("left", "leave", show=False),
        Binding("escape", "back", show=False),
    ]

    def __init__(self, session: "Session", filter_: Filter) -> None:
        super().__init__()
        self.session = session
        session.confirm = None
        self.filter = filter_
        self.shown: list[Kata] = []
        self.hits = Found([])
        self.states: dict[str, State] = {}
        self.engine = Engine()
        self.before: str | None = None  # the kata that was chosen last
        self.page: Write | None = None  # what stands on the right; None: the kata that is chosen
        self.checking = False
        self.asked_reset = False
        self.context = click.get_current_context(silent=True)

    # --- what it looks like

    def compose(self) -> ComposeResult:
        yield Static(id="filters")
        with Horizontal():
            yield OptionList(id="katas")
            with Page(id="beside"):
                yield Static(id="page")
        yield Input(placeholder="words; Enter or Esc closes", id="find")
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        if not self.no_color:
            self.theme = "ansi-dark"  # the terminal's own colours, dark or light
        self.query_one(Input).display = False
        self.query_one("#katas").focus()
        self.fill(self.session.read(lambda progress: progress.current))

    @on(Page.Resized)
    def rewrap(self) -> None:
        """Lay both sides out for the new size; what was read stays in sight."""
        beside = self.query_one(Page)
        share = beside.scroll_y / max(beside.virtual_size.height, 1)
        asked = self.asked_reset
        self.fill()
        self.asked_reset = asked
        self.call_after_refresh(lambda: beside.scroll_to(y=share * beside.virtual_size.height, animate=False))

    def fill(self, chosen: str | None = None) -> None:
        """List the katas that the filter leaves, and choose `chosen` or the one that was, else the first."""
        katas = self.query_one(OptionList)
        if chosen is None and self.chosen is not None:
            chosen = self.chosen.name
        try:
            self.states = self.session.states()
            self.hits = self.filter.find(self.session, self.states, clock.now())
            self.shown = list(self.hits.katas)
        except ProgressError as error:  # what was read last is shown on
            self.notify(str(error), severity="warning")
        rows = list(self.rows())
        katas.clear_options()
        katas.add_options(rows)
        names = [row.id for row in rows]
        if self.shown:
            name = chosen if chosen and chosen in names else self.shown[0].name
            self.page = self.page if name == self.before else None
            self.before = name
            katas.highlighted = names.index(name)
        self.show_filter()
        self.write()

    def rows(self) -> Iterator[Option]:
        """The katas below their tracks; where words are looked for the best first."""
        if self.filter.text:
            yield from (Option(self.row(kata), id=kata.name) for kata in self.shown)
            return
        tracks = self.session.catalog.tracks
        order = list(tracks)
        self.shown.sort(key=lambda kata: order.index(kata.track))  # stable: in the catalog's order within
        for track, katas in itertools.groupby(self.shown, key=lambda kata: kata.track):
            heading = Text(tracks[track].title, style="bold", no_wrap=True, overflow="ellipsis")
            yield Option(heading, disabled=True)
            for kata in katas:
                yield Option(self.row(kata), id=kata.name)

    def row(self, kata: Kata) -> Text:
        state = self.states[kata.name]
        word, due = word_for(state), state.due(clock.now())
        symbol, _ = STATUSES[word]
        mark = "!" if due else " "
        colour = {"passed": "green", "given-up": "yellow", "begun": "yellow"}.get(word, "")
        room = max(self.query_one(OptionList).outer_size.width, 26) - 2
        about = f"{kata.minutes:>3}" if room < 28 else f"{_SHORT[kata.level]:<4} {kata.minutes:>3}"
        if self.no_color:
            word = "due" if due else "" if word == "new" else word
            about = f"{word} {about}".lstrip()
            first = ""
        else:
            first = f"{symbol}{mark}"
        name_room = room - len(first) - len(about) - 1
        name = cut(kata.name, name_room).ljust(name_room)
        return Text.assemble((first, colour), name, " ", (about, "dim"), no_wrap=True)

    def show_filter(self) -> None:
        track, level, status = (value or "all" for value in (self.filter.track, self.filter.level, self.filter.status))
        words = f"words: {self.filter.text}   " if self.filter.text else ""
        taken = [word for near in self.hits.corrected.values() for word in near[:1]]
        words += f"(taken for {', '.join(taken)})   " if taken else ""
        for label, value in (("tag", self.filter.tag), ("uses", self.filter.uses), ("minutes", self.filter.minutes)):
            words += f"{label}: {value}   " if value else ""
        line = f"{len(self.shown)} of {len(self.session.catalog)}   {words}track: {track}   level: {level}"
        line += f"   status: {status}"
        self.query_one("#filters", Static).update(Text(line, no_wrap=True, overflow="ellipsis"))

    @property
    def chosen(self) -> Kata | None:
        katas = self.query_one(OptionList)
        if katas.highlighted is None or not self.shown:
            return None
        name = katas.get_option_at_index(katas.highlighted).id
        return self.session.catalog.get(name) if name else None

    def write(self, page: Write | None = None) -> None:
        """Write the right side: `page`, else what was there, else the kata that is chosen."""
        self.page = page or self.page
        self.asked_reset = False
        beside = self.query_one(Page)
        kata = self.chosen
        write = self.page or (
            (lambda screen: show_kata(screen, self.session.catalog, kata))
            if kata
            else (lambda screen: screen.line("No kata is like that. Esc clears the filters."))
        )
        lines = rendered(write, width=self.page_width, plain=self.no_color)
        self.query_one("#page", Static).update(Text.from_ansi("\n".join(lines)))
        beside.scroll_home(animate=False)

    @property
    def page_width(self) -> int:
        """In columns: what the focus's mark, the scroll bar and a margin leave."""
        return max(self.query_one(Page).outer_size.width - 3, 20)

    # --- the list and the filters

    @on(OptionList.OptionHighlighted)
    def another(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id == self.before:
            return  # the list was filled anew, and the same kata is chosen
        self.before = event.option_id
        self.page = None
        self.write()

    @on(OptionList.OptionSelected)
    def selected(self) -> None:
        self.action_begin()

    def action_track(self, step: int) -> None:
        names = [None, *(track for track in self.session.catalog.tracks if self.has(track))]
        self.refilter(track=names[(names.index(self.filter.track) + step) % len(names)])

    def has(self, track: str) -> bool:
        return any(kata.track == track for kata in self.session.catalog)

    def action_level(self) -> None:
        self.refilter(level=_following([None, *LEVELS], self.filter.level))

    def action_status(self) -> None:
        self.refilter(status=_following([None, "new", "begun", "passed", "known", "given-up", DUE], self.filter.status))

    def refilter(self, **changes: str | None) -> None:
        self.filter = replace(self.filter, **changes)  # type: ignore[arg-type]
        self.page = None
        self.fill()

    def action_find(self) -> None:
        find = self.query_one(Input)
        find.display = True
        find.focus()

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        self.filter = replace(self.filter, text=event.value)
        self.page = None
        self.fill("" if event.value else None)  # the best of the hits, not one that an earlier letter chose

    @on(Input.Submitted)
    def found(self) -> None:
        self.focus_list()

    async def action_back(self) -> None:
        """What was opened is closed; where nothing is, the filters are cleared."""
        katas = self.query_one(OptionList)
        if self.page is not None or self.query_one(Input).display or self.focused is not katas:
            self.focus_list()
        elif self.filter != Filter():
            self.query_one(Input).value = ""
            self.filter = Filter()
            self.fill()

    def focus_list(self) -> None:
        """From a page to the specification, and from the search line to the list."""
        self.query_one(Input).display = False
        self.query_one(OptionList).focus()
        self.page = None
        self.write()

    def action_read(self) -> None:
        self.query_one(Page).focus()

    def action_leave(self) -> None:
        self.query_one(OptionList).focus()

    def action_move(self, rows: int) -> None:
        """A row down or up: in the list, or on the page when that has the focus."""
        katas, beside = self.query_one(OptionList), self.query_one(Page)
        if self.focused is beside:
            beside.scroll_relative(y=rows, animate=False)
        elif rows > 0:
            katas.action_cursor_down()
        else:
            katas.action_cursor_up()

    def action_turn(self, pages: float) -> None:
        beside = self.query_one(Page)
        beside.scroll_relative(y=pages * max(beside.size.height - 2, 1), animate=False)

    def action_theory(self) -> None:
        kata = self.chosen
        if kata is not None:
            self.write(lambda screen: show_theory(screen, kata))

    def action_keys(self) -> None:
        def write(screen: Screen) -> None:
            screen.line(("Keys", "title"))
            screen.blank()
            screen.table([((keys, "code"), what) for keys, what in _KEYS])

        self.write(write)

    # --- what is done with a kata

    def action_begin(self) -> None:
        self.command("start")

    def action_hint(self) -> None:
        self.command("hint")

    def action_reset(self) -> None:
        if self.chosen is None:
            return
        if not self.asked_reset:
            self.write(
                lambda screen: screen.line("Put the stub back? Your work is kept. r again does it, Esc doesn't.")
            )
            self.asked_reset = True
            return
        self.command("reset")

    def command(self, verb: str) -> None:
        """Write what a command of `kata` writes about the kata that is chosen."""
        kata = self.chosen
        if kata is None or self.context is None:
            return
        group = self.context.find_root().command
        assert isinstance(group, click.Group)
        warnings = io.StringIO()
        screen = RecordingScreen(self.page_width, plain=self.no_color)
        # A command is run once; what it wrote is laid out anew for every size.
        with writing_on(screen), contextlib.redirect_stderr(warnings):
            try:
                self.context.invoke(group.commands[verb], name=kata.name, katas_from=self.session.katas_from)
            except KataError as error:
                screen.line(str(error))
        if warnings.getvalue():
            screen.text(warnings.getvalue())
        self.fill(kata.name)
        self.write(screen.write_again)

    def action_edit(self) -> None:
        from kata.cli.editor import open_editor
        from kata.workspace import scaffold

        kata = self.chosen
        if kata is None:
            return
        try:
            path = self.session.attempt(kata)
            scaffold(self.session.workspace, kata)
            with self.suspend():
                open_editor(path)
        except KataError as error:
            sentence = str(error)
            self.write(lambda screen: screen.line(sentence))
            return
        self.session.keep(lambda progress: progress.begin(kata.name, kata.spec_hash))
        self.fill(kata.name)

    def action_check(self) -> None:
        kata = self.chosen
        if kata is None or self.checking:
            return
        try:
            ready = checking.read(self.session, kata)
        except KataError as error:
            sentence = str(error)
            self.write(lambda screen: screen.line(sentence))
            return
        self.checking = True
        self.write(lambda screen: screen.line(f"Checking {kata.name} ..."))
        self.grade(ready)

    @work(thread=True)
    def grade(self, ready: checking.LoadedAttempt) -> None:
        """In a thread: the screen stays alive. What is recorded is recorded in the thread that opened the record."""
        try:
            verdict = checking.grade(self.engine, ready)
        except KataError as error:
            self.call_from_thread(self.graded, ready, None, str(error))
        else:
            self.call_from_thread(self.graded, ready, verdict, "")

    def graded(self, ready: checking.LoadedAttempt, verdict: "Verdict | None", sentence: str) -> None:
        self.checking = False
        if verdict is None:
            self.write(lambda screen: screen.line(sentence))
            return
        rated, now = checking.record(self.session, ready, verdict), None
        with contextlib.suppress(ProgressError):
            now = standing(self.session) if verdict.passed else None
        context = verdict_context(ready, rated=rated, standing=now)
        chosen = self.chosen
        self.fill()
        if chosen is not None and chosen.name == ready.kata.name:
            self.write(lambda screen: show_verdict(screen, verdict, context))
        else:
            self.notify(f"{ready.kata.name}: {verdict.points} of {verdict.max_points} points")

    def on_unmount(self) -> None:
        self.engine.close()


def _following(values: list[str | None], value: str | None) -> str | None:
    return values[(values.index(value) + 1) % len(values)]
