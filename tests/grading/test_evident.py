"""Causes that a failure shows by itself: whose name they may hold."""

import pytest

from kata.grading.evident import evident_causes
from kata.grading.failure import Failure
from kata.grading.verdict import Test, Verdict

STUB = """
class Pool:
    def take(self): raise NotImplementedError


# given
def run(pool): return pool.take()
"""


@pytest.mark.parametrize(
    ("call", "blamed"),
    [
        ("Pool(0)", "`Pool`"),
        ("Pool.take(3)", "`Pool.take`"),
        ("run(<a Pool>)", "The code"),
        ("<https://elsewhere>(...)", "The code"),
        ("Pool.\x1b[31m.take()", "The code"),
        ("", "The code"),
    ],
)
def test_only_what_the_stub_asks_for_is_blamed_by_name(call: str, blamed: str) -> None:
    test = Test("test_it", "It is refused.", "failed", 0, 10, call=call)
    verdict = Verdict("pool", "sums", "failed", 0, 10, [test])
    (cause,) = evident_causes(
        verdict, {"test_it": Failure("missing exception", text="Failed: DID NOT RAISE ValueError")}, STUB
    )
    assert cause.says == f"{blamed} doesn't raise ValueError: the check is missing, or it lets this case through."
    assert (cause.tests, cause.points, cause.whole, cause.headline) == (["test_it"], 10, True, True)
