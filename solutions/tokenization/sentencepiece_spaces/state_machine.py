"""One pass over the characters with one bit of memory: was the last one a backslash that escapes?"""

MARK = "\u2581"
ESCAPE = "\\"


def mark_spaces(text):
    table = {" ": MARK, MARK: ESCAPE + MARK, ESCAPE: ESCAPE + ESCAPE}
    return MARK + "".join(table.get(character, character) for character in text)


def split_marked(marked):
    starts, escaped = [], False
    for i, character in enumerate(marked):
        if character == MARK and not escaped:
            starts.append(i)
        escaped = character == ESCAPE and not escaped
    return [marked[i:j] for i, j in zip(starts, [*starts[1:], len(marked)], strict=True)]


def restore_text(pieces):
    text, escaped = [], False
    for character in "".join(pieces):
        if escaped:
            if character not in (MARK, ESCAPE):
                raise ValueError(f"{character!r} needs no escape")
            text.append(character)
            escaped = False
        elif character == ESCAPE:
            escaped = True
        else:
            text.append(" " if character == MARK else character)
    if escaped:
        raise ValueError("the text ends with a lone backslash")
    front = next((piece for piece in pieces if piece), "")
    return "".join(text[1:] if front.startswith(MARK) else text)
