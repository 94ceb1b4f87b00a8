"""Watches attempts for changes, in place or by a rename: by `watchfiles`, or by polling."""

import os
import threading
import time
from pathlib import Path

from kata.cli.watch.events import EventKind, EventQueue, WatchEvent

# Saves come in pieces: a truncated file, its text, its time. Milliseconds without a further piece end a save.
_STEP = 15
_LONGEST = 100
# Seconds between two looks at the file itself: where its folder sends no events, and in case that one was lost.
POLL_SECONDS = 0.2
LOOK_SECONDS = 1.0
# An editor that puts a new file in the old one's place leaves none there for a moment.
_ABSENT_SECONDS = 0.5
_EMPTY_SECONDS = 0.1


class FileWatcher:
    """Tells a channel of every change below a folder, from a thread of its own.

    Args:
        folder: with all that is below it.
    """

    def __init__(self, folder: Path, channel: EventQueue) -> None:
        self._folder = folder
        self._channel = channel
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "FileWatcher":
        self._thread.start()
        return self

    def __exit__(self, *what: object) -> None:
        self._stop.set()
        self._thread.join(timeout=1)

    def _watch(self) -> None:
        while not self._stop.is_set():
            try:
                import watchfiles

                self._folder.mkdir(parents=True, exist_ok=True)
                for _ in watchfiles.watch(
                    self._folder,
                    watch_filter=None,
                    step=_STEP,
                    debounce=_LONGEST,
                    rust_timeout=500,
                    stop_event=self._stop,
                    raise_interrupt=False,
                ):
                    self._channel.put(WatchEvent(EventKind.SAVED))
                    if not self._folder.is_dir():
                        break  # it was removed: what is made in its place must be watched anew
            except Exception as error:  # whatever the library met, the learner hears of it
                self._channel.put(WatchEvent(EventKind.FAILED, str(error)))
                return


# What tells one state of a file from another: its inode, size and time.
Stamp = tuple[int, int, int]


def stamp(path: Path) -> Stamp | None:
    """The state of a file; None if there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def settled(path: Path) -> Stamp | None:
    """The state of a file once it is whole: neither absent nor empty for a moment only."""
    begun = time.monotonic()
    while True:
        now = stamp(path)
        waited = time.monotonic() - begun
        if (now is None and waited < _ABSENT_SECONDS) or (now is not None and now[1] == 0 and waited < _EMPTY_SECONDS):
            time.sleep(0.01)
        else:
            return now
