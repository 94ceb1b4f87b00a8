"""Hints with their cost, solutions beside one's own, and every checked version brought back."""

import json
import re
from io import StringIO
from pathlib import Path

import pytest

from kata.cli.layout import Line
from kata.cli.lesson import show_diff
from kata.cli.screen import Screen
from kata.progress import Progress
from kata.workspace import Workspace
from tests.support.cli import MakeKata, Run
from tests.support.clock import Clock, record, verdict

RIGHT = "def add_two(a, b):\n    return a + b\n"


@pytest.fixture
def add_two(root: Path, make_kata: MakeKata, workspace: Workspace) -> Path:
    """The attempt at a kata, not begun yet."""
    make_kata("add_two")
    workspace.settings_path.write_text(f"katas_from = [{json.dumps(str(root))}]\n")
    return workspace.attempts_dir / "sums" / "add_two.py"


def test_a_hint_says_what_it_costs(kata: Run, add_two: Path) -> None:
    kata("start", "add_two")
    first = " ".join(kata("hint").output.split())
    assert "The best rating is good now: the next review in 2 days, not in 8 days as without a hint." in first
    assert "The best rating is hard now" in kata("hint").output
    assert "The best rating is again now" in kata("hint").output
    add_two.write_text(RIGHT)
    assert "Rated again: 3 hints. The review comes tomorrow." in kata("check").output
    assert "best rating" not in kata("hint", "--again").output, "the round is over"


def test_giving_up_says_what_it_costs(kata: Run, add_two: Path) -> None:
    kata("start", "add_two")
    done = kata("solution", "--give-up")
    assert "Rated again: you gave up. The review comes tomorrow." in done.output
    assert "Rated" not in kata("solution", "--give-up").output


@pytest.mark.slow
def test_a_solution_stands_beside_ones_own(kata: Run, add_two: Path) -> None:
    kata("start", "add_two")
    add_two.write_text(add_two.read_text().replace("raise NotImplementedError", "return b + a  # mine"))
    kata("check")
    shown = kata("solution", "--diff").output
    lines = shown.splitlines()
    assert "-     return b + a" in lines
    assert "+     return a + b" in lines
    assert "Args:" not in shown, "docstrings are left out"
    assert "int" not in shown.split("Other right answers")[0].replace("print", ""), "and annotations"
    assert "steps" in shown
    other = kata("solution", "--diff", "--answer", "steps").output
    assert "+     return sum([a, b])" in other
    add_two.write_text("work after the pass")
    assert "-     return b + a" in kata("solution", "--diff").output, "it is the version that passed"


def test_the_same_code_is_said_to_be_the_same(kata: Run, add_two: Path) -> None:
    kata("start", "add_two")
    add_two.write_text('"""Mine."""\n\n' + RIGHT.replace("return", "# by the plus sign\n    return"))
    kata("check")
    assert "your code is the same" in kata("solution", "--diff").output


def test_a_diff_is_harmless_on_a_terminal() -> None:
    class Memory(Screen):
        lines: list[str] = []  # noqa: RUF012

        def emit(self, line: Line) -> None:
            self.lines.append("".join(text for text, _ in line))

    show_diff(Memory(StringIO(), 80), "x = '\x1b]0;title\x07'\n", "x = 1\n", "reference")
    assert not any("\x1b" in line for line in Memory.lines)


@pytest.mark.slow
def test_what_people_get_wrong_is_told_after_a_pass(kata: Run, add_two: Path, workspace: Workspace) -> None:
    kata("start", "add_two")
    assert "product" not in kata("solution").output
    add_two.write_text(RIGHT.replace("+", "*"))
    assert kata("check").exit_code == 1
    add_two.write_text(RIGHT)
    kata("check")
    shown = " ".join(kata("solution").output.split())
    assert "What people get wrong here - That is the product. You met this one, in version 1." in shown


def test_every_version_is_listed_and_can_be_brought_back(
    kata: Run, add_two: Path, workspace: Workspace, set_clock: Clock
) -> None:
    kata("start", "add_two")
    assert "Nothing of it was checked yet" in kata("history").output
    refused = kata("restore")
    assert refused.exit_code == 2
    assert "Nothing of add_two was checked yet" in refused.stderr
    for text in ("one", "two\r\n\ttabs\r\n", "three"):
        with Progress(workspace.progress_path) as progress:
            progress.record("add_two", "s", text, verdict("failed"))
        set_clock.on(hours=1)
    listed = kata("history").output
    assert [line.split()[0] for line in listed.splitlines() if "failed" in line] == ["1", "2", "3"]
    assert kata("history", "1").output == "one\n"
    assert json.loads(kata("history", "--json").output)["versions"][2]["number"] == 3
    add_two.write_text("three")
    assert "version 2 again" in kata("restore").output, "the last one that isn't what stands there"
    assert add_two.read_bytes() == b"two\r\n\ttabs\r\n"
    (kept,) = workspace.kept_dir.iterdir()
    assert kept.read_text() == "three"
    assert kept.name in kata("history").output.replace("\n", "")
    assert "version 1 again" in kata("restore", "add_two", "1").output
    assert "already" in kata("restore", "1").output
    assert "versions 1 to 3" in kata("restore", "9").stderr
    assert kata("history", "add_two", "0").exit_code == 2


def test_a_deleted_attempt_comes_back(kata: Run, add_two: Path, workspace: Workspace) -> None:
    record(workspace, "add_two", "failed", source="my work")
    refused = kata("check", "add_two")
    assert refused.exit_code == 3
    assert "kata restore add_two" in refused.stderr
    assert kata("restore", "add_two").exit_code == 0
    assert add_two.read_text() == "my work"


def test_a_long_history_shows_its_end(kata: Run, add_two: Path, workspace: Workspace) -> None:
    record(workspace, "add_two", *["failed"] * 30)
    shown = kata("history", "add_two").output
    assert "10 earlier ones" in shown
    assert kata("history", "add_two", "--all").output.count("failed") == 30


@pytest.mark.parametrize(
    "command", ["history", "restore", "review", "path", "interview", "progress export", "progress import"]
)
def test_every_new_command_has_help_with_examples(kata: Run, command: str) -> None:
    done = kata(*command.split(), "--help")
    assert done.exit_code == 0
    assert f"kata {command}" in done.output.split("Examples:")[1]


@pytest.mark.parametrize(
    "command", ["review", "history", "restore", "interview", "progress export", "progress import x"]
)
def test_no_workspace_is_a_sentence(kata: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.delenv("KATA_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)
    done = kata(*command.split())
    assert done.exit_code == 2
    assert "kata init" in done.stderr


def test_a_hint_counts_also_when_a_review_has_begun(kata: Run, add_two: Path) -> None:
    kata("start", "add_two")
    kata("hint")
    assert re.search(r"with hints +1\n", kata("stats").output)
    kata("reset", "add_two")
    kata("review", "add_two")
    assert re.search(r"with hints +1\n", kata("stats").output)
