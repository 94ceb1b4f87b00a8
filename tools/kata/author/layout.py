"""How the texts of a kata are set: their width and length, for people edit them at 80 columns; formulas; mistakes."""

import ast
import re
import textwrap
from collections.abc import Iterator

from kata.catalog import Kata
from kata.catalog.kata import read_text
from kata.catalog.solutions import mistakes_path
from kata.docstring import blocks
from kata.formula import is_formula
from kata.mathml import mathml

PROSE_WIDTH = 79
INDENTED_WIDTH = 76  # formulas and examples
DOCSTRING_LINES = {"easy": 40, "medium": 55, "hard": 70}  # of the module's

_SECTION = re.compile(r"(Args|Attributes|Returns|Yields|Raises|Examples?|Notes?):")
_BULLET = re.compile(r"([-*]|\d+[.)]) +")
_URL = re.compile(r"<https://[^<>\s]+>")
# A TOML string of any kind, or a comment, whose quotes count for nothing.
_STRING = re.compile(
    r"(?P<literal>'''.*?'''|'[^'\n]*')|(?P<basic>\"\"\"(?:\\.|[^\\])*?\"\"\"|\"(?:\\.|[^\"\\\n])*\")|#[^\n]*",
    re.DOTALL,
)


def layout_problems(kata: Kata) -> list[str]:
    """What is too wide, too long or written in a way that nobody can read."""
    return [
        *_docstring_problems(kata),
        *_formula_problems(kata),
        *(_mistakes_problems(read_text(mistakes_path(kata))) if mistakes_path(kata).is_file() else ()),
        *(f"the source `{source}` has no address, <https://...>" for source in kata.sources if not _URL.search(source)),
        *([] if 2 <= len(kata.tags) <= 5 else [f"there are {len(kata.tags)} tags; 2 to 5 help people find the kata"]),
    ]


def _docstring_problems(kata: Kata) -> Iterator[str]:
    tree = ast.parse(kata.stub)
    lines = kata.stub.splitlines()
    most = DOCSTRING_LINES[kata.level]
    length = len((ast.get_docstring(tree) or "").splitlines())
    if length > most:
        yield f"the module docstring has {length} lines; a kata of level {kata.level} has at most {most}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None:
            docstring = node.body[0]
            rows = lines[docstring.lineno - 1 : docstring.end_lineno]
            for row, is_prose in enumerate(_prose([line[docstring.col_offset :] for line in rows])):
                width = PROSE_WIDTH if is_prose else INDENTED_WIDTH
                if len(rows[row]) > width:
                    what = "prose" if is_prose else "a formula or an example"
                    place = docstring.lineno + row
                    yield f"line {place} of the stub is {len(rows[row])} columns wide; {what} has at most {width}"


def _formula_problems(kata: Kata) -> Iterator[str]:
    """Formulas of the specification that can't be set as such: a page would show their plain text."""
    tree = ast.parse(kata.stub)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            continue
        for kind, section, lines in blocks(ast.get_docstring(node) or ""):
            block = textwrap.dedent("\n".join(lines))
            if kind == "code" and not section and is_formula(block) and mathml(block) is None:
                yield f"the formula `{block.splitlines()[0]}` can't be set; write it as the other katas write theirs"


def _prose(lines: list[str]) -> Iterator[bool]:
    """For each line of a docstring whether it is prose, which can be wrapped; formulas and examples can't."""
    section, in_list = "", False
    for line in lines:
        heading = _SECTION.fullmatch(line.rstrip())
        if heading:
            section = heading[1]
        elif line.strip() and not line.startswith(" "):
            section = ""
        text = line[4:] if section else line
        in_list = bool(text.strip()) and (in_list or _BULLET.match(text) is not None)
        if section in ("Args", "Attributes", "Raises"):
            yield True
        else:
            yield not (section.startswith("Example") or text.startswith((">>>", "|")) or _is_set_in(text, in_list))


def _is_set_in(text: str, in_list: bool) -> bool:
    return text.startswith("    ") and not in_list


def _mistakes_problems(text: str) -> Iterator[str]:
    """Escapes, and code in strings that would need them: a literal string shows the code as it is."""
    for found in _STRING.finditer(text):
        basic = found["basic"]
        if basic is None:
            continue
        line = text.count("\n", 0, found.start()) + 1
        if "\\" in basic:
            yield f"line {line} of mistakes.toml has an escape; write it as a literal string, '...' or '''...'''"
        elif re.search(r"\b(find|replace)\s*=\s*$", text[: found.start()]):
            yield f"line {line} of mistakes.toml has code between double quotes; use '...' or '''...'''"
