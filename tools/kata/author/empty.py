"""Answers without an idea: zeros, the input, a constant, None, an exception, for every function and class."""

import textwrap

from kata.catalog import Kata
from kata.libraries import LIBRARIES
from kata.stub import asked_for

_BODIES = {
    "an answer that returns zeros": "return _zeros(args)",
    "an answer that returns its input": "return args[0] if args else None",
    "an answer that returns a constant": "return 1",
    "an answer that returns None": "return None",
    "an answer that always raises": "raise ValueError",
}


def empty_answers(kata: Kata) -> dict[str, str]:
    """Their sources, by what they are."""
    return {name: _module(kata, body) for name, body in _BODIES.items()}


def _module(kata: Kata, body: str) -> str:
    zeros = textwrap.indent(LIBRARIES[kata.uses].zeros, "    ")
    parts = [f"def _zeros(args):\n{zeros}\n"]
    for definition in asked_for(kata.stub).values():
        if definition.kind == "function":
            parts.append(f"def {definition.name}(*args, **kwargs):\n    {body}\n")
        else:
            # A class whose every method does the same.
            parts.append(
                f"class {definition.name}:\n    def __init__(self, *args, **kwargs):\n        pass\n\n"
                f"    def __getattr__(self, name):\n"
                f"        def method(*args, **kwargs):\n            {body}\n        return method\n\n"
                f"    def __call__(self, *args, **kwargs):\n        {body}\n"
            )
    return "\n".join(parts)
