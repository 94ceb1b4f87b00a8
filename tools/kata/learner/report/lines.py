"""What changes with time: passes, reviews by month, and the days of each kata."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kata.catalog import Catalog
from kata.progress import Rated, Rating, State
from kata.progress.figures import Day

WIDTH, HEIGHT = 640, 150  # of the chart of passes
_MONTHS = 12


@dataclass(frozen=True)
class PassCurve:
    """How many katas were passed by each day, as the points of a line of steps."""

    points: str
    area: str
    first: date
    last: date
    most: int


def passes_over_time(timeline: Mapping[str, Sequence[Day]], katas: Iterable[str], today: date) -> PassCurve | None:
    """None until there is a pass, and while all passes are of today: a single day makes no line."""
    firsts = sorted(
        min(day.day for day in timeline[name] if day.passed)
        for name in katas
        if any(day.passed for day in timeline.get(name, ()))
    )
    if not firsts or firsts[0] >= today:
        return None
    begin = firsts[0] - timedelta(days=1)  # the day before the first pass: the line begins at nothing
    span = (today - begin).days
    points = [(0.0, float(HEIGHT))]
    for count, day in enumerate(firsts, start=1):
        x = WIDTH * (day - begin).days / span
        points += [(x, points[-1][1]), (x, HEIGHT - HEIGHT * count / len(firsts))]
    points.append((float(WIDTH), points[-1][1]))
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return PassCurve(line, f"{line} {WIDTH},{HEIGHT} 0,{HEIGHT}", firsts[0], today, len(firsts))


def review_months(ratings: Iterable[Rated]) -> list[tuple[str, int, int]]:
    """(month, remembered, reviews), of the last months that had a review."""
    found: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    known: set[str] = set()
    for rated in ratings:
        at = rated.at.astimezone()
        if rated.kata in known:
            month = found[at.year, at.month]
            month[0] += rated.rating is not Rating.AGAIN
            month[1] += 1
        known.add(rated.kata)
    return [(f"{date(*key, 1):%b %Y}", kept, total) for key, (kept, total) in sorted(found.items())][-_MONTHS:]


@dataclass(frozen=True)
class ChartDot:
    """A day on a kata's line: where, in percent, how large, and what it says."""

    x: float
    radius: float
    kind: str  # passed, tried or due
    title: str


@dataclass(frozen=True)
class ChartRow:
    track: str
    name: str
    title: str
    dots: list[ChartDot]


def rows(
    catalog: Catalog, timeline: Mapping[str, Sequence[Day]], states: Mapping[str, State], today: date
) -> list[ChartRow]:
    """A line for each kata that was ever checked, by track."""
    days = [day.day for kata in catalog for day in timeline.get(kata.name, ())]
    if not days:
        return []
    ahead = [_due(states[kata.name], today) for kata in catalog]
    first = min(days)
    last = max([today, *(day for day in ahead if day and (day - today).days <= 60)])
    span = max((last - first).days, 1)

    def place(day: date) -> float:
        return round(2 + 95 * (day - first).days / span, 2)

    found = []
    order = list(catalog.tracks)
    for kata in sorted(catalog, key=lambda kata: order.index(kata.track)):
        dots = []
        for day in timeline.get(kata.name, ()):
            said = f"{day.day}: {day.checks} check{'' if day.checks == 1 else 's'}{', passed' if day.passed else ''}"
            radius = min(3 + day.checks**0.5, 7)
            dots.append(ChartDot(place(day.day), round(radius, 1), "passed" if day.passed else "tried", said))
        due = _due(states[kata.name], today)
        if dots and due and due <= last:
            dots.append(ChartDot(place(max(due, today)), 4, "due", f"review on {due}"))
        if dots:
            found.append(ChartRow(catalog.tracks[kata.track].title, kata.name, kata.title, dots))
    return found


def _due(state: State, today: date) -> date | None:
    return state.scheduled.due.astimezone().date() if state.scheduled else None
