"""The ramp is linear in the index i, between the indices whose waves turn fast and slow times, as common code has it: here it is the
paper's, linear in the number of turns, which falls exponentially with i.

caught by: test_the_ramp_of_yarn
"""

import math

import numpy as np


def position_interpolation(d_head, base, scale):
    return 1.0 / (scale * base ** (np.arange(0, d_head, 2) / d_head))


def ntk_aware(d_head, base, scale):
    base = base * scale ** (d_head / (d_head - 2))
    return 1.0 / (base ** (np.arange(0, d_head, 2) / d_head))


def find_correction_dim(rotations, dim, base, length):
    return (dim * math.log(length / (rotations * 2 * math.pi))) / (2 * math.log(base))


def yarn(d_head, base, scale, length, fast=32.0, slow=1.0):
    inv_freq = 1.0 / (base ** (np.arange(0, d_head, 2) / d_head))
    low = max(math.floor(find_correction_dim(fast, d_head, base, length)), 0)
    high = min(math.ceil(find_correction_dim(max(slow, 1e-9), d_head, base, length)), d_head - 1)
    if low == high:
        high += 0.001
    ramp = np.clip((np.arange(d_head // 2) - low) / (high - low), 0, 1)
    return inv_freq / scale * ramp + inv_freq * (1 - ramp)


def attention_factor(scale):
    return 0.1 * math.log(scale) + 1.0
