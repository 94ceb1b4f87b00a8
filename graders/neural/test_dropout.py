"""Grades `dropout`: which elements fell is read off the output of an input without zeros, and judged by its law."""

from math import comb

import numpy as np
import pytest

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed


def nonzero(rng, shape, dtype=np.float64):
    """Values of both signs, none of them near 0, so that a 0 in the output was dropped."""
    return (rng.uniform(0.5, 2.0, size=shape) * rng.choice([-1.0, 1.0], size=shape)).astype(dtype)


def stayed(y):
    """True where y came from an element that was kept."""
    return y != 0


def thinned(values, y, factor):
    """values * factor where y is not 0, else 0."""
    return np.where(stayed(y), values * factor, 0).astype(values.dtype)


@pytest.mark.points(20)
def test_what_stays_is_scaled_by_1_over_1_minus_p(submission, rng):
    """In training each element is either 0 or x / (1 - p), and both occur."""
    for shape, p in [((300,), 0.3), ((13, 30), 0.8), ((5, 8, 9), 0.45)]:
        x = nonzero(rng, shape)
        y, _ = submission.dropout(x, p, submission.generator(new_seed(rng)))
        assert_close(y, thinned(x, y, 1 / (1 - p)), rtol=1e-12)
        assert 0 < np.count_nonzero(y) < x.size, f"with p = {p} some of {x.size} elements stay and some are dropped"


@pytest.mark.points(15)
def test_elements_are_dropped_with_probability_p(submission, rng):
    """p is the probability that an element is dropped, not that it stays."""
    for p in (0.1, 0.35, 0.9):
        x = nonzero(rng, (40, 125))
        y, _ = submission.dropout(x, p, submission.generator(new_seed(rng)))
        kept = np.count_nonzero(y)
        assert_distribution([x.size - kept, kept], [p, 1 - p], what=f"dropped and kept elements at p = {p}")


@pytest.mark.points(15)
def test_each_element_is_dropped_independently(submission, rng):
    """Every element has a draw of its own: pairs along any axis are independent, and the number dropped varies."""
    p = 0.4
    y, _ = submission.dropout(nonzero(rng, (20, 24, 10)), p, submission.generator(new_seed(rng)))
    kept = stayed(y)
    for axis in range(3):
        ordered = np.moveaxis(kept, axis, 0)
        half = len(ordered) // 2
        law = [p * p, p * (1 - p), (1 - p) * p, (1 - p) ** 2]  # both dropped, one of them, the other, none
        neighbours = 2 * ordered[0::2] + ordered[1::2]
        far_apart = 2 * ordered[:half] + ordered[half:]
        for name, pairs in [("neighbours", neighbours), ("elements half the array apart", far_apart)]:
            counts = np.bincount(pairs.ravel(), minlength=4)
            assert_distribution(counts, law, what=f"pairs of {name} along axis {axis}")
    generator = submission.generator(new_seed(rng))
    n, x = 8, nonzero(rng, (2, 4))
    dropped = [n - np.count_nonzero(submission.dropout(x, p, generator)[0]) for _ in range(80)]
    law = [comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    assert_distribution(np.bincount(dropped, minlength=n + 1), law, what=f"the number dropped of {n} elements")


@pytest.mark.points(5)
def test_randomness_comes_from_rng_alone(submission, rng):
    """The same state of the generator gives the same result; the next call with it, or another seed, gives another."""
    x, p = nonzero(rng, (20, 30)), 0.5
    one, other = new_seed(rng), new_seed(rng)
    generator = submission.generator(one)
    first, second = (submission.dropout(x, p, generator)[0] for _ in range(2))
    generator = submission.generator(one)
    for y in (first, second):
        again, _ = submission.dropout(x, p, generator)
        assert_equal(again, y, what="y from the same state of the generator")
    third, _ = submission.dropout(x, p, submission.generator(other))
    assert not np.array_equal(first, second), "two calls in a row with one generator dropped the same elements"
    assert not np.array_equal(first, third), "two seeds dropped the same elements"


@pytest.mark.points(20)
def test_backward_uses_the_mask_and_the_scale_of_forward(submission, rng):
    """dx is dy / (1 - p) where the element stayed and 0 where it was dropped, for the pass of that cache."""
    generator = submission.generator(new_seed(rng))
    passes = []
    for shape, p in [((10, 30), 0.3), ((10, 30), 0.7), ((4, 9, 11), 0.2)]:
        passes.append((p, *submission.dropout(nonzero(rng, shape), p, generator)))
    for p, y, cache in [*passes, *reversed(passes)]:
        dy = nonzero(rng, y.shape)
        assert_close(submission.dropout_backward(dy, cache), thinned(dy, y, 1 / (1 - p)), rtol=1e-12)
    # Behind a ReLU many inputs are 0 anyway: what stays passes its gradient on all the same.
    dy = nonzero(rng, (400,))
    _, cache = submission.dropout(np.zeros(400), 0.6, generator)
    dx = submission.dropout_backward(dy, cache)
    assert_close(dx, thinned(dy, dx, 1 / 0.4), rtol=1e-12)
    assert 0 < np.count_nonzero(dx) < 400, "an input that is 0 stays with probability 1 - p like any other"


@pytest.mark.points(10)
def test_evaluation_changes_nothing(submission, rng):
    """At evaluation y equals x and dx equals dy, without scaling and without a generator."""
    for shape, p in [((5, 7), 0.6), ((11,), 0.0), ((2, 3, 4), 1.0)]:
        x, dy = nonzero(rng, shape), nonzero(rng, shape)
        for generator in (None, submission.generator(new_seed(rng))):
            y, cache = submission.dropout(x, p, generator, training=False)
            assert_close(y, x, rtol=1e-14)
            assert_close(submission.dropout_backward(dy, cache), dy, rtol=1e-14, what="dx")


@pytest.mark.points(5)
def test_p_of_0_and_of_1(submission, rng):
    """In training p = 0 returns x and passes dy on; p = 1 returns zeros and a gradient of zeros, never nan."""
    for p, factor in [(0.0, 1.0), (1.0, 0.0), (0, 1.0), (1, 0.0)]:
        x, dy = nonzero(rng, (6, 9)), nonzero(rng, (6, 9))
        y, cache = submission.dropout(x, p, submission.generator(new_seed(rng)))
        assert_close(y, factor * x, rtol=1e-14, atol=0)
        assert_close(submission.dropout_backward(dy, cache), factor * dy, rtol=1e-14, atol=0, what="dx")


@pytest.mark.points(5)
def test_the_dtype_is_kept(submission, rng):
    """y has the dtype of x and dx that of dy, float32 or float64, also where the two differ, in training or not."""
    for dtype in (np.float32, np.float64):
        for p, training in [(0.25, True), (0.0, True), (1.0, True), (0.5, False)]:
            x, dy = nonzero(rng, (9, 8), dtype), nonzero(rng, (9, 8), dtype)
            y, cache = submission.dropout(x, p, submission.generator(new_seed(rng)), training=training)
            factor = 1 / (1 - p) if training and p < 1 else 1.0
            assert_close(y, thinned(x, y, factor), exact_dtype=True)
            dx = submission.dropout_backward(dy, cache)
            assert_close(dx, thinned(dy, y, factor), exact_dtype=True, what="dx")
        x, dy = nonzero(rng, (9, 8), dtype), nonzero(rng, (9, 8), np.float64 if dtype == np.float32 else np.float32)
        y, cache = submission.dropout(x, 0.25, submission.generator(new_seed(rng)))
        dx = submission.dropout_backward(dy, cache)
        assert_close(dx, thinned(dy, y, 4 / 3), rtol=1e-5, exact_dtype=True, what="dx for a dy of another dtype than x")
        y, cache = submission.dropout(np.empty((0, 3), dtype), 0.5, submission.generator(1))
        assert_equal(y, np.empty((0, 3), dtype), exact_dtype=True)
        assert_equal(submission.dropout_backward(np.empty((0, 3), dtype), cache), np.empty((0, 3), dtype))


@pytest.mark.points(5)
def test_p_outside_0_to_1_is_refused(submission, rng):
    """A p below 0 or above 1 raises ValueError, in training and at evaluation."""
    x = nonzero(rng, (3, 4))
    for training in (True, False):
        y, _ = submission.dropout(x, 0.0, submission.generator(0), training=training)
        assert_close(y, x)
        for p in (-0.1, 1.5):
            with pytest.raises(ValueError):
                submission.dropout(x, p, submission.generator(0), training=training)
