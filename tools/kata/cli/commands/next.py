"""`kata next` and `kata start`: begin a kata, or go on with it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from kata.catalog import Kata
from kata.cli.begin import begin
from kata.cli.complete import complete_katas
from kata.cli.options import (
    edit_option,
    editor_option,
    level_option,
    minutes_option,
    path_option,
    track_option,
    with_session,
)
from kata.learner.choice import choose_next
from kata.learner.packages import install_line, missing
from kata.learner.plan import Today, set_daily_minutes, today
from kata.progress import clock
from kata.progress.rating import QUIZ

if TYPE_CHECKING:
    from kata.cli.screen import Screen
    from kata.learner.session import Session


@click.command("next")
@track_option
@level_option
@path_option
@click.option("--random", "at_random", is_flag=True, help="A kata that is ready, drawn at random; no review.")
@click.option("--why", is_flag=True, help="Say why it is this one.")
@minutes_option
@edit_option
@editor_option
@with_session
def next_(
    session: "Session",
    track: str | None,
    level: str | None,
    path: str | None,
    at_random: bool,
    why: bool,
    minutes: int | None,
    edit: bool,
    editor: str | None,
) -> None:
    """Begin a review that is due, else go on with the unfinished kata, else begin the next one whose prerequisites you
    have passed.

    Its stub is written to attempts/TRACK/KATA.py, never over existing work: a review begins from a fresh stub, or is a
    lighter one, and what was there is kept. Reviews never take more than your minutes a day (--minutes sets them); what
    doesn't fit comes on the next days: `kata plan`.

    \b
    Examples:
      kata next
      kata next --why
      kata next --minutes 20
      kata next --track attention
      kata next --path llm-engineer --level easy
      kata next --random --edit
    """
    from kata.cli.output import make_screen
    from kata.learner.interviewing import refuse_interview

    session.need_workspace()
    refuse_interview(session, "`kata interview` shows what is in it; `kata interview --end` ends it.")
    if minutes is not None:
        set_daily_minutes(session, minutes)
    states = session.states()
    choice, scope = choose_next(session, states, track, level, path, at_random)
    screen = make_screen()
    if why:
        for reason in choice.why:
            screen.line((reason, "dim"))
        screen.blank()
    if choice.kata is not None:
        begin(session, choice.kata, states[choice.kata.name], review=choice.review)
    elif choice.lacking:
        screen.line("Of these katas, all are passed that can be run here.")
    elif not scope.among:
        screen.line("There is no such kata in the catalog.")
    elif any(states[kata.name].due(clock.now()) for kata in scope.wide):
        screen.line("Nothing more today: what is due comes on the next days, as ", ("kata plan", "code"), " shows.")
    elif any(states[kata.name].set_aside(clock.now()) for kata in scope.among):
        screen.line("All of these katas are passed or set aside; ", ("kata plan", "code"), " shows what is set aside.")
    else:
        screen.line(("All of these katas are passed.", "good"))
    if choice.lacking:
        _show_lacking(screen, choice.lacking)
    if choice.kata is None or (choice.review is not None and choice.review.kind == QUIZ):
        return
    _show_minutes(screen, today(session))
    _open(session, choice.kata, edit, editor)


def _show_minutes(screen: "Screen", so_far: Today) -> None:
    """What is left of today's minutes, once some are used."""
    if not so_far.budget or not so_far.spent.minutes:
        return
    screen.blank()
    if so_far.is_over:
        said = f"Today's {so_far.budget} minutes are done; this one is extra. "
    else:
        said = f"{so_far.spent.minutes} of today's {so_far.budget} minutes are done. "
    screen.line((said, "dim"), ("kata plan", "code"), (" shows the next days.", "dim"))


def _show_lacking(screen: "Screen", lacking: Sequence[Kata]) -> None:
    packages = sorted({package for kata in lacking for package in missing(kata)})
    names = [kata.name for kata in lacking]
    listed = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    screen.blank()
    screen.line((f"Passed over without {' and '.join(packages)}: ", "warn"), f"{listed}. To install it:")
    screen.code(install_line(packages), indent=2)


@click.command()
@click.argument("name", metavar="KATA", shell_complete=complete_katas)
@edit_option
@editor_option
@with_session
def start(session: "Session", name: str, edit: bool, editor: str | None) -> None:
    """Begin KATA, or go on with it. Any kata may be begun at any time.

    Its stub is written to attempts/TRACK/KATA.py, never over existing work.

    \b
    Examples:
      kata start softmax
      kata start multi-head-attention
    """
    kata = session.kata(name)
    session.need_workspace()
    absent = missing(kata)
    begin(session, kata, session.states()[kata.name])
    if absent:
        session.warn(f"{kata.name} needs {', '.join(absent)}, not installed here: {install_line(absent)}")
    _open(session, kata, edit, editor)


def _open(session: "Session", kata: Kata, edit: bool, editor: str | None) -> None:
    """Open the attempt, when that was asked for; an editor that is named is to be used."""
    if edit or editor:
        from kata.cli.editor import open_editor

        open_editor(session.attempt(kata), editor)
