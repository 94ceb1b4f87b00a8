"""Grades `speculative_decoding`: the law of a whole step is written down, and draws are held against it."""

from collections import Counter

import numpy as np
import pytest

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed

P = np.array([0.125, 0.5, 0.25, 0.125, 0.0])
Q = np.array([0.25, 0.25, 0.25, 0.0, 0.25])


def laws(rng, *shape):
    weights = rng.exponential(size=shape) + 0.05
    return weights / weights.sum(axis=-1, keepdims=True)


def missing(p, q):
    rest = np.where(p > q, p - q, 0.0)
    return rest / rest.sum()


def law_of_a_step(target, draft, tokens):
    """The probability of each list of tokens that can come out for these guesses."""
    law, reached = Counter(), 1.0
    for i, token in enumerate(tokens):
        kept = min(1.0, target[i, token] / draft[i, token])
        if kept < 1:
            for other, share in enumerate(missing(target[i], draft[i])):
                law[(*tokens[:i], other)] += reached * (1 - kept) * share
        reached *= kept
    for other, share in enumerate(target[len(tokens)]):
        law[(*tokens, other)] += reached * share
    return {out: share for out, share in law.items() if share > 0}


def outcomes(submission, rng, target, draft, tokens, times):
    """How often each list came out."""
    found = submission.run_steps(target, draft, [list(tokens)] * times, submission.generator(new_seed(rng)))
    return Counter(tuple(int(token) for token in tokens) for tokens in found)


def check_law(submission, rng, target, draft, tokens, times=250):
    law = law_of_a_step(target, draft, tokens)
    seen = outcomes(submission, rng, target, draft, tokens, times)
    # What can't come out is counted too: it tells a token that is drawn from a wrong law from one of another.
    vocabulary = range(target.shape[1])
    order = [(*tokens[:i], token) for i in range(len(tokens) + 1) for token in vocabulary]
    counts = [seen[out] for out in order]
    what = f"what came out for the guesses {list(tokens)}, in the order {order} and anything else"
    assert_distribution([*counts, times - sum(counts)], [*(law.get(out, 0.0) for out in order), 0.0], what=what)


@pytest.mark.points(16)
def test_the_acceptance_of_each_token(submission, rng):
    """A token is kept with min(1, p / q)."""
    # A negligible number beside q is neutral here: where q is 0 is a test of its own.
    assert_close(submission.acceptance(P[:3], Q[:3]), np.array([0.5, 1.0, 1.0]), rtol=1e-6, what="the acceptances")
    p, q = laws(rng, 2, 6)
    expected = np.array([min(1.0, a / b) for a, b in zip(p, q, strict=True)])
    assert_close(submission.acceptance(p, q), expected, rtol=1e-6, what="the acceptances")


@pytest.mark.points(8)
def test_the_share_that_is_kept(submission, rng):
    """The share of guesses that are kept is the sum of min(p, q), which is 1 less half of the sum of |p - q|."""
    assert_close(submission.acceptance_rate(P, Q), 0.625, what="the rate")
    p, q = laws(rng, 2, 6)
    assert_close(submission.acceptance_rate(p, q), 1 - np.abs(p - q).sum() / 2, what="the rate")


@pytest.mark.points(16)
def test_the_residual_is_what_is_missing(submission, rng):
    """The residual is max(p - q, 0), divided by its sum."""
    assert_close(submission.residual(P, Q), np.array([0.0, 2 / 3, 0.0, 1 / 3, 0.0]), what="the residual")
    p, q = laws(rng, 2, 6)
    assert_close(submission.residual(p, q), missing(p, q), what="the residual")


@pytest.mark.points(14)
def test_all_kept_and_one_more(submission, rng):
    """When all guesses are kept, one more token comes from the target's law at position K."""
    sure = np.eye(4)
    target = sure[[2, 0, 3, 1]]
    draft = 0.5 * sure[[2, 0, 3]] + 0.125
    found = submission.speculative_step(target, draft, [2, 0, 3], submission.generator(new_seed(rng)))
    assert_equal(list(found), [2, 0, 3, 1], what="the tokens that come out")
    target, draft = laws(rng, 2, 3), np.array([[0.001, 0.001, 0.998]])
    guess = [int(target[0, :2].argmax())]
    seen = outcomes(submission, rng, target, draft, guess, 200)
    assert_equal({out[0] for out in seen}, set(guess), what="the first tokens of steps whose guess is always kept")
    counts = [seen[guess[0], token] for token in range(3)]
    assert_equal(sum(counts), 200, what="how often a guess that is always kept came out with one more token")
    assert_distribution(counts, target[1], what="the tokens after a guess that is always kept")
    seen = outcomes(submission, rng, target[:1], draft[:0], [], 200)
    assert_distribution([seen[token,] for token in range(3)], target[0], what="the tokens of steps without guesses")


@pytest.mark.points(14)
def test_a_rejection_ends_the_step(submission, rng):
    """A guess that the target can't give is replaced, and the step ends there."""
    target = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    draft = np.full((3, 3), 1 / 3)
    for guesses, expected in (([0, 2, 0], [1]), ([1, 1, 0], [1, 2]), ([1, 2, 2], [1, 2, 0])):
        found = submission.speculative_step(target, draft, guesses, submission.generator(new_seed(rng)))
        kept = list(found)[:-1]
        assert_equal(kept, expected[:-1], what=f"the guesses of {guesses} that are kept, before one more token")


@pytest.mark.points(6)
def test_how_often_a_guess_is_kept(submission, rng):
    """A guess that the target finds less likely than the draft is kept now and then, with the probability p / q."""
    target, draft = np.array([[0.05, 0.65, 0.3], [0.1, 0.3, 0.6]]), np.array([[0.1, 0.6, 0.3]])
    seen = outcomes(submission, rng, target, draft, [0], 60)
    kept = sum(seen[0, token] for token in range(3))
    assert_distribution([kept, 60 - kept], [0.5, 0.5], what="the steps that keep their guess and those that don't")


@pytest.mark.points(10)
def test_what_comes_out_follows_the_law_of_the_rule(submission, rng):
    """For given guesses, each list of tokens comes out as often as the rule says."""
    draft = np.array([[0.5, 0.25, 0.25], [0.25, 0.5, 0.25]])
    target = np.array([[0.25, 0.5, 0.25], [0.5, 0.25, 0.25], [0.25, 0.25, 0.5]])
    # Kept for certain, though it isn't the target's likeliest; then most often rejected.
    check_law(submission, rng, np.array([[0.4, 0.5, 0.1], [0.1, 0.3, 0.6]]), np.array([[0.1, 0.6, 0.3]]), (0,), 200)
    check_law(submission, rng, np.array([[0.18, 0.77, 0.05], [0.1, 0.3, 0.6]]), np.array([[0.8, 0.1, 0.1]]), (0,), 350)
    check_law(submission, rng, target, draft, (0, 1), 300)
    check_law(submission, rng, target, draft, (1, 1))
    target, draft = laws(rng, 2, 4), laws(rng, 1, 4)
    check_law(submission, rng, target, draft, (int((draft[0] - target[0]).argmax()),))


@pytest.mark.points(8)
def test_the_tokens_have_the_law_of_the_target(submission, rng):
    """With guesses from the draft, the first token that comes out has the target's law, exactly."""
    p, q = np.array([0.1, 0.6, 0.3]), np.array([0.6, 0.3, 0.1])
    kept = q * np.asarray(submission.acceptance(p, q))
    out = kept + (1 - kept.sum()) * np.asarray(submission.residual(p, q))
    assert_close(out, p, rtol=1e-6, what="the law that the acceptance and the residual give together")
    generator = submission.generator(new_seed(rng))
    target, draft = np.stack([p, np.full(3, 1 / 3)]), q[None]
    guesses = rng.choice(3, p=q, size=300).tolist()
    first = [int(tokens[0]) for tokens in submission.run_steps(target, draft, [[g] for g in guesses], generator)]
    assert_distribution(np.bincount(first, minlength=3), p, what="the first tokens of 300 steps")


@pytest.mark.points(3)
def test_tokens_that_the_draft_can_not_draw(submission, rng):
    """Where q is 0 the acceptance is 1, whatever p is."""
    p, q = np.array([0.25, 0.75, 0.0, 0.0]), np.array([0.0, 0.5, 0.5, 0.0])
    assert_close(submission.acceptance(p, q), np.array([1.0, 1.0, 0.0, 1.0]), what="the acceptances")


@pytest.mark.points(3)
def test_equal_laws_keep_every_guess(submission, rng):
    """With equal laws every guess is kept, and the residual is p itself."""
    p = laws(rng, 5)
    assert_close(submission.residual(p, p.copy()), p, what="the residual of equal laws")
    target = np.stack([p, p, p])
    for _ in range(5):
        guesses = rng.choice(5, size=2).tolist()
        found = submission.speculative_step(target, target[:2].copy(), guesses, submission.generator(new_seed(rng)))
        assert_equal(list(found)[:2], guesses, what="the first two tokens that come out")


@pytest.mark.points(2)
def test_the_same_generator_gives_the_same_tokens(submission, rng):
    """All chance comes from rng: the same state of it gives the same tokens, another one gives others."""
    # Three guesses in four are kept, so that each kind of draw decides about something.
    target, draft = np.full((4, 9), 0.05), np.full((3, 9), 0.025)
    for i in range(3):
        target[i, i], draft[i, i] = 0.6, 0.8
    target[3, 3] = 0.6
    seeds = rng.choice(2**32, size=2, replace=False).tolist()
    runs = []
    for seed in (seeds[0], seeds[0], seeds[1]):
        generator = submission.generator(seed)
        runs.append(submission.run_steps(target, draft, [[0, 1, 2]] * 24, generator))
    assert_equal(runs[1], runs[0], what="the tokens of the second run with one seed")
    assert [list(out) for out in runs[2]] != [list(out) for out in runs[0]], "Two seeds of rng gave the same tokens."
