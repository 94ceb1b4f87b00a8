"""The days ahead: at most the minutes a day, what is likeliest forgotten first, nothing piled up, nothing lost."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from kata.progress import Scheduled
from kata.progress.plan import DueReview, PlannedDay, PlannedWork, ReviewForm, Spent, make_plan, whole

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = NOW.astimezone().date()


def due(name: str, days_ago: int = 0, stability: float = 5.0) -> DueReview:
    last = NOW - timedelta(days=days_ago + stability)
    return DueReview(Scheduled(name, last, last + timedelta(days=stability), stability, 5.0), TODAY)


def coming(*katas: tuple[str, int], day: date = TODAY) -> Callable[[datetime], PlannedWork | None]:
    """New katas, one after the other, from a day on."""
    left = [PlannedWork(name, minutes, minutes) for name, minutes in katas]
    return lambda at: left.pop(0) if left and at.astimezone().date() >= day else None


def names(day: PlannedDay) -> list[str]:
    return [one.kata for one in day.work]


def test_after_a_holiday_no_day_holds_more_than_its_minutes_and_nothing_is_lost() -> None:
    reviews = [due(f"k{number}", days_ago=number) for number in range(30)]
    days = make_plan(20, NOW, 60, reviews=reviews, form=lambda name: whole(10), new=coming(*[("new", 15)] * 3))
    assert all(day.minutes <= 20 for day in days)
    placed = [one.kata for day in days for one in day.work if one.form]
    assert placed[0] == "k29", "what was left alone longest for its stability comes first"
    assert sorted(placed) == sorted(review.scheduled.kata for review in reviews)


def test_what_is_likeliest_forgotten_comes_before_what_is_longest_overdue() -> None:
    reviews = [due("long_known", days_ago=20, stability=200.0), due("fresh", days_ago=6, stability=2.0)]
    (day,) = make_plan(20, NOW, 1, reviews=reviews, form=lambda name: whole(10), new=coming(*[("new", 10)]))
    assert names(day) == ["fresh", "new"]


def test_new_work_has_half_of_the_minutes_while_there_is_any() -> None:
    reviews = [due(name, days_ago=3) for name in "abcd"]
    with_new = make_plan(
        20, NOW, 1, reviews=reviews, form=lambda name: ReviewForm("quiz", 4), new=coming(*[("new", 30)])
    )[0]
    assert names(with_new) == ["a", "b", "new"]
    assert with_new.minutes == 20
    without = make_plan(20, NOW, 1, reviews=reviews, form=lambda name: ReviewForm("quiz", 4))[0]
    assert names(without) == ["a", "b", "c", "d"]


def test_one_review_may_take_more_than_half() -> None:
    days = make_plan(
        20, NOW, 2, reviews=[due("a", 3), due("b", 2)], form=lambda name: whole(15), new=coming(*[("new", 15)])
    )
    assert [names(day) for day in days] == [["a", "new"], ["b", "new"]]
    assert [one.minutes for day in days for one in day.work if one.kata == "new"] == [5, 5]


def test_what_was_done_today_counts() -> None:
    def today(spent: Spent) -> list[str]:
        return names(
            make_plan(
                20, NOW, 1, reviews=[due("a")], form=lambda name: whole(10), new=coming(*[("new", 15)]), spent=spent
            )[0]
        )

    assert today(Spent(0, 0)) == ["a", "new"]
    assert today(Spent(10, 10)) == ["new"], "reviews have had their half"
    assert today(Spent(10, 0)) == ["a"]
    assert today(Spent(20, 0)) == []
    assert today(Spent(50, 20)) == []


def test_a_review_that_is_longer_than_a_day_has_days_of_its_own() -> None:
    days = make_plan(20, NOW, 3, reviews=[due("long", 5)], form=lambda name: whole(45), new=coming(*[("new", 20)]))
    assert [(one.kata, one.minutes) for day in days for one in day.work] == [
        ("long", 20),
        ("long", 20),
        ("long", 5),
        ("new", 15),
    ]


def test_a_long_review_is_ended_before_another_is_gone_on_with() -> None:
    begun = [PlannedWork(name, 25, 25, whole(25), begun=True) for name in "ab"]
    days = make_plan(20, NOW, 4, reviews=[], form=lambda name: whole(25), begun=begun)
    assert [(one.kata, one.minutes) for day in days for one in day.work] == [("a", 20), ("a", 5), ("b", 15), ("b", 10)]


def test_what_was_begun_comes_before_what_was_not() -> None:
    begun = [
        PlannedWork("open", 10, 10, begun=True),
        PlannedWork("review", 10, 10, whole(10), begun=True),
    ]
    days = make_plan(
        20, NOW, 2, reviews=[due("a")], form=lambda name: whole(10), begun=begun, new=coming(*[("new", 10)])
    )
    assert [names(day) for day in days] == [["review", "open"], ["a", "new"]]


def test_without_a_limit_everything_that_is_due_comes() -> None:
    reviews = [due(f"k{number}") for number in range(9)]
    days = make_plan(0, NOW, 2, reviews=reviews, form=lambda name: whole(30), new=coming(*[("one", 30), ("two", 30)]))
    assert [len(day.work) for day in days] == [10, 1]


@pytest.mark.parametrize("budget", [1, 5, 20, 45])
def test_whatever_is_due_no_day_is_fuller_than_the_minutes(budget: int) -> None:
    reviews = [due(f"k{number}", number, 1.0 + number) for number in range(40)]
    minutes = {review.scheduled.kata: 5 * (1 + index % 8) for index, review in enumerate(reviews)}
    days = make_plan(
        budget,
        NOW,
        30,
        reviews=reviews,
        form=lambda name: whole(minutes[name]),
        new=coming(*[("n", 25)] * 5),
        spent=Spent(3, 3),
    )
    assert days[0].minutes <= max(budget - 3, 0)
    assert all(day.minutes <= budget for day in days)


def test_what_is_new_only_from_a_day_on_comes_on_that_day() -> None:
    later = coming(("new", 10), day=TODAY + timedelta(days=2))
    days = make_plan(20, NOW, 4, reviews=[], form=lambda name: whole(10), new=later)
    assert [names(day) for day in days] == [[], [], ["new"], []]
