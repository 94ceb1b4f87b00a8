"""What a proof may cost, on a machine of any speed."""

import functools
import os
import sys

from kata.catalog import Kata
from kata.catalog.solutions import declared_cost
from kata.libraries import LIBRARIES
from kata.sandbox.launch import forking_is_safe

# The budget is for a machine on which a fresh Python that imports NumPy takes so many CPU seconds.
_NUMPY_SECONDS = 0.12
# An interpreter of its own for each answer's process costs more than a forked one, and says nothing about the kata.
_WITHOUT_FORKS = 10.0


def over_budget(kata: Kata, spent: float) -> tuple[str, str]:
    """A sentence when a proof of so many CPU seconds is too dear, and the declared reason for a higher budget."""
    limit, reason = declared_cost(kata) or (LIBRARIES[kata.uses].proof_seconds, "")
    limit *= 1 if forking_is_safe() else _WITHOUT_FORKS
    if spent <= limit:
        return "", reason
    slower = _slower()
    allowed = limit * slower
    sentence = f"the proof took {spent:.1f} CPU seconds; {allowed:.1f} are allowed"
    sentence += f": {limit:g} on a machine that isn't {slower:.1f} times as slow" if slower > 1 else ""
    return (sentence if spent > allowed else ""), reason


@functools.cache
def _slower() -> float:
    """How many times as slow as the budget's machine this one is now; at least 1.

    CPU seconds of the same work differ by half from machine to machine, and on one that does other work too.
    """
    times = []
    for _ in range(3):
        pid = os.posix_spawn(sys.executable, [sys.executable, "-I", "-c", "import numpy"], os.environ)
        used = os.wait4(pid, 0)[2]
        times.append(used.ru_utime + used.ru_stime)
    return max(1.0, min(times) / _NUMPY_SECONDS)
