"""A stub's docstrings as a page to read."""

import ast
import re
import textwrap

from kata.cli.layout import Span, cells, fold
from kata.cli.mathematics import formula
from kata.cli.screen import Screen
from kata.docstring import blocks, entries, inline, prose, signature
from kata.formula import is_formula
from kata.stub import asked_for

_ADDRESS = re.compile(r"(<https://[^<>\s]+>)")


def show_spec(screen: Screen, stub: str) -> None:
    """Write what a stub asks for: its own docstring, then each function and class with its docstring."""
    tree = ast.parse(stub)
    show_docstring(screen, ast.get_docstring(tree) or "")
    asked = asked_for(stub)
    given = []
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if node.name in asked:
            screen.blank()
            _show_definition(screen, node, indent=0)
        else:
            given.append(node.name)
    if given:
        screen.blank()
        screen.line(("Given in the file, finished: ", "strong"), ", ".join(given))


def _show_definition(screen: Screen, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, indent: int) -> None:
    for line in signature(node, screen.width - indent):
        screen.code(line, indent=indent)
    show_docstring(screen, ast.get_docstring(node) or "", indent=indent + 4)
    if isinstance(node, ast.ClassDef):
        for method in node.body:
            if not isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            # The class's own docstring speaks of __init__'s arguments; its first line has their defaults.
            if ast.get_docstring(method) or method.name == "__init__":
                screen.blank()
                _show_definition(screen, method, indent + 4)


def show_docstring(screen: Screen, docstring: str, indent: int = 0) -> None:
    """Write a docstring: paragraphs wrapped, sections with their headings, formulas and examples as they stand."""
    after = "heading"
    for kind, section, lines in blocks(docstring):
        if after != "heading":
            screen.blank()
        after = kind
        inner = indent + (2 if section else 0)
        if kind == "heading":
            screen.line((section, "title"), indent=indent)
        elif kind in ("code", "fenced"):
            if kind == "code" and not section and not screen.plain and is_formula("\n".join(lines)):
                columns = sum("  " in line.strip() for line in lines) > 1
                lines = [formula(line, columns=columns) for line in lines]
            _show_code(screen, textwrap.dedent("\n".join(lines)), inner if section else inner + 4)
        elif kind == "entries":
            _show_entries(screen, lines, inner)
        else:
            _show_prose(screen, lines, inner)


def _show_code(screen: Screen, code: str, indent: int) -> None:
    """Formulas and examples as they stand; where a line is too long, it goes on further in."""
    lines = code.split("\n")
    if max(map(cells, lines)) > screen.width - indent:
        lines = [folded for line in lines for folded in fold(line, screen.width - indent)]
    screen.code("\n".join(lines), indent=indent)


def _show_entries(screen: Screen, lines: list[str], indent: int) -> None:
    """`name: what it is`, with what continues it set in."""
    for name, text in entries(lines):
        if name:
            screen.line((name, "code"), *inline_spans(f": {text}"), indent=indent, rest="    ")
        else:
            screen.line(*inline_spans(text), indent=indent)


def _show_prose(screen: Screen, lines: list[str], indent: int) -> None:
    """Paragraphs and lists, joined and wrapped anew."""
    for mark, text in prose(lines):
        screen.line(*inline_spans(text), indent=indent, first=mark)


def inline_spans(text: str) -> list[Span]:
    """Bold and code, by their marks; in plain text code keeps its quotes."""
    spans: list[Span] = []
    for piece, kind in inline(text):
        if kind == "code":
            spans.append((f"`{piece}`", "code"))
        else:
            spans += with_links(piece, "strong" if kind == "strong" else "")
    return spans


def with_links(text: str, style: str) -> list[Span]:
    """A text in a style, with the addresses between pointed brackets as links."""
    return [(piece, "link" if index % 2 else style) for index, piece in enumerate(_ADDRESS.split(text)) if piece]
