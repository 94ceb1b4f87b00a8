"""Values that the examples of docstrings print: read, and compared as values and not as texts."""

import ast
import math
from typing import Any

_NAMES = {"inf": math.inf, "nan": math.nan}


def printed_value(text: str) -> Any:
    """What a printed value stands for; nan and inf included.

    Raises:
        ValueError: when it isn't made of built-in values (or SyntaxError, when it is no expression).
    """
    return ast.literal_eval(_Finite().visit(ast.parse(text.strip(), mode="eval")))


def same_value(value: Any, wanted: Any) -> bool:
    """Whether a value is the one that an example shows: floats nearly, everything else exactly."""
    if isinstance(wanted, float) and isinstance(value, float | int):
        return (math.isnan(wanted) and math.isnan(value)) or math.isclose(value, wanted, rel_tol=1e-6, abs_tol=1e-9)
    if type(value) is not type(wanted):
        return False
    if isinstance(wanted, list | tuple):
        return len(value) == len(wanted) and all(map(same_value, value, wanted))
    if isinstance(wanted, dict):
        return list(value) == list(wanted) and all(same_value(value[key], wanted[key]) for key in wanted)
    return bool(value == wanted)


class _Finite(ast.NodeTransformer):
    """nan and inf as the constants that `literal_eval` takes."""

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.copy_location(ast.Constant(_NAMES[node.id]), node) if node.id in _NAMES else node
