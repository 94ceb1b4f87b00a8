"""Two shown values beside each other: which pieces of their lines differ, for every page that marks them."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"([\w.+-]+)")
# A row of a grid of two signs, as small boolean arrays are shown.
_GRID = re.compile(r"[#.](?: [#.])*")

# A line as pieces, each with whether the other value differs there; None where it is a line that both have.
MarkedLine = list[tuple[str, bool]] | None


def marked_lines(lines: Sequence[str], others: Sequence[str]) -> list[MarkedLine]:
    """Mark what of `lines` is not so in `others`; all of a line where the two can't be matched word by word."""
    if len(lines) != len(others):
        return [[(line, True)] for line in lines]
    return [_marked(line, other) for line, other in zip(lines, others, strict=True)]


def _marked(line: str, partner: str) -> MarkedLine:
    if line == partner:
        return None
    if _GRID.fullmatch(line) and _GRID.fullmatch(partner) and len(line) == len(partner):
        return [(sign, sign != other) for sign, other in zip(line, partner, strict=True)]
    parts = _WORD.split(line)  # what isn't a word, a word, what isn't, ...
    words, others = parts[1::2], _WORD.findall(partner)
    if len(words) != len(others):
        return [(line, True)]
    marked = [(word, word != theirs) for word, theirs in zip(words, others, strict=True)]
    return [
        piece
        for between, word in zip(parts[::2], [*marked, ("", False)], strict=True)
        for piece in ((between, False), word)
        if piece[0]
    ]
