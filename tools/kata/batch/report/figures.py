"""The charts, by matplotlib, as SVG that stands in a page: its colours are the page's, in light and in dark."""

import io
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from kata.batch.report.statistics import NO_POINTS, OUTCOMES, HardTest, MistakeCount, Statistics
from kata.safe import safe

WIDTH = 8.6  # inches
MOST_NAMED = 300  # rows of the map that have room for a name
# matplotlib knows no CSS: each of these stands for a variable of the page, and is replaced by it.
_INK, _SOFT, _EDGE, _ACCENT, _WARN = "#010101", "#020202", "#030303", "#040404", "#050505"
_OUTCOMES = dict(zip(OUTCOMES, ("#060606", "#070707", "#080808", "#090909", "#0a0a0a", "#0b0b0b"), strict=True))
_VARIABLES = {
    _INK: "ink",
    _SOFT: "soft",
    _EDGE: "edge",
    _ACCENT: "accent",
    _WARN: "warn",
    **{colour: name.replace(" ", "-") for name, colour in _OUTCOMES.items()},
}
_STYLE = {
    "svg.fonttype": "none",  # text stays text, in the page's font
    "font.size": 10,
    "text.color": _INK,
    "axes.edgecolor": _EDGE,
    "axes.labelcolor": _SOFT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": _SOFT,
    "ytick.color": _SOFT,
    "text.parse_math": False,  # a `$` in a name is a dollar
}


def draw_totals(statistics: Statistics) -> str:
    """How many students have which share of all points."""
    shares = 100 * np.asarray(statistics.totals)

    def draw(axes: Axes) -> None:
        axes.hist(shares, bins=np.linspace(0, 100, 21).tolist(), color=_ACCENT, rwidth=0.92)
        axes.set_xlabel("share of all points, %")
        axes.set_ylabel("students")
        axes.set_xlim(0, 100)
        axes.yaxis.get_major_locator().set_params(integer=True)

    return _drawn("totals", 2.4, draw, "Histogram of the students' shares of all points")


def draw_outcomes(statistics: Statistics) -> str:
    """For each kata, how many passed, got a part, nothing, or handed in nothing."""
    names = statistics.names

    def draw(axes: Axes) -> None:
        left = np.zeros(len(names))
        for outcome, colour in _OUTCOMES.items():
            counts = np.array([statistics.outcomes[name][outcome] for name in names])
            if counts.any():
                axes.barh(names, counts, left=left, color=colour, label=outcome, height=0.7)
                left += counts
        axes.invert_yaxis()
        axes.set_xlabel("students")
        axes.margins(x=0)
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=6, frameon=False, fontsize=9)

    return _drawn("outcomes", 0.9 + 0.28 * len(names), draw, "For each kata, the students by what they reached")


def draw_map(statistics: Statistics) -> str:
    """Every student's share of the points of every kata, from the most points down."""
    order = np.argsort(-np.asarray(statistics.totals), kind="stable")
    grid = np.stack([np.asarray(statistics.shares[name])[order] for name in statistics.names], axis=1)
    named = len(order) <= MOST_NAMED

    def draw(axes: Axes) -> None:
        colours = matplotlib.colormaps["viridis"].with_extremes(bad=(0, 0, 0, 0))
        shown = np.ma.masked_equal(grid, NO_POINTS)
        image = axes.imshow(shown, aspect="auto", vmin=0, vmax=1, cmap=colours, interpolation="nearest")
        axes.set_xticks(range(len(statistics.names)), statistics.names, rotation=40, ha="left", rotation_mode="anchor")
        axes.xaxis.tick_top()
        if named:
            axes.set_yticks(range(len(order)), [_short(statistics.students[index]) for index in order], fontsize=8)
        else:
            axes.set_ylabel(f"{len(order):,} students, from the most points down")
            axes.set_yticks([])
        axes.tick_params(length=0)
        axes.figure.colorbar(image, ax=axes, fraction=0.03, pad=0.02, label="share of the points")

    height = 1.6 + 0.17 * len(order) if named else 7.0
    return _drawn("map", height, draw, "Every student's share of the points of every kata")


def draw_tests(tests: Sequence[HardTest]) -> str:
    """The tests that most of the class failed."""
    return _bars(
        "tests", [f"{one.kata}: {one.test.removeprefix('test_')}" for one in tests], [one.share for one in tests]
    )


def draw_mistakes(mistakes: Sequence[MistakeCount]) -> str:
    """The known mistakes that were made most often."""
    names = [f"{one.kata}: {one.name}" for one in mistakes]
    counts = [one.count for one in mistakes]

    def draw(axes: Axes) -> None:
        bars = axes.barh(names, counts, color=_WARN, height=0.7)
        axes.bar_label(bars, padding=3, color=_INK)
        axes.invert_yaxis()
        axes.set_xlabel("students")
        axes.margins(x=0.08)
        axes.xaxis.get_major_locator().set_params(integer=True)

    return _drawn("mistakes", 0.7 + 0.28 * len(names), draw, "The known mistakes that were made most often")


def draw_timeline(days: Mapping[str, Counter[str]]) -> str:
    """How many answers that count were handed in on which day."""
    first = min(date.fromisoformat(min(counts)) for counts in days.values() if counts)
    last = max(date.fromisoformat(max(counts)) for counts in days.values() if counts)
    # A file whose date is of another year must not make a page of empty days.
    step = max((last - first).days // 120 + 1, 1)
    bins = [first + timedelta(days=step * index) for index in range((last - first).days // step + 1)]

    def draw(axes: Axes) -> None:
        below = np.zeros(len(bins))
        for label, colour in (("in time", _ACCENT), ("late", _WARN)):
            counts = np.zeros(len(bins))
            for day, count in days[label].items():
                counts[(date.fromisoformat(day) - first).days // step] += count
            if counts.any():
                axes.bar(bins, counts, bottom=below, color=colour, width=0.9 * step, label=label)
                below += counts
        axes.xaxis.set_major_locator(matplotlib.dates.AutoDateLocator(minticks=2, maxticks=8))
        axes.xaxis.set_major_formatter(matplotlib.dates.ConciseDateFormatter(axes.xaxis.get_major_locator()))
        # A single day, too, has some days around it.
        around = timedelta(days=max(step, 4 - len(bins)))
        axes.set_xlim(first - around, last + around)
        axes.set_ylabel("answers a day" if step == 1 else f"answers in {step} days")
        axes.yaxis.get_major_locator().set_params(integer=True)
        axes.legend(frameon=False, fontsize=9)

    return _drawn("timeline", 2.2, draw, "Answers by the day on which they were handed in")


def _bars(name: str, labels: Sequence[str], shares: Sequence[float]) -> str:
    def draw(axes: Axes) -> None:
        bars = axes.barh(labels, [100 * share for share in shares], color=_ACCENT, height=0.7)
        axes.bar_label(bars, fmt="%.0f %%", padding=3, color=_INK)
        axes.invert_yaxis()
        axes.set_xlim(0, 110)
        axes.set_xticks(range(0, 101, 20))
        axes.set_xlabel("of the answers whose tests ran, %")

    return _drawn(name, 0.7 + 0.28 * len(labels), draw, "The tests that the largest share of the class failed")


def _short(name: str) -> str:
    name = safe(name).replace("\n", " ")
    return name if len(name) <= 28 else f"{name[:27]}…"


def _drawn(name: str, height: float, draw: Callable[[Axes], None], says: str) -> str:
    """An SVG, described by a sentence for those who can't see it."""
    import matplotlib.dates

    # Its ids are made from this: those of two charts in one page must differ, and those of two runs agree.
    settings: dict[str, Any] = {**_STYLE, "svg.hashsalt": name}
    with matplotlib.rc_context(settings):
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        figure.patch.set_alpha(0.0)
        axes = figure.add_subplot()
        axes.patch.set_alpha(0.0)
        draw(axes)
        out = io.StringIO()
        FigureCanvasSVG(figure).print_svg(out, metadata={"Date": None, "Creator": None})
    svg = out.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r'<g id="[a-z_0-9.]+">', "<g>", svg)  # `figure_1` would stand in every chart
    svg = re.sub("#0[0-9a-f]0[0-9a-f]0[0-9a-f]", lambda found: _css(found.group()), svg)
    # It is as wide as the page lets it be.
    svg = re.sub(
        r'(<svg[^>]*?) width="[^"]*pt"', r"\1", re.sub(r'(<svg[^>]*?) height="[^"]*pt"', r"\1", svg, count=1), count=1
    )
    return svg.replace("<svg", f'<svg role="img" aria-label="{says}"', 1)


def _css(colour: str) -> str:
    return f"var(--{_VARIABLES[colour]})" if colour in _VARIABLES else colour
