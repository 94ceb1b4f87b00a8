"""Waiting for a state, never for a time."""

import time
from collections.abc import Callable

# Only what never comes is waited for so long: on a busy machine, what comes may take its time.
PATIENCE = 120.0


def wait_until(holds: Callable[[], object], otherwise: Callable[[], str] = lambda: "it never came") -> None:
    """Look until `holds` does.

    Args:
        otherwise: what to say when it never does.
    """
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, otherwise()
        time.sleep(0.01)
