"""Where a move is proposed neither way its ratio is nan (0 / 0, or -inf less -inf in logarithms), and 0 times nan is nan as
well: a move that isn't proposed has the probability 0 in P, whatever its ratio.

caught by: test_moves_that_are_not_proposed
"""

import numpy as np


def acceptance(log_p_x, log_p_y, log_q_xy=0.0, log_q_yx=0.0):
    log_ratio = (log_p_y + log_q_yx) - (log_p_x + log_q_xy)
    return float(np.exp(min(0.0, log_ratio)))


def transition_matrix(log_p, q):
    log_q = np.log(q)
    log_ratio = (log_p[None, :] + log_q.T) - (log_p[:, None] + log_q)
    P = q * np.minimum(1.0, np.exp(np.minimum(0.0, log_ratio)))
    np.fill_diagonal(P, 0.0)
    np.fill_diagonal(P, 1.0 - P.sum(axis=1))
    return P


def run_chain(log_p, q, start, n_steps, rng):
    log_q = np.log(q)
    x = start
    chain = np.empty(n_steps, dtype=int)
    for t in range(n_steps):
        y = rng.choice(len(log_p), p=q[x])
        if rng.random() < acceptance(log_p[x], log_p[y], log_q[x, y], log_q[y, x]):
            x = y
        chain[t] = x
    return chain
