"""Grades `stochastic_depth`: which branches survived is read off the output, and judged by its law."""

from math import comb

import numpy as np
import pytest

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed


def nonzero(rng, *shape, dtype=np.float64):
    """Values of both signs, none of them near 0."""
    return (rng.uniform(0.5, 2.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)).astype(dtype)


def survived(x, branch, y):
    """For each sample, whether y is nearer to x + branch than to x in its first entry."""
    first = (slice(None), *[0] * (x.ndim - 1))
    return np.abs((y - x)[first]) > np.abs(branch[first]) / 2


def chosen(alive, values):
    """The values of the samples that survived, else 0."""
    return np.stack([value if one else np.zeros_like(value) for value, one in zip(values, alive, strict=True)])


@pytest.mark.points(10)
def test_survival_falls_linearly_with_depth(submission, rng):
    """p_l is 1 - l / L * (1 - p_L) for the blocks 1 to L, so the last one has p_L and none has 1."""
    for n_blocks, p_last in [(5, 0.4), (12, 0.75), (1, 0.3), (3, 0.0)]:
        expected = [1 - block / n_blocks * (1 - p_last) for block in range(1, n_blocks + 1)]
        assert_close(submission.survival_probabilities(n_blocks, p_last), np.array(expected))


@pytest.mark.points(20)
def test_in_training_a_branch_is_added_whole_or_not_at_all(submission, rng):
    """In training each sample is x or x + branch in all of its entries, unscaled, and both occur."""
    # In many small batches: whether the samples of one share their fate is for another test.
    for shape, p in [((4,), 0.4), ((3, 2, 4), 0.6)]:
        generator, n_alive, n = submission.generator(new_seed(rng)), 0, 14 * shape[0]
        for _ in range(14):
            x, branch = nonzero(rng, *shape), nonzero(rng, *shape)
            y, _ = submission.stochastic_depth(x, branch, p, generator)
            alive = survived(x, branch, y)
            assert_close(y, x + chosen(alive, branch))
            n_alive += int(alive.sum())
        assert 0 < n_alive < n, f"{n_alive} of {n} branches survived, with p = {p}."


@pytest.mark.points(15)
def test_a_branch_survives_with_probability_p(submission, rng):
    """p is the probability that a branch survives, not that it is dropped."""
    for p in (0.1, 0.65):
        x, branch = np.zeros(3000), nonzero(rng, 3000)
        y, _ = submission.stochastic_depth(x, branch, p, submission.generator(new_seed(rng)))
        kept = int(survived(x, branch, y).sum())
        assert_distribution([3000 - kept, kept], [1 - p, p], what=f"dropped and surviving branches at p = {p}")


@pytest.mark.points(15)
def test_every_sample_draws_for_itself(submission, rng):
    """Samples survive independently of each other, and their number varies from call to call."""
    p = 0.4
    x, branch = np.zeros((2400, 2)), nonzero(rng, 2400, 2)
    y, _ = submission.stochastic_depth(x, branch, p, submission.generator(new_seed(rng)))
    alive = survived(x, branch, y)
    law = [(1 - p) ** 2, (1 - p) * p, p * (1 - p), p * p]
    for name, one, other in [("neighbours", alive[::2], alive[1::2]), ("halves", alive[:1200], alive[1200:])]:
        assert_distribution(np.bincount(2 * one + other, minlength=4), law, what=f"pairs of samples ({name})")
    generator = submission.generator(new_seed(rng))
    n, x, branch = 5, x[:5], branch[:5]
    ys = [submission.stochastic_depth(x, branch, p, generator)[0] for _ in range(28)]
    numbers = [int(survived(x, branch, y).sum()) for y in ys]
    law = [comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    assert_distribution(np.bincount(numbers, minlength=n + 1), law, what=f"the numbers of survivors among {n} samples")


@pytest.mark.points(10)
def test_evaluation_adds_p_times_the_branch(submission, rng):
    """At evaluation y is x + p * branch for every sample, without a generator, and dbranch is p * dy."""
    for shape, p in [((4,), 0.8), ((2, 3, 5), 0.0), ((5, 3), 0.3)]:
        x, branch, dy = (nonzero(rng, *shape) for _ in range(3))
        y, cache = submission.stochastic_depth(x, branch, p, None, training=False)
        assert_close(y, x + p * branch)
    _, dbranch = submission.stochastic_depth_backward(dy, cache)
    assert_close(dbranch, p * dy, what="dbranch")
    y, _ = submission.stochastic_depth(x, branch, p, submission.generator(new_seed(rng)), training=False)
    assert_close(y, x + p * branch, what="y with a generator")


@pytest.mark.points(15)
def test_backward_uses_the_draws_of_its_own_forward_pass(submission, rng):
    """dx is dy for every sample; dbranch is dy where the branch of that pass survived, else 0."""
    generator, passes = submission.generator(new_seed(rng)), []
    for shape, p in [((40, 3), 0.5), ((40, 3), 0.3)]:
        x, branch = np.zeros(shape), nonzero(rng, *shape)
        y, cache = submission.stochastic_depth(x, branch, p, generator)
        passes.append((survived(x, branch, y), nonzero(rng, *shape), cache))
    for alive, dy, cache in [*passes, passes[0]]:
        dx, dbranch = submission.stochastic_depth_backward(dy, cache)
        assert_close(dx, dy, what="dx")
        assert_close(dbranch, chosen(alive, dy), what="dbranch")


@pytest.mark.points(5)
def test_randomness_comes_from_rng_alone(submission, rng):
    """The same state of the generator gives the same result; the next call with it, or another seed, gives another."""
    x, branch = nonzero(rng, 8, 2), nonzero(rng, 8, 2)
    one, other = new_seed(rng), new_seed(rng)
    runs = []
    for start in (one, one, other):
        generator = submission.generator(start)
        runs.append(np.stack([submission.stochastic_depth(x, branch, 0.5, generator)[0] for _ in range(9)]))
    assert_equal(runs[1], runs[0], what="y from the same state of the generator")
    assert np.ptp(runs[0], axis=0).max() > 0, "All calls with one generator dropped the same branches."
    assert not np.array_equal(runs[0], runs[2]), "Two seeds dropped the same branches."


@pytest.mark.points(5)
def test_dtype_and_limits(submission, rng):
    """p = 1 keeps every branch and p = 0 none; the dtype is kept."""
    for p, training in [(1.0, True), (0.0, True), (0.5, True), (0.5, False)]:
        branch, dy = (nonzero(rng, 6, 4, dtype=np.float32) for _ in range(2))
        x = np.zeros_like(branch)
        y, cache = submission.stochastic_depth(x, branch, p, submission.generator(new_seed(rng)), training=training)
        alive = survived(x, branch, y) if training and p == 0.5 else np.full(6, p > 0)
        factor = np.float32(1.0 if training else p)
        assert_close(y, x + factor * chosen(alive, branch), exact_dtype=True)
        for part in submission.stochastic_depth_backward(dy, cache):
            assert_equal(np.asarray(part).dtype, np.dtype(np.float32), what="the dtype of a gradient")


@pytest.mark.points(5)
def test_what_does_not_fit_is_refused(submission, rng):
    """A p outside 0 to 1, or a branch of another shape than x, raises ValueError, in training and at evaluation."""
    x, branch = nonzero(rng, 3, 2), nonzero(rng, 3, 2)
    for training in (True, False):
        generator = submission.generator(0)
        assert_close(submission.stochastic_depth(x, branch, 1.0, generator, training=training)[0], x + branch)
        for wrong, p in [(branch, -0.1), (branch, 1.5), (branch[:, :1], 0.5), (branch[:1], 0.5), (branch[0], 0.5)]:
            with pytest.raises(ValueError):
                submission.stochastic_depth(x, wrong, p, generator, training=training)
        # As many entries, and NumPy would broadcast them.
        with pytest.raises(ValueError):
            submission.stochastic_depth(x[:, :1], branch.reshape(1, 6)[:, :3], 0.5, generator, training=training)
        with pytest.raises(ValueError):
            submission.stochastic_depth(x[:1], branch[0], 0.5, generator, training=training)
