"""`kata browse`: driven as Textual drives it at 80 by 24, and once on a real terminal."""

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from kata.cli.app import cli
from kata.progress import Progress
from kata.workspace import Workspace
from tests.support.cli import MakeKata
from tests.support.terminal import Terminal

Steps = Callable[[Any, Any], Awaitable[None]]


@pytest.fixture
def browse(workspace: Workspace, root: Path, make_kata: MakeKata, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs steps in a browser of two katas of our own beside the package's: browse(steps)."""
    from kata.cli.browser import Browser
    from kata.learner.filters import Filter
    from kata.learner.session import Session

    monkeypatch.delenv("NO_COLOR", raising=False)
    make_kata("add_two")
    make_kata("add_wide", level="hard")

    def run(steps: Steps) -> None:
        async def all_of_it() -> None:
            session = Session([root])
            with cli.make_context("kata", ["browse"]):
                app = Browser(session, Filter(track="sums"))
            app.context = cli.make_context("kata", ["browse"])
            async with app.run_test(size=(80, 24)) as pilot:
                await pilot.pause()
                await steps(app, pilot)
            session.close()

        asyncio.run(all_of_it())

    return run


def beside(app: Any) -> str:
    return str(app.query_one("#page").content)


def listed(app: Any) -> list[str]:
    return [kata.name for kata in app.shown]


def test_the_list_and_the_specification_beside_it(browse: Any) -> None:
    async def steps(app: Any, pilot: Any) -> None:
        assert listed(app) == ["add_two", "add_wide"]
        assert "add_two, sums, easy" in beside(app)
        assert "The sum of a and b." in beside(app)
        await pilot.press("down")
        await pilot.pause()
        assert "add_wide, sums, hard" in beside(app)

    browse(steps)


@pytest.mark.slow
def test_filters(browse: Any) -> None:
    async def steps(app: Any, pilot: Any) -> None:
        await pilot.press("l")
        assert listed(app) == ["add_two"]
        await pilot.press("l")
        assert listed(app) == []
        assert "No kata is like that" in beside(app)
        await pilot.press("l", "l", "slash", *"wide")
        await pilot.pause()
        assert listed(app) == ["add_wide"]
        await pilot.press("enter", "f")
        assert listed(app) == ["add_wide"], "it is new"
        await pilot.press("f")
        assert listed(app) == [], "and not begun"

    browse(steps)


@pytest.mark.slow
def test_start_check_hint_and_reset(browse: Any, workspace: Workspace) -> None:
    attempt = workspace.attempts_dir / "sums" / "add_two.py"

    async def steps(app: Any, pilot: Any) -> None:
        await pilot.press("c")
        await pilot.pause()
        assert "There is no attempt" in beside(app)
        await pilot.press("s")
        await pilot.pause()
        assert attempt.is_file()
        assert "attempts/sums/add_two.py" in beside(app)
        await pilot.press("h")
        await pilot.pause()
        assert "Hint 1 of 3: Count on your fingers." in " ".join(beside(app).split())
        attempt.write_text("def add_two(a, b):\n    return a * b\n")
        await pilot.press("c")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "0 of 100 points" in beside(app)
        assert "That is the product." in beside(app)
        await pilot.press("r")
        assert attempt.read_text().endswith("return a * b\n"), "it asks first"
        await pilot.press("r")
        await pilot.pause()
        assert "NotImplementedError" in attempt.read_text()
        assert "Your work is kept" in beside(app)

    browse(steps)
    with Progress(workspace.progress_path) as progress:
        assert [version.status for version in progress.versions("add_two")] == ["failed"]
        assert progress.state("add_two").hints == 1


@pytest.mark.slow
def test_on_a_real_terminal(workspace: Workspace) -> None:
    with Terminal("browse", cwd=workspace.root) as terminal:
        for text in ("start", "check", "hint", "reset", "quit", "track: all"):
            terminal.output = terminal.output.replace("\x1b[2J", "")
            terminal.wait_for(text)
        terminal.type("q")
        assert terminal.end() == 0
        assert "Traceback" not in terminal.output


def test_where_it_cannot_be_it_says_what_can(workspace: Workspace) -> None:
    command = [sys.executable, "-m", "kata", "browse"]
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert done.returncode == 2
    assert "kata list" in done.stderr
    with Terminal("browse", "--plain", cwd=workspace.root) as terminal:
        assert terminal.end() == 2
        assert "kata list" in terminal.shown


def test_textual_is_loaded_here_only() -> None:
    script = (
        "import kata.cli.app, sys; sys.exit(any(name in sys.modules for name in ('textual', 'watchfiles', 'rich')))"
    )
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0
