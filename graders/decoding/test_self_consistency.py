"""Grades `self_consistency`: the oracle ranks the positions of the list."""

import pytest

from kata.testing import assert_equal, shuffled


def first_best(answers, value):
    """The answer of the first position with the largest value among those with an answer."""
    positions = [i for i, answer in enumerate(answers) if answer is not None]
    return answers[min(positions, key=lambda i: (-value(i), i))] if positions else None


def total(answers, weights, i):
    return sum(weight for answer, weight in zip(answers, weights, strict=True) if answer == answers[i])


@pytest.mark.points(24)
def test_the_answer_that_came_most_often_wins(submission, rng):
    """The majority vote gives the answer that came most often."""
    assert_equal(submission.majority_vote(["26", "18", "18"]), "18", what="the answer")
    assert_equal(submission.majority_vote(["26", "18", "7", "18"]), "18", what="the answer")
    answers = shuffled(rng, ["3"] * 5 + ["12"] * 4 + ["0"] * 3 + ["x"])
    assert_equal(submission.majority_vote(answers), "3", what="the answer")
    assert_equal(submission.majority_vote(["5"]), "5", what="the answer of a single chain")


@pytest.mark.points(22)
def test_the_largest_sum_of_weights_wins(submission, rng):
    """The weighted vote gives the answer with the largest sum of its chains' weights."""
    # By number "a" would win, by the mean "b", by the heaviest chain "d", by the last weight "g"; "h" is first.
    weights = [0.125, 0.25, 1.0, 1.75, 0.25, 1.0, 0.25, 1.875, -3.5, -1.5, -1.0, 1.8125]
    assert_equal(submission.weighted_vote(list("hacbacadedgg"), weights), "c", what="the answer")
    answers = shuffled(rng, ["a"] * 4 + ["b"] * 3 + ["c"] * 2)
    weights = (0.01 * rng.permutation(range(1, 91))[:9]).round(2).tolist()
    expected = first_best(answers, lambda i: round(total(answers, weights, i), 6))
    weights[answers.index(expected)] += 0.5
    assert_equal(submission.weighted_vote(answers, weights), expected, what="the answer")


@pytest.mark.points(19)
def test_the_highest_score_wins(submission, rng):
    """Best of n gives the answer of the single chain with the highest score."""
    # By number "c" would win, by the sum "a", by the mean "d", by the lowest score "e".
    scores = [0.25, 3.0, 0.5, 2.0, -5.0, 0.5, 2.0, -1.0, 2.5, 0.5, -1.0, 0.5, 0.25]
    assert_equal(submission.best_of_n(list("gbcaecabdcbcf"), scores), "b", what="the answer")
    answers = shuffled(rng, ["a"] * 4 + ["b"] * 3 + ["c"] * 2)
    scores = rng.permutation(9).tolist()
    assert_equal(submission.best_of_n(answers, scores), answers[scores.index(8)], what="the answer")


@pytest.mark.points(8)
def test_a_chain_without_an_answer_has_no_vote(submission):
    """A chain without an answer, None, has no vote, however many there are and whatever their weights."""
    answers = [None, "a", None, "b", None, "b"]
    assert_equal(submission.majority_vote(answers), "b", what="the answer of the majority")
    assert_equal(submission.weighted_vote(answers, [9.0, 1.0, 9.0, 2.0, 9.0, 3.0]), "b", what="the weighted answer")


@pytest.mark.points(4)
def test_a_chain_without_an_answer_cannot_be_the_best(submission):
    """Best of n looks at the chains with an answer only: the highest score may be that of a chain without one."""
    answers = [None, "a", None, "b", None, "b"]
    assert_equal(submission.best_of_n(answers, [9.0, 1.0, 8.0, 2.0, 7.0, 3.0]), "b", what="the best answer")


@pytest.mark.points(8)
def test_ties_go_to_the_answer_that_came_first(submission):
    """Of several answers that are equally good, the one that came first in the list wins."""
    # Two answers first: whatever another rule is, it can only give the other one.
    for answers in (
        ["z", "a", "a", "z"],
        ["z", "a", "z", "a"],
        ["m", "z", "a", "a", "z", "m"],
        ["z", "m", "m", "a", "a", "z"],
        ["a", "z", "z", "a"],
    ):
        size = len(answers)
        assert_equal(submission.majority_vote(answers), answers[0], what=f"the majority of {answers}")
        assert_equal(
            submission.weighted_vote(answers, [0.5] * size), answers[0], what=f"the weighted vote of {answers}"
        )
        assert_equal(submission.best_of_n(answers, [0.5] * size), answers[0], what=f"the best of {answers}")


@pytest.mark.points(5)
def test_sums_may_be_negative_or_0(submission):
    """Weights and scores may be negative: the largest still wins, also when it is 0 or below."""
    answers = ["a", "b", "c", "b"]
    for weights in ([-3.0, -0.5, -4.0, -0.5], [-1.0, 2.0, -3.0, -2.0]):
        assert_equal(submission.weighted_vote(answers, weights), "b", what=f"the answer with the weights {weights}")
    assert_equal(submission.best_of_n(answers, [-3.0, -2.0, -4.0, -9.0]), "b", what="the best answer")


@pytest.mark.points(4)
def test_nobody_voted(submission):
    """Without any answer the result is None."""
    assert_equal(submission.majority_vote(["a", None, "a"]), "a", what="the answer")
    for answers in ([], [None], [None, None]):
        numbers = [1.0] * len(answers)
        assert_equal(submission.majority_vote(answers), None, what=f"the majority of {answers}")
        assert_equal(submission.weighted_vote(answers, numbers), None, what=f"the weighted vote of {answers}")
        assert_equal(submission.best_of_n(answers, numbers), None, what=f"the best of {answers}")


@pytest.mark.points(3)
def test_the_empty_string_is_an_answer(submission):
    """Only None is no answer: the empty string is one, and different strings are different answers."""
    assert_equal(submission.majority_vote(["", "a", ""]), "", what="the majority")
    assert_equal(submission.best_of_n(["", "a"], [2.0, 1.0]), "", what="the best answer")
    assert_equal(submission.majority_vote(["3", "3.0", " 3", "3.0"]), "3.0", what="the majority")
    found = submission.weighted_vote(["3", " 3", "3.0"], [1.0, 1.0, 1.5])
    assert_equal(found, "3.0", what="the weighted answer")
    assert_equal(submission.majority_vote(["None", "a", "None"]), "None", what="the majority")


@pytest.mark.points(3)
def test_as_many_numbers_as_answers(submission):
    """More or fewer weights or scores than answers raise ValueError."""
    assert_equal(submission.weighted_vote(["a", "b"], [1.0, 2.0]), "b", what="the answer")
    for numbers in ([1.0], [1.0, 2.0, 3.0]):
        with pytest.raises(ValueError):
            submission.weighted_vote(["a", "b"], numbers)
        with pytest.raises(ValueError):
            submission.best_of_n(["a", "b"], numbers)
