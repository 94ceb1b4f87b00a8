"""Grades `sparse_autoencoder`: NumPy's sums and sorts, and gradients by central differences."""

import numpy as np
import pytest
import torch

from kata.testing import assert_close, assert_equal, numerical_gradient, sizes, uniform

# Two rows, three features of two numbers each.
X = np.array([[3.0, 1.0], [-1.0, 4.0], [2.0, 2.5]])
W_ENC = np.array([[1.0, 0.5], [-1.0, 1.0], [0.5, -2.0], [0.25, 1.0]])
B_ENC = np.array([0.5, -0.5, 3.0, 0.25])
B_DEC = np.array([1.0, -0.5])
W_DEC = np.array([[3.0, 0.0, 1.0, -2.0], [4.0, 2.0, -1.0, 0.5]])
# The features of three rows; one is hardly above 0.
F = np.array([[0.0, 2.0, 0.0, 0.0, 1e-6], [0.5, 1.0, 0.0, 0.0, 0.0], [0.0, 3.0, 0.0, 2.0, 0.0]])


def tensors(*arrays):
    return [torch.from_numpy(np.array(a)) for a in arrays]


def features(x, w_enc, b_enc, b_dec, k=None):
    f = np.maximum(np.einsum("nd,fd->nf", x - b_dec, w_enc) + b_enc, 0)
    if k is not None:
        for row in f:
            row[np.argsort(row)[: len(row) - k]] = 0
    return f


def loss(x, f, w_dec, b_dec, l1):
    rows = [((a - w_dec @ b - b_dec) ** 2).sum() + l1 * b.sum() for a, b in zip(x, f, strict=True)]
    return sum(rows) / len(rows)


def problem(rng):
    """x, w_enc, b_enc, b_dec and w_dec of sizes that tell the axes apart, with many positive features."""
    n, d, n_features = sizes(rng, 3, 4, 6)
    x, w_enc, w_dec = rng.normal(size=(n, d)), rng.normal(size=(n_features, d)), rng.normal(size=(d, n_features))
    return x, w_enc, rng.normal(size=n_features) + 1, rng.normal(size=d), w_dec


def cases(rng):
    return [(X, W_ENC, B_ENC, B_DEC, W_DEC), problem(rng)]


@pytest.mark.points(16)
def test_the_features(submission, rng):
    """Without k, f = relu((x - b_dec) W_enc^T + b_enc)."""
    for x, w_enc, b_enc, b_dec, _ in cases(rng):
        found = submission.encode(*tensors(x, w_enc, b_enc, b_dec))
        assert_close(found, torch.from_numpy(features(x, w_enc, b_enc, b_dec)), rtol=1e-5, what="the features")


@pytest.mark.points(14)
def test_the_k_largest(submission, rng):
    """With k, the k largest features of each row are kept and the others are 0."""
    # Without a bias of the decoder, with one row of large features, and k positive ones at least in each.
    for (x, w_enc, b_enc, b_dec, _), bias in zip(cases(rng), (3, 30), strict=True):
        x, b_enc, b_dec = x * np.linspace(1, 5, len(x))[:, None], b_enc + bias, 0 * b_dec
        for k in (1, 2):
            expected = torch.from_numpy(features(x, w_enc, b_enc, b_dec, k))
            found = submission.encode(*tensors(x, w_enc, b_enc, b_dec), k)
            assert_close(found, expected, rtol=1e-5, what=f"the features for k = {k}")


@pytest.mark.points(4)
def test_fewer_than_k_positive_features(submission):
    """A row with fewer than k positive features keeps those, and no negative one."""
    x = np.array([[2.0, 1.0], [-3.0, 1.0]])
    w_enc = np.array([[1.0, 0.0], [-0.5, 0.0], [0.0, -1.0]])
    expected = torch.tensor([[2.0, 0.0, 0.0], [0.0, 1.5, 0.0]], dtype=torch.float64)
    found = submission.encode(*tensors(x, w_enc, np.zeros(3), np.zeros(2)), 2)
    assert_close(found, expected, what="the features for k = 2")


@pytest.mark.points(14)
def test_the_error_of_the_reconstruction(submission, rng):
    """Without a penalty the loss is |x - f W_dec^T - b_dec|^2, averaged over the rows."""
    for x, w_enc, b_enc, b_dec, w_dec in cases(rng):
        f = features(x, w_enc, b_enc, b_dec)
        found = submission.sae_loss(*tensors(x, f, w_dec, b_dec), 0.0)
        assert_close(found, loss(x, f, w_dec, b_dec, 0.0), rtol=1e-5, what="the loss")


@pytest.mark.points(10)
def test_the_penalty(submission, rng):
    """The penalty adds l1 times the sum of a row's features, averaged over the rows."""
    for x, w_enc, b_enc, b_dec, w_dec in cases(rng):
        f, l1, b_dec = features(x, w_enc, b_enc, b_dec), uniform(rng, 0.3, 0.9), 0 * b_dec
        perfect = f @ w_dec.T + b_dec
        found = submission.sae_loss(*tensors(perfect, f, w_dec, b_dec), l1)
        assert_close(found, l1 * f.sum() / len(f), rtol=1e-5, what=f"the loss of a perfect reconstruction, {l1 = }")


@pytest.mark.points(10)
def test_unit_columns(submission, rng):
    """Each column of W_dec is divided by its length."""
    for *_, w_dec in cases(rng):
        unit, _ = submission.unit_columns(*tensors(w_dec, w_dec[::-1]))
        expected = np.stack([column / np.sqrt(column @ column) for column in w_dec.T], axis=1)
        assert_close(unit, torch.from_numpy(expected), rtol=1e-5, what="the columns")


@pytest.mark.points(10)
def test_the_gradient_along_the_columns_is_removed(submission, rng):
    """What is left of the gradient is orthogonal to each column, and nothing else is taken from it."""
    for *_, w_dec in cases(rng):
        gradient = rng.normal(size=w_dec.shape)
        _, found = submission.unit_columns(*tensors(w_dec, gradient))
        along = [(g @ w) / (w @ w) * w for g, w in zip(gradient.T, w_dec.T, strict=True)]
        assert_close(found, torch.from_numpy(gradient - np.stack(along, axis=1)), rtol=1e-5, what="the gradient")


@pytest.mark.points(6)
def test_the_explained_variance(submission, rng):
    """The explained variance compares the squared errors with those of the mean row, summed over all entries."""
    for x, w_enc, b_enc, b_dec, _ in cases(rng):
        x = x * np.linspace(0.5, 3, x.shape[1]) + np.linspace(2, 5, x.shape[1])
        error = 0.3 * rng.normal(size=x.shape)
        other = x + error - error.mean(axis=0)  # an error that all rows share is judged elsewhere
        found = submission.report(*tensors(x, other, features(x, w_enc, b_enc, b_dec)))
        expected = 1 - ((x - other) ** 2).sum() / (len(x) * np.trace(np.cov(x.T, bias=True)))
        assert_close(found[0], expected, rtol=1e-5, what="the explained variance")


@pytest.mark.points(2)
def test_an_error_that_all_rows_share(submission):
    """An error that all rows share counts as any other: the squares of the errors are summed, not their variance."""
    # All entries have one mean and one variance: neither matters here.
    x = np.array([[1.0, 3.0], [3.0, 1.0], [1.0, 1.0], [3.0, 3.0]])
    f = np.ones((4, 3))
    for off, right in ((0.5, 0.75), (2.0, -3.0)):
        found = submission.report(*tensors(x, x + off, f))[0]
        assert_close(found, right, rtol=1e-5, what=f"the explained variance where every entry is {off} off")


@pytest.mark.points(4)
def test_active_features(submission):
    """A feature is active in a row where it is above 0; the mean number of them in a row is given."""
    for rows, columns, right in ((3, slice(0, 5), 2.0), (2, slice(1, 5), 1.5)):
        active = submission.report(*tensors(X[:rows], X[:rows] + 0.1, F[:rows, columns]))[1]
        assert_close(active, right, rtol=1e-5, what="the mean number of active features in a row")


@pytest.mark.points(4)
def test_dead_features(submission):
    """A feature is dead where it is active in no row."""
    dead = submission.report(*tensors(X, X + 0.1, F))[2]
    assert_equal(dead, torch.tensor([False, False, True, False, False]), what="which features are dead")
    dead = submission.report(*tensors(X[:2], X[:2] + 0.1, F[:2, 1:]))[2]
    assert_equal(dead, torch.tensor([False, True, True, False]), what="which features are dead")


@pytest.mark.points(2)
def test_dtypes(submission, rng):
    """float32 tensors give float32 results, float64 ones float64."""
    for dtype in (torch.float32, torch.float64):
        x, w_enc, b_enc, b_dec, w_dec = (a.to(dtype) for a in tensors(*problem(rng)))
        f = submission.encode(x, w_enc, b_enc, b_dec, 2)
        loss = submission.sae_loss(x, x[:, :1] ** 2, w_dec[:, :1], b_dec, 0.5)
        results = (f, loss, *submission.unit_columns(w_dec, w_dec + 1))
        assert_equal([list(found.shape) for found in results], [[len(x), len(w_enc)], [], *[list(w_dec.shape)] * 2])
        for found in results:
            assert np.any(np.asarray(found)), "A result is 0 everywhere."
            assert_equal(found.dtype, dtype, what="the dtype of a result")


@pytest.mark.points(4)
def test_gradients(submission, rng):
    """Features and loss are differentiable; what top-k sets to 0 has no gradient."""
    for (x, w_enc, b_enc, b_dec, w_dec), k in zip(cases(rng), (2, None), strict=True):
        b_dec = 0 * b_dec
        arguments = [a.requires_grad_() for a in tensors(x, w_enc, b_enc)]
        f = submission.encode(*arguments, torch.from_numpy(b_dec), k)
        cotangent = rng.normal(size=f.shape)
        found = torch.autograd.grad(f, arguments, torch.from_numpy(cotangent))
        on = features(x, w_enc, b_enc, b_dec, k) > 0
        expected = [(cotangent * on) @ w_enc, (cotangent * on).T @ x, (cotangent * on).sum(axis=0)]
        for name, one, other in zip(("x", "w_enc", "b_enc"), found, expected, strict=True):
            assert_close(one, torch.from_numpy(other), rtol=1e-5, what=f"the gradient of {name}")
        # Compared up to a scale, and without a penalty: how the loss is averaged is judged elsewhere.
        f, w = (a.requires_grad_() for a in tensors(features(x, w_enc, b_enc, b_dec), w_dec))
        value = submission.sae_loss(torch.from_numpy(x), f, w, torch.from_numpy(b_dec), 0.0)
        found, reached = (a.numpy() for a in torch.autograd.grad(value, (w, f)))
        features_ = f.detach().numpy()
        expected = numerical_gradient(lambda w, x=x, f=features_, b=b_dec: loss(x, f, w, b, 0.0), w_dec)
        assert np.abs(found).max() > 1e-3, "The gradient of w_dec is 0."
        scale = np.abs(expected).max() / np.abs(found).max()
        assert_close(found * scale, expected, rtol=1e-4, what="the gradient of w_dec, up to its scale")
        expected = numerical_gradient(lambda f, x=x, w=w_dec, b=b_dec: loss(x, f, w, b, 0.0), features_)
        assert_close(reached * scale, expected, rtol=1e-4, what="the gradient of f, up to its scale")
