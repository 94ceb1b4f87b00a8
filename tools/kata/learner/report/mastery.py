"""How well a kata is known, in words that the graph's colours stand for."""

from datetime import datetime

from kata.progress import State

FIRM = 21.0  # days of stability from which a kata is known for good, or for a while

# The word, the symbol that stands beside it, and what it means.
MASTERY = {
    "new": ("", "not begun"),
    "known": ("»", "said to be known"),
    "begun": ("◐", "begun"),
    "given-up": ("○", "given up"),
    "passed": ("✓", "passed"),
    "firm": ("★", f"passed, and firm for {FIRM:.0f} days or more"),
    "due": ("!", "passed, and due for a review"),
}


def mastery(state: State, now: datetime) -> str:
    """A word of MASTERY."""
    if state.passed and state.due(now):
        return "due"
    if state.passed:
        return "firm" if state.scheduled and state.scheduled.stability >= FIRM else "passed"
    if state.known:
        return "known"
    if state.given_up:
        return "given-up"
    return "begun" if state.begun else "new"
