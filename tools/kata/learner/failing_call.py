"""A failing call on one line, to be tried again and changed."""

import ast
from typing import TYPE_CHECKING

from kata.errors import KataError

if TYPE_CHECKING:
    from kata.grading.engine import Engine
    from kata.learner.checking import LoadedAttempt

LONGEST = 5000  # characters that are still of use on a line


def failing_line(engine: "Engine", ready: "LoadedAttempt", test: str) -> str:
    """Make the failing call of a test again, as statements on one line that see the names of the attempt.

    Raises:
        KataError: if the test doesn't fail, or its call can't be put on a line.
    """
    grading = engine.grade_with(ready.kata, ready.source, seed=ready.seed, filename=ready.filename, scripts="all")
    scripts = {one.name: one.script for one in grading.verdict.tests if one.status != "passed"}
    if test not in scripts:
        raise KataError("This test doesn't fail any more. Check again.")
    line = on_a_line(scripts[test])
    if not line or len(line) > LONGEST:
        raise KataError(f"This call doesn't fit on a line; `kata repro {ready.kata.name}` writes it as a script.")
    return line


def on_a_line(script: str) -> str:
    """The statements of a script that repeats a call, without what only the script needs; empty if that can't be."""
    statements = []
    for node in ast.parse(script).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Attribute):
            owner = node.value.value
            if isinstance(owner, ast.Name) and owner.id == "answer":
                continue  # the name is there
        if isinstance(node, ast.Import | ast.ImportFrom) and ast.unparse(node) in (
            "import numpy as np",
            "import torch",
        ):
            continue
        if not isinstance(node, ast.Import | ast.ImportFrom | ast.Assign | ast.Expr):
            return ""
        statements.append(ast.unparse(node))
    if statements[-2:] and statements[-1] == "print(result)" and statements[-2].startswith("result = "):
        statements[-2:] = [statements[-2].removeprefix("result = ")]
    return "; ".join(statements)
