"""The proposal is taken to be symmetric: where moves are proposed more often one way than back, the chain drifts that way,
and its law isn't p. The ratio q(y -> x) / q(x -> y) is missing.

caught by: test_an_asymmetric_proposal
"""

import numpy as np


def acceptance(log_p_x, log_p_y, log_q_xy=0.0, log_q_yx=0.0):
    if log_p_x == -np.inf:
        return 1.0
    return float(np.exp(min(0.0, log_p_y - log_p_x)))


def transition_matrix(log_p, q):
    n = len(log_p)
    out = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if i != j:
                out[i, j] = q[i, j] * acceptance(log_p[i], log_p[j])
        out[i, i] = 1 - out[i].sum()
    return out


def run_chain(log_p, q, start, n_steps, rng):
    x = start
    chain = []
    for _ in range(n_steps):
        y = rng.choice(len(log_p), p=q[x])
        if rng.random() < acceptance(log_p[x], log_p[y]):
            x = y
        chain.append(x)
    return np.array(chain)
