"""The grading process from outside: started with nothing of this one's, talked to in lines of JSON, ended.

A command that is going to grade starts it before it does anything else, so that what this imports is kept to the least.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import tempfile
import time

from kata.sandbox import python
from kata.sandbox.temporary import OwnFolder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class GradingProcess:
    """A process of `kata.grading.server`, whatever it writes in a folder of its own."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair()
        # Whatever the processes write lies in here, and goes with it even when they can't clean up.
        self._own_folder = OwnFolder("grading")
        self.folder = self._own_folder.path
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed by close)
        with theirs:
            self._process = subprocess.Popen(
                python.command("kata.grading.server", str(theirs.fileno())),
                stdin=subprocess.DEVNULL,
                stdout=self._errors,
                stderr=self._errors,
                pass_fds=[theirs.fileno()],
                env=python.ENVIRONMENT | {"TMPDIR": self.folder},
                cwd=os.sep,
                start_new_session=True,
            )
        self._lines = self._control.makefile("rb")

    @property
    def pid(self) -> int:
        return self._process.pid

    def send(self, *messages: dict[str, Any]) -> None:
        """Raises OSError when it has ended."""
        import json

        self._control.settimeout(None)
        self._control.sendall(b"".join(json.dumps(message).encode() + b"\n" for message in messages))

    def receive(self, seconds: float | None) -> dict[str, Any] | None:
        """The next message; None when it has ended.

        Raises:
            TimeoutError: when none comes in time.
            OSError: when it was ended.
        """
        import json

        self._control.settimeout(seconds)
        line = self._lines.readline()
        return json.loads(line) if line else None

    def error_output(self) -> str:
        """What it wrote before it ended."""
        self._errors.seek(0)
        return str(self._errors.read().decode(errors="replace").strip()[-2000:] or "(none)")

    def kill(self) -> None:
        """End it at once, and with it every answer's process; any thread may. `close` is still to be called."""
        self._process.kill()

    def begin_close(self) -> None:
        """Let it end when it is done with what it does, without waiting for that: `close` does."""
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_WR)

    def close(self, *, at_once: bool = False) -> None:
        """End it, and with it every answer's process."""
        self.begin_close()
        self._control.settimeout(0 if at_once else 0.5)
        try:
            while self._control.recv(1 << 16):
                pass  # its end comes after what it still had to say
        except OSError:
            self._process.kill()
        self._process.wait()
        self._lines.close()
        self._control.close()
        self._errors.close()
        for _ in range(20):
            if self._own_folder.remove():
                return
            time.sleep(0.05)  # processes that were killed are still on their way out


_ahead: GradingProcess | None = None


def start_ahead() -> None:
    """Start a grading process for the next engine of this process, which waits for its libraries that much less."""
    import atexit

    global _ahead
    # Without, the engine starts its own, and says what is wrong.
    with contextlib.suppress(OSError):
        _ahead = GradingProcess()
        atexit.register(_close_unused)


def take() -> GradingProcess:
    """The one that was started ahead, or a new one."""
    global _ahead
    taken, _ahead = _ahead or GradingProcess(), None
    return taken


def _close_unused() -> None:
    if _ahead is not None:
        _ahead.close(at_once=True)
