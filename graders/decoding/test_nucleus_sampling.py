"""Grades `nucleus_sampling`: a token stays when those that come before it hold less than p, which the oracle sums."""

import numpy as np
import pytest
from _sampling import check_own_draws, check_same_generator, drawn, own, softmax

from kata.testing import assert_distribution, assert_equal, sizes


def filtered(logits, p):
    probs = softmax(logits)
    tokens = np.arange(logits.shape[-1])
    here, there = probs[..., :, None], probs[..., None, :]
    earlier = (there > here) | ((there == here) & (tokens[None, :] < tokens[:, None]))
    return np.where((earlier * there).sum(axis=-1) < p, logits, -np.inf)


PROBS = [0.07, 0.4, 0.03, 0.3, 0.2]
# In tests of something else, for which it is no matter in which order an answer works or gives its results.
IN_ORDER = [0.4, 0.3, 0.2, 0.07, 0.03]


@pytest.mark.points(30)
def test_the_nucleus_is_the_smallest_set_that_holds_p(submission, rng):
    """The likeliest tokens stay until they hold at least p, the one that takes the sum there included."""
    # Eight tokens, of which other rules (a share of V or of the likeliest, one more or less) keep other numbers.
    logits = np.log([0.02, 0.35, 0.03, 0.25, 0.15, 0.1, 0.06, 0.04]) + 3.0
    expected = np.where(np.arange(8) == 1, logits, -np.inf)
    assert_equal(submission.nucleus_filter(logits, 0.28), expected, what="the logits filtered with p = 0.28")
    five = np.log(PROBS) + 3.0
    expected = np.where(np.isin(np.arange(5), [1, 3, 4]), five, -np.inf)
    assert_equal(submission.nucleus_filter(five, 0.85), expected, what="the logits filtered with p = 0.85")
    expected = np.where(np.isin(np.arange(8), [1, 3, 4]), logits, -np.inf)
    assert_equal(submission.nucleus_filter(logits, 0.62), expected, what="the logits filtered with p = 0.62")
    logits = five
    for p, kept in ((0.35, [1]), (0.6, [1, 3]), (0.95, [0, 1, 3, 4])):
        expected = np.where(np.isin(np.arange(5), kept), logits, -np.inf)
        assert_equal(submission.nucleus_filter(logits, p), expected, what=f"the logits filtered with p = {p}")
    logits = np.log(rng.permutation(PROBS)) + rng.normal()
    for p in (0.5, 0.8):
        assert_equal(
            submission.nucleus_filter(logits, p), filtered(logits, p), what=f"the logits filtered with p = {p}"
        )


@pytest.mark.points(11)
def test_each_row_has_a_nucleus_of_its_own(submission, rng):
    """Tokens lie along the last axis and each row has its own nucleus; there may be any number of leading axes."""
    for shape in (sizes(rng, 3, 6), (2, 1, 3, 1, 5)):
        logits = 2 * rng.normal(size=shape) + 20 * rng.normal(size=(*shape[:-1], 1))
        found = submission.nucleus_filter(logits, 0.6)
        rows = [own(submission.nucleus_filter, row, 0.6) for row in logits.reshape(-1, shape[-1])]
        assert_equal(found, np.array(rows).reshape(shape), what="the filtered rows, beside each row filtered alone")


@pytest.mark.points(8)
def test_the_likeliest_token_always_stays(submission, rng):
    """However small p is, the likeliest token stays, and it alone when it holds p."""
    logits = np.array([5.0, 1.0, 0.0, -2.0]) + rng.normal()
    for p in (1e-6, 0.3):
        found = submission.nucleus_filter(logits, p)
        assert_equal(found, np.append(logits[:1], [-np.inf] * 3), what=f"the logits filtered with p = {p}")


@pytest.mark.points(5)
def test_of_equal_probabilities_the_lower_token_comes_first(submission):
    """Equal probabilities stand in the order of their tokens: the lower number may stay where the higher one goes."""
    logits = np.log([1.0, 3.0, 1.0, 3.0, 1.0, 1.0])
    missing = []
    for p, kept in ((0.25, [1]), (0.68, [0, 1, 3]), (0.78, [0, 1, 2, 3])):
        found = np.asarray(submission.nucleus_filter(logits, p))
        assert_equal(found.shape, (6,), what="the shape of the filtered logits")
        stay = np.flatnonzero(~np.isneginf(found)).tolist()
        assert_equal(len(stay), len(kept), what=f"how many tokens stay with p = {p}")
        missing += [f"token {token} with p = {p}" for token in sorted(set(kept).difference(stay))]
        assert_equal(found[stay], logits[stay], what="the logits of the tokens that stay")
    # Which of them go is left to chance by a sort that isn't stable: all are looked at before one is named.
    assert not missing, f"A higher token of the same probability stays instead of: {', '.join(missing)}."
    stay = int((~np.isneginf(submission.nucleus_filter(np.zeros(4), 0.5))).sum())
    assert_equal(stay, 2, what="how many of four equal logits stay with p = 0.5, which two of them hold exactly")


@pytest.mark.points(4)
def test_p_of_1_keeps_all(submission, rng):
    """p = 1 keeps every token, also one whose probability is lost in the rounding of the sum."""
    own(submission.nucleus_filter, np.array([2.0, 1.0, 0.0, -4.0]), 0.6)
    for logits in (np.array([1.0, 0.0, -50.0, -90.0]), -np.sort(rng.normal(size=5))):
        assert_equal(submission.nucleus_filter(logits, 1.0), logits, what="the logits filtered with p = 1")


@pytest.mark.points(4)
def test_large_logits(submission):
    """Logits up to 1e4 in size are no problem."""
    logits = np.array([10000.0, 9999.0, 9997.0, -10000.0])
    alone = own(submission.nucleus_filter, logits - 10000.0, 0.8)
    for shift in (0.0, -19000.0):
        found = submission.nucleus_filter(logits + shift, 0.8)
        assert_equal(found, np.where(np.isneginf(alone), -np.inf, logits + shift), what="the filtered logits")
    row = np.array([0.0, -1.0, -9.0])
    alone = own(submission.nucleus_filter, row, 0.8)
    found = np.asarray(submission.nucleus_filter(row + np.array([[9000.0], [-9000.0]]), 0.8))
    assert_equal(np.isfinite(found), ~np.isneginf([alone, alone]), what="whether tokens of two rows far apart stay")


@pytest.mark.points(4)
def test_what_is_out_stays_out(submission):
    """A logit of -inf stays -inf and has no part in the sums."""
    logits = np.where([True, False, True, False, True, True], np.log([50.0, 1.0, 30.0, 1.0, 19.0, 1.0]), -np.inf)
    alone = own(submission.nucleus_filter, logits[[0, 2, 4, 5]], 0.97)
    found = np.asarray(submission.nucleus_filter(logits, 0.97))
    assert_equal(found[[0, 2, 4, 5]], alone, what="the finite logits, beside what they give alone")
    assert_equal(np.isneginf(found[[1, 3]]), np.array([True, True]), what="whether the two that were -inf are so still")


@pytest.mark.points(16)
def test_tokens_are_drawn_from_the_nucleus(submission, rng):
    """Tokens are drawn with the softmax of the nucleus's logits, at temperature 1."""
    logits = np.log([0.03, *rng.permutation([0.07, 0.4, 0.3, 0.2])])
    for p in (0.6, 0.85):
        tokens = drawn(submission, submission.sample_nucleus, rng, np.tile(logits, (1000, 1)), p, 1.0)
        law = softmax(own(submission.nucleus_filter, logits, p))
        assert len(set(tokens.tolist())) > 1 or np.count_nonzero(law) < 2, (
            f"All 1,000 tokens with p = {p} are {tokens[0]}: they have to be drawn, each by itself."
        )
        assert_distribution(np.bincount(tokens, minlength=5), law, what=f"1,000 tokens with p = {p}")


@pytest.mark.points(9)
def test_the_temperature_comes_first(submission, rng):
    """The nucleus is that of the logits divided by the temperature, and so is the draw."""
    logits = np.log(IN_ORDER)
    for temperature, p in ((3.0, 0.75), (0.4, 0.85)):
        tokens = drawn(submission, submission.sample_nucleus, rng, np.tile(logits, (1000, 1)), p, temperature)
        law = softmax(own(submission.nucleus_filter, logits / temperature, p))
        what = f"1,000 tokens at temperature {temperature} with p = {p}"
        assert_distribution(np.bincount(tokens, minlength=5), law, what=what)


@pytest.mark.points(4)
def test_every_row_has_a_draw_of_its_own(submission, rng):
    """Each row is drawn from its own nucleus, independently of the others."""
    check_own_draws(
        submission,
        lambda logits, generator: submission.sample_nucleus(logits, 0.6, 1.0, generator),
        lambda row: softmax(own(submission.nucleus_filter, row, 0.6)),
        rng,
    )


@pytest.mark.points(2)
def test_the_same_generator_gives_the_same_tokens(submission, rng):
    """All chance comes from rng: the same state of it gives the same tokens, another one gives others."""
    check_same_generator(
        submission, lambda logits, generator: submission.sample_nucleus(logits, 0.95, 2.0, generator), rng
    )


@pytest.mark.points(3)
def test_a_p_outside_of_its_range_is_refused(submission):
    """A p that isn't above 0 and at most 1 raises ValueError, in both functions."""
    logits = np.array([2.0, 1.5, 1.0, -5.0])
    own(submission.nucleus_filter, logits, 0.5)
    for p in (1.1, -0.1, 0.0):
        with pytest.raises(ValueError):
            submission.nucleus_filter(logits, p)
        with pytest.raises(ValueError):
            submission.sample_nucleus(logits, p, 1.0, submission.generator(0))
