"""`kata audit`, `kata doctor`, `kata check --confinement`, and hostile text on its way to the screen."""

import json
import re
import shutil
import sqlite3
import sys
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kata.audit import load_submissions
from kata.cli import trusting
from kata.cli.app import cli
from kata.sandbox import confinement, levels
from kata.sandbox.levels import available_levels
from kata.workspace import Workspace, init_workspace
from tests.support.cli import MakeKata, Run

HONEST = (
    "def causal_mask(n_queries, n_keys=None): return None\n\ndef padded_causal_mask(n_queries, key_is_real): return 1\n"
)
HONEST += "\ndef additive_mask(mask, dtype=None): return 2\n"


@pytest.fixture
def attempt(kata: Run, workspace: Workspace) -> Path:
    assert kata("start", "causal_mask").exit_code == 0
    path = workspace.attempts_dir / "attention" / "causal_mask.py"
    path.write_text(HONEST)
    return path


@pytest.mark.slow
def test_doctor_says_what_there_is(kata: Run, workspace: Workspace) -> None:
    shown = kata("doctor")
    assert shown.exit_code == 0, shown.output
    for word in ("Python", "torch", "editor", "terminal", "bubblewrap", "workspace", "record", "disk", "self-test"):
        assert word in shown.output
    found = json.loads(kata("doctor", "--json").output)
    assert found["levels"] == available_levels()
    assert set(found["selftest"].values()) == {""}
    assert {finding["state"] for finding in found["findings"]} <= {"OK", "WARN"}


@pytest.mark.slow
def test_doctor_says_how_to_get_more(kata: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    offered = {"limits": "", "landlock": "It takes Linux 5.13.", "bubblewrap": "Install the package `bubblewrap`."}
    monkeypatch.setattr(levels, "available_levels", lambda: offered)
    monkeypatch.setenv("VISUAL", "no-such-editor")
    monkeypatch.setenv("KATA_FORK", "0")
    shown = kata("doctor")
    assert re.search(r"WARN +confinement: bubblewrap +no: Install the package `bubblewrap`\.", shown.output)
    assert re.search(r"WARN +confinement: limits +used", shown.output)
    assert re.search(r"WARN +editor +`no-such-editor` can't be found", shown.output)
    assert re.search(r"WARN +answers +Each runs in an interpreter", shown.output)


@pytest.mark.slow
def test_doctor_fails_where_nothing_can_be_kept(kata: Run, workspace: Workspace) -> None:
    with closing(sqlite3.connect(workspace.progress_path)) as database:
        database.execute("PRAGMA user_version = 99")  # of a newer release
    shown = kata("doctor")
    assert shown.exit_code == 1
    assert re.search(r"FAIL +record +", shown.output)
    assert "must be put right" in shown.output


@pytest.mark.slow
def test_check_takes_the_level_that_is_demanded_or_refuses(
    kata: Run, attempt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for level, why_not in available_levels().items():
        done = kata("check", "causal_mask", "--confinement", level, "--json")
        if why_not:
            assert done.exit_code == 3
        else:
            assert json.loads(done.output)["confinement"]["level"] == level
    assert kata("check", "causal_mask", "--confinement", "tight").exit_code == 3
    offered = dict.fromkeys(confinement.LEVELS, "Not on this machine.") | {"limits": ""}
    monkeypatch.setattr(levels, "available_levels", lambda: offered)
    refused = kata("check", "causal_mask", "--confinement", "landlock")
    assert refused.exit_code == 3
    assert "Not on this machine." in refused.output


@pytest.mark.slow
def test_audit_shows_a_table_and_says_what_each_tries(kata: Run) -> None:
    listed = kata("audit", "--list")
    assert all(submission.name in listed.output for submission in load_submissions())
    done = kata("audit", "--level", "limits", "exit_in_a_call", "honest_and_noisy")
    assert done.exit_code == 0, done.output
    assert re.search(r"limits +2 +0 +0 +0 +0", done.output)
    assert kata("audit", "--level", "tight").exit_code == 2
    assert kata("audit", "nothing_like_it").exit_code == 2


@pytest.mark.slow
@pytest.mark.parametrize("options", [[], ["--all"], ["--json"]])
def test_hostile_text_is_harmless_on_the_screen(kata: Run, attempt: Path, options: list[str]) -> None:
    hostile = "\\x1b[2J\\x1b]0;passed\\x07\\u202e\\u2066\\u200b\\x9b31m\\r[bold red]x[/bold red]\\x00"
    attempt.write_text(
        f"print('{hostile}')\n"
        + HONEST.replace("return None", f"raise type('E{hostile}', (ValueError,), {{}})('{hostile}')")
    )
    output = kata("check", "causal_mask", *options).output
    assert "passed\\x07" in output or "\\u001b" in output
    bad = {c for c in output if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert not bad


def test_windows_is_told_where_it_works(kata: Run, attempt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    done = kata("check", "causal_mask")
    assert done.exit_code == 3
    assert "inside WSL" in done.output


# -- a workspace that somebody else made --


@pytest.fixture
def clone(root: Path, make_kata: MakeKata, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with graders of its own, which run something. It lies where nothing was said to be trusted."""
    make_kata("add_two")
    there = tmp_path / "clone"
    shutil.copytree(root, there)
    grader = there / "graders" / "sums" / "test_add_two.py"
    grader.write_text(grader.read_text() + f"\nopen({str(tmp_path / 'ran')!r}, 'w').close()\n")
    made, _ = init_workspace(there)
    made.settings_path.write_text('katas_from = ["."]\n')
    (there / "attempts" / "sums").mkdir()
    (there / "attempts" / "sums" / "add_two.py").write_text("def add_two(a, b):\n    return a + b\n")
    monkeypatch.delenv("KATA_WORKSPACE", raising=False)
    monkeypatch.chdir(there)
    return there


@pytest.mark.parametrize("command", ["check add_two", "check add_two --json", "repro add_two"])
def test_graders_of_a_clone_do_not_run_unasked(kata: Run, clone: Path, tmp_path: Path, command: str) -> None:
    done = kata(*command.split())
    assert done.exit_code == 3, done.output
    assert "Nobody has said that they are trusted" in " ".join(done.output.split())
    assert not (tmp_path / "ran").exists()


def test_reading_what_a_clone_holds_runs_nothing(kata: Run, clone: Path, tmp_path: Path) -> None:
    for command in ("list", "show add_two", "hint add_two", "next", "stats"):
        assert kata(*command.split()).exit_code == 0
    assert not (tmp_path / "ran").exists()


@pytest.mark.slow
def test_trust_is_asked_for_once_and_never_on_a_build_server(
    clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kata.cli.trusting._can_ask", lambda: True)

    def check(typed: str) -> Result:
        return CliRunner().invoke(cli, ["check", "add_two"], input=typed, prog_name="kata")

    assert check("n\n").exit_code == 3
    assert not (tmp_path / "ran").exists()
    done = check("y\n")
    assert done.exit_code == 0, done.output
    assert "Do you trust" in done.output
    assert (tmp_path / "ran").exists()
    assert "Do you trust" not in check("").output


def test_nobody_is_asked_on_a_build_server(monkeypatch: pytest.MonkeyPatch) -> None:
    for stream in (sys.stdin, sys.stderr):
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    for name in ("CI", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    assert trusting._can_ask()
    for name in ("CI", "GITHUB_ACTIONS"):
        with monkeypatch.context() as there:
            there.setenv(name, "true")
            assert not trusting._can_ask()


def test_a_catalog_that_the_user_names_is_trusted_for_that_command(kata: Run, clone: Path, tmp_path: Path) -> None:
    done = kata("check", "add_two", "--katas-from", clone)
    assert done.exit_code == 0, done.output
    assert (tmp_path / "ran").exists()


@pytest.mark.parametrize("command", ["check causal_mask", "try causal_mask causal_mask(3)"])
def test_no_line_of_an_answer_is_a_command_of_a_workflow(
    kata: Run, attempt: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    says = '"\\n::error::a\\n   ::add-mask::b\\n##[error]c"'
    attempt.write_text(f"print({says})\ndef causal_mask(n, k=None):\n    print({says})\n    raise ValueError({says})\n")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    done = kata(*command.split())
    lines = (done.stdout + done.stderr).splitlines()
    assert "error::a" in done.output
    assert not [line for line in lines if line.lstrip().startswith("::") or "##[" in line]
