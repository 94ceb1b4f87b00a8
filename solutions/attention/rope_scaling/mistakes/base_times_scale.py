"""The NTK-aware base is the old one times s: then the slowest wave is slowed down by s^((F - 2) / F), not enough. The factor on the
base is s^(F / (F - 2)).

caught by: test_the_ntk_aware_base
"""

import numpy as np


def inv_freq(dim, base):
    return 1.0 / (base ** (np.arange(0, dim, 2).astype(float) / dim))


def position_interpolation(d_head, base, scale):
    return inv_freq(d_head, base) / scale


def ntk_aware(d_head, base, scale):
    return inv_freq(d_head, base * scale)


def yarn(d_head, base, scale, length, fast=32.0, slow=1.0):
    freqs = inv_freq(d_head, base)
    rotations = length * freqs / (2 * np.pi)
    gamma = np.clip((rotations - slow) / (fast - slow), 0.0, 1.0)
    return (1 - gamma) * freqs / scale + gamma * freqs


def attention_factor(scale):
    return 0.1 * np.log(scale) + 1.0
