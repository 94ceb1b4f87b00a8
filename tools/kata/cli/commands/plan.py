"""`kata plan`: what comes on which day, the minutes a day, and what is set aside."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import click

from kata.cli.complete import complete_katas
from kata.cli.layout import Span
from kata.cli.options import json_option, minutes_option, with_session
from kata.learner.candidates import find_scope
from kata.learner.plan import Today, describe_work, review_day, set_daily_minutes, today
from kata.learner.plan import plan as make_plan
from kata.learner.rating_words import many
from kata.progress import clock
from kata.progress.state import KNOWN, RESUME, SNOOZE

if TYPE_CHECKING:
    from kata.catalog import Kata
    from kata.cli.screen import Screen
    from kata.learner.session import Session
    from kata.progress import State
    from kata.progress.plan import PlannedDay, PlannedWork

DAYS = 7


@click.command()
@click.argument("name", metavar="[KATA]", required=False, shell_complete=complete_katas)
@minutes_option
@click.option("--days", type=click.IntRange(1, 60), default=DAYS, show_default=True, help="Show so many days.")
@click.option("--snooze", type=click.IntRange(1, 365), metavar="DAYS", help="KATA doesn't come for so many days.")
@click.option("--known", is_flag=True, help="I know this: KATA doesn't come at all, as new or as a review.")
@click.option("--resume", is_flag=True, help="KATA comes again, after --snooze or --known.")
@json_option
@with_session
def plan(
    session: "Session",
    name: str | None,
    minutes: int | None,
    days: int,
    snooze: int | None,
    known: bool,
    resume: bool,
    as_json: bool,
) -> None:
    """See what comes on the next days, within your minutes a day; or set KATA aside.

    Reviews come first, what you are likeliest to have forgotten before the rest; while there is anything new they take
    half of the minutes at most. What doesn't fit moves to the next day, so that after a holiday no day holds more than
    any other. Times are the katas' own estimates.

    \b
    Examples:
      kata plan
      kata plan --minutes 20
      kata plan softmax --snooze 7
      kata plan softmax --known
      kata plan softmax --resume
    """
    from kata.cli.output import make_screen

    session.need_workspace()
    wishes = [wish for wish in (snooze is not None, known, resume) if wish]
    if len(wishes) > 1:
        raise click.UsageError("--snooze, --known and --resume each say something else of a kata; give one of them.")
    if wishes and (minutes is not None or as_json):
        raise click.UsageError("--snooze, --known and --resume go without --minutes and --json.")
    if name and not wishes:
        raise click.UsageError(f"Say what is to become of {name}: --snooze DAYS, --known or --resume.")
    if wishes:
        _set_aside(session, make_screen(), session.kata(name), snooze, known)
        return
    if minutes is not None:
        session.need_record()
        set_daily_minutes(session, minutes)
    so_far, states = today(session), session.states()
    found = make_plan(session, states, find_scope(session), days, so_far)
    if as_json:
        click.echo(json.dumps(_as_data(so_far, found, states), indent=2))
        return
    _show(session, make_screen(), so_far, found, states)


def _set_aside(session: "Session", screen: "Screen", kata: "Kata", snooze: int | None, known: bool) -> None:
    session.need_record()
    if snooze is not None:
        until = clock.now().astimezone().date() + timedelta(days=snooze)
        session.keep(lambda progress: progress.change_plan(kata.name, SNOOZE, until))
        screen.line((kata.name, "strong"), f" doesn't come before {_day(until)}.")
    elif known:
        session.keep(lambda progress: progress.change_plan(kata.name, KNOWN))
        if session.states()[kata.name].passed:
            screen.line((kata.name, "strong"), " doesn't come for review any more. It stays passed.")
        else:
            screen.line(
                (kata.name, "strong"),
                " doesn't come any more, and counts as passed where others build on it. It is no pass: ",
                (f"kata start {kata.name}", "code"),
                " begins it all the same.",
            )
    else:
        session.keep(lambda progress: progress.change_plan(kata.name, RESUME))
        screen.line((kata.name, "strong"), " comes as any other again.")
        return
    screen.line((f"kata plan {kata.name} --resume", "code"), " takes that back.")


def _show(
    session: "Session",
    screen: "Screen",
    so_far: Today,
    found: "Sequence[PlannedDay]",
    states: "Mapping[str, State]",
) -> None:
    each = f"{many(so_far.budget, 'minute')} a day" if so_far.budget else "no limit of minutes"
    screen.line(("Your plan", "title"), (f"  {each}", "dim"))
    if so_far.done:
        names = ", ".join(dict.fromkeys(one.kata for one in so_far.done))
        screen.line(f"Done today: {names}; about {many(so_far.spent.minutes, 'minute')}.")
    screen.blank()
    rows: list[list[Span]] = []
    for index, day in enumerate(found):
        word = "today" if index == 0 else "tomorrow" if index == 1 else _day(day.day)
        if not day.work:
            rows.append([word, "", "", ("done" if index == 0 and so_far.spent.minutes else "free", "dim")])
        for place, one in enumerate(day.work):
            rows.append([word if place == 0 else "", _minutes(one), (one.kata, "strong"), (describe_work(one), "dim")])
    screen.table(rows, indent=2, right=[1])
    screen.blank()
    last = found[-1].day
    placed = {one.kata for day in found for one in day.work}
    waiting = [
        state.kata
        for state in states.values()
        if (first := review_day(state)) is not None
        and first <= last
        and state.kata not in placed
        and state.kata in session.catalog
    ]
    if waiting:
        more = "One more review is" if len(waiting) == 1 else f"{len(waiting)} more reviews are"
        screen.line(f"{more} due by then; later days have room for what these have not.")
    aside = [state for state in states.values() if state.set_aside(clock.now())]
    if aside:
        listed = [f"{one.kata} ({'known' if one.known else f'until {_day(one.snoozed)}'})" for one in aside if one]
        screen.line("Set aside: ", ", ".join(listed), ". ", ("kata plan KATA --resume", "code"), " takes it back.")
    screen.table(
        [
            (("kata next", "code"), "begins what stands first today"),
            (("kata plan --minutes N", "code"), "other minutes a day"),
            (("kata plan KATA --snooze DAYS", "code"), "not now; --known: I know this"),
        ]
    )


def _minutes(one: "PlannedWork") -> Span:
    return f"{one.minutes} min" if one.minutes == one.whole else f"{one.minutes} of {one.whole} min"


def _day(day: date | None) -> str:
    return f"{day:%a} {day.day} {day:%b}" if day else ""


def _as_data(so_far: Today, found: "Sequence[PlannedDay]", states: "Mapping[str, State]") -> dict[str, Any]:
    return {
        "minutes": so_far.budget,
        "spent": so_far.spent.minutes,
        "done": [{"kata": one.kata, "kind": one.kind, "review": one.review} for one in so_far.done],
        "days": [
            {
                "day": day.day.isoformat(),
                "minutes": day.minutes,
                "work": [
                    {
                        "kata": one.kata,
                        "minutes": one.minutes,
                        "of": one.whole,
                        "review": one.form.kind if one.form else None,
                        "part": (one.form.part or None) if one.form else None,
                        "begun": one.begun,
                    }
                    for one in day.work
                ],
            }
            for day in found
        ],
        "set_aside": [
            {"kata": one.kata, "known": one.known, "until": one.snoozed.isoformat() if one.snoozed else None}
            for one in states.values()
            if one.set_aside(clock.now())
        ],
    }
