"""Specifications and code as HTML. All that isn't made here is escaped."""

import ast
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from kata import docstring
from kata.formula import is_formula
from kata.mathml import mathml
from kata.safe import safe
from kata.stub import asked_for

_ADDRESS = re.compile(r"<(https?://[^\s<>]+)>")
WIDTH = 76  # of a signature before its arguments get a line each


@dataclass(frozen=True)
class DefinitionMarkup:
    """A function, class or method that the stub asks for."""

    name: str
    signature: Markup
    body: Markup
    methods: tuple["DefinitionMarkup", ...] = ()


@dataclass(frozen=True)
class SpecificationMarkup:
    """What a stub asks for."""

    task: Markup
    definitions: tuple[DefinitionMarkup, ...]
    given: tuple[str, ...]  # names of finished code in the file


def specification(stub: str) -> SpecificationMarkup:
    """A stub's docstring, then each function and class with its own."""
    tree = ast.parse(stub)
    asked = asked_for(stub)
    nodes = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
    return SpecificationMarkup(
        whole_docstring(ast.get_docstring(tree) or ""),
        tuple(_definition(node) for node in nodes if node.name in asked),
        tuple(node.name for node in nodes if node.name not in asked),
    )


def _definition(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> DefinitionMarkup:
    methods = [
        method
        for method in (node.body if isinstance(node, ast.ClassDef) else [])
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef)
        and (ast.get_docstring(method) or method.name == "__init__")
    ]
    return DefinitionMarkup(
        node.name,
        code("\n".join(docstring.signature(node, WIDTH))),
        whole_docstring(ast.get_docstring(node) or ""),
        tuple(_definition(method) for method in methods),
    )


def whole_docstring(text: str) -> Markup:
    """A docstring: paragraphs, lists, sections with their headings, formulas set, examples as they stand."""
    return Markup("\n").join(_blocks(text))


def _blocks(text: str) -> Iterator[Markup]:
    for kind, section, lines in docstring.blocks(text):
        if kind == "heading":
            yield Markup('<p class="section">{}</p>').format(section)
        elif kind in ("code", "fenced"):
            block = textwrap.dedent("\n".join(lines))
            formula = mathml(block) if kind == "code" and not section and is_formula(block) else None
            yield (
                Markup('<div class="formula" tabindex="0" role="group" aria-label="Formula">{}</div>').format(formula)
                if formula
                else code(block)
            )
        elif kind == "entries":
            rows = (_entry(name, said) for name, said in docstring.entries(lines))
            yield Markup('<dl class="entries">{}</dl>').format(Markup("").join(rows))
        else:
            yield from _prose(lines)


def _entry(name: str, text: str) -> Markup:
    term = Markup("<dt><code>{}</code></dt>").format(name) if name else Markup("<dt></dt>")
    return term + Markup("<dd>{}</dd>").format(inline(text))


def _prose(lines: list[str]) -> Iterator[Markup]:
    items: list[Markup] = []
    for mark, text in docstring.prose(lines):
        if mark:
            items.append(Markup("<li>{}</li>").format(inline(text)))
            continue
        if items:
            yield Markup("<ul>{}</ul>").format(Markup("").join(items))
            items = []
        yield Markup("<p>{}</p>").format(inline(text))
    if items:
        yield Markup("<ul>{}</ul>").format(Markup("").join(items))


def inline(text: str) -> Markup:
    """A line with its code and what stands out in it."""
    tags = {"code": Markup("<code>{}</code>").format, "strong": Markup("<strong>{}</strong>").format, "text": _linked}
    return Markup("").join(tags[kind](piece) for piece, kind in docstring.inline(safe(text)))


def _linked(text: str) -> Markup:
    """Text with the addresses in it, `<https://...>`, as links."""
    pieces = _ADDRESS.split(text)
    link = Markup('<a href="{0}" rel="noreferrer noopener" target="_blank">{0}</a>')
    return Markup("").join(link.format(piece) if index % 2 else escape(piece) for index, piece in enumerate(pieces))


def paragraphs(text: str) -> Markup:
    """Sentences of a verdict: what is set in, or has several spaces in a row, stands as it is."""
    parts = []
    for part in re.split(r"\n\s*\n", safe(text).strip()):
        if re.search(r"^\s|\S {2,}\S", part, re.MULTILINE):
            parts.append(Markup('<pre tabindex="0">{}</pre>').format(part))
        elif part:
            parts.append(Markup("<p>{}</p>").format(Markup("<br>").join(map(inline, part.split("\n")))))
    return Markup("").join(parts)


def code(source: str) -> Markup:
    """Python in colours, by class; scrolls sideways, by keys too."""
    return Markup('<pre class="code" tabindex="0"><code>{}</code></pre>').format(highlighted(source))


def highlighted(source: str) -> Markup:
    """Python's words in their classes."""
    from pygments.lexers.python import PythonConsoleLexer, PythonLexer
    from pygments.token import Token

    classes = {
        Token.Keyword: "tok-keyword",
        Token.Operator.Word: "tok-keyword",
        Token.Literal.String: "tok-string",
        Token.Literal.Number: "tok-number",
        Token.Comment: "tok-comment",
        Token.Name.Function: "tok-name",
        Token.Name.Class: "tok-name",
        Token.Generic.Prompt: "tok-comment",
    }
    source = safe(source)
    lexer = PythonConsoleLexer() if ">>> " in source else PythonLexer(stripnl=False, ensurenl=False)
    pieces = []
    for kind, text in lexer.get_tokens(source):
        name = next((name for token, name in classes.items() if kind in token), "")
        pieces.append(Markup('<span class="{}">{}</span>').format(name, text) if name else escape(text))
    return Markup("").join(pieces)
