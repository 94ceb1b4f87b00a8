"""Wave by wave, in wavelengths, as the paper tells it."""

import math

import numpy as np


def position_interpolation(d_head, base, scale):
    return np.array([1 / (scale * base ** (2 * i / d_head)) for i in range(d_head // 2)])


def ntk_aware(d_head, base, scale):
    new_base = base * math.pow(scale, d_head / (d_head - 2))
    return np.array([new_base ** (-2 * i / d_head) for i in range(d_head // 2)])


def yarn(d_head, base, scale, length, fast=32.0, slow=1.0):
    made = []
    for i in range(d_head // 2):
        wavelength = 2 * math.pi * base ** (2 * i / d_head)
        turns = length / wavelength
        if turns >= fast:
            keep = 1.0
        elif turns <= slow:
            keep = 0.0
        else:
            keep = (turns - slow) / (fast - slow)
        made.append(2 * math.pi / wavelength * (keep + (1 - keep) / scale))
    return np.array(made)


def attention_factor(scale):
    return float(np.log(scale) * 0.1 + 1.0)
