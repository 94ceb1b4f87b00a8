"""Temporary folders of ours: what a killed process left is told from what a living one uses.

Each is locked by the process that made it, and the kernel lets go of a lock when its holder ends, however it ends. So
the next command can clear what nobody holds, also where another container with processes of its own shares the place.
"""

import contextlib
import os
import sys
import tempfile
import time
from types import TracebackType

from kata.sandbox.scratch import remove

if sys.platform != "win32":  # there, nothing is graded
    import fcntl

PREFIX = "mlkata-tmp-"
_SETTLED_SECONDS = 2.0  # between making a folder and locking it


class OwnFolder:
    """A new folder, which only this user can read; a context manager that gives its path and removes it.

    Args:
        kind: a word for what is in it.
    """

    def __init__(self, kind: str) -> None:
        self.path = tempfile.mkdtemp(prefix=f"{PREFIX}{kind}-")
        self._lock = os.open(self.path, os.O_RDONLY)
        if sys.platform != "win32":
            with contextlib.suppress(OSError):  # a place that knows no locks: nobody can take one to clear it either
                fcntl.flock(self._lock, fcntl.LOCK_SH)

    def __enter__(self) -> str:
        return self.path

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.remove()

    def remove(self) -> bool:
        """Remove it with all that is in it; whether it is gone."""
        remove(self.path)
        gone = not os.path.exists(self.path)
        if gone and self._lock >= 0:
            os.close(self._lock)
            self._lock = -1
        return gone


def remove_abandoned() -> None:
    """Remove the folders of this user's that no living process holds."""
    if sys.platform == "win32":
        return
    place = tempfile.gettempdir()
    for name in os.listdir(place):
        if name.startswith(PREFIX):
            with contextlib.suppress(OSError):
                _remove_unheld(os.path.join(place, name))


def _remove_unheld(path: str) -> None:
    lock = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        facts = os.fstat(lock)
        if facts.st_uid == os.getuid() and time.time() - facts.st_mtime > _SETTLED_SECONDS:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            remove(path)
    finally:
        os.close(lock)
