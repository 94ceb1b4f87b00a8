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


@functools.lru_cache(maxsize=64)
def given_code(stub: str) -> str:
    """The finished code of a stub, which every answer is run with; empty when nothing in it stands under `# given`.

    It is the stub without its docstring and the definitions that are asked for: what is marked, and the imports and
    constants that this needs. Lines keep their numbers.
    """
    lines = stub.splitlines()
    body = ast.parse(stub).body
    if not any(_is_given(lines, _first_line(node)) for node in body):
        return ""
    asked = asked_for(stub)
    kept = [""] * len(lines)
    for node in body:
        is_docstring = node is body[0] and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not is_docstring and getattr(node, "name", None) not in asked:
            first = _first_line(node) - 1
            kept[first : node.end_lineno] = lines[first : node.end_lineno]
    return "\n".join(kept) + "\n"


def given_names(stub: str) -> set[str]:
    """The names of what a stub gives finished: functions, classes and constants, not what they import."""
    names = set()
    for node in ast.parse(given_code(stub)).body:
        if isinstance(node, _DEFINITION):
            names.add(node.name)
        elif not isinstance(node, ast.Import | ast.ImportFrom):
            names |= {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    return names


def without_given(source: str, stub: str) -> str:
    """An answer without the functions and classes that it has from the stub as they were given there."""
    given = {node.name: ast.dump(node) for node in ast.parse(given_code(stub)).body if isinstance(node, _DEFINITION)}
    lines = source.splitlines(keepends=True)
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError):
        return source
    for node in reversed(body):
        if isinstance(node, _DEFINITION) and given.get(node.name) == ast.dump(node):
            first = _first_line(node)
            while first > 1 and lines[first - 2].startswith("#"):
                first -= 1
            del lines[first - 1 : node.end_lineno]
    return "".join(lines)


_DEFINITION = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def _first_line(node: ast.stmt) -> int:
    decorators = node.decorator_list if isinstance(node, _DEFINITION) else []
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


def functions(source: str) -> dict[str, range]:
    """The lines, from 0, of each top-level function and each method with its decorators, by its qualified name.

    Raises:
        SyntaxError: as `ast.parse` raises it.
    """
    return {name: range(_first_line(node) - 1, node.end_lineno or node.lineno) for name, node in _named(source)}


def unwritten(source: str) -> dict[str, range]:
    """Those of `functions` whose bodies are still to be written.

    Raises:
        SyntaxError: as `ast.parse` raises it.
    """
    return {
        name: range(_first_line(node) - 1, node.end_lineno or node.lineno)
        for name, node in _named(source)
        if _is_unwritten(node.body)
    }


def _named(source: str) -> "list[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]":
    found = []
    for node in ast.parse(source).body:
        prefix = f"{node.name}." if isinstance(node, ast.ClassDef) else ""
        for one in node.body if isinstance(node, ast.ClassDef) else [node]:
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef):
                found.append((prefix + one.name, one))
    return found


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
