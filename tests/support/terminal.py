"""A real terminal for tests: a program on a pseudo-terminal of 80 by 24, and what it has written."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.support.waiting import wait_until

# Colours and movements, and the addresses of links (OSC 8), which take no place on the screen.
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\]8;[^\x07\x1b]*(?:\x07|\x1b\\)")


class Terminal:
    """`kata` on a terminal; a context manager that ends it."""

    def __init__(self, *arguments: str, cwd: Path, environment: Mapping[str, str] | None = None) -> None:
        self.screen, self.theirs = pty.openpty()
        fcntl.ioctl(self.theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(self.theirs)
        self.output = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kata", *arguments],
            cwd=cwd,
            stdin=self.theirs,
            stdout=self.theirs,
            stderr=self.theirs,
            env={**os.environ, "TERM": "xterm-256color", "PYTHONUTF8": "1", "PAGER": "cat", **(environment or {})},
            start_new_session=True,
        )

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *what: Any) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.screen)
        os.close(self.theirs)

    def read(self, seconds: float = 0.0) -> str:
        """Take in what was written by now, or within `seconds`."""
        end = time.monotonic() + seconds
        while select.select([self.screen], [], [], max(end - time.monotonic(), 0))[0]:
            self.output += os.read(self.screen, 1 << 16).decode(errors="replace")
        return self.output

    def wait_for(self, text: str) -> str:
        """What stands on the screen since it was cleared last, once it has `text`."""

        def there() -> bool:
            self.read(0.05)
            return text in self.shown

        wait_until(there, lambda: f"no {text!r} on the screen:\n{self.shown}")
        self.read(0.05)
        return self.shown

    @property
    def shown(self) -> str:
        """The text since the screen was cleared last."""
        return _ESCAPES.sub("", self.output.rsplit("\x1b[2J", 1)[-1]).replace("\r", "")

    def type(self, keys: str) -> None:
        os.write(self.screen, keys.encode())

    def end(self) -> int:
        """Wait until it has ended; its exit status."""

        def ended() -> bool:
            self.read(0.02)  # or it waits for room on the screen
            return self.process.poll() is not None

        wait_until(ended, lambda: f"it goes on:\n{self.shown}")
        self.read()
        return self.process.returncode
