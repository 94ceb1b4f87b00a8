"""The commands around a check: init, next, start, list, show, hint, solution, reset, stats."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kata.catalog import load_catalog
from kata.learner import packages
from kata.learner.candidates import Scope
from kata.learner.choice import choose
from kata.progress import Progress, State, clock
from kata.progress.figures import streak
from kata.workspace import Workspace
from tests.support.cli import MakeKata, Run


def record(workspace: Workspace, kata: str, status: str = "passed", points: int = 100) -> None:
    with Progress(workspace.progress_path) as progress:
        progress.record(kata, "spec", "source", {"status": status, "points": points, "seed": 1, "duration": 0.1})


@pytest.fixture
def without_torch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "installed", lambda package: package != "torch")


def test_init_makes_a_workspace_once(kata: Run, tmp_path: Path, root: Path) -> None:
    done = kata("init", tmp_path / "my work", "--katas-from", root)
    assert done.exit_code == 0
    assert "kata next" in done.output
    assert Workspace(tmp_path / "my work").katas_from() == [root]
    assert "already" in kata("init", tmp_path / "my work").output


def test_next_begins_a_kata_and_goes_on_with_it(kata: Run, workspace: Workspace) -> None:
    done = kata("next")
    assert done.exit_code == 0
    begun = list(workspace.attempts_dir.glob("*/*.py"))
    assert len(begun) == 1
    assert str(begun[0].relative_to(workspace.root)) in done.output
    begun[0].write_text("work")
    assert "still there" in kata("next").output
    assert begun[0].read_text() == "work"


def test_next_is_the_first_whose_prerequisites_are_passed(root: Path, make_kata: MakeKata) -> None:
    make_kata("base")
    make_kata("middle", after=["base", "not_there_yet"])
    make_kata("top", after=["middle"])
    catalog = load_catalog([root])
    ours = [catalog.get(name) for name in ("top", "middle", "base")]

    def chosen(current: str | None = None, **states: dict[str, Any]) -> str | None:
        known = {one.name: State(one.name) for one in catalog}
        known |= {name: State(name, **values) for name, values in states.items()}
        choice = choose(catalog, known, current, Scope(ours, ours), clock.now())
        return choice.kata.name if choice.kata else None

    passed, given_up = {"passed": True}, {"given_up": True}
    assert chosen() == "base"
    assert chosen(base=passed) == "middle"
    assert chosen(current="top") == "top", "what one works on comes first, locked or not"
    assert chosen(current="base", base=passed) == "middle"
    assert chosen(base=given_up) == "middle", "giving up holds nothing else up"
    assert chosen(current="base", base=given_up) == "middle"
    assert chosen(base=given_up, middle=passed, top=passed) == "base", "what was given up comes last"
    assert chosen(base=passed, middle=passed, top=passed) is None


def test_next_passes_over_what_needs_an_absent_package(
    kata: Run, workspace: Workspace, root: Path, make_kata: MakeKata, without_torch: None
) -> None:
    make_kata("with_torch", track="aaa", order=1, uses="torch")
    make_kata("after_torch", track="aaa", order=1, after=["with_torch"])
    done = kata("next", "--track", "aaa", "--katas-from", root)
    assert "attempts/aaa/after_torch.py" in done.output, "an absent package locks nothing"
    assert "Passed over without torch: with_torch" in done.output
    assert "python -m pip install torch" in done.output
    record(workspace, "after_torch")
    done = kata("next", "--track", "aaa", "--katas-from", root)
    assert done.exit_code == 0
    assert "all are passed that can be run here" in done.output


def test_next_says_when_all_is_done(kata: Run, workspace: Workspace, root: Path, make_kata: MakeKata) -> None:
    make_kata("only", track="aaa")
    record(workspace, "only")
    assert "All of these katas are passed." in kata("next", "--track", "aaa", "--katas-from", root).output


def test_start_begins_any_kata(kata: Run, workspace: Workspace) -> None:
    assert kata("start", "causal-mask").exit_code == 0
    assert (workspace.attempts_dir / "attention" / "causal_mask.py").is_file()
    with Progress(workspace.progress_path) as progress:
        assert progress.current == "causal_mask"


def test_list_tells_how_far_one_is(kata: Run, workspace: Workspace, without_torch: None) -> None:
    record(workspace, "softmax")
    kata("start", "causal_mask")
    rows = [line.split() for line in kata("list").output.splitlines() if line.startswith("  ")]
    lines = {row[1]: row[0] for row in rows if len(row) > 3}
    assert lines["softmax"] == "passed"
    assert lines["causal_mask"] == "begun"
    assert lines["bpe_merge"] == "new"
    output = " ".join(kata("list").output.split())
    assert "Multi-head attention (needs torch)" in output
    assert "python -m pip install torch" in output


def test_list_in_json_and_filtered(kata: Run, workspace: Workspace) -> None:
    record(workspace, "softmax", "failed", 40)
    found = {entry["name"]: entry for entry in json.loads(kata("list", "--json").output)}
    assert found["softmax"]["status"] == "begun"
    assert (found["softmax"]["points"], found["softmax"]["checks"]) == (40, 1)
    easy = json.loads(kata("list", "--json", "--track", "neural", "--level", "easy").output)
    assert {(entry["track"], entry["level"]) for entry in easy} == {("neural", "easy")}


def test_list_and_show_need_no_workspace(kata: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KATA_WORKSPACE", raising=False)
    monkeypatch.chdir(tmp_path)
    assert kata("list").exit_code == 0
    assert kata("show", "causal_mask").exit_code == 0
    assert list(tmp_path.iterdir()) == []


def test_the_theory_is_a_page_of_its_own(kata: Run, root: Path, make_kata: MakeKata) -> None:
    manifest = make_kata("add_two")
    assert "no theory page yet" in kata("show", "add_two", "--theory", "--katas-from", root).output
    assert "--theory" not in kata("show", "add_two", "--katas-from", root).output
    manifest.with_suffix(".md").write_text("## Why it works\n\nSums are `a + b`, said Peano.\n")
    shown = kata("show", "add_two", "--theory", "--katas-from", root).output
    assert "Why it works\nSums are `a + b`, said Peano." in shown
    assert "Source: Euclid" in shown
    assert "The sum of a and b." not in shown
    assert "kata show add_two --theory" in kata("show", "add_two", "--katas-from", root).output


def test_show_says_what_is_asked(kata: Run, workspace: Workspace, root: Path, make_kata: MakeKata) -> None:
    make_kata("add_two", after=["causal_mask", "not_there_yet"], forbid=["softmax"])
    output = kata("show", "add_two", "--katas-from", root).output
    assert "def add_two(a: int, b: int) -> int:" in output
    assert ">>> add_two(2, 3)" in output
    assert "Builds on causal_mask" in output
    assert "not_there_yet, which isn't in this catalog yet" in output
    assert "NotImplementedError" not in output
    assert "Source: Euclid" in output


def test_hints_come_one_at_a_time_and_are_recorded(
    kata: Run, workspace: Workspace, root: Path, make_kata: MakeKata
) -> None:
    make_kata("add_two")

    def hint(*options: str) -> str:
        return kata("hint", "add_two", "--katas-from", root, *options).output

    assert "seen no hint" in hint("--again")
    assert "Hint 1 of 3: Count on your fingers." in hint()
    second = hint()
    assert "Hint 2 of 3" in second
    assert "Hint 1" not in second
    assert "a + b" not in hint("--again")
    assert "a + b" in hint()
    last = hint()
    assert all(f"Hint {tier} of 3" in last for tier in (1, 2, 3))
    with Progress(workspace.progress_path) as progress:
        assert progress.state("add_two").hints == 3


def test_the_solution_stays_out_of_sight_until_a_pass(
    kata: Run, workspace: Workspace, root: Path, make_kata: MakeKata
) -> None:
    make_kata("add_two")
    refused = kata("solution", "add_two", "--katas-from", root)
    assert refused.exit_code == 2
    assert "return a + b" not in refused.output
    record(workspace, "add_two", "failed", 60)
    assert kata("solution", "add_two", "--katas-from", root).exit_code == 2
    record(workspace, "add_two")
    shown = kata("solution", "add_two", "--katas-from", root).output
    assert "return a + b" in shown
    assert "steps" in shown
    assert "Step by step." in shown
    assert "sum([a, b])" in kata("solution", "add_two", "--answer", "steps", "--katas-from", root).output
    wrong = kata("solution", "add_two", "--answer", "magic", "--katas-from", root)
    assert wrong.exit_code == 2
    assert "reference, steps" in wrong.output


def test_giving_up_is_recorded(kata: Run, workspace: Workspace, root: Path, make_kata: MakeKata) -> None:
    make_kata("add_two")
    assert "return a + b" in kata("solution", "add_two", "--give-up", "--katas-from", root).output
    assert "return a + b" in kata("solution", "add_two", "--katas-from", root).output
    with Progress(workspace.progress_path) as progress:
        assert progress.state("add_two").given_up


def test_reset_says_where_the_work_is_kept(kata: Run, workspace: Workspace) -> None:
    kata("start", "causal_mask")
    path = workspace.attempts_dir / "attention" / "causal_mask.py"
    stub = path.read_text()
    assert "untouched stub" in kata("reset").output
    path.write_text("my work")
    output = kata("reset").output
    kept = next(workspace.kept_dir.iterdir())
    assert kept.read_text() == "my work"
    assert kept.name in output.replace("\n", "")
    assert path.read_text() == stub


def test_an_attempt_follows_its_kata_to_a_new_name(
    kata: Run, workspace: Workspace, root: Path, make_kata: MakeKata
) -> None:
    make_kata("plus")
    kata("start", "plus", "--katas-from", root)
    record(workspace, "plus")
    for old in root.rglob("*plus*"):
        old.unlink() if old.is_file() else None
    make_kata("add_two", formerly=["plus"])
    done = kata("start", "plus", "--katas-from", root)
    assert "plus is called add_two now" in done.output
    assert (workspace.attempts_dir / "sums" / "add_two.py").is_file()
    listed = json.loads(kata("list", "--json", "--katas-from", root).stdout)
    assert next(entry["status"] for entry in listed if entry["name"] == "add_two") == "passed"


def test_stats_count_what_was_done(kata: Run, workspace: Workspace, root: Path, make_kata: MakeKata) -> None:
    make_kata("one")
    make_kata("two", level="hard")
    record(workspace, "one", "failed", 10)
    record(workspace, "one")
    record(workspace, "two")
    lines = [" ".join(line.split()) for line in kata("stats", "--katas-from", root).output.splitlines()]
    assert "Sums 1/1 - 1/1 2/2" in lines
    assert "begun 2 katas, 2 passes" in lines
    assert "on the first check 1 of 2 passes" in lines
    assert "checks 3 checks on 1 day" in lines
    assert "streak 1 day in a row" in lines


def test_a_streak_forgives_a_day_and_no_two_in_a_row() -> None:
    today = date(2026, 3, 1)
    assert streak([], today) == 0
    assert streak([today], today) == 1
    assert streak([date(2026, 2, 27), date(2026, 2, 28)], today) == 2
    assert streak([date(2026, 2, 26), date(2026, 2, 27)], today) == 2, "yesterday is forgiven, today isn't over"
    assert streak([date(2026, 2, 25), date(2026, 2, 26)], today) == 0
    assert streak([date(2026, 2, 25), date(2026, 2, 27), today], today) == 3
    assert streak([date(2026, 2, 26), today], today) == 1


@pytest.mark.parametrize(
    "command",
    [
        "init",
        "next",
        "start",
        "show",
        "check",
        "hint",
        "solution",
        "reset",
        "list",
        "stats",
        "author new",
        "author verify",
    ],
)
def test_every_command_has_help_with_examples(kata: Run, command: str) -> None:
    done = kata(*command.split(), "--help")
    assert done.exit_code == 0
    assert f"kata {command}" in done.output.split("Examples:")[1]


def test_the_exit_statuses_are_in_the_help(kata: Run) -> None:
    output = kata("--help").output
    for line in ("0  done", "1  not passed", "2  wrong usage", "3  could not grade"):
        assert line in output


def test_reset_all_keeps_everything_and_asks_first(kata: Run, workspace: Workspace) -> None:
    for name in ("softmax", "causal_mask", "bpe_train"):
        kata("start", name)
    changed = [path for path in workspace.attempts_dir.glob("*/*.py") if path.stem != "bpe_train"]
    for path in changed:
        path.write_text(f"work on {path.stem}")
    refused = kata("reset", "--all")
    assert refused.exit_code == 2
    assert "kata reset --all --yes" in refused.stderr
    assert all(path.read_text().startswith("work on") for path in changed)
    done = kata("reset", "--all", "--yes")
    assert "Stubs again: softmax, causal_mask." in done.output
    assert all("raise NotImplementedError" in path.read_text() for path in changed)
    kept = {path.read_text() for path in workspace.kept_dir.iterdir()}
    assert kept == {"work on softmax", "work on causal_mask"}
    assert "nothing was changed" in kata("reset", "--all", "--yes").output
    assert kata("reset", "softmax", "--all").exit_code == 2
