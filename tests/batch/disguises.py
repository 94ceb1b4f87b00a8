"""Ten ways in which people hide that a program isn't their own."""

import ast
from collections.abc import Iterator


def disguised(source: str) -> Iterator[str]:
    """Ten copies of a program, each hidden in another way or in several at once."""
    renamed = _renamed(source)
    yield renamed
    yield _with_dead_code(renamed, 1)
    yield _applied(renamed, _LongRange, _Converted)
    yield _applied(source, _Wrapped, _Named)
    yield _with_dead_code(_applied(renamed, _Mirrored, _Spelled), 2)
    yield _reordered(renamed.replace("import numpy as np", "import numpy").replace("np.", "numpy."))
    yield _applied(source, _Swapped, _Named, _Converted)
    yield _with_dead_code(_applied(renamed, _Swapped, _LongRange, _Converted, _Wrapped, _Named, _Mirrored, _Spelled), 1)
    yield _applied(renamed, _Spelled, _Swapped)
    yield _reordered(_with_dead_code(_applied(renamed, _Named, _Mirrored, _Converted, _LongRange), 3))


def _applied(source: str, *changes: type[ast.NodeTransformer]) -> str:
    tree = ast.parse(source)
    for change in changes:
        tree = change().visit(tree)
    return ast.unparse(ast.fix_missing_locations(tree))


def _renamed(source: str) -> str:
    tree = ast.parse(source)
    stored = {
        node.id
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    names = {name: f"my_value_{number}" for number, name in enumerate(sorted(stored))}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg = names.get(node.arg, node.arg)
    return ast.unparse(tree)


def _with_dead_code(source: str, lines: int) -> str:
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            text = "\n".join(f"unused_{number} = [{number} for _ in range(3)]" for number in range(lines))
            node.body = [*ast.parse(text).body, *node.body]
    return ast.unparse(ast.fix_missing_locations(tree))


def _reordered(source: str) -> str:
    tree = ast.parse(source)
    parts = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    tree.body = [*(node for node in tree.body if node not in parts), *reversed(parts)]
    return ast.unparse(tree)


class _LongRange(ast.NodeTransformer):
    """`range(n)` is `range(0, n)`."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "range" and len(node.args) == 1:
            node.args = [ast.Constant(0), node.args[0]]
        return node


class _Converted(ast.NodeTransformer):
    """`a < b` is `(a < b).astype(bool)`."""

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        return ast.Call(ast.Attribute(node, "astype", ast.Load()), [ast.Name("bool", ast.Load())], [])


class _Wrapped(ast.NodeTransformer):
    """`return x` is `return np.asarray(x)`."""

    def visit_Return(self, node: ast.Return) -> ast.AST:
        if node.value is not None and not isinstance(node.value, ast.Tuple):
            made = ast.Attribute(ast.Name("np", ast.Load()), "asarray", ast.Load())
            node.value = ast.Call(made, [node.value], [])
        return node


class _Named(ast.NodeTransformer):
    """`return x` is `result = x; return result`."""

    def visit_Return(self, node: ast.Return) -> ast.AST | list[ast.AST]:
        if node.value is None:
            return node
        return [ast.Assign([ast.Name("result", ast.Store())], node.value), ast.Return(ast.Name("result", ast.Load()))]


class _Mirrored(ast.NodeTransformer):
    """`a < b` is `b > a`."""

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        mirrors = {ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.GtE: ast.LtE}
        if len(node.ops) == 1 and type(node.ops[0]) in mirrors:
            return ast.Compare(node.comparators[0], [mirrors[type(node.ops[0])]()], [node.left])
        return node


class _Spelled(ast.NodeTransformer):
    """`a += b` is `a = a + b`."""

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        read = ast.parse(ast.unparse(node.target), mode="eval").body
        return ast.Assign([node.target], ast.BinOp(read, node.op, node.value))


class _Swapped(ast.NodeTransformer):
    """`a + b` is `b + a`."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Add | ast.Mult):
            node.left, node.right = node.right, node.left
        return node
