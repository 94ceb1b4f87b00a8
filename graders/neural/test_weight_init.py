"""Grades `weight_init`: weights are counted between quantiles of the exact law, never compared with certain draws."""

from statistics import NormalDist

import numpy as np
import pytest

from kata.testing import assert_close, assert_distribution, assert_equal, new_seed

# Cells of the standardised law: even ones, and the tails by themselves.
LEVELS = [0.002, 0.02, 0.08, 0.2, 0.35, 0.5, 0.65, 0.8, 0.92, 0.98, 0.998]


def draw(rng, submission, name, *arguments, **options):
    """Weights from one of the four functions, with a fresh generator."""
    shape, *rest = arguments
    generator = submission.generator(new_seed(rng))
    return getattr(submission, name)(shape, generator, *rest, **options)


def check(weights, shape, variance, law):
    """Shape and dtype, no value twice, and the counts between the quantiles of a normal or uniform law."""
    assert_equal(weights.shape, shape, what="the shape of the weights")
    assert_equal(str(weights.dtype), "float64", what="the dtype of the weights")
    distinct = np.unique(weights).size
    assert distinct > 0.99 * weights.size, f"{weights.size} independent weights have {distinct} different values only."
    quantile = NormalDist().inv_cdf if law == "normal" else (lambda level: 3**0.5 * (2 * level - 1))
    edges = variance**0.5 * np.array([quantile(level) for level in LEVELS])
    if law == "uniform":
        edges = np.array([-((3 * variance) ** 0.5), *edges, (3 * variance) ** 0.5])
    levels = [0.0, *LEVELS, 1.0] if law == "normal" else [0.0, 0.0, *LEVELS, 1.0, 1.0]
    counts = np.bincount(np.searchsorted(edges, weights.ravel()), minlength=len(edges) + 1)
    what = f"weights in {len(counts)} ranges of a {law} distribution of variance {variance:.3g}, the lowest first,"
    assert_distribution(counts, np.diff(levels), what=what)


@pytest.mark.points(8)
def test_fans_of_a_dense_weight(submission):
    """A dense weight has shape (fan_in, fan_out), input features first; a kernel has its output channels first."""
    assert_equal(submission.fans((5, 9)), (5, 9))
    assert_equal(submission.fans((5, 9, 1)), (9, 5))


@pytest.mark.points(14)
def test_fans_of_a_kernel(submission):
    """A kernel of shape (C_out, C_in, K1, ...) has fan_in C_in * K1 * ... and fan_out C_out * K1 * ..."""
    assert_equal(submission.fans((7, 2, 3)), (6, 21))
    assert_equal(submission.fans((4, 3, 5, 2)), (30, 40))
    assert_equal(submission.fans((2, 5, 3, 1, 4)), (60, 24))
    assert_equal(submission.fans((30, 70, 50, 40)), (140_000, 60_000))


@pytest.mark.points(5)
def test_fewer_than_two_sizes_are_refused(submission):
    """A shape with fewer than two sizes has no fans and raises ValueError."""
    assert_equal(submission.fans((3, 4)), (3, 4))
    for shape in [(3,), ()]:
        with pytest.raises(ValueError):
            submission.fans(shape)


@pytest.mark.points(16)
def test_xavier_normal(submission, rng):
    """Xavier's normal weights have the variance gain^2 * 2 / (fan_in + fan_out), drawn from the whole bell curve."""
    check(draw(rng, submission, "xavier_normal", (20, 100)), (20, 100), 2 / 120, "normal")
    check(draw(rng, submission, "xavier_normal", (150, 12), gain=3.0), (150, 12), 3.0**2 * 2 / 162, "normal")


@pytest.mark.points(16)
def test_xavier_uniform(submission, rng):
    """Xavier's uniform weights lie in [-a, a] with a^2 / 3 = gain^2 * 2 / (fan_in + fan_out)."""
    check(draw(rng, submission, "xavier_uniform", (20, 100)), (20, 100), 2 / 120, "uniform")
    check(draw(rng, submission, "xavier_uniform", (150, 12), gain=0.4), (150, 12), 0.4**2 * 2 / 162, "uniform")


@pytest.mark.points(16)
def test_he_normal(submission, rng):
    """He's normal weights have the variance 2 / ((1 + slope^2) * fan), fan_in unless the mode is "fan_out"."""
    check(draw(rng, submission, "he_normal", (25, 80)), (25, 80), 2 / 25, "normal")
    # So many that the tails can't be missing by chance, whatever variance the rest has.
    weights = draw(rng, submission, "he_normal", (150, 80), mode="fan_out", slope=2.0)
    check(weights, (150, 80), 2 / (5 * 80), "normal")


@pytest.mark.points(12)
def test_he_uniform(submission, rng):
    """He's uniform weights lie in [-a, a] with a^2 / 3 = 2 / ((1 + slope^2) * fan), fan_in unless told otherwise."""
    check(draw(rng, submission, "he_uniform", (25, 80)), (25, 80), 2 / 25, "uniform")
    weights = draw(rng, submission, "he_uniform", (25, 80), mode="fan_out", slope=2.0)
    check(weights, (25, 80), 2 / (5 * 80), "uniform")


@pytest.mark.points(5)
def test_kernels_use_their_own_fans(submission, rng):
    """The weights of a kernel get the variance that its fans ask for."""
    shape = (30, 4, 5, 3)
    check(draw(rng, submission, "xavier_normal", shape), shape, 2 / 510, "normal")
    check(draw(rng, submission, "he_uniform", shape), shape, 2 / 60, "uniform")


@pytest.mark.points(5)
def test_randomness_comes_from_rng_alone(submission, rng):
    """The same state of the generator gives the same weights; the next call with it gives others."""
    seed = new_seed(rng)
    generator, twin = submission.generator(seed), submission.generator(seed)
    names = ("xavier_normal", "xavier_uniform", "he_normal", "he_uniform")
    first = [getattr(submission, name)((3, 5), generator) for name in names]
    again = [getattr(submission, name)((3, 5), twin) for name in names]
    for name, one, other in zip(names, first, again, strict=True):
        assert_equal(other, one, what=f"{name} from the same state of the generator")
    for name, one in zip(names, first, strict=True):
        second = getattr(submission, name)((3, 5), generator)
        assert not np.array_equal(one, second), f"Two calls of {name} with one generator gave the same weights."
        pair = getattr(submission, name)((1, 2), generator)
        assert abs(pair.sum()) > 1e-10, f"The two weights of {name} of shape (1, 2) cancel: they aren't independent."
    defaults = [{"gain": 1.0}] * 2 + [{"mode": "fan_in", "slope": 0.0}] * 2
    for name, options in zip(names, defaults, strict=True):
        one, other = (getattr(submission, name)((3, 5), submission.generator(seed), **given) for given in ({}, options))
        assert_close(one, other, what=f"{name} with its defaults, and with {options} from the same state,")


@pytest.mark.points(3)
def test_another_mode_is_refused(submission, rng):
    """A mode other than "fan_in" and "fan_out" raises ValueError."""
    for name in ("he_normal", "he_uniform"):
        weights = draw(rng, submission, name, (2, 3), mode="fan_out")
        assert_close(weights.shape, (2, 3))
        for mode in ("fan_avg", "fan_input"):
            with pytest.raises(ValueError):
                draw(rng, submission, name, (2, 3), mode=mode)
