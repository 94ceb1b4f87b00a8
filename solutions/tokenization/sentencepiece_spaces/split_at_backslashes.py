"""str.split at double backslashes: between them only the backslashes in front of marks are left."""

MARK = "\u2581"
ESCAPE = "\\"
# Code points that no text can hold as a character.
SPACE, LITERAL = "\ud800", "\ud801"


def mark_spaces(text):
    return MARK + text.replace(ESCAPE, ESCAPE * 2).replace(MARK, ESCAPE + MARK).replace(" ", MARK)


def plain(marked):
    """The marked text with one code point for each unit."""
    parts = []
    for part in marked.split(ESCAPE * 2):
        part = part.replace(ESCAPE + MARK, LITERAL).replace(MARK, SPACE)
        if ESCAPE in part:
            raise ValueError("a backslash escapes nothing")
        parts.append(part)
    return ESCAPE.join(parts)


def split_marked(marked):
    words = plain(marked).split(SPACE)[1:]
    return [MARK + word.replace(ESCAPE, ESCAPE * 2).replace(LITERAL, ESCAPE + MARK) for word in words]


def restore_text(pieces):
    return plain("".join(pieces)).removeprefix(SPACE).replace(SPACE, " ").replace(LITERAL, MARK)
