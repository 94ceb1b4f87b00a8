"""Work on what somebody else handed in, in a process that is ended when it takes too long or too much memory.

Nothing that was handed in is run there. But a parser's time can grow with the square of what it reads, and a thread
can't be stopped from outside: one submission that is made for it would hold up a whole class.
"""

import contextlib
import os
import pickle
import signal
import socket
import subprocess
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any

from kata.sandbox import python
from kata.sandbox.temporary import OwnFolder

CPU_SECONDS = 20
MEMORY_BYTES = 4 << 30
WALL_FACTOR = 5  # wall clock as a multiple of CPU seconds: a busy machine costs nobody anything


class BoundExceeded(Exception):
    """The work was broken off. The message says why, as a sentence without its subject: "takes more than ..."."""


class BoundedProcess:
    """An object in another process, whose methods are called one at a time; a context manager.

    Args:
        make: makes the object over there; it and `arguments` can be pickled.
        arguments: what it is made with.
        cpu_seconds: the most that one call may take.
    """

    def __init__(self, make: Callable[..., Any], *arguments: Any, cpu_seconds: int = CPU_SECONDS) -> None:
        self._made = pickle.dumps((make, arguments))
        self.cpu_seconds = cpu_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None

    def __enter__(self) -> "BoundedProcess":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def call(self, method: str, *arguments: Any) -> Any:
        """What the object's method gives.

        Raises:
            BoundExceeded: when it takes too long or too much memory. The next call has a new process.
            Exception: what the method raised.
        """
        seconds = self.cpu_seconds * WALL_FACTOR
        try:
            connection = self._connection or self._start()
            connection.send((method, arguments))
            reply: tuple[Exception | None, Any] | None = connection.recv() if connection.poll(seconds) else None
        except (EOFError, OSError):
            raise BoundExceeded(self._why()) from None
        except BaseException:  # Ctrl-C, between a question and its answer
            self.close()
            raise
        if reply is None:
            self.close()
            raise BoundExceeded(f"takes more than {seconds} seconds to read.")
        error, value = reply
        if error is not None:
            raise error
        return value

    def _start(self) -> Connection:
        ours, theirs = socket.socketpair()
        self._folder = OwnFolder("reading")  # what it can't remove when it is ended
        with theirs:
            self._process = subprocess.Popen(
                python.command(__name__, str(theirs.fileno()), str(self.cpu_seconds)),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                env=python.ENVIRONMENT | {"TMPDIR": self._folder.path},
                cwd=os.sep,
            )
        self._connection = Connection(ours.detach())
        self._connection.send_bytes(self._made)
        return self._connection

    def _why(self) -> str:
        assert self._process is not None
        status = self._process.wait()
        self.close()
        if status in (-signal.SIGXCPU, -signal.SIGKILL):
            return f"takes more than {self.cpu_seconds} seconds of CPU time to read."
        return "can't be read: whatever reads it fails."

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is None or self._connection is None:
            return
        self._connection.close()
        self._process.kill()
        self._process.wait()
        self._folder.remove()
        self._process = self._connection = None


def main(arguments: list[str]) -> None:
    """Arguments: the descriptor of the connection, and the CPU seconds that a call may take."""
    connection = Connection(int(arguments[0]))
    seconds = int(arguments[1])
    _limit_memory()
    make, made_with = pickle.loads(connection.recv_bytes())
    thing = make(*made_with)
    while True:
        try:
            method, values = connection.recv()
        except EOFError:
            return
        _limit_time(seconds)
        reply: tuple[Exception | None, Any]
        try:
            reply = (None, getattr(thing, method)(*values))
        except MemoryError:
            reply = (BoundExceeded(f"takes more than {MEMORY_BYTES >> 30} GiB of memory to read."), None)
        except Exception as error:
            reply = (error, None)
        connection.send(reply)


def _limit_memory() -> None:
    import resource  # which Windows lacks, where nothing is graded

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: int) -> None:
    """From now on. The kernel counts whole seconds, and its signal ends the process whatever it is doing."""
    import resource
    import time

    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + 1 + seconds, hard))
