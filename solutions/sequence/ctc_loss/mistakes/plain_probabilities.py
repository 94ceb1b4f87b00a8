"""Plain probabilities are multiplied over the frames: they underflow to 0 after some hundred of them, or at once where a
logit is far below the others. Add logarithms, and sum by logaddexp.

caught by: test_many_frames
"""

import numpy as np


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def _pass(y, ext):
    T, S = y.shape[0], len(ext)
    alpha = np.zeros((T, S))
    alpha[0, 0] = y[0, ext[0]]
    if S > 1:
        alpha[0, 1] = y[0, ext[1]]
    for t in range(1, T):
        for s in range(S):
            a = alpha[t - 1, s]
            if s >= 1:
                a += alpha[t - 1, s - 1]
            if s >= 2 and ext[s] != 0 and ext[s] != ext[s - 2]:
                a += alpha[t - 1, s - 2]
            alpha[t, s] = a * y[t, ext[s]]
    return alpha


def _extend(target):
    ext = [0]
    for label in target:
        ext.extend([label, 0])
    return ext


def ctc_loss(logits, target):
    y = softmax(logits)
    alpha = _pass(y, _extend(target))
    p = alpha[-1, -2:].sum()
    return float(-np.log(p))


def ctc_gradient(logits, target):
    y = softmax(logits)
    ext = _extend(target)
    alpha = _pass(y, ext)
    beta = _pass(y[::-1], ext[::-1])[::-1, ::-1]
    p = alpha[-1, -2:].sum()
    grad = y.copy()
    if p == 0:
        return np.zeros_like(y)
    for s, k in enumerate(ext):
        grad[:, k] -= alpha[:, s] * beta[:, s] / np.maximum(y[:, k], 1e-300) / p
    return grad
