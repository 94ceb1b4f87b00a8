"""The ramp runs the wrong way: waves that turn often are interpolated, and the slow ones, whose angles are new, stay. Fast waves
stay and slow ones are interpolated.

caught by: test_fast_waves_stay_and_slow_ones_are_interpolated
"""

import numpy as np


def position_interpolation(d_head, base, scale):
    theta = base ** (-2.0 * np.arange(d_head // 2) / d_head)
    return theta / scale


def ntk_aware(d_head, base, scale):
    new_base = base * scale ** (d_head / (d_head - 2))
    return new_base ** (-2.0 * np.arange(d_head // 2) / d_head)


def yarn(d_head, base, scale, length, fast=32.0, slow=1.0):
    theta = base ** (-2.0 * np.arange(d_head // 2) / d_head)
    r = length * theta / (2 * np.pi)
    ramp = np.clip((r - slow) / (fast - slow), 0, 1)
    return (1 - ramp) * theta + ramp * theta / scale


def attention_factor(scale):
    return 1.0 + 0.1 * np.log(scale)
