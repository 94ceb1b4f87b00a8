"""What `kata next` comes to, and why."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING

from kata.catalog import Catalog, Kata
from kata.learner.candidates import Choice, Scope, choose_new, find_scope, unfinished
from kata.learner.packages import missing
from kata.learner.plan import plan
from kata.progress import clock
from kata.progress.plan import ReviewForm, whole
from kata.progress.schedule import urgency

if TYPE_CHECKING:
    from kata.learner.session import Session
    from kata.progress import State


def choose(
    catalog: Catalog,
    states: "Mapping[str, State]",
    current: str | None,
    scope: Scope,
    now: datetime,
    *,
    planned: Mapping[str, ReviewForm] | None = None,
    draw: "Random | None" = None,
) -> Choice:
    """The kata to do next.

    A review that is due and has its place today; else the unfinished attempt, the newest first; else the first whose
    `after` are passed. A kata that was given up comes last until it is due, and holds nothing else up; nor does one
    that doesn't exist or lacks a package.

    Args:
        current: the kata that was begun or checked last.
        planned: the reviews that have a place today, in their order; without it all that are due have.
        draw: choose at random among the katas that are ready, and leave out reviews and unfinished work.
    """
    why: list[str] = []
    if draw is None:
        runs = {kata.name for kata in scope.wide if not missing(kata)}
        due = [kata for kata in scope.wide if kata.name in runs and states[kata.name].due(now)]
        chosen = _review(due, states, current, planned, now, why)
        if chosen is not None:
            return chosen
        why.append(_no_review(catalog, states, due, now))
        open_ = unfinished(scope.wide, states, current, now)
        if open_:
            kata = open_[0]
            others = f" (of {len(open_)} unfinished ones the one that you worked on last)" if len(open_) > 1 else ""
            why.append(
                f"You have begun {kata.name} anew and not passed it again yet{others}."
                if states[kata.name].passed
                else f"You have begun {kata.name} and not passed it yet{others}."
            )
            return Choice(kata, why=why)
        why.append("No attempt is unfinished.")
    return choose_new(catalog, states, scope, now, draw, why)


def choose_next(
    session: "Session",
    states: "Mapping[str, State]",
    track: str | None = None,
    level: str | None = None,
    path: str | None = None,
    at_random: bool = False,
) -> tuple[Choice, Scope]:
    """What is next, and where it was looked for.

    Without anything that narrows it, reviews and unfinished work come from everywhere, and what is new from the path
    that is followed.
    """
    scope = find_scope(session, track, level, path)
    now = clock.now()
    planned = None
    if any(state.due(now) for state in states.values()):
        work = plan(session, states, find_scope(session), 1)[0].work
        planned = {one.kata: one.form for one in work if one.form is not None}
    current = session.read(lambda progress: progress.current)
    draw = Random() if at_random else None
    return choose(session.catalog, states, current, scope, now, planned=planned, draw=draw), scope


def _review(
    due: list[Kata],
    states: "Mapping[str, State]",
    current: str | None,
    planned: Mapping[str, ReviewForm] | None,
    now: datetime,
    why: list[str],
) -> Choice | None:
    """The review that was begun, else the one that one is likeliest to have forgotten."""
    begun = [kata for kata in due if states[kata.name].unfinished]
    ready = [kata for kata in due if planned is None or kata.name in planned]
    if not begun and not ready:
        return None

    def rank(kata: Kata) -> tuple[bool, bool, float]:
        state = states[kata.name]
        assert state.scheduled is not None
        return not state.unfinished, state.unfinished and kata.name != current, -urgency(state.scheduled, now)

    kata = min(begun or ready, key=rank)
    state = states[kata.name]
    assert state.scheduled is not None
    day = f"{state.scheduled.due.astimezone():%d %B}".lstrip("0")
    last = f" The last time was rated {state.rating.word}." if state.rating else ""
    if state.unfinished:
        why.append(f"A review of {kata.name} is due since {day}, and you have begun it.{last}")
        return Choice(kata, why=why)
    others = f" Of the {len(due)} that are due you are likeliest to have forgotten it." if len(due) > 1 else ""
    why.append(f"A review of {kata.name} is due since {day}.{last}{others}")
    return Choice(kata, review=planned[kata.name] if planned else whole(kata.minutes), why=why)


def _no_review(catalog: Catalog, states: "Mapping[str, State]", due: Sequence[Kata], now: datetime) -> str:
    """Why no review comes."""
    if due:
        count = "A review is due that has" if len(due) == 1 else f"{len(due)} reviews are due that have"
        return f"{count} no place in today's minutes: `kata plan` shows when they come."
    elsewhere = sum(states[kata.name].due(now) for kata in catalog if not missing(kata))
    if elsewhere:
        return f"No review is due among these katas ({elsewhere} elsewhere: `kata review` lists what is due)."
    return "No review is due."
