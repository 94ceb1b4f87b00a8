"""What one student handed in: the answers in their files, with their dates, and what a human should know of."""

import contextlib
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Literal

from kata.batch.archives import LARGEST_ARCHIVE, MOST_UNPACKED, open_zip, walk_zip
from kata.batch.commits import Commit, Repository, repository_of
from kata.catalog import Kata
from kata.classroom.roster import Person
from kata.errors import KataError
from kata.stub import asked_for, definitions
from kata.untrusted import (
    LARGEST_NOTEBOOK,
    LARGEST_SOURCE,
    MOST_FILES,
    FileEntry,
    RefusedFile,
    Unreadable,
    read_source,
    walk,
)

_NUMBERED = re.compile(r"(?P<name>.+?)(?:-| ?\()(?P<number>\d+)\)?$")
_MOST_UNNAMED = 50  # files of other names that are looked into for what they define
# Folders of a catalog, and of scripts: what they hold may define what a kata asks for, and is nobody's answer to it.
_NOT_ANSWERS = {"exercises", "solutions", "graders", "repro"}


# A commit; the data of the export or table; the file's own date, which is often the one of copying.
Dated = Literal["commit", "export", "file", ""]


@dataclass(frozen=True)
class FoundAnswer:
    """An answer to a kata that was handed in.

    Attributes:
        path: where it was found.
        dated: where the date is from; "" without one.
        late: whether the export says that it came after the due date; None when it doesn't say.
        number: of several by the same name, as an export counts them.
    """

    person: Person
    kata: str
    path: str
    source: str
    submitted: datetime | None
    dated: Dated = ""
    late: bool | None = None
    number: int = 0


@dataclass(frozen=True)
class Problem:
    """Something that a human should know of. `person` and `kata` may be unknown."""

    person: Person | None
    kata: str
    path: str
    says: str


Found = Person | FoundAnswer | Problem


@dataclass(frozen=True)
class _Version:
    """What a file holds now or held in an earlier commit, and when that was handed in."""

    entry: FileEntry
    submitted: datetime | None
    dated: Dated
    which: str = ""  # the commit, after the path

    def answer(self, person: Person, kata: str, where: str, source: str, number: int = 0) -> FoundAnswer:
        return FoundAnswer(person, kata, where + self.which, source, self.submitted, self.dated, number=number)


@dataclass
class _Contents:
    """What lies in a student's folder, by what it may be."""

    named: list[tuple[FileEntry, str, int]] = field(default_factory=list)  # with the kata and number of the name
    unnamed: list[FileEntry] = field(default_factory=list)
    notebooks: list[FileEntry] = field(default_factory=list)
    refused: list[tuple[RefusedFile, str]] = field(default_factory=list)
    dates: dict[PurePosixPath, datetime] = field(default_factory=dict)


def last_of(answers: Sequence[FoundAnswer]) -> FoundAnswer:
    """The answer that counts where the last one does: by its date, then its number, then its place."""
    dates = [one.submitted.timestamp() if one.submitted else 0.0 for one in answers]
    order = max(range(len(answers)), key=lambda place: (dates[place], answers[place].number, place))
    return answers[order]


class StudentReader:
    """Looks into what one student handed in."""

    def __init__(self, katas: dict[str, Kata], limits: tuple[datetime, ...], git: str | None) -> None:
        self.katas = katas
        self.limits = limits
        self.git = git  # found by whoever has a PATH

    def of_student(
        self, person: Person, top: str, entries: Path | list[FileEntry | RefusedFile], kata: str, alone: bool
    ) -> list[Found]:
        """Everything of one student's.

        Args:
            entries: their folder, or their files.
            kata: the only one that it may be an answer to; empty for all.
            alone: that kata's answer is this file, whatever it is called.
        """
        reader = StudentReader({kata: self.katas[kata]}, self.limits, self.git) if kata else self
        return list(reader._of_student(person, top, walk(entries) if isinstance(entries, Path) else entries, alone))

    def _of_student(
        self, person: Person, top: str, entries: Iterable[FileEntry | RefusedFile], alone: bool
    ) -> Iterator[Found]:
        yield person
        contents = self._sorted(entries, alone)
        found = [
            *(
                Problem(person, kata, f"{top}/{entry.path}".rstrip("/."), entry.says)
                for entry, kata in contents.refused
            ),
            *(one for entry in contents.notebooks for one in self._of_notebook(person, top, entry, contents.dates)),
            *(
                one
                for chosen in _chosen(self._written(contents.named))
                for one in self._of_file(person, top, chosen, contents.dates)
            ),
        ]
        missing = self.katas.keys() - {kata for _, kata, _ in contents.named}
        if missing:
            found += self._by_definition(person, top, contents.unnamed[:_MOST_UNNAMED], missing, contents.dates)
        yield from self._without_stubs(found)
        if not found:
            names = ", ".join(f"{name}.py" for name in list(self.katas)[:3])
            yield Problem(person, "", top, f"There is no answer to any of the katas in here ({names} or a notebook).")

    def _sorted(self, entries: Iterable[FileEntry | RefusedFile], alone: bool) -> _Contents:
        contents = _Contents()
        for entry in self._unpacked(entries):
            suffix = entry.path.suffix.lower()
            kata, number = self.named(entry.path.stem) if not alone else (next(iter(self.katas)), 0)
            if isinstance(entry, RefusedFile):
                contents.refused.append((entry, kata if suffix in (".py", ".ipynb") else ""))
            elif suffix == ".py" and not kata:
                if entry.path.parts[0] not in _NOT_ANSWERS:
                    contents.unnamed.append(entry)
            elif suffix == ".py" and not self._is_given(entry, kata):
                contents.named.append((entry, kata, number))
            elif suffix == ".ipynb":
                contents.notebooks.append(entry)
            elif entry.path.name == "timestamp.txt":
                contents.dates |= _timestamp(entry)
        return contents

    def _of_file(
        self, person: Person, top: str, chosen: tuple[FileEntry, str, int, int], dates: dict[PurePosixPath, datetime]
    ) -> Iterator[Found]:
        entry, kata, number, others = chosen
        where = f"{top}/{entry.path}"
        if others:
            says = f"{entry.path.name} stands in {others + 1} places; this one is taken."
            yield Problem(person, kata, where, says)
        try:
            for version in self._versions(entry, dates):
                yield version.answer(person, kata, where, read_source(version.entry), number)
        except Unreadable as error:
            yield Problem(person, kata, where, str(error))

    def _written(self, named: list[tuple[FileEntry, str, int]]) -> list[tuple[FileEntry, str, int]]:
        """Of several files for a kata, those that aren't the stub as it was handed out, where there are some."""
        several = {kata for kata, count in Counter(kata for _, kata, _ in named).items() if count > 1}
        stubs = [one for one in named if one[1] in several and self._is_stub(one[0], one[1])]
        begun = {kata for entry, kata, number in named if (entry, kata, number) not in stubs}
        return [one for one in named if one not in stubs or one[1] not in begun]

    def _without_stubs(self, found: list[Found]) -> list[Found]:
        """The same without the stubs of those katas that something else was handed in for, a notebook say."""
        stubs = [one for one in found if isinstance(one, FoundAnswer) and one.source == self.katas[one.kata].stub]
        begun = {one.kata for one in found if isinstance(one, FoundAnswer) and one not in stubs}
        return [one for one in found if one not in stubs or not isinstance(one, FoundAnswer) or one.kata not in begun]

    def _is_stub(self, entry: FileEntry, kata: str) -> bool:
        try:
            return read_source(entry) == self.katas[kata].stub
        except Unreadable:
            return False

    def _is_given(self, entry: FileEntry, kata: str) -> bool:
        """Whether a file is the specification that a starter has in `exercises/`, and no answer."""
        return "exercises" in entry.path.parts and self._is_stub(entry, kata)

    def _versions(self, entry: FileEntry, dates: dict[PurePosixPath, datetime]) -> Iterator[_Version]:
        """A file with its date; with a date up to which answers count, also what a clone held then.

        Raises:
            Unreadable: when it can't be read.
        """
        if entry.path.parent in dates:
            yield _Version(entry, dates[entry.path.parent], "export")
            return
        repository, path = self._repository(entry)
        commit = repository.last_commit(path, entry.read(LARGEST_NOTEBOOK)) if repository else None
        if repository is None or commit is None:
            yield _Version(entry, entry.modified, "file" if entry.modified else "")
            return
        yield _Version(entry, commit.date, "commit")
        before = commit.date
        for limit in sorted(self.limits, reverse=True):
            if before <= limit:
                continue
            earlier = next((one for one in repository.commits(path) if one.date <= limit), None)
            data = repository.content(earlier, path, LARGEST_NOTEBOOK) if earlier else None
            if earlier is not None and data is not None:
                before = earlier.date
                yield _earlier(entry, earlier, data)

    def _repository(self, entry: FileEntry) -> tuple[Repository | None, PurePosixPath]:
        """The clone that a file lies in, and its path from there."""
        if entry.place is None or self.git is None:
            return None, entry.path
        top = entry.place.parents[len(entry.path.parts) - 1]
        repository = repository_of(entry.place, top, self.git)
        if repository is None:
            return None, entry.path
        return repository, PurePosixPath(entry.place.relative_to(repository.folder).as_posix())

    def named(self, stem: str) -> tuple[str, int]:
        """The kata and the number that a file's name says; no kata when it is none's."""
        name = stem.strip().lower().replace(" ", "_")
        if name.replace("-", "_") in self.katas:
            return name.replace("-", "_"), 0
        numbered = _NUMBERED.match(stem.strip().lower())
        plain = numbered["name"].strip().replace("-", "_").replace(" ", "_") if numbered else ""
        return (plain, int(numbered["number"][:9])) if numbered and plain in self.katas else ("", 0)

    def _unpacked(self, entries: Iterable[FileEntry | RefusedFile]) -> Iterator[FileEntry | RefusedFile]:
        """The entries, archives among them replaced by what they hold, once."""
        for entry in entries:
            if not isinstance(entry, FileEntry) or entry.path.suffix.lower() != ".zip":
                yield entry
                continue
            try:
                archive = open_zip(entry.read(LARGEST_ARCHIVE))
            except Unreadable as error:
                yield RefusedFile(entry.path, str(error))
                continue
            room = MOST_UNPACKED
            with archive:
                for inner in itertools.islice(walk_zip(archive), MOST_FILES):
                    inside = replace(inner, path=entry.path / inner.path)
                    suffix = inside.path.suffix.lower()
                    if suffix == ".zip" and isinstance(inside, FileEntry):
                        inside = RefusedFile(inside.path, "This is an archive in an archive, and is not looked into.")
                    elif suffix in (".py", ".ipynb", ".txt") and isinstance(inside, FileEntry):
                        # When the archive is closed it can't be read any more.
                        inside = _kept(inside, min(room, LARGEST_NOTEBOOK if suffix == ".ipynb" else LARGEST_SOURCE))
                        room -= len(inside.read(0)) if isinstance(inside, FileEntry) else 0
                    yield inside

    def _of_notebook(
        self, person: Person, top: str, entry: FileEntry, dates: dict[PurePosixPath, datetime]
    ) -> Iterator[Found]:
        where = f"{top}/{entry.path}".rstrip("/.")
        try:
            for version in self._versions(entry, dates):
                yield from self._in_notebook(person, where, version)
        except KataError as error:
            # It was handed in, and can't be read: it may hold any of the katas, unless its name says which.
            named, _ = self.named(entry.path.stem)
            for kata in [named] if named else self.katas:
                yield Problem(person, kata, where, str(error))

    def _in_notebook(self, person: Person, where: str, version: _Version) -> Iterator[Found]:
        from kata.notebook.answers import answer_from, cells_in

        reasons = {}
        cells = cells_in(version.entry.read(LARGEST_NOTEBOOK), "This")
        found = 0
        for kata in self.katas.values():
            try:
                source = answer_from(cells, kata)
            except KataError as error:
                reasons[kata.name] = str(error)
                continue
            if source is not None:
                found += 1
                yield version.answer(person, kata.name, where, source)
        if not found:
            says = "No cell of this notebook defines what one of the katas asks for."
            yield Problem(person, "", where, next(iter(reasons.values()), says))

    def _by_definition(
        self,
        person: Person,
        top: str,
        unnamed: list[FileEntry],
        missing: set[str],
        dates: dict[PurePosixPath, datetime],
    ) -> Iterator[Found]:
        """The answers in files of other names, known by the functions and classes that they define."""
        defined: dict[FileEntry, tuple[str, set[str]]] = {}
        for entry in unnamed:
            try:
                source = read_source(entry)
                defined[entry] = source, set(definitions(source))
            except (Unreadable, SyntaxError, ValueError, RecursionError, MemoryError):
                continue
        for name in sorted(missing):
            wanted = set(asked_for(self.katas[name].stub))
            holding = [entry for entry, (_, names) in defined.items() if wanted <= names]
            if len(holding) == 1:
                entry = holding[0]
                where = f"{top}/{entry.path}"
                yield Problem(person, name, where, f"This is not called {name}.py, and is taken for what it defines.")
                with contextlib.suppress(Unreadable):  # it was read a moment ago
                    for version in self._versions(entry, dates):
                        yield version.answer(person, name, where, read_source(version.entry))
            elif holding:
                says = f"{len(holding)} files define what {name} asks for, and none is called {name}.py: none is taken."
                yield Problem(person, name, top, says)


def _kept(entry: FileEntry, most: int) -> FileEntry | RefusedFile:
    try:
        data = entry.read(most)
    except Unreadable as error:
        return RefusedFile(entry.path, str(error))
    return replace(entry, read=lambda _: data)


def _earlier(entry: FileEntry, commit: Commit, data: bytes) -> _Version:
    """What a file held in a commit."""
    then = replace(entry, place=None, read=lambda _: data)
    return _Version(then, commit.date, "commit", f" ({commit.name[:10]})")


def _timestamp(entry: FileEntry) -> dict[PurePosixPath, datetime]:
    """When the folder of nbgrader's timestamp.txt was handed in."""
    try:
        text = entry.read(200).decode("ascii", "replace").strip()
        return {entry.path.parent: datetime.fromisoformat(text.removesuffix(" UTC") + "+00:00" * text.endswith(" UTC"))}
    except (Unreadable, ValueError):
        return {}


def _chosen(files: list[tuple[FileEntry, str, int]]) -> Iterator[tuple[FileEntry, str, int, int]]:
    """One file of each name: in `attempts/` rather than elsewhere, then the one least deep; and how many others."""

    def place(file: tuple[FileEntry, str, int]) -> tuple[object, ...]:
        path = file[0].path
        return "attempts" not in path.parts, len(path.parts), path

    for _, group in groupby(sorted(files, key=lambda file: (file[1:], place(file))), key=lambda file: file[1:]):
        first, *others = group
        yield *first, len(others)
