"""The process that runs the answer: answers the grader's requests until the socket closes.

It knows the answer's source, the arguments of each call and nothing else: no grader, no solution, no expected value.
All that it reports could be forged by the answer, so the grader believes only what it can check.
"""

import ast
import io
import linecache
import operator
import os
import random
import signal
import socket
import sys
import traceback
import types
from collections.abc import Callable, Iterator
from typing import Any

from kata import values
from kata.sandbox import frames, guards, wire

_NAMES = "add sub mul truediv floordiv mod matmul pow lshift rshift and_ or_ xor neg pos abs invert lt le gt ge eq ne"
_OPERATORS: dict[str, Callable[..., Any]] = {name: getattr(operator, name) for name in _NAMES.split()} | {
    "divmod": divmod,
    "float": float,
    "int": int,
    "str": str,
    "repr": repr,
    "bool": bool,
}


class CallbackAborted(BaseException):
    """The grader's side of a callback failed; the answer has nothing more to do."""


class Worker:
    """Serves one submission over one socket."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.reader = frames.FrameReader(sock)
        self.module = types.ModuleType("submission")
        self.filename = "submission.py"
        self.name = "submission"
        self.wanted: list[str] = []
        self.program: list[types.CodeType] = []  # the given code and the answer
        self.objects: dict[int, Any] = {}
        self.ids: dict[int, int] = {}
        self.next_id = 1

    # -- values --

    def export(self, value: Any) -> list[Any]:
        """Keep `value` here and let a handle stand for it. The same object keeps its handle."""
        if type(value) is _Opaque:
            value = value.value
        number = self.ids.get(id(value))
        if number is None:
            number = self._keep(value)
            self.ids[id(value)] = number
        return [wire.HANDLE, number, type(value).__name__[:100]]

    def _keep(self, value: Any) -> int:
        number = self.next_id
        self.next_id += 1
        self.objects[number] = value
        return number

    def drop(self, numbers: list[int]) -> None:
        for number in numbers:
            value = self.objects.pop(number, None)
            self.ids.pop(id(value), None)

    def resolve(self, tree: list[Any]) -> Any:
        if tree[0] == wire.HANDLE:
            return self.objects[tree[1]]
        return self._callback(tree[1], tree[2])

    def decode(self, trees: list[Any], buffers: list[bytearray]) -> tuple[list[Any], list[Any]]:
        """The values, and the tensors among them that want a gradient."""
        leaves: list[Any] = []

        def finish(tensor: Any, requires_grad: bool, mark: Any) -> Any:
            if requires_grad:
                tensor.requires_grad_(True)
                leaves.append(tensor)
            return tensor

        decoder = wire.Decoder(buffers, self.resolve, finish)
        return [decoder.decode(tree) for tree in trees], leaves

    def _callback(self, number: int, name: str) -> Callable[..., Any]:
        def callback(*args: Any, **kwargs: Any) -> Any:
            self._send(["callback", number], list(args), kwargs)
            while True:
                request, buffers = self.reader.read()
                if request[0] == "return":
                    return self.decode(request[2:], buffers)[0][0]
                if request[0] == "fail":
                    raise CallbackAborted
                self.handle(request, buffers)

        callback.__name__ = callback.__qualname__ = name
        return callback

    def _send(self, head: list[Any], *values: Any, leaves: list[Any] | None = None) -> None:
        """Send a reply. Tensors in `values` that have a graph keep it, under a node that the reply names."""
        tensors: list[Any] = []

        def mark(tensor: Any) -> Any:
            if not tensor.requires_grad:
                return None
            tensors.append(tensor)
            return len(tensors) - 1

        encoder = wire.Encoder(self.export, mark)
        trees = [encoder.encode(value) for value in values]
        node = self._keep((leaves or [], tensors)) if tensors else None
        frames.send_frame(self.sock, [*head, node, *trees], encoder.buffers)

    # -- requests --

    def serve(self) -> None:
        while True:
            try:
                request, buffers = self.reader.read()
            except frames.ConnectionClosed:
                return
            self.handle(request, buffers)

    def say_where(self, number: int, frame: types.FrameType | None) -> None:
        """A handler of signals: before this process is ended, its code's place in the learner's file is asked for."""
        lines: list[list[Any]] = []
        while frame is not None and len(lines) < 20:
            if frame.f_code.co_filename == self.filename:
                lines.append([frame.f_lineno, frame.f_code.co_name[:200]])
            frame = frame.f_back
        frames.send_frame(self.sock, ["interrupted", lines[::-1]], [])

    def handle(self, request: list[Any], buffers: list[bytearray]) -> None:
        """Carry out one request and send its reply, whatever the answer's code does meanwhile."""
        name, dropped, seed, *arguments = request
        self.drop(dropped)
        try:
            if seed is not None:
                self.seed(seed)
            self._reply(getattr(self, f"do_{name}")(buffers, *arguments))
        except frames.ConnectionClosed:
            raise
        except wire.CannotCross as error:
            self._plain(["refused", str(error)])
        except guards.ForbiddenCall as error:
            self._plain(["forbidden", str(error)])
        except MemoryError:
            self._plain(["memory"])
        except BaseException as error:
            self._plain(self._raised(error))

    def _reply(self, result: tuple[Any, list[Any], list[Any]]) -> None:
        value, leaves, changed = result
        self._flush()
        self._send(["ok", changed], value, leaves=leaves)

    def _plain(self, message: list[Any]) -> None:
        self._flush()
        frames.send_frame(self.sock, message, [])

    def _flush(self) -> None:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except Exception:
                continue

    def _raised(self, error: BaseException) -> list[Any]:
        """The exception by name (its nearest built-in base), its text, and the lines of the learner's file."""
        builtin = next(cls for cls in type(error).__mro__ if cls.__module__ == "builtins")
        try:
            text = str(error)[:2000]
        except BaseException:
            text = "(its text can't be shown)"
        lines = []
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == self.filename:
                lines.append([trace.tb_lineno, trace.tb_frame.f_code.co_name[:200]])
            trace = trace.tb_next
        # A deep recursion is shown by its ends.
        if len(lines) > 12:
            lines = lines[:6] + lines[-6:]
        return ["raised", builtin.__name__, type(error).__name__[:200], text, lines]

    def do_load(
        self,
        buffers: Any,
        source: str,
        given: str,
        filename: str,
        name: str,
        forbidden: list[list[str]],
        wanted: list[str],
    ) -> tuple[Any, list[Any], list[Any]]:
        """Run the answer's source as a module, the kata's own given code first, so that the answer's names win.

        Returns:
            The names that it defines, and the wanted objects by name.
        """
        self.filename = filename
        linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
        # Before it runs, since it could keep what it finds; and after, for what it has imported.
        guards.guard_operators(forbidden, filename)
        later = [(dotted, reason) for dotted, reason in forbidden if not guards.guard(dotted, reason, filename)]
        texts = ((given, "<given>"), (source, filename))
        self.program = [compile(text, file, "exec", dont_inherit=True) for text, file in texts]
        self.name, self.wanted = name, wanted
        found = self._run_module()
        for dotted, reason in later:
            guards.guard(dotted, reason, filename)
        names = sorted(name for name in self.module.__dict__ if isinstance(name, str))[:1000]
        return [names, found], [], []

    def do_reload(self, buffers: Any) -> tuple[Any, list[Any], list[Any]]:
        """Run what was loaded once more, in a module of its own; returns the wanted objects by name."""
        return self._run_module(), [], []

    def _run_module(self) -> dict[str, Any]:
        _restore_settings()
        self.module = types.ModuleType(self.name)
        self.module.__file__ = self.filename
        sys.modules[self.name] = self.module
        space = self.module.__dict__
        for code in self.program:
            exec(code, space)
        return {name: space[name] for name in self.wanted if isinstance(space.get(name), types.FunctionType | type)}

    def seed(self, seed: int) -> None:
        """Seed the global generators: an answer that uses them anyway is at least repeatable."""
        random.seed(seed)
        for adapter in values.loaded():
            adapter.seed(seed)

    def do_name(self, buffers: Any, name: str) -> tuple[Any, list[Any], list[Any]]:
        return getattr(self.module, name), [], []

    def do_call(
        self, buffers: list[bytearray], target: Any, opaque: list[int] | None, args: Any, kwargs: Any
    ) -> tuple[Any, list[Any], list[Any]]:
        """Call `target`; of its result, the places in `opaque` stay here, or all of it when there are none."""
        (function, arguments, keywords), leaves = self.decode([target, args, kwargs], buffers)
        before = [self._digest(value) for value in (*arguments, *keywords.values())]
        value = function(*arguments, **keywords)
        after = [self._digest(value) for value in (*arguments, *keywords.values())]
        places = [*range(len(arguments)), *keywords]
        changed = [place for place, one, other in zip(places, before, after, strict=True) if one != other]
        return value if opaque is None else _with_opaque(value, opaque), leaves, changed

    def _digest(self, value: Any) -> Any:
        """What `value` holds now, to be compared with what it holds later. Handles compare as the same object."""
        if value is None or isinstance(value, bool | int | float | str | bytes):
            return None
        encoder = wire.Encoder(lambda other: [wire.HANDLE, id(other)])
        try:
            return encoder.encode(value), [bytes(buffer) for buffer in encoder.buffers]
        except wire.CannotCross:
            return None

    def do_operate(self, buffers: list[bytearray], name: str, operands: Any) -> tuple[Any, list[Any], list[Any]]:
        (values,), leaves = self.decode([operands], buffers)
        return _OPERATORS[name](*values), leaves, []

    def do_evaluate(self, buffers: Any, text: str) -> tuple[Any, list[Any], list[Any]]:
        """Run a text of the learner's own in the answer's module; returns what an expression at its end gives."""
        space = self.module.__dict__
        for adapter in values.loaded():
            for name, module in adapter.names.items():
                if module in sys.modules:
                    space.setdefault(name, sys.modules[module])
        tree = ast.parse(text, "<try>")
        last = tree.body[-1] if tree.body else None
        if isinstance(last, ast.Expr):
            tree.body.pop()
        exec(compile(tree, "<try>", "exec"), space)
        if not isinstance(last, ast.Expr):
            return None, [], []
        return eval(compile(ast.Expression(last.value), "<try>", "eval"), space), [], []

    def do_getattr(self, buffers: Any, target: Any, name: str) -> tuple[Any, list[Any], list[Any]]:
        return getattr(self.resolve(target), name), [], []

    def do_setattr(self, buffers: list[bytearray], target: Any, name: str, value: Any) -> Any:
        (decoded,), leaves = self.decode([value], buffers)
        setattr(self.resolve(target), name, decoded)
        return None, leaves, []

    def do_getitem(self, buffers: list[bytearray], target: Any, key: Any) -> tuple[Any, list[Any], list[Any]]:
        (decoded,), _ = self.decode([key], buffers)
        return self.resolve(target)[decoded], [], []

    def do_setitem(self, buffers: list[bytearray], target: Any, key: Any, value: Any) -> Any:
        (decoded_key, decoded), leaves = self.decode([key, value], buffers)
        self.resolve(target)[decoded_key] = decoded
        return None, leaves, []

    def do_delitem(self, buffers: list[bytearray], target: Any, key: Any) -> tuple[Any, list[Any], list[Any]]:
        (decoded,), _ = self.decode([key], buffers)
        del self.resolve(target)[decoded]
        return None, [], []

    def do_len(self, buffers: Any, target: Any) -> tuple[Any, list[Any], list[Any]]:
        return len(self.resolve(target)), [], []

    def do_contains(self, buffers: list[bytearray], target: Any, item: Any) -> tuple[Any, list[Any], list[Any]]:
        (decoded,), _ = self.decode([item], buffers)
        return decoded in self.resolve(target), [], []

    def do_iter(self, buffers: Any, target: Any) -> tuple[Any, list[Any], list[Any]]:
        return _IteratorHandle(iter(self.resolve(target))), [], []

    def do_take(self, buffers: Any, target: Any, count: int) -> tuple[Any, list[Any], list[Any]]:
        """The next `count` items, fewer at the end."""
        iterator = self.resolve(target)
        if not isinstance(iterator, Iterator | _IteratorHandle):
            iterator = iter(iterator)
        items = []
        for _ in range(count):
            try:
                items.append(next(iterator))
            except StopIteration:
                break
        return items, [], []

    def do_make(self, buffers: list[bytearray], kind: str, args: Any, kwargs: Any) -> tuple[Any, list[Any], list[Any]]:
        """Generators and given objects are made here, where the answer uses them."""
        (arguments, keywords), leaves = self.decode([args, kwargs], buffers)
        if kind == "random":
            return random.Random(*arguments), [], []
        if kind in values.MAKERS:
            return values.MAKERS[kind].make(*arguments), [], []
        from kata import given

        name, *rest = arguments
        return getattr(given, name)(*rest, **keywords), leaves, []

    # -- gradients --

    def do_vjp(
        self, buffers: list[bytearray], node: int, index: int, cotangent: Any, create_graph: bool
    ) -> tuple[Any, list[Any], list[Any]]:
        """The vector-Jacobian product of output `index` of a kept node, itself differentiable when asked for."""
        leaves, outputs = self.objects[node]
        (vector,), _ = self.decode([cotangent], buffers)
        grads = _adapter_of(outputs[index]).vjp(outputs[index], leaves, vector, differentiable=create_graph)
        return grads, [*leaves, vector], []

    def do_grads(
        self, buffers: list[bytearray], module: Any, node: int, index: int, cotangent: Any
    ) -> tuple[Any, list[Any], list[Any]]:
        """Gradients of a kept output for the module's parameters, by name."""
        (vector,), _ = self.decode([cotangent], buffers)
        output = self.objects[node][1][index]
        return _adapter_of(output).parameter_gradients(self.resolve(module), output, vector), [], []


def _adapter_of(output: Any) -> values.Adapter:
    adapter = values.adapter_of(output)
    assert adapter is not None  # only a library's values have a graph
    return adapter


class _Opaque:
    """Keeps a value from crossing, whatever it is: a handle stands for it."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _with_opaque(value: Any, places: list[int]) -> Any:
    if not places:
        return _Opaque(value)
    if not isinstance(value, list | tuple):
        return value
    items = [_Opaque(item) if place in places else item for place, item in enumerate(value)]
    return tuple(items) if isinstance(value, tuple) else items


class _IteratorHandle:
    """Keeps an iterator from being taken for a value; the grader draws from it with `take`."""

    def __init__(self, iterator: Iterator[Any]) -> None:
        self.iterator = iterator

    def __next__(self) -> Any:
        return next(self.iterator)


def _pass_breakpoint(*_: object, **__: object) -> None:
    """What `breakpoint()` does here, where no debugger could be talked to: nothing."""


def _restore_settings() -> None:
    """Put back what code that was loaded here before may have set for all of its process."""
    sys.breakpointhook = _pass_breakpoint
    for adapter in values.loaded():
        adapter.restore_settings()


def run(sock: socket.socket) -> None:
    """Serve one submission, then leave without running the answer's exit handlers."""
    for number, name in ((1, "stdout"), (2, "stderr")):
        raw = io.FileIO(number, "wb", closefd=False)
        stream = io.TextIOWrapper(io.BufferedWriter(raw), "utf-8", "backslashreplace", line_buffering=True)
        setattr(sys, name, stream)
    server = Worker(sock)
    signal.signal(signal.SIGUSR1, server.say_where)
    try:
        server.serve()
    except BaseException:
        # Nobody else would see it: it goes where the answer's own output goes.
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
