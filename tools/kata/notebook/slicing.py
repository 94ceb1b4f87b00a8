"""The answer within a notebook: the statements that the definitions asked for need, and no others.

A notebook holds more than an answer: plots, experiments, calls that fail or never end. Python runs all cells in one
namespace, so what a definition needs is found by its names, each followed back to the statements that bind it.
"""

import ast
import bisect
import builtins
import contextlib
import re
import symtable
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

_BUILTINS = frozenset(dir(builtins))
_UNWRITTEN = ("raise NotImplementedError", "raise NotImplementedError()")
# What the parser and the compiler raise for text that is no Python, or too deep for them.
NO_PYTHON = (SyntaxError, ValueError, RecursionError, MemoryError)


@dataclass(frozen=True)
class _Statement:
    text: str
    kind: Literal["import", "definition", "call", "other"]
    binds: frozenset[str]
    changes: str  # the name whose value it changes in place, if it does
    now: frozenset[str]  # names that it reads when it runs
    later: frozenset[str]  # names that the functions in it read when they are called
    unwritten: bool  # a definition as the stub has it
    star: bool  # `from x import *`


class Slicer:
    """The statements of cells, in the order in which they ran.

    Args:
        cells: the sources of the cells, without magics. One that isn't valid Python counts for nothing.
    """

    def __init__(self, cells: Sequence[str]) -> None:
        self._statements: list[_Statement] = []
        self._future: list[str] = []
        for cell in cells:
            with contextlib.suppress(*NO_PYTHON):
                self._statements += list(self._read(cell))
        # The places of the statements that bind a name, that change its value by an assignment, and by any statement.
        self._bound: dict[str, list[int]] = {}
        self._assigned: dict[str, list[int]] = {}
        self._changed: dict[str, list[int]] = {}
        for place, statement in enumerate(self._statements):
            for name in statement.binds:
                self._bound.setdefault(name, []).append(place)
            self._changed.setdefault(statement.changes, []).append(place)
            if statement.kind != "call":
                self._assigned.setdefault(statement.changes, []).append(place)
        self._stars = [place for place, statement in enumerate(self._statements) if statement.star]
        # A definition that is still to be written counts only where there is no other.
        for name, places in self._bound.items():
            self._bound[name] = [place for place in places if not self._statements[place].unwritten] or places

    def defines(self, name: str) -> bool:
        """Whether a statement binds the name."""
        return name in self._bound

    def take(self, names: Collection[str]) -> str:
        """The source of what these names need, in its order; names that nothing binds are left out."""
        end = len(self._statements)
        kept: set[int] = set()
        todo = [(name, end) for name in names]
        seen = set(todo)
        while todo:
            name, before = todo.pop()
            if name not in self._bound and name not in _BUILTINS:
                kept.update(self._stars)
            for place in self._in_force(name, before):
                kept.add(place)
                statement = self._statements[place]
                needs = {(name, place) for name in statement.now} | {(name, end) for name in statement.later}
                todo += needs - seen
                seen |= needs
        return _joined([*self._future, *(self._statements[place].text for place in sorted(kept))])

    def _in_force(self, name: str, before: int) -> list[int]:
        """The last statements that make `name` what it is at a place; where they need earlier ones, they read it."""
        bound = _last(self._bound.get(name, []), before)
        if bound is None:
            return []
        # The settings of a module are no part of an answer, nor is a call of a function of the answer's.
        kind = self._statements[bound].kind
        changes = {"import": {}, "definition": self._assigned}.get(kind, self._changed)
        changed = _last(changes.get(name, []), before)
        return [bound] if changed is None or changed < bound else [bound, changed]

    def _read(self, cell: str) -> Iterator[_Statement]:
        lines = cell.splitlines()
        for node in ast.parse(cell).body:
            start = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
            text = "\n".join(lines[start - 1 : node.end_lineno])
            if isinstance(node, ast.ImportFrom) and node.module == "__future__":
                self._future.append(text)
            elif not isinstance(node, ast.Delete):
                yield _statement(node, text)


def _last(places: list[int], before: int) -> int | None:
    index = bisect.bisect_left(places, before)
    return places[index - 1] if index else None


def _joined(texts: list[str]) -> str:
    source = last = ""
    for text in texts:
        if text != last:  # two statements of one line are one text
            apart = "\n\n\n" if _is_block(text) or _is_block(last) else "\n"
            source += (apart if last else "") + text
            last = text
    return source + "\n" if source else ""


def _is_block(text: str) -> bool:
    return re.match(r"@|def |class |async ", text) is not None


def _statement(node: ast.stmt, text: str) -> _Statement:
    table = symtable.symtable(ast.unparse(node), "<cell>", "exec")
    symbols = table.get_symbols()
    kind: Literal["import", "definition", "call", "other"] = "other"
    if isinstance(node, ast.Import | ast.ImportFrom):
        kind = "import"
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        kind = "definition"
    elif isinstance(node, ast.Expr):
        kind = "call"
    now = {one.get_name() for one in symbols if one.is_referenced()}
    later: set[str] = set()
    for child in table.get_children():
        _add_reads(child, now, later, kind == "definition")
    binds = {one.get_name() for one in symbols if one.is_assigned() or one.is_imported() or one.is_namespace()}
    if not isinstance(node, ast.Assign | ast.AnnAssign) and kind == "other":
        now |= binds  # `x += 1`, or `if` and `for`: what x was before matters
    return _Statement(
        text=text,
        kind=kind,
        binds=frozenset(binds),
        changes=_changed(node),
        now=frozenset(now),
        later=frozenset(later),
        unwritten=kind == "definition" and _is_unwritten(node),
        star=isinstance(node, ast.ImportFrom) and node.names[0].name == "*",
    )


def _add_reads(table: symtable.SymbolTable, now: set[str], later: set[str], definition: bool) -> None:
    """Add the global names that a block reads: those of a class body at once, those of a function when it is called."""
    reads = later if definition and table.get_type() == "function" else now
    reads |= {one.get_name() for one in table.get_symbols() if one.is_global() and one.is_referenced()}
    for child in table.get_children():
        _add_reads(child, reads, later, definition)


def _changed(node: ast.stmt) -> str:
    """The name whose value a statement changes in place: `table["a"] = 1`, `Value.__add__ = add`, `words.append(w)`."""
    target: ast.expr | None = None
    if isinstance(node, ast.Assign):
        target = next((one for one in node.targets if not isinstance(one, ast.Name)), None)
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        target = node.target
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        target = node.value.func
    inside = False
    while isinstance(target, ast.Attribute | ast.Subscript):
        target, inside = target.value, True
    return target.id if inside and isinstance(target, ast.Name) else ""


def _is_unwritten(node: ast.stmt) -> bool:
    """Whether every function in a definition is as the stub has it: a docstring and NotImplementedError."""
    functions = [one for one in ast.walk(node) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    bodies = [one.body[ast.get_docstring(one) is not None :] for one in functions]
    return bool(bodies) and all(len(body) == 1 and ast.unparse(body[0]) in _UNWRITTEN for body in bodies)
