"""What can happen while `kata watch` waits, and the one channel that it comes through."""

import os
import select
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto


class EventKind(Enum):
    SAVED = auto()  # something happened to an attempt's file
    KEY = auto()  # a key was pressed; `text` says which
    GRADED = auto()  # the check that was running has ended
    RESIZED = auto()  # the terminal has another size, or is ours again
    FAILED = auto()  # the files can't be watched any more; `text` says why
    CLOSED = auto()  # the terminal is gone


@dataclass(frozen=True)
class WatchEvent:
    kind: EventKind
    text: str = ""


class EventQueue:
    """Events from threads and signal handlers, in the order in which they came; keys are read when nothing else waits.

    Args:
        keys: the descriptor that keys are read from.
    """

    def __init__(self, keys: int) -> None:
        self._keys = keys
        self._events: deque[WatchEvent] = deque()
        self._read, self.write_end = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(self.write_end, False)

    def put(self, event: WatchEvent) -> None:
        """Add an event; any thread and any signal handler may."""
        self._events.append(event)
        try:
            os.write(self.write_end, b".")
        except (BlockingIOError, OSError):
            return  # full: the reader wakes up anyway; closed: there is no reader

    def next(self, timeout: float | None = None) -> WatchEvent | None:
        """Wait for an event; None when `timeout` seconds brought none."""
        if not self._events:
            ready = select.select([self._read, self._keys], [], [], timeout)[0]
            if self._keys in ready and not self._events:
                self._events.extend(_keys(self._keys))
        self._empty()
        return self._events.popleft() if self._events else None

    def forget(self, kind: EventKind) -> None:
        """Drop the events of a kind that wait."""
        self._events = deque(event for event in self._events if event.kind is not kind)

    def close(self) -> None:
        os.close(self._read)
        os.close(self.write_end)

    def _empty(self) -> None:
        try:
            while os.read(self._read, 1024):
                pass
        except BlockingIOError:
            return


def _keys(descriptor: int) -> Sequence[WatchEvent]:
    try:
        data = os.read(descriptor, 1024)
    except InterruptedError:
        return ()
    except OSError:
        return (WatchEvent(EventKind.CLOSED),)
    if not data:
        return (WatchEvent(EventKind.CLOSED),)
    if data.startswith(b"\x1b"):
        return ()  # an arrow, a function key, a mouse: none of ours
    return [WatchEvent(EventKind.KEY, character) for character in data.decode("utf-8", "ignore").lower()]
