"""One conversation with an answer's process: requests, replies, and the clock that runs meanwhile."""

import builtins
import os
import select
import time
from collections.abc import Callable
from typing import Any

from kata.errors import CannotGrade
from kata.grading.outcomes import (
    CallbackFailed,
    Crashed,
    Forbidden,
    LimitHit,
    Outcome,
    ProtocolBroken,
    Timeout,
)
from kata.sandbox import wire
from kata.sandbox.launch import Limits, WorkerProcess

MAX_CALLBACK_DEPTH = 20
_WATCH_SECONDS = 0.1


class AnswerRaised(Exception):
    """Mixed into the built-in exception that the answer raised, so that `pytest.raises(ValueError)` works.

    Attributes:
        type_name: the exception's own name.
        text: its text.
        frames: (line, function) of the learner's file, outermost first.
    """

    type_name: str
    text: str
    frames: list[tuple[int, str]]


class Refused(Exception):
    """The answer returned something that can't cross to the grader; the message says what."""


_RAISED: dict[str, type[Exception]] = {}


def _raised_class(name: str) -> type[Exception]:
    """A subclass of the built-in exception `name`; exits and interrupts become plain exceptions."""
    if name not in _RAISED:
        base = getattr(builtins, name, None)
        if not (isinstance(base, type) and issubclass(base, Exception)) or issubclass(base, BaseExceptionGroup):
            base = Exception
        bases = (AnswerRaised,) if base is Exception else (base, AnswerRaised)
        _RAISED[name] = type(name, bases, {"__init__": lambda self, *args: None})
    return _RAISED[name]


class Channel:
    """Sends requests to the answer's process and waits for replies, within the test's limits.

    After a time-out, a crash, a limit or a broken protocol the process is gone and `fatal` holds the outcome, which
    every further request of the same test meets again.

    Args:
        process: the answer's process.
        limits: what it may use.
        resolve: turns a HANDLE of a reply into an object.
        finish_tensor: see `wire.Decoder`; gets the reply's node as well.
    """

    def __init__(
        self,
        process: WorkerProcess,
        limits: Limits,
        resolve: Callable[[list[Any]], Any],
        finish_tensor: Callable[[Any, bool, Any, int | None], Any],
    ) -> None:
        self.process = process
        self.limits = limits
        self.resolve = resolve
        self.finish_tensor = finish_tensor
        self.reader = wire.FrameReader(process.sock)
        self.callbacks: dict[int, Callable[..., Any]] = {}
        self.dropped: list[int] = []
        self.fatal: Outcome | None = None
        self.replied = False
        self.output = bytearray()
        self.output_cut = False
        self.depth = 0
        self.cpu_limit = limits.cpu_seconds
        self._poll = select.poll()
        self._poll.register(process.sock, select.POLLIN)
        self._poll.register(process.output, select.POLLIN)
        self._begin_clock(limits.cpu_seconds)
        self.missing = self._ready()

    # -- the clock --

    def _begin_clock(self, cpu_limit: float) -> None:
        self.cpu_limit = cpu_limit
        usage = self.process.usage()
        self._cpu_before = float(usage.get("cpu", 0.0))
        self._wall_before = time.monotonic()

    def begin_test(self, cpu_limit: float) -> None:
        """Start the clock and the output of a test anew."""
        self.output.clear()
        self.output_cut = False
        self.replied = False
        self.callbacks.clear()
        self._begin_clock(cpu_limit)

    def _watch(self) -> None:
        """Called while a reply is awaited: ends the process when it is over a limit or has ended."""
        usage = self.process.usage()
        if "exit" in usage:
            self._end(self._death(usage["exit"]))
        spent = usage["cpu"] - self._cpu_before
        if spent > self.cpu_limit:
            self._end(Timeout(f"Your code used more than the {self.cpu_limit:g} seconds of CPU time that a test has."))
        wall = time.monotonic() - self._wall_before
        if wall > self.cpu_limit * self.limits.wall_factor:
            allowed = self.cpu_limit * self.limits.wall_factor
            self._end(Timeout(f"Your code did not come back within {allowed:g} seconds; it waited."))

    def _death(self, status: int) -> Outcome:
        if status == -9:
            return Crashed("Your code's process was killed; most often it used too much memory.")
        if status == -31:
            return Crashed("Your code's process was ended by the sandbox: it asked the system for something refused.")
        if status < 0:
            return Crashed(f"Your code's process died of signal {-status}.")
        return Crashed("Your code ended its own process; it must return to its caller.")

    def _end(self, outcome: Outcome) -> None:
        self.drain()
        self.process.end()
        self.fatal = outcome
        raise outcome

    def drain(self) -> None:
        """Take over what the answer printed; beyond the limit it is read and thrown away."""
        if self.process.closed:
            return
        for _ in range(64):
            try:
                data = os.read(self.process.output, 1 << 16)
            except BlockingIOError:
                return
            if not data:
                # The answer closed its own output; polling it further would only spin.
                self._poll.unregister(self.process.output)
                return
            room = 4 * self.limits.output_chars - len(self.output)
            self.output += data[: max(room, 0)]
            self.output_cut = self.output_cut or len(data) > room

    def printed(self) -> str:
        """What the answer printed in this test, cut at the limit."""
        self.drain()
        text = self.output.decode("utf-8", "replace")
        limit = self.limits.output_chars
        if self.output_cut or len(text) > limit:
            text = text[:limit] + f"\n[cut here: your code printed more than {limit} characters]"
        return text

    # -- frames --

    def _receive(self) -> tuple[list[Any], list[bytearray]]:
        while True:
            events = self._poll.poll(_WATCH_SECONDS * 1000)
            if not events:
                self._watch()
                continue
            ready = {fd for fd, _ in events}
            if self.process.sock.fileno() in ready:
                try:
                    frame = self.reader.feed()
                except wire.Closed:
                    self._closed()
                except wire.WireError as error:
                    self._end(ProtocolBroken(f"The answer's process sent a reply that can't be read: {error}."))
                if frame is not None:
                    tree, buffers = frame
                    if not isinstance(tree, list) or not tree or not isinstance(tree[0], str):
                        self._end(ProtocolBroken("The answer's process sent a reply that can't be read: no name."))
                    return tree, buffers
            if self.process.output in ready:
                self.drain()
            if time.monotonic() - self._wall_before > self.cpu_limit / 2:
                self._watch()

    def _closed(self) -> None:
        """The socket is closed: the process has ended or is about to."""
        for _ in range(50):
            usage = self.process.usage()
            if "exit" in usage:
                self._end(self._death(usage["exit"]))
            time.sleep(0.002)
        self._end(Crashed("Your code closed its connection to the grader."))

    def _send(self, message: list[Any], buffers: list[Any]) -> None:
        try:
            wire.send_frame(self.process.sock, message, buffers)
        except wire.Closed:
            self._closed()

    def _ready(self) -> list[str]:
        tree, _ = self._receive()
        if tree[0] != "ready":
            self.process.end()
            raise CannotGrade(f"An answer's process could not be confined: {tree[-1]}")
        return [str(sentence) for sentence in tree[1]]

    def request(self, name: str, arguments: list[Any], buffers: list[Any] | None = None) -> tuple[Any, list[Any]]:
        """Send one request whose arguments are encoded already; returns the value and the changed places.

        Raises:
            AnswerRaised: when the answer's code raised, as a subclass of the same built-in exception.
            Outcome: for everything that a test can't survive.
        """
        if self.fatal is not None:
            raise self.fatal
        dropped, self.dropped = self.dropped, []
        self._send([name, dropped, *arguments], buffers or [])
        while True:
            tree, reply_buffers = self._receive()
            self.replied = True
            try:
                if tree[0] == "callback":
                    self._answer_callback(tree, reply_buffers)
                    continue
                return self._result(tree, reply_buffers)
            except (wire.WireError, IndexError, KeyError, TypeError, ValueError) as error:
                if isinstance(error, AnswerRaised):
                    raise
                self._end(ProtocolBroken(f"The answer's process sent a reply that can't be read: {error}."))

    def _result(self, tree: list[Any], buffers: list[bytearray]) -> tuple[Any, list[Any]]:
        kind = tree[0]
        if kind == "ok":
            _, changed, node, value = tree
            if not isinstance(changed, list) or not (node is None or type(node) is int):
                raise wire.WireError("a malformed reply")
            return self._decode([value], node, buffers)[0], changed
        if kind == "raised":
            _, name, type_name, text, frames = tree
            error = _raised_class(str(name))()
            assert isinstance(error, AnswerRaised)
            error.type_name, error.text = str(type_name), str(text)
            error.frames = [(int(line), str(function)) for line, function in frames[:20]]
            error.args = (error.text,)
            raise error
        if kind == "refused":
            raise Refused(str(tree[1])[:1000])
        if kind == "forbidden":
            self._end(Forbidden(str(tree[1])[:1000]))
        if kind == "memory":
            mib = self.limits.memory_bytes >> 20
            self._end(LimitHit(f"Your code used more than the {mib} MiB of memory that it may."))
        raise wire.WireError(f"no reply is called {kind:.40}")

    def _decode(self, trees: list[Any], node: int | None, buffers: list[bytearray]) -> list[Any]:
        def finish(tensor: Any, requires_grad: bool, mark: Any) -> Any:
            if mark is not None and (type(mark) is not int or node is None):
                raise wire.WireError("a tensor with a graph that isn't there")
            return self.finish_tensor(tensor, requires_grad, mark, node)

        decoder = wire.Decoder(buffers, self.resolve, finish)
        return [_read_only(decoder.decode(tree)) for tree in trees]

    def _answer_callback(self, tree: list[Any], buffers: list[bytearray]) -> None:
        _, number, node, args, kwargs = tree
        arguments, keywords = self._decode([args, kwargs], node, buffers)
        function = self.callbacks.get(number)
        if function is None or not isinstance(arguments, list) or not isinstance(keywords, dict):
            raise wire.WireError("a callback that isn't there")
        self.depth += 1
        try:
            if self.depth > MAX_CALLBACK_DEPTH:
                raise CallbackFailed("Your code calls back from within a callback, again and again.")
            value = function(*arguments, **keywords)
        except Outcome as outcome:
            self.fatal = self.fatal or outcome
            if not self.process.closed:
                self._send(["fail", []], [])
                self.process.end()
            raise
        except Exception as error:
            failed = CallbackFailed(f"A function that was handed to your code was called wrongly: {error}")
            failed.__cause__ = error
            self._end(failed)
        finally:
            self.depth -= 1
        tree, out = value
        self._send(["return", [], tree], out)


def _read_only(value: Any) -> Any:
    """Received arrays are copies: writing to one would change nothing over there, so it is an error."""
    if type(value).__module__ == "numpy" and hasattr(value, "flags") and hasattr(value, "setflags"):
        if getattr(value, "ndim", 0) or type(value).__name__ == "ndarray":
            value.setflags(write=False)
    elif isinstance(value, list | tuple):
        for item in value:
            _read_only(item)
    elif isinstance(value, dict):
        for item in value.values():
            _read_only(item)
    return value
