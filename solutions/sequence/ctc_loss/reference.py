"""CTC by the forward-backward algorithm in log space.

Why it works: all alignments that are at the same place of the blank-padded target after the same frame have the same
future, so that their probabilities can be added before going on. alpha holds what came up to and with frame t, beta
what comes after it; their product over the total is the posterior of the place.
"""

import numpy as np


def log_softmax(logits):
    z = logits - logits.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))


def forward_backward(log_y, target):
    """alpha, beta and the padded target."""
    steps = len(log_y)
    places = [0]
    for label in target:
        places += [label, 0]
    places = np.array(places)
    emitted = log_y[:, places]
    skips = np.zeros(len(places), dtype=bool)
    skips[2:] = (places[2:] != 0) & (places[2:] != places[:-2])
    alpha = np.full((steps, len(places)), -np.inf)
    beta = np.full((steps, len(places)), -np.inf)
    alpha[0, :2] = emitted[0, :2]
    beta[-1, -2:] = 0.0
    for t in range(1, steps):
        last = alpha[t - 1]
        ways = last.copy()
        ways[1:] = np.logaddexp(ways[1:], last[:-1])
        ways[2:] = np.where(skips[2:], np.logaddexp(ways[2:], last[:-2]), ways[2:])
        alpha[t] = ways + emitted[t]
    for t in range(steps - 2, -1, -1):
        ahead = beta[t + 1] + emitted[t + 1]
        ways = ahead.copy()
        ways[:-1] = np.logaddexp(ways[:-1], ahead[1:])
        ways[:-2] = np.where(skips[2:], np.logaddexp(ways[:-2], ahead[2:]), ways[:-2])
        beta[t] = ways
    return alpha, beta, places


def ctc_loss(logits, target):
    alpha, _, _ = forward_backward(log_softmax(logits), target)
    return float(-np.logaddexp.reduce(alpha[-1, -2:]))


def ctc_gradient(logits, target):
    log_y = log_softmax(logits)
    alpha, beta, places = forward_backward(log_y, target)
    total = np.logaddexp.reduce(alpha[-1, -2:])
    if total == -np.inf:
        return np.zeros(logits.shape)
    gradient = np.exp(log_y)
    for s, symbol in enumerate(places):
        gradient[:, symbol] -= np.exp(alpha[:, s] + beta[:, s] - total)
    return gradient
