"""The page: what is known, drawn, and written by one template."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kata.errors import KataError
from kata.learner.days import months, squares
from kata.learner.filters import STATUSES, word_for
from kata.learner.report.graph import draw_graph
from kata.learner.report.lines import passes_over_time, review_months, rows
from kata.learner.report.mastery import MASTERY, mastery
from kata.progress import State, clock
from kata.progress.figures import SLOWEST, reviews, streak
from kata.progress.schedule import RETENTION

if TYPE_CHECKING:
    from kata.learner.session import Session

_CELL = 13  # of the map of days


def write_report(session: "Session", path: Path) -> None:
    """Write the page, whole or not at all.

    Raises:
        KataError: if it can't be written.
    """
    text = report(session, date.today())
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise KataError(f"{path} can't be written: {error.strerror}.") from None


def report(session: "Session", today: date) -> str:
    """The page as text."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    # Names and titles come from catalogs that anyone may write: everything is escaped.
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.lstrip_blocks = True
    return environment.get_template("page.html").render(known(session, today)) + "\n"


def known(session: "Session", today: date) -> dict[str, Any]:
    """Everything that the template says."""
    now = clock.now()
    states = session.states()
    days = session.read(lambda progress: progress.days())
    ratings = session.read(lambda progress: progress.ratings())
    timeline = session.read(lambda progress: progress.timeline())
    found = reviews(ratings)
    katas = list(session.catalog)
    weeks = squares(days, today)
    return {
        "today": f"{today:%d %B %Y}".lstrip("0"),
        "passed": sum(states[kata.name].passed for kata in katas),
        "katas": len(katas),
        "due": sum(states[kata.name].due(now) for kata in katas),
        "streak": streak(session.read(lambda progress: progress.active_days()), today),
        "checks": days.total(),
        "days": len(days),
        "reviews": found,
        "aim": RETENTION,
        "tracks": list(_tracks(session, states)),
        "statuses": list(STATUSES),
        "cell": _CELL,
        "weeks": weeks,
        "months": months(weeks),
        "passes": passes_over_time(timeline, {kata.name for kata in katas}, today),
        "review_months": review_months(ratings),
        "slowest": [
            (effort, session.catalog.get(effort.kata))
            for effort in session.read(lambda progress: progress.slowest(SLOWEST))
            if effort.kata in session.catalog
        ],
        "mastery": MASTERY,
        "graph": draw_graph(session.catalog, {kata.name: mastery(states[kata.name], now) for kata in katas}),
        "rows": rows(session.catalog, timeline, states, today),
    }


def _tracks(session: "Session", states: Mapping[str, State]) -> Any:
    """(title, how many, {status: (how many, where its bar begins, how long it is)}), in percent."""
    for track in session.catalog.tracks.values():
        words = [word_for(states[kata.name]) for kata in session.catalog if kata.track == track.name]
        if not words:
            continue
        begin, parts = 0.0, {}
        for status in STATUSES:
            share = 100 * words.count(status) / len(words)
            parts[status] = (words.count(status), round(begin, 2), round(share, 2))
            begin += share
        yield track.title, len(words), parts
