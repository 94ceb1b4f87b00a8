"""What the graders of sampling rules share: the softmax as a sum over differences, and draws of many tokens at once."""

import numpy as np

from kata.testing import assert_equal, new_seed


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
    assert_equal(bool(np.isin(tokens, np.arange(logits.shape[-1])).all()), True, what="whether tokens are 0 to V - 1")
    return tokens
