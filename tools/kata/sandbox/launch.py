"""The grader's end of the answer's processes: start them, watch them, end them."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, NoReturn, Protocol

from kata import libraries
from kata.errors import CannotGrade
from kata.libraries import LIBRARIES
from kata.sandbox import python
from kata.sandbox.bubblewrap import bubblewrap_command
from kata.sandbox.readable import default_readable, locations, metadata_paths, own_packages, package_files
from kata.sandbox.scratch import remove


class _Limited(Protocol):
    """A kata, as far as its limits go."""

    @property
    def cpu_seconds(self) -> int | None:
        """Of a test; None for the default."""

    @property
    def memory_mib(self) -> int | None:
        """Of a process; None for the default."""


@dataclass(frozen=True)
class Limits:
    """What an answer may use. Time is per test, the rest per process."""

    cpu_seconds: float = 5.0  # CPU seconds of one test, or of loading the file
    wall_factor: float = 10.0  # wall clock, as a multiple of the CPU seconds
    idle_seconds: float = 5.0  # of a test, at most its CPU seconds, in which the answer waits: stops sleepers
    run_seconds: float = 60.0  # of all tests together, for an answer that computes for less than `busy_share` of it
    busy_share: float = 0.1
    memory_bytes: int = 1 << 30  # beyond what the kata's library takes
    threads: int = 64
    file_bytes: int = 4 << 20  # of each file; with 64 open, as many deleted ones hold no more than the next says
    scratch_bytes: int = 256 << 20  # of all files
    reply_bytes: int = 512 << 20  # of all that a test gets back
    output_chars: int = 10_000  # of what a test prints
    total_cpu_seconds: int = 600

    @classmethod
    def of(cls, kata: _Limited) -> "Limits":
        """What answers to a kata may use: the defaults, but for what its `[limits]` say."""
        limits = cls()
        if kata.cpu_seconds:
            limits = replace(limits, cpu_seconds=float(kata.cpu_seconds))
        if kata.memory_mib:
            limits = replace(limits, memory_bytes=kata.memory_mib << 20)
        return limits


class ForkServerGone(CannotGrade):
    """The process that answers are forked from has ended, and all of them with it."""


class WorkerProcess:
    """One answer's process: a socket to talk to it, and a pipe with what it prints."""

    def __init__(self, fork_server: "ForkServerClient", sock: socket.socket, output: int, pid: int) -> None:
        self.fork_server = fork_server
        self.sock = sock
        self.output = output
        self.pid = pid
        self.closed = False

    def usage(self) -> dict[str, Any]:
        """What `ForkServer.do_usage` says: what it uses by name, or {"exit": status} once it has ended.

        Raises:
            ForkServerGone: when its parent has ended.
        """
        return self.fork_server.request("usage", pid=self.pid)

    def interrupt(self) -> bool:
        """Ask it where its code is, by a signal; whether there is somebody to ask."""
        if self.closed:
            return False
        try:
            return bool(self.fork_server.request("interrupt", pid=self.pid)["alive"])
        except ForkServerGone:
            return False

    def end(self) -> None:
        """Kill it, whatever it is doing, and close what belonged to it."""
        if self.closed:
            return
        self.closed = True
        self.sock.close()
        os.close(self.output)
        # Nobody waits for it to be gone: a process that holds torch takes a while to end.
        with contextlib.suppress(ForkServerGone):  # it can't outlive it
            self.fork_server.send_request("kill", pid=self.pid)


class ForkServerClient:
    """A warm process with the kata's library loaded, from which answers' processes are forked.

    Where `forking_is_safe` says no, it only starts them: each is an interpreter of its own.

    Args:
        library: one of `kata.libraries.LIBRARIES`: what it loads.
        packages: further packages that answers may read.
        level: the confinement of its children, one of `confinement.LEVELS`.
        fresh: whether each child is an interpreter of its own; None for what `forking_is_safe` says.

    Raises:
        CannotGrade: when it can't be started.
    """

    def __init__(
        self, library: str, packages: tuple[str, ...], level: str, limits: Limits, *, fresh: bool | None = None
    ) -> None:
        self.level = level
        self.scratch = tempfile.mkdtemp(prefix="kata-")
        self.cpu_seconds = 0.0  # of the children that have ended
        self.resident_bytes: int | None = None  # of a fresh child
        record = LIBRARIES[library]
        loaded = record.package_names
        roots = dict.fromkeys(package.split(".")[0] for package in packages)
        readable = [*default_readable(("msgpack", *loaded, *roots)), *package_files()]
        visible = libraries.with_companions((*loaded, *roots))
        self._readable = readable
        self._environment = {**python.ENVIRONMENT, **record.environment}
        self._memory_bytes = limits.memory_bytes
        self._config = {
            "modules": libraries.preloaded_modules((*loaded, *packages)),
            "environment": dict(record.environment),
            "packages": locations(["msgpack", *visible]) | own_packages(),
            "metadata": [path for name in visible for path in metadata_paths(name)],
            "readable": readable,
            "scratch": self.scratch,
            "level": level,
            "fresh": not forking_is_safe() if fresh is None else fresh,
            "memory_bytes": self._memory_bytes,
            "cpu_seconds": limits.total_cpu_seconds,
            "file_bytes": limits.file_bytes,
            "scratch_bytes": limits.scratch_bytes,
        }
        self._start()

    def _start(self) -> None:
        # One that has ended took it along, or left things in it.
        remove(self.scratch)
        os.makedirs(self.scratch, 0o700, exist_ok=True)
        environment = self._environment | {"TMPDIR": self.scratch}
        self.control, theirs = socket.socketpair()
        argv = python.command("kata.sandbox.fork_server", str(theirs.fileno()), json.dumps(self._config))
        if self.level == "bubblewrap":
            argv = bubblewrap_command(self._readable, self.scratch, argv, environment)
        try:
            self.process = subprocess.Popen(
                argv,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                pass_fds=[theirs.fileno()],
                env=environment,
                cwd=self.scratch,
                start_new_session=True,
            )
        except OSError as error:
            raise CannotGrade(f"The answer's process could not be started: {error}.") from None
        theirs.close()
        self._received = b""
        self._pending_replies = 0
        self._spare: WorkerProcess | None = None
        self._gone = False

    def request(self, op: str, fds: tuple[int, ...] = (), **arguments: Any) -> dict[str, Any]:
        """Make a request of `ForkServer` and wait for its reply.

        Raises:
            ForkServerGone: when it has ended.
        """
        self.send_request(op, fds, **arguments)
        self._pending_replies -= 1
        self.read_pending_replies()
        return self._read_reply()

    def send_request(self, op: str, fds: tuple[int, ...] = (), **arguments: Any) -> None:
        """Make a request whose reply is read later."""
        message = json.dumps({"op": op, **arguments}).encode() + b"\n"
        try:
            socket.send_fds(self.control, [message], list(fds))
        except OSError:
            self._raise_gone()
        self._pending_replies += 1

    def read_pending_replies(self) -> None:
        """Read the replies that nobody has waited for."""
        while self._pending_replies:
            self._pending_replies -= 1
            reply = self._read_reply()
            if "pid" in reply and self._spare is not None:
                self._spare.pid = reply["pid"]

    def _read_reply(self) -> dict[str, Any]:
        try:
            while b"\n" not in self._received:
                data = self.control.recv(1 << 16)
                if not data:
                    raise OSError
                self._received += data
        except OSError:
            self._raise_gone()
        line, self._received = self._received.split(b"\n", 1)
        reply: dict[str, Any] = json.loads(line)
        if "exit" in reply:
            self.cpu_seconds += reply["cpu"]
        return reply

    def _raise_gone(self) -> NoReturn:
        if self._gone:
            raise ForkServerGone("The process that starts answers has ended.") from None
        self._gone = True
        self.process.kill()
        _, errors = self.process.communicate()
        remove(self.scratch)
        why = errors.decode(errors="replace").strip()[-1500:] or "it said nothing"
        raise ForkServerGone(f"The process that starts answers has ended ({why}).") from None

    def fork(self, memory_bytes: int = 0) -> WorkerProcess:
        """A fresh process for one submission. A parent that has ended is started again.

        Args:
            memory_bytes: the most that it may take; 0 for what its parent was told.
        """
        if not self._gone:
            with contextlib.suppress(ForkServerGone):
                return self._take_spare(memory_bytes) or self._fork(memory_bytes, self.request)
        self._drop_spare()
        self.control.close()
        self._start()
        return self._fork(memory_bytes, self.request)

    def prepare(self) -> None:
        """Have a process ready for the next submission, while nobody waits: forking torch takes a while too."""
        if self._spare is None and not self._gone:
            with contextlib.suppress(ForkServerGone):
                self._spare = self._fork(self._memory_bytes, self.send_request)

    def _take_spare(self, memory_bytes: int) -> WorkerProcess | None:
        if self._spare is None or memory_bytes not in (0, self._memory_bytes):
            return None
        self.read_pending_replies()
        spare, self._spare = self._spare, None
        return spare

    def _drop_spare(self) -> None:
        if self._spare is not None:
            self._spare.end()
            self._spare = None

    def _fork(self, memory_bytes: int, request: Callable[..., dict[str, Any] | None]) -> WorkerProcess:
        ours, theirs = socket.socketpair()
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        try:
            reply = request("fork", (theirs.fileno(), writing), memory_bytes=memory_bytes)
        except ForkServerGone:
            ours.close()
            os.close(reading)
            raise
        finally:
            theirs.close()
            os.close(writing)
        return WorkerProcess(self, ours, reading, reply["pid"] if reply else 0)

    def close(self) -> None:
        """End it and every process that it started."""
        self._drop_spare()
        with contextlib.suppress(OSError):
            # Its end is awaited by that of its socket: waiting for a process for so long and no longer is done in naps.
            self.control.shutdown(socket.SHUT_WR)
            self.control.settimeout(2)
            while self.control.recv(1 << 16):
                pass
        self.control.close()
        try:
            self.process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stderr is not None:
            self.process.stderr.close()
        remove(self.scratch)


def forking_is_safe() -> bool:
    """Whether answers' processes are forked from a warm one; else each is started afresh, which takes longer.

    Not on macOS, whose system libraries may crash in a forked process. KATA_FORK=1 or KATA_FORK=0 chooses.
    """
    return os.environ.get("KATA_FORK", "0" if sys.platform == "darwin" else "1") != "0"
