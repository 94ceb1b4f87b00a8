"""Probabilities are exponentiated before they are divided: at log p = -5000 both are 0, at +5000 inf, and the ratio nan.
Subtract the logarithms, and exponentiate the difference.

caught by: test_far_from_floating_point
"""

import numpy as np


def acceptance(log_p_x, log_p_y, log_q_xy=0.0, log_q_yx=0.0):
    with np.errstate(all="ignore"):
        den = np.exp(log_p_x) * np.exp(log_q_xy)
        num = np.exp(log_p_y) * np.exp(log_q_yx)
        if den == 0:
            return 1.0
        return float(min(1.0, num / den))


def transition_matrix(log_p, q):
    n = len(log_p)
    P = np.zeros((n, n))
    p = np.exp(log_p)
    for i in range(n):
        for j in range(n):
            if i != j and q[i, j] > 0:
                ratio = 1.0 if p[i] == 0 else p[j] * q[j, i] / (p[i] * q[i, j])
                P[i, j] = q[i, j] * min(1.0, ratio)
        P[i, i] = 1.0 - P[i].sum()
    return P


def run_chain(log_p, q, start, n_steps, rng):
    p = np.exp(log_p)
    x = start
    chain = []
    for _ in range(n_steps):
        y = int(rng.choice(len(p), p=q[x]))
        ratio = 1.0 if p[x] == 0 else p[y] * q[y, x] / (p[x] * q[x, y])
        if rng.random() < ratio:
            x = y
        chain.append(x)
    return np.array(chain)
