"""The terminal while `kata watch` has it: keys come one by one and unseen, and it is given back whatever happens."""

import os
import signal
import sys
import termios
import tty
from contextlib import suppress
from types import FrameType, TracebackType
from typing import Any

from kata.cli.screen import asked_plain
from kata.cli.watch.events import EventKind, EventQueue, WatchEvent
from kata.errors import KataError

_ENDING = (signal.SIGTERM, signal.SIGHUP)


def need_terminal() -> None:
    """Refuse where there is nobody to press a key.

    Raises:
        KataError: if standard input or output is no terminal.
    """
    if not (sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()):
        raise KataError(
            "`kata watch` needs a terminal: its input and output are neither a pipe nor a file. "
            "`kata check` grades once, anywhere."
        )


class Terminal:
    """A context manager that has the keyboard, and the signals that end it or change its size."""

    def __init__(self) -> None:
        self.keys = sys.stdin.fileno()
        self.channel = EventQueue(self.keys)
        self._before: list[Any] = []
        self._handlers: dict[signal.Signals, object] = {}

    def __enter__(self) -> "Terminal":
        self._before = termios.tcgetattr(self.keys)
        for number in _ENDING:
            self._handlers[number] = signal.signal(number, _leave)
        for number in (signal.SIGWINCH, signal.SIGCONT):
            self._handlers[number] = signal.signal(number, self._changed)
        # A signal that reaches another thread must wake the one that waits for events.
        self._wakeup = signal.set_wakeup_fd(self.channel.write_end, warn_on_full_buffer=False)
        self._take()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.set_wakeup_fd(self._wakeup)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        with suppress(termios.error, OSError):
            termios.tcsetattr(self.keys, termios.TCSADRAIN, self._before)
        self.channel.close()

    def drop_typing(self) -> None:
        """Forget what was typed and not read yet."""
        self.channel.forget(EventKind.KEY)
        with suppress(termios.error, OSError):
            termios.tcflush(self.keys, termios.TCIFLUSH)

    def clear(self) -> None:
        """An empty screen; what was on it before stays in the history of terminals that keep one."""
        if asked_plain() or os.environ.get("TERM", "dumb") == "dumb":
            sys.stdout.write("\n")
        else:
            sys.stdout.write("\x1b[H\x1b[2J")

    def _take(self) -> None:
        with suppress(termios.error, OSError):
            tty.setcbreak(self.keys)

    def _changed(self, number: int, frame: FrameType | None) -> None:
        self._take()  # a shell that was in between may have set it otherwise
        self.channel.put(WatchEvent(EventKind.RESIZED))


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)
