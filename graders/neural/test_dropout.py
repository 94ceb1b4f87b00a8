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
def test_what_stays_is_scaled(submission, rng):
    """In training with p = 0.5 each element is either 0 or 2 x, and both occur."""
    for shape in [(60, 5), (13, 30), (5, 8, 9)]:
        x = nonzero(rng, shape)
        y, _ = submission.dropout(x, 0.5, submission.generator(new_seed(rng)))
        assert_close(y, thinned(x, y, 2.0), rtol=1e-6)
        assert 0 < np.count_nonzero(y) < x.size, f"of {x.size} elements some stay and some are dropped"


@pytest.mark.points(10)
def test_the_factor_is_1_over_1_minus_p(submission, rng):
    """The elements that stay are divided by 1 - p, the probability of staying, whatever p is."""
    for p in (0.3, 0.8):
        x = nonzero(rng, (100, 3))
        y, _ = submission.dropout(x, p, submission.generator(new_seed(rng)))
        assert_close(y, thinned(x, y, 1 / (1 - p)), rtol=1e-6)
        assert np.count_nonzero(y) > 0, f"with p = {p} some of 300 elements stay"


@pytest.mark.points(15)
def test_elements_are_dropped_with_probability_p(submission, rng):
    """p is the probability that an element is dropped, not that it stays."""
    for p in (0.1, 0.35, 0.9):
        x = nonzero(rng, (5000,))
        y, _ = submission.dropout(x, p, submission.generator(new_seed(rng)))
        kept = np.count_nonzero(y)
        assert_distribution([x.size - kept, kept], [p, 1 - p], what=f"dropped and kept elements at p = {p}")


@pytest.mark.points(10)
def test_each_element_is_dropped_independently(submission, rng):
    """Every element has a draw of its own: pairs along any axis are independent, and the number dropped varies."""
    p = 0.5
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


@pytest.mark.points(10)
def test_backward_uses_the_mask_and_the_scale_of_forward(submission, rng):
    """dx is dy times the factor of forward where the element stayed, and 0 where it was dropped."""
    for shape, p in [((10, 30), 0.5), ((4, 9, 11), 0.2)]:
        x, dy = nonzero(rng, shape), nonzero(rng, shape)
        y, cache = submission.dropout(x, p, submission.generator(new_seed(rng)))
        factor = np.asarray(y) / x  # whatever forward took for it
        assert_close(submission.dropout_backward(dy, cache), dy * factor, rtol=1e-6, what="dx")


@pytest.mark.points(5)
def test_each_cache_belongs_to_its_own_forward_pass(submission, rng):
    """The backward pass uses the mask of its own forward pass, also when others came in between, and twice."""
    generator, passes = submission.generator(new_seed(rng)), []
    for p in (0.5, 0.5, 0.3):
        x = nonzero(rng, (10, 30))
        y, cache = submission.dropout(x, p, generator)
        passes.append((np.asarray(y) / x, cache))
    for factor, cache in [*passes, *reversed(passes)]:
        dy = nonzero(rng, (10, 30))
        assert_close(submission.dropout_backward(dy, cache), dy * factor, rtol=1e-6, what="dx")


@pytest.mark.points(5)
def test_an_input_of_0_is_not_thereby_dropped(submission, rng):
    """Behind a ReLU many inputs are 0 anyway: those that stay pass their gradient on all the same."""
    x, dy = nonzero(rng, (400,)), nonzero(rng, (400,))
    x[::2] = 0.0
    y, cache = submission.dropout(x, 0.5, submission.generator(new_seed(rng)))
    dx = submission.dropout_backward(dy, cache)
    passed = stayed(np.asarray(dx))
    passed[1::2] = stayed(np.asarray(y))[1::2]
    if not passed[::2].any():
        passed[::2] = True  # that none of 200 stays is a mistake
    factor = np.max(np.abs(np.asarray(y)[1::2] / x[1::2]))  # whatever forward took for it
    assert_close(dx, np.where(passed, dy * factor, 0.0), rtol=1e-6, what="dx where every other x is 0")
    assert not passed[::2].all(), "an input that is 0 is dropped with probability p like any other"


@pytest.mark.points(10)
def test_evaluation_changes_nothing(submission, rng):
    """At evaluation y equals x and dx equals dy, without scaling and without a generator."""
    for shape, p in [((5, 7), 0.6), ((11,), 0.5), ((2, 3, 4), 0.2)]:
        x, dy = nonzero(rng, shape), nonzero(rng, shape)
        for generator in (submission.generator(new_seed(rng)), None):
            y, cache = submission.dropout(x, p, generator, training=False)
            assert_close(y, x, rtol=1e-6)
            assert_close(submission.dropout_backward(dy, cache), dy, rtol=1e-6, what="dx")


@pytest.mark.points(5)
def test_p_of_0_and_of_1(submission, rng):
    """In training p = 0 returns x and passes dy on; p = 1 returns zeros and a gradient of zeros, never nan."""
    for p, factor in [(0.0, 1.0), (1.0, 0.0)]:
        x, dy = nonzero(rng, (6, 9)), nonzero(rng, (6, 9))
        y, cache = submission.dropout(x, p, submission.generator(new_seed(rng)))
        assert_close(y, factor * x, rtol=1e-6, atol=0)
        assert_close(submission.dropout_backward(dy, cache), factor * dy, rtol=1e-6, atol=0, what="dx")


@pytest.mark.points(3)
def test_the_dtype_is_kept(submission, rng):
    """y and dx have the dtype of x and dy, float32 or float64."""
    for dtype in (np.float32, np.float64):
        x, dy = nonzero(rng, (9, 8), dtype), nonzero(rng, (9, 8), dtype)
        for p, training in [(0.25, True), (0.0, True), (1.0, True), (0.5, False)]:
            y, cache = submission.dropout(x, p, submission.generator(new_seed(rng)), training=training)
            dx = submission.dropout_backward(dy, cache)
            found = {"y": (y.dtype, y.shape), "dx": (dx.dtype, dx.shape)}
            wanted = (np.dtype(dtype), (9, 8))
            assert_equal(found, {"y": wanted, "dx": wanted}, what="the dtype and the shape of y and dx")


@pytest.mark.points(2)
def test_p_outside_0_to_1_is_refused(submission, rng):
    """A p below 0 or above 1 raises ValueError."""
    x = nonzero(rng, (3, 4))
    y, _ = submission.dropout(x, 0.0, submission.generator(0))
    assert_equal(y.shape, (3, 4), what="the shape of y with p = 0")
    for p in (-0.1, 1.5):
        with pytest.raises(ValueError):
            submission.dropout(x, p, submission.generator(0))
