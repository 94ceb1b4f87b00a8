"""Grades `min_p_sampling`: the oracle compares probabilities that are sums over differences of logits."""

import numpy as np
import pytest
from _sampling import check_own_draws, check_same_generator, drawn, own, softmax

from kata.testing import assert_distribution, assert_equal, sizes

PROBS = [0.07, 0.4, 0.03, 0.3, 0.2]


def filtered(logits, min_p):
    probs = softmax(logits)
    return np.where(probs >= min_p * probs.max(axis=-1, keepdims=True), logits, -np.inf)


def check_filtered(submission, logits, min_p, expected):
    found = submission.min_p_filter(logits, min_p)
    if isinstance(found, np.ndarray) and found.shape == logits.shape and found.dtype == logits.dtype:
        stays = np.isfinite(expected)
        moved = np.asarray(found)[stays] - logits[stays]
        shifted = np.isfinite(moved).all() and np.abs(moved).max() > 0 and np.ptp(moved) < 1e-9
        assert not shifted, "The logits that stay are shifted (log-probabilities?): the filter leaves them as they are."
    assert_equal(found, expected, what=f"the logits filtered with {min_p}")


def check_own_numbers(submission, rng):
    """Rows of equal tokens don't all get one and the same, unless it is the first, which is that of an argmax.

    So whoever draws one number for all rows of a call is told so, and not taken for greedy or for another law.
    """
    for _ in range(2):
        tokens = drawn(submission, submission.sample_min_p, rng, np.zeros((8, 1000)), 0.5, 1.0)
        one = len(np.unique(tokens)) == 1 and bool(np.all(tokens))
        assert_equal(one, False, what="whether 8 rows of 1,000 equal tokens all got one and the same")


@pytest.mark.points(32)
def test_what_is_a_share_of_the_likeliest_stays(submission, rng):
    """A token stays if it is at least min_p times as likely as the likeliest one; its logit stays as it is."""
    logits = np.log(PROBS) + 3.0  # above 0 and not normalised: a share of a logit is something else then
    for min_p, kept in ((0.08, [0, 1, 3, 4]), (0.25, [1, 3, 4]), (0.6, [1, 3])):
        check_filtered(submission, logits, min_p, np.where(np.isin(np.arange(5), kept), logits, -np.inf))
    logits = np.log(rng.permutation(PROBS)) + rng.normal()
    for min_p in (0.15, 0.55):
        check_filtered(submission, logits, min_p, filtered(logits, min_p))


@pytest.mark.points(12)
def test_each_row_has_a_threshold_of_its_own(submission, rng):
    """Tokens lie along the last axis and each row has its own likeliest; there may be any number of leading axes."""
    # A row that is sure of its token beside one that isn't: with a threshold from the first nothing of the other stays.
    logits = np.array([[9.0, 0.0, -1.0, 0.5], [-3.0, -3.1, -3.4, -9.0]])
    rows = [np.asarray(submission.min_p_filter(row, 0.5)) for row in logits]
    found = submission.min_p_filter(logits, 0.5)
    assert_equal(found, np.array(rows), what="a sure and an unsure row, filtered together, beside each of them alone")
    for shape in (sizes(rng, 5, 6), sizes(rng, 2, 3, 4), (2, 1, 2, 1, 5)):
        logits = 2 * rng.normal(size=shape) + 20 * rng.normal(size=(*shape[:-1], 1))
        logits[..., 1] = logits[..., 0] - 9.0
        found = submission.min_p_filter(logits, 0.3)
        rows = [own(submission.min_p_filter, row, 0.3) for row in logits.reshape(-1, shape[-1])]
        assert_equal(found, np.array(rows).reshape(shape), what="the filtered rows, beside each row filtered alone")


@pytest.mark.points(5)
def test_min_p_of_0_keeps_all(submission, rng):
    """min_p = 0 keeps every token that isn't out already, however unlikely it is."""
    own(submission.min_p_filter, rng.permutation([2.0, 0.0, -9.0, 1.0]), 0.3)
    logits = np.array([rng.permutation([0.0, -50.0, 1.0, -900.0]), rng.normal(size=4)])
    found = np.asarray(submission.min_p_filter(logits, 0.0))
    assert_equal(np.isneginf(found), np.zeros((2, 4), dtype=bool), what="whether tokens are out with min_p = 0")


@pytest.mark.points(5)
def test_min_p_of_1_keeps_all_that_equal_the_likeliest(submission, rng):
    """min_p = 1 keeps the likeliest token, and all that equal it."""
    logits = rng.permutation([3.0, 1.0, 3.0, 2.9, 3.0])
    found = np.asarray(submission.min_p_filter(logits, 1.0))
    assert_equal(np.isneginf(found), logits < 3.0, what="whether tokens are out with min_p = 1")


@pytest.mark.points(5)
def test_large_logits(submission, rng):
    """Logits up to 1e4 in size are no problem."""
    logits = rng.permutation([10000.0, 9999.0, 9997.0, -10000.0])
    alone = own(submission.min_p_filter, logits - 10000.0, 0.2)
    for shift in (0.0, -19000.0):
        found = np.asarray(submission.min_p_filter(logits + shift, 0.2))
        assert_equal(np.isfinite(found), ~np.isneginf(alone), what="whether a token stays")
    row = np.array([0.0, -1.0, -9.0])
    alone = own(submission.min_p_filter, row, 0.2)
    found = np.asarray(submission.min_p_filter(row + np.array([[9000.0], [-9000.0]]), 0.2))
    assert_equal(np.isfinite(found), ~np.isneginf([alone, alone]), what="whether tokens of two rows far apart stay")


@pytest.mark.points(4)
def test_what_is_out_stays_out(submission):
    """A logit of -inf stays -inf."""
    logits = np.array([1.0, -np.inf, 3.0, -np.inf, 2.5, -8.0])
    alone = own(submission.min_p_filter, logits[[0, 2, 4, 5]], 0.2)
    found = np.asarray(submission.min_p_filter(logits, 0.2))
    assert_equal(found[[0, 2, 4, 5]], alone, what="the finite logits, beside what they give alone")
    assert_equal(np.isneginf(found[[1, 3]]), np.array([True, True]), what="whether the two that were -inf are so still")


@pytest.mark.points(18)
def test_tokens_are_drawn_among_those_that_stay(submission, rng):
    """Tokens are drawn with the softmax of the logits that stay, at temperature 1."""
    logits = np.log(rng.permutation(PROBS))
    check_own_numbers(submission, rng)
    for min_p in (0.15, 0.35):
        tokens = drawn(submission, submission.sample_min_p, rng, np.tile(logits, (1000, 1)), min_p, 1.0)
        law = softmax(own(submission.min_p_filter, logits, min_p))
        assert_distribution(np.bincount(tokens, minlength=5), law, what=f"1,000 tokens with min_p = {min_p}")


@pytest.mark.points(10)
def test_the_temperature_comes_last(submission, rng):
    """The filter sees the logits as they are, and what stays is divided by the temperature."""
    logits = np.log(rng.permutation(PROBS))
    check_own_numbers(submission, rng)
    for temperature in (4.0, 0.4):
        tokens = drawn(submission, submission.sample_min_p, rng, np.tile(logits, (1000, 1)), 0.35, temperature)
        law = softmax(own(submission.min_p_filter, logits, 0.35) / temperature)
        assert_distribution(np.bincount(tokens, minlength=5), law, what=f"1,000 tokens at temperature {temperature}")


@pytest.mark.points(4)
def test_every_row_has_a_draw_of_its_own(submission, rng):
    """Each row is drawn from its own tokens, independently of the others."""
    check_own_numbers(submission, rng)
    check_own_draws(
        submission,
        lambda logits, generator: submission.sample_min_p(logits, 0.3, 1.0, generator),
        lambda row: softmax(own(submission.min_p_filter, row, 0.3)),
        rng,
    )


@pytest.mark.points(2)
def test_the_same_generator_gives_the_same_tokens(submission, rng):
    """All chance comes from rng: the same state of it gives the same tokens, another one gives others."""
    check_same_generator(
        submission, lambda logits, generator: submission.sample_min_p(logits, 0.02, 2.0, generator), rng
    )


@pytest.mark.points(3)
def test_a_min_p_outside_of_its_range_is_refused(submission):
    """A min_p below 0 or above 1 raises ValueError, in both functions."""
    logits = np.array([1.0, 2.0, 1.5, -5.0])
    own(submission.min_p_filter, logits, 0.3)
    for min_p in (-0.1, 1.1):
        with pytest.raises(ValueError):
            submission.min_p_filter(logits, min_p)
        with pytest.raises(ValueError):
            submission.sample_min_p(logits, min_p, 1.0, submission.generator(0))
