"""A stub's specification as Markdown, its formulas as LaTeX."""

import ast
import re
import textwrap

from kata.catalog import Kata
from kata.formula import is_formula
from kata.latex import display


def specification(kata: Kata) -> str:
    """What the docstring of a stub says, under the kata's title."""
    docstring = ast.get_docstring(ast.parse(kata.stub)) or ""
    summary, _, rest = docstring.partition("\n\n")
    blocks = [f"# {kata.title}", f"**{' '.join(summary.split())}**", *_blocks(rest)]
    return "\n\n".join(block for block in blocks if block.strip("*"))


def _blocks(text: str) -> list[str]:
    return [_block(block) for block in re.split(r"\n\s*\n", text) if block.strip()]


def _block(block: str) -> str:
    if not block.startswith("    "):
        return re.sub(r"``(.+?)``", r"`\1`", block, flags=re.DOTALL)
    inside = textwrap.dedent(block)
    return display(inside) if is_formula(inside) else f"```\n{inside}\n```"
