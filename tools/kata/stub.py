"""What a stub or an attempt defines, read from its source and never run."""

import ast
import functools
from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """A public top-level function or class."""

    name: str
    kind: str  # "function" or "class"
    parameters: ast.arguments | None  # None for a class and for a decorated function
    docstring: str
    line: int


def definitions(source: str) -> dict[str, Definition]:
    """The public top-level functions and classes of `source`, in their order.

    Raises:
        SyntaxError: as `ast.parse` raises it.
    """
    found = {}
    for node in ast.parse(source).body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        is_class = isinstance(node, ast.ClassDef)
        found[node.name] = Definition(
            name=node.name,
            kind="class" if is_class else "function",
            parameters=None if isinstance(node, ast.ClassDef) or node.decorator_list else node.args,
            docstring=ast.get_docstring(node) or "",
            line=node.lineno,
        )
    return found


@functools.lru_cache(maxsize=64)
def asked_for(stub: str) -> dict[str, Definition]:
    """The definitions that a learner has to write: those of the stub above which no `# given` stands."""
    lines = stub.splitlines()
    return {name: definition for name, definition in definitions(stub).items() if not _is_given(lines, definition.line)}


def _is_given(lines: list[str], line: int) -> bool:
    above = line - 2
    while above >= 0 and lines[above].startswith(("#", "@")):
        if lines[above].strip().lower().startswith("# given"):
            return True
        above -= 1
    return False


def first_unfinished(source: str) -> int | None:
    """The line of the first body that only raises NotImplementedError; None when there is none, or it can't be told."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return None
    lines = [
        node.body[-1].lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _is_unwritten(node.body)
    ]
    return min(lines, default=None)


def _is_unwritten(body: list[ast.stmt]) -> bool:
    last = body[-1]
    raised = last.exc if isinstance(last, ast.Raise) else None
    raised = raised.func if isinstance(raised, ast.Call) else raised
    docstring_only = all(isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant) for one in body[:-1])
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError" and docstring_only


def same_code(one: str, other: str) -> bool:
    """Whether two sources are the same program: comments, blank lines and docstrings aside."""
    try:
        return _skeleton(one) == _skeleton(other)
    except SyntaxError:
        return False


@functools.lru_cache(maxsize=64)
def _skeleton(source: str) -> str:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and ast.get_docstring(node, clean=False) is not None
        ):
            node.body = node.body[1:]
    return ast.dump(tree)
