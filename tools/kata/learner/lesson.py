"""What is to be learned from a solution: how one's own code differs from it, and which known mistakes one made."""

import ast
import io
import tokenize
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kata.progress import Progress


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
