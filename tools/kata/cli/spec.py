"""A stub's docstrings as a page to read."""

import ast
import re
import textwrap
from collections.abc import Iterator

from kata.cli.layout import Span, cells, fold
from kata.cli.mathematics import formula
from kata.cli.screen import Screen
from kata.formula import is_formula
from kata.stub import asked_for

_SECTION = re.compile(r"(Args|Attributes|Returns|Yields|Raises|Examples?|Notes?):$")
_BULLET = re.compile(r"([-*]|\d+[.)]) +")
_ENTRY = re.compile(r"(\*{0,2}\w+(?:, \*{0,2}\w+)*(?: \([^)]*\))?): +(?=\S)")
_INLINE = re.compile(r"``(.+?)``|`([^`]+)`|\*\*(.+?)\*\*")


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
    for line in _signature(node, screen.width - indent):
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


def _signature(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, width: int) -> list[str]:
    """The first line of a definition; one argument a line where it is too long."""
    if isinstance(node, ast.ClassDef):
        bases = ", ".join(ast.unparse(base) for base in node.bases)
        return [f"class {node.name}({bases}):" if bases else f"class {node.name}:"]
    start = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
    end = f" -> {ast.unparse(node.returns)}:" if node.returns else ":"
    arguments = list(_arguments(node.args))
    whole = f"{start} {node.name}({', '.join(arguments)}){end}"
    if len(whole) <= width:
        return [whole]
    return [f"{start} {node.name}(", *(f"    {argument}," for argument in arguments), f"){end}"]


def _arguments(arguments: ast.arguments) -> Iterator[str]:
    """The arguments as they are written in a definition, one by one."""
    positional = [*arguments.posonlyargs, *arguments.args]
    plain = len(positional) - len(arguments.defaults)
    for index, argument in enumerate(positional):
        yield _argument(argument, arguments.defaults[index - plain] if index >= plain else None)
        if index + 1 == len(arguments.posonlyargs):
            yield "/"
    if arguments.vararg:
        yield "*" + _argument(arguments.vararg, None)
    elif arguments.kwonlyargs:
        yield "*"
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield _argument(argument, default)
    if arguments.kwarg:
        yield "**" + _argument(arguments.kwarg, None)


def _argument(argument: ast.arg, default: ast.expr | None) -> str:
    text = ast.unparse(argument)
    if default is None:
        return text
    return f"{text} = {ast.unparse(default)}" if argument.annotation else f"{text}={ast.unparse(default)}"


def show_docstring(screen: Screen, docstring: str, indent: int = 0) -> None:
    """Write a docstring: paragraphs wrapped, sections with their headings, formulas and examples as they stand."""
    after = "heading"
    for kind, section, lines in _blocks(docstring):
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


def _blocks(docstring: str) -> Iterator[tuple[str, str, list[str]]]:
    """What a docstring is made of: (heading | prose | entries | code | fenced, its section, its lines)."""
    section, kind, fenced = "", "", False
    block: list[str] = []
    for line in [*docstring.splitlines(), ""]:
        heading = None if fenced else _SECTION.fullmatch(line.rstrip())
        leaves = bool(section) and bool(line.strip()) and not line.startswith(" ")
        if block and not fenced and (heading or leaves or not line.strip()):
            yield kind, section, block
            block = []
        if heading:
            section = heading[1]
            yield "heading", section, []
            continue
        if leaves:
            section = ""
        text = line[4:] if section else line
        if text.lstrip().startswith("```"):
            fenced = not fenced
        elif text.strip() or fenced:
            now = "fenced" if fenced else _kind(text, section, kind, block)
            if block and now != kind:
                yield kind, section, block
                block = []
            kind = now
            block.append(text.rstrip())


def _kind(text: str, section: str, before: str, block: list[str]) -> str:
    if section in ("Args", "Attributes", "Raises"):
        return "entries"
    if section.startswith("Example") or text.startswith((">>>", "|")) or (block and block[0].startswith(">>>")):
        return "code"
    in_list = bool(block) and before == "prose" and any(_BULLET.match(line) for line in block)
    return "code" if text.startswith("    ") and not in_list else "prose"


def _show_code(screen: Screen, code: str, indent: int) -> None:
    """Formulas and examples as they stand; where a line is too long, it goes on further in."""
    lines = code.split("\n")
    if max(map(cells, lines)) > screen.width - indent:
        lines = [folded for line in lines for folded in fold(line, screen.width - indent)]
    screen.code("\n".join(lines), indent=indent)


def _show_entries(screen: Screen, lines: list[str], indent: int) -> None:
    """`name: what it is`, with what continues it set in."""
    entries: list[str] = []
    for line in lines:
        if line.startswith(" ") and entries:
            entries[-1] += " " + line.strip()
        else:
            entries.append(line.strip())
    for entry in entries:
        name = _ENTRY.match(entry)
        if name:
            screen.line((name[1], "code"), *_inline(f": {entry[name.end() :]}"), indent=indent, rest="    ")
        else:
            screen.line(*_inline(entry), indent=indent)


def _show_prose(screen: Screen, lines: list[str], indent: int) -> None:
    """Paragraphs and lists, joined and wrapped anew."""
    items: list[tuple[str, list[str]]] = []
    for line in lines:
        bullet = _BULLET.match(line)
        if bullet:
            items.append((bullet[0], [line[bullet.end() :]]))
        elif items and (not items[-1][0] or line.startswith(" ")):
            items[-1][1].append(line.strip())
        else:
            items.append(("", [line.strip()]))
    for first, parts in items:
        screen.line(*_inline(" ".join(parts)), indent=indent, first=first)


def _inline(text: str) -> list[Span]:
    """Bold and code, by their marks; in plain text code keeps its quotes."""
    spans: list[Span] = []
    end = 0
    for found in _INLINE.finditer(text):
        spans.append(text[end : found.start()])
        code = found[1] or found[2]
        spans.append((f"`{code}`", "code") if code else (found[3], "strong"))
        end = found.end()
    return [*spans, text[end:]]
