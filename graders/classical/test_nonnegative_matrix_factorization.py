"""Grades `nonnegative_matrix_factorization`: updates as gradient steps, errors entry by entry."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes


def problem(rng):
    n, m, k = sizes(rng, 6, 5, 3)
    return rng.uniform(0.5, 3, size=(n, m)), rng.uniform(0.5, 2, size=(n, k)), rng.uniform(0.5, 2, size=(k, m))


def new_h(V, W, H, loss):
    """Each entry of H, less its gradient times the step that makes a product of it."""
    found = np.zeros(H.shape)
    product = W @ H
    for k, j in np.ndindex(*H.shape):
        if loss == "frobenius":
            plus, minus = sum(W[:, k] * product[:, j]), sum(W[:, k] * V[:, j])
        else:
            plus, minus = sum(W[:, k]), sum(W[:, k] * V[:, j] / product[:, j])
        found[k, j] = H[k, j] - H[k, j] / plus * (plus - minus)
    return found


def new_w(V, W, H, loss):
    return new_h(V.T, H.T, W.T, loss).T  # the error doesn't change when all is transposed


SMALL = (
    np.array([[4.0, 1.0, 2.0], [2.0, 3.0, 0.5]]),
    np.array([[1.0, 2.0], [0.5, 1.0]]),
    np.array([[1.0, 2.0, 1.0], [3.0, 1.0, 2.0]]),
)


@pytest.mark.points(8)
def test_the_squared_error(submission, rng):
    """The Frobenius error is the sum of the squared differences."""
    V, W, H = SMALL
    expected = math.fsum((V[i, j] - W[i] @ H[:, j]) ** 2 for i, j in np.ndindex(2, 3))
    assert_close(submission.error(V, W, H, "frobenius"), expected, what="the error")
    V, W, H = problem(rng)
    expected = math.fsum((V[i, j] - W[i] @ H[:, j]) ** 2 for i, j in np.ndindex(*V.shape))
    assert_close(submission.error(V, W, H, "frobenius"), expected, what="the error")


@pytest.mark.points(8)
def test_the_divergence(submission, rng):
    """The divergence is the sum of V log(V / WH) - V + WH."""
    for V, W, H in (SMALL, problem(rng)):
        terms = [(V[i, j], float(W[i] @ H[:, j])) for i, j in np.ndindex(*V.shape)]
        expected = math.fsum(v * math.log(v / p) - v + p for v, p in terms)
        assert_close(submission.error(V, W, H, "kl"), expected, rtol=1e-7, what="the divergence")


@pytest.mark.points(4)
def test_the_divergence_where_v_is_0(submission):
    """Where V is 0, only WH is added."""
    V, W, H = np.array([[4.0, 0.0], [0.0, 1.0]]), np.array([[2.0], [1.0]]), np.array([[1.0, 3.0]])
    expected = 4 * math.log(2) - 2 + 6 + 1 + math.log(1 / 3) + 2
    assert_close(submission.error(V, W, H, "kl"), expected, rtol=1e-7, what="the divergence")


@pytest.mark.points(20)
def test_the_update_of_h(submission, rng):
    """For the Frobenius error, H is multiplied by W^T V / (W^T W H)."""
    for V, W, H in (SMALL, problem(rng)):
        found = submission.iterate(V, W, H, "frobenius")[1]
        assert_close(found, new_h(V, W, H, "frobenius"), rtol=1e-7, what="the new H")


@pytest.mark.points(14)
def test_the_update_of_w(submission, rng):
    """For the Frobenius error, W is multiplied by V H^T / (W H H^T), with the new H."""
    for V, W, H in (SMALL, problem(rng)):
        found = submission.iterate(V, W, H, "frobenius")
        h = np.asarray(found[1])  # judged elsewhere
        assert_equal(h.shape, H.shape, what="the shape of H")
        assert h.min() > 0, "A number of H isn't above 0."
        assert_close(found[0], new_w(V, W, h, "frobenius"), rtol=1e-7, what="the new W, beside the answer's new H")


@pytest.mark.points(16)
def test_the_updates_for_the_divergence(submission, rng):
    """For the divergence, H is multiplied by W^T (V / WH) over the column sums of W; then W likewise."""
    for V, W, H in (SMALL, problem(rng)):
        found = submission.iterate(V, W, H, "kl")
        h = new_h(V, W, H, "kl")
        assert_close(found[1], h, rtol=1e-7, what="the new H")
        assert_close(found[0], new_w(V, W, h, "kl"), rtol=1e-7, what="the new W")


@pytest.mark.points(6)
def test_zeros(submission):
    """A zero in W or H stays zero, and where a row or a column is all zeros nothing is divided by 0."""
    V = np.array([[0.0, 0.0, 0.0], [1.0, 2.0, 3.0], [4.0, 1.0, 0.0]])
    W = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, 2.0]])
    H = np.array([[1.0, 0.0, 2.0], [1.0, 1.0, 0.0]])
    for loss in ("frobenius", "kl"):
        w, h = (np.asarray(part) for part in submission.iterate(V, W, H, loss))
        assert_equal(np.sign(w[1:]), np.sign(W[1:]), what=f"the signs of the new W's last two rows ({loss})")
        assert_equal(w[0], np.zeros(2), what=f"the first row of the new W ({loss})")
        assert_equal(np.sign(h), np.sign(H), what=f"the signs of the new H ({loss})")
    # A column of zeros in W or H, or a row of zeros in H: every divisor is 0 somewhere.
    V, full = V[1:] + 1.0, np.ones((2, 2))
    for W, H, where in (
        (np.array([[0.0, 1.0], [0.0, 2.0]]), np.ones((2, 3)), "column of W"),
        (full, np.array([[0.0, 1.0, 2.0], [0.0, 1.0, 1.0]]), "column of H"),
        (full, np.array([[0.0, 0.0, 0.0], [1.0, 1.0, 2.0]]), "row of H"),
    ):
        for loss in ("frobenius", "kl"):
            w, h = (np.asarray(part) for part in submission.iterate(V, W, H, loss))
            finite = np.isfinite(w).all() and np.isfinite(h).all()
            assert finite, f"W or H has nan or inf after a {where} of zeros ({loss}): it was divided by 0."
    V, W, H = np.array([[2.0, 0.0], [1.0, 3.0]]), np.array([[0.0], [1.0]]), np.array([[1.0, 2.0]])
    expected = 2 * math.log(2 / 1e-12) - 2 + 0 + 3 * math.log(3 / 2) - 3 + 2
    assert_close(submission.error(V, W, H, "kl"), expected, rtol=1e-7, what="the divergence where W H is 0 and V isn't")


@pytest.mark.points(14)
def test_several_iterations(submission, rng):
    """Each iteration begins with the W and H of the one before."""
    V, W, H = problem(rng)
    for loss in ("frobenius", "kl"):
        w, h = W, H
        for _ in range(3):
            w, h = (np.array(part) for part in submission.iterate(V, w, h, loss))
        found = submission.factorize(V, W, H, loss, 3)
        assert_equal(len(found), 3, what="the number of results")
        assert_equal(w.shape, W.shape, what="the shape of W")
        assert not np.allclose(found[0], W, rtol=1e-4), "W is the start after three iterations."
        assert_close(found[0], w, rtol=1e-7, what=f"W, beside three single iterations ({loss})")
        assert_close(found[1], h, rtol=1e-7, what=f"H, beside three single iterations ({loss})")


@pytest.mark.points(10)
def test_the_history(submission, rng):
    """The history has the error of the start and after each iteration, and it never rises."""
    V, W, H = problem(rng)
    for loss in ("frobenius", "kl"):
        start = float(submission.error(V, W, H, loss))
        assert start > 1e-3, "The error of the start is hardly anything."
        history = [float(value) for value in submission.factorize(V, W, H, loss, 5)[2]]
        assert_close(history[:1], [start], rtol=1e-7, what="the first entry of the history")
        assert_equal(len(history), 6, what="the length of the history for 5 iterations")
        last = submission.error(V, *(np.array(part) for part in submission.factorize(V, W, H, loss, 5)[:2]), loss)
        assert_close(np.array([history[0], history[-1]]), np.array([start, float(last)]), rtol=1e-7, what="its ends")
        rise = np.diff(history).max()
        assert rise <= 1e-9, f"The error rises by {rise:.3g} in an iteration ({loss})."
        found = submission.factorize(W @ H, W, H, loss, 4)[2]
        assert_equal(len(found), 5, what="the length of the history for 4 iterations from a perfect fit")
        # One part fits a product of two vectors after an iteration or two, and E falls no more.
        one = np.outer([1.0, 2.0, 0.5], [2.0, 1.0, 3.0, 0.5])
        found = submission.factorize(one, np.ones((3, 1)), np.ones((1, 4)), loss, 25)[2]
        assert_equal(len(found), 26, what="the length of the history for 25 iterations that soon fit perfectly")
        w, h, found = submission.factorize(V, W, H, loss, 0)
        assert_equal((len(found), w, h), (1, W, H), what="the length of the history, W and H for no iteration")
