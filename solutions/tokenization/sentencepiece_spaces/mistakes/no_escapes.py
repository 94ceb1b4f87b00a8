"""Nothing is escaped, as in SentencePiece itself: a mark that stands in the text comes back as a space. Here a mark of the
text becomes a backslash and the mark, and a backslash two of them.

caught by: test_marks_and_backslashes_are_escaped
"""

MARK = "\u2581"


def mark_spaces(text):
    return MARK + text.replace(" ", MARK)


def split_marked(marked):
    return [MARK + word for word in marked.split(MARK)[1:]]


def restore_text(pieces):
    text = "".join(pieces).replace(MARK, " ")
    return text[1:] if text.startswith(" ") else text
