"""Bad input, and what it gets: a sentence, the right exit status, and nothing lost."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from kata.progress import Progress
from kata.workspace import Workspace, init_workspace
from tests.support.cli import MakeKata, Run

RIGHT = "def add_two(a, b):\n    return a + b\n"


@pytest.fixture
def attempt(workspace: Workspace, root: Path, make_kata: MakeKata) -> Path:
    make_kata("add_two")
    path = workspace.attempts_dir / "sums" / "add_two.py"
    path.parent.mkdir()
    path.write_text(RIGHT)
    return path


@pytest.fixture
def check(kata: Run, root: Path) -> Run:
    return lambda: kata("check", "add_two", "--katas-from", root)


def test_an_unknown_kata(kata: Run, workspace: Workspace) -> None:
    done = kata("check", "casual_mask")
    assert done.exit_code == 2
    assert "Did you mean causal_mask" in done.stderr


def test_an_unknown_kata_with_a_deceitful_name(kata: Run, workspace: Workspace) -> None:
    done = kata("show", "\x1b]0;title\x07\u202e")
    assert done.exit_code == 2
    assert "\x1b" not in done.stderr


def test_an_unknown_track(kata: Run) -> None:
    done = kata("list", "--track", "cooking")
    assert done.exit_code == 2
    assert "attention" in done.stderr


@pytest.mark.parametrize("command", ["next", "check", "hint", "solution", "reset", "stats", "start causal_mask"])
def test_no_workspace(kata: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.delenv("KATA_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)
    done = kata(*command.split())
    assert done.exit_code == 2
    assert "kata init" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_nothing_begun_yet(kata: Run, workspace: Workspace) -> None:
    done = kata("check")
    assert done.exit_code == 2
    assert "kata next" in done.stderr


def test_the_current_kata_is_no_longer_in_the_catalog(kata: Run, workspace: Workspace) -> None:
    with Progress(workspace.progress_path) as progress:
        progress.begin("gone", "spec")
    done = kata("check")
    assert done.exit_code == 2
    assert "no longer in the catalog" in done.stderr
    assert kata("list").exit_code == 0


def test_a_corrupt_progress_file(attempt: Path, workspace: Workspace, check: Run) -> None:
    workspace.progress_path.write_text("rubbish " * 500)
    done = check()
    assert done.exit_code == 0
    assert "passed: add_two" in done.stdout
    assert "kept as progress.db.corrupt-" in done.stderr
    assert len(list(workspace.progress_path.parent.glob("progress.db.corrupt-*"))) == 1
    with Progress(workspace.progress_path) as progress:
        assert progress.state("add_two").passed


@pytest.mark.slow
def test_a_locked_progress_file(
    attempt: Path, workspace: Workspace, check: Run, kata: Run, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kata.progress import progress

    monkeypatch.setattr(progress.Progress.__init__, "__defaults__", (0.05,))
    check()
    other = sqlite3.connect(workspace.progress_path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    done = check()
    assert done.exit_code == 0
    assert "passed: add_two" in done.stdout
    told = " ".join(done.stderr.split())
    assert "Your record could be neither read nor written." in told
    assert "locked" in told
    for command in (["list"], ["next"], ["stats"], ["review"], ["plan"], ["history", "add_two"], ["check"]):
        shown = kata(*command, *(["--katas-from", root] if command != ["plan"] else []))
        assert shown.exit_code == 2, command
        assert "locked" in shown.stderr, command
        assert shown.stdout == "", "what can't be read isn't shown as empty"
    other.execute("ROLLBACK")
    assert check().exit_code == 0


@pytest.mark.slow
def test_a_progress_file_of_a_newer_release(attempt: Path, workspace: Workspace, check: Run) -> None:
    check()
    with sqlite3.connect(workspace.progress_path) as newer:
        newer.execute("PRAGMA user_version = 99")
    newer.close()
    done = check()
    assert done.exit_code == 0
    assert "newer release" in done.stderr


@pytest.mark.slow
def test_a_full_disk(attempt: Path, workspace: Workspace, root: Path) -> None:
    """A file-size limit is a disk that fills up while the check is recorded."""
    environment = {**os.environ, "KATA_WORKSPACE": str(workspace.root)}
    command = f"ulimit -f 8; exec {sys.executable} -m kata check add_two --katas-from '{root}'"
    attempt.write_text(RIGHT + "#" * 200_000)
    done = subprocess.run(["sh", "-c", command], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "passed: add_two" in done.stdout
    assert "Nothing was recorded" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("closed", "sentence"), [("attempts", "can't be written: Permission denied"), (".kata", "Nothing was recorded")]
)
def test_a_read_only_folder(open_folder: Path, closed: str, sentence: str) -> None:
    made, _ = init_workspace(open_folder)
    made.attempts_dir.chmod(0o777)
    (open_folder / closed).chmod(0o555)
    script = (
        "import os, sys, platformdirs, kata.cli, kata.cli.commands.next, kata.learner.session, kata.cli.screen\n"
        "os.getuid() or os.setuid(65534)\n"  # for root nothing is read-only
        "sys.argv = ['kata', 'start', 'causal_mask']\n"
        "kata.cli.main()\n"
    )
    environment = {**os.environ, "KATA_WORKSPACE": str(open_folder)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, cwd="/", capture_output=True, text=True)
    assert done.returncode == (2 if closed == "attempts" else 0), done.stderr
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_an_attempt_that_is_a_folder(attempt: Path, check: Run, kata: Run, root: Path) -> None:
    attempt.unlink()
    attempt.mkdir()
    done = check()
    assert done.exit_code == 3
    assert "is a folder" in done.stderr
    assert kata("start", "add_two", "--katas-from", root).exit_code == 2
    assert kata("reset", "add_two", "--katas-from", root).exit_code == 0
    assert attempt.is_file()


def test_an_attempt_that_is_a_symbolic_link(attempt: Path, check: Run, tmp_path: Path) -> None:
    attempt.unlink()
    (tmp_path / "secret.txt").write_text("s3cret")
    attempt.symlink_to(tmp_path / "secret.txt")
    done = check()
    assert done.exit_code == 3
    assert "symbolic link" in done.stderr
    assert "s3cret" not in done.output


def test_an_attempt_that_is_not_utf8(attempt: Path, check: Run) -> None:
    attempt.write_bytes(b"# caf\xe9\n")
    done = check()
    assert done.exit_code == 3
    assert "not UTF-8: line 1" in done.stderr
    assert attempt.read_bytes() == b"# caf\xe9\n"


def test_an_attempt_that_is_missing(attempt: Path, check: Run) -> None:
    attempt.unlink()
    done = check()
    assert done.exit_code == 3
    assert "kata start add_two" in done.stderr


def test_an_attempt_with_windows_line_ends_and_a_byte_order_mark(attempt: Path, check: Run) -> None:
    attempt.write_bytes(b"\xef\xbb\xbf" + RIGHT.replace("\n", "\r\n").encode())
    assert check().exit_code == 0


def test_a_kata_file_with_a_wrong_key(kata: Run, root: Path, make_kata: MakeKata) -> None:
    make_kata("add_two", level="extreme")
    done = kata("list", "--katas-from", root)
    assert done.exit_code == 3
    assert "add_two.toml: the key `level`" in done.stderr.replace("\n", "")


def test_two_katas_of_one_name(kata: Run, root: Path, make_kata: MakeKata) -> None:
    make_kata("causal_mask")
    done = kata("list", "--katas-from", root)
    assert done.exit_code == 3
    assert "Two katas are called `causal_mask`" in done.stderr


def test_a_cycle_in_after(kata: Run, root: Path, make_kata: MakeKata) -> None:
    make_kata("one", after=["two"])
    make_kata("two", after=["one"])
    done = kata("next", "--katas-from", root)
    assert done.exit_code != 0
    assert "cycle" in kata("list", "--katas-from", root).stderr


def test_a_catalog_that_is_none(kata: Run, workspace: Workspace, tmp_path: Path) -> None:
    assert kata("list", "--katas-from", tmp_path / "nowhere").exit_code == 2
    workspace.settings_path.write_text('katas_from = ["nowhere"]')
    done = kata("list")
    assert done.exit_code == 3
    assert "nowhere" in done.stderr


@pytest.mark.parametrize("arguments", [["chekc"], ["check", "--sed", "1"], ["check", "--seed", "-1"], ["init"]])
def test_wrong_usage(kata: Run, arguments: list[str]) -> None:
    assert kata(*arguments).exit_code == 2
