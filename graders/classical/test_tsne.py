"""Grades `tsne`: rows are Gaussians of the right entropy, the gradient is that of the loss by differences."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, numerical_gradient

CORNERS = np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 4.0], [3.0, 5.0], [9.0, 1.0]])
ROUGH = 2e-3  # of probabilities: how exactly the perplexity is met is judged in one test


def row(squares, perplexity):
    """The probabilities of one row, by bisection over the logarithm of beta."""
    low, high = -60.0, 60.0
    for _ in range(36):
        middle = (low + high) / 2
        p = np.exp(-(squares - squares.min()) * math.exp(middle))
        p = p / p.sum()
        entropy = -(p * np.log(p + 1e-300)).sum()
        low, high = (middle, high) if math.exp(entropy) > perplexity else (low, middle)
    return p


def conditional(X, perplexity):
    n = len(X)
    found = np.zeros((n, n))
    for i in range(n):
        others = np.arange(n) != i
        found[i, others] = row(np.array([math.dist(X[i], x) ** 2 for x in X[others]]), perplexity)
    return found


def kernel(Y):
    found = np.array([[1 / (1 + math.dist(a, b) ** 2) for b in Y] for a in Y.tolist()])
    return found - np.eye(len(Y))


def divergence(P, Y):
    K = kernel(Y)
    seen = P > 0
    return float((P[seen] * (np.log(P[seen]) - np.log(K[seen] / K.sum()))).sum())


def joint(rng, n, zeros=0):
    P = rng.uniform(0.1, 1, size=(n, n))
    P = np.triu(P + 3 * (rng.uniform(size=(n, n)) < 0.3), 1 + zeros)
    return (P + P.T) / (2 * P.sum())


@pytest.mark.points(30)
def test_the_conditional_probabilities(submission, rng):
    """Row i is a Gaussian around x_i without itself, as wide as the perplexity asks for."""
    for X, perplexity in ((CORNERS, 2.5), (rng.normal(size=(6, 3)), 3.5)):
        found = np.asarray(submission.conditional_probabilities(X, perplexity))
        what = f"the probabilities for a perplexity of {perplexity}"
        assert_close(found, conditional(X, perplexity), rtol=0, atol=ROUGH, what=what)


@pytest.mark.points(8)
def test_the_perplexity_is_met(submission, rng):
    """The entropy of each row is the logarithm of the perplexity to within 1e-5."""
    X = rng.normal(size=(6, 3))
    for perplexity in (1.1, 4.9):  # with 6 rows it is between 1 and 5
        P = np.asarray(submission.conditional_probabilities(X, perplexity))
        assert_equal(P.shape, (6, 6), what="the shape of the probabilities")
        assert P.dtype == np.float64, f"The probabilities are {P.dtype}, not float64."
        assert P.min() >= 0, "A probability is below 0."
        entropies = -(P * np.log(np.where(P > 0, P, 1.0))).sum(axis=1)
        expected = np.full(6, math.log(perplexity))
        apart = np.abs(entropies - expected).max()
        assert apart <= 1.1e-5, (
            f"The entropies of the rows are up to {apart:.1e} nats away from the logarithm of the perplexity, "
            f"{perplexity}; 1e-5 is allowed."
        )


@pytest.mark.points(4)
def test_rows_of_any_scale(submission):
    """The unit of length makes no difference to the probabilities."""
    plain = np.asarray(submission.conditional_probabilities(CORNERS, 2.5))
    assert_equal(plain.shape, (5, 5), what="the shape of the probabilities")
    assert np.ptp(plain) > 0.2, "All probabilities are about the same."
    for scale in (1e5, 1e-5):
        found = np.asarray(submission.conditional_probabilities(CORNERS * scale, 2.5))
        assert_equal(found.shape, (5, 5), what="the shape of the probabilities")
        assert not np.isnan(found).any(), f"Some of the probabilities of the rows times {scale:g} are nan."
        apart = np.abs(found - plain).max()
        assert apart <= ROUGH, (
            f"The rows times {scale:g} have other probabilities than the rows themselves, by {apart:.1e}: the search "
            f"for beta doesn't get to where it is then."
        )


@pytest.mark.points(4)
def test_a_row_far_from_all_others(submission):
    """A row that is far from all others has neighbours as well."""
    X = np.concatenate([CORNERS, [[3000.0, 2000.0]]])
    found = np.asarray(submission.conditional_probabilities(X, 2.5))
    assert_equal(found.shape, (6, 6), what="the shape of the probabilities")
    expected = np.append(row(((CORNERS - X[5]) ** 2).sum(axis=1), 2.5), 0.0)
    assert np.abs(found[5] - expected).max() <= ROUGH, "The row that is far from all others has wrong probabilities."


@pytest.mark.points(10)
def test_the_joint_probabilities(submission, rng):
    """P is the sum of the conditional probabilities of both directions, over 2 N."""
    for X, perplexity in ((CORNERS, 2.5), (rng.normal(size=(6, 3)), 3.0)):
        one_way = np.asarray(submission.conditional_probabilities(X, perplexity))  # judged elsewhere
        assert_equal(one_way.shape, (len(X), len(X)), what="the shape of the conditional probabilities")
        found = np.asarray(submission.joint_probabilities(X, perplexity))
        expected = (one_way + one_way.T) / one_way.sum() / 2
        assert np.ptp(expected) > 1e-3, "All conditional probabilities are the same."
        assert_close(found.sum(), 1.0, atol=1e-6, what="the sum of P")
        assert np.allclose(found, found.T), "P isn't symmetric: it is made of the probabilities of both directions."
        assert_close(found, expected, atol=1e-7, what="P, beside the answer's conditional probabilities")


@pytest.mark.points(16)
def test_the_probabilities_of_the_images(submission, rng):
    """Q is 1 / (1 + squared distance), over the sum for all pairs; 0 on the diagonal."""
    found = submission.student_affinities(np.array([[0.0], [1.0], [3.0]]))
    assert_close(found, np.array([[0, 5, 1], [5, 0, 2], [1, 2, 0]]) / 16, what="Q")
    for d in (2, 3):  # one degree of freedom, whatever d is
        Y = rng.normal(size=(6, d)) * 2
        k = kernel(Y)
        assert_close(
            submission.student_affinities(Y), k / k.sum(), what=f"Q of images in {d} dimensions", exact_dtype=True
        )


@pytest.mark.points(8)
def test_the_loss(submission, rng):
    """The loss is the sum of P log(P / Q), in nats; pairs with P = 0 add nothing."""
    P = np.array([[0, 0.25, 0.25], [0.25, 0, 0], [0.25, 0, 0]])
    Y = np.array([[0.0], [1.0], [2.0]])
    assert_close(submission.kl_gradient(P, Y)[0], divergence(P, Y), atol=1e-7, what="KL")
    P, Y = joint(rng, 6), rng.normal(size=(6, 2))
    assert_close(submission.kl_gradient(P, Y)[0], divergence(P, Y), atol=1e-7, what="KL")


@pytest.mark.points(20)
def test_the_gradient(submission, rng):
    """The gradient is that of KL."""
    P = np.array([[0, 0.25, 0.25], [0.25, 0, 0], [0.25, 0, 0]])
    found = submission.kl_gradient(P, np.array([[0.0], [1.0], [2.0]]))[1]
    assert_close(found, np.array([[-0.35], [0.5], [-0.15]]), atol=1e-6, what="the gradient")
    P, Y = joint(rng, 5, 1), rng.normal(size=(5, 3))
    expected = numerical_gradient(lambda y: divergence(P, y), Y)
    assert_close(submission.kl_gradient(P, Y)[1], expected, rtol=1e-5, atol=1e-7, what="the gradient")
