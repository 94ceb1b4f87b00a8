"""What is to be learned from a solution: how one's own code differs from it, and what people get wrong."""

import difflib
from collections.abc import Sequence

from kata.catalog.solutions import Mistake
from kata.cli.layout import Span
from kata.cli.screen import Screen
from kata.learner.lesson import code_of


def show_diff(screen: Screen, mine: str, theirs: str, name: str) -> None:
    """Write what stands in one's own code and not in the answer (-), and the other way round (+)."""
    left, right = code_of(mine), code_of(theirs)
    if left == right:
        screen.line("Docstrings and comments aside, your code is the same.")
        return
    screen.line(("- yours", "bad"), "   ", (f"+ {name}", "good"), ("   docstrings and comments left out", "dim"))
    screen.blank()
    for line in difflib.unified_diff(left, right, n=3, lineterm=""):
        if line.startswith(("---", "+++")):
            continue
        if line.startswith("@@"):
            screen.line(("...", "dim"))
            continue
        style = {"-": "bad", "+": "good"}.get(line[0], "dim")
        for part in screen.code_lines(line[1:], indent=2):
            screen.emit([(line[0] + " ", style), (part, style)])


def show_mistakes(screen: Screen, mistakes: Sequence[Mistake], made: dict[str, int]) -> None:
    """Write what people get wrong; those that this learner met are marked with the number of the check."""
    screen.line(("What people get wrong here", "title"))
    for mistake in mistakes:
        spans: list[Span] = [mistake.says]
        if mistake.name in made:
            spans.append((f" You met this one, in version {made[mistake.name]}.", "warn"))
        screen.line(*spans, indent=2, first=("- ", "dim"))
