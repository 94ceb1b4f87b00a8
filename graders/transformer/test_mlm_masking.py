"""Grades `mlm_masking`: counts against the exact law, and the loss by logaddexp over the vocabulary."""

import functools
import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed, uniform

# Ids 0, 1, 2 and 7 are special, 7 is [MASK]; 3, 4, 5, 6, 8 and 9 are ordinary.
SPECIAL, MASK, VOCAB = [0, 1, 2, 7], 7, 10
ORDINARY = np.array([3, 4, 5, 6, 8, 9])


def text(rng, *shape):
    """Ordinary tokens, with special ones at both ends."""
    tokens = rng.choice(ORDINARY, size=shape)
    tokens[:, 0], tokens[:, -2], tokens[:, -1] = 1, 2, 0
    return tokens


def masked(submission, rng, tokens, rate):
    generator = submission.generator(new_seed(rng))
    inputs, labels = submission.mlm_masking(tokens, MASK, VOCAB, SPECIAL, generator, rate=rate)
    assert_equal([list(inputs.shape), list(labels.shape)], [list(tokens.shape)] * 2, what="the shapes")
    return np.asarray(inputs), np.asarray(labels)


def loss_of(logits, labels):
    losses = []
    for row, label in zip(logits.reshape(-1, logits.shape[-1]), labels.ravel(), strict=True):
        if label != -100:
            losses.append(functools.reduce(np.logaddexp, row - row[label]))
    return np.mean(losses)


@pytest.mark.points(12)
def test_each_position_has_the_same_chance(submission, rng):
    """Each ordinary position is hidden with probability rate."""
    tokens = rng.choice(ORDINARY, size=(1, 1500))
    for rate in (0.15, uniform(rng, 0.3, 0.8)):
        found = submission.select_targets(tokens, SPECIAL, rate, submission.generator(new_seed(rng)))
        assert_equal(list(found.shape), [1, 1500], what="the shape")
        counts = np.bincount(np.asarray(found, dtype=bool).ravel().astype(int), minlength=2)
        assert_distribution(counts, [1 - rate, rate], what=f"how many positions are hidden with rate {rate}")


@pytest.mark.points(6)
def test_positions_are_drawn_for_themselves(submission, rng):
    """Whether a position is hidden says nothing of others, of its own text, the next text or another call."""
    tokens, generator = rng.choice(ORDINARY, size=(30, 50)), submission.generator(new_seed(rng))
    hidden = np.asarray(submission.select_targets(tokens, SPECIAL, 0.5, generator), dtype=bool).astype(int)
    pairs = {"in a text": 2 * hidden[:, ::2] + hidden[:, 1::2], "of two texts": 2 * hidden[::2] + hidden[1::2]}
    for what, seen in pairs.items():
        assert_distribution(np.bincount(seen.ravel(), minlength=4), [0.25] * 4, what=f"neighbouring positions {what}")
    calls = [submission.select_targets(tokens[:1, :20], SPECIAL, 0.5, generator) for _ in range(16)]
    seed = new_seed(rng)
    first, second = (submission.select_targets(tokens, SPECIAL, 0.5, submission.generator(seed)) for _ in range(2))
    assert_equal(second, first, what="the positions drawn by a generator in the same state")
    first, second = (
        submission.mlm_masking(tokens, MASK, VOCAB, SPECIAL, submission.generator(seed), rate=0.5)[0] for _ in range(2)
    )
    assert_equal(second, first, what="what the model reads, drawn by a generator in the same state")
    counts = np.bincount([int(np.asarray(call).sum()) for call in calls], minlength=21)
    law = [math.comb(20, n) / 2**20 for n in range(21)]
    assert_distribution(counts, law, what="how many of 20 positions are hidden, in 16 calls with rate 0.5")


@pytest.mark.points(8)
def test_special_tokens_are_never_hidden(submission, rng):
    """A special token is never hidden, and stays as it is, even at a rate of 1; all others are hidden then."""
    tokens = text(rng, 6, 9)
    ordinary = np.isin(tokens, ORDINARY)
    found = submission.select_targets(tokens, SPECIAL, 1.0, submission.generator(new_seed(rng)))
    hidden = np.asarray(found, dtype=bool)
    assert_equal(hidden.shape, (6, 9), what="the shape")
    wrong = sorted({int(i) for i in tokens[~ordinary][hidden[~ordinary]]})
    assert not wrong, f"Tokens are hidden whose ids are special: {wrong}."
    assert_equal(hidden, ordinary, what="the hidden positions")
    inputs, labels = masked(submission, rng, tokens, 1.0)
    assert_equal(inputs[~ordinary], tokens[~ordinary], what="the inputs at special tokens")
    assert_equal(labels[~ordinary], np.full((~ordinary).sum(), -100), what="the labels of special tokens")


@pytest.mark.points(8)
def test_every_hidden_position_has_a_label(submission, rng):
    """A hidden position has a label whatever it shows: [MASK], a random token or the token itself."""
    _, labels = masked(submission, rng, np.full((1, 1000), 5), 1.0)
    own, none = np.isin(labels, [5]).sum(), np.isin(labels, [-100]).sum()
    what = "the positions whose label is their token, that have none and that have another, where all are hidden,"
    assert_distribution([own, none, 1000 - own - none], [1.0, 0.0, 0.0], what=what)


@pytest.mark.points(8)
def test_labels(submission, rng):
    """The label of a hidden position is its token; all other positions have -100 and show their token."""
    tokens = rng.choice(ORDINARY, size=(1, 600))
    inputs, labels = masked(submission, rng, tokens, 0.4)
    visible = np.isin(labels, [-100])
    assert_equal(labels[~visible], tokens[~visible], what="the labels of hidden positions")
    assert_distribution([(~visible).sum(), visible.sum()], [0.4, 0.6], what="the positions with a label and without")
    assert_equal(inputs[visible], tokens[visible], what="the inputs at positions without a label")
    _, labels = submission.mlm_masking(tokens, MASK, VOCAB, SPECIAL, submission.generator(new_seed(rng)))
    visible = np.isin(labels, [-100])
    what = "the positions with a label and without, at the rate of 0.15 that is the default"
    assert_distribution([(~visible).sum(), visible.sum()], [0.15, 0.85], what=what)


@pytest.mark.points(24)
def test_mask_random_or_the_same(submission, rng):
    """A hidden position shows [MASK] with probability 0.8, a random token with 0.1 and its own with 0.1."""
    shown = np.concatenate([masked(submission, rng, np.full((5, 4), 8), 1.0)[0] for _ in range(6)])
    assert not np.isin(shown, [MASK]).all(), "In 6 calls every hidden position shows [MASK]."
    tokens = rng.integers(8, 1000, size=(1, 1600))  # of so many ids, hardly a random one is the position's own
    inputs, _ = submission.mlm_masking(tokens, MASK, 1000, SPECIAL, submission.generator(new_seed(rng)), rate=1.0)
    assert_equal(list(inputs.shape), [1, 1600], what="the shape of the inputs")
    n_mask, n_same = np.isin(inputs, [MASK]).sum(), np.isin(np.asarray(inputs) - tokens, [0]).sum()
    chances = [0.8, 0.1 + 0.1 / 996, 0.1 - 0.1 / 996]
    what = "the positions with [MASK], with their own token and with another"
    together = "All 1600 hidden positions of a text show {}, and others in other texts: each is drawn for itself."
    assert n_mask < 1600, together.format("[MASK]")
    assert_distribution([n_mask, n_same, 1600 - n_mask - n_same], chances, what=what)
    # Only 1 and 2 are ordinary here: half of the random tokens are the position's own.
    tokens, generator = np.full((1, 1800), 1), submission.generator(new_seed(rng))
    inputs, _ = submission.mlm_masking(tokens, 0, 3, [0], generator, rate=1.0)
    n_mask, n_same, n_other = (np.isin(inputs, [token]).sum() for token in (0, 1, 2))
    what = "the positions with [MASK], their own token and the only other, as a random token may be the token itself,"
    assert_distribution([n_mask, n_same, n_other], [0.8, 0.15, 0.05], what=what)
    # A draw that hides a position and says at once what it shows is right at a rate of 1 only.
    tokens = rng.integers(8, 1000, size=(1, 800))
    inputs, _ = submission.mlm_masking(tokens, MASK, 1000, SPECIAL, submission.generator(new_seed(rng)), rate=0.5)
    n_mask, n_same = np.isin(inputs, [MASK]).sum(), np.isin(np.asarray(inputs) - tokens, [0]).sum()
    n_other = 800 - n_mask - n_same
    shown = f"Of 800 positions at a rate of 0.5, {n_mask} show [MASK] and {n_other} another token than their own"
    assert min(n_mask, n_other) > 0, f"{shown}: what a hidden position shows takes a draw of its own."
    what = "the positions with [MASK] and with another token, at a rate of 0.5,"
    assert_distribution([n_mask, n_other], [796.8 / 896.3, 99.5 / 896.3], what=what)


@pytest.mark.points(12)
def test_random_tokens_are_ordinary(submission, rng):
    """A random token is any ordinary id, each with the same probability, and never a special one."""
    tokens = np.full((12, 100), 5)
    inputs, _ = masked(submission, rng, tokens, 1.0)
    counts = np.bincount(inputs.ravel(), minlength=VOCAB)
    assert_equal(len(counts), VOCAB, what="the number of ids")
    wrong = [i for i in (0, 1, 2) if counts[i]]
    assert not wrong, f"special ids are drawn as random tokens: {wrong}."
    others = counts[[3, 4, 6, 8, 9]]
    assert others.sum() > 10, "hardly any position shows another token."
    assert_distribution(others, [0.2] * 5, what="the random tokens other than the position's own")


@pytest.mark.points(14)
def test_the_loss(submission, rng):
    """The loss is the mean of -log p of the label, over the positions with one."""
    for shape in [(1, 4, 5), (3, 6, 4)]:
        logits = 2 * rng.normal(size=shape)
        labels = rng.integers(shape[-1], size=shape[:2])
        labels[rng.random(shape[:2]) < 0.4] = -100
        labels[0, :2] = 1, -100
        assert_close(submission.mlm_loss(logits, labels), loss_of(logits, labels), rtol=1e-7, what="the loss")


@pytest.mark.points(2)
def test_the_loss_of_large_logits(submission, rng):
    """Logits in the thousands, of both signs, give no nan and no inf."""
    labels = np.array([[0, -100, 1]])
    for shift in (2000.0, -2000.0):
        logits = shift + np.array([[[3.0, 0, -3], [0, 1, 2], [0, 2, 1]]])
        right = loss_of(logits, labels)
        assert_close(submission.mlm_loss(logits, labels), right, rtol=1e-7, what=f"the loss of logits near {shift:g}")


@pytest.mark.points(2)
def test_the_loss_of_tokens_that_are_hardly_expected(submission):
    """The loss is as large as the label's logit lags behind, also where its probability is too small for a float."""
    for lag in (80.0, 800.0):
        logits = np.array([[[-lag / 2, lag / 2, 0.0], [0.0, 1.0, 2.0]]])
        found = submission.mlm_loss(logits, np.array([[0, -100]]))
        assert_close(found, lag, rtol=1e-7, what=f"the loss of a token whose logit lags by {lag:g}")


@pytest.mark.points(4)
def test_the_loss_of_nothing(submission, rng):
    """Where nothing is hidden the loss is 0."""
    logits = rng.normal(size=(2, 3, 4))
    assert_close(submission.mlm_loss(logits, np.full((2, 3), -100)), 0.0, what="the loss")
    labels = np.array([[-100, 1, -100]])
    right = loss_of(logits[:1], labels)
    assert_close(submission.mlm_loss(logits[:1], labels), right, rtol=1e-7, what="the loss of one hidden token")
