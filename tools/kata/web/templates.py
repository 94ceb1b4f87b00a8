"""Pages from templates: whatever is put into one is text, unless this package made markup of it."""

import functools
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from kata.learner import report
from kata.safe import safe
from kata.web.markup import code, inline, paragraphs

FOLDER = Path(__file__).parent / "templates"
FIGURES = Path(report.__file__).parent  # of the page of `kata stats --html`

# Where each page is, and its name.
PAGES = (("", "Katas"), ("paths", "Paths"), ("review", "Review"), ("interview", "Interview"), ("stats", "Stats"))
SITE_PAGES = PAGES[:2]  # of a static site
SITE_KEYS = (
    ("?", "these keys"),
    ("/", "search"),
    ("j, k", "down and up the list; Enter opens"),
    ("n, p", "the kata after, the kata before"),
    ("g then k, p", "katas, paths"),
)
KEYS = (
    ("?", "these keys"),
    ("/", "search"),
    ("j, k", "down and up the list; Enter opens"),
    ("c", "go on where you were, or with the next kata"),
    ("n, p", "the kata after, the kata before"),
    ("e", "into the editor; Esc leaves it (Shift Esc with vim keys)"),
    ("Ctrl Enter", "check"),
    ("x", "stop the check"),
    ("t", "try a call"),
    ("h, s, y, o", "hint, solution, history, notes"),
    ("g then k, p, r, i, s", "katas, paths, review, interview, stats"),
    ("Esc, then Tab", "out of the editor; Tab alone sets in"),
)


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader([FOLDER, FIGURES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"safe_text": safe, "code": code, "inline": inline, "paragraphs": paragraphs}
    environment.globals |= {"pages": PAGES, "keys": KEYS, "live": True, "warnings": (), "nonce": "", "to": _address}
    return environment


@pass_context
def _address(context: Context, where: str) -> str:
    """The address of a page, seen from the one that is made: a file of its own in a static site."""
    base = str(context["base"])
    return base + where if context["live"] else f"{base}{where or 'index'}.html"


def render(template: str, **values: Any) -> Markup:
    """A page, or a part of one."""
    return Markup(_environment().get_template(template).render(**values))
