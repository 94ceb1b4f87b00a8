"""A learner's minutes a day: kept, shown, shared by reviews and new katas; katas set aside; lighter reviews."""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from kata.catalog import Catalog, load_catalog
from kata.cli.app import cli
from kata.learner.begin import begin
from kata.learner.choice import choose_next
from kata.learner.light_reviews import make_quiz, parts
from kata.learner.plan import set_daily_minutes, today
from kata.learner.session import Session
from kata.progress import Progress, Rating
from kata.workspace import Workspace
from tests.support.cli import MakeKata, Run
from tests.support.clock import Clock, record
from tests.support.terminal import Terminal

SAYS = ("That is the product.", "That is the difference.", "That is b twice.", "That is a twice.")


@pytest.fixture
def katas(root: Path, make_kata: MakeKata, workspace: Workspace) -> Catalog:
    """Three katas, each building on the one before."""
    make_kata("one", minutes=10)
    make_kata("two", after=["one"], minutes=10)
    make_kata("three", after=["two"], minutes=10)
    workspace.settings_path.write_text(f"katas_from = [{json.dumps(str(root))}]\n")
    return load_catalog([root])


@pytest.fixture
def with_mistakes(root: Path, katas: Catalog) -> Catalog:
    """The first of the katas has enough known mistakes for a quiz, and two functions."""
    folder = root / "solutions" / "sums" / "one"
    (folder / "reference.py").write_text(
        '"""By the plus sign."""\n\n\ndef one(a, b):\n    total = a + b\n    result = total\n    return result\n'
    )
    edits = ("a * b", "a - b", "b + b", "a + a")
    (folder / "mistakes.toml").write_text(
        "".join(
            f"[[mistake]]\nname = \"m{index}\"\nedits = [{{ find = 'a + b', replace = '{edit}' }}]\n"
            f'says = "{says}"\ncaught_by = "test_sum"\n\n'
            for index, (edit, says) in enumerate(zip(edits, SAYS, strict=True))
        )
    )
    return katas


def plan_data(kata: Run, *options: object) -> dict[str, list[dict[str, list[dict[str, object]]]]]:
    done = kata("plan", "--json", *options)
    assert done.exit_code == 0, done.output
    found: dict[str, list[dict[str, list[dict[str, object]]]]] = json.loads(done.stdout)
    return found


def work(kata: Run, *options: object) -> list[list[str]]:
    return [[str(one["kata"]) for one in day["work"]] for day in plan_data(kata, *options)["days"]]


def test_the_minutes_are_kept_and_changed(kata: Run, workspace: Workspace, tmp_path: Path) -> None:
    assert "20 minutes a day" in kata("plan").output, "until something else is said"
    assert "30 minutes a day" in kata("plan", "--minutes", "30").output
    assert "30 minutes a day" in kata("plan").output
    kata("next", "--minutes", "15")
    assert "15 minutes a day" in kata("plan").output
    assert "no limit" in kata("plan", "--minutes", "0").output
    kata("init", tmp_path / "other", "--minutes", "45")
    with Progress(Workspace(tmp_path / "other").progress_path) as progress:
        assert progress.setting("minutes") == "45"


def test_reviews_take_no_more_than_the_minutes_and_the_rest_comes_on_the_next_days(
    kata: Run, workspace: Workspace, katas: Catalog, set_clock: Clock
) -> None:
    kata("plan", "--minutes", "10")
    for name in ("one", "two", "three"):
        record(workspace, name, "failed", "passed")
    set_clock.on(days=30)
    for kata_ in load_catalog():
        with Progress(workspace.progress_path) as progress:
            progress.change_plan(kata_.name, "known")
    assert work(kata, "--days", "4") == [["one"], ["two"], ["three"], []]
    shown = kata("next", "--why").output
    assert "A review of one is due" in shown
    record(workspace, "one", source="again")
    why = " ".join(kata("next", "--why").output.split())
    assert "All of these katas are passed" not in why
    assert "2 reviews are due that have no place in today's minutes: `kata plan` shows when they come." in why
    listed = kata("review").output
    assert "None of these fits into today's minutes; kata plan shows when they come." in listed
    assert work(kata, "--days", "3") == [[], ["two"], ["three"]]


def test_a_filter_that_hides_what_is_due_is_said(
    kata: Run, workspace: Workspace, katas: Catalog, set_clock: Clock
) -> None:
    record(workspace, "one")
    set_clock.on(days=30)
    why = " ".join(kata("next", "--why", "--track", "neural").output.split())
    assert "No review is due among these katas (1 elsewhere: `kata review` lists what is due)." in why


def test_a_passed_kata_that_was_begun_anew_is_not_called_unpassed(
    kata: Run, workspace: Workspace, katas: Catalog
) -> None:
    record(workspace, "one")
    kata("reset", "one")
    assert "You have begun one anew and not passed it again yet." in kata("next", "--why").output


def test_a_kata_is_snoozed_known_and_taken_back(
    kata: Run, workspace: Workspace, katas: Catalog, set_clock: Clock
) -> None:
    def next_of_ours() -> str:
        return kata("next", "--track", "sums").output.split("\n")[0]

    assert "one" in next_of_ours()
    assert "doesn't come before Thu 5 Mar" in kata("plan", "one", "--snooze", "3").output
    assert "Set aside: one (until Thu 5 Mar)" in kata("plan").output
    assert "one," not in next_of_ours()
    set_clock.on(days=3)
    assert "Set aside" not in kata("plan").output
    assert "counts as passed where others build on it" in kata("plan", "one", "--known").output
    assert "  two," in next_of_ours(), "what builds on it is ready"
    assert json.loads(kata("list", "--json", "--track", "sums").stdout)[0]["status"] == "known"
    assert " one " in kata("list", "--status", "known").output
    assert "again" in kata("plan", "one", "--resume").output
    record(workspace, "one")
    set_clock.on(days=30)
    assert "one" in kata("review").output
    assert "It stays passed." in kata("plan", "one", "--known").output
    assert json.loads(kata("list", "--json", "--track", "sums").stdout)[0]["status"] == "passed"
    assert "No review is due" in kata("review").output


def test_what_is_snoozed_is_planned_for_its_day(
    kata: Run, workspace: Workspace, katas: Catalog, set_clock: Clock
) -> None:
    for one in load_catalog():
        with Progress(workspace.progress_path) as progress:
            progress.change_plan(one.name, "known")
    kata("plan", "one", "--snooze", "2")
    assert work(kata, "--days", "4") == [["two", "three"], [], ["one"], []]


def test_what_was_begun_and_left_is_gone_on_with(
    kata: Run, workspace: Workspace, katas: Catalog, set_clock: Clock
) -> None:
    kata("start", "three")
    set_clock.on(minutes=9)
    record(workspace, "one")
    assert "You have begun three and not passed it yet" in kata("next", "--why").output
    first = plan_data(kata)["days"][0]["work"][0]
    assert (first["kata"], first["begun"]) == ("three", True)


def test_a_kata_over_several_days_counts_on_each_what_the_day_had_for_it(
    kata: Run, workspace: Workspace, root: Path, make_kata: MakeKata, katas: Catalog, set_clock: Clock
) -> None:
    make_kata("long", minutes=45)
    kata("start", "long")
    record(workspace, "long", "failed")
    set_clock.on(days=1)
    first = plan_data(kata)["days"][0]["work"][0]
    assert (first["kata"], first["minutes"], first["of"]) == ("long", 20, 45)
    assert next((one["kata"], one["minutes"]) for one in plan_data(kata)["days"][1]["work"]) == ("long", 5)
    record(workspace, "long", "failed")
    set_clock.on(days=1)
    record(workspace, "long", "passed", source="right")
    assert plan_data(kata)["spent"] == 5
    assert "extra" not in kata("next").output


def test_what_makes_no_sense_together_is_refused(kata: Run, workspace: Workspace, katas: Catalog) -> None:
    for wrong in (
        "plan one",
        "plan one --known --resume",
        "plan one --known --minutes 5",
        "review --light",
        "plan --minutes -1",
    ):
        assert kata(*wrong.split()).exit_code == 2, wrong


def test_a_kata_that_was_passed_easily_is_reviewed_by_a_quiz(
    kata: Run, workspace: Workspace, with_mistakes: Catalog, set_clock: Clock
) -> None:
    record(workspace, "one")
    path = workspace.attempts_dir / "sums" / "one.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    set_clock.on(days=9)
    (planned,) = [one for one in plan_data(kata)["days"][0]["work"] if one["kata"] == "one"]
    assert (planned["review"], planned["minutes"]) == ("quiz", 3)
    told = kata("next").output
    assert "kata review one --light asks them" in " ".join(told.split())
    questions = make_quiz(with_mistakes.get("one"), "1")
    assert len(questions) == 4
    asked = CliRunner().invoke(cli, ["review", "one", "--light"], input="".join(f"{one.right}\n" for one in questions))
    assert "4 of 4 right" in asked.output
    assert "Rated good: every answer was right, and a lighter review is good at best." in asked.output
    assert path.read_text() == "mine"
    with Progress(workspace.progress_path) as progress:
        assert progress.state("one").rating == Rating.GOOD
        assert progress.state("one").scheduled.days > 8  # type: ignore[union-attr]
    set_clock.on(days=60)
    (again,) = [one for one in plan_data(kata)["days"][0]["work"] if one["kata"] == "one"]
    assert again["review"] == "stub", "a lighter one is followed by a whole one"


def test_what_was_never_passed_is_not_reviewed_by_a_quiz(
    kata: Run, workspace: Workspace, with_mistakes: Catalog, set_clock: Clock
) -> None:
    kata("start", "one")
    with Progress(workspace.progress_path) as progress:
        progress.give_up("one")
    kata("plan", "--minutes", "8")
    set_clock.on(days=2)
    first = plan_data(kata)["days"][0]["work"][0]
    assert (first["kata"], first["review"], first["minutes"], first["of"]) == ("one", "stub", 8, 10)


def test_a_quiz_that_is_left_records_nothing_and_asks_the_same_again(
    kata: Run, workspace: Workspace, with_mistakes: Catalog, set_clock: Clock
) -> None:
    record(workspace, "one")
    runs = [CliRunner().invoke(cli, ["review", "one", "--light"], input=given) for given in ("x\nq\n", "")]
    assert all("nothing is recorded" in run.output for run in runs)
    with Progress(workspace.progress_path) as progress:
        assert len(progress.ratings("one")) == 1
    assert make_quiz(with_mistakes.get("one"), "1") == make_quiz(with_mistakes.get("one"), "1")


def test_wrong_answers_of_a_quiz_are_told_and_count(
    kata: Run, workspace: Workspace, with_mistakes: Catalog, set_clock: Clock
) -> None:
    record(workspace, "one")
    questions = make_quiz(with_mistakes.get("one"), "1")
    wrong = [next(letter for letter in one.letters if letter != one.right) for one in questions]
    done = CliRunner().invoke(cli, ["review", "one", "--light"], input="\n".join(wrong) + "\n")
    assert f"No, it is {questions[0].right}." in done.output
    assert "Rated again: 4 wrong answers" in done.output


def test_every_question_has_one_right_choice_of_several(catalog: Catalog) -> None:
    for name in ("softmax", "causal_mask", "kv_block_manager"):
        for seed in "123":
            questions = make_quiz(catalog.get(name), seed)
            assert questions, name
            for question in questions:
                assert question.right in question.letters
                assert len(question.letters) >= 3
                assert len(dict.fromkeys(text for _, text in question.choices)) == len(question.choices)
                assert len(question.code) <= 12


STUB = '''"""Two things."""


def first(x):
    """The first.

    Args:
        x: a number.
    """
    raise NotImplementedError


class Second:
    def __init__(self, x):
        raise NotImplementedError

    def third(self):
        """The third."""
        raise NotImplementedError
'''
OWN = """import math


def helper(x):
    return x


def first(x):
    return helper(x) + math.pi


class Second:
    def __init__(self, x):
        self.x = x

    @property
    def extra(self):
        return 1

    def third(self):
        y = self.x
        return y
"""


def test_one_function_is_taken_out_of_an_answer_and_the_rest_stands() -> None:
    found = {part.name: part for part in parts(STUB, OWN)}
    assert list(found) == ["first", "Second.third"]
    text = found["Second.third"].text
    assert '        """The third."""\n        raise NotImplementedError\n' in text
    assert "return helper(x) + math.pi" in text
    assert "return y" not in text
    compile(text, "text", "exec")
    assert parts(STUB, "def first(x): return 1\n") == [], "one function alone is no lighter"
    assert parts(STUB, "def first(") == []


def test_a_kata_longer_than_a_day_is_reviewed_in_part(
    kata: Run, workspace: Workspace, root: Path, katas: Catalog, set_clock: Clock
) -> None:
    stub = root / "exercises" / "sums" / "one.py"
    stub.write_text(stub.read_text() + "\n\ndef other(a):\n    raise NotImplementedError\n")
    own = "def one(a, b):\n    return a + b\n\n\ndef other(a):\n    return a\n"
    spec = load_catalog([root]).get("one").spec_hash
    record(workspace, "one", "failed", "passed", source=own, spec=spec)
    kata("plan", "--minutes", "7")
    set_clock.on(days=9)
    shown = " ".join(kata("next").output.split())
    assert "A lighter review: you write other again" in shown
    path = workspace.attempts_dir / "sums" / "one.py"
    assert path.read_text().startswith("def one(a, b):\n    return a + b\n")
    assert "raise NotImplementedError" in path.read_text()
    set_clock.on(minutes=4)
    assert "you write other again" in " ".join(kata("next").output.split()), "it is gone on with"
    rated = record(workspace, "one", source="x", spec=spec)
    assert rated is not None
    assert (rated.rating, rated.kind) == (Rating.GOOD, "part")
    assert plan_data(kata)["spent"] == 5


@pytest.mark.slow
def test_after_a_pass_it_says_how_many_of_how_many_and_what_comes_next(
    kata: Run, workspace: Workspace, root: Path, katas: Catalog, set_clock: Clock
) -> None:
    (root / "exercises" / "paths").mkdir()
    (root / "exercises" / "paths" / "mine.toml").write_text(
        'title = "Mine"\nsays = "For me."\n[[part]]\ntitle = "All"\nkatas = ["one", "two", "not_there_yet"]\n'
    )
    kata("path", "mine")
    record(workspace, "three")
    set_clock.on(days=2)
    kata("start", "one")
    (workspace.attempts_dir / "sums" / "one.py").write_text("def one(a, b):\n    return a + b\n")
    shown = " ".join(kata("check").output.split())
    assert f"2 of {len(katas)} katas passed, 1 of 2 of mine; 2 days in a row." in shown
    assert "kata next two, about 10 minutes" in shown


@pytest.mark.parametrize("budget", [15, 20, 45])
def test_over_eighty_days_with_a_holiday_reviews_stay_within_the_minutes_and_none_is_forgotten(
    budget: int, root: Path, make_kata: MakeKata, workspace: Workspace, set_clock: Clock
) -> None:
    minutes = {f"k{index:02}": 5 * (1 + index % 8) for index in range(16)}
    for name, each in minutes.items():
        make_kata(name, minutes=each)
    session = Session([root])
    set_daily_minutes(session, budget)
    draw, ours = random.Random(budget), set(minutes)
    with Progress(workspace.progress_path) as progress:
        for kata in load_catalog():
            progress.change_plan(kata.name, "known")
    for day in range(80):
        if 30 <= day < 44:  # nobody is there
            set_clock.on(days=1)
            continue
        taken: list[int] = []
        while True:
            choice, _ = choose_next(session, session.states())
            if choice.kata is None or (choice.review is None and today(session).is_over):
                break
            kata = choice.kata
            assert kata.name in ours
            if choice.review is not None:
                taken.append(choice.review.minutes)
                begin(session, kata, session.states()[kata.name], review=choice.review)
            statuses = ["failed"] * draw.choice([0, 0, 1, 6]) + ["passed"]
            set_clock.on(minutes=3)
            record(workspace, kata.name, *statuses, source=f"{draw.random()}", spec=kata.spec_hash)
        assert sum(taken) <= budget or len(taken) == 1, "only a review longer than a day takes more than it"
        set_clock.on(days=1, minutes=-3 * 10)
    states = session.states()
    assert all(states[name].passed for name in ours)
    due = {name: states[name].scheduled.due for name in ours}  # type: ignore[union-attr]
    assert min(due.values()) > set_clock.now - timedelta(days=21), "what was due three weeks ago has come"
    session.close()


def test_init_asks_for_the_minutes_on_a_terminal(tmp_path: Path) -> None:
    folder = tmp_path / "here"
    with Terminal("init", str(folder), cwd=tmp_path) as terminal:
        terminal.wait_for("Minutes a day [20]")
        terminal.type("many\r")
        terminal.wait_for("Type a whole number from 0")
        terminal.type("35\r")
        assert terminal.end() == 0
    with Progress(Workspace(folder).progress_path) as progress:
        assert progress.setting("minutes") == "35"


@pytest.mark.slow
def test_next_asks_the_questions_of_a_quiz_on_a_terminal(
    workspace: Workspace, with_mistakes: Catalog, set_clock: Clock
) -> None:
    set_clock.now = datetime.now(UTC) - timedelta(days=9)
    record(workspace, "one")
    questions = make_quiz(with_mistakes.get("one"), "1")
    with Terminal("next", cwd=workspace.root) as terminal:
        for number, question in enumerate(questions, start=1):
            shown = terminal.wait_for(f"{number} of {len(questions)}")
            assert max(map(len, shown.split("\n"))) <= 80
            terminal.type(f"{question.right}\r")
        terminal.wait_for("4 of 4 right.")
        assert terminal.end() == 0
    with Progress(workspace.progress_path) as progress:
        assert [rated.kind for rated in progress.ratings("one")] == ["stub", "quiz"]
