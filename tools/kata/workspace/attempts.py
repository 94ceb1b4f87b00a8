"""A learner's files: begun from the stub, read with care, and never lost."""

import errno
import os
import shutil
import stat
import time
from pathlib import Path

from kata.catalog import Kata
from kata.errors import CannotGrade
from kata.workspace.workspace import Workspace, WorkspaceError, reason

LARGEST = 1_000_000  # bytes


class AttemptUnreadable(CannotGrade):
    """The attempt is no file that could be graded; the message says why and what to do."""


def scaffold(workspace: Workspace, kata: Kata) -> bool:
    """Begin an attempt with the kata's stub, unless there is something at its place already.

    Returns:
        Whether a file was written.

    Raises:
        WorkspaceError: if it can't be written; nothing half-written stays.
    """
    path = workspace.attempt_path(kata)
    stub = kata.stub.encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError:
        if os.path.lexists(path):
            return False
        raise WorkspaceError(f"{path.parent} is no folder, so that no attempt can be begun in it.") from None
    except OSError as error:
        raise WorkspaceError(f"{path} can't be written: {reason(error)}.") from None
    try:
        with os.fdopen(file, "wb") as out:
            out.write(stub)
    except OSError as error:
        path.unlink(missing_ok=True)
        raise WorkspaceError(f"{path} can't be written: {error.strerror}.") from None
    return True


def read_attempt(path: Path) -> str:
    """The source of an attempt.

    Raises:
        AttemptUnreadable: if it is missing, a folder, a link, something else than a file, too large or not UTF-8.
    """
    try:
        # Not following a link keeps what stands elsewhere out; not blocking keeps a named pipe from hanging.
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        raise AttemptUnreadable(
            f"There is no attempt at {path}. `kata start {path.stem}` begins one; `kata reset` brings the stub back."
        ) from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise AttemptUnreadable(
                f"{path} is a symbolic link; an attempt must be a file. Put a copy of the file in its place."
            ) from None
        raise AttemptUnreadable(f"{path} can't be read: {error.strerror}.") from None
    try:
        data = _read_regular(path, file)
    except OSError as error:
        raise AttemptUnreadable(f"{path} can't be read: {error.strerror}.") from None
    finally:
        os.close(file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise AttemptUnreadable(
            f"{path} is not UTF-8: line {line} has the byte 0x{data[error.start]:02x}. Save it in UTF-8."
        ) from None


def _read_regular(path: Path, file: int) -> bytes:
    status = os.fstat(file)
    if stat.S_ISDIR(status.st_mode):
        raise AttemptUnreadable(f"{path} is a folder; an attempt must be a file. Move the folder away.")
    if not stat.S_ISREG(status.st_mode):
        raise AttemptUnreadable(f"{path} is not a regular file; an attempt must be one.")
    if status.st_size > LARGEST:
        raise AttemptUnreadable(
            f"{path} has {status.st_size:,} bytes; an attempt may have {LARGEST:,}. Does it hold data?"
        )
    with os.fdopen(file, "rb", closefd=False) as source:
        return source.read(LARGEST)


def reset(workspace: Workspace, kata: Kata) -> Path | None:
    """Put the stub back. Whatever was there, even a folder or a link, is kept.

    Returns:
        Where the earlier work is kept; None if there was none, or it was the stub.

    Raises:
        WorkspaceError: if that can't be done; the work is then still in one of the two places.
    """
    path = workspace.attempt_path(kata)
    kept = None
    if os.path.lexists(path):
        kept = _free_place(workspace.kept_dir, kata.name, path.suffix)
        try:
            if path.is_file() and not path.is_symlink() and path.read_bytes() == kata.stub.encode():
                return None
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(path, kept)
        except OSError as error:
            raise WorkspaceError(f"{path} can't be kept at {kept}: {reason(error)}. It stays where it was.") from None
    try:
        scaffold(workspace, kata)
    except WorkspaceError as error:
        raise WorkspaceError(f"{error} Your work is kept at {kept}." if kept else str(error)) from None
    return kept


def adopt(workspace: Workspace, kata: Kata) -> Path | None:
    """Let an attempt follow its kata to a new name.

    Returns:
        Where the attempt stood before, or None if nothing had to move.
    """
    path = workspace.attempt_path(kata)
    if os.path.lexists(path):
        return None
    for name in kata.formerly:
        for earlier in sorted(workspace.attempts_dir.glob(f"*/{name}.py")):
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                earlier.rename(path)
            except OSError as error:
                raise WorkspaceError(f"{earlier} can't be moved to {path}: {reason(error)}.") from None
            return earlier
    return None


def _free_place(folder: Path, name: str, suffix: str) -> Path:
    stamp = time.strftime("%Y%m%d-%H%M%S")
    place = folder / f"{name}-{stamp}{suffix}"
    count = 2
    while os.path.lexists(place):
        place = folder / f"{name}-{stamp}-{count}{suffix}"
        count += 1
    return place
