"""What a grader asks of the answer, as it is kept for failure messages and for scripts: calls, callbacks, arguments."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from kata.grading.outcomes import CallbackFailed

DEFAULT_CALLBACKS = 10_000
MOST_RECORDED = 10_000  # calls of a test, and replies of a callback


@dataclass
class Call:
    """One use of the answer, as the failure message tells it."""

    name: str
    args: tuple[Any, ...] = ()
    kwargs: dict[str, Any] = field(default_factory=dict)
    result: Any = None
    target: Any = None  # the object of the answer that it is made on
    op: str = ""  # which request it is
    raised: bool = False  # whether the answer raised in it


@dataclass(frozen=True)
class ChangedArgument:
    """An argument was changed in place, and the spec doesn't allow it.

    Attributes:
        says: which one, in a sentence.
        call: in which call.
        script: that call as a script, where scripts are asked for.
    """

    says: str
    call: Call
    script: str = ""


class Callback:
    """A callable of the grader that is handed to the answer.

    Attributes:
        calls: how often the answer has called it.
        replies: (arguments, what it gave), while that is recorded; else None.
    """

    replies: list[tuple[Any, Any]] | None = None

    def __init__(self, function: Callable[..., Any], limit: int) -> None:
        self.function = function
        self.limit = limit
        self.calls = 0

    def __repr__(self) -> str:
        return f"<the function {self.__name__}>"

    @property
    def __name__(self) -> str:
        return getattr(self.function, "__name__", "callback")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.calls += 1
        if self.calls > self.limit:
            raise CallbackFailed(f"Your code called `{self.__name__}` more than {self.limit} times.")
        reply = self.function(*args, **kwargs)
        if self.replies is not None and len(self.replies) < MOST_RECORDED:
            self.replies.append(((args, kwargs), reply))
        return reply


@dataclass(frozen=True)
class Argument:
    """A value that Python's syntax may hand to an object of the answer, which without it never sees one."""

    value: Any
