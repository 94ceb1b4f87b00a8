"""Work that takes too long or too much memory is ended, and what comes after it is done as if nothing had been."""

import importlib
from collections.abc import Iterator

import pytest

from kata.bounded import BoundedProcess, BoundExceeded


@pytest.fixture
def process() -> Iterator[BoundedProcess]:
    with BoundedProcess(importlib.import_module, "builtins", cpu_seconds=1) as process:
        yield process


@pytest.mark.slow
@pytest.mark.parametrize(
    ("work", "says"),
    [
        ("exec('while True: pass')", "1 seconds of CPU time|more than 5 seconds"),  # or a busy machine's wall clock
        ("''.join(iter(str, 1))", "1 seconds of CPU time|more than 5 seconds"),
        ("bytearray(8 << 30)", "of memory"),
        ("__import__('os').abort()", "whatever reads it fails"),
    ],
)
def test_what_takes_too_much_is_ended_and_the_next_call_is_answered(
    process: BoundedProcess, work: str, says: str
) -> None:
    assert process.call("sum", [1, 2]) == 3
    with pytest.raises(BoundExceeded, match=says):
        process.call("eval", work)
    assert process.call("sum", [1, 2]) == 3


def test_what_sleeps_is_ended_too(process: BoundedProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kata.bounded.WALL_FACTOR", 1)
    with pytest.raises(BoundExceeded, match="more than 1 seconds"):
        process.call("eval", "__import__('time').sleep(100)")
    assert process.call("sum", [1, 2]) == 3


def test_what_the_work_raises_is_raised_here(process: BoundedProcess) -> None:
    with pytest.raises(ZeroDivisionError):
        process.call("eval", "1 / 0")
    assert process.call("sum", [1, 2]) == 3
