"""Each phase by its own slice: masks select the steps, np.interp draws the straight line of the warm-up."""

import numpy as np


def inverse_time(steps, lr, decay):
    return np.divide(lr, 1 + np.multiply(decay, steps))


def step_decay(steps, lr, step_size, gamma):
    return np.multiply(lr, np.power(float(gamma), np.floor_divide(steps, step_size)))


def cosine(steps, lr, n_steps, min_lr=0.0):
    return warmup_cosine(steps, lr, 0, n_steps, min_lr)


def warmup_cosine(steps, lr, n_warmup, n_steps, min_lr=0.0):
    s = np.atleast_1d(np.asarray(steps, dtype=np.float64))
    rates = np.full(s.shape, float(min_lr))
    warm = s < n_warmup
    if n_warmup:
        rates[warm] = np.interp(s[warm], [-1, n_warmup - 1], [0, lr])
    falling = ~warm & (s < n_steps)
    angle = np.pi * (s[falling] - n_warmup) / (n_steps - n_warmup)
    rates[falling] = 0.5 * lr * (1 + np.cos(angle)) + 0.5 * min_lr * (1 - np.cos(angle))
    return rates.reshape(np.shape(steps)) if np.ndim(steps) else float(rates[0])


def noam(steps, d_model, n_warmup, factor=1.0):
    t = np.asarray(steps, dtype=np.float64) + 1
    root = np.where(t <= n_warmup, n_warmup**1.5 / t, np.sqrt(t))
    return factor / (np.sqrt(d_model) * root)
