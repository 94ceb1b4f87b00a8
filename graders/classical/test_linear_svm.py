"""Grades `linear_svm`: losses row by row, slopes by finite differences, Pegasos in exact fractions."""

import math
from fractions import Fraction

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, numerical_gradient, uniform

# m = 3, 0.25, -1 and 0.75 at w = (1, -0.5), b = 0.5.
FIXED_X = np.array([[2.0, -1.0], [0.0, 0.5], [1.0, 1.0], [-2.0, -0.5]])
FIXED_Y = np.array([1, 1, -1, -1])
FIXED_W, FIXED_B = np.array([1.0, -0.5]), 0.5


def problem(rng):
    """Rows on both sides of their margins, none near the kink."""
    w, b, y = np.array([1.0, -2.0, 0.5]), uniform(rng, 0.2, 0.8), rng.permutation([1, 1, 1, -1, -1, 1, -1])
    X, m = rng.normal(size=(7, 3)), rng.permutation([-1.5, -0.5, 0.25, 0.5, 0.75, 1.5, 3.0])
    X[:, 0] += y * m - b - X @ w
    return w, b, X, y


def plain_loss(w, b, X, y):
    scores = [math.fsum(p * q for p, q in zip(w.tolist(), row, strict=True)) + b for row in X.tolist()]
    return math.fsum(max(0.0, 1 - label * s) for label, s in zip(y.tolist(), scores, strict=True)) / len(X)


def exact_pegasos(X, y, lam, order):
    w = [Fraction(0)] * X.shape[1]
    for t, i in enumerate(order.tolist(), 1):
        x, label, eta = [Fraction(v) for v in X[i].tolist()], int(y[i]), 1 / (Fraction(lam) * t)
        pull = eta * label if label * sum(p * q for p, q in zip(w, x, strict=True)) < 1 else 0
        w = [(1 - Fraction(1, t)) * p + pull * q for p, q in zip(w, x, strict=True)]
    return np.array([float(v) for v in w])


@pytest.mark.points(18)
def test_the_loss(submission, rng):
    """Without a penalty, the loss is the mean of max(0, 1 - m)."""
    found = submission.hinge_loss_and_gradient(FIXED_W, FIXED_B, FIXED_X, FIXED_Y, 0.0)[0]
    assert_close(found, plain_loss(FIXED_W, FIXED_B, FIXED_X, FIXED_Y), what="the loss")
    w, b, X, y = problem(rng)
    assert_close(submission.hinge_loss_and_gradient(w, b, X, y, 0.0)[0], plain_loss(w, b, X, y), what="the loss")


@pytest.mark.points(22)
def test_the_gradient(submission, rng):
    """The rows within their margins pull w by y x and b by y, each with 1/N, without a penalty."""
    for w, b, X, y in (
        (FIXED_W, FIXED_B, FIXED_X, FIXED_Y),
        (FIXED_W, 2.0, FIXED_X, FIXED_Y),
        (np.zeros(2), 0.0, FIXED_X[:3], FIXED_Y[:3]),
        problem(rng),
    ):
        _, dw, db = submission.hinge_loss_and_gradient(w, b, X, y, 0.0)
        expected = numerical_gradient(lambda v, b=b, X=X, y=y: np.array([plain_loss(v, b, X, y)]), w)
        assert_close(dw, expected, atol=1e-7, what="dw")
        slope = numerical_gradient(lambda v, w=w, X=X, y=y: np.array([plain_loss(w, float(v[0]), X, y)]), np.array([b]))
        assert_close(db, float(slope[0]), atol=1e-7, what="db")


@pytest.mark.points(10)
def test_the_penalty(submission, rng):
    """The penalty adds lam/2 |w|^2 to the loss, lam w to dw, and nothing to db."""
    for (w, b, X, y), lam in (((FIXED_W, FIXED_B, FIXED_X, FIXED_Y), 2.5), (problem(rng), uniform(rng, 0.4, 0.9))):
        loss, dw, db = submission.hinge_loss_and_gradient(w, b, X, y, 0.0)
        more, dw_more, db_more = submission.hinge_loss_and_gradient(w, b, X, y, lam)
        assert_close(float(more) - float(loss), lam / 2 * np.sum(w**2), what="what the penalty adds to the loss")
        assert_close(np.asarray(dw_more) - np.asarray(dw), lam * w, what="what it adds to dw")
        assert_close(float(db_more) - float(db), 0.0, atol=1e-12, what="what it adds to db")


@pytest.mark.points(6)
def test_the_kink(submission):
    """A row exactly on its margin costs nothing and doesn't pull; one just within does."""
    w, y = np.array([1.0]), np.array([1])
    for score in (0.5, 1 - 1e-9):
        within = submission.hinge_loss_and_gradient(w, 0.0, np.array([[score]]), y, 0.0)
        assert np.abs(np.asarray(within[1])).max() > 0.01, f"A row within its margin, m = {score}, doesn't pull."
    loss, dw, db = submission.hinge_loss_and_gradient(w, 0.0, np.array([[1.0]]), y, 0.0)
    assert_close(loss, 0.0, atol=1e-12, what="the loss of a row on its margin")
    assert_close(dw, np.zeros(1), atol=1e-12, what="dw of a row on its margin")
    assert_close(db, 0.0, atol=1e-12, what="db of a row on its margin")
    # Pegasos: the second row is exactly on its margin, the third far beyond. The size of the steps is judged elsewhere.
    X, y = np.array([[2.0, 0.0], [0.5, 0.0], [9.0, 0.0]]), np.array([1, 1, 1])
    first = float(np.asarray(submission.pegasos(X, y, 1.0, np.array([0])))[0])
    assert first > 0.01, f"After one step of Pegasos, with the row (2, 0) of class +1, w begins with {first}."
    X[1, 0], X[2, 0] = 1 / first, 9 / first
    found, beyond = (np.asarray(submission.pegasos(X, y, 1.0, np.array([0, row]))) for row in (1, 2))
    assert_close(found, beyond, atol=1e-12, what="w of Pegasos after a row on its margin, beside w after one beyond it")
    X[1, 0] = (1 - 1e-9) / first
    pulled = float(np.abs(np.asarray(submission.pegasos(X, y, 1.0, np.array([0, 1]))) - beyond).max())
    assert pulled > 1e-6, "In Pegasos a row within its margin, m = 1 - 1e-9, doesn't pull."


@pytest.mark.points(28)
def test_pegasos(submission, rng):
    """Each step shrinks w by 1 - 1/t, and adds y x / (lam t) if the row was within its margin."""
    X, y = np.array([[1.0, 0.25], [0.5, 2.0], [2.0, 1.0], [-1.0, 1.5]]), np.array([1, -1, 1, -1])
    # The first order leads each of the usual slips somewhere else.
    for order in (np.array([2, 1, 2, 3, 3, 1]), np.array([0]), np.array([2, 0, 2, 1])):
        expected = exact_pegasos(X, y, 0.7, order)
        assert_close(submission.pegasos(X, y, 0.7, order), expected, atol=1e-12, what=f"w for the order {order}")
    X, y, lam = rng.normal(size=(6, 3)), np.array([1, -1, 1, 1, -1, -1]), uniform(rng, 0.2, 0.6)
    order = np.concatenate([rng.permutation(6) for _ in range(3)])
    expected = exact_pegasos(X, y, lam, order)
    assert_close(submission.pegasos(X, y, lam, order), expected, atol=1e-9, what="w")
    # Here two rows are beyond their margins with the old weights, and within with the shrunk ones.
    X, y = np.array([[2.0, 0.0], [0.75, 0.0], [0.0, 1.0]]), np.array([1, 1, -1])
    expected = exact_pegasos(X, y, 1.0, np.array([0, 1, 2]))
    assert_close(submission.pegasos(X, y, 1.0, np.array([0, 1, 2])), expected, atol=1e-12, what="w")
    # After the first step no row is within its margin, and w shrinks until one is; a small lam makes long steps.
    X, y, order = X[:2], y[:2], np.array([0, 1, 1])
    for lam in (1.0, 0.01):
        expected = exact_pegasos(X, y, lam, order)
        assert_close(submission.pegasos(X, y, lam, order), expected, atol=1e-12, what=f"w for lam = {lam}")


@pytest.mark.points(8)
def test_classes(submission, rng):
    """The class is +1 where w.x + b is at least 0, on the plane too, else -1."""
    X = np.array([[1.5, 0.0], [0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
    found = np.asarray(submission.predict(X, np.array([1.0, -2.0]), -1.0))
    assert_equal(found.astype(float), np.array([1.0, -1.0, 1.0, -1.0]), what="the classes")
    found = submission.predict(np.array([[-1e-12]]), np.array([1.0]), 0.0)
    assert_equal(np.asarray(found).astype(float), np.array([-1.0]), what="the class of a row with w.x + b = -1e-12")
    w, b, scores = rng.normal(size=3), uniform(rng, 0.3, 0.7), np.array([-2.0, -0.25, 0.25, 1.0, -0.1])
    rows = (scores - b)[:, None] * w / (w @ w)
    assert_equal(submission.predict(rows, w, b), np.array([-1, -1, 1, 1, -1]), what="the classes")


@pytest.mark.points(8)
def test_the_width_of_the_margin(submission, rng):
    """The margins are 2 / |w| apart."""
    assert_close(submission.margin_width(np.array([1.5, -2.0, 0.0])), 0.8, what="the width")
    assert_close(submission.margin_width(np.array([3e-9, -4e-9])), 4e8, what="the width for small weights")
    w = rng.normal(size=3)
    assert_close(submission.margin_width(w), 2 / math.sqrt(math.fsum(v * v for v in w.tolist())), what="the width")
