"""The sum of exponentials is taken by hand, less the largest: at places that can't be reached yet all are -inf, and -inf
less -inf is nan. np.logaddexp knows that case.

caught by: test_the_loss_sums_over_all_alignments
"""

import numpy as np


def log_softmax(x):
    x = x - x.max(axis=1, keepdims=True)
    return x - np.log(np.exp(x).sum(axis=1, keepdims=True))


def logsumexp(values):
    m = max(values)
    return m + np.log(sum(np.exp(v - m) for v in values))


def run(lp, ext):
    T, S = len(lp), len(ext)
    alpha = np.full((T, S), -np.inf)
    alpha[0, 0] = lp[0, ext[0]]
    if S > 1:
        alpha[0, 1] = lp[0, ext[1]]
    for t in range(1, T):
        for s in range(S):
            ways = [alpha[t - 1, s]]
            if s > 0:
                ways.append(alpha[t - 1, s - 1])
            if s > 1 and ext[s] != 0 and ext[s] != ext[s - 2]:
                ways.append(alpha[t - 1, s - 2])
            alpha[t, s] = logsumexp(ways) + lp[t, ext[s]]
    return alpha


def ctc_loss(logits, target):
    ext = [0]
    for k in target:
        ext += [k, 0]
    return float(-logsumexp(list(run(log_softmax(logits), ext)[-1, -2:])))


def ctc_gradient(logits, target):
    ext = [0]
    for k in target:
        ext += [k, 0]
    lp = log_softmax(logits)
    alpha, beta = run(lp, ext), run(lp[::-1], ext[::-1])[::-1, ::-1]
    loss = ctc_loss(logits, target)
    grad = np.exp(lp)
    if np.isinf(loss):
        return np.zeros(logits.shape)
    for s, k in enumerate(ext):
        grad[:, k] -= np.exp(alpha[:, s] + beta[:, s] - lp[:, k] + loss)
    return grad
