"""The paper's loop, one logit at a time, in Python floats."""

import math

import numpy as np


def take(state, x, value):
    m, z, total = state
    if x == -math.inf:
        return state
    if x > m:
        factor = math.exp(m - x)
        return x, z * factor + 1.0, total * factor + value
    return m, z + math.exp(x - m), total + math.exp(x - m) * value


def block_statistics(logits):
    m, z = np.empty(logits.shape[:-1], logits.dtype), np.empty(logits.shape[:-1], logits.dtype)
    for index in np.ndindex(logits.shape[:-1]):
        state = (-math.inf, 0.0, 0.0)
        for x in logits[index].tolist():
            state = take(state, x, 0.0)
        m[index], z[index] = state[:2]
    return m, z


def merge_statistics(first, second):
    m, z = np.array(first[0]), np.array(first[1])
    for index in np.ndindex(m.shape):
        high, low = max(first[0][index], second[0][index]), min(first[0][index], second[0][index])
        if low == high:
            z[index] = first[1][index] + second[1][index]
        elif first[0][index] == high:
            z[index] = first[1][index] + second[1][index] * np.exp(low - high)
        else:
            z[index] = second[1][index] + first[1][index] * np.exp(low - high)
        m[index] = high
    return m, z


def streamed_average(read, n_blocks):
    states = None
    for i in range(n_blocks):
        logits, values = read(i)
        if states is None:
            states = [(-math.inf, 0.0, np.zeros(values.shape[1]))] * len(logits)
        for t, row in enumerate(logits.tolist()):
            for x, value in zip(row, values, strict=True):
                states[t] = take(states[t], x, value)
    return np.array([total / z if z else total for _, z, total in states], dtype=values.dtype)
