"""Grades `gradient_clipping`: the norm is summed exactly, number by number, and its root taken once."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, assert_equal

SHAPES = [(4, 3), (5,), (2, 3, 1), (1,)]


def arrays(rng, dtype=np.float64, scale=1.0):
    """Gradients of both signs whose arrays differ in size and in length."""
    return [(scale * (i + 1) * rng.normal(size=shape)).astype(dtype) for i, shape in enumerate(SHAPES)]


def length(grads):
    return math.sqrt(math.fsum(float(number) ** 2 for g in grads for number in g.flat))


def shortened(grads, max_norm):
    norm = length(grads)
    return [np.reshape([float(n) * max_norm / norm for n in g.flat], g.shape).astype(g.dtype) for g in grads]


@pytest.mark.points(15)
def test_the_norm_is_that_of_all_entries_before_clipping(submission, rng):
    """The norm is the root of the sum of all squares, before clipping, whether anything is clipped or not."""
    for share in (0.3, 0.9, 2.5):
        grads = arrays(rng)
        _, norm = submission.clip_by_global_norm(grads, share * length(grads))
        assert_close(norm, length(grads), what="the norm")


@pytest.mark.points(25)
def test_long_gradients_are_shortened_together(submission, rng):
    """With a norm above max_norm all gradients are multiplied by the same max_norm / norm."""
    fixed = [np.array([3.0]), np.array([[0.0], [-4.0]])]
    clipped, _ = submission.clip_by_global_norm(fixed, 1e-3)
    assert_equal(np.sign(np.asarray(clipped[1])), np.array([[0.0], [-1.0]]), what="the signs of the clipped gradients")
    for share, scale in [(0.2, 1.0), (0.97, 100.0)]:
        grads = arrays(rng, scale=scale)
        max_norm = share * length(grads)
        clipped, norm = submission.clip_by_global_norm(grads, max_norm)
        # By the norm that was returned: if it is wrong, that costs its points once.
        wanted = [g * (max_norm / float(norm)) for g in grads]
        assert_close(clipped, wanted, what="the clipped gradients, by the norm that was returned,")


@pytest.mark.points(15)
def test_short_gradients_stay_exactly_as_they_are(submission, rng):
    """With a norm of at most max_norm nothing changes, not in the last digit; so for max_norm = inf."""
    for dtype in (np.float64, np.float32):
        grads = arrays(rng, dtype, 0.02)
        for max_norm in (1.01 * length(grads), 7.0 * length(grads), math.inf):
            clipped, _ = submission.clip_by_global_norm(grads, max_norm)
            assert_equal(clipped, grads, exact_dtype=True, what="the gradients")
    on_the_limit = [np.array([0.0]), np.array([[-1.0, 0.0]])]
    assert_equal(submission.clip_by_global_norm(on_the_limit, 1.0)[0], on_the_limit, what="gradients of length 1")


@pytest.mark.points(3)
def test_nothing_and_zeros(submission):
    """An empty list has the norm 0.0; zeros come back as they are."""
    assert_equal(submission.clip_by_global_norm([], 0.5), ([], 0.0))
    assert_equal(submission.clip_by_value([], 0.5), [])
    zeros = [np.zeros((2, 3)), np.zeros(1)]
    assert_equal(submission.clip_by_global_norm(zeros, 0.5), (zeros, 0.0))
    assert_equal(submission.clip_by_value(zeros, 0.5), zeros)


@pytest.mark.points(15)
def test_a_norm_that_is_not_finite_changes_nothing(submission, rng):
    """With a nan among the gradients the norm is nan, else with an infinity inf; the gradients stay as they are."""
    for bad, norm in [
        ([np.nan], np.nan),
        ([np.inf], np.inf),
        ([-np.inf], np.inf),
        ([np.inf, -np.inf], np.inf),
        ([np.nan, np.inf], np.nan),
    ]:
        grads = arrays(rng)
        for i, value in enumerate(bad):
            grads[1 - i].flat[2] = value
        assert_equal(submission.clip_by_global_norm(grads, 0.5), (grads, norm))
    assert_equal(submission.clip_by_global_norm(grads, math.inf), (grads, norm))


@pytest.mark.points(10)
def test_the_arithmetic_is_float64(submission, rng):
    """Norm and products are computed in float64, whatever the dtypes, which may differ and are kept."""
    dtypes = (np.float16, np.float32, np.float64, np.float16)
    mixed = [g.astype(dtype) for g, dtype in zip(arrays(rng), dtypes, strict=True)]
    cases = [
        (mixed, 0.4 * length(mixed)),
        (arrays(rng, np.float32, 1e25), 1e20),
        (arrays(rng, np.float32, 1e-25), 1e-26),
        (arrays(rng, np.float16, 2000.0), 60.0),
        # The factor is about 1.5e-7, where float16 has hardly a digit left.
        ([np.full(40, 30000.0, dtype=np.float16), np.full((2, 3), -20000.0, dtype=np.float16)], 0.03),
    ]
    for grads, max_norm in cases:
        clipped, norm = submission.clip_by_global_norm(grads, max_norm)
        assert isinstance(norm, float), f"the norm should be a float; it is of type {type(norm).__name__}"
        assert_close(norm, length(grads), what="the norm")
        assert_close(clipped, shortened(grads, max_norm), exact_dtype=True, what="the clipped gradients")


@pytest.mark.points(15)
def test_each_entry_is_cut_off_at_both_limits(submission, rng):
    """By value, entries beyond -limit or limit become the limit, and all others stay as they are."""
    for dtype, limit in [(np.float64, 0.75), (np.float32, 2.0), (np.float16, 0.5)]:
        grads = arrays(rng, dtype)
        grads[0].flat[:4] = [limit / 2, -limit / 2, 3 * limit, -3 * limit]
        expected = [
            np.reshape([min(max(n, -limit), limit) for n in g.ravel().tolist()], g.shape).astype(dtype) for g in grads
        ]
        assert_equal(submission.clip_by_value(grads, limit), expected, exact_dtype=True)
    special = np.array([np.nan, np.inf, -np.inf, 1.0])
    assert_equal(submission.clip_by_value([special], 1.5), [np.array([np.nan, 1.5, -1.5, 1.0])])


@pytest.mark.points(2)
def test_limits_must_be_positive(submission):
    """A max_norm or a limit of 0 or below raises ValueError, and a small one doesn't."""
    grads = [np.array([3.0, -4.0])]
    submission.clip_by_global_norm(grads, 1e-3)
    submission.clip_by_value(grads, 1e-3)
    for limit in (0.0, -1.0):
        with pytest.raises(ValueError):
            submission.clip_by_global_norm(grads, limit)
        with pytest.raises(ValueError):
            submission.clip_by_value(grads, limit)
