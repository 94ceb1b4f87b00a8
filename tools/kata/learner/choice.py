"""What `kata next` comes to, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING

from kata.catalog import Catalog, Kata
from kata.catalog.paths import CATALOG, find_path
from kata.errors import KataError
from kata.learner.filters import select
from kata.learner.packages import missing
from kata.progress import clock

if TYPE_CHECKING:
    from kata.learner.session import Session
    from kata.progress import State


@dataclass(frozen=True)
class Choice:
    """A kata or none, why it is that one, and what was passed over because a package is absent."""

    kata: Kata | None
    lacking: Sequence[Kata] = ()
    review: bool = False  # a round is to be begun from a fresh stub
    why: Sequence[str] = field(default=())  # sentences


def choose(
    catalog: Catalog,
    states: "Mapping[str, State]",
    current: str | None,
    among: Sequence[Kata],
    *,
    now: datetime | None = None,
    reviews: Sequence[Kata] | None = None,
    path: Sequence[str] | None = None,
    draw: "Random | None" = None,
) -> Choice:
    """The kata to do next.

    A review that is due, the one that was begun first; else the unfinished attempt, the newest first; else the first
    whose `after` are passed. A kata that was given up comes last until it is due, and holds nothing else up; nor does
    one that doesn't exist or lacks a package.

    Args:
        current: the kata that was begun or checked last.
        among: the katas to choose from, in their order.
        now: without it nothing is due.
        reviews: where to look for what is due and unfinished; by default `among`.
        path: the names of the path that is followed; what a kata builds on and the path doesn't have holds nothing up.
        draw: choose at random among the katas that are ready, and leave out reviews and unfinished work.
    """
    wide = list(among if reviews is None else reviews)
    runs = {kata.name for kata in wide if not missing(kata)}
    why: list[str] = []
    if draw is None:
        due = [kata for kata in wide if now and kata.name in runs and states[kata.name].due(now)]
        if due:
            return _review(due, states, current, why)
        why.append("No review is due.")
        open_ = [kata for kata in wide if kata.name in runs and _is_unfinished(kata, states, current)]
        if open_:
            open_.sort(key=lambda kata: (kata.name == current, _touched(states.get(kata.name))), reverse=True)
            others = f" (of {len(open_)} unfinished ones the one that you worked on last)" if len(open_) > 1 else ""
            why.append(f"You have begun {open_[0].name} and not passed it yet{others}.")
            return Choice(open_[0], why=why)
        why.append("No attempt is unfinished.")
    return _new(catalog, states, among, path, draw, why)


def choose_next(
    session: "Session",
    states: "Mapping[str, State]",
    track: str | None = None,
    level: str | None = None,
    path: str | None = None,
    at_random: bool = False,
) -> tuple[Choice, list[Kata]]:
    """What is next, and the katas that it was chosen from.

    Without anything that narrows it, reviews and unfinished work come from everywhere, and what is new from the path
    that is followed.
    """
    katas = select(session.catalog, track, level)
    narrowed = bool(track or level or path)
    followed = path or (None if track else session.read(lambda progress: progress.setting("path")))
    names = None
    among = katas
    if followed and followed != CATALOG:
        try:
            found = find_path(session.catalog, followed)
        except KataError as error:
            if path:
                raise
            session.warn(f"{error} None is followed; `kata path catalog` chooses the catalog's order.")
        else:
            names = found.names
            among = [kata for kata in found.katas(session.catalog) if kata in katas]
    choice = choose(
        session.catalog,
        states,
        session.read(lambda progress: progress.current),
        among,
        now=clock.now(),
        reviews=among if narrowed else katas,
        path=names,
        draw=Random() if at_random else None,
    )
    return choice, among


def _review(due: list[Kata], states: "Mapping[str, State]", current: str | None, why: list[str]) -> Choice:
    """The review that was begun, else the one that has waited longest."""

    def rank(kata: Kata) -> tuple[bool, bool, datetime]:
        state = states[kata.name]
        assert state.scheduled is not None
        return not state.unfinished, state.unfinished and kata.name != current, state.scheduled.due

    kata = min(due, key=rank)
    state = states[kata.name]
    assert state.scheduled is not None
    day = f"{state.scheduled.due.astimezone():%d %B}".lstrip("0")
    last = f" The last time was rated {state.rating.word}." if state.rating else ""
    if state.unfinished:
        why.append(f"A review of {kata.name} is due since {day}, and you have begun it.{last}")
    else:
        others = f" It has waited longest of {len(due)}." if len(due) > 1 else ""
        why.append(f"A review of {kata.name} is due since {day}.{last}{others}")
    return Choice(kata, review=not state.unfinished, why=why)


def _new(
    catalog: Catalog,
    states: "Mapping[str, State]",
    among: Sequence[Kata],
    path: Sequence[str] | None,
    draw: "Random | None",
    why: list[str],
) -> Choice:
    """The next kata that isn't passed."""
    done = {name for name, state in states.items() if state.passed}
    left = {name for name, state in states.items() if state.given_up} - done
    open_ = [kata for kata in among if kata.name not in done]
    lacking = [kata for kata in open_ if missing(kata)]
    lacked = {kata.name for kata in lacking}
    possible = [kata for kata in open_ if kata.name not in lacked]

    def locks(kata: Kata) -> list[str]:
        names = [one.name for one in catalog.prerequisites(kata) if not missing(one)]
        return [name for name in names if name not in done | left and (path is None or name in path)]

    ranked = sorted(possible, key=lambda kata: (kata.name in left, bool(locks(kata))))
    if not ranked:
        return Choice(None, lacking, why=why)
    kata = ranked[0]
    if draw is not None:
        like = [one for one in ranked if (one.name in left, not locks(one)) == (kata.name in left, not locks(kata))]
        kata = draw.choice(like)
        why.append(f"{kata.name} was drawn from the {len(like)} that are ready.")
    elif kata.name in left:
        why.append(f"All others are passed; {kata.name} is one that you gave up.")
    elif locks(kata):
        why.append(f"Nothing is ready: {kata.name} is the first, though it builds on {', '.join(locks(kata))}.")
    else:
        skipped = possible[: possible.index(kata)]
        waits = f"; {len(skipped)} before it still wait for what they build on" if skipped else ""
        why.append(f"{kata.name} is the first that you haven't passed and whose prerequisites you have{waits}.")
    order = {one.name: place for place, one in enumerate(among)}
    before = [one for one in lacking if order[one.name] < order[kata.name]]
    return Choice(kata, before, why=why)


def _is_unfinished(kata: Kata, states: "Mapping[str, State]", current: str | None) -> bool:
    """Whether it was worked on and is to be finished: checked in vain, or begun last."""
    state = states.get(kata.name)
    if kata.name == current:
        return state is None or state.unfinished or not (state.passed or state.given_up)
    return state is not None and state.unfinished and state.checks > 0


def _touched(state: "State | None") -> float:
    return state.touched.timestamp() if state and state.touched else 0.0
