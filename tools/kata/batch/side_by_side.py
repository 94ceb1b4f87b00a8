"""A page that shows pairs of submissions beside each other, as they were written and in their normal form."""

import difflib
from collections.abc import Callable, Iterable
from html import escape

from kata.batch.normal_form import normal_form
from kata.batch.similarity import Pair, without_names
from kata.safe import safe

MOST_PAIRS = 30
MOST_LINES = 300  # of one program: comparing takes time with the square of them

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark"><title>Alike</title><style>
body {{ margin: 0 auto; max-width: 90rem; padding: 1rem; font: 15px/1.4 system-ui, sans-serif; }}
.sides {{ display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }}
pre {{ overflow-x: auto; padding: .6rem; border: 1px solid #8886; border-radius: .4rem; font-size: 13px; }}
mark {{ background: #fc06; color: inherit; }}
</style></head><body>
<h1>Submissions that are alike</h1>
<p>The most alike first. Marked lines are the same in the normal form: without names, comments, dead statements and
harmless conversions. Look at both before you think anything of it: a short kata has few ways to be written.</p>
{body}</body></html>
"""


def page(pairs: Iterable[Pair], source_of: Callable[[str, str], str]) -> str:
    """The page as HTML, which loads nothing and runs nothing.

    Args:
        source_of: the source of a submission, by kata and key.
    """
    parts = []
    for number, pair in enumerate(pairs, start=1):
        if number > MOST_PAIRS:
            parts.append("<p>The rest stands in similar_pairs.csv.</p>")
            break
        sources = [source_of(pair.kata, key) for key in (pair.left, pair.right)]
        shown = [_cut(source) for source in sources]
        forms = _marked([_cut(normal_form(source) or source) for source in sources])
        parts.append(
            f"<h2>{number}. {escape(pair.kata)}: {escape(safe(pair.left))} and {escape(safe(pair.right))}</h2>"
            f"<p>{pair.likeness:.0%} alike: overlap {pair.overlap:.0%}, containment {pair.containment:.0%}</p>"
            f"<div class=sides>{''.join(f'<pre>{escape(safe(text))}</pre>' for text in shown)}</div>"
            f"<details><summary>normal form</summary><div class=sides>{''.join(forms)}</div></details>"
        )
    return _PAGE.format(body="\n".join(parts) or "<p>None.</p>")


def _cut(source: str) -> str:
    lines = source.splitlines()
    return "\n".join([*lines[:MOST_LINES], *(["..."] if len(lines) > MOST_LINES else [])])


def _marked(texts: list[str]) -> list[str]:
    """Both texts, the lines that they share marked."""
    left, right = (text.splitlines() for text in texts)
    one, other = ([without_names(line) for line in lines] for lines in (left, right))
    same: tuple[set[int], set[int]] = set(), set()
    for block in difflib.SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        same[0].update(range(block.a, block.a + block.size))
        same[1].update(range(block.b, block.b + block.size))
    return [
        "<pre>"
        + "\n".join(
            f"<mark>{escape(safe(line))}</mark>" if index in marked else escape(safe(line))
            for index, line in enumerate(lines)
        )
        + "</pre>"
        for lines, marked in zip((left, right), same, strict=True)
    ]
