"""Submissions found: whose they are, which kata they answer, and when they were handed in.

A folder for each student (clones, what nbgrader collects), what a learning system exports, an archive of either, or a
CSV that says which file is whose.
"""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path, PurePosixPath

from kata.batch.archives import open_zip, walk_zip
from kata.batch.exports import (
    GRADESCOPE,
    LARGEST_METADATA,
    Exported,
    exported_file,
    exported_folder,
    gradescope_folders,
)
from kata.batch.student_files import Found, FoundAnswer, Problem, StudentReader
from kata.bounded import BoundedProcess, BoundExceeded
from kata.catalog import Kata
from kata.classroom.roster import Person, known_columns, person_of_folder
from kata.csv_file import read_table
from kata.dates import parse_date
from kata.errors import KataError
from kata.untrusted import (
    FileEntry,
    RefusedFile,
    Unreadable,
    clean,
    file_entry,
)


def discover(
    submissions: Path, katas: Sequence[Kata], prefix: str = "", limits: Sequence[datetime] = ()
) -> Iterator[Found]:
    """Find everybody's answers to `katas`, one student after the other.

    Args:
        submissions: a folder, a zip archive or a CSV.
        prefix: of the folders' names, that isn't part of the students'.
        limits: when answers stop to count: what a clone held then is found too.

    Raises:
        KataError: when there is nothing that could be looked into.
    """
    by_name = {kata.name: kata for kata in katas}
    submissions = submissions.absolute()  # whoever reads it has another current folder
    with BoundedProcess(StudentReader, by_name, tuple(limits), shutil.which("git")) as reader:
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
    """Tells whose is what; what students made is looked into by `StudentReader`, in a process that can be ended."""

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
        """Everything of one student's, see `StudentReader.of_student`."""
        try:
            yield from self.reader.call("of_student", person, top, entries, kata, alone)
        except BoundExceeded as error:
            yield person
            yield Problem(person, "", top, f"This {error} Nothing of it is taken.")
