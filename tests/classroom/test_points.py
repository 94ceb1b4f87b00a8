"""An instructor's points and what students are told: the file, the weighing, the policies."""

import copy
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kata.classroom.assignment import (
    LEVELS,
    PLACES,
    AssignedKata,
    Assignment,
    AssignmentError,
    check_weights,
    load_assignment,
    read_assignment,
    weigh,
    write_assignment,
)
from kata.classroom.feedback import DETAILS, FeedbackPolicy, redact
from kata.cli.commands import classroom
from tests.support.classroom import every_kind, test, verdict

OUTCOMES = st.lists(st.tuples(st.integers(1, 60), st.booleans()), min_size=1, max_size=14)


@given(outcomes=OUTCOMES, points=st.integers(1, 300))
def test_points_are_whole_and_sum_to_the_katas_whatever_the_outcome(
    outcomes: list[tuple[int, bool]], points: int
) -> None:
    tests = [test(f"test_{i}", "passed" if held else "failed", most) for i, (most, held) in enumerate(outcomes)]
    status = "passed" if all(held for _, held in outcomes) else "failed"
    weighed = weigh(verdict("any", status, tests), AssignedKata("any", points))
    assert sum(one.max_points for one in weighed.tests) == weighed.max_points == points
    assert sum(one.points for one in weighed.tests) == weighed.points
    assert (weighed.points == points) == weighed.passed
    for one in weighed.tests:
        assert type(one.points) is type(one.max_points) is int
        assert one.points in (0, one.max_points)
        assert one.status == "passed" or one.points == 0


@given(outcomes=OUTCOMES, points=st.integers(1, 300))
def test_a_better_answer_never_earns_less(outcomes: list[tuple[int, bool]], points: int) -> None:
    earned = []
    for better in range(len(outcomes) + 1):
        tests = [
            test(f"test_{i}", "passed" if held or i < better else "failed", most)
            for i, (most, held) in enumerate(outcomes)
        ]
        status = "passed" if all(one.status == "passed" for one in tests) else "failed"
        earned.append(weigh(verdict("any", status, tests), AssignedKata("any", points)).points)
    assert earned == sorted(earned)


def test_the_catalogs_points_stay_as_they_are() -> None:
    for one in every_kind()[:2]:
        assert weigh(one, AssignedKata(one.kata, 100)) == one


def test_points_of_single_tests_stand_and_the_others_share() -> None:
    tests = [test("test_a", "passed", 50), test("test_b", "failed", 25), test("test_c", "passed", 25)]
    weighed = weigh(verdict("any", "failed", tests), AssignedKata("any", 10, {"test_a": 2}))
    assert [(one.points, one.max_points) for one in weighed.tests] == [(2, 2), (0, 4), (4, 4)]


def test_what_is_not_judged_by_its_tests_earns_nothing() -> None:
    for one in every_kind():
        weighed = weigh(one, AssignedKata(one.kata, 10))
        assert weighed.max_points == 10
        if one.status not in ("passed", "failed"):
            assert weighed.points == 0 == sum(one.points for one in weighed.tests)


@pytest.mark.parametrize(
    ("tests", "says"),
    [
        ({"test_x": 3}, "test_x"),
        ({"test_a": 99}, "leave 1 of its 100 for 2"),
        ({"test_a": 9, "test_b": 9, "test_c": 9}, "73"),
    ],
)
def test_points_that_do_not_fit_a_grader(tests: dict[str, int], says: str) -> None:
    with pytest.raises(AssignmentError, match=says):
        check_weights(AssignedKata("any", 100, tests), ["test_a", "test_b", "test_c"])


def test_weighing_and_redacting_leave_the_verdict_alone() -> None:
    for one in every_kind():
        before = copy.deepcopy(one)
        weigh(one, AssignedKata(one.kata, 3))
        redact(one, FeedbackPolicy("none", False))
        assert one == before


# -- what students are told --


def test_each_policy_tells_less_than_the_one_before() -> None:
    mixed = every_kind()[1]
    mixed.author_log = "grader's own"
    wrong = {
        detail: next(one for one in redact(mixed, FeedbackPolicy(detail)).tests if one.max_points == 15)
        for detail in ("full", "message", "name", "none")
    }
    assert wrong["full"] == mixed.tests[1]
    assert (wrong["message"].message, wrong["message"].got) == (mixed.tests[1].message, "")
    assert (wrong["name"].message, wrong["name"].title) == ("", mixed.tests[1].title)
    assert (wrong["none"].name, wrong["none"].title) == ("test_2", "Test 2")
    for detail in wrong:
        shown = redact(mixed, FeedbackPolicy(detail))
        assert (shown.points, shown.max_points, shown.seed, shown.author_log) == (20, 100, 0, "")
        assert [one.says for one in shown.diagnoses] == ["A mistake.", "It is slow."]
        assert [one.points for one in shown.tests] == [one.points for one in mixed.tests]
    assert redact(mixed, FeedbackPolicy("full", diagnosis=False)).diagnoses == []
    nothing = redact(mixed, FeedbackPolicy("none"))
    assert (nothing.diagnoses[0].tests, nothing.diagnoses[0].points) == ([], 0)


def test_what_is_wrong_with_the_whole_file_is_always_told() -> None:
    broken = every_kind()[3]
    assert redact(broken, FeedbackPolicy("none")).message == broken.message


# -- the file --


def test_the_command_line_offers_the_words_of_the_file() -> None:
    assert classroom._DETAILS == DETAILS
    assert classroom._PLACES == PLACES
    assert classroom._LEVELS == LEVELS


ASSIGNMENT = Assignment(
    name="week-1",
    katas=(AssignedKata("softmax", 30, {"test_a": 5}), AssignedKata("causal_mask")),
    due=datetime(2026, 12, 1, 23, 59, tzinfo=UTC),
    feedback=FeedbackPolicy("message", False),
    graders="bundle",
    confinement="bubblewrap",
    hints=2,
    install="mlkata[classroom] @ git+https://example.org/mlkata@v1",
)


def test_an_assignment_is_read_as_it_was_written(tmp_path: Path) -> None:
    (tmp_path / "classroom.toml").write_text(write_assignment(ASSIGNMENT))
    assert load_assignment(tmp_path) == ASSIGNMENT
    assert "test_a" not in write_assignment(ASSIGNMENT, with_tests=False)


@pytest.mark.parametrize(
    ("find", "replace", "says"),
    [
        ("points = 30", "points = 0", "a whole number above 0"),
        ("points = 30", "points = 1.5", "a whole number above 0"),
        ("points = 30", "points = true", "a whole number above 0"),
        ("points = 30", "points = 3", "have 5 points together"),
        ("test_a = 5", "test_a = -5", "whole numbers above 0"),
        ('name = "causal_mask"', 'name = "softmax"', "stands there twice"),
        ('name = "causal_mask"\n', "", "the key `name` is missing"),
        ('detail = "message"', 'detail = "all"', '"full" or "message"'),
        ('name = "week-1"', 'name = "../week"', "letters, digits and hyphens"),
        ("due = ", "due = 3 # ", "a date, like 2026-12-01"),
        ("hints = 2", "hints = 4", "from 0 to 3"),
        ("format = 1", "format = 2", "the only format"),
        ("format = 1", "format = [", "not valid TOML"),
        ("format = 1", "format = 1\ncolour = 2", "there is no key `colour`"),
        ("git+https", "$(touch x)`git", "without quotes"),
    ],
)
def test_a_wrong_file_is_a_sentence(find: str, replace: str, says: str) -> None:
    text = write_assignment(ASSIGNMENT)
    assert find in text
    with pytest.raises(AssignmentError, match=r"classroom\.toml") as error:
        read_assignment(text.replace(find, replace, 1), "classroom.toml")
    assert says in str(error.value)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(AssignmentError, match="can't be read"):
        load_assignment(tmp_path / "classroom.toml")
