"""One answer's process and everything that a grader holds of it: what it calls there, and what comes back.

The objects that stay over there are `Handle`s.
"""

import weakref
from collections import deque
from collections.abc import Collection, Sequence
from typing import Any, NoReturn

from kata import values
from kata.catalog.kata import opaque_results
from kata.grading.calls import DEFAULT_CALLBACKS, MOST_RECORDED, Call, Callback, ChangedArgument
from kata.grading.channel import AnswerRaised, Channel, ReplyRefused
from kata.grading.handles import Handle
from kata.grading.outcomes import CannotBeCalled, NotData
from kata.grading.signatures import WrongSignature
from kata.sandbox import wire
from kata.sandbox.launch import Limits, WorkerProcess


class GraphReference:
    """Keeps a tensor graph alive in the answer's process for as long as a tensor here belongs to it."""

    def __init__(self, session: "AnswerSession", node: int) -> None:
        self.session = session
        self.node = node
        weakref.finalize(self, session.dropped.append, node)

    def vjp(self, index: int, cotangent: Any, inputs: Sequence[Any], *, differentiable: bool) -> list[Any]:
        """The vector-Jacobian product of one of the graph's outputs, made in the answer's process.

        Args:
            index: which output.
            cotangent: the vector.
            inputs: the tensors that the graph begins with.
            differentiable: whether it is to be differentiated again.
        """
        session = self.session
        trees, buffers, _ = session._encode(cotangent.detach().contiguous())
        # What the product depends on, in the order in which the answer's process knows it.
        outer, session._inputs = session._inputs, [*inputs, cotangent] if differentiable else []
        session.calls.append(Call("gradient"))
        try:
            grads, _ = session.channel.request("vjp", [self.node, index, *trees, differentiable], buffers)
        finally:
            session._inputs = outer
        if not isinstance(grads, list) or len(grads) != len(inputs):
            raise AssertionError("The gradient of the answer's result has the wrong number of parts.")
        return grads


class AnswerSession:
    """One answer's process and everything that a grader holds of it.

    Args:
        parameters: the parameter names of each function that the stub asks for, to name changed arguments.
        changes: the arguments that the spec lets an answer change.
        opaque: the results that never cross, see `opaque_results`.
        functions: the functions that the stub asks for: what they give back is data, but for what is opaque.
    """

    def __init__(
        self,
        process: WorkerProcess,
        limits: Limits,
        parameters: dict[str, list[str]],
        changes: Sequence[str],
        opaque: Sequence[str] = (),
        functions: Collection[str] = (),
    ) -> None:
        self.channel = Channel(process, limits, self._resolve, self._finish_tensor)
        self.dropped = self.channel.dropped
        self.parameters = parameters
        self.changes = set(changes)
        self.opaque = opaque_results(opaque)
        self.functions = frozenset(functions)
        self.handles: weakref.WeakValueDictionary[int, Handle] = weakref.WeakValueDictionary()
        self.names: dict[str, Any] = {}
        self.changed: ChangedArgument | None = None  # the first argument that was changed in the current test
        self.unusable: dict[str, str] = {}  # names that the stub asks for and that can't be called, with why
        self.shorter: dict[str, WrongSignature] = {}  # functions that lack a parameter
        self.links: weakref.WeakValueDictionary[int, GraphReference] = weakref.WeakValueDictionary()
        self.called = 0  # calls of the current test
        self.calls: deque[Call] = deque(maxlen=100)
        self.recording = False  # whether its calls are to be made again later: more of them, and of callbacks, is kept
        self._recorders: dict[int, Callback] = {}
        self._callback_numbers: dict[int, int] = {}
        self._inputs: list[Any] = []

    def begin_test(self, cpu_limit: float, seed: int) -> None:
        self.called = 0
        self.changed = None
        self.calls.clear()
        self._callback_numbers.clear()
        self._recorders.clear()
        self.channel.begin_test(cpu_limit)
        self.channel.seed = seed

    def record(self) -> None:
        """Keep what is needed to make a test's calls again."""
        self.recording = True
        self.calls = deque(maxlen=MOST_RECORDED)

    def load(self, source: str, given: str, filename: str, name: str, forbidden: list[list[str]]) -> list[str]:
        """Run the given code and the answer's source over there, in the place of what was loaded before.

        Returns:
            The names that they define.
        """
        self.names.clear()
        self.channel.begin_test(self.channel.limits.cpu_seconds)
        wanted = [name for name in self.parameters if not name.startswith("_")]
        reply = self._order("load", [source, given, filename, name, forbidden, wanted])
        names, found = reply if isinstance(reply, list) and len(reply) == 2 else (None, None)
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            self.channel.broken("the names that it defines aren't names")
        self._keep_names(found)
        return list(names)

    def reload(self) -> None:
        """Run what was loaded once more, so that nothing is left of what it has done since."""
        self.names.clear()
        self.channel.begin_test(self.channel.limits.cpu_seconds)
        self._keep_names(self._order("reload", []))

    def _keep_names(self, found: Any) -> None:
        """Functions and classes that a grader will ask for come along: each would take a request of its own."""
        if not isinstance(found, dict) or not all(type(name) is str for name in found):
            self.channel.broken("what it defines has no names")
        for known, handle in found.items():
            if isinstance(handle, Handle) and known in self.parameters and not known.startswith("_"):
                handle._label = known
                self.names[known] = handle

    def _order(self, name: str, arguments: list[Any]) -> Any:
        """A request that concerns no test's values: there is nothing to refuse in its reply."""
        try:
            return self.channel.request(name, arguments)[0]
        except ReplyRefused:
            self.channel.broken("a refusal where there is nothing to refuse")

    # -- crossing --

    def _resolve(self, tree: list[Any]) -> Handle:
        tag, number, name = tree
        if tag != wire.HANDLE or type(number) is not int or number < 1 or not isinstance(name, str):
            raise wire.WireError("a handle that isn't one")
        handle = self.handles.get(number)
        if handle is None:
            # A handle that was dropped here and has come again meanwhile must not be dropped over there.
            if number in self.dropped:
                self.dropped.remove(number)
            handle = Handle(self, number, name[:100])
            self.handles[number] = handle
        return handle

    def _finish_tensor(self, tensor: Any, requires_grad: bool, mark: Any, node: int | None) -> Any:
        link = None
        if mark is not None and node is not None:
            link = self.links.get(node)
            if link is None:
                link = self.links[node] = GraphReference(self, node)
        adapter = values.adapter_of(tensor)
        assert adapter is not None  # it was built by one
        return adapter.received(tensor, link, mark, self._inputs)

    def _refer(self, value: Any) -> list[Any]:
        if isinstance(value, Handle):
            if value._session is not self:
                raise TypeError("a handle of another answer, or of a process that has ended, was handed in")
            return [wire.HANDLE, value._number]
        if callable(value):
            callback = value if isinstance(value, Callback) else self._recorders.get(id(value))
            callback = callback or Callback(value, DEFAULT_CALLBACKS)
            number = self._callback_numbers.setdefault(id(value), len(self._callback_numbers) + 1)
            self.channel.callbacks.setdefault(number, lambda *args, **kwargs: self._called(callback, args, kwargs))
            return [wire.CALLBACK, number, callback.__name__]
        raise TypeError(f"a {type(value).__name__} can't be handed to an answer")

    def _called(self, callback: Callback, args: Any, kwargs: Any) -> tuple[Any, list[Any]]:
        trees, buffers, _ = self._encode(callback(*args, **kwargs))
        return trees[0], buffers

    def _encode(self, *values: Any) -> tuple[list[Any], list[Any], list[Any]]:
        """The trees, their buffers, and the tensors that want a gradient, in the order in which they cross."""
        leaves: list[Any] = []

        def mark(tensor: Any) -> None:
            if tensor.requires_grad:
                leaves.append(tensor)

        encoder = wire.Encoder(self._refer, mark)
        return [encoder.encode(value) for value in values], encoder.buffers, leaves

    def request(self, name: str, call: Call, plain: Sequence[Any], *values: Any) -> Any:
        """One request: `plain` goes as it is (handles' references, names), `values` are encoded."""
        call.op = name
        self.called += name == "call"
        if self.recording:
            call.args = tuple(self._recorded(value) for value in call.args)
            call.kwargs = {key: self._recorded(value) for key, value in call.kwargs.items()}
        trees, buffers, leaves = self._encode(*values)
        outer_inputs, self._inputs = self._inputs, leaves
        self.calls.append(call)
        try:
            result, changed = self.channel.request(name, [*plain, *trees], buffers)
        except ReplyRefused as error:
            raise AssertionError(str(error)) from None
        except AnswerRaised:
            call.raised = True
            raise
        finally:
            self._inputs = outer_inputs
        call.result = result
        self._check_changes(call, changed)
        return result

    def _recorded(self, value: Any) -> Any:
        """An argument; a function as the callback that keeps what it gives."""
        if isinstance(value, Handle | type) or not callable(value) or hasattr(value, "shape"):
            return value
        callback = value if isinstance(value, Callback) else self._recorders.get(id(value))
        callback = callback or Callback(value, DEFAULT_CALLBACKS)
        callback.replies = [] if callback.replies is None else callback.replies
        self._recorders[id(value)] = callback
        return callback

    def call(self, target: Handle, args: tuple[Any, ...], kwargs: dict[str, Any], *, objects: bool) -> Any:
        """Call a function, a class or an object of the answer.

        Args:
            target: what is called.
            args: its positional arguments.
            kwargs: the others.
            objects: whether the result may be an object, or hold some. What a function of the stub gives back is data.
        """
        label = target._label
        # An object that was made by a class of the answer, or a function or class itself.
        name = f"{label}(...)" if label == target._type_name else label
        call = Call(name, args, kwargs, target=target)
        self._refuse_what_it_lacks(label, args, kwargs)
        opaque = self.opaque.get(label)
        result = self.request("call", call, [target._tree, opaque], list(args), kwargs)
        if opaque is not None and not _stays(result, opaque):
            self.channel.broken("it gives away what is opaque")
        if not objects and label in self.functions and self.names.get(label) is target:
            self._refuse_objects(call, opaque)
        return result

    def _refuse_objects(self, call: Call, opaque: list[int] | None) -> None:
        """Fail the test when the last reply holds an object of the answer that isn't opaque."""
        expected = 0
        if opaque is not None:
            expected = sum(place < len(call.result) for place in opaque) if _is_row(call.result) else not opaque
        if self.channel.references > expected:
            found = (
                f"an object of the class `{call.result._type_name}`" if isinstance(call.result, Handle) else "objects"
            )
            self.fail(f"`{call.name}` gave back {found}, where numbers, arrays, texts or lists of them are asked for.")

    def fail(self, says: str) -> NoReturn:
        """End the test in a way that a grader can't catch."""
        outcome = NotData(says)
        self.channel.fatal = self.channel.fatal or outcome
        raise outcome

    def _check_changes(self, call: Call, changed: list[Any]) -> None:
        """Keep the first change of an argument that must stay: it costs one test, and the others go on."""
        names = self.parameters.get(call.name.rsplit(".", 1)[-1], [])
        for place in changed:
            name = names[place] if isinstance(place, int) and 0 <= place < len(names) else place
            if name in self.changes:
                continue
            which = f"`{name}`" if isinstance(name, str) else f"number {int(name) + 1}"
            if self.changed is None:
                self.changed = ChangedArgument(
                    f"`{call.name}` changed its argument {which} in place; the caller's data must stay as it was. "
                    "Work on a copy.",
                    call,
                )

    def name(self, name: str) -> Any:
        """A module-level name of the answer; functions and classes are looked up once.

        Raises:
            CannotBeCalled: when it isn't there as the stub asks for it.
        """
        if name in self.unusable:
            raise CannotBeCalled(self.unusable[name])
        if name not in self.names:
            try:
                value, _ = self.channel.request("name", [name])
            except ReplyRefused as error:
                raise AssertionError(f"`{name}`: {error}") from None
            if not isinstance(value, Handle):
                return value
            value._label = name
            self.names[name] = value
        return self.names[name]

    def _refuse_what_it_lacks(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        """Raises CannotBeCalled when a call needs a parameter that a function of the answer lacks."""
        wrong = self.shorter.get(name)
        if wrong is not None and wrong.own is not None:
            try:
                wrong.own.bind(*args, **kwargs)
            except TypeError:
                raise CannotBeCalled(wrong.sentence) from None

    def make(self, kind: str, *args: Any, **kwargs: Any) -> Any:
        return self.request("make", Call(f"submission.{kind}", args, kwargs), [kind], list(args), kwargs)

    def close(self) -> None:
        self.channel.process.end()


def _is_row(result: Any) -> bool:
    return isinstance(result, list | tuple)


def _stays(result: Any, opaque: list[int]) -> bool:
    """Whether what is opaque of a result is a handle; what isn't there, isn't given away."""
    if not opaque:
        return isinstance(result, Handle)
    if not _is_row(result):
        return True
    return all(isinstance(result[place], Handle) for place in opaque if place < len(result))
