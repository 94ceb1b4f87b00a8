"""Grades `repetition_penalties`: the oracle goes token by token through what has been generated."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, uniform


def completed(generated, n):
    """The tokens that would complete an n-gram again."""
    grams = {tuple(generated[i : i + n]) for i in range(len(generated) - n + 1)}
    return sorted(gram[-1] for gram in grams if (*generated, gram[-1])[-n:] == gram)


def banned(logits, tokens):
    out = logits.copy()
    out[tokens] = -np.inf
    return out


@pytest.mark.points(16)
def test_the_penalty_divides_what_is_positive_and_multiplies_what_is_negative(submission, rng):
    """A logit above 0 of a token that has come is divided by the penalty, one below 0 is multiplied by it."""
    found = submission.repetition_penalty(np.array([3.0, -2.0]), [0, 1], 2.0)
    assert_close(found, np.array([1.5, -4.0]), what="the logits")
    logits, penalty = rng.permutation([2.5, -1.5, 0.5, -3.0, 4.0]), uniform(rng, 1.2, 1.9)
    expected = [value * penalty ** -np.sign(value) for value in logits]
    assert_close(submission.repetition_penalty(logits, [3, 0, 4, 1, 2], penalty), np.array(expected), what="the logits")
    assert_close(submission.repetition_penalty(logits, [3, 0, 4, 1, 2], 1.0), logits, what="the logits, penalty 1")


@pytest.mark.points(7)
def test_a_token_pays_the_penalty_once(submission):
    """However often a token has come, the penalty is one factor."""
    found = submission.repetition_penalty(np.array([8.0, 1.0, 4.0]), [0, 2, 0, 0, 2], 2.0)
    assert_close(found, np.array([4.0, 1.0, 2.0]), what="the logits")


@pytest.mark.points(9)
def test_only_tokens_that_have_come_pay(submission):
    """A token that hasn't come keeps its logit, and before the first token all do; all that have come pay."""
    logits = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    assert_close(submission.repetition_penalty(logits, [1, 4], 2.0), np.array([1.0, 1.0, 3.0, 4.0, 2.5]))
    assert_close(submission.repetition_penalty(logits, [], 2.0), logits, what="the logits before the first token")
    assert_close(submission.count_penalties(logits, [], 0.5, 0.5), logits, what="the logits before the first token")


@pytest.mark.points(13)
def test_presence_is_paid_once(submission, rng):
    """The presence penalty is subtracted once from each token that has come."""
    found = submission.count_penalties(np.array([1.0, 2.0, -3.0, 4.0]), [2, 0, 2, 2], 0.5, 0.0)
    assert_close(found, np.array([0.5, 2.0, -3.5, 4.0]), what="the logits")
    logits, presence = rng.normal(size=6), uniform(rng, 0.2, 0.9)
    generated = rng.integers(6, size=9).tolist()
    expected = np.array([value - presence * (v in generated) for v, value in enumerate(logits)])
    assert_close(submission.count_penalties(logits, generated, presence, 0.0), expected, what="the logits")


@pytest.mark.points(15)
def test_frequency_is_paid_each_time(submission, rng):
    """The frequency penalty is subtracted for each time that a token has come, beside the presence penalty."""
    found = submission.count_penalties(np.array([1.0, 2.0, -3.0, 4.0]), [2, 0, 2, 2], 0.0, 0.25)
    assert_close(found, np.array([0.75, 2.0, -3.75, 4.0]), what="the logits")
    found = submission.count_penalties(np.array([1.0, 2.0]), [0, 0], 0.0, -0.25)
    assert_close(found, np.array([1.5, 2.0]), what="the logits with a frequency below 0")
    logits, presence, frequency = rng.normal(size=6), uniform(rng, 0.2, 0.4), uniform(rng, 0.5, 0.9)
    generated = [*rng.integers(6, size=9).tolist(), 1, 1]
    once = np.asarray(submission.count_penalties(logits, generated, presence, 0.0))
    expected = np.array([value - frequency * generated.count(v) for v, value in enumerate(once)])
    assert_close(submission.count_penalties(logits, generated, presence, frequency), expected, what="the logits")


@pytest.mark.points(22)
def test_what_would_complete_an_n_gram_again_is_out(submission, rng):
    """A token gets -inf if it would complete n tokens that have come in this order; all others keep their logit."""
    logits = np.arange(1.0, 6.0)
    for n in (2, 3):
        found = submission.no_repeat_ngrams(logits, [0, 1, 2, 3, 0, 1], n)
        assert_equal(found, banned(logits, [2]), what=f"the logits after 0, 1, 2, 3, 0, 1 with n = {n}")
    text = [4, 0, 1, 2, 3, 0, 1]
    assert_equal(submission.no_repeat_ngrams(logits, text, 2), banned(logits, [2]), what="the logits with n = 2")
    assert_equal(submission.no_repeat_ngrams(logits, text, 3), banned(logits, [2]), what="the logits with n = 3")
    assert_equal(
        submission.no_repeat_ngrams(logits, [1, 0, 2, 0, 1], 3), logits, what="the logits after 0, 1, which is new"
    )
    assert_equal(submission.no_repeat_ngrams(logits, text, 4), logits, what="the logits with n = 4")
    order = rng.permutation(5).tolist()
    text = [*order, *order[:3]]
    logits = rng.normal(size=5)
    for n in (2, 4, 5):
        expected = banned(logits, completed(text, n))
        assert_equal(submission.no_repeat_ngrams(logits, text, n), expected, what=f"the logits with n = {n}")


@pytest.mark.points(7)
def test_everything_that_followed_before_is_out(submission):
    """Where the last n - 1 tokens have come several times, each token that followed them is out."""
    logits = np.arange(1.0, 6.0)
    text = [0, 1, 0, 2, 0, 4, 0]
    assert_equal(submission.no_repeat_ngrams(logits, text, 2), banned(logits, [1, 2, 4]), what="the logits with n = 2")
    for text in ([3, 3, 3], [1, 3, 3], [3, 3]):
        expected = banned(logits, [3])
        assert_equal(submission.no_repeat_ngrams(logits, text, 2), expected, what=f"the logits after {text} with n = 2")


@pytest.mark.points(5)
def test_with_n_of_1_every_token_that_has_come_is_out(submission):
    """With n = 1 every token that has come is out."""
    logits = np.arange(1.0, 6.0)
    for text in ([3, 1, 3], [2, 4]):
        expected = banned(logits, sorted(set(text)))
        assert_equal(submission.no_repeat_ngrams(logits, text, 1), expected, what=f"the logits after {text} with n = 1")


@pytest.mark.points(3)
def test_a_short_text_bans_nothing(submission):
    """With fewer than n tokens nothing can be repeated."""
    logits = np.arange(1.0, 6.0)
    assert_equal(submission.no_repeat_ngrams(logits, [0, 1, 0], 2), banned(logits, [1]), what="the logits with n = 2")
    for text in ([], [2], [2, 2]):
        assert_equal(submission.no_repeat_ngrams(logits, text, 3), logits, what=f"the logits after {text} with n = 3")


@pytest.mark.points(3)
def test_what_makes_no_sense_is_refused(submission):
    """A penalty that isn't above 0 and an n below 1 raise ValueError."""
    logits = np.array([1.0, -2.0])
    assert_close(submission.repetition_penalty(logits, [0], 0.5), np.array([2.0, -2.0]), what="the logits, penalty 0.5")
    for penalty in (-1.0, 0.0):
        with pytest.raises(ValueError):
            submission.repetition_penalty(logits, [0], penalty)
    for n in (0, -1):
        with pytest.raises(ValueError):
            submission.no_repeat_ngrams(logits, [0], n)
