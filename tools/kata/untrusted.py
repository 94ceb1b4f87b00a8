"""The one reader of what somebody else handed in: files and folders that may be made to do harm.

Only regular files are read, opened without following a link and without waiting, and never beyond a bound. Each fault
is a sentence about that one file, so that it costs nobody else anything. How long it may take to make sense of what was
read is `kata.bounded`'s to watch.
"""

import errno
import functools
import itertools
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from kata.errors import KataError

LARGEST_SOURCE = 1_000_000  # bytes of an answer
LARGEST_NOTEBOOK = 20_000_000  # bytes: notebooks hold pictures
MOST_FILES = 20_000  # of one student
DEEPEST = 16  # folders in folders

# What tools keep beside one's files: never handed in on purpose.
PASSED_OVER = frozenset(
    ".git .hg .svn .github .kata .venv venv node_modules __pycache__ __MACOSX .ipynb_checkpoints site-packages".split()
)
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY


class Unreadable(KataError):
    """A file or folder can't be taken.

    Args:
        says: why, as a sentence without its subject: "is not a regular file."
    """

    def __init__(self, says: str) -> None:
        super().__init__(f"This {says}")
        self.says = says

    def __reduce__(self) -> tuple[type["Unreadable"], tuple[str]]:
        return type(self), (self.says,)


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
    """A file or folder that is not looked at, and why, in a sentence.

    Attributes:
        folder: whether there may be files in it that nobody has seen.
    """

    path: PurePosixPath
    says: str
    folder: bool = False


# -- single files --


def read_file(path: Path, most: int, *, beneath: Path | None = None) -> bytes:
    """The bytes of a regular file.

    Args:
        path: from `beneath`, where that is given.
        most: a larger file is refused.
        beneath: a folder below which no link is followed, not even to a folder on the way.

    Raises:
        Unreadable: for everything else, and for what changes while it is read.
    """
    try:
        file = os.open(path, _FILE) if beneath is None else _open_beneath(beneath, path)
    except FileNotFoundError:
        raise Unreadable("is not there.") from None
    except OSError as error:
        raise Unreadable(_why(error)) from None
    try:
        return _read_regular(file, most)
    except OSError as error:
        raise Unreadable(f"can't be read: {error.strerror}.") from None
    finally:
        os.close(file)


def _open_beneath(folder: Path, path: Path) -> int:
    if path.is_absolute() or ".." in path.parts:
        raise Unreadable("leads out of its folder.")
    here = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in path.parts[:-1]:
            try:
                inner = os.open(part, _FOLDER, dir_fd=here)
            except NotADirectoryError:  # what the kernel says of a link, too
                raise Unreadable(f"lies behind `{part}`, a link or no folder; links are not followed.") from None
            os.close(here)
            here = inner
        return os.open(path.name, _FILE, dir_fd=here)
    finally:
        os.close(here)


def _why(error: OSError) -> str:
    if error.errno == errno.ELOOP:
        return "is a symbolic link, and links are not followed. Hand in the file itself."
    if error.errno == errno.ENXIO:  # a socket
        return "is not a regular file."
    return f"can't be read: {error.strerror}."


def _read_regular(file: int, most: int) -> bytes:
    status = os.fstat(file)
    if stat.S_ISDIR(status.st_mode):
        raise Unreadable("is a folder, and must be a file.")
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable("is not a regular file.")
    if status.st_size > most:
        raise Unreadable(f"has {status.st_size:,} bytes; at most {most:,} are read. Does it hold data, or outputs?")
    with os.fdopen(file, "rb", closefd=False) as source:
        data = source.read(most + 1)
    # An editor may be writing it, or something that wants one text to be looked at and another to be graded.
    now = os.fstat(file)
    if len(data) != status.st_size or (now.st_size, now.st_mtime_ns) != (status.st_size, status.st_mtime_ns):
        raise Unreadable("changed while it was read. Save it, and try again.")
    return data


def text_of(data: bytes) -> str:
    """The text of a file.

    Raises:
        Unreadable: when it isn't UTF-8; names the line.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start]
        said = re.match(rb"(?:[^\n]*\n)?[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]+)", data)
        also = f", and take out the line that says `{said[1].decode('ascii', 'replace')}`" if said else ""
        raise Unreadable(f"is not UTF-8: line {line} has the byte 0x{byte:02x}. Save it in UTF-8{also}.") from None


def read_source(entry: FileEntry) -> str:
    """The text of an answer.

    Raises:
        Unreadable: when it is too large, no UTF-8, or can't be read.
    """
    return text_of(entry.read(LARGEST_SOURCE))


# -- folders --


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
                # No more than may be looked at: a folder can hold millions of names.
                found = sorted(itertools.islice(entries, MOST_FILES - seen + 1), key=lambda entry: entry.name)
        except OSError as error:
            yield RefusedFile(inside, f"This folder can't be read: {error.strerror}.", folder=True)
            continue
        for entry in found:
            path = inside / clean(entry.name)
            seen += 1
            if seen > MOST_FILES:
                yield RefusedFile(inside, f"There are more than {MOST_FILES:,} files; the rest is not looked at.", True)
                return
            if entry.is_symlink():
                yield RefusedFile(path, "This is a symbolic link, and links are not followed. Hand in the file itself.")
            elif entry.is_dir(follow_symlinks=False):
                if entry.name in PASSED_OVER:
                    continue
                if len(path.parts) > DEEPEST:
                    yield RefusedFile(path, f"This lies more than {DEEPEST} folders deep, and is not looked at.", True)
                    continue
                waiting.append((Path(entry.path), path))
            elif entry.is_file(follow_symlinks=False):
                yield file_entry(Path(entry.path), path)
            else:
                yield RefusedFile(path, "This is not a regular file.")


def file_entry(place: Path, path: PurePosixPath) -> FileEntry:
    """The entry of one file on the disk."""
    try:
        modified = datetime.fromtimestamp(place.lstat().st_mtime, UTC)
    except (OSError, OverflowError, ValueError):
        modified = None
    return FileEntry(path, modified, functools.partial(read_file, place), place)
