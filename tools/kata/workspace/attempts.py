"""A learner's files: begun from the stub, read with care, and never lost."""

import hashlib
import os
import secrets
import shutil
import time
from pathlib import Path

from kata.catalog import Kata
from kata.errors import CannotGrade
from kata.untrusted import LARGEST_SOURCE, Unreadable, read_file, text_of
from kata.workspace.workspace import Workspace, WorkspaceError, reason


class AttemptUnreadable(CannotGrade):
    """The attempt is no file that could be graded; the message says why and what to do."""


def scaffold(workspace: Workspace, kata: Kata) -> bool:
    """Begin an attempt with the kata's stub, unless there is something at its place already.

    Returns:
        Whether a file was written.

    Raises:
        WorkspaceError: if it can't be written; nothing half-written stays.
    """
    return scaffold_with(workspace, kata, kata.stub)


def scaffold_with(workspace: Workspace, kata: Kata, text: str) -> bool:
    """Like `scaffold`, with a text of one's own instead of the stub."""
    return _create(workspace.attempt_path(kata), text)


def keep_beside(workspace: Workspace, kata: Kata, text: str) -> Path:
    """Keep a text where `reset` keeps what it replaces.

    Returns:
        Where it is.

    Raises:
        WorkspaceError: if it can't be written.
    """
    place = _free_place(workspace.kept_dir, kata.name, ".py")
    _create(place, text)
    return place


def _create(path: Path, text: str) -> bool:
    """Write a new file, whole or not at all; False if there is something at its place."""
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
            out.write(text.encode())
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
        return text_of(read_file(path, LARGEST_SOURCE))
    except Unreadable as error:
        if not os.path.lexists(path):
            raise AttemptUnreadable(
                f"There is no attempt at {path}. `kata start {path.stem}` begins one; `kata restore {path.stem}` "
                "brings back the last version that you checked."
            ) from None
        raise AttemptUnreadable(f"{path} {error.says}") from None


def reset(workspace: Workspace, kata: Kata) -> Path | None:
    """Put the stub back. Whatever was there, even a folder or a link, is kept.

    Returns:
        Where the earlier work is kept; None if there was none, or it was the stub.

    Raises:
        WorkspaceError: if that can't be done; the work is then still in one of the two places.
    """
    return put(workspace, kata, kata.stub)


def put(workspace: Workspace, kata: Kata, text: str) -> Path | None:
    """Make `text` the attempt. Whatever was there is kept, unless it is the stub or the same.

    Returns:
        Where the earlier work is kept, if it had to be.

    Raises:
        WorkspaceError: if that can't be done; the work is then still in one of the two places.
    """
    path = workspace.attempt_path(kata)
    kept = None
    if os.path.lexists(path):
        kept = _free_place(workspace.kept_dir, kata.name, path.suffix)
        try:
            if path.is_file() and not path.is_symlink():
                now = path.read_bytes()
                if now == text.encode():
                    return None
                if now == kata.stub.encode():
                    path.unlink()
                    kept = None
            if kept is not None:
                kept.parent.mkdir(parents=True, exist_ok=True)
                shutil.move(path, kept)
        except OSError as error:
            place = kept or path
            raise WorkspaceError(f"{path} can't be kept at {place}: {reason(error)}. It stays where it was.") from None
    try:
        _create(path, text)
    except WorkspaceError as error:
        raise WorkspaceError(f"{error} Your work is kept at {kept}." if kept else str(error)) from None
    return kept


def fingerprint(text: str) -> str:
    """What tells one text of an attempt from another."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class AttemptChanged(WorkspaceError):
    """The attempt isn't what whoever saves it has read; nothing was written."""


def save(workspace: Workspace, kata: Kata, text: str, known: str) -> str:
    """Write an attempt that stands at its place, whole or not at all.

    Args:
        known: the fingerprint of the text that this one was made from.

    Returns:
        The fingerprint of what stands there now.

    Raises:
        AttemptChanged: if another text stands there by now.
        AttemptUnreadable: if it is missing, or no file that could be an attempt.
        WorkspaceError: if it can't be written.
    """
    path = workspace.attempt_path(kata)
    if len(text.encode("utf-8", "replace")) > LARGEST_SOURCE:
        raise WorkspaceError(f"{path} isn't saved: it would be longer than {LARGEST_SOURCE:,} bytes.")
    beside = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        try:
            beside.write_bytes(text.encode())
            beside.chmod(path.stat().st_mode & 0o777)
            # Read last, so that another program's change has the least time to come between.
            if fingerprint(read_attempt(path)) != known:
                raise AttemptChanged(f"{path} was changed by another program since it was read here.")
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except FileNotFoundError:
        read_attempt(path)  # says what is missing
        raise WorkspaceError(f"{path} can't be written: its folder is gone.") from None
    except UnicodeEncodeError as error:
        raise WorkspaceError(f"{path} isn't saved: {error.reason} (character {error.start}).") from None
    except OSError as error:
        raise WorkspaceError(f"{path} can't be written: {reason(error)}.") from None
    return fingerprint(text)


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
