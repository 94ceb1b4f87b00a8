"""What is to be learned from a solution: how one's own code differs from it, and what people get wrong."""

import ast
import difflib
import io
import tokenize
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kata.catalog.solutions import Mistake
from kata.cli.layout import Span
from kata.cli.screen import Screen

if TYPE_CHECKING:
    from kata.progress import Progress


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


def code_of(source: str) -> list[str]:
    """The lines of a program without docstrings, comments and blank lines; as they are when Python can't read it."""
    try:
        tree = ast.parse(source)
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (SyntaxError, ValueError, tokenize.TokenError):
        return source.splitlines()
    lines = source.splitlines()
    for token in tokens:
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column]
    gone = {row for first, last in _docstrings(tree) for row in range(first, last + 1)}
    return [line.rstrip() for row, line in enumerate(lines, start=1) if row not in gone and line.strip()]


def _docstrings(tree: ast.Module) -> Iterator[tuple[int, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and ast.get_docstring(node, clean=False) is not None:
                yield first.lineno, first.end_lineno or first.lineno


def show_mistakes(screen: Screen, mistakes: Sequence[Mistake], made: dict[str, int]) -> None:
    """Write what people get wrong; those that this learner met are marked with the number of the check."""
    screen.line(("What people get wrong here", "title"))
    for mistake in mistakes:
        spans: list[Span] = [mistake.says]
        if mistake.name in made:
            spans.append((f" You met this one, in version {made[mistake.name]}.", "warn"))
        screen.line(*spans, indent=2, first=("- ", "dim"))


def mistakes_met(progress: "Progress", kata: str) -> dict[str, int]:
    """The known mistakes that were recognised in this learner's checks: the number of the first version of each.

    Only those that explained all that failed: that one of several causes was theirs too is likely, and no more.
    """
    from kata.grading.verdict import Verdict

    made: dict[str, int] = {}
    for number, version in enumerate(progress.versions(kata), start=1):
        if version.status == "failed":
            for diagnosis in Verdict.from_dict(progress.verdict(version)).diagnoses:
                if diagnosis.whole and diagnosis.headline:
                    made.setdefault(diagnosis.mistake, number)
    return made
