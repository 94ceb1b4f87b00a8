"""The examples of a stub's docstrings, run against an answer that is trusted."""

import linecache
import os
from typing import Any

from kata.examples import imports_of, run_examples
from kata.libraries import LIBRARIES
from kata.stub import asked_for, definitions, given_code


def failing_examples(stub: str, answer: str, library: str) -> list[str]:
    """One sentence for each example of `stub` that doesn't hold for `answer`, which is run here.

    A definition without examples is a sentence too. What the answer lacks is left out: it may be the library's route
    to some of what the stub asks for.

    Args:
        library: what the answer is written in, one of `kata.libraries.LIBRARIES`.
    """
    os.environ.update(LIBRARIES[library].environment)
    # Some libraries read the source of their functions.
    linecache.cache["<answer>"] = (len(answer), None, answer.splitlines(keepends=True), "<answer>")
    namespace: dict[str, Any] = {"__name__": "answer"}
    for text, name in ((imports_of(stub), "<imports>"), (given_code(stub), "<given>"), (answer, "<answer>")):
        exec(compile(text, name, "exec", dont_inherit=True), namespace)
    asked = asked_for(stub)
    failures = []
    for definition in definitions(stub).values():
        results = list(run_examples(definition.docstring, dict(namespace)))
        if not results:
            failures.append(f"`{definition.name}` has no example.")
        if definition.name in asked and definition.name not in namespace:
            continue
        failures += [f"`{definition.name}`: {one.source}: {one.problem}" for one in results if one.problem]
    return failures
