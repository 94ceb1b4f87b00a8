"""A stub cut into the parts that a notebook shows in cells of their own."""

import ast
import functools
from dataclasses import dataclass

from kata.stub import asked_for

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class StubParts:
    """A stub without its docstring, in the order in which it can run."""

    before: str  # imports, constants and given code above the first definition that is asked for
    asked: str  # what the learner writes, as handed out
    after: str  # given code below it


@functools.lru_cache(maxsize=64)
def stub_parts(stub: str) -> StubParts:
    """Cut a stub into what stands before the answer, the answer and what stands after it."""
    asked = asked_for(stub)
    lines = stub.splitlines()
    found: dict[str, list[str]] = {"before": [], "asked": [], "after": []}
    end = 0
    begun = False
    for node in ast.parse(stub).body:
        # What stands between two statements is a comment on the second.
        text = "\n".join(lines[end : node.end_lineno])
        end = node.end_lineno or end
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        is_asked = isinstance(node, Definition) and node.name in asked
        begun = begun or is_asked
        found["asked" if is_asked else "after" if begun else "before"].append(text)
    return StubParts(*("\n".join(texts).strip("\n") for texts in found.values()))
