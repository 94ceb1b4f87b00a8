"""Submissions found: whose they are, which kata they answer, and when they were handed in.

A folder for each student (clones, what nbgrader collects), what a learning system exports, an archive of either, or a
CSV that says which file is whose.
"""

import contextlib
import itertools
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import Literal

from kata.batch.archives import LARGEST_ARCHIVE, MOST_UNPACKED, open_zip, walk_zip
from kata.batch.commits import Repository, repository_of
from kata.batch.exports import (
    GRADESCOPE,
    LARGEST_METADATA,
    Exported,
    exported_file,
    exported_folder,
    gradescope_folders,
)
from kata.bounded import BoundedProcess, TookTooMuch
from kata.catalog import Kata
from kata.classroom.roster import Person, known_columns, person_of_folder
from kata.csv_file import read_table
from kata.dates import parse_date
from kata.errors import KataError
from kata.stub import asked_for, definitions
from kata.untrusted import (
    LARGEST_NOTEBOOK,
    LARGEST_SOURCE,
    MOST_FILES,
    FileEntry,
    RefusedFile,
    Unreadable,
    clean,
    file_entry,
    read_source,
    walk,
)

_NUMBERED = re.compile(r"(?P<name>.+?)(?:-| ?\()(?P<number>\d+)\)?$")
_MOST_UNNAMED = 50  # files of other names that are looked into for what they define


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


def discover(
    submissions: Path, katas: Sequence[Kata], prefix: str = "", before: datetime | None = None
) -> Iterator[Found]:
    """Find everybody's answers to `katas`, one student after the other.

    Args:
        submissions: a folder, a zip archive or a CSV.
        prefix: of the folders' names, that isn't part of the students'.
        before: when answers stop to count: what a clone held then is found too.

    Raises:
        KataError: when there is nothing that could be looked into.
    """
    by_name = {kata.name: kata for kata in katas}
    submissions = submissions.absolute()  # whoever reads it has another current folder
    with BoundedProcess(_Reader, by_name, before, shutil.which("git")) as reader:
        search = _Search(by_name, prefix, reader)
        if submissions.is_dir():
            yield from search.in_folder(submissions)
        elif submissions.suffix.lower() == ".csv":
            yield from search.in_table(submissions)
        elif submissions.suffix.lower() == ".zip" and submissions.is_file():
            yield from search.in_archive(submissions)
        else:
            raise KataError(
                f"{submissions} is neither a folder of submissions, nor a .zip, nor a .csv that says whose is what."
            )


@dataclass(frozen=True)
class _Version:
    """What a file holds now or held in an earlier commit, and when that was handed in."""

    entry: FileEntry
    submitted: datetime | None
    dated: Dated
    which: str = ""  # the commit, after the path

    def answer(self, person: Person, kata: str, where: str, source: str, number: int = 0) -> FoundAnswer:
        return FoundAnswer(person, kata, where + self.which, source, self.submitted, self.dated, number=number)


@dataclass(frozen=True)
class _Top:
    """What stands in an export at its top: a folder, on the disk or in an archive, or a file."""

    name: str
    entries: Path | list[FileEntry | RefusedFile]
    is_folder: bool


def _content(top: _Top) -> bytes:
    assert not isinstance(top.entries, Path)
    (entry,) = top.entries
    if isinstance(entry, RefusedFile):
        raise KataError(f"{top.name}: {entry.says}")
    return entry.read(LARGEST_METADATA)


class _Search:
    """Tells whose is what; what students made is looked into by `_Reader`, in a process that can be ended."""

    def __init__(self, katas: dict[str, Kata], prefix: str, reader: BoundedProcess) -> None:
        self.katas = katas
        self.prefix = prefix
        self.reader = reader

    # -- the layouts --

    def in_folder(self, folder: Path) -> Iterator[Found]:
        try:
            places = sorted(folder.iterdir())
        except OSError as error:
            raise KataError(f"{folder} can't be read: {error.strerror}.") from None
        tops: list[_Top] = []
        for place in places:
            name = clean(place.name)
            if name.startswith("."):
                continue
            if place.is_symlink():
                says = "This is a symbolic link, and links are not followed."
                tops.append(_Top(name, [RefusedFile(PurePosixPath(), says)], is_folder=True))
            elif place.is_dir():
                tops.append(_Top(name, place, is_folder=True))
            else:
                tops.append(_Top(name, [file_entry(place, PurePosixPath(name))], is_folder=False))
        yield from self._of_tops(tops)

    def in_archive(self, path: Path) -> Iterator[Found]:
        try:
            archive = open_zip(path)
        except Unreadable as error:
            raise KataError(f"{path}: {error}") from None
        with archive:
            entries = list(walk_zip(archive))
        # One folder around everything is no student.
        tops = {entry.path.parts[:1] for entry in entries}
        around = all(len(entry.path.parts) > 2 or entry.path.parts[1:] == (GRADESCOPE,) for entry in entries)
        if len(tops) == 1 and around:
            entries = [replace(entry, path=PurePosixPath(*entry.path.parts[1:])) for entry in entries]
        entries.sort(key=lambda entry: entry.path.parts)
        found = []
        for top, group in groupby(entries, key=lambda entry: entry.path.parts[0]):
            inside = list(group)
            if len(inside) == 1 and len(inside[0].path.parts) == 1:
                found.append(_Top(top, inside, is_folder=False))
                continue
            below: list[FileEntry | RefusedFile]
            below = [replace(entry, path=PurePosixPath(*entry.path.parts[1:])) for entry in inside]
            found.append(_Top(top, below, is_folder=True))
        yield from self._of_tops(found)

    def _of_tops(self, tops: list[_Top]) -> Iterator[Found]:
        """What stands side by side in an export: a folder for each student, or everybody's files."""
        listed = next((top for top in tops if top.name == GRADESCOPE and not top.is_folder), None)
        folders = gradescope_folders(_content(listed)) if listed is not None else {}
        flat: dict[Exported, list[FileEntry | RefusedFile]] = {}  # of one student's attempt together
        for top in tops:
            if top is listed:
                continue
            exported = folders.get(top.name) or (exported_folder if top.is_folder else exported_file)(top.name)
            if exported is None and not top.is_folder:
                yield from self._of_loose_file(top)
            elif exported is None:
                yield from self.of_student(person_of_folder(top.name, self.prefix), top.name, top.entries)
            elif top.is_folder:
                yield from self._of_export(exported, top.name, top.entries)
            elif not isinstance(top.entries, Path):
                called = PurePosixPath(exported.called.replace("/", "_"))
                inner = [replace(entry, path=called) for entry in top.entries]
                flat.setdefault(replace(exported, called=""), []).extend(inner)
        for exported, entries in flat.items():
            yield from self._of_export(exported, exported.people[0].name or exported.people[0].student, entries)

    def _of_export(
        self, exported: Exported, top: str, entries: Path | list[FileEntry | RefusedFile]
    ) -> Iterator[Found]:
        if exported.typed:
            for person in exported.people:
                yield person
                says = "This was typed into the learning system, and is no file; it is not graded. Ask for the file."
                yield Problem(person, "", top, says)
            return
        found = list(self.of_student(exported.people[0], top, entries))
        for person in exported.people:
            for one in found:
                match one:
                    case FoundAnswer() if exported.submitted is not None:
                        yield replace(one, person=person, submitted=exported.submitted, dated="export")
                    case FoundAnswer() if exported.late is not None:  # the file's own date is the one of the export
                        yield replace(one, person=person, submitted=None, dated="", late=exported.late)
                    case FoundAnswer() | Problem():
                        yield replace(one, person=person)
                    case Person():
                        yield person

    def in_table(self, table: Path) -> Iterator[Found]:
        rows = list(read_table(table))
        if rows and not {"student", "path"} <= rows[0][1].keys():
            raise KataError(
                f"{table}: it needs the columns `student` and `path`; `kata` and `submitted` may be there too."
            )
        for line, row in rows:
            where = f"{table.name}, line {line}"
            person = known_columns(row)
            if person is None:
                yield Problem(None, "", where, "This line names no student.")
                continue
            yield person
            yield from self._of_row(table, person, row, where)

    def _of_row(self, table: Path, person: Person, row: dict[str, str], where: str) -> Iterator[Found]:
        kata = row.get("kata", "").replace("-", "_")
        if kata and kata not in self.katas:
            yield Problem(person, "", where, f"The kata `{kata}` isn't one of those that are graded.")
            return
        try:
            submitted = parse_date(row["submitted"], "The column `submitted`") if row.get("submitted") else None
        except KataError as error:
            yield Problem(person, kata, where, str(error))
            submitted = None
        place = table.parent / row["path"]
        if not place.exists():  # from a CSV that was made on Windows
            place = table.parent / row["path"].replace("\\", "/")
        if not row["path"] or not place.resolve().is_relative_to(table.parent.resolve()):
            yield Problem(person, kata, where, f"The path `{row['path']}` is empty, or leads out of the CSV's folder.")
        elif place.is_symlink() or not (place.is_dir() or place.is_file()):
            yield Problem(person, kata, where, f"The path `{row['path']}` is no file or folder, or a link.")
        else:
            entries: Path | list[FileEntry | RefusedFile]
            entries = place if place.is_dir() else [file_entry(place, PurePosixPath(place.name))]
            for found in self.of_student(person, row["path"], entries, kata, alone=bool(kata) and place.is_file()):
                if isinstance(found, FoundAnswer) and submitted is not None:
                    found = replace(found, submitted=submitted, dated="export")
                yield found

    # -- one student --

    def _of_loose_file(self, top: _Top) -> Iterator[Found]:
        """A file among the students' folders that no learning system has named."""
        assert not isinstance(top.entries, Path)
        (entry,) = top.entries
        suffix = entry.path.suffix.lower()
        if isinstance(entry, RefusedFile):
            yield Problem(None, "", str(entry.path), entry.says)
        elif suffix in (".zip", ".ipynb"):
            yield from self.of_student(person_of_folder(entry.path.stem, self.prefix), entry.path.name, [entry])
        elif suffix == ".py":
            yield Problem(None, "", entry.path.name, "Nothing says whose file this is: it lies in no student's folder.")

    def of_student(
        self,
        person: Person,
        top: str,
        entries: Path | list[FileEntry | RefusedFile],
        kata: str = "",
        *,
        alone: bool = False,
    ) -> Iterator[Found]:
        """Everything of one student's, see `_Reader.of_student`."""
        try:
            yield from self.reader.call("of_student", person, top, entries, kata, alone)
        except TookTooMuch as error:
            yield person
            yield Problem(person, "", top, f"This {error} Nothing of it is taken.")


class _Reader:
    """Looks into what one student handed in."""

    def __init__(self, katas: dict[str, Kata], before: datetime | None, git: str | None) -> None:
        self.katas = katas
        self.before = before
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
        reader = _Reader({kata: self.katas[kata]}, self.before, self.git) if kata else self
        return list(reader._of_student(person, top, walk(entries) if isinstance(entries, Path) else entries, alone))

    def _of_student(
        self, person: Person, top: str, entries: Iterable[FileEntry | RefusedFile], alone: bool
    ) -> Iterator[Found]:
        yield person
        count = 0  # answers and problems
        dates: dict[PurePosixPath, datetime] = {}
        files: list[tuple[FileEntry, str, int]] = []  # with the kata and the number that the name says
        unnamed: list[FileEntry] = []
        notebooks: list[FileEntry] = []
        for entry in self._unpacked(entries):
            where = f"{top}/{entry.path}".rstrip("/.")
            suffix = entry.path.suffix.lower()
            kata, number = self._named(entry.path.stem) if not alone else (next(iter(self.katas)), 0)
            if isinstance(entry, RefusedFile):
                count += 1
                yield Problem(person, kata if suffix == ".py" else "", where, entry.says)
                continue
            if suffix == ".py" and kata:
                if not self._is_given(entry, kata):
                    files.append((entry, kata, number))
            elif suffix == ".py":
                unnamed.append(entry)
            elif suffix == ".ipynb":
                notebooks.append(entry)
            elif entry.path.name == "timestamp.txt":
                dates |= _timestamp(entry)
        for entry in notebooks:
            for found in self._of_notebook(person, f"{top}/{entry.path}".rstrip("/."), entry, dates):
                count += 1
                yield found
        for entry, kata, number, others in _chosen(files):
            where = f"{top}/{entry.path}"
            count += 1
            if others:
                yield Problem(
                    person, kata, where, f"{entry.path.name} stands in {others + 1} places; this one is taken."
                )
            try:
                for version in self._versions(entry, dates):
                    yield version.answer(person, kata, where, read_source(version.entry), number)
            except Unreadable as error:
                yield Problem(person, kata, where, str(error))
        missing = self.katas.keys() - {kata for _, kata, _ in files}
        for found in self._by_definition(person, top, unnamed[:_MOST_UNNAMED], missing, dates) if missing else ():
            count += 1
            yield found
        if not count:
            names = ", ".join(f"{name}.py" for name in list(self.katas)[:3])
            yield Problem(person, "", top, f"There is no answer to any of the katas in here ({names} or a notebook).")

    def _is_given(self, entry: FileEntry, kata: str) -> bool:
        """Whether a file is the specification that a starter has in `exercises/`, and no answer."""
        if "exercises" not in entry.path.parts:
            return False
        try:
            return read_source(entry) == self.katas[kata].stub
        except Unreadable:
            return False

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
        if self.before is None or commit.date <= self.before:
            return
        earlier = next((one for one in repository.commits(path) if one.date <= self.before), None)
        data = repository.content(earlier, path, LARGEST_NOTEBOOK) if earlier else None
        if earlier is not None and data is not None:
            then = replace(entry, place=None, read=lambda _: data)
            yield _Version(then, earlier.date, "commit", f" ({earlier.name[:10]})")

    def _repository(self, entry: FileEntry) -> tuple[Repository | None, PurePosixPath]:
        """The clone that a file lies in, and its path from there."""
        if entry.place is None or self.git is None:
            return None, entry.path
        top = entry.place.parents[len(entry.path.parts) - 1]
        repository = repository_of(entry.place, top, self.git)
        if repository is None:
            return None, entry.path
        return repository, PurePosixPath(entry.place.relative_to(repository.folder).as_posix())

    def _named(self, stem: str) -> tuple[str, int]:
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
        self, person: Person, where: str, entry: FileEntry, dates: dict[PurePosixPath, datetime]
    ) -> Iterator[Found]:
        try:
            for version in self._versions(entry, dates):
                yield from self._in_notebook(person, where, version)
        except KataError as error:
            yield Problem(person, "", where, str(error))

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
