"""`kata interview`: a timed set without hints, its results hidden until the end."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from kata.catalog import Kata
from kata.cli.layout import Span
from kata.cli.options import json_option, level_option, path_option, track_option, with_session
from kata.errors import KataError
from kata.learner.rating_words import many
from kata.learner.shown_path import shown

if TYPE_CHECKING:
    from kata.cli.screen import Screen
    from kata.learner.session import Session
    from kata.progress import Interview


@click.command()
@click.option("--minutes", type=click.IntRange(1, 600), default=45, show_default=True, help="How long.")
@path_option
@track_option
@level_option
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Draw the set of this seed.")
@click.option("--end", is_flag=True, help="End the interview now, and see the card.")
@click.option("--last", is_flag=True, help="Show the last card again.")
@json_option
@with_session
def interview(
    session: "Session",
    minutes: int,
    path: str | None,
    track: str | None,
    level: str | None,
    seed: int | None,
    end: bool,
    last: bool,
    as_json: bool,
) -> None:
    """Begin a timed set of katas, drawn at random to fit into the time; or see how the one that runs stands.

    Without --path or --track it is drawn from the path that you follow; `--path catalog` draws from all.

    Every kata begins from a fresh stub (earlier work is kept), without hints. `kata check KATA` hands an answer in, as
    often as you like: the last one counts, and nothing is graded before the end. The clock goes on when you close the
    terminal; what stands in a file when the time is up counts as handed in.

    \b
    Examples:
      kata interview --minutes 45 --path llm-engineer
      kata interview
      kata interview --end
      kata interview --last
    """
    from kata.learner.interviewing import begin_interview, running
    from kata.progress import clock

    session.need_workspace()
    if last:
        _show_last(session, as_json)
        return
    found = running(session)
    if found is None:
        if end:
            raise KataError("No interview is running. `kata interview` begins one; `--last` shows the last card.")
        begun = begin_interview(session, minutes, path=path, track=track, level=level, seed=seed)
        _show(session, begun, as_json)
    elif end or not found.left(clock.now()):
        _end(session, found, as_json)
    else:
        _show(session, found, as_json)


def _show(session: "Session", found: "Interview", as_json: bool) -> None:
    """What is in it, what was handed in, and the time."""
    from kata.cli.output import make_screen
    from kata.progress import clock

    left = found.left(clock.now())
    handed = {name: sum(one.kata == name for one in found.hand_ins) for name in found.katas}
    if as_json:
        data: dict[str, Any] = {"minutes": found.minutes, "seconds_left": int(left.total_seconds()), "path": found.path}
        data["katas"] = [{"kata": name, "hand_ins": count} for name, count in handed.items()]
        click.echo(json.dumps(data, indent=2))
        return
    screen = make_screen()
    screen.line(("Interview", "title"), (f"  {found.path}, {found.minutes} minutes", "dim"))
    ends = f"until {found.ends.astimezone():%H:%M}"
    screen.line((f"{left.total_seconds() / 60:.0f} minutes left", "strong"), f", {ends}.")
    if clock.now() < found.begun:
        session.warn("The clock went back since the interview began, so its time can't be told. --end ends it.")
    screen.blank()
    rows: list[list[Span]] = []
    for name in found.katas:
        kata = session.catalog.get(name) if name in session.catalog else None
        count = handed[name]
        word = f"handed in {count} times" if count > 1 else "handed in" if count else "open"
        rows.append([(word, "good" if count else ""), *_about(session, name, kata)])
    screen.table(rows, indent=2)
    screen.blank()
    screen.table(
        [
            (("kata show KATA", "code"), "read what is asked for"),
            (("kata check KATA", "code"), "hand it in, as often as you like; nothing is told before the end"),
            (("kata interview", "code"), "the time that is left"),
            (("kata interview --end", "code"), "end it, and see the card"),
        ]
    )


def _about(session: "Session", name: str, kata: Kata | None) -> list[Span]:
    if kata is None:
        return [(name, "strong"), "", "no longer in the catalog"]
    return [(name, "strong"), (f"{kata.minutes} min", "dim"), (shown(session.workspace.attempt_path(kata)), "code")]


def _end(session: "Session", found: "Interview", as_json: bool) -> None:
    from contextlib import nullcontext

    from kata.cli.output import make_screen
    from kata.learner.interviewing import end_interview

    screen = make_screen()
    with nullcontext() if as_json else screen.busy("Grading ..."):
        card = end_interview(session, found)
    _print_state(session, card, screen, as_json)


def _show_last(session: "Session", as_json: bool) -> None:
    from kata.cli.output import make_screen

    found = session.read(lambda progress: progress.interviews.last())
    if found is None or found.card is None:
        raise KataError("There is no card yet. `kata interview` begins an interview.")
    _print_state(session, found.card, make_screen(), as_json)


def _print_state(session: "Session", card: Mapping[str, Any], screen: "Screen", as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(card, indent=2))
        return
    screen.line(("Interview", "title"), (f"  {card['path']}, {card['begun'][:10]}", "dim"))
    screen.blank()
    rows: list[list[Span]] = []
    for row in card["katas"]:
        passed = row["status"] == "passed"
        word = "passed" if passed else "not handed in" if row["minutes"] is None else "not passed"
        mark = word if screen.plain else f"{'✓' if passed else '✗'} {word}"
        tests = f"{row['tests_passed']}/{row['tests']} tests" if row["tests"] else ""
        notes = ["first run"] if row["first_run"] else []
        notes += [f"at minute {row['minutes']}"] if row["minutes"] is not None else []
        rows.append([(mark, "good" if passed else "bad"), (row["kata"], "strong"), tests, ", ".join(notes)])
    screen.table(rows, indent=2, right=[2])
    screen.blank()
    screen.table(
        [
            ("time", f"{card['used']} of {card['minutes']} minutes"),
            ("passed", f"{card['passed']} of {many(len(card['katas']), 'kata')}"),
            ("on the first run", f"{card['first_run']}"),
            ("tests", f"{card['tests_passed']} of {card['tests']}"),
        ]
    )
    screen.blank()
    if card["review"]:
        screen.line(("To review: ", "strong"), ", ".join(card["review"]))
        name = card["review"][0]
        screen.table(
            [
                ((f"kata check {name}", "code"), "what was wrong; hints and solutions are open again"),
                (("kata next", "code"), "goes on with what isn't passed"),
            ]
        )
    else:
        screen.line(("All passed.", "good"), " The reviews are scheduled: ", ("kata review", "code"))
