"""Two values to compare: side by side where there is room, else one below the other; what differs stands out."""

from kata.cli.layout import Line, cells
from kata.cli.screen import Screen
from kata.formats.differences import MarkedLine, marked_lines
from kata.safe import safe

LABEL = 9  # cells for "expected" or "got", and a space
GAP = 4  # cells between two columns

# Of two rows of a map, by whether each is wrong there.
_BLOCKS = {(False, False): "·", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def show_comparison(screen: Screen, expected: str, got: str, indent: int, most: int) -> None:
    """Write what was expected and what came, at most `most` lines of each."""
    one, other = _lines(expected, most), _lines(got, most)
    left = [_styled(marked, line, "good") for marked, line in zip(marked_lines(one, other), one, strict=True)]
    right = [_styled(marked, line, "bad") for marked, line in zip(marked_lines(other, one), other, strict=True)]
    room = screen.width - indent
    width = max(map(cells, [*one, "expected"]))
    if len(one) == len(other) == 1:
        for label, line in (("expected", left[0]), ("got", right[0])):
            screen.line(*line, indent=indent, first=(label.ljust(LABEL), "dim"))
    elif not screen.plain and width + GAP + max(map(cells, other)) <= room:
        screen.emit([(" " * indent, ""), ("expected".ljust(width + GAP), "dim"), ("got", "dim")])
        for row in range(max(len(one), len(other))):
            a, b = (side[row] if row < len(side) else [] for side in (left, right))
            space = " " * (width + GAP - sum(cells(text) for text, _ in a))
            screen.emit([(" " * indent, ""), *a, (space, ""), *b])
    else:
        for label, lines in (("expected", left), ("got", right)):
            screen.line((label, "dim"), indent=indent)
            for line in lines:
                screen.line(*line, indent=indent + 2, rest="    ")


def show_map(screen: Screen, digits: str, indent: int, most: int) -> None:
    """Draw where a larger array is wrong: two of its rows, or more, in a line of half blocks, at most `most` lines."""
    rows = digits.split("\n")
    room = screen.width - indent - LABEL
    step = max(-(-len(rows) // (2 * most)), 1)
    across = max(-(-len(rows[0]) // room), 1)
    wrong = [
        [
            any(digit != "0" for row in rows[top : top + step] for digit in row[at : at + across])
            for at in range(0, len(rows[0]), across)
        ]
        for top in range(0, len(rows), step)
    ]
    for index in range(0, len(wrong), 2):
        lower = wrong[index + 1] if index + 1 < len(wrong) else [False] * len(wrong[index])
        line = "".join(_BLOCKS[pair] for pair in zip(wrong[index], lower, strict=True))
        screen.emit([(" " * indent, ""), (("wrong" if not index else "").ljust(LABEL), "dim"), (line, "bad")])


def _lines(value: str, most: int) -> list[str]:
    """The lines of a value without blank ones, and without its middle where there are more than `most`."""
    lines = [line for line in safe(value).split("\n") if line.strip()] or [""]
    if len(lines) <= most:
        return lines
    first, last = most // 2, (most - 1) // 2
    return [*lines[:first], f"... {len(lines) - first - last} lines more ...", *lines[len(lines) - last :]]


def _styled(marked: MarkedLine, line: str, style: str) -> Line:
    """A line with a style on what its partner has not; dim where both are the same."""
    if marked is None:
        return [(line, "dim")]
    return [(piece, style if differs else "") for piece, differs in marked]
