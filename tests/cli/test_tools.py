"""Edit, try, repro, the list's filters, formulas, completion, --plain and the welcome."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from kata.cli.editor import editor_command
from kata.cli.mathematics import formula
from kata.errors import KataError
from kata.formula import is_formula
from kata.stub import first_unfinished
from kata.workspace import Workspace
from tests.support.cli import MakeKata, Run
from tests.support.clock import record
from tests.support.terminal import Terminal

TWO = '''"""Two."""


def one():
    """The first."""
    return 1


class Box:
    def open(self):
        """Opens it."""
        raise NotImplementedError("later")


def two():
    raise NotImplementedError
'''


# --- edit


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An editor called vim that writes its arguments into a file, which is returned."""
    told = tmp_path / "arguments"
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "vim"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{told}"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("EDITOR", "vim")
    monkeypatch.delenv("VISUAL", raising=False)
    return told


def test_the_first_unfinished_body_is_found() -> None:
    assert first_unfinished(TWO) == 12
    assert first_unfinished(TWO.replace('raise NotImplementedError("later")', "pass")) == 16
    assert first_unfinished("def done():\n    return 1\n") is None
    assert first_unfinished("def broken(:\n") is None


def test_edit_opens_at_the_first_unfinished_body(kata: Run, workspace: Workspace, editor: Path) -> None:
    done = kata("edit", "causal_mask")
    assert done.exit_code == 0, done.output
    path = workspace.attempts_dir / "attention" / "causal_mask.py"
    line, file = editor.read_text().splitlines()
    assert path.read_text().splitlines()[int(line.removeprefix("+")) - 1].strip() == "raise NotImplementedError"
    assert file == str(path)


@pytest.mark.parametrize("command", [["next", "--edit"], ["start", "softmax", "--edit"], ["next", "--editor", "vim"]])
def test_a_kata_is_begun_and_opened_at_once(kata: Run, workspace: Workspace, editor: Path, command: list[str]) -> None:
    assert kata(*command).exit_code == 0
    assert Path(editor.read_text().splitlines()[-1]).is_file()


def test_which_editor_it_is(tmp_path: Path) -> None:
    assert editor_command("nano -w", {"VISUAL": "vim"}) == ["nano", "-w"]
    assert editor_command(None, {"VISUAL": "vim", "EDITOR": "nano"}) == ["vim"]
    assert editor_command(None, {"VISUAL": " ", "EDITOR": "nano"}) == ["nano"]
    code = tmp_path / "code"
    code.write_text("")
    code.chmod(0o755)
    assert editor_command(None, {"TERM_PROGRAM": "vscode", "PATH": str(tmp_path)}) == ["code"]
    with pytest.raises(KataError, match="No editor is set"):
        editor_command(None, {"PATH": str(tmp_path)})
    for name in ("vi", "nano"):
        (tmp_path / name).write_text("")
        (tmp_path / name).chmod(0o755)
        assert editor_command(None, {"PATH": str(tmp_path)}) == [name], "what there is, the simplest first"
    with pytest.raises(KataError, match="a quote isn't closed"):
        editor_command('vim "', {})


def test_an_editor_that_is_missing_or_fails_is_a_sentence(kata: Run, workspace: Workspace) -> None:
    absent = kata("edit", "softmax", "--editor", "no-such-editor")
    assert absent.exit_code == 2
    assert "can't be found" in absent.output
    assert "ended with status 1" in kata("edit", "softmax", "--editor", "false").output


# --- try


@pytest.mark.slow
def test_try_shows_what_a_call_gives(kata: Run, workspace: Workspace, root: Path, make_kata: MakeKata) -> None:
    make_kata("add_two")
    kata("start", "add_two", "--katas-from", root)
    attempt = workspace.attempts_dir / "sums" / "add_two.py"
    attempt.write_text("def add_two(a, b):\n    print('adding')\n    return a + b\n")

    def tried(call: str) -> tuple[int, str]:
        done = kata("try", "add_two", call, "--katas-from", root)
        return done.exit_code, done.output

    assert kata("try", "add_two(2, 3)", "--katas-from", root).output.splitlines()[-1] == "5", "the current kata"
    assert kata("try", "softmax", "--katas-from", root).exit_code == 2, "a kata without a call"
    assert kata("try", "add_two", "add_two(1,", "2)", "--katas-from", root).exit_code == 2
    status, output = tried("x = 2\nadd_two(x, 3)")
    assert (status, output.splitlines()[-1]) == (0, "5")
    assert "adding" in output
    status, output = tried("add_two(2, 'a')")
    assert status == 1
    assert "TypeError" in output
    assert "line 3, in add_two" in output
    assert tried("open('/etc/shadow').read()")[0] == 1
    assert "not valid Python" in tried("add_two(")[1]
    assert tried("add_two(")[0] == 2
    assert json.loads(kata("list", "--json", "--track", "sums", "--katas-from", root).output)[0]["checks"] == 0


# --- repro


def run_script(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(path)], capture_output=True, text=True)


@pytest.mark.slow
def test_repro_writes_the_failing_call(kata: Run, workspace: Workspace, root: Path, make_kata: MakeKata) -> None:
    make_kata("add_two")
    kata("start", "add_two", "--katas-from", root)
    attempt = workspace.attempts_dir / "sums" / "add_two.py"
    attempt.write_text("def add_two(a, b):\n    return a * b\n")

    done = kata("repro", "add_two", "--katas-from", root)
    assert done.exit_code == 0, done.output
    script = workspace.root / "repro" / "add_two_test_sum.py"
    assert "python repro/add_two_test_sum.py" in done.output
    wrong = int(run_script(script).stdout)
    a, b = (int(part) for part in script.read_text().split("add_two(")[1].split(")")[0].split(","))
    assert wrong == a * b
    attempt.write_text("def add_two(a, b):\n    return a + b\n")
    assert int(run_script(script).stdout) == a + b, "it runs the file as it is now"

    attempt.write_text("def add_two(a, b):\n    return a * b\n")
    zero = kata("repro", "add_two", "zero", "--katas-from", root)
    assert "add_two(5, 0)" in (workspace.root / "repro" / "add_two_test_zero.py").read_text(), zero.output
    script.write_text("mine")
    assert "is kept" in kata("repro", "add_two", "--katas-from", root).output
    assert kata("repro", "test_zero", "--katas-from", root).exit_code == 0, "a test of the kata that one works on"
    assert any(kept.read_text() == "mine" for kept in workspace.kept_dir.iterdir())
    unknown = kata("repro", "add_two", "magic", "--katas-from", root)
    assert unknown.exit_code == 2
    assert "test_sum, test_zero" in unknown.output
    attempt.write_text("def add_two(a, b):\n    return a + b\n")
    assert "there is no failing call" in kata("repro", "add_two", "--katas-from", root).output


# --- list


def test_the_list_is_filtered(kata: Run, workspace: Workspace, root: Path, make_kata: MakeKata) -> None:
    make_kata("add_two")
    make_kata("add_three", level="hard", minutes=40, title="Three at once", tags=["Ternary", "addition"])
    record(workspace, "add_two")

    def names(*options: str) -> list[str]:
        done = kata("list", "--json", "--track", "sums", "--katas-from", root, *options)
        return [entry["name"] for entry in json.loads(done.output)]

    assert names("--status", "passed") == ["add_two"]
    assert names("--status", "new") == ["add_three"]
    assert names("--status", "due") == []
    assert names("--text", "three ONCE") == ["add_three"]
    assert names("--text", "add-two") == ["add_two", "add_three"], "the nearest first"
    assert names("--text", "ternary") == ["add_three"]
    assert sorted(names("--text", "addition")) == ["add_three", "add_two"]
    assert names("--level", "hard") == ["add_three"]
    shown = kata("list", "--track", "sums", "--katas-from", root).output
    assert "in 8 days" in shown, "when the review comes"
    assert names("--tag", "ternary") == ["add_three"]
    assert names("--minutes", "10") == ["add_two"]
    assert names("--minutes", "40") == ["add_two", "add_three"]
    assert names("--uses", "torch") == []
    assert "No kata is like that." in kata("list", "--text", "zqzqzq").output
    unknown = kata("list", "--tag", "ternery", "--katas-from", root)
    assert unknown.exit_code == 2
    assert "Did you mean ternary" in unknown.stderr


def test_the_list_says_what_a_typing_error_was_taken_for(kata: Run, workspace: Workspace) -> None:
    output = " ".join(kata("list", "--text", "atention").output.split())
    assert "`atention` stands nowhere; taken for `attention`." in output
    assert "linear_attention" in output


@pytest.mark.parametrize("command", ["start", "show"])
def test_a_word_that_is_no_name_finds_katas_that_are_about_it(kata: Run, workspace: Workspace, command: str) -> None:
    done = kata(command, "transformer")
    assert done.exit_code == 2
    assert "There is no kata `transformer`. These are about it:" in done.stderr
    assert "kata list --text transformer" in done.stderr
    assert "Did you mean softmax" in kata(command, "sofmax").stderr


@pytest.mark.parametrize("name", ["nosuch", "nosuch_kata", "no", "the"])
def test_for_a_name_like_no_other_nothing_is_offered(kata: Run, workspace: Workspace, name: str) -> None:
    assert kata("check", name).stderr == f"There is no kata `{name}`. `kata list` shows them all.\n"


def test_a_long_list_goes_through_the_pager_and_a_short_one_does_not(workspace: Workspace) -> None:
    pager = {"PAGER": f"{sys.executable} -c \"import sys; print('paged', len(sys.stdin.readlines()))\""}
    with Terminal("list", cwd=workspace.root, environment=pager) as terminal:
        assert terminal.end() == 0
        assert "paged" in terminal.output
    with Terminal("list", "--text", "vaswani", cwd=workspace.root, environment=pager) as terminal:
        assert terminal.end() == 0
        assert "paged" not in terminal.output
        assert "sinusoidal_positions" in terminal.output


def test_sources_are_links_on_a_terminal_and_text_elsewhere(kata: Run, workspace: Workspace) -> None:
    address = "https://arxiv.org/abs/1706.03762"
    with Terminal("show", "causal_mask", cwd=workspace.root) as terminal:
        assert terminal.end() == 0
        assert re.search(rf"\x1b\]8;[^;]*;{address}\x1b\\", terminal.output)
    output = kata("show", "causal_mask").output
    assert f"<{address}>" in output
    assert "\x1b" not in output


# --- formulas


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("J_ij = dy_i/dx_j = y_i (delta_ij - y_j)", "Jᵢⱼ = dyᵢ/dxⱼ = yᵢ (δᵢⱼ - yⱼ)"),
        ("(dL/dx)_j = sum_i J_ij (dL/dy)_i", "(dL/dx)ⱼ = Σᵢ Jᵢⱼ (dL/dy)ᵢ"),
        ("q k^T / sqrt(D / H)", "q kᵀ / √(D / H)"),
        ("y_{i-1} <- x^2 * gamma", "yᵢ₋₁ ← x² · γ"),  # noqa: RUF001
        ("n_free + log_softmax(x)", "n_free + log_softmax(x)"),
        ("a_i    (T,)", "aᵢ     (T,)"),
    ],
)
def test_a_formula_gets_its_signs(written: str, shown: str) -> None:
    assert formula(written) == shown


def test_code_is_no_formula() -> None:
    assert not is_formula(">>> x_i * 2")
    assert not is_formula("for i in x:\n    y = x_i * 2")


def test_formulas_stay_ascii_in_a_pipe(kata: Run, workspace: Workspace) -> None:
    assert "(dL/dx)_j = sum_i J_ij (dL/dy)_i" in kata("show", "softmax_backward").output


# --- plain, completion, welcome


@pytest.mark.parametrize(
    "command", [["--plain", "list"], ["list", "--plain"], ["stats", "--plain"], ["show", "softmax"]]
)
def test_plain_has_no_colour_and_no_symbols(workspace: Workspace, command: list[str]) -> None:
    record(workspace, "softmax")
    environment = {} if "--plain" in command else {"NO_COLOR": "1"}
    with Terminal(*command, cwd=workspace.root, environment=environment) as terminal:
        assert terminal.end() == 0
        output = terminal.output
    assert "\x1b" not in output
    assert output.isascii()


@pytest.mark.slow
def test_a_terminal_of_80_columns_is_never_overrun(workspace: Workspace) -> None:
    record(workspace, "softmax")
    for command in (["list"], ["stats"], ["show", "causal_mask"]):
        with Terminal(*command, cwd=workspace.root) as terminal:
            terminal.end()
            assert max(map(len, terminal.shown.split("\n"))) <= 80, command


@pytest.mark.parametrize("command", [["list"], ["stats"], ["next"], ["review"], ["path"]])
def test_twenty_columns_are_enough(
    workspace: Workspace, kata: Run, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    record(workspace, "softmax")
    kata("next")
    wide = kata(*command).output
    monkeypatch.setenv("COLUMNS", "20")
    narrow = kata(*command).output
    # Code is never wrapped: what installs a package that some katas need, where it is absent.
    assert max(len(line) for line in narrow.splitlines() if " pip install " not in line) <= 20
    if command != ["stats"]:  # whose map of days shows as many weeks as there is room for
        assert "".join(narrow.split()) == "".join(wide.split())


COMPLETE = """
eval "$({kata} completion bash)"
COMP_WORDS=({words}) COMP_CWORD={last}
_kata_completion kata
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["kata", "wat"], ["watch"]),
        (["kata", "check", "softmax_b"], ["softmax_backward"]),
        (["kata", "start", "causal-"], ["causal-mask"]),
        (["kata", "list", "--track", "atten"], ["attention"]),
        (["kata", "list", "--status", "giv"], ["given-up"]),
    ],
)
def test_bash_completes(workspace: Workspace, words: list[str], expected: list[str]) -> None:
    script = COMPLETE.format(kata="kata", words=" ".join(words), last=len(words) - 1)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, env={**os.environ, "PATH": path})
    assert done.stderr == ""
    assert done.stdout.split() == expected


@pytest.mark.parametrize(("shell", "part"), [("bash", "COMPREPLY"), ("zsh", "compdef"), ("fish", "complete")])
def test_completion_for_each_shell(kata: Run, shell: str, part: str) -> None:
    done = kata("completion", shell)
    assert done.exit_code == 0
    assert part in done.output


def test_the_welcome_is_shown_once(kata: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert "Welcome." in kata("init", tmp_path / "first").output
    assert "Welcome." not in kata("init", tmp_path / "second").output


def test_a_welcome_that_cannot_be_remembered_hinders_nothing(
    kata: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert kata("init", tmp_path / "first").exit_code == 0
