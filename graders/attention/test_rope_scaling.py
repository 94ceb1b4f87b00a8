"""Grades `rope_scaling`: wavelengths, one after the other, and what the slowest wave must become."""

import math

import numpy as np
import pytest

from kata.testing import assert_close, uniform


def wavelengths(d_head, base):
    """How many tokens each wave takes for a turn."""
    return np.array([math.tau * math.exp(math.log(base) * 2 * i / d_head) for i in range(d_head // 2)])


def mixed(d_head, base, scale, length, fast, slow):
    made = []
    for wave in wavelengths(d_head, base):
        keep = min(max((length / wave - slow) / (fast - slow), 0.0), 1.0)
        made.append(math.tau / wave * (keep + (1 - keep) / scale))
    return np.array(made)


@pytest.mark.points(18)
def test_position_interpolation(submission, rng):
    """Position interpolation divides every frequency by the scale."""
    assert_close(submission.position_interpolation(4, 100.0, 2.0), np.array([0.5, 0.05]), what="the frequencies")
    scale = uniform(rng, 2.0, 9.0)
    expected = math.tau / wavelengths(10, 5000.0) / scale
    assert_close(submission.position_interpolation(10, 5000.0, scale), expected, rtol=1e-7, what="the frequencies")


@pytest.mark.points(22)
def test_the_ntk_aware_base(submission, rng):
    """The NTK-aware base leaves the fastest wave, and divides the frequency of the slowest by the scale."""
    assert_close(submission.ntk_aware(6, 1000.0, 4.0), np.array([1.0, 0.05, 0.0025]), rtol=1e-7, what="the frequencies")
    scale = uniform(rng, 2.0, 9.0)
    # From wave to wave, a geometric sequence between both ends.
    slowest = math.tau / wavelengths(10, 5000.0)[-1] / scale
    expected = slowest ** (np.arange(5) / 4)
    assert_close(submission.ntk_aware(10, 5000.0, scale), expected, rtol=1e-7, what="the frequencies")


@pytest.mark.points(25)
def test_the_ramp_of_yarn(submission, rng):
    """Between slow and fast turns, YaRN mixes both frequencies by a ramp that is linear in the number of turns."""
    # All waves but the first and the last turn between slow and fast times.
    cases = [(12, 50.0, 4.0, 300, 48.0, 0.5), (12, 50.0, uniform(rng, 2.0, 9.0), 500, 90.0, 1.25)]
    for case in cases:
        found = submission.yarn(*case)
        assert_close(found, mixed(*case), rtol=1e-7, what=f"the frequencies for fast = {case[-2]}, slow = {case[-1]}")


@pytest.mark.points(10)
def test_fast_waves_stay_and_slow_ones_are_interpolated(submission):
    """YaRN leaves waves of fast turns or more, and interpolates those of slow turns or fewer."""
    w = math.tau / wavelengths(8, 10_000.0)
    # 796, 80, 8 and 0.8 turns.
    found = submission.yarn(8, 10_000.0, 4.0, 5000, 50.0, 10.0)
    assert_close(found, w / np.array([1, 1, 4, 4]), rtol=1e-7, what="the frequencies")


@pytest.mark.points(5)
def test_the_usual_turns(submission):
    """Without other numbers, fast is 32 turns and slow is 1."""
    expected = mixed(16, 500.0, 8.0, 1000, 32.0, 1.0)
    assert_close(submission.yarn(16, 500.0, 8.0, 1000), expected, rtol=1e-7, what="the frequencies")


@pytest.mark.points(15)
def test_the_attention_factor(submission, rng):
    """Queries and keys are each multiplied by 0.1 ln(s) + 1."""
    for scale in (math.e**2, uniform(rng, 3.0, 40.0)):
        expected = 1 + math.log(scale) / 10
        assert_close(submission.attention_factor(scale), expected, rtol=1e-7, what=f"the factor for s = {scale:.4g}")


@pytest.mark.points(5)
def test_a_scale_of_1_changes_nothing(submission):
    """With a scale of 1 all frequencies are as they were, in float64, and the factor is 1."""
    w = math.tau / wavelengths(10, 5000.0)
    for name, found in (
        ("interpolated frequencies", submission.position_interpolation(10, 5000.0, 1.0)),
        ("NTK-aware frequencies", submission.ntk_aware(10, 5000.0, 1.0)),
        ("frequencies of YaRN", submission.yarn(10, 5000.0, 1.0, 400)),
    ):
        assert_close(found, w, rtol=1e-7, what=f"the {name}", exact_dtype=True)
    assert_close(submission.attention_factor(1.0), 1.0, rtol=1e-7, what="the factor")
