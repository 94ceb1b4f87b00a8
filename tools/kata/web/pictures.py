"""What was expected and what came as pictures: read out of a verdict's texts, so that every verdict has them."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Row = tuple[float, ...]
_CURVE = 6  # numbers of a list that is drawn as a curve
_LABEL = re.compile(r"\n\(([^()\n]*(?:\([^()]*\))?[^()\n]*)\)$|(?<=\]) \(([^\n]*)\)$")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|\.\d+|inf|nan)|True|False", re.IGNORECASE)
_LAW = "don't follow the law"  # as kata.testing.assert_distribution says it
_MOST = 32 * 72


@dataclass(frozen=True)
class NumberTable:
    """Numbers in rows; what has more than two axes has its further ones below each other."""

    rows: tuple[Row, ...]
    words: tuple[tuple[str, ...], ...]  # as they stand in the verdict
    flat: bool  # one axis only
    whole: bool = True  # of two axes at most, and not a part of a larger array: rows and columns are indices
    mask: bool = False  # true and false


@dataclass(frozen=True)
class MapCell:
    """One number of a heat map."""

    x: int
    y: int
    shade: int  # 0 to 8: from the least to the greatest of both tables; for a mask 0 or 8
    words: str
    differs: bool
    title: str
    odd: bool  # no finite number: its words stand in it


@dataclass(frozen=True)
class HeatMap:
    """One of two tables beside each other."""

    title: str
    cells: tuple[MapCell, ...]
    columns: int
    rows: int
    words: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Curves:
    """Two lists of numbers in one chart, as points of lines."""

    expected: str
    got: str
    dots: tuple[tuple[float, float, str], ...]  # of what differs, with its words
    least: float
    greatest: float
    words: tuple[tuple[str, str, str], ...]  # index, expected, got


@dataclass(frozen=True)
class Bar:
    """How often an outcome came, and how often it should have, in percent of the most."""

    x: float
    width: float
    expected: float
    got: float
    title: str


@dataclass(frozen=True)
class Law:
    """What was drawn beside its law."""

    bars: tuple[Bar, ...]
    words: tuple[tuple[str, str, str], ...]  # outcome, expected, got


@dataclass(frozen=True)
class ErrorMap:
    """Where a larger array is wrong."""

    cells: tuple[tuple[int, int, int], ...]  # column, row, how much: 1 to 9
    columns: int
    rows: int


def table(text: str) -> NumberTable | None:
    """The numbers of an array as a verdict shows it; None for anything else, and for what isn't shown in full."""
    label = _LABEL.search(text)
    body = text[: label.start()] if label else text
    lines = body.split("\n")
    if all(re.fullmatch(r"[#.](?: [#.])*", line) for line in lines):
        words = tuple(tuple("True" if sign == "#" else "False" for sign in line.split()) for line in lines)
        return _table(words, flat=len(lines) == 1, mask=True, whole=True)
    if not re.fullmatch(r"[\[\]\s,\-+.\deinfaTrusl]+", body) or not body.startswith("["):
        return None
    depth = len(body) - len(body.lstrip("["))
    rows = re.findall(r"\[([^\[\]]+)\]", body)
    words = tuple(tuple(word.strip() for word in row.split(",") if word.strip()) for row in rows)
    if not words or not all(_NUMBER.fullmatch(word) for row in words for word in row):
        return None
    mask = all(word in ("True", "False") for row in words for word in row)
    whole = depth <= 2 and not (label and "here [" in label[0])
    return _table(words, flat=depth == 1, mask=mask, whole=whole)


def _table(words: tuple[tuple[str, ...], ...], *, flat: bool, mask: bool, whole: bool) -> NumberTable | None:
    lengths = {len(row) for row in words}
    if len(lengths) != 1 or not 1 < len(words) * len(words[0]) <= _MOST:
        return None
    values = {"True": 1.0, "False": 0.0}
    rows = tuple(tuple(values[word] if word in values else float(word) for word in row) for row in words)
    return NumberTable(rows, words, flat, whole, mask)


def heat_maps(expected: str, got: str) -> tuple[HeatMap, HeatMap] | None:
    """Both arrays in the same shades; what differs is marked."""
    one, other = table(expected), table(got)
    if one is None or other is None or _shape(one) != _shape(other):
        return None
    finite = [value for side in (one, other) for row in side.rows for value in row if math.isfinite(value)]
    least, greatest = min(finite, default=0.0), max(finite, default=1.0)
    return (
        _heat_map("expected", one, other, least, greatest),
        _heat_map("got", other, one, least, greatest),
    )


def _heat_map(title: str, own: NumberTable, other: NumberTable, least: float, greatest: float) -> HeatMap:
    cells = []
    for y, row in enumerate(own.rows):
        for x, value in enumerate(row):
            words, differs = own.words[y][x], own.words[y][x] != other.words[y][x]
            place = (f"[{x}] " if own.flat else f"[{y}, {x}] ") if own.whole else ""
            shade = _shade(value, least, greatest)
            cells.append(MapCell(x, y, shade, words, differs, place + words, not math.isfinite(value)))
    return HeatMap(title, tuple(cells), len(own.rows[0]), len(own.rows), own.words)


def _shade(value: float, least: float, greatest: float) -> int:
    if math.isnan(value):
        return 0
    if not math.isfinite(value) or greatest == least:
        return 8 if value > 0 else 0
    return round(8 * (min(max(value, least), greatest) - least) / (greatest - least))


def curves(expected: str, got: str) -> Curves | None:
    """Two lists of numbers as lines of one chart, 100 wide and 40 high."""
    one, other = table(expected), table(got)
    if one is None or other is None or not (one.flat and other.flat) or one.mask or _shape(one) != _shape(other):
        return None
    right, came = one.rows[0], other.rows[0]
    if len(right) < _CURVE or not all(map(math.isfinite, (*right, *came))):
        return None
    least, greatest = min(*right, *came), max(*right, *came)
    span = greatest - least or 1.0

    def point(index: int, value: float) -> tuple[float, float]:
        return round(100 * index / (len(right) - 1), 2), round(40 - 40 * (value - least) / span, 2)

    words = tuple((str(index), a, b) for index, (a, b) in enumerate(zip(one.words[0], other.words[0], strict=True)))
    dots = [
        (*point(index, came[index]), f"[{index}]: expected {a}, got {b}")
        for index, (_, a, b) in enumerate(words)
        if a != b
    ]
    return Curves(_line(right, point), _line(came, point), tuple(dots), least, greatest, words)


def _line(values: Sequence[float], point: Callable[[int, float], tuple[float, float]]) -> str:
    return " ".join("{:g},{:g}".format(*point(index, value)) for index, value in enumerate(values))


def law(message: str, expected: str, got: str) -> Law | None:
    """Counts of outcomes beside those that the law gives, of a test that says that they don't follow it."""
    one, other = table(expected), table(got)
    if _LAW not in message or one is None or other is None or _shape(one) != _shape(other):
        return None
    pairs = [pair for rows in zip(one.rows, other.rows, strict=True) for pair in zip(*rows, strict=True)]
    words = [pair for rows in zip(one.words, other.words, strict=True) for pair in zip(*rows, strict=True)]
    most = max(max(pair) for pair in pairs) or 1.0
    width = 100 / len(pairs)
    bars = [
        Bar(
            round((index + 0.1) * width, 3),
            round(0.8 * width, 3),
            round(100 * right / most, 2),
            round(100 * came / most, 2),
            f"outcome {index}: {b} times, instead of about {a}",
        )
        for index, ((right, came), (a, b)) in enumerate(zip(pairs, words, strict=True))
    ]
    return Law(tuple(bars), tuple((str(index), a, b) for index, (a, b) in enumerate(words)))


def error_map(digits: str) -> ErrorMap | None:
    """A verdict's map of where a larger array is wrong."""
    rows = digits.split("\n")
    if not digits or not all(row.isdigit() for row in rows):
        return None
    cells = [(x, y, int(digit)) for y, row in enumerate(rows) for x, digit in enumerate(row) if digit != "0"]
    return ErrorMap(tuple(cells), len(rows[0]), len(rows))


def _shape(one: NumberTable) -> tuple[int, int, bool]:
    return len(one.rows), len(one.rows[0]), one.flat
