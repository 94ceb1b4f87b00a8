"""Grades `majority_reward`: the oracle compares every answer with every other one, in exact fractions."""

from fractions import Fraction

import pytest

from kata.testing import assert_close, assert_equal

# Each rule that isn't the majority's makes another answer the label: the first, the rarest, the last, the smallest.
# Answers have two characters: by a single one a wrong label isn't recognised.
PLAIN = ["16", "14", "17", "17", "13", "17", "16", "19", "19", "18"]
# With weights: r has the largest sum, m the most samples, h the heaviest one, n the largest mean, l the smallest sum.
MIXED = [f"x{c}" for c in "fmhrmnrmhrml"]
MIXED_WEIGHTS = [0.5, 0.5, 5.0, 2.0, 0.5, 3.0, 2.0, 0.5, 0.125, 2.0, 0.5, 0.25]
# All sums are 2: h has the heaviest sample; m came first, c has the most samples, a is the smallest, x came last.
EQUAL = [f"x{c}" for c in "mcchazccmhazxx"]
EQUAL_WEIGHTS = [1.0, 0.5, 0.5, 1.5, 1.25, 1.0, 0.5, 0.5, 1.0, 0.5, 0.75, 1.0, 1.125, 0.875]
# The sums of b, d, a and c are equal, and so are their heaviest samples: b came first, though d's heaviest did.
FIRST = [f"x{c}" for c in "zbdacbdacz"]
FIRST_WEIGHTS = [0.25, 0.5, 1.0, 1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.25]

SAMPLES = ["19", "14", "17", "14", "19", "14"]
WEIGHTS = [1.0, 0.25, 4.0, 0.5, 1.5, 0.25]
CALM = [1.0, 0.5, 0.25, 2.0, 0.25, 0.5]  # weights that don't change the label


def label(answers, weights=None):
    weights = [Fraction(w) for w in weights or [1] * len(answers)]

    def rank(i):
        own = [w for a, w in zip(answers, weights, strict=True) if a == answers[i]]
        return sum(own), max(own), -answers.index(answers[i])

    voters = [i for i, a in enumerate(answers) if a is not None]
    return answers[sorted(voters, key=rank)[-1]] if voters else None


def draw(rng):
    """Ten samples, of which some are None; "a" wins by number and by weight."""
    answers = ["a"] * 4 + ["b"] * 3 + ["c", None, None]
    weights = [1.0] * 4 + [0.5] * 3 + [0.25, 8.0, 8.0]
    order = rng.permutation(10).tolist()
    return [answers[i] for i in order], [weights[i] for i in order]


@pytest.mark.points(24)
def test_the_label_is_the_most_frequent_answer(submission, rng):
    """Without weights the label is the answer that came most often."""
    for answers in (PLAIN, SAMPLES, ["x", "y", "y"], rng.permutation(["p"] * 2 + ["q"] * 3 + ["r"]).tolist()):
        assert_equal(submission.pseudo_label(answers), label(answers), what=f"the label of {answers}")


@pytest.mark.points(12)
def test_weights_count(submission, rng):
    """With weights the label is the answer with the largest sum of weights, whatever their number is."""
    cases = [
        (MIXED, MIXED_WEIGHTS),
        (["AA", "AA", "AA", "BB", "BB", "CC"], [1.0, 1.0, 1.0, 2.0, 0.25, 1.5]),
        (SAMPLES, WEIGHTS),
        (["1", "2", "2", "2"], [2.0, 1.0, 0.5, 0.75]),
        (["1", "2"], [0.0, 0.5]),
    ]
    for answers, weights in cases:
        assert_equal(submission.pseudo_label(answers, weights), label(answers, weights), what="the label")
    order = rng.permutation(6).tolist()
    answers, weights = [SAMPLES[i] for i in order], [WEIGHTS[i] for i in order]
    assert_equal(submission.pseudo_label(answers, weights), "17", what="the label")


@pytest.mark.points(8)
def test_ties(submission, rng):
    """Equal sums go to the answer with the heaviest sample, and then to the one that came first."""
    for answers, weights in (
        (FIRST, FIRST_WEIGHTS),
        (EQUAL, EQUAL_WEIGHTS),
        (["b", "a", "b"], [0.25, 0.5, 0.25]),
        (["b", "a", "c"], [1.0, 1.0, 1.0]),
        (["b", "a"], [0.0, 0.0]),
    ):
        assert_equal(submission.pseudo_label(answers, weights), label(answers, weights), what="the label")
    assert_equal(submission.pseudo_label(["b", "a", "c", "c", "a", "b"]), "b", what="the label without weights")


@pytest.mark.points(10)
def test_none_has_no_vote(submission, rng):
    """Samples without an answer don't vote, however many or heavy they are; with nobody else the label is None."""
    answers, weights = draw(rng)
    assert_equal(submission.pseudo_label([None, None, "3", None, "5", "5"]), "5", what="the label")
    assert_equal(submission.pseudo_label(answers, weights), label(answers, weights), what="the label")
    assert_equal(
        submission.pseudo_label(["", None, "", "3"]), "", what="the label, which is a string without characters"
    )
    for empty in ([], [None, None]):
        assert_equal(submission.pseudo_label(empty), None, what=f"the label of {empty}")


@pytest.mark.points(18)
def test_agreement_is_rewarded(submission, rng):
    """A sample has the reward 1 if its answer is the label, else 0."""
    for answers, weights in ((SAMPLES, None), (SAMPLES, CALM), (rng.permutation(SAMPLES).tolist(), None)):
        best = label(answers, weights)
        wanted = [1.0 if a == best else 0.0 for a in answers]
        args = (answers,) if weights is None else (answers, weights)
        assert_equal(submission.majority_rewards(*args), wanted, what="the rewards")


@pytest.mark.points(4)
def test_none_is_never_rewarded(submission, rng):
    """A sample without an answer has the reward 0, also when nobody has answered."""
    assert_equal(submission.majority_rewards([None, "3", None, "3"]), [0.0, 1.0, 0.0, 1.0], what="the rewards")
    assert_equal(submission.majority_rewards([None, None]), [0.0, 0.0], what="the rewards when nobody answered")


@pytest.mark.points(12)
def test_the_share(submission, rng):
    """The share is the label's sum of weights over that of all samples, those without an answer included."""
    answers, weights = draw(rng)
    for some, own in ((SAMPLES, None), (SAMPLES, CALM), (["1", None], [0.125, 0.5]), (answers, weights)):
        best, numbers = label(some, own), own or [1.0] * len(some)
        wanted = sum(w for a, w in zip(some, numbers, strict=True) if a == best) / sum(numbers)
        args = (some,) if own is None else (some, own)
        assert_close(submission.majority_share(*args), wanted, what="the share")


@pytest.mark.points(4)
def test_no_share(submission, rng):
    """Where nobody voted, or all weights are 0, the share is 0."""
    assert_close(submission.majority_share(["1", "2", "1", "1"]), 0.75, what="the share")
    for args in ((["1", "1"], [0.0, 0.0]), ([],), ([None, None],)):
        assert_equal(float(submission.majority_share(*args)), 0.0, what=f"the share of {args}")


@pytest.mark.points(4)
def test_useful_questions(submission, rng):
    """Questions whose share lies between the bounds, both included, are useful."""
    groups = [
        ["1"] * 4,
        ["1", "1", "1", "2"],
        ["1", "1", "2", "3"],
        ["1", "2", "3", "4"],
        [None, None, "1", None],
        [None],
    ]
    bounds = [(0.5, 0.75), (0.3, 0.9), (0.0, 0.25), (0.8, 1.0)]
    found = [submission.useful_questions(groups, low, high) for low, high in bounds]
    wanted = [[1, 2], [1, 2], [3, 4, 5], [0]]
    assert_equal(found, wanted, what=f"the questions whose share lies within each of the bounds {bounds}")


@pytest.mark.points(4)
def test_wrong_numbers_of_weights_are_refused(submission, rng):
    """More or fewer weights than answers raise ValueError."""
    for function in (submission.pseudo_label, submission.majority_rewards, submission.majority_share):
        function(["1", "2"], [1.0, 2.0])
        for wrong in ([1.0], [1.0, 2.0, 3.0], []):
            with pytest.raises(ValueError):
                function(["1", "2"], wrong)
