"""Archives that were handed in: nothing is unpacked onto the disk, and no more than a bound into memory."""

import functools
import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath

from kata.untrusted import PASSED_OVER, FileEntry, RefusedFile, Unreadable, clean

LARGEST_ARCHIVE = 200_000_000  # bytes of one student's
MOST_UNPACKED = 100_000_000  # bytes of answers and notebooks in it


def open_zip(source: Path | bytes) -> zipfile.ZipFile:
    """An archive, to be closed by the caller.

    Raises:
        Unreadable: when it is none, or broken.
    """
    try:
        return zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError) as error:
        raise Unreadable(f"is an archive that can't be read ({error}).") from None


def walk_zip(archive: zipfile.ZipFile) -> Iterator[FileEntry | RefusedFile]:
    """Every file of an archive; what climbs out, is a link or encrypted is refused.

    The entries of one on the disk can be read anywhere, those of another while it is open.
    """
    for info in archive.infolist():
        path = PurePosixPath(clean(info.filename).replace("\\", "/"))
        if PASSED_OVER & {*path.parts} or info.is_dir():
            continue
        why = _why_not(info, path)
        if why:
            yield RefusedFile(PurePosixPath(*(part for part in path.parts if part not in ("/", ".."))), why)
        else:
            yield FileEntry(path, _zip_date(info), _reader(archive, info))


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


def _reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[int], bytes]:
    if archive.filename is None:
        return functools.partial(_read_member, archive, info)
    return functools.partial(_read_from, archive.filename, info.header_offset)


def _read_from(path: str, offset: int, most: int) -> bytes:
    archive, infos = _opened(path)
    return _read_member(archive, infos[offset], most)


@functools.lru_cache(maxsize=1)
def _opened(path: str) -> tuple[zipfile.ZipFile, dict[int, zipfile.ZipInfo]]:
    archive = open_zip(Path(path))
    return archive, {info.header_offset: info for info in archive.infolist()}


def _read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    try:
        with archive.open(info) as member:
            # What the archive says of the size may be a lie: no more is unpacked than this.
            data = member.read(most + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, ValueError, EOFError, RuntimeError) as error:
        raise Unreadable(f"can't be unpacked ({error}).") from None
    if len(data) > most:
        raise Unreadable(f"unpacks to more than the {most:,} bytes that are read.")
    return data
