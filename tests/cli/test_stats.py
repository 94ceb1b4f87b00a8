"""What `kata stats` counts and draws, and its page in a real browser."""

import json
import re
import sqlite3
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kata.catalog import load_catalog
from kata.learner.days import squares
from kata.learner.report.graph import draw_graph
from kata.learner.report.lines import HEIGHT, WIDTH, passes_over_time
from kata.progress import Progress, Rated, Rating
from kata.progress.figures import Day, reviews
from kata.workspace import Workspace
from tests.support.cli import MakeKata, Run
from tests.support.clock import Clock, record, verdict
from tests.support.needs import CHROMIUM


def test_days_are_those_of_the_clock_on_the_wall(workspace: Workspace, set_clock: Clock) -> None:
    for hours in (0, 1, 30, 100):
        set_clock.on(hours=hours)
        record(workspace, "softmax", "failed")
    with Progress(workspace.progress_path) as progress:
        found = dict(progress.days())
    connection = sqlite3.connect(workspace.progress_path)
    by_sqlite = connection.execute("SELECT date(at, 'localtime'), count(*) FROM checks GROUP BY 1").fetchall()
    assert found == {date.fromisoformat(day): count for day, count in by_sqlite}
    assert sum(found.values()) == 4


def test_a_review_is_every_round_after_the_first() -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)

    def rated(kata: str, rating: Rating) -> Rated:
        return Rated(kata, now, rating)

    found = reviews(
        [rated("a", Rating.AGAIN), rated("b", Rating.EASY), rated("a", Rating.AGAIN), rated("a", Rating.GOOD)]
    )
    assert (found.kept, found.total, found.share) == (1, 2, 0.5)
    assert reviews([rated("a", Rating.GOOD)]).share is None


def test_the_slowest_kata_leaves_pauses_out(workspace: Workspace, set_clock: Clock) -> None:
    def work(kata: str, *minutes: float) -> None:
        with Progress(workspace.progress_path) as progress:
            progress.begin(kata, "spec")
            for index, pause in enumerate(minutes):
                set_clock.on(minutes=pause)
                last = index == len(minutes) - 1
                progress.record(kata, "spec", "source", verdict("passed" if last else "failed"))

    work("quick", 3)
    work("slow", 15, 15, 15)
    work("interrupted", 5, 2000, 5)
    with Progress(workspace.progress_path) as progress:
        found = {effort.kata: round(effort.minutes) for effort in progress.slowest(5)}
        assert list(found) == ["slow", "interrupted", "quick"]
        assert found == {"slow": 45, "interrupted": 12, "quick": 3}
        assert [effort.kata for effort in progress.slowest(1)] == ["slow"]


def test_the_map_of_days_ends_today() -> None:
    today = date(2026, 11, 18)  # a Wednesday
    weeks = squares({today: 8, today - timedelta(days=1): 1, date(2020, 1, 1): 99}, today, weeks=4)
    assert [len(week) for week in weeks] == [7, 7, 7, 3]
    assert weeks[0][0].day.weekday() == 0
    assert (weeks[-1][-1].day, weeks[-1][-1].level, weeks[-1][-2].level, weeks[0][0].level) == (today, 4, 2, 0)


def test_stats_on_the_screen(kata: Run, workspace: Workspace) -> None:
    empty = kata("stats").output
    assert "no review yet" in empty
    assert "Longest to the first pass" not in empty
    record(workspace, "softmax", "failed", "passed")
    output = kata("stats").output
    assert "checks a day; 9 is nine or more" in output
    assert re.search(r"softmax +1 min +2 checks", output)
    assert output.isascii()
    assert max(map(len, output.splitlines())) <= 80


def test_the_graph_leads_from_left_to_right(root: Path, make_kata: MakeKata) -> None:
    make_kata("base")
    make_kata("middle", after=["base"])
    make_kata("top", after=["middle", "base", "not_there"])
    make_kata("alone")
    catalog = load_catalog([root])
    graph = draw_graph(catalog, {kata.name: "new" for kata in catalog})
    places = {box.name: box.x for box in graph.boxes}
    assert places["base"] < places["middle"] < places["top"]
    assert "alone" in {box.name for box in graph.alone}
    assert len({(box.x, box.y) for box in [*graph.boxes, *graph.alone]}) == len(catalog)


@pytest.fixture
def page(kata: Run, workspace: Workspace, root: Path, make_kata: MakeKata, set_clock: Clock) -> Path:
    """A page with something of everything, a dangerous title included."""
    make_kata("base", title="Base <script>alert(1)</script>")
    make_kata("top", after=["base"])
    set_clock.now = datetime.now(UTC) - timedelta(days=40)
    for kata_, *statuses in (["softmax", "failed", "passed"], ["base", "passed"], ["top", "failed"]):
        record(workspace, kata_, *statuses)
        set_clock.on(days=3)
    with Progress(workspace.progress_path) as progress:
        progress.begin("softmax", "spec", anew=True)
        set_clock.on(minutes=4)
        progress.record("softmax", "spec", "source", verdict())
        progress.give_up("dropout")
    set_clock.now = datetime.now(UTC)
    path = workspace.root / "stats.html"
    done = kata("stats", "--html", path, "--katas-from", root)
    assert done.exit_code == 0, done.output
    return path


def test_the_page_is_whole_and_loads_nothing(page: Path) -> None:
    text = page.read_text()
    assert not re.search(r"(src|href)\s*=|@import|url\(|https?://", text)
    assert "<script" not in text
    assert "Base &lt;script&gt;" in text
    for part in ("tracks", "year", "passes", "reviews", "slowest", "graph", "days"):
        assert f'<section id="{part}">' in text
    assert [entry.name for entry in page.parent.iterdir() if entry.name.startswith(".stats")] == []


def test_an_empty_record_makes_a_page_too(kata: Run, workspace: Workspace) -> None:
    assert kata("stats", "--html", "s.html").exit_code == 0
    text = (workspace.root / "s.html").read_text()
    assert "no review yet" in text
    assert '<section id="days">' not in text


def test_a_page_that_cannot_be_written_is_a_sentence(kata: Run, workspace: Workspace) -> None:
    done = kata("stats", "--html", workspace.root / "no" / "such" / "folder.html")
    assert done.exit_code == 2
    assert "can't be written" in done.output


def test_the_line_of_passes_begins_at_nothing_and_a_single_day_makes_none() -> None:
    monday, tuesday = date(2026, 3, 2), date(2026, 3, 3)
    timeline = {
        "a": [Day("a", monday, 2, passed=True)],
        "b": [Day("b", monday, 1, passed=True)],
        "c": [Day("c", tuesday, 1, passed=False)],
    }
    assert passes_over_time(timeline, "abc", monday) is None
    curve = passes_over_time(timeline, "abc", tuesday)
    assert curve is not None
    assert (curve.first, curve.last, curve.most) == (monday, tuesday, 2)
    points = [tuple(map(float, point.split(","))) for point in curve.points.split()]
    assert points[0] == (0.0, HEIGHT), "nothing"
    assert points[-1] == (WIDTH, 0.0), "both"
    assert points[2][0] == WIDTH / 2, "the first day is in the middle, not at the edge"


FRAME = """<!doctype html><title>waiting</title><iframe style="width:{width}px;height:800px;border:0"></iframe><script>
const frame = document.querySelector("iframe");
frame.onload = () => {{
  const inside = frame.contentDocument;
  document.title = [inside.documentElement.scrollWidth, getComputedStyle(inside.body).backgroundColor,
    inside.querySelectorAll("svg").length, inside.fonts ? "ok" : ""].join(" | ");
}};
frame.srcdoc = {page};
</script>"""


def chromium(tmp_path: Path, file: Path, *options: str) -> str:
    assert CHROMIUM is not None
    quiet = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    command = [CHROMIUM, *quiet.split(), "--disable-component-update", "--disable-sync", "--hide-scrollbars"]
    command += [f"--user-data-dir={tmp_path / 'profile'}", *options, file.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "background"), [(1, "rgb(255, 255, 255)"), (0, "rgb(13, 17, 23)")])
def test_the_page_on_a_phone_in_light_and_dark(page: Path, tmp_path: Path, scheme: int, background: str) -> None:
    # srcdoc holds the page as it is; the frame's own script reads what came of it.
    text = json.dumps(page.read_text()).replace("</", "<\\/")
    frame = tmp_path / "frame.html"
    frame.write_text(FRAME.format(width=390, page=text))
    found = chromium(tmp_path, frame, f"--blink-settings=preferredColorScheme={scheme}", "--dump-dom")
    width, colour, pictures, _ = re.search(r"<title>(.*?)</title>", found)[1].split(" | ")  # type: ignore[index]
    assert int(width) <= 390, "nothing sticks out"
    assert colour == background
    assert int(pictures) > 20


WHOLE = """<!doctype html><title>waiting</title><iframe style="width:1200px;height:800px;border:0"></iframe><script>
const frame = document.querySelector("iframe");
frame.onload = () => {{
  const box = frame.contentDocument.querySelector(".graph").getBoundingClientRect();
  const wide = frame.contentDocument.querySelector("#graph .wide");
  document.title = [box.left >= 0 && box.right <= 1200, wide.scrollWidth - wide.clientWidth].join(" | ");
}};
frame.srcdoc = {page};
</script>"""


@pytest.mark.slow
@pytest.mark.browser
def test_the_graph_is_whole_at_1200_pixels(page: Path, tmp_path: Path) -> None:
    text = json.dumps(page.read_text()).replace("</", "<\\/")
    frame = tmp_path / "frame.html"
    frame.write_text(WHOLE.format(page=text))
    found = chromium(tmp_path, frame, "--window-size=1300,900", "--dump-dom")
    assert re.search(r"<title>(.*?)</title>", found)[1] == "true | 0"  # type: ignore[index]


@pytest.mark.slow
@pytest.mark.browser
def test_a_screenshot_of_the_page(page: Path, tmp_path: Path) -> None:
    picture = tmp_path / "page.png"
    chromium(tmp_path, page, "--window-size=900,1600", f"--screenshot={picture}")
    assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert picture.stat().st_size > 20_000, "there is something to see"
