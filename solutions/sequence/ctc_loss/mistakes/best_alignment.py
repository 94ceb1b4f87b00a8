"""The recursion keeps the best way to each place, which gives the most likely alignment (Viterbi): the loss sums over all of
them.

caught by: test_the_loss_sums_over_all_alignments
"""

import numpy as np


def log_softmax(x):
    m = x.max(axis=1, keepdims=True)
    return x - m - np.log(np.exp(x - m).sum(axis=1, keepdims=True))


def viterbi(lp, ext):
    T, S = len(lp), len(ext)
    score = np.full((T, S), -np.inf)
    back = np.zeros((T, S), dtype=int)
    score[0, 0] = lp[0, ext[0]]
    if S > 1:
        score[0, 1] = lp[0, ext[1]]
    for t in range(1, T):
        for s in range(S):
            options = [s]
            if s > 0:
                options.append(s - 1)
            if s > 1 and ext[s] != 0 and ext[s] != ext[s - 2]:
                options.append(s - 2)
            best = max(options, key=lambda q: score[t - 1, q])
            score[t, s] = score[t - 1, best] + lp[t, ext[s]]
            back[t, s] = best
    return score, back


def ctc_loss(logits, target):
    ext = [0]
    for k in target:
        ext += [k, 0]
    score, _ = viterbi(log_softmax(logits), ext)
    return float(-max(score[-1, -2:]))


def ctc_gradient(logits, target):
    ext = [0]
    for k in target:
        ext += [k, 0]
    lp = log_softmax(logits)
    score, back = viterbi(lp, ext)
    S = len(ext)
    s = S - 1
    if S > 1 and score[-1, S - 2] > score[-1, S - 1]:
        s = S - 2
    if np.isinf(score[-1, s]):
        return np.zeros(logits.shape)
    grad = np.exp(lp)
    for t in range(len(lp) - 1, -1, -1):
        grad[t, ext[s]] -= 1
        s = back[t, s]
    return grad
