"""Which known mistakes are named for an answer's failures: the choice, and what makes two failures one."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from kata.grading.diagnosis import MOST_RUNS, Diagnoser
from kata.grading.failure import Failure
from kata.grading.likeness import Likeness, likeness
from kata.grading.verdict import Diagnosis

POINTS = {"test_a": 50, "test_b": 30, "test_c": 20}


def failure(actual: Any, right: Any = (1.5, 2.5, 3.5), **options: Any) -> Failure:
    actual, right = np.asarray(actual), np.asarray(right)
    options = {"kind": "values", "place": (7,), "after": (1, 1)} | options
    return Failure(actual=actual, right=right, part=(actual, right), **options)


HALF, DOUBLE, BOTH = failure([0.7, 1.2, 1.7]), failure([3.1, 5.2, 7.3]), failure([9.1, 8.2, 7.4])
NOTHING = failure([np.nan] * 3)
Table = dict[str, dict[str, Failure]]  # how each mistake fails, by test


def diagnose(answer: dict[str, Failure], mistakes: Table, **says: str) -> list[Diagnosis]:
    return diagnoser(mistakes, **says).diagnose(answer)


def diagnoser(mistakes: Table, **says: str) -> Diagnoser:
    items: list[Any] = [
        SimpleNamespace(name=name, originalname=name, get_closest_marker=lambda _, n=points: SimpleNamespace(args=[n]))
        for name, points in POINTS.items()
    ]
    known = [
        {"name": name, "says": says.get(name, name), "caught_by": next(iter(fails)), "source": name}
        for name, fails in mistakes.items()
    ]
    return Diagnoser(known, items, lambda source, item: mistakes[source].get(item.name))


def names(diagnoses: list[Diagnosis]) -> list[str]:
    return [diagnosis.mistake for diagnosis in diagnoses]


def test_a_mistake_that_fails_alike_everywhere_explains_it_all() -> None:
    answer = {"test_a": HALF, "test_b": DOUBLE}
    (only,) = diagnose(answer, {"one": {"test_a": HALF, "test_b": DOUBLE}, "other": {"test_a": DOUBLE}})
    assert only == Diagnosis("one", "one", ["test_a", "test_b"], 80, whole=True, headline=True)


def test_several_causes_are_named_each_with_its_tests() -> None:
    answer = {"test_a": HALF, "test_b": DOUBLE, "test_c": BOTH}
    found = diagnose(answer, {"small": {"test_b": DOUBLE}, "large": {"test_a": HALF}})
    assert [(one.mistake, one.tests, one.points, one.whole, one.headline) for one in found] == [
        ("large", ["test_a"], 50, False, True),
        ("small", ["test_b"], 30, False, False),
    ]


def test_what_fails_where_the_answer_passes_is_contradicted() -> None:
    answer = {"test_a": HALF, "test_b": HALF}
    both = {"one": {"test_a": HALF, "test_b": HALF, "test_c": HALF}, "other": {"test_a": HALF}}
    assert names(diagnose(answer, both)) == ["other"]
    assert diagnose({"test_a": NOTHING}, {"one": {"test_a": NOTHING, "test_c": HALF}}) == []


def test_where_nothing_else_is_named_the_same_values_are_enough() -> None:
    assert names(diagnose({"test_a": HALF}, {"one": {"test_a": HALF, "test_c": HALF}})) == ["one"]
    assert names(diagnose({"test_a": HALF, "test_b": DOUBLE}, {"one": {"test_a": HALF, "test_c": HALF}})) == ["one"]
    assert diagnose({"test_a": HALF, "test_b": DOUBLE}, {"one": {"test_b": DOUBLE, "test_c": HALF}}) == []
    two = {name: {"test_a": HALF, "test_c": HALF} for name in ("one", "other")}
    assert diagnose({"test_a": HALF}, two) == []
    drawn = failure([7, 5, 3], [5, 5, 5], kind="law")
    assert diagnose({"test_a": drawn}, {"one": {"test_a": drawn, "test_c": drawn}}) == []


def test_what_fails_before_the_answer_does_is_contradicted() -> None:
    early = failure([0.7, 1.2, 1.7], after=(0, 1))
    answer = {"test_a": HALF, "test_b": HALF}
    assert names(diagnose(answer, {"one": {"test_a": HALF, "test_b": early}, "other": {"test_a": HALF}})) == ["other"]
    late = failure([0.7, 1.2, 1.7], after=(2, 1))
    assert names(diagnose(answer, {"one": {"test_a": HALF, "test_b": late}})) == ["one"]


def test_of_two_that_explain_the_same_neither_is_named_unless_they_say_the_same() -> None:
    answer, mistakes = {"test_a": HALF, "test_b": HALF}, {"one": {"test_a": HALF}, "other": {"test_a": HALF}}
    assert diagnose(answer, mistakes) == []
    assert names(diagnose(answer, mistakes, one="It is halved.", other="It is halved.")) == ["one"]
    better = mistakes | {"other": {"test_a": HALF, "test_b": HALF}}
    assert names(diagnose(answer, better)) == ["other"]


def test_a_small_part_of_what_is_wrong_is_not_named_alone() -> None:
    answer = {"test_a": HALF, "test_b": DOUBLE, "test_c": BOTH}
    assert diagnose(answer, {"one": {"test_c": BOTH}}) == []
    assert names(diagnose(answer, {"one": {"test_c": BOTH}, "two": {"test_a": HALF}})) == ["two", "one"]


def test_a_value_that_could_come_from_anywhere_counts_only_where_it_is_all() -> None:
    assert names(diagnose({"test_a": NOTHING}, {"one": {"test_a": NOTHING}})) == ["one"]
    two = {name: {"test_a": NOTHING} for name in ("one", "other")}
    assert diagnose({"test_a": NOTHING, "test_b": HALF}, two) == []
    beside = {"one": {"test_a": NOTHING, "test_b": HALF}}
    assert names(diagnose({"test_a": NOTHING, "test_b": HALF, "test_c": BOTH}, beside)) == ["one"]


def test_a_failure_without_a_value_counts_only_where_everything_is_explained() -> None:
    said = failure([1.0], [2.0], kind="assert", text="The rows differ.")
    assert names(diagnose({"test_a": said}, {"one": {"test_a": said}})) == ["one"]
    assert diagnose({"test_a": said, "test_b": HALF}, {"one": {"test_a": said}}) == []
    assert diagnose({"test_a": said, "test_b": HALF, "test_c": BOTH}, {"one": {"test_a": said, "test_b": DOUBLE}}) == []
    beside = {"one": {"test_a": said, "test_b": HALF}}
    assert names(diagnose({"test_a": said, "test_b": HALF, "test_c": BOTH}, beside)) == ["one"]
    both = {"one": {"test_a": said}, "two": {"test_b": HALF}}
    assert names(diagnose({"test_a": said, "test_b": HALF}, both)) == ["two", "one"]


def test_values_that_could_come_from_anywhere_count_where_each_is_explained_by_one_alone() -> None:
    answer = {"test_a": HALF, "test_b": NOTHING, "test_c": NOTHING}
    mistakes = {"one": {"test_a": HALF}, "two": {"test_b": NOTHING}, "three": {"test_c": NOTHING}}
    assert names(diagnose(answer, mistakes)) == ["one", "two", "three"]
    assert names(diagnose(answer, {name: mistakes[name] for name in ("one", "two")})) == ["one"]
    assert names(diagnose(answer, mistakes | {"four": {"test_c": NOTHING}})) == ["one"]


def test_the_search_ends_after_so_many_runs_and_says_so() -> None:
    fails = {name: failure([n, 2.0, 3.0]) for n, name in enumerate(POINTS)}
    search = diagnoser({f"mistake {n}": fails for n in range(MOST_RUNS)})
    search.diagnose(dict.fromkeys(POINTS, HALF))
    assert search.runs == MOST_RUNS
    assert search.cut_short


@pytest.mark.parametrize(
    ("answer", "mistake", "expected"),
    [
        (HALF, HALF, Likeness.EQUAL),
        (failure([0.7, 1.2, 1.7]), failure([0.7, 1.2, 1.7 + 1e-12]), Likeness.EQUAL),
        (failure([0.7, 1.2, 1.7]), failure([0.7, 1.2, 1.71]), Likeness.NONE),
        (failure(np.arange(8.0), np.ones(8)), failure(np.arange(8.0) + 1e-5, np.ones(8)), Likeness.NEAR),
        (failure([1, 2, 3]), failure([1.0, 2.0, 3.0]), Likeness.EQUAL),
        (failure([1, 2, 3], kind="dtype"), failure([1.0, 2.0, 3.0], kind="dtype"), Likeness.NONE),
        (HALF, failure([0.7, 1.2, 1.7], place=(8,)), Likeness.NONE),
        (HALF, failure([0.7, 1.2, 1.7], after=(2, 1)), Likeness.NONE),
        (HALF, failure([0.7, 1.2, 1.7], kind="shape"), Likeness.NONE),
        (NOTHING, NOTHING, Likeness.WEAK),
        # What is finite is right in both, but for rounding: the nan is what is wrong.
        (failure([np.nan, 0.1, 0.2], [9.0, 0.1 + 2e-17, 0.2]), failure([np.nan, 0.1, 0.2 + 3e-17]), Likeness.WEAK),
        (failure(0.25, 0.5), failure(0.25, 0.5), Likeness.EQUAL),
        (failure(1, 2), failure(1, 2), Likeness.WEAK),
        (failure([True, True, False], [True] * 3), failure([True, True, False], [True] * 3), Likeness.EQUAL),
    ],
)
def test_values_are_compared_by_how_far_both_are_from_what_is_right(
    answer: Failure, mistake: Failure, expected: Likeness
) -> None:
    assert likeness(answer, mistake) is expected


def of_kind(kind: str, text: str = "", **options: Any) -> Failure:
    return Failure(kind, (7,), (1, 1), text=text, **options)


@pytest.mark.parametrize(
    ("answer", "mistake", "expected"),
    [
        (of_kind("raised", "IndexError: list index out of range"), of_kind("raised", "IndexError: no"), Likeness.WEAK),
        (of_kind("raised", "KeyError: 7"), of_kind("raised", "KeyError: 7"), Likeness.EQUAL),
        (of_kind("raised", "KeyError: 7"), of_kind("raised", "IndexError: 7"), Likeness.NONE),
        (of_kind("missing exception", "ValueError"), of_kind("missing exception", "ValueError"), Likeness.KIND),
        (of_kind("argument", "`x` was changed"), of_kind("argument", "`x` was changed"), Likeness.KIND),
        (of_kind("argument", "`x` was changed"), of_kind("argument", "`y` was changed"), Likeness.NONE),
        (of_kind("assert", "0.31 isn't above 1"), of_kind("assert", "0.29 isn't above 1"), Likeness.WEAK),
        (of_kind("assert", "0.31 isn't above 1"), of_kind("assert", "0.31 isn't above 1"), Likeness.EQUAL),
        (of_kind("assert", "it isn't a float64"), of_kind("assert", "it isn't a float64"), Likeness.KIND),
        (of_kind("timeout"), of_kind("timeout"), Likeness.WEAK),
    ],
)
def test_failures_without_a_value_are_compared_by_their_kind(
    answer: Failure, mistake: Failure, expected: Likeness
) -> None:
    assert likeness(answer, mistake) is expected


def test_counts_of_random_draws_are_alike_when_one_law_may_have_given_both() -> None:
    counts = [failure(values, [500.0, 500.0], kind="law") for values in ([330, 670], [345, 655], [700, 300])]
    assert likeness(counts[0], counts[1]) is Likeness.KIND
    assert likeness(counts[0], counts[0]) is Likeness.EQUAL
    assert likeness(counts[0], counts[2]) is Likeness.NONE


def test_of_several_values_those_behind_the_first_wrong_one_were_not_judged() -> None:
    wrong, right = np.array([0.7, 1.2, 1.7, 2.2]), np.array([1.5, 2.5, 3.5, 4.5])
    one = Failure("values", (7,), (1, 1), (wrong, "this"), (right, "right"), (wrong, right))
    other = Failure("values", (7,), (1, 1), (wrong, "that"), (right, "right"), (wrong, right))
    assert likeness(one, other) is Likeness.NEAR
