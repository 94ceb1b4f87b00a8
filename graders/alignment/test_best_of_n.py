"""Grades `best_of_n`: all samples of a few answers, and all subsets of a few samples, are enumerated."""

import itertools
import math

import numpy as np
import pytest

from kata.testing import assert_close

P = np.array([0.2, 0.35, 0.05, 0.4])
REWARDS = np.array([3.0, -1.0, 7.5, 0.5])


def law(p, rewards, n):
    """The winner's law over all K^n samples; the best ones of a sample share its probability."""
    q = np.zeros(len(p))
    for sample in itertools.product(range(len(p)), repeat=n):
        best = max(rewards[i] for i in sample)
        winners = [i for i in sample if rewards[i] == best]
        for i in winners:
            q[i] += math.prod(p[j] for j in sample) / len(winners)
    return q


def divergence(q, p):
    return math.fsum(a * math.log(a / b) for a, b in zip(q, p, strict=True) if a > 0)


def drawn(rng, n_answers):
    p = rng.dirichlet(np.full(n_answers, 2.0)) * 0.8 + 0.2 / n_answers
    return p, rng.permutation(n_answers) * 1.5 - 2.0


@pytest.mark.points(26)
def test_the_law_of_the_winner(submission, rng):
    """The winner has reward v with probability F(v)^n - F(below v)^n; here no two rewards are equal."""
    for n in (3, 1):  # at n = 1 and n = 2 different formulas coincide
        for p, rewards in ((P, REWARDS), drawn(rng, 3)):
            found = submission.winner_law(p, rewards, n)
            assert_close(found, law(p, rewards, n), rtol=1e-7, atol=1e-9, what=f"the law of the best of {n}")


@pytest.mark.points(10)
def test_ties_share_in_proportion(submission, rng):
    """Answers of equal reward share the probability of that reward in proportion to their own."""
    for rewards in ([2.0, 2.0, 0.0, 2.0], [1.0, 3.0, 1.0, 3.0], [4.0] * 4):
        found = submission.winner_law(P, np.array(rewards), 3)
        assert_close(found, law(P, rewards, 3), rtol=1e-7, atol=1e-9, what=f"the law for rewards {rewards}")


@pytest.mark.points(14)
def test_the_expected_best_reward(submission, rng):
    """The expected best reward is the mean of the rewards under the winner's law."""
    for n in (1, 4):
        for p, rewards in ((P, REWARDS), drawn(rng, 3)):
            # The law has a test of its own: for n above 1, the answer's own is taken.
            q = p if n == 1 else np.array(submission.winner_law(p, rewards, n), dtype=float)
            found = submission.expected_best(p, rewards, n)
            assert_close(found, float(q @ rewards), rtol=1e-7, atol=1e-9, what=f"the expected best reward of {n}")


@pytest.mark.points(12)
def test_the_divergence(submission, rng):
    """KL(q || p) sums q log(q / p), in nats."""
    for n in (2, 4):
        for p, rewards in ((P, REWARDS), drawn(rng, 3)):
            q = np.array(submission.winner_law(p, rewards, n), dtype=float)
            assert_close(float(q.sum()), 1.0, rtol=1e-6, what="the sum of the winner's law")
            found = submission.best_of_n_kl(p, rewards, n)[0]
            assert_close(found, divergence(q, p), rtol=1e-6, atol=1e-9, what=f"the divergence of the best of {n}")


@pytest.mark.points(8)
def test_the_bound(submission, rng):
    """The bound is log n - (n - 1) / n, and nearly reached by many unlikely answers."""
    for n in (1, 5, 2, 64):
        found = submission.best_of_n_kl(P, REWARDS, n)[1]
        assert_close(found, math.log(n) - (n - 1) / n, rtol=1e-7, atol=1e-9, what=f"the bound for n = {n}")
    kl, _ = submission.best_of_n_kl(np.full(400, 1 / 400), np.arange(400.0), 4)
    assert_close(kl, math.log(4) - 3 / 4, rtol=0, atol=4e-3, what="the divergence for 400 answers and n = 4")


@pytest.mark.points(4)
def test_impossible_answers(submission, rng):
    """An answer of probability 0 never wins and adds nothing to the divergence, nor does a q that rounds to 0."""
    p, rewards = np.array([0.3, 0.0, 0.7, 0.0]), np.array([1.0, 9.0, 2.0, 1.5])
    right = np.array([0.09, 0.0, 0.91, 0.0])
    assert_close(submission.winner_law(p, rewards, 2), right, rtol=1e-7, atol=1e-9, what="the law")
    right = divergence([0.09, 0.91], [0.3, 0.7])
    assert_close(submission.best_of_n_kl(p, rewards, 2)[0], right, rtol=1e-6, what="the divergence")
    # The best of 400 is the answer of probability 0.4, and 0.05^400 is 0 in floats.
    found = submission.best_of_n_kl(np.array([0.4, 0.05, 0.55]), np.array([9.0, -3.0, 2.0]), 400)[0]
    assert_close(found, -math.log(0.4), rtol=1e-6, what="the divergence of the best of 400")


@pytest.mark.points(20)
def test_the_estimate(submission, rng):
    """The estimate is the mean of the best reward over all subsets of n samples."""
    found = submission.estimate_best(np.ones(5), 3)
    assert_close(found, 1.0, rtol=1e-7, what="the sum of the weights, the estimate for rewards of 1")
    fixed = np.array([2.0, -1.0, 5.0, 0.0, 3.5])
    for rewards in (fixed, rng.permutation(6) * 1.25 - 1.0):
        for n in (3, 1, 2, len(rewards)):  # at n = 1 different weights coincide
            right = np.mean([max(subset) for subset in itertools.combinations(rewards, n)])
            found = submission.estimate_best(rewards, n)
            assert_close(found, right, rtol=1e-7, atol=1e-9, what=f"the estimate for {n} of {len(rewards)} samples")


@pytest.mark.points(2)
def test_the_estimate_with_ties(submission, rng):
    """Equal rewards are different samples."""
    rewards = np.array([1.0, 0.0, 1.0, 0.0, 0.0, 1.0])
    right = np.mean([max(subset) for subset in itertools.combinations(rewards, 3)])
    assert_close(submission.estimate_best(rewards, 3), right, rtol=1e-7, what="the estimate for 3 of 6 samples")


@pytest.mark.points(4)
def test_thousands_of_samples(submission, rng):
    """Thousands of samples give the right estimate, though their subsets can't be counted in floats."""
    m, n, n_right = 2000, 600, 4
    rewards = np.zeros(m)
    rewards[int(rng.integers(200)) + n * np.arange(n_right)] = 1.0
    missed = math.prod((m - n_right - i) / (m - i) for i in range(n))
    assert_close(
        submission.estimate_best(rewards, n), 1 - missed, rtol=1e-6, what="the estimate for 600 of 2000 samples"
    )
