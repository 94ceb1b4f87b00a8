"""RoPE scaling: three ways to slow the slow waves down.

Why it works: only waves that don't turn fully within the trained length show new angles later. The last frequency is
base^(-(F - 2) / F), so the factor s^(F / (F - 2)) on the base divides it by s, and the first one, base^0, stays 1.
"""

import numpy as np


def frequencies(d_head, base):
    return base ** (-np.arange(0, d_head, 2) / d_head)


def position_interpolation(d_head, base, scale):
    return frequencies(d_head, base) / scale


def ntk_aware(d_head, base, scale):
    return frequencies(d_head, base * scale ** (d_head / (d_head - 2)))


def yarn(d_head, base, scale, length, fast=32.0, slow=1.0):
    w = frequencies(d_head, base)
    turns = length * w / (2 * np.pi)
    keep = np.clip((turns - slow) / (fast - slow), 0, 1)
    return keep * w + (1 - keep) * w / scale


def attention_factor(scale):
    return 0.1 * np.log(scale) + 1
