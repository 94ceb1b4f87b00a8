"""The last symbol is taken as the blank, as TensorFlow does: here the blank is symbol 0.

caught by: test_the_loss_sums_over_all_alignments
"""

import numpy as np


def run(lp, ext, blank):
    T, S = len(lp), len(ext)
    a = np.full((T, S), -np.inf)
    a[0, :2] = lp[0, ext[:2]]
    for t in range(1, T):
        for s in range(S):
            v = a[t - 1, s]
            if s > 0:
                v = np.logaddexp(v, a[t - 1, s - 1])
            if s > 1 and ext[s] != blank and ext[s] != ext[s - 2]:
                v = np.logaddexp(v, a[t - 1, s - 2])
            a[t, s] = v + lp[t, ext[s]]
    return a


def setup(logits, target):
    blank = logits.shape[1] - 1
    lp = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    ext = [blank]
    for k in target:
        ext += [k, blank]
    return lp, ext, blank


def ctc_loss(logits, target):
    lp, ext, blank = setup(logits, target)
    return -float(np.logaddexp.reduce(run(lp, ext, blank)[-1, -2:]))


def ctc_gradient(logits, target):
    lp, ext, blank = setup(logits, target)
    a = run(lp, ext, blank)
    b = run(lp[::-1], ext[::-1], blank)[::-1, ::-1]
    logp = np.logaddexp.reduce(a[-1, -2:])
    if logp == -np.inf:
        return np.zeros(logits.shape)
    g = np.exp(lp)
    for s, k in enumerate(ext):
        g[:, k] -= np.exp(a[:, s] + b[:, s] - lp[:, k] - logp)
    return g
