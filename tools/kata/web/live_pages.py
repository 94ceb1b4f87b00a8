"""The open pages of each kata, told when its file was changed on disk."""

import os
from collections import defaultdict
from pathlib import Path
from typing import Any, Protocol

from tornado.ioloop import PeriodicCallback

from kata.errors import KataError
from kata.workspace import fingerprint, read_attempt

LOOK = 200  # milliseconds between two looks at the files of open pages
# An editor that puts a new file in the old one's place, or writes it in pieces, leaves none or nothing for a moment.
_LOOKS = 3  # in a row that find no file, or an empty one, before a page hears of it
Stamp = tuple[int, int, int]


class OpenPage(Protocol):
    """A page with a way to tell it something."""

    @property
    def path(self) -> Path:
        """Of the attempt."""

    def tell(self, message: dict[str, Any]) -> None:
        """Send a message."""

    def close(self, code: int, reason: str) -> None:
        """End the connection."""


class LivePages:
    """The open pages, by kata."""

    def __init__(self) -> None:
        self._pages: dict[str, set[OpenPage]] = defaultdict(set)
        self._told: dict[str, Stamp | None] = {}
        self._absent: dict[str, int] = defaultdict(int)  # looks in a row
        self._count = 0
        self._timer = PeriodicCallback(self._look, LOOK)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        """End all connections."""
        self._timer.stop()
        for page in [page for pages in self._pages.values() for page in pages]:
            page.close(1001, "the server ends")

    def add(self, kata: str, page: OpenPage) -> None:
        """A page was opened: it is told how its file stands."""
        self._pages[kata].add(page)
        self._told[kata] = _stamp(page.path)
        page.tell(self._file(page.path))

    def remove(self, kata: str, page: OpenPage) -> None:
        self._pages[kata].discard(page)
        if not self._pages[kata]:
            for known in (self._pages, self._told, self._absent):
                known.pop(kata, None)

    def tell(self, kata: str, message: dict[str, Any]) -> None:
        """Tell every page of a kata."""
        for page in list(self._pages.get(kata, ())):
            page.tell(message)

    def now(self) -> int:
        """Which of two looks at a file, or changes of it, was the later one: messages overtake one another."""
        self._count += 1
        return self._count

    def _file(self, path: Path) -> dict[str, Any]:
        return {"type": "file", "at": self.now(), **text_of_attempt(path)}

    def _look(self) -> None:
        for kata, pages in list(self._pages.items()):
            path = next(iter(pages)).path
            now = _stamp(path)
            if now == self._told.get(kata):
                self._absent[kata] = 0
                continue
            if now is None or now[1] == 0:
                self._absent[kata] += 1
                if self._absent[kata] < _LOOKS:
                    continue
            self._absent[kata] = 0
            self._told[kata] = now
            self.tell(kata, self._file(path))


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def text_of_attempt(path: Path) -> dict[str, Any]:
    """What stands in an attempt, and its fingerprint; where there is no text, why."""
    try:
        text = read_attempt(path)
    except KataError as error:
        return {"text": None, "known": "", "why": str(error), "absent": not os.path.lexists(path)}
    return {"text": text, "known": fingerprint(text)}
