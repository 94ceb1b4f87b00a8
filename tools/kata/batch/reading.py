"""Files of students, read with care: a tree or an archive may hold links, bombs and paths that climb out.

Nothing is followed, nothing is unpacked onto the disk, and nothing larger than an answer is read.
"""

import functools
import io
import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from kata.workspace.attempts import LARGEST, AttemptUnreadable, read_attempt

MOST_FILES = 20_000  # of one student
DEEPEST = 16  # folders in folders
LARGEST_NOTEBOOK = 20_000_000  # bytes: notebooks hold pictures
LARGEST_ARCHIVE = 200_000_000  # of one student
MOST_UNPACKED = 100_000_000  # bytes of answers and notebooks in it

# What tools keep beside one's files: never handed in on purpose.
PASSED_OVER = frozenset(
    ".git .hg .svn .github .kata .venv venv node_modules __pycache__ __MACOSX .ipynb_checkpoints site-packages".split()
)


class Unreadable(Exception):
    """A sentence that says why a file or folder can't be taken."""


@dataclass(frozen=True)
class FileEntry:
    """A file that was met, not read yet.

    Attributes:
        path: inside the tree.
        modified: when it was changed last.
        read: its bytes, at most so many; raises Unreadable.
        place: where it lies on the disk; None inside an archive.
    """

    path: PurePosixPath
    modified: datetime | None
    read: Callable[[int], bytes]
    place: Path | None = None


@dataclass(frozen=True)
class RefusedFile:
    """A file or folder that is not looked at, and why, in a sentence."""

    path: PurePosixPath
    says: str


def clean(name: str) -> str:
    """A name as Unicode that can be kept: bytes that are no UTF-8 are written as escapes."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def walk(folder: Path) -> Iterator[FileEntry | RefusedFile]:
    """Every file below a folder, in the order of names; links and what is no file or folder are refused."""
    seen = 0
    waiting = [(folder, PurePosixPath())]
    while waiting:
        here, inside = waiting.pop()
        try:
            with os.scandir(here) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield RefusedFile(inside, f"This folder can't be read: {error.strerror}.")
            continue
        for entry in found:
            path = inside / clean(entry.name)
            seen += 1
            if seen > MOST_FILES:
                yield RefusedFile(inside, f"There are more than {MOST_FILES:,} files; the rest is not looked at.")
                return
            if entry.is_symlink():
                yield RefusedFile(path, "This is a symbolic link, and links are not followed. Hand in the file itself.")
            elif entry.is_dir(follow_symlinks=False):
                if entry.name in PASSED_OVER:
                    continue
                if len(path.parts) > DEEPEST:
                    yield RefusedFile(path, f"This lies more than {DEEPEST} folders deep, and is not looked at.")
                    continue
                waiting.append((Path(entry.path), path))
            elif entry.is_file(follow_symlinks=False):
                yield file_entry(Path(entry.path), path)
            else:
                yield RefusedFile(path, "This is neither a file nor a folder.")


def file_entry(place: Path, path: PurePosixPath) -> FileEntry:
    """The entry of one file on the disk."""
    try:
        modified = datetime.fromtimestamp(place.lstat().st_mtime, UTC)
    except (OSError, OverflowError, ValueError):
        modified = None
    return FileEntry(path, modified, lambda most: _read_file(place, most), place)


def _read_file(place: Path, most: int) -> bytes:
    try:
        # Not following a link keeps what stands elsewhere out; not blocking keeps a named pipe from hanging.
        file = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(file, "rb") as source:
            status = os.fstat(file)
            if not stat.S_ISREG(status.st_mode):
                raise Unreadable("This is not a regular file.")
            if status.st_size > most:
                raise Unreadable(f"This has {status.st_size:,} bytes; at most {most:,} are read.")
            return source.read(most)
    except OSError as error:
        raise Unreadable(f"This can't be read: {error.strerror}.") from None


def open_zip(source: Path | bytes) -> zipfile.ZipFile:
    """An archive, to be closed by the caller.

    Raises:
        Unreadable: when it is none, or broken.
    """
    try:
        return zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError) as error:
        raise Unreadable(f"This archive can't be read ({error}).") from None


def walk_zip(archive: zipfile.ZipFile) -> Iterator[FileEntry | RefusedFile]:
    """Every file of an archive; what climbs out, is a link or encrypted is refused.

    The entries can be read while the archive is open.
    """
    for info in archive.infolist():
        path = PurePosixPath(clean(info.filename).replace("\\", "/"))
        if PASSED_OVER & {*path.parts} or info.is_dir():
            continue
        why = _why_not(info, path)
        if why:
            yield RefusedFile(PurePosixPath(*(part for part in path.parts if part not in ("/", ".."))), why)
        else:
            yield FileEntry(path, _zip_date(info), functools.partial(_read_member, archive, info))


def _why_not(info: zipfile.ZipInfo, path: PurePosixPath) -> str:
    if path.is_absolute() or ".." in path.parts:
        return "This path climbs out of the archive, and is not looked at."
    if stat.S_ISLNK(info.external_attr >> 16):
        return "This is a symbolic link, and links are not followed. Hand in the file itself."
    if info.flag_bits & 1:
        return "This is encrypted, and can't be read. Hand it in without a password."
    return ""


def _zip_date(info: zipfile.ZipInfo) -> datetime | None:
    try:
        return datetime(*info.date_time).astimezone()
    except ValueError:
        return None


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    try:
        with archive.open(info) as member:
            # What the archive says of the size may be a lie: no more is unpacked than this.
            data = member.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, ValueError, EOFError, RuntimeError) as error:
        raise Unreadable(f"This can't be unpacked ({error}).") from None
    if len(data) > most:
        raise Unreadable(f"This unpacks to more than the {most:,} bytes that are read.")
    return data


def read_source(entry: FileEntry) -> str:
    """The text of an answer.

    Raises:
        Unreadable: when it is too large, no UTF-8, or can't be read.
    """
    if entry.place is not None:
        try:
            return read_attempt(entry.place)
        except AttemptUnreadable as error:
            # Students read it too: where the instructor keeps their files is nothing to them.
            raise Unreadable(str(error).replace(str(entry.place), entry.path.name)) from None
    data = entry.read(LARGEST)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(f"This is not UTF-8: line {line} has the byte 0x{data[error.start]:02x}.") from None
