"""A failing call, with what led to it, as a script that runs without the platform: for a debugger.

Only the answer's own inputs are in it, never what a grader expects.
"""

import re
import textwrap
from collections.abc import Sequence
from typing import Any

from kata import values
from kata.grading.calls import Call, Callback
from kata.grading.handles import Handle
from kata.grading.literal import NoSource, preamble, source_of

_STAND_IN = '''

def recorded(name, replies):
    """Stands for a function of the grader: to arguments that it was given, it gives what that one gave."""

    def stand_in(*args, **kwargs):
        for arguments, reply in replies:
            if repr(arguments) == repr((args, kwargs)):
                return reply
        raise LookupError(f"`{name}` was not called with these arguments when it was recorded: {args} {kwargs}")

    return stand_in

'''


def script_of(module: str, calls: Sequence[Call], failing: Call) -> str:
    """Python source that makes `failing` again.

    Args:
        module: the name that stands for the learner's module; the script begins where it has been imported.
        calls: of the test, in their order.
        failing: one of `calls`. What was done before it with objects of the answer is done again, too.

    Raises:
        NoSource: when an input can't be written, or an object's beginning isn't known any more.
    """
    return _Writer(module).script(calls, failing)


class _Writer:
    def __init__(self, module: str) -> None:
        self.module = module
        self.names: set[str] = set()  # what the learner's module is asked for
        self.variables: dict[Handle, str] = {}
        self.inline: dict[Handle, str] = {}
        self.results = 0  # that have a name, since an item of theirs is used

    def script(self, calls: Sequence[Call], failing: Call) -> str:
        end = next(index for index, call in enumerate(calls) if call is failing)
        after = ""
        while failing.op not in _WRITTEN:  # a gradient, say, is taken of what an earlier call gave
            after = after or f"# Here the test goes on: {failing.name}.\n"
            end -= 1
            if end < 0:
                raise NoSource("nothing that was called before can be written either")
            failing = calls[end]
        wanted = list(calls[:end]) if self._objects(failing) else []
        lines = [self._line(call) for call in wanted if self._objects(call) or _handles(call.result)]
        last = self._line(failing, last=True)
        body = "\n".join([*filter(None, lines), last])
        head = preamble(body)
        for name in ("contextlib", "itertools", "operator", "random"):
            if re.search(rf"(?<![\w.]){name}\.", body):
                head.insert(0, f"import {name}")
        if re.search(r"(?<![\w.])given\.", body):
            head.append("from kata import given")
        head += ["", *(f"{name} = {self.module}.{name}" for name in sorted(self.names))]
        if "recorded(" in body:
            head.append(_STAND_IN)
        return "\n".join(head).rstrip() + "\n\n" + body + "\n" + after

    def _objects(self, call: Call) -> list[Handle]:
        """The objects of the answer that a call is about, its functions and classes aside."""
        found = [call.target, *call.args, *call.kwargs.values()]
        return [value for value in found if isinstance(value, Handle) and not self._is_name(value)]

    def _is_name(self, handle: Handle) -> bool:
        return any(value is handle for value in handle._session.names.values())

    def _line(self, call: Call, last: bool = False) -> str:
        expression = self._expression(call)
        if expression is None:
            return f"# {call.name}: this can't be written as source"
        if last:
            return expression if call.op in _STATEMENTS else f"result = {expression}\nprint(result)"
        if call.raised:  # as it should, or the test wouldn't have gone on
            return f"with contextlib.suppress(Exception):\n{textwrap.indent(expression, '    ')}"
        if isinstance(call.result, Handle) and call.result in self.variables:
            return expression
        if isinstance(call.result, Handle) and call.op != "getattr":
            name = self._new_name(call.result)
            self.variables[call.result] = name
            return f"{name} = {expression}"
        if isinstance(call.result, Handle):
            self.inline[call.result] = expression
            return ""
        if inside := [(place, handle) for place, handle in _handles(call.result) if handle not in self.variables]:
            self.results += 1
            name = f"result{self.results}"
            self.variables |= {handle: f"{name}[{place}]" for place, handle in inside}
            return f"{name} = {expression}"
        return expression

    def _new_name(self, handle: Handle) -> str:
        word = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", re.sub(r"\W|^_+", "", handle._type_name)).lower() or "thing"
        return f"{word}{sum(name.startswith(word) for name in self.variables.values()) + 1}"

    def _expression(self, call: Call) -> str | None:
        args = [self._value(value) for value in call.args]
        named = [f"{key}={self._value(value)}" for key, value in call.kwargs.items()]
        target = self._value(call.target) if call.target is not None else ""
        if call.op == "call":
            return _called(target, [*args, *named])
        if call.op == "make":
            return _made(call, args, named)
        if call.op == "operate":
            name = call.name.removeprefix("operator ")
            return f"{name if name in _BUILTINS else f'operator.{name}'}({', '.join(args)})"
        if call.op in ("getattr", "setattr"):
            attribute = call.name.removesuffix(" = ").rsplit(".", 1)[-1]
            return f"{target}.{attribute}" + (f" = {args[0]}" if args else "")
        if call.op == "take":
            count = args[1] if len(args) > 1 else "1"
            return f"list(itertools.islice({target}, {count}))"
        template = _FORMS.get(call.op)
        return template.format(target, *args) if template else None

    def _value(self, value: Any) -> str:
        if isinstance(value, Handle):
            return self._object(value)
        if callable(value) and not isinstance(value, type) and not hasattr(value, "shape"):
            recorded = value.replies if isinstance(value, Callback) else None
            if recorded is None:
                raise NoSource("one of its inputs is a function of the grader")
            return f"recorded({value.__name__!r}, {source_of(recorded, 4)})"
        return source_of(value, 4)

    def _object(self, handle: Handle) -> str:
        if self._is_name(handle):
            self.names.add(handle._label)
            return str(handle._label)
        known = self.variables.get(handle) or self.inline.get(handle)
        if known is None:
            raise NoSource("it is about an object whose beginning lies too far back")
        return known


def _handles(result: Any) -> list[tuple[int, Handle]]:
    """The handles that a result is, or that stand in it, with their places."""
    items = result if isinstance(result, list | tuple) else [result]
    return [(place, item) for place, item in enumerate(items) if isinstance(item, Handle)]


_BUILTINS = {"float", "int", "str", "repr", "bool", "divmod"}
_STATEMENTS = {"setattr", "setitem", "delitem"}
_FORMS = {
    "getitem": "{0}[{1}]",
    "setitem": "{0}[{1}] = {2}",
    "delitem": "del {0}[{1}]",
    "len": "len({1})",
    "contains": "{1} in {0}",
    "iter": "iter({1})",
}
_WRITTEN = {"call", "operate", "getattr", "setattr", "take", *_FORMS}


def _called(target: str, arguments: list[str]) -> str:
    line = f"{target}({', '.join(arguments)})"
    if "\n" not in line and len(line) <= 110:
        return line
    return f"{target}(\n    " + ",\n    ".join(arguments) + ",\n)"


def _made(call: Call, args: list[str], named: list[str]) -> str | None:
    kind = call.name.removeprefix("submission.")
    if kind == "given":
        return _called(f"given.{call.args[0]}", [*args[1:], *named])
    makers = {"random": "random.Random({})"} | {name: maker.source for name, maker in values.MAKERS.items()}
    return makers[kind].format(args[0]) if kind in makers else None
