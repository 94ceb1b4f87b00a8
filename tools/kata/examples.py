"""The examples of a stub's docstrings, run with what somebody wrote, and compared by value and not by what is printed.

Whoever calls this runs the answer's code in the own process: the author with answers of the catalog, a learner in a
notebook or a test explorer. Where an answer isn't trusted, `kata.classroom.public` has its examples run confined.
"""

import ast
import contextlib
import doctest
import io
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kata.example_values import printed_value, same_value


@dataclass(frozen=True)
class ExampleResult:
    """What became of one example."""

    source: str
    want: str  # what the docstring shows
    got: str
    problem: str  # why it doesn't hold; empty when it does
    line: int  # within the docstring, from 0
    error: BaseException | None = None  # that came unexpected

    @property
    def report(self) -> str:
        """What its reader needs: the example, what it shows and what came."""
        lines = textwrap.indent(self.source, "    ").split("\n")
        for label, text in (("expected", self.want), ("raised" if self.error else "got", self.got)):
            lines.append(f"{label:>12}  {textwrap.indent(text.strip(), ' ' * 14).strip()}".rstrip())
        return "\n".join(lines)


def imports_of(stub: str) -> str:
    """The imports of a stub, which its examples rely on: an answer may import otherwise."""
    nodes = [node for node in ast.parse(stub).body if isinstance(node, ast.Import | ast.ImportFrom)]
    return "\n".join(ast.unparse(node) for node in nodes)


def run_examples(docstring: str, scope: dict[str, Any]) -> Iterator[ExampleResult]:
    """Run the examples of one docstring one after the other, in one scope, which they may change."""
    for example in doctest.DocTestParser().get_examples(docstring):
        yield _run(example, scope)


def _run(example: doctest.Example, scope: dict[str, Any]) -> ExampleResult:
    source, want = example.source.strip(), example.want.strip()

    def result(got: str, problem: str = "", error: BaseException | None = None) -> ExampleResult:
        return ExampleResult(source, want, got, problem, example.lineno, error)

    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            value = _evaluate(source, scope)
    except Exception as error:
        name, got = type(error).__name__, f"{type(error).__name__}: {error}"
        if example.exc_msg is None:
            return result(got, f"raised {got}", error)
        wanted = example.exc_msg.split(":")[0].strip()
        return result(got, "" if wanted in (name, f"builtins.{name}") else f"raised {got}", error)
    got = repr(value)
    if example.exc_msg is not None:
        return result(got, "raised nothing")
    if not want:
        return result(got, "" if value is None else f"gave {got}, and the example shows nothing")
    if value is None and want == printed.getvalue().strip():
        return result(got)
    try:
        wanted_value = printed_value(want)
    except (ValueError, SyntaxError, TypeError):
        return result(got, f"shows `{want}`, which isn't made of built-in values")
    return result(got, "" if same_value(value, wanted_value) else f"gave {got}")


def _evaluate(source: str, scope: dict[str, Any]) -> Any:
    """The value of the last expression; None when the source ends in a statement."""
    tree = ast.parse(source)
    last = tree.body[-1]
    if not isinstance(last, ast.Expr):
        exec(compile(tree, "<example>", "exec"), scope)
        return None
    exec(compile(ast.Module(tree.body[:-1], []), "<example>", "exec"), scope)
    return eval(compile(ast.Expression(last.value), "<example>", "eval"), scope)
