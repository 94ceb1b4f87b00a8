"""`kata watch` on a real terminal: every way of saving, the keys, and what it must not do."""

import os
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kata.progress import Progress
from kata.workspace import Workspace
from tests.support.cli import MakeKata
from tests.support.terminal import Terminal
from tests.support.waiting import wait_until

KEYS = "n next  h hint  l list  s solution  r reset  c again  a all  q quit"
RIGHT = "def add_two(a, b):\n    return a + b\n"
WRONG = "def add_two(a, b):\n    return a * b\n"
ENDLESS = "def add_two(a, b):\n    while True:\n        pass\n"

Watch = Callable[..., Terminal]


@pytest.fixture
def attempt(workspace: Workspace, root: Path, make_kata: MakeKata) -> Path:
    make_kata("add_two", after=[])
    make_kata("add_three", after=["add_two"])
    return workspace.attempts_dir / "sums" / "add_two.py"


@pytest.fixture
def watch(workspace: Workspace, root: Path, attempt: Path) -> Iterator[Watch]:
    open_ones = []

    def start(*options: str, environment: dict[str, str] | None = None) -> Terminal:
        command = ["watch", "add_two", "--katas-from", str(root), *options]
        terminal = Terminal(*command, cwd=workspace.root, environment=environment)
        open_ones.append(terminal)
        terminal.wait_for(KEYS)
        return terminal

    yield start
    for terminal in open_ones:
        terminal.__exit__()


PAUSE = 0.03  # seconds between two steps of a save; a busy machine may make more of them


def in_place(path: Path, text: str) -> None:
    path.write_text(text)


def by_a_rename(path: Path, text: str) -> None:
    beside = path.with_name(".add_two.py.tmp")
    beside.write_text(text)
    beside.replace(path)


def with_a_backup(path: Path, text: str) -> None:
    """As vim does it: for a moment there is no file."""
    backup = path.with_name("add_two.py~")
    path.rename(backup)
    time.sleep(PAUSE)
    path.write_text(text)
    backup.unlink()


def in_two_steps(path: Path, text: str) -> None:
    """Emptied first, written a moment later."""
    with path.open("w") as file:
        time.sleep(PAUSE)
        file.write(text)


def checks(workspace: Workspace, kata: str = "add_two") -> list[str]:
    with Progress(workspace.progress_path) as progress:
        return [version.status for version in progress.versions(kata)]


def test_every_way_of_saving_is_seen_once(watch: Watch, attempt: Path, workspace: Workspace) -> None:
    terminal = watch()
    assert "save it: the verdict will stand here" in terminal.shown
    drawn_out = 0
    for number, save in enumerate([in_place, by_a_rename, with_a_backup, in_two_steps], start=1):
        begun = time.monotonic()
        save(attempt, f"{WRONG}# {number}\n")
        drawn_out += time.monotonic() - begun > 2 * PAUSE  # what stood between its steps may be seen as well
        terminal.wait_for("✗ add_two")
        terminal.wait_for("That is the product.")  # the known mistake comes after the verdict
        shown = terminal.wait_for(KEYS).rstrip().split("\n")
        assert shown[-1] == KEYS
        assert shown[-2].startswith("✗ add_two  0 of 100 points, 0 of 2 tests passed  ("), "the verdict stands last"
        assert " s, at " in shown[-2]
        wait_until(lambda number=number: len(checks(workspace)) >= number)
        terminal.output = ""
    by_a_rename(attempt, RIGHT)
    shown = terminal.wait_for("✓ add_two  100 of 100 points")
    assert "Rated " in terminal.wait_for("Rated "), "what comes of a pass is said"
    assert checks(workspace)[-1] == "passed"
    assert 5 <= len(checks(workspace)) <= 5 + drawn_out


def test_polling_sees_a_save(watch: Watch, attempt: Path) -> None:
    terminal = watch("--poll")
    attempt.write_text(RIGHT)
    terminal.wait_for("✓ add_two  100 of 100 points")


def test_a_system_that_tells_of_no_changes_is_looked_at_instead(watch: Watch, attempt: Path) -> None:
    broken = "raise OSError('no more watches')"
    terminal = watch(environment={"PYTHONPATH": str(fake_watchfiles(attempt.parents[2], broken))})
    terminal.wait_for("no more watches")
    attempt.write_text(RIGHT)
    terminal.wait_for("✓ add_two  100 of 100 points")


def fake_watchfiles(folder: Path, source: str) -> Path:
    (folder / "fake").mkdir()
    (folder / "fake" / "watchfiles.py").write_text(source)
    return folder / "fake"


@pytest.mark.slow
def test_the_stub_is_never_recorded_nor_what_is_on_record(watch: Watch, attempt: Path, workspace: Workspace) -> None:
    terminal = watch()
    os.utime(attempt)
    terminal.wait_for("not begun")
    assert checks(workspace) == []
    attempt.write_text(WRONG)
    terminal.wait_for("That is the product.")
    terminal.type("q")
    assert terminal.end() == 0
    again = watch()
    again.wait_for("✗ add_two")
    again.type("q")
    again.end()
    assert checks(workspace) == ["failed"], "it looked at the file, and recorded nothing new"


@pytest.mark.slow
def test_keys(watch: Watch, attempt: Path, workspace: Workspace) -> None:
    attempt.parent.mkdir(parents=True)
    attempt.write_text(WRONG)
    terminal = watch()
    terminal.wait_for("That is the product.")

    def press(key: str, text: str) -> str:
        terminal.output = ""
        terminal.type(key)
        return terminal.wait_for(text)

    assert "✗ add_two" in press("h", "Hint 1 of 3: Count on your fingers."), "the verdict stays below"
    press("n", "isn't passed yet")
    press("s", "haven't passed add_two yet")
    press("l", "add_three")
    press("\x1b[A", "")
    press("r", "Put the stub back?")
    press("x", "That is the product.")
    assert attempt.read_text() == WRONG
    press("r", "Put the stub back?")
    press("y", "not begun")
    assert "raise NotImplementedError" in attempt.read_text()
    assert [path.read_text() for path in workspace.kept_dir.iterdir()] == [WRONG]
    attempt.write_text(RIGHT)
    terminal.wait_for("✓ add_two")
    assert "return a + b" in press("s", "return a + b"), "it never advances by itself"
    press("n", "save it: the verdict will stand")
    with Progress(workspace.progress_path) as progress:
        assert progress.current != "add_two"
    terminal.type("q")
    assert terminal.end() == 0


@pytest.mark.slow
def test_a_new_save_ends_the_check_of_the_old_text(watch: Watch, attempt: Path, workspace: Workspace) -> None:
    terminal = watch()
    attempt.write_text(ENDLESS)
    terminal.wait_for("Checking ...")
    attempt.write_text(RIGHT)
    terminal.wait_for("✓ add_two")
    assert checks(workspace) == ["passed"]


@pytest.mark.slow
@pytest.mark.parametrize("key", ["q", "\x03"])
def test_a_check_that_is_running_is_ended_with_the_watch(
    watch: Watch, attempt: Path, workspace: Workspace, key: str
) -> None:
    terminal = watch()
    attempt.write_text(ENDLESS)
    terminal.wait_for("Checking ...")
    if key == "q":
        terminal.type(key)
    else:
        os.killpg(terminal.process.pid, signal.SIGINT)
    terminal.end()
    assert checks(workspace) == []


@pytest.mark.slow
@pytest.mark.parametrize("key", ["q", "\x03"])
def test_the_terminal_is_given_back(watch: Watch, key: str) -> None:
    terminal = watch()
    assert termios.tcgetattr(terminal.theirs)[3] != terminal.before[3], "keys come unseen"
    if key == "\x03":
        os.killpg(terminal.process.pid, 2)
    else:
        terminal.type(key)
    assert terminal.end() == (0 if key == "q" else 130)
    assert termios.tcgetattr(terminal.theirs)[3] == terminal.before[3]
    assert "Traceback" not in terminal.output


def test_a_deleted_attempt_is_a_sentence(watch: Watch, attempt: Path) -> None:
    terminal = watch()
    attempt.unlink()
    terminal.wait_for("There is no attempt at")
    attempt.write_text(RIGHT)
    terminal.wait_for("✓ add_two")


def test_plain_clears_nothing_and_has_words(watch: Watch, attempt: Path) -> None:
    terminal = watch("--plain")
    attempt.write_text(RIGHT)
    terminal.wait_for("passed: add_two")
    assert "\x1b" not in terminal.output


def test_without_a_terminal_it_refuses(workspace: Workspace) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kata", "watch", "softmax"], capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr
    assert "kata check" in done.stderr
