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


def test_enter_begins_and_escape_closes_and_then_clears_the_filters(browse: Any, workspace: Workspace) -> None:
    async def steps(app: Any, pilot: Any) -> None:
        await pilot.press("enter")
        await pilot.pause()
        assert (workspace.attempts_dir / "sums" / "add_two.py").is_file()
        assert "kata check" in beside(app)
        await pilot.press("question_mark")
        await pilot.pause()
        assert "put the stub back" in " ".join(beside(app).split())
        await pilot.press("escape")
        await pilot.pause()
        assert "The sum of a and b." in beside(app)
        assert listed(app) == ["add_two", "add_wide"]
        await pilot.press("escape")
        await pilot.pause()
        assert len(listed(app)) == len(app.session.catalog)

    browse(steps)


def test_what_is_chosen_while_words_are_typed_is_the_best_hit(browse: Any) -> None:
    async def steps(app: Any, pilot: Any) -> None:
        await pilot.press("escape", "slash", *"softmax", "enter")
        await pilot.pause()
        assert listed(app)[0] == app.chosen.name == "softmax"

    browse(steps)


def test_a_typing_error_is_said_beside_the_words(browse: Any) -> None:
    async def steps(app: Any, pilot: Any) -> None:
        await pilot.press("escape", "slash", *"atention", "enter")
        await pilot.pause()
        assert "words: atention   (taken for attention)" in str(app.query_one("#filters").content)
        assert "linear_attention" in listed(app)

    browse(steps)


def test_the_specification_turns_by_the_keys_that_people_try(browse: Any) -> None:
    async def steps(app: Any, pilot: Any) -> None:
        app.write(lambda screen: screen.text("\n".join(map(str, range(200)))))
        await pilot.pause()
        for key in ("pagedown", "space", "ctrl+d", "J"):
            before = app.query_one("#beside").scroll_y
            await pilot.press(key)
            await pilot.pause()
            assert app.query_one("#beside").scroll_y > before, key
        await pilot.press("tab", "down", "j")
        await pilot.pause()
        assert app.chosen.name == "add_two", "the arrow keys read"
        await pilot.press("left", "down")
        await pilot.pause()
        assert app.chosen.name == "add_wide"

    browse(steps)


def test_another_size_lays_everything_out_anew(browse: Any) -> None:
    async def steps(app: Any, pilot: Any) -> None:
        assert "easy   5" in str(app.query_one("#katas").get_option("add_two").prompt)
        await pilot.press("enter")
        await pilot.pause()
        wide = beside(app)
        await pilot.resize_terminal(60, 24)
        await pilot.pause()
        await pilot.pause()
        assert max(map(len, wide.splitlines())) > max(map(len, beside(app).splitlines()))
        assert max(map(len, beside(app).splitlines())) <= app.page_width
        assert wide.split() == beside(app).split()
        prompt = str(app.query_one("#katas").get_option("add_two").prompt)
        assert prompt.split() == ["◐", "add_two", "5"]
        assert len(prompt) < 26
        footer = [child for child in app.query("FooterKey") if child.region]
        assert footer[-1].description == "quit"
        assert footer[-1].region.right <= 60

    browse(steps)


def test_nothing_acts_on_an_empty_list(browse: Any, workspace: Workspace) -> None:
    async def steps(app: Any, pilot: Any) -> None:
        await pilot.press("slash", *"zqzqzq", "enter")
        await pilot.pause()
        assert listed(app) == []
        for key in ("enter", "s", "c", "h", "e", "r", "r", "down", "pagedown"):
            await pilot.press(key)
            await pilot.pause()
            assert "No kata is like that." in beside(app), key

    browse(steps)
    assert not list(workspace.attempts_dir.rglob("*.py"))


@pytest.mark.slow
def test_on_a_real_terminal(workspace: Workspace) -> None:
    with Terminal("browse", cwd=workspace.root) as terminal:
        for text in ("start", "check", "hint", "keys", "quit", "track: all"):
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


def test_it_begins_with_what_the_options_leave(workspace: Workspace) -> None:
    with Terminal("browse", "--text", "gpt", "--minutes", "20", cwd=workspace.root) as terminal:
        terminal.wait_for("words: gpt")
        terminal.wait_for("minutes: 20")
        terminal.wait_for("causal_mask")
        terminal.type("q")
        assert terminal.end() == 0
        assert "kv_cache_memory" not in terminal.output


def test_textual_is_loaded_here_only() -> None:
    script = (
        "import kata.cli.app, sys; sys.exit(any(name in sys.modules for name in ('textual', 'watchfiles', 'rich')))"
    )
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0
