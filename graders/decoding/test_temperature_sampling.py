"""Grades `temperature_sampling`: the oracle sums over differences of logits, and draws are held against the law."""

import numpy as np
import pytest
from _sampling import drawn, softmax

from kata.testing import assert_close, assert_distribution, assert_equal, sizes, uniform


@pytest.mark.points(16)
def test_at_temperature_1_it_is_the_softmax(submission, rng):
    """At temperature 1 the probabilities of one row are the softmax of its logits."""
    assert_close(submission.temperature_probs(np.log([1.0, 2.0, 5.0]), 1.0), np.array([0.125, 0.25, 0.625]))
    logits = rng.normal(size=6)
    assert_close(submission.temperature_probs(logits, 1.0), softmax(logits))


@pytest.mark.points(22)
def test_logits_are_divided_by_the_temperature(submission, rng):
    """The logits are divided by the temperature before exp."""
    found = submission.temperature_probs(np.log([1.0, 2.0, 4.0]), 0.5)
    assert_close(np.sum(found), 1.0, what="the sum of the probabilities at temperature 0.5")
    assert_close(found, np.array([1.0, 4.0, 16.0]) / 21)
    assert_close(submission.temperature_probs(np.log([1.0, 4.0, 16.0]), 2.0), np.array([1.0, 2.0, 4.0]) / 7)
    logits = rng.normal(size=5)
    for temperature in (uniform(rng, 0.2, 0.8), uniform(rng, 1.5, 3.0)):
        assert_close(submission.temperature_probs(logits, temperature), softmax(logits / temperature))


@pytest.mark.points(8)
def test_every_row_is_a_law_of_its_own(submission, rng):
    """Tokens lie along the last axis, and each row of logits sums to 1; there may be any number of leading axes."""
    for shape in (sizes(rng, 3, 5), sizes(rng, 2, 3, 4), (2, 1, 3, 2, 4), (3, 1)):
        logits = rng.normal(size=shape) + 20 * rng.normal(size=(*shape[:-1], 1))
        assert_close(submission.temperature_probs(logits, 1.0), softmax(logits))


@pytest.mark.points(8)
def test_temperature_0_is_greedy(submission, rng):
    """At temperature 0 the largest logit has the probability 1, and is drawn."""
    logits = rng.permutation([3.0, 2.9, -1.0, 0.5])
    expected = np.where(logits == 3.0, 1.0, 0.0)
    assert_close(submission.temperature_probs(logits, 0.0), expected, what="the probabilities at temperature 0")
    for _ in range(3):
        token = drawn(submission, submission.sample_tokens, rng, logits, 0.0)
        assert_equal(token, int(logits.argmax()), what="the token at temperature 0")
    logits = rng.normal(size=(2, 3, 4))
    greedy = submission.temperature_probs(logits, 0.0)
    assert_equal(np.argmax(greedy, axis=-1), logits.argmax(axis=-1), what="the likeliest tokens at temperature 0")


@pytest.mark.points(3)
def test_temperature_0_takes_the_first_of_equal_logits(submission):
    """Of several largest logits temperature 0 takes the first."""
    logits = np.array([1.0, 4.0, 4.0, 0.0, 4.0])
    assert_close(submission.temperature_probs(logits, 0.0), np.array([0.0, 1.0, 0.0, 0.0, 0.0]))


@pytest.mark.points(9)
def test_large_logits_and_small_temperatures(submission, rng):
    """No probability is nan or inf, for logits up to 1e4 and temperatures down to 1e-6."""
    logits = np.array([10000.0, 9999.5, -10000.0])
    assert_close(submission.temperature_probs(logits, 1.0), softmax(logits))
    assert_close(submission.temperature_probs(-logits, 0.5), softmax(-2 * logits))
    logits = rng.permutation([3.0, 3.0 - 2e-6, 1.0, -4.0])
    assert_close(submission.temperature_probs(logits, 1e-6), softmax(logits / 1e-6), atol=1e-8)
    logits = np.array([0.0, -1000.0, -2500.0])
    found = submission.temperature_probs(logits, 1000.0)
    assert_close(found, softmax(logits / 1000.0), what="the probabilities of logits far apart at temperature 1000")
    rows = np.array([[10000.0, 9999.5, 9999.0], [-9000.0, -9001.0, -10000.0]])
    assert_close(submission.temperature_probs(rows, 1.0), softmax(rows), what="the probabilities of two rows far apart")


@pytest.mark.points(5)
def test_a_logit_of_minus_inf_is_never_drawn(submission, rng):
    """A token whose logit is -inf has the probability 0 at every temperature, and is never drawn."""
    logits = np.array([0.5, -np.inf, 1.5, -np.inf])
    assert_close(submission.temperature_probs(logits, 1.0), softmax(logits))
    for temperature in (2.0, 0.5, 0.0, 1000.0):
        hidden = np.asarray(submission.temperature_probs(logits, temperature))[[1, 3]]
        assert_equal(hidden, np.zeros(2), what=f"the probabilities of the two hidden tokens at {temperature}")
    tokens = drawn(submission, submission.sample_tokens, rng, np.tile(logits, (200, 1)), 50.0)
    assert_equal(np.unique(tokens), np.array([0, 2]), what="the tokens that came in 200 draws")


@pytest.mark.points(14)
def test_tokens_are_drawn_with_their_probabilities(submission, rng):
    """Tokens come with the probabilities that the temperature gives them."""
    logits = rng.permutation([0.0, 0.6, 1.2, 2.0])
    for temperature, calls in ((1.0, 8), (0.4, 1), (3.0, 1)):
        # Several calls: whoever draws one number for all rows of a call is judged elsewhere, and not taken for greedy.
        rows = np.tile(logits, (1000 // calls, 1))
        tokens = [drawn(submission, submission.sample_tokens, rng, rows, temperature) for _ in range(calls)]
        counts = np.bincount(np.concatenate(tokens), minlength=4)
        what = f"1,000 tokens at temperature {temperature}"
        assert_distribution(counts, softmax(logits / temperature), what=what)


@pytest.mark.points(4)
def test_there_is_a_token_for_each_row(submission, rng):
    """The tokens have the axes of the logits without the last, however many these are: none, one, two or four."""
    for shape in ((4,), (3, 4), (2, 3, 4), (2, 1, 3, 2, 4)):
        best = rng.integers(0, 4, size=shape[:-1])
        logits = np.where(np.arange(4) == best[..., None], 60.0, rng.normal(size=shape))
        tokens = submission.sample_tokens(logits, 1.0, submission.generator(1))
        assert_equal(list(np.shape(tokens)), list(shape[:-1]), what=f"the shape of the tokens for logits {shape}")
        assert_equal(tokens, best, what=f"the tokens of rows that leave no choice, for logits {shape}")


@pytest.mark.points(5)
def test_rows_are_drawn_independently(submission, rng):
    """Each row has a draw of its own: what one row gets says nothing about another."""
    tokens = drawn(submission, submission.sample_tokens, rng, np.zeros((1200, 2)), 1.0)
    for apart, what in ((1, "the pairs of rows that follow each other"), (600, "the pairs of rows far apart")):
        first = np.arange(0, 1200 - apart, 2) if apart == 1 else np.arange(600)
        pairs = np.bincount(2 * tokens[first] + tokens[first + apart], minlength=4)
        assert_distribution(pairs, np.full(4, 0.25), what=what)
    tokens = drawn(submission, submission.sample_tokens, rng, np.zeros((300, 2, 2)), 1.0)
    pairs = np.bincount(2 * tokens[:, 0] + tokens[:, 1], minlength=4)
    assert_distribution(pairs, np.full(4, 0.25), what="the pairs of the two rows of each batch item")


@pytest.mark.points(3)
def test_the_same_generator_gives_the_same_tokens(submission, rng):
    """All chance comes from rng: the same state of it gives the same tokens, another one gives others."""
    logits = rng.normal(size=(40, 5))
    seeds = rng.choice(2**32, size=2, replace=False).tolist()
    runs = [submission.sample_tokens(logits, 2.0, submission.generator(s)) for s in (seeds[0], seeds[0], seeds[1])]
    assert_equal(runs[1], runs[0], what="the tokens of the second run with one seed")
    assert not np.array_equal(runs[2], runs[0]), "Two seeds of rng gave the same tokens."


@pytest.mark.points(3)
def test_a_negative_temperature_is_refused(submission):
    """A negative temperature raises ValueError, in both functions."""
    logits = np.array([1.0, 2.0, 1.5])
    assert_close(submission.temperature_probs(logits, 1.0), softmax(logits))
    with pytest.raises(ValueError):
        submission.temperature_probs(logits, -1.0)
    with pytest.raises(ValueError):
        submission.sample_tokens(logits, -0.5, submission.generator(0))
