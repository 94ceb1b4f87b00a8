"""The files that grade a kata: its grader, and the oracles that it shares with others of its track."""

import ast
import contextlib
from pathlib import Path

from kata.catalog.kata import CatalogError, Kata, read_text


def grader_files(kata: Kata) -> list[Path]:
    """The grader, then the files graders/TRACK/_NAME.py that it imports, directly or through one another.

    What isn't there, or isn't Python, imports nothing: whoever reads it says so.
    """
    files = [kata.grader_path]
    for path in files:
        with contextlib.suppress(CatalogError, SyntaxError):
            found = (path.with_name(f"{name}.py") for name in imported(ast.parse(read_text(path))))
            files += [other for other in found if is_shared(other) and other not in files]
    return files


def is_shared(path: Path) -> bool:
    """Whether a file holds an oracle that graders beside it share."""
    return path.name.startswith("_") and path.suffix == ".py" and path.is_file()


def imported(tree: ast.Module) -> list[str]:
    """The modules that a program imports by an absolute name, in its functions too."""
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.append(node.module or "")
    return names
