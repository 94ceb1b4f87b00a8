"""How two answers differ: in kind first, then function by function.

Both are brought to one form, without docstrings, comments, annotations and layout, so that what is left differs in what
it does.
"""

import ast
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

_MODULE = ""  # the name of what stands outside of functions and classes
_NAMED = 5  # calls that a sentence lists


@dataclass(frozen=True)
class Part:
    """A function, a method as Class.method, or (without a name) the rest of the module."""

    name: str
    mine: Sequence[str]  # lines; none where the answer has no such part
    theirs: Sequence[str]
    renamed: bool  # the same but for the names of local variables

    @property
    def same(self) -> bool:
        return self.mine == self.theirs


@dataclass(frozen=True)
class Contrast:
    """How one's own answer (mine) and another (theirs) differ."""

    kinds: Sequence[str]  # sentences
    parts: Sequence[Part]

    @property
    def same(self) -> bool:
        return all(part.same for part in self.parts)


def contrast(mine: str, theirs: str, name: str) -> Contrast | None:
    """Compare two sources; `name` is what the second is called. None when Python can't read one of them."""
    try:
        left, right = _bare(mine), _bare(theirs)
    except (SyntaxError, ValueError, RecursionError):
        return None
    ours, others = _parts(left), _parts(right)
    parts = []
    for part in dict.fromkeys([*others, *ours]):
        a, b = ours.get(part, []), others.get(part, [])
        parts.append(Part(part, _lines(a), _lines(b), bool(a and b) and _renamed(a) == _renamed(b)))
    called = "the reference" if name == "reference" else f"`{name}`"
    return Contrast([kind[0].upper() + kind[1:] for kind in _kinds(left, right, called)], parts)


# --- one form


class _Bare(ast.NodeTransformer):
    """Takes docstrings and annotations away."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._definition(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._definition(node)

    def _definition(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.returns = None
        node.body = _without_docstring(node.body)
        return node

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        is_data = bool(node.decorator_list)  # a dataclass is made of its annotations
        if not is_data:
            self.generic_visit(node)
        node.body = _without_docstring(node.body)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST | None:
        if node.value is None:
            return None
        return ast.copy_location(ast.Assign([node.target], node.value), node)


def _bare(source: str) -> ast.Module:
    tree = ast.parse(source)
    tree.body = _without_docstring(tree.body, least=0)
    tree.body = [node for node in tree.body if not (isinstance(node, ast.ImportFrom) and node.module == "__future__")]
    _Bare().visit(tree)
    return ast.fix_missing_locations(tree)


def _without_docstring(body: list[ast.stmt], least: int = 1) -> list[ast.stmt]:
    first = body[0] if body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return body[1:] or [ast.Pass()] * least
    return body


# --- function by function


def _parts(tree: ast.Module) -> dict[str, list[ast.stmt]]:
    """The statements of each part, in their order; imports follow from what is used, and count for nothing."""
    parts: dict[str, list[ast.stmt]] = {}
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            parts.setdefault(node.name, []).append(node)
        elif isinstance(node, ast.ClassDef):
            methods = [one for one in node.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
            rest = [one for one in node.body if one not in methods]
            head = ast.ClassDef(node.name, node.bases, node.keywords, rest or [ast.Pass()], node.decorator_list)
            if "type_params" in ast.ClassDef._fields:
                setattr(head, "type_params", [])  # noqa: B010  Python 3.12 asks for it
            parts.setdefault(node.name, []).append(head)
            for method in methods:
                parts.setdefault(f"{node.name}.{method.name}", []).append(method)
        else:
            parts.setdefault(_MODULE, []).append(node)
    return parts


def _lines(statements: Sequence[ast.stmt]) -> list[str]:
    return [line for statement in statements for line in ast.unparse(statement).split("\n")]


def _renamed(statements: Sequence[ast.stmt]) -> list[str]:
    """The lines with local variables numbered in the order in which they appear; arguments keep their names."""
    tree = ast.parse("\n".join(_lines(statements)))
    arguments = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    stored = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    numbers: dict[str, str] = {}
    for node in _in_order(tree):
        if isinstance(node, ast.Name) and node.id in stored - arguments:
            node.id = numbers.setdefault(node.id, f"v{len(numbers)}")
    return ast.unparse(tree).split("\n")


def _in_order(tree: ast.AST) -> Iterator[ast.AST]:
    yield tree
    for child in ast.iter_child_nodes(tree):
        yield from _in_order(child)


# --- in kind


def _kinds(mine: ast.Module, theirs: ast.Module, name: str) -> Iterator[str]:
    """What differs in the way that a problem is solved, as sentences, the weightiest first."""
    yield from _loops(mine, theirs, name)
    yield from _by_name("calls", _calls, mine, theirs, name)
    for what, has in _CONSTRUCTS:
        ours, other = any(map(has, ast.walk(mine))), any(map(has, ast.walk(theirs)))
        if ours != other:
            yield f"Yours {what}; {name} doesn't." if ours else f"{name} {what}; yours doesn't."
    yield from _by_name("defines", _definitions, mine, theirs, name)
    left, right = _size(mine), _size(theirs)
    if max(left, right) > 2 * min(left, right) and abs(left - right) > 5:
        yield f"Yours is {'longer' if left > right else 'shorter'}: {left} statements, {name} {right}."


def _loops(mine: ast.Module, theirs: ast.Module, name: str) -> Iterator[str]:
    left, right = _count_loops(mine), _count_loops(theirs)
    if left and not right:
        yield f"Yours has {_many(left, 'loop')}; {name} has none and works on whole arrays or sequences."
    elif right and not left:
        yield f"{name} has {_many(right, 'loop')}; yours has none."
    elif left != right:
        yield f"Yours has {_many(left, 'loop')}, {name} {right}."


def _count_loops(tree: ast.Module) -> int:
    """Loops and comprehensions, each generator of one counted."""
    return sum(isinstance(node, ast.For | ast.AsyncFor | ast.While | ast.comprehension) for node in ast.walk(tree))


def _by_name(
    verb: str, find: Callable[[ast.Module], Counter[str]], mine: ast.Module, theirs: ast.Module, name: str
) -> Iterator[str]:
    left, right = find(mine), find(theirs)
    for who, found in (("yours", left - right), (name, right - left)):
        names = [one for one in found if one not in (right if who == "yours" else left)]
        if names:
            more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
            other = name if who == "yours" else "yours"
            yield f"{who} {verb} {', '.join(f'`{one}`' for one in names[:_NAMED])}{more}; {other} doesn't."


def _calls(tree: ast.Module) -> Counter[str]:
    """What is called by its whole name, as `np.where` or `sum`; methods as `.sum`. Own functions are left out."""
    own = set(_definitions(tree))
    found: Counter[str] = Counter()
    modules = {alias.asname or alias.name.split(".")[0] for node in ast.walk(tree) for alias in _aliases(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            dotted = ast.unparse(node.func) if isinstance(node.func, ast.Name | ast.Attribute) else ""
            root = dotted.split(".")[0].split("(")[0]
            if root in modules and dotted.replace(".", "").replace("_", "").isalnum():
                found[dotted] += 1
            elif isinstance(node.func, ast.Attribute):
                found[f".{node.func.attr}"] += 1
            elif isinstance(node.func, ast.Name) and node.func.id not in own:
                found[node.func.id] += 1
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
            found["@"] += 1
    return found


def _aliases(node: ast.AST) -> Sequence[ast.alias]:
    return node.names if isinstance(node, ast.Import | ast.ImportFrom) else ()


def _definitions(tree: ast.Module) -> Counter[str]:
    return Counter(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("__")
    )


def _is_recursive(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and any(
        isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == node.name
        for call in ast.walk(node)
    )


_CONSTRUCTS: Sequence[tuple[str, Callable[[ast.AST], bool]]] = (
    ("calls itself", _is_recursive),
    ("is a generator", lambda node: isinstance(node, ast.Yield | ast.YieldFrom)),
    ("changes items in place", lambda node: isinstance(node, ast.AugAssign) and not isinstance(node.target, ast.Name)),
    ("raises exceptions of its own", lambda node: isinstance(node, ast.Raise)),
    ("catches exceptions", lambda node: isinstance(node, ast.Try)),
)


def _size(tree: ast.Module) -> int:
    return sum(
        isinstance(node, ast.stmt) and not isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(tree)
    )


def _many(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
