"""Which katas may come next: those that are unfinished, and those whose prerequisites are passed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import TYPE_CHECKING

from kata.catalog import Catalog, Kata
from kata.catalog.paths import CATALOG, find_path
from kata.errors import KataError
from kata.learner.filters import select
from kata.learner.packages import missing
from kata.progress.plan import ReviewForm

if TYPE_CHECKING:
    from kata.learner.session import Session
    from kata.progress import State


@dataclass(frozen=True)
class Choice:
    """A kata or none, why it is that one, and what was passed over because a package is absent."""

    kata: Kata | None
    lacking: Sequence[Kata] = ()
    review: ReviewForm | None = None  # a new round is to be begun in this form
    why: Sequence[str] = field(default=())  # sentences


@dataclass(frozen=True)
class Scope:
    """Where to look for what is next.

    Attributes:
        among: where new katas come from, in their order.
        wide: where reviews and unfinished work come from.
        path: the names of the path that is followed; what a kata builds on and the path doesn't have holds nothing up.
        path_name: how that path is called.
    """

    among: Sequence[Kata]
    wide: Sequence[Kata]
    path: Sequence[str] | None = None
    path_name: str = CATALOG


def find_scope(
    session: "Session", track: str | None = None, level: str | None = None, path: str | None = None
) -> Scope:
    """The katas that are meant.

    Raises:
        KataError: if there is no such track or path.
    """
    katas = select(session.catalog, track, level)
    narrowed = bool(track or level or path)
    followed = path or (None if track else session.read(lambda progress: progress.setting("path")))
    if not followed or followed == CATALOG:
        return Scope(katas, katas)
    try:
        found = find_path(session.catalog, followed)
    except KataError as error:
        if path:
            raise
        session.warn(f"{error} None is followed; `kata path catalog` chooses the catalog's order.")
        return Scope(katas, katas)
    among = [kata for kata in found.katas(session.catalog) if kata in katas]
    return Scope(among, among if narrowed else katas, found.names, found.name)


def unfinished(katas: Sequence[Kata], states: "Mapping[str, State]", current: str | None, now: datetime) -> list[Kata]:
    """What is to be finished, what was worked on last first."""
    open_ = [
        kata
        for kata in katas
        if _is_unfinished(kata, states, current) and not states[kata.name].set_aside(now) and not missing(kata)
    ]
    return sorted(open_, key=lambda kata: (kata.name == current, _touched(states.get(kata.name))), reverse=True)


def upcoming(
    catalog: Catalog, states: "Mapping[str, State]", scope: Scope, passed: Sequence[Kata] = ()
) -> Callable[[datetime], Kata | None]:
    """What tells the katas that come one after the other, if each is passed: the next as of a given time, or None.

    Args:
        passed: katas that count as passed by then.
    """
    states = dict(states)
    for kata in passed:
        states[kata.name] = replace(states[kata.name], passed=True)

    def following(at: datetime) -> Kata | None:
        kata = choose_new(catalog, states, scope, at, None, []).kata
        if kata is not None:
            states[kata.name] = replace(states[kata.name], passed=True)
        return kata

    return following


def choose_new(
    catalog: Catalog,
    states: "Mapping[str, State]",
    scope: Scope,
    now: datetime,
    draw: "Random | None",
    why: list[str],
) -> Choice:
    """The next kata that isn't passed; why it is that one is added to `why`."""
    among, path = scope.among, scope.path
    done = {name for name, state in states.items() if state.passed or state.known}
    left = {name for name, state in states.items() if state.given_up} - done
    open_ = [kata for kata in among if kata.name not in done and not states[kata.name].set_aside(now)]
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
    """Whether it was begun and is to be finished, or is what was worked on last and was never ended."""
    state = states[kata.name]
    return state.unfinished or (kata.name == current and not (state.passed or state.given_up))


def _touched(state: "State | None") -> float:
    return state.touched.timestamp() if state and state.touched else 0.0
