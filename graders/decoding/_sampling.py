"""What the graders of sampling rules share: the softmax as a sum over differences, and draws of many tokens at once."""

import numpy as np

from kata.testing import assert_distribution, assert_equal, new_seed


def softmax(logits):
    """p(v) = 1 / sum_w exp(logits(w) - logits(v)), and 0 where a logit is -inf."""
    logits = np.asarray(logits, dtype=np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        sums = np.exp(logits[..., None, :] - logits[..., :, None]).sum(axis=-1)
    return np.where(np.isneginf(logits), 0.0, 1.0 / sums)


def drawn(submission, function, rng, logits, *args):
    """The tokens of a call of the answer with a generator of its own, each of them one of the vocabulary."""
    tokens = np.asarray(function(logits, *args, submission.generator(new_seed(rng))))
    assert_equal(tokens.shape, logits.shape[:-1], what="the shape of the tokens")
    assert tokens.dtype.kind in "iu", f"Tokens should be integers; they are {tokens.dtype}."
    assert_equal(bool(np.isin(tokens, np.arange(logits.shape[-1])).all()), True, what="whether tokens are 0 to V - 1")
    return tokens


def own(function, logits, *args):
    """What the answer's own filter gives, in tests of something else: the largest logit stays, the least one goes."""
    found = np.asarray(function(logits, *args))
    ends = np.take_along_axis(found, np.stack([logits.argmax(-1), logits.argmin(-1)], axis=-1), axis=-1)
    gone = np.broadcast_to([False, True], ends.shape)
    assert_equal(np.isneginf(ends), gone, what="whether the largest and the smallest logit are cut off")
    return found


def check_own_draws(submission, sample, own_law, rng):
    """Each row is drawn for itself, from its own filtered logits.

    Args:
        submission: the answer.
        sample: sample(logits, generator) draws with the settings of the test.
        own_law: own_law(row) is the law of a row's token.
        rng: the test's generator.
    """
    # Counts first: whoever draws by another law gives other tokens each time, but counts that are alike.
    row = np.array([1.0, 1.0, 0.9, -9.0])
    tokens = drawn(submission, sample, rng, np.tile(row, (400, 2, 1)))
    law = own_law(row)
    pairs = np.bincount(4 * tokens[:, 0] + tokens[:, 1], minlength=16)
    assert_distribution(pairs, np.outer(law, law).ravel(), what="the pairs of two rows")
    best = rng.permutation(5)
    rows = np.where(np.arange(5) == best[:, None], 90.0, rng.normal(size=(5, 5)))
    tokens = drawn(submission, sample, rng, np.tile(rows, (40, 1)))
    counts = np.bincount(5 * np.tile(np.arange(5), 40) + tokens, minlength=25)
    law = (np.arange(5) == best[:, None]).ravel() / 5
    assert_distribution(counts, law, what="the tokens of five rows that leave no choice, each drawn 40 times,")
    assert_equal(drawn(submission, sample, rng, rows[0]), best[0], what="the token of a single row")


def check_same_generator(submission, sample, rng):
    """The same state of rng gives the same tokens, another one gives others."""
    logits = rng.normal(size=(40, 5))
    seeds = rng.choice(2**32, size=2, replace=False).tolist()
    runs = [sample(logits, submission.generator(seed)) for seed in (seeds[0], seeds[0], seeds[1])]
    assert_equal(runs[1], runs[0], what="the tokens of the second run with one seed")
    assert not np.array_equal(runs[2], runs[0]), "Two seeds of rng gave the same tokens."
