"""Frequencies from logarithms, NTK as a factor that grows along the waves."""

import math

import numpy as np


def position_interpolation(d_head, base, scale):
    i = np.arange(d_head // 2)
    return np.exp(-2 * i / d_head * math.log(base) - math.log(scale))


def ntk_aware(d_head, base, scale):
    # scale^(-2i / (F - 2)) runs from 1 to 1 / scale.
    return position_interpolation(d_head, base, 1.0) * np.geomspace(1, 1 / scale, d_head // 2)


def yarn(d_head, base, scale, length, fast=32.0, slow=1.0):
    w = position_interpolation(d_head, base, 1.0)
    keep = np.interp(length * w / math.tau, [slow, fast], [0.0, 1.0])
    return w * (1 / scale + keep * (1 - 1 / scale))


def attention_factor(scale):
    return 1 + math.log(scale) / 10
