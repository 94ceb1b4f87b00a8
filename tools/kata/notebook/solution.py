"""The answer cell of an instructor's notebook: the stub's signatures and docstrings around the reference's bodies.

nbgrader puts its own line in place of what stands between the two markers, so that a student gets the stub. What the
reference has besides (helpers, constants, imports) stands in the last region: a region may hold whole definitions.
"""

import ast
import textwrap
from collections.abc import Iterable, Sequence

from kata.catalog import Kata
from kata.catalog.kata import read_text
from kata.notebook.parts import Definition, stub_parts

BEGIN = "### BEGIN SOLUTION"
END = "### END SOLUTION"

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def answer_cell(kata: Kata) -> str:
    """The source of the answer cell, with the reference between nbgrader's markers."""
    parts = stub_parts(kata.stub)
    reference = read_text(kata.reference_path)
    given = _names(ast.parse(f"{parts.before}\n{parts.after}").body)
    own = [node for node in ast.parse(reference).body if not _is_docstring(node) and not _names([node]) <= given]
    return _merged(parts.asked, reference, ast.parse(parts.asked).body, own) or _beside(parts.asked, reference)


def _names(nodes: Iterable[ast.stmt]) -> set[str]:
    """The names that statements bind."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, Definition):
            found.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            found |= {alias.asname or alias.name for alias in node.names}
        else:
            found |= {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    return found


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _merged(
    stub: str, reference: str, asked: Sequence[ast.stmt], own: Sequence[ast.stmt], below: Sequence[str] = ()
) -> str:
    """The definitions of a stub, or of a class in it, with their bodies from the reference; empty where they don't fit.

    Args:
        stub: the text of the stub.
        reference: the text of the reference.
        asked: the statements of the stub.
        own: those of the reference.
        below: what else the last region holds.
    """
    wanted = [node for node in asked if isinstance(node, Definition)]
    names = {node.name for node in wanted}
    bodies = {node.name: node for node in own if isinstance(node, Definition) and node.name in names}
    if not wanted or not all(node.name in bodies and _same_head(node, bodies[node.name]) for node in wanted):
        return ""
    rest = [*_texts(reference, [node for node in own if node not in bodies.values()]), *below]
    texts = []
    for node in wanted:
        more = rest if node is wanted[-1] else []
        if isinstance(node, ast.ClassDef):
            inside = [one for one in bodies[node.name].body if not _is_docstring(one)]
            methods = _merged(stub, reference, node.body, inside, more)
            if not methods:
                return ""
            first = next(one for one in node.body if isinstance(one, Definition))
            texts.append(_lines(stub, _start(node), _start(first) - 1) + "\n" + methods)
        else:
            indent = " " * (node.col_offset + 4)
            region = "\n\n\n".join([_body(reference, bodies[node.name]), *more])
            texts.append(f"{_lines(stub, _start(node), _head_end(node))}\n{indent}{BEGIN}\n{region}\n{indent}{END}")
    return ("\n\n" if wanted[0].col_offset else "\n\n\n").join(text.strip("\n") for text in texts)


def _beside(stub: str, reference: str) -> str:
    """The stub as it is, and the whole reference in the region of its last body, where it defines everything anew."""
    functions = [node for node in ast.walk(ast.parse(stub)) if isinstance(node, _Function)]
    last = max(functions, key=_end)
    indent = " " * last.body[-1].col_offset
    nodes = [node for node in ast.parse(reference).body if not _is_docstring(node)]
    inside = "\n\n\n".join(_texts(reference, nodes))
    raised = textwrap.indent("raise NotImplementedError", indent)
    return f"{_lines(stub, 1, _head_end(last))}\n{indent}{BEGIN}\n{raised}\n\n\n{inside}\n{indent}{END}"


def _same_head(one: Definition, other: Definition) -> bool:
    """Whether two definitions are of one kind and take the same arguments in the same order, decorated alike."""
    if type(one) is not type(other) or _decorators(one) != _decorators(other):
        return False
    if isinstance(one, ast.ClassDef) or isinstance(other, ast.ClassDef):
        return True
    return _arguments(one.args) == _arguments(other.args)


def _decorators(node: Definition) -> list[str]:
    return [ast.unparse(one) for one in node.decorator_list]


def _arguments(arguments: ast.arguments) -> list[list[str]]:
    kinds = [arguments.posonlyargs, arguments.args, arguments.kwonlyargs]
    starred = [[one.arg] if one else [] for one in (arguments.vararg, arguments.kwarg)]
    return [[one.arg for one in kind] for kind in kinds] + starred


def _start(node: ast.stmt) -> int:
    decorators = node.decorator_list if isinstance(node, Definition) else []
    return min([node.lineno, *(one.lineno for one in decorators)])


def _end(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _head_end(node: _Function) -> int:
    """The last line of a function's signature and docstring."""
    if ast.get_docstring(node) is not None:
        return _end(node.body[0])
    return node.body[0].lineno - 1


def _body(source: str, node: Definition) -> str:
    """What a function does, without its docstring, from the comment on its first statement on."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    if not body:
        return " " * (node.col_offset + 4) + "pass"
    if body[0].lineno == node.lineno:  # `def f(x): return x`
        return textwrap.indent("\n".join(map(ast.unparse, body)), " " * (node.col_offset + 4))
    lines = source.splitlines()
    start = body[0].lineno
    while lines[start - 2].lstrip().startswith("#"):
        start -= 1
    return _lines(source, start, _end(node))


def _texts(source: str, nodes: Iterable[ast.stmt]) -> list[str]:
    """Statements with the comments above them; those that are no definitions and follow one another are one text."""
    lines = source.splitlines()
    texts: list[str] = []
    together = False
    for node in nodes:
        start = _start(node)
        while start > 1 and lines[start - 2].startswith(" " * node.col_offset + "#"):
            start -= 1
        text = _lines(source, start, _end(node))
        plain = not isinstance(node, Definition)
        if together and plain:
            texts[-1] += "\n" + text
        else:
            texts.append(text)
        together = plain
    return texts


def _lines(source: str, first: int, last: int) -> str:
    return "\n".join(source.splitlines()[first - 1 : last])
