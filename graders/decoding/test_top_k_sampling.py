"""Grades `top_k_sampling`: a logit stays when fewer than k are larger, which the oracle counts."""

import numpy as np
import pytest
from _sampling import check_own_draws, check_same_generator, drawn, own, softmax

from kata.testing import assert_distribution, assert_equal, sizes, uniform


def filtered(logits, k):
    larger = (logits[..., None, :] > logits[..., :, None]).sum(axis=-1)
    return np.where(larger < k, logits, -np.inf)


@pytest.mark.points(27)
def test_only_the_k_largest_logits_stay(submission, rng):
    """The k largest logits stay as they are, and all others become -inf."""
    assert_equal(
        submission.top_k_filter(np.array([0.5, -1.0, 2.0, 1.5, -3.0, 0.25]), 2),
        np.array([-np.inf] * 2 + [2.0, 1.5] + [-np.inf] * 2),
    )
    for k in (1, 3, 6):
        logits = rng.normal(size=7)
        assert_equal(submission.top_k_filter(logits, k), filtered(logits, k), what=f"the logits filtered with k = {k}")


@pytest.mark.points(12)
def test_each_row_is_filtered_for_itself(submission, rng):
    """Tokens lie along the last axis and each row has its own k largest; there may be any number of leading axes."""
    for shape in (sizes(rng, 5, 6), sizes(rng, 4, 5, 6), (2, 1, 3, 2, 5)):
        logits = rng.normal(size=shape) + 20 * rng.normal(size=(*shape[:-1], 1))
        found = submission.top_k_filter(logits, 2)
        rows = [own(submission.top_k_filter, row, 2) for row in logits.reshape(-1, shape[-1])]
        assert_equal(found, np.array(rows).reshape(shape), what="the filtered rows, beside each row filtered alone")


@pytest.mark.points(8)
def test_what_equals_the_kth_largest_stays(submission, rng):
    """Logits that equal the k-th largest stay too, so that more than k may stay."""
    logits = rng.permutation([4.0, 3.0, 3.0, 3.0, 1.0])
    for k in (2, 3):
        stay = int((~np.isneginf(submission.top_k_filter(logits, k))).sum())
        assert_equal(stay, 4, what=f"how many of five logits stay with k = {k}, three of them equal")
        assert_equal(submission.top_k_filter(logits, k), filtered(logits, k), what=f"the logits filtered with k = {k}")


@pytest.mark.points(6)
def test_a_k_above_the_vocabulary_keeps_all(submission, rng):
    """With k = V and above, all logits stay."""
    logits = rng.normal(size=(2, 4))
    own(submission.top_k_filter, logits, 2)
    for k in (4, 5, 50):
        assert_equal(submission.top_k_filter(logits, k), logits, what=f"the logits filtered with k = {k}")


@pytest.mark.points(6)
def test_what_is_out_stays_out(submission):
    """A logit of -inf stays -inf, also where fewer than k tokens are left."""
    logits = np.array([1.0, -np.inf, 3.0, -np.inf, 2.0, 0.0])
    gone = np.isneginf(submission.top_k_filter(logits, 2))[[1, 2, 3, 5]]
    assert_equal(gone, np.array([True, False, True, True]), what="whether four of the logits are -inf with k = 2")
    gone = np.isneginf(submission.top_k_filter(logits, 5))[[1, 2, 3]]
    assert_equal(gone, np.array([True, False, True]), what="whether three of the logits are -inf with k = 5")


@pytest.mark.points(20)
def test_tokens_are_drawn_among_the_k_likeliest(submission, rng):
    """Tokens are drawn with the softmax of the k largest logits, at temperature 1."""
    logits = rng.permutation([2.0, 1.4, 0.6, 0.3, -0.1])
    for k in (2, 3):
        # Several calls: whoever draws one number for all rows of a call is judged elsewhere, and not taken for greedy.
        rows = np.tile(logits, (125, 1))
        tokens = [drawn(submission, submission.sample_top_k, rng, rows, k, 1.0) for _ in range(8)]
        counts = np.bincount(np.concatenate(tokens), minlength=5)
        assert_distribution(counts, softmax(own(submission.top_k_filter, logits, k)), what=f"1,000 tokens with k = {k}")


@pytest.mark.points(9)
def test_the_temperature_shapes_the_draw(submission, rng):
    """The k largest logits are divided by the temperature before the draw."""
    logits = rng.permutation([2.0, 1.2, 0.6, -2.0, -3.0])
    for temperature in (uniform(rng, 0.4, 0.5), uniform(rng, 3.0, 4.0)):
        tokens = drawn(submission, submission.sample_top_k, rng, np.tile(logits, (1000, 1)), 3, temperature)
        law = softmax(own(submission.top_k_filter, logits, 3) / temperature)
        assert_distribution(np.bincount(tokens, minlength=5), law, what=f"1,000 tokens at temperature {temperature}")


@pytest.mark.points(3)
def test_large_logits(submission, rng):
    """Logits beyond what exp can take are drawn with their softmax."""
    shifts = np.array([[3000.0], [-3000.0]])
    for shift in shifts[:, 0]:
        logits = rng.permutation([1.0, 0.2, -0.4, -3.0])
        tokens = drawn(submission, submission.sample_top_k, rng, np.tile(logits + shift, (300, 1)), 3, 1.0)
        law = softmax(own(submission.top_k_filter, logits, 3))
        assert_distribution(np.bincount(tokens, minlength=4), law, what=f"300 tokens with logits around {shift:.0f}")
    rows = np.tile(np.array([1.0, 0.2, -0.4, -3.0]) + shifts, (150, 1))
    tokens = drawn(submission, submission.sample_top_k, rng, rows, 3, 1.0)
    law = softmax(own(submission.top_k_filter, np.array([1.0, 0.2, -0.4, -3.0]), 3))
    counts = np.bincount(tokens, minlength=4)
    assert_distribution(counts, law, what="300 tokens of rows that are far apart in the size of their logits")


@pytest.mark.points(4)
def test_every_row_has_a_draw_of_its_own(submission, rng):
    """Each row is drawn from its own k likeliest tokens, independently of the others."""
    check_own_draws(
        submission,
        lambda logits, generator: submission.sample_top_k(logits, 2, 1.0, generator),
        lambda row: softmax(own(submission.top_k_filter, row, 2)),
        rng,
    )


@pytest.mark.points(2)
def test_the_same_generator_gives_the_same_tokens(submission, rng):
    """All chance comes from rng: the same state of it gives the same tokens, another one gives others."""
    check_same_generator(submission, lambda logits, generator: submission.sample_top_k(logits, 4, 2.0, generator), rng)


@pytest.mark.points(3)
def test_a_k_below_1_is_refused(submission):
    """A k below 1 raises ValueError, in both functions."""
    logits = np.array([1.0, 2.0, 1.5, 0.5])
    own(submission.top_k_filter, logits, 2)
    for k in (0, -1):
        with pytest.raises(ValueError):
            submission.top_k_filter(logits, k)
        with pytest.raises(ValueError):
            submission.sample_top_k(logits, k, 1.0, submission.generator(0))
