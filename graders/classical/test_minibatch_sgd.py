"""Grades `minibatch_sgd`: orthogonal rows make the result independent of the order; laws are counted on small cases."""

from itertools import permutations

import numpy as np
import pytest

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed, sizes, uniform

EPOCHS = 50


def orders(submission, rng, n, batch_size):
    generator = submission.generator(new_seed(rng))
    return [
        np.concatenate([np.asarray(p) for p in submission.batches(n, batch_size, generator)]) for _ in range(EPOCHS)
    ]


@pytest.mark.points(18)
def test_every_row_is_in_one_batch(submission, rng):
    """An epoch has every row once; all batches have batch_size rows but the last, which has what is left."""
    for n, size in ((7, 3), (6, 2), (5, 1), (4, 9), sorted(sizes(rng, 11, 4), reverse=True)):
        found = [np.asarray(part) for part in submission.batches(n, size, submission.generator(new_seed(rng)))]
        assert_equal(np.sort(np.concatenate(found)), np.arange(n), what=f"the rows of all batches of {n}, sorted")
        expected = [min(size, n - start) for start in range(0, n, size)]
        assert_equal([len(part) for part in found], expected, what=f"the sizes of {n} rows' batches of {size}")


@pytest.mark.points(10)
def test_every_order_is_equally_likely(submission, rng):
    """Every order of the rows is equally likely."""
    found = orders(submission, rng, 3, 2)
    every = list(permutations(range(3)))
    rows = [tuple(order.tolist()) for order in found]
    assert set(rows) <= set(every), "A batch has something that isn't a row, or a row comes twice."
    assert_distribution(np.array([rows.count(order) for order in every]), np.full(6, 1 / 6), what="the orders")
    turned = sum(order in ((0, 1, 2), (1, 2, 0), (2, 0, 1)) for order in rows)
    what = "the orders that only turn 0, 1, 2 round, and the others,"
    assert_distribution([turned, len(rows) - turned], [1 / 2, 1 / 2], what=what)
    rising = sum(order in ((0, 1, 2), (0, 2, 1), (1, 2, 0)) for order in rows)
    what = "the orders whose first two rows, which are one batch, rise, and the others,"
    assert_distribution([rising, len(rows) - rising], [1 / 2, 1 / 2], what=what)
    middle = [sum(rows.count((a, row, b)) for a, b in permutations({0, 1, 2} - {row})) for row in range(3)]
    assert_distribution(np.array(middle), np.full(3, 1 / 3), what="the rows in the middle of the orders")


@pytest.mark.points(18)
def test_the_gradient(submission, rng):
    """The gradient is the mean over the rows of the residual times the row."""
    X, y, w = np.array([[1.0, 0.0], [3.0, -2.0], [0.0, 1.0]]), np.array([2.0, 4.0, 1.0]), np.array([1.0, -1.0])
    assert_close(submission.gradient(w, X, y), np.array([2 / 3, -4 / 3]), what="the gradient")
    n, d = sizes(rng, 6, 4)
    X, y, w = rng.normal(size=(n, d)), rng.normal(size=n), rng.normal(size=d)
    expected = sum((x @ w - t) * x for x, t in zip(X, y, strict=True)) / n
    assert_close(submission.gradient(w, X, y), expected, what="the gradient")


def scale(submission):
    """What the answer's gradient has for 1, for a single row: a factor is judged elsewhere."""
    found = float(np.asarray(submission.gradient(np.zeros(1), np.ones((1, 1)), -np.ones(1)))[0])
    assert abs(found) > 0.1, "The gradient is hardly anything."
    return found


@pytest.mark.points(14)
def test_one_batch_is_full_gradient_descent(submission, rng):
    """With a batch size of N or more, each epoch is one step of full gradient descent."""
    X, y = rng.normal(size=(5, 2)), rng.normal(size=5)
    w, lr = rng.normal(size=2), uniform(rng, 0.1, 0.3)
    expected = w
    for _ in range(3):
        expected = expected - lr * np.asarray(submission.gradient(expected, X, y))
    assert np.abs(expected - w).max() > 1e-3, "The gradients are hardly anything."
    for size in (5, 8):
        found = submission.fit(w, X, y, lr, 3, size, submission.generator(new_seed(rng)))[0]
        assert_close(found, expected, what="the weights, beside steps along the answer's own gradient")


@pytest.mark.points(14)
def test_single_rows_make_a_step_each(submission, rng):
    """With batches of one row, each row makes a step, one after the other."""
    # Which row the only step of an epoch would take is drawn, so that its values don't tell.
    found = submission.fit(np.zeros(6), np.eye(6), np.ones(6), 0.5, 1, 1, submission.generator(new_seed(rng)))[0]
    moved = int(np.count_nonzero(np.asarray(found)))
    assert moved > 1, "An epoch of 6 rows, each of a feature of its own, has moved one weight at most."
    # All rows are multiples of one feature with the same target for 1: the steps commute.
    factor = scale(submission)
    x, lr = rng.permutation([1.0, 0.5, 0.8, 1.2]), uniform(rng, 0.2, 0.4)
    left = np.prod(1 - lr * factor * x**2)
    found = submission.fit(np.zeros(1), x[:, None], 3 * x, lr, 1, 1, submission.generator(new_seed(rng)))[0]
    one_step = 3 * lr * factor * np.mean(x**2)
    assert abs(float(np.asarray(found)[0]) - one_step) > 1e-6, (
        "An epoch of single rows ends where one step along the mean gradient of all rows does: each row makes a step."
    )
    assert_close(found, np.array([3 * (1 - left)]), rtol=1e-7, what="the weight after one epoch")
    # Rows of different features: each step moves one weight.
    y = rng.normal(size=3) + 4
    found = submission.fit(np.zeros(3), np.eye(3), y, lr, 2, 1, submission.generator(new_seed(rng)))[0]
    assert_close(found, y * (1 - (1 - lr * factor) ** 2), rtol=1e-7, what="the weights after two epochs")


@pytest.mark.points(6)
def test_the_last_batch_is_a_mean_of_its_own_rows(submission, rng):
    """The gradient of the last batch is the mean of the rows that are in it."""
    factor, lr = scale(submission), 0.25
    X, y = np.ones((5, 1)), np.full(5, 2.0)
    pair = float(np.asarray(submission.gradient(np.zeros(1), X[:2], -np.ones(2)))[0])
    left = (1 - lr * pair) ** 2 * (1 - lr * factor)
    found = submission.fit(np.zeros(1), X, y, lr, 1, 2, submission.generator(new_seed(rng)))[0]
    assert_close(found, np.array([2 * (1 - left)]), rtol=1e-7, what="the weight after batches of 2, 2 and 1 rows")


@pytest.mark.points(11)
def test_the_history_of_the_loss(submission, rng):
    """The history has half the mean squared residual of all rows before the first epoch and after each."""
    X, y, w = rng.normal(size=(5, 2)), rng.normal(size=5) + 1, rng.normal(size=2)
    seed = new_seed(rng)
    expected = [float(np.square(X @ w - y).mean()) / 2]
    for epochs in (1, 2):
        after = np.asarray(submission.fit(w, X, y, 0.1, epochs, 2, submission.generator(seed))[0])
        expected.append(float(np.square(X @ after - y).mean()) / 2)
    found = submission.fit(w, X, y, 0.1, 2, 2, submission.generator(seed))[1]
    assert_close(found, expected, what="the history, beside the losses of the weights after 0, 1 and 2 epochs")


@pytest.mark.points(4)
def test_each_epoch_has_an_order_of_its_own(submission, rng):
    """The rows are shuffled anew in each epoch."""
    # With this learning rate the weight is the target of the row that came last, of 60.
    X, y, lr = np.ones((60, 1)), np.arange(60.0), 1 / scale(submission)
    same = 0
    for _ in range(5):
        seed = new_seed(rng)
        last = [
            float(np.asarray(submission.fit(np.zeros(1), X, y, lr, epochs, 1, submission.generator(seed))[0])[0])
            for epochs in (1, 2)
        ]
        same += abs(last[0] - last[1]) < 1e-6
    assert same < 5, "Both epochs ended with the same row in 5 of 5 runs."


@pytest.mark.points(3)
def test_all_chance_comes_from_rng(submission, rng):
    """The same state of rng gives the same batches and the same fit, and another one gives others."""
    seed = new_seed(rng)
    first, second, other = (
        np.concatenate([np.asarray(part) for part in submission.batches(30, 4, submission.generator(s))])
        for s in (seed, seed, seed + 1)
    )
    assert_equal(np.sort(first), np.arange(30), what="the rows of all batches, sorted")
    assert_equal(second, first, what="the rows for the same seed, in their order")
    assert not np.array_equal(first, other), "Two seeds give the same order of 30 rows."
    X, y = rng.normal(size=(30, 4)), rng.normal(size=30) + 2
    first, second, other, turned = (
        np.asarray(submission.fit(np.zeros(4), some, targets, 0.1, 1, 4, submission.generator(s))[0])
        for some, targets, s in ((X, y, seed), (X, y, seed), (X, y, seed + 1), (X[::-1], y[::-1], seed))
    )
    assert_close(second, first, what="the weights for the same seed")
    # Where the order of the rows has no effect, seeds can't have one: that is judged elsewhere.
    if np.abs(turned - first).max() > 1e-6:
        assert np.abs(other - first).max() > 1e-6, "Two seeds give the same weights after an epoch of 30 rows."


@pytest.mark.points(2)
def test_a_batch_size_below_1_is_refused(submission):
    """A batch size below 1 raises ValueError, in batches and in fit."""
    X, y = np.eye(2), np.ones(2)
    assert_equal(len(submission.batches(2, 1, submission.generator(0))), 2, what="the number of batches")
    for size in (0, -1):
        with pytest.raises(ValueError):
            submission.batches(2, size, submission.generator(0))
        with pytest.raises(ValueError):
            submission.fit(np.zeros(2), X, y, 0.1, 1, size, submission.generator(0))
