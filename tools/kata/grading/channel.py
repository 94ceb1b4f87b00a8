"""One conversation with an answer's process: requests, replies, and the clock that runs meanwhile."""

import builtins
import contextlib
import os
import select
import time
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from kata import values
from kata.errors import CannotGrade
from kata.grading.limit_watch import Watch, waited_too_long
from kata.grading.outcomes import (
    CallbackFailed,
    Crashed,
    Forbidden,
    LimitHit,
    Outcome,
    ProtocolBroken,
    Timeout,
)
from kata.sandbox import frames, wire
from kata.sandbox.launch import Limits, WorkerProcess

MAX_CALLBACK_DEPTH = 20
_READY_SECONDS = 60.0
_WHEREABOUTS_SECONDS = 0.5
_PROGRESS_BYTES = 1 << 10  # an honest reply that is on its way is faster


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


class ReplyRefused(Exception):
    """The answer returned something that can't cross to the grader; the message says what."""


_RAISED: dict[str, type[Exception]] = {}


def _raised_class(name: str) -> type[Exception]:
    """A subclass of the built-in exception `name`; exits and interrupts become plain exceptions."""
    base = getattr(builtins, name, None)
    if not (isinstance(base, type) and issubclass(base, Exception)) or issubclass(base, BaseExceptionGroup):
        base = Exception
    if base in (StopIteration, StopAsyncIteration):
        # Raised out of a function, it would end the grader's loop over its calls as if there were no more of them.
        base = RuntimeError
    name = base.__name__
    if name not in _RAISED:
        bases = (AnswerRaised,) if base is Exception else (base, AnswerRaised)
        _RAISED[name] = type(name, bases, {"__init__": lambda self, *args: None})
    return _RAISED[name]


Frame = tuple[list[Any], list[bytearray]]


class Channel:
    """Sends requests to the answer's process and waits for replies, within the test's limits.

    After a time-out, a crash, a limit or a broken protocol the process is gone and `fatal` holds the outcome, which
    every further request of the same test meets again.

    Args:
        process: the answer's process.
        limits: what it may use.
        resolve: turns a HANDLE of a reply into an object.
        finish_tensor: see `wire.Decoder`; gets the reply's node as well.

    Attributes:
        watch: over what the process uses.
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
        self.watch = Watch(process, limits)
        self.resolve = resolve
        self.finish_tensor = finish_tensor
        self.reader = frames.FrameReader(process.sock)
        self.callbacks: dict[int, Callable[..., Any]] = {}
        self.dropped: list[int] = []
        self.fatal: Outcome | None = None
        self.replied = False
        self.output = bytearray()
        self.output_cut = False
        self.depth = 0
        self.references = 0  # how many objects of the answer the last values held
        self._poll = select.poll()
        self._poll.register(process.sock, select.POLLIN)
        self._poll.register(process.output, select.POLLIN)
        self._output_open = True
        self._begin_clock(_READY_SECONDS)
        self.seed: int | None = None  # for the global generators over there, with a test's first request
        self.missing = self._ready()
        with self._ending():
            self.watch.measure_fresh()
        self._begin_clock(limits.cpu_seconds)

    # -- the watch --

    def _begin_clock(self, cpu_limit: float) -> None:
        self.watch.begin(cpu_limit)
        self._taken_before = self.reader.taken

    def begin_test(self, cpu_limit: float) -> None:
        """Start the clock and the output of a test anew."""
        self.output.clear()
        self.output_cut = False
        self.replied = False
        self.callbacks.clear()
        self._begin_clock(cpu_limit)

    @contextlib.contextmanager
    def _ending(self) -> Iterator[None]:
        """What the watch raises ends the process; of what is late, its place is asked for before."""
        try:
            yield
        except Timeout as late:
            self._end(Timeout(str(late), self._whereabouts()))
        except Outcome as outcome:
            self._end(outcome)

    def _usage(self) -> dict[str, Any]:
        with self._ending():
            return self.watch.usage()

    def cpu_seconds(self) -> float:
        """Of the answer's process, as long as it lives."""
        with self._ending():
            return self.watch.cpu_seconds()

    def _look(self) -> float:
        """See `Watch.look`."""
        with self._ending():
            return self.watch.look()

    def _whereabouts(self) -> list[tuple[int, str]]:
        """(line, function) of the learner's file where the code is now, outermost first; as far as it says."""
        if not self.process.interrupt():
            return []
        deadline = time.monotonic() + _WHEREABOUTS_SECONDS
        with contextlib.suppress(
            frames.ConnectionClosed, wire.WireError, MemoryError, ValueError, TypeError, IndexError
        ):
            while (left := deadline - time.monotonic()) > 0:
                if any(fd == self.process.sock.fileno() for fd, _ in self._poll.poll(1000 * left)):
                    frame = self.reader.feed()
                    if frame is not None and frame[0][0] == "interrupted":
                        return [(int(line), str(function)[:200]) for line, function in frame[0][1][:20]]
                else:
                    self.drain()
        return []

    def _end(self, outcome: Outcome) -> NoReturn:
        self.drain()
        self.process.end()
        self.fatal = outcome
        raise outcome

    def drain(self) -> None:
        """Take over what the answer printed; beyond the limit it is read and thrown away."""
        if self.process.closed or not self._output_open:
            return
        for _ in range(64):
            try:
                data = os.read(self.process.output, 1 << 16)
            except BlockingIOError:
                return
            if not data:
                # The answer closed its own output; polling it further would only spin.
                self._poll.unregister(self.process.output)
                self._output_open = False
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

    def _receive(self) -> Frame:
        watch = self.watch
        watch.begin_waiting()
        try:
            if watch.due:
                self._look()  # replies may come one after another, and something else go on behind them
            while True:
                frame = self._take(self._poll.poll(1 + 1000 * max(watch.next - time.monotonic(), 0)))
                # Whatever has come: what is printed must not set the moments at which somebody looks.
                if frame is None and watch.due:
                    idle, before = self._look(), self.reader.received
                    frame = self._take(self._poll.poll(0))  # it may have replied before it went to sleep
                    if frame is None and self.reader.received - before < _PROGRESS_BYTES:
                        with self._ending():
                            watch.count_idle(idle)
                if frame is not None:
                    return frame
        finally:
            watch.end_waiting()

    def _take(self, events: list[tuple[int, int]]) -> Frame | None:
        """Read what is there: the reply, when it is complete, and what was printed."""
        ready = {fd for fd, _ in events}
        frame = None
        if self.process.sock.fileno() in ready:
            try:
                frame = self.reader.feed()
            except frames.ConnectionClosed:
                self._closed()
            except wire.WireError as error:
                self.broken(str(error))
            except MemoryError:
                self._end_for_memory()
            if self.reader.taken - self._taken_before > self.limits.reply_bytes:
                self._end_for_memory()
            if frame is not None and (not isinstance(frame[0], list) or not frame[0] or type(frame[0][0]) is not str):
                self.broken("it has no name")
        if frame is None and self.process.output in ready:
            self.drain()
        return frame

    def broken(self, what: str) -> NoReturn:
        self._end(ProtocolBroken(f"The answer's process sent a reply that can't be read: {what}."))

    def _end_for_memory(self) -> NoReturn:
        mib = self.limits.reply_bytes >> 20
        self._end(LimitHit(f"Your code gave back more than the {mib} MiB of values that a test can take."))

    def _closed(self) -> NoReturn:
        """The socket is closed: the process has ended or is about to."""
        for _ in range(50):
            usage = self._usage()
            if "exit" in usage:
                self._end(self.watch.death(usage))
            time.sleep(0.002)
        self._end(Crashed("Your code closed its connection to the grader."))

    def _send(self, message: list[Any], buffers: list[Any]) -> None:
        # An answer that doesn't read would keep the grader here.
        most = self.limits.idle_seconds
        self.process.sock.settimeout(most)
        begun = time.monotonic()
        try:
            frames.send_frame(self.process.sock, message, buffers)
        except frames.ConnectionClosed:
            self._look()
            if time.monotonic() - begun >= most:
                with self._ending():
                    raise waited_too_long(most) from None
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
        if self._has_unsolicited_data():
            usage = self._usage()
            if "exit" in usage:  # what is there is the end of the connection
                self._end(self.watch.death(usage))
            self._end(ProtocolBroken("Your code's process sent a reply that nobody had asked for."))
        dropped = self.dropped[:]
        self.dropped.clear()  # the list stays the same: handles add themselves to it when they go
        seed, self.seed = self.seed, None
        self._send([name, dropped, seed, *arguments], buffers or [])
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
                self.broken(str(error)[:500])
            except MemoryError as error:
                if isinstance(error, AnswerRaised):
                    raise
                self._end_for_memory()

    def _has_unsolicited_data(self) -> bool:
        sock = self.process.sock.fileno()
        if self.reader.rest:
            return True
        return not self.depth and any(fd == sock and event & select.POLLIN for fd, event in self._poll.poll(0))

    def _result(self, tree: list[Any], buffers: list[bytearray]) -> tuple[Any, list[Any]]:
        kind = tree[0]
        if kind == "ok":
            _, changed, node, value = tree
            if not isinstance(changed, list) or not (node is None or type(node) is int):
                raise wire.WireError("a malformed reply")
            if len(changed) > 100 or not all(type(place) in (int, str) for place in changed):
                raise wire.WireError("a malformed list of changed arguments")
            return self._decode([value], node, buffers)[0], changed
        if kind == "raised":
            _, name, type_name, text, lines = tree
            if not all(isinstance(part, str) for part in (name, type_name, text)):
                raise wire.WireError("a malformed exception")
            error = _raised_class(name)()
            assert isinstance(error, AnswerRaised)
            error.type_name, error.text = type_name[:200], text[:2000]
            error.frames = [(int(line), str(function)[:200]) for line, function in lines[:20]]
            error.args = (error.text,)
            raise error
        if kind == "refused":
            raise ReplyRefused(str(tree[1])[:1000])
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
        values = [_read_only(decoder.decode(tree)) for tree in trees]
        # Counted where it is known: a byte that stands for an empty list takes 64 here.
        self.reader.taken += 64 * decoder.items
        self.references = decoder.references
        return values

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
    adapter = values.adapter_of(value)
    if adapter is not None:
        adapter.freeze(value)
    elif isinstance(value, list | tuple):
        for item in value:
            _read_only(item)
    elif isinstance(value, dict):
        for item in value.values():
            _read_only(item)
    return value
