"""Grades `rms_norm`: the oracle works in float64; what is wrong forward costs its points once.

The backward pass is judged against the answer's own forward pass, and the results of each dtype against the answer's
own of float64.
"""

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal, numerical_gradient

TINY = 1e-12  # an eps that no digit shows
NAMES = ("y", "dx", "dgain")


def normalised(x, eps):
    return x * (np.einsum("...d,...d->...", x, x) / x.shape[-1] + eps)[..., None] ** -0.5


def arrays(rng, shape, dtype=np.float64):
    """x, gain and dy; each row of x has a mean and a spread of its own."""
    scale, offset = rng.uniform(0.5, 3, size=(*shape[:-1], 1)), rng.normal(size=(*shape[:-1], 1))
    x = scale * rng.normal(size=shape) + offset
    return [a.astype(dtype) for a in (x, rng.normal(size=shape[-1]), rng.normal(size=shape))]


def forward(submission, x, gain, eps=0.3):
    """The answer's own y."""
    return np.asarray(submission.rms_norm(x, gain, eps=eps)[0])


def all_of(submission, x, gain, dy, eps=0.3):
    """(y, dx, dgain)."""
    y, cache = submission.rms_norm(x, gain, eps=eps)
    return y, *submission.rms_norm_backward(dy, cache)


def check_precision(submission, x, gain, dy, eps, dtype=np.float16):
    """All three results are what float64 gives for the same numbers, rounded once."""
    x, gain, dy = (array.astype(dtype) for array in (x, gain, dy))
    wide = all_of(submission, *(array.astype(np.float64) for array in (x, gain, dy)), eps)
    for name, actual, expected in zip(NAMES, all_of(submission, x, gain, dy, eps), wide, strict=True):
        with np.errstate(over="ignore"):
            assert_close(actual, np.asarray(expected).astype(dtype), what=f"{name} of {np.dtype(dtype).name} arrays")


@pytest.mark.points(20)
def test_forward(submission, rng):
    """y is gain * x / sqrt(mean(x^2)), each row by itself."""
    x, gain = np.array([[1.0, 7.0, -2.0], [3.0, 0.5, 4.0]]), np.array([2.0, -1.0, 0.5])
    assert_close(submission.rms_norm(x, gain, eps=TINY)[0], gain * normalised(x, 0))
    for shape in [(5, 4), (3, 6)]:
        x, gain, _ = arrays(rng, shape)
        assert_close(submission.rms_norm(x, gain, eps=TINY)[0], gain * normalised(x, TINY), rtol=1e-6)


@pytest.mark.points(10)
def test_eps_is_added_to_the_mean_square(submission, rng):
    """eps is added to the mean square, inside the root, and is 1e-6 unless told."""
    x, gain, _ = arrays(rng, (5, 4))
    for small, eps in [(x / 1000, 0.3), (x / 1000, 1.5), (x, 0.4)]:
        assert_close(submission.rms_norm(small, gain, eps=eps)[0], gain * normalised(small, eps), rtol=1e-6)
    y, _ = submission.rms_norm(x / 1000, gain)
    assert_close(y, gain * normalised(x / 1000, 1e-6), rtol=1e-6, what="the result with the default eps")


@pytest.mark.points(10)
def test_every_row_by_itself(submission, rng):
    """A row gives the same whatever axes come before it, none or four: other rows have no part in it."""
    for shape in [(3, 4), (2, 2, 3), (2, 1, 2, 1, 5)]:
        x, gain, _ = arrays(rng, shape)
        rows = [forward(submission, row, gain) for row in x.reshape(-1, shape[-1])]
        assert_close(submission.rms_norm(x, gain, eps=0.3)[0], np.stack(rows).reshape(shape), rtol=1e-6)


@pytest.mark.points(20)
def test_gradient_of_x(submission, rng):
    """dx counts what each feature does to the rms of its row and nothing else, for any gain, eps and shape."""
    for shape, eps in [((3, 4), 0.3), ((2, 1, 1, 1, 3), 0.1), ((5,), 1.0)]:
        x, gain, dy = arrays(rng, shape)
        _, dx, _ = all_of(submission, x, gain, dy, eps)
        wanted = numerical_gradient(lambda z, g=gain, e=eps: forward(submission, z, g, e), x, dy, step=1e-3)
        assert_close(dx, wanted, rtol=1e-3, atol=1e-3, what="dx, beside the slopes of the forward pass,")


@pytest.mark.points(15)
def test_gradient_of_the_gain(submission, rng):
    """dgain sums dy times the normalised features over all rows."""
    for shape in [(3, 4), (2, 3, 5), (5,), (2, 1, 2, 3, 4)]:
        x, gain, dy = arrays(rng, shape)
        gain[1] = 0.0  # so that n can't be had back from y
        n = forward(submission, x, np.ones_like(gain))
        _, _, dgain = all_of(submission, x, gain, dy)
        wanted = np.einsum("nd,nd->d", n.reshape(-1, len(gain)), dy.reshape(-1, len(gain)))
        assert_close(dgain, wanted, rtol=1e-6, what="dgain")


@pytest.mark.points(5)
def test_rows_of_zeros(submission, rng):
    """A row of zeros gives zeros, and its gradient is finite."""
    x, gain, dy = arrays(rng, (3, 4))
    x[1] = 0.0
    y, dx, dgain = (np.asarray(part) for part in all_of(submission, x, gain, dy, 0.04))
    assert_close(y[1], np.zeros(4), what="y of the row of zeros")
    assert np.isfinite(dx).all(), "dx of a row of zeros should be finite."
    assert np.isfinite(dgain).all(), "dgain should be finite with a row of zeros."
    assert np.abs(dx[1]).max() > 0, "dx of a row of zeros is 0 throughout, but a step of one feature changes y."


@pytest.mark.points(10)
def test_float16_is_computed_in_float32(submission, rng):
    """float16 features of several hundred, or of a few thousandths, are normalised like others in both passes."""
    for scale, eps in [(700.0, 1e-6), (1e-3, 1e-9)]:
        x, gain, dy = arrays(rng, (3, 6))
        x = scale * rng.choice([-1, 1], size=x.shape) * rng.uniform(0.5, 1.5, size=x.shape)
        check_precision(submission, x, gain, dy * scale / 100, eps)


@pytest.mark.points(3)
def test_nothing_is_rounded_on_the_way(submission, rng):
    """From float16, no number between input and result is rounded to float16, where it would lose digits."""
    away = rng.choice([-1, 1], size=(2, 3, 6)) * rng.uniform(0.5, 1.5, size=(2, 3, 6))
    x = away[0] * [25_000, 0.003, 0.005, 0.002, 0.004, 0.003]
    gain = rng.uniform(0.5, 1.5, size=6) * [5e-4, 5000, -5000, 5000, 5000, -5000]
    check_precision(submission, x, gain, away[1] * np.abs(gain), 1e-6)
    check_precision(submission, 2e-7 * away[0], rng.uniform(0.5, 1.5, size=6), 1e-3 * away[1], 1e-15)


@pytest.mark.points(3)
def test_the_gain_gradient_of_many_rows(submission, rng):
    """In float16 too, dgain is summed in float32: above 2048 a float16 sum no longer notices a 1."""
    x = 1 + np.abs(rng.normal(size=(500, 2)))
    dy = rng.uniform(0.4, 0.8, size=(500, 2))
    x[0], dy[0] = 1.0, 3000.0
    x, gain, dy = (array.astype(np.float16) for array in (x, rng.normal(size=2), dy))
    wide = all_of(submission, *(array.astype(np.float64) for array in (x, gain, dy)), 1e-6)
    _, _, dgain = all_of(submission, x, gain, dy, 1e-6)
    assert_close(dgain, np.asarray(wide[2]).astype(np.float16), what="dgain of float16 arrays")


@pytest.mark.points(2)
def test_each_cache_belongs_to_its_own_forward_pass(submission, rng):
    """Several forward passes may come before their backward passes: each gets the gradients of its own."""
    (x, gain, dy), other = arrays(rng, (3, 4)), arrays(rng, (3, 4))
    alone = tuple(np.asarray(part) for part in all_of(submission, x, gain, dy)[1:])
    _, cache = submission.rms_norm(x, gain, eps=0.3)
    submission.rms_norm(*other[:2], eps=0.7)
    what = "(dx, dgain), with another forward pass made in between,"
    assert_close(submission.rms_norm_backward(dy, cache), alone, rtol=1e-6, what=what)


@pytest.mark.points(2)
def test_the_dtype_is_kept(submission, rng):
    """float16, float32 and float64 each give results of the same dtype, and float64 its full precision."""
    for dtype in (np.float16, np.float32, np.float64):
        x, gain, dy = arrays(rng, (2, 5), dtype)
        for name, part in zip(NAMES, all_of(submission, x, gain, dy), strict=True):
            what = f"the dtype of {name} of {np.dtype(dtype).name} arrays"
            assert_equal(np.asarray(part).dtype.name, np.dtype(dtype).name, what=what)
    one = 1 + 2.0**-40  # which float32 takes for 1
    scaled = forward(submission, np.array([1.0, -3.0, 2.0]), np.full(3, one))
    plain = forward(submission, np.array([1.0, -3.0, 2.0]), np.ones(3))
    assert_close(scaled, one * plain, rtol=1e-14, atol=0, what="y of float64 arrays")
