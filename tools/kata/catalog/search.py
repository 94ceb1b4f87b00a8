"""Full-text search over the katas: titles, tags, specifications, theory pages and sources, typing errors forgiven.

SQLite's FTS5 finds and ranks, RapidFuzz puts typing errors right. The index is a file in the user's cache folder, used
while no file of a kata has changed; without a cache folder it is made in memory.
"""

import contextlib
import hashlib
import os
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kata import __version__
from kata.catalog.catalog import Catalog
from kata.catalog.kata import Kata, read_text
from kata.errors import KataError
from kata.folders import cache_folder

VERSION = 1  # of the table below
MOST_INDEXES = 20  # in the user's cache folder

# The columns, and what a hit in each is worth: a name says more than a word in a specification.
COLUMNS = {"name": 12.0, "title": 10.0, "tags": 8.0, "track": 4.0, "sources": 2.0, "spec": 1.0, "theory": 1.0}

_WORD = re.compile(r"[^\W_]+")
_MOST_CORRECTIONS = 3


@dataclass(frozen=True)
class Found:
    """What a search found."""

    katas: Sequence[Kata]  # the best first
    corrected: dict[str, Sequence[str]] = field(default_factory=dict)  # for words that stand nowhere: the nearest
    every_word: bool = True  # False: no kata has all words, and these have the most

    def says(self) -> str:
        """A sentence on what was sought in place of what was typed; empty where that is the same."""
        sentences = []
        for typed, words in self.corrected.items():
            instead = f"; taken for {' or '.join(f'`{word}`' for word in words)}" if words else ""
            sentences.append(f"`{typed}` stands nowhere{instead}.")
        if not self.every_word and self.katas:
            sentences.append("No kata has all of these words; these have most of them.")
        return " ".join(sentences)


def search(catalog: Catalog, text: str, notes: Mapping[str, str] | None = None) -> Found:
    """The katas that `text` is about.

    Every word must stand somewhere in what is said of a kata, as the beginning of a word at least: `grad` finds
    gradients. A word that stands nowhere is taken for the nearest that does. Where no kata has all words, those that
    have the most are found.

    Args:
        text: words as a person types them; capitals and punctuation don't count. Without any, every kata is found.
        notes: what the learner noted, by kata; a kata whose note has every word is found too, and comes first if it
            has them as they were typed.
    """
    words = list(dict.fromkeys(_WORD.findall(text.lower())))
    if not words:
        return Found(list(catalog))
    with contextlib.closing(_open_index(catalog)) as index:
        corrected: dict[str, Sequence[str]] = {}
        phrases = []
        for word in words:
            if _stands_somewhere(index, word):
                phrases.append(_beginning_with(word))
            else:
                corrected[word] = _nearest(index, word)
                phrases.append("(" + " OR ".join(f'"{near}"' for near in corrected[word]) + ")")
        sought = [phrase for phrase in phrases if phrase != "()"]
        names = _names(index, " AND ".join(sought)) if len(sought) == len(phrases) else []
        noted = [kata for kata, note in (notes or {}).items() if _has_words(note, words)]
        if noted:
            # Several words in the order of one's own note are hardly meant for anything else.
            first = [kata for kata in noted if len(words) > 1 and _has_phrase((notes or {})[kata], words)]
            names, corrected = list(dict.fromkeys([*first, *names, *noted])), {}
        every_word = bool(names) or not sought
        names = names or (_with_most_words(index, sought) if sought else [])
    whole = "_".join(words)
    names.sort(key=lambda name: name != whole)  # stable: a kata of that very name comes first
    return Found([catalog.get(name) for name in names if name in catalog], corrected, every_word)


def find_about(catalog: Catalog, text: str) -> list[Kata]:
    """The katas that have every word of `text` in their name or tags, the best first.

    A word of more than three letters may be the beginning of one; none is taken for another.
    """
    words = list(dict.fromkeys(_WORD.findall(text.lower())))
    if not words:
        return []
    with contextlib.closing(_open_index(catalog)) as index:
        phrases = [_beginning_with(word) if len(word) > 3 else f'"{word}"' for word in words]
        names = _names(index, f"{{name tags}} : ({' AND '.join(phrases)})")
    return [catalog.get(name) for name in names]


def _has_words(text: str, words: Sequence[str]) -> bool:
    there = _WORD.findall(text.lower())
    return all(any(one.startswith(word) for one in there) for word in words)


def _has_phrase(text: str, words: Sequence[str]) -> bool:
    return f" {' '.join(words)}" in f" {' '.join(_WORD.findall(text.lower()))}"


def _names(index: sqlite3.Connection, query: str) -> list[str]:
    weights = ", ".join(map(str, COLUMNS.values()))
    rows = index.execute(f"SELECT name FROM katas WHERE katas MATCH ? ORDER BY bm25(katas, {weights}), rowid", (query,))
    return [name for (name,) in rows]


def _with_most_words(index: sqlite3.Connection, phrases: Sequence[str]) -> list[str]:
    """The katas that no other kata has more of these words than."""
    count = Counter(name for phrase in phrases for name in _names(index, phrase))
    most = max(count.values())
    return [name for name in _names(index, " OR ".join(phrases)) if count[name] == most]


def _stands_somewhere(index: sqlite3.Connection, word: str) -> bool:
    return (
        index.execute("SELECT 1 FROM katas WHERE katas MATCH ? LIMIT 1", (_beginning_with(word),)).fetchone()
        is not None
    )


def _beginning_with(word: str) -> str:
    """The query for words that begin like this one, or like its singular."""
    plural = len(word) > 4 and word.endswith("s") and not word.endswith("ss")
    return f'("{word}"* OR "{word[:-1]}"*)' if plural else f'"{word}"*'


def _nearest(index: sqlite3.Connection, word: str) -> list[str]:
    """The words of the index that were probably meant: one typing error away, in a long word two."""
    from rapidfuzz.distance import OSA  # most searches do without
    from rapidfuzz.process import extract

    errors = 0 if len(word) < 3 or word.isdigit() else 1 if len(word) < 6 else 2
    rows = index.execute(
        "SELECT term, doc FROM words WHERE length(term) BETWEEN ? AND ?", (len(word) - errors, len(word) + errors)
    )
    katas = dict(rows.fetchall())
    near = extract(word, list(katas), scorer=OSA.distance, score_cutoff=errors, limit=50) if errors else []
    least = min((distance for _, distance, _ in near), default=0)
    # Of those that are as near, the commonest.
    terms = sorted((term for term, distance, _ in near if distance == least), key=lambda term: (-katas[term], term))
    return terms[:_MOST_CORRECTIONS]


def _open_index(catalog: Catalog) -> sqlite3.Connection:
    """The index of this catalog: the file in the cache folder if it is up to date, else made anew."""
    state = _state(catalog)
    name = hashlib.sha256(b"\0".join(os.fsencode(root) for root in catalog.roots)).hexdigest()[:16]
    path = cache_folder() / f"search-{name}.db"
    with contextlib.suppress(sqlite3.Error):
        index = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)  # it is replaced, never changed
        try:
            if index.execute("SELECT state FROM catalog").fetchone() == (state,):
                return index
        except sqlite3.Error:
            index.close()
            raise
        index.close()
    return _make_index(catalog, state, path)


def _state(catalog: Catalog) -> str:
    """What changes whenever a file of the catalog does."""
    digest = hashlib.sha256(f"{__version__}/{VERSION}".encode())
    for kata in catalog:
        for file in (kata.manifest_path, kata.stub_path, kata.theory_path):
            with contextlib.suppress(OSError):
                status = file.stat()
                digest.update(os.fsencode(file) + f"\0{status.st_mtime_ns}\0{status.st_size}\0".encode())
    return digest.hexdigest()


def _make_index(catalog: Catalog, state: str, path: Path) -> sqlite3.Connection:
    index = sqlite3.connect(":memory:")
    try:
        index.execute(f"CREATE VIRTUAL TABLE katas USING fts5({', '.join(COLUMNS)})")
    except sqlite3.OperationalError:
        index.close()
        raise KataError(
            "The SQLite of this Python has no full-text search (FTS5), so that words can't be looked for. "
            "Choose by track, level or tag, or use a Python from python.org or your distribution."
        ) from None
    index.executemany(f"INSERT INTO katas VALUES ({', '.join('?' * len(COLUMNS))})", _rows(catalog))
    index.execute("CREATE VIRTUAL TABLE words USING fts5vocab(katas, row)")
    index.execute("CREATE TABLE catalog (state)")
    index.execute("INSERT INTO catalog VALUES (?)", (state,))
    index.commit()
    beside = path.with_suffix(f".{os.getpid()}.new")
    # A full disk or a read-only home costs the speed and nothing else.
    with contextlib.suppress(OSError, sqlite3.Error):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        with contextlib.closing(sqlite3.connect(beside)) as file:
            index.backup(file)
        beside.replace(path)
        for old in sorted(path.parent.glob("search-*.db"), key=lambda other: -other.stat().st_mtime)[MOST_INDEXES:]:
            old.unlink()
    return index


def _rows(catalog: Catalog) -> Iterator[tuple[str, ...]]:
    for kata in catalog:
        track = catalog.tracks[kata.track]
        yield (
            kata.name,
            kata.title,
            " ".join([*kata.tags, *kata.formerly]),
            f"{kata.track} {track.title} {track.covers} {kata.level} {kata.uses}",
            "\n".join(kata.sources),
            kata.stub,
            read_text(kata.theory_path) if kata.theory_path.is_file() else "",
        )
