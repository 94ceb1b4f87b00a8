"""Which katas of the catalog are meant: by track, level, status and words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kata.catalog import Catalog, Kata
from kata.errors import KataError

if TYPE_CHECKING:
    from kata.progress import State

# What is known of a kata, as a word, a symbol for colour terminals, and a style.
STATUSES = {
    "passed": ("✓", "good"),
    "given-up": ("○", "warn"),
    "begun": ("◐", "warn"),
    "new": (" ", ""),
}
DUE = "due"  # to be reviewed today; whatever else it is


def word_for(state: "State") -> str:
    """The status of a kata."""
    if state.passed:
        return "passed"
    if state.given_up:
        return "given-up"
    return "begun" if state.begun else "new"


def track_named(catalog: Catalog, name: str) -> str:
    """The track of that name, hyphens and capitals aside.

    Raises:
        KataError: if there is none.
    """
    wanted = name.replace("-", "_").lower()
    if wanted not in catalog.tracks:
        raise KataError(f"There is no track `{name}`. The tracks are {', '.join(catalog.tracks)}.")
    return wanted


def select(catalog: Catalog, track: str | None, level: str | None) -> list[Kata]:
    """The katas of a track and of a level, in order.

    Raises:
        KataError: if there is no such track.
    """
    wanted = track_named(catalog, track) if track else None
    return [kata for kata in catalog if wanted in (None, kata.track) and level in (None, kata.level)]


@dataclass(frozen=True)
class Filter:
    """What is None or empty leaves everything in."""

    track: str | None = None
    level: str | None = None
    status: str | None = None  # of STATUSES, or DUE
    text: str = ""  # words, each of which stands in the name, the title, the track, the level or the tags

    def katas(self, katas: Iterable[Kata], states: "Mapping[str, State]", now: datetime) -> list[Kata]:
        """Those that are left, in their order."""
        return [kata for kata in katas if self.leaves(kata, states[kata.name], now)]

    def leaves(self, kata: Kata, state: "State", now: datetime) -> bool:
        if self.track not in (None, kata.track) or self.level not in (None, kata.level):
            return False
        if self.status == DUE and not state.due(now):
            return False
        if self.status not in (None, DUE, word_for(state)):
            return False
        place = f"{kata.name} {kata.name.replace('_', ' ')} {kata.name.replace('_', '-')} {kata.title} {kata.track}"
        place = f"{place} {kata.level} {kata.uses} {' '.join(kata.tags)}".lower()
        return all(word in place for word in self.text.lower().split())
