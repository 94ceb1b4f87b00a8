"""Ends of a test that a grader can neither catch nor mistake for a result."""

from collections.abc import Sequence


class Outcome(BaseException):
    """Not an Exception, so that `except Exception` and `pytest.raises(ValueError)` let it through.

    It is also remembered by the channel: a test that caught one anyway still ends with it.
    """

    status = "failed"


class Timeout(Outcome):
    """The answer took too long.

    Args:
        says: a sentence.
        frames: (line, function) of the learner's file where it was, outermost first; empty when that isn't known.
    """

    status = "timeout"

    def __init__(self, says: str, frames: Sequence[tuple[int, str]] = ()) -> None:
        super().__init__(says)
        self.frames = list(frames)


class Crashed(Outcome):
    status = "crashed"


class LimitHit(Outcome):
    status = "limit"


class Forbidden(Outcome):
    status = "forbidden"


class ProtocolBroken(Outcome):
    """The answer's process sent something that no honest one sends."""

    status = "failed"


class CallbackFailed(Outcome):
    """A callable of the grader refused its arguments, or was called too often."""

    status = "failed"


class CannotBeCalled(Outcome):
    """The answer lacks a function or class that a test uses, or it takes other arguments; the other tests go on."""

    status = "failed"


class NotData(Outcome):
    """An object of the answer stands where a value was expected: it could see what it is compared with."""

    status = "failed"
