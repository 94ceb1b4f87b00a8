"""Docstrings of stubs read into their parts, for whoever shows them, and the first lines of definitions."""

import ast
import re
from collections.abc import Iterator, Sequence

_SECTION = re.compile(r"(Args|Attributes|Returns|Yields|Raises|Examples?|Notes?):$")
_BULLET = re.compile(r"([-*]|\d+[.)]) +")
_ENTRY = re.compile(r"(\*{0,2}\w+(?:, \*{0,2}\w+)*(?: \([^)]*\))?): +(?=\S)")
_INLINE = re.compile(r"``(.+?)``|`([^`]+)`|\*\*(.+?)\*\*")


def blocks(docstring: str) -> Iterator[tuple[str, str, list[str]]]:
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


def entries(lines: Sequence[str]) -> list[tuple[str, str]]:
    """`name: what it is` as pairs, with what continues each; the name is empty where a line has none."""
    joined: list[str] = []
    for line in lines:
        if line.startswith(" ") and joined:
            joined[-1] += " " + line.strip()
        else:
            joined.append(line.strip())
    found = []
    for entry in joined:
        name = _ENTRY.match(entry)
        found.append((name[1], entry[name.end() :]) if name else ("", entry))
    return found


def prose(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Paragraphs and items of lists, each with its mark (`- `, `1. `), which is empty for a paragraph."""
    items: list[tuple[str, list[str]]] = []
    for line in lines:
        bullet = _BULLET.match(line)
        if bullet:
            items.append((bullet[0], [line[bullet.end() :]]))
        elif items and (not items[-1][0] or line.startswith(" ")):
            items[-1][1].append(line.strip())
        else:
            items.append(("", [line.strip()]))
    return [(mark, " ".join(parts)) for mark, parts in items]


def inline(text: str) -> list[tuple[str, str]]:
    """Pieces of a line, each with what it is: text, code or strong."""
    pieces = []
    end = 0
    for found in _INLINE.finditer(text):
        pieces.append((text[end : found.start()], "text"))
        code = found[1] or found[2]
        pieces.append((code, "code") if code else (found[3], "strong"))
        end = found.end()
    return [*pieces, (text[end:], "text")]


def signature(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, width: int) -> list[str]:
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
