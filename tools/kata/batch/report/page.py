"""The page: what is known of a class, written by one template into one file that loads nothing from anywhere."""

import warnings
from collections import Counter
from pathlib import Path
from typing import Any

from kata.batch.report.statistics import Statistics
from kata.batch.store import now, write_whole
from kata.safe import safe

MOST_TESTS = 15
MOST_MISTAKES = 15
MOST_GROUPS = 60
MOST_MEMBERS = 12
MOST_ROWS = 300  # of a table; the CSV files have all


def write_report(statistics: Statistics, path: Path, run_info: dict[str, str]) -> None:
    """Write the page.

    Args:
        run_info: of the run, by label.

    Raises:
        StoreError: when it can't be written.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    # Students chose their names, files and output: everything is escaped, and made harmless.
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.lstrip_blocks = True
    environment.filters["safe_text"] = lambda text: safe(str(text)).replace("\n", "\\n")
    text = environment.get_template("page.html").render(_known(statistics, run_info))
    write_whole(path, text + "\n")


def _known(statistics: Statistics, run_info: dict[str, str]) -> dict[str, Any]:
    tests, mistakes = statistics.hardest_tests(MOST_TESTS), statistics.frequent_mistakes(MOST_MISTAKES)
    groups = [group for found in statistics.similar.values() for group in found.groups]
    groups.sort(key=lambda group: (-group.likeness, -group.tokens, group.kata, group.members))
    outcomes = sum(statistics.outcomes.values(), Counter[str]())
    return {
        "title": statistics.course.assignment.name or "Class report",
        "written": now(),
        "run_info": run_info,
        "students": len(statistics.students),
        "katas": statistics.names,
        "outcomes": outcomes,
        "answers": outcomes.total() - outcomes["nothing handed in"],
        "mean": sum(statistics.totals) / len(statistics.totals) if statistics.totals else 0.0,
        "median": sorted(statistics.totals)[len(statistics.totals) // 2] if statistics.totals else 0.0,
        "charts": _charts(statistics, tests, mistakes),
        "tests": tests,
        "mistakes": mistakes,
        "mistakes_in_all": statistics.mistakes.total(),
        "groups": groups[:MOST_GROUPS],
        "more_groups": max(len(groups) - MOST_GROUPS, 0),
        "most_members": MOST_MEMBERS,
        "like_answers": [
            (kata, Counter(answer for answer, _ in found.like_answers.values()).most_common())
            for kata, found in statistics.similar.items()
            if found.like_answers
        ],
        "too_short": {kata: found.too_short for kata, found in statistics.similar.items() if found.too_short},
        "different": statistics.different[:MOST_ROWS],
        "problems": statistics.problems[:MOST_ROWS],
        "more_problems": max(len(statistics.problems) - MOST_ROWS, 0),
        "overridden": statistics.overridden,
        "levels": statistics.levels.most_common(),
        "not_confined": sorted(statistics.not_confined),
    }


def _charts(statistics: Statistics, tests: list[Any], mistakes: list[Any]) -> dict[str, str]:
    """The charts that there is something to show in, by name."""
    from kata.batch.report import figures

    if not statistics.students:
        return {}
    with warnings.catch_warnings():
        # The browser has the fonts for names in other scripts; matplotlib only measures them.
        warnings.filterwarnings("ignore", message="Glyph .* missing", category=UserWarning)
        charts = {
            "totals": figures.draw_totals(statistics),
            "outcomes": figures.draw_outcomes(statistics),
            "map": figures.draw_map(statistics),
        }
        if tests:
            charts["tests"] = figures.draw_tests(tests)
        if mistakes:
            charts["mistakes"] = figures.draw_mistakes(mistakes)
        if any(statistics.days.values()):
            charts["timeline"] = figures.draw_timeline(statistics.days)
    return charts
