"""What is to be learned from a solution: how one's own code differs from it, and what people get wrong."""

import difflib
from collections.abc import Sequence

from kata.catalog.solutions import Mistake
from kata.cli.layout import Span
from kata.cli.screen import Screen
from kata.cli.spec import inline_spans
from kata.learner.contrast import contrast


def show_diff(screen: Screen, mine: str, theirs: str, name: str) -> None:
    """Write how one's own answer differs from another: in kind, then function by function (- and +)."""
    found = contrast(mine, theirs, name)
    if found is None:  # Python can't read one of them
        _show_head(screen, name, "")
        _show_lines(screen, mine.splitlines(), theirs.splitlines())
        return
    if found.same:
        screen.line("Docstrings, comments, annotations and layout aside, your code is the same.")
        return
    if found.kinds:
        screen.line(("What differs in kind", "title"))
        for kind in found.kinds:
            screen.line(*inline_spans(kind), indent=2, first=("- ", "dim"))
        screen.blank()
    _show_head(screen, name, "docstrings, comments and annotations left out")
    same = []
    for part in found.parts:
        if part.same:
            same.append(part.name or "the rest")
            continue
        screen.blank()
        head = part.name or "Outside of functions"
        only = "" if part.mine and part.theirs else "  only yours" if part.mine else f"  only in {name}"
        screen.line((head, "title"), (only or ("  the same but for names" if part.renamed else ""), "dim"))
        if not part.renamed:
            _show_lines(screen, part.mine, part.theirs)
    if same:
        screen.blank()
        screen.line(("The same: ", "strong"), ", ".join(same))


def _show_head(screen: Screen, name: str, note: str) -> None:
    screen.line(("- yours", "bad"), "   ", (f"+ {name}", "good"), (f"   {note}" if note else "", "dim"))


def _show_lines(screen: Screen, mine: Sequence[str], theirs: Sequence[str]) -> None:
    for line in difflib.unified_diff(mine, theirs, n=3, lineterm=""):
        if line.startswith(("---", "+++")):
            continue
        if line.startswith("@@"):
            if not line.startswith(("@@ -1 ", "@@ -1,", "@@ -0,")):
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
