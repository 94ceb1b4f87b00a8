"""Grades `int8_dynamic_linear`: rows are made from known integers and scales; products are summed in Python."""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, sizes

# That nothing is added to the scales is judged with the rows of zeros.
ROUGH = 1e-5


def numbers(q):
    """The integers as floats: what their dtype is, a test of its own asks."""
    return np.asarray(q).astype(float)


def made(rng, *shape):
    """Rows with their integers and scales; each row has an end of the range."""
    q = rng.integers(-126, 127, size=shape)
    off = rng.uniform(-0.4, 0.4, size=shape)
    q[..., 0] = rng.permutation(np.resize([127, -127], q[..., 0].size)).reshape(shape[:-1])
    off[..., 0] = 0.0
    scales = np.exp(rng.uniform(-4, 2, size=shape[:-1]))
    return (q + off) * scales[..., None], q, scales


def exact(rng, *shape):
    """Rows that are whole multiples of their scales, powers of 2: how quotients are rounded makes no difference."""
    q = rng.integers(-126, 127, size=shape)
    q[..., 0] = 127
    scales = 2.0 ** rng.integers(-4, 3, size=shape[:-1])
    return q * scales[..., None], q, scales


def product(q_x, s_x, q_w, s_w, bias):
    """The sum of each output, in Python's integers."""
    out = np.empty((*q_x.shape[:-1], len(q_w)))
    for place in np.ndindex(out.shape):
        row, column = q_x[place[:-1]].tolist(), q_w[place[-1]].tolist()
        total = sum(a * b for a, b in zip(row, column, strict=True))
        out[place] = total * float(s_x[place[:-1]]) * float(s_w[place[-1]]) + bias[place[-1]]
    return out


@pytest.mark.points(22)
def test_each_row_has_a_scale(submission, rng):
    """The scale of a row is its largest magnitude over 127, and its integers are rounded quotients."""
    q, scales = submission.quantize_rows(np.array([[12.7, -3.16, 0.0], [0.5, -2.54, 1.02]]))
    assert_close(np.asarray(scales), np.array([0.1, 0.02]), rtol=ROUGH, what="the scales")
    assert_equal(numbers(q), np.array([[127.0, -32.0, 0.0], [25.0, -127.0, 51.0]]) + 0, what="the integers")
    x, right_q, right_scales = made(rng, *sizes(rng, 3, 5))
    q, scales = submission.quantize_rows(x)
    assert_close(np.asarray(scales), right_scales, rtol=ROUGH, what="the scales")
    assert_equal(numbers(q), right_q.astype(float), what="the integers")


@pytest.mark.points(4)
def test_half_to_even(submission):
    """A quotient half way between two integers gives the even one."""
    q, _ = submission.quantize_rows(np.array([[127.0, 0.5, 2.5, -1.5, -2.5]]))
    assert_equal(numbers(q), np.array([[127.0, 0.0, 2.0, -2.0, -2.0]]) + 0, what="the integers")


@pytest.mark.points(6)
def test_rows_of_zeros(submission):
    """A row of zeros has the scale 1 and integers of 0."""
    q, scales = submission.quantize_rows(np.array([[0.0, 0.0], [0.2, 0.508]]))
    assert_close(float(np.asarray(scales)[0]), 1.0, what="the scale of the row of zeros")
    # Closer than float32 is: the scales are float64.
    assert_close(np.asarray(scales), np.array([1.0, 0.004]), rtol=1e-10, what="the scales")
    assert_equal(numbers(q), np.array([[0.0, 0.0], [50.0, 127.0]]), what="the integers")


@pytest.mark.points(4)
def test_integers_are_int8(submission, rng):
    """The integers come as int8."""
    q, _ = submission.quantize_rows(made(rng, 2, 3)[0])
    assert_equal(str(np.asarray(q).dtype), "int8", what="the dtype of the integers")


@pytest.mark.points(18)
def test_the_output(submission, rng):
    """The integer products are scaled by token and by channel, and the bias is added."""
    q_w = np.array([[3, -2], [1, 4], [-5, 2]], dtype=np.int8)
    found = submission.int8_linear(
        np.array([[254.0, 4.0], [-12.0, 63.5]]), q_w, np.array([1.0, 0.5, 2.0]), np.array([1.0, 0, -3])
    )
    right = np.array([[755.0, 135.0, -2527.0], [-162.0, 121.0, 371.0]])
    assert_close(found, right, rtol=ROUGH, what="the output of two tokens")
    x, q_x, s_x = exact(rng, 3, 2)
    q_w = rng.integers(-60, 61, size=(4, 2)).astype(np.int8)
    s_w, bias = rng.uniform(0.1, 2.0, size=4), rng.normal(size=4)
    found = submission.int8_linear(x, q_w, s_w, bias)
    assert_close(found, product(q_x, s_x, q_w, s_w, bias), rtol=ROUGH, what="the output")


@pytest.mark.points(6)
def test_any_leading_axes(submission, rng):
    """x may be one token or have any number of leading axes, and so do its scales and the output."""
    # All scales are 1, the bias is 0 and the weight picks features: none of these matters here.
    pick = np.eye(3, dtype=np.int8)[[2, 0]]
    for shape in ((3,), (2, 4, 3), (2, 1, 2, 3)):
        x = rng.integers(-126, 127, size=shape).astype(float)
        x[..., 1] = 127.0
        q, scales = submission.quantize_rows(x)
        assert_close(np.asarray(scales), np.ones(shape[:-1]), rtol=0.05, what=f"the scales for x of shape {shape}")
        assert_close(numbers(q), x, atol=1.5, what=f"the integers for x of shape {shape}")
        found = submission.int8_linear(x, pick, np.ones(2), np.zeros(2))
        assert_close(found, x[..., [2, 0]], atol=1.5, what=f"the output for x of shape {shape}")


@pytest.mark.points(4)
def test_activations_are_rounded(submission, rng):
    """x is rounded to its integers before the product, not only the weight."""
    x, q_x, s_x = made(rng, 3, 2)
    q_w, s_w = np.array([[3, -2], [1, 40]], dtype=np.int8), np.array([0.5, 2.0])
    found = submission.int8_linear(x, q_w, s_w, np.zeros(2))
    assert_close(found, product(q_x, s_x, q_w, s_w, np.zeros(2)), rtol=ROUGH, what="the output")


@pytest.mark.points(16)
def test_sums_are_exact(submission, rng):
    """A sum of hundreds of products is exact: it doesn't fit into int8 or int16."""
    x = np.full((2, 300), 2.0)
    x[1, ::2] = -2.0
    q_w = np.full((2, 300), 127, dtype=np.int8)
    q_w[1, ::2] = -127
    found = submission.int8_linear(x, q_w, np.array([1.0, 0.5]), np.array([0.0, 0.0]))
    assert_close(found, np.array([[76200.0, 0.0], [0.0, 38100.0]]), atol=0.1, what="the output for 300 features")
    # Odd numbers beyond 2^24, which float32 doesn't have.
    x, q_w = rng.integers(60, 127, size=(1, 3000)).astype(float), rng.integers(60, 127, size=(2, 3000)).astype(np.int8)
    x[:, 0], x[:, 1] = 127.0, 61.0
    q_w[:, 1] ^= (q_w.astype(int) @ x[0].astype(int) % 2 == 0).astype(np.int8)
    right = [[float(sum(int(a) * int(b) for a, b in zip(x[0], row, strict=True))) for row in q_w]]
    found = submission.int8_linear(x, q_w, np.ones(2), np.zeros(2))
    assert_close(found, np.array(right), rtol=0, atol=0.5, what="the output for 3000 features")


@pytest.mark.points(8)
def test_a_large_token_costs_the_others_nothing(submission, rng):
    """The output of a token doesn't depend on the tokens beside it."""
    x, q_x, s_x = exact(rng, 4, 3)
    q_w, s_w = rng.integers(-20, 21, size=(2, 3)).astype(np.int8), np.array([0.5, 2.0])
    x[1] *= 1e4
    s_x[1] *= 1e4
    found = submission.int8_linear(x, q_w, s_w, np.zeros(2))
    right = product(q_x, s_x, q_w, s_w, np.zeros(2))[[0, 2, 3]]
    assert_close(np.asarray(found)[[0, 2, 3]], right, rtol=ROUGH, what="the others")


@pytest.mark.points(12)
def test_the_error(submission, rng):
    """The error is the norm of all differences from the exact outputs over the norm of these."""
    for shape in ((3, 2), (2, 3, 2)):
        x, q_x, s_x = made(rng, *shape)
        weight, q_w, s_w = made(rng, 6, shape[-1])
        exact = np.einsum("...d,md->...m", x, weight)
        bias = rng.normal(size=6) * np.abs(exact).mean()
        exact = exact + bias
        off = product(q_x, s_x, q_w, s_w, bias) - exact
        right = float(np.sqrt((off**2).sum() / (exact**2).sum()))
        assert_close(submission.relative_error(x, weight, bias), right, rtol=1e-4, what="the error")
