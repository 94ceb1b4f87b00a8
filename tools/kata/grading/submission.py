"""The learner's module, as a grader sees it."""

import functools
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from kata import values
from kata.grading.answer_session import AnswerSession
from kata.grading.calls import DEFAULT_CALLBACKS, Argument, Call, Callback
from kata.grading.handles import Handle


class Submission:
    """The learner's module: its functions and classes by name, and what can be done with them."""

    def __init__(self, session: AnswerSession) -> None:
        self._session = session

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in values.MAKERS:
            return functools.partial(self._make, name)
        return self._session.name(name)

    def _make(self, name: str, seed: int) -> Any:
        """A library's random generator in the answer's process: `generator(seed)`, `torch_generator(seed)`."""
        return self._session.make(name, int(seed))

    def random(self, seed: int) -> Any:
        """A `random.Random` in the answer's process."""
        return self._session.make("random", int(seed))

    def given(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """What `kata.given.NAME(*args, **kwargs)` makes in the answer's process."""
        return self._session.make("given", name, *args, **kwargs)

    def callback(self, function: Callable[..., Any], limit: int = DEFAULT_CALLBACKS) -> Callback:
        """A callable to hand to the answer, which may call it at most `limit` times."""
        return Callback(function, limit)

    def argument(self, value: Any) -> Argument:
        """A value to be shown to an object of the answer by an operator, a comparison, `in` or a key."""
        return Argument(value)

    def object(self, function: Handle, *args: Any, **kwargs: Any) -> Any:
        """Call a function whose result may be an object or hold some, such as a generator or a closure.

        A plain call of a function of the stub must give data.
        """
        return function._session.call(function, args, kwargs, objects=True)

    def take(self, iterator: Any, count: int) -> list[Any]:
        """The next `count` items of an iterator of the answer, in one crossing; fewer at its end."""
        if not isinstance(iterator, Handle):
            return list(_first(iterator, count))
        items: list[Any] = self._session.request(
            "take", Call("take", (iterator, count), target=iterator), [iterator._tree, count]
        )
        return items

    def grads(self, module: Handle, output: Any, cotangent: Any) -> dict[str, Any]:
        """Gradients of sum(output * cotangent) for the module's parameters, by name; None where there is none.

        Args:
            module: a handle to a torch module.
            output: a tensor that came from calling the answer.
            cotangent: tensor of the output's shape.
        """
        link, index = getattr(output, "_kata_link", (None, None))
        if link is None:
            raise AssertionError("The output has no graph: nothing that requires a gradient led to it.")
        found: dict[str, Any] = self._session.request(
            "grads", Call("grads", (module,)), [module._tree, link.node, index], cotangent
        )
        return found


def _first(items: Iterable[Any], count: int) -> Iterator[Any]:
    for _, item in zip(range(count), items, strict=False):
        yield item
