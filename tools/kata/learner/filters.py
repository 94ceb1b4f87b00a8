"""Which katas of the catalog are meant: by track, level, status, tag, time, library and words."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from kata.catalog import Catalog, Kata
from kata.errors import KataError

if TYPE_CHECKING:
    from kata.catalog.search import Found
    from kata.learner.session import Session
    from kata.progress import State

# What is known of a kata, as a word, a symbol for colour terminals, and a style.
STATUSES = {
    "passed": ("✓", "good"),
    "given-up": ("○", "warn"),
    "begun": ("◐", "warn"),
    "known": ("»", "dim"),
    "new": (" ", ""),
}
DUE = "due"  # to be reviewed today; whatever else it is


def word_for(state: "State") -> str:
    """The status of a kata."""
    if state.passed:
        return "passed"
    if state.known:
        return "known"
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


def tag_named(catalog: Catalog, name: str) -> str:
    """The tag of that name, capitals aside.

    Raises:
        KataError: if no kata has it; offers the nearest ones, else the commonest.
    """
    wanted = name.strip().lower()
    tags = Counter(tag.lower() for kata in catalog for tag in kata.tags)
    if wanted in tags:
        return wanted
    import difflib

    near = difflib.get_close_matches(wanted, tags, n=3)
    offer = (
        f"Did you mean {' or '.join(near)}?"
        if near
        else "Some are " + ", ".join(tag for tag, _ in tags.most_common(8)) + "."
    )
    raise KataError(f"No kata has the tag `{name}`. {offer} `kata list --text` looks for words everywhere.")


@dataclass(frozen=True)
class Filter:
    """What is None or empty leaves everything in."""

    track: str | None = None
    level: str | None = None
    status: str | None = None  # of STATUSES, or DUE
    text: str = ""  # words, for `kata.catalog.search`
    tag: str | None = None
    uses: str | None = None
    minutes: int | None = None  # at most

    def find(self, session: "Session", states: "Mapping[str, State]", now: datetime) -> "Found":
        """The katas that are left: the best first where words are looked for, else in the catalog's order."""
        from kata.catalog.search import search  # every command imports this module, and few look for words

        notes: dict[str, str] = {}
        if self.text:
            for note in session.read(lambda progress: progress.notes()):
                notes[note.kata] = f"{notes.get(note.kata, '')} {note.text}"
        found = search(session.catalog, self.text, notes)
        return replace(found, katas=[kata for kata in found.katas if self._leaves(kata, states[kata.name], now)])

    def _leaves(self, kata: Kata, state: "State", now: datetime) -> bool:
        if self.status == DUE and not state.due(now):
            return False
        return (
            self.track in (None, kata.track)
            and self.level in (None, kata.level)
            and self.uses in (None, kata.uses)
            and self.status in (None, DUE, word_for(state))
            and (self.tag is None or self.tag in (tag.lower() for tag in kata.tags))
            and (self.minutes is None or kata.minutes <= self.minutes)
        )
