"""What comes next and why: reviews, unfinished work, paths; and a review that keeps the old work."""

import json
import random
from datetime import timedelta
from pathlib import Path

import pytest

from kata.catalog import Catalog, CatalogError, load_catalog
from kata.catalog.paths import CATALOG, load_path, load_paths
from kata.learner.candidates import Scope
from kata.learner.choice import choose
from kata.progress import Progress, Rating, Scheduled, State, clock
from kata.workspace import Workspace
from tests.support.cli import MakeKata, Run
from tests.support.clock import Clock, record


@pytest.fixture
def katas(root: Path, make_kata: MakeKata, workspace: Workspace) -> Catalog:
    """Three katas, each building on the one before."""
    make_kata("one")
    make_kata("two", after=["one"])
    make_kata("three", after=["two"])
    workspace.settings_path.write_text(f"katas_from = [{json.dumps(str(root))}]\n")
    return load_catalog([root])


def test_a_review_comes_first_then_what_is_unfinished_then_what_is_new(
    katas: Catalog,
    set_clock: Clock,
) -> None:
    now = set_clock.now
    ours = [katas.get(name) for name in ("one", "two", "three")]

    def state(name: str, due: int | None = None, **values: object) -> State:
        scheduled = None
        if due is not None:
            scheduled = Scheduled(name, now - timedelta(days=9), now + timedelta(days=due), 5.0, 5.0)
        return State(name, scheduled=scheduled, rating=Rating.GOOD, **values)  # type: ignore[arg-type]

    def chosen(*known: State, current: str | None = None) -> tuple[str | None, bool, str]:
        states = {kata.name: State(kata.name) for kata in katas} | {one.kata: one for one in known}
        choice = choose(katas, states, current, Scope(ours, ours), now)
        return (choice.kata.name if choice.kata else None), choice.review is not None, " ".join(choice.why)

    unfinished = state("two", begun=True, checks=2)
    assert chosen(unfinished)[:2] == ("two", False)
    done = state("one", due=-1, passed=True, begun=True, round_over=True)
    name, review, why = chosen(done, unfinished, current="two")
    assert (name, review) == ("one", True)
    assert "due since 1 March" in why
    assert "rated good" in why
    begun = state("one", due=-1, passed=True, begun=True, rounds=2)
    assert chosen(begun, unfinished)[:2] == ("one", False), "a review that was begun is gone on with"
    later = state("one", due=3, passed=True, begun=True, round_over=True)
    name, review, why = chosen(later, unfinished)
    assert (name, review) == ("two", False)
    assert "No review is due." in why
    assert "not passed it yet" in why
    assert chosen(later)[0] == "two"
    left_alone = state("three", begun=True)
    assert chosen(later, left_alone)[0] == "three", "what was begun is gone on with, checked or not"


def test_of_several_reviews_the_one_that_waited_longest(
    kata: Run, workspace: Workspace, katas: Catalog, set_clock: Clock
) -> None:
    record(workspace, "two")
    set_clock.on(days=1)
    record(workspace, "one")
    set_clock.on(days=20)
    assert "attempts/sums/two.py" in kata("next", "--track", "sums").output


@pytest.mark.slow
def test_a_review_begins_from_a_fresh_stub_and_keeps_the_old_work(
    kata: Run,
    workspace: Workspace,
    katas: Catalog,
    set_clock: Clock,
) -> None:
    kata("start", "one")
    path = workspace.attempts_dir / "sums" / "one.py"
    stub = path.read_text()
    path.write_text("def one(a, b):\n    return a + b\n")
    first = kata("check", "one")
    assert "Rated easy: the first answer was right, no hint. The review comes in 8 days." in first.output
    assert "No review is due today." in kata("review").output
    set_clock.on(days=8)
    assert "due today" in kata("review").output
    assert json.loads(kata("list", "--json").output)
    shown = kata("next", "--why").output
    assert "A review of one is due since 10 March. The last time was rated easy." in shown
    assert "the stub is back" in shown
    assert path.read_text() == stub
    (kept,) = workspace.kept_dir.iterdir()
    assert kept.read_text().startswith("def one")
    path.write_text("def one(a, b):\n    return b + a\n")
    assert "your work on it is still there" in kata("next").output
    assert path.read_text().endswith("return b + a\n")
    refused = kata("solution", "one")
    assert refused.exit_code == 2
    assert "begun one anew" in refused.stderr
    passed = kata("check")
    assert "Rated easy" in passed.output
    assert kata("solution", "one").exit_code == 0
    data = json.loads(kata("review", "--json").output)
    entry = next(one for one in data if one["kata"] == "one")
    assert entry["interval_days"] > 8
    assert not entry["due"]
    assert set(entry["next_interval_days"]) == {"again", "hard", "good", "easy"}


def test_a_review_can_be_asked_for(kata: Run, workspace: Workspace, katas: Catalog) -> None:
    assert "kata start one" in kata("review", "one").stderr
    kata("start", "one")
    path = workspace.attempts_dir / "sums" / "one.py"
    path.write_text("work")
    assert "still there" in kata("review", "one").output, "it isn't passed yet: it is gone on with"
    assert path.read_text() == "work"
    record(workspace, "one")
    assert "A review" in kata("review", "one").output
    assert path.read_text() != "work"


def test_random_draws_among_what_is_ready(katas: Catalog) -> None:
    ours = [katas.get(name) for name in ("one", "two", "three")]
    states = {name: State(name) for name in ("two", "three")} | {"one": State("one", passed=True)}
    for seed in range(5):
        choice = choose(katas, states, "three", Scope(ours, ours), clock.now(), draw=random.Random(seed))
        assert choice.kata is not None
        assert choice.kata.name == "two", "the only one that is ready"
        assert "drawn" in choice.why[0]


def test_next_follows_a_path(kata: Run, workspace: Workspace, katas: Catalog, root: Path) -> None:
    (root / "exercises" / "paths").mkdir()
    (root / "exercises" / "paths" / "mine.toml").write_text(
        'title = "Mine"\nsays = "For me."\n[[part]]\ntitle = "All"\nkatas = ["three", "not_written_yet", "one"]\n'
    )
    assert "attempts/sums/three.py" in kata("next", "--path", "mine").output, "what it builds on isn't in the path"
    with Progress(workspace.progress_path) as progress:
        progress.give_up("three")
    kata("path", "mine")
    assert "followed" in kata("path").output
    assert "attempts/sums/one.py" in kata("next").output
    shown = kata("path", "mine", "--show").output
    assert "not_written_yet" not in shown
    assert "given-up" in shown
    kata("path", CATALOG)
    (root / "exercises" / "paths" / "mine.toml").unlink()
    wrong = kata("next", "--path", "mine")
    assert wrong.exit_code == 2
    assert "llm-engineer" in wrong.stderr


def test_a_followed_path_that_is_gone_is_a_warning(kata: Run, workspace: Workspace) -> None:
    with Progress(workspace.progress_path) as progress:
        progress.set("path", "gone")
    done = kata("next")
    assert done.exit_code == 0
    assert "no path `gone`" in done.stderr


def test_every_path_of_the_package_is_sound(catalog: Catalog) -> None:
    paths = load_paths(catalog)
    assert next(iter(paths)) == CATALOG
    assert {"llm-engineer", "computer-vision", "rl-and-robotics", "ml-engineer", "one-week"} <= set(paths)
    for path in paths.values():
        assert path.katas(catalog), path.name
        assert all(name == name.lower() and name.isidentifier() and len(name) > 2 for name in path.names)
        for kata in path.katas(catalog):
            for before in catalog.prerequisites(kata):
                if before.name in path.names:
                    assert path.names.index(before.name) < path.names.index(kata.name), (path.name, kata.name)
        if len(catalog) >= 400:  # whole: a name that it lacks is a wrong one
            assert len(path.katas(catalog)) == len(path.names), path.name


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('title = "T"\nsays = "S"\n', "the key `part` is missing"),
        ('title = "T"\nsays = "S"\npart = []\n', "`part` is .*list of tables"),
        ('title = ""\nsays = "S"\npart = [{title = "", katas = []}]\n', "`title` is .*a text"),
        ('title = "T"\nsays = "S"\npart = [{title = "", katas = ["a", "a"]}]\n', "`a` stands twice"),
        ('title = "T"\nsays = "S"\npart = [{title = "", katas = ["a b"]}]\n', "list of kata names"),
        ('title = "T"\nsays = "S"\npart = [{title = ""}]\n', "the key `katas` is missing"),
        ("title = ", "not valid TOML"),
    ],
)
def test_a_path_that_is_wrong_is_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text)
    with pytest.raises(CatalogError, match="mine.toml.*" + sentence.replace("`", ".")):
        load_path(file)


def test_a_changed_specification_is_said_when_one_goes_on(
    kata: Run, workspace: Workspace, katas: Catalog, root: Path
) -> None:
    kata("start", "one")
    path = workspace.attempts_dir / "sums" / "one.py"
    path.write_text("work")
    stub = root / "exercises" / "sums" / "one.py"
    stub.write_text(stub.read_text().replace("Their sum.", "Their sum, never negative."))
    done = kata("next")
    assert "The specification of one has changed" in done.stderr
    assert path.read_text() == "work"
    assert "has changed" not in kata("start", "two").stderr


def test_a_clock_that_went_back_is_said(kata: Run, workspace: Workspace, set_clock: Clock) -> None:
    set_clock.on(days=40)
    record(workspace, "softmax")
    set_clock.on(days=-40)
    done = kata("next", "--why")
    assert done.exit_code == 0
    assert "Nothing is lost" in done.stderr
    assert "A review of softmax is due" in done.output
