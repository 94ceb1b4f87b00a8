"""Values that the examples of docstrings print: read, and compared as values and not as texts."""

import ast
import cmath
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
    """Whether a value is the one that an example shows: floats nearly, everything else exactly.

    As for a grader, a scalar may be Python's, NumPy's or of no dimension, and a list may be a tuple.

    Args:
        value: what came, of any type.
        wanted: made of built-in values.
    """
    # By the class: an object that only stands for one of the answer's is never asked for anything.
    if all(hasattr(type(value), name) for name in ("ndim", "item")) and value.ndim == 0:
        value = value.item()
    if isinstance(wanted, float) and type(value) in (int, float):
        return (math.isnan(wanted) and math.isnan(value)) or math.isclose(value, wanted, rel_tol=1e-6, abs_tol=1e-9)
    if isinstance(wanted, complex) and type(value) in (int, float, complex):
        return cmath.isclose(value, wanted, rel_tol=1e-6, abs_tol=1e-9)
    if isinstance(wanted, list | tuple) and isinstance(value, list | tuple):
        return len(value) == len(wanted) and all(map(same_value, value, wanted))
    if isinstance(wanted, dict) and isinstance(value, dict):
        return value.keys() == wanted.keys() and all(same_value(value[key], wanted[key]) for key in wanted)
    return isinstance(value, type(wanted)) and isinstance(value, bool) == isinstance(wanted, bool) and value == wanted


class _Finite(ast.NodeTransformer):
    """nan and inf as the constants that `literal_eval` takes."""

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.copy_location(ast.Constant(_NAMES[node.id]), node) if node.id in _NAMES else node
