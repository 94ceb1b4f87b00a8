"""Grades `matrix_factorization`: steps along finite differences, ridge regressions as longer least squares."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes, uniform


def prediction(u, i, mu, b, c, P, Q):
    return mu + b[u] + c[i] + sum(x * y for x, y in zip(P[u], Q[i], strict=True))


def slope(function, x, step=1e-3):
    """Exact up to rounding for the quadratic that the loss of one rating is in each of its numbers."""
    return (function(x + step) - function(x - step)) / (2 * step)


def after(users, items, ratings, mu, b, c, P, Q, lr, lam):
    """SGD where every number moves against half the slope of (r - prediction)^2 + lam (squares of what it touches)."""
    state = [np.array(part, dtype=float) for part in (b, c, P, Q)]
    for u, i, r in zip(users, items, ratings, strict=True):
        old = [part.copy() for part in state]
        for part, row in enumerate((u, i, u, i)):
            for at in np.ndindex(old[part][row].shape):

                def loss(x, part=part, row=row, at=at, r=r, u=u, i=i, old=old):
                    moved = [p.copy() for p in old]
                    moved[part][(row, *at)] = x
                    return (r - prediction(u, i, mu, *moved)) ** 2 + lam * x**2

                state[part][(row, *at)] -= lr * slope(loss, old[part][(row, *at)]) / 2
    return state


def ridge(rows, targets, lam, d):
    """One vector by least squares: the penalty as d more rows of the design matrix."""
    A = np.concatenate([np.reshape(rows, (-1, d)), lam**0.5 * np.eye(d)])
    return np.linalg.lstsq(A, np.concatenate([targets, np.zeros(d)]), rcond=None)[0]


def alternating(users, items, ratings, n_users, Q, lam, sweeps):
    losses, d = [], Q.shape[1]
    for _ in range(sweeps):
        P = np.array([ridge(Q[items[users == u]], ratings[users == u], lam, d) for u in range(n_users)])
        Q = np.array([ridge(P[users[items == i]], ratings[items == i], lam, d) for i in range(len(Q))])
        errors = [r - P[u] @ Q[i] for u, i, r in zip(users, items, ratings, strict=True)]
        losses.append(float(np.sum(np.square(errors)) + lam * ((P**2).sum() + (Q**2).sum())))
    return P, Q, losses


USERS = np.array([0, 2, 1, 0, 2, 1, 3, 0])
ITEMS = np.array([1, 0, 1, 4, 1, 2, 4, 2])
RATINGS = np.array([4.0, 2.0, 5.0, 3.5, 1.0, 4.5, 2.5, 5.0])
# The same ratings without the item that nobody has rated.
FOUR = np.where(ITEMS == 4, 3, ITEMS)
B, C = np.array([0.5, -0.25, 0.0, 0.125]), np.array([0.25, -0.5, 0.75, 0.0, -0.125])
P0 = np.array([[0.5, -1.0], [1.0, 0.25], [-0.5, 0.75], [0.25, 1.5]])
Q0 = np.array([[1.0, 0.5], [-0.5, 1.0], [0.75, -0.25], [0.5, 0.5], [1.5, -1.0]])


def draw(rng):
    u, i, f = sizes(rng, 3, 5, 4)
    cells = rng.permutation(u * i)[: u * i - 2]
    state = (
        rng.normal(size=u) * 0.3,
        rng.normal(size=i) * 0.3,
        rng.normal(size=(u, f)) * 0.6,
        rng.normal(size=(i, f)) * 0.6,
    )
    return cells // i, cells % i, rng.normal(size=len(cells)) + 3, state


@pytest.mark.points(15)
def test_a_predicted_rating(submission, rng):
    """A prediction is the mean, both biases and the inner product."""
    users, items = rng.integers(4, size=7), rng.integers(5, size=7)
    for pairs in ((USERS, ITEMS), (users, items)):
        expected = np.array([prediction(u, i, 3.25, B, C, P0, Q0) for u, i in zip(*pairs, strict=True)])
        assert_close(submission.predict(*pairs, 3.25, B, C, P0, Q0), expected, what="the predictions")


@pytest.mark.points(25)
def test_sgd_on_a_rating(submission, rng):
    """A rating moves the biases and both vectors by the error, and pulls them back by lam."""
    users, items, ratings, state = draw(rng)
    fixed = USERS[:1], ITEMS[:1], RATINGS[:1], (B, C, P0, Q0)
    # With a mean of 8 the prediction is above all stars: nothing is clipped.
    cases = (*fixed, 3.0), (*fixed, 8.0), (users[:1], items[:1], ratings[:1], state, 3.0)
    for u, i, r, parts, mu in cases:
        expected = after(u, i, r, mu, *parts, 0.3, 0.2)
        found = submission.sgd_epoch(u, i, r, mu, *parts, 0.3, 0.2)
        assert_equal(len(found), 4, what="the number of results")
        for name, own, right in zip(("b", "c", "P", "Q"), found, expected, strict=True):
            assert_close(own, right, rtol=1e-6, atol=1e-7, what=f"{name} after one rating")


@pytest.mark.points(15)
def test_an_epoch(submission, rng):
    """An epoch takes the ratings one after the other, each with what the ones before have left."""
    users, items, ratings, state = draw(rng)
    lr, lam = uniform(rng, 0.1, 0.3), uniform(rng, 0.1, 0.4)
    cases = ((USERS, ITEMS, RATINGS, (B, C, P0, Q0), 0.25, 0.125), (users[:4], items[:4], ratings[:4], state, lr, lam))
    for u, i, r, parts, lr, lam in cases:
        expected = after(u, i, r, 3.0, *parts, lr, lam)
        found = submission.sgd_epoch(u, i, r, 3.0, *parts, lr, lam)
        assert_equal(len(found), 4, what="the number of results")
        for name, own, right in zip(("b", "c", "P", "Q"), found, expected, strict=True):
            assert_close(own, right, rtol=1e-6, atol=1e-7, what=f"{name} after an epoch")


def seen(pairs, n):
    return np.isin(np.arange(n), pairs)


@pytest.mark.points(25)
def test_a_sweep(submission, rng):
    """A sweep gives every user a ridge regression on the own ratings, and then every item with the new user vectors."""
    users, items, ratings, (_, _, P, Q) = draw(rng)
    with_a_zero = RATINGS - 3.5  # and some below it
    cases = (USERS, FOUR, RATINGS, 4, Q0[:4]), (USERS, FOUR, with_a_zero, 4, Q0[:4]), (users, items, ratings, len(P), Q)
    for u, i, r, n, start in cases:
        expected = alternating(u, i, r, n, start, 0.5, 1)
        found = submission.als(u, i, r, n, start, 0.5, 1)
        for name, k, pairs in (("P", 0, u), ("Q", 1, i)):
            own, mask = np.asarray(found[k], dtype=float), seen(pairs, len(expected[k]))
            assert_equal(own.shape, expected[k].shape, what=f"the shape of {name}")
            assert_close(own[mask], expected[k][mask], rtol=1e-6, atol=1e-7, what=f"the rows of {name} with ratings")


@pytest.mark.points(10)
def test_more_sweeps(submission, rng):
    """Each sweep goes on from the items of the one before."""
    users, items, ratings, (_, _, P, Q) = draw(rng)
    one_factor = USERS, FOUR, RATINGS, 4, Q0[:4, :1]
    for u, i, r, n, start in ((USERS, FOUR, RATINGS, 4, Q0[:4]), one_factor, (users, items, ratings, len(P), Q)):
        expected = alternating(u, i, r, n, start, 0.75, 3)
        found = submission.als(u, i, r, n, start, 0.75, 3)
        own, mask = np.asarray(found[1], dtype=float), seen(i, len(start))
        assert_equal(np.shape(found[0]), expected[0].shape, what="the shape of P")
        assert_equal(own.shape, start.shape, what="the shape of Q")
        assert_close(own[mask], expected[1][mask], rtol=1e-5, atol=1e-6, what="the rows of Q with ratings")


@pytest.mark.points(5)
def test_the_objective(submission):
    """J after each sweep is the squared errors and lam times all squares."""
    for sweeps in (3, 25):  # after 25 it hardly falls
        found = submission.als(USERS, FOUR, RATINGS, 4, Q0[:4], 0.5, sweeps)[2]
        expected = alternating(USERS, FOUR, RATINGS, 4, Q0[:4], 0.5, sweeps)[2]
        assert_close([float(j) for j in found], expected, rtol=1e-6, what=f"J after each of {sweeps} sweeps")


@pytest.mark.points(5)
def test_nobody_has_rated_it(submission):
    """A user or an item without ratings gets a vector of zeros."""
    start = np.concatenate([Q0, [[0.5, -0.75]]])  # item 3 and the last one have no ratings
    P, Q, _ = submission.als(USERS, ITEMS, RATINGS, 6, start, 0.5, 1)
    assert_equal(np.shape(P), (6, 2), what="the shape of P")
    assert_equal(np.shape(Q), (6, 2), what="the shape of Q")
    assert_close(np.asarray(P)[4:], np.zeros((2, 2)), atol=1e-12, what="the vectors of users without ratings")
    assert_close(np.asarray(Q)[[3, 5]], np.zeros((2, 2)), atol=1e-12, what="the vectors of items without ratings")
    assert float(np.abs(np.asarray(Q)[[0, 1, 2, 4]]).min()) > 1e-9, "Items with ratings have zeros too."
