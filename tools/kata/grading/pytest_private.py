"""The only place that uses what pytest keeps to itself; pyproject.toml bounds its version for this.

A run of pytest ends its modules and its session by itself. The grading process runs single tests again and again in one
session, for which there is no public way.
"""

import pytest
from _pytest.runner import runtestprotocol


def run_protocol(item: pytest.Item, following: pytest.Item | None) -> list[pytest.TestReport]:
    """Set up, call and tear down one test; what `following` needs too stays set up."""
    return runtestprotocol(item, log=False, nextitem=following)


def tear_down_all(session: pytest.Session) -> None:
    """Tear down whatever is set up, as after the last test."""
    session._setupstate.teardown_exact(None)
