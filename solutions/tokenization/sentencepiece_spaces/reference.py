r"""Spaces as symbols, with an escape for the symbol itself.

Why it works: every unit of a marked text is a character or a backslash with the character that it escapes, so reading
from left to right there is never a doubt where a unit ends. A bare mark can only be a space, since every mark of the
text has a backslash in front of it. One pattern reads the units in both functions.
"""

import re

MARK = "\u2581"
ESCAPE = "\\"


def mark_spaces(text):
    escaped = re.sub(r"[\\\u2581]", r"\\\g<0>", text)
    return MARK + escaped.replace(" ", MARK)


def split_marked(marked):
    words = []
    for unit in units(marked):
        if unit == MARK:
            words.append(MARK)
        else:
            words[-1] += unit
    return words


def restore_text(pieces):
    # Joined first: a piece may end between a backslash and what it escapes.
    marked = "".join(pieces)
    text = "".join(" " if unit == MARK else unit[-1] for unit in units(marked))
    return text[1:] if marked.startswith(MARK) else text


def units(marked):
    found = re.findall(r"\\[\\\u2581]|[^\\]", marked)
    if "".join(found) != marked:
        raise ValueError("a backslash escapes nothing")
    return found
