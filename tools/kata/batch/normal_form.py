"""A program without what one changes to hide where it came from: what is left is what it does.

Two programs that differ in comments, dead statements, harmless conversions, the spelling of a range, a comparison or an
assignment have one normal form. It isn't meant to run.
"""

import ast
from collections import Counter
from collections.abc import Sequence
from typing import Any

MOST_ROUNDS = 6  # a removal can make another statement dead

# Conversions that an answer takes or leaves without another result: `np.asarray(x)`, `x.astype(bool)`, `list(x)`.
_WRAPPERS = {"asarray", "array", "asanyarray", "ascontiguousarray", "copy", "float64", "list", "tuple", "float", "bool"}
_METHODS = {"astype", "copy", "clone", "contiguous", "view", "squeeze", "item", "tolist", "detach"}
_MIRRORED: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Gt: ast.Lt, ast.GtE: ast.LtE}
_NEGATED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
# Calls that are operators by another name.
_OPERATORS: dict[str, type[ast.operator]] = {
    "add": ast.Add,
    "subtract": ast.Sub,
    "multiply": ast.Mult,
    "divide": ast.Div,
    "true_divide": ast.Div,
    "power": ast.Pow,
    "matmul": ast.MatMult,
    "dot": ast.MatMult,
}


def normal_form(source: str) -> str | None:
    """The normal form of a program as text; None when it is no Python."""
    try:
        tree = ast.parse(source)
        for _ in range(MOST_ROUNDS):
            before = ast.dump(tree)
            tree = _Normal().visit(tree)
            _Dead(tree).strip()
            if ast.dump(tree) == before:
                break
        return ast.unparse(ast.fix_missing_locations(tree))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


class _Normal(ast.NodeTransformer):
    """Spells each construct in one way."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.returns, node.decorator_list, node.type_comment = None, node.decorator_list, None
        node.body = _without_docstring(node.body)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self.generic_visit(node)
        node.body = _without_docstring(node.body)
        return node

    def visit_Module(self, node: ast.Module) -> ast.AST:
        self.generic_visit(node)
        node.body = [one for one in node.body if not isinstance(one, ast.Import | ast.ImportFrom)]
        node.body = _without_docstring(node.body)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        self.generic_visit(node)
        return ast.Assign([node.target], node.value) if node.value is not None else None

    def visit_AugAssign(self, node: ast.AugAssign) -> Any:
        """`a += b` is `a = a + b`."""
        self.generic_visit(node)
        read = ast.parse(ast.unparse(node.target), mode="eval").body
        return self.visit(ast.Assign([node.target], ast.BinOp(read, node.op, node.value)))

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """`a > b` is `b < a`."""
        self.generic_visit(node)
        if len(node.ops) == 1 and type(node.ops[0]) in _MIRRORED:
            return ast.Compare(node.comparators[0], [_MIRRORED[type(node.ops[0])]()], [node.left])
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> Any:
        """`not a == b` is `a != b`; `-0.5` is a constant."""
        self.generic_visit(node)
        inner = node.operand
        if isinstance(node.op, ast.Not) and isinstance(inner, ast.Compare) and len(inner.ops) == 1:
            return self.visit(ast.Compare(inner.left, [_NEGATED[type(inner.ops[0])]()], inner.comparators))
        if (
            isinstance(node.op, ast.Not | ast.Invert)
            and isinstance(inner, ast.UnaryOp)
            and type(inner.op) is type(node.op)
        ):
            return inner.operand
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, float) and node.value.is_integer() and abs(node.value) < 1e15:
            return ast.Constant(int(node.value))
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        """Sums and products have their terms in one order; nothing is added to 0 or multiplied by 1."""
        self.generic_visit(node)
        if isinstance(node.op, ast.Add | ast.Mult):
            neutral = 0 if isinstance(node.op, ast.Add) else 1
            sides = [side for side in (node.left, node.right) if not _is_constant(side, neutral)]
            if len(sides) == 1:
                return sides[0]
            node.left, node.right = sorted((node.left, node.right), key=_shape)
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        node.values.sort(key=_shape)
        return node

    def visit_Call(self, node: ast.Call) -> Any:
        self.generic_visit(node)
        name = _called(node.func)
        step = node.args[2] if len(node.args) > 2 else ast.Constant(1)
        if name == "range" and len(node.args) > 1 and _is_constant(node.args[0], 0) and _is_constant(step, 1):
            return ast.Call(node.func, [node.args[1]], [])
        if isinstance(node.func, ast.Attribute) and name in _METHODS and not isinstance(node.func.value, ast.Name):
            return node.func.value
        if isinstance(node.func, ast.Attribute) and name in ("astype", "copy", "clone", "contiguous"):
            return node.func.value
        if name in _WRAPPERS and len(node.args) == 1:
            return node.args[0]
        if name in _OPERATORS and len(node.args) == 2 and not node.keywords:
            return self.visit_BinOp(ast.BinOp(node.args[0], _OPERATORS[name](), node.args[1]))
        node.keywords.sort(key=lambda keyword: keyword.arg or "")
        return node

    def visit_If(self, node: ast.If) -> ast.AST | list[ast.stmt]:
        """A branch that is never taken goes, and `if not a` with an else is `if a`."""
        self.generic_visit(node)
        if isinstance(node.test, ast.Constant):
            return (node.body if node.test.value else node.orelse) or [ast.Pass()]
        if node.orelse and isinstance(node.test, ast.UnaryOp) and isinstance(node.test.op, ast.Not):
            return ast.If(node.test.operand, node.orelse, node.body)
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        self.generic_visit(node)
        # A text, a number or a call of `print` that stands alone.
        alone = isinstance(node.value, ast.Constant) or (
            isinstance(node.value, ast.Call) and _called(node.value.func) == "print"
        )
        return None if alone else node

    def visit_Assert(self, node: ast.Assert) -> None:
        return None


class _Dead:
    """Takes out what is assigned and never read, and names that stand for something just once."""

    def __init__(self, tree: ast.AST) -> None:
        self.tree = tree
        self.reads = _reads(tree)

    def strip(self) -> None:
        for node in ast.walk(self.tree):
            for name in ("body", "orelse", "finalbody"):
                block = getattr(node, name, None)
                if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                    kept = [one for one in block if not isinstance(one, ast.Pass) and not self._is_dead(one)]
                    setattr(node, name, _inlined(kept) or ([ast.Pass()] if name == "body" else []))

    def _is_dead(self, statement: ast.stmt) -> bool:
        if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
            return False
        target = statement.targets[0]
        return isinstance(target, ast.Name) and self.reads[target.id] == _reads(statement.value)[target.id]


def _reads(tree: ast.AST) -> Counter[str]:
    names = (node for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))
    return Counter(node.id for node in names)


def _inlined(block: Sequence[ast.stmt]) -> list[ast.stmt]:
    """`t = a; return t` is `return a`: a name that is read once, in the next statement, goes."""
    kept = list(block)
    index = 0
    while index < len(kept) - 1:
        one, following = kept[index], kept[index + 1]
        if isinstance(one, ast.Assign) and len(one.targets) == 1 and isinstance(one.targets[0], ast.Name):
            name = one.targets[0].id
            used = Counter(
                node.id for later in kept[index + 1 :] for node in ast.walk(later) if isinstance(node, ast.Name)
            )
            simple = isinstance(following, ast.Return | ast.Assign | ast.Expr)
            inside = sum(isinstance(node, ast.Name) and node.id == name for node in ast.walk(following))
            if simple and used[name] == inside == 1 and not _stores(following, name):
                kept[index : index + 2] = [_Replace(name, one.value).visit(following)]
                index = max(index - 1, 0)
                continue
        index += 1
    return kept


def _stores(statement: ast.stmt, name: str) -> bool:
    return any(
        isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Load)
        for node in ast.walk(statement)
    )


class _Replace(ast.NodeTransformer):
    def __init__(self, name: str, value: ast.expr) -> None:
        self.name = name
        self.value = value

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return self.value if node.id == self.name else node


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    return body or [ast.Pass()]


def _is_constant(node: ast.AST, value: object) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) is not bool and node.value == value


def _called(function: ast.expr) -> str:
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def _shape(node: ast.AST) -> tuple[int, str]:
    """What orders the sides of a sum: how they are built, and not what their names are."""
    text = " ".join(
        type(one).__name__
        + (
            one.attr
            if isinstance(one, ast.Attribute)
            else repr(getattr(one, "value", ""))
            if isinstance(one, ast.Constant)
            else ""
        )
        for one in ast.walk(node)
    )
    return len(text), text
