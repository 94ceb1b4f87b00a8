"""Wrong answers made by rule: the reference with one operator, constant, comparison, axis or line changed."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_BINARY: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mod,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_COMPARE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_NAMES = {
    "max": "min",
    "min": "max",
    "maximum": "minimum",
    "minimum": "maximum",
    "argmax": "argmin",
    "argmin": "argmax",
    "sum": "mean",
    "mean": "sum",
    "zeros": "ones",
    "ones": "zeros",
    "zeros_like": "ones_like",
    "ones_like": "zeros_like",
    "any": "all",
    "all": "any",
    "floor": "ceil",
    "ceil": "floor",
    "exp": "expm1",
    "log": "log1p",
    "train": "eval",
    "eval": "train",
}
_BUILTIN_SWAPS = {"max", "min", "any", "all"}


@dataclass(frozen=True)
class Mutant:
    """One changed reference: where, what was changed to what, and the whole source."""

    line: int
    before: str
    after: str
    source: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.before}  ->  {self.after}"


def canonical(source: str) -> str:
    """The source without comments and layout, by which two mutants are compared."""
    return ast.unparse(ast.parse(source))


def make_mutants(source: str) -> list[Mutant]:
    """Every mutant of `source` that the rules make, in the order of its lines, without duplicates."""
    tree = ast.parse(source)
    original = canonical(source)
    skipped = _skipped(tree)
    found: dict[str, Mutant] = {}
    for node in list(ast.walk(tree)):
        if id(node) in skipped:
            continue
        for change in _changes(node):
            # Changed in place and back again: to copy the tree for each mutant would cost more than all the rest.
            before = {name: list(value) if isinstance(value, list) else value for name, value in vars(node).items()}
            try:
                change(node)
                text = ast.unparse(tree)
            except (ValueError, TypeError):
                continue
            finally:
                vars(node).update(before)
            if text != original and text not in found:
                # A dropped line is a change of the block that held it, which begins further up.
                found[text] = Mutant(getattr(node, "lineno", 0), *_first_difference(original, text), text)
    return sorted(found.values(), key=lambda mutant: (mutant.line, mutant.before, mutant.after))


def _first_difference(original: str, text: str) -> tuple[str, str]:
    pairs = zip(original.splitlines(), text.splitlines(), strict=False)
    before, after = next((pair for pair in pairs if pair[0] != pair[1]), ("", ""))
    return before.strip(), after.strip()


def _skipped(tree: ast.AST) -> set[int]:
    """Nodes that don't compute: docstrings, annotations, texts of errors, imports."""
    skipped: set[int] = set()

    def skip(node: ast.AST | None) -> None:
        if node is not None:
            skipped.update(id(child) for child in ast.walk(node))

    for node in ast.walk(tree):
        if isinstance(node, ast.Raise):
            skip(node.exc)
        elif isinstance(node, ast.Import | ast.ImportFrom | ast.JoinedStr):
            skip(node)
        elif isinstance(node, ast.arg):
            skip(node.annotation)
        elif isinstance(node, ast.FunctionDef):
            skip(node.returns)
            for decorator in node.decorator_list:
                skip(decorator)
        elif isinstance(node, ast.AnnAssign):
            skip(node.annotation)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skip(node)
    return skipped


def _changes(node: ast.AST) -> Iterator[Callable[[ast.AST], None]]:
    """The changes that the rules make to one node, in place."""
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _BINARY:
        # `"text" % value` and the like aren't arithmetic, but their mutants are caught or fail at once.
        yield _set("op", _BINARY[type(node.op)]())
    elif isinstance(node, ast.Compare) and len(node.ops) == 1:
        yield _set("ops", [_COMPARE[type(node.ops[0])]()])
    elif isinstance(node, ast.BoolOp):
        yield _set("op", ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not | ast.Invert):
        yield _replace_unary
    elif isinstance(node, ast.Constant):
        yield from _constants(node.value)
    elif isinstance(node, ast.Attribute) and node.attr in _NAMES:
        yield _set("attr", _NAMES[node.attr])
    elif isinstance(node, ast.Name) and node.id in _BUILTIN_SWAPS and isinstance(node.ctx, ast.Load):
        yield _set("id", _NAMES[node.id])
    if isinstance(node, ast.If | ast.While | ast.For | ast.FunctionDef | ast.With | ast.ClassDef):
        yield from _dropped_lines(node, "body")
        yield from _dropped_lines(node, "orelse")


def _set(field: str, value: object) -> Callable[[ast.AST], None]:
    return lambda node: setattr(node, field, value)


def _replace_unary(node: ast.AST) -> None:
    assert isinstance(node, ast.UnaryOp)
    node.op = ast.UAdd() if isinstance(node.op, ast.USub | ast.Invert) else ast.Not()
    if isinstance(node.op, ast.Not):
        node.operand = ast.UnaryOp(ast.Not(), node.operand)


def _constants(value: object) -> Iterator[Callable[[ast.AST], None]]:
    if isinstance(value, bool):
        yield _set("value", not value)
    elif isinstance(value, int):
        yield _set("value", value + 1)
        if value > 0:
            yield _set("value", value - 1)
    elif isinstance(value, float):
        yield _set("value", value * 2 if value else 1.0)


def _dropped_lines(node: ast.AST, field: str) -> Iterator[Callable[[ast.AST], None]]:
    for position, statement in enumerate(getattr(node, field, [])):
        is_doc = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        droppable = ast.Expr | ast.AugAssign | ast.If | ast.Raise | ast.Continue | ast.Break | ast.Delete
        assigns = isinstance(statement, ast.Assign) and not isinstance(statement.targets[0], ast.Name)
        if not is_doc and (isinstance(statement, droppable) or assigns):
            yield _drop(field, position)


def _drop(field: str, position: int) -> Callable[[ast.AST], None]:
    def change(node: ast.AST) -> None:
        getattr(node, field)[position] = ast.Pass()

    return change
