"""What pages say of katas, of the server and of a static site alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kata.catalog import LEVELS, Catalog, Kata
from kata.catalog.families import ready_made
from kata.catalog.paths import LearningPath
from kata.learner.filters import STATUSES, word_for
from kata.learner.packages import missing
from kata.learner.rating_words import due_text
from kata.progress import State, clock
from kata.web.markup import specification

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True)
class KataRow:
    """A kata in a list."""

    kata: Kata
    status: str  # a word
    symbol: str
    due: bool
    when: str  # its next review, in words
    missing: tuple[str, ...] = ()
    current: bool = False


def rows(katas: Sequence[Kata], states: Mapping[str, State], current: str | None = None) -> list[KataRow]:
    """Katas with what is known of them; `current` is the one that is being worked on."""
    now = clock.now()
    return [_row(kata, states[kata.name], now, current) for kata in katas]


def _row(kata: Kata, state: State, now: "datetime", current: str | None) -> KataRow:
    word = word_for(state)
    when = due_text(state.scheduled, now) if state.scheduled else ""
    symbol = STATUSES[word][0]
    return KataRow(kata, word, symbol, state.due(now), when, tuple(missing(kata)), kata.name == current)


def stages(path: LearningPath, catalog: Catalog, states: Mapping[str, State]) -> list[tuple[str, list[KataRow]]]:
    """The stretches of a path, each with its title."""
    known = {row.kata.name: row for row in rows(path.katas(catalog), states)}
    return [(part.title, [known[name] for name in part.names if name in known]) for part in path.parts]


def facets(catalog: Catalog) -> dict[str, Any]:
    """What a list of katas can be narrowed by."""
    used = {kata.track for kata in catalog}
    return {
        "tracks": [track for track in catalog.tracks.values() if track.name in used],
        "levels": LEVELS,
        "statuses": list(STATUSES),
        "libraries": sorted({kata.uses for kata in catalog}),
    }


def about(catalog: Catalog, kata: Kata) -> dict[str, Any]:
    """A kata's title, conditions and specification, for a page."""
    return {
        "kata": kata,
        "track": catalog.tracks[kata.track],
        "spec": specification(kata.stub),
        "builds_on": catalog.prerequisites(kata),
        "not_here": [name for name in kata.after if name not in catalog],
        "not_allowed": ready_made(kata),
        "theory": kata.theory_path.is_file(),
        "sources": [source_parts(source) for source in kata.sources],
    }


def source_parts(source: str) -> tuple[str, str]:
    """The words of a source and its address, which is empty where it has none that a browser may open."""
    words, _, rest = source.partition("<")
    address = rest.rstrip("> .")
    return (words.strip(), address) if address.startswith(("https://", "http://")) else (source, "")
