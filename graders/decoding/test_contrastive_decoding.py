"""Grades `contrastive_decoding`: the oracle works with probabilities, which are sums over differences of logits."""

import numpy as np
import pytest
from _sampling import softmax

from kata.testing import assert_close, assert_equal, sizes, uniform

PROBS = [0.07, 0.4, 0.03, 0.3, 0.2]
ALL = 1e-9  # an alpha with which every token of these tests is plausible


def scores(expert, amateur, beta):
    """The score of each token, as if all were plausible."""
    return np.log(softmax(expert) * (softmax(expert) / softmax(amateur)) ** beta)


@pytest.mark.points(18)
def test_a_share_of_the_likeliest_is_plausible(submission, rng):
    """A token is plausible if the expert gives it at least alpha times what it gives its likeliest token."""
    for alpha, kept in ((0.08, [0, 1, 3, 4]), (0.25, [1, 3, 4]), (0.6, [1, 3])):
        found = submission.plausible(np.log(PROBS) + 3.0, alpha)
        assert_equal(found, np.isin(np.arange(5), kept), what=f"which tokens are plausible with alpha = {alpha}")
    probs = rng.permutation(PROBS)
    for alpha in (0.15, 0.55):
        found = submission.plausible(np.log(probs) + rng.normal(), alpha)
        assert_equal(found, probs >= alpha * 0.4, what=f"which tokens are plausible with alpha = {alpha}")


@pytest.mark.points(30)
def test_the_score_is_a_difference_of_log_probabilities(submission, rng):
    """The score is (1 + beta) times the expert's log-probability less beta times the amateur's."""
    expert, amateur = np.log([0.5, 0.25, 0.25]), np.log([0.25, 0.25, 0.5])
    found = submission.contrastive_scores(expert + 2.0, amateur - 1.0, ALL, 2.0)
    assert_close(found, np.log([2.0, 0.25, 0.0625]), what="the scores")
    expert, amateur = rng.normal(size=(2, 6)) + 5.0
    for beta in (uniform(rng, 0.2, 0.8), uniform(rng, 1.5, 2.5)):
        found = submission.contrastive_scores(expert, amateur, ALL, beta)
        expected = scores(expert, amateur, beta)
        # Logarithms of sums with a small constant in them are judged elsewhere.
        assert_close(found, expected, rtol=1e-6, atol=1e-6, what=f"the scores with beta = {beta}")


@pytest.mark.points(14)
def test_what_is_not_plausible_gets_minus_inf(submission, rng):
    """Tokens that the expert doesn't find plausible get -inf, and all others keep their score."""
    expert, amateur = np.log(rng.permutation(PROBS)) + 5.0, np.log(rng.permutation(PROBS))
    whole = np.asarray(submission.contrastive_scores(expert, amateur, ALL, 0.5))
    assert_equal(bool(np.isfinite(whole).all()), True, what="whether all scores are finite when all are plausible")
    found = submission.contrastive_scores(expert, amateur, 0.3, 0.5)
    assert_close(found, np.where(expert >= np.log(0.15) + 5.0, whole, -np.inf), what="the scores with alpha = 0.3")


@pytest.mark.points(7)
def test_beta_of_0_is_the_expert(submission, rng):
    """With beta = 0 the scores are the expert's log-probabilities."""
    expert, amateur = rng.normal(size=(2, 5)) + 5.0
    found = submission.contrastive_scores(expert, amateur, ALL, 0.0)
    shifted = expert - expert[0]
    assert_close(np.asarray(found) - np.asarray(found)[0], shifted, what="the scores, less the first of them")
    assert_close(np.exp(found).sum(), 1.0, what="the sum of the probabilities")


@pytest.mark.points(9)
def test_each_row_is_scored_for_itself(submission, rng):
    """Tokens lie along the last axis and each row is scored for itself; there may be any number of leading axes."""
    for shape in (sizes(rng, 3, 6), sizes(rng, 4, 5, 6), (2, 1, 3, 2, 5)):
        expert, amateur = rng.normal(size=(2, *shape))
        expert = expert + 20 * rng.normal(size=(*shape[:-1], 1))
        found = submission.contrastive_scores(expert, amateur, 0.3, 0.5)
        pairs = zip(expert.reshape(-1, shape[-1]), amateur.reshape(-1, shape[-1]), strict=True)
        rows = np.array([submission.contrastive_scores(one, other, 0.3, 0.5) for one, other in pairs])
        assert_equal(bool((rows > -np.inf).any(axis=-1).all()), True, what="whether each row has a finite score")
        others = submission.contrastive_scores(expert, 2 * amateur, 0.3, 0.5)
        assert not np.array_equal(others, found), "Another amateur gives the same scores."
        assert_close(found, rows.reshape(shape), what="the scores, beside those of each row alone")


@pytest.mark.points(4)
def test_alpha_of_1_leaves_the_likeliest(submission, rng):
    """With alpha = 1 only the expert's likeliest token is plausible, and what equals it."""
    expert = rng.permutation([3.0, 1.0, 3.0, 2.9])
    assert_equal(submission.plausible(expert, 1.0), expert == 3.0, what="which tokens are plausible with alpha = 1")


@pytest.mark.points(5)
def test_large_logits(submission, rng):
    """Logits up to 1e4 in size are no problem, nor tokens that the amateur finds all but impossible."""
    # For an expert with no preference the steps are the amateur's. Scores that lack the log-softmax are off by a
    # constant, which is judged elsewhere.
    expert = np.full(4, 9000.0)
    for amateur in (rng.normal(size=4) - 9000.0, rng.permutation([10000.0, -10000.0, 30.0, -40.0])):
        found = np.asarray(submission.contrastive_scores(expert, amateur, ALL, 0.5))
        what = "the steps from score to score"
        assert_close(np.diff(found), -0.5 * np.diff(amateur), rtol=1e-6, atol=1e-9, what=what)
    expert, amateur = np.array([[9000.0], [-9000.0]]) + np.zeros(4), rng.normal(size=(2, 4))
    found = np.asarray(submission.contrastive_scores(expert, amateur, ALL, 0.5))
    what = "the steps from score to score in two rows far apart"
    assert_close(np.diff(found), -0.5 * np.diff(amateur), rtol=1e-6, atol=1e-9, what=what)


@pytest.mark.points(10)
def test_the_token_has_the_largest_score(submission, rng):
    """The token is the one with the largest score, the first of equal ones."""
    expert, amateur = np.log([0.5, 0.4, 0.0999, 0.0001]), np.log([0.3, 0.05, 0.65, 1e-9])
    assert_equal(submission.contrastive_token(expert, amateur, 0.1, 1.0), 1, what="the token")
    expert, amateur = 2 * rng.normal(size=(2, 3, 4, 6))
    own = np.asarray(submission.contrastive_scores(expert, amateur, 0.2, 1.0))
    found = submission.contrastive_token(expert, amateur, 0.2, 1.0)
    assert_equal(found, own.argmax(axis=-1), what="the tokens, beside the largest of the scores")
    expert, amateur = np.array([1.0, 2.0, 2.0, 0.0]), np.zeros(4)
    assert_equal(submission.contrastive_token(expert, amateur, 0.1, 1.0), 1, what="the first of two equal tokens")


@pytest.mark.points(3)
def test_what_makes_no_sense_is_refused(submission):
    """An alpha that isn't above 0 and at most 1, and a negative beta, raise ValueError."""
    expert, amateur = np.array([1.0, 2.0, 1.5]), np.array([1.0, 0.0, 0.5])
    assert_equal(submission.plausible(expert, 1e-9), np.full(3, True), what="which tokens are plausible")
    assert_equal(submission.contrastive_token(expert, amateur, 0.9, 0.0), 1, what="the token")
    for alpha in (1.5, -0.5, 0.0):
        with pytest.raises(ValueError):
            submission.plausible(expert, alpha)
        with pytest.raises(ValueError):
            submission.contrastive_scores(expert, amateur, alpha, 0.5)
    with pytest.raises(ValueError):
        submission.contrastive_token(expert, amateur, 0.5, -0.1)
    with pytest.raises(ValueError):
        submission.contrastive_scores(expert, amateur, 0.5, -0.1)
