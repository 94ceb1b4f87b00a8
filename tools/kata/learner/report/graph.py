"""What builds on what: a column for each step, lines from left to right."""

from collections.abc import Mapping
from dataclasses import dataclass

from kata.catalog import Catalog, Kata
from kata.learner.report.mastery import MASTERY

WIDTH, HEIGHT = 168, 22  # of a box
ACROSS, DOWN = 24, 7  # between boxes: eight columns have room at 1,200 pixels
_SWEEPS = 6
_FITS = 23  # characters of a name


@dataclass(frozen=True)
class NodeBox:
    name: str
    label: str
    title: str
    mastery: str
    x: float
    y: float


@dataclass(frozen=True)
class Graph:
    boxes: list[NodeBox]
    lines: list[str]  # paths of SVG
    width: float
    height: float
    alone: list[NodeBox]  # katas that nothing leads to or from; drawn below


def draw_graph(catalog: Catalog, known: Mapping[str, str]) -> Graph:
    """Lay the katas out. Within a column they stand near those that they build on, so that few lines cross."""
    befores = {kata.name: [before.name for before in catalog.prerequisites(kata)] for kata in catalog}
    leads = {before for names in befores.values() for before in names}
    joined = [kata for kata in catalog if befores[kata.name] or kata.name in leads]
    columns = _columns(joined, befores)
    places = _places(columns, befores)
    boxes = [_box(kata, known, *places[kata.name]) for kata in joined]
    ends = {box.name: box for box in boxes}
    lines = [_line(ends[before], ends[name]) for name, names in befores.items() for before in names]
    deepest = max((box.y for box in boxes), default=-DOWN) + HEIGHT + DOWN
    per_row = max(len(columns), 2)
    alone = [kata for kata in catalog if kata not in joined]
    singles = [
        _box(kata, known, index % per_row * (WIDTH + ACROSS), deepest + 12 + index // per_row * (HEIGHT + DOWN))
        for index, kata in enumerate(alone)
    ]
    height = max([box.y for box in [*boxes, *singles]], default=0) + HEIGHT
    width = max([box.x for box in [*boxes, *singles]], default=0) + WIDTH
    return Graph(boxes, lines, width + 2, height + 2, singles)


def _columns(katas: list[Kata], befores: Mapping[str, list[str]]) -> list[list[str]]:
    """The names by how many steps lead to each. The catalog's order puts a kata after what it builds on."""
    depth: dict[str, int] = {}
    for kata in katas:
        depth[kata.name] = max((depth[before] + 1 for before in befores[kata.name]), default=0)
    columns: list[list[str]] = [[] for _ in range(max(depth.values(), default=-1) + 1)]
    for name, column in depth.items():
        columns[column].append(name)
    return columns


def _places(columns: list[list[str]], befores: Mapping[str, list[str]]) -> dict[str, tuple[float, float]]:
    """Where each box stands: columns are sorted, from both sides in turn, by the mean height of their neighbours."""
    afters: dict[str, list[str]] = {}
    for name, names in befores.items():
        for before in names:
            afters.setdefault(before, []).append(name)
    rank = {name: float(index) for column in columns for index, name in enumerate(column)}
    for sweep in range(_SWEEPS):
        neighbours = befores if sweep % 2 == 0 else afters
        for column in columns if sweep % 2 == 0 else reversed(columns):
            means = {name: _mean([rank[other] for other in neighbours.get(name, [])], rank[name]) for name in column}
            column.sort(key=means.__getitem__)
            for index, name in enumerate(column):
                rank[name] = float(index)
    tallest = max(map(len, columns), default=0)
    return {
        name: (number * (WIDTH + ACROSS), ((tallest - len(column)) / 2 + index) * (HEIGHT + DOWN))
        for number, column in enumerate(columns)
        for index, name in enumerate(column)
    }


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _box(kata: Kata, known: Mapping[str, str], x: float, y: float) -> NodeBox:
    word = known[kata.name]
    symbol, meaning = MASTERY[word]
    name = kata.name if len(kata.name) <= _FITS else f"{kata.name[: _FITS - 3]}..."
    label = f"{symbol} {name}".strip()
    return NodeBox(kata.name, label, f"{kata.title} ({kata.name}): {meaning}", word, x + 1, y + 1)


def _line(one: NodeBox, other: NodeBox) -> str:
    x1, y1, x2, y2 = one.x + WIDTH, one.y + HEIGHT / 2, other.x, other.y + HEIGHT / 2
    bend = min((x2 - x1) / 2, 60)
    return f"M{x1:g},{y1:g} C{x1 + bend:g},{y1:g} {x2 - bend:g},{y2:g} {x2:g},{y2:g}"
