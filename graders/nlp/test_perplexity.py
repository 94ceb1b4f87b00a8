"""Grades `perplexity`: the oracle folds the logits of a token together one by one with logaddexp."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal


def nlls(logits, targets, mask=None):
    """The NLL of every counted token, in a list."""
    return [
        float(np.logaddexp.reduce(logits[index].astype(np.float64)) - np.float64(logits[index][targets[index]]))
        for index in np.ndindex(targets.shape)
        if mask is None or mask[index]
    ]


def mean(values):
    return math.fsum(values) / len(values)


def example(rng, shape, vocabulary, spread=2.0):
    """Logits, and targets drawn from them, none of which is less probable than a guess among all tokens."""
    logits = spread * rng.normal(size=(*shape, vocabulary))
    targets = (logits + rng.gumbel(size=logits.shape)).argmax(axis=-1)
    best = logits.argmax(axis=-1)
    for index in np.ndindex(*shape):
        if np.logaddexp.reduce(logits[index]) - logits[index][targets[index]] > math.log(vocabulary):
            targets[index] = best[index]
    return logits, targets


def some(rng, shape):
    """A mask that counts another number of tokens in every row."""
    mask = np.arange(shape[-1]) < rng.permutation(np.arange(1, shape[0] + 1))[:, None]
    return rng.permuted(mask, axis=1)


@pytest.mark.points(15)
def test_perplexity_is_exp_of_the_mean_nll(submission, rng):
    """Perplexity is exp of the mean NLL over all tokens when there is no mask."""
    for shape, vocabulary in [((4,), 6), ((3, 5), 7), ((2, 3, 2), 4)]:
        logits, targets = example(rng, shape, vocabulary)
        assert_close(submission.perplexity(logits, targets), math.exp(mean(nlls(logits, targets))))


@pytest.mark.points(15)
def test_only_counted_tokens_enter_the_mean(submission, rng):
    """With a mask the sum and the count both take the True tokens only, and each weighs the same in every sequence."""
    logits, targets = example(rng, (4, 6), 5)
    mask = some(rng, (4, 6))
    expected = math.exp(mean(nlls(logits, targets, mask)))
    assert_close(submission.perplexity(logits, targets, mask), expected)
    everything = np.ones((4, 6), dtype=bool)
    assert_close(submission.perplexity(logits, targets, everything), math.exp(mean(nlls(logits, targets))))


@pytest.mark.points(10)
def test_total_and_count(submission, rng):
    """nll_total returns the summed NLL in nats and the number of counted tokens."""
    logits, targets = example(rng, (3, 4), 6)
    mask = some(rng, (3, 4))
    for chosen in (None, mask):
        expected = nlls(logits, targets, chosen)
        total, count = submission.nll_total(logits, targets, chosen)
        assert_close(total, math.fsum(expected), what="the total")
        assert_equal(count, len(expected), what="the count")


@pytest.mark.points(10)
def test_masked_tokens_may_hold_anything(submission, rng):
    """A masked token may have a target outside the vocabulary and logits of nan or inf: it is never looked at."""
    logits, targets = example(rng, (3, 5), 4)
    mask = some(rng, (3, 5))
    expected = nlls(logits, targets, mask)
    functions = submission.perplexity, submission.bits_per_token
    # How the total becomes a mean is for other tests: here the means are the same as with harmless tokens.
    clean = [function(logits, targets, mask) for function in functions]
    clean.append(submission.corpus_perplexity([(logits, targets, mask)]))
    hidden = np.argwhere(~mask)
    for kind, (row, column) in enumerate(hidden):
        targets[row, column] = [-100, 4, 50_000][kind % 3]
        logits[row, column] = [np.nan, np.inf, -np.inf, 1.0][kind % 4]
    total, _ = submission.nll_total(logits, targets, mask)
    assert_close(total, math.fsum(expected), what="the total")
    found = [function(logits, targets, mask) for function in functions]
    found.append(submission.corpus_perplexity([(logits, targets, mask)]))
    names = "the perplexity", "the bits per token", "the perplexity of the corpus"
    for name, result, right in zip(names, found, clean, strict=True):
        assert_close(result, right, what=f"{name}, compared with that without nan in masked tokens")


@pytest.mark.points(5)
def test_perplexity_may_exceed_the_vocabulary(submission, rng):
    """Even guesses among V tokens give V, and a model that is confident and wrong gives more than V."""
    # One token each, whose mean is its sum.
    assert_close(submission.perplexity(np.full((1, 7), -4.0), rng.integers(0, 7, size=1)), 7.0)
    logits, targets = np.zeros((1, 3)), rng.integers(0, 3, size=1)
    logits[0, (targets[0] + 1) % 3] = 6.0
    assert_close(submission.perplexity(logits, targets), 2 + math.exp(6.0))


@pytest.mark.points(10)
def test_logits_in_the_thousands(submission, rng):
    """Logits in the thousands, each position at another height, and logits of -inf give the right NLL."""
    logits, targets = example(rng, (3, 4), 5)
    logits += np.array([[[1000.0]], [[-2000.0]], [[300.0]]])
    logits[0, 1] = [900.0, -900.0, 0.0, 899.0, -900.0]
    logits[1, 2, (targets[1, 2] + 1) % 5] = -np.inf
    logits[2, 0, np.arange(5) != targets[2, 0]] = -np.inf  # certain and right: NLL 0
    expected = nlls(logits, targets)
    total, count = submission.nll_total(logits, targets)
    assert_close(total, math.fsum(expected), what="the total")
    assert_equal(count, 12, what="the count")
    logits, targets = np.array([[0.0, 600.0], [700.0, 0.0]]), np.array([0, 1])
    assert_close(submission.nll_total(logits, targets)[0], 1300.0, what="the total")
    # A height that all logits share changes no mean.
    logits, targets = example(rng, (3, 4), 5)
    for function in (submission.perplexity, submission.bits_per_token):
        assert_close(function(logits + 3000.0, targets), function(logits, targets), what="the mean 3000 higher up")


@pytest.mark.points(10)
def test_perplexity_beyond_the_largest_float(submission, rng):
    """A mean NLL too large for exp, or a target of probability 0, gives inf; bits per token stay finite if they can."""
    logits, targets = np.array([[[0.0, 9000.0, 0.0]]]), np.zeros((1, 1), dtype=int)
    expected = nlls(logits, targets)
    assert_close(submission.perplexity(logits, targets), math.inf)
    assert_close(submission.corpus_perplexity([(logits, targets, None)]), math.inf)
    assert_close(submission.bits_per_token(logits, targets), mean(expected) / math.log(2))
    logits[0, 0, 0] = -np.inf
    assert_close(submission.perplexity(logits, targets), math.inf)
    assert_close(submission.bits_per_token(logits, targets), math.inf)
    total, count = submission.nll_total(logits, targets)
    assert_close(total, math.inf, what="the total")
    assert_equal(count, 1, what="the count")
    batches = [(np.zeros((4, 3)), np.zeros(4, dtype=int), None), (logits, targets, None)]
    assert_close(submission.corpus_perplexity(batches), math.inf)


@pytest.mark.points(5)
def test_bits_per_token(submission, rng):
    """Bits per token are the mean NLL divided by log 2."""
    logits, targets = example(rng, (2, 5), 6)
    mask = some(rng, (2, 5))
    assert_close(submission.bits_per_token(logits, targets), mean(nlls(logits, targets)) / math.log(2))
    total, count = submission.nll_total(logits, targets, mask)
    bits = submission.bits_per_token(logits, targets, mask)
    assert_close(
        float(bits) * int(count), float(total) / math.log(2), what="the bits per token with a mask, times the count"
    )


@pytest.mark.points(10)
def test_batches_are_weighted_by_their_tokens(submission, rng):
    """Over batches, every token weighs the same: total NLL over total count, and exp at the end only."""
    easy, right = example(rng, (4, 6), 5, spread=0.5)
    hard, wrong = example(rng, (2, 3), 5, spread=5.0)
    flat, more = example(rng, (7,), 5)
    batches = [(easy, right, some(rng, (4, 6))), (hard, wrong, None), (flat, more, rng.permutation(7) < 3)]
    together = [nll for batch in batches for nll in nlls(*batch)]
    assert_close(submission.corpus_perplexity(batches), math.exp(mean(together)))
    # One batch alone would overflow exp; all together do not.
    awful = np.array([[0.0, 0.0, 0.0, 0.0, 2000.0]]), np.array([1]), None
    together += nlls(*awful)
    assert_close(submission.corpus_perplexity([awful, *batches]), math.exp(mean(together)))


@pytest.mark.points(5)
def test_no_counted_token(submission, rng):
    """Without a counted token the total is (0.0, 0) and the means are nan; such a batch adds nothing to a corpus."""
    logits, targets = example(rng, (2, 3), 4)
    nothing = np.zeros((2, 3), dtype=bool)
    for empty in [(logits, targets, nothing), (np.zeros((2, 0, 4)), np.zeros((2, 0), dtype=int), None)]:
        total, count = submission.nll_total(*empty)
        assert_equal(total, 0.0, what="the total")
        assert_equal(count, 0, what="the count")
        assert_equal(submission.perplexity(*empty), math.nan)
        assert_equal(submission.bits_per_token(*empty), math.nan)
        assert_equal(submission.corpus_perplexity([empty]), math.nan)
        one = logits[:1, :1], targets[:1, :1]
        expected = math.exp(nlls(*one)[0])
        assert_close(submission.corpus_perplexity([empty, (*one, None), empty]), expected)
    assert_equal(submission.corpus_perplexity([]), math.nan)


@pytest.mark.points(2)
def test_targets_outside_the_vocabulary_are_refused(submission, rng):
    """A counted target below 0 or from V on raises ValueError: it must not count from the end of the vocabulary."""
    logits, targets = example(rng, (2, 3), 4)
    mask = np.array([[True, True, False], [False, True, True]])
    submission.corpus_perplexity([(logits, targets, mask)])
    for wrong in (-1, 4, -100):
        targets[1, 1] = wrong
        with pytest.raises(ValueError):
            submission.nll_total(logits, targets, mask)
        with pytest.raises(ValueError):
            submission.perplexity(logits, targets, mask)
        with pytest.raises(ValueError):
            submission.bits_per_token(logits, targets, mask)
        with pytest.raises(ValueError):
            submission.corpus_perplexity([(logits, targets, mask)])


@pytest.mark.points(3)
def test_half_precision_logits_are_summed_in_float64(submission, rng):
    """float16 and float32 logits are converted to float64 before anything is computed from them."""
    for dtype in (np.float16, np.float32):
        logits, targets = example(rng, (5, 8), 11)
        logits = logits.astype(dtype)
        expected = nlls(logits, targets)
        assert_close(submission.nll_total(logits, targets)[0], math.fsum(expected), rtol=1e-9, what="the total")
        for function in (submission.perplexity, submission.bits_per_token):
            right = function(logits.astype(np.float64), targets)
            what = f"the mean for {logits.dtype}, compared with that of the same numbers in float64"
            assert_close(function(logits, targets), right, rtol=1e-9, what=what)
