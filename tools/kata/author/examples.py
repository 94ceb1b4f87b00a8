"""The examples of a stub's docstrings, run against an answer that is trusted, and compared by value."""

import ast
import doctest
import linecache
import os
from typing import Any

from kata.example_values import printed_value, same_value
from kata.libraries import LIBRARIES
from kata.stub import definitions, given_code


def failing_examples(stub: str, answer: str, library: str) -> list[str]:
    """One sentence for each example of `stub` that doesn't hold for `answer`, which is run here.

    A definition without examples is a sentence too.

    Args:
        library: what the answer is written in, one of `kata.libraries.LIBRARIES`.
    """
    os.environ.update(LIBRARIES[library].environment)
    # Some libraries read the source of their functions.
    linecache.cache["<answer>"] = (len(answer), None, answer.splitlines(keepends=True), "<answer>")
    namespace: dict[str, Any] = {"__name__": "answer"}
    exec(compile(given_code(stub), "<given>", "exec", dont_inherit=True), namespace)
    exec(compile(answer, "<answer>", "exec", dont_inherit=True), namespace)
    failures = []
    for definition in definitions(stub).values():
        examples = doctest.DocTestParser().get_examples(definition.docstring)
        if not examples:
            failures.append(f"`{definition.name}` has no example.")
        scope = dict(namespace)
        for example in examples:
            problem = _run(example, scope)
            if problem:
                failures.append(f"`{definition.name}`: {example.source.strip()}: {problem}")
    return failures


def _run(example: doctest.Example, scope: dict[str, Any]) -> str:
    """Why an example doesn't hold, or an empty text."""
    try:
        value = _evaluate(example.source, scope)
    except Exception as error:
        if example.exc_msg is not None:
            return "" if example.exc_msg.split(":")[0].strip() == type(error).__name__ else f"raised {error!r}"
        return f"raised {type(error).__name__}: {error}"
    if example.exc_msg is not None:
        return "raised nothing"
    if not example.want.strip():
        return "" if value is None else f"gave {value!r}, and the example shows nothing"
    try:
        want = printed_value(example.want)
    except (ValueError, SyntaxError, TypeError):
        return f"shows `{example.want.strip()}`, which isn't made of built-in values"
    return "" if same_value(value, want) else f"gave {value!r}"


def _evaluate(source: str, scope: dict[str, Any]) -> Any:
    """The value of the last expression; None when the source ends in a statement."""
    tree = ast.parse(source)
    last = tree.body[-1]
    if not isinstance(last, ast.Expr):
        exec(compile(tree, "<example>", "exec"), scope)
        return None
    exec(compile(ast.Module(tree.body[:-1], []), "<example>", "exec"), scope)
    return eval(compile(ast.Expression(last.value), "<example>", "eval"), scope)
