"""Plain functions of a single step with an if for each phase, applied to every element."""

import math

import numpy as np


def elementwise(function):
    def schedule(steps, *args, **kwargs):
        if np.ndim(steps) == 0:
            return function(int(steps), *args, **kwargs)
        rates = [function(s, *args, **kwargs) for s in np.ravel(steps).tolist()]
        return np.array(rates, dtype=np.float64).reshape(np.shape(steps))

    return schedule


@elementwise
def inverse_time(s, lr, decay):
    return lr / (1 + decay * s)


@elementwise
def step_decay(s, lr, step_size, gamma):
    while s >= step_size:
        lr *= gamma
        s -= step_size
    return float(lr)


def half_wave(progress, top, bottom):
    # (1 + cos x) / 2 is the square of cos(x / 2).
    return bottom + (top - bottom) * math.cos(math.pi * progress / 2) ** 2


@elementwise
def cosine(s, lr, n_steps, min_lr=0.0):
    return float(min_lr) if s >= n_steps else half_wave(s / n_steps, lr, min_lr)


@elementwise
def warmup_cosine(s, lr, n_warmup, n_steps, min_lr=0.0):
    if s < n_warmup:
        return lr * (s + 1) / n_warmup
    if s >= n_steps:
        return float(min_lr)
    return half_wave((s - n_warmup) / (n_steps - n_warmup), lr, min_lr)


@elementwise
def noam(s, d_model, n_warmup, factor=1.0):
    t = s + 1
    if t < n_warmup:
        return factor * t / math.sqrt(d_model * n_warmup**3)
    return factor / math.sqrt(d_model * t)
